#include <stdlib.h>

#include "app/demo_requests.h"
#include "base/text.h"

/* ---- days ------------------------------------------------------------------------------------ */

/* The first of January and the days round it belong to the year before, as people work. */
enum { FIRST_MONTH = 1, FIRST_DAY = 2 };

/* A date, or "today-N": so many working days before the day of the demonstration. False: such a
 * case would touch the year before. */
static enum status begin_on(const struct demo_plan *plan, const struct demo_case *matter,
                            struct date today, struct date *ret_day, bool *ret_is_there)
{
    static const char relative[] = "today-";
    int64_t days;
    *ret_is_there = true;
    if (date_parse(matter->on, ret_day)) return OK;
    if (!text_starts(matter->on, relative) || !text_to_int(matter->on + sizeof relative - 1, &days))
        return demo_case_wrong(matter, "on", "a date, or today-N");
    struct date first = date_of(date_civil(today).year, FIRST_MONTH, FIRST_DAY);
    struct date from_2026 = date_of(2026, FIRST_MONTH, FIRST_DAY);
    *ret_day = demo_working_day(plan->calendar, today, -(int)days);
    *ret_is_there = ret_day->day >= first.day && ret_day->day >= from_2026.day;
    return OK;
}

/* "+2", "0" or a date. */
static enum status next_day(const struct demo_plan *plan, const struct demo_case *matter,
                            const char *text, struct date *day)
{
    int64_t days;
    if (text_equal(text, "0")) return OK;
    if (*text == '+' && text_to_int(text + 1, &days) && days > 0) {
        *day = demo_working_day(plan->calendar, *day, (int)days);
        return OK;
    }
    if (date_parse(text, day)) return OK;
    return demo_case_wrong(matter, "then", "+N, 0 or a date, and what is done");
}

/* ---- hours ----------------------------------------------------------------------------------- */

enum { OPENS = 8 * 60 + 40, CLOSES = 16 * 60 + 55, AFTERNOON = 13 * 60 + 10 };

/* Steps of one day follow each other; the matters of a letter come after it was split. */
static int next_minute(struct demo_case *matter, bool new_day, bool first, int minute)
{
    if (!new_day) {
        int next = minute + (int)demo_random(&matter->random, 11, 42);
        return next < CLOSES ? next : CLOSES;
    }
    if (first && matter->first) return AFTERNOON;
    return OPENS + (int)demo_random(&matter->random, 0, 70);
}

static enum status add_acts(struct demo_plan *plan, struct demo_case *matter, struct date day)
{
    struct date before = DATE_NONE;
    int minute = 0;
    for (size_t i = 0; i < matter->deeds.count; i++) {
        const struct demo_deed *deed = &matter->deeds.at[i];
        TRY(next_day(plan, matter, deed->day, &day));
        minute = next_minute(matter, day.day != before.day, i == 0, minute);
        before = day;
        plan->acts[plan->act_count] =
            (struct demo_act){.at = zone_moment(day, minute / 60, minute % 60),
                              .order = plan->act_count,
                              .matter = matter,
                              .deed = deed};
        plan->act_count++;
    }
    return OK;
}

enum status demo_requests_plan(struct context *cx, const struct demo_requests *requests,
                               struct date today, struct demo_plan *plan)
{
    size_t more = 0;
    for (size_t i = 0; i < requests->case_count; i++) more += requests->cases[i].deeds.count;
    demo_plan_room(cx, plan, more);
    for (size_t i = 0; i < requests->case_count; i++) {
        struct demo_case *matter = &requests->cases[i];
        struct date day;
        bool is_there;
        matter->random = demo_seed(matter->id, 0);
        TRY(begin_on(plan, matter, today, &day, &is_there));
        if (is_there) TRY(add_acts(plan, matter, day));
    }
    demo_plan_sort(plan);
    return OK;
}
