#include "document/sandbox.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/unit.h"

static struct context cx;
static const struct sandbox_limits limits = {
    .answer = 100000, .memory = 64 << 20, .cpu_seconds = 2, .wall_seconds = 20};

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    return 0;
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

static struct sandbox_end run(int (*work)(int, const void *), const void *given)
{
    struct sandbox_end end;
    assert_int_equal(sandbox_run(&cx, &limits, work, given, &end), OK);
    return end;
}

static int echo(int answer, const void *given)
{
    return sandbox_write(answer, *(const struct bytes *)given);
}

static void work_may_compute_and_answer(void **state)
{
    char *text = arena_alloc(cx.mem, 90000);
    memset(text, 'x', 90000);
    struct bytes given = {(const unsigned char *)text, 90000};
    struct sandbox_end end = run(echo, &given);
    assert_int_equal(end.how, SANDBOX_ANSWERED);
    assert_int_equal(end.answer.size, 90000);
    assert_memory_equal(end.answer.data, text, 90000);
}

static int refuse(int answer, const void *given)
{
    return *(const int *)given;
}

static void a_refusal_keeps_its_code(void **state)
{
    int code = 7;
    struct sandbox_end end = run(refuse, &code);
    assert_int_equal(end.how, SANDBOX_REFUSED);
    assert_int_equal(end.code, 7);
}

/* ---- H1: every forbidden act, tried from inside; whoever comes back from it answers 0 ---- */

static int secret_fd;

static int try_open(int answer, const void *given)
{
    open("/etc/passwd", O_RDONLY);
    return 0;
}
static int try_create(int answer, const void *given)
{
    open("/tmp/gongkai-escaped", O_WRONLY | O_CREAT, 0600);
    return 0;
}
static int try_socket(int answer, const void *given)
{
    socket(AF_INET, SOCK_STREAM, 0);
    return 0;
}
static int try_execve(int answer, const void *given)
{
    execl("/bin/true", "true", (char *)NULL);
    return 0;
}
static int try_ptrace(int answer, const void *given)
{
    ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
    return 0;
}
static int try_kill(int answer, const void *given)
{
    kill(getppid(), 0);
    return 0;
}
static int try_fork(int answer, const void *given)
{
    if (fork() == 0) _exit(0);
    return 0;
}
static int try_read(int answer, const void *given)
{
    char byte;
    return read(secret_fd, &byte, 1) > 1;
}
static int try_write_elsewhere(int answer, const void *given)
{
    return write(1, "x", 1) > 1;
}
static int try_sleep(int answer, const void *given)
{
    sleep(100);
    return 0;
}
static int try_crash(int answer, const void *given)
{
    raise(SIGSEGV);
    return 0;
}
static int try_spin(int answer, const void *given)
{
    for (volatile int i = 0;; i++) {
    }
    return 0;
}
static int try_flood(int answer, const void *given)
{
    static const unsigned char zeros[4096];
    while (sandbox_write(answer, (struct bytes){zeros, sizeof zeros}) == 0) {
    }
    return 0;
}
#ifndef __SANITIZE_ADDRESS__
static int try_eat(int answer, const void *given)
{
    for (struct arena *mem = arena_new("eat");;) memset(arena_alloc(mem, 1 << 20), 1, 1 << 20);
    return 0;
}
#endif

static void everything_else_ends_the_child(void **state)
{
    static const struct {
        const char *what;
        int (*work)(int, const void *);
    } forbidden[] = {
        {"open",            try_open           },
        {"create",          try_create         },
        {"socket",          try_socket         },
        {"execve",          try_execve         },
        {"ptrace",          try_ptrace         },
        {"kill",            try_kill           },
        {"fork",            try_fork           },
        {"read",            try_read           },
        {"write elsewhere", try_write_elsewhere},
        {"sleep",           try_sleep          },
        {"crash",           try_crash          },
        {"spin",            try_spin           },
        {"flood",           try_flood          },
#ifndef __SANITIZE_ADDRESS__  /* which cannot bound its address space */
        {"eat memory",      try_eat            },
#endif
    };
    secret_fd = open("/etc/passwd", O_RDONLY);
    for (size_t i = 0; i < COUNT_OF(forbidden); i++) {
        struct sandbox_end end = run(forbidden[i].work, NULL);
        if (end.how != SANDBOX_KILLED) fail_msg("%s was possible", forbidden[i].what);
        assert_int_equal(end.answer.size, 0);
    }
    assert_int_not_equal(access("/tmp/gongkai-escaped", F_OK), 0);
    close(secret_fd);
}

static void a_silent_child_is_ended_at_the_deadline(void **state)
{
    struct sandbox_limits hasty = limits;
    struct sandbox_end end;
    hasty.wall_seconds = 1;
    hasty.cpu_seconds = 100;
    assert_int_equal(sandbox_run(&cx, &hasty, try_spin, NULL, &end), OK);
    assert_int_equal(end.how, SANDBOX_KILLED);
}

/* A parent that dies takes the child along: the pipe it was given closes. */
static int tell_and_spin(int answer, const void *given)
{
    return try_spin(answer, given);
}

static void a_child_dies_with_its_parent(void **state)
{
    int alive[2];
    assert_int_equal(pipe(alive), 0);
    pid_t middle = fork();
    if (middle == 0) {
        /* The grandchild keeps no descriptor, so watch it by its parent in /proc instead. */
        struct sandbox_limits long_limits = limits;
        struct sandbox_end end;
        long_limits.cpu_seconds = long_limits.wall_seconds = 60;
        if (write(alive[1], "x", 1) == 1 &&
            sandbox_run(&cx, &long_limits, tell_and_spin, NULL, &end) == OK)
            _exit(0);
        _exit(1);
    }
    char byte;
    assert_int_equal(read(alive[0], &byte, 1), 1);
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)middle, (int)middle);
    int grandchild = 0;
    for (int tries = 0; tries < 2000 && !grandchild; tries++) {
        FILE *file = fopen(path, "r");
        char line[32] = "";
        int64_t number = 0;
        if (!file) break;
        if (fgets(line, sizeof line, file)) line[strcspn(line, " \n")] = '\0';
        fclose(file);
        if (text_to_int(line, &number)) grandchild = (int)number;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    if (!grandchild) { /* a kernel without that file */
        kill(middle, SIGKILL);
        waitpid(middle, NULL, 0);
        skip();
    }
    nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    kill(middle, SIGKILL);
    waitpid(middle, NULL, 0);
    snprintf(path, sizeof path, "/proc/%d/stat", grandchild);
    bool gone = false;
    for (int tries = 0; tries < 3000 && !gone; tries++) {
        FILE *file = fopen(path, "r");
        char line[256] = "";
        gone = !file || !fgets(line, sizeof line, file) || strstr(line, ") Z") != NULL;
        if (file) fclose(file);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    close(alive[0]);
    close(alive[1]);
    assert_true(gone);
}

static int use_the_heap(int answer, const void *given)
{
    for (int round = 0; round < 3; round++) {
        struct arena *mem = arena_new("heap");
        for (int i = 0; i < 60; i++) memset(arena_alloc(mem, 50000), 1, 50000);
        arena_free(mem);
    }
    return 0;
}

static void *run_in_thread(void *end)
{
    static const struct sandbox_limits most = {
        .memory = 1UL << 30, .answer = 1000, .cpu_seconds = 10, .wall_seconds = 30};
    struct context own = {.mem = arena_new("thread")};
    enum status status = sandbox_run(&own, &most, use_the_heap, NULL, end);
    arena_free(own.mem);
    return status == OK ? end : NULL;
}

/* A worker's heap is not that of the main thread, and the first use of it is a special one. */
static void a_thread_may_use_it_first(void **state)
{
    struct sandbox_end end = {0};
    pthread_t thread;
    void *done = NULL;
    assert_int_equal(pthread_create(&thread, NULL, run_in_thread, &end), 0);
    assert_int_equal(pthread_join(thread, &done), 0);
    assert_non_null(done);
    assert_int_equal(end.how, SANDBOX_ANSWERED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_may_use_it_first),
        cmocka_unit_test_setup_teardown(work_may_compute_and_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_keeps_its_code, set_up, tear_down),
        cmocka_unit_test_setup_teardown(everything_else_ends_the_child, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_silent_child_is_ended_at_the_deadline, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_child_dies_with_its_parent, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
