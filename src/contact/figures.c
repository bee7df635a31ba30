/* A year's messages in numbers, released by the authority of a standing order once a month while
 * the year runs, and when it is over (S70; DESIGN §1). Nobody types a figure. */
#include <stdlib.h>

#include "base/text.h"
#include "catalogue/standing_order.h"
#include "contact/private.h"

enum { DAYS_MAX = 20000, YEARS_MAX = 400 };

static enum status order_for(struct context *cx, const char *agency, struct standing_order *ret)
{
    return standing_order_in_force(cx, agency, "contact-figures", ret);
}

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

/* ---- counting ---- */

static const struct sql counts = {
    "figures.counts",
    "SELECT COUNT(*), COUNT(answered_on), COUNT(CASE WHEN answered_on <= due_on THEN 1 END),"
    " COUNT(rating), COUNT(CASE WHEN rating >= 4 THEN 1 END) FROM contact_message"
    " WHERE agency = $1 AND newest = 1 AND received_on BETWEEN $2 AND $3"};
static const struct sql spans = {
    "figures.spans", "SELECT received_on, answered_on FROM contact_message WHERE agency = $1"
                     " AND newest = 1 AND received_on BETWEEN $2 AND $3"
                     " AND answered_on IS NOT NULL ORDER BY answered_on, id"};

static int by_number(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return x < y ? -1 : x > y;
}

static enum status median(struct context *cx, struct bind bind, int64_t *ret)
{
    struct rows *rows;
    int *days = arena_array(cx->mem, int, DAYS_MAX);
    size_t count = 0;
    *ret = INT_NONE;
    TRY(store_query(cx, &spans, bind, &rows));
    while (count < DAYS_MAX && rows_next(rows))
        days[count++] = contact_working_days(rows_date(rows, 0), rows_date(rows, 1));
    TRY(rows_end(rows));
    if (!count) return OK;
    qsort(days, count, sizeof *days, by_number);
    *ret = days[(count - 1) / 2];
    return OK;
}

static enum status count_year(struct context *cx, struct contact_figures *f)
{
    struct rows *rows;
    int year = (int)f->year;
    struct bind bind = BIND(f->base.agency, date_of(year, 1, 1), date_of(year, 12, 31));
    TRY(store_query(cx, &counts, bind, &rows));
    if (rows_next(rows)) {
        f->received = rows_int(rows, 0);
        f->answered = rows_int(rows, 1);
        f->in_time = rows_int(rows, 2);
        f->rated = rows_int(rows, 3);
        f->satisfied = rows_int(rows, 4);
    }
    TRY(rows_end(rows));
    f->title = arena_format(cx->mem, "%d年群众来件办理统计", year);
    f->as_of = date_civil(cx->today).year > year ? date_of(year, 12, 31) : cx->today;
    return median(cx, bind, &f->median_days);
}

/* Every column that the order does not name is left empty. */
static void keep_to(struct context *cx, const struct standing_order *order,
                    struct contact_figures *f)
{
    for (size_t i = 0; i < contact_figures_kind.field_count; i++) {
        const struct field *field = &contact_figures_kind.fields[i];
        if (field->visibility == PUBLIC && !standing_order_has(cx, order, field->name))
            field_clear(field, f);
    }
}

/* ---- the workflow: the program's alone ---- */

enum { FIGURES_PREPARED, FIGURES_RELEASED };

static GUARD(guard_order)
{
    struct standing_order order;
    enum status found = order_for(cx, rec->agency, &order);
    return found == NOT_FOUND ? issue(cx, "", "standing.none", "") : found;
}

static EFFECT(effect_renew)
{
    struct standing_order order;
    struct contact_figures *f = AS(contact_figures, rec);
    const struct contact_figures *counted = why->with;
    if (!counted || !text_equal(counted->base.agency, rec->agency)) return DENIED;
    TRY(order_for(cx, rec->agency, &order));
    struct record base = f->base;
    *f = *counted;
    f->base = base;
    f->authority = order.base.id;
    keep_to(cx, &order, f);
    return OK;
}

/* clang-format off */
static const struct state states[] = {
    [FIGURES_PREPARED] = {"prepared", "待公开", "Prepared", 0,         PROGRAM},
    [FIGURES_RELEASED] = {"released", "已公开", "Released", IS_PUBLIC, NOBODY},
};
static const struct move moves[] = {
    {FIGURES_PREPARED, "publish-figures", FIGURES_RELEASED, PROGRAM, guard_order, effect_renew, ENTRY_RELEASED,  NOT_A_BUTTON, NULL},
    {FIGURES_RELEASED, "renew-figures",   FIGURES_RELEASED, PROGRAM, guard_order, effect_renew, ENTRY_CORRECTED, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow figures_workflow = {.name = "contact_figures",
                                          WORKFLOW_TABLES(states, moves)};

/* ---- once a day ---- */

static const struct sql figures_of = {
    "figures.of", "SELECT id FROM contact_figures WHERE agency = $1 AND year = $2 AND newest = 1"};

static bool is_news(const struct contact_figures *known, const struct contact_figures *f)
{
    return known->received != f->received || known->answered != f->answered ||
           known->in_time != f->in_time || known->rated != f->rated ||
           known->satisfied != f->satisfied || known->median_days != f->median_days;
}

/* Once a month while the year runs: a day's change would tell of one person's message. */
static bool is_time(const struct contact_figures *known, const struct contact_figures *f)
{
    struct civil last = date_civil(known->as_of), now = date_civil(f->as_of);
    return !date_is_set(known->as_of) || last.month != now.month || last.year != now.year ||
           (now.month == 12 && now.day == 31);
}

static enum status renew(struct context *cx, const char *id, const struct contact_figures *f)
{
    struct contact_figures known;
    struct reason reason = NO_REASON;
    reason.with = f;
    TRY(record_fetch(cx, &contact_figures_kind, id, 0, &known));
    if (!is_news(&known, f) || !is_time(&known, f)) return OK;
    return record_move(cx, &known.base, "renew-figures", &reason);
}

static enum status bring(struct context *cx, const char *agency, int64_t year)
{
    struct standing_order order;
    struct contact_figures f, fresh;
    struct reason reason = NO_REASON;
    const char *id;
    enum status found = order_for(cx, agency, &order);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    record_init(&contact_figures_kind, &f);
    f.base.agency = agency;
    f.year = year;
    TRY(count_year(cx, &f));
    if (!f.received) return OK; /* a year without messages is no news */
    cx->actor = hand_of(cx, &order);
    found = store_text(cx, &figures_of, BIND(agency, year), &id);
    if (found == OK) return renew(cx, id, &f);
    if (found != NOT_FOUND) return found;
    fresh = f;
    reason.with = &f;
    TRY(record_insert(cx, &fresh.base));
    return record_move(cx, &fresh.base, "publish-figures", &reason);
}

static const struct sql agencies = {
    "figures.agencies", "SELECT DISTINCT agency FROM contact_message WHERE received_on >= $1"
                        " ORDER BY agency"};

/* This year and the last one. */
enum status figures_daily(struct context *cx)
{
    struct rows *rows;
    const char *codes[YEARS_MAX];
    size_t count = 0;
    int year = date_civil(cx->today).year;
    const struct actor *person = cx->actor;
    enum status status = OK;
    TRY(store_query(cx, &agencies, BIND(date_of(year - 1, 1, 1)), &rows));
    while (count < YEARS_MAX && rows_next(rows)) codes[count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < 2 * count && status == OK; i++) {
        status = bring(cx, codes[i / 2], year - 1 + (int)(i % 2));
        cx->actor = person;
    }
    return status;
}
