#include "app/portal_site.h"

#include "web/asset.h"

enum { PER_SECOND = 100, BURST = 400 };

void portal_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan)
{
    static struct portal_routes tables[] = {{0}};
    tables[0] = portal_asset_routes;
    *ret_plan = (struct site_plan){.name = "portal",
                                   .theme = theme,
                                   .portal_tables = tables,
                                   .portal_table_count = COUNT_OF(tables),
                                   .per_second = PER_SECOND,
                                   .burst = BURST};
}
