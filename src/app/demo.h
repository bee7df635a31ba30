/* The demonstration province (issue 2, point 10): the department of the seed and its thirteen
 * bureaux, with everything that they published in 2009, made through the same moves as real work.
 *
 * Data in demo/*.yaml → plan (who does what, when) → play (acts, dated by the set clock) → ledger
 * (entries carry the acts' dates). Same records, dates and numbers each time; ids and keys are
 * random. All of it is made up, leaders stand by post only, and every page says so.
 *
 *     TRY(installation_init(cx, folder, &choices));     // .demonstration = true
 *     TRY(demo_make(cx, &at, &(struct demo_choices){.last = date_of(2010, 3, 31)}));
 */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/demo_people.h"
#include "app/installation.h"

struct demo_choices {
    struct date last;   /* acts after this day are not done */
    const char *folder; /* of the data; NULL: demo/ in the program's share */
};

/* Fills a new, empty installation; cx->store is its open office (STORE_HASTY will do). */
enum status demo_make(struct context *cx, const struct installation *at,
                      const struct demo_choices *choices) MUST_USE;

#endif
