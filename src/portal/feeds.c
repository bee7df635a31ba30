/* What programs read: Atom (RFC 4287), sitemap 0.9, robots.txt, OpenSearch 1.1. */
#include <string.h>

#include "base/text.h"
#include "ledger/note.h"
#include "portal/handlers.h"
#include "portal/pages.h"
#include "record/record.h"
#include "web/message.h"

enum { FEED = 50, SITEMAP = 50000 };

struct xml {
    struct out out;
    struct portal *portal;
    const char *base;
};

static struct xml xml_new(struct portal *portal)
{
    struct xml xml = {out_new(portal->cx->mem), portal, portal->site->base};
    out_text(&xml.out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    return xml;
}

static void put(struct xml *xml, const char *element, const char *text)
{
    out_format(&xml->out, "<%s>", element);
    html_escape(&xml->out, text, strlen(text));
    out_format(&xml->out, "</%s>\n", element);
}

static void put_link(struct xml *xml, const char *rel, const char *path)
{
    out_format(&xml->out, "<link rel=\"%s\" href=\"", rel);
    html_escape(&xml->out, xml->base, strlen(xml->base));
    html_escape(&xml->out, path, strlen(path));
    out_text(&xml->out, "\"/>\n");
}

static enum status show(struct xml *xml, struct response *response, const char *type)
{
    return web_show_bytes(response, out_taken(&xml->out), type, NULL);
}

/* ---- Atom ---- */

/* Permanent, and independent of host and port, as the ledger's origin is (RFC 4151). */
static const char *tag_of(struct portal *portal, const char *what)
{
    return arena_format(portal->cx->mem, "tag:%s.invalid,2008:%s", portal->site->agency, what);
}

static const char *act_time(struct portal *portal, const struct public_record *record)
{
    struct public_act *act;
    struct moment at = {0};
    if (public_acts(portal, record->number, &act) != OK) return "";
    for (; act; act = act->next) at = act->at;
    return moment_iso(portal->cx->mem, at);
}

static enum status put_entry(struct xml *xml, const struct line *line)
{
    struct portal *portal = xml->portal;
    void *found;
    out_text(&xml->out, "<entry>\n");
    put(xml, "id", tag_of(portal, line->record->id));
    put(xml, "title", line->title);
    put_link(xml, "alternate", line->href);
    put(xml, "updated", act_time(portal, line->record));
    out_text(&xml->out, "<author>");
    put(xml, "name", line->agency);
    out_text(&xml->out, "</author>\n");
    TRY(public_load(portal, line->record, &found));
    const struct record *rec = found;
    const struct field *summary = kind_public_field(rec->kind, "summary");
    if (summary && !field_is_absent(summary, rec)) put(xml, "summary", field_text(summary, rec));
    if (*line->record->class_seed) {
        out_text(&xml->out, "<category term=\"");
        html_escape(&xml->out, line->record->class_seed, strlen(line->record->class_seed));
        out_text(&xml->out, "\"/>\n");
    }
    out_text(&xml->out, "</entry>\n");
    return OK;
}

static enum status read_feed(struct portal *portal, const struct web *web,
                             struct public_query *query)
{
    const char *agency, *class, *kind;
    const struct agency_public *known;
    TRY(web_text(portal->cx, web, "agency", 18, &agency));
    TRY(web_text(portal->cx, web, "class", 20, &class));
    *query = PUBLIC_QUERY;
    query->items = query->live = true;
    query->limit = FEED;
    if (*class && !*portal_class(portal, class))
        return issue(portal->cx, "class", "field.unknown_word", class);
    if (*class) query->class = class;
    TRY(web_text(portal->cx, web, "kind", 40, &kind));
    if (*kind && !(kind_by_name(kind) && (kind_by_name(kind)->flags & ITEM)))
        return issue(portal->cx, "kind", "field.unknown_word", kind);
    if (*kind) query->kind = kind;
    if (!*agency) return OK;
    TRY(portal_agency(portal, agency, &known));
    const char **one = arena_array(portal->cx->mem, const char *, 2);
    one[0] = agency;
    query->agency = one;
    return OK;
}

enum status portal_feed(struct portal *portal, const struct web *web, struct response *response)
{
    struct public_query query;
    struct lines lines;
    struct xml xml = xml_new(portal);
    const char *self = web_address(web, "lang", language_code(portal->cx->language));
    TRY(read_feed(portal, web, &query));
    TRY(portal_lines(portal, web, &query, &lines));
    out_text(&xml.out, "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    put(&xml, "id",
        tag_of(portal,
               arena_format(portal->cx->mem, "feed/%s/%s%s%s", query.agency ? query.agency[0] : "",
                            query.class ? query.class : "", query.kind ? "/" : "",
                            query.kind ? query.kind : "")));
    put(&xml, "title", portal->site->theme->name[portal->cx->language]);
    put(&xml, "updated",
        lines.count ? act_time(portal, lines.at[0].record) : "2008-05-01T00:00:00.000Z");
    put_link(&xml, "self", self);
    put_link(&xml, "alternate", "/disclosures");
    out_text(&xml.out, "<author>");
    put(&xml, "name", portal->site->theme->name[portal->cx->language]);
    out_text(&xml.out, "</author>\n");
    for (size_t i = 0; i < lines.count; i++) TRY(put_entry(&xml, &lines.at[i]));
    out_text(&xml.out, "</feed>\n");
    return show(&xml, response, "application/atom+xml; charset=utf-8");
}

/* ---- sitemap ---- */

static void put_url(struct xml *xml, const char *path, struct date changed)
{
    out_text(&xml->out, "<url><loc>");
    html_escape(&xml->out, xml->base, strlen(xml->base));
    html_escape(&xml->out, path, strlen(path));
    out_text(&xml->out, "</loc>");
    if (date_is_set(changed))
        out_format(&xml->out, "<lastmod>%s</lastmod>", date_iso(xml->out.mem, changed));
    out_text(&xml->out, "</url>\n");
}

static void put_index(struct xml *xml, int64_t count)
{
    out_text(&xml->out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (int64_t part = 1; (part - 1) * SITEMAP < count; part++) {
        out_text(&xml->out, "<sitemap><loc>");
        html_escape(&xml->out, xml->base, strlen(xml->base));
        out_format(&xml->out, "/sitemap.xml?part=%lld</loc></sitemap>\n", (long long)part);
    }
    out_text(&xml->out, "</sitemapindex>\n");
}

/* A part holds the records of a stretch of row numbers, so that it stays the same as others come.
 */
static enum status put_part(struct xml *xml, int64_t part)
{
    static const struct sql live = {
        "portal.sitemap",
        "SELECT id, kind, agency, item_number, released_on FROM portal_record"
        " WHERE number > $1 AND number <= $2 AND standing = '' AND item = 1 ORDER BY number"};
    static const char *const pages[] = {
        "/",         "/guide", "/rules",    "/disclosures", "/catalogue", "/documents",  "/press",
        "/agencies", "/fees",  "/measures", "/sessions",    "/reports",   "/help/verify"};
    struct rows *rows;
    struct context *cx = xml->portal->cx;
    int64_t from = (part - 1) * SITEMAP, to = part * SITEMAP;
    out_text(&xml->out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 0; part == 1 && i < COUNT_OF(pages); i++) put_url(xml, pages[i], DATE_NONE);
    TRY(store_query(cx, &live, BIND(from, to), &rows));
    while (rows_next(rows)) {
        struct public_record record = {.id = rows_text(rows, 0),
                                       .kind = kind_by_name(rows_text(rows, 1)),
                                       .agency = rows_text(rows, 2),
                                       .item_number = rows_text(rows, 3)};
        put_url(xml, public_address(cx->mem, &record), rows_date(rows, 4));
    }
    out_text(&xml->out, "</urlset>\n");
    return rows_end(rows);
}

enum status portal_sitemap(struct portal *portal, const struct web *web, struct response *response)
{
    static const struct sql last = {"portal.last",
                                    "SELECT COALESCE(MAX(number), 0) FROM portal_record"};
    struct xml xml = xml_new(portal);
    int64_t part, count;
    TRY(web_int(portal->cx, web, "part", &part));
    TRY(store_int(portal->cx, &last, BIND_NONE, &count));
    bool whole = part == INT_NONE;
    if (!whole && (part < 1 || (part - 1) * SITEMAP >= count)) return NOT_FOUND;
    if (whole && count > SITEMAP - 20)
        put_index(&xml, count);
    else
        TRY(put_part(&xml, whole ? 1 : part));
    return show(&xml, response, "application/xml; charset=utf-8");
}

enum status portal_robots(struct portal *portal, const struct web *web, struct response *response)
{
    struct out out = out_new(portal->cx->mem);
    out_format(&out, "User-agent: *\nDisallow: /search\nSitemap: %s/sitemap.xml\n",
               portal->site->base);
    return web_show_bytes(response, out_taken(&out), "text/plain; charset=utf-8", NULL);
}

/* ---- OpenSearch ---- */

enum status portal_opensearch(struct portal *portal, const struct web *web,
                              struct response *response)
{
    enum { SHORT_NAME = 16 };
    struct xml xml = xml_new(portal);
    const char *name = portal->site->theme->name[portal->cx->language];
    out_text(&xml.out, "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
    put(&xml, "ShortName",
        text_length(name) > SHORT_NAME ? text_cut(portal->cx->mem, name, 15) : name);
    put(&xml, "Description", message_text(portal->cx->language, "portal.search.label"));
    put(&xml, "InputEncoding", "UTF-8");
    out_text(&xml.out, "<Url type=\"text/html\" template=\"");
    html_escape(&xml.out, xml.base, strlen(xml.base));
    out_text(&xml.out, "/search?q={searchTerms}\"/>\n</OpenSearchDescription>\n");
    return show(&xml, response, "application/opensearchdescription+xml; charset=utf-8");
}
