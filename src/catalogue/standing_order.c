#include "catalogue/standing_order.h"

#include <string.h>

#include "base/text.h"
#include "record/lifecycle.h"

const struct word standing_queries[] = {
    {"case-lines",                        "依申请公开登记行", "Case lines of applications"},
    {"session-lines",       "公众活动的状态和席位", "Standing and seats of sessions"},
    {"sealing-keys",                     "来件加密公钥", "Keys to which letters are sealed"},
    {"contact-figures",   "群众来件办理统计", "Figures of messages"},
    {"case-lines",                      "依申请公开登记行", "Case lines of applications"},
    {"obligations", "逾期未履行的职责", "Duties that are late"},
    {0                  },
};

/* The kind whose PUBLIC fields are the columns of a query. */
static const struct {
    const char *query, *kind;
} sources[] = {
    {"case-lines",      "case_line"      },
    {"session-lines",   "session_line"   },
    {"sealing-keys",    "sealing_key"    },
    {"contact-figures", "contact_figures"},
    {"case-lines",      "case_line"      },
    {"obligations",     "obligation_line"},
};

/* clang-format off */
#define RECORD standing_order
#define RECORD_PUBLIC standing_order_public
KIND_FIELDS(standing_order, STANDING_ORDER)
/* clang-format on */

static const struct kind *source_of(const char *query)
{
    for (size_t i = 0; i < COUNT_OF(sources); i++)
        if (text_equal(sources[i].query, query)) return kind_by_name(sources[i].kind);
    return NULL;
}

/* An order can name only what is public of the kind. */
static enum status check_order(struct context *cx, const struct record *rec)
{
    const struct standing_order *order = (const struct standing_order *)(const void *)rec;
    const struct kind *source = source_of(order->query);
    for (const char *at = order->columns; source && *at;) {
        size_t n = strcspn(at, " ");
        const char *name = arena_copy_n(cx->mem, at, n);
        if (*name && !kind_public_field(source, name))
            return issue(cx, "columns", "standing.unknown_column", name);
        at += n + strspn(at + n, " ");
    }
    if (order->hide_kind_below != INT_NONE && order->hide_kind_below < 0)
        return issue(cx, "hide_kind_below", "field.not_a_number", "");
    return OK;
}

const struct kind standing_order_kind = {
    .name = "standing_order",
    .zh = "常设公开令",
    .en = "Standing order",
    .schema = 1,
    KIND_TABLES(standing_order),
    .title = "title",
    .workflow = &publication_workflow,
    .check = check_order,
};

/* The agency itself first, then its superiors, nearest first. */
static const struct sql in_force = {
    "standing_order.in_force",
    "WITH RECURSIVE above (code, parent, depth) AS ("
    " SELECT code, parent, 0 FROM agency WHERE code = $1 AND newest = 1"
    " UNION SELECT a.code, a.parent, above.depth + 1 FROM agency a JOIN above ON a.id = "
    "above.parent"
    " WHERE a.newest = 1 AND above.depth < 16)"
    " SELECT o.id, o.edition FROM standing_order o JOIN above ON o.agency = above.code"
    " WHERE o.state = 'released' AND o.query = $2 ORDER BY above.depth, o.id LIMIT 1"};

enum status standing_order_in_force(struct context *cx, const char *agency, const char *query,
                                    struct standing_order *ret_order)
{
    struct rows *rows;
    const char *id = NULL;
    int64_t edition = 0;
    TRY(store_query(cx, &in_force, BIND(agency, query), &rows));
    if (rows_next(rows)) {
        id = rows_text(rows, 0);
        edition = rows_int(rows, 1);
    }
    TRY(rows_end(rows));
    return id ? record_fetch(cx, &standing_order_kind, id, edition, ret_order) : NOT_FOUND;
}

const struct actor *standing_order_hand(struct context *cx, const struct standing_order *order)
{
    struct actor *hand = arena_make(cx->mem, struct actor);
    *hand = (struct actor){.id = order->base.id,
                           .name = "standing-order",
                           .label = order->title,
                           .agency = order->base.agency,
                           .unit = "",
                           .program = true};
    return hand;
}

enum status standing_order_covers(struct context *cx, const struct standing_order *order,
                                  const struct record *rec)
{
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if (field->visibility != PUBLIC || field_is_absent(field, rec)) continue;
        if (!standing_order_has(cx, order, field->name))
            return issue(cx, "", "standing.unknown_column", field->name);
    }
    return OK;
}

bool standing_order_has(struct context *cx, const struct standing_order *order, const char *column)
{
    const char *columns = arena_format(cx->mem, " %s ", order->columns);
    return strstr(columns, arena_format(cx->mem, " %s ", column)) != NULL;
}
