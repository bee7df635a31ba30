/* The pages of obligations (oversight/obligation.h), the office's and the public one: what is
 * found on a day, and what the day after adds to it.
 *
 *     struct obligation_source source = {.cx = cx, .agency = code, .on = cx->today, .take = take,
 *                                        .href = href, .count = OBLIGATION_COUNT};
 *     TRY(obligation_show(&source, &view));
 */
#ifndef OVERSIGHT_OBLIGATIONS_H
#define OVERSIGHT_OBLIGATIONS_H

#include "oversight/obligation.h"
#include "oversight/show.h"

/* What the pages list, in their order. For each the measure of that name; those that the portal can
 * compute from what is public have one there too. */
enum obligation {
    MISSING_HEADS,
    STALE_HEADS,
    ASLEEP,
    REPORTS,
    BRIEFINGS,
    ANSWERS,
    PROMISES, /* measures for the public, announced and past their day */
    ITEMS,
    FINDINGS,
    TASKS,
    LINKS,
    OBLIGATION_COUNT
};
enum { PUBLIC_OBLIGATIONS = ITEMS }; /* those before it */
extern const char *const obligation_names[OBLIGATION_COUNT];

/* ---- how they are shown ---- */

struct obligation_group {
    const char *name, *title, *text;
    struct measured_row *now, *tomorrow;
    size_t now_count, tomorrow_count;
};
struct obligation_line_view { /* an agency in the overview */
    const char *agency, *href;
    const char *hrefs[OBLIGATION_COUNT];
    int64_t counts[OBLIGATION_COUNT], tomorrow;
};
struct obligations_view {
    const char *agency, *agency_code;
    struct date on;
    struct obligation_group groups[OBLIGATION_COUNT];
    size_t group_count;
    int64_t now, tomorrow;
    struct obligation_line_view *lines;
    size_t line_count;
    const char *labels[OBLIGATION_COUNT];
    struct measured_row *expiring; /* trial rules that end within 60 days (S48) */
    size_t expiring_count;
    const char *order_href, *order; /* the standing order; NULL: none is in force */
};

/* Takes what is found on the day, and what is found only on the day after. found(…) answers the
 * measure's rows on a day; href(…) where a row is read, or NULL. */
struct obligation_source {
    struct context *cx;
    const char *agency;
    struct date on;
    size_t count; /* of obligations, from the first */
    void *with;
    enum status (*take)(const struct obligation_source *source, enum obligation which,
                        struct date on, struct measured **ret_first);
    const char *(*href)(const struct obligation_source *source, const struct measured *row);
};
enum status obligation_show(const struct obligation_source *source,
                            struct obligations_view *view) MUST_USE;
/* The same as numbers only. */
enum status obligation_count(const struct obligation_source *source,
                             struct obligation_line_view *line) MUST_USE;

#endif
