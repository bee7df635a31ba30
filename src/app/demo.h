/* The demonstration province (issue 2, point 10): the department of the seed and its thirteen
 * bureaux, with everything that they published in 2009, made through the same moves as real work;
 * and the department's applications of 2024, 2025 and the running year (demo_requests.h).
 *
 * Data in demo/ (YAML) → plan (who does what, when) → play (acts, dated by the set clock) → ledger
 * (entries carry the acts' dates). Same records, dates and numbers each time; ids and keys are
 * random. All of it is made up, leaders stand by post only, and every page says so.
 *
 *     TRY(installation_init(cx, folder, &choices));     // .demonstration = true
 *     TRY(demo_load(cx, "demo", &source));
 *     TRY(demo_requests_load(cx, "demo/requests", &requests));
 *     TRY(demo_make(cx, &at, &(struct demo_choices){&source, &requests, today}, &people));
 */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/demo_people.h"
#include "app/demo_requests.h"
#include "app/demo_window.h"
#include "app/installation.h"

struct demo_choices {
    const struct demo_source *source; /* demo/ in the program's share */
    struct demo_requests *requests;   /* demo/requests/; NULL: none */
    struct date last;                 /* acts after this day are not done */
    struct demo_window *window;       /* demo/window/; NULL: nothing lies there */
};

/* Fills a new, empty installation; cx->store is its open office (STORE_HASTY will do). */
enum status demo_make(struct context *cx, const struct installation *at,
                      const struct demo_choices *choices, struct demo_people *ret_people) MUST_USE;

#endif
