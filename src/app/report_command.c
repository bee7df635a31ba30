/* report: the figures and the text of an agency's annual report, as the registers have them now, or
 * as of its own day once it is published. Reads only; a serving office does not mind. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/text.h"
#include "organisation/organisation.h"
#include "report/check.h"
#include "report/document.h"
#include "report/pages.h"
#include "report/views.h"
#include "web/asset.h"
#include "web/data.h"

struct order {
    const char *data, *agency, *name, *scope, *format, *cell; /* name: of the agency */
    int64_t year;
    struct installation at;
    struct annual_report report;
    struct report_values values;
};

static const struct option options[] = {
    {"agency",           required_argument, NULL, 'a'},
    {"year",              required_argument, NULL, 'y'},
    {"format",                  required_argument, NULL, 'f'},
    {"cell",required_argument, NULL, 'c'},
    {"scope",               required_argument, NULL, 's'},
    {0          }
};

/* What is published goes before what is being written. */
static const struct sql of_year = {
    "report.of_year", "SELECT id, edition, state = 'released' FROM annual_report WHERE agency = $1"
                      " AND year = $2 AND scope = $3 ORDER BY state = 'released' DESC,"
                      " edition DESC LIMIT 1"};

static enum status find_report(struct context *cx, struct order *order, bool *ret_published)
{
    struct rows *rows;
    const char *id = "";
    int64_t edition = 0;
    TRY(store_query(cx, &of_year, BIND(order->agency, order->year, order->scope), &rows));
    if (rows_next(rows)) {
        id = rows_text(rows, 0);
        edition = rows_int(rows, 1);
        *ret_published = rows_int(rows, 2) != 0;
    }
    TRY(rows_end(rows));
    if (*id) return record_fetch(cx, &annual_report_kind, id, edition, &order->report);
    record_init(&annual_report_kind, &order->report);
    order->report.base.agency = order->agency;
    order->report.year = order->year;
    order->report.form = form_for_year((int)order->year)->id;
    order->report.scope = order->scope;
    return OK;
}

/* Counted once, whatever the register holds: a draft's words follow from the same figures. */
static enum status count(struct context *cx, struct order *order)
{
    struct agency agency;
    bool published = false;
    if (agency_by_code(cx, order->agency, &agency) != OK)
        return issue(cx, "--agency", "user.agency", order->agency);
    if (!text_equal(order->scope, "own") && !text_equal(order->scope, "aggregate"))
        return issue(cx, "--scope", "report.unknown_scope", order->scope);
    order->name = agency.name;
    if (order->year < 0 || order->year > 9999 || !form_for_year((int)order->year))
        return issue(cx, "--year", "report.no_form", "");
    TRY(find_report(cx, order, &published));
    struct annual_report *report = &order->report;
    if (!published || !date_is_set(report->as_of)) report->as_of = cx->today;
    order->values = report_asked(report, report->as_of);
    if (order->cell && !form_cell(order->values.form, order->cell))
        return issue(cx, "--cell", "report.unknown_cell", order->cell);
    TRY(report_count(cx, &order->values));
    report->figures = report_figures_write(cx->mem, &order->values);
    if (order->cell) return report_list(cx, &order->values);
    if (text_empty(report->base.id)) TRY(report_text_of_figures(cx, report));
    return report_warnings(cx, &order->values, &report->warnings);
}

/* ---- the formats ------------------------------------------------------------------------------
 */

static void put_parts(struct json *json, const struct order *order, const struct report_copy *copy)
{
    json_key(json, "parts");
    json_open(json, '[');
    for (size_t i = 0; i < REPORT_PARTS; i++) {
        json_open(json, '{');
        json_put_text(json, "title", order->values.form->titles_zh[i]);
        json_put_text(json, "text",
                      report_text_filled(json->out.mem, copy->parts[i], copy->figures));
        json_close(json, '}');
    }
    json_close(json, ']');
}

/* Hundredths, rounded half up: C30 compares 1723 items with 798 entries, 2.16. */
static const char *items_per_entry(struct context *cx, const struct order *order)
{
    const struct cell_value *released = report_value(&order->values, "items_released");
    const struct cell_value *listed = report_value(&order->values, "catalogue_entries");
    if (!released || !listed || !listed->value) return NULL;
    int64_t items = released->value, entries = listed->value;
    int64_t hundredths = (items * 200 + entries) / (entries * 2);
    return arena_format(cx->mem, "%lld.%02lld", (long long)(hundredths / 100),
                        (long long)(hundredths % 100));
}

static void put_figures(struct json *json, const struct order *order)
{
    json_key(json, "figures");
    json_open(json, '{');
    for (size_t i = 0; i < order->values.form->cell_count; i++) {
        const struct cell_value *value = &order->values.cells[i];
        if (value->cell->money)
            json_put_text(json, value->cell->key,
                          report_number(json->out.mem, value->cell, value->value));
        else
            json_put_int(json, value->cell->key, value->value);
    }
    json_close(json, '}');
}

/* What holds the report up, and what only warns. */
static enum status put_findings(struct context *cx, struct json *json, const struct order *order,
                                const struct report_copy *copy)
{
    struct report_break *broken;
    TRY(report_checks(cx, &order->values, &order->report, &broken));
    json_key(json, "errors");
    json_open(json, '[');
    for (; broken; broken = broken->next)
        if (!broken->warns) json_text(json, broken->text[cx->language]);
    json_close(json, ']');
    json_key(json, "not_declared");
    json_open(json, '[');
    for (size_t i = 0; i < order->values.form->cell_count; i++)
        if (!order->values.cells[i].known) json_text(json, order->values.cells[i].cell->key);
    json_close(json, ']');
    json_key(json, "warnings");
    json_open(json, '[');
    if (*copy->warnings) json_text(json, report_warning(cx, copy->warnings));
    json_close(json, ']');
    return OK;
}

static enum status write_json(struct context *cx, const struct order *order,
                              const struct report_copy *copy)
{
    struct json json = json_new(cx->mem, false);
    const char *average = items_per_entry(cx, order);
    json_open(&json, '{');
    json_put_text(&json, "form", order->values.form->id);
    json_put_text(&json, "agency", order->agency);
    json_put_int(&json, "year", order->year);
    json_put_text(&json, "title", copy->title);
    json_put_text(&json, "as_of", date_iso(cx->mem, copy->as_of));
    json_put_text(&json, "due", date_iso(cx->mem, report_due(order->values.form, copy->year)));
    put_figures(&json, order);
    report_put_tables(&json, &order->values);
    if (average) json_put_text(&json, "average_items_per_catalogue_entry", average);
    put_parts(&json, order, copy);
    TRY(put_findings(cx, &json, order, copy));
    json_close(&json, '}');
    puts(json.out.text);
    return OK;
}

static enum status write_csv(struct context *cx, const struct order *order,
                             const struct report_copy *copy)
{
    struct bytes csv = report_csv(cx, copy);
    fwrite(csv.data, 1, csv.size, stdout);
    return OK;
}

static enum status write_pdf(struct context *cx, const struct order *order,
                             const struct report_copy *copy)
{
    struct bytes pdf;
    TRY(report_pdf(cx, copy, order->name, &pdf));
    fwrite(pdf.data, 1, pdf.size, stdout);
    return OK;
}

static enum status write_xlsx(struct context *cx, const struct order *order,
                              const struct report_copy *copy)
{
    struct bytes xlsx;
    TRY(report_workbook(cx, copy, order->name, &xlsx));
    fwrite(xlsx.data, 1, xlsx.size, stdout);
    return OK;
}

static enum status write_html(struct context *cx, const struct order *order,
                              const struct report_copy *copy)
{
    const struct theme theme = {
        .name = {order->at.name[CHINESE], order->at.name[ENGLISH]}
    };
    struct page page = page_new(cx, &theme);
    struct report_view view;
    report_view_make(cx, copy, NULL, &view);
    view_report_print(&page, &view);
    /* A file of its own carries its style: it has no server to fetch it from. */
    const char *body = strstr(page.out.text, "</head>");
    struct bytes style = asset_style_sheet();
    fwrite(page.out.text, 1, (size_t)(body - page.out.text), stdout);
    printf("<style>\n%.*s</style>\n%s", (int)style.size, (const char *)style.data, body);
    return OK;
}

/* Items and applications are cited by agency and number; of an aggregate the ids say more. */
static bool is_numbered(const struct order *order, const struct cell_row *row)
{
    const struct kind *kind = kind_by_name(row->kind);
    bool application = text_equal(row->kind, "case_line") || text_equal(row->kind, "application");
    if (order->values.aggregate || text_empty(row->number)) return false;
    return application || (kind && (kind->flags & ITEM));
}

/* One line for each that was counted. A declared figure has no records behind it, but the one that
 * declares it. */
static enum status write_cell(struct context *cx, const struct order *order,
                              const struct report_copy *copy)
{
    const struct cell_value *value = report_value(&order->values, order->cell);
    for (const struct cell_row *row = value->rows; row && !value->cell->declared; row = row->next)
        if (is_numbered(order, row))
            printf("%s/%s\n", order->agency, row->number);
        else
            puts(row->record);
    for (int64_t i = 1; value->cell->declared && value->rows && i <= value->value; i++)
        printf("%s/%lld\n", value->rows->record, (long long)i);
    return OK;
}

static const struct {
    const char *word;
    enum status (*write)(struct context *, const struct order *, const struct report_copy *);
} formats[] = {
    {"json", write_json},
    {"html", write_html},
    {"csv",  write_csv },
    {"pdf",  write_pdf },
    {"xlsx", write_xlsx},
};

static enum status run(struct context *cx, struct order *order)
{
    TRY(command_open(cx, order->data, STORE_DURABLE, &order->at));
    TRY(count(cx, order));
    struct report_copy copy = REPORT_COPY(&order->report);
    if (order->cell) return write_cell(cx, order, &copy);
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (text_equal(formats[i].word, order->format)) return formats[i].write(cx, order, &copy);
    return issue(cx, "--format", "report.unknown_format", order->format);
}

int command_report(struct context *cx, int argc, char **argv)
{
    struct order *order = arena_make(cx->mem, struct order);
    const char *year = "";
    order->format = "json";
    order->scope = "own";
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'a':
            order->agency = optarg;
            break;
        case 'y':
            year = optarg;
            break;
        case 'f':
            order->format = optarg;
            break;
        case 'c':
            order->cell = optarg;
            break;
        case 's':
            order->scope = optarg;
            break;
        default:
            return command_usage(cx, "report");
        }
    }
    if (argc - optind != 1 || !order->agency || !*year) return command_usage(cx, "report");
    order->data = argv[optind];
    if (!text_to_int(year, &order->year)) order->year = -1;
    return command_failed(cx, run(cx, order));
}
