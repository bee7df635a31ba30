#include <jansson.h>

#include "base/text.h"
#include "base/unit.h"
#include "law/calendar.h"

static struct context cx;
static const struct calendar *cn;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    return calendar_load(&cx, SOURCE_FOLDER "/calendars/cn.yaml", &cn);
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

static struct date day(const char *iso)
{
    struct date date = DATE_NONE;
    if (!date_parse(iso, &date)) fail_msg("%s is no date", iso);
    return date;
}

static const char *add(const char *from, int working_days)
{
    return date_iso(cx.mem, law_add_working_days(cn, day(from), working_days, NULL).date);
}

/* DOMAIN §5: the totals of all 19 years, and the statutory days they come from. */
static void every_year_has_its_working_days(void **state)
{
    static const int totals[] = {251, 250, 250, 250, 249, 250, 250, 249, 250, 249,
                                 250, 250, 249, 250, 249, 249, 251, 248, 248};
    for (int year = 2008; year <= 2026; year++) {
        int count = law_count_working_days(cn, date_of(year - 1, 12, 31), date_of(year, 12, 31));
        assert_int_equal(count, totals[year - 2008]);
        /* The independent check: all days - weekends - statutory days, with its adjustments. */
        int days = 0;
        for (struct date d = date_of(year, 1, 1); d.day <= date_of(year, 12, 31).day; d.day++)
            days += date_weekday(d) < 6;
        int statutory = year < 2025 ? 11 : 13;
        int adjusted = year == 2011 ? 1 : year == 2012 || year == 2015 ? -1 : year == 2020 ? -2 : 0;
        assert_int_equal(count, days - statutory + adjusted);
    }
}

/* ---- the cases of DOMAIN §6 that need counting only ---- */

static json_t *cases;

static json_t *find_case(const char *id, const char *part)
{
    json_error_t error;
    if (!cases) cases = json_load_file(SOURCE_FOLDER "/tests/data/domain-cases.json", 0, &error);
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(cases, "cases"), i, one)
    {
        if (text_equal(json_string_value(json_object_get(one, "id")), id))
            return json_object_get(one, part);
    }
    fail_msg("no case %s", id);
    return NULL;
}

static const char *given(const char *id, const char *key)
{
    return json_string_value(json_object_get(find_case(id, "input"), key));
}

static const char *expected(const char *id, const char *key)
{
    return json_string_value(json_object_get(find_case(id, "expected"), key));
}

static void the_domain_cases_come_out(void **state)
{
    assert_string_equal(add(given("C01", "received"), 15), expected("C01", "due"));
    assert_string_equal(add(given("C04", "received"), 15), expected("C04", "answer_unclear_by"));
    assert_string_equal(add(given("C04", "resubmitted"), 15),
                        expected("C04", "new_application_due"));
    assert_string_equal(add(given("C07", "confirmed"), 20), expected("C07", "due"));
    assert_string_equal(add(given("C08", "received"), 7), expected("C08", "correction_notice_by"));
    assert_string_equal(add(given("C08", "received"), 20), expected("C08", "due_if_no_notice"));
    assert_string_equal(add(given("C08", "correction_received"), 20), expected("C08", "due"));
    assert_string_equal(add(given("C09", "correction_notice_served"), 15),
                        expected("C09", "lapses_after"));
    json_t *receipt = json_object_get(find_case("C13", "expected"), "receipt");
    json_t *due = json_object_get(find_case("C13", "expected"), "due");
    assert_int_equal(json_array_size(receipt), 5);
    for (size_t i = 0; i < json_array_size(receipt); i++)
        assert_string_equal(add(json_string_value(json_array_get(receipt, i)), 20),
                            json_string_value(json_array_get(due, i)));
    json_decref(cases);
    cases = NULL;
}

static const char *add_paused(const char *from, int n, const char *after, const char *until)
{
    struct law_pause pause = {day(after), day(until)};
    struct law_span span = {day(from), n, &pause, 1};
    return date_iso(cx.mem, law_add_span(cn, &span, NULL).date);
}

static void time_that_is_not_counted_moves_the_date(void **state)
{
    assert_string_equal(add_paused(given("C03", "received"), 15, given("C03", "consultation_sent"),
                                   given("C03", "third_party_reply")),
                        expected("C03", "due"));
    assert_int_equal(law_count_working_days(cn, day("2009-10-12"), day("2009-10-20")), 6);
    const char *until = add(given("C11", "letter_served"), 15);
    assert_string_equal(until, expected("C11", "third_party_deadline"));
    assert_string_equal(
        add_paused(given("C11", "received"), 20, given("C11", "letter_served"), until),
        expected("C11", "due"));
    struct law_pause open = {day("2025-04-14"), DATE_NONE};
    struct law_span span = {day("2025-04-10"), 20, &open, 1};
    assert_false(date_is_set(law_add_span(cn, &span, NULL).date));
    span.working_days = 2; /* due before the pause begins */
    assert_int_equal(law_add_span(cn, &span, NULL).date.day, day("2025-04-14").day);
    json_decref(cases);
    cases = NULL;
}

static void the_trace_proves_each_day(void **state)
{
    struct law_trace trace = {.mem = cx.mem};
    struct law_due due = law_add_working_days(cn, day("2009-09-28"), 15, &trace);
    assert_int_equal(due.date.day, day("2009-10-26").day);
    assert_false(due.provisional);
    assert_int_equal(trace.count, 28);
    assert_int_equal(trace.days[0].date.day, day("2009-09-29").day);
    assert_int_equal(trace.days[2].rule, DAY_OFF); /* 10-01 */
    assert_true(strstr(trace.days[2].source, "2009年部分节假日安排") != NULL);
    assert_false(trace.days[2].counted);
    const struct law_day *worked = &trace.days[11]; /* Saturday 10-10 */
    assert_int_equal(worked->rule, DAY_WORKED);
    assert_true(worked->counted);
    assert_int_equal(worked->n, 4);
    assert_int_equal(trace.days[12].rule, DAY_WEEKEND); /* Sunday 10-11 */
    int n = 0;
    for (size_t i = 0; i < trace.count; i++) {
        if (trace.days[i].counted) assert_int_equal(trace.days[i].n, ++n);
        assert_non_null(day_message(trace.days[i].rule));
    }
    assert_int_equal(n, 15);
}

static void years_without_a_notice_are_provisional(void **state)
{
    struct law_trace trace = {.mem = cx.mem};
    assert_false(law_add_working_days(cn, day("2026-12-30"), 1, NULL).provisional);
    struct law_due due = law_add_working_days(cn, day("2026-12-30"), 2, &trace);
    assert_true(due.provisional);
    assert_string_equal(date_iso(cx.mem, due.date), "2027-01-04"); /* 01-01 fixed, weekend */
    assert_int_equal(trace.days[1].rule, DAY_STATUTORY);
    assert_true(trace.days[1].provisional && !trace.days[0].provisional);
    assert_false(calendar_is_working(cn, day("2028-05-02"))); /* since 2025 two days */
    assert_true(calendar_is_working(cn, day("2007-05-02")));
    assert_true(calendar_day(cn, day("2007-06-01")).provisional);
    assert_false(calendar_day(cn, day("2007-12-29")).provisional); /* by the notice of 2008 */
    assert_true(calendar_knows(cn, 2008) && calendar_knows(cn, 2026));
    assert_false(calendar_knows(cn, 2007) || calendar_knows(cn, 2027));
}

/* An amended year can be read as it was known before (DOMAIN §5: both dates are shown). */
static void what_was_known_earlier_can_be_computed(void **state)
{
    const struct calendar *before = calendar_known_on(cx.mem, cn, day("2020-01-26"));
    const struct calendar *after = calendar_known_on(cx.mem, cn, day("2020-01-27"));
    assert_true(calendar_is_working(before, day("2020-02-01"))); /* a Saturday to be worked … */
    assert_false(calendar_is_working(after, day("2020-02-01"))); /* … until it was made free */
    assert_true(calendar_is_working(before, day("2020-01-31")));
    assert_false(calendar_is_working(cn, day("2020-01-31")));
    assert_string_equal(calendar_version(before),
                        arena_format(cx.mem, "%s@2020-01-26", calendar_version(cn)));
    assert_int_equal(law_count_working_days(before, date_of(2019, 12, 31), date_of(2020, 12, 31)),
                     251);
    before = calendar_known_on(cx.mem, cn, day("2019-03-21"));
    assert_true(calendar_is_working(before, day("2019-05-02")));
    assert_false(calendar_is_working(before, day("2019-05-05")));
}

/* ---- properties (DOMAIN §5), over many starts and lengths ---- */

static unsigned seed = 20091231;
static int random_below(int limit)
{
    seed = seed * 1103515245u + 12345u;
    return (int)((seed >> 8) % (unsigned)limit);
}

static struct date random_day(void)
{
    return date_plus(date_of(2007, 6, 1), random_below(7300));
}

static void due_dates_grow_and_are_working_days(void **state)
{
    for (int round = 0; round < 3000; round++) {
        struct date from = random_day(), last = from;
        for (int n = 1; n <= 45; n += 1 + random_below(3)) {
            struct date due = law_add_working_days(cn, from, n, NULL).date;
            assert_true(due.day > last.day);
            assert_true(calendar_is_working(cn, due));
            assert_int_equal(law_count_working_days(cn, from, due), n);
            last = due;
        }
    }
    assert_int_equal(law_add_working_days(cn, day("2009-10-01"), 0, NULL).date.day,
                     day("2009-10-01").day);
}

static void pauses_only_delay_and_leave_no_trace_when_removed(void **state)
{
    for (int round = 0; round < 3000; round++) {
        struct law_pause pauses[3];
        struct law_span span = {random_day(), 1 + random_below(40), pauses, 3};
        for (int i = 0; i < 3; i++) {
            pauses[i].after = date_plus(span.from, random_below(60));
            pauses[i].until = date_plus(pauses[i].after, random_below(30));
        }
        struct date paused = law_add_span(cn, &span, NULL).date;
        span.pause_count = 0;
        struct date free_of_pauses = law_add_span(cn, &span, NULL).date;
        assert_true(paused.day >= free_of_pauses.day);
        assert_true(calendar_is_working(cn, paused));
        assert_int_equal(free_of_pauses.day,
                         law_add_working_days(cn, span.from, span.working_days, NULL).date.day);
    }
}

static const struct calendar *read_calendar(const char *text)
{
    const struct calendar *made = NULL;
    struct bytes bytes = {(const unsigned char *)text, strlen(text)};
    cx.issues = NULL;
    return calendar_read(&cx, "t.yaml", bytes, &made) == OK ? made : NULL;
}

#define HEAD "id: t\nzh: 试\nen: t\nversion: 1\nnotices:\n"

static void an_added_off_day_never_makes_a_date_earlier(void **state)
{
    for (int round = 0; round < 40; round++) {
        struct date off = date_plus(date_of(2009, 1, 1), random_below(365));
        const struct calendar *plain = read_calendar(HEAD "- {year: 2009, source: s, off: []}\n");
        const struct calendar *more = read_calendar(arena_format(
            cx.mem, HEAD "- {year: 2009, source: s, off: [%s]}\n", date_iso(cx.mem, off)));
        assert_non_null(plain);
        assert_non_null(more);
        for (int i = 0; i < 60; i++) {
            struct date from = date_plus(date_of(2009, 1, 1), random_below(365));
            int n = 1 + random_below(30);
            assert_true(law_add_working_days(more, from, n, NULL).date.day >=
                        law_add_working_days(plain, from, n, NULL).date.day);
        }
    }
}

static void a_broken_calendar_is_told_by_line_and_field(void **state)
{
    static const char *const broken[][2] = {
        {HEAD "- {year: 20x9, source: s, off: []}\n",
         "t.yaml:6: notices[0].year: expected a whole number, not \"20x9\""                                                                   },
        {HEAD "- {year: 2009, source: s, off: []}\n- year: 2010\n  source: s\n  off:\n  - "
              "02-13~02-19\n  - 02-30\n",                                        "t.yaml:11: notices[1].off[1]: expected a day or a range a~b of the notice's year "
         "(MM-DD) or of the December before it (YYYY-MM-DD)"                                },
        {HEAD "- {year: 2009, source: s, off: [], worked: [01-05]}\n",
         "t.yaml:6: notices[0].worked[0]: expected a Saturday or Sunday of the notice's year"                                                 },
        {HEAD "- {year: 2009, source: s, off: [01-03], worked: [01-03]}\n",
         "t.yaml:6: notices[0].worked[0]: expected a day that the notice names once"                                                          },
        {HEAD "- {year: 2009, source: s, off: [01-03~01-01]}\n",                          NULL                                                },
        {HEAD "- {year: 2009, source: s, off: [2007-12-31]}\n",                           NULL                                                },
        {HEAD "- {year: 2009, source: s, off: []}\n- {year: 2009, source: s, off: []}\n",
         "t.yaml:7: notices[1].published: expected the day of publication of a notice that "
         "changes a year"                                                                                                                     },
        {HEAD "- {year: 2009, off: []}\n",                                                "t.yaml:6: notices[0].source: expected, but missing"},
    };
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        assert_null(read_calendar(broken[i][0]));
        assert_string_equal(cx.issues->message, "yaml.wrong");
        if (broken[i][1]) assert_string_equal(cx.issues->detail, broken[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_year_has_its_working_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_domain_cases_come_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(time_that_is_not_counted_moves_the_date, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_trace_proves_each_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(years_without_a_notice_are_provisional, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_known_earlier_can_be_computed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(due_dates_grow_and_are_working_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pauses_only_delay_and_leave_no_trace_when_removed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_added_off_day_never_makes_a_date_earlier, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_broken_calendar_is_told_by_line_and_field, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
