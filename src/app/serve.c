/* serve: the parent. It binds, forks, watches, and restarts what dies; it opens no database. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/command.h"
#include "app/demo_people.h"
#include "app/process.h"
#include "base/log.h"
#include "base/text.h"
#include "http/http.h"

enum { OFFICE, PORTAL, CHILDREN };

struct child {
    const char *name;
    int (*run)(struct context *, const struct process *);
    const char *address; /* HOST:PORT as given */
    char url[160];
    int listener, ready;
    pid_t pid;
    struct moment started;
};

struct parent {
    struct installation at;
    struct child children[CHILDREN];
    int most_abi;
    pid_t pid;
};

static const struct option options[] = {
    {"portal",           required_argument, NULL, 'p'},
    {"office",              required_argument, NULL, 'o'},
    {"landlock-abi",                  required_argument, NULL, 'l'},
    {0}
};

/* Signals are blocked but where the parent sleeps: one that comes between the look at `ending` and
 * the sleep would otherwise be slept through. */
static volatile sig_atomic_t ending;
static sigset_t signals_before;

static void end_soon(int number)
{
    ending = 1;
}

static void wake_up(int number)
{
} /* of a child that ended: sigsuspend() has returned */

static void handle(int number, void (*handler)(int))
{
    sigset_t one;
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&one);
    sigaddset(&one, number);
    sigprocmask(SIG_BLOCK, &one, NULL);
    sigaction(number, &action, NULL);
}

static enum status listen_for(struct context *cx, struct child *child)
{
    unsigned port;
    TRY(http_listen(cx, child->address, &child->listener));
    TRY(http_bound_port(cx, child->listener, &port));
    const char *colon = strrchr(child->address, ':');
    int host = colon ? (int)(colon - child->address) : 0;
    snprintf(child->url, sizeof child->url, "http://%.*s:%u", host, child->address, port);
    return OK;
}

static bool is_loopback(const char *address)
{
    /* 127.0.0.1.example.org is not this machine */
    return (text_starts(address, "127.") && address[strspn(address, "0123456789.")] == ':') ||
           text_starts(address, "localhost:") || text_starts(address, "[::1]");
}

/* Cookies do not tell ports apart (SECURITY §1a). */
static enum status check_hosts(struct context *cx, const struct parent *parent)
{
    const char *office = parent->children[OFFICE].address,
               *portal = parent->children[PORTAL].address;
    size_t length = (size_t)(strrchr(office, ':') ? strrchr(office, ':') - office : 0);
    bool same = length && strncmp(office, portal, length) == 0 && portal[length] == ':';
    if (same && !is_loopback(office)) return issue(cx, "--office", "serve.same_host", office);
    if (parent->at.demonstration && !is_loopback(office))
        return issue(cx, "--office", "serve.demonstration_outside", office);
    return OK;
}

static _Noreturn void run_child(struct context *cx, struct parent *parent, struct child *child,
                                int ready)
{
    for (int i = 0; i < CHILDREN; i++) {
        struct child *other = &parent->children[i];
        if (other->ready >= 0) close(other->ready);
        if (other != child) close(other->listener);
    }
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, &signals_before, NULL);
    /* A parent that is killed takes its children along; one that died already is noticed here. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent->pid) _exit(1);
    log_open(child->name, LOG_INFO);
    struct process process = {&parent->at, child->listener, ready, parent->most_abi, child->url};
    int code = child->run(cx, &process);
    if (cx->fault_file)
        log_line(LOG_ERROR, "%s (%s:%d)", cx->fault, cx->fault_file, cx->fault_line);
    _exit(code);
}

/* Before any secret is read, any database opened or any thread started: a child inherits memory. */
static enum status start_child(struct context *cx, struct parent *parent, struct child *child)
{
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0) return fault(cx, "pipe: %s", strerror(errno));
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) return fault(cx, "fork: %s", strerror(errno));
    if (pid == 0) {
        close(pipe_ends[0]);
        run_child(cx, parent, child, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    child->pid = pid;
    child->ready = pipe_ends[0];
    child->started = moment_now();
    return OK;
}

/* Nothing to read, and no writer left: it ended before it served. */
static bool is_ready(struct child *child)
{
    char byte;
    struct pollfd pollfd = {.fd = child->ready, .events = POLLIN};
    while (!ending && ppoll(&pollfd, 1, NULL, &signals_before) < 0 && errno == EINTR) continue;
    return !ending && read(child->ready, &byte, 1) == 1;
}

static enum status start_both(struct context *cx, struct parent *parent)
{
    for (int i = 0; i < CHILDREN; i++) TRY(listen_for(cx, &parent->children[i]));
    /* The office links to what it released; without a configured address, to where it is served. */
    if (!*parent->at.base) parent->at.base = parent->children[PORTAL].url;
    for (int i = 0; i < CHILDREN; i++) TRY(start_child(cx, parent, &parent->children[i]));
    for (int i = 0; i < CHILDREN; i++)
        if (!is_ready(&parent->children[i]))
            return issue(cx, "", "serve.child_failed", parent->children[i].name);
    return OK;
}

static void restart(struct context *cx, struct parent *parent, pid_t gone, int how)
{
    for (int i = 0; i < CHILDREN; i++) {
        struct child *child = &parent->children[i];
        if (child->pid != gone) continue;
        child->pid = 0;
        close(child->ready);
        child->ready = -1;
        log_line(LOG_ERROR, "%s ended (%s %d)", child->name, WIFSIGNALED(how) ? "signal" : "exit",
                 WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
        if (moment_now().ms - child->started.ms < 2000) sleep(1); /* not in a tight loop */
        /* Its pipe stays open, unread: a child that finds nobody at the other end gives up. */
        if (start_child(cx, parent, child) != OK)
            log_line(LOG_ERROR, "%s is not restarted: %s", child->name, cx->fault);
    }
}

static void watch_children(struct context *cx, struct parent *parent)
{
    while (!ending) {
        int how;
        pid_t gone = waitpid(-1, &how, WNOHANG);
        if (gone > 0)
            restart(cx, parent, gone, how);
        else if (gone == 0)
            sigsuspend(&signals_before);
        else
            return;
    }
}

static void stop_children(struct parent *parent)
{
    for (int i = 0; i < CHILDREN; i++)
        if (parent->children[i].pid > 0) kill(parent->children[i].pid, SIGTERM);
    while (wait(NULL) > 0 || errno == EINTR) continue;
}

static enum status serve(struct context *cx, struct parent *parent)
{
    sigprocmask(SIG_BLOCK, NULL, &signals_before);
    handle(SIGTERM, end_soon);
    handle(SIGINT, end_soon);
    handle(SIGCHLD, wake_up);
    parent->pid = getpid();
    TRY(check_hosts(cx, parent));
    enum status status = start_both(cx, parent);
    if (status == OK) {
        printf("portal %s\noffice %s\n", parent->children[PORTAL].url,
               parent->children[OFFICE].url);
        fflush(stdout);
        if (parent->at.demonstration) command_say(cx, "serve.demonstration", DEMO_PASSWORD, NULL);
        watch_children(cx, parent);
    }
    stop_children(parent);
    return status;
}

int command_serve(struct context *cx, int argc, char **argv)
{
    struct parent *parent = arena_make(cx->mem, struct parent);
    const char *given[CHILDREN] = {NULL, NULL};
    int64_t abi = 0;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        if (option == 'p')
            given[PORTAL] = optarg;
        else if (option == 'o')
            given[OFFICE] = optarg;
        else if (option != 'l' || !text_to_int(optarg, &abi))
            return command_usage(cx, "serve");
    }
    if (optind + 1 != argc) return command_usage(cx, "serve");
    enum status status = installation_load(cx, argv[optind], &parent->at);
    if (status == OK) status = installation_load_law(cx, &parent->at);
    if (status != OK) return command_failed(cx, status);
    parent->most_abi = (int)abi;
    parent->children[OFFICE] =
        (struct child){.name = "office",
                       .run = office_process,
                       .ready = -1,
                       .address = given[OFFICE] ? given[OFFICE] : parent->at.office_address};
    parent->children[PORTAL] =
        (struct child){.name = "portal",
                       .run = portal_process,
                       .ready = -1,
                       .address = given[PORTAL] ? given[PORTAL] : parent->at.portal_address};
    return command_failed(cx, serve(cx, parent));
}
