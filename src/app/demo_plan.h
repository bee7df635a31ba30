/* The plan of the demonstration: every record with its final text, and every act with its moment,
 * before anything is stored.
 *
 * Planning is pure: the same source gives the same records, dates and numbers each time; only the
 * ids are random. Each record has a generator of its own, seeded by its pattern's id and its place
 * in it, so that changing one pattern changes no other. Acts lie on working days and in working
 * hours, each hand after the other (app/demo_fate.h), and are done in the order of their moments.
 *
 *     TRY(demo_plan(cx, &source, calendar, today, &plan));
 *     for (size_t i = 0; i < plan.act_count; i++) … plan.acts[i] …
 */
#ifndef APP_DEMO_PLAN_H
#define APP_DEMO_PLAN_H

#include "app/demo_fate.h"
#include "app/demo_source.h"
#include "law/calendar.h"

enum { DEMO_UNCHOSEN = -1 };

/* One record to be made. */
struct demo_record {
    const struct demo_pattern *pattern;
    size_t index; /* within its pattern */
    const char *agency, *key;
    int choice[DEMO_LISTS_MAX]; /* row of each list, or DEMO_UNCHOSEN */
    bool bound[DEMO_LISTS_MAX]; /* chosen by `each`, not by chance */
    const struct demo_record *reference[DEMO_REFERENCES];
    uint64_t random; /* the generator's state */
    struct date produced, released;
    const struct demo_fate *fate;
    const char *file, *csv; /* "" for none */
    struct record *rec;     /* as it is meant to read, with its id */
    /* what playing needs to know of where it stands now */
    int64_t edition, version;
    int state;
};

/* A step of a record's fate, or a deed of an application's case (demo_requests.h). */
struct demo_case;
struct demo_deed;
struct demo_act {
    struct moment at;
    size_t order; /* decides between acts of one moment */
    struct demo_record *record;
    const struct demo_step *step;
    struct demo_case *matter;
    const struct demo_deed *deed;
};

struct demo_plan {
    const struct demo_source *source;
    const struct calendar *calendar;
    struct date last; /* what "today" means in the data */
    struct demo_record *records;
    size_t record_count;
    struct demo_act *acts; /* by moment */
    size_t act_count;
};

enum status demo_plan(struct context *cx, const struct demo_source *source,
                      const struct calendar *calendar, struct date last,
                      struct demo_plan *ret_plan) MUST_USE;

/* Room for more acts; and all of them by their moments, when the last one was added. */
void demo_plan_room(struct context *cx, struct demo_plan *plan, size_t more);
void demo_plan_sort(struct demo_plan *plan);

/* The first record of a pattern, or of a key among a kind's, at an agency ("" any). NULL: none. */
struct demo_sought {
    const char *pattern, *kind, *key, *agency;
};
const struct demo_record *demo_find(const struct demo_plan *plan, const struct demo_sought *sought);

/* The working day that many working days later (earlier when negative); with 0 the day itself, or
 * the next working day. */
struct date demo_working_day(const struct calendar *calendar, struct date day, int shift);

/* Where a generator begins: by the name of what it is for, and its place. */
uint64_t demo_seed(const char *id, size_t index);
/* A number from low to high, both possible, from a generator's state. */
int64_t demo_random(uint64_t *state, int64_t low, int64_t high);

#endif
