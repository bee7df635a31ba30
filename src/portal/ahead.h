/* Reading ahead: entries of a checkpoint made ready, so that applying them is writing and no more.
 *
 * Ready means: the entry is parsed, its object read and checked against the commitment, its record
 * parsed, its words cut. None of that needs the database, so for a long stretch a thread of its own
 * does it, a few parts ahead of the one that is being applied. A short stretch is made ready when
 * it is asked for, without a thread. Entries come in order, and all of them or an answer why not.
 *
 * The reader belongs to the ahead from ahead_start() to ahead_stop().
 *
 *     struct ahead *ahead = ahead_start(reader, from, to);
 *     const struct part *part;
 *     while (at < to) {
 *         TRY(ahead_next(cx, ahead, &part));   // lives until the next one is asked for
 *         for (size_t i = 0; i < part->count; i++, at++) …part->at[i]…
 *     }
 *     ahead_stop(ahead);
 */
#ifndef PORTAL_AHEAD_H
#define PORTAL_AHEAD_H

#include "ledger/reader.h"
#include "portal/apply.h"

enum { PART = 32 };

struct part {
    struct context cx; /* with an arena of its own */
    struct applied at[PART];
    size_t count;
    enum status status; /* why there are no more */
};

struct ahead *ahead_start(struct reader *reader, uint64_t from, uint64_t to);
/* BUSY: an object is missing that no entry of this stretch erases; the copy of the ledger lags. */
enum status ahead_next(struct context *cx, struct ahead *ahead, const struct part **ret) MUST_USE;
void ahead_stop(struct ahead *ahead); /* NULL is allowed */

#endif
