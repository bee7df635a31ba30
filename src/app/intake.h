/* The office's job that takes sealed letters (intake/intake.h), and the table of what can be sent.
 *
 * For each letter in intake/new/: open it, put its files into blob/, call its type's handler, and
 * write the row of intake_letter, all in one office transaction; then the handler's after(); then
 * remove the letter. A crash anywhere in between repeats no registration: the row says that the
 * letter was taken, and what is left (after(), the removal) is done at the next start.
 *
 * What cannot be taken moves to intake/held/ with its reason in intake_letter, and is tried again
 * at each start and each hour: a key may have been recovered, a handler mended. Two things are no
 * letter of their own: a copy of one that was taken is removed; another text under the same id (an
 * edited repeat that a portal let through) is held. Staff look at what is held, and discard it, on
 * the office's page /incoming (desk/letters.c).
 *
 * A letter that follows what nobody here knows ("confirm" for a made-up code) needs nobody: it
 * waits in intake/waiting/ and is taken when its application comes, for a portal can be ahead of
 * it; after the term of the duty "unclaimed-letter" it is set aside, and its row says so.
 *
 *     TRY(intake_job_start(cx, at, &job));        // a thread: inotify on intake/new/, and a poll
 *     intake_job_stop(job);
 */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "app/installation.h"
#include "intake/keys.h"
#include "matter/matter.h"

/* Rows of every module; ends with {NULL}. letters.c */
extern const struct letter_handler app_letters[];

/* Rows of every room whose records are matters; ends with NULL. letters.c */
extern const struct matter_sort *const app_matters[];

/* One round: takes what can be taken. cx->store is the office's; cx->mem is used for the round.
 * again: also what is held, and what has waited too long is set aside. OK unless something has to
 * be tried later (BUSY, FAULT). */
struct intake_round {
    const struct installation *at;
    const struct letter_handler *handlers;
    bool again;
    size_t taken, held, waiting; /* by this round */
};
enum status intake_take(struct context *cx, struct intake_round *round) MUST_USE;

/* Counts for the pages: what is held now, what is unopened since more than one working day. */
enum status intake_count(struct context *cx, const struct installation *at,
                         struct intake_standing *ret_standing) MUST_USE;

/* The installation's own note of sealing keys, as its portal believes it. */
enum status intake_read_keys(struct context *cx, const struct installation *at,
                             struct seal_keys *ret_keys) MUST_USE;

struct intake_job;
enum status intake_job_start(struct context *cx, const struct installation *at,
                             struct intake_job **ret_job) MUST_USE;
void intake_job_stop(struct intake_job *job);

#endif
