#include "oversight/scores.h"

#include "base/text.h"
#include "oversight/private.h"
#include "oversight/views.h"
#include "web/message.h"

enum { SCORES_MAX = 60 };

const char *counted_href(struct context *cx, const char *kind, const char *record)
{
    bool file = text_equal(kind, "application") && !access_may(cx->actor, READ_STAFF, NULL);
    if (file) return arena_format(cx->mem, "/oversight/applications/%s", record);
    return arena_format(cx->mem, "/records/%s/%s", kind, record);
}

/* ---- the ranking on the assessment's page -----------------------------------------------------
 */

static enum status fill_ranking(struct context *cx, const struct assessment *a,
                                struct ranking_view *view)
{
    size_t count = 0;
    struct result_line *lines = results_read(cx->mem, a->results);
    for (const struct result_line *l = lines; l; l = l->next) count++;
    ranking_begin(cx, a->indicators, count, view);
    for (const struct result_line *l = lines; l; l = l->next) {
        struct assessment_score score;
        TRY(record_fetch(cx, &assessment_score_kind, l->score, 0, &score));
        struct ranking_row row = {.name = l->name,
                                  .href = arena_format(cx->mem, "/oversight/scores/%s", l->score),
                                  .total = score_write(cx->mem, l->total),
                                  .place = l->place};
        ranking_add(cx, view, a->indicators, score.points, &row);
    }
    return OK;
}

void assessment_panel(struct page *pg, const struct record *rec)
{
    struct ranking_view view;
    if (fill_ranking(pg->cx, AS_CONST(assessment, rec), &view) == OK)
        view_oversight_ranking_panel(pg, &view);
}

/* ---- one score --------------------------------------------------------------------------------
 */

static const struct sql code_of = {"scores.code",
                                   "SELECT code FROM agency WHERE id = $1 AND newest = 1"};

/* The assessed agency reads its own once objections are open. */
static bool may_see(struct context *cx, const struct assessment_score *score,
                    const struct assessment *assessment)
{
    const char *code;
    if (record_may_read(cx, &score->base)) return true;
    if (store_text(cx, &code_of, BIND(score->about), &code) != OK) return false;
    bool shown = date_is_set(assessment->objections_until);
    return shown && access_may(cx->actor, READ_STAFF, code);
}

static const char *href_of(void *with, const struct score_row *row)
{
    return counted_href(with, row->kind, row->record);
}

static enum status show_score(struct context *cx, const struct web *web, struct response *response)
{
    struct assessment_score score;
    struct assessment assessment;
    struct score_view view;
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_fetch(cx, &assessment_score_kind, web_path(web, "id"), 0, &score));
    TRY(record_fetch(cx, &assessment_kind, score.assessment, 0, &assessment));
    if (!may_see(cx, &score, &assessment)) return NOT_FOUND;
    struct score_source source = {.title = score.title,
                                  .indicators = assessment.indicators,
                                  .points = score.points,
                                  .rows = score.rows,
                                  .total = score.total,
                                  .place = score.place,
                                  .href = href_of,
                                  .with = cx};
    TRY(score_view_make(cx, &source, &view));
    struct page page = desk_page(web, NULL);
    view_oversight_score_page(&page, &view);
    return web_show(response, &page);
}

/* ---- an agency's own --------------------------------------------------------------------------
 */

static const struct sql own = {
    "scores.own",
    "SELECT s.id, s.title, s.total, s.place, s.year, a.objections_until, a.state = 'objections'"
    " FROM assessment_score s JOIN assessment a ON a.id = s.assessment AND a.newest = 1"
    " JOIN agency g ON g.id = s.about AND g.newest = 1 WHERE g.code = $1 AND s.newest = 1"
    " AND a.objections_until IS NOT NULL AND a.state NOT IN ('withdrawn', 'given-up')"
    " ORDER BY s.year DESC, s.id LIMIT 60"};

static enum status show_own(struct context *cx, const struct web *web, struct response *response)
{
    struct own_scores view = {.rows = arena_array(cx->mem, struct own_score, SCORES_MAX)};
    struct rows *rows;
    TRY(store_query(cx, &own, BIND(desk_agency(cx, READ_STAFF)), &rows));
    while (view.count < SCORES_MAX && rows_next(rows)) {
        struct own_score *row = &view.rows[view.count++];
        row->href = arena_format(cx->mem, "/oversight/scores/%s", rows_text(rows, 0));
        row->title = rows_text(rows, 1);
        row->total = score_write(cx->mem, rows_int(rows, 2));
        row->place = rows_int(rows, 3);
        row->year = rows_int(rows, 4);
        row->until = rows_date(rows, 5);
        row->open = rows_int(rows, 6) && row->until.day >= cx->today.day;
    }
    TRY(rows_end(rows));
    struct page page = desk_page(web, NULL);
    view_oversight_scores(&page, &view);
    return web_show(response, &page);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET, "/oversight/scores",      READ_STAFF, show_own,   NULL},
    {HTTP_GET, "/oversight/scores/{id}", SIGNED_IN,  show_score, NULL},
};
/* clang-format on */

const struct routes score_routes = ROUTES(rows);
