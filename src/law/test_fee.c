#include <jansson.h>

#include "base/text.h"
#include "base/unit.h"
#include "law/fee.h"
#include "law/law.h"

static struct context cx;
static const struct law *law;
static json_t *cases;

static int set_up(void **state)
{
    json_error_t error;
    cx = (struct context){.mem = arena_new("test")};
    cases = json_load_file(SOURCE_FOLDER "/tests/data/domain-cases.json", 0, &error);
    return law_load(&cx, SOURCE_FOLDER, &law);
}

static int tear_down(void **state)
{
    json_decref(cases);
    arena_free(cx.mem);
    return 0;
}

static json_t *find(const char *id, const char *part, const char *key)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(cases, "cases"), i, one)
    {
        if (text_equal(json_string_value(json_object_get(one, "id")), id))
            return json_object_get(json_object_get(one, part), key);
    }
    fail_msg("no case %s", id);
    return NULL;
}

static const struct regime_fee *fee(const char *regime, const char *id)
{
    const struct regime_fee *found = regime_fee(law_regime(law, regime), id, date_of(2025, 3, 3));
    assert_non_null(found);
    return found;
}

static int64_t total(const struct regime_fee *of, int64_t quantity)
{
    int64_t hundredths = -1;
    assert_int_equal(fee_total(&cx, of, quantity, &hundredths), OK);
    return hundredths;
}

static void c14_c15_processing_fees(void **state)
{
    const struct regime_fee *item = fee("cn-2019", "processing-by-item");
    const struct regime_fee *page = fee("cn-2019", "processing-by-page");
    json_t *numbers = find("C14", "input", "applications_in_calendar_month");
    json_t *marginal = find("C14", "expected", "marginal_yuan");
    json_t *cumulative = find("C14", "expected", "cumulative_yuan");
    assert_int_equal(json_array_size(numbers), 8);
    for (size_t i = 0; i < json_array_size(numbers); i++) {
        int64_t n = json_integer_value(json_array_get(numbers, i));
        assert_int_equal(fee_marginal(item, n),
                         100 * json_integer_value(json_array_get(marginal, i)));
        assert_int_equal(total(item, n), 100 * json_integer_value(json_array_get(cumulative, i)));
    }
    json_t *pages = find("C15", "input", "pages"), *yuan = find("C15", "expected", "yuan");
    assert_int_equal(json_array_size(pages), 7);
    for (size_t i = 0; i < json_array_size(pages); i++)
        assert_int_equal(total(page, json_integer_value(json_array_get(pages, i))),
                         100 * json_integer_value(json_array_get(yuan, i)));
    /* The sum of the single ones is the whole. */
    int64_t sum = 0;
    for (int64_t n = 1; n <= 500; n++) {
        sum += fee_marginal(item, n);
        assert_int_equal(total(item, n), sum);
    }
    assert_null(
        regime_fee(law_regime(law, "cn-2019"), "processing-by-item", date_of(2020, 12, 31)));
}

static void c16_one_standard_and_never_both(void **state)
{
    const struct regime_fee *both[] = {fee("cn-2019", "processing-by-item"),
                                       fee("cn-2019", "processing-by-page")};
    int64_t n = json_integer_value(find("C16", "input", "application_no_in_month"));
    int64_t pages = json_integer_value(find("C16", "input", "pages")), amount;
    assert_int_equal(fee_of_application(&cx, both[0], n, &amount), OK);
    assert_int_equal(amount, 100 * json_integer_value(find("C16", "expected", "by_item")));
    assert_int_equal(fee_of_application(&cx, both[1], pages, &amount), OK);
    assert_int_equal(amount, 100 * json_integer_value(find("C16", "expected", "by_page")));
    int64_t rejected = 100 * json_integer_value(find("C16", "expected", "reject_amount"));
    assert_int_equal(fee_check_amount(&cx, both[0], n, rejected), INVALID);
    assert_string_equal(cx.issues->message, "fee.wrong_amount");
    assert_string_equal(cx.issues->detail, "200.00");
    assert_int_equal(fee_check_amount(&cx, both[1], pages, rejected), INVALID);
    assert_int_equal(fee_check_amount(&cx, both[0], n, 20000), OK);
    assert_int_equal(fee_check_amount(&cx, both[1], pages, 110000), OK);
    assert_int_equal(fee_check_together(&cx, both, 1), OK);
    cx.issues = NULL;
    assert_int_equal(fee_check_together(&cx, both, 2), INVALID);
    assert_string_equal(cx.issues->message, "fee.one_standard");
    assert_non_null(strstr(cx.issues->detail, "109号"));
}

static void c17_the_counter_starts_anew_each_month(void **state)
{
    struct date received[32];
    size_t count = 0;
    const struct {
        const char *day;
        int times;
    } letters[] = {
        {"2025-01-31", 10},
        {"2025-02-01", 5 },
        {"2025-02-20", 3 }, /* one letter, split into three */
        {"2025-02-28", 4 }
    };
    for (size_t i = 0; i < COUNT_OF(letters); i++)
        for (int j = 0; j < letters[i].times; j++)
            assert_true(date_parse(letters[i].day, &received[count++]));
    const struct regime_fee *item = fee("cn-2019", "processing-by-item");
    int64_t january = (int64_t)fee_number_in_month(received, count, date_of(2025, 1, 1));
    int64_t february = (int64_t)fee_number_in_month(received, count, date_of(2025, 2, 28));
    assert_int_equal(total(item, january),
                     json_integer_value(find("C17", "expected", "january_total")));
    assert_int_equal(february, json_integer_value(find("C17", "expected", "february_count")));
    assert_int_equal(total(item, february),
                     100 * json_integer_value(find("C17", "expected", "february_total")));
    assert_int_equal(fee_number_in_month(received, count, date_of(2024, 2, 1)), 0);
}

static void c19_cost_by_tariff_in_exact_decimals(void **state)
{
    const struct regime_fee *cost =
        regime_fee(law_regime(law, "cn-2008"), "cost", date_of(2010, 1, 4));
    int64_t postage, amount;
    assert_true(fee_parse(json_string_value(find("C19", "input", "postage")), &postage));
    struct fee_line lines[] = {
        {"search",           json_integer_value(find("C19",           "input",                        "search_items")), 0},
        {"a4-bw-single",                 json_integer_value(find("C19",                                                        "input",                                                                         "a4_bw_single_sheets")), 0},
        {"a3-colour-double",           json_integer_value(find("C19","input","a3_colour_double_sheets")),
         0},
        {"postage", 0, postage                                                    }
    };
    json_t *totals = find("C19", "expected", "total_yuan");
    assert_int_equal(fee_cost(&cx, cost, lines, COUNT_OF(lines), &amount), OK);
    assert_string_equal(fee_text(cx.mem, amount), json_string_value(json_array_get(totals, 0)));
    assert_non_null(fee_waiver(cost, "hardship"));
    assert_null(fee_waiver(cost, "wealth"));
    assert_null(regime_fee(law_regime(law, "cn-2008"), "cost", date_of(2017, 4, 1)));
    lines[0].id = "gold";
    assert_int_equal(fee_cost(&cx, cost, lines, COUNT_OF(lines), &amount), INVALID);
    assert_string_equal(cx.issues->message, "fee.unknown_line");
    lines[0] = (struct fee_line){"postage", 0, -1};
    assert_int_equal(fee_cost(&cx, cost, lines, 1, &amount), INVALID);
}

static void c28_india(void **state)
{
    int64_t pages = json_integer_value(find("C28", "input", "a4_pages"));
    int64_t hours = json_integer_value(find("C28", "input", "inspection_hours"));
    int64_t late = json_integer_value(find("C28", "input", "delay_days"));
    assert_int_equal(total(fee("in-rti", "application"), 1) + total(fee("in-rti", "page"), pages),
                     100 * json_integer_value(find("C28", "expected", "fee_rs")));
    assert_int_equal(total(fee("in-rti", "inspection"), hours),
                     100 * json_integer_value(find("C28", "expected", "inspection_fee_rs")));
    assert_int_equal(total(fee("in-rti", "penalty"), late),
                     100 * json_integer_value(find("C28", "expected", "penalty_rs")));
    assert_int_equal(total(fee("in-rti", "penalty"), 100), 2500000);
    assert_int_equal(total(fee("in-rti", "penalty"), 99), 2475000);
    assert_non_null(fee_waiver(fee("in-rti", "page"), "bpl"));
}

static void amounts_and_quantities_are_bounded(void **state)
{
    static const char *const wrong[] = {"",     ".5", "1.",   "1.234", "-1",
                                        "1,00", " 1", "0x10", "1e3",   "1234567890123"};
    int64_t amount;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) assert_false(fee_parse(wrong[i], &amount));
    assert_true(fee_parse("4.2", &amount) && amount == 420);
    assert_true(fee_parse("20", &amount) && amount == 2000);
    assert_string_equal(fee_text(cx.mem, 5), "0.05");
    const struct regime_fee *item = fee("cn-2019", "processing-by-item");
    assert_int_equal(fee_total(&cx, item, -1, &amount), INVALID);
    assert_int_equal(fee_total(&cx, item, 100001, &amount), INVALID);
    assert_int_equal(fee_total(&cx, item, 100000, &amount), OK);
    assert_true(amount > 0);
    assert_int_equal(total(fee("us-foia", "duplication-others"), 600), 0); /* 25.00 is not asked */
    assert_int_equal(total(fee("us-foia", "duplication-others"), 601), 2505);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(c14_c15_processing_fees),
        TEST(c16_one_standard_and_never_both),
        TEST(c17_the_counter_starts_anew_each_month),
        TEST(c19_cost_by_tariff_in_exact_decimals),
        TEST(c28_india),
        TEST(amounts_and_quantities_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
