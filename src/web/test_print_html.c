/* Documents as a part of a page: the same words as on paper, escaped, with scopes. */
#include "base/unit.h"

#include "web/print.h"

static struct arena *mem;

static int set_up(void **state)
{
    mem = arena_new("test");
    return zone_open("Asia/Shanghai") == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(mem);
    return 0;
}

static void test_a_letter(void **state)
{
    struct print_document *d = print_new(mem, CHINESE, "答复书");
    d->letterhead = "甲<局>";
    print_text(d, PRINT_TITLE, "答复书");
    print_text(d, PRINT_NUMBER, "第1号");
    print_text(d, PRINT_ADDRESSEE, "张三：");
    print_text(d, PRINT_PARAGRAPH, "一\n二 <script>");
    print_text(d, PRINT_PARAGRAPH, "");
    print_clause(d, "（一）", "甲");
    print_clause(d, "2.", "乙");
    print_heading(d, 1, "理由");
    print_seal(d, "甲局", date_of(2025, 3, 28));
    assert_string_equal(
        print_html(mem, d).trusted,
        "<div class=\"letter\" lang=\"zh\">\n"
        "<p class=\"letter-head\">甲&lt;局&gt;</p>\n"
        "<h2 class=\"letter-title\">答复书</h2>\n"
        "<p class=\"letter-number\">第1号</p>\n"
        "<p class=\"letter-addressee\">张三：</p>\n"
        "<p>一<br>二 &lt;script&gt;</p>\n"
        "<ul class=\"clauses\">\n<li class=\"clause-0\">（一）甲</li>\n"
        "<li class=\"clause-0\">2. 乙</li>\n</ul>\n"
        "<h3>理由</h3>\n"
        "<p class=\"letter-seal\">甲局<br><time datetime=\"2025-03-28\">2025年3月28日</time><br>"
        "<span class=\"hint\">（印章）</span></p>\n"
        "</div>\n");
}

static void test_a_table(void **state)
{
    static const struct print_column columns[3] = {
        {1, PRINT_START},
        {1, PRINT_END  },
        {1, PRINT_END  }
    };
    static const struct print_cell head[] = {
        {.text = "项目"},
        { .text = "数量",     .across = 2}
    };
    static const struct print_cell row[] = {
        {.text = "甲",                    .head = true, .down = 2},
        {.value = PRINT_COUNT,                                .number = 3,                         .href = "/applications?a=1&b=2"},
        {.text = "x", .href = "javascript:alert(1)"}
    };
    static const struct print_cell last[] = {
        {.text = ""  },
        { .value = PRINT_AMOUNT, .number = 5}
    };
    static const struct print_row rows[] = {
        {head, 2},
        {row,  3},
        {last, 2}
    };
    static const struct print_table table = {.caption = "表",
                                             .columns = columns,
                                             .column_count = 3,
                                             .rows = rows,
                                             .row_count = 3,
                                             .head_rows = 1};
    struct print_document *d = print_new(mem, ENGLISH, "Table");
    print_table(d, &table);
    assert_string_equal(
        print_html(mem, d).trusted,
        "<div class=\"letter\" lang=\"en\">\n"
        "<div class=\"scroll\" tabindex=\"0\"><table class=\"ruled\">\n<caption>表</caption>\n"
        "<thead>\n<tr><th scope=\"col\">项目</th><th scope=\"colgroup\" "
        "colspan=\"2\">数量</th></tr>\n"
        "</thead>\n<tbody>\n<tr><th scope=\"rowgroup\" rowspan=\"2\">甲</th>"
        "<td class=\"number\"><a href=\"/applications?a=1&amp;b=2\">3</a></td><td>x</td></tr>\n"
        "<tr><td></td><td class=\"number\">0.05</td></tr>\n</tbody>\n</table></div>\n</div>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_letter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_table, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
