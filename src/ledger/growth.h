/* How a log grows: tiles as a pure function of entries (SECURITY §1, order of work, step 2).
 *
 * A growth remembers no more than the peaks of the tree and what stands in the partial tile of
 * each level. Adding a batch of entries hands every tile that the batch changed to a sink: full
 * tiles as they fill, and at the end the partial ones. The same entries added again give the same
 * tiles byte for byte, so a sequencer that was killed simply repeats itself.
 *
 *     struct growth *growth = growth_new(mem);
 *     TRY(growth_load(cx, growth, &tiles, size));
 *     TRY(growth_add(cx, growth, entries, count, &sink));
 *     struct hash root = tlog_root(&growth->tree);
 *
 * After a failed growth_add() the growth is torn and must be loaded again.
 */
#ifndef LEDGER_GROWTH_H
#define LEDGER_GROWTH_H

#include "ledger/tile.h"

struct growth {
    struct tlog_tree tree;
    struct out bundle; /* the entries of the partial entry tile */
    struct hash tile[TILE_LEVELS][TILE_WIDTH];
    bool touched[TILE_LEVELS];
};

/* Where tiles go to, and where those of an existing log come from. */
struct tile_sink {
    enum status (*write)(struct context *cx, void *where, struct tile tile, struct bytes bytes);
    void *where;
};
struct tile_source {
    enum status (*read)(struct context *cx, void *where, struct tile tile, struct bytes *ret);
    void *where;
};

/* The empty log; mem must live as long as the growth. */
struct growth *growth_new(struct arena *mem);
/* Goes on where a log of this size stands. Only its partial tiles are read; the caller compares
 * the root with one that was signed. */
enum status growth_load(struct context *cx, struct growth *growth, const struct tile_source *source,
                        uint64_t size) MUST_USE;
enum status growth_add(struct context *cx, struct growth *growth, const struct bytes *entries,
                       size_t count, const struct tile_sink *sink) MUST_USE;
/* The two halves of adding: full tiles as entries fill them, and what is partial at the end. */
enum status growth_push(struct context *cx, struct growth *growth, struct bytes entry,
                        const struct tile_sink *sink) MUST_USE;
enum status growth_flush(struct context *cx, struct growth *growth,
                         const struct tile_sink *sink) MUST_USE;

#endif
