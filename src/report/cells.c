#include "report/cells.h"

#include <string.h>

#include "base/text.h"

enum { COLUMNS = 7 };

/* One field of RFC 4180; *at moves behind it, to the comma or the line's end. NULL: broken. */
static const char *read_field(struct arena *mem, const char **at)
{
    struct out out = out_new(mem);
    const char *c = *at;
    if (*c != '"') {
        size_t n = strcspn(c, ",\n");
        *at = c + n;
        return arena_copy_n(mem, c, n);
    }
    for (c++; *c && !(*c == '"' && c[1] != '"'); c++) {
        if (*c == '"') c++;
        out_char(&out, *c);
    }
    if (!*c) return NULL;
    *at = c + 1;
    /* the apostrophe that keeps a spreadsheet from running a title */
    bool guarded = out.size > 1 && out.text[0] == '\'' && strchr("=+-@\t\r", out.text[1]);
    return out.size ? out.text + guarded : "";
}

static bool read_line(struct arena *mem, const char **at, const char *fields[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        if (i && *(*at)++ != ',') return false;
        if (!(fields[i] = read_field(mem, at))) return false;
    }
    return *(*at)++ == '\n';
}

enum status report_cells_read(struct context *cx, struct bytes csv, const char *key,
                              struct cell_row **ret_rows, size_t *ret_count)
{
    enum { CELL, VALUE_, RECORD_ID, NUMBER, KIND, LABEL, ON };
    const char *fields[COLUMNS];
    const char *at = arena_copy_n(cx->mem, (const char *)csv.data, csv.size);
    struct cell_row **end = ret_rows;
    *ret_rows = NULL;
    *ret_count = 0;
    if (!read_line(cx->mem, &at, fields) || !text_equal(fields[CELL], "cell")) return INVALID;
    while (*at) {
        if (!read_line(cx->mem, &at, fields)) return INVALID;
        if (!text_equal(fields[CELL], key) || !*fields[RECORD_ID]) continue;
        struct cell_row *row = arena_make(cx->mem, struct cell_row);
        *row = (struct cell_row){fields[RECORD_ID], fields[NUMBER], fields[KIND],
                                 fields[LABEL],     DATE_NONE,      NULL};
        if (*fields[ON] && !date_parse(fields[ON], &row->on)) return INVALID;
        *end = row;
        end = &row->next;
        ++*ret_count;
    }
    return OK;
}
