/* The portal process: it gives up everything but its own folders, replays the ledger, and serves.
 */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <jansson.h>
#include <sodium.h>

#include "app/portal_site.h"
#include "app/process.h"
#include "app/sandbox.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "portal/portal.h"

enum { POLL_MS = 1000, VKEY_MAX = 4096 };

struct follower {
    const struct portal_site *site;
    pthread_t thread;
    int watch; /* inotify on ledger/; -1: only the poll */
    struct context cx;
    struct portal *portal;
    atomic_bool ending;
};

/* Denied in the sandbox, and silently weak without (SPIKE §4): hash seed, random pools, zone. */
static void seed_libraries(void)
{
    unsigned char random[8];
    json_object_seed(randombytes_random());
    randombytes_buf(random, sizeof random);
    store_seed();
    zone_date(moment_now());
}

static void replay_once(struct follower *follower, struct arena *mem, bool *told)
{
    struct context cx = {.mem = mem, .store = follower->cx.store};
    context_set_clock(&cx, moment_now());
    follower->portal->cx = &cx;
    enum status status = portal_replay(follower->portal, NULL);
    follower->portal->cx = &follower->cx;
    if (status != OK && status != BUSY && !*told)
        log_line(LOG_ERROR, "replay: %s",
                 cx.fault_file ? cx.fault
                 : cx.issues   ? cx.issues->message
                               : "refused");
    *told = status != OK && status != BUSY;
    arena_reset(mem);
}

/* Wakes alike for a local act, an rsync or a USB stick: by inotify, and by a poll each second. */
static void *follow(void *what)
{
    struct follower *follower = what;
    struct arena *mem = arena_new("replay");
    bool told = false;
    char events[4096];
    while (!atomic_load(&follower->ending)) {
        struct pollfd pollfd = {.fd = follower->watch, .events = POLLIN};
        if (poll(&pollfd, 1, POLL_MS) > 0 && read(follower->watch, events, sizeof events) < 0 &&
            errno != EAGAIN)
            break;
        replay_once(follower, mem, &told);
    }
    arena_free(mem);
    return NULL;
}

static enum status start_follower(struct context *cx, struct follower *follower,
                                  const struct installation *at)
{
    follower->cx = (struct context){.mem = arena_new("follower")};
    context_set_clock(&follower->cx, moment_now());
    enum status status =
        portal_open(&follower->cx, follower->site, PORTAL_REPLAYS, &follower->portal);
    if (status != OK) return fault(cx, "portal: %s", follower->cx.fault);
    bool told = false;
    struct arena *mem = arena_new("first replay");
    replay_once(follower, mem, &told);
    arena_free(mem);
    follower->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (follower->watch >= 0)
        inotify_add_watch(follower->watch, at->ledger, IN_MOVED_TO | IN_CLOSE_WRITE);
    int wrong = pthread_create(&follower->thread, NULL, follow, follower);
    return wrong ? fault(cx, "thread: %s", strerror(wrong)) : OK;
}

static void stop_follower(struct follower *follower)
{
    atomic_store(&follower->ending, true);
    pthread_join(follower->thread, NULL);
    portal_close(follower->portal);
    arena_free(follower->cx.mem);
}

static enum status open_worker(void *app, struct context *cx, struct portal **ret_portal)
{
    return portal_open(cx, app, PORTAL_READS, ret_portal);
}

static void close_worker(void *app, struct context *cx, struct portal *portal)
{
    portal_close(portal);
}

static enum status confine(struct context *cx, const struct process *process)
{
    if (!process->at->confined) {
        log_line(LOG_WARNING, "portal.confined is \"no\": this process is not confined");
        return OK;
    }
    return sandbox_enter_portal(cx, process->at, process->most_abi);
}

static enum status run(struct context *cx, const struct process *process)
{
    const struct installation *at = process->at;
    struct follower *follower = arena_make(cx->mem, struct follower);
    struct portal_site *settings = arena_make(cx->mem, struct portal_site);
    struct site_plan plan;
    struct site *site;
    struct http_server *server;
    struct bytes vkey;
    TRY(file_read(cx, arena_format(cx->mem, "%s/vkey", at->ledger), VKEY_MAX, &vkey));
    app_register_kinds();
    portal_site_plan(at, process_theme(cx, at), &plan);
    plan.base = *at->base ? at->base : process->address;
    *settings = (struct portal_site){.database = at->portal_db,
                                     .ledger = at->ledger,
                                     .base = plan.base,
                                     .agency = at->agency,
                                     .theme = plan.theme,
                                     .law = at->law,
                                     .licence = at->licence};
    settings->vkey =
        arena_copy_n(cx->mem, (const char *)vkey.data, strcspn((const char *)vkey.data, "\n"));
    TRY(installation_complete(cx, at));
    seed_libraries();
    TRY(confine(cx, process));
    const struct intake_place place = installation_portal_place(at);
    TRY(intake_door_open(cx, &place, settings->vkey, &plan.door));
    plan.capsule = at->capsule;
    follower->site = settings;
    plan.app = settings;
    plan.open_worker = open_worker;
    plan.close_worker = close_worker;
    TRY(start_follower(cx, follower, at));
    TRY(site_open(cx, &plan, &site));
    TRY(site_serve(cx, site, process->listener, &server));
    process_is_ready(process);
    process_wait_for_end();
    http_stop(server, DRAIN_SECONDS);
    intake_door_close(plan.door);
    stop_follower(follower);
    return OK;
}

int portal_process(struct context *cx, const struct process *process)
{
    process_block_signals();
    enum status status = run(cx, process);
    for (const struct issue *issue = cx->issues; issue; issue = issue->next)
        log_line(LOG_ERROR, "%s: %s %s", issue->field, issue->message, issue->detail);
    return status == OK ? 0 : 1;
}
