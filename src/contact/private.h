/* What the files of src/contact share. */
#ifndef CONTACT_PRIVATE_H
#define CONTACT_PRIVATE_H

#include "contact/contact.h"
#include "record/guard.h"

enum {
    HAND_OVER_DAYS = 2,     /* working days in which an offer must be taken */
    CLOSE_AFTER_DAYS = 30,  /* days after the answer, in which the citizen may ask on */
    FORGET_AFTER_DAYS = 730 /* days after the end */
};

extern const struct workflow message_workflow, hand_over_workflow, figures_workflow;

/* What verbs ask beyond a reason; only the program's own code can hand these over. */
struct contact_pass {
    const struct hand_over *by; /* the offer that was accepted; NULL: the holder's account ended */
    const char *unit, *holder;
};
struct contact_more {
    const char *text;
};

/* kind.prepare, kind.check, kind.due of the kinds. */
enum status message_prepare(struct context *cx, struct record *rec);
enum status message_check(struct context *cx, const struct record *rec);
struct record_due message_due(struct context *cx, const struct record *rec);
enum status hand_over_prepare(struct context *cx, struct record *rec);
struct record_due hand_over_due(struct context *cx, const struct record *rec);

/* ---- owners (owner.c) ---- */

struct contact_owner {
    const char *unit, *holder; /* "" unit: the agency as a whole */
};
/* Who receives what comes by letter: whoever is on duty at the point of contact for this sort, else
 * somebody who handles files at the agency. INVALID: the agency has nobody. */
enum status contact_first_owner(struct context *cx, const char *agency, const char *sort,
                                struct contact_owner *ret) MUST_USE;
/* Does this account handle files at the agency, today? */
enum status contact_is_at_work(struct context *cx, const char *agency, const char *staff,
                               bool *ret) MUST_USE;
/* Names of a unit in both languages, the agency's where the unit is "". */
struct contact_name {
    const char *zh, *en, *phone;
};
enum status contact_unit_name(struct context *cx, const char *agency, const char *unit,
                              struct contact_name *ret) MUST_USE;
bool contact_is_holder(const struct context *cx, const struct contact_message *m);

/* ---- when it is due (promise.c) ---- */

/* Fills due_on and its rule from the promise of the day of receipt, or the regime of petitions. */
enum status contact_set_due(struct context *cx, struct contact_message *m) MUST_USE;
/* The same, day by day. trace->mem is the caller's. */
enum status contact_trace_due(struct context *cx, const struct contact_message *m,
                              struct law_trace *trace) MUST_USE;
/* The clock of a petition; NOT_FOUND: it is none, or there is no such regime. */
enum status contact_petition_clock(struct context *cx, const struct contact_message *m,
                                   struct law_clock *ret) MUST_USE;
int contact_working_days(struct date after, struct date until);

enum status figures_daily(struct context *cx) MUST_USE;

#endif
