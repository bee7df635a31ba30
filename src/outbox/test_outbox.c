/* The outbox against a mail server that refuses, falls silent and hangs up (tests/smtp_server.py),
 * and a sender that is killed in the middle. */
#include "outbox/fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- putting ---- */

static void test_a_notice_is_part_of_its_transaction(void **state)
{
    struct outbox_notice notice = {OUTBOX_EMAIL, "a@example.cn", "题", "文", "key", {0}};
    assert_int_equal(outbox_put(&cx, &notice), FAULT); /* outside of any */
    cx.fault_file = NULL;
    assert_int_equal(store_begin(&cx), OK);
    assert_int_equal(outbox_put(&cx, &notice), OK);
    store_rollback(&cx);
    assert_round(0, 0, 0);
    assert_int_equal(store_begin(&cx), OK);
    assert_int_equal(outbox_put(&cx, &notice), OK);
    assert_int_equal(outbox_put(&cx, &notice), OK); /* the same event is told once */
    assert_int_equal(store_commit(&cx), OK);
    PUT(.key = "key", .recipient = "other@example.cn");
    assert_round(1, 0, 0);
    PUT(.key = "key"); /* also when it has been sent */
    assert_round(0, 0, 0);
    assert_int_equal(lines(arrived()), 1);
}

static void test_what_cannot_be_a_notice(void **state)
{
    const char *addresses[] = {"",
                               "a",
                               "a@",
                               "@b",
                               "a@b@c",
                               "a b@example.cn",
                               "a@example.cn\r\nBcc: b@example.cn",
                               "<a@example.cn>",
                               "a@example.cn,b@example.cn",
                               "张三@example.cn",
                               "a@.cn",
                               "a@b..cn",
                               "a@example.cn."};
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        cx.issues = NULL;
        assert_int_equal(put_one((struct outbox_notice){.recipient = addresses[i]}), INVALID);
        assert_string_equal(cx.issues->field, "recipient");
    }
    assert_false(outbox_recipient_is_right(OUTBOX_COMMAND, "--help"));
    assert_false(outbox_recipient_is_right(OUTBOX_COMMAND, "1\n2"));
    assert_true(outbox_recipient_is_right(OUTBOX_COMMAND, "+86 138 0000 0000"));
    assert_int_equal(put_one((struct outbox_notice){.subject = "a\r\nBcc: b"}), INVALID);
    assert_int_equal(put_one((struct outbox_notice){.subject = ""}), INVALID);
    assert_int_equal(put_one((struct outbox_notice){.body = ""}), INVALID);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 0);
}

/* ---- e-mail ---- */

static void test_a_message_is_right(void **state)
{
    PUT(.not_before = {0});
    assert_round(1, 0, 0);
    const char *line = arrived();
    assert_int_equal(lines(line), 1);
    assert_string_equal(part(line, FROM), "<notice@ga.example.cn>");
    assert_string_equal(part(line, TO), "<zhang@example.cn>");
    assert_string_equal(part(line, HEAD_FROM), "政府信息公开办公室 <notice@ga.example.cn>");
    assert_string_equal(part(line, HEAD_TO), "zhang@example.cn");
    assert_string_equal(part(line, SUBJECT), "您的办件有新的进展");
    assert_string_equal(part(line, DATE), "Fri, 28 Mar 2025 00:00:00 +0000");
    assert_non_null(strstr(part(line, MESSAGE_ID), "@ga.example.cn>"));
    assert_string_equal(part(line, AUTO), "auto-generated");
    assert_string_equal(part(line, TYPE), "text/plain");
    assert_string_equal(part(line, TEXT_),
                        "'您在江城市公安局的一件办件有新的进展。\\n请打开网站查看。'");
    /* what is left says that it was sent, and when */
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND sent_at > 0 AND"
                           " recipient = '' AND subject = '' AND body = ''"),
                     1);
}

static void test_odd_texts_arrive_as_they_are(void **state)
{
    const char *texts[] = {"plain\n.\n..dots\nFrom me\n=3D equals\ttab \n\nend",
                           "很长的一行没有换行"};
    struct out longest = out_new(cx.mem);
    for (int i = 0; i < 900; i++) out_text(&longest, "一行");
    PUT(.key = "1", .body = texts[0], .subject = "plain = subject?");
    PUT(.key = "2", .body = texts[1], .not_before = {start_time.ms - 1});
    PUT(.key = "3", .body = longest.text, .not_before = {start_time.ms - 2},
        .subject =
            "一个很长的标题，长得在信头里要分成好几行才放得下，因为一行最多只有七十六个字符");
    assert_round(3, 0, 0);
    const char *line = arrived();
    assert_non_null(strstr(part(line, TEXT_), longest.text));
    assert_string_equal(
        part(line, SUBJECT),
        "一个很长的标题，长得在信头里要分成好几行才放得下，因为一行最多只有七十六个字符");
    line = strchr(line, '\n') + 1;
    assert_string_equal(part(line, TEXT_), "'很长的一行没有换行'");
    line = strchr(line, '\n') + 1;
    assert_string_equal(part(line, SUBJECT), "plain = subject?");

    assert_non_null(
        strstr(part(line, TEXT_), "plain\\n.\\n..dots\\nFrom me\\n=3D equals\\ttab \\n\\nend"));
}

static void test_not_now_is_tried_again_more_slowly(void **state)
{
    const int waits[] = {1, 5, 15, 60, 180, 360, 360};
    PUT(.not_before = {start_time.ms + MINUTE_MS});
    behave("later");
    assert_round(0, 0, 0); /* not before */
    advance(MINUTE_MS);
    for (size_t i = 0; i < COUNT_OF(waits); i++) {
        assert_round(0, 1, 0);
        advance(waits[i] * MINUTE_MS - 1);
        assert_round(0, 0, 0);
        advance(1);
    }
    struct outbox_row *rows;
    size_t found;
    assert_int_equal(outbox_list(&cx, 10, &rows, &found), OK);
    assert_int_equal(found, 1);
    assert_int_equal(rows[0].attempts, COUNT_OF(waits));
    assert_false(rows[0].failed);
    assert_non_null(strstr(rows[0].error, "451"));
    behave("ok");
    assert_round(1, 0, 0);
    assert_int_equal(outbox_list(&cx, 10, &rows, &found), OK);
    assert_int_equal(found, 0);
    assert_string_equal(part(arrived(), DATE), "Fri, 28 Mar 2025 00:00:00 +0000");
}

static void test_never_is_given_up_and_shown(void **state)
{
    struct outbox_row *rows;
    struct outbox_standing standing;
    size_t found;
    PUT(.recipient = "nobody@example.cn");
    behave("never");
    assert_round(0, 0, 1);
    assert_round(0, 0, 0);
    assert_int_equal(outbox_list(&cx, 10, &rows, &found), OK);
    assert_int_equal(found, 1);
    assert_true(rows[0].failed);
    assert_string_equal(rows[0].recipient, "nobody@example.cn");
    assert_non_null(strstr(rows[0].error, "550"));
    assert_null(strstr(rows[0].error, "@"));
    assert_null(strstr(rows[0].error, "nobody here")); /* what the server said may name anyone */
    assert_int_equal(outbox_stands(&cx, &standing), OK);
    assert_int_equal(standing.failed, 1);
    assert_int_equal(standing.waiting, 0);
    assert_int_equal(outbox_retry(&cx, rows[0].id), OK);
    assert_int_equal(outbox_retry(&cx, rows[0].id), NOT_FOUND);
    assert_int_equal(outbox_stands(&cx, &standing), OK);
    assert_int_equal(standing.waiting, 1);
    assert_int_equal(standing.oldest.ms, cx.now.ms);
    assert_round(0, 0, 1);
    assert_int_equal(outbox_drop(&cx, rows[0].id), OK);
    assert_int_equal(outbox_drop(&cx, rows[0].id), NOT_FOUND);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE recipient <> ''"), 0);
}

/* A server that refuses us, or none at all, refuses no notice. */
static void test_what_is_our_own_fault_waits(void **state)
{
    PUT(.key = "a");
    behave("sender");
    assert_round(0, 1, 0);
    behave("greeting");
    advance(MINUTE_MS);
    assert_round(0, 1, 0);
    behave("gone");
    advance(5 * MINUTE_MS);
    assert_round(0, 1, 0);
    stop_server();
    advance(15 * MINUTE_MS);
    assert_round(0, 1, 0);
    start_server(NULL, NULL);
    behave("ok");
    advance(60 * MINUTE_MS);
    assert_round(1, 0, 0);
    const char *first = arrived(), *second = strchr(first, '\n') + 1;
    assert_int_equal(lines(first), 2); /* "gone" had taken it: SMTP leaves no other way … */
    assert_string_equal(part(first, ANSWERED), "False");
    assert_string_equal(part(first, MESSAGE_ID), part(second, MESSAGE_ID)); /* … but as the same */
}

static void test_after_some_days_it_is_given_up(void **state)
{
    size_t rounds = 0;
    PUT(.key = "a");
    behave("later");
    while (rounds < 100) {
        struct outbox_round round = run_round();
        rounds++;
        if (round.failed) break;
        advance(360 * MINUTE_MS);
    }
    assert_int_equal(rounds, 13); /* every six hours for three days */
    PUT(.key = "b");              /* the office was closed: it is tried before it is given up */
    advance(10 * (int64_t)DAY_MS);
    behave("ok");
    assert_round(1, 0, 0);
    PUT(.key = "c"); /* nothing could send it */
    settings.smtp = "";
    assert_round(0, 0, 0);
    advance(3 * (int64_t)DAY_MS + 1);
    assert_round(0, 0, 1);
    struct outbox_row *rows;
    size_t found;
    assert_int_equal(outbox_list(&cx, 10, &rows, &found), OK);
    assert_int_equal(found, 2);
    assert_non_null(strstr(rows[1].error, "configured"));
}

/* ---- kill -9 ---- */

/* A process of its own that runs the outbox; killed as soon as the condition holds. */
static pid_t run_elsewhere(void)
{
    pid_t child = fork();
    if (child) return child;
    struct context own = {.mem = arena_new("child")};
    struct outbox_round round;
    context_set_clock(&own, cx.now);
    if (store_open(&own, in_folder("office.db"), STORE_DURABLE) != OK) _exit(3);
    _exit(outbox_run(&own, &settings, 100, &round) == OK ? 0 : 4);
}

static void kill_when(pid_t child, bool (*holds)(void))
{
    for (int i = 0; i < 500 && !holds(); i++) usleep(20000);
    assert_true(holds());
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

static bool is_claimed(void)
{
    return count("SELECT COUNT(*) FROM outbox WHERE attempts = 1") == 1;
}

static bool has_arrived(void)
{
    return lines(arrived()) == 1;
}

static void test_killed_before_anything_left(void **state)
{
    PUT(.key = "a");
    behave("deaf");
    kill_when(run_elsewhere(), is_claimed);
    behave("ok");
    assert_round(0, 0, 0); /* somebody may still be at it */
    advance(15 * MINUTE_MS);
    assert_round(1, 0, 0);
    assert_round(0, 0, 0);
    assert_int_equal(lines(arrived()), 1);
    assert_int_equal(count("SELECT attempts FROM outbox"), 2);
}

static void test_killed_before_the_answer(void **state)
{
    PUT(.key = "a");
    behave("silent");
    kill_when(run_elsewhere(), has_arrived);
    behave("ok");
    assert_round(0, 0, 0);
    advance(15 * MINUTE_MS);
    assert_round(1, 0, 0);
    const char *first = arrived(), *second = strchr(first, '\n') + 1;
    assert_int_equal(lines(first), 2);
    assert_string_equal(part(first, MESSAGE_ID), part(second, MESSAGE_ID));
}

/* Killed at any moment among many: each goes out, and what is twice is twice the same message. */
static void test_killed_at_any_moment(void **state)
{
    enum { NOTICES = 30 };
    for (int i = 0; i < NOTICES; i++) PUT(.key = arena_format(cx.mem, "k%d", i));
    for (int i = 0; i < 12; i++) {
        pid_t child = run_elsewhere();
        usleep(5000 + (useconds_t)i * 4000);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        advance(15 * MINUTE_MS);
    }
    while (run_round().sent) {
    }
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE state = 'sent'"), NOTICES);
    static const struct sql ids = {"test.ids", "SELECT id, attempts FROM outbox"};
    const char *all = arrived();
    struct rows *rows;
    size_t twice = 0;
    assert_int_equal(store_query(&cx, &ids, BIND_NONE, &rows), OK);
    while (rows_next(rows)) {
        size_t seen = 0;
        for (const char *at = all; (at = strstr(at, rows_text(rows, 0))); at++) seen++;
        assert_true(seen >= 1 && seen <= (size_t)rows_int(rows, 1));
        twice += seen > 1;
    }
    assert_int_equal(rows_end(rows), OK);
    assert_true(twice <= 12); /* at most one a kill */
}

static void test_many_senders_send_each_notice_once(void **state)
{
    enum { NOTICES = 40, SENDERS = 4 };
    pid_t children[SENDERS];
    int status;
    for (int i = 0; i < NOTICES; i++) PUT(.key = arena_format(cx.mem, "k%d", i));
    for (int i = 0; i < SENDERS; i++) children[i] = run_elsewhere();
    for (int i = 0; i < SENDERS; i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(lines(arrived()), NOTICES);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE state = 'sent' AND attempts = 1"),
                     NOTICES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_a_notice_is_part_of_its_transaction),
        WITH(test_what_cannot_be_a_notice),
        WITH(test_a_message_is_right),
        WITH(test_odd_texts_arrive_as_they_are),
        WITH(test_not_now_is_tried_again_more_slowly),
        WITH(test_never_is_given_up_and_shown),
        WITH(test_what_is_our_own_fault_waits),
        WITH(test_after_some_days_it_is_given_up),
        WITH(test_killed_before_anything_left),
        WITH(test_killed_before_the_answer),
        WITH(test_killed_at_any_moment),
        WITH(test_many_senders_send_each_notice_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
