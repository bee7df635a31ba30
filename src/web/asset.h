/* The theme's files, compiled into the program: one style sheet and two pictures, served under
 * /static/ by office and portal alike, with an ETag of their content. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "web/route.h"

extern const struct routes asset_routes;
extern const struct portal_routes portal_asset_routes;

/* The style sheet itself, for pages that a command writes as files of their own. */
struct bytes asset_style_sheet(void);

#endif
