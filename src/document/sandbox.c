#include "document/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { ANSWER_FD = 3, BROKEN = 254, WRITE_FAILED = 255 };

/* ---- the child ---- */

/* The pages mapped now: a limit on address space counts from here. */
static rlim_t mapped_bytes(void)
{
    char line[64] = "";
    unsigned long pages = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    ssize_t n = read(fd, line, sizeof line - 1);
    close(fd);
    for (const char *c = line; n > 0 && *c >= '0' && *c <= '9'; c++)
        pages = pages * 10 + (unsigned long)(*c - '0');
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static bool limit(__rlimit_resource_t what, rlim_t most)
{
    return setrlimit(what, &(struct rlimit){most, most}) == 0;
}

static bool set_limits(const struct sandbox_limits *limits)
{
    rlim_t mapped = mapped_bytes();
    /* ASan maps terabytes of shadow; there the other limits must do. */
    if (!SANITIZED && (!mapped || !limit(RLIMIT_AS, mapped + limits->memory))) return false;
    return limit(RLIMIT_CPU, limits->cpu_seconds) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, ANSWER_FD + 1);
}

/* Only the answer stays open; 0 to 2 lead nowhere (a sanitizer may still report on 2). */
static bool close_descriptors(int answer)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0 || dup2(nowhere, 0) < 0 || dup2(nowhere, 1) < 0) return false;
    if (!SANITIZED && dup2(nowhere, 2) < 0) return false;
    if (answer != ANSWER_FD && dup2(answer, ANSWER_FD) < 0) return false;
    return close_range(ANSWER_FD + 1, ~0u, 0) == 0;
}

static void reset_signals(void)
{
    sigset_t none;
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Everything that is not in this list ends the process. */
static bool allow_little(void)
{
    static const int calls[] = {
        SCMP_SYS(exit),
        SCMP_SYS(exit_group),
        SCMP_SYS(brk),
        SCMP_SYS(munmap),
        SCMP_SYS(mremap),
        SCMP_SYS(madvise),
        SCMP_SYS(futex),
        SCMP_SYS(sched_yield),
        SCMP_SYS(gettid),
        SCMP_SYS(rt_sigreturn),
#if SANITIZED /* what ASan asks when a function does not return */
        SCMP_SYS(sigaltstack),
        SCMP_SYS(sched_getaffinity),
#endif
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool done = filter != NULL;
    for (size_t i = 0; done && i < COUNT_OF(calls); i++)
        done = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) == 0;
    /* Memory of its own, never executable, never of a file. */
    done = done &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                            SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                            SCMP_A0(SCMP_CMP_EQ, ANSWER_FD)) == 0 &&
           seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done;
}

static _Noreturn void be_child(pid_t parent, int answer, const struct sandbox_limits *limits,
                               int (*work)(int, const void *), const void *given)
{
    /* The parent may have died before it could be asked to take its child along. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(BROKEN);
    reset_signals();
    if (!close_descriptors(answer) || !set_limits(limits)) _exit(BROKEN);
    if (prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        _exit(BROKEN);
    /* The heap of a thread asks the kernel's settings, by open(), before it is first trimmed. */
    if (!SANITIZED && !mallopt(M_TRIM_THRESHOLD, -1)) _exit(BROKEN);
    if (!allow_little()) _exit(BROKEN);
    _exit(work(ANSWER_FD, given));
}

int sandbox_write(int answer, struct bytes bytes)
{
    for (size_t done = 0; done < bytes.size;) {
        ssize_t n = write(answer, bytes.data + done, bytes.size - done);
        if (n < 0) return WRITE_FAILED;
        done += (size_t)n;
    }
    return 0;
}

/* ---- the parent ---- */

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Reads to the end, the deadline or the limit; true when it came to the end. */
static bool listen_to(int fd, const struct sandbox_limits *limits, struct out *answer)
{
    int64_t deadline = clock_ms() + (int64_t)limits->wall_seconds * 1000;
    static const size_t piece = 64 * 1024;
    unsigned char *buffer = arena_alloc(answer->mem, piece);
    for (;;) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        int64_t left = deadline - clock_ms();
        int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        ssize_t n = read(fd, buffer, piece);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 || answer->size + (size_t)n > limits->answer) return false;
        if (n == 0) return true;
        out_bytes(answer, buffer, (size_t)n);
    }
}

/* The child has closed its answer or is to be killed; it cannot sleep, so this ends soon. */
static int wait_for(pid_t child)
{
    int status;
    pid_t ended;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended < 0 && errno == EINTR);
    return ended == child ? status : -1;
}

enum status sandbox_run(struct context *cx, const struct sandbox_limits *limits,
                        int (*work)(int answer, const void *given), const void *given,
                        struct sandbox_end *ret_end)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return fault(cx, "pipe: %s", strerror(errno));
    pid_t parent = getpid(), child = fork();
    if (child == 0) be_child(parent, ends[1], limits, work, given);
    int error = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return fault(cx, "fork: %s", strerror(error));
    }
    struct out answer = out_new(cx->mem);
    bool whole = listen_to(ends[0], limits, &answer);
    close(ends[0]);
    if (!whole) kill(child, SIGKILL);
    int status = wait_for(child);
    if (status == -1) return fault(cx, "waitpid: somebody else collects the children");
    *ret_end = (struct sandbox_end){.how = SANDBOX_KILLED};
    if (!whole || !WIFEXITED(status)) return OK;
    if (WEXITSTATUS(status) == BROKEN) return fault(cx, "the sandbox cannot be set up here");
    ret_end->how = WEXITSTATUS(status) == 0 ? SANDBOX_ANSWERED : SANDBOX_REFUSED;
    ret_end->code = WEXITSTATUS(status);
    if (ret_end->how == SANDBOX_ANSWERED) ret_end->answer = out_taken(&answer);
    return OK;
}
