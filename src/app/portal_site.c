#include "app/portal_site.h"

#include <string.h>

#include "matter/portal.h"
#include "oversight/portal.h"
#include "portal/portal.h"
#include "report/portal.h"
#include "request/portal.h"
#include "web/asset.h"

/* Which page a code opens; a matter's own is matter's. */
static const struct matter_code_page code_pages[] = {
    {"application", request_show_code},
    {0            },
};

/* What the holder of a code can do, room by room. */
static const struct matter_act *const acts[] = {
    NULL,
};

/* What a citizen may want to do, in the order of the page /do; the first of each sort is the home
 * page's too. A row whose page is not there is not shown. */
/* clang-format off */
static const struct matter_way ways[] = {
    {"read",     "/disclosures",               "do.disclosures"},
    {"read",     "/search",                    "do.search"},
    {"read",     "/documents",                 "do.documents"},
    {"read",     "/reports",                   "do.reports"},
    {"apply",    "/apply",                     "do.apply"},
    {"apply",    "/apply/before/own-record",   "do.correct"},
    {"handle",   "/services",                  "do.services"},
    {"handle",   "/disclosures?class=seed-5",  "do.guides"},
    {"handle",   "/services/results",          "do.results"},
    {"handle",   "/fees",                      "do.fees"},
    {"ask",      "/contact/write",             "do.write"},
    {"ask",      "/contact/answers",           "do.answers"},
    {"ask",      "/contact/competences",       "do.competences"},
    {"ask",      "/contact/hotlines",          "do.hotlines"},
    {"ask",      "/guide#contact",             "do.contact"},
    {"attend",   "/sessions",                  "do.sessions"},
    {"attend",   "/comments",                  "do.comments"},
    {"attend",   "/press",                     "do.press"},
    {"complain", "/contact/write?sort=complaint", "do.complain"},
    {"complain", "/contact/petitions",         "do.petitions"},
    {"complain", "/guide#remedy",              "do.remedy"},
    {"complain", "/supervision",               "do.supervision"},
};
/* clang-format on */

/* Twice the usual workers: who files a letter waits for the disk, and readers should not. */
enum { PER_SECOND = 100, BURST = 400, TABLES_MAX = 16, WORKERS = 8 };

static bool is_there(const struct site_plan *plan, const char *href)
{
    size_t size = strcspn(href, "?#");
    for (size_t i = 0; i < plan->portal_table_count; i++)
        for (size_t k = 0; k < plan->portal_tables[i].count; k++) {
            const struct portal_route *row = &plan->portal_tables[i].rows[k];
            const char *brace = strchr(row->path, '{');
            size_t fixed = brace ? (size_t)(brace - row->path) : strlen(row->path);
            bool fits = brace ? size > fixed : size == fixed;
            if (row->method == HTTP_GET && fits && strncmp(row->path, href, fixed) == 0)
                return true;
        }
    return false;
}

static void set_ways(const struct site_plan *plan)
{
    static struct matter_way there[COUNT_OF(ways) + 1];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (is_there(plan, ways[i].href)) there[count++] = ways[i];
    there[count] = (struct matter_way){0};
    matter_set_ways(there);
}

void portal_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan)
{
    static struct portal_routes tables[TABLES_MAX];
    size_t count = 0;
    while (count < portal_routes_count && count < TABLES_MAX - 6)
        tables[count] = portal_routes[count], count++;
    tables[count++] = report_portal_routes;
    tables[count++] = matter_portal_routes;
    tables[count++] = request_portal_routes;
    tables[count++] = oversight_portal_routes;
    tables[count++] = assessment_portal_routes;
    tables[count++] = portal_asset_routes;
    matter_set_code_pages(code_pages);
    matter_set_acts(acts);
    *ret_plan = (struct site_plan){.name = "portal",
                                   .proxied = at->portal_proxied,
                                   .theme = theme,
                                   .portal_tables = tables,
                                   .portal_table_count = count,
                                   .furnish = portal_furnish,
                                   .workers = WORKERS,
                                   .per_second = PER_SECOND,
                                   .burst = BURST};
    set_ways(ret_plan);
}
