#include "app/portal_site.h"

#include "portal/portal.h"

enum { PER_SECOND = 100, BURST = 400 };

void portal_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan)
{
    *ret_plan = (struct site_plan){.name = "portal",
                                   .theme = theme,
                                   .portal_tables = portal_routes,
                                   .portal_table_count = portal_routes_count,
                                   .furnish = portal_furnish,
                                   .per_second = PER_SECOND,
                                   .burst = BURST};
}
