/* What became of each letter: the office's register of them (table intake_letter).
 *
 * A row is written for every letter that the office has met, under the name of its file; it holds
 * no word of what the letter says. Outcomes:
 *
 *     taken      registered; the letter is gone, and the same one is never taken again
 *     held       could not be taken, lies in intake/held/, needs a person
 *     waiting    follows something with a code that nobody here knows (yet: a portal can be ahead
 *                of the application that it goes with); lies in intake/waiting/
 *     set-aside  waited for its term in vain, and was removed by the program
 *     discarded  was held, and removed by a person: the row says by whom, when and why
 *
 * What was taken or discarded stays so. A row is written with fate_note(), except the last:
 *
 *     TRY(fate_discard(cx, id, "重复投递"));      // CONFLICT: it is not held (any more)
 *     unlink(…/held/id);                          // whoever dies here: the job removes the file
 */
#ifndef INTAKE_FATE_H
#define INTAKE_FATE_H

#include "intake/intake.h"

enum fate { FATE_NONE, FATE_TAKEN, FATE_HELD, FATE_WAITING, FATE_SET_ASIDE, FATE_DISCARDED };

struct letter_fate {
    const char *id;     /* of its file */
    const char *type;   /* "" of what did not open */
    const char *agency; /* organisation code, as the letter says it; "" likewise */
    const char *digest;
    const char *matter; /* public half of its code's key; "" likewise */
    struct moment at;   /* filed */
    struct moment
        noted_at; /* since when it has this outcome: trying again in vain changes nothing */
    enum fate outcome;
    const char *reason;        /* message id; "" of what was taken */
    const char *by, *by_label; /* of what was discarded: who … */
    const char *why;           /* … and why, in their words */
};

enum status fate_ensure_table(struct context *cx) MUST_USE;

/* OK with outcome FATE_NONE: never met. */
enum status fate_of(struct context *cx, const char *id, struct letter_fate *ret_fate) MUST_USE;
/* Writes fate->outcome and what belongs to it. CONFLICT: it was taken or discarded before. */
enum status fate_note(struct context *cx, const struct letter_fate *fate) MUST_USE;
/* By cx->actor, now, and for a reason. CONFLICT: it is not held. */
enum status fate_discard(struct context *cx, const char *id, const char *why) MUST_USE;

/* The letters with this outcome, by the time at which it was noted: those held the longest first,
 * others the newest first. */
enum status fate_list(struct context *cx, enum fate outcome, size_t limit,
                      struct letter_fate **ret_fates, size_t *ret_count) MUST_USE;
enum status fate_count(struct context *cx, enum fate outcome, int64_t *ret_count) MUST_USE;
/* Letters that wait for this matter. */
enum status fate_waiting_for(struct context *cx, const char *matter, const char *const **ret_ids,
                             size_t *ret_count) MUST_USE;
/* Letters that have waited since before that moment, some at a time; not those whose matter is a
 * letter that is held itself. */
enum status fate_waiting_since(struct context *cx, struct moment before,
                               const char *const **ret_ids, size_t *ret_count) MUST_USE;

/* A name for a file that came without a proper one, or under one that is used. */
const char *fate_new_id(struct arena *mem);

#endif
