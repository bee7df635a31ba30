/* What is late, asleep or not put right at an agency as of today: the red cells of the supervisor's
 * page (report/supervision.h), each with its list.
 *
 *     /oversight/cells/{agency}/{measure}     READ_STATES: numbers, dates and owners, no contents
 *     /oversight/cells/{agency}/missing-report?year=2009
 */
#ifndef OVERSIGHT_LAPSES_H
#define OVERSIGHT_LAPSES_H

#include "oversight/show.h"
#include "web/route.h"

extern const struct routes lapse_routes;

enum lapse {
    OVERDUE_ITEMS,
    OVERDUE_ANSWERS,
    SLEEPING_COLUMNS,
    OPEN_FINDINGS,
    OPEN_PROMISES,
    LAPSE_COUNT
};

struct lapses {
    int64_t waiting;            /* items on their way to release */
    int64_t count[LAPSE_COUNT]; /* red when above zero */
};
enum status lapses_count(struct context *cx, const char *agency, struct lapses *ret) MUST_USE;
/* The address of a cell's list. */
const char *lapse_href(struct context *cx, const char *agency, enum lapse lapse);
/* … and that of the report on a year which was not handed in by its day. */
const char *lapse_report_href(struct context *cx, const char *agency, int year);
/* Where a superior reads what a row counts; NULL: they have its number and its day. */
const char *lapse_row_href(struct context *cx, const struct measured *row);

#endif
