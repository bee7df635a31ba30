/* The statutory clock: from the receipt of an application and what happened since, every date that
 * the law attaches to it, with a proof day by day.
 *
 * law_due() is pure: the same case always gives the same clock, whoever asks, whenever. Officers,
 * applicants and reports see the same trace. Conventions (DOMAIN §6): the day of receipt is day 0;
 * a pause excludes (start, end] unless its row says closed; an extension runs from the last day of
 * the term itself; where the law is silent, the earlier of the plausible dates. A date is
 * provisional while the calendar of a year on the way is not out, and `verified` only if every
 * clause that it rests on is.
 *
 * What cannot have happened is INVALID with an issue in words: an event before receipt, an answer
 * before its question, a second extension, an extension after the term had ended, an event, channel
 * or flag that the regime does not know. What may have happened but has not the effect that was
 * meant (a correction notice after its 7 working days) is a note, and the term runs on.
 *
 *     struct law_event events[] = {{"third-party-served", date_of(2025, 4, 14), 0}};
 *     struct law_case given = {.regime = law_regime(law, "cn-2019"), .traced = true,
 *                              .received = date_of(2025, 4, 10), .events = events, .event_count =
 * 1}; struct law_clock clock; TRY(law_due(cx, &given, &clock));
 *     // clock.due is 2025-06-03; law_clock_date(&clock, "third_party_by")->on is 2025-05-07;
 *     // clock.trace.days[1] is 2025-04-14, counted as the 2nd
 */
#ifndef LAW_CLOCK_H
#define LAW_CLOCK_H

#include "law/regime.h"

struct law_event {
    const char *kind;
    struct date on;
    int amount; /* e.g. the days that a correction notice gives; 0: the regime's default */
};

/* Everything that the clock needs to know of an application. */
struct law_case {
    const struct regime *regime;
    const char *channel;  /* "" or NULL: received is the day of receipt */
    struct date received; /* received, or submitted where the channel's rule is another day */
    struct date arrived, confirmed; /* DATE_NONE, or zeroed, where they are not known or needed */
    const char *flags;              /* space-separated; "" or NULL for none */
    const struct law_event *events;
    size_t event_count;
    const struct calendar *calendar; /* another version of the regime's; NULL: its own */
    bool traced;                     /* make the trace, in cx->mem */
};

/* Ids of dates: correction_notice_by lapses_after third_party_by agency_by pay_by confirm_by
 * transfer_by third_party_notice_by expedited_by …, and once it is answered review_by (the first
 * remedy's last day) and <remedy>_by for each remedy; <remedy>_decision_by once one is filed. */
struct law_named_date {
    const char *id;
    struct date on;
    const char *article; /* in the language of the context */
    const struct clause *clause;
    bool provisional, verified;
};

/* What the people concerned must know: a message id, and what its %1 and %2 are. */
struct law_note {
    const char *message, *details[2];
};

enum { LAW_DATES_MAX = 32, LAW_NOTES_MAX = 8, LAW_EVENTS_MAX = 64, LAW_PAUSES_MAX = 64 };

struct law_clock {
    struct date receipt;      /* DATE_NONE while it is not confirmed */
    struct date start;        /* day 0 of the running term: receipt, or the latest restart */
    struct date due;          /* DATE_NONE while the term stands still */
    struct date extended_due; /* DATE_NONE without an extension */
    struct date last;         /* the one that counts: extended_due, else due */
    bool provisional;
    bool verified; /* every clause used is */
    bool running;  /* received and not answered, withdrawn or lapsed */
    bool paused;   /* waits, after the last event, for waits_for */
    bool closed;
    const char *waits_for;          /* an event ("third-party-answered", "confirmed"), or NULL */
    const struct regime_wait *wait; /* that wait, or NULL */
    const struct regime_outcome *lapse; /* what it ends as when lapses_after has passed, or NULL */
    struct law_named_date dates[LAW_DATES_MAX];
    size_t date_count;
    struct law_note notes[LAW_NOTES_MAX];
    size_t note_count;
    struct law_trace trace;
};

enum status law_due(struct context *cx, const struct law_case *given,
                    struct law_clock *ret_clock) MUST_USE;
/* The law of a family ("cn", or an id) that a case belongs to: the one in force on the day of
 * receipt that its own rule for the channel gives; of its arrival, while that day is not known.
 * NULL: none. */
const struct regime *law_regime_of_case(const struct law *law, const char *family,
                                        const struct law_case *given);
/* NULL if the clock has none of that id. "due" and "extended_due" are not among them. */
const struct law_named_date *law_clock_date(const struct law_clock *clock, const char *id);

/* A term from a day, by a calendar: pure counting, for dates that are no application's. */
struct law_due law_add_term(const struct calendar *calendar, struct date from,
                            const struct law_term *term, struct law_trace *trace);

/* After a correction of the calendar: the date as it was known on the day when it was told, the
 * date as it is now, and the one that binds. A date that was told is never moved earlier by itself:
 * then the earlier one is told again, and the later one binds. */
struct law_recomputed {
    struct law_clock then, now;
    struct date binds;
    bool changed, earlier;
};
enum status law_recompute(struct context *cx, const struct law_case *given, struct date told_on,
                          struct law_recomputed *ret) MUST_USE;

/* Reads "KIND:DATE" or "KIND:DATE:AMOUNT"; kind lives in cx->mem. */
enum status law_event_read(struct context *cx, const char *text, struct law_event *ret) MUST_USE;

/* Runs the worked examples of a regime. INVALID with an issue for each that does not come out. */
enum status regime_check(struct context *cx, const struct regime *regime) MUST_USE;

#endif
