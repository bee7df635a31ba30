/* Tables 3 and 4: counted by one statement each, and listed by another (plan: results are the first
 * closing's, for ever; DOMAIN §3.2). Each parameter is what report.h says of a cell; $3 is the last
 * day of the year, or the as-of day where that is earlier. */
#include <string.h>

#include "base/text.h"
#include "report/table.h"

/* What concerns the year at all: received by its end, and not closed before it began. */
#define OF_THE_YEAR                                            \
    " FROM application k WHERE k.agency = $1 AND k.newest = 1" \
    " AND k.received_on <= $3 AND (k.closed_on IS NULL OR k.closed_on >= $2)"
#define CLOSED_IN_IT "k.closed_on <= $3"

static const struct sql applications_counted = {
    "report.applications_counted",
    "SELECT k.applicant_kind, CASE WHEN " CLOSED_IN_IT " THEN k.\"row\" ELSE '' END,"
    " CASE WHEN k.received_on >= $2 THEN 1 ELSE 0 END,"
    " CASE WHEN " CLOSED_IN_IT " THEN 1 ELSE 0 END, COUNT(*)" OF_THE_YEAR " GROUP BY 1, 2, 3, 4"};

static const struct sql applications_listed = {
    "report.applications_listed",
    "SELECT k.applicant_kind, CASE WHEN " CLOSED_IN_IT " THEN k.\"row\" ELSE '' END,"
    " CASE WHEN k.received_on >= $2 THEN 1 ELSE 0 END,"
    " CASE WHEN " CLOSED_IN_IT " THEN 1 ELSE 0 END, k.id, k.case_line, k.serial_year, k.serial,"
    " k.article, k.received_on, k.closed_on" OF_THE_YEAR " ORDER BY k.serial_year, k.serial, k.id"};

/* The cases that were pending in the year, by their result on its last day. Who is sued beside the
 * agency as the reconsideration organ does not count the suit (国办公开办函〔2016〕201号, C23). */
#define REMEDIES_OF_THE_YEAR                                                          \
    " FROM remedy k JOIN application p ON p.id = k.application AND p.newest = 1"      \
    " WHERE k.agency = $1 AND k.newest = 1 AND k.co_defendant = 0"                    \
    " AND k.sort IN ('reconsideration', 'suit-direct', 'suit-after-reconsideration')" \
    " AND k.filed_on <= $3 AND (k.decided_on IS NULL OR k.decided_on >= $2)"
#define RESULT "CASE WHEN k.decided_on <= $3 THEN k.result ELSE 'pending' END"

static const struct sql remedies_counted = {"report.remedies_counted",
                                            "SELECT k.sort, " RESULT
                                            ", COUNT(*)" REMEDIES_OF_THE_YEAR " GROUP BY 1, 2"};
static const struct sql remedies_listed = {
    "report.remedies_listed",
    "SELECT k.sort, " RESULT ", p.id, p.case_line, p.serial_year, p.serial, k.filed_on,"
    " k.decided_on" REMEDIES_OF_THE_YEAR " ORDER BY k.filed_on, k.id"};

static struct bind days_of(const struct report_values *values, const char *agency,
                           struct value to[3])
{
    struct date last = date_of(values->year, 12, 31);
    if (values->as_of.day < last.day) last = values->as_of;
    to[0] = value_text(agency);
    to[1] = value_date(date_of(values->year, 1, 1));
    to[2] = value_date(last);
    return (struct bind){to, 3};
}

/* Which column; that of an unknown word is in the sums alone, so that K3 or K5 tells. */
static int column_of(const struct form_column *columns, int count, const char *word)
{
    for (int i = 0; i < count; i++)
        if (text_equal(columns[i].key, word)) return i;
    return -1;
}

/* ---- table 3 ----------------------------------------------------------------------------------
 */

struct application_sort {
    const struct form_table *table;
    const char *row; /* of the result, as the register has it */
    int column;
    bool is_new, closed;
};

static struct application_sort read_sort(const struct report_values *values, struct rows *rows)
{
    return (struct application_sort){.table = form_table(values->form, "3"),
                                     .row = rows_text(rows, 1),
                                     .column =
                                         column_of(table_3_columns, TABLE_ALL, rows_text(rows, 0)),
                                     .is_new = rows_int(rows, 2) != 0,
                                     .closed = rows_int(rows, 3) != 0};
}

/* The rows of the form that an application stands in: new or carried over; its result and the sum
 * of the results, or carried on. Fills at most 3. */
static size_t rows_of(const struct application_sort *sort, const char *keys[3])
{
    size_t n = 0;
    keys[n++] = sort->is_new ? "1" : "2";
    if (!sort->closed) {
        keys[n++] = "4";
        return n;
    }
    const struct official_row *result = table_row_of(sort->table, sort->row);
    if (result) keys[n++] = result->key;
    keys[n++] = "3.7";
    return n;
}

static void note_stray(struct context *cx, struct report_values *values,
                       const struct application_sort *sort, int64_t count)
{
    if (!sort->closed || table_row_of(sort->table, sort->row)) return;
    struct report_stray *stray = arena_make(cx->mem, struct report_stray);
    *stray = (struct report_stray){sort->row, sort->column, count, values->strays};
    values->strays = stray;
}

enum status tally_applications(struct context *cx, struct report_values *values, const char *agency)
{
    struct value days[3];
    struct rows *rows;
    TRY(store_query(cx, &applications_counted, days_of(values, agency, days), &rows));
    while (rows_next(rows)) {
        struct application_sort sort = read_sort(values, rows);
        const char *keys[3];
        size_t n = rows_of(&sort, keys);
        for (size_t i = 0; i < n; i++) {
            struct cell_value *cells = table_row(values, "3", keys[i]);
            cells[TABLE_ALL].value += rows_int(rows, 4);
            if (sort.column >= 0) cells[sort.column].value += rows_int(rows, 4);
        }
        note_stray(cx, values, &sort, rows_int(rows, 4));
    }
    return rows_end(rows);
}

/* ---- what is listed ---------------------------------------------------------------------------
 */

/* An application as the public knows it: its case line, or, before it has one, nothing but its
 * number. An application without a number is known to the office alone. */
struct listed {
    const char *id, *line, *article;
    int64_t year, serial;
    struct date on;
};

static struct cell_row row_of(struct context *cx, const struct listed *it, const char *label)
{
    bool has_line = !text_empty(it->line);
    struct cell_row row = {.record = has_line ? it->line : it->id,
                           .number = "",
                           .kind = has_line ? "case_line" : "application",
                           .label = label,
                           .on = it->on};
    if (it->serial > 0)
        row.number =
            arena_format(cx->mem, "%lld-%05lld", (long long)it->year, (long long)it->serial);
    return row;
}

/* Appends in constant time: a cell of a large register has very many rows. */
static void append(struct context *cx, struct cell_value *value, const struct cell_row *row)
{
    struct cell_row *made = arena_make(cx->mem, struct cell_row);
    *made = *row;
    made->next = NULL;
    if (value->last)
        value->last->next = made;
    else
        value->rows = made;
    value->last = made;
}

static void append_both(struct context *cx, struct cell_value *cells, int column, int all,
                        const struct cell_row *row)
{
    append(cx, &cells[all], row);
    if (column >= 0) append(cx, &cells[column], row);
}

/* The outcome in the form's words, and the article (issue 3, item 9). */
static const char *outcome_of(struct context *cx, const struct application_sort *sort,
                              const char *article)
{
    const struct official_row *row =
        sort->closed ? table_row_of(sort->table, sort->row) : table_row_named(sort->table, "4");
    const char *name = row ? row->name : sort->row;
    const char *cite = row ? row->cite : "";
    if (!sort->closed || text_empty(article)) return arena_format(cx->mem, "%s %s", cite, name);
    return arena_format(cx->mem, "%s %s（%s）", cite, name, article);
}

enum status list_applications(struct context *cx, struct report_values *values, const char *agency)
{
    struct value days[3];
    struct rows *rows;
    TRY(store_query(cx, &applications_listed, days_of(values, agency, days), &rows));
    while (rows_next(rows)) {
        struct application_sort sort = read_sort(values, rows);
        struct listed it = {.id = rows_text(rows, 4),
                            .line = rows_text(rows, 5),
                            .year = rows_int(rows, 6),
                            .serial = rows_int(rows, 7),
                            .on = rows_date(rows, sort.closed ? 10 : 9)};
        struct cell_row row = row_of(cx, &it, outcome_of(cx, &sort, rows_text(rows, 8)));
        const char *keys[3];
        size_t n = rows_of(&sort, keys);
        for (size_t i = 0; i < n; i++)
            append_both(cx, table_row(values, "3", keys[i]), sort.column, TABLE_ALL, &row);
    }
    return rows_end(rows);
}

/* ---- table 4 ----------------------------------------------------------------------------------
 */

enum status tally_remedies(struct context *cx, struct report_values *values, const char *agency)
{
    struct value days[3];
    struct rows *rows;
    TRY(store_query(cx, &remedies_counted, days_of(values, agency, days), &rows));
    while (rows_next(rows)) {
        struct cell_value *cells = table_row(values, "4", rows_text(rows, 0));
        int column = column_of(table_4_columns, REMEDY_ALL, rows_text(rows, 1));
        cells[REMEDY_ALL].value += rows_int(rows, 2);
        if (column >= 0) cells[column].value += rows_int(rows, 2);
    }
    return rows_end(rows);
}

enum status list_remedies(struct context *cx, struct report_values *values, const char *agency)
{
    struct value days[3];
    struct rows *rows;
    TRY(store_query(cx, &remedies_listed, days_of(values, agency, days), &rows));
    while (rows_next(rows)) {
        struct cell_value *cells = table_row(values, "4", rows_text(rows, 0));
        int column = column_of(table_4_columns, REMEDY_ALL, rows_text(rows, 1));
        struct listed it = {.id = rows_text(rows, 2),
                            .line = rows_text(rows, 3),
                            .year = rows_int(rows, 4),
                            .serial = rows_int(rows, 5),
                            .on = rows_date(rows, column == REMEDY_ALL - 1 ? 6 : 7)};
        const char *label = column >= 0 ? cells[column].cell->zh : cells[REMEDY_ALL].cell->zh;
        struct cell_row row = row_of(cx, &it, label);
        append_both(cx, cells, column, REMEDY_ALL, &row);
    }
    return rows_end(rows);
}
