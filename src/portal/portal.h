/* The portal: a projection of the ledger that people can read and search.
 *
 * portal.db is made by replay alone. portal_open() makes or grows its tables, and throws the file
 * away when it was made by a program with other fields or other words, for it can be made again.
 * portal_replay() believes nothing but the vkey: it checks the signature, that the log extends what
 * was seen, and that the new entries are those that were signed, before it applies any of them.
 *
 * Erasure is real: rows go, their words go from the full-text index (by making the same words a
 * second time), the index is rewritten, freed pages are overwritten, the write-ahead log is cut.
 *
 *     struct portal *portal;
 *     TRY(portal_open(cx, &site, PORTAL_REPLAYS, &portal));   // one thread of the process
 *     TRY(portal_replay(portal, &changed));                   // at each new checkpoint
 *     portal_close(portal);
 *     …
 *     TRY(portal_open(cx, &site, PORTAL_READS, &portal));     // each worker; after the first
 *
 * A fault sticks in a context: whoever replays in a loop sets portal->cx to a fresh one (with the
 * same store) each time round.
 */
#ifndef PORTAL_PORTAL_H
#define PORTAL_PORTAL_H

#include "web/portal.h"
#include "web/route.h"

enum portal_part { PORTAL_REPLAYS, PORTAL_READS };

/* site must outlive the portal. Puts portal.db into cx->store. */
enum status portal_open(struct context *cx, const struct portal_site *site, enum portal_part part,
                        struct portal **ret) MUST_USE;
void portal_close(struct portal *portal);

/* Takes in what the ledger has. *ret_changed (may be NULL): something was applied.
 * BUSY: the copy of the ledger lags or the database is being read; try again. INVALID: the ledger
 * is unsigned, shrank or forked; FAULT: ours. Neither applies anything that was not signed. */
enum status portal_replay(struct portal *portal, bool *ret_changed) MUST_USE;

/* Size of the log as far as it was applied. */
enum status portal_size(struct portal *portal, uint64_t *ret_size) MUST_USE;

/* Every public address: tables for site_plan.portal_tables. */
extern const struct portal_routes portal_routes[];
extern const size_t portal_routes_count;
/* site_plan.furnish: menu, crumbs and footer. */
void portal_furnish(const struct web *web, struct page *page);

#endif
