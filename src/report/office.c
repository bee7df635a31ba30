#include "report/office.h"

#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "organisation/organisation.h"
#include "report/views.h"
#include "web/message.h"

enum { PAGE_ROWS = 200 };

/* ---- beginning one ----------------------------------------------------------------------------
 */

static enum status show_begin(struct context *cx, const struct web *web, struct response *response,
                              const char *year)
{
    const struct issue *found = cx->issues;
    struct report_begin view = {.year = year};
    if (found)
        view.error = message_format(cx->mem, cx->language, found->message, &found->detail, 1);
    struct page page = desk_page(web, &annual_report_kind);
    view_report_begin(&page, &view);
    return web_show(response, &page);
}

/* The year that has ended, unless a link asks for another. */
static enum status ask_begin(struct context *cx, const struct web *web, struct response *response)
{
    int64_t year;
    TRY(web_int(cx, web, "year", &year));
    if (year == INT64_MIN) year = date_civil(cx->today).year - 1;
    while (year > 2008 && year < 10000 && !form_for_year((int)year)) year--;
    return show_begin(cx, web, response, arena_format(cx->mem, "%lld", (long long)year));
}

static enum status begin(struct context *cx, int64_t year, struct annual_report *report)
{
    const struct report_form *form = year > 0 && year < 10000 ? form_for_year((int)year) : NULL;
    if (!form) return issue(cx, "year", "report.no_form", "");
    record_init(&annual_report_kind, report);
    report->base.agency = desk_agency(cx, OFFICER);
    report->year = year;
    report->form = form->id;
    report->scope = "own";
    TRY(report_first_text(cx, report));
    return record_insert(cx, &report->base);
}

static enum status make_begin(struct context *cx, const struct web *web, struct response *response)
{
    struct annual_report report;
    const char *typed;
    int64_t year = 0;
    TRY(web_text(cx, web, "year", 20, &typed));
    enum status status = text_to_int(typed, &year) ? begin(cx, year, &report)
                                                   : issue(cx, "year", "report.bad_year", "");
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/reports/%s", report.base.id));
    if (status != INVALID) return status;
    TRY(show_begin(cx, web, response, typed));
    return status;
}

/* ---- computing and checking -------------------------------------------------------------------
 */

static void add_finding(struct context *cx, struct report_prepare *view,
                        struct report_finding finding)
{
    struct report_finding **last = (struct report_finding **)(uintptr_t)&view->findings;
    while (*last) last = &(*last)->next;
    *last = arena_make(cx->mem, struct report_finding);
    **last = finding;
}

static const struct report_paragraph *cut(struct context *cx, const char *text, const char *figures)
{
    struct report_paragraph *first = NULL, **last = &first;
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n) {
            *last = arena_make(cx->mem, struct report_paragraph);
            (*last)->pieces = report_text(cx->mem, arena_copy_n(cx->mem, text, n), figures);
            last = &(*last)->next;
        }
        text += n + strspn(text + n, "\n");
    }
    return first;
}

static void show_parts(struct context *cx, const struct report_copy *copy,
                       const struct report_form *form, struct report_prepare *view)
{
    for (size_t i = 0; i < REPORT_PARTS; i++) {
        struct report_shown_part *part = &view->parts[i];
        part->id = kind_field(&annual_report_kind, arena_format(cx->mem, "part%zu", i + 1))->name;
        part->title = form->titles_zh[i];
        part->paragraphs = cut(cx, copy->parts[i], copy->figures);
        for (const struct report_paragraph *p = part->paragraphs; p; p = p->next)
            for (const struct report_text_piece *piece = p->pieces; piece; piece = piece->next) {
                if (piece->type != PIECE_TYPED || text_empty(copy->figures)) continue;
                const char *args[] = {part->title, piece->text};
                add_finding(cx, view,
                            (struct report_finding){.text = message_format(cx->mem, cx->language,
                                                                           "report.typed", args, 2),
                                                    .part = part->id});
            }
    }
}

static void show_cells(struct context *cx, const struct annual_report *report,
                       const struct report_values *now, struct report_prepare *view)
{
    bool chinese = cx->language == CHINESE;
    struct report_cell_line *lines =
        arena_array(cx->mem, struct report_cell_line, now->form->cell_count);
    for (size_t i = 0; i < now->form->cell_count; i++) {
        const struct cell *cell = now->cells[i].cell;
        struct report_cell_line *line = &lines[view->cell_count];
        if (cell->table) continue; /* shown in its table */
        *line = (struct report_cell_line){
            .placeholder = arena_format(cx->mem, "{%s}", cell->key),
            .label = chinese ? cell->zh : cell->en,
            .href = arena_format(cx->mem, "%s/cells/%s", view->path, cell->key),
            .now = report_number(cx->mem, cell, now->cells[i].value),
            .known = now->cells[i].known,
            .declared = cell->declared,
            .subtree = cell->subtree};
        line->stored = report_figure_text(cx->mem, report->figures, cell->key);
        line->computed = line->stored != NULL;
        if (cell->declared && !line->known)
            line->declare = arena_format(cx->mem, "/records/declaration/new?year=%lld&cell=%s",
                                         (long long)report->year, cell->key);
        view->cell_count++;
    }
    view->cells = lines;
}

/* The tables as they are stored; before the first computation as the registers have them. */
static void show_tables(struct context *cx, const struct annual_report *report,
                        const struct report_values *now, struct report_prepare *view)
{
    struct report_values stored = report_stored(cx->mem, report);
    struct table_view shown = {
        .values = text_empty(report->figures) ? now : &stored,
        .address = view->path,
        .declare = arena_format(
            cx->mem, "/records/declaration/new?year=%lld&cell=", (long long)report->year)};
    for (size_t i = 0; i < now->form->cell_count; i++) stored.cells[i].known &= now->cells[i].known;
    for (int part = 1; part <= REPORT_PARTS; part++)
        view->parts[part - 1].tables = report_tables(cx, &shown, part);
}

/* What the check would say, before anybody is asked to check. */
static enum status find_obstacles(struct context *cx, const struct annual_report *report,
                                  struct report_prepare *view)
{
    struct issue *kept = cx->issues;
    cx->issues = NULL;
    enum status status = report_confirm(cx, report);
    const struct issue *found = cx->issues;
    cx->issues = kept;
    if (status != OK && status != INVALID) return status;
    for (; found; found = found->next)
        add_finding(
            cx, view,
            (struct report_finding){
                .text = message_format(cx->mem, cx->language, found->message, &found->detail, 1),
                .part = text_starts(found->field, "part") ? found->field : NULL,
                .stop = true});
    return OK;
}

static void find_contradictions(struct context *cx, const struct annual_report *report,
                                struct report_prepare *view)
{
    const struct form_line *line = report_contradiction(cx->mem, report);
    if (line)
        add_finding(cx, view,
                    (struct report_finding){.text = message_text(cx->language, "report.says_none"),
                                            .part = arena_format(cx->mem, "part%d", line->part),
                                            .stop = true});
    if (!text_empty(report->warnings))
        add_finding(cx, view,
                    (struct report_finding){.text = report_warning(cx, report->warnings)});
}

static enum status show(struct context *cx, const struct web *web, struct response *response,
                        struct report_prepare *view)
{
    const struct annual_report *report = view->report;
    const struct record *rec = &report->base;
    const struct report_form *form = form_by_id(report->form);
    if (!form) return NOT_FOUND;
    struct report_copy copy = REPORT_COPY(report);
    struct date as_of = date_is_set(report->as_of) ? report->as_of : cx->today;
    struct report_values now = report_asked(report, as_of);
    unsigned flags = record_state(rec)->flags;
    TRY(report_count(cx, &now));
    view->path = arena_format(cx->mem, "/reports/%s", rec->id);
    view->edit = arena_format(cx->mem, "/records/annual_report/%s", rec->id);
    view->state = state_label(record_state(rec), cx->language);
    view->badge = flags & IS_PUBLIC ? "badge badge-good" : "badge badge-wait";
    view->editable = (flags & EDITABLE) && access_may(cx->actor, OFFICER, rec->agency);
    view->late = (flags & WORKING) && rec->state < REPORT_SUBMITTED &&
                 cx->today.day > report->due_on.day && date_is_set(report->due_on);
    view->scope = field_show(cx, kind_field(rec->kind, "scope"), report);
    if (flags & EDITABLE) TRY(find_obstacles(cx, report, view));
    show_parts(cx, &copy, form, view);
    find_contradictions(cx, report, view);
    show_cells(cx, report, &now, view);
    show_tables(cx, report, &now, view);
    struct page page = desk_page(web, &annual_report_kind);
    view_report_prepare(&page, view);
    return web_show(response, &page);
}

static enum status show_report(struct context *cx, const struct web *web, struct response *response)
{
    struct annual_report report;
    TRY(record_load(cx, &annual_report_kind, web_path(web, "id"), &report));
    struct report_prepare view = {.report = &report, .as_of = ""};
    return show(cx, web, response, &view);
}

static enum status compute(struct context *cx, const struct web *web, struct annual_report *report)
{
    int64_t version;
    TRY(web_int(cx, web, "version", &version));
    if (version != report->base.version) return CONFLICT;
    struct date as_of;
    TRY(web_date(cx, web, "as_of", &as_of));
    struct annual_report copy = *report;
    copy.as_of = as_of;
    TRY(report_compute(cx, desk_setting()->blob, &copy));
    *report = copy;
    return OK;
}

static enum status make_compute(struct context *cx, const struct web *web,
                                struct response *response)
{
    struct annual_report report;
    TRY(record_load(cx, &annual_report_kind, web_path(web, "id"), &report));
    if (!access_may(cx->actor, OFFICER, report.base.agency)) return DENIED;
    response->readable = true;
    enum status status = compute(cx, web, &report);
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/reports/%s", report.base.id));
    if (status != INVALID) return status;
    struct report_prepare view = {.report = &report, .as_of = ""};
    const struct issue *found = cx->issues;
    view.error = message_format(cx->mem, cx->language, found->message, &found->detail, 1);
    enum status typed = web_text(cx, web, "as_of", 20, &view.as_of);
    if (typed != OK) view.as_of = "";
    TRY(show(cx, web, response, &view));
    return status;
}

/* ---- what a figure counts ---------------------------------------------------------------------
 */

static void fill_rows(struct context *cx, const struct cell_row *rows, struct cell_page *page)
{
    struct report_counted *made = arena_array(cx->mem, struct report_counted, PAGE_ROWS);
    for (size_t i = 1; i < page->first && rows; i++) rows = rows->next;
    for (; rows && page->count < PAGE_ROWS; rows = rows->next)
        made[page->count++] = (struct report_counted){
            .href = arena_format(cx->mem, "/records/%s/%s", rows->kind, rows->record),
            .label = rows->label,
            .number = report_row_number(cx, rows),
            .changed = "",
            .on = rows->on};
    page->rows = made;
}

static enum status show_cell(struct context *cx, const struct web *web, struct response *response)
{
    struct annual_report report;
    int64_t after;
    TRY(record_load(cx, &annual_report_kind, web_path(web, "id"), &report));
    TRY(web_int(cx, web, "after", &after));
    const struct report_form *form = form_by_id(report.form);
    if (!form || !form_cell(form, web_path(web, "key"))) return NOT_FOUND;
    struct date as_of = date_is_set(report.as_of) ? report.as_of : cx->today;
    struct report_values now = report_asked(&report, as_of);
    TRY(report_count(cx, &now));
    TRY(report_list(cx, &now));
    report.figures = report_figures_write(cx->mem, &now);
    report.as_of = as_of;
    struct report_copy copy = REPORT_COPY(&report);
    struct report_view view;
    report_view_make(cx, &copy, NULL, &view);
    const struct cell_value *value = report_value(&now, web_path(web, "key"));
    struct cell_page page = {.view = &view,
                             .placeholder = arena_format(cx->mem, "{%s}", value->cell->key),
                             .indicator = &view.indicators[value->cell - form->cells]};
    for (const struct cell_row *row = value->rows; row; row = row->next) page.total++;
    if (after != INT64_MIN && (after < 0 || (after && after >= page.total))) return NOT_FOUND;
    page.first = after > 0 ? (size_t)after + 1 : 1;
    fill_rows(cx, value->rows, &page);
    size_t last = page.first - 1 + page.count;
    if ((int64_t)last < page.total)
        page.next = web_address(web, "after", arena_format(cx->mem, "%zu", last));
    struct page pg = desk_page(web, &annual_report_kind);
    view_report_cell(&pg, &page);
    return web_show(response, &pg);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/reports/prepare",            OFFICER,    ask_begin,    "year"},
    {HTTP_POST, "/reports/prepare",            OFFICER,    make_begin,   "year"},
    {HTTP_GET,  "/reports/{id}",               READ_STAFF, show_report,  NULL},
    {HTTP_POST, "/reports/{id}/compute",       OFFICER,    make_compute, "version as_of"},
    {HTTP_GET,  "/reports/{id}/cells/{key}",   READ_STAFF, show_cell,    "after"},
};
/* clang-format on */

const struct routes report_routes = ROUTES(rows);
