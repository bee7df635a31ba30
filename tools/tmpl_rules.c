#include <string.h>
#include <strings.h>

#include "tmpl.h"

/* ---- tables ---- */

/* HTML's living standard, without what DESIGN §5 and the content policy leave no use for. */
/* clang-format off */
static const struct {
    unsigned flags;
    const char *names;
} element_rows[] = {
    {TIGHT | BLOCK,
     " html head body main header footer nav section article aside div ul ol li dl dt dd table "
     "caption colgroup thead tbody tfoot tr th td form fieldset legend figure figcaption "
     "blockquote details summary address hgroup search dialog menu "},
    {TIGHT | BLOCK | PHRASING,            " p h1 h2 h3 h4 h5 h6 "},
    {TIGHT | BLOCK | PHRASING | VERBATIM, " pre "},
    {TIGHT | BLOCK | VOID,                " hr col "},
    {TIGHT | VOID,                        " meta link br "},
    {TIGHT | PLAIN,                       " title option script "},
    {TIGHT,                               " optgroup noscript template datalist "},
    {PLAIN | VERBATIM,                    " textarea "},
    {PLAIN,                               " time "},
    {VOID,                                " img input wbr "},
    {0,
     " a abbr b bdi bdo button cite code data del dfn em i ins kbd label mark meter output "
     "progress q rp rt ruby s samp select small span strong sub sup u var "},
    {SVG,
     " svg g path rect circle ellipse line polyline polygon text tspan defs use symbol desc "
     "linearGradient stop clipPath marker "},
};
/* clang-format on */

/* Elements refused by name: the reason is the error. */
static const char *const refused_elements[][2] = {
    {" style font center ",                "how it looks belongs in the theme's file"},
    {" base ",                             "it would move every address of the page" },
    {" iframe frame object embed applet ", "no page is shown within a page"          },
    {" marquee blink audio video ",        "nothing moves (DESIGN §7)"              },
};

static const char *const refused_attributes[][2] = {
    {" style ",      "styles belong in the theme's file (the content policy forbids them here)"},
    {" srcdoc ",     "no page is shown within a page"                                          },
    {" srcset ",     "its addresses are not checked: use src"                                  },
    {" http-equiv ", "headers are the router's"                                                },
    {" formmethod ", "the form has the method, else its token would be missing"                },
    {" accesskey ",  "it takes keys from screen readers"                                       },
};

static const char url_attributes[] = " href src action formaction cite poster xlink:href manifest "
                                     "hx-get hx-post hx-put hx-delete ";

/* An element without this attribute is refused. */
static const char *const required[][2] = {
    {"img",    "alt"  },
    {"html",   "lang" },
    {"script", "src"  },
    {"th",     "scope"},
    {"a",      "href" }
};

/* ---- elements ---- */

static bool in_words(const char *words, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = words; n && (p = strstr(p, name)); p++)
        if (p > words && p[-1] == ' ' && p[n] == ' ') return true;
    return false;
}

static const char *refusal(const char *const (*rows)[2], size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (in_words(rows[i][0], name)) return rows[i][1];
    return NULL;
}

/* Its row's flags, or -1. */
static int flags_of(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(element_rows); i++)
        if (in_words(element_rows[i].names, name)) return (int)element_rows[i].flags;
    return -1;
}

bool element_find(struct view *v, const char *name, const char *at, struct element *ret_element)
{
    int flags = flags_of(name);
    const char *why = refusal(refused_elements, COUNT_OF(refused_elements), name);
    if (flags < 0)
        return tmpl_error(v, at, "<%s>: %s", name, why ? why : "there is no such element here");
    *ret_element = (struct element){name, (unsigned)flags, at};
    return true;
}

bool element_is_tight(const char *name)
{
    int flags = flags_of(name);
    return flags >= 0 && (flags & TIGHT);
}

bool element_push(struct view *v, struct element element)
{
    if (v->depth == DEEPEST) return tmpl_error(v, element.at, "elements are nested too deeply");
    v->open[v->depth++] = element;
    return true;
}

bool element_pop(struct view *v, const char *name, const char *at)
{
    int floor = v->block_count ? v->blocks[v->block_count - 1].depth : 0;
    if (v->depth == 0) return tmpl_error(v, at, "</%s> closes nothing", name);
    const struct element *top = &v->open[v->depth - 1];
    if (strcmp(top->name, name) != 0)
        return tmpl_error(v, at, "</%s> where <%s> is open", name, top->name);
    if (v->depth == floor)
        return tmpl_error(v, at, "</%s> closes what was opened outside this block", name);
    v->depth--;
    return true;
}

/* ---- attributes ---- */

const struct attribute *attribute_find(const struct tag *tag, const char *name)
{
    for (int i = 0; i < tag->count; i++)
        if (!strcmp(tag->attributes[i].name, name)) return &tag->attributes[i];
    return NULL;
}

bool attribute_is_url(const char *name)
{
    return in_words(url_attributes, name);
}

/* The literal beginning of an address: the same rule as html_url_is_safe() at run time. */
static bool literal_url_is_safe(const char *url)
{
    size_t n = strcspn(url, ":/?#{");
    if (url[n] != ':') return true;
    static const char *const schemes[] = {"http", "https", "mailto", "tel"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (n == strlen(schemes[i]) && !strncasecmp(url, schemes[i], n)) return true;
    return false;
}

static bool attribute_check(const struct view *v, const struct attribute *a)
{
    if (!strncmp(a->name, "on", 2) || !strncmp(a->name, "hx-on", 5))
        return tmpl_error(v, a->at, "%s: no script stands in a page", a->name);
    const char *why = refusal(refused_attributes, COUNT_OF(refused_attributes), a->name);
    if (why) return tmpl_error(v, a->at, "%s: %s", a->name, why);
    /* 0 and -1 keep the order: a box that moves sideways must be reached, to be moved by keys. */
    if (!strcmp(a->name, "tabindex") && a->value && strcmp(a->value, "-1") != 0 &&
        strcmp(a->value, "0") != 0)
        return tmpl_error(v, a->at, "tabindex: the order of the page is the order of the keyboard");
    if (attribute_is_url(a->name) && a->value && !literal_url_is_safe(a->value))
        return tmpl_error(v, a->at, "only http, https, mailto, tel and relative addresses");
    return true;
}

/* ---- tags ---- */

static bool value_is(const struct tag *tag, const char *name, const char *value)
{
    const struct attribute *a = attribute_find(tag, name);
    return a && a->value && !strcasecmp(a->value, value);
}

bool tag_is_post(const struct tag *tag)
{
    return !strcmp(tag->element.name, "form") && value_is(tag, "method", "post");
}

static bool needs_label(const struct view *v, const struct tag *tag)
{
    static const char *const named[] = {"hidden", "submit", "button", "reset"};
    bool input = !strcmp(tag->element.name, "input");
    if (!input && !in_words(" select textarea ", tag->element.name)) return false;
    for (size_t i = 0; input && i < COUNT_OF(named); i++)
        if (value_is(tag, "type", named[i])) return false;
    if (attribute_find(tag, "aria-label") || attribute_find(tag, "aria-labelledby")) return false;
    for (int i = 0; i < v->depth; i++)
        if (!strcmp(v->open[i].name, "label")) return false;
    return true;
}

/* WCAG 2.2, 1.3.1 and 4.1.2: every field has a name. It is looked for at the end of the template,
 * because a label may follow. */
static bool note_field(struct view *v, const struct tag *tag)
{
    const struct attribute *id = attribute_find(tag, "id"), *of = attribute_find(tag, "for");
    if (of && of->value) out_format(&v->labelled, "\n%s\n", of->value);
    if (!needs_label(v, tag)) return true;
    if (!id || !id->value || v->field_count == MOST_FIELDS)
        return tmpl_error(v, tag->element.at, "<%s> needs an id and a <label for>, or aria-label",
                          tag->element.name);
    v->fields[v->field_count] = *id;
    v->fields[v->field_count++].at = tag->element.at;
    return true;
}

bool fields_check(struct view *v)
{
    bool fine = true;
    for (int i = 0; i < v->field_count; i++)
        if (!strstr(v->labelled.text, arena_format(v->mem, "\n%s\n", v->fields[i].value)))
            fine = tmpl_error(v, v->fields[i].at, "no <label for=\"%s\"> names this field",
                              v->fields[i].value);
    return fine;
}

static bool links_check(const struct view *v, const struct tag *tag)
{
    const struct attribute *rel = attribute_find(tag, "rel");
    const struct attribute *target = attribute_find(tag, "target");
    const struct attribute *method = attribute_find(tag, "method");
    const struct attribute *src = attribute_find(tag, "src");
    if (target && (!rel || !rel->value || !strstr(rel->value, "noopener")))
        return tmpl_error(v, target->at, "target needs rel=\"noopener\"");
    if (method && !value_is(tag, "method", "post") && !value_is(tag, "method", "get"))
        return tmpl_error(v, method->at, "method is \"get\" or \"post\", written out");
    if (strcmp(tag->element.name, "script") != 0) return true;
    if (!src->value || strncmp(src->value, "/static/", 8) != 0)
        return tmpl_error(v, src->at, "a script comes from /static/");
    return strncmp(v->p, "</script>", 9) ? tmpl_error(v, v->p, "no script stands in a page") : true;
}

static bool place_check(const struct view *v, const struct tag *tag)
{
    const struct element *e = &tag->element;
    if (v->depth && (v->open[v->depth - 1].flags & PLAIN))
        return tmpl_error(v, e->at, "<%s> holds no element", v->open[v->depth - 1].name);
    for (int i = 0; (e->flags & BLOCK) && i < v->depth; i++)
        if (v->open[i].flags & PHRASING)
            return tmpl_error(v, e->at, "<%s> cannot stand in <%s>", e->name, v->open[i].name);
    return true;
}

/* v->p stands behind the tag. */
bool tag_check(struct view *v, const struct tag *tag)
{
    const char *name = tag->element.name;
    for (size_t i = 0; i < COUNT_OF(required); i++)
        if (!strcmp(required[i][0], name) && !attribute_find(tag, required[i][1]))
            return tmpl_error(v, tag->element.at, "<%s> needs %s", name, required[i][1]);
    for (int i = 0; i < tag->count; i++)
        if (!attribute_check(v, &tag->attributes[i])) return false;
    return links_check(v, tag) && place_check(v, tag) && note_field(v, tag);
}
