/* What the verbs of a workflow are written with: the shapes of a row's guard and effect, the
 * record as its own kind, and the guard that keeps two hands apart.
 *
 *     static GUARD(guard_notify)
 *     {
 *         TRY(guard_did_not(cx, rec, "draft edit", "move.editor_may_not"));
 *         return AS_CONST(finding, rec)->proof[0] ? OK : issue(cx, "proof", "field.required", "");
 *     }
 */
#ifndef RECORD_GUARD_H
#define RECORD_GUARD_H

#include "record/kind.h"

#define AS(kind_name, rec) ((struct kind_name *)(void *)(rec))
#define AS_CONST(kind_name, rec) ((const struct kind_name *)(const void *)(rec))

/* A row's guard and effect (struct move). */
#define GUARD(name) \
    enum status name(struct context *cx, const struct record *rec, const struct reason *why)
#define EFFECT(name) \
    enum status name(struct context *cx, struct record *rec, const struct reason *why)

/* INVALID with this message when the actor has done one of the verbs (space-separated) on this
 * edition; DENIED without an actor. */
enum status guard_did_not(struct context *cx, const struct record *rec, const char *verbs,
                          const char *message) MUST_USE;

/* What only the person outside may do, by a letter: the taking of it hands the letter over as the
 * reason's struct, and a desk has none. INVALID without. */
enum status guard_by_letter(struct context *cx, const struct record *rec,
                            const struct reason *why) MUST_USE;

#endif
