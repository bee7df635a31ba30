#include "request/view.h"

#include <jansson.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

/* ---- the shape: one table for writing and reading ---- */

enum member_type { M_TEXT, M_INT, M_BOOL, M_DATE, M_MOMENT, M_LIST };

struct member {
    const char *key;
    enum member_type type;
    size_t at;
    size_t count_at; /* of a list */
    const struct shape *of;
};
struct shape {
    const struct member *members;
    size_t count, size;
};

/* The compiler checks that a member has the type that its row says. */
#define AT(type, s, m, c) \
    (offsetof(struct s, m) + 0 * sizeof(char[_Generic(((struct s *)0)->m, c : 1, default : -1)]))
#define TEXT_(s, m)                                         \
    {                                                       \
#m, M_TEXT, AT(M_TEXT, s, m, const char *), 0, NULL \
    }
#define INT_(s, m)                                   \
    {                                                \
#m, M_INT, AT(M_INT, s, m, int64_t), 0, NULL \
    }
#define BOOL_(s, m)                                 \
    {                                               \
#m, M_BOOL, AT(M_BOOL, s, m, bool), 0, NULL \
    }
#define DATE_(s, m)                                        \
    {                                                      \
#m, M_DATE, AT(M_DATE, s, m, struct date), 0, NULL \
    }
#define MOMENT_(s, m)                                            \
    {                                                            \
#m, M_MOMENT, AT(M_MOMENT, s, m, struct moment), 0, NULL \
    }
#define LIST_(s, m, c, type)                                                                       \
    {                                                                                              \
#m, M_LIST, AT(M_LIST, s, m, const struct type *), AT(M_LIST, s, c, size_t), &type##_shape \
    }
#define SHAPE(type, ...)                                                                \
    static const struct member type##_members[] = {__VA_ARGS__};                        \
    static const struct shape type##_shape = {type##_members, COUNT_OF(type##_members), \
                                              sizeof(struct type)}

/* clang-format off */
SHAPE(view_date, TEXT_(view_date, id), TEXT_(view_date, zh), TEXT_(view_date, en),
    TEXT_(view_date, article), TEXT_(view_date, article_en), DATE_(view_date, on),
    BOOL_(view_date, provisional), BOOL_(view_date, verified));
SHAPE(view_day, DATE_(view_day, on), INT_(view_day, n), BOOL_(view_day, provisional),
    TEXT_(view_day, rule), TEXT_(view_day, source));
SHAPE(view_event, TEXT_(view_event, kind), TEXT_(view_event, zh), TEXT_(view_event, en),
    DATE_(view_event, on), INT_(view_event, amount), TEXT_(view_event, note));
SHAPE(view_letter, TEXT_(view_letter, number), TEXT_(view_letter, subject),
    TEXT_(view_letter, body), TEXT_(view_letter, method), DATE_(view_letter, served_on),
    INT_(view_letter, file));
SHAPE(view_file, TEXT_(view_file, title), INT_(view_file, file));
SHAPE(view_part, TEXT_(view_part, part), TEXT_(view_part, zh), TEXT_(view_part, en),
    TEXT_(view_part, article), TEXT_(view_part, article_en));
SHAPE(view_fee_line, TEXT_(view_fee_line, zh), TEXT_(view_fee_line, en),
    INT_(view_fee_line, quantity), INT_(view_fee_line, price), INT_(view_fee_line, amount));
SHAPE(view_remedy, TEXT_(view_remedy, id), TEXT_(view_remedy, zh), TEXT_(view_remedy, en),
    TEXT_(view_remedy, article), TEXT_(view_remedy, article_en), TEXT_(view_remedy, body_zh),
    TEXT_(view_remedy, body_en), TEXT_(view_remedy, after), TEXT_(view_remedy, after_zh),
    TEXT_(view_remedy, after_en), DATE_(view_remedy, by), BOOL_(view_remedy, provisional),
    DATE_(view_remedy, filed_on), DATE_(view_remedy, decided_on), TEXT_(view_remedy, organ),
    TEXT_(view_remedy, case_number), TEXT_(view_remedy, result));

#define R(type, m) type##_(request_view, m)
#define R_LIST(m, c, type) LIST_(request_view, m, c, type)
SHAPE(request_view, R(TEXT, agency), R(TEXT, number), R(TEXT, state), R(TEXT, regime),
    R(TEXT, channel), R(TEXT, language), R(TEXT, sought), R(MOMENT, filed_at), R(DATE, received_on),
    R(DATE, due_on), R(DATE, extended_due_on), R(DATE, answered_on), R(BOOL, provisional),
    R(BOOL, unverified), R(BOOL, paused), R(TEXT, waits_for), R(TEXT, not_counted_because),
    R(TEXT, outcome), R(TEXT, outcome_zh), R(TEXT, outcome_en), R(TEXT, article),
    R(TEXT, article_en), R(TEXT, holder), R(TEXT, holder_phone), R(TEXT, can),
    R(TEXT, fee_standard), R(TEXT, fee_reference), R(TEXT, fee_state), R(INT, fee_quantity),
    R(INT, fee_amount), R(DATE, fee_noticed_on), R(DATE, fee_pay_by), R(DATE, fee_paid_on),
    R_LIST(dates, date_count, view_date), R_LIST(days, day_count, view_day),
    R_LIST(events, event_count, view_event), R_LIST(letters, letter_count, view_letter),
    R_LIST(files, file_count, view_file), R_LIST(parts, part_count, view_part),
    R_LIST(remedies, remedy_count, view_remedy), R_LIST(fee_lines, fee_line_count, view_fee_line));

#define C(type, m) type##_(consultation_view, m)
#define C_LIST(m, c, type) LIST_(consultation_view, m, c, type)
SHAPE(consultation_view, C(TEXT, agency), C(TEXT, language), C(TEXT, sort), C(TEXT, state),
    C(TEXT, question), C(DATE, served_on), C(DATE, answer_by), C(DATE, answered_on),
    C(BOOL, provisional), C(TEXT, answer), C(TEXT, article), C(TEXT, article_en),
    C(TEXT, silence_zh), C(TEXT, silence_en), C(TEXT, can), C_LIST(days, day_count, view_day),
    C_LIST(letters, letter_count, view_letter), C_LIST(files, file_count, view_file));
/* clang-format on */

/* ---- writing ---- */

static void write_object(struct json *json, const struct shape *shape, const void *from);

static void write_list(struct json *json, const struct member *member, const void *from)
{
    size_t count = *(const size_t *)((const char *)from + member->count_at);
    const char *at = *(const char *const *)((const char *)from + member->at);
    if (!count) return;
    json_key(json, member->key);
    json_open(json, '[');
    for (size_t i = 0; i < count; i++) write_object(json, member->of, at + i * member->of->size);
    json_close(json, ']');
}

static void write_member(struct json *json, const struct member *member, const void *from)
{
    const char *at = (const char *)from + member->at;
    const char *text;
    struct date date;
    switch (member->type) {
    case M_TEXT:
        text = *(const char *const *)at;
        if (!text_empty(text)) json_put_text(json, member->key, text);
        break;
    case M_INT:
    case M_MOMENT:
        if (*(const int64_t *)at) json_put_int(json, member->key, *(const int64_t *)at);
        break;
    case M_BOOL:
        if (*(const bool *)at) json_put_bool(json, member->key, true);
        break;
    case M_DATE:
        date = *(const struct date *)at;
        if (date_is_set(date) && date.day)
            json_put_text(json, member->key, date_iso(json->out.mem, date));
        break;
    case M_LIST:
        write_list(json, member, from);
        break;
    }
}

static void write_object(struct json *json, const struct shape *shape, const void *from)
{
    json_open(json, '{');
    for (size_t i = 0; i < shape->count; i++) write_member(json, &shape->members[i], from);
    json_close(json, '}');
}

struct written {
    const char *type;
    const struct shape *shape;
    struct moment at;
    int64_t serial;
};

static const char *write_view(struct arena *mem, const struct written *written, const void *view)
{
    struct json json = json_new(mem, false);
    json_open(&json, '{');
    json_put_int(&json, "at", written->at.ms);
    json_put_int(&json, "serial", written->serial);
    json_put_text(&json, "type", written->type);
    json_key(&json, "view");
    write_object(&json, written->shape, view);
    json_close(&json, '}');
    return json.out.text;
}

const char *request_view_write(struct arena *mem, const struct request_view *view)
{
    struct written written = {"application", &request_view_shape, view->at, view->serial};
    return write_view(mem, &written, view);
}

const char *consultation_view_write(struct arena *mem, const struct consultation_view *view)
{
    struct written written = {"consultation", &consultation_view_shape, view->at, view->serial};
    return write_view(mem, &written, view);
}

/* ---- reading: what is missing, unknown or of another type is absent ---- */

static void read_object(struct arena *mem, const struct shape *shape, json_t *json, void *into);

static void read_list(struct arena *mem, const struct member *member, json_t *json, void *into)
{
    size_t count = json_array_size(json);
    char *list = arena_alloc_array(mem, count + 1, member->of->size);
    for (size_t i = 0; i < count; i++)
        read_object(mem, member->of, json_array_get(json, i), list + i * member->of->size);
    *(const void **)((char *)into + member->at) = list;
    *(size_t *)((char *)into + member->count_at) = count;
}

static void read_member(struct arena *mem, const struct member *member, json_t *json, void *into)
{
    char *at = (char *)into + member->at;
    const char *text = json_string_value(json);
    struct date date = DATE_NONE;
    switch (member->type) {
    case M_TEXT:
        *(const char **)at = arena_copy(mem, text);
        break;
    case M_INT:
    case M_MOMENT:
        *(int64_t *)at = json_integer_value(json);
        break;
    case M_BOOL:
        *(bool *)at = json_is_true(json);
        break;
    case M_DATE:
        if (text && !date_parse(text, &date)) date = DATE_NONE;
        *(struct date *)at = date;
        break;
    case M_LIST:
        read_list(mem, member, json, into);
        break;
    }
}

static void read_object(struct arena *mem, const struct shape *shape, json_t *json, void *into)
{
    for (size_t i = 0; i < shape->count; i++)
        read_member(mem, &shape->members[i], json_object_get(json, shape->members[i].key), into);
}

struct wanted {
    const char *type;
    const struct shape *shape;
    struct moment *at;
    int64_t *serial;
};

static enum status read_view(struct arena *mem, json_t *root, const struct wanted *wanted,
                             void *into)
{
    json_t *view = json_object_get(root, "view");
    const char *type = json_string_value(json_object_get(root, "type"));
    if (!type || !json_is_object(view)) return INVALID;
    if (!text_equal(type, wanted->type)) return NOT_FOUND;
    memset(into, 0, wanted->shape->size);
    read_object(mem, wanted->shape, view, into);
    wanted->at->ms = json_integer_value(json_object_get(root, "at"));
    *wanted->serial = json_integer_value(json_object_get(root, "serial"));
    return OK;
}

static enum status parse_view(struct context *cx, struct bytes json, const struct wanted *wanted,
                              void *into)
{
    json_t *root = json_loadb((const char *)json.data, json.size, JSON_REJECT_DUPLICATES, NULL);
    if (!root) return INVALID;
    enum status status = read_view(cx->mem, root, wanted, into);
    json_decref(root);
    return status;
}

enum status request_view_read(struct context *cx, const char *json, size_t size,
                              struct request_view *ret_view)
{
    struct wanted wanted = {"application", &request_view_shape, &ret_view->at, &ret_view->serial};
    return parse_view(cx, (struct bytes){(const unsigned char *)json, size}, &wanted, ret_view);
}

enum status consultation_view_read(struct context *cx, const char *json, size_t size,
                                   struct consultation_view *ret_view)
{
    struct wanted wanted = {"consultation", &consultation_view_shape, &ret_view->at,
                            &ret_view->serial};
    return parse_view(cx, (struct bytes){(const unsigned char *)json, size}, &wanted, ret_view);
}

/* ---- from the clock ---- */

static const char *const rules[DAY_RULE_COUNT] = {
    [DAY_WORKDAY] = "workday", [DAY_WEEKEND] = "weekend", [DAY_OFF] = "off",
    [DAY_WORKED] = "worked",   [DAY_STATUTORY] = "fixed", [DAY_PAUSED] = "paused",
};

static void put_dates(struct arena *mem, struct request_view *view, const struct law_clock *clock)
{
    struct view_date *dates = arena_array(mem, struct view_date, clock->date_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < clock->date_count; i++) {
        const struct law_named_date *date = &clock->dates[i];
        const struct clause *clause = date->clause;
        if (text_equal(date->id, "review_by")) continue; /* the first remedy's own date once more */
        dates[count++] = (struct view_date){.id = date->id,
                                            .zh = clause ? clause->zh : "",
                                            .en = clause ? clause->en : "",
                                            .article = clause ? clause->article : date->article,
                                            .article_en = clause ? clause->article_en : "",
                                            .on = date->on,
                                            .provisional = date->provisional,
                                            .verified = date->verified};
    }
    view->dates = dates;
    view->date_count = count;
}

static void put_days(struct arena *mem, struct request_view *view, const struct law_trace *trace)
{
    struct view_day *days = arena_array(mem, struct view_day, trace->count + 1);
    for (size_t i = 0; i < trace->count; i++) {
        const struct law_day *day = &trace->days[i];
        days[i] = (struct view_day){.on = day->date,
                                    .n = day->counted ? day->n : 0,
                                    .provisional = day->provisional,
                                    .rule = rules[day->rule],
                                    .source = day->source};
    }
    view->days = days;
    view->day_count = trace->count;
}

void request_view_clock(struct arena *mem, struct request_view *view, const struct law_clock *clock)
{
    view->received_on = clock->receipt;
    view->due_on = clock->due;
    view->extended_due_on = clock->extended_due;
    view->provisional = clock->provisional;
    view->unverified = !clock->verified;
    view->paused = clock->paused;
    view->waits_for = clock->waits_for;
    put_dates(mem, view, clock);
    put_days(mem, view, &clock->trace);
}

bool request_view_can(const char *can, const char *act)
{
    size_t size = strlen(act);
    for (const char *at = can; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == size && memcmp(at, act, size) == 0) return true;
    return false;
}
