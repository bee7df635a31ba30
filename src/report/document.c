#include "report/document.h"

#include "base/text.h"
#include "base/words.h"
#include "document/print.h"
#include "document/sheet.h"
#include "web/data.h"
#include "web/message.h"

static const char *in_language(struct context *cx, const char *zh, const char *en)
{
    return cx->language == CHINESE ? zh : en;
}

static struct report_values values_of(struct context *cx, const struct report_copy *copy)
{
    struct annual_report stored = {.form = copy->form, .scope = copy->scope, .year = copy->year};
    stored.base.agency = copy->agency;
    stored.figures = copy->figures;
    return report_stored(cx->mem, &stored);
}

/* ---- the annex --------------------------------------------------------------------------------
 */

static struct print_cell head(struct context *cx, const char *message)
{
    return (struct print_cell){
        .text = message_text(cx->language, message), .align = PRINT_MIDDLE, .head = true};
}

static void put_indicator(struct context *cx, const struct cell_value *value,
                          struct print_row *ret_row)
{
    const struct cell *cell = value->cell;
    struct print_cell *cells = arena_array(cx->mem, struct print_cell, 3);
    cells[0] = (struct print_cell){.text = in_language(cx, cell->zh, cell->en), .head = true};
    cells[1] = (struct print_cell){.text = in_language(cx, cell->unit_zh, cell->unit_en)};
    cells[2] = (struct print_cell){.value = cell->money ? PRINT_AMOUNT : PRINT_COUNT,
                                   .number = value->known ? value->value : INT64_MIN};
    if (value->known && cell->declared)
        cells[2].text =
            arena_format(cx->mem, "%s" DECLARED_MARK, report_number(cx->mem, cell, value->value));
    *ret_row = (struct print_row){cells, 3};
}

static const struct print_table *annex_of(struct context *cx, const struct report_values *values)
{
    static const struct print_column columns[] = {
        {6,   PRINT_START },
        {1.4, PRINT_MIDDLE},
        {2,   PRINT_END   }
    };
    struct print_table *table = arena_make(cx->mem, struct print_table);
    struct print_row *rows = arena_array(cx->mem, struct print_row, values->form->cell_count + 1);
    struct print_cell *heads = arena_array(cx->mem, struct print_cell, 3);
    size_t n = 1;
    heads[0] = head(cx, "report.indicator");
    heads[1] = head(cx, "report.unit");
    heads[2] = head(cx, "report.this_year");
    rows[0] = (struct print_row){heads, 3};
    for (size_t i = 0; i < values->form->cell_count; i++)
        if (!values->cells[i].cell->table) put_indicator(cx, &values->cells[i], &rows[n++]);
    *table = (struct print_table){.caption = message_text(cx->language, "report.annex"),
                                  .columns = columns,
                                  .column_count = COUNT_OF(columns),
                                  .rows = rows,
                                  .row_count = n,
                                  .head_rows = 1};
    return table;
}

/* ---- on paper ---------------------------------------------------------------------------------
 */

static void put_tables(struct context *cx, struct print_document *document,
                       const struct report_values *values, int part)
{
    struct table_view view = {.values = values};
    const struct report_table *table = report_tables(cx, &view, part);
    for (; table->laid; table++) {
        struct print_table *titled = arena_make(cx->mem, struct print_table);
        *titled = *table->laid;
        titled->caption = arena_format(cx->mem, "%s %s", table->number, table->caption);
        print_table(document, titled);
    }
}

static void put_parts(struct context *cx, struct print_document *document,
                      const struct report_copy *copy, const struct report_values *values)
{
    static const char *const numerals[] = {"一", "二", "三", "四", "五", "六"};
    for (int i = 0; i < REPORT_PARTS; i++) {
        print_heading(document, 1,
                      arena_format(cx->mem, "%s、%s", numerals[i], values->form->titles_zh[i]));
        print_body(document, report_text_filled(cx->mem, copy->parts[i], copy->figures));
        put_tables(cx, document, values, i + 1);
    }
}

enum status report_pdf(struct context *cx, const struct report_copy *copy, const char *agency,
                       struct bytes *ret_pdf)
{
    struct report_values values = values_of(cx, copy);
    if (!values.form) return NOT_FOUND;
    struct print_document *document = print_new(cx->mem, cx->language, copy->title);
    document->author = agency;
    document->report = true;
    document->running = copy->title;
    document->created = zone_moment(copy->as_of, 0, 0); /* the same report, the same bytes */
    print_text(document, PRINT_TITLE, copy->title);
    put_parts(cx, document, copy, &values);
    print_heading(document, 1, message_text(cx->language, "report.annex"));
    struct print_table untitled = *annex_of(cx, &values);
    untitled.caption = NULL;
    print_table(document, &untitled);
    const char *as_of = words_date(cx->mem, cx->language, copy->as_of);
    print_text(document, PRINT_NOTE, message_text(cx->language, "report.declared_mark"));
    print_text(document, PRINT_NOTE,
               message_format(cx->mem, cx->language, "report.as_of", &as_of, 1));
    return print_pdf(cx, document, ret_pdf);
}

/* ---- as a workbook and as lines ---------------------------------------------------------------
 */

enum { SHEETS_MOST = 8 };

enum status report_workbook(struct context *cx, const struct report_copy *copy, const char *agency,
                            struct bytes *ret_xlsx)
{
    struct report_values values = values_of(cx, copy);
    struct sheet sheets[SHEETS_MOST];
    size_t n = 0;
    if (!values.form) return NOT_FOUND;
    struct table_view view = {.values = &values};
    for (int part = 1; part <= REPORT_PARTS; part++)
        for (const struct report_table *table = report_tables(cx, &view, part);
             table->laid && n + 1 < SHEETS_MOST; table++)
            sheets[n++] =
                (struct sheet){.name = table->number,
                               .heading = arena_format(cx->mem, "%s %s %s", copy->title,
                                                       table->number, table->caption),
                               .table = table->laid,
                               .note = message_text(cx->language, "report.declared_mark")};
    sheets[n++] = (struct sheet){.name = message_text(cx->language, "report.annex_sheet"),
                                 .heading = copy->title,
                                 .table = annex_of(cx, &values)};
    struct sheet_book book = {.title = copy->title,
                              .author = agency,
                              .created = zone_moment(copy->as_of, 0, 0),
                              .language = cx->language};
    return sheet_xlsx(cx, &book, sheets, n, ret_xlsx);
}

struct bytes report_csv(struct context *cx, const struct report_copy *copy)
{
    static const char *const heads[] = {"cell", "label", "unit", "value", "declared", "subtree"};
    struct out out = csv_new(cx->mem);
    struct report_view view;
    for (size_t i = 0; i < COUNT_OF(heads); i++) csv_cell(&out, heads[i]);
    csv_end_row(&out);
    report_view_make(cx, copy, NULL, &view);
    for (size_t i = 0; i < view.indicator_count; i++) {
        const struct report_indicator *row = &view.indicators[i];
        csv_cell(&out, row->key);
        csv_cell(&out, row->label);
        csv_cell(&out, row->unit);
        csv_cell(&out, row->there ? row->number : "");
        csv_cell(&out, row->declared ? "yes" : "no");
        csv_cell(&out, row->subtree ? "yes" : "no");
        csv_end_row(&out);
    }
    return out_taken(&out);
}
