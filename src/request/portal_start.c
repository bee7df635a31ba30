/* The start: what an application is, by which law, by when an answer comes, what it costs; and the
 * regime's plain questions, for where there is a stronger way than asking. */
#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"
#include "web/sealed.h"

/* ---- the questions before it ---- */

/* The regime says which ways there are, by which article, and where they lead. Their words are
 * messages apply.way.<id>.question, .lead, .1 … .3 and .go. */
static const char *way_text(struct context *cx, const char *id, const char *part)
{
    const char *message = arena_format(cx->mem, "apply.way.%s.%s", id, part);
    return message_known(message) ? message_text(cx->language, message) : NULL;
}

static const char *to_agency(struct arena *mem, const char *path, const char *agency)
{
    size_t mark = 0;
    while (path[mark] && path[mark] != '?') mark++;
    return arena_format(mem, "%s%sagency=%s", path, path[mark] ? "&" : "?", agency);
}

static struct apply_way make_way(struct context *cx, const struct regime_way *row,
                                 const char *agency)
{
    const char *id = row->clause.id;
    bool own = text_starts(row->go, "/apply");
    return (struct apply_way){
        .id = id,
        .question = way_text(cx, id, "question"),
        .title = clause_label(&row->clause, cx->language),
        .lead = way_text(cx, id, "lead"),
        .points = {way_text(cx, id, "1"), way_text(cx, id, "2"), way_text(cx, id, "3")},
        .article = clause_article(&row->clause, cx->language),
        .go = own ? to_agency(cx->mem, row->go, agency) : row->go,
        .go_label = way_text(cx, id, "go"),
        .form = to_agency(cx->mem, "/apply/form", agency),
        .agency = agency,
    };
}

/* Those in force today that have words. */
static void make_ways(struct context *cx, const struct regime *regime, const char *agency,
                      struct start_page *page)
{
    struct apply_way *made = arena_array(cx->mem, struct apply_way, regime->way_count + 1);
    for (size_t i = 0; i < regime->way_count; i++) {
        struct apply_way way = make_way(cx, &regime->ways[i], agency);
        bool worded = way.question && way.lead && way.go_label;
        if (worded && clause_is_in_force(&regime->ways[i].clause, cx->today))
            made[page->way_count++] = way;
    }
    page->ways = made;
}

enum status apply_way(struct portal *portal, const struct web *web, struct response *response)
{
    struct start_page page = {.regime = apply_regime(portal, portal->cx->today)};
    struct apply_crumb *crumb = NULL;
    if (!page.regime) return NOT_FOUND;
    TRY(matter_agency(portal, web, &page.agency));
    make_ways(portal->cx, page.regime, page.agency, &page);
    for (size_t i = 0; i < page.way_count; i++) {
        if (!text_equal(page.ways[i].id, web_path(web, "way"))) continue;
        struct page pg = apply_page(web, crumb, NULL);
        view_request_portal_way(&pg, &page.ways[i]);
        return web_show(response, &pg);
    }
    return NOT_FOUND;
}

/* ---- terms in words ---- */

static void fill_terms(struct context *cx, const struct regime *regime, struct start_page *page)
{
    page->term = regime->term_count ? apply_term(cx, &regime->terms[0].term) : "";
    page->extension = page->extension_article = "";
    if (!regime->extension_count) return;
    page->extension = apply_term(cx, &regime->extensions[0].term);
    page->extension_article = clause_article(&regime->extensions[0].clause, cx->language);
}

static void fill_fees(struct context *cx, const struct regime *regime, struct start_page *page)
{
    const struct regime_fee **fees =
        arena_array(cx->mem, const struct regime_fee *, regime->fee_count + 1);
    for (size_t i = 0; i < regime->fee_count; i++)
        if (clause_is_in_force(&regime->fees[i].clause, cx->today))
            fees[page->fee_count++] = &regime->fees[i];
    page->fees = fees;
}

const char *apply_fee_unit(struct context *cx, const struct regime_fee *fee)
{
    static const char *const units[] = {
        [FEE_FLAT] = "apply.unit.application", [FEE_ITEM] = "apply.unit.application",
        [FEE_PAGE] = "apply.unit.page",        [FEE_HOUR] = "apply.unit.hour",
        [FEE_COST] = "apply.unit.application", [FEE_PENALTY] = "apply.unit.day"};
    return message_text(cx->language, units[fee->standard]);
}

/* By when, if it is handed in today. */
static enum status fill_due(struct context *cx, const struct regime *regime,
                            struct start_page *page)
{
    struct law_case given = {.regime = regime,
                             .channel = "counter",
                             .received = cx->today,
                             .arrived = DATE_NONE,
                             .confirmed = DATE_NONE};
    struct law_clock clock;
    TRY(law_due(cx, &given, &clock));
    page->due = clock.due;
    page->provisional = clock.provisional;
    return OK;
}

/* ---- which agency ---- */

static enum status fill_agencies(struct portal *portal, struct start_page *page)
{
    struct public_set all;
    TRY(public_all(portal, &agency_kind, NULL, "k.level = 'province' DESC, k.code", &all));
    struct agency_choice *choices =
        arena_array(portal->cx->mem, struct agency_choice, all.count + 1);
    for (size_t i = 0; i < all.count; i++) {
        const struct agency_public *agency = public_at(&all, i);
        choices[page->agency_count++] = (struct agency_choice){
            agency->base.agency, public_agency_name(portal, agency->base.agency),
            text_equal(agency->base.agency, page->agency)};
    }
    page->agencies = choices;
    page->agency_name = public_agency_name(portal, page->agency);
    return OK;
}

enum status apply_start(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct start_page page = {.regime = apply_regime(portal, cx->today),
                              .takes = web_takes_letters(web)};
    if (!page.regime) return NOT_FOUND;
    TRY(matter_agency(portal, web, &page.agency));
    TRY(fill_agencies(portal, &page));
    fill_terms(cx, page.regime, &page);
    fill_fees(cx, page.regime, &page);
    TRY(fill_due(cx, page.regime, &page));
    make_ways(cx, page.regime, page.agency, &page);
    struct page pg = apply_page(web, NULL, NULL);
    view_request_portal_start(&pg, &page);
    return web_show(response, &pg);
}
