#include "base/arena.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 32 * 1024, KEPT = 4 * BLOCK_SIZE };

struct block {
    struct block *below;
    size_t size, used;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct defer {
    struct defer *below;
    void (*undo)(void *);
    void *what;
};

struct arena {
    const char *purpose;
    struct block *top;
    struct defer *defers;
};

static _Noreturn void exhausted(const struct arena *mem, size_t size)
{
    fprintf(stderr, "arena %s: out of memory for %zu bytes\n", mem ? mem->purpose : "?", size);
    abort();
}

static struct block *block_new(struct arena *mem, size_t size)
{
    struct block *block = malloc(sizeof *block + size);
    if (!block) exhausted(mem, size);
    block->below = mem->top;
    block->size = size;
    block->used = 0;
    mem->top = block;
    return block;
}

struct arena *arena_new(const char *purpose)
{
    struct arena *mem = calloc(1, sizeof *mem);
    if (!mem) exhausted(NULL, sizeof *mem);
    mem->purpose = purpose;
    return mem;
}

void *arena_alloc(struct arena *mem, size_t size)
{
    size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX / 2) exhausted(mem, size);
    size_t rounded = (size + align - 1) & ~(align - 1);
    struct block *block = mem->top;
#ifdef ARENA_MALLOC
    block = block_new(mem, size ? size : 1);
    rounded = block->size;
#else
    if (!block || block->size - block->used < rounded)
        block = block_new(mem, rounded > BLOCK_SIZE ? rounded : BLOCK_SIZE);
#endif
    void *start = block->bytes + block->used;
    block->used += rounded;
    return memset(start, 0, size);
}

void *arena_alloc_array(struct arena *mem, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total)) exhausted(mem, SIZE_MAX);
    return arena_alloc(mem, total);
}

char *arena_copy_n(struct arena *mem, const char *text, size_t n)
{
    char *copy = arena_alloc(mem, n + 1);
    if (n) memcpy(copy, text, n);
    return copy;
}

char *arena_copy(struct arena *mem, const char *text)
{
    return arena_copy_n(mem, text, text ? strlen(text) : 0);
}

char *arena_vformat(struct arena *mem, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0) abort();
    char *text = arena_alloc(mem, (size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, args);
    return text;
}

char *arena_format(struct arena *mem, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vformat(mem, format, args);
    va_end(args);
    return text;
}

/* Deferrals live outside the blocks: an undo may still allocate while it runs. */
void arena_defer(struct arena *mem, void (*undo)(void *), void *what)
{
    struct defer *defer = malloc(sizeof *defer);
    if (!defer) exhausted(mem, sizeof *defer);
    *defer = (struct defer){.below = mem->defers, .undo = undo, .what = what};
    mem->defers = defer;
}

void arena_undefer(struct arena *mem, void (*undo)(void *), void *what)
{
    for (struct defer **at = &mem->defers; *at; at = &(*at)->below) {
        struct defer *defer = *at;
        if (defer->undo != undo || defer->what != what) continue;
        *at = defer->below;
        free(defer);
        return;
    }
}

struct arena_mark arena_mark(struct arena *mem)
{
    return (struct arena_mark){mem->defers, mem->top, mem->top ? mem->top->used : 0};
}

void arena_rewind(struct arena *mem, struct arena_mark mark)
{
    while (mem->defers != mark.defers) {
        struct defer *defer = mem->defers;
        mem->defers = defer->below;
        defer->undo(defer->what);
        free(defer);
    }
    while (mem->top != mark.block) {
        struct block *block = mem->top;
        mem->top = block->below;
        free(block);
    }
    if (mem->top) mem->top->used = mark.used;
}

/* The lowest block survives a reset, so that a worker's steady state allocates nothing. */
void arena_reset(struct arena *mem)
{
    struct block *lowest = mem->top;
    while (lowest && lowest->below) lowest = lowest->below;
#ifdef ARENA_MALLOC
    lowest = NULL;
#endif
    if (lowest && lowest->size > KEPT) lowest = NULL;
    arena_rewind(mem, (struct arena_mark){NULL, lowest, 0});
}

void arena_free(struct arena *mem)
{
    if (!mem) return;
    arena_rewind(mem, (struct arena_mark){NULL, NULL, 0});
    free(mem);
}

void arena_give_back(void)
{
    malloc_trim(0);
}

size_t arena_held(const struct arena *mem)
{
    size_t held = 0;
    for (const struct block *block = mem->top; block; block = block->below) held += block->size;
    return held;
}
