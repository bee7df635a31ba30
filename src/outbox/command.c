/* A configured command: argv as it stands in the configuration, never a shell (SECURITY §3). */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "outbox/inside.h"

static void close_fd(void *fd)
{
    close((int)(intptr_t)fd);
}

/* What it reads is a file in memory: a command that does not read cannot stop us, nor kill us. */
static enum status fill_input(struct context *cx, const struct outbox_try *attempt, int *ret_fd)
{
    struct out out = out_new(cx->mem);
    out_format(&out, "%s\n%s\n\n%s\n", attempt->recipient, attempt->id, attempt->body);
    int fd = memfd_create("notice", MFD_CLOEXEC);
    if (fd < 0) return fault(cx, "outbox: %s", strerror(errno));
    arena_defer(cx->mem, close_fd, (void *)(intptr_t)fd);
    if (write(fd, out.text, out.size) != (ssize_t)out.size || lseek(fd, 0, SEEK_SET) != 0)
        return fault(cx, "outbox: %s", strerror(errno));
    *ret_fd = fd;
    return OK;
}

/* Its own process group, so that what it started can be ended with it; no descriptor of ours, no
 * blocked signal, nothing in its environment but where programs are. */
static int start(const struct outbox_settings *settings, int input, pid_t *ret_child)
{
    static char *const environment[] = {(char *)(uintptr_t) "PATH=/usr/local/bin:/usr/bin:/bin",
                                        NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    int wrong = posix_spawn(ret_child, settings->command[0], &files, &attributes,
                            (char *const *)(uintptr_t)settings->command, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return wrong;
}

/* Waits for its end; false when its time is over, and then it has been killed. */
static bool ended_in_time(pid_t child, int seconds, int *ret_status)
{
    int handle = pidfd_open(child, 0);
    struct pollfd waiting = {.fd = handle, .events = POLLIN};
    bool in_time = handle >= 0;
    int64_t until = clock_running_ms() + (int64_t)seconds * 1000;
    for (int ready = 0; in_time && ready <= 0;) {
        int64_t left = until - clock_running_ms();
        in_time = left > 0;
        ready = in_time ? poll(&waiting, 1, (int)left) : 0;
        if (ready < 0 && errno != EINTR) in_time = false;
    }
    if (handle >= 0) close(handle);
    if (!in_time) kill(-child, SIGKILL);
    while (waitpid(child, ret_status, 0) < 0 && errno == EINTR) {
    }
    return in_time;
}

static void judge(struct context *cx, int status, struct outbox_try *attempt)
{
    static const int never[] = {EX_DATAERR, EX_NOUSER, EX_NOHOST};
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    attempt->end = code == 0 ? OUTBOX_SENT : OUTBOX_LATER;
    for (size_t i = 0; i < COUNT_OF(never); i++)
        if (code == never[i]) attempt->end = OUTBOX_NEVER;
    attempt->error = WIFEXITED(status) ? arena_format(cx->mem, "the command ended with %d", code)
                                       : arena_format(cx->mem, "the command was ended by signal %d",
                                                      WTERMSIG(status));
}

enum status outbox_command(struct context *cx, const struct outbox_settings *settings,
                           struct outbox_try *attempt)
{
    pid_t child;
    int input, status = 0;
    TRY(fill_input(cx, attempt, &input));
    int wrong = start(settings, input, &child);
    if (wrong) {
        attempt->error = arena_format(cx->mem, "the command did not start: %s", strerror(wrong));
        return OK;
    }
    if (ended_in_time(child, settings->command_seconds, &status))
        judge(cx, status, attempt);
    else
        attempt->error = "the command took too long";
    return OK;
}
