#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "tmpl.h"

/* ---- tables ---- */

/* HTML's living standard, without what DESIGN §5 and the content policy leave no use for. */
static const struct {
    unsigned flags;
    const char *names;
} element_rows[] = {
    {TIGHT | BLOCK,
     " html head body main header footer nav section article aside div ul ol li dl dt dd table "
     "caption colgroup thead tbody tfoot tr th td form fieldset legend figure figcaption "
     "blockquote details summary address hgroup search dialog menu "                 },
    {TIGHT | BLOCK | PHRASING,            " p h1 h2 h3 h4 h5 h6 "                    },
    {TIGHT | BLOCK | PHRASING | VERBATIM, " pre "                                    },
    {TIGHT | BLOCK | VOID,                " hr col "                                 },
    {TIGHT | VOID,                        " meta link br "                           },
    {TIGHT | PLAIN,                       " title option script "                    },
    {TIGHT,                               " optgroup noscript template datalist "    },
    {PLAIN | VERBATIM,                    " textarea "                               },
    {PLAIN,                               " time "                                   },
    {VOID,                                " img input wbr "                          },
    {0,                                   " a abbr b bdi bdo button cite code data del dfn em i ins kbd label mark meter output "
        "progress q rp rt ruby s samp select small span strong sub sup u var "},
    {SVG,                                 " svg g path rect circle ellipse line polyline polygon text tspan defs use symbol desc "
          "linearGradient stop clipPath marker "                            },
};

/* Elements refused by name: the reason is the error. */
static const char *const refused_elements[][2] = {
    {" style font center ",                "how it looks belongs in the theme's file"},
    {" base ",                             "it would move every address of the page" },
    {" iframe frame object embed applet ", "no page is shown within a page"          },
    {" marquee blink audio video ",        "nothing moves (DESIGN §7)"              },
};

static const char *const refused_attributes[][2] = {
    {"style",      "styles belong in the theme's file (the content policy forbids them here)"},
    {"srcdoc",     "no page is shown within a page"                                          },
    {"srcset",     "its addresses are not checked: use src"                                  },
    {"http-equiv", "headers are the router's"                                                },
    {"formmethod", "the form has the method, else its token would be missing"                },
    {"accesskey",  "it takes keys from screen readers"                                       },
};

static const char *const url_attributes[] = {"href",   "src",     "action",     "formaction",
                                             "cite",   "poster",  "xlink:href", "manifest",
                                             "hx-get", "hx-post", "hx-put",     "hx-delete"};

/* An element without this attribute is refused. */
static const char *const required[][3] = {
    {"img",    "alt",   "<img> needs alt (empty where the picture says nothing)"},
    {"html",   "lang",  "<html> needs lang"                                     },
    {"script", "src",   "<script> needs src: no script stands in a page"        },
    {"th",     "scope", "<th> needs scope"                                      },
    {"a",      "href",  "<a> needs href"                                        },
};

/* ---- elements ---- */

static bool in_words(const char *words, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = words; (p = strstr(p, name)); p++)
        if (p > words && p[-1] == ' ' && p[n] == ' ') return true;
    return false;
}

const struct element *element_find(struct view *v, const char *name, const char *at)
{
    for (size_t i = 0; i < COUNT_OF(element_rows); i++) {
        if (!in_words(element_rows[i].names, name)) continue;
        struct element *element = arena_make(v->mem, struct element);
        *element = (struct element){name, element_rows[i].flags};
        return element;
    }
    for (size_t i = 0; i < COUNT_OF(refused_elements); i++)
        if (in_words(refused_elements[i][0], name))
            tmpl_error(v, at, "<%s>: %s", name, refused_elements[i][1]);
    tmpl_error(v, at, "<%s> is not an element of these pages", name);
    return NULL;
}

bool element_is_tight(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(element_rows); i++)
        if (in_words(element_rows[i].names, name)) return element_rows[i].flags & TIGHT;
    return false;
}

bool element_push(struct view *v, const struct element *element, const char *at)
{
    if (v->depth == DEEPEST) return tmpl_error(v, at, "elements are nested too deeply");
    v->open[v->depth++] = (struct open_element){element, at};
    return true;
}

bool element_pop(struct view *v, const char *name, const char *at)
{
    int floor = v->block_count ? v->blocks[v->block_count - 1].depth : 0;
    if (v->depth == 0) return tmpl_error(v, at, "</%s> closes nothing", name);
    const struct open_element *top = &v->open[v->depth - 1];
    if (strcmp(top->element->name, name) != 0) {
        tmpl_error(v, at, "</%s> where <%s> is open", name, top->element->name);
        return top->at ? tmpl_error(v, top->at, "<%s> was opened here", top->element->name) : false;
    }
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
    for (size_t i = 0; i < COUNT_OF(url_attributes); i++)
        if (!strcmp(url_attributes[i], name)) return true;
    return false;
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

bool attribute_check(const struct view *v, const struct attribute *a)
{
    if (!strncmp(a->name, "on", 2) || !strncmp(a->name, "hx-on", 5))
        return tmpl_error(v, a->at, "%s: no script stands in a page", a->name);
    for (size_t i = 0; i < COUNT_OF(refused_attributes); i++)
        if (!strcmp(refused_attributes[i][0], a->name))
            return tmpl_error(v, a->at, "%s: %s", a->name, refused_attributes[i][1]);
    if (!strcmp(a->name, "tabindex") && a->value && strcmp(a->value, "-1") != 0)
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

static bool names_itself(const struct view *v, const struct tag *tag)
{
    if (attribute_find(tag, "aria-label") || attribute_find(tag, "aria-labelledby")) return true;
    for (int i = 0; i < v->depth; i++)
        if (!strcmp(v->open[i].element->name, "label")) return true;
    return false;
}

/* WCAG 2.2, 1.3.1 and 4.1.2: every field has a name. It is looked for at the end of the template,
 * because a label may follow. */
static bool note_field(struct view *v, const struct tag *tag)
{
    static const char *const unlabelled[] = {"hidden", "submit", "button", "reset"};
    const char *name = tag->element->name;
    const struct attribute *id = attribute_find(tag, "id"), *of = attribute_find(tag, "for");
    if (!strcmp(name, "label") && of && of->value) {
        if (v->labelled_count == MOST_FIELDS) return tmpl_error(v, tag->at, "too many labels");
        v->labelled[v->labelled_count++] = of->value;
    }
    if (strcmp(name, "input") != 0 && strcmp(name, "select") != 0 && strcmp(name, "textarea") != 0)
        return true;
    for (size_t i = 0; i < COUNT_OF(unlabelled); i++)
        if (!strcmp(name, "input") && value_is(tag, "type", unlabelled[i])) return true;
    if (names_itself(v, tag)) return true;
    if (!id || !id->value)
        return tmpl_error(v, tag->at, "<%s> needs an id and a <label for>, or aria-label", name);
    if (v->field_count == MOST_FIELDS) return tmpl_error(v, tag->at, "too many fields");
    v->fields[v->field_count++] = (struct field){id->value, tag->at};
    return true;
}

bool fields_check(struct view *v)
{
    bool fine = true;
    for (int i = 0; i < v->field_count; i++) {
        bool found = false;
        for (int j = 0; j < v->labelled_count; j++)
            found = found || !strcmp(v->fields[i].id, v->labelled[j]);
        if (!found)
            fine = tmpl_error(v, v->fields[i].at, "no <label for=\"%s\"> names this field",
                              v->fields[i].id);
    }
    return fine;
}

static bool links_check(const struct view *v, const struct tag *tag)
{
    const struct attribute *rel = attribute_find(tag, "rel");
    const struct attribute *target = attribute_find(tag, "target");
    if (target && !value_is(tag, "target", "_self") &&
        (!rel || !rel->value || !strstr(rel->value, "noopener")))
        return tmpl_error(v, target->at, "target needs rel=\"noopener\"");
    const struct attribute *src = attribute_find(tag, "src");
    if (!strcmp(tag->element->name, "script") &&
        strncmp(src->value ? src->value : "", "/static/", 8))
        return tmpl_error(v, src->at, "a script comes from /static/");
    const struct attribute *method = attribute_find(tag, "method");
    if (method && !value_is(tag, "method", "post") && !value_is(tag, "method", "get"))
        return tmpl_error(v, method->at, "method is \"get\" or \"post\", written out");
    return true;
}

static bool place_check(const struct view *v, const struct tag *tag)
{
    if (!v->depth) return true;
    const struct element *outer = v->open[v->depth - 1].element;
    if (outer->flags & PLAIN) return tmpl_error(v, tag->at, "<%s> holds no element", outer->name);
    for (int i = 0; (tag->element->flags & BLOCK) && i < v->depth; i++)
        if (v->open[i].element->flags & PHRASING)
            return tmpl_error(v, tag->at, "<%s> cannot stand in <%s>", tag->element->name,
                              v->open[i].element->name);
    return true;
}

bool tag_check(struct view *v, const struct tag *tag)
{
    for (size_t i = 0; i < COUNT_OF(required); i++)
        if (!strcmp(required[i][0], tag->element->name) && !attribute_find(tag, required[i][1]))
            return tmpl_error(v, tag->at, "%s", required[i][2]);
    for (int i = 0; i < tag->count; i++)
        if (!attribute_check(v, &tag->attributes[i])) return false;
    return links_check(v, tag) && place_check(v, tag) && note_field(v, tag);
}
