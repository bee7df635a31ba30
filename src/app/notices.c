#include "app/notices.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"

enum { AT_ONCE = 20, MS_BETWEEN = 5000 };

struct notice_job {
    const struct installation *at;
    pthread_t thread;
    int end;                 /* eventfd: written once, when the process ends */
    struct context store_cx; /* its connection */
};

static void send_due(struct notice_job *job, struct arena *mem)
{
    struct context cx = {.mem = mem, .store = job->store_cx.store};
    struct outbox_round round = {0};
    context_set_clock(&cx, moment_now());
    if (outbox_run(&cx, &job->at->outbox, AT_ONCE, &round) != OK)
        log_line(LOG_ERROR, "outbox: %s", cx.fault_file ? cx.fault : "not sent now");
    if (round.failed) log_line(LOG_ERROR, "outbox: %zu notices given up", round.failed);
    arena_reset(mem);
}

/* Sleeps between the rounds; true when the process ends. */
static bool is_over(struct notice_job *job)
{
    struct pollfd pollfd = {.fd = job->end, .events = POLLIN};
    return poll(&pollfd, 1, MS_BETWEEN) > 0;
}

static void *run(void *what)
{
    struct notice_job *job = what;
    struct arena *mem = arena_new("notices");
    do send_due(job, mem);
    while (!is_over(job));
    arena_free(mem);
    return NULL;
}

enum status notice_job_start(struct context *cx, const struct installation *at,
                             struct notice_job **ret_job)
{
    *ret_job = NULL;
    if (text_empty(at->outbox.smtp) && !at->outbox.command) return OK;
    struct notice_job *job = arena_make(cx->mem, struct notice_job);
    *job = (struct notice_job){.at = at, .store_cx = {.mem = arena_new("notices store")}};
    if (store_open(&job->store_cx, at->office_db, STORE_DURABLE) != OK)
        return fault(cx, "notices: %s", job->store_cx.fault);
    job->end = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (job->end < 0) return fault(cx, "eventfd: %s", strerror(errno));
    int wrong = pthread_create(&job->thread, NULL, run, job);
    if (wrong) return fault(cx, "thread: %s", strerror(wrong));
    *ret_job = job;
    return OK;
}

void notice_job_stop(struct notice_job *job)
{
    uint64_t one = 1;
    if (!job || write(job->end, &one, sizeof one) < 0) return;
    pthread_join(job->thread, NULL);
    close(job->end);
    store_close(job->store_cx.store);
    arena_free(job->store_cx.mem);
}
