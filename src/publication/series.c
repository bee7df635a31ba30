/* Tables of numbers: from Markdown or CSV, as officials write them. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "publication/heads.h"

enum { DIGITS_MAX = 15 };

static const char *trimmed(struct arena *mem, const char *from, const char *to)
{
    while (from < to && (*from == ' ' || *from == '"')) from++;
    while (to > from && (to[-1] == ' ' || to[-1] == '"' || to[-1] == '\r')) to--;
    return arena_copy_n(mem, from, (size_t)(to - from));
}

/* The cells of one line; 0 when it is no line of a table, or has too many of them. */
static size_t cells_of(struct arena *mem, const char *line, size_t size, char mark,
                       const char **cells)
{
    const char *end = line + size;
    size_t count = 0;
    if (mark == '|') {
        while (line < end && *line == ' ') line++;
        if (line == end || *line != '|') return 0;
        line++;
        while (end > line && (end[-1] == ' ' || end[-1] == '\r')) end--;
        if (end > line && end[-1] == '|') end--;
    }
    while (line <= end) {
        const char *at = memchr(line, mark, (size_t)(end - line));
        if (!at) at = end;
        if (count == SERIES_COLUMNS + 1) return 0;
        cells[count++] = trimmed(mem, line, at);
        line = at + 1;
    }
    return count;
}

/* |---|---:| */
static bool is_rule(const char *line, size_t size)
{
    return size > 0 && strspn(line, "|-: \r") >= size && memchr(line, '-', size);
}

static bool is_none(const char *cell)
{
    return !*cell || text_equal(cell, "–") || text_equal(cell, "-") || text_equal(cell, "…");
}

/* Digits, with blanks and commas between thousands as people write them, and one point. */
static bool read_value(const char *cell, double *ret_value)
{
    double value = 0, unit = 1;
    bool negative = *cell == '-', point = false;
    size_t digits = 0;
    *ret_value = (double)NAN;
    if (is_none(cell)) return true;
    for (cell += negative; *cell; cell++) {
        if (*cell == ',' || *cell == ' ') continue;
        if (*cell == '.' && !point) {
            point = true;
            continue;
        }
        if (*cell < '0' || *cell > '9' || ++digits > DIGITS_MAX) return false;
        value = value * 10 + (*cell - '0');
        if (point) unit *= 10;
    }
    *ret_value = (negative ? -value : value) / unit;
    return digits > 0;
}

static bool take_row(struct series *series, const char *const *cells, size_t count)
{
    if (count != series->column_count + 1 || series->row_count == SERIES_ROWS) return false;
    struct series_row *row = &series->rows[series->row_count++];
    row->label = cells[0];
    for (size_t i = 0; i < series->column_count; i++) {
        row->cells[i] = cells[i + 1];
        if (!read_value(cells[i + 1], &row->values[i])) return false;
    }
    return true;
}

static bool take_heading(struct series *series, const char *const *cells, size_t count)
{
    if (count < 2) return false;
    memcpy(series->columns, cells, count * sizeof *cells);
    series->column_count = count - 1;
    return true;
}

/* A table begins with its heading and ends with the first line that is none of it. */
bool series_read(struct arena *mem, const char *text, struct series *ret_series)
{
    char mark = strchr(text, '|') ? '|' : ',';
    *ret_series = (struct series){.column_count = 0};
    for (const char *line = text; *line;) {
        const char *cells[SERIES_COLUMNS + 1];
        size_t size = strcspn(line, "\n");
        bool rule = mark == '|' && is_rule(line, size);
        size_t count = rule ? 0 : cells_of(mem, line, size, mark, cells);
        bool blank = strspn(line, " \r") >= size;
        bool ends = ret_series->row_count && (blank || (mark == '|' && !count));
        if (ends) break;
        if (!rule && !blank && count) {
            bool fine = ret_series->column_count ? take_row(ret_series, cells, count)
                                                 : take_heading(ret_series, cells, count);
            if (!fine) return false;
        }
        line += size + (line[size] == '\n');
    }
    return ret_series->row_count > 0;
}
