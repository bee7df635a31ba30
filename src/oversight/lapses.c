#include "oversight/lapses.h"

#include "base/text.h"
#include "desk/desk.h"
#include "organisation/organisation.h"
#include "oversight/private.h"
#include "oversight/scores.h"
#include "oversight/views.h"
#include "web/message.h"

static const char *const cells[] = {[OVERDUE_ITEMS] = "overdue-items",
                                    [OVERDUE_ANSWERS] = "overdue-answers",
                                    [SLEEPING_COLUMNS] = "sleeping-columns",
                                    [OPEN_FINDINGS] = "open-findings",
                                    [OPEN_PROMISES] = "open-promises"};

static struct period until_today(const struct context *cx, const char *agency)
{
    return (struct period){agency, date_of(2008, 1, 1), cx->today, cx->today};
}

enum status lapses_count(struct context *cx, const char *agency, struct lapses *ret)
{
    struct period of = until_today(cx, agency);
    struct measured *rows;
    size_t count;
    TRY(measure_take(cx, measure_by_name("waiting-items"), &of, &rows, &count));
    ret->waiting = (int64_t)count;
    for (size_t i = 0; i < LAPSE_COUNT; i++) {
        TRY(measure_take(cx, measure_by_name(cells[i]), &of, &rows, &count));
        ret->count[i] = (int64_t)count;
    }
    return OK;
}

const char *lapse_href(struct context *cx, const char *agency, enum lapse lapse)
{
    return arena_format(cx->mem, "/oversight/cells/%s/%s", agency, cells[lapse]);
}

static const char MISSING_REPORT[] = "missing-report";

const char *lapse_report_href(struct context *cx, const char *agency, int year)
{
    return arena_format(cx->mem, "/oversight/cells/%s/%s?year=%d", agency, MISSING_REPORT, year);
}

/* The report on a year falls due in the next one. */
static enum status asked_period(struct context *cx, const struct web *web, struct period *ret)
{
    int64_t year;
    *ret = until_today(cx, web_path(web, "agency"));
    TRY(web_int(cx, web, "year", &year));
    if (!text_equal(web_path(web, "measure"), MISSING_REPORT)) return OK;
    if (year < 2008 || year > 2100) return issue(cx, "year", "oversight.bad_year", "");
    ret->from = date_of((int)year + 1, 1, 1);
    ret->to = cx->today;
    return OK;
}

/* What is public is read on the portal; what is overseen here; of all else a supervisor has the
 * number and the day. */
const char *lapse_row_href(struct context *cx, const struct measured *row)
{
    const struct kind *kind = kind_by_name(row->kind);
    const char *portal = desk_setting()->portal;
    if (!kind) return NULL;
    if ((kind->flags & OVERSEEN) || text_equal(row->kind, "application"))
        return counted_href(cx, row->kind, row->record);
    bool is_public = !text_empty(row->label) && !text_empty(portal);
    return is_public ? arena_format(cx->mem, "%s/records/%s", portal, row->record) : NULL;
}

static enum status show_cell(struct context *cx, const struct web *web, struct response *response)
{
    const char *name = web_path(web, "measure"), *code = web_path(web, "agency");
    struct agency agency;
    struct measured *found;
    size_t count, i = 0;
    bool known = text_equal(name, MISSING_REPORT);
    for (size_t c = 0; c < COUNT_OF(cells); c++) known |= text_equal(cells[c], name);
    if (!known || !access_may(cx->actor, READ_STATES, code)) return NOT_FOUND;
    TRY(agency_by_code(cx, code, &agency));
    struct period of;
    TRY(asked_period(cx, web, &of));
    TRY(measure_take(cx, measure_by_name(name), &of, &found, &count));
    struct measured_view view = {
        .title = message_text(cx->language, arena_format(cx->mem, "measure.%s", name)),
        .text = message_text(cx->language, arena_format(cx->mem, "measure.%s.text", name)),
        .agency = agency.name,
        .rows = arena_array(cx->mem, struct measured_row, count + 1),
        .count = count};
    for (; found; found = found->next, i++)
        view.rows[i] = (struct measured_row){
            .label = text_empty(found->label) ? kind_label(kind_by_name(found->kind), cx->language)
                                              : found->label,
            .number = found->number,
            .href = lapse_row_href(cx, found),
            .on = found->on};
    struct page page = desk_page(web, NULL);
    view_oversight_cell(&page, &view);
    return web_show(response, &page);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET, "/oversight/cells/{agency}/{measure}", READ_STATES, show_cell, "year"},
};
/* clang-format on */

const struct routes lapse_routes = ROUTES(rows);
