/* The office's job that sends what lies in the outbox (outbox/outbox.h): a thread of its own, for a
 * mail server may take its time and letters and applications must not wait for it.
 *
 *     TRY(notice_job_start(cx, at, &job));        // NULL where gongkai.yaml has no "notify:"
 *     notice_job_stop(job);
 */
#ifndef APP_NOTICES_H
#define APP_NOTICES_H

#include "app/installation.h"

struct notice_job;
enum status notice_job_start(struct context *cx, const struct installation *at,
                             struct notice_job **ret_job) MUST_USE;
void notice_job_stop(struct notice_job *job);

#endif
