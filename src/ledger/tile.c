#include "ledger/tile.h"

#include <string.h>

#include "base/text.h"

char *tile_number_path(struct arena *mem, uint64_t number)
{
    struct out out = out_new(mem);
    uint64_t scale = 1;
    while (number / scale >= 1000) scale *= 1000;
    for (; scale > 1; scale /= 1000) out_format(&out, "x%03u/", (unsigned)(number / scale % 1000));
    out_format(&out, "%03u", (unsigned)(number % 1000));
    return out.text;
}

char *tile_path(struct arena *mem, struct tile tile)
{
    const char *number = tile_number_path(mem, tile.number);
    const char *part =
        tile.width < TILE_WIDTH ? arena_format(mem, ".p/%u", tile.width) : arena_copy(mem, "");
    if (tile.level == TILE_ENTRIES) return arena_format(mem, "tile/entries/%s%s", number, part);
    return arena_format(mem, "tile/%d/%s%s", tile.level, number, part);
}

/* Decimal without leading zeros, at most max; moves *at behind it. */
static bool read_small(const char **at, unsigned max, unsigned *ret)
{
    const char *digit = *at;
    unsigned value = 0;
    if (*digit < '0' || *digit > '9' || (*digit == '0' && digit[1] >= '0' && digit[1] <= '9'))
        return false;
    for (; *digit >= '0' && *digit <= '9'; digit++) {
        value = value * 10 + (unsigned)(*digit - '0');
        if (value > max) return false;
    }
    *at = digit;
    *ret = value;
    return true;
}

static bool read_group(const char **at, uint64_t *number)
{
    for (int i = 0; i < 3; i++) {
        char digit = *(*at)++;
        if (digit < '0' || digit > '9') return false;
        *number = *number * 10 + (uint64_t)(digit - '0');
    }
    return *number <= TLOG_SIZE_MAX;
}

static bool read_number(const char **at, uint64_t *ret)
{
    const char *start = *at;
    *ret = 0;
    while (**at == 'x') {
        ++*at;
        if (!read_group(at, ret) || *(*at)++ != '/') return false;
    }
    if (!read_group(at, ret)) return false;
    return !text_starts(start, "x000");
}

bool tile_parse_path(const char *path, struct tile *ret)
{
    unsigned level = 0;
    *ret = (struct tile){.width = TILE_WIDTH};
    if (!text_starts(path, "tile/")) return false;
    const char *at = path + strlen("tile/");
    if (text_starts(at, "entries/")) {
        ret->level = TILE_ENTRIES;
        at += strlen("entries");
    } else {
        if (!read_small(&at, TILE_LEVELS - 1, &level)) return false;
        ret->level = (int)level;
    }
    if (*at++ != '/' || !read_number(&at, &ret->number)) return false;
    if (!*at) return true;
    if (!text_starts(at, ".p/")) return false;
    at += strlen(".p/");
    return read_small(&at, TILE_WIDTH - 1, &ret->width) && ret->width > 0 && !*at;
}

uint64_t tile_hashes(int level, uint64_t size)
{
    return level <= 0 ? size : size >> (8 * level);
}

bool tile_is_within(struct tile tile, uint64_t size)
{
    return tile.number * TILE_WIDTH + tile.width <= tile_hashes(tile.level, size);
}

struct tile tile_holding(int level, uint64_t index, uint64_t size)
{
    uint64_t number = index / TILE_WIDTH, left = tile_hashes(level, size) - number * TILE_WIDTH;
    unsigned width = left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH;
    return (struct tile){level, number, width};
}

struct hash tile_node(const struct hash *first, unsigned level)
{
    struct tlog_tree tree = {0};
    for (unsigned i = 0; i < 1U << level; i++) tlog_push(&tree, first[i]);
    return tree.peak[level];
}
