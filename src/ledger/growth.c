#include "ledger/growth.h"

#include <string.h>

#include "ledger/bundle.h"

struct growth *growth_new(struct arena *mem)
{
    struct growth *growth = arena_make(mem, struct growth);
    growth->bundle = out_new(mem);
    return growth;
}

static void empty(struct growth *growth)
{
    struct out bundle = growth->bundle;
    bundle.size = 0;
    *growth = (struct growth){.bundle = bundle};
}

/* The hashes of the partial tile of a level, and from them the level's share of the peaks. */
static enum status load_level(struct context *cx, struct growth *growth,
                              const struct tile_source *source, int level, uint64_t size)
{
    struct bytes bytes;
    struct tlog_tree part = {0};
    uint64_t hashes = tile_hashes(level, size);
    unsigned width = (unsigned)(hashes % TILE_WIDTH);
    if (width == 0) return OK;
    TRY(source->read(cx, source->where, tile_holding(level, hashes - 1, size), &bytes));
    if (bytes.size < (size_t)width * HASH_SIZE)
        return fault(cx, "a tile of level %d is torn at size %llu", level,
                     (unsigned long long)size);
    memcpy(growth->tile[level], bytes.data, (size_t)width * HASH_SIZE);
    for (unsigned i = 0; i < width; i++) tlog_push(&part, growth->tile[level][i]);
    for (unsigned bit = 0; bit < 8; bit++)
        if (width >> bit & 1) growth->tree.peak[8 * level + (int)bit] = part.peak[bit];
    return OK;
}

static enum status load_bundle(struct context *cx, struct growth *growth,
                               const struct tile_source *source, uint64_t size)
{
    struct bytes bytes, entry;
    unsigned width = (unsigned)(size % TILE_WIDTH);
    if (width == 0) return OK;
    TRY(source->read(cx, source->where, tile_holding(TILE_ENTRIES, size - 1, size), &bytes));
    for (unsigned i = 0; i < width; i++) {
        if (!bundle_next(&bytes, &entry) || !hash_equal(tlog_leaf(entry), growth->tile[0][i]))
            return fault(cx, "the last entry tile is torn at size %llu", (unsigned long long)size);
        TRY(bundle_add(cx, &growth->bundle, entry));
    }
    return OK;
}

enum status growth_load(struct context *cx, struct growth *growth, const struct tile_source *source,
                        uint64_t size)
{
    empty(growth);
    for (int level = 0; level < TILE_LEVELS; level++)
        TRY(load_level(cx, growth, source, level, size));
    growth->tree.size = size;
    return load_bundle(cx, growth, source, size);
}

static enum status write_level(struct context *cx, const struct growth *growth,
                               const struct tile_sink *sink, struct tile tile)
{
    struct bytes bytes = {growth->tile[tile.level][0].byte, (size_t)tile.width * HASH_SIZE};
    return sink->write(cx, sink->where, tile, bytes);
}

static enum status write_bundle(struct context *cx, struct growth *growth,
                                const struct tile_sink *sink, struct tile tile)
{
    tile.level = TILE_ENTRIES;
    TRY(sink->write(cx, sink->where, tile, out_taken(&growth->bundle)));
    if (tile.width == TILE_WIDTH) growth->bundle.size = 0;
    return OK;
}

/* Puts the newest hash of each level that has one into its tile; a tile that fills is written and
 * gives its root to the level above. The tree has just been pushed, and knows those roots. */
static enum status settle(struct context *cx, struct growth *growth, const struct tile_sink *sink,
                          struct hash leaf)
{
    uint64_t size = growth->tree.size;
    for (int level = 0; level < TILE_LEVELS && size % (UINT64_C(1) << 8 * level) == 0; level++) {
        uint64_t index = tile_hashes(level, size) - 1;
        growth->tile[level][index % TILE_WIDTH] =
            level == 0 ? leaf : tile_node(growth->tile[level - 1], 8);
        growth->touched[level] = true;
        if (index % TILE_WIDTH < TILE_WIDTH - 1) break;
        struct tile full = {level, index / TILE_WIDTH, TILE_WIDTH};
        if (level == 0) TRY(write_bundle(cx, growth, sink, full));
        TRY(write_level(cx, growth, sink, full));
        growth->touched[level] = false;
    }
    return OK;
}

enum status growth_push(struct context *cx, struct growth *growth, struct bytes entry,
                        const struct tile_sink *sink)
{
    struct hash leaf = tlog_leaf(entry);
    TRY(bundle_add(cx, &growth->bundle, entry));
    tlog_push(&growth->tree, leaf);
    return settle(cx, growth, sink, leaf);
}

enum status growth_flush(struct context *cx, struct growth *growth, const struct tile_sink *sink)
{
    for (int level = 0; level < TILE_LEVELS; level++) {
        if (!growth->touched[level]) continue;
        uint64_t hashes = tile_hashes(level, growth->tree.size);
        struct tile part = tile_holding(level, hashes - 1, growth->tree.size);
        if (level == 0) TRY(write_bundle(cx, growth, sink, part));
        TRY(write_level(cx, growth, sink, part));
        growth->touched[level] = false;
    }
    return OK;
}

enum status growth_add(struct context *cx, struct growth *growth, const struct bytes *entries,
                       size_t count, const struct tile_sink *sink)
{
    for (size_t i = 0; i < count; i++) TRY(growth_push(cx, growth, entries[i], sink));
    return growth_flush(cx, growth, sink);
}
