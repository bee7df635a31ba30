#include "ledger/reader.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "ledger/bundle.h"

enum { VKEY_MAX = 1024 };

/* The last tile read of each level: a proof asks the same one for up to eight nodes. */
struct tile_cache {
    struct {
        struct tile tile;
        struct hash hash[TILE_WIDTH];
    } level[TILE_LEVELS];
};

static enum status read_vkey(struct context *cx, struct reader *reader, const char *given,
                             struct vkey *ret)
{
    struct bytes bytes;
    if (!given) {
        enum status status = source_read(cx, reader->source, "vkey", VKEY_MAX, &bytes);
        if (status == NOT_FOUND) return issue(cx, "", "ledger.vkey.missing", "");
        TRY(status);
        given = arena_copy_n(cx->mem, (const char *)bytes.data,
                             strcspn((const char *)bytes.data, "\r\n"));
    }
    TRY(vkey_parse(cx, given, ret));
    ret->name = arena_copy(reader->mem, ret->name);
    return OK;
}

static enum status read_checkpoint(struct context *cx, struct reader *reader,
                                   struct checkpoint *ret, struct bytes *ret_note)
{
    enum status status = source_read(cx, reader->source, "checkpoint", NOTE_MAX, ret_note);
    if (status == NOT_FOUND) return issue(cx, "", "ledger.checkpoint.missing", "");
    TRY(status);
    return checkpoint_open(cx, *ret_note, &reader->key, ret);
}

static void keep_checkpoint(struct reader *reader, const struct checkpoint *checkpoint,
                            struct bytes note)
{
    arena_reset(reader->note_mem);
    reader->note.data =
        (const unsigned char *)arena_copy_n(reader->note_mem, (const char *)note.data, note.size);
    reader->note.size = note.size;
    reader->checkpoint = *checkpoint;
    reader->checkpoint.origin = reader->key.name;
}

enum status reader_open(struct context *cx, const char *location, const char *vkey,
                        struct reader **ret)
{
    struct arena *mem = arena_new("ledger reader");
    struct reader *reader = arena_make(mem, struct reader);
    struct checkpoint checkpoint;
    struct bytes note;
    reader->mem = mem;
    reader->note_mem = arena_new("ledger checkpoint");
    reader->cache = arena_make(mem, struct tile_cache);
    enum status status = source_open(cx, mem, location, &reader->source);
    if (status == OK) status = read_vkey(cx, reader, vkey, &reader->key);
    if (status == OK) status = read_checkpoint(cx, reader, &checkpoint, &note);
    if (status != OK) {
        reader_close(reader);
        return status;
    }
    keep_checkpoint(reader, &checkpoint, note);
    *ret = reader;
    return OK;
}

void reader_close(struct reader *reader)
{
    if (!reader) return;
    arena_free(reader->note_mem);
    arena_free(reader->mem);
}

/* Levels below a tile's own are computed from its hashes. */
static enum status read_node(struct context *cx, void *where, unsigned level, uint64_t index,
                             struct hash *ret)
{
    struct reader *reader = where;
    unsigned above = level % 8;
    int at = (int)(level / 8);
    uint64_t first = index << above, last = first + (UINT64_C(1) << above) - 1;
    struct tile tile = {at, first / TILE_WIDTH, (unsigned)(last % TILE_WIDTH) + 1};
    struct tile *cached = &reader->cache->level[at].tile;
    struct hash *hashes = reader->cache->level[at].hash;
    if (cached->width < tile.width || cached->number != tile.number) {
        struct bytes bytes;
        struct tile wanted = tile_holding(at, last, reader->checkpoint.size);
        if (wanted.width < tile.width || last >= tile_hashes(at, reader->checkpoint.size))
            return issue(cx, "", "ledger.tree.range", "");
        enum status status = source_tile(cx, reader->source, wanted, &bytes);
        if (status == NOT_FOUND || (status == OK && bytes.size < (size_t)wanted.width * HASH_SIZE))
            return issue(cx, "", "ledger.tile.missing", tile_path(cx->mem, wanted));
        TRY(status);
        memcpy(hashes, bytes.data, (size_t)wanted.width * HASH_SIZE);
        *cached = wanted;
    }
    *ret = tile_node(hashes + first % TILE_WIDTH, above);
    return OK;
}

struct tlog_nodes reader_nodes(struct reader *reader)
{
    return (struct tlog_nodes){read_node, reader};
}

enum status reader_tree(struct context *cx, struct reader *reader, uint64_t size,
                        struct tlog_tree *ret)
{
    struct tlog_nodes nodes = reader_nodes(reader);
    return tlog_tree_at(cx, &nodes, size, ret);
}

/* The newer checkpoint is believed only while it is proved: its tiles are read under it. */
static enum status check_growth(struct context *cx, struct reader *reader,
                                const struct checkpoint *old)
{
    struct tlog_nodes nodes = reader_nodes(reader);
    const struct checkpoint *now = &reader->checkpoint;
    struct tlog_proof proof = {0};
    if (now->size < old->size) return issue(cx, "", "ledger.checkpoint.shrank", "");
    if (old->size > 0 && now->size > old->size)
        TRY(tlog_prove_consistency(cx, &nodes, old->size, now->size, &proof));
    if (!tlog_check_consistency(&proof, old->size, now->size, old->root, now->root))
        return issue(cx, "", "ledger.checkpoint.forked", "");
    return OK;
}

enum status reader_refresh(struct context *cx, struct reader *reader)
{
    struct checkpoint old = reader->checkpoint, found;
    struct bytes note;
    TRY(read_checkpoint(cx, reader, &found, &note));
    if (note.size == reader->note.size && memcmp(note.data, reader->note.data, note.size) == 0)
        return OK;
    reader->checkpoint = found;
    enum status status = check_growth(cx, reader, &old);
    reader->checkpoint = old;
    if (status == OK)
        keep_checkpoint(reader, &found, note);
    else
        memset(reader->cache, 0, sizeof *reader->cache);
    return status;
}

enum status reader_entries(struct context *cx, struct reader *reader, uint64_t from, uint64_t to,
                           struct bytes *ret_entries)
{
    uint64_t size = reader->checkpoint.size;
    if (from > to || to > size) return issue(cx, "", "ledger.tree.range", "");
    for (uint64_t at = from; at < to;) {
        struct tile tile = tile_holding(TILE_ENTRIES, at, size);
        struct bytes rest, entry;
        enum status status = source_tile(cx, reader->source, tile, &rest);
        if (status == NOT_FOUND)
            return issue(cx, "", "ledger.tile.missing", tile_path(cx->mem, tile));
        TRY(status);
        uint64_t first = tile.number * TILE_WIDTH;
        for (uint64_t i = first; i < first + tile.width && at < to; i++) {
            if (!bundle_next(&rest, &entry))
                return issue(cx, "", "ledger.bundle.torn", tile_path(cx->mem, tile));
            if (i < at) continue;
            ret_entries[at - from] = entry;
            at++;
        }
    }
    return OK;
}

enum status reader_entry(struct context *cx, struct reader *reader, uint64_t index,
                         struct entry *ret)
{
    struct bytes bytes;
    TRY(reader_entries(cx, reader, index, index + 1, &bytes));
    return entry_parse(cx, bytes, ret);
}

enum status reader_check(struct context *cx, struct reader *reader, struct tlog_tree *tree)
{
    struct bytes entries[TILE_WIDTH];
    struct tlog_tree grown = *tree;
    uint64_t size = reader->checkpoint.size;
    if (grown.size > size) return issue(cx, "", "ledger.checkpoint.shrank", "");
    while (grown.size < size) {
        struct arena_mark mark = arena_mark(cx->mem);
        uint64_t end = (grown.size / TILE_WIDTH + 1) * TILE_WIDTH;
        if (end > size) end = size;
        size_t count = (size_t)(end - grown.size);
        TRY(reader_entries(cx, reader, grown.size, end, entries));
        for (size_t i = 0; i < count; i++) tlog_push(&grown, tlog_leaf(entries[i]));
        arena_rewind(cx->mem, mark);
    }
    if (!hash_equal(tlog_root(&grown), reader->checkpoint.root))
        return issue(cx, "", "ledger.checkpoint.root", "");
    *tree = grown;
    return OK;
}

char *proof_write(struct arena *mem, uint64_t index, const struct tlog_proof *proof,
                  struct bytes note)
{
    struct out out = out_new(mem);
    out_format(&out, "c2sp.org/tlog-proof@v1\nindex %llu\n", (unsigned long long)index);
    for (size_t i = 0; i < proof->count; i++) {
        char line[sodium_base64_ENCODED_LEN(HASH_SIZE, sodium_base64_VARIANT_ORIGINAL)];
        sodium_bin2base64(line, sizeof line, proof->hash[i].byte, HASH_SIZE,
                          sodium_base64_VARIANT_ORIGINAL);
        out_format(&out, "%s\n", line);
    }
    out_char(&out, '\n');
    out_bytes(&out, note.data, note.size);
    return out.text;
}

enum status reader_proof(struct context *cx, struct reader *reader, uint64_t index,
                         const char **ret_text)
{
    struct tlog_nodes nodes = reader_nodes(reader);
    const struct checkpoint *checkpoint = &reader->checkpoint;
    struct tlog_proof proof;
    struct hash leaf;
    if (index >= checkpoint->size) return NOT_FOUND;
    TRY(read_node(cx, reader, 0, index, &leaf));
    TRY(tlog_prove_inclusion(cx, &nodes, index, checkpoint->size, &proof));
    if (!tlog_check_inclusion(&proof, index, checkpoint->size, leaf, checkpoint->root))
        return issue(cx, "", "ledger.checkpoint.root", "");
    *ret_text = proof_write(cx->mem, index, &proof, reader->note);
    return OK;
}

enum status reader_object(struct context *cx, struct reader *reader, struct hash commit,
                          struct object *ret)
{
    struct bytes bytes;
    TRY(source_read(cx, reader->source, object_path(cx->mem, "object", commit), OBJECT_MAX,
                    &bytes));
    TRY(object_parse(cx, bytes, ret));
    if (!hash_equal(object_commit(cx->mem, ret), commit))
        return issue(cx, "", "ledger.object.commit", text_hex(cx->mem, commit.byte, HASH_SIZE));
    return OK;
}
