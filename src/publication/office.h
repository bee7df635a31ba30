/* The one page of this room that the desk does not make: a code for a party, at the counter. */
#ifndef PUBLICATION_OFFICE_H
#define PUBLICATION_OFFICE_H

#include "publication/case_party.h"
#include "web/route.h"

extern const struct routes publication_routes;

struct case_code_view {
    const char *title, *action, *back;
    const char *code; /* just made, shown once; NULL: it is asked what was shown */
    bool had_one, missing;
};

#endif
