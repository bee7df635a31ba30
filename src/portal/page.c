/* What the handlers of the portal share: crumbs, menu, lines of lists, names. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "portal/pages.h"
#include "portal/portal.h"
#include "record/tombstone.h"
#include "web/data.h"
#include "web/message.h"

const char *portal_text(const struct web *web, const char *message)
{
    return message_text(web->cx->language, message);
}

/* ---- the frame ---- */

static const struct {
    const char *href, *label;
    const char *below; /* paths that belong to it, space-separated */
} sections[] = {
    {"/",            "layout.home",      ""                                                   },
    {"/do",          "portal.do",        "/do /receipt /services /contact /sessions /comments"},
    {"/disclosures", "portal.column",
     "/disclosures /guide /rules /catalogue /reports /apply /applications /reply"             },
    {"/documents",   "portal.documents", "/documents"                                         },
    {"/press",       "portal.press",     "/press /clarifications"                             },
    {"/agencies",    "portal.agencies",  "/agencies"                                          },
};
static const struct {
    const char *href, *label;
} foot[] = {
    {"/guide",             "portal.guide"         },
    {"/apply",             "portal.apply"         },
    {"/receipt",           "portal.receipt"       },
    {"/contact",           "portal.contact"       },
    {"/guide#remedy",      "portal.remedies"      },
    {"/fees",              "portal.fees"          },
    {"/measures",          "portal.measures"      },
    {"/plans",             "portal.plans"         },
    {"/sessions",          "portal.sessions"      },
    {"/supervision",       "portal.supervision"   },
    {"/assessments",       "portal.assessments"   },
    {"/statistics",        "portal.statistics"    },
    {"/obligations",       "portal.obligations"   },
    {"/feed.atom",         "portal.feed"          },
    {"/data",              "portal.data"          },
    {"/ledger/checkpoint", "portal.ledger"        },
    {"/help/verify",       "portal.help"          },
    {"/clarifications",    "portal.clarifications"},
};

static bool stands_below(const char *path, const char *below)
{
    for (const char *at = below; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (strncmp(path, at, n) == 0 && (!path[n] || path[n] == '/')) return true;
        at += n;
    }
    return false;
}

void portal_furnish(const struct web *web, struct page *page)
{
    struct arena *mem = web->cx->mem;
    struct page_link *menu = arena_array(mem, struct page_link, COUNT_OF(sections) + 1);
    struct page_link *footer = arena_array(mem, struct page_link, COUNT_OF(foot) + 1);
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        menu[i] = (struct page_link){.href = sections[i].href,
                                     .label = portal_text(web, sections[i].label),
                                     .current = i ? stands_below(web->path, sections[i].below)
                                                  : text_equal(web->path, "/")};
    for (size_t i = 0; i < COUNT_OF(foot); i++)
        footer[i] =
            (struct page_link){.href = foot[i].href, .label = portal_text(web, foot[i].label)};
    page->menu = menu;
    page->footer = footer;
    if (page->crumbs || text_equal(web->path, "/")) return;
    struct page_link *crumbs = arena_array(mem, struct page_link, 2);
    crumbs[0] = (struct page_link){.href = "/", .label = portal_text(web, "layout.home")};
    page->crumbs = crumbs;
}

struct page portal_page(const struct web *web, const char *crumb_href, const char *crumb_label)
{
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(web->cx->mem, struct page_link, 3);
    crumbs[0] = (struct page_link){.href = "/", .label = portal_text(web, "layout.home")};
    if (crumb_href) crumbs[1] = (struct page_link){.href = crumb_href, .label = crumb_label};
    page.crumbs = crumbs;
    return page;
}

/* ---- names ---- */

const char *portal_index(struct arena *mem, const struct public_record *record)
{
    if (!public_has_index(record)) return "";
    return arena_format(mem, "%s/%s", record->agency, record->item_number);
}

const char *portal_class(struct portal *portal, const char *code)
{
    const struct class *class = law_class(portal->site->law, code);
    return class ? class_label(class, portal->cx->language) : "";
}

static const struct field *public_field(const struct kind *kind, const char *name)
{
    return kind_public_field(kind, name);
}

const char *portal_standing(struct portal *portal, const struct public_record *record)
{
    if (public_is_live(record)) return "";
    const struct field *field = public_field(&tombstone_kind, "standing");
    const struct word *word = field_word(field, record->standing);
    if (!word) return record->standing;
    return portal->cx->language == CHINESE ? word->zh : word->en;
}

const char *portal_name(struct portal *portal, const char *zh, const char *en,
                        const char **ret_language)
{
    bool english = portal->cx->language == ENGLISH && !text_empty(en);
    *ret_language = english ? "en" : "zh";
    return english ? en : zh;
}

static const char *about(struct portal *portal, const struct public_record *r)
{
    const char *class = portal_class(portal, r->class_seed);
    return *class ? class : kind_label(r->kind, portal->cx->language);
}

struct line portal_line(struct portal *portal, struct public_record *r)
{
    return (struct line){
        .record = r,
        .href = public_address(portal->cx->mem, r),
        .title = r->title,
        .language = *r->language ? r->language : "zh",
        .agency = public_agency_name(portal, r->agency),
        .index = portal_index(portal->cx->mem, r),
        .about = about(portal, r),
        .standing = portal_standing(portal, r),
        .on = r->first_on,
    };
}

enum status portal_lines(struct portal *portal, const struct web *web,
                         const struct public_query *query, struct lines *ret)
{
    struct public_list list;
    size_t i = 0;
    TRY(public_list(portal, query, &list));
    struct line *lines = arena_array(portal->cx->mem, struct line, list.count + 1);
    for (struct public_record *r = list.first; r; r = r->next) lines[i++] = portal_line(portal, r);
    *ret = (struct lines){.at = lines, .count = list.count};
    if (list.next) ret->next = web_address(web, "after", list.next);
    return public_count(portal, query, &ret->total);
}

/* ---- agencies ---- */

enum status portal_agencies(struct portal *portal, struct public_set *ret)
{
    return public_all(portal, &agency_kind, NULL, "k.level = 'province' DESC, k.code", ret);
}

enum status portal_agency(struct portal *portal, const char *code, const struct agency_public **ret)
{
    struct public_set set;
    TRY(public_all(portal, &agency_kind, code, "k.code", &set));
    if (!set.count) return NOT_FOUND;
    *ret = public_at(&set, 0);
    return OK;
}

static bool contains(const char *const *codes, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(codes[i], code)) return true;
    return false;
}

static const struct agency_public *of_id(const struct public_set *all, const char *id)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct agency_public *agency = public_at(all, i);
        if (text_equal(agency->base.id, id)) return agency;
    }
    return NULL;
}

/* Grows until nothing is added: the tree is small and shallow. */
enum status portal_subtree(struct portal *portal, const char *code, const char *const **ret)
{
    struct public_set all;
    TRY(portal_agencies(portal, &all));
    const char **codes = arena_array(portal->cx->mem, const char *, all.count + 2);
    size_t count = 0, before;
    codes[count++] = code;
    do {
        before = count;
        for (size_t i = 0; i < all.count; i++) {
            const struct agency_public *agency = public_at(&all, i);
            const struct agency_public *parent = of_id(&all, agency->parent);
            if (!parent || contains(codes, count, agency->base.agency)) continue;
            if (contains(codes, count, parent->base.agency)) codes[count++] = agency->base.agency;
        }
    } while (count > before);
    *ret = codes;
    return OK;
}

/* ---- figures ---- */

static const struct sql entries_in_force = {
    "portal.entries_in_force",
    "SELECT COUNT(*) FROM portal_record r JOIN public_entry k ON k.number = r.number"
    " WHERE r.kind = 'entry' AND r.agency = $1 AND r.standing = '' AND k.in_force_on <= $2"
    " AND (k.ended_on IS NULL OR k.ended_on >= $2)"};

enum status portal_count_entries(struct portal *portal, const char *agency, struct date on,
                                 int64_t *ret)
{
    return store_int(portal->cx, &entries_in_force, BIND(agency, on), ret);
}

/* The year that the newest report is about, or else the newest in which something was released. */
int64_t portal_newest_year(struct portal *portal, const char *agency)
{
    static const struct sql reported = {
        "portal.reported_year",
        "SELECT COALESCE(MAX(k.year), 0) FROM portal_record r JOIN public_annual_report k"
        " ON k.number = r.number WHERE r.kind = 'annual_report' AND r.agency = $1"
        " AND r.standing = ''"};
    static const struct sql newest = {
        "portal.newest_year",
        "SELECT MAX(first_on) FROM portal_record WHERE item = 1 AND agency = $1"};
    int64_t year = 0, day = 0;
    const struct kind *report = kind_by_name("annual_report");
    if (report && kind_public_field(report, "year") &&
        store_int(portal->cx, &reported, BIND(agency), &year) == OK && year > 0)
        return year;
    if (store_int(portal->cx, &newest, BIND(agency), &day) != OK || !day) return 0;
    return date_civil((struct date){(int32_t)day}).year;
}

const char *portal_year_address(struct arena *mem, const char *agency, int year)
{
    return arena_format(mem, "/disclosures?agency=%s&year=%d", agency, year);
}

/* ---- JSON ---- */

void portal_open_record(struct json *json, const struct record *rec)
{
    json_open(json, '{');
    json_put_text(json, "kind", rec->kind->name);
    json_put_text(json, "id", rec->id);
    json_put_text(json, "agency", rec->agency);
    if (*rec->number) json_put_text(json, "number", rec->number);
    json_put_int(json, "edition", rec->edition);
    json_put_text(json, "lang", rec->language);
    json_key(json, "fields");
    json_open(json, '{');
    for (size_t i = 0; i < rec->kind->public_field_count; i++)
        data_put_field(json, &rec->kind->public_fields[i], rec);
    json_close(json, '}');
}

static void put_line(const struct web *web, struct json *json, const struct line *line)
{
    const struct public_record *r = line->record;
    struct arena *mem = web->cx->mem;
    json_open(json, '{');
    json_put_text(json, "id", r->id);
    json_put_text(json, "kind", r->kind->name);
    json_put_text(json, "agency", r->agency);
    if (*r->item_number) json_put_text(json, "number", r->item_number);
    if (*line->index) json_put_text(json, "index", line->index);
    json_put_text(json, "title", r->title);
    json_put_text(json, "lang", line->language);
    json_put_text(json, "path", line->href);
    if (date_is_set(r->produced_on))
        json_put_text(json, "produced_on", date_iso(mem, r->produced_on));
    if (date_is_set(r->first_on)) json_put_text(json, "first_on", date_iso(mem, r->first_on));
    if (*r->class_seed) json_put_text(json, "class_seed", r->class_seed);
    if (*r->class_a10) json_put_text(json, "class_a10", r->class_a10);
    if (*r->class_a20) json_put_text(json, "class_a20", r->class_a20);
    if (*r->standing) json_put_text(json, "standing", r->standing);
    json_close(json, '}');
}

/* The address of the next page, with the ending of the twin kept: web_address() has it. */
enum status portal_show_lines_json(const struct web *web, struct response *response,
                                   const struct lines *lines)
{
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    json_put_int(&json, "total", lines->total);
    json_key(&json, "items");
    json_open(&json, '[');
    for (size_t i = 0; i < lines->count; i++) put_line(web, &json, &lines->at[i]);
    json_close(&json, ']');
    if (lines->next) json_put_text(&json, "next", lines->next);
    json_close(&json, '}');
    return web_show_json(response, &json);
}

enum status portal_show_set_json(const struct web *web, struct response *response,
                                 const struct public_set *set)
{
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    json_put_int(&json, "total", (int64_t)set->count);
    json_key(&json, "items");
    json_open(&json, '[');
    for (size_t i = 0; i < set->count; i++) {
        portal_open_record(&json, set->records[i]);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}
