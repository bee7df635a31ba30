/* Obligations: the rules, and how what is found is laid out. Nothing here reads a register. */
#include "oversight/obligations.h"

#include "base/text.h"
#include "law/law.h"
#include "law/regime.h"
#include "web/message.h"

/* The names of measures, and of messages: obligation.NAME, obligation.NAME.text. */
const char *const obligation_names[OBLIGATION_COUNT] = {[MISSING_HEADS] = "missing-heads",
                                                        [STALE_HEADS] = "stale-heads",
                                                        [ASLEEP] = "sleeping-columns",
                                                        [REPORTS] = "missing-reports",
                                                        [BRIEFINGS] = "late-briefings",
                                                        [ANSWERS] = "overdue-answers",
                                                        [PROMISES] = "overdue-measures",
                                                        [ITEMS] = "overdue-items",
                                                        [FINDINGS] = "open-findings",
                                                        [TASKS] = "overdue-tasks",
                                                        [LINKS] = "dead-links"};

/* What an interval means: how long a column may be silent, some days of grace included (S10), and
 * how many months a period of briefings has. */
static const struct {
    const char *interval;
    int awake_days, months, days;
} intervals[] = {
    {"daily",       7,   0,  1},
    {"weekly",      14,  0,  7},
    {"monthly",     45,  1,  0},
    {"quarterly",   120, 3,  0},
    {"half-yearly", 220, 6,  0},
    {"yearly",      400, 12, 0},
};

bool column_sleeps(const char *interval, struct date since, struct date last, struct date on)
{
    struct date spoke = date_is_set(last) ? last : since;
    for (size_t i = 0; i < COUNT_OF(intervals); i++)
        if (text_equal(intervals[i].interval, interval))
            return on.day - spoke.day > intervals[i].awake_days;
    return false;
}

bool obligation_period(const char *interval, struct date day, struct date *ret_from,
                       struct date *ret_to)
{
    struct civil civil = date_civil(day);
    for (size_t i = 0; i < COUNT_OF(intervals); i++) {
        int months = intervals[i].months, days = intervals[i].days;
        if (!text_equal(intervals[i].interval, interval)) continue;
        if (days) { /* weeks begin on Mondays; day 4 of the count was one */
            *ret_from = date_plus(day, -((day.day - 4) % days + days) % days);
            *ret_to = date_plus(*ret_from, days - 1);
            return true;
        }
        int first = (civil.month - 1) / months * months, after = first + months;
        *ret_from = date_of(civil.year, first + 1, 1);
        *ret_to = date_plus(date_of(civil.year + after / 12, after % 12 + 1, 1), -1);
        return true;
    }
    return false;
}

struct date obligation_report_due(const struct law *law, int year)
{
    const struct regime *regime = law ? law_regime_on(law, "cn", date_of(year, 12, 31))
                                      : NULL; /* 令492 第31条, 令711 第49条 */
    if (!regime || !regime->report_count) return DATE_NONE;
    return date_of(year + 1, regime->reports[0].month, regime->reports[0].day);
}

/* ---- today, and what tomorrow adds ----------------------------------------------------------- */

static bool same(const struct measured *a, const struct measured *b)
{
    return text_equal(a->record, b->record) && text_equal(a->number, b->number);
}

static bool is_among(const struct measured *row, const struct measured *rows)
{
    for (; rows; rows = rows->next)
        if (same(row, rows)) return true;
    return false;
}

static size_t length(const struct measured *rows)
{
    size_t n = 0;
    for (; rows; rows = rows->next) n++;
    return n;
}

static struct measured_row *rows_of(const struct obligation_source *source,
                                    const struct measured *rows, const struct measured *but,
                                    size_t *ret_count)
{
    struct context *cx = source->cx;
    struct measured_row *made = arena_array(cx->mem, struct measured_row, length(rows) + 1);
    for (; rows; rows = rows->next) {
        if (is_among(rows, but)) continue;
        const struct kind *kind = kind_by_name(rows->kind);
        made[(*ret_count)++] = (struct measured_row){
            .label = text_empty(rows->label) && kind ? kind_label(kind, cx->language) : rows->label,
            .number = rows->number,
            .href = source->href(source, rows),
            .on = rows->on};
    }
    return made;
}

static const char *words(struct context *cx, enum obligation which, const char *ending)
{
    const char *id = arena_format(cx->mem, "obligation.%s%s", obligation_names[which], ending);
    return message_text(cx->language, id);
}

enum status obligation_show(const struct obligation_source *source, struct obligations_view *view)
{
    struct context *cx = source->cx;
    view->on = source->on;
    for (size_t i = 0; i < source->count; i++) {
        struct obligation_group *group = &view->groups[view->group_count++];
        struct measured *today, *then;
        TRY(source->take(source, (enum obligation)i, source->on, &today));
        TRY(source->take(source, (enum obligation)i, date_plus(source->on, 1), &then));
        *group = (struct obligation_group){.name = obligation_names[i],
                                           .title = words(cx, (enum obligation)i, ""),
                                           .text = words(cx, (enum obligation)i, ".text")};
        group->now = rows_of(source, today, NULL, &group->now_count);
        group->tomorrow = rows_of(source, then, today, &group->tomorrow_count);
        view->now += (int64_t)group->now_count;
        view->tomorrow += (int64_t)group->tomorrow_count;
    }
    return OK;
}

enum status obligation_count(const struct obligation_source *source,
                             struct obligation_line_view *line)
{
    for (size_t i = 0; i < source->count; i++) {
        struct measured *today, *then;
        TRY(source->take(source, (enum obligation)i, source->on, &today));
        TRY(source->take(source, (enum obligation)i, date_plus(source->on, 1), &then));
        line->counts[i] = (int64_t)length(today);
        for (; then; then = then->next) line->tomorrow += !is_among(then, today);
    }
    return OK;
}
