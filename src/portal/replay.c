/* Replay (SPIKE §2): first verify everything new, then apply it, a batch to a transaction. */
#include <unistd.h>

#include "base/text.h"
#include "ledger/reader.h"
#include "portal/ahead.h"
#include "portal/apply.h"
#include "portal/portal.h"

enum {
    BATCH = 1000,
    LONG = 1000, /* a stretch worth a hurry */
};

static const struct sql read_place = {
    "portal.place", "SELECT size, root, scrub, hurried FROM portal_ledger WHERE ledger = $1"};
static const struct sql write_place = {
    "portal.write_place",
    "INSERT INTO portal_ledger (ledger, size, root, scrub, hurried) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (ledger) DO UPDATE SET size = $2, root = $3, scrub = $4, hurried = $5"};
static const struct sql get_version = {"portal.version", "PRAGMA user_version"};

/* How far the ledger was applied. */
struct place {
    uint64_t size;
    struct hash root;
    bool scrub;   /* words of something erased may still be in the index or the log */
    bool hurried; /* pages were freed that were not overwritten */
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
        ret->hurried = rows_int(rows, 3) != 0;
    }
    return rows_end(rows);
}

static enum status place_write(struct context *cx, const struct place *place)
{
    return store_run(cx, &write_place,
                     BIND((int)LEDGER, (int64_t)place->size,
                          (const char *)text_hex(cx->mem, place->root.byte, HASH_SIZE),
                          place->scrub, place->hurried),
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
    struct reader *reader;
    struct place place;
    struct tlog_tree tree; /* grows with what is applied */
    struct ahead *ahead;
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

/* Whole parts, so many that there are about BATCH entries. */
static enum status apply_batch(struct replay *replay, uint64_t *ret_end)
{
    struct context *cx = replay->cx;
    uint64_t begin = replay->tree.size, size = replay->reader->checkpoint.size;
    while (replay->tree.size < size && replay->tree.size - begin < BATCH) {
        const struct part *part;
        TRY(ahead_next(cx, replay->ahead, &part));
        for (size_t i = 0; i < part->count; i++) {
            struct arena_mark mark = arena_mark(cx->mem);
            TRY(apply_entry(replay->portal, &part->at[i], &replay->place.scrub));
            tlog_push(&replay->tree, part->at[i].leaf);
            arena_rewind(cx->mem, mark);
        }
    }
    *ret_end = replay->tree.size;
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
        next.hurried = replay->place.hurried;
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
    struct place *place = &replay->place;
    if (!place->scrub) return OK;
    TRY(apply_scrub(replay->cx, place->hurried));
    place->scrub = place->hurried = false;
    return place_write(replay->cx, place);
}

static enum status apply_all(struct replay *replay)
{
    enum status status = OK;
    uint64_t size = replay->reader->checkpoint.size;
    replay->ahead = ahead_start(replay->reader, replay->place.size, size);
    while (status == OK && replay->place.size < size) status = batch(replay);
    ahead_stop(replay->ahead);
    return status;
}

/* However it ends, the memory is given back, and what is freed from then on is overwritten. */
static enum status apply_in_hurry(struct replay *replay)
{
    replay->place.hurried = true;
    enum status status = apply_hurry(replay->cx);
    if (status == OK) status = apply_all(replay);
    enum status calmed = apply_calm(replay->cx);
    arena_give_back();
    return status == OK ? calmed : status;
}

static enum status replay_all(struct replay *replay, bool *ret_changed)
{
    TRY(portal_reader(replay->portal, &replay->reader));
    TRY(place_read(replay->cx, &replay->place));
    uint64_t before = replay->place.size, size = replay->reader->checkpoint.size;
    TRY(scrub(replay));
    TRY(verify(replay));
    TRY(size - before >= LONG ? apply_in_hurry(replay) : apply_all(replay));
    *ret_changed = replay->place.size > before;
    return scrub(replay);
}

enum status portal_replay(struct portal *portal, bool *ret_changed)
{
    bool changed = false;
    struct replay replay = {.portal = portal, .cx = portal->cx};
    enum status status = replay_all(&replay, &changed);
    if (ret_changed) *ret_changed = changed;
    return status;
}
