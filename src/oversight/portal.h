/* What the public sees of supervision (S24, S34, S36): the roster of invited supervisors, results
 * of inspections, circulars, surveys, and each year in figures.
 *
 *     /supervision
 */
#ifndef OVERSIGHT_PORTAL_H
#define OVERSIGHT_PORTAL_H

#include "oversight/oversight.h"
#include "web/portal.h"
#include "web/route.h"

extern const struct portal_routes oversight_portal_routes;

struct supervision_row {
    const char *href, *title, *language, *about, *agency;
    struct date on;
};
struct supervision_rows {
    struct supervision_row *at;
    size_t count;
};
struct supervision_page {
    struct public_set supervisors, surveys, summaries;
    struct supervision_rows inspections, criticisms;
};

#endif
