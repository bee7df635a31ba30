/* Dates, times, numbers and amounts as a person reads them (DESIGN §7): dates written out, time
 * that of the agency, money with its unit. What machines read is in base/time.h (ISO).
 *
 *     words_date(mem, CHINESE, d)          2009年9月28日     28 September 2009
 *     words_moment(mem, ENGLISH, at)       2009年9月28日 09:02     28 September 2009, 09:02
 *     words_number(mem, ENGLISH, 51724)    51724     51,724
 *     words_amount(mem, CHINESE, 2000)     20.00元     ¥20.00
 *
 * What is absent (DATE_NONE, moment 0, INT64_MIN) is "".
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/context.h"

char *words_date(struct arena *mem, enum language language, struct date d);
char *words_moment(struct arena *mem, enum language language, struct moment at);
/* English groups thousands from five digits on, as SI allows: a year is never broken. */
char *words_number(struct arena *mem, enum language language, int64_t number);
char *words_amount(struct arena *mem, enum language language, int64_t hundredths);

#endif
