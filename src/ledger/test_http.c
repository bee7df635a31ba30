/* A ledger is verified over HTTP exactly as from its folder. */
#include "base/arena.h"
#include "base/unit.h"
#include "ledger/fixture.h"
#include "ledger/verify.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static struct fixture f;
static const char *folder;

/* Any web server will do, for a ledger is plain files (SECURITY L8): Python's. Returns its port. */
static unsigned serve(pid_t *ret_server)
{
    char *const command[] = {arena_copy(f.cx.mem, "python3"),
                             arena_copy(f.cx.mem, "-um"),
                             arena_copy(f.cx.mem, "http.server"),
                             arena_format(f.cx.mem, "--directory=%s", folder),
                             arena_copy(f.cx.mem, "--bind=127.0.0.1"),
                             arena_copy(f.cx.mem, "0"),
                             NULL};
    posix_spawn_file_actions_t actions;
    int ends[2];
    char said[200] = "";
    assert_int_equal(pipe(ends), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    assert_int_equal(posix_spawnp(ret_server, "python3", &actions, NULL, command, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    close(ends[0]);
    const char *port = strstr(said, " port ");
    assert_non_null(port);
    unsigned number = 0;
    for (port += strlen(" port "); *port >= '0' && *port <= '9'; port++)
        number = number * 10 + (unsigned)(*port - '0');
    return number;
}

static void stop(pid_t server)
{
    assert_int_equal(kill(server, SIGKILL), 0);
    assert_int_equal(waitpid(server, NULL, 0), server);
}

static void a_ledger_verifies_over_http(void **state)
{
    struct verify_report report;
    pid_t server;
    unsigned port = serve(&server);
    const char *address = arena_format(f.cx.mem, "http://127.0.0.1:%u/", port);
    const char *vkey = vkey_write(f.cx.mem, ledger_vkey(f.ledger));
    assert_int_equal(ledger_verify_as(&f.cx, address, vkey, &report), OK);
    assert_int_equal(report.size, 300);
    assert_int_equal(report.objects, 299);
    assert_int_equal(report.erased, 1);
    assert_int_equal(report.files, 1);
    assert_int_equal(report.records_count, 299);
    assert_int_equal(report.records[0].seq, 2);
    assert_int_equal(report.records[0].type, ACT_ERASED);

    char *other = arena_copy(f.cx.mem, vkey);
    other[0] = 'X';
    assert_int_equal(ledger_verify_as(&f.cx, address, other, &report), INVALID);
    assert_string_equal(report.problems[0].message, "ledger.vkey.form");

    const char *tile = arena_format(f.cx.mem, "%s/tile/entries/000", folder);
    assert_int_equal(truncate(tile, 100), 0);
    assert_int_equal(ledger_verify(&f.cx, address, &report), INVALID);
    assert_string_equal(report.problems[0].message, "ledger.bundle.torn");
    assert_string_equal(report.problems[0].detail, "tile/entries/000");
    stop(server);
    assert_int_equal(ledger_verify(&f.cx, address, &report), FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_ledger_verifies_over_http)};
    fixture_new(&f);
    fixture_open(&f, CLOCK_SYSTEM);
    folder = arena_format(f.cx.mem, "%s/ledger", f.data);
    for (int i = 0; i < 299; i++) {
        char letters[3] = {(char)('a' + i % 20), (char)('a' + i / 20), 0};
        if (fixture_act(&f, (struct fixture_act){.record = letters, .file = "same"}) != OK)
            return 1;
    }
    if (fixture_act(&f, (struct fixture_act){.record = "aa", .type = "erased", .erases = "all"}) !=
        OK)
        return 1;
    fixture_sequence(&f, 1000);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_remove(&f);
    return failed;
}
