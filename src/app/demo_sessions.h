/* Sessions in the demonstration: their sittings are the program's own, so the plan adopts them, and
 * what it says of a seat or a sitting is done to the record as it is by then. */
#ifndef APP_DEMO_SESSIONS_H
#define APP_DEMO_SESSIONS_H

#include "app/demo_plan.h"

/* Is the act about a sitting or a seat? */
bool demo_is_session(const struct demo_act *act);
/* Does it, by the actor and at the moment of cx. */
enum status demo_sessions_play(struct context *cx, const struct demo_act *act) MUST_USE;

#endif
