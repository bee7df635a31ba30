/* What the public can do about what is published: comment on a draft that is put out. */
#ifndef PUBLICATION_PORTAL_H
#define PUBLICATION_PORTAL_H

#include "matter/portal.h"

extern const struct portal_routes publication_portal_routes;
extern const struct matter_act publication_acts[]; /* ended by a row of NULL */

#endif
