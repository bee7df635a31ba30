/* Memory by lifetime: process, request (or job), scratch.
 *
 * An arena hands out zeroed memory and takes it all back at once. Allocation never returns NULL:
 * true exhaustion aborts, and inputs are bounded where they enter, so no input can cause it.
 * What a request acquires (a transaction, a file, a result) is deferred on its arena and undone
 * last in, first out, when the arena is rewound or reset.
 *
 *     struct arena *mem = arena_new("request");
 *     char *path = arena_format(mem, "%s/%s", folder, name);
 *     arena_defer(mem, close_file, file);
 *     arena_reset(mem);                      // close_file(file) runs, memory is gone
 *
 * With -Darena=malloc every allocation is a malloc of its own, so that ASan sees its bounds.
 * An arena belongs to one thread at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/status.h"

struct arena;

/* A place to rewind to: what was allocated or deferred since is gone afterwards. */
struct arena_mark {
    void *defers;
    void *block;
    size_t used;
};

struct arena *arena_new(const char *purpose);
void arena_free(struct arena *mem); /* runs the defers; NULL is allowed */
void arena_reset(struct arena *mem);

/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *mem, size_t size) __attribute__((malloc, returns_nonnull));
#define arena_make(mem, type) ((type *)arena_alloc((mem), sizeof(type)))
#define arena_array(mem, type, count) ((type *)arena_alloc_array((mem), (count), sizeof(type)))
void *arena_alloc_array(struct arena *mem, size_t count, size_t size);

char *arena_copy(struct arena *mem, const char *text);             /* NULL becomes "" */
char *arena_copy_n(struct arena *mem, const char *text, size_t n); /* adds the NUL */
char *arena_format(struct arena *mem, const char *format, ...) PRINTF(2, 3);
char *arena_vformat(struct arena *mem, const char *format, va_list args);

/* Runs undo(what) when the arena is reset, freed, or rewound past this point. */
void arena_defer(struct arena *mem, void (*undo)(void *), void *what);
/* Takes back the newest deferral of exactly this pair without running it. */
void arena_undefer(struct arena *mem, void (*undo)(void *), void *what);

struct arena_mark arena_mark(struct arena *mem);
void arena_rewind(struct arena *mem, struct arena_mark mark);
/* Gives what every arena has freed back to the system: after something large that is over. */
void arena_give_back(void);
size_t arena_held(const struct arena *mem); /* bytes taken from the system: for tests */

#endif
