#include "report/supervision.h"

#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "organisation/organisation.h"
#include "report/views.h"
#include "web/message.h"

static const struct sql released_in_year = {"supervision.items",
                                            "SELECT COUNT(*) FROM item WHERE agency = $1"
                                            " AND first_released_on BETWEEN $2 AND $3"};
static const struct sql last_released = {
    "supervision.last", "SELECT MAX(first_released_on) FROM item WHERE agency = $1"};
static const struct sql entries_in_force = {
    "supervision.entries", "SELECT COUNT(*) FROM entry WHERE agency = $1 AND state = 'released'"
                           " AND in_force_on <= $2 AND (ended_on IS NULL OR ended_on >= $2)"};

/* The year that the newest report is about. */
static const struct sql newest_year = {"supervision.newest",
                                       "SELECT COALESCE(MAX(year), 2009) FROM annual_report"};

static enum status count_agency(struct context *cx, int year, struct supervised_row *row)
{
    struct rows *rows;
    TRY(store_int(cx, &entries_in_force, BIND(row->agency, cx->today), &row->entries));
    TRY(store_int(cx, &released_in_year,
                  BIND(row->agency, date_of(year, 1, 1), date_of(year, 12, 31)), &row->items));
    TRY(store_query(cx, &last_released, BIND(row->agency), &rows));
    row->last_released_on = rows_next(rows) ? rows_date(rows, 0) : DATE_NONE;
    TRY(rows_end(rows));
    return lapses_count(cx, row->agency, &row->lapses);
}

/* ---- reports ----------------------------------------------------------------------------------
 */

static bool was_received(const char *state)
{
    return text_equal(state, "submitted") || text_equal(state, "accepted") ||
           text_equal(state, "released");
}

static const char *state_in_words(struct context *cx, const char *word)
{
    const struct workflow *flow = annual_report_kind.workflow;
    for (size_t i = 0; i < flow->state_count; i++)
        if (text_equal(flow->states[i].word, word))
            return state_label(&flow->states[i], cx->language);
    return message_text(cx->language, "supervision.none");
}

static void show_standing(struct context *cx, const struct report_standing *standing,
                          struct supervision_view *view, struct supervised_row *row)
{
    bool received = was_received(standing->state);
    row->state = state_in_words(cx, standing->state);
    row->badge = received ? "badge badge-info" : "badge badge-wait";
    if (text_equal(standing->state, "released")) row->badge = "badge badge-good";
    if (standing->late) {
        row->state = message_format(cx->mem, cx->language, "supervision.late", &row->state, 1);
        row->badge = "badge badge-stop";
        row->missing = lapse_report_href(cx, row->agency, view->number_of_year);
    }
    if (received) row->report = arena_format(cx->mem, "/supervision/reports/%s", standing->report);
    view->received += received;
    view->published += text_equal(standing->state, "released");
    view->missing_late += standing->late;
}

/* ---- the overview -----------------------------------------------------------------------------
 */

static enum status fill(struct context *cx, struct supervision_view *view)
{
    struct report_standing *standing;
    struct supervised_row **last = (struct supervised_row **)(uintptr_t)&view->rows;
    TRY(report_overview(cx, desk_agency(cx, SUPERVISE), view->number_of_year, &standing));
    for (; standing; standing = standing->next) {
        struct supervised_row *row = *last = arena_make(cx->mem, struct supervised_row);
        row->agency = standing->agency;
        row->name = standing->name;
        view->due = standing->due;
        view->agencies++;
        TRY(count_agency(cx, view->number_of_year, row));
        show_standing(cx, standing, view, row);
        view->all.entries += row->entries;
        view->all.items += row->items;
        view->all.lapses.waiting += row->lapses.waiting;
        for (size_t i = 0; i < LAPSE_COUNT; i++) {
            view->all.lapses.count[i] += row->lapses.count[i];
            row->hrefs[i] = lapse_href(cx, row->agency, (enum lapse)i);
        }
        last = &row->next;
    }
    return OK;
}

static enum status overview(struct context *cx, const struct web *web, struct response *response)
{
    struct supervision_view view = {.year = "", .due = DATE_NONE};
    int64_t newest, year;
    TRY(store_int(cx, &newest_year, BIND_NONE, &newest));
    TRY(web_text(cx, web, "year", 10, &view.year));
    bool known = text_to_int(view.year, &year) && year > 0 && year < 10000;
    if (!text_empty(view.year) && (!known || !form_for_year((int)year)))
        view.error = message_text(cx->language, "report.no_form");
    view.number_of_year = (int)(text_empty(view.year) || view.error ? newest : year);
    if (text_empty(view.year)) view.year = arena_format(cx->mem, "%d", view.number_of_year);
    TRY(fill(cx, &view));
    struct page page = desk_page(web, NULL);
    view_report_supervision(&page, &view);
    TRY(web_show(response, &page));
    return view.error ? INVALID : OK;
}

/* ---- a submitted report -----------------------------------------------------------------------
 */

/* What the agency still writes is not there for its superior. */
static enum status read_report(struct context *cx, const struct web *web, struct response *response)
{
    struct annual_report report;
    struct report_view shown;
    struct agency agency;
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_fetch(cx, &annual_report_kind, web_path(web, "id"), 0, &report));
    const struct record *rec = &report.base;
    if (!access_may(cx->actor, SUPERVISE, rec->agency)) return NOT_FOUND;
    if (!was_received(record_state(rec)->word)) return NOT_FOUND;
    TRY(agency_by_code(cx, rec->agency, &agency));
    struct report_copy copy = REPORT_COPY(&report);
    report_view_make(cx, &copy, NULL, &shown);
    struct supervised_report view = {.rec = rec,
                                     .view = &shown,
                                     .agency_name = agency.name,
                                     .state = state_label(record_state(rec), cx->language)};
    const struct move *moves[8];
    size_t n = record_moves(cx, rec, moves, COUNT_OF(moves));
    for (size_t i = 0; i < n; i++) view.decides |= text_equal(moves[i]->verb, "accept");
    struct page page = desk_page(web, NULL);
    struct page_link *crumbs = arena_array(cx->mem, struct page_link, 3);
    crumbs[0] = page.crumbs[0];
    crumbs[1] =
        (struct page_link){"/supervision", message_text(cx->language, "desk.supervision"), 0, 0};
    page.crumbs = crumbs;
    view_report_submitted(&page, &view);
    return web_show(response, &page);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET, "/supervision",              SUPERVISE, overview,    "year"},
    {HTTP_GET, "/supervision/reports/{id}", SUPERVISE, read_report, NULL},
};
/* clang-format on */

const struct routes supervision_routes = ROUTES(rows);
