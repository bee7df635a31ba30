/* Plays the plan: every act through the same doors as real work, by the account whose hand it is,
 * at its moment. One transaction a day. */
#ifndef APP_DEMO_PLAY_H
#define APP_DEMO_PLAY_H

#include "app/demo_people.h"
#include "app/demo_plan.h"

/* Acts after the last day are not done. On a refusal, cx->issues or cx->fault say why, and
 * *ret_stopped (NULL otherwise) is the act that was refused. */
enum status demo_play(struct context *cx, struct demo_plan *plan, const struct demo_people *people,
                      struct date last, const struct demo_act **ret_stopped) MUST_USE;

#endif
