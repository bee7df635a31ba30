/* Reminders to staff: before the day and after it, once each, of whom nothing is said. */
#include "request/test_room.h"

static const char TO[] = "clerk@example.gov.cn";

static int64_t sent(const char *what)
{
    return count(arena_format(room.cx.mem,
                              "SELECT COUNT(*) FROM outbox WHERE recipient = '%s' AND subject LIKE"
                              " '%%%s%%'",
                              TO, what));
}

/* Received on 10 April 2025, due on 12 May. */
static void a_holder_is_reminded_once_before_and_once_after(void **state)
{
    reminders_go_to(CLERK_, TO);
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 5, 6); /* four working days before */
    daily();
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 0);
    on_day(2025, 5, 7);
    daily();
    daily();
    assert_int_equal(sent("将于2025年5月12日到期"), 1);
    on_day(2025, 5, 12);
    daily();
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 1);
    on_day(2025, 5, 13);
    daily();
    on_day(2025, 5, 14);
    daily();
    assert_int_equal(sent("已逾期（2025年5月12日）"), 1);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 2);
    assert_int_equal(sent(a.title), 2);
}

static void a_new_day_is_told_anew(void **state)
{
    reminders_go_to(CLERK_, TO);
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 5, 7);
    expect(does_for(LEADER_, &a.base, "extend", "情况复杂"), OK);
    daily();
    assert_int_equal(sent("公开申请将于"), 0);
    on_day(2025, 6, 6);
    daily();
    assert_int_equal(sent("公开申请将于2025年6月10日到期"), 1);
}

/* A notice that was drafted and not served has its own day. */
static void a_notice_has_its_own_day(void **state)
{
    reminders_go_to(CLERK_, TO);
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 5, 7);
    expect(does_for(LEADER_, &a.base, "extend", "情况复杂"), OK);
    daily();
    assert_int_equal(sent("延期答复"), 1);
}

static void nothing_is_said_of_who_asked_for_what(void **state)
{
    reminders_go_to(CLERK_, TO);
    on_day(2025, 4, 10);
    registered();
    on_day(2025, 5, 20);
    daily();
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE body LIKE '%2025年5月12日%'"), 1);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE body || subject LIKE '%王某%' OR"
                           " body || subject LIKE '%巡逻%' OR body || subject LIKE '%1390000%'"),
                     0);
}

static void who_waits_for_the_applicant_or_has_no_address_is_not_reminded(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    reminders_go_to(SECOND, TO);
    on_day(2025, 4, 10);
    registered(); /* held by a clerk without an address */
    on_day(2025, 5, 20);
    daily();
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 0);
    reminders_go_to(CLERK_, TO);
    on_day(2025, 7, 1);
    struct application asked = registered();
    expect(does(OFFICER_, &asked.base, "ask-correction", &items), OK);
    serves(&asked, "correction-notice");
    on_day(2025, 7, 21);
    daily();
    assert_int_equal(sent(asked.title), 0);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 1); /* the older one is late */
}

static void where_reminders_are_off_none_is_sent(void **state)
{
    on_day(2025, 4, 10);
    registered();
    on_day(2025, 5, 20);
    daily();
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(a_holder_is_reminded_once_before_and_once_after),
        IN_ROOM(a_new_day_is_told_anew),
        IN_ROOM(a_notice_has_its_own_day),
        IN_ROOM(nothing_is_said_of_who_asked_for_what),
        IN_ROOM(who_waits_for_the_applicant_or_has_no_address_is_not_reminded),
        IN_ROOM(where_reminders_are_off_none_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
