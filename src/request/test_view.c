/* What the office writes into a capsule is what the portal reads. */
#include <string.h>

#include "base/text.h"
#include "base/unit.h"
#include "request/view.h"

static struct context cx;

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

static struct law_day days[] = {
    {.date = {20360}, .counted = true, .n = 1,             .rule = DAY_WORKDAY,                  .source = ""},
    {.date = {20362},               .provisional = true,                .rule = DAY_STATUTORY, .source = "条例\"第二条\""},
};
static const struct clause clause = {.zh = "补正告知期限",
                                     .en = "Correction notice by",
                                     .article = "第三十条",
                                     .article_en = "Art 30"};

static void a_view_comes_back_as_it_was(void **state)
{
    struct law_clock clock = {
        .receipt = date_of(2025, 9, 28),
        .due = date_of(2025, 11, 4),
        .extended_due = DATE_NONE,
        .waits_for = "correction-received",
        .paused = true,
        .trace = {cx.mem, days, COUNT_OF(days), COUNT_OF(days)}
    };
    clock.dates[0] = (struct law_named_date){
        "correction_notice_by", date_of(2025, 10, 16), "", &clause, false, true};
    clock.date_count = 1;
    struct view_letter letters[] = {
        {.number = "江公开补〔2025〕3号",
         .subject = "补正告知书",
         .body = "请补正：\n\n1. 时间",
         .served_on = date_of(2025, 9, 30),
         .file = 1}
    };
    struct request_view view = {.serial = 3,
                                .at = {1764000000000},
                                .agency = "002232131",
                                .number = "2025-00012",
                                .can = "supplement withdraw",
                                .letters = letters,
                                .letter_count = 1,
                                .fee_amount = 1000},
                        got;
    request_view_clock(cx.mem, &view, &clock);
    const char *json = request_view_write(cx.mem, &view);
    assert_int_equal(request_view_read(&cx, json, strlen(json), &got), OK);
    assert_int_equal(got.serial, 3);
    assert_true(got.at.ms == 1764000000000);
    assert_string_equal(got.number, "2025-00012");
    assert_int_equal(got.due_on.day, date_of(2025, 11, 4).day);
    assert_false(date_is_set(got.extended_due_on));
    assert_false(date_is_set(got.fee_pay_by));
    assert_true(got.paused);
    assert_string_equal(got.waits_for, "correction-received");
    assert_string_equal(got.outcome, "");
    assert_int_equal(got.day_count, 2);
    assert_int_equal(got.days[0].n, 1);
    assert_int_equal(got.days[1].n, 0);
    assert_true(got.days[1].provisional);
    assert_string_equal(got.days[1].rule, "fixed");
    assert_string_equal(got.days[1].source, "条例\"第二条\"");
    assert_int_equal(got.date_count, 1);
    assert_string_equal(got.dates[0].en, "Correction notice by");
    assert_true(got.dates[0].verified);
    assert_string_equal(request_view_write(cx.mem, &got), json);
    assert_int_equal(got.letter_count, 1);
    assert_string_equal(got.letters[0].body, "请补正：\n\n1. 时间");
    assert_int_equal(got.remedy_count, 0);
    assert_int_equal(got.fee_amount, 1000);
}

static void each_code_shows_its_own_view(void **state)
{
    struct consultation_view view = {.serial = 1, .sort = "third-party", .can = "answer"}, got;
    struct request_view other;
    const char *json = consultation_view_write(cx.mem, &view);
    assert_int_equal(request_view_read(&cx, json, strlen(json), &other), NOT_FOUND);
    assert_int_equal(consultation_view_read(&cx, json, strlen(json), &got), OK);
    assert_string_equal(got.sort, "third-party");
    assert_false(date_is_set(got.answer_by));
}

static void what_is_no_view_is_refused(void **state)
{
    static const char *const wrong[] = {"",
                                        "[]",
                                        "{}",
                                        "{\"type\":\"application\"}",
                                        "{\"type\":1,"
                                        "\"view\":{}}",
                                        "{\"type\":\"application\",\"view\":[]}"};
    struct request_view view;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(request_view_read(&cx, wrong[i], strlen(wrong[i]), &view), INVALID);
    static const char odd[] = "{\"type\":\"application\",\"view\":{\"number\":7,\"days\":{},"
                              "\"due_on\":\"2025-02-30\",\"later\":[1],\"letters\":[3]}}";
    assert_int_equal(request_view_read(&cx, odd, strlen(odd), &view), OK);
    assert_string_equal(view.number, "");
    assert_false(date_is_set(view.due_on));
    assert_int_equal(view.letter_count, 1);
    assert_string_equal(view.letters[0].subject, "");
}

static void acts_are_words(void **state)
{
    assert_true(matter_can("supplement withdraw", "withdraw"));
    assert_true(matter_can("supplement withdraw", "supplement"));
    assert_false(matter_can("supplement withdraw", "draw"));
    assert_false(matter_can("supplement", "supp"));
    assert_false(matter_can("", "pay"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_view_comes_back_as_it_was),
        cmocka_unit_test(each_code_shows_its_own_view),
        cmocka_unit_test(what_is_no_view_is_refused),
        cmocka_unit_test(acts_are_words),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
