/* The public side: /reports/<agency>/<year>, and below it what each figure counted. */
#ifndef REPORT_PORTAL_H
#define REPORT_PORTAL_H

#include "web/portal.h"
#include "web/route.h"

extern const struct portal_routes report_portal_routes;

#endif
