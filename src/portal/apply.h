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

/* object NULL: it is gone, and a later entry erased it. *ret_scrub is set when words of something
 * erased must still be scrubbed. In the caller's transaction. */
struct applied {
    int64_t index;
    const struct entry *entry;
    const struct object *object;
};
enum status apply_entry(struct portal *portal, const struct applied *applied,
                        bool *ret_scrub) MUST_USE;
/* Rewrites the index and cuts the log: outside a transaction. BUSY while somebody reads. */
enum status apply_scrub(struct context *cx) MUST_USE;

#endif
