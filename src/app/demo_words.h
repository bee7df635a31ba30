/* From a pattern's text to a record's: alternatives and slots.
 *
 *     [[A|B|C]]        one of them, by the record's own generator
 *     {road}           first column of the row chosen in the list road; {road.ends} another column;
 *                      {road.row} its number; {permit.materials*} its parts (；) as a numbered list
 *     {city2}          another row of the list city
 *     {n:20-80}        a number, {n} the same number again; {!n:20-80} not written yet
 *     {=a+b+12+no}     a sum of numbers already made
 *     {no} {no+10}     place in the pattern, from 1; {round} how often its first list began anew
 *     {date} {date+7}  the day of production written out, and days after or before it
 *     {iso} {iso+30}   the day of release as 2009-09-28
 *     {month} {lastmonth} {lastquarter}   of the day of release, written out; {lastmonth.first}
 *                      {lastquarter.last} as days
 *     {item.title}     a field of the record that the field `item` refers to
 *
 * A list that nobody has chosen a row of is chosen from by chance; where its rows say which city
 * they are of, only from those of the record's city.
 */
#ifndef APP_DEMO_WORDS_H
#define APP_DEMO_WORDS_H

#include "app/demo_plan.h"

/* The making of one record's texts: numbers named in one are known in the next. */
struct demo_number {
    const char *name;
    int64_t value;
};
struct demo_maker {
    struct context *cx;
    const struct demo_plan *plan;
    struct demo_record *record;
    struct demo_number numbers[40];
    size_t number_count;
};

/* what: the name of the field, to say where a slot is wrong. */
enum status demo_words(struct demo_maker *maker, const char *what, const char *text,
                       const char **ret_text) MUST_USE;

/* Chooses a row, and what its cells choose in other lists: a column named as a list names a row
 * of it. */
void demo_choose(const struct demo_source *source, struct demo_record *record, size_t list,
                 size_t row);

#endif
