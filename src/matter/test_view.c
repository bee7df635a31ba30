/* What the office writes, the portal reads, whoever of the two is older. */
#include <string.h>

#include "base/text.h"
#include "base/unit.h"
#include "matter/matter.h"

static struct context cx;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("view")};
    return 0;
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

static enum status read_text(const char *json, struct matter_view *view)
{
    return matter_view_read(&cx, json, strlen(json), view);
}

static void what_is_written_is_read(void **state)
{
    static const struct matter_step steps[] = {
        {"受理", "Acceptance",  "办证大厅",       "done", {0},     {20000}},
        {"审核", "Examination", "出入境管理局", "now",  {20010}, {0}    },
    };
    static const struct matter_need need = {"身份证", "Identity card", "missing", "请补"};
    static const struct matter_day day = {{20001}, 1, "workday", "国办发明电", true};
    struct matter_view view = {.serial = 7,
                               .at = {1764000000000},
                               .sort = "service",
                               .title = "护照",
                               .can = "supplement rate",
                               .due_on = {20020},
                               .rating = 4,
                               .over = true,
                               .steps = steps,
                               .step_count = 2,
                               .needs = &need,
                               .need_count = 1,
                               .days = &day,
                               .day_count = 1};
    struct matter_view back;
    assert_int_equal(read_text(matter_view_write(cx.mem, &view), &back), OK);
    assert_int_equal(back.serial, 7);
    assert_int_equal(back.at.ms, 1764000000000);
    assert_string_equal(back.title, "护照");
    assert_int_equal(back.step_count, 2);
    assert_string_equal(back.steps[1].holder, "出入境管理局");
    assert_int_equal(back.steps[1].by.day, 20010);
    assert_false(date_is_set(back.steps[1].done_on));
    assert_string_equal(back.needs[0].note, "请补");
    assert_true(back.days[0].provisional && back.over);
    assert_int_equal(back.rating, 4);
    /* what is absent is "" and DATE_NONE, never NULL */
    assert_string_equal(back.number, "");
    assert_false(date_is_set(back.answered_on));
    assert_int_equal(back.event_count, 0);
}

static void what_is_unknown_is_left_out(void **state)
{
    struct matter_view view;
    assert_int_equal(read_text("{\"type\":\"matter\",\"serial\":1,\"at\":2,\"view\":{\"title\":5,"
                               "\"mood\":\"good\",\"state\":\"open\",\"steps\":{}}}",
                               &view),
                     OK);
    assert_string_equal(view.title, "");
    assert_string_equal(view.state, "open");
    assert_int_equal(view.step_count, 0);
    assert_int_equal(read_text("{\"type\":\"application\",\"view\":{}}", &view), NOT_FOUND);
    assert_int_equal(read_text("{\"type\":\"matter\"}", &view), INVALID);
    assert_int_equal(read_text("[]", &view), INVALID);
    assert_int_equal(read_text("{", &view), INVALID);
}

static void a_word_is_a_whole_word(void **state)
{
    assert_true(matter_can("supplement rate", "rate"));
    assert_true(matter_can("supplement rate", "supplement"));
    assert_false(matter_can("supplement rate", "at"));
    assert_false(matter_can("supplement", "supp"));
    assert_false(matter_can(NULL, "rate"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(what_is_unknown_is_left_out),
        cmocka_unit_test(a_word_is_a_whole_word),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
