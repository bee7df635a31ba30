/* The portal's routes, as the site engine wants them. */
#ifndef APP_PORTAL_SITE_H
#define APP_PORTAL_SITE_H

#include "app/installation.h"
#include "app/kinds.h"
#include "web/site.h"

void portal_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan);

#endif
