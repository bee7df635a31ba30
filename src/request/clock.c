/* An application's clock: events are rows, dates come from law_due(), and the row caches them. */
#include "base/text.h"
#include "request/private.h"

static const struct sql events_of = {
    "request.events",
    "SELECT event, on_day, amount, position FROM application_event"
    " WHERE application = $1 AND id <> $2 AND state = 'stands' ORDER BY on_day, position"};
static const struct sql next_position = {
    "request.next_position",
    "SELECT COALESCE(MAX(position), 0) + 1 FROM application_event WHERE application = $1"};

/* Not one of the law's: an answer was overturned, and a new clock begins on this day. */
static const char REOPENED[] = "reopened";

struct told {
    struct law_event events[LAW_EVENTS_MAX];
    int64_t positions[LAW_EVENTS_MAX];
    size_t count;
    struct date reopened_on;
};

/* Events of the running round: those entered after the last reopening. */
static enum status read_events(struct context *cx, const struct application *a, const char *without,
                               struct told *told)
{
    struct rows *rows;
    int64_t since = 0;
    size_t kept = 0;
    told->reopened_on = DATE_NONE;
    TRY(store_query(cx, &events_of, BIND(a->base.id, without), &rows));
    while (told->count < LAW_EVENTS_MAX && rows_next(rows)) {
        int64_t amount = rows_is_null(rows, 2) ? 0 : rows_int(rows, 2);
        struct law_event event = {rows_text(rows, 0), rows_date(rows, 1), (int)amount};
        int64_t position = rows_int(rows, 3);
        if (text_equal(event.kind, REOPENED) && position > since) {
            since = position;
            told->reopened_on = event.on;
        }
        told->positions[told->count] = position;
        told->events[told->count++] = event;
    }
    TRY(rows_end(rows));
    for (size_t i = 0; i < told->count; i++)
        if (told->positions[i] > since) told->events[kept++] = told->events[i];
    told->count = kept;
    return OK;
}

static struct date later(struct date a, struct date b)
{
    return a.day > b.day ? a : b;
}

const struct regime *request_regime(const struct application *a)
{
    const struct law *law = request_setting()->law;
    if (!text_empty(a->regime)) return law_regime(law, a->regime);
    return law_regime_on(law, request_setting()->family, a->arrived_on);
}

const struct regime_channel *request_channel(struct context *cx, const struct application *a)
{
    const struct regime *regime = request_regime(a);
    return regime ? regime_channel(regime, a->channel) : NULL;
}

/* The day on which everybody who has to confirm has. */
static struct date confirmed_on(const struct application *a, const struct regime_channel *channel)
{
    if (!date_is_set(a->agency_confirmed_on)) return DATE_NONE;
    if (!channel || !channel->applicant_confirms) return a->agency_confirmed_on;
    if (!date_is_set(a->confirmed_on)) return DATE_NONE;
    return later(a->confirmed_on, a->agency_confirmed_on);
}

static enum status make_case(struct context *cx, const struct application *a, const char *without,
                             struct law_case *ret)
{
    struct told *told = arena_make(cx->mem, struct told);
    const struct regime *regime = request_regime(a);
    if (!regime) return issue(cx, "channel", "request.no_regime", "");
    TRY(read_events(cx, a, without, told));
    *ret = (struct law_case){.regime = regime,
                             .channel = a->channel,
                             .received = a->arrived_on,
                             .arrived = a->arrived_on,
                             .confirmed = confirmed_on(a, regime_channel(regime, a->channel)),
                             .flags = a->flags,
                             .events = told->events,
                             .event_count = told->count};
    if (date_is_set(told->reopened_on)) {
        ret->channel = "";
        ret->received = told->reopened_on;
        ret->arrived = ret->confirmed = DATE_NONE;
    }
    return OK;
}

/* An application is bound to the regime in force on its day of receipt, and keeps it. */
/* traced: with the proof; without: the id of an event that is not to stand. */
static enum status compute(struct context *cx, const struct application *a, bool traced,
                           const char *without, struct law_clock *ret)
{
    struct law_case given;
    TRY(make_case(cx, a, without, &given));
    given.traced = traced;
    TRY(law_due(cx, &given, ret));
    if (!text_empty(a->regime) || !date_is_set(ret->receipt)) return OK;
    const struct regime *bound =
        law_regime_on(request_setting()->law, request_setting()->family, ret->receipt);
    if (!bound || bound == given.regime) return OK;
    given.regime = bound;
    return law_due(cx, &given, ret);
}

enum status request_clock(struct context *cx, const struct application *a, struct law_clock *ret)
{
    return compute(cx, a, true, "", ret);
}

static struct date named(const struct law_clock *clock, const char *id)
{
    const struct law_named_date *date = law_clock_date(clock, id);
    return date ? date->on : DATE_NONE;
}

static void cache(struct context *cx, struct application *a, const struct law_clock *clock)
{
    const struct regime *regime;
    a->due_on = clock->due;
    a->extended_due_on = clock->extended_due;
    a->provisional = clock->provisional;
    a->paused = clock->paused;
    a->waits_for = clock->waits_for ? clock->waits_for : "";
    a->correction_notice_by = named(clock, "correction_notice_by");
    a->lapses_after = named(clock, "lapses_after");
    a->due_before = DATE_NONE;
    a->capsule_stale = true;
    if (!date_is_set(clock->receipt)) return;
    if (a->round <= 1 || a->round == INT_NONE) a->received_on = clock->receipt;
    if (text_empty(a->regime)) {
        regime = law_regime_on(request_setting()->law, request_setting()->family, clock->receipt);
        a->regime = regime ? regime->id : "";
    }
    regime = request_regime(a);
    if (regime) a->calendar_version = calendar_version(regime->calendar);
}

enum status request_recompute(struct context *cx, struct application *a)
{
    return request_recompute_without(cx, a, "");
}

enum status request_recompute_without(struct context *cx, struct application *a, const char *event)
{
    struct law_clock *clock = arena_make(cx->mem, struct law_clock);
    TRY(compute(cx, a, false, event, clock));
    cache(cx, a, clock);
    return OK;
}

static enum status insert_event(struct context *cx, const struct application *a,
                                const struct request_event *event)
{
    struct application_event row;
    record_init(&application_event_kind, &row);
    row.base.agency = a->base.agency;
    row.application = a->base.id;
    row.event = event->event;
    row.on_day = event->on;
    row.amount = event->amount ? event->amount : INT_NONE;
    row.about = event->about ? event->about : "";
    row.note = event->note ? event->note : "";
    TRY(store_int(cx, &next_position, BIND(a->base.id), &row.position));
    return record_insert_by_program(cx, &row.base);
}

enum status request_happens(struct context *cx, struct application *a,
                            const struct request_event *event)
{
    TRY(insert_event(cx, a, event));
    return request_recompute(cx, a);
}

static const struct sql move_event = {
    "request.move_event", "UPDATE application_event SET on_day = $3, version = version + 1,"
                          " changed_at = $4 WHERE application = $1 AND about = $2"
                          " AND state = 'stands'"};

enum status request_event_moves(struct context *cx, struct application *a, const char *about,
                                struct date on)
{
    TRY(store_run(cx, &move_event, BIND(a->base.id, about, on, cx->now), NULL));
    return request_recompute(cx, a);
}

enum status request_has_event(struct context *cx, const struct application *a, const char *event,
                              bool *ret_has)
{
    struct told *told = arena_make(cx->mem, struct told);
    TRY(read_events(cx, a, "", told));
    *ret_has = false;
    for (size_t i = 0; i < told->count; i++) *ret_has |= text_equal(told->events[i].kind, event);
    return OK;
}
