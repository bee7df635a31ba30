/* Applying: every page in both languages is sound and kept by nobody; an application is sealed
 * once, whatever is sent twice; every registered application has its public line. */
#include <string.h>

#include "app/test_citizen.h"
#include "portal/fixture_html.h"

/* ---- pages ---- */

static const struct {
    const char *target;
    unsigned status;
    bool unstored;
} pages[] = {
    {"/apply",                                                   200, false},
    {"/apply?agency=" TOWN_CITY,                                 200, false},
    {"/apply?agency=000000000",                                  404, false},
    {"/apply/form",                                              200, true },
    {"/apply/form?sort=correction&agency=" TOWN_CITY,            200, true },
    {"/apply/before/case-file",                                  200, false},
    {"/apply/before/own-record?agency=" TOWN_CITY,               200, false},
    {"/apply/before/complaint",                                  200, false},
    {"/apply/before/question",                                   200, false},
    {"/apply/before/other",                                      404, false},
    {"/apply/steps",                                             200, false},
    {"/apply/when",                                              200, false},
    {"/apply/when?on=2025-09-27&channel=web",                    200, false},
    {"/apply/when?on=2009-09-28&channel=counter",                200, false},
    {"/apply/when?on=2026-12-20",                                200, false},
    {"/apply/when?on=2025-02-30",                                422, false},
    {"/apply/when?on=1999-01-01",                                422, false},
    {"/apply/when?channel=pigeon",                               422, false},
    {"/receipt",                                                 200, true },
    {"/reply",                                                   200, true },
    {"/applications",                                            200, false},
    {"/applications?agency=" TOWN_PROVINCE "&year=2025&row=3.3", 200, false},
    {"/applications?year=1900",                                  422, false},
    {"/applications?row=x",                                      422, false},
    {"/applications/" TOWN_PROVINCE "/2025-00001",               200, false},
    {"/applications/" TOWN_PROVINCE "/2025-00002",               200, false},
    {"/applications/" TOWN_PROVINCE "/2025-00003",               404, false},
    {"/receipt?code=x",                                          422, true },
    {"/apply/form?name=x",                                       422, true },
};

static void every_page_is_sound_in_both_languages(void **state)
{
    static const char *const languages[] = {"zh", "en"};
    for (size_t i = 0; i < COUNT_OF(pages) * 2; i++) {
        const char *target = pages[i / 2].target, *mark = strchr(target, '?') ? "&" : "?";
        const char *full = arena_format(asking, "%s%slang=%s", target, mark, languages[i % 2]);
        struct http_response response = ask("GET", full, NULL);
        char *html = arena_copy(asking, text_of(&response));
        for (char *own; (own = strstr(html, "portal.example"));) memset(own, '-', 14);
        if (response.status != pages[i / 2].status) fail_msg("%s: %u", full, response.status);
        check_html(asking, html, full);
        if (strstr(html, ">apply.")) fail_msg("%s: a sentence is missing: %s", full, html);
        assert_non_null(strstr(html, arena_format(asking, "<html lang=\"%s", languages[i % 2])));
        assert_non_null(strstr(http_response_header(&response, "Content-Security-Policy"),
                               "default-src 'none'; script-src 'self'; style-src 'self'"));
        assert_string_equal(http_response_header(&response, "Cache-Control"),
                            pages[i / 2].unstored ? "no-store" : "no-cache");
        arena_reset(asking);
    }
}

static void the_calculator_is_the_law(void **state)
{
    static const struct {
        const char *query, *expected[4];
    } cases[] = {
  /* DOMAIN §6: C07 (a Sunday that is worked), C08 */
        {"on=2025-09-28&channel=web",
         {"\"regime\":\"cn-2019\"", "\"receipt\":\"2025-09-28\"", "\"due\":\"2025-10-31\"",
          "\"provisional\":false"}                                                        },
        {"on=2026-02-10",
         {"\"due\":\"2026-03-16\"", "\"correction_notice_by\":\"2026-02-26\"",
          "\"extended_due\":\"2026-04-14\""}                                              },
        {"on=2009-09-28",             {"\"regime\":\"cn-2008\"", "\"due\":\"2009-10-26\""}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct http_response response =
            ask("GET", arena_format(asking, "/apply/when.json?%s", cases[i].query), NULL);
        const char *json = text_of(&response);
        for (size_t k = 0; k < 4 && cases[i].expected[k]; k++)
            if (!strstr(json, cases[i].expected[k]))
                fail_msg("%s: no %s in %s", cases[i].query, cases[i].expected[k], json);
    }
}

/* ---- filing ---- */

static void an_application_is_sealed_and_has_a_receipt(void **state)
{
    const char *html = post("/apply/form", whole_form(id_new(asking), "2024年的统计"), 200);
    struct code code;
    assert_non_null(code_in(html));
    assert_true(code_parse(code_in(html), &code));
    assert_non_null(strstr(html, "2025年11月24日 09:00:00"));
    assert_non_null(strstr(html, "2025年11月25日")); /* the agency confirms by then */
    assert_non_null(strstr(html, "2025年12月22日")); /* 20 working days */
    assert_non_null(strstr(html, "action=\"/receipt/confirm\""));
    assert_null(strstr(html, CANARY));
    struct letter letter = open_letter();
    assert_string_equal(letter.type, "application");
    assert_string_equal(letter.to, TOWN_PROVINCE);
    assert_string_equal(letter_value(&letter, "name"), CANARY);
    assert_string_equal(letter_value(&letter, "sought"), "2024年的统计");
    assert_string_equal(letter_value(&letter, "supply"), "email");
    assert_string_equal(letter_value(&letter, "language"), "zh");
    assert_string_equal(letter_value(&letter, "agent_name"), "");
    remove_letters();
}

static void sent_twice_it_is_one(void **state)
{
    const char *first = post("/apply/form", whole_form("bbbbbbbbbbbbbbbbbbbbbbbbbb", "甲"), 200);
    const char *second = post("/apply/form", whole_form("bbbbbbbbbbbbbbbbbbbbbbbbbb", "甲"), 200);
    assert_string_equal(code_in(first), code_in(second));
    assert_non_null(strstr(second, "没有重复提交"));
    assert_int_equal(letters(), 1);
    const char *edited = post("/apply/form", whole_form("bbbbbbbbbbbbbbbbbbbbbbbbbb", "乙"), 409);
    assert_null(code_in(edited));
    assert_non_null(strstr(edited, "补充材料"));
    assert_int_equal(letters(), 1);
    remove_letters();
}

static void what_is_missing_is_told_before_it_is_filed(void **state)
{
    const char *bare = FORM("nonce", "cccccccccccccccccccccccccc", "looked", "yes", "sort",
                            "disclosure", "sought", "只有描述<b>", "phone", "", "supply", "email");
    const char *html = post("/apply/form", bare, 422);
    assert_int_equal(letters(), 0);
    assert_non_null(strstr(html, "只有描述&lt;b&gt;"));
    assert_non_null(strstr(html, "href=\"#a-name\""));
    assert_non_null(strstr(html, "href=\"#a-phone\""));
    assert_non_null(strstr(html, "href=\"#a-email\"")); /* wanted by e-mail */
    assert_non_null(strstr(html, "name=\"anyway\""));
    assert_non_null(strstr(html, "value=\"cccccccccccccccccccccccccc\""));
    html = post("/apply/form", arena_format(asking, "%s&anyway=yes", bare), 200);
    assert_non_null(code_in(html));
    struct letter letter = open_letter();
    assert_string_equal(letter_value(&letter, "name"), "");
    remove_letters();
}

static void what_is_wrong_is_not_filed_anyway(void **state)
{
    static const char *const wrong[][2] = {
        {"supply",         "pigeon"                                                                },
        {"applicant_kind", "cat"                                                                   },
        {"name",           "\xE2\x80\xAE"
                 "x"                                                               },
        {"sought",         "\xFF"                                                                  },
        {"phone",          "1234567890123456789012345678901234567890123456789012345678901234567890"},
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const char *form = FORM("nonce", "dddddddddddddddddddddddddd", "anyway", "yes", "looked",
                                "yes", wrong[i][0], wrong[i][1]);
        const char *html = post("/apply/form", form, 422);
        if (!strstr(html, arena_format(asking, "href=\"#a-%s\"", wrong[i][0])))
            fail_msg("%s: not beside its field", wrong[i][0]);
        assert_null(strstr(html, "name=\"anyway\""));
    }
    post("/apply/form", FORM("nonce", "x", "unknown", "y"), 422);
    post("/apply/form", FORM("agency", "000000000", "name", "x"), 404);
    assert_int_equal(letters(), 0);
}

/* The law decides what is asked: 711 forbids to ask for reasons, 492 asks for no proof. */
static void only_what_the_law_requires_is_asked(void **state)
{
    struct http_response response = ask("GET", "/apply/form", NULL);
    const char *html = text_of(&response);
    assert_non_null(strstr(html, "name=\"identity_number\""));
    assert_null(strstr(html, "name=\"purpose\""));
    town_day(&town, "2009-03-02");
    response = ask("GET", "/apply/form", NULL);
    html = text_of(&response);
    assert_non_null(strstr(html, "name=\"sought\""));
    assert_null(strstr(html, "name=\"identity_number\""));
    town_day(&town, "2025-11-24");
}

static void what_is_public_already_is_shown_first(void **state)
{
    static const char title[] = "关于国庆期间道路交通管制的通告";
    const char *html = post("/apply/look", FORM("sought", "想看国庆期间道路交通管制安排"), 200);
    assert_non_null(strstr(html, title));
    assert_non_null(strstr(html, "想看国庆期间道路交通管制安排</textarea>"));
    html = post("/apply/look", FORM("sought", "二〇二四年户籍统计"), 200);
    assert_null(strstr(html, title));
    html = post("/apply/look", FORM("sought", "\") OR * NEAR"), 200);
    assert_null(strstr(html, title));
    const char *unseen =
        FORM("nonce", "eeeeeeeeeeeeeeeeeeeeeeeeee", "sought", "国庆期间道路交通管制", "supply",
             "paper", "sort", "disclosure", "applicant_kind", "natural", "name", "甲",
             "identity_number", "1", "phone", "2");
    html = post("/apply/form", unseen, 422);
    assert_non_null(strstr(html, title));
    assert_int_equal(letters(), 0);
    assert_non_null(
        code_in(post("/apply/form", arena_format(asking, "%s&looked=yes", unseen), 200)));
    remove_letters();
}

/* ---- the register ---- */

static void every_application_has_its_line(void **state)
{
    static const struct {
        const char *query, *total;
    } counts[] = {
        {"",                       "\"total\":2"},
        {"?row=3.3",               "\"total\":1"},
        {"?row=3.3.4&year=2025",   "\"total\":1"},
        {"?row=3",                 "\"total\":1"},
        {"?row=3.4",               "\"total\":0"},
        {"?row=open",              "\"total\":1"},
        {"?year=2024",             "\"total\":0"},
        {"?agency=" TOWN_PROVINCE, "\"total\":2"},
        {"?agency=" TOWN_CITY,     "\"total\":0"},
    };
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        struct http_response response =
            ask("GET", arena_format(asking, "/applications.json%s", counts[i].query), NULL);
        assert_non_null(strstr(text_of(&response), counts[i].total));
    }
    struct http_response response = ask("GET", "/applications/" TOWN_PROVINCE "/2025-00001", NULL);
    const char *html = text_of(&response);
    assert_non_null(strstr(html, "保护第三方合法权益"));
    assert_non_null(strstr(html, ".tlog-proof"));
    const char *proof = strstr(html, "/records/");
    const char *path = arena_copy_n(asking, proof, strcspn(proof, "\""));
    response = ask("GET", path, NULL);
    assert_int_equal(response.status, 200);
    assert_true(text_starts(text_of(&response), "c2sp.org/tlog-proof@v1\n"));
    /* Its number is no index number. */
    assert_int_equal(ask("GET", "/disclosures/" TOWN_PROVINCE "/2025-00001", NULL).status, 404);
}

/* The running numbers of two agencies are the same ones: a page may end between them. */
static void the_register_goes_on_where_it_stopped(void **state)
{
    for (int64_t serial = 1; serial <= 60; serial++) {
        if (serial > 2) release_line(TOWN_PROVINCE, serial, false);
        release_line(TOWN_CITY, serial, false);
    }
    town_replay(&town);
    size_t seen = 0, turns = 0;
    const char *target = "/applications.json?year=2025";
    while (target && turns++ < 9) {
        struct http_response response = ask("GET", target, NULL);
        const char *json = text_of(&response), *next = strstr(json, "\"next\":\"");
        assert_non_null(strstr(json, "\"total\":120,"));
        seen += count_of(json, "\"path\":");
        target = next ? arena_copy_n(asking, next + 8, strcspn(next + 8, "\"")) : NULL;
    }
    assert_int_equal(seen, 120);
    assert_int_equal(turns, 3);
    struct http_response response = ask("GET", "/applications?after=x", NULL);
    assert_int_equal(response.status, 422);
}

/* Each number is that of the list that it leads to. */
static void every_number_is_that_of_its_list(void **state)
{
    struct http_response response = ask("GET", "/statistics.json", NULL);
    const char *json = text_of(&response);
    size_t rows = 0;
    assert_non_null(strstr(json, "\"applications\":[{\"label\":\"2025\","));
    for (const char *at = json; (at = strstr(at, "\"path\":\"")); rows++) {
        at += strlen("\"path\":\"");
        const char *path = arena_copy_n(asking, at, strcspn(at, "\""));
        const char *query = strchr(path, '?'), *numbers = strstr(at, "\"numbers\":[");
        const char *list = arena_format(asking, "%.*s.json%s", (int)(query - path), path, query);
        struct http_response listed = ask("GET", list, NULL);
        numbers += strlen("\"numbers\":[");
        const char *total =
            arena_format(asking, "\"total\":%.*s,", (int)strcspn(numbers, ",]"), numbers);
        if (!strstr(text_of(&listed), total)) fail_msg("%s: not %s", list, total);
    }
    assert_in_range(rows, 5, 100);
    response = ask("GET", "/statistics?agency=" TOWN_CITY "&lang=en", NULL);
    assert_int_equal(response.status, 200);
    check_html(asking, text_of(&response), "/statistics");
    assert_int_equal(ask("GET", "/statistics?year=12", NULL).status, 422);
    assert_int_equal(ask("GET", "/statistics?agency=000000000", NULL).status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITIZEN_TEST(every_page_is_sound_in_both_languages),
        CITIZEN_TEST(the_calculator_is_the_law),
        CITIZEN_TEST(an_application_is_sealed_and_has_a_receipt),
        CITIZEN_TEST(sent_twice_it_is_one),
        CITIZEN_TEST(what_is_missing_is_told_before_it_is_filed),
        CITIZEN_TEST(what_is_wrong_is_not_filed_anyway),
        CITIZEN_TEST(only_what_the_law_requires_is_asked),
        CITIZEN_TEST(what_is_public_already_is_shown_first),
        CITIZEN_TEST(every_application_has_its_line),
        CITIZEN_TEST(the_register_goes_on_where_it_stopped),
        CITIZEN_TEST(every_number_is_that_of_its_list),
    };
    return cmocka_run_group_tests(tests, citizen_set_up, citizen_tear_down);
}
