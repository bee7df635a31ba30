/* Tiles: how a log lies in files (C2SP tlog-tiles).
 *
 * Tile n of level L holds 256 hashes; hash i is the root of entries
 * [(256n + i)·256^L, (256n + i + 1)·256^L). The last tile of a level may be partial, with 1…255
 * hashes, and is then a file of its own: "tile/0/001.p/17". Entries lie in bundles of the same
 * arithmetic under "tile/entries". A tile's path says everything about its content, for ever.
 *
 *     struct tile tile = {.level = 0, .number = 1234067, .width = 256};
 *     tile_path(mem, tile)            // "tile/0/x001/x234/067"
 */
#ifndef LEDGER_TILE_H
#define LEDGER_TILE_H

#include "ledger/tlog.h"

enum { TILE_WIDTH = 256, TILE_ENTRIES = -1, TILE_LEVELS = 7 };

struct tile {
    int level; /* TILE_ENTRIES, or 0 … 6: 256^7 is beyond TLOG_SIZE_MAX */
    uint64_t number;
    unsigned width; /* 1 … 256 */
};

char *tile_path(struct arena *mem, struct tile tile);
/* Exactly what tile_path() writes, nothing else. */
bool tile_parse_path(const char *path, struct tile *ret);
/* How many hashes (or entries) a level has in a log of this size. */
uint64_t tile_hashes(int level, uint64_t size);
/* Does a log of this size have the tile? No path beyond the checkpoint may be served. */
bool tile_is_within(struct tile tile, uint64_t size);
/* The tile that holds hash (or entry) index of a level, as wide as a log of this size makes it. */
struct tile tile_holding(int level, uint64_t index, uint64_t size);

/* The path of N in groups of three digits: 1234067 is "x001/x234/067". */
char *tile_number_path(struct arena *mem, uint64_t number);

/* Root of the 2^level hashes that start at first, where level is 0 … 7. */
struct hash tile_node(const struct hash *first, unsigned level);

#endif
