#include "base/text.h"
#include "organisation/organisation.h"
#include "oversight/portal.h"
#include "oversight/views.h"
#include "web/body.h"
#include "web/data.h"
#include "web/message.h"

static struct page below(const struct web *web, const struct assessment_public *of)
{
    struct context *cx = web->cx;
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(cx->mem, struct page_link, 4);
    crumbs[0] = (struct page_link){"/", message_text(cx->language, "layout.home"), 0, 0};
    crumbs[1] =
        (struct page_link){"/assessments", message_text(cx->language, "portal.assessments"), 0, 0};
    if (of)
        crumbs[2] = (struct page_link){
            arena_format(cx->mem, "/assessments/%s/%lld", of->base.agency, (long long)of->year),
            of->title, 0, 0};
    page.crumbs = crumbs;
    return page;
}

static enum status show_all(struct portal *portal, const struct web *web, struct response *response)
{
    struct assessments_page page = {0};
    struct public_set set;
    struct arena *mem = portal->cx->mem;
    TRY(public_all(portal, &assessment_kind, NULL, "k.year DESC, r.agency", &set));
    page.rows.at = arena_array(mem, struct supervision_row, set.count + 1);
    for (size_t i = 0; i < set.count; i++) {
        const struct assessment_public *a = public_at(&set, i);
        page.rows.at[page.rows.count++] = (struct supervision_row){
            .href = arena_format(mem, "/assessments/%s/%lld", a->base.agency, (long long)a->year),
            .title = a->title,
            .language = a->base.language,
            .agency = public_agency_name(portal, a->base.agency),
            .on = a->as_of};
    }
    struct page pg = web_page(web);
    view_oversight_portal_assessments(&pg, &page);
    return web_show(response, &pg);
}

static enum status find(struct portal *portal, const struct web *web,
                        const struct assessment_public **ret)
{
    struct public_set set;
    int64_t year;
    if (!text_to_int(web_path(web, "year"), &year)) return NOT_FOUND;
    TRY(public_all(portal, &assessment_kind, web_path(web, "agency"), "k.year", &set));
    for (size_t i = 0; i < set.count; i++) {
        *ret = public_at(&set, i);
        if ((*ret)->year == year) return OK;
    }
    return NOT_FOUND;
}

/* Points come from the released scores; the order from the released results. */
static enum status fill_ranking(struct portal *portal, const struct assessment_public *a,
                                struct ranking_view *view)
{
    struct context *cx = portal->cx;
    struct public_set scores;
    struct result_line *lines = results_read(cx->mem, a->results);
    TRY(public_where(portal, &assessment_score_kind, "assessment", a->base.id, &scores));
    ranking_begin(cx, a->indicators, scores.count, view);
    for (const struct result_line *l = lines; l; l = l->next)
        for (size_t i = 0; i < scores.count; i++) {
            const struct assessment_score_public *score = public_at(&scores, i);
            if (!text_equal(score->base.id, l->score)) continue;
            struct ranking_row row = {.name = l->name,
                                      .href = arena_format(cx->mem, "/assessments/%s/%lld/%s",
                                                           a->base.agency, (long long)a->year,
                                                           l->agency),
                                      .total = score_write(cx->mem, l->total),
                                      .place = l->place};
            ranking_add(cx, view, a->indicators, score->points, &row);
        }
    return OK;
}

/* The ranking as numbers: place, agency, total, and the points of each indicator. */
static enum status show_json(struct portal *portal, const struct web *web,
                             struct response *response, const struct assessment_page *page)
{
    struct json json = json_new(portal->cx->mem, false);
    json_open(&json, '{');
    json_put_text(&json, "title", page->assessment->title);
    json_put_int(&json, "year", page->assessment->year);
    json_key(&json, "ranking");
    json_open(&json, '[');
    for (size_t i = 0; i < page->ranking.count; i++) {
        const struct ranking_row *row = &page->ranking.rows[i];
        json_open(&json, '{');
        json_put_int(&json, "place", row->place);
        json_put_text(&json, "agency", row->name);
        json_put_text(&json, "total", row->total);
        json_put_text(&json, "score", row->href);
        json_key(&json, "points");
        json_open(&json, '{');
        for (size_t n = 0; n < page->ranking.column_count; n++)
            json_put_text(&json, page->ranking.labels[n], row->points[n]);
        json_close(&json, '}');
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}

static enum status show_csv(struct portal *portal, const struct web *web, struct response *response,
                            const struct assessment_page *page)
{
    struct out out = csv_new(portal->cx->mem);
    enum language language = portal->cx->language;
    csv_cell(&out, message_text(language, "assessment.place"));
    csv_cell(&out, message_text(language, "assessment.agency"));
    for (size_t n = 0; n < page->ranking.column_count; n++) csv_cell(&out, page->ranking.labels[n]);
    csv_cell(&out, message_text(language, "assessment.total"));
    csv_end_row(&out);
    for (size_t i = 0; i < page->ranking.count; i++) {
        const struct ranking_row *row = &page->ranking.rows[i];
        csv_cell(&out, arena_format(portal->cx->mem, "%lld", (long long)row->place));
        csv_cell(&out, row->name);
        for (size_t n = 0; n < page->ranking.column_count; n++) csv_cell(&out, row->points[n]);
        csv_cell(&out, row->total);
        csv_end_row(&out);
    }
    struct bytes bytes = {(const unsigned char *)out.text, out.size};
    return web_show_bytes(response, bytes, "text/csv; charset=utf-8", "ranking.csv");
}

static enum status show_one(struct portal *portal, const struct web *web, struct response *response)
{
    struct assessment_page page = {0};
    TRY(find(portal, web, &page.assessment));
    page.agency = public_agency_name(portal, page.assessment->base.agency);
    page.rewards = body_html(portal->cx->mem, page.assessment->rewards);
    page.remarks = body_html(portal->cx->mem, page.assessment->remarks);
    TRY(fill_ranking(portal, page.assessment, &page.ranking));
    if (web->format == FORMAT_JSON) return show_json(portal, web, response, &page);
    if (web->format == FORMAT_CSV) return show_csv(portal, web, response, &page);
    struct page pg = below(web, NULL);
    view_oversight_portal_assessment(&pg, &page);
    return web_show(response, &pg);
}

/* What the public can open: a record that is or was public. */
static const char *href_of(void *with, const struct score_row *row)
{
    struct portal *portal = with;
    struct public_record *found;
    if (public_by_id(portal, row->record, &found) != OK) return NULL;
    return public_address(portal->cx->mem, found);
}

static enum status show_score(struct portal *portal, const struct web *web,
                              struct response *response)
{
    const struct assessment_public *a;
    void *found = NULL;
    struct score_view view;
    TRY(find(portal, web, &a));
    for (struct result_line *l = results_read(portal->cx->mem, a->results); l; l = l->next)
        if (text_equal(l->agency, web_path(web, "code")))
            TRY(public_get(portal, &assessment_score_kind, l->score, &found));
    if (!found) return NOT_FOUND;
    const struct assessment_score_public *score = found;
    struct score_source source = {.title = score->title,
                                  .indicators = a->indicators,
                                  .points = score->points,
                                  .rows = score->rows,
                                  .total = score->total,
                                  .place = score->place,
                                  .href = href_of,
                                  .with = portal};
    TRY(score_view_make(portal->cx, &source, &view));
    struct page pg = below(web, a);
    view_oversight_score_page(&pg, &view);
    return web_show(response, &pg);
}

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET, "/assessments",                        EVERYBODY, show_all,   NULL, 0},
    {HTTP_GET, "/assessments/{agency}/{year}",        EVERYBODY, show_one,   NULL, JSON_TWIN | CSV_TWIN},
    {HTTP_GET, "/assessments/{agency}/{year}/{code}", EVERYBODY, show_score, NULL, 0},
};
/* clang-format on */

const struct portal_routes assessment_portal_routes = ROUTES(rows);
