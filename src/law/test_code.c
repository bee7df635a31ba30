#include <jansson.h>

#include "base/text.h"
#include "base/unit.h"
#include "law/code.h"

static json_t *root;
static json_t *c25(const char *part)
{
    json_error_t error;
    if (!root) root = json_load_file(SOURCE_FOLDER "/tests/data/domain-cases.json", 0, &error);
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(root, "cases"), i, one)
    {
        if (text_equal(json_string_value(json_object_get(one, "id")), "C25"))
            return json_object_get(one, part);
    }
    fail_msg("no case C25");
    return NULL;
}

static const char *c25_text(const char *part, const char *key)
{
    return json_string_value(json_object_get(c25(part), key));
}

static void case_c25_comes_out(void **state)
{
    struct arena *mem = arena_new("test");
    struct index_number index = {.code = ""}, next;
    char check = code_check_character(&GB_11714, c25_text("input", "org8"));
    assert_int_equal(check, c25_text("expected", "check_digit")[0]);
    snprintf(index.code, sizeof index.code, "%s%c", c25_text("input", "org8"), check);
    index.year = (int)json_integer_value(json_object_get(c25("input"), "year"));
    index.serial = (int)json_integer_value(json_object_get(c25("input"), "last_serial"));
    assert_true(index_next(&index, &next));
    assert_string_equal(index_format(mem, &next), c25_text("expected", "next_index"));
    assert_int_equal(strlen(index_format(mem, &next)),
                     json_integer_value(json_object_get(c25("expected"), "length")));
    assert_string_equal(index_address(mem, &next), "2009-00639");

    json_t *bad = json_object_get(c25("input"), "bad");
    struct code_fault fault = index_parse(json_string_value(json_array_get(bad, 0)), &index);
    assert_string_equal(fault.message, "code.check_digit");
    assert_string_equal(fault.given, "6");
    assert_string_equal(fault.expected, "5");
    fault = index_parse(json_string_value(json_array_get(bad, 1)), &index);
    assert_string_equal(fault.message, "index.year");
    assert_string_equal(fault.expected, "4");

    const char *uscc = c25_text("input", "uscc_index");
    assert_null(index_parse(uscc, &index).message);
    assert_int_equal(index.year, 2021);
    assert_int_equal(index.month, 10);
    assert_int_equal(index.serial, 13);
    assert_int_equal(code_check_character(&GB_32100, uscc),
                     c25_text("expected", "uscc_check_digit")[0]);
    assert_string_equal(index_format(mem, &index), uscc);
    json_decref(root);
    root = NULL;
    arena_free(mem);
}

static void codes_are_told_apart_by_their_check(void **state)
{
    static const struct {
        const char *code, *message;
    } codes[] = {
        {"014109605",          NULL              },
        {"11341702486344515H", NULL              },
        {"01410960X",          "code.check_digit"},
        {"014109650",          "code.check_digit"}, /* two digits swapped */
        {"11341702486344515I", "code.check_digit"},
        {"1134170248634451OH", "code.character"  }, /* no letter O in GB 32100 */
        {"01410960",           "code.length"     },
        {"01410960-5",         "code.length"     },
        {"",                   "code.length"     },
        {"０14109605",        "code.length"     },
        {"01410 605",          "code.character"  },
    };
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        struct code_fault fault = organisation_code_examine(codes[i].code);
        if (codes[i].message)
            assert_string_equal(fault.message, codes[i].message);
        else
            assert_null(fault.message);
        assert_int_equal(organisation_code_is_valid(codes[i].code), !codes[i].message);
    }
    assert_false(organisation_code_is_valid(NULL));
    assert_true(organisation_code_is_valid("00000030X")); /* 3 * 4 = 12, remainder 1: X */
    assert_false(organisation_code_is_valid("00000030x"));
}

/* Any single wrong character must be noticed: that is what the check is for. */
static void one_wrong_character_is_always_noticed(void **state)
{
    static const char *const codes[] = {"014109605", "11341702486344515H", "11010519491231002X"};
    static const struct code_scheme *const schemes[] = {&GB_11714, &GB_32100, &GB_11643};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        char copy[20];
        const struct code_scheme *scheme = schemes[i];
        assert_null(code_examine(scheme, codes[i]).message);
        for (size_t at = 0; at < scheme->length; at++)
            for (const char *c = scheme->alphabet; *c; c++) {
                snprintf(copy, sizeof copy, "%s", codes[i]);
                if (copy[at] == *c) continue;
                copy[at] = *c;
                /* GB 11714 counts letters by 10…35, so values 11 apart are the same to it. */
                if (scheme == &GB_11714 && (*c > '9' || codes[i][at] > '9')) continue;
                assert_non_null(code_examine(scheme, copy).message);
            }
    }
}

static void tables_are_sound(void **state)
{
    const struct code_scheme *scheme;
    size_t count = 0;
    for (; (scheme = code_scheme_at(count)); count++) {
        assert_true(scheme->length <= CODE_MAX);
        for (const char *c = scheme->check; *c; c++)
            assert_true(*c == 'X' || strchr(scheme->alphabet, *c) != NULL);
    }
    assert_int_equal(count, 3);
    /* The weights of GB 32100 are 3^i mod 31. */
    for (int i = 0, power = 1; i < 17; i++, power = power * 3 % 31)
        assert_int_equal(GB_32100.weights[i], power);
}

static void index_numbers_are_read_strictly(void **state)
{
    struct arena *mem = arena_new("test");
    static const struct {
        const char *text, *message;
    } all[] = {
        {"2009-00638",   NULL          },
        {"202110-00013", NULL          },
        {"2009-638",     "index.serial"},
        {"2009-00000",   "index.serial"},
        {"2009-0063x",   "index.serial"},
        {"2009-006381",  "index.serial"},
        {"09-00638",     "index.year"  },
        {"20091-00638",  "index.year"  },
        {"202113-00013", "index.month" },
        {"2009/00638",   "index.form"  },
        {"200９-00638", "index.form"  },
        {"",             "index.form"  },
        {"-00638",       "index.year"  },
        {"2009-00638 ",  "index.serial"},
    };
    struct index_number index;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        struct code_fault fault = index_parse_address(all[i].text, &index);
        if (all[i].message) {
            assert_non_null(fault.message);
            assert_string_equal(fault.message, all[i].message);
        } else {
            assert_null(fault.message);
            assert_string_equal(index_address(mem, &index), all[i].text);
            assert_string_equal(index_format(mem, &index), all[i].text);
        }
    }
    index.serial = INDEX_SERIAL_MAX;
    assert_false(index_next(&index, &index));
    struct context cx = {.mem = mem};
    assert_int_equal(index_check(&cx, "number", "014109606/2009-00001", &index), INVALID);
    assert_string_equal(cx.issues->field, "number");
    assert_string_equal(cx.issues->message, "code.check_digit");
    assert_string_equal(cx.issues->detail, "5");
    assert_int_equal(organisation_code_check(&cx, "code", "014109605"), OK);
    assert_int_equal(index_parse("0141096050141096050/2009-00001", &index).message != NULL, 1);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_c25_comes_out),
        cmocka_unit_test(codes_are_told_apart_by_their_check),
        cmocka_unit_test(one_wrong_character_is_always_noticed),
        cmocka_unit_test(tables_are_sound),
        cmocka_unit_test(index_numbers_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
