/* The citizen's side of an application: /apply, /receipt, /reply, /applications.
 *
 * These handlers get a struct portal and nothing of the office. What a citizen sends leaves as a
 * sealed letter (web/sealed.h), what the office answers is in a capsule that their code opens; the
 * portal keeps neither. So no address, cookie or log line of these pages holds anything personal:
 * codes and texts travel in POST bodies, and every answer that may show them is UNSTORED.
 */
#ifndef REQUEST_PORTAL_H
#define REQUEST_PORTAL_H

#include "matter/portal.h"

extern const struct portal_routes request_portal_routes;

/* What /receipt shows for the code of an application: a row of app/portal_site.c. */
enum status request_show_code(struct portal *portal, const struct web *web,
                              struct response *response, const struct capsule *capsule);

#endif
