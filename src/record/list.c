#include "record/list.h"

#include <string.h>

#include "base/text.h"
#include "record/base.h"

enum { MAX_LIMIT = 1000, MAX_VALUES = 24 };

struct clause {
    struct out where;
    struct value values[MAX_VALUES];
    size_t count;
};

static void add(struct clause *clause, const char *test, struct value value)
{
    clause->values[clause->count++] = value;
    out_format(&clause->where, " AND %s $%zu", test, clause->count);
}

static void add_states(struct context *cx, struct clause *clause, const char *states)
{
    const char *comma = "";
    out_text(&clause->where, " AND state IN (");
    for (const char *word = states; *word && clause->count < MAX_VALUES - 4;) {
        size_t size = strcspn(word, " ");
        clause->values[clause->count++] = value_text(arena_copy_n(cx->mem, word, size));
        out_format(&clause->where, "%s$%zu", comma, clause->count);
        comma = ", ";
        word += size + strspn(word + size, " ");
    }
    out_text(&clause->where, ")");
}

/* Only fields with FILTER are filtered by: they have an index. */
static enum status add_filters(struct context *cx, struct clause *clause,
                               const struct list_query *query)
{
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct list_filter *filter = &query->filters[i];
        const struct field *field = kind_field(query->kind, filter->field);
        bool number = text_equal(filter->field, "number");
        if (!number && (!field || !(field->flags & FILTER)))
            return fault(cx, "list of %s cannot be filtered by %s", query->kind->name,
                         filter->field);
        if (clause->count >= MAX_VALUES - 4) return INVALID;
        add(clause, arena_format(cx->mem, "\"%s\" =", filter->field), filter->value);
    }
    return OK;
}

/* A pattern's own signs are taken literally. */
static const char *like(struct context *cx, const char *part)
{
    struct out out = out_new(cx->mem);
    out_char(&out, '%');
    for (; *part; part++) {
        if (strchr("%_\\", *part)) out_char(&out, '\\');
        out_char(&out, *part);
    }
    out_char(&out, '%');
    return out.text;
}

static enum status build(struct context *cx, const struct list_query *query, struct clause *clause)
{
    clause->where = out_new(cx->mem);
    out_text(&clause->where, " WHERE newest = 1");
    if (query->agency) add(clause, "agency =", value_text(query->agency));
    if (query->states) add_states(cx, clause, query->states);
    if (!text_empty(query->contains)) {
        add(clause, arena_format(cx->mem, "\"%s\" LIKE", query->kind->title),
            value_text(like(cx, query->contains)));
        out_text(&clause->where, " ESCAPE '\\'");
    }
    return add_filters(cx, clause, query);
}

static const char *order_name(const struct kind *kind)
{
    return kind->order ? kind->order : "changed_at";
}

const char *list_order(struct arena *mem, const struct kind *kind)
{
    const struct field *field = kind_field(kind, order_name(kind));
    if (!field || field_is_text(field)) return arena_format(mem, "\"%s\"", order_name(kind));
    return arena_format(mem, "COALESCE(\"%s\", -999999)", order_name(kind));
}

/* Either way an absent value stands last. */
static const char *order_of(struct context *cx, const struct list_query *query)
{
    const char *newest = list_order(cx->mem, query->kind);
    if (!query->oldest_first) return arena_format(cx->mem, "%s DESC, id DESC", newest);
    return arena_format(cx->mem, "\"%s\" IS NULL, %s, id", order_name(query->kind), newest);
}

/* The key of a row is "<order value>.<id>"; an absent value sorts last. */
static enum status add_after(struct context *cx, struct clause *clause,
                             const struct list_query *query)
{
    if (text_empty(query->after)) return OK;
    const char *dot = strrchr(query->after, '.');
    if (!dot || !id_is_valid(dot + 1)) return issue(cx, "after", "list.bad_key", "");
    const char *value = arena_copy_n(cx->mem, query->after, (size_t)(dot - query->after));
    const struct field *field = kind_field(query->kind, order_name(query->kind));
    int64_t number = 0;
    bool text = field && field_is_text(field);
    if (!text && !text_to_int(value, &number)) return issue(cx, "after", "list.bad_key", "");
    clause->values[clause->count++] = text ? value_text(value) : value_int(number);
    clause->values[clause->count++] = value_text(dot + 1);
    out_format(&clause->where, " AND (%s, id) < ($%zu, $%zu)", list_order(cx->mem, query->kind),
               clause->count - 1, clause->count);
    return OK;
}

static const char *key_of(struct context *cx, const struct record *rec)
{
    const struct field *field = kind_field(rec->kind, order_name(rec->kind));
    if (!field) return arena_format(cx->mem, "%lld.%s", (long long)rec->changed_at.ms, rec->id);
    if (field_is_text(field))
        return arena_format(cx->mem, "%s.%s", field_text(field, rec), rec->id);
    long long number = field_is_absent(field, rec) ? -999999 : (long long)field_number(field, rec);
    return arena_format(cx->mem, "%lld.%s", number, rec->id);
}

static enum status count(struct context *cx, const struct list_query *query,
                         const struct clause *clause, struct list *list)
{
    list->total = -1;
    if (!query->counted) return OK;
    const char *text = arena_format(cx->mem, "SELECT COUNT(*) FROM \"%s\"%s", query->kind->name,
                                    clause->where.text);
    return store_int(cx, &(struct sql){"list.count", text},
                     (struct bind){clause->values, clause->count}, &list->total);
}

enum status record_list(struct context *cx, const struct list_query *query, struct list *ret_list)
{
    size_t limit = query->limit < 1 || query->limit > MAX_LIMIT ? MAX_LIMIT : query->limit;
    struct clause *clause = arena_make(cx->mem, struct clause);
    struct list list = {.kind = query->kind};
    TRY(build(cx, query, clause));
    TRY(count(cx, query, clause, &list));
    TRY(add_after(cx, clause, query));
    struct out sql = out_new(cx->mem);
    base_select(&sql, query->kind);
    out_format(&sql, "%s ORDER BY %s LIMIT %zu", clause->where.text, order_of(cx, query),
               limit + 1);
    struct rows *rows;
    TRY(store_query(cx, &(struct sql){"list", sql.text},
                    (struct bind){clause->values, clause->count}, &rows));
    list.records = arena_array(cx->mem, struct record *, limit);
    while (rows_next(rows)) {
        if (list.count == limit) {
            list.next = key_of(cx, list.records[limit - 1]);
            break;
        }
        struct record *rec = arena_alloc(cx->mem, query->kind->size);
        base_read(rows, query->kind, rec);
        list.records[list.count++] = rec;
    }
    TRY(rows_end(rows));
    *ret_list = list;
    return OK;
}
