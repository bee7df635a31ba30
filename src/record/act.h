/* Acts: one row per act of disclosure, with the exact public bytes; the sequencer (ledger/) turns
 * them into ledger entries. Only record_move() writes them (DESIGN §1: release is the only door).
 *
 * Salt, commitment and bytes are fixed in the office transaction, so that an entry is a pure
 * function of its row and index, and a sequencer that repeats itself repeats byte for byte.
 */
#ifndef RECORD_ACT_H
#define RECORD_ACT_H

#include "record/record.h"

extern const struct sql act_table;

/* Engine only: writes the act row of this move from the final record, in its transaction. */
enum status act_write(struct context *cx, const struct record *rec, const struct move *move,
                      const struct reason *reason) MUST_USE;

/* What happened to a record in public, oldest first. */
struct act {
    int64_t number, edition, seq, ledger_index; /* index −1: not yet in the ledger */
    const char *type, *actor, *reason_class, *article, *commitment;
    struct moment at;
    struct date on;
    struct act *next;
};
enum status act_of_record(struct context *cx, const char *record, struct act **ret_acts) MUST_USE;

/* Called after each COMMIT that wrote an act, so that the sequencer need not wait for its poll.
 * Set once at start; NULL in commands and tests. */
void act_set_wake(void (*wake)(void));
void act_wake(void);

/* Whether acts reach the ledger. While they do not (the sequencer refuses to sign, or cannot
 * write), every office page says so: what is released then is not yet public. */
void act_set_stalled(bool stalled);
bool act_stalled(void);

#endif
