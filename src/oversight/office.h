/* The supervisor's own pages, beside those that every kind has (desk/desk.h).
 *
 *     /oversight                      what is kept about the agencies below, by kind
 *     /oversight/applications/{id}    states and dates of an application; its personal fields only
 *                                     with a reason, which history keeps (S6; 令711 第15条)
 *     /obligations                    what is missing, stale or late, and will be tomorrow: one's
 * own /obligations/{agency}           agency's and, for its superior, that of each below
 */
#ifndef OVERSIGHT_OFFICE_H
#define OVERSIGHT_OFFICE_H

#include "desk/desk.h"
#include "oversight/oversight.h"
#include "request/request.h"

extern const struct routes oversight_routes, obligation_routes;

void inspection_panel(struct page *pg, const struct record *rec); /* its findings */
void finding_panel(struct page *pg, const struct record *rec);    /* its orders */

struct overseen_row {
    const char *href, *title, *agency, *state, *badge;
    struct desk_due due;
};
struct overseen_group {
    const char *label, *new_href; /* new_href NULL: the actor may not */
    struct overseen_row *rows;
    size_t count;
};
struct overseen_view {
    struct overseen_group *groups;
    size_t count;
};
struct overseen_file {
    const struct application *application;
    const char *agency, *state;
    bool opened; /* with a reason: personal fields are shown */
    const struct issue *issues;
};

#endif
