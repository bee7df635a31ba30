/* The accounts of the demonstration: seven at each agency, named by their role, the bureaux' with
 * the agency's key after it (clerk, clerk-qiqihar). They are posts, not persons, and all have the
 * one password that is printed. */
#ifndef APP_DEMO_PEOPLE_H
#define APP_DEMO_PEOPLE_H

#include "access/access.h"
#include "app/demo_source.h"

/* A password that everybody may know: whoever finds it in use says so, and listens on loopback
 * only (SECURITY §4). */
#define DEMO_PASSWORD "gongkai-demo-2009"

struct demo_people {
    const struct demo_source *source;
    size_t agency_count;
    const char **codes, **names;
    const struct actor *(*actors)[ROLE_COUNT]; /* by agency */
};

/* Makes accounts and grants at the clock's moment, and the actors that play them. */
enum status demo_people(struct context *cx, const struct demo_source *source,
                        struct demo_people *ret_people) MUST_USE;

/* NULL if there is no such agency. */
const struct actor *demo_actor(const struct demo_people *people, const char *agency,
                               enum role role);

#endif
