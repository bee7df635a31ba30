#include "app/portal_site.h"

#include "base/text.h"
#include "contact/portal.h"
#include "contact/session_portal.h"
#include "matter/portal.h"
#include "oversight/portal.h"
#include "portal/portal.h"
#include "publication/portal.h"
#include "report/portal.h"
#include "request/portal.h"
#include "service/portal.h"
#include "web/asset.h"

/* Which page a code opens; a matter's own is matter's. */
static const struct matter_code_page code_pages[] = {
    {"application", request_show_code},
    {0            },
};

/* What the holder of a code can do, room by room. */
static const struct matter_act *const acts[] = {
    publication_acts, service_acts, session_matter_acts, contact_acts, NULL,
};

/* What the page /do offers, in its order. */
/* clang-format off */
static const struct matter_way ways[] = {
    {"read",     "/disclosures",               "do.disclosures"},
    {"apply",    "/apply",                     "do.apply"},
    {"handle",   "/services",                  "do.services"},
    {"handle",   "/disclosures?class=seed-5",  "do.guides"},
    {"ask",      "/contact",                   "do.contact_write"},
    {"ask",      "/contact/answers",           "do.contact_answers"},
    {"ask",      "/contact/hotlines",          "do.contact_hotlines"},
    {"attend",   "/sessions",                  "do.sessions"},
    {"attend",   "/press",                     "do.press"},
    {"complain", "/contact/write?sort=complaint", "do.contact_complain"},
    {"complain", "/contact/petitions",         "do.contact_petition"},
    {"attend",   "/disclosures?kind=decision", "do.comment"},
    {"complain", "/guide#remedy",              "do.remedy"},
    {0},
};
/* What stands after them, in its own sort. */
static const struct matter_way more_ways[] = {
    {"read",     "/search",                    "do.search"},
    {"read",     "/clarifications",            "do.clarifications"},
    {"read",     "/documents",                 "do.documents"},
    {"read",     "/reports",                   "do.reports"},
    {"read",     "/statistics",                "do.statistics"},
    {"apply",    "/apply/before/own-record",   "do.correct"},
    {"handle",   "/services/registers",        "do.registers"},
    {"handle",   "/fees",                      "do.fees"},
    {"ask",      "/services",                  "do.services.ask"},
    {"complain", "/supervision",               "do.supervision"},
    {0},
};
/* clang-format on */

/* Twice the usual workers: who files a letter waits for the disk, and readers should not. */
enum { PER_SECOND = 100, BURST = 400, TABLES_MAX = 32, WORKERS = 8 };

/* Sort by sort, in the order in which the sorts begin. */
static void set_ways(void)
{
    static struct matter_way all[COUNT_OF(ways) + COUNT_OF(more_ways)];
    const struct matter_way *const tables[] = {ways, more_ways};
    size_t count = 0;
    for (const struct matter_way *first = ways; first->sort; first++) {
        bool begun = false;
        for (const struct matter_way *row = ways; row < first; row++)
            begun = begun || text_equal(row->sort, first->sort);
        for (size_t i = 0; !begun && i < COUNT_OF(tables); i++)
            for (const struct matter_way *row = tables[i]; row->sort; row++)
                if (text_equal(row->sort, first->sort)) all[count++] = *row;
    }
    matter_set_ways(all);
}

void portal_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan)
{
    static struct portal_routes tables[TABLES_MAX];
    size_t count = 0;
    while (count < portal_routes_count && count < TABLES_MAX / 2)
        tables[count] = portal_routes[count], count++;
    tables[count++] = report_portal_routes;
    tables[count++] = matter_portal_routes;
    tables[count++] = publication_portal_routes;
    tables[count++] = request_portal_routes;
    tables[count++] = service_portal_routes;
    tables[count++] = contact_portal_routes;
    tables[count++] = oversight_portal_routes;
    tables[count++] = assessment_portal_routes;
    tables[count++] = session_portal_routes;
    tables[count++] = obligation_portal_routes;
    tables[count++] = portal_asset_routes;
    matter_set_code_pages(code_pages);
    matter_set_acts(acts);
    set_ways();
    *ret_plan = (struct site_plan){.name = "portal",
                                   .proxied = at->portal_proxied,
                                   .theme = theme,
                                   .portal_tables = tables,
                                   .portal_table_count = count,
                                   .furnish = portal_furnish,
                                   .workers = WORKERS,
                                   .per_second = PER_SECOND,
                                   .burst = BURST};
}
