/* Civil dates and moments. Nothing here reads a clock but moment_now().
 *
 * A date is a civil date of the installation's time zone; DATE_NONE is "no date" and is not 0
 * (that is 1 January 1970). A moment is UTC milliseconds since 1970; 0 is "none". The two never
 * convert into each other without a zone: SQL never derives a date from a time.
 *
 *     struct date d = date_of(2009, 9, 28);
 *     date_parse("2009-09-28", &d)   // exactly YYYY-MM-DD, a real day
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct date {
    int32_t day; /* days since 1970-01-01, DATE_NO_DAY for none */
};
struct moment {
    int64_t ms;
};

#define DATE_NO_DAY INT32_MIN
#define DATE_NONE ((struct date){DATE_NO_DAY})

struct civil {
    int year, month, day;
};

static inline bool date_is_set(struct date d)
{
    return d.day != DATE_NO_DAY;
}

struct date date_of(int year, int month, int day);
struct civil date_civil(struct date d);
int date_weekday(struct date d); /* 1 Monday … 7 Sunday (ISO 8601) */
bool date_parse(const char *text, struct date *ret_date);
char *date_iso(struct arena *mem, struct date d); /* "" for none */
static inline struct date date_plus(struct date d, int days)
{
    return (struct date){d.day + days};
}

int64_t clock_running_ms(void); /* never set back: for waiting and for limits, not for dates */
struct moment moment_now(void); /* the system's clock: only app/ and sequencer code asks it */
char *moment_iso(struct arena *mem, struct moment at); /* 2009-09-28T01:02:03.004Z */
bool moment_parse(const char *text, struct moment *ret_moment);

/* The zone is a fixed name of the IANA database, opened once at start (before any sandbox). */
enum status zone_open(const char *name) MUST_USE;
struct date zone_date(struct moment at);
char *zone_clock(struct arena *mem, struct moment at);          /* 2009-09-28 09:02 */
bool zone_parse(const char *text, struct moment *ret_moment);   /* of that */
struct moment zone_moment(struct date d, int hour, int minute); /* the inverse */

#endif
