/* Time that is not the agency's: pauses and restarts. */
#include "base/text.h"
#include "law/clock_inside.h"

static void add_pause(struct clockwork *work, struct clock_pause pause)
{
    if (work->pause_count == LAW_PAUSES_MAX) return; /* as many as events: cannot be */
    size_t at = work->pause_count++;
    for (; at > 0 && work->pauses[at - 1].after.day > pause.after.day; at--)
        work->pauses[at] = work->pauses[at - 1];
    work->pauses[at] = pause;
}

static void wait_for(struct clockwork *work, const struct regime_wait *wait)
{
    struct law_clock *clock = work->clock;
    clock->paused = true;
    clock->waits_for = wait->until;
    clock->wait = wait;
    if (wait->silence == SILENCE_LAPSES) clock->lapse = regime_outcome(work->regime, wait->outcome);
}

/* By when the answer is due: the days that the agency set, or the row's. */
static struct law_due answer_by(const struct clockwork *work, const struct regime_wait *wait,
                                const struct happened *asked)
{
    struct law_term term = wait->term;
    if (wait->amount_sets_term && asked->amount) term.n = asked->amount;
    return law_add_term(work->calendar, asked->on, &term, NULL);
}

/* A question put too late has not its effect: the term runs on, and that is said. */
static bool is_in_time(struct clockwork *work, const struct regime_wait *wait,
                       const struct happened *asked)
{
    if (!*wait->within) return true;
    const struct law_named_date *named = law_clock_date(work->clock, wait->within);
    struct date last = named ? named->on : work->clock->last;
    if (!date_is_set(last) || asked->on.day <= last.day) return true;
    clock_add_note(work, "clock.note_no_effect",
                   clock_event_text(work->cx->mem, asked->kind, asked->on),
                   clause_article(&wait->clause, work->cx->language));
    return false;
}

static void apply_pause(struct clockwork *work, const struct regime_wait *wait,
                        const struct happened *asked, const struct happened *answered)
{
    struct clock_pause pause = {asked->on, DATE_NONE, wait};
    bool ends = wait->silence == SILENCE_CONTINUES || wait->silence == SILENCE_AGREES ||
                wait->silence == SILENCE_REFUSES;
    if (wait->interval == WAIT_CLOSED) pause.after = date_plus(pause.after, -1);
    if (answered) pause.until = answered->on;
    if (ends) {
        struct date by = answer_by(work, wait, asked).date;
        if (!answered || by.day < answered->on.day) pause.until = by;
    }
    add_pause(work, pause);
}

static void apply_restart(struct clockwork *work, const struct regime_wait *wait,
                          const struct happened *asked, const struct happened *answered)
{
    struct law_clock *clock = work->clock;
    if (!answered) {
        if (!date_is_set(work->stopped) || asked->on.day < work->stopped.day)
            work->stopped = asked->on;
        return;
    }
    if (answered->on.day <= clock->start.day && work->restarted) return;
    clock->start = answered->on;
    work->restarted = wait;
}

/* The last day for the answer, while it still matters; and an answer after it, which the office may
 * take all the same. */
static void tell_term(struct clockwork *work, const struct regime_wait *wait,
                      const struct happened *asked, const struct happened *answered)
{
    bool lapses = wait->silence == SILENCE_LAPSES;
    struct law_due by = answer_by(work, wait, asked);
    if (!lapses || !answered) {
        clock_add_date(work, wait->date, &wait->clause, by);
        work->clock->provisional |= by.provisional;
    } else if (answered->on.day > by.date.day) {
        clock_add_note(work, "clock.note_late_answer",
                       clock_event_text(work->cx->mem, answered->kind, answered->on),
                       clause_article(&wait->clause, work->cx->language));
    }
}

static void apply(struct clockwork *work, const struct regime_wait *wait,
                  const struct happened *asked, const struct happened *answered)
{
    work->clock->verified &= wait->verified;
    if (asked && wait->term.is_set) tell_term(work, wait, asked, answered);
    if (asked && !answered && !work->clock->closed) wait_for(work, wait);
    if (wait->effect == WAIT_RESTARTS)
        apply_restart(work, wait, asked, answered);
    else if (asked)
        apply_pause(work, wait, asked, answered);
}

/* The k-th question goes with the k-th answer; an answer alone is one that nobody had to ask for.
 */
static void apply_wait(struct clockwork *work, const struct regime_wait *wait)
{
    for (size_t nth = 0;; nth++) {
        const struct happened *asked = clock_event(work, wait->from, nth);
        const struct happened *answered = clock_event(work, wait->until, nth);
        if (!asked && !answered) return;
        if (!clause_is_in_force(&wait->clause, asked ? asked->on : answered->on)) continue;
        if (asked && !is_in_time(work, wait, asked)) continue;
        apply(work, wait, asked, answered);
    }
}

static bool is_late_one(const struct regime_wait *wait)
{
    return text_equal(wait->within, "due") || text_equal(wait->within, "extended_due");
}

bool clock_has_late_waits(const struct clockwork *work)
{
    for (size_t i = 0; i < work->regime->wait_count; i++)
        if (is_late_one(&work->regime->waits[i]) &&
            clock_event(work, work->regime->waits[i].from, 0))
            return true;
    return false;
}

void clock_apply_waits(struct clockwork *work, bool late)
{
    for (size_t i = 0; i < work->regime->wait_count; i++)
        if (is_late_one(&work->regime->waits[i]) == late) apply_wait(work, &work->regime->waits[i]);
}
