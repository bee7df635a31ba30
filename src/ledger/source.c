#include "ledger/source.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"

struct source {
    const char *folder; /* NULL: over http */
    struct http *http;
};

enum status source_open(struct context *cx, struct arena *mem, const char *location,
                        struct source **ret)
{
    struct source *source = arena_make(mem, struct source);
    size_t length = strlen(location);
    while (length > 1 && location[length - 1] == '/') length--;
    const char *root = arena_copy_n(mem, location, length);
    *ret = source;
    if (text_starts(root, "http://") || text_starts(root, "https://"))
        return http_open(cx, mem, root, &source->http);
    source->folder = root;
    return OK;
}

const char *source_folder(const struct source *source)
{
    return source->folder;
}

enum status source_read(struct context *cx, struct source *source, const char *path, size_t max,
                        struct bytes *ret)
{
    if (!source->folder) return http_read(cx, source->http, path, max, ret);
    return file_read(cx, arena_format(cx->mem, "%s/%s", source->folder, path), max, ret);
}

enum status source_tile(struct context *cx, struct source *source, struct tile tile,
                        struct bytes *ret)
{
    enum status status = source_read(cx, source, tile_path(cx->mem, tile), TILE_MAX, ret);
    if (status != NOT_FOUND || tile.width == TILE_WIDTH) return status;
    tile.width = TILE_WIDTH;
    return source_read(cx, source, tile_path(cx->mem, tile), TILE_MAX, ret);
}

static enum status read_tile(struct context *cx, void *where, struct tile tile, struct bytes *ret)
{
    enum status status = source_tile(cx, where, tile, ret);
    if (status != NOT_FOUND) return status;
    return fault(cx, "%s is missing", tile_path(cx->mem, tile));
}

struct tile_source source_tiles(struct source *source)
{
    return (struct tile_source){read_tile, source};
}
