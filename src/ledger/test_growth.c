/* Tiles byte for byte, whatever the batches: against the vectors, and against a naive reading of
 * the standard that shares nothing with the code but the hash functions (SECURITY T1). */
#include "base/arena.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/bundle.h"
#include "ledger/growth.h"
#include "ledger/reader.h"
#include "ledger/table.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>

static json_t *vectors;
static struct context cx;

/* A folder in memory: what was written under a path is there. */
struct shelf {
    struct table *places;
    struct bytes files[4096];
    int64_t count;
};

static enum status put(struct context *context, void *where, struct tile tile, struct bytes bytes)
{
    struct shelf *shelf = where;
    int64_t at = table_put(shelf->places, tile_path(cx.mem, tile), shelf->count);
    const char *copy = arena_copy_n(cx.mem, (const char *)bytes.data, bytes.size);
    if (at == shelf->count) shelf->count++;
    assert_true(shelf->count < (int64_t)COUNT_OF(shelf->files));
    /* Once written, a path never gets other bytes. */
    if (shelf->files[at].size) {
        assert_int_equal(shelf->files[at].size, bytes.size);
        assert_memory_equal(shelf->files[at].data, bytes.data, bytes.size);
    }
    shelf->files[at] = (struct bytes){(const unsigned char *)copy, bytes.size};
    return OK;
}

static struct bytes look(const struct shelf *shelf, struct tile tile)
{
    int64_t at = table_find(shelf->places, tile_path(cx.mem, tile));
    assert_true(at >= 0);
    return shelf->files[at];
}

static enum status get(struct context *context, void *where, struct tile tile, struct bytes *ret)
{
    *ret = look(where, tile);
    return OK;
}

static struct shelf *shelf_new(void)
{
    struct shelf *shelf = arena_make(cx.mem, struct shelf);
    shelf->places = table_new(cx.mem);
    return shelf;
}

static struct bytes leaf(uint64_t index)
{
    char *entry = arena_format(cx.mem, "leaf-%llu", (unsigned long long)index);
    return (struct bytes){(const unsigned char *)entry, strlen(entry)};
}

/* Grows a log to this size in batches of the given length, loading it anew before each. */
static struct growth *grow(struct shelf *shelf, uint64_t size, uint64_t batch)
{
    struct growth *growth = growth_new(cx.mem);
    struct tile_sink sink = {put, shelf};
    struct tile_source source = {get, shelf};
    struct bytes *entries = arena_array(cx.mem, struct bytes, batch);
    for (uint64_t at = 0; at < size;) {
        size_t count = (size_t)(size - at < batch ? size - at : batch);
        for (size_t i = 0; i < count; i++) entries[i] = leaf(at + i);
        assert_int_equal(growth_load(&cx, growth, &source, at), OK);
        assert_int_equal(growth_add(&cx, growth, entries, count, &sink), OK);
        at += count;
    }
    return growth;
}

/* MTH of RFC 6962 §2.1, word for word. */
static struct hash naive_root(uint64_t from, uint64_t count)
{
    struct hash root;
    if (count == 0) crypto_hash_sha256(root.byte, (const unsigned char *)"", 0);
    if (count == 0) return root;
    if (count == 1) return tlog_leaf(leaf(from));
    uint64_t half = 1;
    while (half * 2 < count) half *= 2;
    return tlog_node(naive_root(from, half), naive_root(from + half, count - half));
}

/* Hash i of tile (L, n) is the root of entries [(256n + i)·256^L, (256n + i + 1)·256^L). */
static void assert_exact(const struct shelf *shelf, uint64_t size)
{
    uint64_t span = 1;
    for (int level = 0; level < 3; level++, span *= 256) {
        for (uint64_t at = 0; at < size / span; at++) {
            struct bytes tile = look(shelf, tile_holding(level, at, size));
            struct hash wanted = naive_root(at * span, span);
            if (at % 256 == 0)
                assert_int_equal(tile.size, 32 * (size / span - at > 255 ? 256 : size / span - at));
            assert_memory_equal(tile.data + at % 256 * 32, wanted.byte, 32);
        }
    }
    for (uint64_t at = 0; at < size;) {
        struct tile tile = tile_holding(TILE_ENTRIES, at, size);
        struct bytes rest = look(shelf, tile), entry;
        for (unsigned i = 0; i < tile.width; i++, at++) {
            struct bytes wanted = leaf(at);
            assert_true(bundle_next(&rest, &entry));
            assert_int_equal(entry.size, wanted.size);
            assert_memory_equal(entry.data, wanted.data, wanted.size);
        }
        assert_int_equal(rest.size, 0);
    }
}

static void every_size_is_exact_in_any_batches(void **state)
{
    static const uint64_t sizes[] = {0, 1, 255, 256, 257, 700}, batches[] = {1, 7, 255, 256, 1000};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        for (size_t k = 0; k < COUNT_OF(batches); k++) {
            struct arena_mark mark = arena_mark(cx.mem);
            struct shelf *shelf = shelf_new();
            struct growth *growth = grow(shelf, sizes[i], batches[k]);
            assert_true(hash_equal(tlog_root(&growth->tree), naive_root(0, sizes[i])));
            assert_exact(shelf, sizes[i]);
            if (sizes[i] == 0) assert_int_equal(shelf->count, 0);
            arena_rewind(cx.mem, mark);
        }
    }
}

static void seventy_thousand_are_exact(void **state)
{
    struct arena_mark mark = arena_mark(cx.mem);
    struct shelf *shelf = shelf_new();
    struct growth *growth = grow(shelf, 70000, 4999);
    assert_true(hash_equal(tlog_root(&growth->tree), naive_root(0, 70000)));
    assert_exact(shelf, 70000);
    arena_rewind(cx.mem, mark);
}

static void last_tiles_are_those_of_the_vectors(void **state)
{
    const json_t *cases = json_object_get(json_object_get(vectors, "large"), "cases"), *one;
    size_t i;
    assert_int_equal(json_array_size(cases), 9);
    json_array_foreach(cases, i, one)
    {
        struct arena_mark mark = arena_mark(cx.mem);
        uint64_t size = (uint64_t)json_integer_value(json_object_get(one, "size"));
        struct shelf *shelf = shelf_new();
        struct growth *growth = grow(shelf, size, 1000);
        struct hash root;
        const char *level;
        json_t *wanted;
        assert_true(text_from_hex(json_string_value(json_object_get(one, "root")), root.byte, 32));
        assert_true(hash_equal(tlog_root(&growth->tree), root));
        json_object_foreach(json_object_get(one, "last_tile_sha256"), level, wanted)
        {
            int at = level[0] - '0';
            struct bytes tile = look(shelf, tile_holding(at, tile_hashes(at, size) - 1, size));
            struct hash hash;
            crypto_hash_sha256(hash.byte, tile.data, tile.size);
            assert_string_equal(text_hex(cx.mem, hash.byte, 32), json_string_value(wanted));
        }
        arena_rewind(cx.mem, mark);
    }
}

static void torn_tiles_are_not_gone_on_from(void **state)
{
    struct shelf *shelf = shelf_new();
    struct growth *growth = grow(shelf, 300, 300);
    struct tile_source source = {get, shelf};
    int64_t at = table_find(shelf->places, "tile/entries/001.p/44");
    unsigned char *bent = (unsigned char *)arena_copy_n(cx.mem, (const char *)shelf->files[at].data,
                                                        shelf->files[at].size);
    bent[5] ^= 1;
    shelf->files[at].data = bent;
    assert_int_equal(growth_load(&cx, growth, &source, 300), FAULT);
    shelf->files[at].size--;
    assert_int_equal(growth_load(&cx, growth, &source, 300), FAULT);
}

static void a_proof_is_written_as_in_the_standard(void **state)
{
    const json_t *note = json_object_get(vectors, "note"), *list, *one;
    const char *cosigned = json_string_value(json_object_get(note, "checkpoint_16_cosigned"));
    struct bytes bytes = {(const unsigned char *)cosigned, strlen(cosigned)};
    struct tlog_proof proof = {0};
    size_t i, k;
    list = json_object_get(json_object_get(vectors, "small"), "inclusion");
    json_array_foreach(list, i, one)
    {
        if (json_integer_value(json_object_get(one, "index")) != 5 ||
            json_integer_value(json_object_get(one, "size")) != 16)
            continue;
        json_t *hash;
        json_array_foreach(json_object_get(one, "proof"), k, hash)
            assert_true(text_from_hex(json_string_value(hash), proof.hash[proof.count++].byte, 32));
    }
    assert_int_equal(proof.count, 4);
    assert_string_equal(proof_write(cx.mem, 5, &proof, bytes),
                        json_string_value(json_object_get(note, "tlog_proof_5_of_16")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_is_exact_in_any_batches),
        cmocka_unit_test(seventy_thousand_are_exact),
        cmocka_unit_test(last_tiles_are_those_of_the_vectors),
        cmocka_unit_test(torn_tiles_are_not_gone_on_from),
        cmocka_unit_test(a_proof_is_written_as_in_the_standard),
    };
    if (sodium_init() < 0) return 1;
    cx.mem = arena_new("test");
    vectors = json_load_file(TEST_DATA "/tlog-vectors.json", JSON_REJECT_DUPLICATES, NULL);
    int failed = vectors ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    json_decref(vectors);
    arena_free(cx.mem);
    return failed;
}
