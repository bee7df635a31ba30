#include "portal/ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    PARTS = 4,
    PART_BYTES = 1 << 20, /* a part of long records ends early */
    LONG = 256,           /* a stretch worth a thread */
};

struct ahead {
    struct arena *mem;
    struct reader *reader;
    uint64_t from, next, end;
    /* the entries of the tile in which next lies */
    struct context tile_cx;
    struct bytes entries[TILE_WIDTH];
    uint64_t tile_from, tile_end;
    /* sorted: the indices that entries of this stretch erase */
    bool erased_known;
    uint64_t *erased;
    size_t erased_count, erased_room;
    /* made − taken parts are ready; the taken one is being read until the next is asked for */
    struct part part[PARTS];
    bool threaded, reading, ending;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t turned;
    size_t made, taken;
};

/* ---- what may be missing ---- */

/* The entries of the tile in which at lies, up to its end or that of the stretch. */
static enum status read_tile(struct context *cx, struct ahead *ahead, uint64_t at,
                             struct bytes entries[TILE_WIDTH], uint64_t *ret_end)
{
    uint64_t end = (at / TILE_WIDTH + 1) * TILE_WIDTH;
    if (end > ahead->end) end = ahead->end;
    *ret_end = end;
    return reader_entries(cx, ahead->reader, at, end, entries);
}

static int by_index(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void note_erased(struct ahead *ahead, const struct entry *entry)
{
    for (size_t i = 0; i < entry->erases_count; i++) {
        if (ahead->erased_count == ahead->erased_room) {
            size_t room = ahead->erased_room ? ahead->erased_room * 2 : 64;
            uint64_t *more = arena_array(ahead->mem, uint64_t, room);
            if (ahead->erased_count)
                memcpy(more, ahead->erased, ahead->erased_count * sizeof *more);
            ahead->erased = more;
            ahead->erased_room = room;
        }
        ahead->erased[ahead->erased_count++] = (uint64_t)entry->erases[i];
    }
}

/* Asked for only when an object is missing, so that an ordinary replay reads each entry once. */
static enum status learn_erased(struct context *cx, struct ahead *ahead)
{
    for (uint64_t at = ahead->from, end; at < ahead->end; at = end) {
        struct arena_mark mark = arena_mark(cx->mem);
        struct bytes entries[TILE_WIDTH];
        TRY(read_tile(cx, ahead, at, entries, &end));
        for (uint64_t i = at; i < end; i++) {
            struct entry entry;
            TRY(entry_parse(cx, entries[i - at], &entry));
            note_erased(ahead, &entry);
        }
        arena_rewind(cx->mem, mark);
    }
    if (ahead->erased_count > 0)
        qsort(ahead->erased, ahead->erased_count, sizeof *ahead->erased, by_index);
    ahead->erased_known = true;
    return OK;
}

/* A missing object is right only if a later entry erases it. Else the copy of the ledger lags, and
 * what lags is waited for, never skipped. */
static enum status may_be_missing(struct context *cx, struct ahead *ahead, uint64_t index)
{
    if (!ahead->erased_known) TRY(learn_erased(cx, ahead));
    if (ahead->erased_count &&
        bsearch(&index, ahead->erased, ahead->erased_count, sizeof *ahead->erased, by_index))
        return OK;
    return BUSY;
}

/* ---- making ready ---- */

static enum status next_entry(struct ahead *ahead, struct bytes *ret)
{
    struct context *cx = &ahead->tile_cx;
    if (ahead->next >= ahead->tile_end) {
        arena_reset(cx->mem);
        ahead->tile_from = ahead->next;
        TRY(read_tile(cx, ahead, ahead->next, ahead->entries, &ahead->tile_end));
    }
    *ret = ahead->entries[ahead->next - ahead->tile_from];
    return OK;
}

static enum status make_ready(struct context *cx, struct ahead *ahead, struct bytes bytes,
                              struct applied *ret)
{
    *ret = (struct applied){.index = (int64_t)ahead->next, .leaf = tlog_leaf(bytes)};
    TRY(entry_parse(cx, bytes, &ret->entry));
    enum status status = reader_object(cx, ahead->reader, ret->entry.commit, &ret->object);
    if (status == NOT_FOUND) return may_be_missing(cx, ahead, ahead->next);
    TRY(status);
    ret->there = true;
    apply_parse(cx, ret);
    return OK;
}

static enum status fill(struct ahead *ahead, struct part *part)
{
    struct context *cx = &part->cx;
    while (part->count < PART && ahead->next < ahead->end && arena_held(cx->mem) < PART_BYTES) {
        struct bytes bytes;
        TRY(next_entry(ahead, &bytes));
        TRY(make_ready(cx, ahead, bytes, &part->at[part->count]));
        part->count++;
        ahead->next++;
    }
    return OK;
}

static void refill(struct ahead *ahead, struct part *part)
{
    struct arena *mem = part->cx.mem;
    arena_reset(mem);
    part->cx = (struct context){.mem = mem};
    part->count = 0;
    part->status = fill(ahead, part);
}

/* ---- the thread ---- */

static void *run(void *what)
{
    struct ahead *ahead = what;
    bool going = true;
    while (going) {
        pthread_mutex_lock(&ahead->lock);
        while (ahead->made - ahead->taken == PARTS && !ahead->ending)
            pthread_cond_wait(&ahead->turned, &ahead->lock);
        struct part *part = &ahead->part[ahead->made % PARTS];
        going = !ahead->ending;
        pthread_mutex_unlock(&ahead->lock);
        if (!going) break;
        refill(ahead, part);
        going = part->status == OK && ahead->next < ahead->end;
        pthread_mutex_lock(&ahead->lock);
        ahead->made++;
        pthread_cond_signal(&ahead->turned);
        pthread_mutex_unlock(&ahead->lock);
    }
    return NULL;
}

static const struct part *take(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->taken += ahead->reading;
    pthread_cond_signal(&ahead->turned);
    while (ahead->made == ahead->taken) pthread_cond_wait(&ahead->turned, &ahead->lock);
    const struct part *part = &ahead->part[ahead->taken % PARTS];
    pthread_mutex_unlock(&ahead->lock);
    ahead->reading = true;
    return part;
}

struct ahead *ahead_start(struct reader *reader, uint64_t from, uint64_t to)
{
    struct arena *mem = arena_new("ahead");
    struct ahead *ahead = arena_make(mem, struct ahead);
    ahead->mem = mem;
    ahead->reader = reader;
    ahead->from = ahead->next = ahead->tile_from = ahead->tile_end = from;
    ahead->end = to;
    ahead->tile_cx.mem = arena_new("ahead: tile");
    for (size_t i = 0; i < PARTS; i++) ahead->part[i].cx.mem = arena_new("ahead: part");
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->turned, NULL);
    /* Where no thread is to be had, it goes on without. */
    ahead->threaded = to - from >= LONG && pthread_create(&ahead->thread, NULL, run, ahead) == 0;
    return ahead;
}

/* What went wrong there, told here. */
static enum status tell(struct context *cx, const struct context *there, enum status status)
{
    for (const struct issue *i = there->issues; i; i = i->next)
        (void)issue(cx, arena_copy(cx->mem, i->field), arena_copy(cx->mem, i->message),
                    arena_copy(cx->mem, i->detail));
    if (there->fault_file)
        (void)context_fault(cx, there->fault_file, there->fault_line, "%s", there->fault);
    return status;
}

enum status ahead_next(struct context *cx, struct ahead *ahead, const struct part **ret)
{
    if (!ahead->threaded) refill(ahead, &ahead->part[0]);
    const struct part *part = ahead->threaded ? take(ahead) : &ahead->part[0];
    if (part->status != OK) {
        (void)tell(cx, &ahead->tile_cx, part->status);
        return tell(cx, &part->cx, part->status);
    }
    *ret = part;
    return OK;
}

void ahead_stop(struct ahead *ahead)
{
    if (!ahead) return;
    if (ahead->threaded) {
        pthread_mutex_lock(&ahead->lock);
        ahead->ending = true;
        pthread_cond_signal(&ahead->turned);
        pthread_mutex_unlock(&ahead->lock);
        pthread_join(ahead->thread, NULL);
    }
    pthread_cond_destroy(&ahead->turned);
    pthread_mutex_destroy(&ahead->lock);
    for (size_t i = 0; i < PARTS; i++) arena_free(ahead->part[i].cx.mem);
    arena_free(ahead->tile_cx.mem);
    arena_free(ahead->mem);
}
