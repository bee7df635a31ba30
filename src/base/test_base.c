#include <utf8proc.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "base/unit.h"
#include "base/words.h"

static int undone;
static void undo(void *what)
{
    undone = undone * 10 + *(int *)what;
}

static void arena_undoes_last_in_first_out(void **state)
{
    struct arena *mem = arena_new("test");
    int one = 1, two = 2, three = 3;
    undone = 0;
    arena_defer(mem, undo, &one);
    struct arena_mark mark = arena_mark(mem);
    arena_defer(mem, undo, &two);
    arena_defer(mem, undo, &three);
    arena_undefer(mem, undo, &two);
    arena_rewind(mem, mark);
    assert_int_equal(undone, 3);
    arena_free(mem);
    assert_int_equal(undone, 31);
}

static void arena_keeps_big_and_small_apart(void **state)
{
    struct arena *mem = arena_new("test");
    char *small = arena_copy(mem, "small");
    char *big = arena_alloc(mem, 1 << 20);
    memset(big, 'x', 1 << 20);
    char *after = arena_copy(mem, "after");
    assert_string_equal(small, "small");
    assert_string_equal(after, "after");
    arena_reset(mem);
    assert_true(arena_held(mem) <= 64 * 1024);
    arena_free(mem);
}

static void dates_go_round(void **state)
{
    for (int day = -200000; day < 200000; day += 37) {
        struct civil c = date_civil((struct date){day});
        assert_int_equal(date_of(c.year, c.month, c.day).day, day);
    }
    assert_int_equal(date_of(1970, 1, 1).day, 0);
    assert_int_equal(date_weekday(date_of(2009, 9, 28)), 1);
    assert_int_equal(date_weekday(date_of(2026, 11, 22)), 7);
}

static void only_real_days_are_dates(void **state)
{
    struct date d = DATE_NONE;
    assert_true(date_parse("2008-02-29", &d));
    const char *const bad[] = {"2009-02-29", "2009-2-09",   "2009-13-01",
                               "2009-00-10", "20090101",    "2009-01-01 ",
                               "0000-01-01", "２009-01-01", ""};
    for (size_t i = 0; i < COUNT_OF(bad); i++) assert_false(date_parse(bad[i], &d));
}

static void moments_go_round(void **state)
{
    struct arena *mem = arena_new("test");
    struct moment at;
    assert_true(moment_parse("2009-09-28T01:02:03.004Z", &at));
    assert_string_equal(moment_iso(mem, at), "2009-09-28T01:02:03.004Z");
    assert_false(moment_parse("2009-09-28T24:02:03.004Z", &at));
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    assert_int_equal(zone_date((struct moment){1230739199999}).day, date_of(2008, 12, 31).day);
    assert_int_equal(zone_date((struct moment){1230739200000}).day, date_of(2009, 1, 1).day);
    arena_free(mem);
}

static struct bytes raw(const char *text)
{
    return (struct bytes){(const unsigned char *)text, strlen(text)};
}

static void text_that_deceives_is_refused(void **state)
{
    struct arena *mem = arena_new("test");
    const char *clean = NULL;
    assert_int_equal(text_clean(mem, raw("  公告\r\n第一条 "), 20, true, &clean), TEXT_FINE);
    assert_string_equal(clean, "公告\n第一条");
    assert_int_equal(text_clean(mem, raw("e\xcc\x81"), 20, false, &clean), TEXT_FINE);
    assert_string_equal(clean, "é");
    assert_int_equal(text_clean(mem,
                                raw("a\xe2\x80\xae"
                                    "b"),
                                20, false, &clean),
                     TEXT_BIDI);
    assert_int_equal(text_clean(mem, raw("a\nb"), 20, false, &clean), TEXT_CONTROL);
    assert_int_equal(text_clean(mem, raw("\xff"), 20, false, &clean), TEXT_NOT_UTF8);
    assert_int_equal(text_clean(mem, raw("一二三四"), 3, false, &clean), TEXT_TOO_LONG);
    assert_int_equal(
        text_clean(mem, (struct bytes){(const unsigned char *)"a\0b", 3}, 9, false, &clean),
        TEXT_CONTROL);
    assert_string_equal(text_cut(mem, "中华人民共和国", 2), "中华…");
    arena_free(mem);
}

/* What is decoded in place is what the library would have decoded, and nothing more. */
static void utf8_is_what_the_library_says(void **state)
{
    for (unsigned n = 0xc00000; n <= 0xffffff; n++) {
        unsigned char bytes[5] = {(unsigned char)(n >> 16), (unsigned char)(n >> 8),
                                  (unsigned char)n, 0x80, 0};
        utf8proc_int32_t wanted = 0;
        utf8proc_ssize_t size = utf8proc_iterate(bytes, 4, &wanted);
        uint32_t c = 0;
        size_t found = bytes[1] ? text_next((const char *)bytes, &c) : 0;
        if (size < 0 || !bytes[1]) size = wanted = 0;
        if (found != (size_t)size || (found && c != (uint32_t)wanted)) fail_msg("%06x", n);
    }
}

static void json_is_as_python_writes_it(void **state)
{
    struct arena *mem = arena_new("test");
    struct json json = json_new(mem, true);
    json_open(&json, '{');
    json_put_text(&json, "a", "\"\\\n\t\r\b\f\x01\x7f/中\xe2\x80\xa8😀");
    json_key(&json, "b");
    json_open(&json, '[');
    json_int(&json, -7);
    json_bool(&json, false);
    json_open(&json, '{');
    json_close(&json, '}');
    json_close(&json, ']');
    json_close(&json, '}');
    assert_string_equal(json.out.text,
                        "{\"a\":\"\\\"\\\\\\n\\t\\r\\b\\f\\u0001\x7f/中\xe2\x80\xa8😀\","
                        "\"b\":[-7,false,{}]}");
    arena_free(mem);
}

static void ids_are_random_and_legible(void **state)
{
    struct arena *mem = arena_new("test");
    const char *a = id_new(mem), *b = id_new(mem);
    assert_true(id_is_valid(a) && id_is_valid(b));
    assert_string_not_equal(a, b);
    assert_false(id_is_valid("abc"));
    assert_false(id_is_valid("ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
    arena_free(mem);
}

static bool is_read(struct arena *mem, const char *text)
{
    struct json_in in = json_in(mem, (struct bytes){(const unsigned char *)text, strlen(text)});
    json_skip(&in);
    return json_ended(&in);
}

/* Whatever else means the same is refused: nobody may sign one spelling and show another. */
static void json_is_read_as_it_is_written(void **state)
{
    static const char *const wrong[] = {
        "",
        "{",
        "{}}",
        "{\"a\":1,}",
        "{\"b\":1,\"a\":1}",
        "{\"a\":1,\"a\":1}",
        "{ }",
        "[1,]",
        "[1 ]",
        "[01]",
        "[-0]",
        "[+1]",
        "[1.5]",
        "[null]",
        "[tru]",
        "[1e3]",
        "[\"\\u0041\"]",
        "[\"\\u000a\"]",
        "[\"\\/\"]",
        "[\"\n\"]",
        "[\"\xff\"]",
        "[\"\\\"]",
        "[9007199254740993]",
        "[\"\\u001F\"]",
    };
    static const char text[] = "{\"a\":\"\\\"\\\\\\n\\u0001第\",\"b\":[true,false],\"c\":-12}";
    struct arena *mem = arena_new("test");
    struct json_in in = json_in(mem, (struct bytes){(const unsigned char *)text, strlen(text)});
    struct json_level level = json_enter(&in, '{');
    assert_true(json_next(&in, &level));
    assert_string_equal(level.key, "a");
    assert_string_equal(json_read_text(&in), "\"\\\n\001第");
    assert_true(json_next(&in, &level));
    json_skip(&in);
    assert_true(json_next(&in, &level));
    assert_int_equal(json_read_int(&in), -12);
    assert_false(json_next(&in, &level));
    assert_true(json_ended(&in));
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (is_read(mem, wrong[i])) fail_msg("%s", wrong[i]);
    arena_free(mem);
}

static void people_read_dates_written_out(void **state)
{
    struct arena *mem = arena_new("test");
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    struct date d = date_of(2009, 9, 28);
    struct moment at = zone_moment(d, 9, 2);
    assert_string_equal(words_date(mem, CHINESE, d), "2009年9月28日");
    assert_string_equal(words_date(mem, ENGLISH, d), "28 September 2009");
    assert_string_equal(words_date(mem, ENGLISH, DATE_NONE), "");
    assert_string_equal(words_moment(mem, CHINESE, at), "2009年9月28日 09:02");
    assert_string_equal(words_moment(mem, ENGLISH, at), "28 September 2009, 09:02");
    assert_string_equal(words_number(mem, ENGLISH, 2009), "2009");
    assert_string_equal(words_number(mem, ENGLISH, 51724), "51,724");
    assert_string_equal(words_number(mem, ENGLISH, -1000007), "−1,000,007");
    assert_string_equal(words_number(mem, CHINESE, 1000007), "1000007");
    assert_string_equal(words_number(mem, ENGLISH, INT64_MIN), "");
    assert_string_equal(words_number(mem, ENGLISH, INT64_MAX), "9,223,372,036,854,775,807");
    assert_string_equal(words_amount(mem, CHINESE, 2000), "20.00元");
    assert_string_equal(words_amount(mem, ENGLISH, 2000), "¥20.00");
    assert_string_equal(words_amount(mem, ENGLISH, -123456789), "−¥1,234,567.89");
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_undoes_last_in_first_out),
        cmocka_unit_test(arena_keeps_big_and_small_apart),
        cmocka_unit_test(dates_go_round),
        cmocka_unit_test(only_real_days_are_dates),
        cmocka_unit_test(moments_go_round),
        cmocka_unit_test(text_that_deceives_is_refused),
        cmocka_unit_test(utf8_is_what_the_library_says),
        cmocka_unit_test(json_is_as_python_writes_it),
        cmocka_unit_test(json_is_read_as_it_is_written),
        cmocka_unit_test(people_read_dates_written_out),
        cmocka_unit_test(ids_are_random_and_legible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
