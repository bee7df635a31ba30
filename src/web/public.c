/* Records as the public has them: reading portal.db. Lists are the only generated SQL. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ledger/reader.h"
#include "record/item.h"
#include "record/row.h"
#include "record/tombstone.h"
#include "web/portal.h"
#include "web/words.h"

#define RECORD_COLUMNS                                                                          \
    "r.number, r.kind, r.id, r.agency, r.item_number, r.title, r.language, r.standing,"         \
    " r.entry, r.class_seed, r.class_a10, r.class_a20, r.edition, r.first_index, r.last_index," \
    " r.item, r.produced_on, r.released_on, r.first_on"
enum { RECORD_COLUMN_COUNT = 19 };

static const struct sql by_id = {"public.by_id",
                                 "SELECT " RECORD_COLUMNS " FROM portal_record r WHERE r.id = $1"};
static const struct sql by_number = {"public.by_number",
                                     "SELECT " RECORD_COLUMNS " FROM portal_record r"
                                     " WHERE r.agency = $1 AND r.item_number = $2"};
static const struct sql files_of = {
    "public.files",
    "SELECT sha256, name, media, size FROM portal_file WHERE record = $1 ORDER BY position"};
static const struct sql acts_of = {
    "public.acts",
    "SELECT position, seq, COALESCE(edition, 0), type, commitment, at, COALESCE(erased_by, -1)"
    " FROM portal_act WHERE record = $1 ORDER BY seq"};

enum status portal_reader(struct portal *portal, struct reader **ret)
{
    const struct portal_site *site = portal->site;
    if (!portal->reader)
        TRY(reader_open(portal->cx, site->ledger, site->vkey, &portal->reader));
    else
        TRY(reader_refresh(portal->cx, portal->reader));
    *ret = portal->reader;
    return OK;
}

bool public_is_live(const struct public_record *record)
{
    return !*record->standing;
}

bool public_has_index(const struct public_record *record)
{
    return *record->item_number && record->kind && (record->kind->flags & ITEM);
}

static struct public_record *read_record(struct context *cx, struct rows *rows)
{
    struct public_record *r = arena_make(cx->mem, struct public_record);
    *r = (struct public_record){
        .number = rows_int(rows, 0),
        .kind = kind_by_name(rows_text(rows, 1)),
        .id = rows_text(rows, 2),
        .agency = rows_text(rows, 3),
        .item_number = rows_text(rows, 4),
        .title = rows_text(rows, 5),
        .language = rows_text(rows, 6),
        .standing = rows_text(rows, 7),
        .entry = rows_text(rows, 8),
        .class_seed = rows_text(rows, 9),
        .class_a10 = rows_text(rows, 10),
        .class_a20 = rows_text(rows, 11),
        .edition = rows_int(rows, 12),
        .first_index = rows_int(rows, 13),
        .last_index = rows_int(rows, 14),
        .item = rows_int(rows, 15) != 0,
        .produced_on = rows_date(rows, 16),
        .released_on = rows_date(rows, 17),
        .first_on = rows_date(rows, 18),
    };
    return r;
}

static enum status one(struct portal *portal, const struct sql *sql, struct bind bind,
                       struct public_record **ret)
{
    struct rows *rows;
    TRY(store_query(portal->cx, sql, bind, &rows));
    struct public_record *found = rows_next(rows) ? read_record(portal->cx, rows) : NULL;
    TRY(rows_end(rows));
    if (!found || !found->kind) return NOT_FOUND;
    *ret = found;
    return OK;
}

enum status public_by_id(struct portal *portal, const char *id, struct public_record **ret)
{
    return one(portal, &by_id, BIND(id), ret);
}

enum status public_by_number(struct portal *portal, const char *agency, const char *item_number,
                             struct public_record **ret)
{
    struct rows *rows;
    struct public_record *found = NULL;
    if (text_empty(item_number)) return NOT_FOUND;
    TRY(store_query(portal->cx, &by_number, BIND(agency, item_number), &rows));
    /* Other registers number their records by year as well (case lines): only items have an index
     * number. */
    while (!found && rows_next(rows)) {
        struct public_record *record = read_record(portal->cx, rows);
        if (public_has_index(record)) found = record;
    }
    TRY(rows_end(rows));
    if (!found) return NOT_FOUND;
    *ret = found;
    return OK;
}

static const struct sql like = {
    "public.like", "SELECT " RECORD_COLUMNS " FROM portal_search s JOIN portal_record r"
                   " ON r.number = s.rowid WHERE s.words MATCH $1 AND r.item = 1"
                   " AND r.standing = '' ORDER BY s.rank LIMIT $2"};

enum status public_like(struct portal *portal, const char *text, int64_t limit,
                        struct public_record **ret)
{
    struct rows *rows;
    struct public_record **last = ret;
    const char *query = words_like(portal->cx->mem, text);
    *ret = NULL;
    if (!*query) return OK;
    TRY(store_query(portal->cx, &like, BIND(query, limit), &rows));
    while (rows_next(rows)) {
        *last = read_record(portal->cx, rows);
        if ((*last)->kind) last = &(*last)->next;
    }
    *last = NULL;
    return rows_end(rows);
}

/* ---- the public struct ---- */

static void fill_base(struct record *base, const struct public_record *r)
{
    base->id = r->id;
    base->agency = r->agency;
    base->number = r->item_number;
    base->edition = r->edition;
    base->language = r->language;
}

enum status public_load(struct portal *portal, const struct public_record *record, void **ret)
{
    struct context *cx = portal->cx;
    const struct kind *kind = public_is_live(record) ? record->kind : &tombstone_kind;
    struct record *found = arena_alloc(cx->mem, kind->public_size);
    struct out sql = out_new(cx->mem);
    struct rows *rows;
    out_text(&sql, "SELECT ");
    row_names(&sql, kind->public_fields, kind->public_field_count, "");
    out_format(&sql, " FROM \"public_%s\" WHERE number = $1", kind->name);
    TRY(store_query(cx, &(struct sql){"public.load", sql.text}, BIND(record->number), &rows));
    bool there = rows_next(rows);
    if (there) row_read(rows, 0, kind->public_fields, kind->public_field_count, found);
    TRY(rows_end(rows));
    if (!there) return NOT_FOUND;
    found->kind = kind;
    fill_base(found, record);
    *ret = found;
    return OK;
}

enum status public_get(struct portal *portal, const struct kind *kind, const char *id, void **ret)
{
    struct public_record *record;
    if (text_empty(id)) return NOT_FOUND;
    TRY(public_by_id(portal, id, &record));
    if (record->kind != kind || !public_is_live(record)) return NOT_FOUND;
    return public_load(portal, record, ret);
}

enum status public_files(struct portal *portal, int64_t number, struct record_file **ret)
{
    struct rows *rows;
    struct record_file **last = ret;
    *ret = NULL;
    TRY(store_query(portal->cx, &files_of, BIND(number), &rows));
    while (rows_next(rows)) {
        *last = arena_make(portal->cx->mem, struct record_file);
        **last = (struct record_file){rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2),
                                      rows_int(rows, 3), NULL};
        last = &(*last)->next;
    }
    return rows_end(rows);
}

enum status public_acts(struct portal *portal, int64_t number, struct public_act **ret)
{
    struct rows *rows;
    struct public_act **last = ret;
    *ret = NULL;
    TRY(store_query(portal->cx, &acts_of, BIND(number), &rows));
    while (rows_next(rows)) {
        *last = arena_make(portal->cx->mem, struct public_act);
        **last = (struct public_act){.index = rows_int(rows, 0),
                                     .seq = rows_int(rows, 1),
                                     .edition = rows_int(rows, 2),
                                     .type = rows_text(rows, 3),
                                     .commitment = rows_text(rows, 4),
                                     .at = rows_moment(rows, 5),
                                     .erased_by = rows_int(rows, 6)};
        last = &(*last)->next;
    }
    return rows_end(rows);
}

/* where: what stands after WHERE, with $1 the kind's name. */
struct whole {
    const char *where, *order;
    struct bind bind;
    int64_t *last; /* the number of the last row; NULL: nobody asks */
};

static enum status read_whole(struct portal *portal, const struct kind *kind,
                              const struct whole *whole, struct public_set *ret)
{
    struct context *cx = portal->cx;
    struct out sql = out_new(cx->mem);
    struct rows *rows;
    size_t room = 0;
    *ret = (struct public_set){0};
    out_text(&sql, "SELECT " RECORD_COLUMNS ", ");
    row_names(&sql, kind->public_fields, kind->public_field_count, "k.");
    out_format(&sql,
               " FROM portal_record r JOIN \"public_%s\" k ON k.number = r.number"
               " WHERE r.kind = $1 AND r.standing = ''%s ORDER BY %s, r.number",
               kind->name, whole->where, whole->order);
    TRY(store_query(cx, &(struct sql){"public.all", sql.text}, whole->bind, &rows));
    while (rows_next(rows)) {
        if (ret->count == room) {
            room = room ? room * 2 : 32;
            void **more = arena_array(cx->mem, void *, room);
            if (ret->count) memcpy(more, ret->records, ret->count * sizeof *more);
            ret->records = more;
        }
        struct record *found = arena_alloc(cx->mem, kind->public_size);
        row_read(rows, RECORD_COLUMN_COUNT, kind->public_fields, kind->public_field_count, found);
        found->kind = kind;
        if (whole->last) *whole->last = rows_int(rows, 0);
        fill_base(found, read_record(cx, rows));
        ret->records[ret->count++] = found;
    }
    return rows_end(rows);
}

enum status public_all(struct portal *portal, const struct kind *kind, const char *agency,
                       const char *order, struct public_set *ret)
{
    struct whole whole =
        agency ? (struct whole){" AND r.agency = $2", order, BIND(kind->name, agency), NULL}
               : (struct whole){"", order, BIND(kind->name), NULL};
    return read_whole(portal, kind, &whole, ret);
}

enum status public_where(struct portal *portal, const struct kind *kind, const char *field,
                         const char *value, struct public_set *ret)
{
    const char *where = arena_format(portal->cx->mem, " AND k.\"%s\" = $2", field);
    struct whole whole = {where, "r.first_on", BIND(kind->name, value), NULL};
    return read_whole(portal, kind, &whole, ret);
}

enum status public_after(struct portal *portal, const struct kind *kind, int64_t *after,
                         int64_t limit, struct public_set *ret)
{
    static const char where[] = " AND r.number IN (SELECT number FROM portal_record WHERE kind = $1"
                                " AND standing = '' AND number > $2 ORDER BY number LIMIT $3)";
    struct whole whole = {where, "r.number", BIND(kind->name, *after, limit), after};
    return read_whole(portal, kind, &whole, ret);
}

/* ---- lists ---- */

const struct public_query PUBLIC_QUERY = {.from = {DATE_NO_DAY}, .to = {DATE_NO_DAY}, .limit = 20};

enum { VALUES_MAX = 32, AGENCIES_MAX = 20 };

struct condition {
    struct out sql;
    struct value values[VALUES_MAX];
    size_t count;
};

static void also(struct condition *where, const char *sql, struct value value)
{
    where->values[where->count++] = value;
    out_format(&where->sql, " AND %s$%zu", sql, where->count);
}

/* Which column holds classes of this code: seed-5 → class_seed. */
static const char *class_column(const char *code)
{
    if (text_starts(code, "a10-")) return "class_a10";
    if (text_starts(code, "a2")) return "class_a20";
    return "class_seed";
}

/* A single agency is an equality, so that its index gives the order as well. */
static void among_agencies(struct condition *where, const char *const *codes)
{
    if (codes[0] && !codes[1]) {
        also(where, "r.agency = ", value_text(codes[0]));
        return;
    }
    out_text(&where->sql, " AND +r.agency IN (");
    for (size_t i = 0; codes[i] && i < AGENCIES_MAX; i++) {
        where->values[where->count++] = value_text(codes[i]);
        out_format(&where->sql, "%s$%zu", i ? ", " : "", where->count);
    }
    out_text(&where->sql, ")");
}

static void write_conditions(struct condition *where, const struct public_query *q)
{
    out_text(&where->sql, q->items ? " WHERE r.item = 1" : " WHERE r.item >= 0");
    if (q->live) out_text(&where->sql, " AND +r.standing = ''");
    if (q->kind) also(where, "r.kind = ", value_text(q->kind));
    if (q->agency) among_agencies(where, q->agency);
    if (q->entry) also(where, "r.entry = ", value_text(q->entry));
    if (q->class)
        also(where, arena_format(where->sql.mem, "r.%s = ", class_column(q->class)),
             value_text(q->class));
    if (date_is_set(q->from)) also(where, "r.first_on >= ", value_date(q->from));
    if (date_is_set(q->to)) also(where, "r.first_on <= ", value_date(q->to));
    if (q->match) {
        out_text(&where->sql,
                 " AND r.number IN (SELECT rowid FROM portal_search WHERE words MATCH ");
        where->values[where->count++] = value_text(q->match);
        out_format(&where->sql, "$%zu)", where->count);
    }
}

/* A place in a list: "<day of first publication>.<number>". */
static bool read_place(const char *after, struct value ret[2])
{
    const char *dot = strchr(after, '.');
    char day[16] = "";
    if (!dot || (size_t)(dot - after) >= sizeof day) return false;
    memcpy(day, after, (size_t)(dot - after));
    ret[0] = ret[1] = value_int(0);
    return text_to_int(day, &ret[0].number) && text_to_int(dot + 1, &ret[1].number);
}

static bool finds_nothing(const struct public_query *q)
{
    return (q->match && !*q->match) || (q->agency && !q->agency[0]);
}

static enum status build(struct arena *mem, const struct public_query *q, struct condition *where)
{
    struct value place[2];
    where->sql = out_new(mem);
    out_text(&where->sql, "SELECT " RECORD_COLUMNS " FROM portal_record r");
    write_conditions(where, q);
    if (q->after) {
        if (!read_place(q->after, place)) return INVALID;
        where->values[where->count++] = place[0];
        where->values[where->count++] = place[1];
        out_format(&where->sql, " AND (r.first_on, r.number) < ($%zu, $%zu)", where->count - 1,
                   where->count);
    }
    where->values[where->count++] = value_int((int64_t)q->limit + 1);
    out_format(&where->sql, " ORDER BY r.first_on DESC, r.number DESC LIMIT $%zu", where->count);
    return OK;
}

const char *public_list_sql(struct arena *mem, const struct public_query *query)
{
    struct condition where = {0};
    return build(mem, query, &where) == OK ? where.sql.text : "";
}

enum status public_list(struct portal *portal, const struct public_query *query,
                        struct public_list *ret)
{
    struct context *cx = portal->cx;
    struct condition where = {0};
    struct rows *rows;
    struct public_record **last = &ret->first, *newest = NULL;
    *ret = (struct public_list){0};
    if (build(cx->mem, query, &where) != OK) return issue(cx, "after", "field.unknown_word", "");
    if (finds_nothing(query)) return OK;
    TRY(store_query(cx, &(struct sql){"public.list", where.sql.text},
                    (struct bind){where.values, where.count}, &rows));
    while (rows_next(rows)) {
        if (ret->count == query->limit) {
            ret->next = arena_format(cx->mem, "%d.%lld", (int)newest->first_on.day,
                                     (long long)newest->number);
            break;
        }
        newest = read_record(cx, rows);
        if (!newest->kind) continue;
        *last = newest;
        last = &newest->next;
        ret->count++;
    }
    return rows_end(rows);
}

enum status public_count(struct portal *portal, const struct public_query *query, int64_t *ret)
{
    struct condition where = {.sql = out_new(portal->cx->mem)};
    *ret = 0;
    if (finds_nothing(query)) return OK;
    out_text(&where.sql, "SELECT COUNT(*) FROM portal_record r");
    write_conditions(&where, query);
    return store_int(portal->cx, &(struct sql){"public.count", where.sql.text},
                     (struct bind){where.values, where.count}, ret);
}

/* Years are counted by C: SQL never derives a date from a day. */
static void add_to_year(struct arena *mem, struct public_facet **first, const char *year,
                        int64_t count)
{
    struct public_facet **at = first;
    while (*at && strcmp((*at)->value, year) > 0) at = &(*at)->next;
    if (!*at || !text_equal((*at)->value, year)) {
        struct public_facet *facet = arena_make(mem, struct public_facet);
        *facet = (struct public_facet){arena_copy(mem, year), 0, *at};
        *at = facet;
    }
    (*at)->count += count;
}

static const char *facet_column(const char *by)
{
    return text_equal(by, "year") ? "first_on" : by;
}

enum status public_facets(struct portal *portal, const struct public_query *query, const char *by,
                          struct public_facet **ret)
{
    struct context *cx = portal->cx;
    struct condition where = {.sql = out_new(cx->mem)};
    struct rows *rows;
    struct public_facet **last = ret;
    bool years = text_equal(by, "year");
    *ret = NULL;
    if (finds_nothing(query)) return OK;
    out_format(&where.sql, "SELECT r.%s, COUNT(*) FROM portal_record r", facet_column(by));
    write_conditions(&where, query);
    out_format(&where.sql, " GROUP BY r.%s ORDER BY 2 DESC, 1", facet_column(by));
    TRY(store_query(cx, &(struct sql){"public.facets", where.sql.text},
                    (struct bind){where.values, where.count}, &rows));
    while (rows_next(rows)) {
        if (years) {
            char year[16];
            struct date day = rows_date(rows, 0);
            if (!date_is_set(day)) continue;
            snprintf(year, sizeof year, "%04d", date_civil(day).year);
            add_to_year(cx->mem, ret, year, rows_int(rows, 1));
            continue;
        }
        *last = arena_make(cx->mem, struct public_facet);
        **last = (struct public_facet){rows_text(rows, 0), rows_int(rows, 1), NULL};
        last = &(*last)->next;
    }
    return rows_end(rows);
}

enum status public_neighbour(struct portal *portal, const struct public_record *record, bool newer,
                             struct public_record **ret)
{
    static const struct sql older_sql = {
        "public.older", "SELECT " RECORD_COLUMNS " FROM portal_record r WHERE r.entry = $1"
                        " AND +r.standing = '' AND (r.first_on, r.number) < ($2, $3)"
                        " ORDER BY r.first_on DESC, r.number DESC LIMIT 1"};
    static const struct sql newer_sql = {
        "public.newer", "SELECT " RECORD_COLUMNS " FROM portal_record r WHERE r.entry = $1"
                        " AND +r.standing = '' AND (r.first_on, r.number) > ($2, $3)"
                        " ORDER BY r.first_on, r.number LIMIT 1"};
    if (!*record->entry || !date_is_set(record->first_on)) return NOT_FOUND;
    return one(portal, newer ? &newer_sql : &older_sql,
               BIND(record->entry, record->first_on, record->number), ret);
}

/* ---- small things ---- */

/* Kinds with pages of their own; all other records are read at /records/<id>. */
static const struct {
    const char *kind, *begin; /* what follows is one of: */
    enum { BY_ID, BY_AGENCY, BY_NUMBER } by;
} pages[] = {
    {"normative_document", "/documents/",                     BY_ID    },
    {"press_event",        "/press/",                         BY_ID    },
    {"public_session",     "/sessions/",                      BY_ID    },
    {"service_item",       "/services/",                      BY_ID    },
    {"function",           "/services/registers/functions/",  BY_ID    },
    {"power",              "/services/registers/powers/",     BY_ID    },
    {"approval_item",      "/services/registers/approvals/",  BY_ID    },
    {"procedure",          "/services/registers/procedures/", BY_ID    },
    {"entry",              "/disclosures?entry=",             BY_ID    },
    {"agency",             "/agencies/",                      BY_AGENCY},
    {"unit",               "/agencies/",                      BY_AGENCY},
    {"leader",             "/agencies/",                      BY_AGENCY},
    {"body",               "/agencies/",                      BY_AGENCY},
    {"measure",            "/measures?agency=",               BY_AGENCY},
    {"annual_report",      "/reports/",                       BY_ID    },
    {"case_line",          "/applications/",                  BY_NUMBER},
};

const char *public_address(struct arena *mem, const struct public_record *r)
{
    if (public_has_index(r))
        return arena_format(mem, "/disclosures/%s/%s", r->agency, r->item_number);
    for (size_t i = 0; r->kind && i < COUNT_OF(pages); i++) {
        if (!text_equal(r->kind->name, pages[i].kind)) continue;
        const char *of = pages[i].by == BY_ID ? r->id : r->agency;
        return arena_format(mem, "%s%s%s%s", pages[i].begin, of,
                            pages[i].by == BY_NUMBER ? "/" : "",
                            pages[i].by == BY_NUMBER ? r->item_number : "");
    }
    return arena_format(mem, "/records/%s", r->id);
}

const char *public_agency_name(struct portal *portal, const char *code)
{
    static const struct sql zh = {
        "public.agency_name", "SELECT k.name FROM portal_record r JOIN public_agency k"
                              " ON k.number = r.number WHERE r.kind = 'agency' AND r.agency = $1"
                              " AND r.standing = ''"};
    static const struct sql en = {
        "public.agency_name_en",
        "SELECT CASE k.name_en WHEN '' THEN k.name ELSE k.name_en END FROM portal_record r"
        " JOIN public_agency k ON k.number = r.number WHERE r.kind = 'agency' AND r.agency = $1"
        " AND r.standing = ''"};
    const char *name = code;
    const struct sql *sql = portal->cx->language == ENGLISH ? &en : &zh;
    if (store_text(portal->cx, sql, BIND(code), &name) != OK) return code;
    return name;
}
