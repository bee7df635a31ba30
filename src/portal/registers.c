/* Registers that are shown whole: agencies, fees, measures, reports. */
#include "base/text.h"
#include "organisation/organisation.h"
#include "organisation/work.h"
#include "portal/handlers.h"
#include "portal/pages.h"
#include "portal/views.h"
#include "publication/publication.h"

/* ---- agencies ---- */

static size_t depth_of(const struct public_set *all, const struct agency_public *agency)
{
    size_t depth = 0;
    for (size_t i = 0; i < all->count && *agency->parent && depth < all->count; i++) {
        const struct agency_public *parent = public_at(all, i);
        if (!text_equal(parent->base.id, agency->parent)) continue;
        return 1 + depth_of(all, parent);
    }
    return depth;
}

/* Parents before their children, as deep as the register says. */
static void add_below(struct portal *portal, const struct public_set *all, const char *parent,
                      struct agency_row ***last)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct agency_public *agency = public_at(all, i);
        if (!text_equal(agency->parent, parent)) continue;
        struct agency_row *row = arena_make(portal->cx->mem, struct agency_row);
        row->agency = agency;
        row->name = portal_name(portal, agency->name, agency->name_en, &row->language);
        row->depth = depth_of(all, agency);
        **last = row;
        *last = &row->next;
        if (!text_equal(agency->base.id, parent)) add_below(portal, all, agency->base.id, last);
    }
}

enum status portal_agencies_page(struct portal *portal, const struct web *web,
                                 struct response *response)
{
    struct public_set all;
    struct agency_row *first = NULL, **last = &first;
    TRY(portal_agencies(portal, &all));
    if (portal_wants_json(web)) return portal_show_set_json(web, response, &all);
    add_below(portal, &all, "", &last);
    struct agencies_page page = {.rows = first, .count = all.count};
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_agencies(&pg, &page, portal_text(web, "portal.agencies"));
    return web_show(response, &pg);
}

static enum status years_of(struct portal *portal, const char *code, struct choices *ret)
{
    struct public_query query = PUBLIC_QUERY;
    struct public_facet *facets;
    const char **one = arena_array(portal->cx->mem, const char *, 2);
    size_t count = 0;
    one[0] = code;
    query.items = true;
    query.agency = one;
    TRY(public_facets(portal, &query, "year", &facets));
    for (struct public_facet *f = facets; f; f = f->next) count++;
    struct choice *at = arena_array(portal->cx->mem, struct choice, count + 1);
    for (size_t i = 0; facets; facets = facets->next, i++) {
        int64_t year = 0;
        (void)text_to_int(facets->value, &year);
        at[i] = (struct choice){.label = facets->value,
                                .href = portal_year_address(portal->cx->mem, code, (int)year),
                                .count = facets->count};
    }
    *ret = (struct choices){at, count};
    return OK;
}

enum status portal_agency_page(struct portal *portal, const struct web *web,
                               struct response *response)
{
    const char *code = web_path(web, "code");
    struct agency_page page = {0};
    struct public_query query = PUBLIC_QUERY;
    const char *one[] = {code, NULL};
    TRY(portal_agency(portal, code, &page.agency));
    if (portal_wants_json(web)) {
        struct public_set set = {(void *[]){(void *)(uintptr_t)page.agency}, 1};
        return portal_show_set_json(web, response, &set);
    }
    TRY(public_all(portal, &unit_kind, code, "k.position, k.name", &page.units));
    TRY(public_all(portal, &leader_kind, code, "k.position, k.post", &page.leaders));
    TRY(public_all(portal, &body_kind, code, "k.sort, k.name", &page.bodies));
    TRY(years_of(portal, code, &page.years));
    TRY(portal_count_entries(portal, code, portal->cx->today, &page.entries));
    query.items = true;
    query.agency = one;
    TRY(public_count(portal, &query, &page.items));
    page.items_href = arena_format(portal->cx->mem, "/disclosures?agency=%s", code);
    page.entries_href = arena_format(portal->cx->mem, "/catalogue?agency=%s", code);
    page.name = portal_name(portal, page.agency->name, page.agency->name_en, &page.language);
    struct page pg = portal_page(web, "/agencies", portal_text(web, "portal.agencies"));
    view_portal_agency(&pg, &page);
    return web_show(response, &pg);
}

/* ---- fees ---- */

static enum status asked_agency(struct portal *portal, const struct web *web, const char **ret)
{
    const struct agency_public *agency;
    TRY(web_text(portal->cx, web, "agency", 18, ret));
    return **ret ? portal_agency(portal, *ret, &agency) : OK;
}

enum status portal_fees(struct portal *portal, const struct web *web, struct response *response)
{
    const char *code;
    struct public_set fees;
    TRY(asked_agency(portal, web, &code));
    TRY(public_all(portal, &fee_standard_kind, *code ? code : NULL, "k.service, r.agency", &fees));
    if (portal_wants_json(web)) return portal_show_set_json(web, response, &fees);
    struct fee_row *first = NULL, **last = &first;
    for (size_t i = 0; i < fees.count; i++) {
        const struct fee_standard_public *fee = public_at(&fees, i);
        *last = arena_make(portal->cx->mem, struct fee_row);
        **last = (struct fee_row){.fee = fee,
                                  .href = arena_format(portal->cx->mem, "/disclosures/%s/%s",
                                                       fee->base.agency, fee->base.number),
                                  .agency = public_agency_name(portal, fee->base.agency),
                                  .language = fee->base.language};
        last = &(*last)->next;
    }
    struct fees_page page = {.rows = first, .count = fees.count};
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_fees(&pg, &page, portal_text(web, "portal.fees"));
    return web_show(response, &pg);
}

/* ---- measures ---- */

static enum status measures_by_agency(struct portal *portal, const char *chosen,
                                      struct choices *ret)
{
    struct public_query query = PUBLIC_QUERY;
    struct public_facet *facets;
    size_t count = 0;
    query.kind = "measure";
    query.live = true;
    TRY(public_facets(portal, &query, "agency", &facets));
    for (struct public_facet *f = facets; f; f = f->next) count++;
    struct choice *at = arena_array(portal->cx->mem, struct choice, count + 1);
    for (size_t i = 0; facets; facets = facets->next, i++)
        at[i] = (struct choice){
            .label = public_agency_name(portal, facets->value),
            .href = arena_format(portal->cx->mem, "/measures?agency=%s", facets->value),
            .count = facets->count,
            .chosen = text_equal(facets->value, chosen)};
    *ret = (struct choices){at, count};
    return OK;
}

enum status portal_measures(struct portal *portal, const struct web *web, struct response *response)
{
    struct measures_page page = {0};
    TRY(asked_agency(portal, web, &page.agency));
    TRY(public_all(portal, &measure_kind, *page.agency ? page.agency : NULL, "r.agency, k.serial",
                   &page.measures));
    if (portal_wants_json(web)) return portal_show_set_json(web, response, &page.measures);
    page.agency_name = public_agency_name(portal, page.agency);
    TRY(measures_by_agency(portal, page.agency, &page.agencies));
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_measures(&pg, &page, portal_text(web, "portal.measures"));
    return web_show(response, &pg);
}

enum status portal_plans(struct portal *portal, const struct web *web, struct response *response)
{
    struct plans_page page = {0};
    const char *agency;
    TRY(asked_agency(portal, web, &agency));
    TRY(public_all(portal, &implementation_plan_kind, *agency ? agency : NULL,
                   "k.year DESC, r.agency", &page.plans));
    if (portal_wants_json(web)) return portal_show_set_json(web, response, &page.plans);
    page.agencies = arena_array(portal->cx->mem, const char *, page.plans.count + 1);
    for (size_t i = 0; i < page.plans.count; i++) {
        const struct record *plan = public_at(&page.plans, i);
        page.agencies[i] = public_agency_name(portal, plan->agency);
    }
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_plans(&pg, &page, portal_text(web, "portal.plans"));
    return web_show(response, &pg);
}

/* ---- reports: their own pages belong to src/report ---- */

static const char *report_href(struct arena *mem, const struct record *report, int64_t year)
{
    const struct field *scope = kind_public_field(report->kind, "scope");
    bool aggregate = scope && text_equal(field_text(scope, report), "aggregate");
    return arena_format(mem, "/reports/%s/%lld%s", report->agency, (long long)year,
                        aggregate ? "/aggregate" : "");
}

static int64_t year_of(const struct record *rec)
{
    const struct field *year = kind_public_field(rec->kind, "year");
    return year && !field_is_absent(year, rec) ? field_number(year, rec) : 0;
}

enum status portal_reports(struct portal *portal, const struct web *web, struct response *response)
{
    const struct kind *kind = kind_by_name("annual_report");
    struct public_set reports = {0};
    struct report_row *first = NULL, **last = &first;
    if (kind) TRY(public_all(portal, kind, NULL, "k.year DESC, r.agency", &reports));
    if (kind && portal_wants_json(web)) return portal_show_set_json(web, response, &reports);
    for (size_t i = 0; i < reports.count; i++) {
        const struct record *report = public_at(&reports, i);
        struct public_record *about;
        TRY(public_by_id(portal, report->id, &about));
        *last = arena_make(portal->cx->mem, struct report_row);
        **last = (struct report_row){.href = report_href(portal->cx->mem, report, year_of(report)),
                                     .agency = public_agency_name(portal, report->agency),
                                     .year = year_of(report),
                                     .on = about->released_on};
        last = &(*last)->next;
    }
    struct reports_page page = {first};
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_reports(&pg, &page, portal_text(web, "portal.reports"));
    return web_show(response, &pg);
}
