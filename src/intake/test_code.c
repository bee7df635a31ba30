/* Receipt codes: made, read as people write them, and nothing else is taken. */
#include "base/text.h"
#include "base/unit.h"
#include "intake/code.h"

static struct arena *mem;
static const char alphabet[] = "23456789ACEFHJKMNPRTWXY";

static void a_code_is_read_as_it_was_printed(void **state)
{
    struct code code, read;
    for (int i = 0; i < 2000; i++) {
        code_make(&code);
        assert_int_equal(strlen(code.text), CODE_LENGTH);
        assert_int_equal(strspn(code.text, alphabet), CODE_LENGTH);
        char *printed = code_grouped(mem, &code);
        assert_int_equal(strlen(printed), CODE_LENGTH + 5);
        assert_true(code_parse(printed, &read));
        assert_string_equal(read.text, code.text);
    }
}

/* Case, spaces, dashes, full-width forms and what looks alike. */
static void it_is_read_as_people_type_it(void **state)
{
    struct code code, read;
    code_make(&code);
    struct out out = out_new(mem);
    static const char *const gaps[] = {" ", "-", "－", "　", " — ", "‐", "\t", "・", "", "–"};
    for (size_t i = 0; i < CODE_LENGTH; i++) {
        unsigned char c = (unsigned char)code.text[i];
        out_text(&out, gaps[i % COUNT_OF(gaps)]);
        if (c == '8' || c == '5' || c == '2' || c == '6')
            out_char(&out, (char)(c == '8' ? 'b' : c == '5' ? 'S' : c == '2' ? 'z' : 'G'));
        else if (i % 3 == 0) /* full-width: U+FF01 + (c - '!') */
            out_format(&out, "\xef%c%c", (char)(0xbc + (c - 0x20) / 0x40),
                       (char)(0x80 + (c - 0x20) % 0x40));
        else if (i % 3 == 1 && c >= 'A')
            out_char(&out, (char)(c + 'a' - 'A'));
        else
            out_char(&out, (char)c);
    }
    assert_true(code_parse(out.text, &read));
    assert_string_equal(read.text, code.text);
}

static void every_single_error_is_found(void **state)
{
    struct code code, read;
    for (int round = 0; round < 50; round++) {
        code_make(&code);
        for (size_t i = 0; i < CODE_LENGTH; i++) {
            struct code wrong = code;
            for (size_t s = 0; s < sizeof alphabet - 1; s++) {
                wrong.text[i] = alphabet[s];
                assert_true(code_parse(wrong.text, &read) == (alphabet[s] == code.text[i]));
            }
            wrong = code;
            if (i + 1 == CODE_LENGTH || code.text[i] == code.text[i + 1]) continue;
            wrong.text[i] = code.text[i + 1];
            wrong.text[i + 1] = code.text[i];
            assert_false(code_parse(wrong.text, &read));
        }
    }
}

static void what_is_no_code_is_refused(void **state)
{
    struct code code, read;
    code_make(&code);
    static const char *const wrong[] = {"", "A", "----", "二〇二六", "\xff\xff", "0O1I"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) assert_false(code_parse(wrong[i], &read));
    assert_false(code_parse(arena_format(mem, "%s2", code.text), &read));
    code.text[CODE_LENGTH - 1] = '\0';
    assert_false(code_parse(code.text, &read));
}

static void a_code_is_a_key(void **state)
{
    struct code one, other;
    struct code_key key, again, third;
    char name[CODE_NAME_LENGTH + 1];
    code_make(&one);
    code_make(&other);
    code_key(&one, &key);
    code_key(&one, &again);
    code_key(&other, &third);
    assert_memory_equal(&key, &again, sizeof key);
    assert_memory_not_equal(key.public, third.public, CODE_KEY_SIZE);
    code_capsule_name(key.public, name);
    assert_string_equal(name, key.name);
    assert_string_not_equal(name, third.name);
}

/* For ever: codes are on paper. */
static void codes_of_today_open_tomorrow(void **state)
{
    unsigned char bytes[64];
    struct code code;
    struct code_key key;
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)(i * 37 + 11);
    code_from(bytes, &code);
    code_key(&code, &key);
    assert_string_equal(code.text, "PKFYNJERMH2PKFTNJ3RMHWP5");
    assert_string_equal(key.name, "06f5418344c985514cad8c990041cfd5");
}

static int begin(void **state)
{
    mem = arena_new("test");
    return 0;
}
static int end(void **state)
{
    arena_free(mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_read_as_it_was_printed),
        cmocka_unit_test(it_is_read_as_people_type_it),
        cmocka_unit_test(every_single_error_is_found),
        cmocka_unit_test(what_is_no_code_is_refused),
        cmocka_unit_test(a_code_is_a_key),
        cmocka_unit_test(codes_of_today_open_tomorrow),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
