#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "report/check.h"
#include "report/forms.h"
#include "report/table.h"

static const struct report_form *const forms[] = {&form_cn_2008, &form_cn_2019, &form_cn_2021};

const struct report_form *form_by_id(const char *id)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (text_equal(forms[i]->id, id)) return forms[i];
    return NULL;
}

/* The 2008 form serves until the trial form (国办公开办函〔2019〕60号), that one for two years, and
 * the form of 国办公开办函〔2021〕30号 since. */
const struct report_form *form_for_year(int year)
{
    if (year < 2008) return NULL;
    if (year < 2019) return &form_cn_2008;
    return year < 2021 ? &form_cn_2019 : &form_cn_2021;
}

const struct cell *form_cell(const struct report_form *form, const char *key)
{
    for (size_t i = 0; i < form->cell_count; i++)
        if (text_equal(form->cells[i].key, key)) return &form->cells[i];
    return NULL;
}

const struct cell_value *report_value(const struct report_values *values, const char *key)
{
    for (size_t i = 0; i < values->form->cell_count; i++)
        if (text_equal(values->form->cells[i].key, key)) return &values->cells[i];
    return NULL;
}

bool report_is_aggregate(const struct annual_report *report)
{
    return text_equal(report->scope, "aggregate");
}

const char *report_part(const struct annual_report *report, int part)
{
    const char *const parts[REPORT_PARTS] = {report->part1, report->part2, report->part3,
                                             report->part4, report->part5, report->part6};
    return parts[part - 1];
}

struct report_values report_asked(const struct annual_report *report, struct date as_of)
{
    return (struct report_values){.form = form_by_id(report->form),
                                  .agency = report->base.agency,
                                  .year = (int)report->year,
                                  .as_of = as_of,
                                  .aggregate = report_is_aggregate(report)};
}

/* The value of a cell is the number of its rows, or the sum of their number column. */
static bool sums_up(const struct cell *cell)
{
    return cell->declared || cell->money;
}

static enum status count_agency(struct context *cx, const struct report_values *values,
                                const char *agency, struct cell_value *value)
{
    struct date first = date_of(values->year, 1, 1), last = date_of(values->year, 12, 31);
    const char *year = arena_format(cx->mem, "%d", values->year);
    struct cell_row **end = &value->rows;
    struct rows *rows;
    int64_t sum = 0, found = 0;
    while (*end) end = &(*end)->next;
    TRY(store_query(cx, &value->cell->rows, BIND(agency, first, last, values->as_of, year), &rows));
    while (rows_next(rows)) {
        struct cell_row *row = arena_make(cx->mem, struct cell_row);
        *row = (struct cell_row){rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2),
                                 rows_text(rows, 3), rows_date(rows, 4), NULL};
        if (value->cell->money)
            row->number = report_number(cx->mem, value->cell, rows_int(rows, 1));
        sum += rows_int(rows, 1);
        found++;
        *end = row;
        end = &row->next;
    }
    TRY(rows_end(rows));
    if (value->cell->declared && !found) value->known = false;
    value->value += sums_up(value->cell) ? sum : found;
    return OK;
}

/* An aggregate is the agency's own count and that of each agency below; what looks at the subtree
 * anyway is counted once. A declared cell is known only if everyone has declared it. */
static enum status count_cell(struct context *cx, const struct report_values *values,
                              const char *const *agencies, struct cell_value *value)
{
    value->known = true;
    if (!value->cell->rows.text) return OK;
    for (size_t i = 0; agencies[i]; i++) {
        if (i && value->cell->subtree) return OK;
        TRY(count_agency(cx, values, agencies[i], value));
    }
    return OK;
}

/* The agency itself, and for an aggregate those below; ends with NULL. */
static enum status agencies_of(struct context *cx, const struct report_values *values,
                               const char *const **ret_agencies)
{
    const char *const *below = NULL;
    size_t count = 0;
    if (values->aggregate) TRY(agency_subtree(cx, values->agency, &below));
    while (below && below[count]) count++;
    const char **all = arena_array(cx->mem, const char *, count + 2);
    all[0] = values->agency;
    for (size_t i = 0; i < count; i++) all[i + 1] = below[i];
    *ret_agencies = all;
    return OK;
}

enum status report_count(struct context *cx, struct report_values *values)
{
    const struct report_form *form = values->form;
    const char *const *agencies;
    TRY(agencies_of(cx, values, &agencies));
    values->strays = NULL;
    values->cells = arena_array(cx->mem, struct cell_value, form->cell_count);
    for (size_t i = 0; i < form->cell_count; i++) {
        values->cells[i].cell = &form->cells[i];
        TRY(count_cell(cx, values, agencies, &values->cells[i]));
    }
    for (size_t t = 0; t < form->table_count; t++)
        for (size_t i = 0; form->tables[t].tally && agencies[i]; i++)
            TRY(form->tables[t].tally(cx, values, agencies[i]));
    return OK;
}

enum status report_list(struct context *cx, struct report_values *values)
{
    const struct report_form *form = values->form;
    const char *const *agencies;
    TRY(agencies_of(cx, values, &agencies));
    for (size_t t = 0; t < form->table_count; t++)
        for (size_t i = 0; form->tables[t].list && agencies[i]; i++)
            TRY(form->tables[t].list(cx, values, agencies[i]));
    return OK;
}

/* A spreadsheet must not run what a title begins with (SECURITY §3). */
static void csv_field(struct out *out, const char *text)
{
    out_text(out, *text && strchr("=+-@\t\r", *text) ? "\"'" : "\"");
    for (; *text; text++) {
        if (*text == '"') out_char(out, '"');
        out_char(out, *text);
    }
    out_char(out, '"');
}

struct bytes report_cells_csv(struct arena *mem, const struct report_values *values)
{
    struct out out = out_new(mem);
    out_text(&out, "cell,value,record,number,kind,label,date\n");
    for (size_t i = 0; i < values->form->cell_count; i++) {
        const struct cell_value *value = &values->cells[i];
        const char *number = report_number(mem, value->cell, value->value);
        if (!value->rows) out_format(&out, "%s,%s,,,,,\n", value->cell->key, number);
        for (const struct cell_row *row = value->rows; row; row = row->next) {
            out_format(&out, "%s,%s,%s,%s,%s,", value->cell->key, number, row->record, row->number,
                       row->kind);
            csv_field(&out, row->label);
            out_format(&out, ",%s\n", date_iso(mem, row->on));
        }
    }
    return out_taken(&out);
}

enum status report_warnings(struct context *cx, const struct report_values *values,
                            const char **ret_warnings)
{
    struct out zh = out_new(cx->mem), en = out_new(cx->mem);
    struct report_break *broken;
    if (values->form->warn) TRY(values->form->warn(cx, values, &zh, &en));
    TRY(report_checks(cx, values, NULL, &broken));
    for (; broken; broken = broken->next) {
        if (!broken->warns) continue;
        out_format(&zh, "%s%s", zh.size ? "；" : "", broken->text[CHINESE]);
        out_format(&en, "%s%s", en.size ? "; " : "", broken->text[ENGLISH]);
    }
    *ret_warnings = zh.size ? arena_format(cx->mem, "%s｜%s", zh.text, en.text) : "";
    return OK;
}

static const struct sql overview = {
    "report.overview",
    "WITH RECURSIVE tree (id, code, name) AS (SELECT id, code, name FROM agency WHERE code = $1"
    " AND newest = 1 UNION SELECT g.id, g.code, g.name FROM agency g JOIN tree t"
    " ON g.parent = t.id WHERE g.newest = 1)"
    " SELECT t.code, t.name, COALESCE(r.state, ''), COALESCE(r.id, '') FROM tree t LEFT JOIN"
    " annual_report r ON r.agency = t.code AND r.year = $2 AND r.scope = 'own' AND r.newest = 1"
    " ORDER BY t.code"};

enum status report_overview(struct context *cx, const char *agency, int year,
                            struct report_standing **ret_rows)
{
    const struct report_form *form = form_for_year(year);
    struct report_standing **end = ret_rows;
    struct rows *rows;
    *ret_rows = NULL;
    if (!form) return OK;
    struct date due = date_of(year + 1, form->due_month, form->due_day);
    TRY(store_query(cx, &overview, BIND(agency, year), &rows));
    while (rows_next(rows)) {
        struct report_standing *row = arena_make(cx->mem, struct report_standing);
        *row = (struct report_standing){.agency = rows_text(rows, 0),
                                        .name = rows_text(rows, 1),
                                        .state = rows_text(rows, 2),
                                        .report = rows_text(rows, 3),
                                        .due = due};
        row->late = cx->today.day > due.day && !text_equal(row->state, "released") &&
                    !text_equal(row->state, "submitted") && !text_equal(row->state, "accepted");
        *end = row;
        end = &row->next;
    }
    return rows_end(rows);
}
