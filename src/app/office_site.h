/* The office's routes and accounts, as the site engine wants them. */
#ifndef APP_OFFICE_SITE_H
#define APP_OFFICE_SITE_H

#include "app/installation.h"
#include "web/site.h"

/* Fills a plan but for what belongs to the process (base, workers' stores). */
void office_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan);
extern const struct account_source office_accounts;

#endif
