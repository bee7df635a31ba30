/* The engine: what can be done with a record of any kind.
 *
 * Invariants. (id, edition) is the key; only the newest edition is edited, and only while its
 * state is EDITABLE. record_move() is the only way a state changes: permission, guard, effect,
 * UPDATE (with edition, version and state in its WHERE), history and, from the final record, the
 * act row, in one transaction, on a copy that replaces the caller's after COMMIT. Nothing else
 * writes act rows, so release is the only door out (DESIGN §1).
 *
 *     struct disclosure d;
 *     TRY(record_load(cx, &disclosure_kind, id, &d));
 *     TRY(record_move(cx, &d.base, "release", &NO_REASON));
 *
 * Loaded strings live in cx->mem. A load of a record of another agency by somebody without
 * READ_STAFF there answers NOT_FOUND.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "record/kind.h"
#include "store/store.h"

extern const struct reason NO_REASON;

/* Tables of the engine (history, act, item, review, attachment …) and of every kind. */
enum status record_ensure_tables(struct context *cx) MUST_USE;

/* Sets base and every field to "absent". */
void record_init(const struct kind *kind, void *rec);

enum status
record_load(struct context *cx, const struct kind *kind, const char *id,
            void *rec) MUST_USE; /* the newest edition; checks that the actor may read it */
enum status record_load_edition(struct context *cx, const struct kind *kind, const char *id,
                                int64_t edition, void *rec) MUST_USE;
/* Without asking who reads: for effects, jobs and reports. Handlers use record_load(). */
enum status record_fetch(struct context *cx, const struct kind *kind, const char *id,
                         int64_t edition, void *rec) MUST_USE; /* edition 0: the newest */

/* Whose pages show a record, and who may change its content (in states that are EDITABLE). */
bool record_may_read(struct context *cx, const struct record *rec);
bool record_may_write(struct context *cx, const struct record *rec);
/* Somebody has read what they read only with a reason: history says who, when and why. */
enum status record_note_reading(struct context *cx, const struct record *rec,
                                const char *why) MUST_USE;

/* Creates: id, edition 1, first state, history "draft". Needs WRITE (or what the kind's moves
 * from the first state need; of a kind flagged BY_PROGRAM only PROGRAM) at rec->agency. Fields are
 * checked as far as they are filled. */
enum status record_insert(struct context *cx, struct record *rec) MUST_USE;
/* Stores changed content; refuses unless EDITABLE and version is current (CONFLICT). */
enum status record_save(struct context *cx, struct record *rec) MUST_USE;
/* Every REQUIRED field and the kind's own check; issues beside their fields. */
enum status record_validate(struct context *cx, const struct record *rec) MUST_USE;

enum status record_move(struct context *cx, struct record *rec, const char *verb,
                        const struct reason *reason) MUST_USE;
/* What a step of the actor's makes beside it, by the program's right (PROGRAM): history still names
 * the person; where nobody acts, the program does it. */
enum status record_insert_by_program(struct context *cx, struct record *rec) MUST_USE;
enum status record_move_by_program(struct context *cx, struct record *rec, const char *verb,
                                   const struct reason *reason) MUST_USE;
/* That hand, for a stretch of several steps: the caller puts its own actor back. */
const struct actor *record_hand(struct context *cx);
/* The same step for many records, all or nothing; failed is then the id that stopped it. */
struct batch {
    const struct kind *kind;
    const char *const *ids;
    size_t count;
    const char *failed;
};
enum status record_move_batch(struct context *cx, struct batch *batch, const char *verb,
                              const struct reason *reason) MUST_USE;
/* The moves this actor could make now (permission and state; guards are not run). */
size_t record_moves(struct context *cx, const struct record *rec, const struct move **ret_moves,
                    size_t max);
const struct move *kind_move(const struct kind *kind, int from, const char *verb);

/* The canonical record (DESIGN §3): sorted keys, no spaces, absent keys left out. */
enum status record_canonical(struct context *cx, const struct record *rec,
                             struct bytes *ret_bytes) MUST_USE;
/* Replay's inverse: makes the public struct of the kind that the bytes name, in cx->mem (its base
 * says which kind), and its list of files. Unknown field names are ignored. NOT_FOUND: a kind that
 * this version does not know; INVALID: not a canonical record at all. */
struct record_file {
    const char *sha256, *name, *media;
    int64_t size;
    struct record_file *next;
};
enum status record_parse(struct context *cx, struct bytes canonical, void **ret_public,
                         struct record_file **ret_files) MUST_USE;

/* Lists: newest first by kind->order, keyset paging; see record/list.h. */

/* History: who, when, why, under which article; names of changed fields, never a PERSONAL value. */
struct history_line {
    struct moment at;
    struct date on;
    const char *actor_id, *actor, *verb, *from, *to, *why, *article, *changed;
    int64_t edition;
    struct history_line *next;
};
enum status record_history(struct context *cx, const struct record *rec,
                           struct history_line **ret_lines) MUST_USE; /* oldest first */
/* Has this person done one of these verbs (space-separated) on this edition? */
enum status record_did(struct context *cx, const struct record *rec, const char *actor_id,
                       const char *verbs, bool *ret_did) MUST_USE;

#endif
