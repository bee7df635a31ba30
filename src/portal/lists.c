/* Lists of items: everything disclosed, and search. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "portal/handlers.h"
#include "portal/pages.h"
#include "portal/views.h"
#include "web/message.h"

enum { QUERY_MAX = 200, PAGE = 20, SNIPPET = 110, FIRST_YEAR = 1949 };

/* ---- what was asked ---- */

struct asked {
    struct list_page page;
    struct public_query query;
    int64_t year;
};

static enum status read_year(struct context *cx, struct asked *asked)
{
    if (!*asked->page.year) return OK;
    if (!text_to_int(asked->page.year, &asked->year) || asked->year < FIRST_YEAR ||
        asked->year > 9999)
        return issue(cx, "year", "field.not_a_number", asked->page.year);
    asked->query.from = date_of((int)asked->year, 1, 1);
    asked->query.to = date_of((int)asked->year, 12, 31);
    return OK;
}

static enum status read_agency(struct portal *portal, struct asked *asked)
{
    struct list_page *page = &asked->page;
    if (!*page->agency) return OK;
    const struct agency_public *agency;
    TRY(portal_agency(portal, page->agency, &agency));
    page->agency_name = public_agency_name(portal, page->agency);
    if (page->tree) return portal_subtree(portal, page->agency, &asked->query.agency);
    const char **one = arena_array(portal->cx->mem, const char *, 2);
    one[0] = page->agency;
    asked->query.agency = one;
    return OK;
}

static enum status read_class(struct portal *portal, struct asked *asked)
{
    struct list_page *page = &asked->page;
    if (!*page->class) return OK;
    page->class_label = portal_class(portal, page->class);
    if (!*page->class_label) return issue(portal->cx, "class", "field.unknown_word", page->class);
    asked->query.class = page->class;
    return OK;
}

static enum status read_entry(struct portal *portal, struct asked *asked)
{
    struct public_record *entry;
    if (!*asked->page.entry) return OK;
    TRY(public_by_id(portal, asked->page.entry, &entry));
    asked->page.entry_title = entry->title;
    asked->query.entry = asked->page.entry;
    return OK;
}

static const char *item_kind(struct portal *portal, const char *name)
{
    const struct kind *kind = kind_by_name(name);
    return kind && (kind->flags & ITEM) ? kind_label(kind, portal->cx->language) : "";
}

static enum status read_kind(struct portal *portal, struct asked *asked)
{
    struct list_page *page = &asked->page;
    if (!*page->kind) return OK;
    page->kind_label = item_kind(portal, page->kind);
    if (!*page->kind_label) return issue(portal->cx, "kind", "field.unknown_word", page->kind);
    asked->query.kind = page->kind;
    return OK;
}

static enum status read_asked(struct portal *portal, const struct web *web, struct asked *asked)
{
    struct context *cx = portal->cx;
    struct list_page *page = &asked->page;
    const char *tree, *after;
    *asked = (struct asked){.query = PUBLIC_QUERY};
    asked->query.items = true;
    asked->query.limit = PAGE;
    TRY(web_text(cx, web, "q", QUERY_MAX, &page->q));
    TRY(web_text(cx, web, "class", 20, &page->class));
    TRY(web_text(cx, web, "year", 4, &page->year));
    TRY(web_text(cx, web, "agency", 18, &page->agency));
    TRY(web_text(cx, web, "entry", ID_LENGTH, &page->entry));
    TRY(web_text(cx, web, "kind", 40, &page->kind));
    TRY(web_word(cx, web, "tree", "0 1", &tree));
    TRY(web_text(cx, web, "after", 40, &after));
    page->tree = text_equal(tree, "1");
    if (*after) asked->query.after = after;
    if (*page->q) {
        struct terms *terms = arena_make(cx->mem, struct terms);
        words_terms(page->q, terms);
        asked->query.match = words_match(cx->mem, terms);
        asked->query.live = true;
    }
    TRY(read_year(cx, asked));
    TRY(read_kind(portal, asked));
    TRY(read_class(portal, asked));
    TRY(read_entry(portal, asked));
    return read_agency(portal, asked);
}

/* ---- narrowing down ---- */

/* This list with one thing changed, from its start. */
static const char *narrowed(const struct web *web, const char *name, const char *value)
{
    struct web bare = *web;
    struct http_request request = *web->request;
    struct http_pairs kept = {0};
    for (size_t i = 0; i < request.query.count; i++) {
        const struct http_pair *pair = &request.query.at[i];
        if (!text_equal(pair->name, "after"))
            http_pair_add(web->cx->mem, &kept, pair->name, pair->value);
    }
    request.query = kept;
    bare.request = &request;
    return web_address(&bare, name, value);
}

enum { CHOICES_MAX = 64 };

static struct choice *new_choices(struct portal *portal, struct choices *choices)
{
    struct choice *at = arena_array(portal->cx->mem, struct choice, CHOICES_MAX);
    choices->at = at;
    return at;
}

static const char *year_label(struct portal *portal, const char *year)
{
    return message_format(portal->cx->mem, portal->cx->language, "portal.list.year", &year, 1);
}

struct narrowing {
    const char *by, *parameter, *chosen;
    const char *(*label)(struct portal *, const char *value);
};

static enum status narrow(struct portal *portal, const struct web *web, struct asked *asked,
                          const struct narrowing *how, struct choices *ret)
{
    struct public_facet *facets;
    struct public_query query = asked->query;
    if (text_equal(how->by, "year")) query.from = query.to = DATE_NONE;
    if (text_equal(how->by, "class_seed")) query.class = NULL;
    if (text_equal(how->by, "kind")) query.kind = NULL;
    TRY(public_facets(portal, &query, how->by, &facets));
    struct choice *at = new_choices(portal, ret);
    for (; facets && ret->count < CHOICES_MAX; facets = facets->next) {
        const char *label = how->label(portal, facets->value);
        if (!*facets->value || !*label) continue;
        at[ret->count++] = (struct choice){.label = label,
                                           .value = facets->value,
                                           .href = narrowed(web, how->parameter, facets->value),
                                           .count = facets->count,
                                           .chosen = text_equal(facets->value, how->chosen)};
    }
    return OK;
}

/* Classes are counted by the first classification; one of another is kept as the choice it is. */
static void keep_other_class(struct portal *portal, const struct web *web, struct list_page *page)
{
    for (size_t i = 0; i < page->classes.count; i++)
        if (page->classes.at[i].chosen) return;
    if (!*page->class || page->classes.count == CHOICES_MAX) return;
    struct choice *at = arena_array(portal->cx->mem, struct choice, page->classes.count + 1);
    if (page->classes.count) memcpy(at, page->classes.at, page->classes.count * sizeof *at);
    at[page->classes.count++] = (struct choice){.label = page->class_label,
                                                .value = page->class,
                                                .href = narrowed(web, "class", page->class),
                                                .count = page->lines.total,
                                                .chosen = true};
    page->classes.at = at;
}

static void add_chosen(struct choices *chosen, struct choice *at, const struct web *web,
                       const char *name, const char *label)
{
    at[chosen->count++] = (struct choice){.label = label, .href = narrowed(web, name, NULL)};
}

static void list_chosen(struct portal *portal, const struct web *web, struct list_page *page)
{
    struct choice *at = new_choices(portal, &page->chosen);
    if (*page->q) add_chosen(&page->chosen, at, web, "q", page->q);
    if (*page->class) add_chosen(&page->chosen, at, web, "class", page->class_label);
    if (*page->kind) add_chosen(&page->chosen, at, web, "kind", page->kind_label);
    if (*page->year) add_chosen(&page->chosen, at, web, "year", year_label(portal, page->year));
    if (*page->agency) add_chosen(&page->chosen, at, web, "agency", page->agency_name);
    if (page->tree)
        add_chosen(&page->chosen, at, web, "tree", portal_text(web, "portal.filter.tree"));
    if (*page->entry) add_chosen(&page->chosen, at, web, "entry", page->entry_title);
}

static const char *with_query(const struct web *web, const char *path)
{
    struct http_request request = *web->request;
    struct web other = *web;
    request.path = path;
    other.request = &request;
    return narrowed(&other, "lang", NULL);
}

static const char *feed_of(const struct web *web, const struct list_page *page)
{
    return arena_format(web->cx->mem, "/feed.atom%s%s%s%s", *page->agency ? "?agency=" : "",
                        page->agency, *page->class ? (*page->agency ? "&class=" : "?class=") : "",
                        page->class);
}

enum status portal_disclosures(struct portal *portal, const struct web *web,
                               struct response *response)
{
    static const struct narrowing by_year = {"year", "year", "", year_label};
    static const struct narrowing by_class = {"class_seed", "class", "", portal_class};
    static const struct narrowing by_agency = {"agency", "agency", "", public_agency_name};
    static const struct narrowing by_kind = {"kind", "kind", "", item_kind};
    struct asked asked;
    struct list_page *page = &asked.page;
    TRY(read_asked(portal, web, &asked));
    TRY(portal_lines(portal, web, &asked.query, &page->lines));
    if (portal_wants_json(web)) return portal_show_lines_json(web, response, &page->lines);
    struct narrowing how = by_year;
    how.chosen = page->year;
    TRY(narrow(portal, web, &asked, &how, &page->years));
    how = by_class;
    how.chosen = page->class;
    TRY(narrow(portal, web, &asked, &how, &page->classes));
    how = by_kind;
    how.chosen = page->kind;
    TRY(narrow(portal, web, &asked, &how, &page->kinds));
    if (!*page->agency) TRY(narrow(portal, web, &asked, &by_agency, &page->agencies));
    keep_other_class(portal, web, page);
    list_chosen(portal, web, page);
    page->json = with_query(web, "/disclosures.json");
    page->feed = feed_of(web, page);
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_disclosures(&pg, page, portal_text(web, "portal.disclosures"));
    return web_show(response, &pg);
}

/* ---- search ---- */

/* The words of a record where something was found: its text, or else its other searched fields. */
static const char *searched_text(struct portal *portal, const struct public_record *record)
{
    struct arena *mem = portal->cx->mem;
    void *found;
    struct out out = out_new(mem);
    if (public_load(portal, record, &found) != OK) return "";
    const struct record *rec = found;
    for (size_t i = 0; i < rec->kind->public_field_count; i++) {
        const struct field *field = &rec->kind->public_fields[i];
        if (!(field->flags & SEARCHED) || !field_is_text(field)) continue;
        if (text_equal(field->name, rec->kind->title)) continue;
        const char *text = field_text(field, rec);
        if (*text) out_format(&out, "%s ", field->type == BODY ? body_plain(mem, text) : text);
    }
    return out.text;
}

static void mark_found(struct portal *portal, const struct terms *terms, struct lines *lines)
{
    struct arena *mem = portal->cx->mem;
    struct line *marked = arena_array(mem, struct line, lines->count + 1);
    for (size_t i = 0; i < lines->count; i++) {
        marked[i] = lines->at[i];
        marked[i].found_title = words_snippet(mem, marked[i].title, terms, QUERY_MAX);
        marked[i].snippet =
            words_snippet(mem, searched_text(portal, marked[i].record), terms, SNIPPET);
    }
    lines->at = marked;
}

enum status portal_search(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct search_page page = {0};
    struct public_query query = PUBLIC_QUERY;
    struct terms terms;
    const char *after;
    TRY(web_text(cx, web, "q", QUERY_MAX, &page.q));
    TRY(web_text(cx, web, "after", 40, &after));
    words_terms(page.q, &terms);
    query.match = words_match(cx->mem, &terms);
    query.live = true;
    query.limit = PAGE;
    if (*after) query.after = after;
    TRY(portal_lines(portal, web, &query, &page.lines));
    if (portal_wants_json(web)) return portal_show_lines_json(web, response, &page.lines);
    mark_found(portal, &terms, &page.lines);
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_search(&pg, &page, portal_text(web, "portal.search"));
    return web_show(response, &pg);
}
