/* Reading a ledger: for the portal, for verifiers, for anyone.
 *
 * A reader knows one ledger (a folder, or an address) and the key it believes. Its checkpoint is
 * always one that this key signed; refreshing takes a newer one only if it extends the older
 * (RFC 9162 consistency), so a reader that is kept can neither be led onto a fork nor back. A
 * reader needs nothing but read access below its root, and belongs to one thread.
 *
 *     struct reader *reader;
 *     TRY(reader_open(cx, "DATA/ledger", vkey, &reader));
 *     TRY(reader_check(cx, reader, &tree));             // the entries are those that were signed
 *     for (uint64_t i = stored; i < reader->checkpoint.size; i++) …reader_entries()…
 */
#ifndef LEDGER_READER_H
#define LEDGER_READER_H

#include "ledger/entry.h"
#include "ledger/note.h"
#include "ledger/object.h"
#include "ledger/source.h"

struct reader {
    struct arena *mem; /* of its own */
    struct source *source;
    struct vkey key;
    struct checkpoint checkpoint; /* origin is key.name */
    struct bytes note;            /* the checkpoint as it was signed */
    struct arena *note_mem;
    struct tile_cache *cache;
};

/* vkey NULL believes the key that the ledger itself shows: good for looking, not for trust. */
enum status reader_open(struct context *cx, const char *location, const char *vkey,
                        struct reader **ret) MUST_USE;
void reader_close(struct reader *reader);

/* Reads the checkpoint again. INVALID when it is unsigned, shrank, or does not extend what was
 * seen; the reader then keeps the older one. */
enum status reader_refresh(struct context *cx, struct reader *reader) MUST_USE;

/* Entries [from, to) as bytes in cx->mem, to - from of them, as the tiles hold them. */
enum status reader_entries(struct context *cx, struct reader *reader, uint64_t from, uint64_t to,
                           struct bytes *ret_entries) MUST_USE;
/* One entry, parsed. */
enum status reader_entry(struct context *cx, struct reader *reader, uint64_t index,
                         struct entry *ret) MUST_USE;

/* The tree at a size that the ledger has, from its tiles: to resume from. */
enum status reader_tree(struct context *cx, struct reader *reader, uint64_t size,
                        struct tlog_tree *ret) MUST_USE;
/* Grows the tree by every later entry and compares it with the checkpoint: INVALID unless these
 * are the entries that were signed, on top of that tree. Replay does this before it applies any. */
enum status reader_check(struct context *cx, struct reader *reader,
                         struct tlog_tree *tree) MUST_USE;
struct tlog_nodes reader_nodes(struct reader *reader);

/* A file that proves one entry to whoever knows the key (C2SP tlog-proof). */
enum status reader_proof(struct context *cx, struct reader *reader, uint64_t index,
                         const char **ret_text) MUST_USE;
char *proof_write(struct arena *mem, uint64_t index, const struct tlog_proof *proof,
                  struct bytes note);

/* The object of a commitment, parsed and checked against it. NOT_FOUND: erased, or a copy that
 * lags; the entries tell which. */
enum status reader_object(struct context *cx, struct reader *reader, struct hash commit,
                          struct object *ret) MUST_USE;

#endif
