#include "report/portal.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "report/cells.h"
#include "report/document.h"
#include "report/views.h"
#include "web/data.h"
#include "web/message.h"

enum { CELLS_MAX = 64 << 20, PAGE_ROWS = 50 };

static const struct sql of_year = {
    "report.public",
    "SELECT r.id FROM portal_record r JOIN public_annual_report k ON k.number = r.number"
    " WHERE r.kind = 'annual_report' AND r.agency = $1 AND r.standing = '' AND k.year = $2"
    " AND k.scope = $3 LIMIT 1"};
static const struct sql now_stands = {
    "report.now_stands",
    "SELECT standing, last_index, first_index FROM portal_record WHERE id = $1"};

/* The report of an address, and everything its pages need. */
struct asked {
    struct public_record *about;
    const struct annual_report_public *report;
    const struct record_file *cells, *pdf, *workbook; /* NULL: not there, or gone */
    struct report_copy copy;
    struct report_view view;
};

static enum status id_of(struct context *cx, const struct web *web, bool aggregate,
                         const char **ret_id)
{
    int64_t year;
    if (!text_to_int(web_path(web, "year"), &year)) return NOT_FOUND;
    return store_text(cx, &of_year,
                      BIND(web_path(web, "agency"), year, aggregate ? "aggregate" : "own"), ret_id);
}

static bool asks_aggregate(const struct web *web)
{
    return strstr(web->pattern, "/aggregate") != NULL;
}

static enum status find(struct portal *portal, const struct web *web, struct asked *ret)
{
    struct context *cx = portal->cx;
    const char *id;
    struct record_file *files;
    TRY(id_of(cx, web, asks_aggregate(web), &id));
    TRY(public_by_id(portal, id, &ret->about));
    TRY(public_load(portal, ret->about, (void **)(uintptr_t)&ret->report));
    TRY(public_files(portal, ret->about->number, &files));
    for (; files; files = files->next) {
        if (text_equal(files->name, REPORT_CELLS_FILE)) ret->cells = files;
        if (text_equal(files->name, REPORT_PDF_FILE)) ret->pdf = files;
        if (text_equal(files->name, REPORT_WORKBOOK_FILE)) ret->workbook = files;
    }
    ret->copy = REPORT_COPY(ret->report);
    ret->copy.agency = ret->about->agency;
    report_view_make(cx, &ret->copy, report_address(cx->mem, &ret->copy), &ret->view);
    return OK;
}

static struct page below(const struct web *web, const struct report_view *report)
{
    struct context *cx = web->cx;
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(cx->mem, struct page_link, 4);
    crumbs[0] = (struct page_link){"/", message_text(cx->language, "layout.home"), 0, 0};
    crumbs[1] = (struct page_link){"/reports", message_text(cx->language, "report.all"), 0, 0};
    if (report) crumbs[2] = (struct page_link){report->address, report->title, 0, 0};
    page.crumbs = crumbs;
    return page;
}

static void put_indicators(struct json *json, const struct asked *asked)
{
    json_key(json, "indicators");
    json_open(json, '[');
    for (size_t i = 0; i < asked->view.indicator_count; i++) {
        const struct report_indicator *row = &asked->view.indicators[i];
        json_open(json, '{');
        json_put_text(json, "key", row->key);
        json_put_text(json, "label", row->label);
        json_put_text(json, "unit", row->unit);
        json_put_int(json, "value", row->value);
        json_put_bool(json, "declared", row->declared);
        json_put_bool(json, "subtree", row->subtree);
        json_put_text(json, "rows", row->href);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static enum status show_json(struct context *cx, struct response *response,
                             const struct asked *asked)
{
    struct data_shape shape = data_public(&annual_report_kind);
    struct json json = json_new(cx->mem, false);
    data_open(&json, &shape, &asked->report->base);
    put_indicators(&json, asked);
    struct annual_report stored = {.form = asked->copy.form, .scope = asked->copy.scope};
    stored.base.agency = asked->copy.agency;
    stored.year = asked->copy.year;
    stored.figures = asked->copy.figures;
    struct report_values values = report_stored(cx->mem, &stored);
    report_put_tables(&json, &values);
    json_key(&json, "text");
    json_open(&json, '[');
    for (size_t i = 0; i < REPORT_PARTS; i++)
        json_text(&json, report_text_filled(cx->mem, asked->copy.parts[i], asked->copy.figures));
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}

static const char *file_address(struct context *cx, const struct asked *asked,
                                const struct record_file *file)
{
    return file ? arena_format(cx->mem, "/files/%s/%s", asked->about->id, file->sha256) : NULL;
}

static enum status show_csv(struct context *cx, struct response *response,
                            const struct asked *asked)
{
    const char *name = arena_format(cx->mem, "%s-%d.csv", asked->copy.agency, asked->copy.year);
    return web_show_bytes(response, report_csv(cx, &asked->copy), "text/csv; charset=utf-8", name);
}

/* Beside the agency's own report, the one with the agencies below, and the other way round. */
static enum status find_other(struct context *cx, const struct web *web, const struct asked *asked,
                              struct report_page *page)
{
    const char *id;
    struct report_copy other = asked->copy;
    bool aggregate = asks_aggregate(web);
    enum status status = id_of(cx, web, !aggregate, &id);
    if (status == NOT_FOUND) return OK;
    TRY(status);
    other.scope = aggregate ? "own" : "aggregate";
    page->other = report_address(cx->mem, &other);
    const struct word *scope = &report_scopes[aggregate ? 0 : 1];
    page->other_scope = cx->language == CHINESE ? scope->zh : scope->en;
    return OK;
}

static enum status show_report(struct portal *portal, const struct web *web,
                               struct response *response)
{
    struct context *cx = portal->cx;
    struct asked asked = {0};
    TRY(find(portal, web, &asked));
    if (web->format == FORMAT_JSON) return show_json(cx, response, &asked);
    if (web->format == FORMAT_CSV) return show_csv(cx, response, &asked);
    struct report_page report = {
        .view = &asked.view,
        .agency_name = public_agency_name(portal, asked.about->agency),
        .json = arena_format(cx->mem, "%s.json", asked.view.address),
        .csv = arena_format(cx->mem, "%s.csv", asked.view.address),
        .rows = file_address(cx, &asked, asked.cells),
        .pdf = asked.pdf ? arena_format(cx->mem, "%s.pdf", asked.view.address) : NULL,
        .workbook = asked.workbook ? arena_format(cx->mem, "%s.xlsx", asked.view.address) : NULL,
        .proof = arena_format(cx->mem, "/records/%s.tlog-proof", asked.about->id),
        .released_on = asked.about->released_on,
        .edition = asked.about->edition};
    TRY(find_other(cx, web, &asked, &report));
    struct page page = below(web, NULL);
    view_report_public(&page, &report);
    return web_show(response, &page);
}

/* As it was released: made by the office, and part of what the ledger binds. */
static enum status go_to_file(struct portal *portal, const struct web *web,
                              struct response *response, bool workbook)
{
    struct asked asked = {0};
    TRY(find(portal, web, &asked));
    const char *to = file_address(portal->cx, &asked, workbook ? asked.workbook : asked.pdf);
    return to ? web_see_other(response, to) : NOT_FOUND;
}
static enum status show_pdf(struct portal *portal, const struct web *web, struct response *response)
{
    return go_to_file(portal, web, response, false);
}
static enum status show_workbook(struct portal *portal, const struct web *web,
                                 struct response *response)
{
    return go_to_file(portal, web, response, true);
}

/* Lists and search know a report by its id. */
static enum status find_by_id(struct portal *portal, const struct web *web,
                              struct response *response)
{
    void *report;
    struct public_record *about;
    TRY(public_by_id(portal, web_path(web, "id"), &about));
    TRY(public_get(portal, &annual_report_kind, about->id, &report));
    struct report_copy copy = REPORT_COPY((const struct annual_report_public *)report);
    copy.agency = about->agency;
    return web_see_other(response, report_address(portal->cx->mem, &copy));
}

/* ---- what a figure counted ---- */

static enum status read_rows(struct portal *portal, const struct asked *asked, const char *key,
                             struct cell_row **ret_rows, size_t *ret_count)
{
    struct context *cx = portal->cx;
    struct bytes csv;
    if (!asked->cells) return NOT_FOUND;
    const char *sha256 = asked->cells->sha256;
    TRY(file_read(cx,
                  arena_format(cx->mem, "%s/file/%.2s/%s", portal->site->ledger, sha256, sha256),
                  CELLS_MAX, &csv));
    return report_cells_read(cx, csv, key, ret_rows, ret_count);
}

/* What became of a record since the report was released. */
static enum status changed_since(struct portal *portal, const struct asked *asked,
                                 const struct cell_row *row, const char **ret_change,
                                 bool *ret_gone)
{
    struct rows *rows;
    *ret_change = "";
    *ret_gone = false;
    TRY(store_query(portal->cx, &now_stands, BIND(row->record), &rows));
    if (rows_next(rows)) {
        *ret_gone = *rows_text(rows, 0) != '\0';
        bool later = rows_int(rows, 1) > asked->about->last_index;
        enum language language = portal->cx->language;
        if (*ret_gone)
            *ret_change = message_text(language, "report.since_gone");
        else if (later)
            *ret_change = message_text(language, "report.since_corrected");
    }
    return rows_end(rows);
}

static enum status count_changed(struct portal *portal, const struct asked *asked,
                                 const struct cell_row *rows, size_t *ret_count)
{
    for (*ret_count = 0; rows; rows = rows->next) {
        const char *change;
        bool gone;
        TRY(changed_since(portal, asked, rows, &change, &gone));
        *ret_count += *change != '\0';
    }
    return OK;
}

/* Its number as people cite it: code/number for items; a word of the kind by its label. */
static enum status counted(struct portal *portal, const struct asked *asked,
                           const struct cell_row *row, struct report_counted *ret)
{
    struct public_record *now;
    *ret = (struct report_counted){
        .label = row->label, .number = report_row_number(portal->cx, row), .on = row->on};
    TRY(changed_since(portal, asked, row, &ret->changed, &ret->gone));
    enum status status = public_by_id(portal, row->record, &now);
    if (status == NOT_FOUND) return OK;
    TRY(status);
    bool own_page = *now->item_number || !ret->gone;
    if (own_page) ret->href = public_address(portal->cx->mem, now);
    if (*now->item_number)
        ret->number = arena_format(portal->cx->mem, "%s/%s", now->agency, now->item_number);
    if (ret->gone) ret->label = now->title; /* "" where the tombstone hides it */
    if (text_empty(ret->label))
        ret->label = message_text(portal->cx->language, "report.gone_title");
    return OK;
}

static enum status fill_page(struct portal *portal, const struct asked *asked,
                             const struct cell_row *rows, struct cell_page *page)
{
    struct report_counted *made = arena_array(portal->cx->mem, struct report_counted, PAGE_ROWS);
    for (size_t i = 1; i < page->first && rows; i++) rows = rows->next;
    for (; rows && page->count < PAGE_ROWS; rows = rows->next)
        TRY(counted(portal, asked, rows, &made[page->count++]));
    page->rows = made;
    return OK;
}

static enum status cell_json(struct context *cx, struct response *response,
                             const struct cell_page *page)
{
    struct json json = json_new(cx->mem, false);
    json_open(&json, '{');
    json_put_text(&json, "cell", page->indicator->key);
    json_put_int(&json, "value", page->indicator->value);
    json_put_text(&json, "as_of", date_iso(cx->mem, page->view->as_of));
    json_put_int(&json, "total", page->total);
    json_put_int(&json, "changed", (int64_t)page->changed);
    json_key(&json, "rows");
    json_open(&json, '[');
    for (size_t i = 0; i < page->count; i++) {
        json_open(&json, '{');
        json_put_text(&json, "number", page->rows[i].number);
        json_put_text(&json, "label", page->rows[i].label);
        json_put_text(&json, "date", date_iso(cx->mem, page->rows[i].on));
        if (page->rows[i].href) json_put_text(&json, "address", page->rows[i].href);
        if (*page->rows[i].changed) json_put_text(&json, "changed", page->rows[i].changed);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    if (page->next) json_put_text(&json, "next", page->next);
    json_close(&json, '}');
    return web_show_json(response, &json);
}

static const struct report_indicator *indicator_of(const struct report_view *view, const char *key)
{
    for (size_t i = 0; i < view->indicator_count; i++)
        if (text_equal(view->indicators[i].key, key)) return &view->indicators[i];
    return NULL;
}

/* The portal's own list of the same items, whose total is the figure. */
static const char *same_list(struct context *cx, const struct asked *asked, const char *key)
{
    if (!text_equal(key, "items_released")) return NULL;
    return arena_format(cx->mem, "/disclosures?agency=%s&year=%d", asked->copy.agency,
                        asked->copy.year);
}

static enum status show_cell(struct portal *portal, const struct web *web,
                             struct response *response)
{
    struct context *cx = portal->cx;
    struct asked asked = {0};
    struct cell_row *rows;
    size_t total;
    int64_t after;
    const char *key = web_path(web, "key");
    TRY(find(portal, web, &asked));
    TRY(web_int(cx, web, "after", &after));
    struct cell_page page = {.view = &asked.view, .indicator = indicator_of(&asked.view, key)};
    if (!page.indicator) return NOT_FOUND;
    TRY(read_rows(portal, &asked, key, &rows, &total));
    if (after != INT64_MIN && (after < 0 || (after && (size_t)after >= total))) return NOT_FOUND;
    page.first = after > 0 ? (size_t)after + 1 : 1;
    page.total = (int64_t)total;
    page.same = same_list(cx, &asked, key);
    TRY(count_changed(portal, &asked, rows, &page.changed));
    TRY(fill_page(portal, &asked, rows, &page));
    if (page.first - 1 + page.count < total)
        page.next =
            web_address(web, "after", arena_format(cx->mem, "%zu", page.first - 1 + page.count));
    if (web->format == FORMAT_JSON) return cell_json(cx, response, &page);
    struct page pg = below(web, &asked.view);
    view_report_cell(&pg, &page);
    return web_show(response, &pg);
}

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET, "/reports/{id}",                                  EVERYBODY, find_by_id,    NULL,    0},
    {HTTP_GET, "/reports/{agency}/{year}",                       EVERYBODY, show_report,   NULL,    JSON_TWIN | CSV_TWIN},
    {HTTP_GET, "/reports/{agency}/{year}.pdf",                   EVERYBODY, show_pdf,      NULL,    0},
    {HTTP_GET, "/reports/{agency}/{year}.xlsx",                  EVERYBODY, show_workbook, NULL,    0},
    {HTTP_GET, "/reports/{agency}/{year}/cells/{key}",           EVERYBODY, show_cell,     "after", JSON_TWIN},
    {HTTP_GET, "/reports/{agency}/{year}/aggregate",             EVERYBODY, show_report,   NULL,    JSON_TWIN | CSV_TWIN},
    {HTTP_GET, "/reports/{agency}/{year}/aggregate.pdf",         EVERYBODY, show_pdf,      NULL,    0},
    {HTTP_GET, "/reports/{agency}/{year}/aggregate.xlsx",        EVERYBODY, show_workbook, NULL,    0},
    {HTTP_GET, "/reports/{agency}/{year}/aggregate/cells/{key}", EVERYBODY, show_cell,     "after", JSON_TWIN},
};
/* clang-format on */

const struct portal_routes report_portal_routes = ROUTES(rows);
