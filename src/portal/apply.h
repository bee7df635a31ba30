/* Inside the portal: what one ledger entry does to portal.db. */
#ifndef PORTAL_APPLY_H
#define PORTAL_APPLY_H

#include "ledger/entry.h"
#include "ledger/object.h"
#include "web/portal.h"

enum { LEDGER = 1 }; /* one ledger as yet; rows are keyed by it (SECURITY §1) */

enum status apply_tables(struct context *cx) MUST_USE;
/* A number that changes when fields or words change, and old rows would no longer fit. */
int64_t apply_fingerprint(void);

/* An entry made ready (portal/ahead.h). */
struct applied {
    int64_t index;
    struct hash leaf;
    struct entry entry;
    bool there; /* false: the object is gone, and a later entry erased it */
    struct object object;
    /* by apply_parse(), from the object */
    enum status parsed;
    const struct record *record;
    const struct record_file *files;
    const char *words;
};
/* What of applying needs no database: any thread may do it. Lives in cx->mem. */
void apply_parse(struct context *cx, struct applied *applied);
/* *ret_scrub is set when words of something erased must still be scrubbed. In the caller's
 * transaction. */
enum status apply_entry(struct portal *portal, const struct applied *applied,
                        bool *ret_scrub) MUST_USE;

/* Round a long stretch: memory and disk are used for speed, and pages that are freed keep what was
 * in them, until a scrub that is told so. Outside a transaction. */
enum status apply_hurry(struct context *cx) MUST_USE;
enum status apply_calm(struct context *cx) MUST_USE;
/* Rewrites the index, overwrites pages that were freed in a hurry, and cuts the log: outside a
 * transaction. BUSY while somebody reads. */
enum status apply_scrub(struct context *cx, bool hurried) MUST_USE;

#endif
