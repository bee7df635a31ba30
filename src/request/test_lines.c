/* Case lines: by whose authority they leave, what they hold, and what they never do. */
#include "catalogue/standing_order.h"
#include "request/test_room.h"

static int64_t acts(void)
{
    return count("SELECT COUNT(*) FROM act WHERE kind = 'case_line'");
}

/* The latest public bytes of a line. */
static const char *bytes(void)
{
    return text_of("SELECT CAST(body AS TEXT) FROM act WHERE kind = 'case_line'"
                   " ORDER BY number DESC LIMIT 1");
}

static void without_a_standing_order_nothing_leaves(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    answers(&a, "granted", "");
    assert_int_equal(acts(), 0);
    assert_string_equal(a.case_line, "");
    assert_int_equal(count("SELECT COUNT(*) FROM case_line"), 0);
}

static void a_draft_order_is_no_authority(void **state)
{
    struct standing_order order;
    record_init(&standing_order_kind, &order);
    order.base.agency = AGENCY_CODE;
    order.title = "常设公开令";
    order.query = "case-lines";
    order.columns = ALL_COLUMNS;
    expect(record_insert(as(CLERK_), &order.base), OK);
    on_day(2025, 4, 10);
    registered();
    assert_int_equal(acts(), 0);
}

static void registering_and_closing_each_release_a_line(void **state)
{
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    on_day(2025, 4, 10);
    struct application a = registered();
    assert_int_equal(acts(), 1);
    assert_non_null(strstr(bytes(), "\"serial\":1"));
    assert_non_null(strstr(bytes(), "\"received_on\":\"2025-04-10\""));
    assert_non_null(strstr(bytes(), "\"due_on\":\"2025-05-12\""));
    assert_null(strstr(bytes(), "closed_on"));
    on_day(2025, 4, 21);
    answers(&a, "not-held", "");
    assert_int_equal(acts(), 2);
    assert_non_null(strstr(bytes(), "\"closed_on\":\"2025-04-21\""));
    assert_non_null(strstr(bytes(), "\"row\":\"3.4.1\""));
    assert_string_equal(text_of("SELECT type FROM act ORDER BY number DESC LIMIT 1"), "corrected");
    /* By whose authority: the order's, and no account's. */
    assert_int_equal(count("SELECT COUNT(*) FROM act WHERE kind = 'case_line' AND actor ="
                           " (SELECT id FROM standing_order)"),
                     2);
}

static void an_order_holds_for_the_agencies_below(void **state)
{
    struct application a;
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    on_day(2025, 4, 10);
    record_init(&application_kind, &a);
    a.base.agency = BELOW_CODE;
    a.channel = "counter";
    a.applicant_kind = "other";
    a.name = "某某";
    a.sought = "巡逻安排";
    expect(request_file(as(STRANGER_), &a), OK);
    expect(does(STRANGER_, &a.base, "register", NULL), OK);
    assert_int_equal(acts(), 1);
    assert_string_equal(text_of("SELECT agency FROM act WHERE kind = 'case_line'"), BELOW_CODE);
    assert_int_equal(a.serial, 1);
}

static void only_the_columns_of_the_order_are_filled(void **state)
{
    standing_order(AGENCY_CODE, "serial_year serial received_on", INT_NONE);
    on_day(2025, 4, 10);
    struct application a = registered();
    answers(&a, "granted", "");
    assert_non_null(strstr(bytes(), "\"serial\":1"));
    static const char *const others[] = {"applicant_kind", "channel", "row", "outcome",
                                         "closed_on"};
    for (size_t i = 0; i < COUNT_OF(others); i++) assert_null(strstr(bytes(), others[i]));
}

static void an_unknown_or_inner_column_is_refused(void **state)
{
    static const char *const wrong[] = {"serial name", "application", "nothing"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct standing_order order;
        record_init(&standing_order_kind, &order);
        order.base.agency = AGENCY_CODE;
        order.title = "常设公开令";
        order.query = "case-lines";
        order.columns = wrong[i];
        refused(record_insert(as(CLERK_), &order.base), "standing.unknown_column");
    }
}

/* Where a kind would point at one person it is left out, until enough have applied. */
static void a_rare_kind_is_left_out(void **state)
{
    standing_order(AGENCY_CODE, ALL_COLUMNS, 3);
    on_day(2025, 4, 10);
    for (int i = 0; i < 2; i++) {
        registered();
        assert_null(strstr(bytes(), "natural"));
    }
    registered();
    assert_non_null(strstr(bytes(), "\"applicant_kind\":\"natural\""));
}

static void nobody_makes_or_moves_a_line(void **state)
{
    struct case_line line;
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    on_day(2025, 4, 10);
    struct application a = registered();
    for (int person = 0; person < PEOPLE; person++) {
        record_init(&case_line_kind, &line);
        line.base.agency = AGENCY_CODE;
        line.serial = 99;
        expect(record_insert(as((enum person)person), &line.base), DENIED);
        expect(record_fetch(&room.cx, &case_line_kind, a.case_line, 0, &line), OK);
        expect(does((enum person)person, &line.base, "update-line", &a), DENIED);
    }
    room.cx.actor = &access_program;
    expect(record_fetch(&room.cx, &case_line_kind, a.case_line, 0, &line), OK);
    expect(record_move(&room.cx, &line.base, "update-line", &NO_REASON), DENIED);
    assert_int_equal(acts(), 1);
}

static void an_order_released_later_lets_out_what_was_registered(void **state)
{
    on_day(2025, 4, 10);
    registered();
    registered();
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    daily();
    daily();
    assert_int_equal(acts(), 2);
    assert_int_equal(count("SELECT COUNT(DISTINCT case_line) FROM application"), 2);
}

/* A number is drawn with its line or not at all. */
static void a_refused_registration_leaves_no_hole(void **state)
{
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    on_day(2025, 4, 10);
    struct application a = came("counter");
    static const struct sql broken = {"test.broken", "ALTER TABLE act RENAME TO act_gone"};
    static const struct sql mended = {"test.mended", "ALTER TABLE act_gone RENAME TO act"};
    expect(store_run(&room.cx, &broken, BIND_NONE, NULL), OK);
    expect(does(CLERK_, &a.base, "register", NULL), FAULT);
    expect(store_run(&room.cx, &mended, BIND_NONE, NULL), OK);
    room.cx.fault_file = NULL;
    again(&a);
    assert_int_equal(a.base.state, RECEIVED);
    expect(does(CLERK_, &a.base, "register", NULL), OK);
    assert_int_equal(a.serial, 1);
    assert_int_equal(acts(), 1);
}

/* What nobody may learn from what leaves the office. */
static void no_person_and_no_text_leave(void **state)
{
    static const char *const secrets[] = {"王某", "230102199001011234", "13900000000",
                                          "江城市南岗区", "和平路治安"};
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    on_day(2025, 4, 10);
    struct application a = registered();
    answers(&a, "granted", "");
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        const char *in_acts = arena_format(
            room.cx.mem, "SELECT COUNT(*) FROM act WHERE instr(CAST(body AS TEXT), '%s') > 0",
            secrets[i]);
        const char *in_history = arena_format(
            room.cx.mem,
            "SELECT COUNT(*) FROM history WHERE instr(why || article || changed, '%s') > 0",
            secrets[i]);
        assert_int_equal(count(in_acts), 0);
        assert_int_equal(count(in_history), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(without_a_standing_order_nothing_leaves),
        IN_ROOM(a_draft_order_is_no_authority),
        IN_ROOM(registering_and_closing_each_release_a_line),
        IN_ROOM(an_order_holds_for_the_agencies_below),
        IN_ROOM(only_the_columns_of_the_order_are_filled),
        IN_ROOM(an_unknown_or_inner_column_is_refused),
        IN_ROOM(a_rare_kind_is_left_out),
        IN_ROOM(nobody_makes_or_moves_a_line),
        IN_ROOM(an_order_released_later_lets_out_what_was_registered),
        IN_ROOM(a_refused_registration_leaves_no_hole),
        IN_ROOM(no_person_and_no_text_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
