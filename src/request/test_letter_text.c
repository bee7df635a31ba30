/* Letters: every template in both languages, with every value and with none that it can do
 * without, down to the page. */
#include "base/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/text.h"
#include "document/test_tool.h"
#include "request/letter_text.h"

static struct context cx;
static const struct letters *letters;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test"), .language = CHINESE};
    if (zone_open("Asia/Shanghai") != OK) return -1;
    enum status status = letters_load(&cx, SOURCE_FOLDER, &letters);
    for (const struct issue *i = cx.issues; i; i = i->next) print_error("%s\n", i->detail);
    return status == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

#define NAME_OF(name, zh, en) #name,
static const char *const names[] = {LETTER_VALUES(NAME_OF)};

/* For each value one that can be told from all others; those of needs alone with needs_only. */
static struct letter_values values_for(const struct letter_template *template, bool needs_only)
{
    struct letter_value *values = arena_array(cx.mem, struct letter_value, COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        bool given = !needs_only || letter_needs(template, names[i]);
        values[i].name = names[i];
        if (given) values[i].text = arena_format(cx.mem, "值%zu甲", i);
    }
    return (struct letter_values){values, COUNT_OF(names)};
}

static struct letter_text composed(const struct letter_template *template, enum language language,
                                   struct letter_values values)
{
    struct letter_text text;
    enum status status = letter_compose(&cx, template, language, values, &text);
    if (status != OK) fail_msg("%s: %s", letter_template_id(template), cx.fault);
    assert_null(strpbrk(text.title, "{}"));
    assert_null(strpbrk(text.subject, "{}"));
    assert_null(strpbrk(text.body, "{}"));
    return text;
}

static const char *printed(const struct letter_text *text, enum language language)
{
    struct letter_sheet sheet = {.language = language,
                                 .agency = "江城市公安局",
                                 .title = text->title,
                                 .number = "江公开答〔2025〕第12号",
                                 .addressee = "张三",
                                 .body = text->body,
                                 .dated = date_of(2025, 3, 28)};
    struct bytes pdf;
    if (print_pdf(&cx, letter_document(cx.mem, &sheet), &pdf) != OK) fail_msg("%s", cx.fault);
    const char *words =
        tool_read(&cx, pdf, (const char *[]){"pdftotext", "-raw", "FILE", "-", NULL});
    struct out joined = out_new(cx.mem);
    for (; *words; words++)
        if (*words != '\n' && *words != ' ' && *words != '\f') out_char(&joined, *words);
    return joined.text;
}

static void test_every_letter_on_paper(void **state)
{
    for (size_t i = 0; letter_ids[i]; i++) {
        const struct letter_template *template = letter_template(letters, letter_ids[i]);
        assert_non_null(template);
        for (enum language language = CHINESE; language <= ENGLISH; language++) {
            struct letter_values all = values_for(template, false);
            struct letter_text text = composed(template, language, all);
            const char *words = printed(&text, language);
            for (size_t v = 0; v < all.count; v++) {
                bool there =
                    strstr(words, all.items[v].text) || strstr(text.title, all.items[v].text);
                if (there != letter_shows(template, names[v]))
                    fail_msg("%s: %s", letter_ids[i], names[v]);
            }
            assert_non_null(strstr(words, language == CHINESE ? "2025年3月28日" : "28March2025"));
            assert_null(strpbrk(words, "{}"));
        }
    }
}

/* What may be absent is left out with its sentence; all else stays. */
static void test_without_what_may_be_absent(void **state)
{
    for (size_t i = 0; letter_ids[i]; i++) {
        const struct letter_template *template = letter_template(letters, letter_ids[i]);
        for (enum language language = CHINESE; language <= ENGLISH; language++) {
            struct letter_values needs = values_for(template, true);
            struct letter_text all = composed(template, language, values_for(template, false));
            struct letter_text text = composed(template, language, needs);
            bool has_more = false;
            for (size_t v = 0; v < needs.count; v++) {
                has_more |= letter_shows(template, names[v]) && !letter_needs(template, names[v]);
                if (letter_needs(template, names[v]) && !strstr(text.body, needs.items[v].text) &&
                    !strstr(text.subject, needs.items[v].text))
                    fail_msg("%s: %s", letter_ids[i], names[v]);
            }
            assert_int_equal(has_more, strlen(text.body) < strlen(all.body));
            assert_null(strstr(text.body, "\n\n\n"));
        }
    }
}

static void test_what_is_needed_is_named(void **state)
{
    const struct letter_template *template = letter_template(letters, "refused-secret");
    struct letter_text text;
    struct letter_value few[] = {
        {"article", "甲"},
        {"sought",  "乙"},
        {"reason",  ""   }
    };
    assert_int_equal(letter_compose(&cx, template, CHINESE, (struct letter_values){few, 3}, &text),
                     INVALID);
    const char *missing[] = {"application_number", "received_on", "reason", "remedy"};
    const struct issue *at = cx.issues;
    for (size_t i = 0; i < COUNT_OF(missing); i++, at = at->next) {
        assert_non_null(at);
        assert_string_equal(at->field, missing[i]);
        assert_string_equal(at->message, "letter.missing");
    }
    assert_null(at);
    assert_string_equal(cx.issues->detail, "申请编号");
    struct letter_value unknown[] = {
        {"articel", "甲"}
    };
    assert_int_equal(
        letter_compose(&cx, template, CHINESE, (struct letter_values){unknown, 1}, &text), FAULT);
    assert_null(letter_template(letters, "no-such"));
}

/* No template knows an article: the same one serves every law. */
static void test_no_article_is_written_into_a_template(void **state)
{
    for (size_t i = 0; letter_ids[i]; i++) {
        const struct letter_template *template = letter_template(letters, letter_ids[i]);
        struct letter_text zh = composed(template, CHINESE, values_for(template, false));
        struct letter_text en = composed(template, ENGLISH, values_for(template, false));
        const char *const never[] = {"条", "复议", "诉讼", "工作日"};
        for (size_t n = 0; n < COUNT_OF(never); n++)
            if (strstr(zh.body, never[n])) fail_msg("%s: %s", letter_ids[i], never[n]);
        assert_null(strstr(en.body, "Art"));
        assert_null(strstr(en.body, "Order"));
    }
}

/* ---- values are text ---- */

static const char *paragraph_with(const char *sought, const char *parts)
{
    const struct letter_template *template = letter_template(letters, "granted");
    struct letter_values values = values_for(template, true);
    struct letter_value *items = (struct letter_value *)(uintptr_t)values.items;
    for (size_t i = 0; i < values.count; i++) {
        if (text_equal(items[i].name, "sought")) items[i].text = sought;
        if (text_equal(items[i].name, "parts")) items[i].text = parts;
    }
    struct letter_text text = composed(template, CHINESE, values);
    return printed(&text, CHINESE);
}

static void test_marks_in_a_value_are_text(void **state)
{
    const char *const odd[] = {"a*b*c_d_e",
                               "[甲](https://example.cn)",
                               "`代码`与\\反斜线",
                               "<script>alert(1)</script>&amp;",
                               "_强调_",
                               "|表|格|",
                               "user_name@example.cn"};
    for (size_t i = 0; i < COUNT_OF(odd); i++)
        if (!strstr(paragraph_with(odd[i], "丙"), odd[i])) fail_msg("%s", odd[i]);
    const char *lines = paragraph_with("甲", "#一\n> 二\n---\n~~~三\n===\n（四）五\n\n- 六\n2. 七");
    const char *const wanted[] = {"#一", ">二", "---", "~~~三", "===", "（四）五", "•六", "2.七"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (!strstr(lines, wanted[i])) fail_msg("%s in %s", wanted[i], lines);
    assert_non_null(strstr(paragraph_with("两\n行", NULL), "“两行”"));
    assert_non_null(strstr(paragraph_with("【请填写：理由】", NULL), "【请填写：理由】"));
}

/* ---- citations and remedies ---- */

static void test_articles_as_letters_cite_them(void **state)
{
    static const struct {
        const char *given, *cited;
    } zh[] = {
        {"令711 第36条(二)",                                              "《中华人民共和国政府信息公开条例》第三十六条第（二）项"         },
        {"令711 第36条(四)、(五)",
         "《中华人民共和国政府信息公开条例》第三十六条第（四）项、第（五）项"                                                            },
        {"令711 第29条第二款(一)",                                     "《中华人民共和国政府信息公开条例》第二十九条第二款第（一）项"},
        {"令711 第51条;行政复议法(2023年修订)第20条、第62条",
         "《中华人民共和国政府信息公开条例》第五十一条、《中华人民共和国行政复议法》第二十条、第六"
         "十二条"                                                                                                                                                      },
        {"国办函〔2020〕109号 第三条、第五条",
         "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第三条、第五条"                                                        },
        {"令711 第10条、第100条、第111条",
         "《中华人民共和国政府信息公开条例》第十条、第一百条、第一百一十一条"                                                            },
        {"某省条例 第12条",                                             "某省条例 第十二条"                                                                 },
        {"《条例》第三十六条第（二）项",                        "《条例》第三十六条第（二）项"                                                },
        {"",                                                                  ""                                                                                          },
    };
    static const struct {
        const char *given, *cited;
    } en[] = {
        {"Order 711, Art 36(2)",                                     "Article 36(2) of the Regulations on Open Government Information"},
        {"Order 711, Art 51; Administrative Litigation Act, Art 46",
         "Article 51 of the Regulations on Open Government Information and Article 46 of the"
         " Administrative Litigation Act"                                                                                             },
        {"Order 711, Arts 36(4) and 37",
         "Articles 36(4) and 37 of the Regulations on Open Government Information"                                                    },
        {"5 U.S.C. 552(b)(1)",                                       "5 U.S.C. 552(b)(1)"                                             },
    };
    for (size_t i = 0; i < COUNT_OF(zh); i++)
        assert_string_equal(letter_cite(letters, cx.mem, CHINESE, zh[i].given), zh[i].cited);
    for (size_t i = 0; i < COUNT_OF(en); i++)
        assert_string_equal(letter_cite(letters, cx.mem, ENGLISH, en[i].given), en[i].cited);
}

static void test_remedies_name_body_term_and_article(void **state)
{
    const struct letter_remedy zh[] = {
        {"complaint",                  "投诉、举报", "江城市人民政府",       "",      "甲法第一条", ""},
        {"reconsideration",            "行政复议",    "江城市人民政府",       "60日", "乙法第二条", ""},
        {"suit-after-reconsideration", "行政诉讼",    "有管辖权的人民法院", "15日", "丙法第三条",
         "行政复议"                                                                                                },
    };
    assert_string_equal(letter_remedies(cx.mem, CHINESE, zh, 3),
                        "您（单位）如对本文书不服，可以自收到本文书之日起60日内，依照乙法第二条的规"
                        "定，向江城市人民政府申请"
                        "行政复议。依法应当先申请行政复议，未经行政复议，不能直接提起行政诉讼。对行"
                        "政复议决定不服的，可以自收到"
                        "该决定之日起15日内，依照丙法第三条的规定，向有管辖权的人民法院提起行政诉讼"
                        "。\n您（单位）认为本机关在政府信息"
                        "公开工作中侵犯您（单位）合法权益的，可以依照甲法第一条的规定，向江城市人民"
                        "政府投诉、举报。");
    const struct letter_remedy free_choice[] = {
        {"reconsideration", "行政复议", "甲", "60日",   "", ""},
        {"suit-direct",     "行政诉讼", "乙", "6个月", "", ""},
    };
    assert_string_equal(
        letter_remedies(cx.mem, CHINESE, free_choice, 2),
        "您（单位）如对本文书不服，可以自收到本文书之日起60日内，向甲申请行政复议。也可以自收到"
        "本文书之日起6个月内，向乙提起行政诉讼。");
    const struct letter_remedy en[] = {
        {"internal-review", "internal review", "the agency",                   "40 working days", "s.45", ""               },
        {"ico",             "complaint",       "the Information Commissioner", "",                "",     "internal review"},
    };
    assert_string_equal(
        letter_remedies(cx.mem, ENGLISH, en, 2),
        "If you do not agree with this letter, you may turn to the agency (internal"
        " review) within 40 working days of receiving this letter (s.45). If you do not"
        " agree with the outcome of internal review, you may turn to the Information"
        " Commissioner (complaint).");
    assert_string_equal(letter_remedies(cx.mem, ENGLISH, NULL, 0), "");
}

/* ---- files that are wrong ---- */

static const char good[] = "id: notice\nneeds: [agency]\nmay: [site]\n"
                           "zh: {title: 甲, subject: 乙, body: ['{agency}', '{site}']}\n"
                           "en: {title: A, subject: B, body: ['{agency}', '{site}']}\n";

static void copy_template(const char *inside, const char *id, const char *notice)
{
    struct bytes bytes;
    const char *from = arena_format(cx.mem, SOURCE_FOLDER "/letters/%s.yaml", id);
    assert_int_equal(file_read(&cx, from, 100000, &bytes), OK);
    if (text_equal(id, "notice"))
        bytes = (struct bytes){(const unsigned char *)notice, strlen(notice)};
    const char *to = arena_format(cx.mem, "%s/%s.yaml", inside, id);
    assert_int_equal(file_write(&cx, inside, to, bytes, false), OK);
}

/* Loads a folder of copies in which notice.yaml is the given text; what it says is wrong. */
static const char *load_with(const char *notice, const char *stranger)
{
    char folder[] = "/tmp/gongkai-letters-XXXXXX";
    const struct letters *loaded;
    assert_non_null(mkdtemp(folder));
    const char *inside = arena_format(cx.mem, "%s/letters", folder);
    assert_int_equal(file_make_folders(&cx, inside, 0700), OK);
    for (size_t i = 0; letter_ids[i]; i++) copy_template(inside, letter_ids[i], notice);
    copy_template(inside, "laws", NULL);
    if (stranger)
        assert_int_equal(rename(arena_format(cx.mem, "%s/granted.yaml", inside),
                                arena_format(cx.mem, "%s/%s", inside, stranger)),
                         0);
    cx.issues = NULL;
    enum status status = letters_load(&cx, folder, &loaded);
    tool_read(&cx, (struct bytes){NULL, 0}, (const char *[]){"rm", "-r", folder, NULL});
    if (status == OK) return "";
    assert_int_equal(status, INVALID);
    assert_non_null(cx.issues);
    return cx.issues->detail;
}

static const char *replaced(const char *what, const char *with)
{
    const char *at = strstr(good, what);
    assert_non_null(at);
    return arena_format(cx.mem, "%.*s%s%s", (int)(at - good), good, with, at + strlen(what));
}

static void test_a_template_that_is_wrong_says_where(void **state)
{
    static const struct {
        const char *what, *with, *line, *field;
    } rows[] = {
        {"body: ['{agency}'", "body: ['{agancy}'",        ":4: ", "zh.body[0]"},
        {"body: ['{agency}'", "body: ['{agency'",         ":4: ", "zh.body[0]"},
        {"body: ['{agency}'", "body: ['{contact}'",       ":4: ", "zh.body[0]"},
        {"title: A",          "title: '{site}'",          ":5: ", "en.title"  },
        {"needs: [agency]",   "needs: [agency, contact]", ":2: ", "needs[1]"  },
        {"needs: [agency]",   "needs: [agency, agency]",  ":2: ", "needs[1]"  },
        {"may: [site]",       "may: [site, nothing]",     ":3: ", "may[1]"    },
        {"id: notice",        "id: notices",              ":1: ", "id"        },
        {"subject: B, ",      "",                         ":5: ", "en.subject"},
        {"title: A",          "title: A, titel: B",       ":5: ", "titel"     },
    };
    assert_string_equal(load_with(good, NULL), "");
    assert_non_null(strstr(load_with(good, "grannted.yaml"), "grannted.yaml"));
    assert_non_null(strstr(load_with(good, "granted.yaml.old"), "granted.yaml"));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *said = load_with(replaced(rows[i].what, rows[i].with), NULL);
        if (!strstr(said, rows[i].line) || !strstr(said, rows[i].field) ||
            !strstr(said, "notice.yaml"))
            fail_msg("%s: %s", rows[i].with, said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_letter_on_paper, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_what_may_be_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_needed_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_article_is_written_into_a_template, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_marks_in_a_value_are_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_articles_as_letters_cite_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_remedies_name_body_term_and_article, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_template_that_is_wrong_says_where, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
