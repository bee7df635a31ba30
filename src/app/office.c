/* The office process: staff pages over office.db, and the one sequencer. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "app/intake.h"
#include "app/notices.h"
#include "app/office_site.h"
#include "app/process.h"
#include "base/log.h"
#include "ledger/ledger.h"
#include "record/act.h"

enum { BATCH = 1000, POLL_MS = 1000 };

struct sequencer {
    const struct installation *at;
    pthread_t thread;
    int wake;
    atomic_bool ending;
};

/* act_wake() is called by any worker after a COMMIT. */
static int wake_fd = -1;
static void wake_sequencer(void)
{
    uint64_t one = 1;
    if (write(wake_fd, &one, sizeof one) < 0) return; /* already awake */
}

/* Each round has a fresh context: a fault sticks. What refused to sign is tried again, slowly. */
static enum status sequence_waiting(struct context *cx, struct ledger **ledger,
                                    const struct installation *at)
{
    size_t done = 0;
    if (!*ledger) TRY(ledger_open(cx, at->data, CLOCK_SYSTEM, ledger));
    do TRY(ledger_sequence(cx, *ledger, BATCH, &done));
    while (done > 0);
    return OK;
}

static void *run_sequencer(void *what)
{
    struct sequencer *sequencer = what;
    struct context store_cx = {.mem = arena_new("sequencer store")};
    struct arena *mem = arena_new("sequencer");
    struct ledger *ledger = NULL;
    bool told = false;
    if (store_open(&store_cx, sequencer->at->office_db, STORE_DURABLE) != OK) return NULL;
    for (bool last = false; !last;) {
        last = atomic_load(&sequencer->ending);
        struct context cx = {.mem = mem, .store = store_cx.store};
        context_set_clock(&cx, moment_now());
        enum status status = sequence_waiting(&cx, &ledger, sequencer->at);
        /* Another process at the ledger is no failure: it signs. A full disk is one. */
        bool stalled = status != OK && (status != BUSY || cx.fault_file);
        if (stalled && !told) log_line(LOG_ERROR, "ledger: %s", cx.fault);
        told = stalled;
        act_set_stalled(stalled);
        arena_reset(mem);
        struct pollfd pollfd = {.fd = sequencer->wake, .events = POLLIN};
        uint64_t count;
        if (!last && poll(&pollfd, 1, POLL_MS) > 0 &&
            read(sequencer->wake, &count, sizeof count) < 0 && errno != EAGAIN)
            break;
    }
    ledger_close(ledger);
    store_close(store_cx.store);
    arena_free(mem);
    arena_free(store_cx.mem);
    return NULL;
}

static enum status start_sequencer(struct context *cx, struct sequencer *sequencer)
{
    sequencer->wake = wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wake_fd < 0) return fault(cx, "eventfd: %s", strerror(errno));
    act_set_wake(wake_sequencer);
    int wrong = pthread_create(&sequencer->thread, NULL, run_sequencer, sequencer);
    return wrong ? fault(cx, "thread: %s", strerror(wrong)) : OK;
}

/* The last waiting acts go into the ledger before the process ends. */
static void stop_sequencer(struct sequencer *sequencer)
{
    atomic_store(&sequencer->ending, true);
    wake_sequencer();
    pthread_join(sequencer->thread, NULL);
}

static enum status open_worker(void *app, struct context *cx, struct portal **ret_portal)
{
    const struct installation *at = app;
    *ret_portal = NULL;
    return store_open(cx, at->office_db, STORE_DURABLE);
}

static void close_worker(void *app, struct context *cx, struct portal *portal)
{
    store_close(cx->store);
    cx->store = NULL;
}

static enum status run(struct context *cx, const struct process *process)
{
    struct sequencer *sequencer = arena_make(cx->mem, struct sequencer);
    struct site_plan plan;
    struct site *site;
    struct http_server *server;
    sequencer->at = process->at;
    struct intake_job *intake;
    struct notice_job *notices;
    TRY(installation_complete(cx, process->at));
    TRY(installation_open_office(cx, process->at, STORE_DURABLE));
    TRY(installation_check_agency(cx, process->at));
    office_site_plan(process->at, process_theme(cx, process->at), &plan);
    plan.base = process->address;
    plan.app = (void *)(uintptr_t)process->at;
    plan.open_worker = open_worker;
    plan.close_worker = close_worker;
    TRY(site_open(cx, &plan, &site));
    TRY(start_sequencer(cx, sequencer));
    TRY(intake_job_start(cx, process->at, &intake));
    TRY(notice_job_start(cx, process->at, &notices));
    enum status status = site_serve(cx, site, process->listener, &server);
    if (status == OK) {
        process_is_ready(process);
        process_wait_for_end();
        http_stop(server, DRAIN_SECONDS);
    }
    notice_job_stop(notices);
    intake_job_stop(intake);
    stop_sequencer(sequencer);
    return status;
}

int office_process(struct context *cx, const struct process *process)
{
    process_block_signals();
    enum status status = run(cx, process);
    for (const struct issue *issue = cx->issues; issue; issue = issue->next)
        log_line(LOG_ERROR, "%s: %s %s", issue->field, issue->message, issue->detail);
    return status == OK ? 0 : 1;
}
