/* Home, the guide, and how to verify. */
#include "base/text.h"
#include "ledger/reader.h"
#include "organisation/organisation.h"
#include "portal/handlers.h"
#include "portal/item.h"
#include "portal/pages.h"
#include "portal/views.h"

enum { NEWEST = 6 };

static const char *const *only(struct portal *portal, const char *code)
{
    const char **one = arena_array(portal->cx->mem, const char *, 2);
    one[0] = code;
    return one;
}

enum status portal_home(struct portal *portal, const struct web *web, struct response *response)
{
    const char *code = portal->site->agency;
    struct home_page home = {.year = (int)portal_newest_year(portal, code)};
    struct public_query query = PUBLIC_QUERY;
    query.items = query.live = true;
    query.limit = NEWEST;
    query.agency = only(portal, code);
    TRY(portal_lines(portal, web, &query, &home.newest));
    TRY(emergencies_in_force(portal, &home.emergencies));
    if (home.year) {
        query.live = false;
        query.from = date_of(home.year, 1, 1);
        query.to = date_of(home.year, 12, 31);
        TRY(public_count(portal, &query, &home.items));
        TRY(portal_count_entries(portal, code, query.to, &home.entries));
        home.entries_href =
            arena_format(portal->cx->mem, "/catalogue?agency=%s&on=%d-12-31", code, home.year);
        home.items_href = portal_year_address(portal->cx->mem, code, home.year);
    }
    struct page pg = web_page(web);
    view_portal_home(&pg, &home);
    return web_show(response, &pg);
}

/* ---- the guide (令492 第19条, 令711 第12条) ---- */

static enum status office_of(struct portal *portal, const char *code,
                             const struct body_public **ret)
{
    struct public_set bodies;
    *ret = NULL;
    TRY(public_all(portal, &body_kind, code, "k.name", &bodies));
    for (size_t i = 0; i < bodies.count; i++) {
        const struct body_public *body = public_at(&bodies, i);
        if (text_equal(body->sort, "disclosure-office")) *ret = body;
    }
    return OK;
}

/* The classes in the order of the law, with what was disclosed in each. */
static enum status count_classes(struct portal *portal, const char *code, struct choices *ret)
{
    const struct classification *seed = law_classification(portal->site->law, "seed");
    struct public_query query = PUBLIC_QUERY;
    struct public_facet *facets;
    if (!seed) return OK;
    query.items = true;
    query.agency = only(portal, code);
    TRY(public_facets(portal, &query, "class_seed", &facets));
    struct choice *at = arena_array(portal->cx->mem, struct choice, seed->class_count);
    for (size_t i = 0; i < seed->class_count; i++) {
        const char *class = seed->classes[i].code;
        at[i] = (struct choice){
            .label = class_label(&seed->classes[i], portal->cx->language),
            .href = arena_format(portal->cx->mem, "/disclosures?agency=%s&class=%s", code, class)};
        for (struct public_facet *f = facets; f; f = f->next)
            if (text_equal(f->value, class)) at[i].count = f->count;
    }
    *ret = (struct choices){at, seed->class_count};
    return OK;
}

enum status portal_guide(struct portal *portal, const struct web *web, struct response *response)
{
    const char *code;
    struct choices classes = {0};
    struct guide_page guide = {.classes = &classes};
    TRY(web_text(portal->cx, web, "agency", 18, &code));
    if (!*code) code = portal->site->agency;
    TRY(portal_agency(portal, code, &guide.agency));
    TRY(office_of(portal, code, &guide.office));
    TRY(count_classes(portal, code, &classes));
    TRY(portal_count_entries(portal, code, portal->cx->today, &guide.entries));
    guide.name = guide.agency->name;
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_guide(&pg, &guide, portal_text(web, "portal.guide"));
    return web_show(response, &pg);
}

/* ---- verifying ---- */

enum status portal_help_verify(struct portal *portal, const struct web *web,
                               struct response *response)
{
    struct reader *reader;
    TRY(portal_reader(portal, &reader));
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_verify(&pg, reader->key.name, vkey_write(portal->cx->mem, &reader->key),
                       (int64_t)reader->checkpoint.size, portal_text(web, "portal.help"));
    return web_show(response, &pg);
}
