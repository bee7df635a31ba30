/* Calendars: which days are working days, by whose notice, and what a term in working days comes
 * to.
 *
 * A calendar is data (calendars/<id>.yaml): notices that declare days off and worked weekend days,
 * and the fixed statutory days of years whose notice is not out. Both sets of a notice are needed:
 * who ignores the worked weekends makes deadlines too late. What a later notice says of a day
 * counts before what an earlier one said; calendar_known_on() is the calendar as it stood on a day,
 * for showing both dates when a calendar was corrected.
 *
 * Counting is pure. The day of the event is day 0 and never counted; a pause excludes the days
 * (after, until]. A date that rests on a day of an unknown year is provisional.
 *
 *     struct law_due due = law_add_working_days(cn, date_of(2009, 9, 28), 15, &trace);
 *     // due.date is 2009-10-26; trace.days holds each day from 09-29, counted or not, and why
 */
#ifndef LAW_CALENDAR_H
#define LAW_CALENDAR_H

#include "base/context.h"
#include "base/out.h"

struct calendar;

/* Why a day counts or not. */
enum day_rule {
    DAY_WORKDAY,   /* Monday to Friday */
    DAY_WEEKEND,   /* Saturday or Sunday */
    DAY_OFF,       /* off by a notice (放假) */
    DAY_WORKED,    /* a weekend day that a notice makes a working day (上班) */
    DAY_STATUTORY, /* a fixed statutory day of a year without notice */
    DAY_PAUSED,    /* a day that a pause excludes from the term */
    DAY_VOID,      /* before the term began anew, or while it stood still for that */
    DAY_CALENDAR,  /* a day of a term in days or months: every day counts */
    DAY_ROLLED,    /* such a term ended on a day off, and moved on to this one */
    DAY_RULE_COUNT
};

struct calendar_day {
    enum day_rule rule;
    bool working;
    bool provisional;   /* no notice is known for this day's year */
    const char *source; /* the notice or law that says so; "" for plain days */
};

const char *calendar_id(const struct calendar *calendar);
const char *calendar_name(const struct calendar *calendar, enum language language);
const char *calendar_version(const struct calendar *calendar);
struct calendar_day calendar_day(const struct calendar *calendar, struct date date);
bool calendar_is_working(const struct calendar *calendar, struct date date);
/* Is there a notice for this year? */
bool calendar_knows(const struct calendar *calendar, int year);

/* Working days are numbered through: the rank of a day is the number of the last one up to it. */
int calendar_rank(const struct calendar *calendar, struct date date);
struct date calendar_ranked(const struct calendar *calendar, int rank);
/* Is there a day, after < day <= until, of a year without notice? */
bool calendar_is_uncertain(const struct calendar *calendar, struct date after, struct date until);

/* The same calendar without the notices published after that day. In mem. */
const struct calendar *calendar_known_on(struct arena *mem, const struct calendar *calendar,
                                         struct date day);

/* Loads calendars/<id>.yaml. What is wrong with it is told by base/yaml.h. */
enum status calendar_load(struct context *cx, const char *path,
                          const struct calendar **ret_calendar) MUST_USE;
enum status calendar_read(struct context *cx, const char *name, struct bytes text,
                          const struct calendar **ret_calendar) MUST_USE;

/* One line of the proof of a date: this day, counted as the n-th or not, and why. */
struct law_day {
    struct date date;
    bool counted, provisional;
    int n;
    enum day_rule rule;
    const char *source;
    const char *article; /* of the clause that pauses, restarts or extends here; NULL for none */
    bool verified;       /* that clause is; true without one */
};

/* The proof. Give it an arena; it fills the rest, oldest day first. */
struct law_trace {
    struct arena *mem;
    struct law_day *days;
    size_t count, room;
};

/* Days that do not count: after < day <= until. An open pause has until = DATE_NONE. */
struct law_pause {
    struct date after, until;
};

void law_trace_add(struct law_trace *trace, struct law_day day);

struct law_span {
    struct date from;
    int working_days; /* 0 or less: the day itself */
    const struct law_pause *pauses;
    size_t pause_count;
};

struct law_due {
    struct date date; /* DATE_NONE while a pause is open */
    bool provisional;
};

/* trace may be NULL. */
struct law_due law_add_span(const struct calendar *calendar, const struct law_span *span,
                            struct law_trace *trace);
struct law_due law_add_working_days(const struct calendar *calendar, struct date from,
                                    int working_days, struct law_trace *trace);
/* Working days d with after < d <= until; 0 when until is not later. */
int law_count_working_days(const struct calendar *calendar, struct date after, struct date until);

/* Message id of the reason ("day.worked"); its %1 is the day's source, its %2 the article. */
const char *day_message(enum day_rule rule);

#endif
