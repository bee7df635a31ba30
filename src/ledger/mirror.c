#include "ledger/mirror.h"

#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "ledger/inside.h"
#include "ledger/note.h"
#include "ledger/reader.h"

enum { AT_ONCE = TILE_WIDTH };

struct mirror {
    struct arena *mem; /* of its own */
    struct mirror_plan plan;
    struct vkey key;
    struct place place;
    struct reader *original; /* NULL: not reached yet */
    struct source *copy;
    struct growth *growth; /* as far as the copy's checkpoint says, while loaded */
    struct checkpoint last;
    bool loaded;
};

/* What one round knows of each new entry. */
struct coming {
    uint64_t from, count;
    struct hash *commit;
    bool *gone;            /* a later entry has erased it */
    const int64_t *erased; /* indices, of any age */
    size_t erased_count, erased_room;
};

enum status mirror_open(struct context *cx, const struct mirror_plan *plan, struct mirror **ret)
{
    struct vkey key;
    TRY(vkey_parse(cx, plan->vkey, &key));
    struct arena *mem = arena_new("mirror");
    struct mirror *mirror = arena_make(mem, struct mirror);
    *mirror = (struct mirror){.mem = mem, .plan = *plan, .key = key};
    mirror->key.name = arena_copy(mem, key.name);
    mirror->place = (struct place){plan->folder, plan->tmp, false};
    mirror->growth = growth_new(mem);
    enum status status = source_open(cx, mem, plan->folder, &mirror->copy);
    if (status != OK) {
        mirror_close(mirror);
        return status;
    }
    *ret = mirror;
    return OK;
}

void mirror_close(struct mirror *mirror)
{
    if (!mirror) return;
    reader_close(mirror->original);
    arena_free(mirror->mem);
}

/* ---- where the copy stands ---- */

static enum status load_copy(struct context *cx, struct mirror *mirror)
{
    struct bytes note;
    struct tile_source tiles = source_tiles(mirror->copy);
    enum status status = source_read(cx, mirror->copy, "checkpoint", NOTE_MAX, &note);
    if (status == NOT_FOUND) {
        mirror->last = (struct checkpoint){.origin = mirror->key.name};
        mirror->loaded = true;
        return growth_load(cx, mirror->growth, &tiles, 0);
    }
    TRY(status);
    TRY(checkpoint_open(cx, note, &mirror->key, &mirror->last));
    mirror->last.origin = mirror->key.name;
    TRY(growth_load(cx, mirror->growth, &tiles, mirror->last.size));
    if (!hash_equal(tlog_root(&mirror->growth->tree), mirror->last.root))
        return issue(cx, "", "ledger.mirror.damaged", mirror->plan.folder);
    mirror->loaded = true;
    return OK;
}

/* A checkpoint that is no later than ours must be the same, or there are two histories. */
static enum status reach(struct context *cx, struct mirror *mirror)
{
    if (!mirror->original)
        TRY(reader_open(cx, mirror->plan.location, mirror->plan.vkey, &mirror->original));
    else
        TRY(reader_refresh(cx, mirror->original));
    const struct checkpoint *now = &mirror->original->checkpoint;
    if (now->size < mirror->last.size) return issue(cx, "", "ledger.checkpoint.shrank", "");
    if (now->size == mirror->last.size && now->size && !hash_equal(now->root, mirror->last.root))
        return issue(cx, "", "ledger.checkpoint.forked", "");
    return OK;
}

/* ---- entries ---- */

static enum status write_tile(struct context *cx, void *where, struct tile tile, struct bytes bytes)
{
    return place_write(cx, where, tile_path(cx->mem, tile), bytes);
}

static void note_erasure(struct arena *mem, struct coming *coming, int64_t index)
{
    if (coming->erased_count == coming->erased_room) {
        coming->erased_room = coming->erased_room ? coming->erased_room * 2 : 64;
        int64_t *more = arena_array(mem, int64_t, coming->erased_room);
        if (coming->erased_count) memcpy(more, coming->erased, coming->erased_count * sizeof *more);
        coming->erased = more;
    }
    ((int64_t *)(uintptr_t)coming->erased)[coming->erased_count++] = index;
    if (index >= (int64_t)coming->from && index < (int64_t)(coming->from + coming->count))
        coming->gone[index - (int64_t)coming->from] = true;
}

static enum status take_entry(struct context *cx, struct coming *coming, uint64_t index,
                              struct bytes bytes)
{
    struct entry entry;
    TRY(entry_parse(cx, bytes, &entry));
    coming->commit[index - coming->from] = entry.commit;
    for (size_t i = 0; i < entry.erases_count; i++) {
        if (entry.erases[i] >= (int64_t)index) return issue(cx, "", "ledger.mirror.erases", "");
        note_erasure(cx->mem, coming, entry.erases[i]);
    }
    return OK;
}

/* Looks at the new entries alone: are they those that were signed, and what do they say? */
static enum status look_at_entries(struct context *cx, struct mirror *mirror, struct coming *coming)
{
    const struct checkpoint *now = &mirror->original->checkpoint;
    struct tlog_tree tree = mirror->growth->tree;
    for (uint64_t at = coming->from; at < now->size;) {
        uint64_t end = (at / AT_ONCE + 1) * AT_ONCE;
        struct bytes entries[AT_ONCE];
        if (end > now->size) end = now->size;
        TRY(reader_entries(cx, mirror->original, at, end, entries));
        for (uint64_t i = at; i < end; i++) {
            TRY(take_entry(cx, coming, i, entries[i - at]));
            tlog_push(&tree, tlog_leaf(entries[i - at]));
        }
        at = end;
    }
    if (hash_equal(tlog_root(&tree), now->root)) return OK;
    return issue(cx, "", "ledger.mirror.not_signed", "");
}

/* When all they name is here: a copy never has tiles for which it lacks an object for long. */
static enum status take_entries(struct context *cx, struct mirror *mirror)
{
    struct tile_sink sink = {write_tile, &mirror->place};
    const struct checkpoint *now = &mirror->original->checkpoint;
    for (uint64_t at = mirror->last.size; at < now->size;) {
        uint64_t end = (at / AT_ONCE + 1) * AT_ONCE;
        struct bytes entries[AT_ONCE];
        if (end > now->size) end = now->size;
        TRY(reader_entries(cx, mirror->original, at, end, entries));
        for (uint64_t i = at; i < end; i++)
            TRY(growth_push(cx, mirror->growth, entries[i - at], &sink));
        at = end;
    }
    TRY(growth_flush(cx, mirror->growth, &sink));
    if (hash_equal(tlog_root(&mirror->growth->tree), now->root)) return OK;
    return issue(cx, "", "ledger.mirror.not_signed", "");
}

/* ---- objects and files ---- */

static bool is_file(struct bytes bytes, const struct object_file *file)
{
    struct hash hash;
    crypto_hash_sha256(hash.byte, bytes.data, bytes.size);
    return bytes.size == (size_t)file->size && hash_equal(hash, file->hash);
}

/* What a round that was cut off has left is looked at again: a power cut may have torn it. */
static enum status take_file(struct context *cx, struct mirror *mirror,
                             const struct object_file *file)
{
    struct bytes bytes;
    size_t max = (size_t)file->size;
    const char *path = object_path(cx->mem, "file", file->hash);
    enum status status = source_read(cx, mirror->copy, path, max, &bytes);
    if (status == OK && is_file(bytes, file)) return OK;
    if (status == FAULT) return status;
    status = source_read(cx, mirror->original->source, path, max, &bytes);
    if (status == NOT_FOUND) return BUSY;
    TRY(status);
    if (!is_file(bytes, file)) return issue(cx, "", "ledger.mirror.file", path);
    return place_write(cx, &mirror->place, path, bytes);
}

static bool is_object(struct context *cx, struct bytes bytes, struct hash commit,
                      struct object *ret)
{
    struct context look = {.mem = cx->mem};
    return object_parse(&look, bytes, ret) == OK && hash_equal(object_commit(cx->mem, ret), commit);
}

static enum status take_object(struct context *cx, struct mirror *mirror, struct hash commit,
                               struct mirror_news *news)
{
    struct bytes bytes;
    struct object object;
    const char *path = object_path(cx->mem, "object", commit);
    enum status status = source_read(cx, mirror->copy, path, OBJECT_MAX, &bytes);
    if (status == FAULT) return status;
    bool kept = status == OK && is_object(cx, bytes, commit, &object);
    if (!kept) {
        status = source_read(cx, mirror->original->source, path, OBJECT_MAX, &bytes);
        if (status == NOT_FOUND) return BUSY; /* not there yet, or an entry to come erases it */
        TRY(status);
        if (!is_object(cx, bytes, commit, &object))
            return issue(cx, "", "ledger.object.commit", path);
    }
    for (size_t i = 0; i < object.files_count; i++) TRY(take_file(cx, mirror, &object.files[i]));
    if (kept) return OK;
    news->objects++;
    return place_write(cx, &mirror->place, path, bytes);
}

/* Each in an arena that is emptied: a first copy may have a million. */
static enum status take_objects(struct context *cx, struct mirror *mirror,
                                const struct coming *coming, struct mirror_news *news)
{
    struct arena *mem = arena_new("mirrored object");
    struct context one = *cx;
    enum status status = OK;
    one.mem = mem;
    for (uint64_t i = 0; status == OK && i < coming->count; i++) {
        if (coming->gone[i]) continue;
        status = take_object(&one, mirror, coming->commit[i], news);
        if (status == INVALID && one.issues)
            (void)issue(cx, "", arena_copy(cx->mem, one.issues->message),
                        arena_copy(cx->mem, one.issues->detail));
        if (status == FAULT)
            (void)fault(cx, "entry %llu: %s", (unsigned long long)(coming->from + i), one.fault);
        arena_reset(mem);
    }
    arena_free(mem);
    return status;
}

/* ---- erasures ---- */

static bool lists_file(struct context *cx, const char *path, const char *hex)
{
    struct bytes bytes;
    return file_read(cx, path, OBJECT_MAX, &bytes) == OK &&
           memmem(bytes.data, bytes.size, hex, strlen(hex)) != NULL;
}

/* Does any object that is left list this file? Rare enough to look at each. */
static bool is_listed(struct context *cx, const struct mirror *mirror, struct hash file)
{
    const char *hex = text_hex(cx->mem, file.byte, HASH_SIZE);
    struct context look = {.mem = arena_new("objects")};
    bool found = false;
    for (int i = 0; i < 256 && !found; i++) {
        const char *folder = arena_format(look.mem, "%s/object/%02x", mirror->plan.folder, i);
        DIR *open_folder = opendir(folder);
        if (!open_folder) continue;
        for (const struct dirent *one; !found && (one = readdir(open_folder));) {
            if (one->d_name[0] == '.') continue;
            found = lists_file(&look, arena_format(look.mem, "%s/%s", folder, one->d_name), hex);
        }
        closedir(open_folder);
        arena_reset(look.mem);
    }
    arena_free(look.mem);
    return found;
}

static enum status erase_object(struct context *cx, struct mirror *mirror, int64_t index,
                                struct mirror_news *news)
{
    struct entry entry;
    struct bytes bytes;
    struct object object = {0};
    TRY(reader_entry(cx, mirror->original, (uint64_t)index, &entry));
    const char *path = object_path(cx->mem, "object", entry.commit);
    const char *file = arena_format(cx->mem, "%s/%s", mirror->plan.folder, path);
    if (!file_exists(file)) return OK;
    TRY(file_read(cx, file, OBJECT_MAX, &bytes));
    if (object_parse(cx, bytes, &object) != OK) object.files_count = 0;
    TRY(place_remove(cx, &mirror->place, path));
    news->erased++;
    for (size_t i = 0; i < object.files_count; i++)
        if (!is_listed(cx, mirror, object.files[i].hash))
            TRY(place_remove(cx, &mirror->place,
                             object_path(cx->mem, "file", object.files[i].hash)));
    return OK;
}

/* ---- a round ---- */

static enum status sign_off(struct context *cx, struct mirror *mirror)
{
    struct place durable = mirror->place;
    struct checkpoint before = mirror->last;
    char *vkey = arena_format(cx->mem, "%s\n", mirror->plan.vkey);
    durable.durable = true;
    TRY(place_sync(cx, &mirror->place));
    TRY(place_write(cx, &durable, "vkey",
                    (struct bytes){(const unsigned char *)vkey, strlen(vkey)}));
    TRY(place_write(cx, &durable, "checkpoint", mirror->original->note));
    mirror->last = mirror->original->checkpoint;
    mirror->last.origin = mirror->key.name;
    place_drop_partials(cx, &mirror->place, before.size, mirror->last.size);
    return OK;
}

static enum status take_new(struct context *cx, struct mirror *mirror, struct mirror_news *news)
{
    struct coming coming = {.from = mirror->last.size,
                            .count = mirror->original->checkpoint.size - mirror->last.size};
    coming.commit = arena_array(cx->mem, struct hash, coming.count + 1);
    coming.gone = arena_array(cx->mem, bool, coming.count + 1);
    memset(coming.gone, 0, (coming.count + 1) * sizeof *coming.gone);
    TRY(look_at_entries(cx, mirror, &coming));
    TRY(take_objects(cx, mirror, &coming, news));
    mirror->loaded = false; /* until all is done: what a failure leaves is loaded again */
    TRY(take_entries(cx, mirror));
    /* Before the checkpoint: a round that is cut off here erases again. */
    for (size_t i = 0; i < coming.erased_count; i++)
        TRY(erase_object(cx, mirror, coming.erased[i], news));
    TRY(sign_off(cx, mirror));
    news->entries = coming.count;
    mirror->loaded = true;
    return OK;
}

enum status mirror_take(struct context *cx, struct mirror *mirror, struct mirror_news *ret)
{
    *ret = (struct mirror_news){0};
    if (!mirror->loaded) TRY(load_copy(cx, mirror));
    TRY(reach(cx, mirror));
    return mirror->original->checkpoint.size > mirror->last.size ? take_new(cx, mirror, ret) : OK;
}
