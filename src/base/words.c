#include "base/words.h"

#include "base/out.h"

char *words_date(struct arena *mem, enum language language, struct date d)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    if (!date_is_set(d)) return arena_copy(mem, "");
    struct civil c = date_civil(d);
    if (language == CHINESE) return arena_format(mem, "%d年%d月%d日", c.year, c.month, c.day);
    return arena_format(mem, "%d %s %d", c.day, months[c.month - 1], c.year);
}

char *words_moment(struct arena *mem, enum language language, struct moment at)
{
    if (!at.ms) return arena_copy(mem, "");
    const char *day = words_date(mem, language, zone_date(at));
    const char *clock = zone_clock(mem, at) + sizeof "2009-09-28";
    return arena_format(mem, language == CHINESE ? "%s %s" : "%s, %s", day, clock);
}

/* Digits with a comma between each three, or none. */
static void put_digits(struct out *out, uint64_t number, bool grouped)
{
    if (!grouped || number < 10000) {
        out_format(out, "%llu", (unsigned long long)number);
        return;
    }
    uint64_t unit = 1000;
    while (number / unit >= 1000) unit *= 1000;
    out_format(out, "%llu", (unsigned long long)(number / unit));
    for (; unit > 1; unit /= 1000)
        out_format(out, ",%03llu", (unsigned long long)(number / (unit / 1000) % 1000));
}

static uint64_t magnitude(int64_t number)
{
    return number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;
}

char *words_number(struct arena *mem, enum language language, int64_t number)
{
    struct out out = out_new(mem);
    if (number == INT64_MIN) return out.text;
    if (number < 0) out_text(&out, "−");
    put_digits(&out, magnitude(number), language == ENGLISH);
    return out.text;
}

char *words_amount(struct arena *mem, enum language language, int64_t hundredths)
{
    struct out out = out_new(mem);
    if (hundredths == INT64_MIN) return out.text;
    if (hundredths < 0) out_text(&out, "−");
    if (language == ENGLISH) out_text(&out, "¥");
    put_digits(&out, magnitude(hundredths) / 100, language == ENGLISH);
    out_format(&out, ".%02d", (int)(magnitude(hundredths) % 100));
    if (language == CHINESE) out_text(&out, "元");
    return out.text;
}
