/* Every vector of tests/data/tlog-vectors.json, made and checked (SECURITY T2). */
#include "base/arena.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/bundle.h"
#include "ledger/note.h"
#include "ledger/tile.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>

static json_t *vectors;
static struct arena *mem;
static struct context cx;

static const json_t *at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    assert_non_null(value);
    return value;
}

static uint64_t number(const json_t *object, const char *key)
{
    return (uint64_t)json_integer_value(at(object, key));
}

static const char *text(const json_t *object, const char *key)
{
    const char *value = json_string_value(at(object, key));
    assert_non_null(value);
    return value;
}

static struct hash hash_of(const char *hex)
{
    struct hash hash;
    assert_true(text_from_hex(hex, hash.byte, HASH_SIZE));
    return hash;
}

static struct tlog_proof proof_of(const json_t *list)
{
    struct tlog_proof proof = {.count = json_array_size(list)};
    assert_true(proof.count <= TLOG_PROOF_MAX);
    for (size_t i = 0; i < proof.count; i++)
        proof.hash[i] = hash_of(json_string_value(json_array_get(list, i)));
    return proof;
}

static struct bytes bytes_of(const char *string)
{
    return (struct bytes){(const unsigned char *)string, strlen(string)};
}

/* A log in memory: level[k] holds the roots of its complete subtrees of 2^k leaves. */
struct memory {
    struct hash *level[20];
    uint64_t size;
};

static enum status read_memory(struct context *context, void *where, unsigned level, uint64_t index,
                               struct hash *ret)
{
    const struct memory *memory = where;
    assert_true(index < memory->size >> level);
    *ret = memory->level[level][index];
    return OK;
}

static struct memory leaves(uint64_t size)
{
    struct memory memory = {.size = size};
    for (unsigned level = 0; size >> level; level++) {
        memory.level[level] = arena_array(mem, struct hash, size >> level);
        for (uint64_t i = 0; i < size >> level; i++) {
            struct hash *below = level ? memory.level[level - 1] : NULL;
            char entry[32];
            snprintf(entry, sizeof entry, "leaf-%llu", (unsigned long long)i);
            memory.level[level][i] =
                level ? tlog_node(below[2 * i], below[2 * i + 1]) : tlog_leaf(bytes_of(entry));
        }
    }
    return memory;
}

static struct hash root_at(const struct memory *memory, uint64_t size)
{
    struct tlog_tree tree = {0};
    for (uint64_t i = 0; i < size; i++) tlog_push(&tree, memory->level[0][i]);
    return tlog_root(&tree);
}

static void assert_same_proof(const struct tlog_proof *a, const struct tlog_proof *b)
{
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->hash, b->hash, a->count * HASH_SIZE);
}

static void small_roots_agree(void **state)
{
    const json_t *small = at(vectors, "small"), *roots = at(small, "roots");
    struct memory memory = leaves(16);
    assert_int_equal(json_object_size(roots), 17);
    for (uint64_t size = 0; size <= 16; size++) {
        char key[8];
        snprintf(key, sizeof key, "%d", (int)size);
        assert_true(hash_equal(root_at(&memory, size), hash_of(text(roots, key))));
    }
    const json_t *hashes = at(small, "leaf_hashes");
    for (size_t i = 0; i < 16; i++)
        assert_true(
            hash_equal(memory.level[0][i], hash_of(json_string_value(json_array_get(hashes, i)))));
}

static void certificate_transparency_roots_agree(void **state)
{
    const json_t *reference = at(vectors, "ct_reference"), *roots = at(reference, "roots"), *leaf;
    struct tlog_tree tree = {0};
    size_t i;
    assert_int_equal(json_array_size(roots), 9);
    json_array_foreach(at(reference, "leaves"), i, leaf)
    {
        unsigned char entry[64];
        size_t length = strlen(json_string_value(leaf)) / 2;
        assert_true(
            hash_equal(tlog_root(&tree), hash_of(json_string_value(json_array_get(roots, i)))));
        assert_true(text_from_hex(json_string_value(leaf), entry, length));
        tlog_push(&tree, tlog_leaf((struct bytes){entry, length}));
    }
    assert_true(hash_equal(tlog_root(&tree), hash_of(json_string_value(json_array_get(roots, 8)))));
    assert_true(
        hash_equal(tlog_root(&(struct tlog_tree){0}), hash_of(text(vectors, "empty_root"))));
}

static void inclusion_proofs_agree(void **state)
{
    struct memory memory = leaves(16);
    struct tlog_nodes nodes = {read_memory, &memory};
    const json_t *list = at(at(vectors, "small"), "inclusion"), *one;
    size_t i;
    assert_int_equal(json_array_size(list), 136);
    json_array_foreach(list, i, one)
    {
        uint64_t index = number(one, "index"), size = number(one, "size");
        struct tlog_proof wanted = proof_of(at(one, "proof")), made;
        struct hash leaf = memory.level[0][index], root = root_at(&memory, size);
        assert_int_equal(tlog_prove_inclusion(&cx, &nodes, index, size, &made), OK);
        assert_same_proof(&made, &wanted);
        assert_true(tlog_check_inclusion(&wanted, index, size, leaf, root));
        for (size_t k = 0; k < wanted.count; k++) {
            struct tlog_proof bent = wanted;
            bent.hash[k].byte[31] ^= 1;
            assert_false(tlog_check_inclusion(&bent, index, size, leaf, root));
        }
    }
    struct tlog_proof proof;
    assert_int_equal(tlog_prove_inclusion(&cx, &nodes, 16, 16, &proof), INVALID);
}

static void consistency_proofs_agree(void **state)
{
    struct memory memory = leaves(16);
    struct tlog_nodes nodes = {read_memory, &memory};
    const json_t *list = at(at(vectors, "small"), "consistency"), *one;
    size_t i;
    assert_int_equal(json_array_size(list), 136);
    json_array_foreach(list, i, one)
    {
        uint64_t old = number(one, "old"), size = number(one, "size");
        struct tlog_proof wanted = proof_of(at(one, "proof")), made;
        struct hash before = root_at(&memory, old), after = root_at(&memory, size);
        assert_int_equal(tlog_prove_consistency(&cx, &nodes, old, size, &made), OK);
        assert_same_proof(&made, &wanted);
        assert_true(tlog_check_consistency(&wanted, old, size, before, after));
        for (size_t k = 0; k < wanted.count; k++) {
            struct tlog_proof bent = wanted;
            bent.hash[k].byte[0] ^= 1;
            assert_false(tlog_check_consistency(&bent, old, size, before, after));
        }
    }
    struct tlog_proof proof = {0};
    assert_int_equal(tlog_prove_consistency(&cx, &nodes, 0, 16, &proof), INVALID);
    assert_int_equal(tlog_prove_consistency(&cx, &nodes, 17, 16, &proof), INVALID);
    assert_true(tlog_check_consistency(&proof, 0, 16, root_at(&memory, 0), root_at(&memory, 16)));
}

static void false_proofs_are_refused(void **state)
{
    const json_t *list = at(vectors, "must_reject_proofs"), *one;
    size_t i;
    assert_int_equal(json_array_size(list), 15);
    json_array_foreach(list, i, one)
    {
        struct tlog_proof proof = proof_of(at(one, "proof"));
        struct hash root = hash_of(text(one, "root"));
        uint64_t size = number(one, "size");
        if (text_equal(text(one, "kind"), "inclusion"))
            assert_false(tlog_check_inclusion(&proof, number(one, "index"), size,
                                              hash_of(text(one, "leaf_hash")), root));
        else
            assert_false(tlog_check_consistency(&proof, number(one, "old"), size,
                                                hash_of(text(one, "old_root")), root));
    }
}

static struct hash digest(const void *data, size_t size)
{
    struct hash hash;
    crypto_hash_sha256(hash.byte, data, size);
    return hash;
}

static void check_tiles(const json_t *one, const struct memory *memory, int level)
{
    char key[8];
    snprintf(key, sizeof key, "%d", level);
    uint64_t size = number(one, "size"), hashes = tile_hashes(level, size);
    const json_t *paths = json_object_get(at(one, "tiles"), key);
    if (!json_object_get(at(one, "tile_count"), key)) {
        assert_int_equal(hashes, 0);
        return;
    }
    assert_int_equal((hashes + 255) / 256, number(at(one, "tile_count"), key));
    for (size_t i = 0; i < json_array_size(paths); i++) {
        const char *path = json_string_value(json_array_get(paths, i));
        struct tile tile;
        assert_true(tile_parse_path(path, &tile));
        assert_string_equal(tile_path(mem, tile), path);
        assert_true(tile_is_within(tile, size));
        assert_int_equal(tile_holding(level, tile.number * 256, size).width, tile.width);
    }
    struct tile last = tile_holding(level, hashes - 1, size);
    assert_true(hash_equal(
        digest(memory->level[8 * level] + last.number * 256, (size_t)last.width * HASH_SIZE),
        hash_of(text(at(one, "last_tile_sha256"), key))));
}

static void large_trees_agree(void **state)
{
    struct memory memory = leaves(70000);
    const json_t *list = at(at(vectors, "large"), "cases"), *one;
    size_t i;
    assert_int_equal(json_array_size(list), 9);
    json_array_foreach(list, i, one)
    {
        uint64_t size = number(one, "size");
        struct memory cut = memory;
        cut.size = size;
        struct tlog_nodes nodes = {read_memory, &cut};
        struct hash root = hash_of(text(one, "root")), small = root_at(&memory, 100);
        struct tlog_tree tree;
        assert_int_equal(tlog_tree_at(&cx, &nodes, size, &tree), OK);
        assert_true(hash_equal(tlog_root(&tree), root));
        struct tlog_proof last = proof_of(at(one, "inclusion_of_last")), made;
        assert_int_equal(tlog_prove_inclusion(&cx, &nodes, size - 1, size, &made), OK);
        assert_same_proof(&made, &last);
        assert_true(tlog_check_inclusion(&last, size - 1, size, memory.level[0][size - 1], root));
        struct tlog_proof growth = proof_of(at(one, "consistency_from_100"));
        assert_int_equal(tlog_prove_consistency(&cx, &nodes, 100, size, &made), OK);
        assert_same_proof(&made, &growth);
        assert_true(tlog_check_consistency(&growth, 100, size, small, root));
        for (int level = 0; level < 3; level++) check_tiles(one, &memory, level);
    }
}

static void tile_paths_agree(void **state)
{
    const char *key;
    json_t *path;
    assert_int_equal(json_object_size(at(vectors, "tile_paths")), 9);
    json_object_foreach(json_object_get(vectors, "tile_paths"), key, path)
    {
        int64_t n;
        assert_true(text_to_int(key, &n));
        assert_string_equal(tile_number_path(mem, (uint64_t)n), json_string_value(path));
        const char *whole = arena_format(mem, "tile/entries/%s.p/9", json_string_value(path));
        struct tile tile;
        assert_true(tile_parse_path(whole, &tile));
        assert_int_equal(tile.number, n);
        assert_int_equal(tile.width, 9);
        assert_string_equal(tile_path(mem, tile), whole);
    }
}

static void other_spellings_of_tiles_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/1",
        "tile/0/01",
        "tile/0/0001",
        "tile/00/001",
        "tile/7/001",
        "tile/-1/001",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/",
        "tile/0/001.p",
        "tile/0/001.p/",
        "tile/0/001.p/0",
        "tile/0/001.p/01",
        "tile/0/001.p/256",
        "tile/0/001.p/1x",
        "tile/0/x1/001",
        "tile/entries/",
        "tile/data/001",
        "/tile/0/001",
        "tile/0/../001",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    };
    struct tile tile;
    for (size_t i = 0; i < COUNT_OF(bad); i++) assert_false(tile_parse_path(bad[i], &tile));
    assert_true(tile_is_within((struct tile){0, 1, 1}, 257));
    assert_false(tile_is_within((struct tile){0, 1, 2}, 257));
    assert_false(tile_is_within((struct tile){0, 1, 256}, 257));
    assert_false(tile_is_within((struct tile){1, 0, 2}, 257));
    assert_true(tile_is_within((struct tile){TILE_ENTRIES, 0, 256}, 257));
}

static struct vkey key_of(const char *name)
{
    struct vkey key;
    assert_int_equal(vkey_parse(&cx, text(at(vectors, "note"), name), &key), OK);
    return key;
}

static void checkpoints_are_signed_as_in_the_standard(void **state)
{
    const json_t *note = at(vectors, "note");
    const uint64_t sizes[] = {0, 8, 16};
    unsigned char seed[NOTE_SEED_SIZE];
    struct memory memory = leaves(16);
    assert_true(text_from_hex(text(note, "log_seed"), seed, sizeof seed));
    struct signer signer = signer_of(text(note, "origin"), seed);
    assert_string_equal(vkey_write(mem, &signer.vkey), text(note, "log_vkey"));
    assert_string_equal(text_hex(mem, signer.vkey.key, NOTE_KEY_SIZE), text(note, "log_public"));
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct checkpoint made = {text(note, "origin"), sizes[i], root_at(&memory, sizes[i])}, read;
        struct bytes signed_note = note_sign(mem, checkpoint_write(mem, &made), &signer);
        char key[32];
        snprintf(key, sizeof key, "checkpoint_%d", (int)sizes[i]);
        assert_string_equal((const char *)signed_note.data, text(note, key));
        assert_int_equal(checkpoint_open(&cx, signed_note, &signer.vkey, &read), OK);
        assert_int_equal(read.size, sizes[i]);
        assert_true(hash_equal(read.root, made.root));
    }
}

static void foreign_signatures_are_let_be(void **state)
{
    const json_t *note = at(vectors, "note"), *spec = at(note, "spec_example"), *one;
    struct vkey log = key_of("log_vkey"), example;
    struct checkpoint checkpoint;
    struct bytes signed_text;
    size_t i;
    assert_int_equal(vkey_parse(&cx, text(spec, "vkey"), &example), OK);
    assert_int_equal(note_open(&cx, bytes_of(text(spec, "note")), &example, &signed_text), OK);
    assert_string_equal(arena_copy_n(mem, (const char *)signed_text.data, signed_text.size),
                        "This is an example message.\n");
    const char *cosigned = text(note, "checkpoint_16_cosigned");
    assert_int_equal(checkpoint_open(&cx, bytes_of(cosigned), &log, &checkpoint), OK);
    assert_int_equal(json_array_size(at(vectors, "must_accept_notes")), 2);
    json_array_foreach(at(vectors, "must_accept_notes"), i, one)
    {
        assert_int_equal(checkpoint_open(&cx, bytes_of(text(one, "note")), &log, &checkpoint), OK);
        assert_int_equal(checkpoint.size, 16);
    }
}

static void false_notes_are_refused(void **state)
{
    struct vkey log = key_of("log_vkey");
    const json_t *list = at(vectors, "must_reject_notes"), *one;
    struct checkpoint checkpoint;
    size_t i;
    assert_int_equal(json_array_size(list), 15);
    json_array_foreach(list, i, one) assert_int_equal(
        checkpoint_open(&cx, bytes_of(text(one, "note")), &log, &checkpoint), INVALID);
    assert_int_equal(checkpoint_open(&cx, bytes_of(""), &log, &checkpoint), INVALID);
}

static void false_keys_are_refused(void **state)
{
    const char *right = text(at(vectors, "note"), "log_vkey");
    struct vkey key;
    for (size_t i = 0; i < strlen(right); i++) {
        char *bent = arena_copy(mem, right);
        bent[i] ^= (char)(i % 2 ? 1 : 0x80);
        assert_int_equal(vkey_parse(&cx, bent, &key), INVALID);
        assert_int_equal(vkey_parse(&cx, arena_copy_n(mem, right, i), &key), INVALID);
    }
    /* A witness's key (type 4) is no log's key. */
    assert_int_equal(vkey_parse(&cx, text(at(vectors, "note"), "witness_vkey"), &key), INVALID);
}

static void bundles_agree(void **state)
{
    const json_t *bundle = at(vectors, "bundle"), *list = at(bundle, "entries_hex"), *one;
    struct out out = out_new(mem);
    size_t i;
    json_array_foreach(list, i, one)
    {
        size_t size = strlen(json_string_value(one)) / 2;
        unsigned char *data = arena_alloc(mem, size + 1);
        assert_true(text_from_hex(json_string_value(one), data, size));
        assert_int_equal(bundle_add(&cx, &out, (struct bytes){data, size}), OK);
    }
    assert_string_equal(text_hex(mem, out.text, out.size), text(bundle, "bundle_hex"));
    struct bytes entries[5], whole = out_taken(&out);
    assert_int_equal(bundle_split(&cx, whole, 4, entries), OK);
    assert_int_equal(entries[3].size, 6);
    assert_int_equal(bundle_split(&cx, whole, 3, entries), INVALID);
    assert_int_equal(bundle_split(&cx, whole, 5, entries), INVALID);
    for (whole.size = 0; whole.size < out.size; whole.size++)
        assert_int_equal(bundle_split(&cx, whole, 4, entries), INVALID);
}

static void an_entry_of_two_bytes_length_fits_and_no_longer(void **state)
{
    unsigned char *data = arena_alloc(mem, 65536);
    struct out out = out_new(mem);
    memset(data, 'x', 65536);
    assert_int_equal(bundle_add(&cx, &out, (struct bytes){data, 65536}), INVALID);
    assert_int_equal(out.size, 0);
    assert_int_equal(bundle_add(&cx, &out, (struct bytes){data, 65535}), OK);
    assert_int_equal(out.size, 65537);
    assert_true(hash_equal(digest(out.text, out.size),
                           hash_of(text(at(vectors, "bundle"), "biggest_sha256"))));
}

static void recommended_entries_hash_as_said(void **state)
{
    const json_t *recommended = at(vectors, "recommended_entry"), *one;
    size_t i;
    assert_int_equal(json_array_size(at(recommended, "examples_utf8")), 5);
    json_array_foreach(at(recommended, "examples_utf8"), i, one)
    {
        const json_t *hash = json_array_get(at(recommended, "leaf_hashes"), i);
        assert_true(hash_equal(tlog_leaf(bytes_of(json_string_value(one))),
                               hash_of(json_string_value(hash))));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_roots_agree),
        cmocka_unit_test(certificate_transparency_roots_agree),
        cmocka_unit_test(inclusion_proofs_agree),
        cmocka_unit_test(consistency_proofs_agree),
        cmocka_unit_test(false_proofs_are_refused),
        cmocka_unit_test(large_trees_agree),
        cmocka_unit_test(tile_paths_agree),
        cmocka_unit_test(other_spellings_of_tiles_are_refused),
        cmocka_unit_test(checkpoints_are_signed_as_in_the_standard),
        cmocka_unit_test(foreign_signatures_are_let_be),
        cmocka_unit_test(false_notes_are_refused),
        cmocka_unit_test(false_keys_are_refused),
        cmocka_unit_test(bundles_agree),
        cmocka_unit_test(an_entry_of_two_bytes_length_fits_and_no_longer),
        cmocka_unit_test(recommended_entries_hash_as_said),
    };
    mem = arena_new("test");
    cx.mem = mem;
    vectors = json_load_file(TEST_DATA "/tlog-vectors.json", JSON_REJECT_DUPLICATES, NULL);
    int failed = vectors ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
    json_decref(vectors);
    arena_free(mem);
    return failed;
}
