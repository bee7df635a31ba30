#include "ledger/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "ledger/bundle.h"
#include "ledger/inside.h"
#include "ledger/reader.h"

/* --- making one ------------------------------------------------------------------------- */

static enum status write_first(struct context *cx, const char *data, const struct signer *signer)
{
    const char *tmp = arena_format(cx->mem, "%s/tmp", data);
    const char *vkey = arena_format(cx->mem, "%s\n", vkey_write(cx->mem, &signer->vkey));
    struct checkpoint empty = {signer->vkey.name, 0, tlog_root(&(struct tlog_tree){0})};
    struct bytes note = note_sign(cx->mem, checkpoint_write(cx->mem, &empty), signer);
    struct bytes vkey_bytes = {(const unsigned char *)vkey, strlen(vkey)};
    struct place outer = {data, tmp, true};
    TRY(place_write(cx, &outer, "ledger/vkey", vkey_bytes));
    TRY(place_write(cx, &outer, "ledger.lock", note));
    return place_write(cx, &outer, "ledger/checkpoint", note);
}

enum status ledger_init(struct context *cx, const char *data, const char *origin)
{
    struct signer signer;
    const char *key = arena_format(cx->mem, "%s/keys/ledger.key", data);
    if (!note_name_is_valid(origin)) return issue(cx, "origin", "ledger.origin", origin);
    TRY(file_make_folders(cx, arena_format(cx->mem, "%s/keys", data), 0700));
    TRY(file_make_folders(cx, arena_format(cx->mem, "%s/tmp", data), 0700));
    TRY(file_make_folders(cx, arena_format(cx->mem, "%s/ledger", data), 0755));
    if (file_exists(arena_format(cx->mem, "%s/ledger/tile", data))) return CONFLICT;
    TRY(key_create(cx, key, arena_copy(cx->mem, origin), &signer));
    /* The key comes last: a folder without one was never used and may be made again. */
    enum status status = write_first(cx, data, &signer);
    if (status == OK) status = key_write(cx, key, &signer);
    sodium_memzero(&signer, sizeof signer);
    if (status == OK) status = file_sync_folder(cx, arena_format(cx->mem, "%s/keys", data));
    return status == OK ? file_sync_folder(cx, data) : status;
}

/* --- one process at a time -------------------------------------------------------------- */

static void unlock(void *what)
{
    flock(((struct ledger *)what)->key_file, LOCK_UN);
}

/* Held until the context's arena is rewound past this point. */
static enum status lock(struct context *cx, struct ledger *ledger)
{
    if (flock(ledger->key_file, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? BUSY : fault(cx, "flock: %s", strerror(errno));
    arena_defer(cx->mem, unlock, ledger);
    return OK;
}

/* --- state: what was signed last, and what grows from it --------------------------------- */

static enum status read_note(struct context *cx, struct ledger *ledger, const char *path,
                             struct checkpoint *ret, struct bytes *ret_note)
{
    enum status status = file_read(cx, path, NOTE_MAX, ret_note);
    if (status == OK) status = checkpoint_open(cx, *ret_note, &ledger->signer.vkey, ret);
    if (status == OK) ret->origin = ledger->signer.vkey.name;
    if (status == NOT_FOUND) return fault(cx, "%s is missing: nothing will be signed", path);
    if (status == INVALID)
        return fault(cx, "%s is not signed by this ledger's key: nothing will be signed", path);
    return status;
}

static void keep_note(struct ledger *ledger, const struct checkpoint *checkpoint, struct bytes note)
{
    arena_reset(ledger->note_mem);
    const char *copy = arena_copy_n(ledger->note_mem, (const char *)note.data, note.size);
    ledger->note = (struct bytes){(const unsigned char *)copy, note.size};
    ledger->last = *checkpoint;
}

static bool is_same(struct bytes a, struct bytes b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* The entries of the last entry tile, as signed, must be those of the database: an older copy of
 * it that was restored and went on by itself would tell another story. */
static enum status compare_tail(struct context *cx, struct ledger *ledger)
{
    static const struct sql tail = {"ledger.tail",
                                    "SELECT ledger_index, entry FROM act WHERE ledger_index >= $1 "
                                    "AND ledger_index < $2 ORDER BY ledger_index"};
    uint64_t size = ledger->last.size;
    if (size == 0) return OK;
    struct tile tile = tile_holding(TILE_ENTRIES, size - 1, size);
    struct bytes rest, entry;
    struct rows *rows;
    int64_t at = (int64_t)(tile.number * TILE_WIDTH);
    bool same = true;
    struct tile_source tiles = source_tiles(ledger->source);
    TRY(tiles.read(cx, tiles.where, tile, &rest));
    TRY(store_query(cx, &tail, BIND(at, (int64_t)size), &rows));
    for (; rows_next(rows); at++)
        same = same && rows_int(rows, 0) == at && bundle_next(&rest, &entry) &&
               is_same(entry, rows_bytes(rows, 1));
    TRY(rows_end(rows));
    if (same && at == (int64_t)size) return OK;
    return fault(cx,
                 "the office database and the ledger tell different stories before entry %llu: "
                 "nothing will be signed",
                 (unsigned long long)size);
}

static enum status write_checkpoint(struct context *cx, struct ledger *ledger)
{
    struct place folder = {ledger->folder, ledger->tmp, true};
    return place_write(cx, &folder, "checkpoint", ledger->note);
}

/* A crash between steps 3 and 4 left the older checkpoint standing. */
static enum status settle_checkpoint(struct context *cx, struct ledger *ledger)
{
    struct checkpoint shown;
    struct bytes note;
    const char *path = arena_format(cx->mem, "%s/checkpoint", ledger->folder);
    if (!file_exists(path)) return write_checkpoint(cx, ledger);
    TRY(read_note(cx, ledger, path, &shown, &note));
    if (is_same(note, ledger->note)) return OK;
    if (shown.size >= ledger->last.size)
        return fault(cx,
                     "%s has %llu entries but ledger.lock has %llu: an older ledger.lock was "
                     "restored; nothing will be signed",
                     path, (unsigned long long)shown.size, (unsigned long long)ledger->last.size);
    return write_checkpoint(cx, ledger);
}

static enum status load(struct context *cx, struct ledger *ledger)
{
    struct checkpoint locked;
    struct bytes note;
    struct tile_source tiles = source_tiles(ledger->source);
    TRY(read_note(cx, ledger, ledger->lock, &locked, &note));
    if (ledger->loaded && is_same(note, ledger->note)) return sequence_check(cx, ledger);
    ledger->loaded = false;
    keep_note(ledger, &locked, note);
    TRY(sequence_check(cx, ledger));
    TRY(growth_load(cx, ledger->growth, &tiles, locked.size));
    if (!hash_equal(tlog_root(&ledger->growth->tree), locked.root))
        return fault(cx, "the tiles in %s are not those that were signed: nothing will be signed",
                     ledger->folder);
    TRY(compare_tail(cx, ledger));
    TRY(settle_checkpoint(cx, ledger));
    ledger->loaded = true;
    return OK;
}

/* --- steps 3 and 4 ------------------------------------------------------------------------ */

enum status ledger_sign(struct context *cx, struct ledger *ledger,
                        const struct checkpoint *checkpoint)
{
    struct bytes locked, note;
    struct place outer = {ledger->data, ledger->tmp, true};
    note = note_sign(cx->mem, checkpoint_write(cx->mem, checkpoint), &ledger->signer);
    TRY(file_read(cx, ledger->lock, NOTE_MAX, &locked));
    if (!is_same(locked, ledger->note) || checkpoint->size < ledger->last.size)
        return fault(cx, "%s was changed by somebody else: nothing was signed", ledger->lock);
    TRY(place_write(cx, &outer, "ledger.lock", note));
    keep_note(ledger, checkpoint, note);
    return write_checkpoint(cx, ledger);
}

/* --- opening ------------------------------------------------------------------------------ */

static enum status check_vkey(struct context *cx, struct ledger *ledger)
{
    struct bytes shown;
    const char *vkey = arena_format(cx->mem, "%s\n", vkey_write(cx->mem, &ledger->signer.vkey));
    TRY(source_read(cx, ledger->source, "vkey", NOTE_MAX, &shown));
    if (text_equal((const char *)shown.data, vkey)) return OK;
    return fault(cx, "%s/vkey is not that of keys/ledger.key: nothing will be signed",
                 ledger->folder);
}

/* The act table is the record engine's, with its keys by record and by index; how the sequencer
 * finds what waits is ours. */
static const struct sql indexes = {
    "ledger.indexes", "CREATE INDEX IF NOT EXISTS act_by_stage ON act (stage, number)"};

static enum status open_locked(struct context *cx, struct ledger *ledger)
{
    size_t done;
    TRY(store_ensure(cx, &indexes));
    TRY(check_vkey(cx, ledger));
    TRY(lock(cx, ledger));
    TRY(file_make_folders(cx, ledger->tmp, 0700));
    place_sweep(cx, ledger->tmp, ".part"); /* of a batch that was killed: nobody else is at it */
    TRY(load(cx, ledger));
    return publish_indexed(cx, ledger, &done);
}

static struct ledger *ledger_new(const char *data, enum ledger_clock clock)
{
    struct arena *mem = arena_new("ledger");
    struct ledger *ledger = arena_make(mem, struct ledger);
    ledger->mem = mem;
    ledger->note_mem = arena_new("ledger note");
    ledger->data = arena_copy(mem, data);
    ledger->folder = arena_format(mem, "%s/ledger", data);
    ledger->tmp = arena_format(mem, "%s/tmp/ledger", data);
    ledger->lock = arena_format(mem, "%s/ledger.lock", data);
    ledger->growth = growth_new(mem);
    ledger->clock = clock;
    ledger->key_file = -1;
    return ledger;
}

/* Everything between lock() and here is undone by rewinding: on success only, because the facts
 * of a failure live in the context's arena. */
static void release(struct context *cx, struct arena_mark mark, struct ledger *ledger,
                    enum status status)
{
    if (status == OK)
        arena_rewind(cx->mem, mark);
    else {
        store_rollback(cx);
        arena_undefer(cx->mem, unlock, ledger);
        unlock(ledger);
    }
}

enum status ledger_open(struct context *cx, const char *data, enum ledger_clock clock,
                        struct ledger **ret)
{
    if (sodium_init() < 0) return fault(cx, "libsodium does not start");
    if (store_in_transaction(cx)) return fault(cx, "a ledger is opened within a transaction");
    struct ledger *ledger = ledger_new(data, clock);
    struct arena_mark mark = arena_mark(cx->mem);
    enum status status = source_open(cx, ledger->mem, ledger->folder, &ledger->source);
    if (status == OK) status = key_read(cx, ledger);
    if (status == OK) status = open_locked(cx, ledger);
    release(cx, mark, ledger, status);
    if (status == OK)
        *ret = ledger;
    else
        ledger_close(ledger);
    return status;
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger) return;
    if (ledger->key_file >= 0) close(ledger->key_file);
    sodium_memzero(&ledger->signer, sizeof ledger->signer);
    arena_free(ledger->note_mem);
    arena_free(ledger->mem);
}

/* --- one batch ---------------------------------------------------------------------------- */

static enum status sequence_locked(struct context *cx, struct ledger *ledger, size_t max,
                                   size_t *ret_done)
{
    size_t assigned;
    TRY(lock(cx, ledger));
    TRY(load(cx, ledger));
    TRY(sequence_assign(cx, ledger, max, &assigned));
    return publish_indexed(cx, ledger, ret_done);
}

enum status ledger_sequence(struct context *cx, struct ledger *ledger, size_t max, size_t *ret_done)
{
    *ret_done = 0;
    if (store_in_transaction(cx)) return fault(cx, "a batch is signed within a transaction");
    struct arena_mark mark = arena_mark(cx->mem);
    enum status status = sequence_locked(cx, ledger, max, ret_done);
    release(cx, mark, ledger, status);
    return status;
}

const struct checkpoint *ledger_checkpoint(const struct ledger *ledger)
{
    return &ledger->last;
}

const struct vkey *ledger_vkey(const struct ledger *ledger)
{
    return &ledger->signer.vkey;
}

enum status ledger_compare_outside(struct context *cx, struct ledger *ledger, struct bytes note)
{
    struct checkpoint outside;
    struct reader *reader;
    struct tlog_tree tree;
    TRY(checkpoint_open(cx, note, &ledger->signer.vkey, &outside));
    if (outside.size > ledger->last.size)
        return fault(cx,
                     "A follower has seen %llu entries, but this ledger has %llu: the whole "
                     "data folder was rolled back. Nothing may be signed.",
                     (unsigned long long)outside.size, (unsigned long long)ledger->last.size);
    TRY(reader_open(cx, ledger->folder, vkey_write(cx->mem, &ledger->signer.vkey), &reader));
    enum status status = reader_tree(cx, reader, outside.size, &tree);
    reader_close(reader);
    TRY(status);
    if (hash_equal(tlog_root(&tree), outside.root)) return OK;
    return fault(cx,
                 "A follower has seen another history of %llu entries: this ledger is a fork. "
                 "Nothing may be signed.",
                 (unsigned long long)outside.size);
}
