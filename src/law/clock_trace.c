/* The proof: the same count as clock_count(), told day by day. */
#include "base/text.h"
#include "law/clock_inside.h"

/* Which pause is the day in, if any? */
static const struct clock_pause *pause_on(const struct clockwork *work, struct date day)
{
    for (size_t i = 0; i < work->pause_count; i++) {
        const struct clock_pause *pause = &work->pauses[i];
        if (day.day > pause->after.day &&
            (!date_is_set(pause->until) || day.day <= pause->until.day))
            return pause;
    }
    return NULL;
}

static void tell_clause(struct clockwork *work, struct law_day *day, const struct clause *clause)
{
    day->article = clause_article(clause, work->cx->language);
    day->verified = clause->verified;
}

static struct law_day look(struct clockwork *work, struct date date)
{
    struct calendar_day known = calendar_day(work->calendar, date);
    return (struct law_day){.date = date,
                            .provisional = known.provisional,
                            .counted = known.working,
                            .rule = known.rule,
                            .source = known.source,
                            .verified = true};
}

/* Days before the term that counts: until the right unit had it, until it began anew. */
static void write_void_days(struct clockwork *work)
{
    struct law_clock *clock = work->clock;
    for (struct date date = date_plus(work->received, 1); date.day <= clock->start.day;
         date = date_plus(date, 1)) {
        struct law_day day = look(work, date);
        bool routing = date_is_set(work->routed) && date.day <= work->routed.day;
        const struct clause *clause = routing ? &work->routing->clause : &work->restarted->clause;
        day.counted = false;
        if (day.rule == DAY_WORKDAY || day.rule == DAY_WORKED) {
            day.rule = DAY_VOID;
            day.source = clause_label(clause, work->cx->language);
            tell_clause(work, &day, clause);
        }
        law_trace_add(&clock->trace, day);
    }
}

static void write_paused_day(struct clockwork *work, struct law_day *day,
                             const struct clock_pause *pause, bool working_days)
{
    if (working_days && !day->counted) return; /* off anyway */
    day->counted = false;
    day->rule = DAY_PAUSED;
    day->source = clause_label(&pause->wait->clause, work->cx->language);
    tell_clause(work, day, &pause->wait->clause);
}

/* One stretch after the last day; n goes on. Returns its last day, DATE_NONE at an open wait. */
static struct date write_stretch(struct clockwork *work, struct date last,
                                 const struct stretch_of_term *stretch, int *n)
{
    bool working_days = stretch->term.unit == TERM_WORKING_DAY;
    for (int left = stretch->term.n; left > 0;) {
        last = date_plus(last, 1);
        struct law_day day = look(work, last);
        const struct clock_pause *pause = pause_on(work, last);
        if (date_is_set(work->stopped) && last.day > work->stopped.day) return DATE_NONE;
        if (pause && !date_is_set(pause->until)) return DATE_NONE;
        if (pause) {
            write_paused_day(work, &day, pause, working_days);
        } else if (!working_days) {
            day.counted = true;
            day.rule = DAY_CALENDAR;
            day.source = "";
        }
        left -= day.counted;
        day.n = day.counted ? ++*n : 0;
        if (day.counted) tell_clause(work, &day, stretch->clause);
        law_trace_add(&work->clock->trace, day);
    }
    while (stretch->term.rolls && !calendar_is_working(work->calendar, last)) {
        struct law_day day = look(work, last = date_plus(last, 1));
        day.counted = false;
        day.rule = DAY_ROLLED;
        day.source = "";
        tell_clause(work, &day, stretch->clause);
        law_trace_add(&work->clock->trace, day);
    }
    return last;
}

void clock_write_trace(struct clockwork *work)
{
    struct date last = work->clock->start;
    int n = 0;
    work->clock->trace = (struct law_trace){.mem = work->cx->mem};
    write_void_days(work);
    for (size_t i = 0; i < work->stretch_count && date_is_set(last); i++)
        last = write_stretch(work, last, &work->stretches[i], &n);
}
