/* What the pages of a report show, in the office and in public. */
#ifndef REPORT_PAGES_H
#define REPORT_PAGES_H

#include "base/json.h"
#include "report/table.h"
#include "web/html.h"

/* A report as it is read: the same for a draft, a submitted and a published one. */
struct report_copy {
    const char *title, *agency, *form, *scope, *figures, *warnings, *parts[REPORT_PARTS];
    int year;
    struct date as_of, due_on;
};
/* clang-format off */
#define REPORT_COPY(r) ((struct report_copy){ \
    .title = (r)->title, .agency = (r)->base.agency, .form = (r)->form, .scope = (r)->scope, \
    .figures = (r)->figures, .warnings = (r)->warnings, \
    .parts = {(r)->part1, (r)->part2, (r)->part3, (r)->part4, (r)->part5, (r)->part6}, \
    .year = (r)->year == INT_NONE ? 0 : (int)(r)->year, .as_of = (r)->as_of, .due_on = (r)->due_on})
/* clang-format on */

struct report_indicator {
    const char *key, *label, *unit, *href; /* href: of the rows counted, or NULL */
    const char *number;                    /* the value as people read it */
    int64_t value;
    bool there; /* counted */
    bool declared, subtree;
    bool in_table; /* stands in a table of the form, not in the annex */
};
/* A table of the form, laid out, below the text of its part. */
struct report_table {
    const char *number, *caption;
    const struct print_table *laid;
};
struct report_view {
    const char *title, *scope, *warning;
    const char *address; /* of the public page: figures lead below it; NULL: they are not links */
    int year;
    struct date as_of, due_on;
    struct report_part {
        const char *number, *title; /* 一, 概述 */
        struct html text;
        const struct report_table *tables; /* ends with .laid NULL */
    } parts[REPORT_PARTS];
    bool has_tables;
    struct report_indicator *indicators;
    size_t indicator_count;
};
/* Unknown forms have no parts' titles and no indicators. */
void report_view_make(struct context *cx, const struct report_copy *copy, const char *address,
                      struct report_view *ret);
/* The tables of a part (1 … 6), ends with .laid NULL; view says values and where numbers lead. */
struct table_view;
const struct report_table *report_tables(struct context *cx, const struct table_view *view,
                                         int part);
/* "col", "colgroup", "row", "rowgroup": what a head cell of a laid table names. */
const char *report_head_scope(const struct print_table *table, size_t row, size_t cell);
/* "tables":{"2":{"rows":{row:{column:value}}},"3":{"columns":[…],"rows":{"3.1":[6 columns,
 * total]}}, "4":{"row":[15 cells]}}; nothing for a form without tables. */
void report_put_tables(struct json *json, const struct report_values *values);
/* The warning in one language (they are stored "zh｜en"). */
const char *report_warning(struct context *cx, const char *warnings);
/* A serial, a code, or the label of a word (a channel, a part in an event). */
const char *report_row_number(struct context *cx, const struct cell_row *row);
/* The public address of a report: /reports/<agency>/<year>, with /aggregate for that. */
const char *report_address(struct arena *mem, const struct report_copy *copy);

/* The public page. */
struct report_page {
    const struct report_view *view;
    const char *agency_name, *json, *csv, *proof;
    const char *rows, *pdf, *workbook; /* rows: what was counted; NULL: not there, or erased */
    const char *other, *other_scope;   /* the year's report of the other scope, or NULL */
    struct date released_on;
    int64_t edition;
};

/* What one figure counted. */
struct report_counted {
    const char *href, *label, *number, *changed; /* changed: in words, or "" */
    bool gone;
    struct date on;
};
struct cell_page {
    const struct report_view *view;
    const struct report_indicator *indicator;
    const char *placeholder; /* as the text writes it; NULL: not to be told */
    const char *same;        /* address of the portal's own list of the same, or NULL */
    const struct report_counted *rows;
    size_t count, first, changed; /* first: of this page, from 1; changed: of all */
    int64_t total;
    const char *next;
};

#endif
