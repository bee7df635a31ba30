#include "base/text.h"
#include "base/unit.h"
#include "law/law.h"

static struct context cx;
static const struct law *law;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    return law_load(&cx, SOURCE_FOLDER, &law);
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

static void disclosure_is_due_in_20_working_days_by_the_law_of_the_day(void **state)
{
    struct law_trace trace = {.mem = cx.mem};
    struct duty_due due = law_disclose_by(law, date_of(2009, 9, 28), &trace);
    assert_string_equal(due.duty->article, "令492 第18条");
    assert_string_equal(date_iso(cx.mem, due.by), "2009-11-02");
    assert_false(due.provisional);
    assert_int_equal(trace.days[trace.count - 1].n, 20);
    due = law_disclose_by(law, date_of(2019, 5, 14), NULL);
    assert_string_equal(due.duty->article, "令492 第18条");
    due = law_disclose_by(law, date_of(2019, 5, 15), NULL);
    assert_string_equal(due.duty->article, "令711 第26条");
    assert_string_equal(due.duty->article_en, "Order 711, Art 26");
    assert_string_equal(date_iso(cx.mem, due.by), "2019-06-13"); /* 06-07 off */
    assert_true(law_disclose_by(law, date_of(2026, 12, 20), NULL).provisional);
    due = law_disclose_by(law, date_of(2008, 4, 30), NULL);
    assert_null(due.duty);
    assert_false(date_is_set(due.by));
    assert_null(law_disclose_by(law, DATE_NONE, NULL).duty);
}

/* An office counts by its own law: its family's calendar, its family's duties. */
static void an_installation_has_a_law_of_its_own(void **state)
{
    const struct law *own = law;
    struct context told = {.mem = cx.mem};
    assert_string_equal(law->family, "cn");
    assert_ptr_equal(law->calendar, law_calendar(law, "cn"));
    assert_int_equal(law_settle(&cx, "us", "", &own), OK);
    assert_string_equal(own->family, "us");
    assert_ptr_equal(own->calendar, law_calendar(law, "us"));
    assert_null(law_disclose_by(own, date_of(2020, 1, 2), NULL).duty); /* that is Chinese law */
    assert_non_null(law_disclose_by(law, date_of(2020, 1, 2), NULL).duty);
    assert_false(date_is_set(law_kept_before(own, "keep-application", date_of(2020, 1, 2))));
    own = law;
    assert_int_equal(law_settle(&cx, "us", "us-ca", &own), OK);
    assert_ptr_equal(own->calendar, law_calendar(law, "us-ca"));
    assert_int_equal(law_settle(&told, "atlantis", "", &own), INVALID);
    assert_string_equal(told.issues->field, "law");
    told.issues = NULL;
    assert_int_equal(law_settle(&told, "cn", "atlantis", &own), INVALID);
    assert_string_equal(told.issues->field, "calendar");
}

static void what_is_kept_in_years_ends_on_its_day(void **state)
{
    static const struct {
        struct civil closed;
        const char *by;
    } rows[] = {
        {{2010, 3, 31}, "2020-03-31"},
        {{2012, 2, 29}, "2022-03-01"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct civil c = rows[i].closed;
        struct duty_due due =
            law_duty_due(law, "keep-application", date_of(c.year, c.month, c.day), NULL);
        assert_string_equal(date_iso(cx.mem, due.by), rows[i].by);
        assert_int_equal(due.duty->years, 10);
    }
    assert_string_equal(
        date_iso(cx.mem, law_kept_before(law, "keep-application", date_of(2020, 3, 31))),
        "2010-03-31");
    assert_false(date_is_set(law_kept_before(law, "no-such-duty", date_of(2020, 3, 31))));
}

static void every_class_of_the_fixed_names_is_there(void **state)
{
    static const struct {
        const char *id;
        int last;
    } lists[] = {
        {"seed", 15},
        {"a10",  11},
        {"a20",  15}
    };
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        assert_non_null(law_classification(law, lists[i].id));
        for (int n = 1; n <= lists[i].last; n++) {
            const char *code = arena_format(cx.mem, "%s-%d", lists[i].id, n);
            const struct class *class = law_class(law, code);
            assert_non_null(class);
            assert_string_equal(class->of->id, lists[i].id);
        }
    }
    assert_null(law_class(law, "seed-16"));
    assert_null(law_class(law, "a10-12"));
    assert_true(law_class(law, "seed-0")->needs_basis);
    assert_true(law_class(law, "a20-15")->needs_basis);
    assert_false(law_class(law, "seed-1")->needs_basis);
    assert_string_equal(law_class(law, "seed-13")->zh, "通缉令");
    assert_string_equal(law_class(law, "seed-13")->group->zh, "社会治安情况");
    assert_int_equal(law_classification(law, "seed")->group_count, 6);
    assert_string_equal(class_label(law_class(law, "a21-public-order"), ENGLISH), "Public order");
}

static void classes_have_names_articles_and_dates(void **state)
{
    for (size_t i = 0; i < law->classification_count; i++) {
        const struct classification *of = law->classifications[i];
        for (size_t j = 0; j < of->class_count; j++) {
            const struct class *class = &of->classes[j];
            assert_false(text_empty(class->zh) || text_empty(class->en) ||
                         text_empty(class->article));
            assert_ptr_equal(law_class(law, class->code), class);
        }
    }
    assert_true(class_is_valid(law_class(law, "a10-7"), date_of(2019, 5, 14)));
    assert_false(class_is_valid(law_class(law, "a10-7"), date_of(2019, 5, 15)));
    assert_false(class_is_valid(law_class(law, "a20-5"), date_of(2019, 5, 14)));
    assert_true(class_is_valid(law_class(law, "a20-5"), date_of(2026, 1, 1)));
    assert_true(class_is_valid(law_class(law, "seed-5"), date_of(2009, 12, 31)));
}

static void a_missing_folder_is_a_fault(void **state)
{
    const struct law *none;
    assert_int_equal(law_load(&cx, "/nonexistent", &none), FAULT);
    assert_true(strstr(cx.fault, "/nonexistent/calendars") != NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(disclosure_is_due_in_20_working_days_by_the_law_of_the_day,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_installation_has_a_law_of_its_own, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_kept_in_years_ends_on_its_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_class_of_the_fixed_names_is_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(classes_have_names_articles_and_dates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_folder_is_a_fault, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
