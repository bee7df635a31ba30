/* What the public sees of supervision (S24, S34, S36): the roster of invited supervisors, results
 * of inspections, circulars, surveys, and each year in figures.
 *
 *     /supervision
 *     /assessments                          the yearly assessments (S37)
 *     /assessments/{agency}/{year}          the ranking
 *     /assessments/{agency}/{year}/{code}   one agency's score, each row opening its record
 *     /obligations?on=2009-12-31            what is missing, stale or late (oversight/obligation.h)
 *     /obligations/{agency}                 … at one agency, each opening its record
 */
#ifndef OVERSIGHT_PORTAL_H
#define OVERSIGHT_PORTAL_H

#include "oversight/obligations.h"
#include "oversight/oversight.h"
#include "oversight/show.h"
#include "web/portal.h"
#include "web/route.h"

extern const struct portal_routes oversight_portal_routes, assessment_portal_routes,
    obligation_portal_routes;

struct supervision_row {
    const char *href, *title, *language, *about, *agency;
    struct date on;
};
struct supervision_rows {
    struct supervision_row *at;
    size_t count;
};
struct assessments_page {
    struct supervision_rows rows;
};
struct assessment_page {
    const struct assessment_public *assessment;
    const char *agency;
    struct ranking_view ranking;
    struct html rewards, remarks;
};
struct supervision_page {
    struct public_set supervisors, surveys, summaries;
    struct supervision_rows inspections, criticisms;
};

#endif
