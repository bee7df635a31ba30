/* Erasure: entry → signed checkpoint → (here) objects and files go, salt and record are cleared in
 * the act rows (SECURITY §1). Each step may be repeated, also for a row that is cleared already: a
 * backup may hold the object that was there when it began. A file goes when no remaining object
 * lists it. */
#include <string.h>

#include "base/text.h"
#include "ledger/inside.h"

static enum status erase_file(struct context *cx, const struct place *place, int64_t number,
                              const struct object_file *file)
{
    static const struct sql others = {
        "ledger.listing", "SELECT count(*) FROM act WHERE ledger_index IS NOT NULL AND stage < 3 "
                          "AND number <> $1 AND files LIKE $2"};
    int64_t count;
    const char *hex = text_hex(cx->mem, file->hash.byte, HASH_SIZE);
    TRY(store_int(cx, &others, BIND(number, arena_format(cx->mem, "%%%s%%", hex)), &count));
    if (count > 0) return OK;
    return place_remove(cx, place, object_path(cx->mem, "file", file->hash));
}

static enum status clear_row(struct context *cx, int64_t number)
{
    static const struct sql clear = {
        "ledger.clear", "UPDATE act SET stage = 3, salt = $2, body = $2 WHERE number = $1"};
    struct bytes nothing = {(const unsigned char *)"", 0};
    return store_run(cx, &clear, BIND(number, nothing), NULL);
}

static enum status erase_one(struct context *cx, const struct ledger *ledger, int64_t index)
{
    static const struct sql target = {
        "ledger.target", "SELECT number, commitment, files FROM act WHERE ledger_index = $1"};
    struct place place = {ledger->folder, ledger->tmp, true};
    struct object object = {0};
    struct hash commit;
    struct rows *rows;
    TRY(store_query(cx, &target, BIND(index), &rows));
    if (!rows_next(rows)) return rows_end(rows);
    int64_t number = rows_int(rows, 0);
    bool sound = text_from_hex(rows_text(rows, 1), commit.byte, HASH_SIZE);
    const char *files = rows_text(rows, 2);
    TRY(rows_end(rows));
    struct bytes lines = {(const unsigned char *)files, strlen(files)};
    if (!sound || object_parse_files(cx, lines, &object) != OK)
        return fault(cx, "the act of ledger entry %lld is damaged", (long long)index);
    TRY(place_remove(cx, &place, object_path(cx->mem, "object", commit)));
    for (size_t i = 0; i < object.files_count; i++)
        TRY(erase_file(cx, &place, number, &object.files[i]));
    return clear_row(cx, number);
}

enum status erase_named(struct context *cx, struct ledger *ledger, struct bytes bytes)
{
    struct entry entry;
    if (entry_parse(cx, bytes, &entry) != OK) return fault(cx, "a signed entry cannot be read");
    for (size_t i = 0; i < entry.erases_count; i++) TRY(erase_one(cx, ledger, entry.erases[i]));
    return OK;
}
