#include "ledger/verify.h"

#include <dirent.h>
#include <jansson.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "ledger/bundle.h"
#include "ledger/reader.h"
#include "ledger/table.h"

/* One entry, as the later checks need it. */
struct line {
    struct hash commit;
    int64_t record; /* into records; -1: the entry was not understood */
    enum act_type type;
    bool erased;
};

struct run {
    struct context *cx;
    struct reader *reader;
    struct verify_report *report;
    struct arena *keep; /* what outlives the rewinding of cx->mem: tables, problems */
    struct line *lines;
    struct verify_record *records;
    size_t records_room;
    struct table *by_id;   /* record id → records */
    struct table *objects; /* hex of a commitment whose object must be there → index */
    struct table *files;   /* hex of a file that is listed → its size */
    struct moment last_at;
};

static void problem(struct run *run, const char *message, const char *detail)
{
    struct verify_report *report = run->report;
    if (report->problems_count++ < VERIFY_PROBLEMS)
        report->problems[report->problems_count - 1] =
            (struct verify_problem){message, arena_copy(run->keep, detail)};
}

static const char *entry_name(struct run *run, uint64_t index)
{
    return arena_format(run->cx->mem, "%llu", (unsigned long long)index);
}

/* What a reader or a parser refused is a problem of the ledger; the issue says which. */
static enum status note_refusal(struct run *run, enum status status, const char *detail)
{
    struct issue *last = run->cx->issues;
    if (status != INVALID) return status;
    while (last && last->next) last = last->next;
    problem(run, last ? last->message : "ledger.verify.form",
            last && !text_empty(last->detail) ? last->detail : detail);
    run->cx->issues = NULL;
    return OK;
}

/* --- tiles, root and entries --------------------------------------------------------------- */

static enum status compare_tile(struct context *cx, void *where, struct tile tile,
                                struct bytes wanted)
{
    struct run *run = where;
    struct bytes found;
    const char *path = tile_path(cx->mem, tile);
    enum status status = source_tile(cx, run->reader->source, tile, &found);
    run->report->tiles++;
    if (status == NOT_FOUND) {
        problem(run, "ledger.tile.missing", path);
        return OK;
    }
    TRY(status);
    /* A wider tile may have taken its place while we read: then it begins with these bytes. */
    if (found.size < wanted.size || memcmp(found.data, wanted.data, wanted.size) != 0)
        problem(run, "ledger.verify.tile", path);
    return OK;
}

static struct verify_record *record_of(struct run *run, const struct entry *entry, bool *ret_new)
{
    struct verify_report *report = run->report;
    int64_t at = table_put(run->by_id, entry->id, (int64_t)report->records_count);
    *ret_new = at == (int64_t)report->records_count;
    if (*ret_new) {
        if (report->records_count == run->records_room) {
            size_t room = run->records_room ? 2 * run->records_room : 256;
            struct verify_record *more = arena_array(run->keep, struct verify_record, room);
            if (run->records_room) memcpy(more, run->records, run->records_room * sizeof *more);
            run->records = more;
            run->records_room = room;
        }
        report->records_count++;
    }
    return &run->records[at];
}

static bool follows(const struct verify_record *record, bool is_new, const struct entry *entry)
{
    if (is_new) return entry->seq == 1 && entry->prev == -1;
    return entry->seq == record->seq + 1 && entry->prev == record->index &&
           text_equal(entry->kind, record->kind);
}

static void check_erases(struct run *run, const struct entry *entry, uint64_t index, int64_t record)
{
    for (size_t i = 0; i < entry->erases_count; i++) {
        uint64_t target = (uint64_t)entry->erases[i];
        if (target < index && run->lines[target].record == record)
            run->lines[target].erased = true;
        else
            problem(run, "ledger.verify.erases", entry_name(run, index));
    }
}

static enum status check_entry(struct run *run, uint64_t index, struct bytes bytes)
{
    struct entry entry;
    bool is_new;
    run->lines[index].record = -1;
    enum status status = entry_parse(run->cx, bytes, &entry);
    if (status != OK) return note_refusal(run, status, entry_name(run, index));
    struct verify_record *record = record_of(run, &entry, &is_new);
    if (!follows(record, is_new, &entry))
        problem(run, "ledger.verify.chain", entry_name(run, index));
    if (entry.at.ms < run->last_at.ms) problem(run, "ledger.verify.clock", entry_name(run, index));
    run->last_at = entry.at;
    run->lines[index] = (struct line){entry.commit, record - run->records, entry.type, false};
    check_erases(run, &entry, index, record - run->records);
    *record = (struct verify_record){arena_copy(run->keep, entry.id),
                                     arena_copy(run->keep, entry.kind),
                                     arena_copy(run->keep, entry.agency),
                                     entry.seq,
                                     (int64_t)index,
                                     entry.type,
                                     entry.commit};
    return OK;
}

static enum status check_log(struct run *run)
{
    struct context *cx = run->cx;
    struct bytes entries[TILE_WIDTH];
    struct growth *growth = growth_new(run->keep);
    struct tile_sink compare = {compare_tile, run};
    const struct checkpoint *checkpoint = &run->reader->checkpoint;
    for (uint64_t from = 0; from < checkpoint->size; from += TILE_WIDTH) {
        struct arena_mark mark = arena_mark(cx->mem);
        uint64_t left = checkpoint->size - from;
        size_t count = left < TILE_WIDTH ? (size_t)left : TILE_WIDTH;
        enum status status = reader_entries(cx, run->reader, from, from + count, entries);
        if (status != OK) return note_refusal(run, status, "");
        for (size_t i = 0; i < count; i++) {
            TRY(check_entry(run, from + i, entries[i]));
            TRY(growth_push(cx, growth, entries[i], &compare));
        }
        arena_rewind(cx->mem, mark);
    }
    TRY(growth_flush(cx, growth, &compare));
    if (!hash_equal(tlog_root(&growth->tree), checkpoint->root))
        problem(run, "ledger.checkpoint.root", "");
    return OK;
}

/* --- objects and files --------------------------------------------------------------------- */

static enum status check_file(struct run *run, const struct object_file *file)
{
    struct context *cx = run->cx;
    struct bytes bytes;
    struct hash found;
    const char *hex = text_hex(cx->mem, file->hash.byte, HASH_SIZE);
    const char *path = object_path(cx->mem, "file", file->hash);
    if (table_find(run->files, hex) == file->size) return OK;
    table_put(run->files, hex, file->size);
    run->report->files++;
    enum status status = source_read(cx, run->reader->source, path, (size_t)file->size, &bytes);
    if (status == NOT_FOUND) {
        problem(run, "ledger.verify.file_missing", path);
        return OK;
    }
    TRY(status);
    crypto_hash_sha256(found.byte, bytes.data, bytes.size);
    if (bytes.size != (size_t)file->size || !hash_equal(found, file->hash))
        problem(run, "ledger.verify.file", path);
    return OK;
}

/* The record is that of the entry; at its end a tombstone of the same id takes its place, and names
 * its kind in the field "of". */
static bool is_record_of(const struct object *object, const struct line *line,
                         const struct verify_record *record)
{
    json_t *json = json_loadb((const char *)object->record.data, object->record.size,
                              JSON_REJECT_DUPLICATES, NULL);
    const json_t *id = json_object_get(json, "id"), *kind = json_object_get(json, "kind");
    bool ended = line->type == ACT_WITHDRAWN || line->type == ACT_ERASED;
    if (ended && text_equal(json_string_value(kind), "tombstone"))
        kind = json_object_get(json_object_get(json, "fields"), "of");
    bool same = text_equal(json_string_value(id), record->id) &&
                text_equal(json_string_value(kind), record->kind);
    json_decref(json);
    return same;
}

static enum status check_object(struct run *run, uint64_t index)
{
    struct context *cx = run->cx;
    const struct line *line = &run->lines[index];
    const char *hex = text_hex(cx->mem, line->commit.byte, HASH_SIZE);
    struct object object;
    struct bytes bytes;
    if (line->erased) {
        run->report->erased++;
        const char *path = object_path(cx->mem, "object", line->commit);
        enum status found = source_read(cx, run->reader->source, path, OBJECT_MAX, &bytes);
        if (found == OK) problem(run, "ledger.verify.not_erased", entry_name(run, index));
        return found == NOT_FOUND ? OK : found;
    }
    table_put(run->objects, hex, (int64_t)index);
    enum status status = reader_object(cx, run->reader, line->commit, &object);
    if (status == NOT_FOUND) {
        problem(run, "ledger.verify.object_missing", entry_name(run, index));
        return OK;
    }
    if (status != OK) return note_refusal(run, status, entry_name(run, index));
    run->report->objects++;
    if (!is_record_of(&object, line, &run->records[line->record]))
        problem(run, "ledger.verify.record", entry_name(run, index));
    for (size_t i = 0; i < object.files_count; i++) TRY(check_file(run, &object.files[i]));
    return OK;
}

static enum status check_objects(struct run *run)
{
    for (uint64_t i = 0; i < run->reader->checkpoint.size; i++) {
        struct arena_mark mark = arena_mark(run->cx->mem);
        if (run->lines[i].record < 0) continue;
        TRY(check_object(run, i));
        arena_rewind(run->cx->mem, mark);
    }
    return OK;
}

/* --- what lies in a folder ------------------------------------------------------------------ */

/* A partial tile that a later one outgrew may stay; it begins like the later one. */
static enum status check_tile_file(struct run *run, const char *path, struct tile tile)
{
    struct context *cx = run->cx;
    struct bytes part, later;
    uint64_t size = run->reader->checkpoint.size;
    struct tile now = tile_holding(tile.level, tile.number * TILE_WIDTH, size);
    if (now.width == tile.width) return OK; /* compared already */
    if (source_read(cx, run->reader->source, path, TILE_MAX, &part) != OK ||
        source_tile(cx, run->reader->source, now, &later) != OK)
        return OK; /* it went while we looked, or was told of */
    struct bytes rest = part, entry;
    size_t count = 0;
    while (tile.level == TILE_ENTRIES && bundle_next(&rest, &entry)) count++;
    bool whole = tile.level == TILE_ENTRIES ? count == tile.width && rest.size == 0
                                            : part.size == (size_t)tile.width * HASH_SIZE;
    if (!whole || part.size > later.size || memcmp(part.data, later.data, part.size) != 0)
        problem(run, "ledger.verify.tile", path);
    return OK;
}

static bool is_listed(const char *path, const char *folder, const struct table *table)
{
    size_t length = strlen(folder);
    if (!text_starts(path, folder) || strlen(path) != length + 3 + 64) return false;
    const char *hex = path + length + 3;
    return strncmp(path + length, hex, 2) == 0 && path[length + 2] == '/' &&
           table_find(table, hex) >= 0;
}

static enum status check_listed(struct run *run, const char *path)
{
    struct tile tile;
    if (text_equal(path, "checkpoint") || text_equal(path, "vkey") ||
        text_equal(path, "intake.key")) /* intake/keys.h: a note of its own */
        return OK;
    if (!strchr(path, '/') && text_ends(path, ".pk")) return OK; /* the office's public keys */
    if (tile_parse_path(path, &tile) && tile_is_within(tile, run->reader->checkpoint.size))
        return check_tile_file(run, path, tile);
    if (!is_listed(path, "object/", run->objects) && !is_listed(path, "file/", run->files))
        problem(run, "ledger.verify.unlisted", path);
    return OK;
}

static enum status walk(struct run *run, const char *below, int depth)
{
    struct context *cx = run->cx;
    const char *root = source_folder(run->reader->source);
    DIR *folder = opendir(arena_format(cx->mem, "%s/%s", root, below));
    enum status status = OK;
    if (!folder) return OK;
    for (struct dirent *one; status == OK && (one = readdir(folder));) {
        struct arena_mark mark = arena_mark(cx->mem);
        if (text_equal(one->d_name, ".") || text_equal(one->d_name, "..")) continue;
        const char *path = *below ? arena_format(cx->mem, "%s/%s", below, one->d_name)
                                  : arena_copy(cx->mem, one->d_name);
        if (one->d_type == DT_DIR && depth < 10)
            status = walk(run, path, depth + 1);
        else if (one->d_type == DT_REG)
            status = check_listed(run, path);
        else
            problem(run, "ledger.verify.unlisted", path);
        if (status == OK) arena_rewind(cx->mem, mark);
    }
    closedir(folder);
    return status;
}

/* --- all of it ------------------------------------------------------------------------------ */

static enum status check_all(struct run *run)
{
    const struct checkpoint *checkpoint = &run->reader->checkpoint;
    struct verify_report *report = run->report;
    *report = (struct verify_report){.origin = arena_copy(run->keep, checkpoint->origin),
                                     .size = checkpoint->size,
                                     .root = checkpoint->root};
    run->lines = arena_array(run->keep, struct line, (size_t)checkpoint->size);
    run->by_id = table_new(run->keep);
    run->objects = table_new(run->keep);
    run->files = table_new(run->keep);
    TRY(check_log(run));
    report->records = run->records;
    TRY(check_objects(run));
    return source_folder(run->reader->source) ? walk(run, "", 0) : OK;
}

static void pause_a_moment(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 300 * 1000 * 1000}, NULL);
}

/* A problem counts only if the ledger did not move while it was looked at: an object may be there
 * a moment before its checkpoint, and erased a moment after. */
static enum status check_still(const struct run *first)
{
    for (int attempt = 0;; attempt++) {
        struct run run = *first;
        uint64_t size = run.reader->checkpoint.size;
        TRY(check_all(&run));
        if (run.report->problems_count == 0) return OK;
        if (attempt == 2) return INVALID;
        pause_a_moment();
        enum status status = reader_refresh(run.cx, run.reader);
        if (status != OK) return note_refusal(&run, status, "") == OK ? INVALID : status;
        if (run.reader->checkpoint.size == size) return INVALID;
    }
}

static enum status verify(struct run *run, const char *location, const char *vkey)
{
    enum status status = reader_open(run->cx, location, vkey, &run->reader);
    if (status == OK) return check_still(run);
    TRY(note_refusal(run, status, ""));
    return INVALID;
}

/* The work is done in an arena of its own, rewound all the time; the report stays in cx->mem. */
enum status ledger_verify_as(struct context *cx, const char *location, const char *vkey,
                             struct verify_report *ret)
{
    struct context work = *cx;
    struct run run = {.cx = &work, .report = ret, .keep = cx->mem};
    *ret = (struct verify_report){.origin = ""};
    if (sodium_init() < 0) return fault(cx, "libsodium does not start");
    work.mem = arena_new("verify");
    work.issues = NULL;
    enum status status = verify(&run, location, vkey);
    reader_close(run.reader);
    arena_free(work.mem);
    memcpy(cx->fault, work.fault, sizeof cx->fault);
    cx->fault_file = work.fault_file;
    cx->fault_line = work.fault_line;
    return status;
}

enum status ledger_verify(struct context *cx, const char *location, struct verify_report *ret)
{
    return ledger_verify_as(cx, location, NULL, ret);
}
