/* Case lines: what the public learns of an application, by the authority of a standing order. The
 * order's record is the actor of the act, so that the ledger's history names the authority; no
 * account can hold it, and without a released order nothing leaves. */
#include "base/text.h"
#include "catalogue/standing_order.h"
#include "request/private.h"

static enum status order_for(struct context *cx, const char *agency, struct standing_order *ret)
{
    return standing_order_in_force(cx, agency, "case-lines", ret);
}

static const struct sql of_this_kind = {
    "case_line.of_kind", "SELECT COUNT(*) FROM application WHERE agency = $1 AND serial_year = $2"
                         " AND applicant_kind = $3 AND id <> $4"};

/* Where so few of a kind apply that it would point at one of them, the yearly list alone tells. */
static enum status shown_kind(struct context *cx, const struct standing_order *order,
                              const struct application *a, const char **ret_kind)
{
    int64_t others = 0;
    *ret_kind = a->applicant_kind;
    if (order->hide_kind_below == INT_NONE) return OK;
    TRY(store_int(cx, &of_this_kind,
                  BIND(a->base.agency, a->serial_year, a->applicant_kind, a->base.id), &others));
    if (others + 1 < order->hide_kind_below) *ret_kind = "";
    return OK;
}

static const struct sql count_remedies = {
    "case_line.remedies",
    "SELECT SUM(sort = 'reconsideration'), SUM(sort IN ('suit-direct', "
    "'suit-after-reconsideration'))"
    " FROM remedy WHERE application = $1 AND newest = 1 AND co_defendant = 0"};

static enum status fill_remedies(struct context *cx, const char *application,
                                 struct case_line *line)
{
    struct rows *rows;
    TRY(store_query(cx, &count_remedies, BIND(application), &rows));
    if (rows_next(rows)) {
        line->reconsiderations = rows_int(rows, 0);
        line->suits = rows_int(rows, 1);
    }
    return rows_end(rows);
}

/* Every column that the order does not name is left empty. */
static void keep_to(struct context *cx, const struct standing_order *order, struct case_line *line)
{
    for (size_t i = 0; i < case_line_kind.field_count; i++) {
        const struct field *field = &case_line_kind.fields[i];
        if (field->visibility == PUBLIC && !standing_order_has(cx, order, field->name))
            field_clear(field, line);
    }
}

static enum status fill(struct context *cx, const struct standing_order *order,
                        const struct application *a, struct case_line *line)
{
    line->title = a->title;
    line->serial_year = a->serial_year;
    line->serial = a->serial;
    line->regime = a->regime;
    line->channel = a->channel;
    line->received_on = a->received_on;
    line->due_on = date_is_set(a->extended_due_on) ? a->extended_due_on : a->due_on;
    line->closed_on = a->closed_on;
    line->outcome = date_is_set(a->closed_on) ? a->outcome : "";
    line->row = date_is_set(a->closed_on) ? a->row : "";
    line->article = date_is_set(a->closed_on) ? a->article : "";
    TRY(shown_kind(cx, order, a, &line->applicant_kind));
    TRY(fill_remedies(cx, a->base.id, line));
    keep_to(cx, order, line);
    return OK;
}

static enum status release_by(struct context *cx, const struct standing_order *order,
                              struct application *a)
{
    struct case_line line;
    record_init(&case_line_kind, &line);
    line.base.agency = a->base.agency;
    line.base.number =
        arena_format(cx->mem, "%lld-%05lld", (long long)a->serial_year, (long long)a->serial);
    line.application = a->base.id;
    line.authority = order->base.id;
    TRY(fill(cx, order, a, &line));
    TRY(record_insert(cx, &line.base));
    TRY(record_move(cx, &line.base, "publish-line", &NO_REASON));
    a->case_line = line.base.id;
    return OK;
}

enum status line_release(struct context *cx, struct application *a)
{
    struct standing_order order;
    const struct actor *person = cx->actor;
    enum status found = order_for(cx, a->base.agency, &order);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    cx->actor = standing_order_hand(cx, &order);
    enum status status = release_by(cx, &order, a);
    cx->actor = person;
    return status;
}

/* What changes and is worth an entry: not the day on which somebody looks. */
enum status line_update(struct context *cx, struct application *a)
{
    struct standing_order order;
    struct case_line line;
    const struct actor *person = cx->actor;
    struct reason reason = NO_REASON;
    if (a->serial == INT_NONE) return OK;
    if (text_empty(a->case_line)) return line_release(cx, a);
    enum status found = order_for(cx, a->base.agency, &order);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    TRY(record_fetch(cx, &case_line_kind, a->case_line, 0, &line));
    reason.with = a;
    cx->actor = standing_order_hand(cx, &order);
    enum status status = record_move(cx, &line.base, "update-line", &reason);
    cx->actor = person;
    return status;
}

/* A released order of the agency or of one above it, and nothing beside its columns. */
GUARD(guard_line)
{
    struct standing_order order;
    enum status found = order_for(cx, rec->agency, &order);
    if (found == NOT_FOUND) return issue(cx, "", "standing.none", "");
    TRY(found);
    return rec->state == LINE_PREPARED ? standing_order_covers(cx, &order, rec) : OK;
}

EFFECT(effect_line_update)
{
    struct standing_order order;
    struct case_line *line = AS(case_line, rec);
    const struct application *a = why->with;
    if (!a || !text_equal(a->base.id, line->application)) return DENIED;
    TRY(order_for(cx, rec->agency, &order));
    line->authority = order.base.id;
    return fill(cx, &order, a, line);
}
