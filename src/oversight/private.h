/* What the files of src/oversight share. */
#ifndef OVERSIGHT_PRIVATE_H
#define OVERSIGHT_PRIVATE_H

#include "oversight/oversight.h"
#include "record/guard.h"

extern const struct workflow inspection_workflow, finding_workflow, order_workflow, case_workflow;
extern const struct workflow assessment_workflow, score_workflow, mark_workflow, objection_workflow;

/* kind.prepare: the record lies at the agency that it is about, of which the actor is the
 * superior's supervisor. */
enum status overseen_prepare(struct context *cx, struct record *rec);
/* kind.prepare of an inspection: it is about an agency that its own agency supervises. */
enum status inspection_prepare(struct context *cx, struct record *rec);
enum status summary_prepare(struct context *cx, struct record *rec);
struct record_due finding_due(struct context *cx, const struct record *rec);
struct record_due order_due(struct context *cx, const struct record *rec);
struct record_due inspection_due(struct context *cx, const struct record *rec);
struct record_due case_due(struct context *cx, const struct record *rec);

/* Obligation lines (obligation_daily.c). */
enum { OBLIGATION_LINE_PREPARED, OBLIGATION_LINE_RELEASED };
GUARD(obligation_guard_line);
EFFECT(obligation_effect_line);

/* The actor supervises the superior of the record's agency, or the top itself. */
GUARD(guard_above);
/* The same, and everything that is required is filled. */
GUARD(guard_above_complete);
/* INVALID at the field when the day has passed. */
enum status oversight_not_past(struct context *cx, const char *field, struct date day) MUST_USE;
/* The agencies that the actor supervises, their own first. */
struct overseen_codes {
    const char **at;
    size_t count;
};
const struct overseen_codes *oversight_codes(struct context *cx);
/* The superior of an agency; at the top the agency itself. */
enum status oversight_superior(struct context *cx, const char *agency,
                               const char **ret_code) MUST_USE;
/* The day of an act: what the reason says, else today. INVALID in the future. */
enum status oversight_day(struct context *cx, const struct reason *why,
                          struct date *ret_day) MUST_USE;

#endif
