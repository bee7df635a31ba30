/* Measures: named statements over the registers, each giving the records it counts. The yearly
 * assessment weighs them, the supervisor's page colours its cells by them, and both open the same
 * list.
 *
 *     struct period of = {agency, date_of(2009, 1, 1), date_of(2009, 12, 31), as_of};
 *     TRY(measure_take(cx, measure_by_name("late-items"), &of, &rows, &count));
 */
#ifndef OVERSIGHT_MEASURE_H
#define OVERSIGHT_MEASURE_H

#include "record/record.h"

struct period {
    const char *agency;
    struct date from, to; /* both included */
    struct date as_of;
};
struct measured {
    const char *kind, *record, *number;
    const char *label; /* "" where it is not public: an application, a finding */
    struct date on;
    struct measured *next;
};
struct measure {
    const char *name;
    struct sql sql; /* kind, record, number, label, on, a day or NULL, a word */
    /* Does the row count, where a statement cannot tell (working days)? NULL: yes. */
    bool (*counts)(struct context *cx, const struct period *of, struct date day, const char *word,
                   struct date on);
    /* Instead of a statement. */
    enum status (*find)(struct context *cx, const struct period *of, struct measured ***last);
};
const struct measure *measure_by_name(const char *name); /* NULL: unknown */
/* A measure's name and sentence: message ids measure.NAME. */
enum status measure_take(struct context *cx, const struct measure *measure, const struct period *of,
                         struct measured **ret_first, size_t *ret_count) MUST_USE;

#endif
