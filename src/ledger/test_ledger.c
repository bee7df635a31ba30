/* The sequencer, its crashes, erasure, and the verifier. */
#include "base/arena.h"
#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/bundle.h"
#include "ledger/fixture.h"
#include "ledger/inside.h"
#include "ledger/reader.h"
#include "ledger/verify.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static struct fixture f;

static int fresh(void **state)
{
    fixture_new(&f);
    return 0;
}

static int gone(void **state)
{
    fixture_remove(&f);
    return 0;
}

static char *path_of(const char *path)
{
    return arena_format(f.cx.mem, "%s/%s", f.data, path);
}

static void act(struct fixture_act made)
{
    assert_int_equal(fixture_act(&f, made), OK);
}

/* The independent verifier, which shares no code with ours, must always agree with it. */
static bool other_verifier_agrees(const char *folder)
{
    char *command[] = {arena_copy(f.cx.mem, "python3"),
                       arena_copy(f.cx.mem, TEST_DATA "/../verify_tlog.py"),
                       arena_copy(f.cx.mem, folder), NULL};
    posix_spawn_file_actions_t quiet;
    pid_t child;
    int ended = -1;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    assert_int_equal(posix_spawnp(&child, "python3", &quiet, NULL, command, environ), 0);
    posix_spawn_file_actions_destroy(&quiet);
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) <= 1);
    return WEXITSTATUS(ended) == 0;
}

static struct verify_report verified(enum status wanted)
{
    struct verify_report report;
    enum status status = ledger_verify(&f.cx, path_of("ledger"), &report);
    if (status != wanted)
        for (size_t i = 0; i < report.problems_count && i < VERIFY_PROBLEMS; i++)
            print_message("%s %s\n", report.problems[i].message, report.problems[i].detail);
    assert_int_equal(status, wanted);
    assert_int_equal(other_verifier_agrees(path_of("ledger")), wanted == OK);
    return report;
}

static void assert_problem(const char *message, const char *detail)
{
    struct verify_report report = verified(INVALID);
    assert_true(report.problems_count >= 1);
    assert_string_equal(report.problems[0].message, message);
    if (detail) assert_string_equal(report.problems[0].detail, detail);
}

static struct entry entry_at(uint64_t index)
{
    struct reader *reader;
    struct entry entry;
    assert_int_equal(reader_open(&f.cx, path_of("ledger"), NULL, &reader), OK);
    assert_int_equal(reader_entry(&f.cx, reader, index, &entry), OK);
    reader_close(reader);
    return entry;
}

static const char *object_of(uint64_t index)
{
    return path_of(arena_format(f.cx.mem, "ledger/%s",
                                object_path(f.cx.mem, "object", entry_at(index).commit)));
}

static void a_new_ledger_is_empty_and_its_key_private(void **state)
{
    struct stat about;
    assert_int_equal(stat(path_of("keys/ledger.key"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    fixture_open(&f, CLOCK_SYSTEM);
    struct verify_report report = verified(OK);
    assert_int_equal(report.size, 0);
    assert_string_equal(report.origin, "00223213X.invalid/ledger");
    assert_int_equal(ledger_init(&f.cx, f.data, "other.invalid/ledger"), CONFLICT);
    assert_int_equal(ledger_init(&f.cx, path_of("second"), "two words"), INVALID);
}

static void acts_become_entries_in_order_of_their_records(void **state)
{
    /* The third act of "a" has the lowest number, the first the highest. */
    act((struct fixture_act){.record = "a", .seq = 3, .number = 1, .type = "withdrawn"});
    act((struct fixture_act){.record = "b", .number = 2});
    act((struct fixture_act){.record = "a", .seq = 2, .number = 30, .type = "corrected"});
    act((struct fixture_act){.record = "a", .seq = 1, .number = 40});
    act((struct fixture_act){.record = "c", .seq = 2, .number = 50, .type = "corrected"});
    fixture_open(&f, CLOCK_SYSTEM);
    assert_int_equal(fixture_sequence(&f, 100), 4);
    verified(OK);
    assert_int_equal(fixture_int(&f, "SELECT ledger_index FROM act WHERE number = 40"), 0);
    assert_int_equal(fixture_int(&f, "SELECT ledger_index FROM act WHERE number = 30"), 1);
    assert_int_equal(fixture_int(&f, "SELECT ledger_index FROM act WHERE number = 1"), 2);
    assert_int_equal(fixture_int(&f, "SELECT ledger_index FROM act WHERE number = 2"), 3);
    /* "c" waits for its first act, which is not committed yet. */
    assert_int_equal(fixture_int(&f, "SELECT stage FROM act WHERE number = 50"), 0);
    act((struct fixture_act){.record = "c", .seq = 1, .number = 60});
    assert_int_equal(fixture_sequence(&f, 1), 2);
    struct entry last = entry_at(5);
    assert_int_equal(last.seq, 2);
    assert_int_equal(last.prev, 4);
    assert_int_equal(fixture_int(&f, "SELECT count(*) FROM act WHERE stage = 2"), 6);
    assert_int_equal(verified(OK).records_count, 3);
}

static void the_clock_never_runs_backwards(void **state)
{
    const struct date day = date_of(2009, 9, 28);
    int64_t noon = zone_moment(day, 12, 0).ms;
    act((struct fixture_act){.record = "a", .acted_at = noon});
    act((struct fixture_act){.record = "b", .acted_at = noon - 5000});
    act((struct fixture_act){.record = "c", .acted_at = noon + 12 * 3600 * 1000});
    fixture_open(&f, CLOCK_ACTS);
    assert_int_equal(fixture_sequence(&f, 2), 3);
    assert_int_equal(entry_at(0).at.ms, noon);
    assert_int_equal(entry_at(1).at.ms, noon);
    assert_int_equal(fixture_int(&f, "SELECT acted_on FROM act WHERE number = 1"), day.day);
    assert_int_equal(fixture_int(&f, "SELECT acted_on FROM act WHERE number = 3"), day.day + 1);
    ledger_close(f.ledger);
    fixture_open(&f, CLOCK_SYSTEM);
    act((struct fixture_act){.record = "d", .acted_at = noon});
    fixture_sequence(&f, 1);
    assert_true(entry_at(3).at.ms > moment_now().ms - 60000);
}

static void a_batch_of_many_is_the_same_as_many_of_one(void **state)
{
    fixture_open(&f, CLOCK_SYSTEM);
    for (int i = 0; i < 600; i++) {
        char letters[4] = {(char)('a' + i % 20), (char)('a' + i / 20 % 20), (char)('a' + i / 400),
                           0};
        act((struct fixture_act){.record = letters});
        if (i == 3 || i == 256) fixture_sequence(&f, 1);
        if (i == 255 || i == 300) fixture_sequence(&f, 63);
    }
    assert_int_equal(fixture_sequence(&f, 100), 299);
    struct verify_report report = verified(OK);
    assert_int_equal(report.size, 600);
    assert_int_equal(report.objects, 600);
    assert_int_equal(report.tiles, 3 + 3 + 1);
    assert_false(file_exists(path_of("ledger/tile/0/000.p")));
    assert_false(file_exists(path_of("ledger/tile/entries/000.p")));
    assert_true(file_exists(path_of("ledger/tile/entries/002.p/88")));
}

static void an_entry_is_proved_to_whoever_knows_the_key(void **state)
{
    struct reader *reader;
    const char *proof;
    fixture_open(&f, CLOCK_SYSTEM);
    for (int i = 0; i < 5; i++) act((struct fixture_act){.record = "a"});
    fixture_sequence(&f, 10);
    const char *vkey = vkey_write(f.cx.mem, ledger_vkey(f.ledger));
    assert_int_equal(reader_open(&f.cx, path_of("ledger"), vkey, &reader), OK);
    assert_int_equal(reader_proof(&f.cx, reader, 2, &proof), OK);
    assert_true(text_starts(proof, "c2sp.org/tlog-proof@v1\nindex 2\n"));
    assert_int_equal(reader_proof(&f.cx, reader, 5, &proof), NOT_FOUND);
    struct object object;
    struct hash commit = entry_at(1).commit;
    assert_int_equal(reader_object(&f.cx, reader, commit, &object), OK);
    commit.byte[0] ^= 1;
    assert_int_equal(reader_object(&f.cx, reader, commit, &object), NOT_FOUND);
    reader_close(reader);
}

static void a_kept_reader_takes_only_what_extends(void **state)
{
    struct reader *reader;
    struct tlog_tree tree = {0};
    struct bytes old;
    fixture_open(&f, CLOCK_SYSTEM);
    for (int i = 0; i < 3; i++) act((struct fixture_act){.record = "a"});
    fixture_sequence(&f, 10);
    assert_int_equal(reader_open(&f.cx, path_of("ledger"), NULL, &reader), OK);
    assert_int_equal(reader_check(&f.cx, reader, &tree), OK);
    assert_int_equal(file_read(&f.cx, path_of("ledger/checkpoint"), 4096, &old), OK);
    for (int i = 0; i < 300; i++) act((struct fixture_act){.record = "b"});
    fixture_sequence(&f, 100);
    assert_int_equal(reader_refresh(&f.cx, reader), OK);
    assert_int_equal(reader->checkpoint.size, 303);
    struct tlog_tree resumed;
    assert_int_equal(reader_tree(&f.cx, reader, 3, &resumed), OK);
    assert_true(hash_equal(tlog_root(&resumed), tlog_root(&tree)));
    assert_int_equal(reader_check(&f.cx, reader, &resumed), OK);
    assert_int_equal(resumed.size, 303);
    tree.peak[0].byte[0] ^= 1; /* another history of three entries */
    assert_int_equal(reader_check(&f.cx, reader, &tree), INVALID);
    assert_int_equal(tree.size, 3);
    assert_int_equal(file_write(&f.cx, path_of("tmp"), path_of("ledger/checkpoint"), old, false),
                     OK);
    assert_int_equal(reader_refresh(&f.cx, reader), INVALID);
    assert_int_equal(reader->checkpoint.size, 303);
    reader_close(reader);
}

static void erasing_leaves_the_entry_and_nothing_else(void **state)
{
    fixture_open(&f, CLOCK_SYSTEM);
    act((struct fixture_act){.record = "a", .text = "first", .file = "shared"});
    act((struct fixture_act){
        .record = "a", .text = "second", .file = "alone", .type = "corrected"});
    act((struct fixture_act){.record = "b", .file = "shared"});
    act((struct fixture_act){.record = "a", .text = "third", .type = "corrected"});
    fixture_sequence(&f, 10);
    assert_int_equal(verified(OK).files, 2);
    const char *first = object_of(0), *second = object_of(1), *third = object_of(3);
    act((struct fixture_act){.record = "a", .type = "erased", .erases = "1 2", .text = "grave"});
    fixture_sequence(&f, 10);
    assert_int_equal(entry_at(4).erases_count, 2);
    assert_int_equal(entry_at(4).erases[1], 1);
    struct verify_report report = verified(OK);
    assert_int_equal(report.erased, 2);
    assert_int_equal(report.objects, 3);
    assert_int_equal(report.files, 1); /* "shared" is still listed by "b" */
    assert_false(file_exists(first) || file_exists(second));
    assert_true(file_exists(third));
    assert_int_equal(fixture_int(&f, "SELECT count(*) FROM act WHERE stage = 3 AND "
                                     "length(salt) = 0 AND length(body) = 0"),
                     2);
    act((struct fixture_act){.record = "a", .type = "erased", .erases = "all"});
    act((struct fixture_act){.record = "b", .type = "erased", .erases = "all"});
    fixture_sequence(&f, 10);
    assert_int_equal(entry_at(5).erases_count, 2); /* the third, and the first grave */
    report = verified(OK);
    assert_int_equal(report.files, 0);
    assert_int_equal(report.objects, 2);
    assert_int_equal(report.erased, 5);
}

static void what_is_released_and_erased_at_once_is_gone(void **state)
{
    act((struct fixture_act){.record = "a", .file = "leak"});
    act((struct fixture_act){.record = "a", .type = "erased", .erases = "all"});
    fixture_open(&f, CLOCK_SYSTEM);
    fixture_sequence(&f, 10);
    assert_int_equal(verified(OK).erased, 1);
    assert_int_equal(fixture_int(&f, "SELECT stage FROM act WHERE number = 1"), 3);
}

/* A crash at any step leaves rows, lock and checkpoint as here; a start finishes the work. */
static void a_start_finishes_what_a_crash_left(void **state)
{
    struct bytes checkpoint;
    fixture_open(&f, CLOCK_SYSTEM);
    act((struct fixture_act){.record = "a", .file = "x"});
    fixture_sequence(&f, 10);
    assert_int_equal(file_read(&f.cx, path_of("ledger/checkpoint"), 4096, &checkpoint), OK);
    act((struct fixture_act){.record = "b"});
    act((struct fixture_act){.record = "a", .type = "erased", .erases = "all"});
    fixture_sequence(&f, 10);
    struct hash root = ledger_checkpoint(f.ledger)->root;
    ledger_close(f.ledger);
    /* after step 3: the lock is new, the checkpoint old, the rows not marked, files unfinished */
    assert_int_equal(
        file_write(&f.cx, path_of("tmp"), path_of("ledger/checkpoint"), checkpoint, false), OK);
    assert_int_equal(
        file_write(&f.cx, path_of("tmp"), path_of("tmp/ledger/torn.part"), checkpoint, false), OK);
    fixture_int(&f, "UPDATE act SET stage = 1 WHERE ledger_index >= 1 RETURNING 0");
    fixture_open(&f, CLOCK_SYSTEM);
    assert_int_equal(fixture_int(&f, "SELECT count(*) FROM act WHERE stage = 2"), 2);
    assert_true(hash_equal(root, ledger_checkpoint(f.ledger)->root));
    assert_false(file_exists(path_of("tmp/ledger/torn.part")));
    assert_int_equal(verified(OK).size, 3);
}

static void two_processes_take_turns(void **state)
{
    struct ledger *second;
    size_t done;
    fixture_open(&f, CLOCK_SYSTEM);
    assert_int_equal(ledger_open(&f.cx, f.data, CLOCK_SYSTEM, &second), OK);
    for (int i = 0; i < 4; i++) {
        act((struct fixture_act){.record = "a"});
        assert_int_equal(ledger_sequence(&f.cx, i % 2 ? second : f.ledger, 10, &done), OK);
        assert_int_equal(done, 1);
    }
    assert_int_equal(ledger_checkpoint(second)->size, 4);
    assert_int_equal(ledger_checkpoint(f.ledger)->size,
                     3); /* it learns of the fourth at its turn */
    int key = open(path_of("keys/ledger.key"), O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(key, LOCK_EX), 0);
    act((struct fixture_act){.record = "b"});
    assert_int_equal(ledger_sequence(&f.cx, f.ledger, 10, &done), BUSY);
    assert_int_equal(close(key), 0);
    assert_int_equal(ledger_sequence(&f.cx, f.ledger, 10, &done), OK);
    assert_int_equal(verified(OK).size, 5);
    ledger_close(second);
}

/* Entries stay for ever: nothing of a record's text, nor what would confirm a guess at it. */
static void entries_hold_nothing_of_a_record(void **state)
{
    struct bytes entries;
    fixture_open(&f, CLOCK_SYSTEM);
    act((struct fixture_act){.record = "a", .text = "张三 13800138000", .file = "张三"});
    fixture_sequence(&f, 10);
    assert_int_equal(file_read(&f.cx, path_of("ledger/tile/entries/000.p/1"), 9000, &entries), OK);
    assert_null(memmem(entries.data, entries.size, "张三", strlen("张三")));
    /* The same record committed to twice gives two commitments: the salt is the act's own. */
    act((struct fixture_act){.record = "a", .text = "张三 13800138000", .file = "张三"});
    fixture_sequence(&f, 10);
    assert_false(hash_equal(entry_at(0).commit, entry_at(1).commit));
}

static void an_older_database_refuses_to_sign(void **state)
{
    fixture_open(&f, CLOCK_SYSTEM);
    act((struct fixture_act){.record = "a"});
    fixture_sequence(&f, 10);
    assert_int_equal(store_copy(&f.cx, path_of("backup.db")), OK);
    act((struct fixture_act){.record = "b"});
    fixture_sequence(&f, 10);
    fixture_close(&f);
    assert_int_equal(rename(path_of("backup.db"), path_of("office.db")), 0);
    unlink(path_of("office.db-wal"));
    unlink(path_of("office.db-shm"));
    fixture_store(&f);
    assert_int_equal(fixture_try_open(&f, CLOCK_SYSTEM), FAULT);
    assert_non_null(strstr(f.cx.fault, "an older database was restored"));
    /* Going on by itself does not help it: the entry tells another story. */
    act((struct fixture_act){.record = "c"});
    fixture_int(&f, "UPDATE act SET ledger_index = 1, stage = 1, entry = (SELECT entry FROM act "
                    "WHERE number = 1) WHERE number = 2 RETURNING 0");
    f.cx.fault_file = NULL;
    assert_int_equal(fixture_try_open(&f, CLOCK_SYSTEM), FAULT);
    assert_non_null(strstr(f.cx.fault, "different stories"));
    assert_int_equal(verified(OK).size, 2);
}

static void a_database_restored_under_a_running_office_refuses_to_sign(void **state)
{
    size_t done;
    fixture_open(&f, CLOCK_SYSTEM);
    for (int i = 0; i < 3; i++) act((struct fixture_act){.record = "a"});
    fixture_sequence(&f, 10);
    fixture_int(&f, "DELETE FROM act WHERE ledger_index = 2 RETURNING 0");
    act((struct fixture_act){.record = "b"});
    assert_int_equal(ledger_sequence(&f.cx, f.ledger, 10, &done), FAULT);
    assert_int_equal(ledger_checkpoint(f.ledger)->size, 3);
    assert_int_equal(fixture_int(&f, "SELECT stage FROM act WHERE record LIKE 'b%'"), 0);
}

static struct bytes sign_as_another_copy(const struct checkpoint *checkpoint)
{
    struct ledger half = {.mem = f.cx.mem, .data = f.data};
    assert_int_equal(key_read(&f.cx, &half), OK);
    close(half.key_file);
    return note_sign(f.cx.mem, checkpoint_write(f.cx.mem, checkpoint), &half.signer);
}

static void a_data_folder_rolled_back_is_found_by_a_follower(void **state)
{
    struct bytes seen, ahead, forked;
    fixture_open(&f, CLOCK_SYSTEM);
    act((struct fixture_act){.record = "a"});
    fixture_sequence(&f, 10);
    assert_int_equal(file_read(&f.cx, path_of("ledger/checkpoint"), 4096, &seen), OK);
    act((struct fixture_act){.record = "b"});
    fixture_sequence(&f, 10);
    assert_int_equal(ledger_compare_outside(&f.cx, f.ledger, seen), OK);
    /* What another copy of this folder, with the same key, would have signed. */
    struct checkpoint other = *ledger_checkpoint(f.ledger);
    other.size = 1;
    forked = sign_as_another_copy(&other);
    assert_int_equal(ledger_compare_outside(&f.cx, f.ledger, forked), FAULT);
    assert_non_null(strstr(f.cx.fault, "a fork"));
    f.cx.fault_file = NULL;
    other.size = 3;
    ahead = sign_as_another_copy(&other);
    assert_int_equal(ledger_compare_outside(&f.cx, f.ledger, ahead), FAULT);
    assert_non_null(strstr(f.cx.fault, "rolled back"));
}

static void an_act_that_is_not_its_commitment_gets_no_index(void **state)
{
    size_t done;
    fixture_open(&f, CLOCK_SYSTEM);
    act((struct fixture_act){.record = "a", .file = "content"});
    act((struct fixture_act){.record = "b"});
    fixture_int(&f, "UPDATE act SET body = CAST('{\"other\":1}' AS BLOB) WHERE number = 2 "
                    "RETURNING 0");
    assert_int_equal(ledger_sequence(&f.cx, f.ledger, 10, &done), FAULT);
    assert_non_null(strstr(f.cx.fault, "act 2"));
    assert_int_equal(fixture_int(&f, "SELECT count(ledger_index) FROM act"), 0);
    assert_int_equal(verified(OK).size, 0);
}

static void the_verifier_finds_what_was_touched(void **state)
{
    struct bytes bytes;
    fixture_open(&f, CLOCK_SYSTEM);
    for (int i = 0; i < 3; i++) act((struct fixture_act){.record = "a", .file = "content"});
    fixture_sequence(&f, 1);
    assert_int_equal(verified(OK).size, 3);

    const char *tile = path_of("ledger/tile/0/000.p/3"), *tmp = path_of("tmp");
    assert_int_equal(file_read(&f.cx, tile, 9000, &bytes), OK);
    unsigned char *bent =
        (unsigned char *)arena_copy_n(f.cx.mem, (const char *)bytes.data, bytes.size);
    bent[40] ^= 1;
    assert_int_equal(file_write(&f.cx, tmp, tile, (struct bytes){bent, bytes.size}, false), OK);
    assert_problem("ledger.verify.tile", "tile/0/000.p/3");
    assert_int_equal(unlink(tile), 0);
    assert_problem("ledger.tile.missing", "tile/0/000.p/3");
    assert_int_equal(file_write(&f.cx, tmp, tile, bytes, false), OK);

    const char *object = object_of(1);
    assert_int_equal(rename(object, path_of("kept")), 0);
    assert_problem("ledger.verify.object_missing", "1");
    assert_int_equal(rename(object_of(0), object), 0);
    assert_problem("ledger.verify.object_missing", "0");
    assert_int_equal(rename(object, object_of(0)), 0);
    assert_int_equal(rename(path_of("kept"), object), 0);
    verified(OK);

    assert_int_equal(file_write(&f.cx, tmp, path_of("ledger/object/extra"), bytes, false), OK);
    assert_problem("ledger.verify.unlisted", "object/extra");
    assert_int_equal(unlink(path_of("ledger/object/extra")), 0);
    assert_int_equal(rename(path_of("ledger/tile/0/000.p/2"), path_of("ledger/tile/0/000.p/4")), 0);
    assert_problem("ledger.verify.unlisted", "tile/0/000.p/4");
    assert_int_equal(rename(path_of("ledger/tile/0/000.p/4"), path_of("ledger/tile/0/000.p/1")), 0);
    assert_problem("ledger.verify.tile", "tile/0/000.p/1");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, gone)
    const struct CMUnitTest tests[] = {
        TEST(a_new_ledger_is_empty_and_its_key_private),
        TEST(acts_become_entries_in_order_of_their_records),
        TEST(the_clock_never_runs_backwards),
        TEST(a_batch_of_many_is_the_same_as_many_of_one),
        TEST(an_entry_is_proved_to_whoever_knows_the_key),
        TEST(a_kept_reader_takes_only_what_extends),
        TEST(erasing_leaves_the_entry_and_nothing_else),
        TEST(what_is_released_and_erased_at_once_is_gone),
        TEST(a_start_finishes_what_a_crash_left),
        TEST(two_processes_take_turns),
        TEST(entries_hold_nothing_of_a_record),
        TEST(an_older_database_refuses_to_sign),
        TEST(a_database_restored_under_a_running_office_refuses_to_sign),
        TEST(a_data_folder_rolled_back_is_found_by_a_follower),
        TEST(an_act_that_is_not_its_commitment_gets_no_index),
        TEST(the_verifier_finds_what_was_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
