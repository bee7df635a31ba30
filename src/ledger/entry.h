/* A ledger entry: who did which act, when, to which record, and what binds its content.
 *
 * It is one canonical JSON object (SECURITY §1): sorted keys, no spaces, no floats, at most 4 KiB,
 *
 *     {"agency":…,"at":…,"commit":…,"erases":[…]?,"id":…,"kind":…,"prev":…?,"seq":…,"type":…,"v":1}
 *
 * and holds no title, name or free text, so that it can stay for ever. The parser takes hostile
 * bytes and accepts exactly what the writer writes: every other spelling of the same entry is
 * refused, because readers would otherwise disagree about what was signed.
 */
#ifndef LEDGER_ENTRY_H
#define LEDGER_ENTRY_H

#include "ledger/tlog.h"

enum { ENTRY_MAX = 4096, ENTRY_VERSION = 1 };

enum act_type { ACT_RELEASED, ACT_CORRECTED, ACT_WITHDRAWN, ACT_ERASED, ACT_TYPES };

struct entry {
    const char *agency;    /* organisation code */
    struct moment at;      /* the sequencer's clock */
    struct hash commit;    /* of this entry's own object: for withdrawn and erased, the tombstone */
    const int64_t *erases; /* ascending ledger indices whose objects are destroyed */
    size_t erases_count;
    const char *id;   /* of the record: random, for ever */
    const char *kind; /* of the record */
    int64_t prev;     /* ledger index of the record's previous entry; -1 at seq 1 */
    int64_t seq;      /* 1, 2, 3 … per record */
    enum act_type type;
};

const char *act_type_word(enum act_type type);
bool act_type_parse(const char *word, enum act_type *ret);

/* INVALID for an entry that the parser would refuse. */
enum status entry_write(struct context *cx, const struct entry *entry,
                        struct bytes *ret_bytes) MUST_USE;
/* Strings and erases live in cx->mem. */
enum status entry_parse(struct context *cx, struct bytes bytes, struct entry *ret) MUST_USE;

#endif
