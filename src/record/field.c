#include "record/field.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"

#define AT(field, rec, type) ((type *)(void *)((char *)(rec) + (field)->offset))
#define AT_CONST(field, rec, type) \
    ((const type *)(const void *)((const char *)(rec) + (field)->offset))

bool field_is_text(const struct field *field)
{
    return field->type == TEXT || field->type == BODY || field->type == WORD || field->type == REF;
}

const char *field_text(const struct field *field, const void *rec)
{
    const char *text = *AT_CONST(field, rec, char *);
    return text ? text : "";
}

int64_t field_number(const struct field *field, const void *rec)
{
    switch (field->type) {
    case DATE:
        return AT_CONST(field, rec, struct date)->day;
    case TIME:
        return AT_CONST(field, rec, struct moment)->ms;
    case INT:
        return *AT_CONST(field, rec, int64_t);
    case MONEY:
        return AT_CONST(field, rec, struct money)->hundredths;
    case BOOL:
        return *AT_CONST(field, rec, bool);
    default:
        return 0;
    }
}

void field_set_text(const struct field *field, void *rec, const char *text)
{
    *AT(field, rec, const char *) = text ? text : "";
}

void field_set_number(const struct field *field, void *rec, int64_t number)
{
    switch (field->type) {
    case DATE:
        AT(field, rec, struct date)->day = (int32_t)number;
        break;
    case TIME:
        AT(field, rec, struct moment)->ms = number;
        break;
    case INT:
        *AT(field, rec, int64_t) = number;
        break;
    case MONEY:
        AT(field, rec, struct money)->hundredths = number;
        break;
    case BOOL:
        *AT(field, rec, bool) = number != 0;
        break;
    default:
        break;
    }
}

/* What "absent" is, by type; a BOOL is never absent. */
static int64_t absent_number(enum field_type type)
{
    switch (type) {
    case DATE:
        return DATE_NO_DAY;
    case INT:
    case MONEY:
        return INT64_MIN;
    default:
        return 0;
    }
}

bool field_is_absent(const struct field *field, const void *rec)
{
    if (field_is_text(field)) return !*field_text(field, rec);
    if (field->type == BOOL) return false;
    return field_number(field, rec) == absent_number(field->type);
}

void field_clear(const struct field *field, void *rec)
{
    if (field_is_text(field))
        field_set_text(field, rec, "");
    else
        field_set_number(field, rec, absent_number(field->type));
}

const char *field_label(const struct field *field, enum language language)
{
    return language == CHINESE ? field->zh : field->en;
}

const struct word *field_word(const struct field *field, const char *word)
{
    for (const struct word *w = field->words; w && w->word; w++)
        if (text_equal(w->word, word)) return w;
    return NULL;
}

char *money_write(struct arena *mem, struct money money)
{
    int64_t n = money.hundredths < 0 ? -money.hundredths : money.hundredths;
    return arena_format(mem, "%s%lld.%02d", money.hundredths < 0 ? "-" : "", (long long)(n / 100),
                        (int)(n % 100));
}

bool money_parse(const char *text, struct money *ret_money)
{
    int64_t whole = 0, part = 0;
    int digits = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9'; at++, digits++) whole = whole * 10 + (*at - '0');
    if (digits == 0 || digits > 12) return false;
    if (*at == '.') {
        const char *start = ++at;
        for (; *at >= '0' && *at <= '9' && at - start < 2; at++) part = part * 10 + (*at - '0');
        if (at == start) return false;
        if (at - start == 1) part *= 10;
    }
    if (*at) return false;
    *ret_money = (struct money){whole * 100 + part};
    return true;
}

const char *field_write(struct arena *mem, const struct field *field, const void *rec)
{
    if (field_is_text(field)) return field_text(field, rec);
    if (field_is_absent(field, rec)) return "";
    int64_t n = field_number(field, rec);
    switch (field->type) {
    case DATE:
        return date_iso(mem, (struct date){(int32_t)n});
    case TIME:
        return moment_iso(mem, (struct moment){n});
    case MONEY:
        return money_write(mem, (struct money){n});
    case BOOL:
        return n ? "yes" : "no";
    default:
        return arena_format(mem, "%lld", (long long)n);
    }
}

static const struct word yes_or_no[] = {
    {"no",  "否", "no" },
    {"yes", "是", "yes"},
};

static const char *show_word(struct context *cx, const struct word *word)
{
    return cx->language == CHINESE ? word->zh : word->en;
}

const char *field_show(struct context *cx, const struct field *field, const void *rec)
{
    if (field->type == WORD) {
        const struct word *word = field_word(field, field_text(field, rec));
        return word ? show_word(cx, word) : field_text(field, rec);
    }
    if (field->type == DATE)
        return words_date(cx->mem, cx->language, (struct date){(int32_t)field_number(field, rec)});
    if (field->type == TIME)
        return words_moment(cx->mem, cx->language, (struct moment){field_number(field, rec)});
    if (field->type == MONEY) return words_amount(cx->mem, cx->language, field_number(field, rec));
    if (field->type == BOOL) return show_word(cx, &yes_or_no[field_number(field, rec) != 0]);
    return field_write(cx->mem, field, rec);
}

static const char *const text_messages[] = {
    [TEXT_NOT_UTF8] = "field.not_utf8",
    [TEXT_CONTROL] = "field.control",
    [TEXT_BIDI] = "field.bidi",
    [TEXT_TOO_LONG] = "field.too_long",
};

static enum status read_number(struct context *cx, const struct field *field, const char *text,
                               void *rec)
{
    struct date date;
    struct moment at;
    struct money money;
    int64_t number;
    switch (field->type) {
    case DATE:
        if (!date_parse(text, &date)) return issue(cx, field->name, "field.not_a_date", text);
        number = date.day;
        break;
    case TIME:
        if (!moment_parse(text, &at) && !zone_parse(text, &at))
            return issue(cx, field->name, "field.not_a_time", text);
        number = at.ms;
        break;
    case MONEY:
        if (!money_parse(text, &money)) return issue(cx, field->name, "field.not_money", text);
        number = money.hundredths;
        break;
    case BOOL:
        if (!text_equal(text, "yes") && !text_equal(text, "no"))
            return issue(cx, field->name, "field.not_yes_or_no", text);
        number = text_equal(text, "yes");
        break;
    default:
        if (!text_to_int(text, &number) || number > (INT64_C(1) << 53) ||
            number < -(INT64_C(1) << 53))
            return issue(cx, field->name, "field.not_a_number", text);
    }
    field_set_number(field, rec, number);
    return OK;
}

enum { LONGEST_SHORT_VALUE = 120 };

enum status field_read(struct context *cx, const struct field *field, struct bytes given, void *rec)
{
    const char *text = "";
    size_t max = field->type == TEXT || field->type == BODY ? field->max : LONGEST_SHORT_VALUE;
    enum text_fault found = text_clean(cx->mem, given, max, field->type == BODY, &text);
    if (found != TEXT_FINE)
        return issue(cx, field->name, text_messages[found], arena_format(cx->mem, "%zu", max));
    if (!*text && field->type != BOOL) {
        field_clear(field, rec);
        return OK;
    }
    if (!field_is_text(field)) return read_number(cx, field, *text ? text : "no", rec);
    if (field->type == WORD && field->words && !field_word(field, text))
        return issue(cx, field->name, "field.unknown_word", text);
    if (field->type == REF && !id_is_valid(text))
        return issue(cx, field->name, "field.unknown_record", text);
    field_set_text(field, rec, text);
    return OK;
}
