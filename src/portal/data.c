/* Open data (issue: everything public, whole, by anybody, without a key): each kind as CSV and JSON
 * Lines, its schema from the field table, and what has changed since. Nothing here knows a kind. */
#include <string.h>

#include "base/text.h"
#include "portal/apply.h"
#include "portal/handlers.h"
#include "portal/pages.h"
#include "portal/portal.h"
#include "portal/views.h"
#include "web/data.h"

enum { AT_ONCE = 200, CHANGES = 1000 };

static bool is_open(const struct kind *kind)
{
    return kind && !(kind->flags & INTERNAL) && kind->public_field_count;
}

/* Of the address /data/{kind}.csv; NULL: no such data. */
static const struct kind *asked_kind(const struct web *web)
{
    const struct kind *kind = kind_by_name(web_path(web, "kind"));
    return is_open(kind) ? kind : NULL;
}

/* RFC 8288: whatever is fetched says under which licence. */
static void name_licence(struct portal *portal, struct response *response)
{
    if (text_empty(portal->site->licence.url)) return;
    http_set_header(
        &response->http, "Link",
        arena_format(portal->cx->mem, "<%s>; rel=\"license\"", portal->site->licence.url));
}

/* ---- a whole kind, made while it is sent ---- */

/* Its own connection and its own arenas: it outlives the request. Records come by their number,
 * some at a time, so that nothing is held while a slow reader takes an hour. */
struct export
{
    struct arena *mem, *page; /* page: of the records that are being sent */
    struct context cx;
    struct portal *portal;
    const struct kind *kind;
    struct bytes left;
    int64_t after;
    bool csv;
};

static void put_json_line(struct out *out, const struct record *rec)
{
    struct public_record record = {.kind = rec->kind,
                                   .id = rec->id,
                                   .agency = rec->agency,
                                   .item_number = rec->number ? rec->number : "",
                                   .standing = ""};
    struct json json = json_new(out->mem, false);
    portal_open_record(&json, rec);
    json_put_text(&json, "path", public_address(out->mem, &record));
    json_close(&json, '}');
    struct bytes bytes = out_taken(&json.out);
    out_bytes(out, bytes.data, bytes.size);
    if (!bytes.size || bytes.data[bytes.size - 1] != '\n') out_char(out, '\n');
}

static enum status next_records(struct export *export)
{
    struct public_set set;
    struct data_shape shape = data_public(export->kind);
    arena_reset(export->page);
    export->cx.mem = export->page;
    TRY(public_after(export->portal, export->kind, &export->after, AT_ONCE, &set));
    struct out out = out_new(export->page);
    for (size_t i = 0; i < set.count; i++)
        if (export->csv)
            csv_row(&out, &shape, set.records[i]);
        else
            put_json_line(&out, set.records[i]);
    export->left = out_taken(&out);
    return OK;
}

static int64_t read_export(void *from, unsigned char *into, size_t room)
{
    struct export *export = from;
    if (!export->left.size && next_records(export) != OK) return -1;
    size_t n = export->left.size < room ? export->left.size : room;
    memcpy(into, export->left.data, n);
    export->left.data += n;
    export->left.size -= n;
    return (int64_t)n;
}

static void close_export(void *from)
{
    struct export *export = from;
    portal_close(export->portal);
    arena_free(export->page);
    arena_free(export->mem);
}

static enum status open_export(struct portal *portal, const struct kind *kind, bool csv,
                               struct export **ret)
{
    struct arena *mem = arena_new("export");
    struct export *export = arena_make(mem, struct export);
    *export = (struct export){.mem = mem, .kind = kind, .csv = csv, .page = arena_new("rows")};
    export->cx = (struct context){.mem = mem,
                                  .now = portal->cx->now,
                                  .today = portal->cx->today,
                                  .language = portal->cx->language};
    if (portal_open(&export->cx, portal->site, PORTAL_READS, &export->portal) != OK) {
        arena_free(export->page);
        arena_free(mem);
        return fault(portal->cx, "portal.db cannot be opened a second time");
    }
    if (csv) {
        struct data_shape shape = data_public(kind);
        struct out out = csv_new(mem);
        csv_head(&out, &shape, portal->cx->language);
        export->left = out_taken(&out);
    }
    *ret = export;
    return OK;
}

static enum status send_export(struct portal *portal, const struct web *web,
                               struct response *response, bool csv)
{
    struct export *export = NULL;
    const struct kind *kind = asked_kind(web);
    if (!kind) return NOT_FOUND;
    TRY(open_export(portal, kind, csv, &export));
    struct http_stream stream = {HTTP_SIZE_UNKNOWN, export, read_export, close_export};
    http_send_stream(&response->http, &stream,
                     csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8");
    web_as_attachment(response,
                      arena_format(portal->cx->mem, "%s.%s", kind->name, csv ? "csv" : "jsonl"));
    name_licence(portal, response);
    return OK;
}

enum status portal_data_csv(struct portal *portal, const struct web *web, struct response *response)
{
    return send_export(portal, web, response, true);
}

enum status portal_data_jsonl(struct portal *portal, const struct web *web,
                              struct response *response)
{
    return send_export(portal, web, response, false);
}

/* ---- what has changed ---- */

/* By place in the ledger: a harvester that keeps "next" gets every act once. */
enum status portal_changes(struct portal *portal, const struct web *web, struct response *response)
{
    static const struct sql acts = {
        "portal.changes",
        "SELECT a.position, a.type, a.edition, a.commitment, a.at, r.id, r.kind, r.agency,"
        " r.item_number, r.standing FROM portal_act a JOIN portal_record r ON r.number = a.record"
        " WHERE a.ledger = $3 AND a.position > $1 ORDER BY a.position LIMIT $2"};
    struct context *cx = portal->cx;
    struct rows *rows;
    int64_t after, last = -1, count = 0;
    TRY(web_int(cx, web, "after", &after));
    if (after == INT_NONE) after = -1;
    if (after < -1) return issue(cx, "after", "field.not_a_number", "");
    struct json json = json_new(cx->mem, false);
    json_open(&json, '{');
    json_key(&json, "items");
    json_open(&json, '[');
    TRY(store_query(cx, &acts, BIND(after, CHANGES, (int)LEDGER), &rows));
    for (; rows_next(rows); count++) {
        struct public_record record = {.id = rows_text(rows, 5),
                                       .kind = kind_by_name(rows_text(rows, 6)),
                                       .agency = rows_text(rows, 7),
                                       .item_number = rows_text(rows, 8),
                                       .standing = rows_text(rows, 9)};
        json_open(&json, '{');
        json_put_int(&json, "seq", last = rows_int(rows, 0));
        json_put_text(&json, "type", rows_text(rows, 1));
        json_put_text(&json, "at", moment_iso(cx->mem, rows_moment(rows, 4)));
        json_put_text(&json, "kind", rows_text(rows, 6));
        json_put_text(&json, "id", record.id);
        json_put_text(&json, "agency", record.agency);
        if (rows_int(rows, 2) > 0) json_put_int(&json, "edition", rows_int(rows, 2));
        json_put_text(&json, "commitment", rows_text(rows, 3));
        if (*record.standing) json_put_text(&json, "standing", record.standing);
        json_put_text(&json, "path", public_address(cx->mem, &record));
        json_close(&json, '}');
    }
    TRY(rows_end(rows));
    json_close(&json, ']');
    json_put_int(&json, "last", count ? last : after);
    if (count == CHANGES)
        json_put_text(&json, "next",
                      arena_format(cx->mem, "/changes.json?after=%lld", (long long)last));
    json_close(&json, '}');
    name_licence(portal, response);
    return web_show_json(response, &json);
}

/* ---- the schema (JSON Schema 2020-12) ---- */

static const struct {
    const char *type, *format, *pattern;
} shapes[] = {
    [TEXT] = {"string",  NULL,        NULL                   },
      [BODY] = {"string",  NULL,        NULL                   },
    [WORD] = {"string",  NULL,        NULL                   },
      [REF] = {"string",  NULL,        NULL                   },
    [DATE] = {"string",  "date",      NULL                   },
      [TIME] = {"string",  "date-time", NULL                   },
    [INT] = {"integer", NULL,        NULL                   },
      [MONEY] = {"string",  NULL,        "^-?[0-9]+\\.[0-9]{2}$"},
    [BOOL] = {"boolean", NULL,        NULL                   },
};

static void put_words(struct json *json, const struct word *words)
{
    json_key(json, "oneOf");
    json_open(json, '[');
    for (; words->word; words++) {
        json_open(json, '{');
        json_put_text(json, "const", words->word);
        json_put_text(json, "title", words->zh);
        json_put_text(json, "description", words->en);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_field(struct json *json, const struct field *field)
{
    json_key(json, field->name);
    json_open(json, '{');
    json_put_text(json, "title", field->zh);
    json_put_text(json, "description", field->en);
    json_put_text(json, "type", shapes[field->type].type);
    if (shapes[field->type].format) json_put_text(json, "format", shapes[field->type].format);
    if (shapes[field->type].pattern) json_put_text(json, "pattern", shapes[field->type].pattern);
    if (field->type == BODY) json_put_text(json, "contentMediaType", "text/markdown");
    if (field->max) json_put_int(json, "maxLength", (int64_t)field->max);
    if (field->type == REF && !text_empty(field->of)) json_put_text(json, "x-refers-to", field->of);
    if (field->type == WORD && field->words) put_words(json, field->words);
    json_close(json, '}');
}

static void put_property(struct json *json, const char *name, const char *type)
{
    json_key(json, name);
    json_open(json, '{');
    json_put_text(json, "type", type);
    json_close(json, '}');
}

static void put_fields(struct json *json, const struct kind *kind)
{
    json_key(json, "fields");
    json_open(json, '{');
    json_put_text(json, "type", "object");
    json_key(json, "properties");
    json_open(json, '{');
    for (size_t i = 0; i < kind->public_field_count; i++) put_field(json, &kind->public_fields[i]);
    json_close(json, '}');
    json_close(json, '}');
}

enum status portal_schema(struct portal *portal, const struct web *web, struct response *response)
{
    const struct kind *kind = asked_kind(web);
    if (!kind) return NOT_FOUND;
    struct json json = json_new(portal->cx->mem, false);
    json_open(&json, '{');
    json_put_text(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_put_text(
        &json, "$id",
        arena_format(portal->cx->mem, "%s/schema/%s.json", portal->site->base, kind->name));
    json_put_text(&json, "title", kind->zh);
    json_put_text(&json, "description", kind->en);
    json_put_int(&json, "x-schema-version", kind->schema);
    if (!text_empty(portal->site->licence.url))
        json_put_text(&json, "x-licence", portal->site->licence.url);
    json_put_text(&json, "type", "object");
    json_key(&json, "properties");
    json_open(&json, '{');
    static const char *const texts[] = {"kind", "id", "agency", "number", "lang", "path"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) put_property(&json, texts[i], "string");
    put_property(&json, "edition", "integer");
    put_fields(&json, kind);
    json_close(&json, '}');
    json_close(&json, '}');
    name_licence(portal, response);
    return web_show_json(response, &json);
}

/* ---- the page ---- */

static enum status count_live(struct portal *portal, const struct kind *kind, int64_t *ret)
{
    static const struct sql live = {
        "portal.data_live", "SELECT COUNT(*) FROM portal_record WHERE kind = $1 AND standing = ''"};
    return store_int(portal->cx, &live, BIND(kind->name), ret);
}

enum status portal_data(struct portal *portal, const struct web *web, struct response *response)
{
    struct data_page page = {.licence = &portal->site->licence};
    struct data_set **last = &page.sets;
    const struct kind *kind;
    for (size_t i = 0; (kind = kind_at(i)); i++) {
        struct data_set set = {.kind = kind, .label = kind_label(kind, portal->cx->language)};
        if (!is_open(kind)) continue;
        TRY(count_live(portal, kind, &set.count));
        if (!set.count) continue;
        *last = arena_make(portal->cx->mem, struct data_set);
        **last = set;
        last = &(*last)->next;
    }
    page.licence_name = portal->site->licence.name[portal->cx->language];
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_data(&pg, &page, portal_text(web, "portal.data"));
    return web_show(response, &pg);
}
