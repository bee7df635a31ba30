#include "law/calendar.h"

#include <string.h>

#include "base/text.h"
#include "base/yaml.h"

/* ---- the file ---- */

struct raw_statutory {
    const char *source, *valid_from, *valid_to, **days;
    uint32_t days_count;
};

struct raw_notice {
    const char *year, *source, *published, **off, **worked;
    uint32_t off_count, worked_count;
};

struct raw_calendar {
    const char *id, *zh, *en, *version;
    struct raw_statutory *statutory;
    struct raw_notice *notices;
    uint32_t statutory_count, notices_count;
};

/* clang-format off */
static const cyaml_schema_field_t statutory_fields[] = {
    YAML_TEXT("source", struct raw_statutory, source),
    YAML_MAY("valid_from", struct raw_statutory, valid_from),
    YAML_MAY("valid_to", struct raw_statutory, valid_to),
    YAML_LIST("days", struct raw_statutory, days, &yaml_text_entry, 1),
    CYAML_FIELD_END};
static const cyaml_schema_value_t statutory_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_statutory, statutory_fields)};
static const cyaml_schema_field_t notice_fields[] = {
    YAML_TEXT("year", struct raw_notice, year),
    YAML_TEXT("source", struct raw_notice, source),
    YAML_MAY("published", struct raw_notice, published),
    YAML_LIST("off", struct raw_notice, off, &yaml_text_entry, 0),
    YAML_MAY_LIST("worked", struct raw_notice, worked, &yaml_text_entry),
    CYAML_FIELD_END};
static const cyaml_schema_value_t notice_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_notice, notice_fields)};
static const cyaml_schema_field_t calendar_fields[] = {
    YAML_TEXT("id", struct raw_calendar, id),
    YAML_TEXT("zh", struct raw_calendar, zh),
    YAML_TEXT("en", struct raw_calendar, en),
    YAML_TEXT("version", struct raw_calendar, version),
    YAML_MAY_LIST("statutory", struct raw_calendar, statutory, &statutory_entry),
    YAML_MAY_LIST("notices", struct raw_calendar, notices, &notice_entry),
    CYAML_FIELD_END};
/* clang-format on */
static const cyaml_schema_value_t calendar_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_calendar, calendar_fields)};

/* ---- the calendar ---- */

struct stretch {
    struct date first, last;
};

struct notice {
    int year;
    struct date published; /* DATE_NONE: with the year's first announcement */
    const char *source;
    struct stretch *off, *worked;
    size_t off_count, worked_count;
};

struct statutory {
    const char *source;
    struct date valid_from, valid_to;
    struct civil *days; /* month and day */
    size_t count;
};

/* What notices say of each day from first on, so that a look-up is one step. */
struct ruling {
    unsigned char rule;    /* DAY_OFF, DAY_WORKED, or DAY_WORKDAY for "nothing" */
    unsigned short notice; /* its index */
};

struct calendar {
    const char *id, *zh, *en, *version;
    const struct notice *notices;
    const struct statutory *statutory;
    size_t notice_count, statutory_count;
    struct date first;
    struct ruling *rulings;
    int size;
    int first_year, last_year; /* known[year - first_year] */
    bool *known;
    /* For counting in one step, up to some years after the last notice: working and uncertain days
     * up to and with each day from first on, and the day of the n-th working day. */
    int table_size, working_total, *ranks, *uncertain, *nth;
};

static void rule_days(struct calendar *calendar, const struct stretch *stretches, size_t count,
                      struct ruling ruling)
{
    for (size_t i = 0; i < count; i++)
        for (int day = stretches[i].first.day; day <= stretches[i].last.day; day++)
            calendar->rulings[day - calendar->first.day] = ruling;
}

enum { YEARS_AHEAD = 3, NO_NOTICE_YEAR = 2025 };

/* Counts all days once, so that a term is two look-ups however long it is. */
static void count_out(struct arena *mem, struct calendar *calendar)
{
    int size = date_of(calendar->last_year + 1 + YEARS_AHEAD, 1, 1).day - calendar->first.day;
    int working = 0, uncertain = 0;
    calendar->table_size = size;
    calendar->ranks = arena_array(mem, int, (size_t)size);
    calendar->uncertain = arena_array(mem, int, (size_t)size);
    calendar->nth = arena_array(mem, int, (size_t)size);
    for (int i = 0; i < size; i++) {
        struct calendar_day day = calendar_day(calendar, date_plus(calendar->first, i));
        if (day.working) calendar->nth[working++] = calendar->first.day + i;
        uncertain += day.provisional;
        calendar->ranks[i] = working;
        calendar->uncertain[i] = uncertain;
    }
    calendar->working_total = working;
}

/* Lays the notices over each other, in their order: the later one counts. */
static void lay_out(struct arena *mem, struct calendar *calendar, struct date known_on)
{
    /* A calendar whose notices are for each office to import knows no year at all. */
    int first_year = calendar->notice_count ? calendar->notices[0].year : NO_NOTICE_YEAR;
    int last_year = first_year;
    for (size_t i = 1; i < calendar->notice_count; i++) {
        if (calendar->notices[i].year < first_year) first_year = calendar->notices[i].year;
        if (calendar->notices[i].year > last_year) last_year = calendar->notices[i].year;
    }
    /* A notice may reach into the December before its year. */
    calendar->first = date_of(first_year - 1, 12, 1);
    calendar->size = date_of(last_year + 1, 1, 1).day - calendar->first.day;
    calendar->rulings = arena_array(mem, struct ruling, (size_t)calendar->size);
    calendar->first_year = first_year;
    calendar->last_year = last_year;
    calendar->known = arena_array(mem, bool, (size_t)(last_year - first_year + 1));
    for (size_t i = 0; i < calendar->notice_count; i++) {
        const struct notice *notice = &calendar->notices[i];
        if (date_is_set(known_on) && date_is_set(notice->published) &&
            notice->published.day > known_on.day)
            continue;
        calendar->known[notice->year - first_year] = true;
        rule_days(calendar, notice->off, notice->off_count,
                  (struct ruling){DAY_OFF, (unsigned short)i});
        rule_days(calendar, notice->worked, notice->worked_count,
                  (struct ruling){DAY_WORKED, (unsigned short)i});
    }
    count_out(mem, calendar);
}

/* ---- reading it ---- */

/* "MM-DD" of the notice's year or "YYYY-MM-DD". */
static bool read_day(int year, const char *text, size_t size, struct date *ret_date)
{
    char full[11] = "0000-";
    if (size == 10) {
        memcpy(full, text, 10);
    } else if (size == 5) {
        for (int i = 3, rest = year; i >= 0; i--, rest /= 10) full[i] = (char)('0' + rest % 10);
        memcpy(full + 5, text, 5);
    } else {
        return false;
    }
    full[10] = '\0';
    return date_parse(full, ret_date);
}

static bool read_stretch(int year, const char *text, struct stretch *ret)
{
    const char *tilde = strchr(text, '~');
    size_t size = tilde ? (size_t)(tilde - text) : strlen(text);
    if (!read_day(year, text, size, &ret->first)) return false;
    if (!tilde)
        ret->last = ret->first;
    else if (!read_day(year, tilde + 1, strlen(tilde + 1), &ret->last))
        return false;
    return ret->first.day <= ret->last.day && ret->first.day >= date_of(year - 1, 12, 1).day &&
           ret->last.day <= date_of(year, 12, 31).day;
}

static bool covers(const struct stretch *stretches, size_t count, struct date day)
{
    for (size_t i = 0; i < count; i++)
        if (day.day >= stretches[i].first.day && day.day <= stretches[i].last.day) return true;
    return false;
}

static enum status read_off(struct yaml *yaml, const struct raw_notice *raw, size_t at,
                            struct notice *notice)
{
    for (uint32_t i = 0; i < raw->off_count; i++) {
        if (!read_stretch(notice->year, raw->off[i], &notice->off[i]))
            return yaml_wrong(yaml,
                              "a day or a range a~b of the notice's year (MM-DD) or of the "
                              "December before it (YYYY-MM-DD)",
                              "notices[%zu].off[%u]", at, i);
        if (covers(notice->off, i, notice->off[i].first) ||
            covers(notice->off, i, notice->off[i].last))
            return yaml_wrong(yaml, "each day off once", "notices[%zu].off[%u]", at, i);
    }
    return OK;
}

static enum status read_worked(struct yaml *yaml, const struct raw_notice *raw, size_t at,
                               struct notice *notice)
{
    for (uint32_t i = 0; i < raw->worked_count; i++) {
        struct stretch *worked = &notice->worked[i];
        if (!read_stretch(notice->year, raw->worked[i], worked) ||
            worked->first.day != worked->last.day || date_weekday(worked->first) < 6)
            return yaml_wrong(yaml, "a Saturday or Sunday of the notice's year",
                              "notices[%zu].worked[%u]", at, i);
        if (covers(notice->off, notice->off_count, worked->first) ||
            covers(notice->worked, i, worked->first))
            return yaml_wrong(yaml, "a day that the notice names once", "notices[%zu].worked[%u]",
                              at, i);
    }
    return OK;
}

static enum status read_notice(struct yaml *yaml, const struct raw_notice *raw, size_t at,
                               struct notice *notice)
{
    struct arena *mem = yaml_arena(yaml);
    *notice = (struct notice){.source = raw->source,
                              .off = arena_array(mem, struct stretch, raw->off_count),
                              .off_count = raw->off_count,
                              .worked = arena_array(mem, struct stretch, raw->worked_count),
                              .worked_count = raw->worked_count};
    TRY(yaml_int(yaml, raw->year, &notice->year, "notices[%zu].year", at));
    if (notice->year < 1949 || notice->year > 2200)
        return yaml_wrong(yaml, "a year from 1949 to 2200", "notices[%zu].year", at);
    TRY(yaml_date(yaml, raw->published, &notice->published, "notices[%zu].published", at));
    TRY(read_off(yaml, raw, at, notice));
    return read_worked(yaml, raw, at, notice);
}

static enum status read_notices(struct yaml *yaml, const struct raw_calendar *raw,
                                struct calendar *calendar)
{
    struct notice *notices = arena_array(yaml_arena(yaml), struct notice, raw->notices_count);
    for (uint32_t i = 0; i < raw->notices_count; i++) {
        TRY(read_notice(yaml, &raw->notices[i], i, &notices[i]));
        for (uint32_t j = 0; j < i; j++)
            if (notices[j].year == notices[i].year && !date_is_set(notices[i].published))
                return yaml_wrong(yaml, "the day of publication of a notice that changes a year",
                                  "notices[%u].published", i);
    }
    calendar->notices = notices;
    calendar->notice_count = raw->notices_count;
    return OK;
}

static enum status read_statutory(struct yaml *yaml, const struct raw_calendar *raw,
                                  struct calendar *calendar)
{
    struct arena *mem = yaml_arena(yaml);
    struct statutory *all = arena_array(mem, struct statutory, raw->statutory_count);
    for (uint32_t i = 0; i < raw->statutory_count; i++) {
        const struct raw_statutory *from = &raw->statutory[i];
        struct statutory *to = &all[i];
        to->source = from->source;
        to->days = arena_array(mem, struct civil, from->days_count);
        to->count = from->days_count;
        TRY(yaml_date(yaml, from->valid_from, &to->valid_from, "statutory[%u].valid_from", i));
        TRY(yaml_date(yaml, from->valid_to, &to->valid_to, "statutory[%u].valid_to", i));
        for (uint32_t j = 0; j < from->days_count; j++) {
            struct date day;
            if (strlen(from->days[j]) != 5 || !read_day(2000, from->days[j], 5, &day))
                return yaml_wrong(yaml, "a day MM-DD", "statutory[%u].days[%u]", i, j);
            to->days[j] = date_civil(day);
        }
    }
    calendar->statutory = all;
    calendar->statutory_count = raw->statutory_count;
    return OK;
}

static enum status finish(struct yaml *yaml, const struct raw_calendar *raw,
                          const struct calendar **ret_calendar)
{
    struct calendar *calendar = arena_make(yaml_arena(yaml), struct calendar);
    *calendar =
        (struct calendar){.id = raw->id, .zh = raw->zh, .en = raw->en, .version = raw->version};
    TRY(read_statutory(yaml, raw, calendar));
    TRY(read_notices(yaml, raw, calendar));
    lay_out(yaml_arena(yaml), calendar, DATE_NONE);
    *ret_calendar = calendar;
    return OK;
}

enum status calendar_read(struct context *cx, const char *name, struct bytes text,
                          const struct calendar **ret_calendar)
{
    struct yaml *yaml;
    struct raw_calendar *raw;
    struct yaml_source source = {name, text};
    TRY(yaml_read(cx, source, &calendar_schema, &yaml, (void **)&raw));
    return finish(yaml, raw, ret_calendar);
}

enum status calendar_load(struct context *cx, const char *path,
                          const struct calendar **ret_calendar)
{
    struct yaml *yaml;
    struct raw_calendar *raw;
    TRY(yaml_load(cx, path, &calendar_schema, &yaml, (void **)&raw));
    return finish(yaml, raw, ret_calendar);
}

const struct calendar *calendar_known_on(struct arena *mem, const struct calendar *calendar,
                                         struct date day)
{
    struct calendar *then = arena_make(mem, struct calendar);
    *then = *calendar;
    then->version = arena_format(mem, "%s@%s", calendar->version, date_iso(mem, day));
    lay_out(mem, then, day);
    return then;
}

/* ---- asking it ---- */

const char *calendar_id(const struct calendar *calendar)
{
    return calendar->id;
}

const char *calendar_name(const struct calendar *calendar, enum language language)
{
    return language == ENGLISH ? calendar->en : calendar->zh;
}

const char *calendar_version(const struct calendar *calendar)
{
    return calendar->version;
}

bool calendar_knows(const struct calendar *calendar, int year)
{
    return year >= calendar->first_year && year <= calendar->last_year &&
           calendar->known[year - calendar->first_year];
}

static const char *fixed_day(const struct calendar *calendar, struct date date, struct civil civil)
{
    for (size_t i = 0; i < calendar->statutory_count; i++) {
        const struct statutory *law = &calendar->statutory[i];
        if (date_is_set(law->valid_from) && date.day < law->valid_from.day) continue;
        if (date_is_set(law->valid_to) && date.day > law->valid_to.day) continue;
        for (size_t j = 0; j < law->count; j++)
            if (law->days[j].month == civil.month && law->days[j].day == civil.day)
                return law->source;
    }
    return NULL;
}

struct calendar_day calendar_day(const struct calendar *calendar, struct date date)
{
    int64_t at = (int64_t)date.day - calendar->first.day;
    if (at >= 0 && at < calendar->size && calendar->rulings[at].rule != DAY_WORKDAY) {
        struct ruling ruling = calendar->rulings[at];
        return (struct calendar_day){.rule = ruling.rule,
                                     .working = ruling.rule == DAY_WORKED,
                                     .source = calendar->notices[ruling.notice].source};
    }
    struct civil civil = date_civil(date);
    struct calendar_day day = {.provisional = !calendar_knows(calendar, civil.year), .source = ""};
    const char *fixed = day.provisional ? fixed_day(calendar, date, civil) : NULL;
    if (fixed)
        day.rule = DAY_STATUTORY, day.source = fixed;
    else if (date_weekday(date) > 5)
        day.rule = DAY_WEEKEND;
    else
        day.working = true;
    return day;
}

bool calendar_is_working(const struct calendar *calendar, struct date date)
{
    return calendar_day(calendar, date).working;
}

const char *day_message(enum day_rule rule)
{
    static const char *const messages[DAY_RULE_COUNT] = {
        [DAY_WORKDAY] = "day.workday", [DAY_WEEKEND] = "day.weekend",   [DAY_OFF] = "day.off",
        [DAY_WORKED] = "day.worked",   [DAY_STATUTORY] = "day.fixed",   [DAY_PAUSED] = "day.paused",
        [DAY_VOID] = "day.void",       [DAY_CALENDAR] = "day.calendar", [DAY_ROLLED] = "day.rolled",
    };
    return messages[rule];
}

/* ---- counting ---- */

/* Beyond the table every day is looked at: nobody computes such dates often. */
int calendar_rank(const struct calendar *calendar, struct date date)
{
    int at = date.day - calendar->first.day, last = calendar->table_size - 1;
    if (at >= 0 && at <= last) return calendar->ranks[at];
    int rank = at < 0 ? 0 : calendar->working_total;
    for (int i = at + 1; i < 0; i++)
        rank -= calendar_is_working(calendar, date_plus(calendar->first, i));
    for (int i = last + 1; i <= at; i++)
        rank += calendar_is_working(calendar, date_plus(calendar->first, i));
    return rank;
}

struct date calendar_ranked(const struct calendar *calendar, int rank)
{
    if (rank >= 1 && rank <= calendar->working_total) return (struct date){calendar->nth[rank - 1]};
    struct date day = date_plus(calendar->first, calendar->table_size);
    if (rank > calendar->working_total) {
        for (int left = rank - calendar->working_total;; day = date_plus(day, 1))
            if (calendar_is_working(calendar, day) && --left == 0) return day;
    }
    for (day = date_plus(calendar->first, -1);; day = date_plus(day, -1))
        if (calendar_is_working(calendar, day) && rank++ == 0) return day;
}

static int uncertain_until(const struct calendar *calendar, struct date date)
{
    int at = date.day - calendar->first.day, last = calendar->table_size - 1;
    if (at < 0) return at; /* no notice reaches so far back */
    return at <= last ? calendar->uncertain[at] : calendar->uncertain[last] + at - last;
}

bool calendar_is_uncertain(const struct calendar *calendar, struct date after, struct date until)
{
    return until.day > after.day &&
           uncertain_until(calendar, until) > uncertain_until(calendar, after);
}

void law_trace_add(struct law_trace *trace, struct law_day day)
{
    if (trace->count == trace->room) {
        trace->room = trace->room ? trace->room * 2 : 32;
        struct law_day *days = arena_array(trace->mem, struct law_day, trace->room);
        if (trace->count) memcpy(days, trace->days, trace->count * sizeof *days);
        trace->days = days;
    }
    trace->days[trace->count++] = day;
}

/* Is the day inside a pause? Sets *ret_open when that pause has no end yet. */
static bool is_paused(const struct law_span *span, struct date day, bool *ret_open)
{
    bool paused = false;
    for (size_t i = 0; i < span->pause_count; i++) {
        const struct law_pause *pause = &span->pauses[i];
        if (day.day <= pause->after.day) continue;
        if (!date_is_set(pause->until))
            paused = *ret_open = true;
        else if (day.day <= pause->until.day)
            paused = true;
    }
    return paused;
}

struct law_due law_add_span(const struct calendar *calendar, const struct law_span *span,
                            struct law_trace *trace)
{
    struct law_due due = {.date = span->from};
    for (int n = 0; n < span->working_days;) {
        bool open = false;
        due.date = date_plus(due.date, 1);
        struct calendar_day day = calendar_day(calendar, due.date);
        bool paused = is_paused(span, due.date, &open);
        if (open) return (struct law_due){.date = DATE_NONE, .provisional = due.provisional};
        bool counted = day.working && !paused;
        n += counted;
        due.provisional |= day.provisional;
        if (!trace) continue;
        law_trace_add(trace, (struct law_day){.date = due.date,
                                              .counted = counted,
                                              .provisional = day.provisional,
                                              .n = counted ? n : 0,
                                              .rule = day.working && paused ? DAY_PAUSED : day.rule,
                                              .source = day.source,
                                              .verified = true});
    }
    return due;
}

struct law_due law_add_working_days(const struct calendar *calendar, struct date from,
                                    int working_days, struct law_trace *trace)
{
    if (trace)
        return law_add_span(calendar,
                            &(struct law_span){.from = from, .working_days = working_days}, trace);
    if (working_days < 1) return (struct law_due){.date = from};
    struct law_due due = {
        .date = calendar_ranked(calendar, calendar_rank(calendar, from) + working_days)};
    due.provisional = calendar_is_uncertain(calendar, from, due.date);
    return due;
}

int law_count_working_days(const struct calendar *calendar, struct date after, struct date until)
{
    if (until.day <= after.day) return 0;
    return calendar_rank(calendar, until) - calendar_rank(calendar, after);
}
