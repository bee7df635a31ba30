/* What the files of the sequencer share: ledger.c (state, order of work), key.c, sequence.c (step
 * 1), publish.c (steps 2–4), erase.c, mirror.c. Nobody else includes this. */
#ifndef LEDGER_INSIDE_H
#define LEDGER_INSIDE_H

#include "ledger/entry.h"
#include "ledger/growth.h"
#include "ledger/ledger.h"
#include "ledger/object.h"
#include "ledger/source.h"
#include "store/store.h"

/* Where an act row stands. */
enum stage { STAGE_WAITING, STAGE_INDEXED, STAGE_PUBLISHED, STAGE_ERASED };

struct ledger {
    struct arena *mem; /* of its own */
    const char *data, *folder, *tmp, *lock;
    struct signer signer;
    int key_file; /* its lock is held during a batch */
    enum ledger_clock clock;
    struct source *source;
    struct growth *growth;
    struct arena *note_mem;
    struct checkpoint last; /* signed last, i.e. what ledger.lock says */
    struct bytes note;
    bool loaded; /* growth, last and note are those of ledger.lock */
};

/* key.c: keys/ledger.key is "PRIVATE+KEY+name+hex(keyID)+base64(0x01 ‖ seed)", as Go's
 * sumdb/note writes it. */
enum status key_create(struct context *cx, const char *path, const char *name,
                       struct signer *ret) MUST_USE;
enum status key_write(struct context *cx, const char *path, const struct signer *signer) MUST_USE;
enum status key_read(struct context *cx, struct ledger *ledger) MUST_USE;

/* ledger.c */
enum status ledger_sign(struct context *cx, struct ledger *ledger,
                        const struct checkpoint *checkpoint) MUST_USE;

/* sequence.c: step 1. *ret_count acts got their index. */
enum status sequence_assign(struct context *cx, struct ledger *ledger, size_t max,
                            size_t *ret_count) MUST_USE;
/* The database knows entries 0 … n-1 without a gap, and n reaches the lock: FAULT otherwise. */
enum status sequence_check(struct context *cx, const struct ledger *ledger) MUST_USE;

/* publish.c: steps 2–4 for every row that has an index and is not published, and what they
 * erase. A row is published only when all of that is done, so a start repeats what is not. */
enum status publish_indexed(struct context *cx, struct ledger *ledger, size_t *ret_count) MUST_USE;

/* erase.c: destroys the objects that this signed entry erases, as far as they are still there. */
enum status erase_named(struct context *cx, struct ledger *ledger, struct bytes entry) MUST_USE;

/* files.c: files below DATA, with or without a sync of their own. */
struct place {
    const char *root, *tmp; /* files are written below root, by way of tmp */
    bool durable;           /* sync each file and folder; else place_sync() once for all */
};
enum status place_write(struct context *cx, const struct place *place, const char *path,
                        struct bytes bytes) MUST_USE;
/* Copies, never links: FAULT when the bytes are not those of this hash and size. */
enum status place_copy(struct context *cx, const struct place *place, const char *from,
                       const char *path, const struct object_file *file) MUST_USE;
enum status place_sync(struct context *cx, const struct place *place) MUST_USE;
/* Removes a file that may be gone already, and syncs its folder. */
enum status place_remove(struct context *cx, const struct place *place, const char *path) MUST_USE;
/* Removes every file of a folder whose name ends so ("" all), and the folder if it is empty. */
void place_sweep(struct context *cx, const char *folder, const char *suffix);
/* Partial tiles of a log that grew from one size to another: they stay served until the checkpoint
 * that has the full one; then they go. */
void place_drop_partials(struct context *cx, const struct place *place, uint64_t from,
                         uint64_t size);

#endif
