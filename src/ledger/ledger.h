/* The ledger of an installation: from act rows to a signed, public, append-only log (SECURITY §1).
 *
 * The record engine writes act rows; the sequencer here is the only one that signs. One call does
 * one batch, in this order, and a call after any crash repeats it byte for byte:
 *   (1) index and entry bytes are committed into the act rows, per record in order of seq;
 *   (2) files, objects and tiles are written as a pure function of those rows, and synced;
 *   (3) DATA/ledger.lock, the last signed note (it says size and root), is compared and swapped;
 *   (4) ledger/checkpoint becomes that note.
 * Then partial tiles that have become full are deleted, the rows are marked published, and what
 * entries erase is erased: objects and files go, salt and body are cleared in the act rows.
 *
 * Invariants. No two notes of one size are signed with different roots, and no smaller one after
 * a larger: before it signs, the sequencer compares its rows with ledger.lock, and refuses, saying
 * so, when the database is behind (an older one was restored). Several processes may hold a
 * ledger: a lock on the key file lets one at a time do a batch.
 *
 *     TRY(ledger_init(cx, "DATA", "002232131.invalid/ledger"));
 *     TRY(ledger_open(cx, "DATA", CLOCK_SYSTEM, &ledger));
 *     do TRY(ledger_sequence(cx, ledger, 1000, &done)); while (done > 0);
 *
 * cx->store is the office's database, and no transaction may be open. A fault sticks in the
 * context (base/context.h): a loop uses a fresh one each time round.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "ledger/note.h"

struct ledger;

/* Whose moment becomes an entry's "at": the system's clock, or, while the demonstration is being
 * made, that of the act. Neither ever runs backwards within a ledger. */
enum ledger_clock { CLOCK_SYSTEM, CLOCK_ACTS };

/* Makes keys/ledger.key (0600), ledger/ with vkey and the checkpoint of size 0, ledger.lock and
 * tmp/ in the folder data. CONFLICT when there is a key or a ledger already. origin is fixed for
 * ever, and independent of host and port. */
enum status ledger_init(struct context *cx, const char *data, const char *origin) MUST_USE;

/* Checks that key, lock, checkpoint, tiles and database agree, and finishes what a crash left
 * undone. FAULT, with a plain sentence in cx->fault, when they do not: nothing is signed then.
 * BUSY: another process is doing a batch; try again. */
enum status ledger_open(struct context *cx, const char *data, enum ledger_clock clock,
                        struct ledger **ret) MUST_USE;
void ledger_close(struct ledger *ledger);

/* One batch of at most max waiting acts; *ret_done of them were published (0: none waits).
 * BUSY: another process is at it, or the disk is full; try again. */
enum status ledger_sequence(struct context *cx, struct ledger *ledger, size_t max,
                            size_t *ret_done) MUST_USE;

/* A note by the ledger's key that is no checkpoint, e.g. the office's sealing keys: text says in
 * its first line what it is. data must hold keys/ledger.key. */
enum status ledger_sign_note(struct context *cx, const char *data, const char *text,
                             struct bytes *ret_note) MUST_USE;

/* What was signed last, and by whom. */
const struct checkpoint *ledger_checkpoint(const struct ledger *ledger);
const struct vkey *ledger_vkey(const struct ledger *ledger);

/* A checkpoint that somebody outside has of this ledger (a follower, a mirror): FAULT when it is
 * ahead of ours or forks from it, i.e. when a whole DATA folder was rolled back. */
enum status ledger_compare_outside(struct context *cx, struct ledger *ledger,
                                   struct bytes note) MUST_USE;

#endif
