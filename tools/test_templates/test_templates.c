/* What the templates in good/ become, to the byte. */
#include "base/unit.h"

#include "web/template_views.h"

static struct arena *mem;
static struct context cx;
static const struct theme theme = {
    .name = {"某省公安厅",    "Department <of> Security"},
    .line = {"政府信息公开", "Open information"        },
    .publisher = {NULL,                 NULL                      },
    .emblem = "/static/emblem.svg",
    .icon = "/static/favicon.svg",
    .stylesheet = "/static/theme.css"
};

static int open_context(void **state)
{
    mem = arena_new("test");
    cx = (struct context){.mem = mem, .language = ENGLISH};
    return 0;
}

static int close_context(void **state)
{
    arena_free(mem);
    return 0;
}

static void each_place_has_its_escaping(void **state)
{
    struct page pg = page_new(&cx, &theme);
    view_template_contexts(&pg, "a'/<b>", date_of(2009, 9, 28), (struct html){"<i>x</i>"},
                           (struct money){4000});
    assert_string_equal(
        pg.out.text,
        "<!doctype html><html lang=\"en\"><head>"
        "<title>a&#39;/&lt;b&gt; 28 September 2009</title></head><body>"
        "<p title='a&#39;/&lt;b&gt;' class=\"a a&#39;/&lt;b&gt;\">a&#39;/&lt;b&gt;, "
        "<time datetime=\"2009-09-28\">28 September 2009</time>; <i>x</i> ¥40.00</p>"
        "<p><a href=\"a&#39;/&lt;b&gt;\">whole</a> "
        "<a href=\"/d/a%27%2F%3Cb%3E?q=a%27%2F%3Cb%3E#2009-09-28\">parts</a></p>"
        "<p><time datetime=\"2009-09-28\">28 September 2009</time> &lt; &amp; }} %}</p>"
        "</body></html>");
    pg = page_new(&cx, &theme);
    view_template_contexts(&pg, "javascript:x", DATE_NONE, (struct html){""}, MONEY_NONE);
    assert_non_null(strstr(pg.out.text, "<a href=\"#\">whole</a>"));
    assert_non_null(strstr(pg.out.text, "<a href=\"/d/javascript%3Ax?"));
}

static void white_space_is_what_shows(void **state)
{
    struct page pg = page_new(&cx, &theme);
    view_template_space(&pg, 2);
    assert_string_equal(pg.out.text,
                        "<ul><li>0</li><li>1</li></ul><p>one <b>two</b>\nthree many\nend<br>next"
                        "</p><pre>\n a\n   b</pre><label for=\"t\">T</label> "
                        "<textarea id=\"t\">  x </textarea>");
}

static void a_post_form_gets_its_token(void **state)
{
    struct page pg = page_new(&cx, &theme);
    pg.csrf = "T0";
    view_template_form(&pg, "a b", true, "\"");
    assert_string_equal(
        pg.out.text,
        "<form method=\"post\" action=\"/records/a%20b/release\">"
        "<input type=\"hidden\" name=\"csrf\" value=\"T0\">"
        "<label for=\"why-a b\">Home</label> "
        "<input id=\"why-a b\" name=\"why\" value=\"&quot;\">\n"
        "<label><input type=\"checkbox\" name=\"sure\" checked> Yes</label>\n"
        "<input type=\"hidden\" name=\"edition\" value=\"1\">\n"
        "<input aria-label=\"a b – &quot;\" name=\"x\">"
        "<p><a href=\"/\">&lt;home&gt;</a> – &quot;</p><button>No</button></form>"
        "<form action=\"/search\"><input type=\"search\" name=\"q\" aria-label=\"q\"></form>");
}

static void the_layout_surrounds_a_page(void **state)
{
    static const struct page_link crumbs[] = {
        {"/",            "Home"},
        {"/catalogue?a&b",              "<Catalogue>"},
        {0}
    };
    struct page pg = page_new(&cx, &theme);
    pg.crumbs = crumbs;
    pg.in_language[CHINESE] = "/x?lang=zh&a=1";
    view_template_page(&pg, "T & T");
    const char *const parts[] = {
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">",
        "<title>T &amp; T – Department &lt;of&gt; Security</title>",
        "<body class=\"portal\"><a class=\"skip\" href=\"#main\">Skip to the main text</a>",
        "<a href=\"/x?lang=zh&amp;a=1\" lang=\"zh\" hreflang=\"zh\">简体中文</a>",
        "<li><a href=\"/catalogue?a&amp;b\">&lt;Catalogue&gt;</a></li></ol></nav>",
        "<main id=\"main\" class=\"wrap\" tabindex=\"-1\"><h1>T &amp; T</h1></main>",
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!strstr(pg.out.text, parts[i])) fail_msg("%s\nis not in\n%s", parts[i], pg.out.text);
    assert_null(strstr(pg.out.text, "class=\"banner\""));
    assert_null(strstr(pg.out.text, "sign-out"));
    assert_string_equal(pg.out.text + pg.out.size - 7, "</html>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_place_has_its_escaping),
        cmocka_unit_test(white_space_is_what_shows),
        cmocka_unit_test(a_post_form_gets_its_token),
        cmocka_unit_test(the_layout_surrounds_a_page),
    };
    return cmocka_run_group_tests(tests, open_context, close_context);
}
