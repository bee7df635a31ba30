/* The headings of a service guide (GB/T 36114-2018 服务指南编制规范), and which of them an item
 * lacks.
 *
 * The list is a table: heading, and the fields that answer it; any one of them is enough unless
 * the row says that a value must be found elsewhere (fees, forms). The review page and the item's
 * own page on the desk say in one sentence what is missing; the public page goes through the same
 * table, so that it shows the headings in the standard's order.
 *
 * The text of the standard was not at hand: the headings are those of the provincial guides made
 * by it, and are marked so in docs/service.md.
 */
#ifndef SERVICE_GUIDE_H
#define SERVICE_GUIDE_H

#include "service/service.h"

struct guide_heading {
    const char *id;        /* message "service.head.<id>" */
    const char *fields[4]; /* names of PUBLIC fields of service_item */
};
extern const struct guide_heading guide_headings[]; /* ends with {0} */

/* The headings that this record, a service_item or its public struct, does not answer. */
struct guide_gaps {
    const struct guide_heading *at[32];
    size_t count;
};
void guide_gaps(const struct field *fields, size_t field_count, const void *rec,
                struct guide_gaps *ret_gaps);
/* "数量限制、禁止性要求"; "" if nothing is missing. */
const char *guide_gaps_write(struct context *cx, const struct guide_gaps *gaps);

#endif
