#include "app/portal_site.h"

#include "matter/portal.h"
#include "oversight/portal.h"
#include "portal/portal.h"
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
    service_acts,
    NULL,
};

/* What the page /do offers, in its order. */
/* clang-format off */
static const struct matter_way ways[] = {
    {"read",     "/disclosures",               "do.disclosures"},
    {"apply",    "/apply",                     "do.apply"},
    {"handle",   "/services",                  "do.services"},
    {"handle",   "/disclosures?class=seed-5",  "do.guides"},
    {"ask",      "/guide#contact",             "do.contact"},
    {"attend",   "/press",                     "do.press"},
    {"complain", "/guide#remedy",              "do.remedy"},
    {0},
};
/* clang-format on */

/* Twice the usual workers: who files a letter waits for the disk, and readers should not. */
enum { PER_SECOND = 100, BURST = 400, TABLES_MAX = 16, WORKERS = 8 };

void portal_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan)
{
    static struct portal_routes tables[TABLES_MAX];
    size_t count = 0;
    while (count < portal_routes_count && count < TABLES_MAX - 7)
        tables[count] = portal_routes[count], count++;
    tables[count++] = report_portal_routes;
    tables[count++] = matter_portal_routes;
    tables[count++] = request_portal_routes;
    tables[count++] = service_portal_routes;
    tables[count++] = oversight_portal_routes;
    tables[count++] = assessment_portal_routes;
    tables[count++] = portal_asset_routes;
    matter_set_code_pages(code_pages);
    matter_set_acts(acts);
    matter_set_ways(ways);
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
