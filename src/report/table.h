/* The tables of the forms from 2019 (国办公开办函〔2019〕60号, 〔2021〕30号; DOMAIN §3.2).
 *
 * A form's cells stand in one array: first those of the text and the annex, then each table's, row
 * by row. Row keys are the form's own numbers ("3.3.8" is 三（三）8), and a cell is found by table,
 * row and column: "t3.3.3.8.natural" is table 3, row 3.3.8, natural persons. The words are those of
 * the official form.
 *
 *     static const struct cell cells[] = {
 *         …
 *         TABLE_3_NEW(AS_CELLS)
 *
 * Tables 3 and 4 are counted by one statement each, over the applications and the remedies, as of
 * the last day of the year: new is what was received in the year; carried in, what was received
 * before and had not been closed before; results, what was first closed in the year, by its row;
 * carried on, what was received and not closed by the year's end. What the statement counts is
 * entered twice, independently: by its row and column, and in the sums (三（七）, 总计), so that a
 * record that fits nowhere breaks a check instead of vanishing.
 */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "document/print.h"
#include "report/report.h"

enum { TABLE_COLUMNS = 7, TABLE_ALL = 6, REMEDY_BLOCKS = 3, REMEDY_COLUMNS = 5, REMEDY_ALL = 4 };

/* A row as the official form names it, and as people cite it. */
struct official_row {
    const char *key;     /* "3.3.8" */
    const char *cite;    /* "三(三)8" */
    const char *name;    /* "属于行政查询事项" */
    const char *zh, *en; /* "8.属于行政查询事项" */
    const char *group;   /* key of the heading above it ("3.3"); "" at the first level */
};
/* A heading without cells: 三、本年度办理结果; (三)不予公开. */
struct form_group {
    const char *key, *zh, *en;
};
struct form_column {
    const char *key, *zh, *en;
};
/* What a layout shows, and where its numbers lead. */
struct table_view {
    const struct form_table *table;
    const struct report_values *values;
    const char *address; /* cells open below it: <address>/cells/<key>; NULL: they do not */
    const char *declare; /* where a cell that nobody declared is declared; NULL: nowhere */
};

struct form_table {
    const char *number; /* "3" */
    int part;           /* the part that it stands in, 1 … 6 */
    const char *zh, *en;
    const struct official_row *rows; /* NULL: table 2, whose layout is its own */
    size_t row_count;
    /* Lays it out as the official form does. */
    const struct print_table *(*lay)(struct context *, const struct table_view *);
    /* Counts it, by one statement, for one agency; NULL: each cell has a statement. */
    enum status (*tally)(struct context *, struct report_values *, const char *agency);
    enum status (*list)(struct context *, struct report_values *, const char *agency);
};

extern const struct form_column table_3_columns[TABLE_COLUMNS];
extern const struct form_column table_4_blocks[REMEDY_BLOCKS], table_4_columns[REMEDY_COLUMNS];
extern const struct form_group table_3_groups[];
extern const size_t table_3_group_count;

enum status tally_applications(struct context *cx, struct report_values *values,
                               const char *agency) MUST_USE;
enum status tally_remedies(struct context *cx, struct report_values *values,
                           const char *agency) MUST_USE;
enum status list_applications(struct context *cx, struct report_values *values,
                              const char *agency) MUST_USE;
enum status list_remedies(struct context *cx, struct report_values *values,
                          const char *agency) MUST_USE;

/* The mark of a declared figure, with its number. */
#define DECLARED_MARK "※"

const struct form_table *form_table(const struct report_form *form, const char *number);
/* The cells of a row of table 3, TABLE_COLUMNS of them, or of table 4. NULL: no such row. */
struct cell_value *table_row(const struct report_values *values, const char *table,
                             const char *row);
const struct official_row *table_row_named(const struct form_table *table, const char *row);
/* Is it a leaf of the results: one of the rows that 三（七） adds up? */
bool table_row_is_result(const struct official_row *row);
/* The row of this form that an application's row belongs to: 3.6.2 stands in 3.6 of the trial form,
 * which does not divide 其他处理. NULL: none (K9). */
const struct official_row *table_row_of(const struct form_table *table, const char *row);

#endif
