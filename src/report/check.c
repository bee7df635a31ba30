#include "report/check.h"

#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "report/table.h"
#include "web/message.h"

static const struct sql published = {
    "report.published_figures",
    "SELECT figures FROM annual_report WHERE agency = $1 AND year = $2 AND scope = $3"
    " AND state = 'released' ORDER BY edition DESC LIMIT 1"};
static const struct sql opening = {
    "report.opening",
    "SELECT k.cell, k.value FROM declaration k JOIN act a ON a.record = k.id"
    " AND a.edition = k.edition AND a.type IN ('released', 'corrected')"
    " AND a.seq = (SELECT MAX(b.seq) FROM act b WHERE b.record = k.id AND b.acted_on <= $3)"
    " WHERE k.agency = $1 AND k.year = $2 AND k.cell LIKE 't3.2.%'"};

struct checker {
    struct context *cx;
    const struct report_values *values;
    struct report_break *first, **end;
};

static struct report_break *tell(struct checker *checker, const char *check, const char *message,
                                 const char *const *args)
{
    struct report_break *made = arena_make(checker->cx->mem, struct report_break);
    size_t n = 0;
    while (args[n]) n++;
    made->check = check;
    made->cell = "";
    for (int language = 0; language < 2; language++)
        made->text[language] =
            message_format(checker->cx->mem, (enum language)language, message, args, n);
    *checker->end = made;
    checker->end = &made->next;
    return made;
}

/* Sentences with an end to their arguments. */
#define TELL(checker, check, message, ...) \
    tell(checker, check, message, (const char *const[]){__VA_ARGS__, NULL})

static const char *number(struct checker *checker, int64_t value)
{
    return arena_format(checker->cx->mem, "%lld", (long long)value);
}

/* ---- within table 3 ---------------------------------------------------------------------------
 */

static int64_t at(const struct checker *checker, const char *row, int column)
{
    return table_row(checker->values, "3", row)[column].value;
}

static void check_balance(struct checker *checker)
{
    for (int column = 0; column < TABLE_COLUMNS; column++) {
        int64_t in = at(checker, "1", column) + at(checker, "2", column);
        int64_t out = at(checker, "3.7", column) + at(checker, "4", column);
        if (in == out) continue;
        TELL(checker, "K1", "report.k1", table_3_columns[column].zh, number(checker, in),
             number(checker, out))
            ->cell = table_row(checker->values, "3", "3.7")[column].cell->key;
    }
}

static void check_leaves(struct checker *checker)
{
    const struct form_table *table = form_table(checker->values->form, "3");
    for (int column = 0; column < TABLE_COLUMNS; column++) {
        int64_t sum = 0, all = at(checker, "3.7", column);
        for (size_t i = 0; i < table->row_count; i++)
            if (table_row_is_result(&table->rows[i]))
                sum += at(checker, table->rows[i].key, column);
        if (sum == all) continue;
        TELL(checker, "K2", "report.k2", table_3_columns[column].zh, number(checker, all),
             number(checker, sum))
            ->cell = table_row(checker->values, "3", "3.7")[column].cell->key;
    }
}

static void check_rows(struct checker *checker)
{
    const struct form_table *table = form_table(checker->values->form, "3");
    for (size_t i = 0; i < table->row_count; i++) {
        const struct cell_value *cells = table_row(checker->values, "3", table->rows[i].key);
        int64_t sum = 0;
        for (int column = 0; column < TABLE_ALL; column++) sum += cells[column].value;
        if (sum == cells[TABLE_ALL].value) continue;
        TELL(checker, "K3", "report.k3", table->rows[i].cite,
             number(checker, cells[TABLE_ALL].value), number(checker, sum))
            ->cell = cells[TABLE_ALL].cell->key;
    }
}

static void check_strays(struct checker *checker)
{
    const struct report_stray *stray = checker->values->strays;
    for (; stray; stray = stray->next) {
        const char *kind = table_3_columns[stray->column < 0 ? TABLE_ALL : stray->column].zh;
        TELL(checker, "K9", "report.k9", kind, number(checker, stray->count), stray->row);
    }
}

/* ---- from year to year ------------------------------------------------------------------------
 */

/* What an agency carried over, per kind of applicant: 四 of its published report of the year
 * before; where there is none with tables, the balance it declares. */
struct carried {
    int64_t count[TABLE_ALL];
    bool known[TABLE_ALL], published;
};

static enum status figures_of(struct context *cx, const char *agency, int year, bool aggregate,
                              const char **ret_figures)
{
    *ret_figures = "";
    enum status status = store_text(
        cx, &published, BIND(agency, year, aggregate ? "aggregate" : "own"), ret_figures);
    return status == NOT_FOUND ? OK : status;
}

static const char *cell_key(struct context *cx, const char *row, int column)
{
    return arena_format(cx->mem, "t3.%s.%s", row, table_3_columns[column].key);
}

static bool read_carried(struct context *cx, const char *figures, struct carried *ret)
{
    for (int column = 0; column < TABLE_ALL; column++) {
        ret->known[column] = report_figure(figures, cell_key(cx, "4", column), &ret->count[column]);
        ret->published |= ret->known[column];
    }
    return ret->published;
}

static enum status declared_balance(struct context *cx, const struct report_values *values,
                                    const char *agency, struct carried *ret)
{
    struct rows *rows;
    TRY(store_query(cx, &opening, BIND(agency, values->year, values->as_of), &rows));
    while (rows_next(rows))
        for (int column = 0; column < TABLE_ALL; column++) {
            if (!text_equal(rows_text(rows, 0), cell_key(cx, "2", column))) continue;
            ret->count[column] = rows_int(rows, 1);
            ret->known[column] = true;
        }
    return rows_end(rows);
}

static enum status carried_by(struct context *cx, const struct report_values *values,
                              const char *agency, bool aggregate, struct carried *ret)
{
    const char *figures;
    *ret = (struct carried){.published = false};
    TRY(figures_of(cx, agency, values->year - 1, aggregate, &figures));
    if (read_carried(cx, figures, ret) || aggregate) return OK;
    return declared_balance(cx, values, agency, ret);
}

/* An aggregate that was not made last year begins with what its agencies carried over. */
static enum status carried_by_all(struct context *cx, const struct report_values *values,
                                  struct carried *ret)
{
    const char *const *below;
    struct carried one;
    TRY(carried_by(cx, values, values->agency, values->aggregate, ret));
    if (!values->aggregate || ret->published) return OK;
    TRY(agency_subtree(cx, values->agency, &below));
    TRY(carried_by(cx, values, values->agency, false, ret));
    for (size_t i = 0; below[i]; i++) {
        TRY(carried_by(cx, values, below[i], false, &one));
        for (int column = 0; column < TABLE_ALL; column++) {
            ret->count[column] += one.count[column];
            ret->known[column] |= one.known[column];
        }
    }
    return OK;
}

static enum status check_carried(struct checker *checker)
{
    struct carried before;
    TRY(carried_by_all(checker->cx, checker->values, &before));
    const char *year = number(checker, checker->values->year - 1);
    for (int column = 0; column < TABLE_ALL; column++) {
        int64_t here = at(checker, "2", column);
        const char *kind = table_3_columns[column].zh, *count = number(checker, here);
        const char *was = number(checker, before.count[column]);
        struct report_break *broken = NULL;
        if (here == before.count[column]) continue; /* nothing known, nothing carried over */
        if (!before.known[column])
            broken = TELL(checker, "K4", "report.k4_unknown", kind, count, year);
        else if (before.published)
            broken = TELL(checker, "K4", "report.k4", kind, count, year, was);
        else
            broken = TELL(checker, "K4", "report.k4_opening", kind, count, was);
        broken->cell = table_row(checker->values, "3", "2")[column].cell->key;
    }
    return OK;
}

/* The rows of table 2 that say what is in force. The trial form has none. */
static enum status check_in_force(struct checker *checker)
{
    static const struct {
        const char *row, *zh;
    } rows[] = {
        {"1.rules",     "规章"               },
        {"1.normative", "行政规范性文件"}
    };
    struct context *cx = checker->cx;
    const struct report_values *values = checker->values;
    const char *figures;
    TRY(figures_of(cx, values->agency, values->year - 1, values->aggregate, &figures));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t before, here[3];
        const char *last = arena_format(cx->mem, "t2.%s.in-force", rows[i].row);
        const struct cell_value *cells = table_row(values, "2", rows[i].row);
        if (!report_figure(figures, last, &before) || !form_cell(values->form, last)) continue;
        for (int n = 0; n < 3; n++) here[n] = cells[n].value;
        int64_t due = before + here[0] - here[1];
        if (here[2] == due) continue;
        struct report_break *broken =
            TELL(checker, "K6", "report.k6", rows[i].zh, number(checker, here[2]),
                 number(checker, before), number(checker, here[0]), number(checker, here[1]),
                 number(checker, due));
        broken->cell = last;
        broken->warns = true;
    }
    return OK;
}

/* ---- table 4, and every cell ------------------------------------------------------------------
 */

static void check_blocks(struct checker *checker)
{
    for (int block = 0; block < REMEDY_BLOCKS; block++) {
        const struct cell_value *cells = table_row(checker->values, "4", table_4_blocks[block].key);
        int64_t sum = 0;
        for (int column = 0; column < REMEDY_ALL; column++) sum += cells[column].value;
        if (sum == cells[REMEDY_ALL].value) continue;
        TELL(checker, "K5", "report.k5", table_4_blocks[block].zh,
             number(checker, cells[REMEDY_ALL].value), number(checker, sum))
            ->cell = cells[REMEDY_ALL].cell->key;
    }
}

static void check_signs(struct checker *checker)
{
    for (size_t i = 0; i < checker->values->form->cell_count; i++) {
        const struct cell_value *value = &checker->values->cells[i];
        if (value->value >= 0 || value->cell->below_zero) continue;
        TELL(checker, "K7", "report.k7", value->cell->zh,
             report_number(checker->cx->mem, value->cell, value->value))
            ->cell = value->cell->key;
    }
}

/* ---- own and aggregate ------------------------------------------------------------------------
 */

/* Adds what an agency's own published report says; false: there is none with tables. */
static enum status add_own(struct checker *checker, const char *agency, int64_t *sums,
                           bool *ret_there)
{
    const struct report_values *values = checker->values;
    const char *figures;
    int64_t own;
    TRY(figures_of(checker->cx, agency, values->year, false, &figures));
    *ret_there = report_figure(figures, "t3.1.total", &own);
    for (size_t i = 0; *ret_there && i < values->form->cell_count; i++)
        if (report_figure(figures, values->form->cells[i].key, &own)) sums[i] += own;
    if (*ret_there) return OK;
    TELL(checker, "K8", "report.k8_missing", agency, number(checker, values->year))->warns = true;
    return OK;
}

static enum status check_aggregate(struct checker *checker)
{
    const struct report_values *values = checker->values;
    const char *const *below;
    bool all = true, there;
    if (!values->aggregate) return OK;
    int64_t *sums = arena_array(checker->cx->mem, int64_t, values->form->cell_count);
    TRY(agency_subtree(checker->cx, values->agency, &below));
    TRY(add_own(checker, values->agency, sums, &all));
    for (size_t i = 0; below[i]; i++) {
        TRY(add_own(checker, below[i], sums, &there));
        all &= there;
    }
    for (size_t i = 0; all && i < values->form->cell_count; i++) {
        const struct cell *cell = &values->form->cells[i];
        if (cell->subtree || values->cells[i].value == sums[i]) continue;
        TELL(checker, "K8", "report.k8", cell->zh,
             report_number(checker->cx->mem, cell, values->cells[i].value),
             report_number(checker->cx->mem, cell, sums[i]))
            ->cell = cell->key;
    }
    return OK;
}

/* ---- the words --------------------------------------------------------------------------------
 */

static void check_words(struct checker *checker, const struct annual_report *text)
{
    const struct report_form *form = checker->values->form;
    for (int part = 1; part <= REPORT_PARTS; part++) {
        if (!form->numbers_are_cells[part - 1]) continue;
        const char *typed = report_typed_number(checker->cx->mem, report_part(text, part));
        if (typed)
            TELL(checker, "K10", "report.k10", form->titles_zh[part - 1], typed)->part = part;
    }
    const struct form_line *line = report_contradiction(checker->cx->mem, text);
    if (line && form->numbers_are_cells[line->part - 1])
        TELL(checker, "K10", "report.k10_none", form->titles_zh[line->part - 1])->part = line->part;
}

enum status report_checks(struct context *cx, const struct report_values *values,
                          const struct annual_report *text, struct report_break **ret_breaks)
{
    struct checker checker = {.cx = cx, .values = values};
    checker.end = &checker.first;
    *ret_breaks = NULL;
    if (!values->form->table_count) return OK;
    check_balance(&checker);
    check_leaves(&checker);
    check_rows(&checker);
    TRY(check_carried(&checker));
    check_blocks(&checker);
    TRY(check_in_force(&checker));
    check_signs(&checker);
    TRY(check_aggregate(&checker));
    check_strays(&checker);
    if (text) check_words(&checker, text);
    *ret_breaks = checker.first;
    return OK;
}

enum status report_hold(struct context *cx, const struct annual_report *report,
                        const struct report_values *counted)
{
    struct report_values stored = report_stored(cx->mem, report);
    struct report_break *broken;
    enum status status = OK;
    stored.strays = counted->strays;
    TRY(report_checks(cx, &stored, report, &broken));
    for (; broken; broken = broken->next) {
        const char *field = broken->part ? arena_format(cx->mem, "part%d", broken->part) : "";
        if (!broken->warns) status = issue(cx, field, "report.broken", broken->text[cx->language]);
    }
    return status;
}
