#include "outbox/fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct context cx;
struct outbox_settings settings;
char folder[40];
static pid_t server;
const struct moment start_time = {1743120000000};

const char *in_folder(const char *name)
{
    return arena_format(cx.mem, "%s/%s", folder, name);
}

void write_file(const char *name, const char *text)
{
    struct bytes bytes = {(const unsigned char *)text, strlen(text)};
    assert_int_equal(file_write(&cx, folder, in_folder(name), bytes, false), OK);
}

void behave(const char *how)
{
    write_file("behaviour", how);
}

int start_server(const char *certificate, const char *key)
{
    const char *argv[] = {"python3",
                          SOURCE_FOLDER "/tests/smtp_server.py",
                          in_folder("log"),
                          in_folder("behaviour"),
                          certificate,
                          key,
                          NULL};
    posix_spawn_file_actions_t files;
    int pipes[2];
    char port[16] = "";
    assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, pipes[1], STDOUT_FILENO);
    assert_int_equal(
        posix_spawnp(&server, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ), 0);
    posix_spawn_file_actions_destroy(&files);
    close(pipes[1]);
    assert_true(read(pipes[0], port, sizeof port - 1) > 0);
    close(pipes[0]);
    port[strcspn(port, "\n")] = '\0';
    settings.smtp = arena_format(cx.mem, "smtp://127.0.0.1:%s", port);
    return 0;
}

void stop_server(void)
{
    if (server) kill(server, SIGKILL);
    if (server) waitpid(server, NULL, 0);
    server = 0;
}

int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    memcpy(folder, "/tmp/gongkai-outbox-XXXXXX", 27);
    if (zone_open("Asia/Shanghai") != OK || !mkdtemp(folder)) return -1;
    if (store_open(&cx, in_folder("office.db"), STORE_DURABLE) != OK) return -1;
    if (outbox_ensure_tables(&cx) != OK) return -1;
    context_set_clock(&cx, start_time);
    settings = (struct outbox_settings){.ca = "",
                                        .user = "",
                                        .password_file = "",
                                        .from = "notice@ga.example.cn",
                                        .from_name = "政府信息公开办公室",
                                        .command_seconds = 10,
                                        .give_up_days = 3};
    write_file("log", "");
    behave("ok");
    return start_server(NULL, NULL);
}

int tear_down(void **state)
{
    stop_server();
    store_close(cx.store);
    tool_read(&cx, (struct bytes){NULL, 0}, (const char *[]){"rm", "-r", folder, NULL});
    arena_free(cx.mem);
    return 0;
}

void advance(int64_t ms)
{
    context_set_clock(&cx, (struct moment){cx.now.ms + ms});
}

enum status put_one(struct outbox_notice notice)
{
    if (!notice.recipient) notice.recipient = "zhang@example.cn";
    if (!notice.subject) notice.subject = "您的办件有新的进展";
    if (!notice.body) notice.body = "您在江城市公安局的一件办件有新的进展。\n请打开网站查看。";
    if (!notice.key) notice.key = "letter:a:served";
    assert_int_equal(store_begin(&cx), OK);
    enum status status = outbox_put(&cx, &notice);
    if (status == OK)
        assert_int_equal(store_commit(&cx), OK);
    else
        store_rollback(&cx);
    return status;
}

struct outbox_round run_round(void)
{
    struct outbox_round round;
    enum status status = outbox_run(&cx, &settings, 100, &round);
    if (status != OK) fail_msg("%s", cx.fault);
    return round;
}

void assert_round(size_t sent, size_t deferred, size_t failed)
{
    struct outbox_round round = run_round();
    assert_int_equal(round.sent, sent);
    assert_int_equal(round.deferred, deferred);
    assert_int_equal(round.failed, failed);
}

int64_t count(const char *text)
{
    int64_t number = -1;
    assert_int_equal(store_int(&cx, &(struct sql){text, text}, BIND_NONE, &number), OK);
    return number;
}

/* What arrived, as a program that reads mail sees it: one line a message. */
const char *arrived(void)
{
    static const char reader[] =
        "import json, sys, email, email.policy\n"
        "for line in open(sys.argv[1]):\n"
        "    m = json.loads(line)\n"
        "    raw = m['data'].encode('latin-1')\n"
        "    assert max(raw) < 128 and b'\\n' not in raw.replace(b'\\r\\n', b''), 'not 7bit'\n"
        "    e = email.message_from_bytes(raw, policy=email.policy.default)\n"
        "    print(m['from'], *m['to'], m['tls'], m['user'], m['answered'], sep='|', end='|')\n"
        "    print(e['from'], e['to'], e['subject'], e['date'], e['message-id'],\n"
        "          e['auto-submitted'], e.get_content_type(), "
        "repr(e.get_content().replace('\\r\\n', '\\n')), sep='|')\n";
    struct bytes log;
    assert_int_equal(file_read(&cx, in_folder("log"), 10000000, &log), OK);
    return tool_read(&cx, log, (const char *[]){"python3", "-c", reader, "FILE", NULL});
}

size_t lines(const char *text)
{
    size_t n = 0;
    for (; *text; text++) n += *text == '\n';
    return n;
}

const char *part(const char *line, int at)
{
    while (at--) line = strchr(line, '|') + 1;
    return arena_copy_n(cx.mem, line, strcspn(line, "|\n"));
}
