#include "base/unit.h"

#include "web/html.h"
#include "web/message.h"

static struct arena *mem;
static struct context cx;
static const struct theme theme = {
    .name = {"某省公安厅", "Department"}
};

static int open_context(void **state)
{
    mem = arena_new("test");
    cx = (struct context){.mem = mem};
    return zone_open("Asia/Shanghai") == OK ? 0 : -1;
}

static int close_context(void **state)
{
    arena_free(mem);
    return 0;
}

static struct page page_in(enum language language)
{
    cx.language = language;
    return page_new(&cx, &theme);
}

/* What one value becomes at one place. */
static const char *put(enum language language, enum html_place place, struct html_value value)
{
    struct page pg = page_in(language);
    html_put(&pg, place, value);
    return pg.out.text;
}

static void text_is_escaped_where_it_stands(void **state)
{
    const char *evil = "<b a='\"'>&";
    struct html_value value = HTML_VALUE(evil);
    const char *safe = "&lt;b a=&#39;&quot;&#39;&gt;&amp;";
    assert_string_equal(put(CHINESE, HTML_IN_TEXT, value), safe);
    assert_string_equal(put(CHINESE, HTML_IN_PLAIN, value), safe);
    assert_string_equal(put(CHINESE, HTML_IN_ATTRIBUTE, value), safe);
    assert_string_equal(put(CHINESE, HTML_IN_URL_PART, value), "%3Cb%20a%3D%27%22%27%3E%26");
    assert_string_equal(put(CHINESE, HTML_IN_URL_PART, HTML_VALUE("../卷 1")),
                        "..%2F%E5%8D%B7%201");
    assert_string_equal(put(CHINESE, HTML_IN_TEXT, html_of_text(NULL)), "");
    struct html html = {"<b>"};
    assert_string_equal(put(CHINESE, HTML_IN_TEXT, html_of_html(html)), "<b>");
}

static void an_address_keeps_only_a_known_scheme(void **state)
{
    const char *const good[] = {"http://a/b",
                                "https://a/?q=1#x",
                                "MAILTO:a@b.cn",
                                "tel:110",
                                "/disclosures/1?a=b:c",
                                "#top",
                                "?after=a:b",
                                "",
                                "报告/2009",
                                "./a:b"};
    const char *const bad[] = {"javascript:alert(1)",
                               " javascript:alert(1)",
                               "java\tscript:x",
                               "data:text/html,x",
                               "vbscript:x",
                               "\\\\evil",
                               "JavaScript:x",
                               ":x",
                               "httpx:a"};
    for (size_t i = 0; i < COUNT_OF(good); i++) assert_true(html_url_is_safe(good[i]));
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(html_url_is_safe(bad[i]));
        assert_string_equal(put(CHINESE, HTML_IN_URL, HTML_VALUE(bad[i])), "#");
    }
    assert_string_equal(put(CHINESE, HTML_IN_URL, HTML_VALUE("/a?b=1&c=\"")),
                        "/a?b=1&amp;c=&quot;");
}

static void people_and_machines_read_values_differently(void **state)
{
    struct date d = date_of(2009, 9, 28);
    struct moment at = zone_moment(d, 9, 2);
    struct money fee = {2000};
    bool yes = true;
    int64_t many = 51724;
    size_t size = 7;
    assert_string_equal(put(CHINESE, HTML_IN_TEXT, HTML_VALUE(d)),
                        "<time datetime=\"2009-09-28\">2009年9月28日</time>");
    assert_string_equal(put(ENGLISH, HTML_IN_PLAIN, HTML_VALUE(d)), "28 September 2009");
    assert_string_equal(put(ENGLISH, HTML_IN_ATTRIBUTE, HTML_VALUE(d)), "2009-09-28");
    assert_string_equal(put(ENGLISH, HTML_IN_TEXT, HTML_VALUE(DATE_NONE)), "");
    assert_string_equal(
        put(ENGLISH, HTML_IN_TEXT, HTML_VALUE(at)),
        "<time datetime=\"2009-09-28T01:02:00.000Z\">28 September 2009, 09:02</time>");
    assert_string_equal(put(CHINESE, HTML_IN_TEXT, HTML_VALUE(fee)), "20.00元");
    assert_string_equal(put(CHINESE, HTML_IN_ATTRIBUTE, HTML_VALUE(fee)), "20.00");
    assert_string_equal(put(CHINESE, HTML_IN_ATTRIBUTE, HTML_VALUE(MONEY_NONE)), "");
    assert_string_equal(put(ENGLISH, HTML_IN_TEXT, HTML_VALUE(many)), "51,724");
    assert_string_equal(put(ENGLISH, HTML_IN_URL_PART, HTML_VALUE(many)), "51724");
    assert_string_equal(put(ENGLISH, HTML_IN_TEXT, HTML_VALUE(size)), "7");
    assert_string_equal(put(CHINESE, HTML_IN_TEXT, HTML_VALUE(yes)), "是");
    assert_string_equal(put(ENGLISH, HTML_IN_ATTRIBUTE, HTML_VALUE(yes)), "true");
}

static void sentences_keep_markup_only_as_html(void **state)
{
    struct page pg = page_in(CHINESE);
    struct html_value args[] = {HTML_VALUE("<i>"), html_of_html(html_link(&pg, "/?a&b", "<公告>"))};
    html_put_message(&pg, HTML_IN_TEXT, "layout.title", args, 2);
    assert_string_equal(pg.out.text, "&lt;i&gt; – <a href=\"/?a&amp;b\">&lt;公告&gt;</a>");
    pg = page_in(ENGLISH);
    html_put_message(&pg, HTML_IN_URL_PART, "layout.title", args, 1);
    assert_string_equal(pg.out.text, "%3Ci%3E%20%E2%80%93%20");
}

static void messages_are_found_in_both_languages(void **state)
{
    const char *const args[] = {"张三"};
    assert_true(message_known("layout.home"));
    assert_false(message_known("layout.nowhere"));
    assert_string_equal(message_text(CHINESE, "layout.home"), "首页");
    assert_string_equal(message_text(ENGLISH, "layout.home"), "Home");
    assert_string_equal(message_text(ENGLISH, "layout.nowhere"), "layout.nowhere");
    const char *const two[] = {"目录", "省公安厅"};
    assert_string_equal(message_format(mem, CHINESE, "layout.title", two, 2), "目录 – 省公安厅");
    assert_string_equal(message_format(mem, ENGLISH, "layout.nowhere", args, 1),
                        "[layout.nowhere]");
    assert_string_equal(message_fill(mem, "100%, %2%1", args, 1), "100%, 张三");
}

static void a_form_carries_the_token_of_the_session(void **state)
{
    struct page pg = page_in(CHINESE);
    html_put_csrf(&pg);
    assert_string_equal(pg.out.text, "");
    pg.csrf = "a\"b";
    html_put_csrf(&pg);
    assert_string_equal(pg.out.text, "<input type=\"hidden\" name=\"csrf\" value=\"a&quot;b\">");
}

static void foreign_text_is_marked_with_its_language(void **state)
{
    struct page pg = page_in(ENGLISH);
    assert_string_equal(html_in_language(&pg, "zh", "交警<").trusted,
                        "<span lang=\"zh\">交警&lt;</span>");
    assert_string_equal(html_in_language(&pg, "en", "Police").trusted, "Police");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_where_it_stands),
        cmocka_unit_test(an_address_keeps_only_a_known_scheme),
        cmocka_unit_test(people_and_machines_read_values_differently),
        cmocka_unit_test(sentences_keep_markup_only_as_html),
        cmocka_unit_test(messages_are_found_in_both_languages),
        cmocka_unit_test(a_form_carries_the_token_of_the_session),
        cmocka_unit_test(foreign_text_is_marked_with_its_language),
    };
    return cmocka_run_group_tests(tests, open_context, close_context);
}
