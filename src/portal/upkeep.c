/* How portal.db is kept: fast while it catches up, small while it serves, and clean after an
 * erasure. */
#include "portal/apply.h"

/* Words are gathered in memory up to this before they become a segment: fewer segments to merge. */
static const struct sql gather = {
    "portal.gather",
    "INSERT INTO portal_search (portal_search, rank) VALUES ('hashsize', 8388608)"};
/* Segments are merged sixteen at a time, not four by four again and again. */
static const struct sql merge_late = {
    "portal.merge_late", "INSERT INTO portal_search (portal_search, rank) VALUES ('automerge', 0)"};
static const struct sql merge_early = {
    "portal.merge_early",
    "INSERT INTO portal_search (portal_search, rank) VALUES ('automerge', 4)"};
/* Freed pages are overwritten, or what was erased could be read from the file. */
static const struct sql overwrite = {"portal.overwrite", "PRAGMA secure_delete = ON"};
/* Nor is anything left within a page that stays in use; pages that are freed keep what they held,
 * until store_wipe(). */
static const struct sql overwrite_later = {"portal.overwrite_later", "PRAGMA secure_delete = FAST"};

enum status apply_calm(struct context *cx)
{
    TRY(store_calm(cx));
    TRY(store_ensure(cx, &overwrite));
    TRY(store_ensure(cx, &merge_early));
    return store_ensure(cx, &gather);
}

enum status apply_hurry(struct context *cx)
{
    TRY(store_hurry(cx));
    TRY(store_ensure(cx, &overwrite_later));
    return store_ensure(cx, &merge_late);
}

/* FTS5 3.40 keeps the words of what was deleted until its segments are merged. */
enum status apply_scrub(struct context *cx, bool hurried)
{
    static const struct sql optimize = {
        "portal.optimize", "INSERT INTO portal_search (portal_search) VALUES ('optimize')"};
    static const struct sql truncate = {"portal.truncate", "PRAGMA wal_checkpoint(TRUNCATE)"};
    int64_t busy = 1;
    TRY(store_run(cx, &optimize, BIND_NONE, NULL));
    if (hurried) TRY(store_wipe(cx));
    TRY(store_int(cx, &truncate, BIND_NONE, &busy));
    return busy ? BUSY : OK;
}
