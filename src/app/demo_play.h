/* Plays the plan: every act through the same doors as real work, by the account whose hand it is,
 * at its moment. One transaction a day. */
#ifndef APP_DEMO_PLAY_H
#define APP_DEMO_PLAY_H

#include "app/demo_people.h"
#include "app/demo_plan.h"
#include "app/demo_requests.h"
#include "document/attachment.h"

struct demo_play {
    struct demo_plan *plan;
    const struct demo_requests *requests;
    const struct demo_people *people;
    struct date last;               /* acts after this day are not done */
    struct attachment_place place;  /* of attachments: a report keeps its figures there */
    const struct demo_act *stopped; /* the act that was refused, or NULL */
};

/* On a refusal, cx->issues or cx->fault say why. */
enum status demo_play(struct context *cx, struct demo_play *play) MUST_USE;

#endif
