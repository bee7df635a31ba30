/* What the supervising authority sees of the agencies below (S6; 令492 第四章 监督和保障): states,
 * dates and numbers, never the contents of what is not public. The one text it may read is a report
 * that was submitted to it.
 *
 *     /supervision?year=2009          a row per agency; red cells open their lists
 *     /supervision/reports/{id}       a submitted report, to accept or to return
 */
#ifndef REPORT_SUPERVISION_H
#define REPORT_SUPERVISION_H

#include "oversight/lapses.h"
#include "report/pages.h"
#include "web/route.h"

extern const struct routes supervision_routes;

struct supervised_row {
    const char *agency, *name;
    int64_t entries, items;
    struct lapses lapses; /* oversight/lapses.h: what is red, each with its list */
    const char *hrefs[LAPSE_COUNT];
    struct date last_released_on;
    const char *state, *badge; /* of the report, in words */
    const char *report;        /* address where it can be read, or NULL */
    const char *missing;       /* … where it is told that it is late, or NULL */
    struct supervised_row *next;
};
struct supervision_view {
    const char *year; /* as typed */
    const char *error;
    int number_of_year;
    struct date due;
    const struct supervised_row *rows;
    struct supervised_row all; /* the sums */
    int64_t agencies, received, published, missing_late;
};
struct supervised_report {
    const struct record *rec;
    const struct report_view *view;
    const char *agency_name, *state;
    bool decides; /* it waits for this supervisor */
};

#endif
