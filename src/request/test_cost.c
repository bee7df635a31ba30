/* Case C19 (DOMAIN §6) through the office's own moves: a cost fee by the lines of a tariff, what is
 * refused, and what is waived. */
#include "request/test_room.h"

#include <jansson.h>

static json_t *cases;

static const json_t *c19(const char *part, const char *key)
{
    size_t at;
    json_t *one;
    json_error_t error;
    if (!cases) cases = json_load_file(SOURCE_FOLDER "/tests/data/domain-cases.json", 0, &error);
    json_array_foreach(
        json_object_get(cases, "cases"), at,
        one) if (text_equal(json_string_value(json_object_get(one, "id")),
                            "C19")) return json_object_get(json_object_get(one, part), key);
    fail_msg("there is no case C19");
    return NULL;
}

static int64_t given(const char *key)
{
    return json_integer_value(c19("input", key));
}

static const char *lines_of_c19(void)
{
    return arena_format(
        room.cx.mem, "search=%lld a4-bw-single=%lld a3-colour-double=%lld postage=%s",
        (long long)given("search_items"), (long long)given("a4_bw_single_sheets"),
        (long long)given("a3_colour_double_sheets"), json_string_value(c19("input", "postage")));
}

static const char *expected(size_t at)
{
    return json_string_value(json_array_get(c19("expected", "total_yuan"), at));
}

static struct fee_notice cost_of(const struct application *a, const char *lines)
{
    struct fee_notice fee;
    record_init(&fee_notice_kind, &fee);
    fee.base.agency = AGENCY_CODE;
    fee.application = a->base.id;
    fee.standard = "cost";
    fee.lines = lines;
    return fee;
}

static void amount_is(const struct fee_notice *fee, const char *yuan)
{
    assert_string_equal(money_write(room.cx.mem, fee->amount), yuan);
}

static void letter_has(const char *text)
{
    const char *body = text_of("SELECT body FROM letter WHERE template = 'fee-notice'");
    if (!strstr(body, text)) fail_msg("the notice lacks %s:\n%s", text, body);
}

static void c19_is_computed_noticed_item_by_item_and_paid(void **state)
{
    on_day(2010, 1, 4);
    struct application a = registered();
    assert_string_equal(a.regime, "cn-2008");
    struct fee_notice fee = cost_of(&a, lines_of_c19());
    fee.amount.hundredths = 1; /* nobody types an amount */
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    amount_is(&fee, expected(0));
    expect(does(OFFICER_, &fee.base, "notify", NULL), OK);
    letter_has("检索费（每件）：1 × 5.00元 = 5.00元");
    letter_has("A4黑白单面（每张）：12 × 0.20元 = 2.40元");
    letter_has("A3彩色双面（每张）：3 × 3.00元 = 9.00元");
    letter_has("邮寄费（按实际支出）：4.20元");
    letter_has("20.60元");
    letter_has("第二十七条");
    on_day(2010, 1, 6);
    expect(does(CLERK_, &fee.base, "pay", NULL), OK);
    amount_is(&fee, expected(0));
    again(&a);
    assert_string_equal(record_state(&a.base)->word, "registered");
}

static void c19_is_waived_on_the_laws_ground(void **state)
{
    const struct request_waiver hardship = {"hardship"}, wealth = {"wealth"};
    on_day(2010, 1, 4);
    struct application a = registered(), b = registered();
    struct fee_notice fee = cost_of(&a, lines_of_c19());
    struct reason reason = NO_REASON;
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    reason.why = "经济困难，经负责人同意";
    reason.with = &wealth;
    refused(record_move(as(OFFICER_), &fee.base, "waive", &reason), "request.no_such_waiver");
    reason.with = &hardship;
    expect(record_move(as(OFFICER_), &fee.base, "waive", &reason), OK);
    amount_is(&fee, expected(1));
    assert_non_null(strstr(fee.ground, "第28条"));
    fee = cost_of(&b, lines_of_c19());
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    expect(does(OFFICER_, &fee.base, "notify", NULL), OK);
    expect(record_move(as(OFFICER_), &fee.base, "waive", &reason), OK);
    amount_is(&fee, expected(1));
    again(&b);
    assert_string_equal(record_state(&b.base)->word, "registered");
}

/* What is refused names the line, and nothing is stored. */
static void a_bad_line_is_named(void **state)
{
    static const struct {
        const char *lines, *message, *detail;
    } rows[] = {
        {"search=1 gold=2",        "fee.unknown_line",      "gold"                          },
        {"search=-1",              "fee.line_quantity",     "检索费（每件）"         },
        {"search=1.5",             "fee.line_quantity",     "检索费（每件）"         },
        {"search=1 search=2",      "fee.line_quantity",     "检索费（每件）"         },
        {"a4-bw-single=100001",    "fee.line_quantity",     "A4黑白单面（每张）"    },
        {"search=1 postage=-4.20", "fee.line_spent",        "邮寄费（按实际支出）"},
        {"search=1 postage=4.205", "fee.line_spent",        "邮寄费（按实际支出）"},
        {"search=?",               "fee.line_quantity",     "检索费（每件）"         },
        {"",                       "request.cost_by_lines", ""                              },
    };
    on_day(2010, 1, 4);
    struct application a = registered();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fee_notice fee = cost_of(&a, rows[i].lines);
        refused(record_insert(as(OFFICER_), &fee.base), rows[i].message);
        assert_string_equal(room.cx.issues->detail, rows[i].detail);
    }
    assert_int_equal(count("SELECT COUNT(*) FROM fee_notice"), 0);
}

/* A bill that is noticed stands; a second one by the same standard, and a standard that the regime
 * does not have, are refused. */
static void one_standard_and_only_where_the_law_has_it(void **state)
{
    on_day(2010, 1, 4);
    struct application a = registered();
    struct fee_notice fee = cost_of(&a, "search=1"), twice = cost_of(&a, "search=2");
    struct fee_notice page = cost_of(&a, "");
    page.standard = "page";
    page.quantity = 40;
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    refused(record_insert(as(OFFICER_), &twice.base), "request.fee_twice");
    refused(record_insert(as(OFFICER_), &page.base), "request.no_such_fee");
    fee.lines = "search=2";
    expect(record_save(as(OFFICER_), &fee.base), OK);
    amount_is(&fee, "10.00");
    on_day(2025, 4, 10);
    struct application newer = registered();
    struct fee_notice gone = cost_of(&newer, "search=1");
    refused(record_insert(as(OFFICER_), &gone.base), "request.no_such_fee");
    struct fee_notice item = cost_of(&newer, ""), both = cost_of(&newer, "");
    item.standard = "item";
    both.standard = "page";
    both.quantity = 40;
    expect(record_insert(as(OFFICER_), &item.base), OK);
    refused(record_insert(as(OFFICER_), &both.base), "fee.one_standard");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(c19_is_computed_noticed_item_by_item_and_paid),
        IN_ROOM(c19_is_waived_on_the_laws_ground),
        IN_ROOM(a_bad_line_is_named),
        IN_ROOM(one_standard_and_only_where_the_law_has_it),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    json_decref(cases);
    return failed;
}
