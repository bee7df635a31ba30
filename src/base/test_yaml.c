#include "base/text.h"
#include "base/unit.h"
#include "base/yaml.h"

struct item {
    const char *code, *from;
};
struct top {
    struct item *one;
    const char *id, *note;
    struct item *items;
    uint32_t items_count;
    const char **words;
    uint32_t words_count;
};
static const cyaml_schema_field_t item_fields[] = {
    YAML_TEXT("code", struct item, code), YAML_MAY("from", struct item, from), CYAML_FIELD_END};
static const cyaml_schema_value_t item_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct item, item_fields)};
static const cyaml_schema_field_t top_fields[] = {
    YAML_TEXT("id", struct top, id),
    YAML_MAY("note", struct top, note),
    CYAML_FIELD_MAPPING_PTR("one", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct top, one,
                            item_fields),
    YAML_LIST("items", struct top, items, &item_entry, 1),
    YAML_MAY_LIST("words", struct top, words, &yaml_text_entry),
    CYAML_FIELD_END};
static const cyaml_schema_value_t top_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct top, top_fields)};

static struct yaml_source source(const char *text)
{
    return (struct yaml_source){
        "t.yaml", {(const unsigned char *)text, strlen(text)}
    };
}

static void a_file_becomes_structs(void **state)
{
    struct context cx = {.mem = arena_new("test")};
    struct yaml *yaml;
    struct top *top;
    assert_int_equal(yaml_read(&cx,
                               source("# comment\nid: 甲\nitems:\n- {code: a, from: 2008-05-01}\n"
                                      "- code: b\nwords: [x, y, z]\n"),
                               &top_schema, &yaml, (void **)&top),
                     OK);
    assert_string_equal(top->id, "甲");
    assert_int_equal(top->items_count, 2);
    assert_int_equal(top->words_count, 3);
    assert_string_equal(top->words[2], "z");
    assert_null(top->note);
    struct date date;
    assert_int_equal(yaml_date(yaml, top->items[0].from, &date, "items[%d].from", 0), OK);
    assert_int_equal(date.day, date_of(2008, 5, 1).day);
    assert_int_equal(yaml_date(yaml, top->items[1].from, &date, "items[%d].from", 1), OK);
    assert_false(date_is_set(date));
    arena_free(cx.mem);
}

/* Each broken file with the sentence it deserves. */
static const char *const broken[][2] = {
    {"id: a\nitems:\n- code: a\n  form: b\n",
     "t.yaml:4: items[0].form: unknown; expected one of code from"                                                 },
    {"id: a\none:\n  code: a\n  form: b\n",
     "t.yaml:4: one.form: unknown; expected one of code from"                                                      },
    {"id: a\none:\n  from: a\n",                   "t.yaml:2: one.code: expected, but missing"                     },
    {"id: a\none:\n  code: a\n  code: b\n",        "t.yaml:4: one.code: given twice"                               },
    {"id: a\nitems:\n- code: a\n- from: b\n",      "t.yaml:4: items[1].code: expected, but missing"                },
    {"id: a\nnote: b\nid: c\n",                    "t.yaml:3: id: given twice"                                     },
    {"id: a\nitems: b\n",                          "t.yaml:2: items: expected a list"                              },
    {"id: a\nitems:\n- code: a\n  from: {x: y}\n", "t.yaml:4: items[0].from: expected a text"                      },
    {"id: [a]\n",                                  "t.yaml:1: id: expected a text"                                 },
    {"id: a\nitems:\n- b\n",                       "t.yaml:3: items[0]: expected key: value pairs"                 },
    {"id: ''\n",                                   "t.yaml:1: id: expected a text, but it is empty"                },
    {"id: a\nwords: [x, '']\n",                    "t.yaml:2: words[1]: expected a text, but it is empty"          },
    {"\n\n\tid: a\n",                              "t.yaml:3: libyaml: found character that cannot start any token"},
    {"",                                           "t.yaml:0: expected key: value pairs, but the file is empty"    },
    {"id: &a b\nnote: *a\n",                       "t.yaml:2: note: YAML alias unsupported"                        },
    {"\xff",                                       "t.yaml:1: expected UTF-8"                                      },
};

static void what_is_wrong_is_told_with_file_line_and_field(void **state)
{
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        struct context cx = {.mem = arena_new("test")};
        struct yaml *yaml;
        void *data;
        assert_int_equal(yaml_read(&cx, source(broken[i][0]), &top_schema, &yaml, &data), INVALID);
        assert_string_equal(cx.issues->message, "yaml.wrong");
        assert_string_equal(cx.issues->detail, broken[i][1]);
        arena_free(cx.mem);
    }
}

static void texts_are_read_strictly(void **state)
{
    struct context cx = {.mem = arena_new("test")};
    struct yaml *yaml;
    struct top *top;
    struct date date;
    int number;
    bool yes;
    const char *text = "id: a\nitems:\n- {code: 20x8, from: 2009-02-29}\nwords: [a,\n  maybe]\n";
    assert_int_equal(yaml_read(&cx, source(text), &top_schema, &yaml, (void **)&top), OK);
    assert_int_equal(yaml_int(yaml, top->items[0].code, &number, "items[%d].code", 0), INVALID);
    assert_int_equal(yaml_date(yaml, top->items[0].from, &date, "items[%d].from", 0), INVALID);
    assert_int_equal(yaml_yes(yaml, top->words[1], &yes, "words[%d]", 1), INVALID);
    assert_string_equal(cx.issues->detail,
                        "t.yaml:3: items[0].code: expected a whole number, not \"20x8\"");
    assert_string_equal(cx.issues->next->detail,
                        "t.yaml:3: items[0].from: expected a date YYYY-MM-DD, not \"2009-02-29\"");
    assert_string_equal(cx.issues->next->next->detail,
                        "t.yaml:5: words[1]: expected yes or no, not \"maybe\"");
    assert_int_equal(yaml_int(yaml, "-42", &number, "x"), OK);
    assert_int_equal(number, -42);
    arena_free(cx.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_becomes_structs),
        cmocka_unit_test(what_is_wrong_is_told_with_file_line_and_field),
        cmocka_unit_test(texts_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
