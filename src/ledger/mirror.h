/* A copy of somebody else's ledger, kept as new as the original: what a portal on its own machine
 * lives on (issue 5, split deployment).
 *
 * The copy is a ledger folder like any other: a portal, a verifier, a web server can use it. It is
 * read from a folder or an address, by a process that has no key and no office.
 *
 * Invariants
 *  - Nothing is believed but the vkey. The checkpoint must be signed by it and extend what the copy
 *    has; every entry is under it, every object has its commitment, every file its hash, before the
 *    copy's own checkpoint says so. That one is written last, so a copy that is cut off in the
 *    middle is the older copy.
 *  - A fork or a rollback changes nothing: INVALID, and the copy stays as it was.
 *  - What the original has erased goes from the copy in the same round.
 *
 *     struct mirror_plan plan = {"DATA/ledger", "DATA/tmp", "https://office.example/ledger", vkey};
 *     TRY(mirror_open(cx, &plan, &mirror));
 *     TRY(mirror_take(cx, mirror, &news));          // every few seconds
 */
#ifndef LEDGER_MIRROR_H
#define LEDGER_MIRROR_H

#include "base/context.h"

struct mirror_plan {
    const char *folder, *tmp; /* where the copy is, and a folder of the same disk */
    const char *location;     /* of the original: a folder, or http(s)://… */
    const char *vkey;         /* the key that is believed; never NULL */
};
struct mirror;

/* Strings of the plan must outlive the mirror. INVALID: vkey is none. */
enum status mirror_open(struct context *cx, const struct mirror_plan *plan,
                        struct mirror **ret) MUST_USE;
void mirror_close(struct mirror *mirror);

struct mirror_news {
    uint64_t entries; /* new ones */
    uint64_t objects; /* fetched */
    uint64_t erased;  /* objects that are gone from the copy */
};
/* INVALID: unsigned, forked, shrunk, or not what was signed (the issue says which); nothing was
 * taken. BUSY: the original has not all it signed yet. FAULT: it cannot be reached, or the disk. */
enum status mirror_take(struct context *cx, struct mirror *mirror,
                        struct mirror_news *ret) MUST_USE;

#endif
