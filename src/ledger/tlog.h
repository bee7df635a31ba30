/* The Merkle tree of a transparency log: RFC 6962 hashes, inclusion and consistency proofs.
 *
 *     leaf = SHA-256(0x00 ‖ entry)   node = SHA-256(0x01 ‖ left ‖ right)   empty = SHA-256("")
 *
 * and a tree of n > 1 leaves is split at the largest power of two below n. Nothing here does I/O:
 * a tree grows as its peaks alone (struct tlog_tree, 2 KB for any size), and proofs are made from
 * whatever can answer for the root of a complete subtree (struct tlog_nodes): tiles, memory.
 *
 *     struct tlog_tree tree = {0};
 *     tlog_push(&tree, tlog_leaf(entry));
 *     struct hash root = tlog_root(&tree);
 *
 * Checking a proof takes hostile input and never fails: the answer is yes or no.
 */
#ifndef LEDGER_TLOG_H
#define LEDGER_TLOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/context.h"
#include "base/out.h"

enum { HASH_SIZE = 32, TLOG_DEPTH = 63, TLOG_PROOF_MAX = 64 };

/* No log of ours is larger: shifts below stay defined, and JSON can say every index exactly. */
#define TLOG_SIZE_MAX (UINT64_C(1) << 53)

struct hash {
    unsigned char byte[HASH_SIZE];
};

bool hash_equal(struct hash a, struct hash b);
struct hash tlog_leaf(struct bytes entry);
struct hash tlog_node(struct hash left, struct hash right);

/* A growing tree: peak[i] is the root of its complete subtree of 2^i leaves, where bit i of size
 * is set. {0} is the empty tree. */
struct tlog_tree {
    uint64_t size;
    struct hash peak[TLOG_DEPTH];
};

void tlog_push(struct tlog_tree *tree, struct hash leaf);
struct hash tlog_root(const struct tlog_tree *tree);

/* Whoever can tell the root of leaves [index·2^level, (index+1)·2^level). */
struct tlog_nodes {
    enum status (*read)(struct context *cx, void *where, unsigned level, uint64_t index,
                        struct hash *ret);
    void *where;
};

struct tlog_proof {
    size_t count;
    struct hash hash[TLOG_PROOF_MAX];
};

/* The tree as it was at size, from its complete subtrees. */
enum status tlog_tree_at(struct context *cx, const struct tlog_nodes *nodes, uint64_t size,
                         struct tlog_tree *ret) MUST_USE;
/* INVALID unless index < size, or 0 < old <= size. */
enum status tlog_prove_inclusion(struct context *cx, const struct tlog_nodes *nodes, uint64_t index,
                                 uint64_t size, struct tlog_proof *ret) MUST_USE;
enum status tlog_prove_consistency(struct context *cx, const struct tlog_nodes *nodes, uint64_t old,
                                   uint64_t size, struct tlog_proof *ret) MUST_USE;

bool tlog_check_inclusion(const struct tlog_proof *proof, uint64_t index, uint64_t size,
                          struct hash leaf, struct hash root);
/* Every tree extends the empty one, by the empty proof. */
bool tlog_check_consistency(const struct tlog_proof *proof, uint64_t old, uint64_t size,
                            struct hash old_root, struct hash root);

#endif
