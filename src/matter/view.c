#include <string.h>

#include "base/text.h"
#include "matter/matter.h"
#include "matter/shape.h"

/* clang-format off */
SHAPE(matter_fact, TEXT_(matter_fact, zh), TEXT_(matter_fact, en), TEXT_(matter_fact, value),
    TEXT_(matter_fact, value_en));
SHAPE(matter_event, DATE_(matter_event, on), TEXT_(matter_event, zh), TEXT_(matter_event, en),
    TEXT_(matter_event, note));
SHAPE(matter_step, TEXT_(matter_step, zh), TEXT_(matter_step, en), TEXT_(matter_step, holder),
    TEXT_(matter_step, state), DATE_(matter_step, by), DATE_(matter_step, done_on));
SHAPE(matter_need, TEXT_(matter_need, zh), TEXT_(matter_need, en), TEXT_(matter_need, state),
    TEXT_(matter_need, note));
SHAPE(matter_letter, TEXT_(matter_letter, number), TEXT_(matter_letter, subject),
    TEXT_(matter_letter, body), DATE_(matter_letter, on), INT_(matter_letter, file));
SHAPE(matter_file, TEXT_(matter_file, title), INT_(matter_file, file));
SHAPE(matter_day, DATE_(matter_day, on), INT_(matter_day, n), TEXT_(matter_day, rule),
    TEXT_(matter_day, source), BOOL_(matter_day, provisional));

#define V(type, m) type##_(matter_view, m)
#define V_LIST(m, c, type) LIST_(matter_view, m, c, type)
SHAPE(matter_view, V(TEXT, sort), V(TEXT, agency), V(TEXT, language), V(TEXT, number),
    V(TEXT, title), V(TEXT, state), V(TEXT, state_zh), V(TEXT, state_en), V(TEXT, next_zh),
    V(TEXT, next_en), V(TEXT, holder), V(TEXT, holder_phone), V(MOMENT, filed_at),
    V(DATE, due_on), V(DATE, answered_on), V(TEXT, due_rule_zh), V(TEXT, due_rule_en),
    V(TEXT, can), V(TEXT, link), V(TEXT, link_zh), V(TEXT, link_en), V(INT, rating),
    V(DATE, rated_on), V(BOOL, over), V_LIST(facts, fact_count, matter_fact),
    V_LIST(events, event_count, matter_event), V_LIST(steps, step_count, matter_step),
    V_LIST(needs, need_count, matter_need), V_LIST(letters, letter_count, matter_letter),
    V_LIST(files, file_count, matter_file), V_LIST(days, day_count, matter_day));
/* clang-format on */

const char *matter_view_write(struct arena *mem, const struct matter_view *view)
{
    struct shape_head head = {"matter", &matter_view_shape, view->at, view->serial};
    return shape_write(mem, &head, view);
}

enum status matter_view_read(struct context *cx, const char *json, size_t size,
                             struct matter_view *ret_view)
{
    struct shape_head head = {.type = "matter", .shape = &matter_view_shape};
    TRY(shape_read(cx, (struct bytes){(const unsigned char *)json, size}, &head, ret_view));
    ret_view->at = head.at;
    ret_view->serial = head.serial;
    return OK;
}

static const char *const rules[DAY_RULE_COUNT] = {
    [DAY_WORKDAY] = "workday", [DAY_WEEKEND] = "weekend", [DAY_OFF] = "off",
    [DAY_WORKED] = "worked",   [DAY_STATUTORY] = "fixed", [DAY_PAUSED] = "paused",
};

const struct matter_day *matter_days(struct arena *mem, const struct law_trace *trace)
{
    struct matter_day *days = arena_array(mem, struct matter_day, trace->count + 1);
    for (size_t i = 0; i < trace->count; i++) {
        const struct law_day *day = &trace->days[i];
        days[i] = (struct matter_day){.on = day->date,
                                      .n = day->counted ? day->n : 0,
                                      .rule = rules[day->rule],
                                      .source = day->source,
                                      .provisional = day->provisional};
    }
    return days;
}

bool matter_can(const char *can, const char *act)
{
    size_t size = strlen(act);
    for (const char *at = can ? can : ""; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == size && memcmp(at, act, size) == 0) return true;
    return false;
}
