/* Steps 2–4: from rows that have an index to a signed checkpoint, as a pure function of them. */
#include <string.h>

#include "base/text.h"
#include "ledger/inside.h"

enum { FEW = 8 }; /* up to so many rows cost less with a sync of each file than with syncfs() */

struct row {
    int64_t index;
    struct bytes entry;
    struct hash commit;
    struct object object;
    bool erases;
    bool gone; /* a later entry has erased it: only the entry is left */
};

struct batch {
    struct row *rows;
    size_t count;
};

static enum status read_row(struct context *cx, struct rows *rows, struct row *ret)
{
    const char *files = rows_text(rows, 4);
    struct bytes salt = rows_bytes(rows, 2), lines = {(const unsigned char *)files, strlen(files)};
    *ret = (struct row){.index = rows_int(rows, 0), .entry = rows_bytes(rows, 1)};
    ret->object.record = rows_bytes(rows, 3);
    ret->erases = !text_empty(rows_text(rows, 6));
    ret->gone = rows_int(rows, 7) == STAGE_ERASED;
    if (ret->gone) return OK;
    if (salt.size != SALT_SIZE || object_parse_files(cx, lines, &ret->object) != OK ||
        !text_from_hex(rows_text(rows, 5), ret->commit.byte, HASH_SIZE))
        return fault(cx, "the act of ledger entry %lld is damaged", (long long)ret->index);
    memcpy(ret->object.salt, salt.data, SALT_SIZE);
    if (hash_equal(object_commit(cx->mem, &ret->object), ret->commit)) return OK;
    return fault(cx, "the act of ledger entry %lld is not that of its commitment",
                 (long long)ret->index);
}

/* What was published may lie beyond the lock: a backup copies the lock before the database. */
#define INDEXED "FROM act WHERE stage = 1 OR (stage >= 2 AND ledger_index >= $1)"

static enum status read_batch(struct context *cx, uint64_t signed_size, struct batch *ret)
{
    static const struct sql counted = {"ledger.indexed_count", "SELECT count(*) " INDEXED};
    static const struct sql indexed = {
        "ledger.indexed", "SELECT ledger_index, entry, salt, body, files, commitment, erases, "
                          "stage " INDEXED " ORDER BY ledger_index LIMIT $2"};
    struct rows *rows;
    int64_t count;
    TRY(store_int(cx, &counted, BIND((int64_t)signed_size), &count));
    *ret = (struct batch){.rows = arena_array(cx->mem, struct row, (size_t)count)};
    if (count == 0) return OK;
    TRY(store_query(cx, &indexed, BIND((int64_t)signed_size, count), &rows));
    while (rows_next(rows)) TRY(read_row(cx, rows, &ret->rows[ret->count++]));
    return rows_end(rows);
}

static enum status write_object(struct context *cx, const struct ledger *ledger,
                                const struct place *place, const struct row *row)
{
    struct bytes bytes;
    if (row->gone) return OK;
    for (size_t i = 0; i < row->object.files_count; i++) {
        const struct object_file *file = &row->object.files[i];
        const char *blob =
            arena_format(cx->mem, "%s/%s", ledger->data, object_path(cx->mem, "blob", file->hash));
        TRY(place_copy(cx, place, blob, object_path(cx->mem, "file", file->hash), file));
    }
    TRY(object_write(cx, &row->object, &bytes));
    return place_write(cx, place, object_path(cx->mem, "object", row->commit), bytes);
}

static enum status write_tile(struct context *cx, void *where, struct tile tile, struct bytes bytes)
{
    return place_write(cx, where, tile_path(cx->mem, tile), bytes);
}

/* Rows below the signed size were in tiles before a crash; the rest must follow it without a gap.
 */
static enum status grow(struct context *cx, struct ledger *ledger, struct place *place,
                        const struct batch *batch)
{
    struct bytes *entries = arena_array(cx->mem, struct bytes, batch->count);
    struct tile_sink sink = {write_tile, place};
    uint64_t size = ledger->last.size;
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        if ((uint64_t)batch->rows[i].index < size) continue;
        if ((uint64_t)batch->rows[i].index != size + count)
            return fault(cx, "ledger entry %llu is missing from the office database",
                         (unsigned long long)(size + count));
        entries[count++] = batch->rows[i].entry;
    }
    return growth_add(cx, ledger->growth, entries, count, &sink);
}

static enum status mark(struct context *cx, const struct ledger *ledger)
{
    static const struct sql published = {
        "ledger.published", "UPDATE act SET stage = 2 WHERE stage = 1 AND ledger_index < $1"};
    return store_run(cx, &published, BIND((int64_t)ledger->last.size), NULL);
}

static enum status publish(struct context *cx, struct ledger *ledger, const struct batch *batch)
{
    struct place place = {ledger->folder, ledger->tmp, batch->count <= FEW};
    for (size_t i = 0; i < batch->count; i++)
        TRY(write_object(cx, ledger, &place, &batch->rows[i]));
    TRY(grow(cx, ledger, &place, batch));
    TRY(place_sync(cx, &place));
    struct checkpoint next = {ledger->signer.vkey.name, ledger->growth->tree.size,
                              tlog_root(&ledger->growth->tree)};
    if (next.size > ledger->last.size) TRY(ledger_sign(cx, ledger, &next));
    place_drop_partials(cx, &place, (uint64_t)batch->rows[0].index, ledger->last.size);
    for (size_t i = 0; i < batch->count; i++)
        if (batch->rows[i].erases) TRY(erase_named(cx, ledger, batch->rows[i].entry));
    return mark(cx, ledger);
}

enum status publish_indexed(struct context *cx, struct ledger *ledger, size_t *ret_count)
{
    struct batch batch;
    TRY(read_batch(cx, ledger->last.size, &batch));
    *ret_count = batch.count;
    if (batch.count == 0) return OK;
    ledger->loaded = false; /* until all is done: a failure loads the state of the lock again */
    TRY(publish(cx, ledger, &batch));
    ledger->loaded = true;
    return OK;
}
