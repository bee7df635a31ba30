/* Figures as a report keeps them, and as they are read. */
#include <string.h>

#include "base/text.h"
#include "report/report.h"

enum { YUAN_DECIMALS = 2, WAN_DECIMALS = 6 }; /* 1 万元 = 1 000 000 fen */

static int decimals_of(const struct cell *cell)
{
    if (!cell->money) return 0;
    return cell->wan ? WAN_DECIMALS : YUAN_DECIMALS;
}

/* A whole number of hundredths, with the point where the unit puts it. */
static char *with_point(struct arena *mem, int64_t value, int decimals)
{
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++) unit *= 10;
    if (!decimals) return arena_format(mem, "%lld", (long long)value);
    int64_t above = value < 0 ? -value : value;
    return arena_format(mem, "%s%lld.%0*lld", value < 0 ? "-" : "", (long long)(above / unit),
                        decimals, (long long)(above % unit));
}

/* 万元 without the noughts at the end; yuan keep their two decimals. */
static char *trimmed(struct arena *mem, const char *number)
{
    char *copy = arena_copy(mem, number);
    char *point = strchr(copy, '.');
    if (!point || strlen(point + 1) != WAN_DECIMALS) return copy;
    char *end = copy + strlen(copy);
    while (end[-1] == '0') *--end = '\0';
    if (end[-1] == '.') *--end = '\0';
    return copy;
}

const char *report_number(struct arena *mem, const struct cell *cell, int64_t value)
{
    return trimmed(mem, with_point(mem, value, decimals_of(cell)));
}

char *report_figures_write(struct arena *mem, const struct report_values *values)
{
    struct out out = out_new(mem);
    for (size_t i = 0; i < values->form->cell_count; i++) {
        const struct cell *cell = &values->form->cells[i];
        if (!values->cells[i].known) continue; /* not declared is not nought */
        out_format(&out, "%s%s=%s", out.size ? " " : "", cell->key,
                   with_point(mem, values->cells[i].value, decimals_of(cell)));
    }
    return out.text;
}

/* "key=" … the number behind it, and its length; NULL: it is not there. */
static const char *find(const char *figures, const char *key, size_t *ret_size)
{
    size_t length = strlen(key);
    for (const char *at = figures; at && *at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, key, length) != 0 || at[length] != '=') continue;
        *ret_size = strspn(at + length + 1, "-0123456789.");
        return at + length + 1;
    }
    return NULL;
}

bool report_figure(const char *figures, const char *key, int64_t *ret_value)
{
    char digits[32];
    size_t size, n = 0;
    const char *at = find(figures, key, &size);
    if (!at || size >= sizeof digits) return false;
    for (size_t i = 0; i < size; i++)
        if (at[i] != '.') digits[n++] = at[i];
    digits[n] = '\0';
    return text_to_int(digits, ret_value);
}

const char *report_figure_text(struct arena *mem, const char *figures, const char *key)
{
    size_t size;
    const char *at = find(figures, key, &size);
    return at ? trimmed(mem, arena_copy_n(mem, at, size)) : NULL;
}

struct report_values report_stored(struct arena *mem, const struct annual_report *report)
{
    struct report_values values = report_asked(report, report->as_of);
    if (!values.form) return values;
    values.cells = arena_array(mem, struct cell_value, values.form->cell_count);
    for (size_t i = 0; i < values.form->cell_count; i++) {
        struct cell_value *value = &values.cells[i];
        value->cell = &values.form->cells[i];
        value->known = report_figure(report->figures, value->cell->key, &value->value);
    }
    return values;
}
