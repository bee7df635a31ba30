#include "law/code.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define DIGITS "0123456789"

/* GB 11714-1997: C9 = 11 - sum mod 11, where 10 is written X and 11 is 0. */
const struct code_scheme GB_11714 = {
    .id = "gb11714",
    .standard = "GB 11714-1997",
    .zh = "组织机构代码",
    .en = "Organisation code",
    .organisation = true,
    .length = 9,
    .alphabet = DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    .check = "0X987654321",
    .weights = (const signed char[]){3, 7, 9, 10, 5, 8, 4, 2},
};

/* GB 32100-2015: weights are powers of 3 modulo 31, the check is 31 - sum mod 31; no I, O, S, V, Z.
 */
const struct code_scheme GB_32100 = {
    .id = "gb32100",
    .standard = "GB 32100-2015",
    .zh = "统一社会信用代码",
    .en = "Unified social credit code",
    .organisation = true,
    .length = 18,
    .alphabet = DIGITS "ABCDEFGHJKLMNPQRTUWXY",
    .check = "0YXWUTRQPNMLKJHGFEDCBA987654321",
    .weights =
        (const signed char[]){1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28},
};

/* GB 11643-1999: ISO 7064 MOD 11-2 over seventeen digits. */
const struct code_scheme GB_11643 = {
    .id = "gb11643",
    .standard = "GB 11643-1999",
    .zh = "公民身份号码",
    .en = "Resident identity number",
    .length = 18,
    .alphabet = DIGITS,
    .check = "10X98765432",
    .weights = (const signed char[]){7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2},
};

const struct code_scheme *code_scheme_at(size_t i)
{
    static const struct code_scheme *const schemes[] = {&GB_11714, &GB_32100, &GB_11643};
    return i < COUNT_OF(schemes) ? schemes[i] : NULL;
}

const struct code_scheme *code_scheme_of(const char *code)
{
    const struct code_scheme *scheme;
    for (size_t i = 0; (scheme = code_scheme_at(i)); i++)
        if (scheme->organisation && strnlen(code, CODE_MAX + 1) == scheme->length) return scheme;
    return NULL;
}

static const struct code_fault FINE;

static struct code_fault fault_of(const char *message, const char *given, size_t size,
                                  const char *expected)
{
    struct code_fault found = {.message = message};
    snprintf(found.given, sizeof found.given, "%.*s", (int)(size < 20 ? size : 20), given);
    snprintf(found.expected, sizeof found.expected, "%s", expected);
    return found;
}

char code_check_character(const struct code_scheme *scheme, const char *body)
{
    int sum = 0;
    for (size_t i = 0; i + 1 < scheme->length; i++) {
        const char *at = body[i] ? strchr(scheme->alphabet, body[i]) : NULL;
        if (!at) return '\0';
        sum += (int)(at - scheme->alphabet) * scheme->weights[i];
    }
    return scheme->check[(size_t)sum % strlen(scheme->check)];
}

struct code_fault code_examine(const struct code_scheme *scheme, const char *code)
{
    char length[8];
    snprintf(length, sizeof length, "%zu", scheme->length);
    if (strlen(code) != scheme->length) return fault_of("code.length", code, strlen(code), length);
    char check = code_check_character(scheme, code), last = code[scheme->length - 1];
    if (!check) return fault_of("code.character", code, strlen(code), "");
    if (check != last) return fault_of("code.check_digit", &last, 1, (char[]){check, '\0'});
    return FINE;
}

struct code_fault organisation_code_examine(const char *code)
{
    const struct code_scheme *scheme = code_scheme_of(code);
    return scheme ? code_examine(scheme, code)
                  : fault_of("code.length", code, strlen(code), "9/18");
}

bool organisation_code_is_valid(const char *code)
{
    return code && !organisation_code_examine(code).message;
}

enum status organisation_code_check(struct context *cx, const char *field, const char *code)
{
    struct code_fault bad = organisation_code_examine(code);
    return bad.message ? issue(cx, field, bad.message, bad.expected) : OK;
}

/* ---- index numbers ---- */

/* How a period is written: the year, or since about 2020 also the year and month. */
static const struct pattern {
    size_t digits;
    bool month;
} patterns[] = {
    {4, false},
    {6, true }
};

static int number_of(const char *text, size_t size)
{
    int number = 0;
    for (size_t i = 0; i < size; i++) number = number * 10 + (text[i] - '0');
    return number;
}

static struct code_fault parse_period(const char *text, size_t size, struct index_number *index)
{
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        if (size != patterns[i].digits) continue;
        index->year = number_of(text, 4);
        index->month = patterns[i].month ? number_of(text + 4, 2) : 0;
        if (index->year < 1000) return fault_of("index.year", text, 4, "4");
        if (patterns[i].month && (index->month < 1 || index->month > 12))
            return fault_of("index.month", text + 4, 2, "");
        return FINE;
    }
    return fault_of("index.year", text, size, "4");
}

static struct code_fault parse_rest(const char *text, struct index_number *index)
{
    size_t period = strspn(text, DIGITS);
    if (text[period] != '-') return fault_of("index.form", text, strlen(text), "");
    struct code_fault bad = parse_period(text, period, index);
    if (bad.message) return bad;
    const char *serial = text + period + 1;
    if (strlen(serial) != 5 || strspn(serial, DIGITS) != 5 || number_of(serial, 5) < 1)
        return fault_of("index.serial", serial, strlen(serial), "5");
    index->serial = number_of(serial, 5);
    return FINE;
}

struct code_fault index_parse_address(const char *text, struct index_number *ret_index)
{
    struct index_number index = {.code = ""};
    struct code_fault bad = parse_rest(text, &index);
    if (!bad.message) *ret_index = index;
    return bad;
}

struct code_fault index_parse(const char *text, struct index_number *ret_index)
{
    struct index_number index = {.code = ""};
    const char *slash = strchr(text, '/');
    if (!slash || slash - text > CODE_MAX) return fault_of("index.form", text, strlen(text), "");
    memcpy(index.code, text, (size_t)(slash - text));
    struct code_fault bad = organisation_code_examine(index.code);
    if (!bad.message) bad = parse_rest(slash + 1, &index);
    if (!bad.message) *ret_index = index;
    return bad;
}

enum status index_check(struct context *cx, const char *field, const char *text,
                        struct index_number *ret_index)
{
    struct code_fault bad = index_parse(text, ret_index);
    return bad.message ? issue(cx, field, bad.message, bad.expected) : OK;
}

char *index_address(struct arena *mem, const struct index_number *index)
{
    if (index->month)
        return arena_format(mem, "%04d%02d-%05d", index->year, index->month, index->serial);
    return arena_format(mem, "%04d-%05d", index->year, index->serial);
}

char *index_format(struct arena *mem, const struct index_number *index)
{
    char *address = index_address(mem, index);
    return index->code[0] ? arena_format(mem, "%s/%s", index->code, address) : address;
}

bool index_next(const struct index_number *last, struct index_number *ret_next)
{
    if (last->serial >= INDEX_SERIAL_MAX) return false;
    *ret_next = *last;
    ret_next->serial++;
    return true;
}
