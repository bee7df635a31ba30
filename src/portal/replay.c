/* Replay (SPIKE §2): first verify everything new, then apply it, a batch to a transaction. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "ledger/reader.h"
#include "portal/apply.h"
#include "portal/portal.h"

enum { BATCH = 1000 };

static const struct sql read_place = {
    "portal.place", "SELECT size, root, scrub FROM portal_ledger WHERE ledger = $1"};
static const struct sql write_place = {
    "portal.write_place",
    "INSERT INTO portal_ledger (ledger, size, root, scrub) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (ledger) DO UPDATE SET size = $2, root = $3, scrub = $4"};
static const struct sql get_version = {"portal.version", "PRAGMA user_version"};

/* How far the ledger was applied. */
struct place {
    uint64_t size;
    struct hash root;
    bool scrub; /* words of something erased may still be in the index or the log */
};

static enum status place_read(struct context *cx, struct place *ret)
{
    struct rows *rows;
    *ret = (struct place){.root = tlog_root(&(struct tlog_tree){0})};
    TRY(store_query(cx, &read_place, BIND((int)LEDGER), &rows));
    if (rows_next(rows)) {
        ret->size = (uint64_t)rows_int(rows, 0);
        if (!text_from_hex(rows_text(rows, 1), ret->root.byte, HASH_SIZE)) ret->size = UINT64_MAX;
        ret->scrub = rows_int(rows, 2) != 0;
    }
    return rows_end(rows);
}

static enum status place_write(struct context *cx, const struct place *place)
{
    return store_run(cx, &write_place,
                     BIND((int)LEDGER, (int64_t)place->size,
                          (const char *)text_hex(cx->mem, place->root.byte, HASH_SIZE),
                          place->scrub),
                     NULL);
}

/* ---- open ---- */

static void remove_database(struct context *cx, const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        unlink(arena_format(cx->mem, "%s%s", path, endings[i]));
}

static enum status open_database(struct context *cx, const char *path, int64_t *ret_version)
{
    TRY(store_open(cx, path, STORE_DERIVED));
    return store_int(cx, &get_version, BIND_NONE, ret_version);
}

/* What another version of the program made is thrown away and made again. */
static enum status open_to_replay(struct context *cx, const char *path)
{
    int64_t made_by, wanted = apply_fingerprint();
    TRY(open_database(cx, path, &made_by));
    if (made_by != wanted && made_by != 0) {
        store_close(cx->store);
        remove_database(cx, path);
        TRY(open_database(cx, path, &made_by));
    }
    TRY(apply_tables(cx));
    const char *mark = arena_format(cx->mem, "PRAGMA user_version = %lld", (long long)wanted);
    return store_ensure(cx, &(struct sql){"portal.mark", mark});
}

static enum status open_to_read(struct context *cx, const char *path)
{
    static const struct sql read_only = {"portal.read_only", "PRAGMA query_only = ON"};
    TRY(store_open(cx, path, STORE_DERIVED));
    return store_ensure(cx, &read_only);
}

enum status portal_open(struct context *cx, const struct portal_site *site, enum portal_part part,
                        struct portal **ret)
{
    struct portal *portal = arena_make(cx->mem, struct portal);
    *portal = (struct portal){.cx = cx, .site = site};
    TRY(part == PORTAL_REPLAYS ? open_to_replay(cx, site->database)
                               : open_to_read(cx, site->database));
    *ret = portal;
    return OK;
}

void portal_close(struct portal *portal)
{
    if (!portal) return;
    reader_close(portal->reader);
    portal->reader = NULL;
    store_close(portal->cx->store);
    portal->cx->store = NULL;
}

enum status portal_size(struct portal *portal, uint64_t *ret_size)
{
    struct place place;
    TRY(place_read(portal->cx, &place));
    *ret_size = place.size;
    return OK;
}

/* ---- replay ---- */

struct replay {
    struct portal *portal;
    struct context *cx;
    struct arena *mem; /* for as long as this replay */
    struct reader *reader;
    struct place place;
    struct tlog_tree tree; /* grows with what is applied */
    bool erased_known;
    uint64_t *erased; /* sorted: the indices that entries of this checkpoint erase */
    size_t erased_count, erased_room;
};

/* The log must be the one that was applied so far, and not shorter; and every new entry must be one
 * that was signed. Only then is anything applied. */
static enum status verify(struct replay *replay)
{
    struct context *cx = replay->cx;
    uint64_t size = replay->reader->checkpoint.size;
    if (size < replay->place.size) return issue(cx, "", "ledger.checkpoint.shrank", "");
    TRY(reader_tree(cx, replay->reader, replay->place.size, &replay->tree));
    if (!hash_equal(tlog_root(&replay->tree), replay->place.root))
        return issue(cx, "", "ledger.checkpoint.forked", "");
    struct tlog_tree whole = replay->tree;
    return reader_check(cx, replay->reader, &whole);
}

/* The entries of the tile in which from lies, up to its end or that of the log. */
static enum status read_some(struct replay *replay, uint64_t from, struct bytes *ret_entries,
                             uint64_t *ret_end)
{
    uint64_t end = (from / TILE_WIDTH + 1) * TILE_WIDTH;
    if (end > replay->reader->checkpoint.size) end = replay->reader->checkpoint.size;
    *ret_end = end;
    return reader_entries(replay->cx, replay->reader, from, end, ret_entries);
}

static int by_index(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void note_erased(struct replay *replay, const struct entry *entry)
{
    for (size_t i = 0; i < entry->erases_count; i++) {
        if (replay->erased_count == replay->erased_room) {
            size_t room = replay->erased_room ? replay->erased_room * 2 : 64;
            uint64_t *more = arena_array(replay->mem, uint64_t, room);
            if (replay->erased_count)
                memcpy(more, replay->erased, replay->erased_count * sizeof *more);
            replay->erased = more;
            replay->erased_room = room;
        }
        replay->erased[replay->erased_count++] = (uint64_t)entry->erases[i];
    }
}

/* Asked for only when an object is missing, so that an ordinary replay reads each entry once. */
static enum status learn_erased(struct replay *replay)
{
    struct context *cx = replay->cx;
    for (uint64_t at = replay->place.size, end; at < replay->reader->checkpoint.size; at = end) {
        struct arena_mark mark = arena_mark(cx->mem);
        struct bytes entries[TILE_WIDTH];
        TRY(read_some(replay, at, entries, &end));
        for (uint64_t i = at; i < end; i++) {
            struct entry entry;
            TRY(entry_parse(cx, entries[i - at], &entry));
            note_erased(replay, &entry);
        }
        arena_rewind(cx->mem, mark);
    }
    if (replay->erased_count > 0)
        qsort(replay->erased, replay->erased_count, sizeof *replay->erased, by_index);
    replay->erased_known = true;
    return OK;
}

/* A missing object is right only if a later entry erases it. Else the copy of the ledger lags, and
 * what lags is waited for, never skipped. */
static enum status may_be_missing(struct replay *replay, uint64_t index)
{
    if (!replay->erased_known) TRY(learn_erased(replay));
    if (replay->erased_count &&
        bsearch(&index, replay->erased, replay->erased_count, sizeof *replay->erased, by_index))
        return OK;
    return BUSY;
}

static enum status apply_one(struct replay *replay, uint64_t index, struct bytes bytes)
{
    struct context *cx = replay->cx;
    struct entry entry;
    struct object object;
    struct applied applied = {.index = (int64_t)index, .entry = &entry, .object = &object};
    TRY(entry_parse(cx, bytes, &entry));
    enum status status = reader_object(cx, replay->reader, entry.commit, &object);
    if (status == NOT_FOUND) {
        applied.object = NULL;
        status = may_be_missing(replay, index);
    }
    TRY(status);
    TRY(apply_entry(replay->portal, &applied, &replay->place.scrub));
    tlog_push(&replay->tree, tlog_leaf(bytes));
    return OK;
}

/* Entries up to the end of a tile, so many tiles that there are about BATCH of them. */
static enum status apply_batch(struct replay *replay, uint64_t *ret_end)
{
    struct context *cx = replay->cx;
    uint64_t at = replay->tree.size, begin = at, size = replay->reader->checkpoint.size;
    while (at < size && at - begin < BATCH) {
        struct arena_mark tile = arena_mark(cx->mem);
        struct bytes entries[TILE_WIDTH];
        uint64_t end, first = at;
        TRY(read_some(replay, at, entries, &end));
        for (; at < end; at++) {
            struct arena_mark mark = arena_mark(cx->mem);
            TRY(apply_one(replay, at, entries[at - first]));
            arena_rewind(cx->mem, mark);
        }
        arena_rewind(cx->mem, tile);
    }
    *ret_end = at;
    return OK;
}

/* Entries, rows, and how far it came go into one transaction: whoever is killed goes on there. */
static enum status batch(struct replay *replay)
{
    struct context *cx = replay->cx;
    struct place next = replay->place;
    TRY(store_begin(cx));
    enum status status = apply_batch(replay, &next.size);
    if (status == OK) {
        next.root = tlog_root(&replay->tree);
        next.scrub = replay->place.scrub;
        status = place_write(cx, &next);
    }
    if (status == OK) status = store_commit(cx);
    if (status != OK)
        store_rollback(cx);
    else
        replay->place = next;
    return status;
}

static enum status scrub(struct replay *replay)
{
    if (!replay->place.scrub) return OK;
    TRY(apply_scrub(replay->cx));
    replay->place.scrub = false;
    return place_write(replay->cx, &replay->place);
}

static enum status replay_all(struct replay *replay, bool *ret_changed)
{
    TRY(portal_reader(replay->portal, &replay->reader));
    TRY(place_read(replay->cx, &replay->place));
    uint64_t before = replay->place.size;
    TRY(scrub(replay));
    TRY(verify(replay));
    while (replay->place.size < replay->reader->checkpoint.size) TRY(batch(replay));
    *ret_changed = replay->place.size > before;
    return scrub(replay);
}

enum status portal_replay(struct portal *portal, bool *ret_changed)
{
    bool changed = false;
    struct replay replay = {.portal = portal, .cx = portal->cx, .mem = arena_new("replay")};
    enum status status = replay_all(&replay, &changed);
    arena_free(replay.mem);
    if (ret_changed) *ret_changed = changed;
    return status;
}
