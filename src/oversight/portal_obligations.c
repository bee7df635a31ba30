/* The public page of obligations: computed by the portal from what is public, as of any day.
 * Each statement is the public half of the measure of the same name (measure.c). Where a briefing
 * is late, the public record is a line that left under a standing order. */
#include "base/text.h"
#include "catalogue/standing_order.h"
#include "organisation/organisation.h"
#include "oversight/obligations.h"
#include "oversight/portal.h"
#include "oversight/views.h"
#include "web/message.h"

/* $1 agency, $2 the day. Columns: kind, record, number, label, on, last said something, interval.
 */
#define LIVE(kind)                                                         \
    " r JOIN portal_record p ON p.number = r.number WHERE p.kind = '" kind \
    "' AND p.standing = '' AND p.agency = $1"
#define HEADS(name)                                                                                \
    {                                                                                              \
        name, "SELECT 'agency_duty', p.id, '', r.title, r.since, (SELECT MAX(i.first_on) FROM "    \
              "portal_record"                                                                      \
              " i WHERE i.item = 1 AND i.standing = '' AND i.agency = $1 AND i.first_on <= $2 AND" \
              " (i.class_seed = r.head OR i.class_a10 = r.head OR i.class_a20 = r.head)),"         \
              " r.interval FROM public_agency_duty" LIVE(                                          \
                  "agency_duty") " AND r.sort = 'head' AND r.since < $2 AND (r.until IS NULL OR "  \
                                 "r.until >= $2)"                                                  \
                                 " ORDER BY r.head, p.id"                                          \
    }
/* clang-format off */
static const struct sql statements[PUBLIC_OBLIGATIONS] = {
    [MISSING_HEADS] = HEADS("public.missing_heads"),
    [STALE_HEADS]   = HEADS("public.stale_heads"),
    [ASLEEP] = {"public.sleeping",
        "SELECT 'entry', p.id, CAST(r.serial AS TEXT), r.title, r.in_force_on, (SELECT MAX(i.first_on)"
        " FROM portal_record i WHERE i.item = 1 AND i.entry = p.id AND i.first_on <= $2),"
        " r.update_interval FROM public_entry" LIVE("entry")
        " AND r.mode = 'proactive' AND r.update_interval NOT IN ('on-event', 'long-term') AND"
        " r.in_force_on <= $2 AND (r.ended_on IS NULL OR r.ended_on >= $2) ORDER BY r.serial"},
    [REPORTS] = {"public.report_duties",
        "SELECT 'agency_duty', p.id, '', r.title, r.since, r.until, '' FROM public_agency_duty" LIVE("agency_duty")
        " AND r.sort = 'report' AND r.since <= $2 ORDER BY r.since, p.id"},
    [BRIEFINGS] = {"public.briefings",
        "SELECT 'obligation_line', p.id, '', r.title, r.due_on, NULL, '' FROM public_obligation_line"
        LIVE("obligation_line") " AND r.due_on < $2 AND (r.done_on IS NULL OR r.done_on >= $2)"
        " ORDER BY r.due_on, p.id"},
    [ANSWERS] = {"public.answers",
        "SELECT 'case_line', p.id, r.title, '', r.due_on, NULL, '' FROM public_case_line"
        LIVE("case_line") " AND r.due_on < $2 AND (r.closed_on IS NULL OR r.closed_on >= $2)"
        " ORDER BY r.due_on, p.id"},
    [PROMISES] = {"public.measures",
        "SELECT 'measure', p.id, CAST(r.serial AS TEXT), r.title, r.due_on, NULL, '' FROM"
        " public_measure" LIVE("measure") " AND r.standing IN ('announced', 'in-force', 'fulfilled')"
        " AND r.due_on < $2 AND (r.fulfilled_on IS NULL OR r.fulfilled_on >= $2)"
        " ORDER BY r.due_on, r.serial"},
};
/* clang-format on */
static const struct sql report_public = {
    "public.report",
    "SELECT COUNT(*) FROM public_annual_report" LIVE(
        "annual_report") " AND r.scope = 'own' AND r.year = $2 AND p.first_on <= $3"};

struct found_row {
    struct measured row;
    struct date last; /* of a duty to report: until */
    const char *interval;
};

static bool counts(enum obligation which, const struct found_row *found, struct date on)
{
    switch (which) {
    case MISSING_HEADS:
        return !date_is_set(found->last);
    case STALE_HEADS:
        return date_is_set(found->last) &&
               column_sleeps(found->interval, found->row.on, found->last, on);
    case ASLEEP:
        return column_sleeps(found->interval, found->row.on, found->last, on);
    default:
        return true;
    }
}

static void add(struct context *cx, struct measured ***last, const struct measured *row)
{
    **last = arena_make(cx->mem, struct measured);
    ***last = *row;
    *last = &(**last)->next;
}

/* Each year that fell due under the duty and is not there. */
static enum status add_years(const struct obligation_source *source, const struct found_row *duty,
                             struct date on, struct measured ***last)
{
    struct portal *portal = source->with;
    struct context *cx = source->cx;
    for (int year = date_civil(duty->row.on).year - 1; year < date_civil(on).year; year++) {
        int64_t there;
        struct date due = obligation_report_due(portal->site->law, year);
        bool asked = date_is_set(due) && due.day >= duty->row.on.day && due.day < on.day &&
                     (!date_is_set(duty->last) || due.day <= duty->last.day);
        if (!asked) continue;
        TRY(store_int(cx, &report_public, BIND(source->agency, year, on), &there));
        struct measured row = duty->row;
        row.number = arena_format(cx->mem, "%d", year);
        row.on = due;
        if (!there) add(cx, last, &row);
    }
    return OK;
}

static enum status take(const struct obligation_source *source, enum obligation which,
                        struct date on, struct measured **ret_first)
{
    enum { ROWS_MAX = 5000 };
    struct context *cx = source->cx;
    struct measured **last = ret_first;
    struct rows *rows;
    size_t n = 0;
    struct found_row *found = arena_array(cx->mem, struct found_row, ROWS_MAX);
    *ret_first = NULL;
    TRY(store_query(cx, &statements[which], BIND(source->agency, on), &rows));
    while (n < ROWS_MAX && rows_next(rows))
        found[n++] = (struct found_row){
            .row = {rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2), rows_text(rows, 3),
                    rows_date(rows, 4), NULL},
            .last = rows_date(rows, 5),
            .interval = rows_text(rows, 6)
        };
    TRY(rows_end(rows));
    for (size_t i = 0; i < n; i++) {
        if (which == REPORTS)
            TRY(add_years(source, &found[i], on, &last));
        else if (counts(which, &found[i], on))
            add(cx, &last, &found[i].row);
    }
    return OK;
}

static const char *href(const struct obligation_source *source, const struct measured *row)
{
    struct portal *portal = source->with;
    struct public_record *record;
    if (public_by_id(portal, row->record, &record) != OK) return NULL;
    return public_address(source->cx->mem, record);
}

static struct obligation_source source_of(struct portal *portal, const char *agency, struct date on)
{
    return (struct obligation_source){.cx = portal->cx,
                                      .agency = agency,
                                      .on = on,
                                      .count = PUBLIC_OBLIGATIONS,
                                      .with = portal,
                                      .take = take,
                                      .href = href};
}

/* ---- pages ----------------------------------------------------------------------------------- */

static enum status read_day(struct portal *portal, const struct web *web, struct date *ret)
{
    TRY(web_date(portal->cx, web, "on", ret));
    if (!date_is_set(*ret)) *ret = portal->cx->today;
    bool future = ret->day > portal->cx->today.day;
    return future ? issue(portal->cx, "on", "oversight.in_the_future", "") : OK;
}

static enum status find_order(struct portal *portal, struct obligations_view *view)
{
    struct public_set orders;
    TRY(public_where(portal, &standing_order_kind, "query", "obligations", &orders));
    if (!orders.count) return OK;
    const struct standing_order_public *order = public_at(&orders, 0);
    view->order = order->title;
    view->order_href = arena_format(portal->cx->mem, "/records/%s", order->base.id);
    return OK;
}

static enum status show(struct portal *portal, const struct web *web, struct response *response,
                        struct obligations_view *view)
{
    struct context *cx = portal->cx;
    for (size_t i = 0; i < PUBLIC_OBLIGATIONS; i++)
        view->labels[i] =
            message_text(cx->language, arena_format(cx->mem, "obligation.%s", obligation_names[i]));
    TRY(find_order(portal, view));
    struct page pg = web_page(web);
    if (view->agency) {
        struct page_link *crumbs = arena_array(cx->mem, struct page_link, 3);
        crumbs[0] = (struct page_link){"/", message_text(cx->language, "layout.home"), 0, 0};
        crumbs[1] = (struct page_link){"/obligations",
                                       message_text(cx->language, "obligation.public.title"), 0, 0};
        pg.crumbs = crumbs;
    }
    view_oversight_portal_obligations(&pg, view);
    return web_show(response, &pg);
}

/* The agency whose site it is, and those directly below it. */
static enum status show_all(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct obligations_view view = {0};
    struct public_set all;
    const char *top = "";
    TRY(read_day(portal, web, &view.on));
    TRY(public_all(portal, &agency_kind, NULL, "k.code", &all));
    view.lines = arena_array(cx->mem, struct obligation_line_view, all.count + 1);
    for (size_t i = 0; i < all.count; i++) {
        const struct agency_public *agency = public_at(&all, i);
        if (text_equal(agency->code, portal->site->agency)) top = agency->base.id;
    }
    for (int below = 0; below < 2; below++)
        for (size_t i = 0; i < all.count; i++) {
            const struct agency_public *agency = public_at(&all, i);
            if (!text_equal(below ? agency->parent : agency->base.id, top) || !*top) continue;
            struct obligation_line_view *line = &view.lines[view.line_count++];
            struct obligation_source source = source_of(portal, agency->code, view.on);
            line->agency = public_agency_name(portal, agency->code);
            line->href = arena_format(cx->mem, "/obligations/%s?on=%s", agency->code,
                                      date_iso(cx->mem, view.on));
            TRY(obligation_count(&source, line));
            for (size_t n = 0; n < PUBLIC_OBLIGATIONS; n++)
                line->hrefs[n] = arena_format(cx->mem, "%s#%s", line->href, obligation_names[n]);
        }
    return show(portal, web, response, &view);
}

static enum status show_one(struct portal *portal, const struct web *web, struct response *response)
{
    struct obligations_view view = {0};
    struct public_set set;
    const char *code = web_path(web, "agency");
    struct date on;
    TRY(read_day(portal, web, &on));
    TRY(public_all(portal, &agency_kind, code, "k.code", &set));
    if (!set.count) return NOT_FOUND;
    struct obligation_source source = source_of(portal, code, on);
    view.agency = public_agency_name(portal, code);
    view.agency_code = code;
    TRY(obligation_show(&source, &view));
    return show(portal, web, response, &view);
}

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET, "/obligations",          EVERYBODY, show_all, "on", 0},
    {HTTP_GET, "/obligations/{agency}", EVERYBODY, show_one, "on", 0},
};
/* clang-format on */

const struct portal_routes obligation_portal_routes = ROUTES(rows);
