#include "law/clock.h"

#include <string.h>

#include "base/text.h"
#include "law/clock_inside.h"
#include "law/law.h"

/* ---- counting ---- */

static struct date plus_months(struct date from, int months)
{
    struct civil civil = date_civil(from);
    int month = civil.month - 1 + months;
    int year = civil.year + month / 12;
    month = month % 12 + 1;
    int last = date_civil(date_plus(date_of(year + month / 12, month % 12 + 1, 1), -1)).day;
    return date_of(year, month, civil.day < last ? civil.day : last);
}

/* A term in days: months have as many as lie between, hours are whole days begun. */
static struct law_term in_days(struct date from, struct law_term term)
{
    if (term.unit == TERM_MONTH) {
        term.n = plus_months(from, term.n).day - from.day;
        term.unit = TERM_DAY;
    } else if (term.unit == TERM_HOUR) {
        term.n = (term.n + 23) / 24;
        term.unit = TERM_DAY;
    }
    return term;
}

static struct law_due finish(const struct calendar *calendar, struct date from, struct date last,
                             struct law_term term)
{
    struct law_due due = {.date = last};
    if (term.rolls && !calendar_is_working(calendar, last))
        due.date = calendar_ranked(calendar, calendar_rank(calendar, last) + 1);
    if (term.unit == TERM_WORKING_DAY)
        due.provisional = calendar_is_uncertain(calendar, from, due.date);
    else if (term.rolls)
        due.provisional = calendar_is_uncertain(calendar, date_plus(last, -1), due.date);
    return due;
}

static int days_between(const struct calendar *calendar, struct date after, struct date until,
                        enum term_unit unit)
{
    if (unit == TERM_WORKING_DAY) return law_count_working_days(calendar, after, until);
    return until.day > after.day ? until.day - after.day : 0;
}

static struct date plus_days(const struct calendar *calendar, struct date from,
                             struct law_term term)
{
    if (term.unit == TERM_WORKING_DAY && term.n > 0)
        return calendar_ranked(calendar, calendar_rank(calendar, from) + term.n);
    return date_plus(from, term.n);
}

struct law_due clock_count(const struct clockwork *work, struct date from,
                           const struct law_term *given)
{
    struct law_term term = in_days(from, *given), left = term;
    struct date at = from;
    for (size_t i = 0; i < work->pause_count; i++) {
        const struct clock_pause *pause = &work->pauses[i];
        if (date_is_set(pause->until) && pause->until.day <= at.day) continue;
        int before = days_between(work->calendar, at, pause->after, term.unit);
        if (left.n <= before) break;
        if (!date_is_set(pause->until)) return (struct law_due){.date = DATE_NONE};
        left.n -= before;
        at = pause->until;
    }
    return finish(work->calendar, from, plus_days(work->calendar, at, left), term);
}

struct law_due law_add_term(const struct calendar *calendar, struct date from,
                            const struct law_term *term, struct law_trace *trace)
{
    struct law_term days = in_days(from, *term);
    struct date last = plus_days(calendar, from, days);
    struct law_due due = finish(calendar, from, last, days);
    int n = 0;
    for (struct date date = date_plus(from, 1); trace && date.day <= due.date.day;
         date = date_plus(date, 1)) {
        struct calendar_day known = calendar_day(calendar, date);
        bool working_days = days.unit == TERM_WORKING_DAY, rolled = date.day > last.day;
        bool counted = working_days ? known.working : !rolled;
        law_trace_add(trace, (struct law_day){.date = date,
                                              .counted = counted,
                                              .n = counted ? ++n : 0,
                                              .provisional = known.provisional,
                                              .rule = working_days ? known.rule
                                                      : rolled     ? DAY_ROLLED
                                                                   : DAY_CALENDAR,
                                              .source = working_days ? known.source : "",
                                              .verified = true});
    }
    return due;
}

/* ---- what is told ---- */

void clock_add_date(struct clockwork *work, const char *id, const struct clause *clause,
                    struct law_due due)
{
    struct law_clock *clock = work->clock;
    size_t at = 0;
    while (at < clock->date_count && !text_equal(clock->dates[at].id, id)) at++;
    if (at == LAW_DATES_MAX || !date_is_set(due.date)) return;
    if (at == clock->date_count) clock->date_count++;
    clock->dates[at] =
        (struct law_named_date){.id = id,
                                .on = due.date,
                                .article = clause_article(clause, work->cx->language),
                                .clause = clause,
                                .provisional = due.provisional,
                                .verified = clause->verified && work->receipt_verified};
}

void clock_add_note(struct clockwork *work, const char *message, const char *one, const char *two)
{
    struct law_clock *clock = work->clock;
    if (clock->note_count < LAW_NOTES_MAX)
        clock->notes[clock->note_count++] = (struct law_note){
            message, {one, two}
        };
}

const struct law_named_date *law_clock_date(const struct law_clock *clock, const char *id)
{
    for (size_t i = 0; i < clock->date_count; i++)
        if (text_equal(clock->dates[i].id, id)) return &clock->dates[i];
    return NULL;
}

/* ---- receipt ---- */

static enum status check_order_of_arrival(struct clockwork *work)
{
    struct date confirmed = work->confirmed;
    if (!date_is_set(work->submitted)) return issue(work->cx, "received", "clock.no_receipt", "");
    if (work->arrived.day < work->submitted.day)
        return issue(work->cx, "arrived", "clock.before_receipt",
                     date_iso(work->cx->mem, work->submitted));
    if (date_is_set(confirmed) && confirmed.day < work->arrived.day)
        return issue(work->cx, "confirmed", "clock.before_receipt",
                     date_iso(work->cx->mem, work->arrived));
    return OK;
}

static enum status find_channel(struct clockwork *work, const struct regime_channel **ret_channel)
{
    const char *id = work->given->channel;
    *ret_channel = NULL;
    if (text_empty(id)) return OK;
    *ret_channel = regime_channel(work->regime, id);
    if (*ret_channel) return OK;
    struct out known = out_new(work->cx->mem);
    for (size_t i = 0; i < work->regime->channel_count; i++)
        out_format(&known, "%s%s", i ? " " : "", work->regime->channels[i].id);
    return issue(work->cx, id, "clock.unknown_channel", known.text);
}

/* A case is often written with only the days that it has: zero is none of them (1970). */
static struct date given_day(struct date day)
{
    return day.day ? day : DATE_NONE;
}

static void take_days(struct clockwork *work)
{
    const struct law_case *given = work->given;
    struct date received = given_day(given->received), arrived = given_day(given->arrived);
    work->confirmed = given_day(given->confirmed);
    work->submitted = date_is_set(received)  ? received
                      : date_is_set(arrived) ? arrived
                                             : work->confirmed;
    work->arrived = date_is_set(arrived) ? arrived : work->submitted;
}

static struct date day_of_receipt(const struct clockwork *work,
                                  const struct regime_channel *channel)
{
    const struct date days[] = {[RECEIPT_SUBMITTED] = work->submitted,
                                [RECEIPT_ARRIVED] = work->arrived,
                                [RECEIPT_CONFIRMED] = work->confirmed};
    struct date day = days[channel ? channel->receipt : RECEIPT_SUBMITTED];
    if (channel && channel->rolls && date_is_set(day) && !calendar_is_working(work->calendar, day))
        day = calendar_ranked(work->calendar, calendar_rank(work->calendar, day) + 1);
    return day;
}

/* Which of the days given is the day of receipt, by the rule of the channel. */
static enum status find_receipt(struct clockwork *work)
{
    const struct regime_channel *channel;
    take_days(work);
    TRY(find_channel(work, &channel));
    TRY(check_order_of_arrival(work));
    work->received = day_of_receipt(work, channel);
    work->receipt_verified = !channel || channel->verified;
    work->clock->verified = work->receipt_verified && work->regime->verified;
    if (!date_is_set(work->received)) work->clock->waits_for = "confirmed";
    if (channel && channel->agency_confirms.is_set)
        clock_add_date(
            work, "confirm_by", &channel->clause,
            law_add_term(work->calendar, work->arrived, &channel->agency_confirms, NULL));
    return OK;
}

const struct regime *law_regime_of_case(const struct law *law, const char *family,
                                        const struct law_case *given)
{
    struct clockwork work = {.given = given};
    take_days(&work);
    for (size_t i = 0; i < law->regime_count; i++) {
        const struct regime *regime = law->regimes[i];
        if (!text_equal(regime->family, family)) continue;
        work.calendar = given->calendar ? given->calendar : regime->calendar;
        struct date on = day_of_receipt(&work, regime_channel(regime, given->channel));
        if (clause_is_in_force(&regime->clause, on)) return regime;
    }
    return law_regime_on(law, family, work.submitted);
}

/* An application belongs to the law in force on the day when it was received. */
static enum status check_regime(struct clockwork *work)
{
    struct date on = date_is_set(work->received) ? work->received : work->submitted;
    if (clause_is_in_force(&work->regime->clause, on)) return OK;
    return issue(work->cx, work->regime->id, "clock.regime_not_in_force",
                 date_iso(work->cx->mem, on));
}

/* Sent to the wrong unit, the clock starts when the right one has it, but not later than the law
 * allows for passing it on. */
static void route(struct clockwork *work)
{
    work->routed = DATE_NONE;
    for (size_t i = 0; i < work->regime->routing_count; i++) {
        const struct regime_routing *row = &work->regime->routings[i];
        const struct happened *event = clock_last_event(work, row->event);
        bool flagged = *row->flag && clock_has_flag(work->given->flags, row->flag);
        if ((!event && !flagged) || !clause_is_in_force(&row->clause, work->received)) continue;
        struct law_due latest = law_add_term(work->calendar, work->received, &row->at_latest, NULL);
        work->routing = row;
        work->routed = event && event->on.day < latest.date.day ? event->on : latest.date;
        work->clock->receipt = work->clock->start = work->routed;
        work->clock->verified &= row->verified;
        work->clock->provisional |= latest.provisional;
    }
}

/* ---- the term ---- */

static bool applies(const struct clockwork *work, const struct regime_term *row)
{
    if (!clause_is_in_force(&row->clause, work->received)) return false;
    if (*row->flag && clock_has_flag(work->given->flags, row->flag)) return true;
    return *row->event && clock_event(work, row->event, 0);
}

static struct law_term plus(struct law_term term, struct law_term more)
{
    if (term.unit == TERM_HOUR && more.unit != TERM_HOUR) term = in_days(DATE_NONE, term);
    term.n += more.n;
    return term;
}

static void find_term(struct clockwork *work)
{
    const struct regime_term *base = NULL;
    struct law_term term = {0};
    for (size_t i = 0; i < work->regime->term_count; i++) {
        const struct regime_term *row = &work->regime->terms[i];
        bool own = !*row->flag && !*row->event;
        if (row->adds ||
            !(own ? clause_is_in_force(&row->clause, work->received) : applies(work, row)))
            continue;
        base = row;
        term = row->term;
    }
    if (!base) base = &work->regime->terms[0], term = base->term;
    work->clock->verified &= base->verified;
    for (size_t i = 0; i < work->regime->term_count; i++) {
        const struct regime_term *row = &work->regime->terms[i];
        if (!row->adds || !applies(work, row)) continue;
        term = plus(term, row->term);
        work->clock->verified &= row->verified;
    }
    work->stretches[0] = (struct stretch_of_term){in_days(work->clock->start, term), &base->clause};
    work->stretch_count = 1;
}

static void count_due(struct clockwork *work)
{
    struct law_clock *clock = work->clock;
    struct law_due due = {.date = DATE_NONE};
    if (!date_is_set(work->stopped))
        due = clock_count(work, clock->start, &work->stretches[0].term);
    clock->due = clock->last = due.date;
    clock->provisional |= due.provisional;
}

/* ---- extensions ---- */

static enum status check_extension(struct clockwork *work, const struct regime_extension *row,
                                   const struct happened *event, struct date last)
{
    const char *field = clock_event_text(work->cx->mem, event->kind, event->on);
    const char *article = clause_article(&row->clause, work->cx->language);
    if (date_is_set(last) && event->on.day > last.day)
        return issue(work->cx, field, "clock.extended_late",
                     arena_format(work->cx->mem, "%s; %s", date_iso(work->cx->mem, last), article));
    if (row->term.n && event->amount > row->term.n)
        return issue(work->cx, field, "clock.extended_too_long", article);
    if (!row->term.n && !event->amount)
        return issue(work->cx, field, "clock.extended_how_long", article);
    return OK;
}

static enum status extend(struct clockwork *work, const struct regime_extension *row, bool strict)
{
    struct law_clock *clock = work->clock;
    for (size_t nth = 0;; nth++) {
        const struct happened *event = clock_event(work, row->event, nth);
        if (!event) return OK;
        if (!clause_is_in_force(&row->clause, event->on)) continue;
        if (!strict && date_is_set(clock->last) && event->on.day > clock->last.day) continue;
        if (nth >= (size_t)row->times)
            return issue(work->cx, clock_event_text(work->cx->mem, event->kind, event->on),
                         "clock.extended_again", clause_article(&row->clause, work->cx->language));
        TRY(check_extension(work, row, event, clock->last));
        struct law_term term = row->term;
        if (event->amount) term.n = event->amount;
        clock->verified &= row->verified;
        if (!date_is_set(clock->last)) continue;
        if (work->stretch_count < STRETCHES_MAX)
            work->stretches[work->stretch_count++] =
                (struct stretch_of_term){in_days(clock->last, term), &row->clause};
        struct law_due due = clock_count(work, clock->last, &term);
        clock->extended_due = clock->last = due.date;
        clock->provisional |= due.provisional;
    }
}

static enum status count_term(struct clockwork *work, bool strict)
{
    find_term(work);
    count_due(work);
    work->clock->extended_due = DATE_NONE;
    for (size_t i = 0; i < work->regime->extension_count; i++)
        TRY(extend(work, &work->regime->extensions[i], strict));
    return OK;
}

/* ---- other dates ---- */

static struct date day_named(const struct clockwork *work, const char *from)
{
    const struct law_clock *clock = work->clock;
    const struct {
        const char *name;
        struct date day;
    } days[] = {
        {"submitted", work->submitted},
        {"arrived",   work->arrived  },
        {"receipt",   clock->receipt },
        {"start",     clock->start   },
        {"due",       clock->last    },
    };
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (text_equal(days[i].name, from)) return days[i].day;
    const struct happened *event = clock_last_event(work, from);
    return event ? event->on : DATE_NONE;
}

static void name_dates(struct clockwork *work)
{
    for (size_t i = 0; i < work->regime->date_count; i++) {
        const struct regime_date *row = &work->regime->dates[i];
        struct date from = day_named(work, row->from);
        if (*row->flag && !clock_has_flag(work->given->flags, row->flag)) continue;
        if (!clause_is_in_force(&row->clause, from)) continue;
        clock_add_date(work, row->id, &row->clause,
                       law_add_term(work->calendar, from, &row->term, NULL));
    }
}

/* How long each remedy is open, once there is something against which it is; and by when it is
 * decided, once it was taken. */
static void name_remedies(struct clockwork *work)
{
    for (size_t i = 0; i < work->regime->remedy_count; i++) {
        const struct regime_remedy *row = &work->regime->remedies[i];
        struct date from = day_named(work, row->from);
        const struct happened *filed = clock_last_event(work, row->filed);
        if (row->term.is_set && clause_is_in_force(&row->clause, from)) {
            struct law_due by = law_add_term(work->calendar, from, &row->term, NULL);
            if (!law_clock_date(work->clock, "review_by"))
                clock_add_date(work, "review_by", &row->clause, by);
            clock_add_date(work, row->date, &row->clause, by);
        }
        if (filed && row->decided_within.is_set && clause_is_in_force(&row->clause, filed->on))
            clock_add_date(work, row->decision_date, &row->clause,
                           law_add_term(work->calendar, filed->on, &row->decided_within, NULL));
    }
}

/* ---- all of it ---- */

static enum status run(struct clockwork *work)
{
    struct law_clock *clock = work->clock;
    clock->start = clock->receipt = work->received;
    route(work);
    name_dates(work);
    clock_apply_waits(work, false);
    /* Whether a fee notice came within the term depends on the term, which it then changes: the
     * first count finds out, and leaves an extension that comes too early to be judged. */
    if (clock_has_late_waits(work)) {
        TRY(count_term(work, false));
        clock_apply_waits(work, true);
    }
    TRY(count_term(work, true));
    clock->running = !clock->closed;
    name_dates(work); /* those from the start and the last day */
    name_remedies(work);
    if (work->given->traced) clock_write_trace(work);
    return OK;
}

enum status law_due(struct context *cx, const struct law_case *given, struct law_clock *ret_clock)
{
    struct clockwork work;
    memset(ret_clock, 0, sizeof *ret_clock);
    ret_clock->receipt = ret_clock->start = ret_clock->due = DATE_NONE;
    ret_clock->extended_due = ret_clock->last = DATE_NONE;
    ret_clock->verified = true;
    work.cx = cx;
    work.given = given;
    work.regime = given->regime;
    work.calendar = given->calendar ? given->calendar : given->regime->calendar;
    work.clock = ret_clock;
    work.event_count = work.pause_count = work.stretch_count = 0;
    work.routing = NULL;
    work.restarted = NULL;
    work.stopped = work.routed = DATE_NONE;
    TRY(find_receipt(&work));
    TRY(check_regime(&work));
    TRY(clock_take_events(&work));
    if (date_is_set(work.received)) return run(&work);
    name_dates(&work); /* submitted, but not yet received */
    return OK;
}

enum status law_recompute(struct context *cx, const struct law_case *given, struct date told_on,
                          struct law_recomputed *ret)
{
    struct law_case then = *given;
    const struct calendar *now = given->calendar ? given->calendar : given->regime->calendar;
    then.calendar = calendar_known_on(cx->mem, now, told_on);
    TRY(law_due(cx, &then, &ret->then));
    TRY(law_due(cx, given, &ret->now));
    struct date told = ret->then.last, last = ret->now.last;
    ret->changed = told.day != last.day;
    ret->earlier = date_is_set(told) && date_is_set(last) && last.day < told.day;
    ret->binds = ret->earlier ? told : last;
    return OK;
}
