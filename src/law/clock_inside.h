/* Inside of the clock: what law_due() has worked out so far. For src/law/clock*.c only. */
#ifndef LAW_CLOCK_INSIDE_H
#define LAW_CLOCK_INSIDE_H

#include "law/clock.h"

/* An event with the row that knows it; remedies' own events have the remedy's clause. */
struct happened {
    const char *kind;
    struct date on;
    int amount;
    const struct regime_event *row;
    const struct clause *clause;
};

struct clock_pause {
    struct date after, until; /* until DATE_NONE: open */
    const struct regime_wait *wait;
};

/* A stretch of the term: the term itself, then each extension. */
struct stretch_of_term {
    struct law_term term;
    const struct clause *clause;
};

enum { STRETCHES_MAX = 8 };

struct clockwork {
    struct context *cx;
    const struct law_case *given;
    const struct regime *regime;
    const struct calendar *calendar;
    struct law_clock *clock;
    struct date submitted, arrived, confirmed, received; /* received: before it was routed */
    struct happened events[LAW_EVENTS_MAX];              /* by date */
    size_t event_count;
    struct clock_pause pauses[LAW_PAUSES_MAX]; /* by their beginning */
    size_t pause_count;
    struct date routed; /* start by routing, DATE_NONE without */
    const struct regime_routing *routing;
    const struct regime_wait *restarted; /* the latest restart, NULL without */
    struct date stopped;                 /* stands still since, for a restart to come */
    struct stretch_of_term stretches[STRETCHES_MAX];
    size_t stretch_count;
    bool receipt_verified;
};

/* Takes the events in the order of their days and refuses what cannot have happened. */
enum status clock_take_events(struct clockwork *work) MUST_USE;
/* A day of our times, or none. */
enum status clock_check_day(struct clockwork *work, const char *field, struct date day) MUST_USE;
/* The k-th event of a kind (from 0), or NULL; and the last. */
const struct happened *clock_event(const struct clockwork *work, const char *kind, size_t nth);
const struct happened *clock_last_event(const struct clockwork *work, const char *kind);
bool clock_has_flag(const char *flags, const char *flag);
/* "KIND:DATE", for the field of an issue. */
const char *clock_event_text(struct arena *mem, const char *kind, struct date on);

/* Counts a term from a day over the pauses; DATE_NONE when it runs into an open one. */
struct law_due clock_count(const struct clockwork *work, struct date from,
                           const struct law_term *term);
void clock_add_date(struct clockwork *work, const char *id, const struct clause *clause,
                    struct law_due due);
void clock_add_note(struct clockwork *work, const char *message, const char *one, const char *two);

/* Waits: pauses, restarts, what silence means. late: those whose `within` is the term itself. */
void clock_apply_waits(struct clockwork *work, bool late);
bool clock_has_late_waits(const struct clockwork *work);
/* The proof, day by day. */
void clock_write_trace(struct clockwork *work);

#endif
