#include "oversight/office.h"

#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "oversight/assessment.h"
#include "oversight/private.h"
#include "oversight/views.h"
#include "record/list.h"
#include "web/message.h"

enum { OF_ONE_AGENCY = 100, ROWS_MAX = 400, AGENCIES_MAX = 400 };

static const struct kind *const overseen[] = {
    &inspection_kind, &finding_kind,         &supervision_order_kind, &accountability_case_kind,
    &assessment_kind, &assessment_mark_kind, &objection_kind};

static const char *agency_name(struct context *cx, const char *code)
{
    struct agency agency;
    return agency_by_code(cx, code, &agency) == OK ? agency.name : code;
}

static struct overseen_row row_of(struct context *cx, const struct record *rec)
{
    unsigned flags = record_state(rec)->flags;
    return (struct overseen_row){
        .href = arena_format(cx->mem, "/records/%s/%s", rec->kind->name, rec->id),
        .title = record_title(rec),
        .agency = agency_name(cx, rec->agency),
        .state = state_label(record_state(rec), cx->language),
        .badge = flags & WORKING ? "badge badge-wait" : "badge",
        .due = desk_due(cx, rec)};
}

/* ---- what is kept about the agencies below --------------------------------------------------- */

static void add_code(struct overseen_codes *codes, const char *code)
{
    for (size_t i = 0; i < codes->count; i++)
        if (text_equal(codes->at[i], code)) return;
    if (codes->count < AGENCIES_MAX) codes->at[codes->count++] = code;
}

const struct overseen_codes *oversight_codes(struct context *cx)
{
    struct overseen_codes *codes = arena_make(cx->mem, struct overseen_codes);
    codes->at = arena_array(cx->mem, const char *, AGENCIES_MAX);
    for (size_t g = 0; g < cx->actor->grant_count; g++) {
        const struct grant *grant = &cx->actor->grants[g];
        if (!role_has(grant->role, SUPERVISE)) continue;
        add_code(codes, grant->agency);
        for (size_t i = 0; grant->subtree && grant->subtree[i]; i++)
            add_code(codes, grant->subtree[i]);
    }
    return codes;
}

static enum status fill_group(struct context *cx, const struct kind *kind,
                              const struct overseen_codes *codes, struct overseen_group *group)
{
    *group = (struct overseen_group){.label = kind_label(kind, cx->language),
                                     .new_href =
                                         desk_maker(kind) == SUPERVISE
                                             ? arena_format(cx->mem, "/records/%s/new", kind->name)
                                             : NULL,
                                     .rows = arena_array(cx->mem, struct overseen_row, ROWS_MAX)};
    for (size_t i = 0; i < codes->count; i++) {
        struct list list;
        struct list_query query = {.kind = kind, .agency = codes->at[i], .limit = OF_ONE_AGENCY};
        TRY(record_list(cx, &query, &list));
        for (size_t n = 0; n < list.count && group->count < ROWS_MAX; n++)
            group->rows[group->count++] = row_of(cx, list_at(&list, n));
    }
    return OK;
}

static enum status show_all(struct context *cx, const struct web *web, struct response *response)
{
    const struct overseen_codes *codes = oversight_codes(cx);
    struct overseen_view view = {
        .groups = arena_array(cx->mem, struct overseen_group, COUNT_OF(overseen))};
    for (size_t i = 0; i < COUNT_OF(overseen); i++)
        TRY(fill_group(cx, overseen[i], codes, &view.groups[view.count++]));
    struct page page = desk_page(web, NULL);
    view_oversight_list(&page, &view);
    return web_show(response, &page);
}

/* ---- what belongs to an inspection, to a finding --------------------------------------------- */

static const struct sql findings_of = {
    "oversight.findings", "SELECT id FROM finding WHERE inspection = $1 AND newest = 1 ORDER BY"
                          " agency, rectify_by, id"};
static const struct sql orders_of = {
    "oversight.orders", "SELECT id FROM supervision_order WHERE finding = $1 AND newest = 1"
                        " ORDER BY due_on, id"};

static enum status fill_panel(struct context *cx, const struct kind *kind, const struct sql *sql,
                              const char *of, struct overseen_group *group)
{
    struct rows *rows;
    const char *ids[OF_ONE_AGENCY];
    size_t n = 0;
    TRY(store_query(cx, sql, BIND(of), &rows));
    while (n < OF_ONE_AGENCY && rows_next(rows)) ids[n++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    group->rows = arena_array(cx->mem, struct overseen_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct record *rec = arena_alloc(cx->mem, kind->size);
        TRY(record_fetch(cx, kind, ids[i], 0, rec));
        if (record_may_read(cx, rec)) group->rows[group->count++] = row_of(cx, rec);
    }
    return OK;
}

static void show_panel(struct page *pg, const struct kind *kind, const struct sql *sql,
                       const struct record *rec, const char *new_href)
{
    struct context *cx = pg->cx;
    struct overseen_group group = {.label = kind_label(kind, cx->language)};
    if (fill_panel(cx, kind, sql, rec->id, &group) != OK) return;
    if (access_may(cx->actor, SUPERVISE, rec->agency)) group.new_href = new_href;
    view_oversight_panel(pg, &group);
}

void inspection_panel(struct page *pg, const struct record *rec)
{
    const char *href = arena_format(pg->cx->mem, "/records/finding/new?inspection=%s&about=%s",
                                    rec->id, AS_CONST(inspection, rec)->about);
    show_panel(pg, &finding_kind, &findings_of, rec, href);
}

void finding_panel(struct page *pg, const struct record *rec)
{
    const char *href =
        arena_format(pg->cx->mem, "/records/supervision_order/new?finding=%s&about=%s", rec->id,
                     AS_CONST(finding, rec)->about);
    show_panel(pg, &supervision_order_kind, &orders_of, rec, href);
}

/* ---- an application: personal fields only with a reason -------------------------------------- */

static enum status load_file(struct context *cx, const struct web *web, struct application *ret)
{
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_fetch(cx, &application_kind, web_path(web, "id"), 0, ret));
    return guard_above(cx, &ret->base, &NO_REASON) == OK ? OK : NOT_FOUND;
}

static enum status show_file(struct context *cx, const struct web *web, struct response *response,
                             struct overseen_file *view)
{
    const struct record *rec = &view->application->base;
    view->agency = agency_name(cx, rec->agency);
    view->state = state_label(record_state(rec), cx->language);
    view->issues = cx->issues;
    struct page page = desk_page(web, NULL);
    view_oversight_file(&page, view);
    return web_show(response, &page);
}

static enum status ask_file(struct context *cx, const struct web *web, struct response *response)
{
    struct application application;
    struct overseen_file view = {.application = &application};
    TRY(load_file(cx, web, &application));
    return show_file(cx, web, response, &view);
}

/* Each reading is noted before anything is shown. */
static enum status open_file(struct context *cx, const struct web *web, struct response *response)
{
    struct application application;
    struct overseen_file view = {.application = &application};
    const char *why = "";
    TRY(load_file(cx, web, &application));
    response->readable = true;
    enum status status = web_lines(cx, web, "why", 500, &why);
    if (status == OK) status = record_note_reading(cx, &application.base, why);
    if (status != OK && status != INVALID) return status;
    view.opened = status == OK;
    TRY(show_file(cx, web, response, &view));
    return status;
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/oversight",                   SUPERVISE, show_all,  NULL},
    {HTTP_GET,  "/oversight/applications/{id}", SUPERVISE, ask_file,  NULL},
    {HTTP_POST, "/oversight/applications/{id}", SUPERVISE, open_file, "why"},
};
/* clang-format on */

const struct routes oversight_routes = ROUTES(rows);
