#include "base/unit.h"

#include "web/body.h"

static struct arena *mem;

static int open_arena(void **state)
{
    mem = arena_new("test");
    return 0;
}

static int close_arena(void **state)
{
    arena_free(mem);
    return 0;
}

static void check(const char *text, const char *html)
{
    assert_string_equal(body_html(mem, text).trusted, html);
}

static void a_line_of_chinese_is_a_paragraph(void **state)
{
    check("　　第一段。\n　　第二段。\n\n第三段",
          "<p>第一段。</p>\n<p>第二段。</p>\n<p>第三段</p>\n");
    check("one\ntwo", "<p>one\ntwo</p>\n");
    check("- 一\n  二", "<ul>\n<li>一<br>二</li>\n</ul>\n");
    check("**一\n二**", "<p><strong>一<br>二</strong></p>\n");
    check("    four blanks", "<p>four blanks</p>\n");
}

static void headings_begin_below_the_title(void **state)
{
    check("## 第一章 总 则\n\n#### 甲\n\n# 附 则",
          "<h2 id=\"s-第一章-总-则\">第一章 总 则</h2>\n<h3 id=\"s-甲\">甲</h3>\n"
          "<h2 id=\"s-附-则\">附 则</h2>\n");
    check("# A\"<b>\n# A\"<b>", "<h2 id=\"s-A-b\">A&quot;&lt;b&gt;</h2>\n"
                                "<h2 id=\"s-A-b-2\">A&quot;&lt;b&gt;</h2>\n");
    const struct body_heading *headings;
    assert_int_equal(body_headings(mem, "# *甲*\n乙\n## 丙", &headings), 2);
    assert_string_equal(headings[0].text, "甲");
    assert_int_equal(headings[1].level, 3);
    assert_string_equal(headings[1].id, "s-丙");
    assert_int_equal(body_headings(mem, "乙", &headings), 0);
}

static void an_article_of_a_law_can_be_pointed_at(void **state)
{
    check("第二十三条 甲", "<p id=\"s-第二十三条\">第二十三条 甲</p>\n");
    check("第一条 甲\n\n第一条 乙", "<p id=\"s-第一条\">第一条 甲</p>\n<p>第一条 乙</p>\n");
    check("第条", "<p>第条</p>\n");
    check("第一次", "<p>第一次</p>\n");
}

static void nothing_becomes_html_but_markdown(void **state)
{
    check("<script>a</script>", "<p>&lt;script&gt;a&lt;/script&gt;</p>\n");
    check("&copy; &#60; &amp;lt;", "<p>&amp;copy; &amp;#60; &amp;amp;lt;</p>\n");
    check("![图<](http://x/y.png)", "<p>图&lt;</p>\n");
    check("http://a.cn www.a.cn a@b.cn", "<p>http://a.cn www.a.cn a@b.cn</p>\n");
    check("```x\" onclick=\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n");
}

static void links_lead_only_where_they_may(void **state)
{
    check("[a](/x?a=1&b=\"2\")",
          "<p><a href=\"/x?a=1&amp;b=&quot;2&quot;\" rel=\"nofollow noopener\">a</a></p>\n");
    check("[a](javascript:b) [c](&#106;avascript:b) [d](<java\tscript:x>)",
          "<p>a <a href=\"&amp;#106;avascript:b\" rel=\"nofollow noopener\">c</a> d</p>\n");
    check("![[a](/b)](/c)", "<p>a</p>\n");
}

static void tables_carry_their_scopes(void **state)
{
    check("|证件|收费|\n|---|--:|\n|甲|20元|",
          "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">证件</th>"
          "<th scope=\"col\" class=\"number\">收费</th></tr>\n</thead>\n<tbody><tr><td>甲</td>"
          "<td class=\"number\">20元</td></tr>\n</tbody>\n</table></div>\n");
}

static void plain_is_the_words_alone(void **state)
{
    assert_string_equal(
        body_plain(mem, "# 标题\n\n　　甲**乙**[丙](/d)\n\n- 丁\n\n|a|b|\n|---|---|\n|c|d|"),
        "标题\n甲乙丙\n丁\na\tb\t\nc\td\t\n");
    assert_string_equal(body_plain(mem, NULL), "");
}

static char *repeated(const char *piece, size_t times)
{
    struct out out = out_new(mem);
    while (times--) out_text(&out, piece);
    return out.text;
}

static void what_would_explode_is_plain(void **state)
{
    const char *deep = body_html(mem, repeated("> ", 5000)).trusted;
    assert_null(strstr(deep, "<blockquote>"));
    char *wide = arena_format(mem, "%s\n%s\n%s", repeated("|a", 500), repeated("|---", 500),
                              repeated("|\n", 5000));
    assert_true(strlen(body_html(mem, wide).trusted) <= strlen(wide) * BODY_GROWTH + 4096);
    const char *large = body_html(mem, repeated("# a\n", BODY_LARGEST / 4 + 1)).trusted;
    assert_memory_equal(large, "<p># a</p>\n", 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_chinese_is_a_paragraph),
        cmocka_unit_test(headings_begin_below_the_title),
        cmocka_unit_test(an_article_of_a_law_can_be_pointed_at),
        cmocka_unit_test(nothing_becomes_html_but_markdown),
        cmocka_unit_test(links_lead_only_where_they_may),
        cmocka_unit_test(tables_carry_their_scopes),
        cmocka_unit_test(plain_is_the_words_alone),
        cmocka_unit_test(what_would_explode_is_plain),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
