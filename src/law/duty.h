/* Duties with a term that nobody has to ask for: above all, to disclose within 20 working days of
 * production (Art 18 of Order 492 until 2019-05-14, Art 26 of Order 711 after).
 *
 * Duties are rows of regimes/duties.yaml, each of a family of regimes; those of the installation's
 * own family apply. The law of the day of the event applies, also where the term runs into the next
 * law's time. Terms of retention are duties in years: to delete what need not be kept longer.
 *
 *     struct duty_due due = law_disclose_by(law, produced_on, NULL);
 *     if (due.duty && cx->today.day > due.by.day)  // late; due.duty->article says by which law
 */
#ifndef LAW_DUTY_H
#define LAW_DUTY_H

#include "law/calendar.h"

struct law;

struct duty {
    const char *id; /* "disclose"; several rows of one id follow each other in time */
    const char *zh, *en;
    const char *article, *article_en;
    const char *text;   /* the law's wording, "" if not given */
    const char *family; /* of regimes; "cn" where the row says nothing */
    const struct calendar *calendar;
    int working_days, days, hours, years; /* one of them; the others are 0 */
    struct date valid_from, valid_to;     /* valid_to may be DATE_NONE: in force */
};

struct duty_due {
    const struct duty *duty; /* NULL: no such duty was in force that day */
    struct date by;          /* DATE_NONE without a duty */
    bool provisional;        /* the calendar of a year on the way is not out */
};

/* The duty of that id in force on a day, or NULL. */
const struct duty *law_duty(const struct law *law, const char *id, struct date on);
/* By when: trace (may be NULL) becomes the proof. An unset day has no duty; one in hours has no
 * day. */
struct duty_due law_duty_due(const struct law *law, const char *id, struct date happened,
                             struct law_trace *trace);
/* What happened on that day or later is surely kept: the shortest term in years of any row.
 * DATE_NONE without one. For finding what may be over; law_duty_due() says whether it is. */
struct date law_kept_before(const struct law *law, const char *id, struct date on);
struct duty_due law_disclose_by(const struct law *law, struct date produced_on,
                                struct law_trace *trace);

/* Reads regimes/duties.yaml; law->calendars must be there. */
enum status duties_load(struct context *cx, const char *path, struct law *law) MUST_USE;

#endif
