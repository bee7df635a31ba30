/* What the program does for obligations each day: it opens a briefing when its period has ended,
 * and tells the public of those that are late, by the authority of a standing order. The order's
 * record is the actor of the act, as it is of a case line (request/line.c). */
#include "base/text.h"
#include "catalogue/standing_order.h"
#include "oversight/obligation.h"
#include "oversight/private.h"

enum { AT_ONCE = 200, PERIODS_BACK = 40 };
static const char QUERY[] = "obligations";

/* ---- a briefing for each period -------------------------------------------------------------- */

static const struct sql briefing_duties = {
    "obligation.duties",
    "SELECT id FROM agency_duty WHERE state = 'released' AND sort = 'briefing' AND"
    " since <= $1 ORDER BY agency, id"};
static const struct sql has_briefing = {
    "obligation.has", "SELECT COUNT(*) FROM briefing WHERE duty = $1 AND period_from = $2"
                      " AND newest = 1"};

static enum status open_one(struct context *cx, const struct agency_duty *duty, struct date from)
{
    struct briefing briefing;
    int64_t there;
    TRY(store_int(cx, &has_briefing, BIND(duty->base.id, from), &there));
    if (there) return OK;
    record_init(&briefing_kind, &briefing);
    briefing.base.agency = duty->base.agency;
    briefing.duty = duty->base.id;
    briefing.period_from = from;
    return record_insert_by_program(cx, &briefing.base);
}

/* From the period that began first after the duty did, to the last that has ended. */
static enum status open_briefings(struct context *cx, const struct agency_duty *duty)
{
    struct date from, to, day = duty->since;
    for (int i = 0; i < PERIODS_BACK; i++, day = date_plus(to, 1)) {
        if (!obligation_period(duty->interval, day, &from, &to)) return OK;
        bool over = date_is_set(duty->until) && to.day > duty->until.day;
        if (to.day >= cx->today.day || over) return OK;
        if (from.day >= duty->since.day) TRY(open_one(cx, duty, from));
    }
    return OK;
}

static enum status ids_of(struct context *cx, const struct sql *sql, const char **ids,
                          size_t *ret_count)
{
    struct rows *rows;
    *ret_count = 0;
    TRY(store_query(cx, sql, BIND(cx->today), &rows));
    while (*ret_count < AT_ONCE && rows_next(rows)) ids[(*ret_count)++] = rows_text(rows, 0);
    return rows_end(rows);
}

static enum status open_all(struct context *cx)
{
    const char *ids[AT_ONCE];
    size_t count;
    TRY(ids_of(cx, &briefing_duties, ids, &count));
    for (size_t i = 0; i < count; i++) {
        struct agency_duty duty;
        TRY(record_fetch(cx, &agency_duty_kind, ids[i], 0, &duty));
        TRY(open_briefings(cx, &duty));
    }
    return OK;
}

/* ---- lines for the public -------------------------------------------------------------------- */

/* Late and not told of yet; and told of, but done or dropped since. */
static const struct sql to_tell = {
    "obligation.to_tell",
    "SELECT b.id FROM briefing b WHERE b.newest = 1 AND b.due_on < $1 AND b.state = 'due'"
    " AND NOT EXISTS (SELECT 1 FROM obligation_line l WHERE l.briefing = b.id) ORDER BY b.due_on, "
    "b.id"};
static const struct sql to_correct = {
    "obligation.to_correct",
    "SELECT l.id FROM obligation_line l JOIN briefing b ON b.id = l.briefing AND b.newest = 1"
    " WHERE l.newest = 1 AND l.state = 'released' AND l.done_on IS NULL AND b.sent_on <= $1"
    " ORDER BY l.id"};

static const struct actor *hand_of(struct context *cx, const struct standing_order *order)
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

/* Every column that the order does not name is left empty. */
static enum status fill(struct context *cx, const struct standing_order *order,
                        const struct briefing *briefing, struct obligation_line *line)
{
    struct agency_duty duty;
    TRY(record_fetch(cx, &agency_duty_kind, briefing->duty, 0, &duty));
    line->title = briefing->title;
    line->recipient = briefing->recipient;
    line->basis = duty.basis;
    line->due_on = briefing->due_on;
    line->done_on = briefing->sent_on;
    line->authority = order->base.id;
    for (size_t i = 0; i < obligation_line_kind.field_count; i++) {
        const struct field *field = &obligation_line_kind.fields[i];
        if (field->visibility == PUBLIC && !standing_order_has(cx, order, field->name))
            field_clear(field, line);
    }
    return OK;
}

static enum status tell(struct context *cx, const char *id)
{
    struct briefing briefing;
    struct obligation_line line;
    struct standing_order order;
    TRY(record_fetch(cx, &briefing_kind, id, 0, &briefing));
    enum status found = standing_order_in_force(cx, briefing.base.agency, QUERY, &order);
    if (found == NOT_FOUND) return OK; /* nothing leaves without one */
    TRY(found);
    cx->actor = hand_of(cx, &order);
    record_init(&obligation_line_kind, &line);
    line.base.agency = briefing.base.agency;
    line.briefing = briefing.base.id;
    TRY(fill(cx, &order, &briefing, &line));
    TRY(record_insert(cx, &line.base));
    return record_move(cx, &line.base, "publish-line", &NO_REASON);
}

static enum status correct(struct context *cx, const char *id)
{
    struct obligation_line line;
    struct standing_order order;
    TRY(record_fetch(cx, &obligation_line_kind, id, 0, &line));
    enum status found = standing_order_in_force(cx, line.base.agency, QUERY, &order);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    cx->actor = hand_of(cx, &order);
    return record_move(cx, &line.base, "update-line", &NO_REASON);
}

static enum status each(struct context *cx, const struct sql *sql,
                        enum status (*act)(struct context *, const char *))
{
    const char *ids[AT_ONCE];
    size_t count;
    const struct actor *person = cx->actor;
    TRY(ids_of(cx, sql, ids, &count));
    enum status status = OK;
    for (size_t i = 0; i < count && status == OK; i++) {
        status = act(cx, ids[i]);
        cx->actor = person;
    }
    return status;
}

GUARD(obligation_guard_line)
{
    struct standing_order order;
    enum status found = standing_order_in_force(cx, rec->agency, QUERY, &order);
    if (found == NOT_FOUND) return issue(cx, "", "standing.none", "");
    TRY(found);
    for (size_t i = 0; i < obligation_line_kind.field_count; i++) {
        const struct field *field = &obligation_line_kind.fields[i];
        if (field->visibility != PUBLIC || field_is_absent(field, rec)) continue;
        if (rec->state == OBLIGATION_LINE_PREPARED && !standing_order_has(cx, &order, field->name))
            return issue(cx, "", "standing.unknown_column", field->name);
    }
    return OK;
}

EFFECT(obligation_effect_line)
{
    struct briefing briefing;
    struct standing_order order;
    struct obligation_line *line = AS(obligation_line, rec);
    TRY(record_fetch(cx, &briefing_kind, line->briefing, 0, &briefing));
    TRY(standing_order_in_force(cx, rec->agency, QUERY, &order));
    return fill(cx, &order, &briefing, line);
}

enum status obligation_daily(struct context *cx)
{
    TRY(open_all(cx));
    TRY(each(cx, &to_tell, tell));
    return each(cx, &to_correct, correct);
}
