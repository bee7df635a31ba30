/* Bundles: the entries of a tile, each a length of two bytes (big-endian) and its bytes
 * (C2SP tlog-tiles, "Log entries").
 *
 *     struct bytes rest = bundle, entry;
 *     while (bundle_next(&rest, &entry)) use(entry);
 *     if (rest.size > 0) …                              // the bundle is torn
 */
#ifndef LEDGER_BUNDLE_H
#define LEDGER_BUNDLE_H

#include "base/context.h"
#include "base/out.h"

enum { BUNDLE_ENTRY_MAX = 65535 };

/* INVALID for an entry that is too long to be said. */
enum status bundle_add(struct context *cx, struct out *bundle, struct bytes entry) MUST_USE;
bool bundle_next(struct bytes *rest, struct bytes *ret_entry);
/* Splits a bundle of exactly count entries (at most 256); entries point into the bundle. */
enum status bundle_split(struct context *cx, struct bytes bundle, size_t count,
                         struct bytes *ret_entries) MUST_USE;

#endif
