#include "ledger/tlog.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

bool hash_equal(struct hash a, struct hash b)
{
    return memcmp(a.byte, b.byte, HASH_SIZE) == 0;
}

struct hash tlog_leaf(struct bytes entry)
{
    struct hash leaf;
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char[]){0}, 1);
    crypto_hash_sha256_update(&state, entry.data, entry.size);
    crypto_hash_sha256_final(&state, leaf.byte);
    return leaf;
}

struct hash tlog_node(struct hash left, struct hash right)
{
    struct hash node;
    unsigned char both[1 + 2 * HASH_SIZE] = {1};
    memcpy(both + 1, left.byte, HASH_SIZE);
    memcpy(both + 1 + HASH_SIZE, right.byte, HASH_SIZE);
    crypto_hash_sha256(node.byte, both, sizeof both);
    return node;
}

/* Adding a leaf is adding one to a binary number: each carry joins two peaks of equal height. */
void tlog_push(struct tlog_tree *tree, struct hash leaf)
{
    assert(tree->size < TLOG_SIZE_MAX);
    unsigned level = 0;
    for (; tree->size >> level & 1; level++) leaf = tlog_node(tree->peak[level], leaf);
    tree->peak[level] = leaf;
    tree->size++;
}

struct hash tlog_root(const struct tlog_tree *tree)
{
    struct hash root;
    if (tree->size == 0) {
        crypto_hash_sha256(root.byte, (const unsigned char *)"", 0);
        return root;
    }
    unsigned level = (unsigned)__builtin_ctzll(tree->size);
    root = tree->peak[level];
    for (level++; tree->size >> level; level++)
        if (tree->size >> level & 1) root = tlog_node(tree->peak[level], root);
    return root;
}

/* The largest power of two strictly below n, for n > 1 (RFC 6962 §2.1). */
static unsigned split_level(uint64_t n)
{
    return 63 - (unsigned)__builtin_clzll(n - 1);
}

/* Root of the leaves [low, low + count), which are a subtree of a proof: low is a multiple of the
 * power of two that covers count. Recursion is as deep as count has bits. */
static enum status range_root(struct context *cx, const struct tlog_nodes *nodes, uint64_t low,
                              uint64_t count, struct hash *ret)
{
    unsigned level = (unsigned)__builtin_ctzll(count);
    if (count >> level == 1) return nodes->read(cx, nodes->where, level, low >> level, ret);
    uint64_t half = UINT64_C(1) << split_level(count);
    struct hash left, right;
    TRY(range_root(cx, nodes, low, half, &left));
    TRY(range_root(cx, nodes, low + half, count - half, &right));
    *ret = tlog_node(left, right);
    return OK;
}

enum status tlog_tree_at(struct context *cx, const struct tlog_nodes *nodes, uint64_t size,
                         struct tlog_tree *ret)
{
    *ret = (struct tlog_tree){.size = size};
    if (size > TLOG_SIZE_MAX) return issue(cx, "", "ledger.tree.range", "");
    for (unsigned level = 0; size >> level; level++)
        if (size >> level & 1)
            TRY(nodes->read(cx, nodes->where, level, (size >> level) - 1, &ret->peak[level]));
    return OK;
}

/* Proofs are found from the top down and written from the bottom up. */
static void turn(struct tlog_proof *proof)
{
    for (size_t i = 0; i < proof->count / 2; i++) {
        struct hash kept = proof->hash[i];
        proof->hash[i] = proof->hash[proof->count - 1 - i];
        proof->hash[proof->count - 1 - i] = kept;
    }
}

/* PATH(m, D[n]) of RFC 6962 §2.1.1. */
enum status tlog_prove_inclusion(struct context *cx, const struct tlog_nodes *nodes, uint64_t index,
                                 uint64_t size, struct tlog_proof *ret)
{
    ret->count = 0;
    if (index >= size || size > TLOG_SIZE_MAX) return issue(cx, "", "ledger.tree.range", "");
    for (uint64_t low = 0, count = size; count > 1;) {
        uint64_t half = UINT64_C(1) << split_level(count);
        bool left = index < low + half;
        TRY(range_root(cx, nodes, left ? low + half : low, left ? count - half : half,
                       &ret->hash[ret->count++]));
        low = left ? low : low + half;
        count = left ? half : count - half;
    }
    turn(ret);
    return OK;
}

/* SUBPROOF(m, D[n], true) of RFC 6962 §2.1.2. What remains of the old tree at the end is a node
 * of the new one; the verifier has it already only if it is the whole old tree. */
enum status tlog_prove_consistency(struct context *cx, const struct tlog_nodes *nodes, uint64_t old,
                                   uint64_t size, struct tlog_proof *ret)
{
    ret->count = 0;
    if (old == 0 || old > size || size > TLOG_SIZE_MAX)
        return issue(cx, "", "ledger.tree.range", "");
    uint64_t low = 0, count = size;
    while (old - low < count) {
        uint64_t half = UINT64_C(1) << split_level(count);
        bool left = old <= low + half;
        TRY(range_root(cx, nodes, left ? low + half : low, left ? count - half : half,
                       &ret->hash[ret->count++]));
        low = left ? low : low + half;
        count = left ? half : count - half;
    }
    if (low > 0) TRY(range_root(cx, nodes, low, count, &ret->hash[ret->count++]));
    turn(ret);
    return OK;
}

/* RFC 9162 §2.1.3.2. */
bool tlog_check_inclusion(const struct tlog_proof *proof, uint64_t index, uint64_t size,
                          struct hash leaf, struct hash root)
{
    if (index >= size) return false;
    uint64_t place = index, last = size - 1;
    for (size_t i = 0; i < proof->count; i++) {
        if (last == 0) return false;
        if (place & 1 || place == last) {
            leaf = tlog_node(proof->hash[i], leaf);
            while (place && !(place & 1)) place >>= 1, last >>= 1;
        } else {
            leaf = tlog_node(leaf, proof->hash[i]);
        }
        place >>= 1, last >>= 1;
    }
    return last == 0 && hash_equal(leaf, root);
}

/* RFC 9162 §2.1.4.2, for 0 < old < size. When old is a power of two its root is the first node. */
static bool check_growth(const struct tlog_proof *proof, uint64_t old, uint64_t size,
                         struct hash old_root, struct hash root)
{
    uint64_t place = old - 1, last = size - 1;
    bool whole = (old & (old - 1)) == 0;
    if (proof->count == 0) return false;
    while (place & 1) place >>= 1, last >>= 1;
    struct hash before = whole ? old_root : proof->hash[0], after = before;
    for (size_t i = whole ? 0 : 1; i < proof->count; i++) {
        if (last == 0) return false;
        if (place & 1 || place == last) {
            before = tlog_node(proof->hash[i], before);
            after = tlog_node(proof->hash[i], after);
            while (place && !(place & 1)) place >>= 1, last >>= 1;
        } else {
            after = tlog_node(after, proof->hash[i]);
        }
        place >>= 1, last >>= 1;
    }
    return last == 0 && hash_equal(before, old_root) && hash_equal(after, root);
}

bool tlog_check_consistency(const struct tlog_proof *proof, uint64_t old, uint64_t size,
                            struct hash old_root, struct hash root)
{
    if (old > size) return false;
    if (old == size) return proof->count == 0 && hash_equal(old_root, root);
    if (old == 0)
        return proof->count == 0 && hash_equal(old_root, tlog_root(&(struct tlog_tree){0}));
    return check_growth(proof, old, size, old_root, root);
}
