/* Where a ledger is read from: a folder, or an address over HTTP.
 *
 * Only plain paths below one root are read, whole and bounded, so a process that may read nothing
 * but ledger/ can use a folder. What is read may come from an enemy.
 *
 *     struct source *source;
 *     TRY(source_open(cx, mem, "DATA/ledger", &source));          // or "https://…/ledger"
 *     TRY(source_read(cx, source, "checkpoint", NOTE_MAX, &bytes));
 */
#ifndef LEDGER_SOURCE_H
#define LEDGER_SOURCE_H

#include "ledger/growth.h"
#include "ledger/tile.h"

enum { TILE_MAX = TILE_WIDTH * (2 + 65535) };

struct source;

/* Lives in mem, and is closed with it. */
enum status source_open(struct context *cx, struct arena *mem, const char *location,
                        struct source **ret) MUST_USE;
/* NOT_FOUND when there is none; the bytes live in cx->mem. */
enum status source_read(struct context *cx, struct source *source, const char *path, size_t max,
                        struct bytes *ret) MUST_USE;
/* A tile, or, where a partial one is gone since the log grew, the first part of the full one:
 * at least width hashes or entries, unless somebody tore it. */
enum status source_tile(struct context *cx, struct source *source, struct tile tile,
                        struct bytes *ret) MUST_USE;
struct tile_source source_tiles(struct source *source);

/* The root folder, or NULL when the ledger is read over HTTP. */
const char *source_folder(const struct source *source);

/* http.c: a connection that is kept. */
struct http;
enum status http_open(struct context *cx, struct arena *mem, const char *base,
                      struct http **ret) MUST_USE;
enum status http_read(struct context *cx, struct http *http, const char *path, size_t max,
                      struct bytes *ret) MUST_USE;

#endif
