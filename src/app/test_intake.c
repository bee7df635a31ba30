/* The office takes letters: once each, whatever dies in between; and what it cannot take is held.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include <sodium.h>

#include "app/intake.h"
#include "app/test_house.h"
#include "base/file.h"
#include "document/original.h"
#include "intake/capsule.h"
#include "intake/fate.h"

/* ---- a module that takes letters ---- */

static const char *die_in; /* the step in which the process is killed: "take", "after" */
static enum status answer; /* of take() */

static void maybe_die(const char *step)
{
    if (die_in && text_equal(die_in, step)) kill(getpid(), SIGKILL);
}

static const struct sql make_table = {
    "test.table", "CREATE TABLE IF NOT EXISTS seen (letter TEXT, name TEXT, agency TEXT) STRICT"};
static const struct sql add_seen = {"test.seen", "INSERT INTO seen VALUES ($1, $2, $3)"};

static enum status take(struct context *cx, const struct letter *letter)
{
    assert_true(store_in_transaction(cx));
    assert_true(access_may(cx->actor, WRITE, letter->to));
    TRY(store_run(cx, &add_seen, BIND(letter->id, letter_value(letter, "name"), letter->to), NULL));
    TRY(original_attach(cx, letter->id, "the-record"));
    maybe_die("take");
    if (answer == INVALID) return issue(cx, "", "intake.form", "");
    return answer;
}

static enum status after(struct context *cx, const struct letter *letter)
{
    struct capsule_place place = {house.at.capsule, house.at.tmp};
    struct capsule_draft draft = {.serial = 1, .json = "{\"state\":\"received\"}"};
    assert_false(store_in_transaction(cx));
    TRY(capsule_put(cx, &place, letter->capsule_key, &draft));
    maybe_die("after");
    return OK;
}

static bool matter_known;

static enum status take_confirm(struct context *cx, const struct letter *letter)
{
    if (!matter_known) return NOT_FOUND;
    return store_run(cx, &add_seen, BIND(letter->id, "confirm", letter->to), NULL);
}

static const struct letter_handler handlers[] = {
    {"application", take,         after, false},
    {"confirm",     take_confirm, NULL,  true },
    {NULL,          NULL,         NULL,  false},
};

static int64_t seen(void)
{
    return house_count("SELECT COUNT(*) FROM seen");
}

static const struct code *with_code; /* that the next letter follows; NULL: one of its own */

static struct receipt file_to(const char *agency, const char *type, const char *file)
{
    struct context cx = {.mem = arena_new("filing")};
    const struct letter_field fields[] = {
        {"name",   "王小明CANARY-71"},
        {"sought", "统计"            }
    };
    struct letter_head head = {.type = type,
                               .to = agency,
                               .nonce = intake_nonce(cx.mem),
                               .code = with_code,
                               .fields = fields,
                               .field_count = 2};
    struct sealing *sealing;
    struct receipt receipt;
    context_set_clock(&cx, house.now);
    assert_int_equal(sealing_begin(&cx, house.door, &sealing), OK);
    if (file) {
        struct bytes bytes = {(const unsigned char *)file, strlen(file)};
        assert_int_equal(sealing_file_begin(&cx, sealing, "id.txt", "text/plain"), OK);
        assert_int_equal(sealing_file_bytes(&cx, sealing, bytes), OK);
        assert_int_equal(sealing_file_end(&cx, sealing), OK);
    }
    assert_int_equal(sealing_finish(&cx, sealing, &head, &receipt), OK);
    arena_free(cx.mem);
    return receipt;
}

static struct intake_round take_all(enum status wanted)
{
    struct context cx = {.mem = arena_new("round"), .store = house.cx.store};
    struct intake_round round = {.at = &house.at, .handlers = handlers};
    context_set_clock(&cx, house.now);
    assert_int_equal(intake_take(&cx, &round), wanted);
    assert_false(store_in_transaction(&cx));
    arena_free(cx.mem);
    return round;
}

static struct intake_round take_again(void)
{
    struct context cx = {.mem = arena_new("round"), .store = house.cx.store};
    struct intake_round round = {.at = &house.at, .handlers = handlers, .again = true};
    context_set_clock(&cx, house.now);
    assert_int_equal(intake_take(&cx, &round), OK);
    arena_free(cx.mem);
    return round;
}

static size_t files_in(const char *folder)
{
    struct intake_standing standing;
    struct installation at = house.at;
    at.intake_held = folder;
    assert_int_equal(intake_count(&house.cx, &at, &standing), OK);
    return (size_t)standing.held;
}

static int open_house(void **state)
{
    house_open(state);
    die_in = NULL;
    answer = OK;
    with_code = NULL;
    matter_known = false;
    return store_ensure(&house.cx, &make_table);
}
#define TEST(test) cmocka_unit_test_setup_teardown(test, open_house, house_close)

/* ---- tests ---- */

static void a_letter_is_registered_and_answered(void **state)
{
    struct receipt receipt = file_to(BUREAU, "application", "CANARY-72");
    struct capsule capsule;
    struct original *originals;
    size_t count;
    assert_int_equal(capsule_open(&house.cx, house.at.capsule, receipt.code.text, &capsule),
                     NOT_FOUND);
    assert_int_equal(take_all(OK).taken, 1);
    assert_int_equal(seen(), 1);
    assert_int_equal(files_in(house.at.intake_new), 0);
    assert_int_equal(files_in(house.at.tmp), 1); /* capsule.lock: no file in the clear is left */
    assert_int_equal(original_list(&house.cx, "the-record", &originals, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(originals[0].name, "id.txt");
    struct attachment_place place = {house.at.blob, house.at.tmp};
    struct bytes bytes;
    assert_int_equal(
        file_read(&house.cx, attachment_path(house.mem, &place, originals[0].sha256), 100, &bytes),
        OK);
    assert_string_equal((const char *)bytes.data, "CANARY-72");
    assert_int_equal(capsule_open(&house.cx, house.at.capsule, receipt.code.text, &capsule), OK);
    assert_string_equal(capsule.json, "{\"state\":\"received\"}");
    assert_int_equal(original_remove_all(&house.cx, &place, "the-record"), OK);
    assert_false(bytes_have(house_bytes(house.at.blob), "CANARY-72"));
    assert_int_equal(take_all(OK).taken, 0);
}

/* Killed in the transaction, before the capsule, after it: one registration, one reply, no letter
 * and no file in the clear left over (SECURITY L1). */
static void killed_anywhere_it_is_taken_once(void **state)
{
    static const char *const steps[] = {"take", "after"};
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        int64_t before = seen();
        struct capsule capsule;
        struct receipt receipt = file_to(PROVINCE, "application", "a file");
        pid_t child = fork();
        if (child == 0) {
            struct context own = {.mem = arena_new("child")};
            die_in = steps[i];
            if (store_open(&own, house.at.office_db, STORE_DURABLE) != OK) _exit(1);
            house.cx.store = own.store;
            take_all(OK);
            _exit(2); /* it should have died */
        }
        int how;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL);
        assert_int_equal(files_in(house.at.intake_new), 1);
        assert_int_equal(seen(), before + (i == 1));
        struct intake_round round = take_all(OK);
        assert_int_equal(round.taken, i == 0);
        assert_int_equal(seen(), before + 1);
        assert_int_equal(files_in(house.at.intake_new), 0);
        assert_int_equal(capsule_open(&house.cx, house.at.capsule, receipt.code.text, &capsule),
                         OK);
    }
    assert_int_equal(house_count("SELECT COUNT(*) FROM original"), 2);
}

static void copy_file(const char *from, const char *to)
{
    struct bytes bytes;
    assert_int_equal(file_read(&house.cx, from, 1 << 20, &bytes), OK);
    assert_int_equal(file_write(&house.cx, house.at.tmp, to, bytes, false), OK);
}

/* A portal that lost its marks, or a hostile one, brings a letter again. */
static void a_letter_that_comes_again_is_not_taken_again(void **state)
{
    struct receipt receipt = file_to(PROVINCE, "application", NULL);
    const char *path = arena_format(house.mem, "%s/%s", house.at.intake_new, receipt.letter);
    const char *copy = arena_format(house.mem, "%s/copy", house.at.data);
    copy_file(path, copy);
    assert_int_equal(take_all(OK).taken, 1);
    copy_file(copy, path);
    struct intake_round round = take_all(OK);
    assert_int_equal(round.taken, 0);
    assert_int_equal(round.held, 0);
    assert_int_equal(seen(), 1);
    assert_int_equal(files_in(house.at.intake_new), 0);
    copy_file(copy,
              arena_format(house.mem, "%s/00112233445566778899aabbccddeeff", house.at.intake_new));
    round = take_all(OK);
    assert_int_equal(round.held, 1);
    assert_int_equal(seen(), 1);
}

static void what_cannot_be_taken_is_held_and_said(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct intake_standing standing;
    file_to(PROVINCE, "unheard-of", NULL);
    file_to("999999999", "application", NULL);
    const char *junk = arena_format(house.mem, "%s/junk\n", house.at.intake_new);
    struct bytes bytes = {(const unsigned char *)"junk", 4};
    assert_int_equal(file_write(&house.cx, house.at.tmp, junk, bytes, false), OK);
    answer = INVALID;
    file_to(PROVINCE, "application", "CANARY-73");
    struct intake_round round = take_all(OK);
    assert_int_equal(round.held, 4);
    assert_int_equal(round.taken, 0);
    assert_int_equal(seen(), 0);
    assert_int_equal(house_count("SELECT COUNT(*) FROM original"), 0);
    assert_false(bytes_have(house_bytes(house.at.blob), "CANARY-73"));
    assert_int_equal(house_count("SELECT COUNT(DISTINCT reason) FROM intake_letter"
                                 " WHERE outcome = 'held'"),
                     4);
    assert_int_equal(intake_count(&house.cx, &house.at, &standing), OK);
    assert_int_equal(standing.held, 4);
    assert_null(strstr(visitor_get(clerk, "/").body, "intake/held"));
    intake_set_standing(standing);
    assert_non_null(strstr(visitor_get(clerk, "/").body, "有 4 件网上来件未能登记"));
    intake_set_standing((struct intake_standing){0});
    /* mended: the next start takes it */
    answer = OK;
    struct intake_round again = {.at = &house.at, .handlers = handlers, .again = true};
    assert_int_equal(intake_take(&house.cx, &again), OK);
    assert_int_equal(again.taken, 1);
    assert_int_equal(again.held, 3);
    assert_int_equal(seen(), 1);
    assert_int_equal(files_in(house.at.intake_held), 3);
}

/* Each held file has a row of its own, also those that came under one name. */
static void what_is_held_twice_is_two(void **state)
{
    struct receipt receipt = file_to(PROVINCE, "application", NULL);
    const char *path = arena_format(house.mem, "%s/%s", house.at.intake_new, receipt.letter);
    struct bytes junk = {(const unsigned char *)"junk", 4};
    assert_int_equal(take_all(OK).taken, 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(file_write(&house.cx, house.at.tmp, path, junk, false), OK);
        assert_int_equal(take_all(OK).held, 1);
    }
    assert_int_equal(files_in(house.at.intake_held), 2);
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter WHERE outcome = 'held'"), 2);
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter WHERE outcome = 'taken'"), 1);
    const int64_t since = house.now.ms;
    house.now.ms += 3600 * INT64_C(1000);
    assert_int_equal(take_again().held, 2); /* and stay two, since then */
    assert_int_equal(house_count(arena_format(house.mem,
                                              "SELECT COUNT(*) FROM intake_letter WHERE outcome ="
                                              " 'held' AND taken_at = %lld",
                                              (long long)since)),
                     2);
    assert_int_equal(files_in(house.at.intake_held), 2);
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter WHERE outcome = 'held'"), 2);
}

/* ---- letters that are ahead of their application, or belong to none ---- */

static void a_letter_ahead_of_its_application_waits_for_it(void **state)
{
    struct receipt receipt = file_to(PROVINCE, "application", NULL);
    const char *path = arena_format(house.mem, "%s/%s", house.at.intake_new, receipt.letter);
    const char *later = arena_format(house.mem, "%s/later", house.at.data);
    struct intake_standing standing;
    assert_int_equal(rename(path, later), 0);
    with_code = &receipt.code;
    file_to(PROVINCE, "confirm", NULL);
    struct intake_round round = take_all(OK);
    assert_int_equal(round.waiting, 1);
    assert_int_equal(round.held, 0);
    assert_int_equal(take_again().held, 0);
    assert_int_equal(intake_count(&house.cx, &house.at, &standing), OK);
    assert_int_equal(standing.held + standing.late, 0); /* nobody is alarmed */
    assert_int_equal(files_in(house.at.intake_waiting), 1);
    matter_known = true;
    assert_int_equal(rename(later, path), 0);
    assert_int_equal(take_all(OK).taken, 1);
    assert_int_equal(files_in(house.at.intake_waiting), 0);
    assert_int_equal(take_all(OK).taken, 1);
    assert_int_equal(house_count("SELECT COUNT(*) FROM seen WHERE name = 'confirm'"), 1);
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter WHERE outcome = 'taken'"), 2);
}

static void a_letter_that_follows_nothing_is_set_aside(void **state)
{
    const struct moment filed = house.now;
    for (int i = 0; i < 3; i++) {
        struct code code;
        code_make(&code);
        with_code = &code;
        file_to(PROVINCE, "confirm", NULL);
    }
    assert_int_equal(take_all(OK).waiting, 3);
    house.now.ms = filed.ms + 10 * INT64_C(86400000);
    take_again();
    assert_int_equal(files_in(house.at.intake_waiting), 3);
    house.now.ms++;
    take_again();
    assert_int_equal(files_in(house.at.intake_waiting), 0);
    assert_int_equal(files_in(house.at.intake_held), 0);
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter WHERE outcome = 'set-aside'"
                                 " AND reason = 'intake.no_matter'"),
                     3);
}

/* Its application is here, and held: it may still be taken. */
static void a_letter_whose_application_is_held_is_not_set_aside(void **state)
{
    struct receipt receipt = file_to("999999999", "application", NULL);
    with_code = &receipt.code;
    file_to(PROVINCE, "confirm", NULL);
    take_all(OK);
    house.now.ms += 30 * INT64_C(86400000);
    take_again();
    assert_int_equal(files_in(house.at.intake_held), 1);
    assert_int_equal(files_in(house.at.intake_waiting), 1);
}

/* A crash between the file and its row, either way, leaves nothing behind. */
static void what_a_crash_leaves_in_waiting_is_put_right(void **state)
{
    struct code code;
    code_make(&code);
    with_code = &code;
    struct receipt receipt = file_to(PROVINCE, "confirm", NULL);
    take_all(OK);
    assert_int_equal(
        store_run(&house.cx, &(struct sql){"t.1", "DELETE FROM intake_letter"}, BIND_NONE, NULL),
        OK);
    take_again();
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter WHERE outcome = 'waiting'"),
                     1);
    struct letter_fate fate;
    assert_int_equal(fate_of(&house.cx, receipt.letter, &fate), OK);
    fate.outcome = FATE_SET_ASIDE;
    assert_int_equal(fate_note(&house.cx, &fate), OK);
    take_again();
    assert_int_equal(files_in(house.at.intake_waiting), 0);
}

/* ---- a person looks, and discards ---- */

static void what_is_held_can_be_discarded_with_a_reason(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    struct receipt receipt = file_to(PROVINCE, "unheard-of", NULL);
    struct receipt other = file_to("999999999", "application", NULL);
    const char *body;
    assert_int_equal(take_all(OK).held, 2);
    struct reply page = visitor_get(officer, "/incoming");
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, receipt.letter));
    assert_non_null(strstr(page.body, "来件的类别无法识别"));
    assert_null(strstr(page.body, other.letter)); /* of no agency of ours */
    assert_null(strstr(page.body, "CANARY"));
    body = arena_format(house.mem, "id=%s&why=", receipt.letter);
    assert_int_equal(visitor_post(officer, "/incoming", body).status, 422);
    assert_int_equal(visitor_post(officer, "/incoming", "why=x").status, 422);
    body = arena_format(house.mem, "id=%s&id=%s&why=x", receipt.letter, other.letter);
    assert_int_equal(visitor_post(officer, "/incoming", body).status, 404);
    assert_int_equal(files_in(house.at.intake_held), 2);
    body = arena_format(house.mem, "id=%s&why=%%E8%%AF%%95%%E9%%AA%%8C", receipt.letter);
    page = visitor_post(officer, "/incoming", body);
    assert_int_equal(page.status, 303);
    page = visitor_get(officer, page.location);
    assert_non_null(strstr(page.body, "已清除1件来件"));
    assert_non_null(strstr(page.body, "试验"));
    assert_int_equal(files_in(house.at.intake_held), 1);
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter i JOIN staff s ON s.id ="
                                 " i.actor WHERE s.name = 'officer' AND i.why = '试验'"
                                 " AND i.outcome = 'discarded' AND i.taken_at > 0"),
                     1);
    assert_int_equal(visitor_post(officer, "/incoming", body).status, 422); /* it is gone */
}

static void letters_are_seen_by_who_handles_them(void **state)
{
    static const struct {
        const char *name, *agency, *role;
        unsigned status;
        bool ours, nobodys;
    } rows[] = {
        {"a", PROVINCE, "admin",      200, true,  true },
        {"b", BUREAU,   "admin",      200, false, true },
        {"c", STRANGER, "officer",    200, false, false},
        {"d", PROVINCE, "clerk",      404, false, false},
        {"e", PROVINCE, "supervisor", 404, false, false},
    };
    struct receipt ours = file_to(PROVINCE, "unheard-of", NULL);
    struct receipt nobodys = file_to("999999999", "application", NULL);
    take_all(OK);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct visitor *visitor = house_staff(rows[i].name, rows[i].agency, rows[i].role);
        struct reply page = visitor_get(visitor, "/incoming");
        const char *body = arena_format(house.mem, "id=%s&why=x", ours.letter);
        assert_int_equal(page.status, rows[i].status);
        assert_int_equal(strstr(page.body, ours.letter) != NULL, rows[i].ours);
        assert_int_equal(strstr(page.body, nobodys.letter) != NULL, rows[i].nobodys);
        if (!rows[i].ours) assert_int_equal(visitor_post(visitor, "/incoming", body).status, 404);
    }
    assert_int_equal(files_in(house.at.intake_held), 2);
}

/* The row stands, the file was left: the next round removes it, and the same letter again too. */
static void what_was_discarded_stays_so(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    struct receipt receipt = file_to(PROVINCE, "application", NULL);
    const char *path = arena_format(house.mem, "%s/%s", house.at.intake_new, receipt.letter);
    const char *held = arena_format(house.mem, "%s/%s", house.at.intake_held, receipt.letter);
    const char *copy = arena_format(house.mem, "%s/copy", house.at.data);
    copy_file(path, copy);
    answer = INVALID;
    assert_int_equal(take_all(OK).held, 1);
    const char *body = arena_format(house.mem, "id=%s&why=x", receipt.letter);
    assert_int_equal(visitor_post(officer, "/incoming", body).status, 303);
    answer = OK;
    copy_file(copy, held);
    copy_file(copy, path);
    struct intake_round round = take_again();
    assert_int_equal(round.taken + round.held, 0);
    assert_int_equal(files_in(house.at.intake_held), 0);
    assert_int_equal(files_in(house.at.intake_new), 0);
    assert_int_equal(seen(), 0);
}

static void what_is_busy_waits(void **state)
{
    file_to(PROVINCE, "application", "x");
    answer = BUSY;
    assert_int_equal(take_all(BUSY).held, 0);
    answer = FAULT;
    assert_int_equal(take_all(FAULT).held, 0);
    assert_int_equal(seen(), 0);
    assert_int_equal(files_in(house.at.intake_new), 1);
    answer = OK;
    assert_int_equal(take_all(OK).taken, 1);
}

/* Filed on a Friday, it may wait until the end of Monday. */
static void a_letter_unopened_for_a_working_day_alarms(void **state)
{
    const struct date friday = date_of(2026, 1, 9);
    static const struct {
        int days, late;
    } rows[] = {
        {0, 0},
        {3, 0}, /* Monday */
        {4, 1},
    };
    struct receipt receipt = file_to(PROVINCE, "application", NULL);
    struct utimbuf times = {0};
    times.actime = times.modtime = zone_moment(friday, 15, 0).ms / 1000;
    assert_int_equal(
        utime(arena_format(house.mem, "%s/%s", house.at.intake_new, receipt.letter), &times), 0);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct intake_standing standing;
        struct context cx = {.mem = house.mem};
        context_set_clock(&cx, zone_moment(date_plus(friday, rows[i].days), 23, 0));
        assert_int_equal(intake_count(&cx, &house.at, &standing), OK);
        assert_int_equal(standing.late, rows[i].late);
    }
}

/* The thread takes a letter soon after it was filed, and ends when it is told to. */
static void the_job_wakes_by_itself(void **state)
{
    struct intake_job *job;
    file_to(PROVINCE, "unheard-of", NULL);
    assert_int_equal(intake_job_start(&house.cx, &house.at, &job), OK);
    for (int i = 0; i < 100 && files_in(house.at.intake_held) < 1; i++) usleep(50000);
    assert_int_equal(files_in(house.at.intake_held), 1);
    usleep(200000);
    file_to(PROVINCE, "unheard-of", NULL);
    int waited = 0;
    while (waited < 100 && files_in(house.at.intake_held) < 2) usleep(20000), waited++;
    assert_int_equal(files_in(house.at.intake_held), 2);
    intake_job_stop(job);
    assert_int_equal(intake_standing().held, 2);
    intake_set_standing((struct intake_standing){0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_registered_and_answered),
        TEST(killed_anywhere_it_is_taken_once),
        TEST(a_letter_that_comes_again_is_not_taken_again),
        TEST(what_cannot_be_taken_is_held_and_said),
        TEST(what_is_held_twice_is_two),
        TEST(a_letter_ahead_of_its_application_waits_for_it),
        TEST(a_letter_that_follows_nothing_is_set_aside),
        TEST(a_letter_whose_application_is_held_is_not_set_aside),
        TEST(what_a_crash_leaves_in_waiting_is_put_right),
        TEST(what_is_held_can_be_discarded_with_a_reason),
        TEST(letters_are_seen_by_who_handles_them),
        TEST(what_was_discarded_stays_so),
        TEST(what_is_busy_waits),
        TEST(a_letter_unopened_for_a_working_day_alarms),
        TEST(the_job_wakes_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
