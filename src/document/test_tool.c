#include "document/test_tool.h"

#include "base/unit.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { ARGUMENTS_MOST = 24 };

static const char *read_all(struct context *cx, int fd)
{
    struct out out = out_new(cx->mem);
    char part[4096];
    for (ssize_t n; (n = read(fd, part, sizeof part)) > 0;) out_bytes(&out, part, (size_t)n);
    return out.text;
}

const char *tool_read(struct context *cx, struct bytes bytes, const char *const *arguments)
{
    char path[] = "/tmp/gongkai-test-XXXXXX";
    const char *argv[ARGUMENTS_MOST + 1] = {NULL};
    int fd = mkstemp(path), pipes[2], status;
    pid_t child;
    posix_spawn_file_actions_t actions;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.data, bytes.size), (ssize_t)bytes.size);
    close(fd);
    for (int i = 0; i < ARGUMENTS_MOST && arguments[i]; i++)
        argv[i] = strcmp(arguments[i], "FILE") ? arguments[i] : path;
    assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO);
    int wrong = posix_spawnp(&child, argv[0], &actions, NULL, (char *const *)argv, environ);
    assert_int_equal(wrong, 0);
    posix_spawn_file_actions_destroy(&actions);
    close(pipes[1]);
    const char *said = read_all(cx, pipes[0]);
    close(pipes[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (status != 0) print_error("%s: %d\n%s\n", argv[0], status, said);
    assert_int_equal(status, 0);
    unlink(path);
    return said;
}
