/* The citizen's side of the convenience window.
 *
 *     /services                       by topic and audience; ?q= searches names and contents
 *     /services/{id}                  the guide to one service, in the order of GB/T 36114
 *     /services/{id}/apply            the form on line: the item's questions, materials, uploads
 *     /services/{id}/ask              a question about it
 *     /services/registers             the five registers (S20)
 *     /services/registers/{kind}      one of them: functions, powers, approvals, procedures, fees
 *     /services/registers/{kind}/{id} one line, with what it rests on and what rests on it
 *     /services/results               published decisions; ?item=
 *
 * Every page of registers has a JSON twin. What is sent is a matter (matter/portal.h).
 */
#ifndef SERVICE_PORTAL_H
#define SERVICE_PORTAL_H

#include "matter/portal.h"
#include "web/route.h"

extern const struct portal_routes service_portal_routes;
/* What the holder of a code can do: for app/portal_site.c. */
extern const struct matter_act service_acts[];

#endif
