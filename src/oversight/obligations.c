/* The office's page of obligations: an agency's own, and those of the agencies below. */
#include "oversight/obligations.h"
#include "base/text.h"
#include "desk/desk.h"
#include "organisation/organisation.h"
#include "oversight/lapses.h"
#include "oversight/office.h"
#include "oversight/private.h"
#include "oversight/views.h"
#include "web/message.h"

/* Contents of what stays inside are for the agency itself; a superior has the kind and the day. */
static void keep_inside(struct measured *row)
{
    for (; row; row = row->next) {
        const struct kind *kind = kind_by_name(row->kind);
        if (kind && (kind->flags & INTERNAL) && !(kind->flags & OVERSEEN)) row->label = "";
    }
}

static enum status take(const struct obligation_source *source, enum obligation which,
                        struct date on, struct measured **ret_first)
{
    struct context *cx = source->cx;
    struct period of = {source->agency, date_of(2008, 1, 1), on, on};
    size_t count;
    const struct measure *measure = measure_by_name(obligation_names[which]);
    TRY(measure_take(cx, measure, &of, ret_first, &count));
    if (!access_may(cx->actor, READ_STAFF, source->agency)) keep_inside(*ret_first);
    return OK;
}

static const char *href(const struct obligation_source *source, const struct measured *row)
{
    struct context *cx = source->cx;
    const struct kind *kind = kind_by_name(row->kind);
    if (!access_may(cx->actor, READ_STAFF, source->agency)) return lapse_row_href(cx, row);
    bool shown = kind && kind->workflow->move_count && !(kind->flags & OFF_DESK);
    return shown ? arena_format(cx->mem, "/records/%s/%s", row->kind, row->record) : NULL;
}

static struct obligation_source source_of(struct context *cx, const char *agency)
{
    return (struct obligation_source){.cx = cx,
                                      .agency = agency,
                                      .on = cx->today,
                                      .count = OBLIGATION_COUNT,
                                      .take = take,
                                      .href = href};
}

/* Nothing is late yet: somebody has to decide whether the rule goes on. */
static enum status fill_expiring(struct context *cx, const struct obligation_source *source,
                                 struct obligations_view *view)
{
    struct period of = {source->agency, date_of(2008, 1, 1), source->on, source->on};
    struct measured *row;
    size_t count;
    TRY(measure_take(cx, measure_by_name("expiring-rules"), &of, &row, &count));
    view->expiring = arena_array(cx->mem, struct measured_row, count + 1);
    for (; row; row = row->next)
        view->expiring[view->expiring_count++] =
            (struct measured_row){row->label, row->number, href(source, row), row->on};
    return OK;
}

static enum status fill_agency(struct context *cx, const char *code, struct obligations_view *view)
{
    struct agency agency;
    struct obligation_source source = source_of(cx, code);
    TRY(agency_by_code(cx, code, &agency));
    view->agency = agency.name;
    view->agency_code = code;
    TRY(fill_expiring(cx, &source, view));
    return obligation_show(&source, view);
}

static enum status fill_below(struct context *cx, const struct overseen_codes *codes,
                              struct obligations_view *view)
{
    view->lines = arena_array(cx->mem, struct obligation_line_view, codes->count + 1);
    for (size_t i = 0; i < codes->count; i++) {
        struct obligation_line_view *line = &view->lines[view->line_count++];
        struct obligation_source source = source_of(cx, codes->at[i]);
        struct agency agency;
        TRY(agency_by_code(cx, codes->at[i], &agency));
        line->agency = agency.name;
        line->href = arena_format(cx->mem, "/obligations/%s", codes->at[i]);
        TRY(obligation_count(&source, line));
        for (size_t n = 0; n < OBLIGATION_COUNT; n++)
            line->hrefs[n] = arena_format(cx->mem, "%s#%s", line->href, obligation_names[n]);
    }
    return OK;
}

static enum status show(const struct web *web, struct response *response,
                        struct obligations_view *view)
{
    struct context *cx = web->cx;
    view->on = cx->today;
    for (size_t i = 0; i < OBLIGATION_COUNT; i++)
        view->labels[i] =
            message_text(cx->language, arena_format(cx->mem, "obligation.%s", obligation_names[i]));
    struct page page = desk_page(web, NULL);
    view_oversight_obligations(&page, view);
    return web_show(response, &page);
}

static enum status show_own(struct context *cx, const struct web *web, struct response *response)
{
    struct obligations_view view = {0};
    const char *own = desk_agency(cx, READ_STAFF);
    bool supervises = access_may(cx->actor, SUPERVISE, NULL);
    if (text_empty(own) && !supervises) return NOT_FOUND;
    if (supervises) TRY(fill_below(cx, oversight_codes(cx), &view));
    if (!text_empty(own)) TRY(fill_agency(cx, own, &view));
    return show(web, response, &view);
}

static enum status show_one(struct context *cx, const struct web *web, struct response *response)
{
    struct obligations_view view = {0};
    const char *code = web_path(web, "agency");
    bool may = access_may(cx->actor, READ_STAFF, code) || access_may(cx->actor, READ_STATES, code);
    if (!may) return NOT_FOUND;
    TRY(fill_agency(cx, code, &view));
    return show(web, response, &view);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET, "/obligations",          SIGNED_IN, show_own, NULL},
    {HTTP_GET, "/obligations/{agency}", SIGNED_IN, show_one, NULL},
};
/* clang-format on */

const struct routes obligation_routes = ROUTES(rows);
