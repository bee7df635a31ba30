/* The start: what an application is, by which law, by when an answer comes, what it costs; and four
 * plain questions, for where there is a stronger way than asking. */
#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"
#include "web/sealed.h"

/* ---- the four questions ---- */

/* Message ids are apply.way.<id>.question, .title, .lead, .1 … .3, .article and .go. */
static const struct {
    const char *id, *go; /* where the stronger way is on this site; NULL: not on it */
    const char *form;
} ways[] = {
    {"case-file",  "/guide#contact",              "/apply/form"},
    {"own-record", "/apply/form?sort=correction", "/apply/form"},
    {"complaint",  "/guide#contact",              "/apply/form"},
    {"question",   "/guide#contact",              "/apply/form"},
};

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

static struct apply_way make_way(struct context *cx, size_t i, const char *agency)
{
    const char *id = ways[i].id;
    bool own = text_starts(ways[i].go, "/apply");
    return (struct apply_way){
        .id = id,
        .question = way_text(cx, id, "question"),
        .title = way_text(cx, id, "title"),
        .lead = way_text(cx, id, "lead"),
        .points = {way_text(cx, id, "1"), way_text(cx, id, "2"), way_text(cx, id, "3")},
        .article = way_text(cx, id, "article"),
        .go = own ? to_agency(cx->mem, ways[i].go, agency) : ways[i].go,
        .go_label = way_text(cx, id, "go"),
        .form = to_agency(cx->mem, ways[i].form, agency),
        .agency = agency,
    };
}

enum status apply_way(struct portal *portal, const struct web *web, struct response *response)
{
    const char *agency;
    struct apply_crumb *crumb = NULL;
    TRY(matter_agency(portal, web, &agency));
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        if (!text_equal(ways[i].id, web_path(web, "way"))) continue;
        struct apply_way way = make_way(portal->cx, i, agency);
        struct page pg = apply_page(web, crumb, NULL);
        view_request_portal_way(&pg, &way);
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
    struct apply_way *made = arena_array(cx->mem, struct apply_way, COUNT_OF(ways));
    for (size_t i = 0; i < COUNT_OF(ways); i++) made[i] = make_way(cx, i, page.agency);
    page.ways = made;
    page.way_count = COUNT_OF(ways);
    struct page pg = apply_page(web, NULL, NULL);
    view_request_portal_start(&pg, &page);
    return web_show(response, &pg);
}
