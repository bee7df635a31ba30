#include "base/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Days from civil, after Howard Hinnant's algorithm; the calendar is proleptic Gregorian. */
struct date date_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (struct date){era * 146097 + doe - 719468};
}

struct civil date_civil(struct date d)
{
    int z = d.day + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    struct civil c = {.day = doy - (153 * mp + 2) / 5 + 1, .month = mp < 10 ? mp + 3 : mp - 9};
    c.year = yoe + era * 400 + (c.month <= 2);
    return c;
}

int date_weekday(struct date d)
{
    int since_monday = (d.day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

static bool digits(const char *text, int n, int *ret_number)
{
    int number = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        number = number * 10 + (text[i] - '0');
    }
    *ret_number = number;
    return true;
}

static bool parse_date_part(const char *text, struct date *ret_date)
{
    int y, m, d;
    if (!digits(text, 4, &y) || text[4] != '-' || !digits(text + 5, 2, &m) || text[7] != '-' ||
        !digits(text + 8, 2, &d) || y < 1)
        return false;
    struct date date = date_of(y, m, d);
    struct civil back = date_civil(date);
    if (back.year != y || back.month != m || back.day != d) return false;
    *ret_date = date;
    return true;
}

bool date_parse(const char *text, struct date *ret_date)
{
    return text && strlen(text) == 10 && parse_date_part(text, ret_date);
}

char *date_iso(struct arena *mem, struct date d)
{
    if (!date_is_set(d)) return arena_copy(mem, "");
    struct civil c = date_civil(d);
    return arena_format(mem, "%04d-%02d-%02d", c.year, c.month, c.day);
}

int64_t clock_running_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct moment moment_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (struct moment){(int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000};
}

char *moment_iso(struct arena *mem, struct moment at)
{
    int64_t seconds = at.ms / 1000, ms = at.ms % 1000;
    if (ms < 0) ms += 1000, seconds--;
    int64_t day = seconds / 86400, rest = seconds % 86400;
    if (rest < 0) rest += 86400, day--;
    struct civil c = date_civil((struct date){(int32_t)day});
    return arena_format(mem, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day,
                        (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60), (int)ms);
}

/* HH:MM:SS.mmmZ as milliseconds of the day. */
static bool parse_clock_part(const char *text, int64_t *ret_ms)
{
    int h, m, s, ms;
    if (!digits(text, 2, &h) || text[2] != ':' || !digits(text + 3, 2, &m) || text[5] != ':' ||
        !digits(text + 6, 2, &s) || text[8] != '.' || !digits(text + 9, 3, &ms) ||
        strcmp(text + 12, "Z") != 0)
        return false;
    *ret_ms = ((h * 60 + m) * 60 + s) * INT64_C(1000) + ms;
    return h <= 23 && m <= 59 && s <= 59;
}

bool moment_parse(const char *text, struct moment *ret_moment)
{
    struct date date;
    int64_t ms;
    if (!text || strlen(text) != 24 || !parse_date_part(text, &date) || text[10] != 'T' ||
        !parse_clock_part(text + 11, &ms))
        return false;
    *ret_moment = (struct moment){(int64_t)date.day * 86400 * 1000 + ms};
    return true;
}

/* The C library's zone is process-wide state; it is set once, at start, and only read after. */
enum status zone_open(const char *name)
{
    struct stat there;
    char path[256];
    if (strstr(name, "..") || snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name) < 0)
        return INVALID;
    if (strcmp(name, "UTC") != 0 && stat(path, &there) != 0) return INVALID;
    if (setenv("TZ", name, 1) != 0) return FAULT;
    tzset();
    return OK;
}

struct date zone_date(struct moment at)
{
    time_t seconds = (time_t)(at.ms / 1000);
    struct tm tm;
    localtime_r(&seconds, &tm);
    return date_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

char *zone_clock(struct arena *mem, struct moment at)
{
    time_t seconds = (time_t)(at.ms / 1000);
    struct tm tm;
    localtime_r(&seconds, &tm);
    return arena_format(mem, "%04d-%02d-%02d %02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                        tm.tm_mday, tm.tm_hour, tm.tm_min);
}

struct moment zone_moment(struct date d, int hour, int minute)
{
    struct civil c = date_civil(d);
    struct tm tm = {.tm_year = c.year - 1900,
                    .tm_mon = c.month - 1,
                    .tm_mday = c.day,
                    .tm_hour = hour,
                    .tm_min = minute,
                    .tm_isdst = -1};
    return (struct moment){(int64_t)mktime(&tm) * 1000};
}

bool zone_parse(const char *text, struct moment *ret_moment)
{
    struct date date;
    int hour, minute;
    if (!text || strlen(text) != 16 || !parse_date_part(text, &date) || text[10] != ' ' ||
        !digits(text + 11, 2, &hour) || text[13] != ':' || !digits(text + 14, 2, &minute))
        return false;
    if (hour > 23 || minute > 59) return false;
    *ret_moment = zone_moment(date, hour, minute);
    return true;
}
