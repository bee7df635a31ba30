/* The kill drill (SECURITY T3): a child makes acts and sequences them, and is killed at a random
 * moment; then the ledger is read by somebody who remembers, started again, and verified.
 *
 * usage: drill_ledger KILLS [VERIFIER…]     each time round; VERIFIER gets the folder as argument
 */
#include <errno.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "ledger/fixture.h"
#include "ledger/reader.h"
#include "ledger/verify.h"

extern char **environ;

static _Noreturn void fail(struct fixture *fixture, const char *what)
{
    printf("not ok - %s: %s (in %s)\n", what, fixture->cx.fault, fixture->data);
    exit(1);
}

static void expect(struct fixture *fixture, enum status status, const char *what)
{
    if (status != OK) fail(fixture, what);
}

/* Releases, corrections with shared and own files, now and then an erasure of everything. */
static void make_act(struct fixture *fixture)
{
    char letters[3] = {(char)('a' + randombytes_uniform(26)), (char)('a' + randombytes_uniform(4)),
                       '\0'};
    bool erase = randombytes_uniform(12) == 0;
    struct fixture_act act = {
        .record = letters, .type = erase ? "erased" : "released", .erases = erase ? "all" : ""};
    if (randombytes_uniform(3) == 0)
        act.file = arena_format(fixture->cx.mem, "file %u", randombytes_uniform(20));
    expect(fixture, fixture_act(fixture, act), "an act is made");
}

static _Noreturn void work(struct fixture *fixture)
{
    size_t done;
    fixture_store(fixture);
    fixture_open(fixture, CLOCK_SYSTEM);
    for (;;) {
        for (uint32_t i = randombytes_uniform(20); i > 0; i--) make_act(fixture);
        expect(fixture,
               ledger_sequence(&fixture->cx, fixture->ledger, 1 + randombytes_uniform(30), &done),
               "a batch is sequenced");
        arena_reset(fixture->cx.mem);
    }
}

static void pause_for(uint32_t microseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = microseconds * 1000L}, NULL);
}

static void run_and_kill(struct fixture *fixture)
{
    int ended;
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) fail(fixture, "fork");
    if (child == 0) work(fixture);
    pause_for(1 + randombytes_uniform(60 * 1000));
    kill(child, SIGKILL);
    if (waitpid(child, &ended, 0) != child || !WIFSIGNALED(ended) || WTERMSIG(ended) != SIGKILL)
        fail(fixture, "the child ended by itself");
}

static void run_verifier(struct fixture *fixture, char **command)
{
    pid_t child;
    int ended = -1;
    if (posix_spawnp(&child, command[0], NULL, NULL, command, environ) != 0 ||
        waitpid(child, &ended, 0) != child || ended != 0)
        fail(fixture, "the other verifier");
}

static void check(struct fixture *fixture, const char *folder)
{
    struct verify_report report;
    enum status status = ledger_verify(&fixture->cx, folder, &report);
    for (size_t i = 0; i < report.problems_count && i < VERIFY_PROBLEMS; i++)
        printf("# %s %s\n", report.problems[i].message, report.problems[i].detail);
    expect(fixture, status, "the ledger verifies");
    int64_t acts = fixture_int(fixture, "SELECT count(*) FROM act"),
            known = fixture_int(fixture, "SELECT count(DISTINCT ledger_index) FROM act"),
            highest = fixture_int(fixture, "SELECT coalesce(max(ledger_index) + 1, 0) FROM act"),
            unfinished = fixture_int(fixture, "SELECT count(*) FROM act WHERE stage = 1");
    if (known != highest || (uint64_t)known != report.size || known > acts || unfinished != 0)
        fail(fixture, "every row has its index exactly once");
}

/* Starts again, which finishes what the kill left, and stops. */
static void restart(struct fixture *fixture, const char *folder, struct reader *witness)
{
    expect(fixture, reader_refresh(&fixture->cx, witness), "what is left extends what was seen");
    fixture_store(fixture);
    fixture_open(fixture, CLOCK_SYSTEM);
    expect(fixture, reader_refresh(&fixture->cx, witness),
           "what is finished extends what was seen");
    check(fixture, folder);
    fixture_close(fixture);
}

int main(int argc, char **argv)
{
    struct fixture fixture;
    struct reader *witness;
    int64_t kills = 0;
    if (argc < 2 || !text_to_int(argv[1], &kills)) return 2;
    fixture_new(&fixture);
    struct arena *mem = arena_new("drill");
    char *folder = arena_format(mem, "%s/ledger", fixture.data);
    expect(&fixture, reader_open(&fixture.cx, folder, NULL, &witness), "a new ledger is read");
    fixture_close(&fixture);
    for (int64_t i = 0; i < kills; i++) {
        run_and_kill(&fixture);
        restart(&fixture, folder, witness);
    }
    fixture_store(&fixture);
    fixture_open(&fixture, CLOCK_SYSTEM);
    fixture_sequence(&fixture, 1000);
    check(&fixture, folder);
    long long acts = fixture_int(&fixture, "SELECT count(*) FROM act");
    if (acts != fixture_int(&fixture, "SELECT count(ledger_index) FROM act"))
        fail(&fixture, "every act has an entry at the end");
    if (argc > 2) {
        char *command[8] = {NULL};
        for (int i = 2; i < argc && i < 7; i++) command[i - 2] = argv[i], command[i - 1] = folder;
        run_verifier(&fixture, command);
    }
    printf("ok - %lld kills, %lld acts, 0 forks\n", (long long)kills, acts);
    reader_close(witness);
    fixture_remove(&fixture);
    arena_free(mem);
    return 0;
}
