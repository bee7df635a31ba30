/* Receipt codes: each opens what the office has put there and nothing else does; what is done with
 * it is a sealed letter; nothing of a person stays with the portal. */
#include <string.h>

#include "app/test_citizen.h"
#include "base/file.h"
#include "request/view.h"

/* ---- the code ---- */

static const struct view_letter answer_letter = {.number = "黑公开答〔2025〕5号",
                                                 .subject = "政府信息公开申请答复书",
                                                 .body = CANARY "：\n\n您好。",
                                                 .method = "page",
                                                 .served_on = {20400},
                                                 .file = 1};
static const struct view_part withheld = {"第三页的姓名", "个人隐私", "Privacy", "令711 第15条",
                                          "Order 711, Art 15"};
static const struct view_remedy remedies[] = {
    {.id = "complaint",
     .zh = "投诉、举报",
     .en = "Complaint",
     .body_zh = "上级",
     .body_en = "above"},
    {.id = "reconsideration",                 .zh = "行政复议", .en = "Reconsideration", .by = {20500}},
};

/* As the office makes one: two days of the trace, a letter, a withheld part, remedies. */
static const char *view_json(const char *state, const char *can)
{
    static const struct matter_day days[] = {
        {.on = {20356}, .n = 0, .rule = "off",     .source = "国办发明电〔2024〕12号"},
        {.on = {20357}, .n = 1, .rule = "workday", .provisional = true                       },
    };
    static const struct view_date date = {.id = "correction_notice_by",
                                          .zh = "补正告知期限",
                                          .en = "Correction notice by",
                                          .article = "令711 第30条",
                                          .on = {20360},
                                          .verified = true};
    bool over = text_equal(state, "answered");
    struct request_view view = {.serial = 1,
                                .at = town.cx.now,
                                .agency = TOWN_PROVINCE,
                                .number = "2025-00001",
                                .state = state,
                                .regime = "cn-2019",
                                .sought = "统计" CANARY,
                                .received_on = {20359},
                                .due_on = {20389},
                                .provisional = true,
                                .can = can,
                                .holder = "法制总队",
                                .days = days,
                                .day_count = 2,
                                .dates = &date,
                                .date_count = 1,
                                .waits_for = "",
                                .outcome = over ? "partial" : "",
                                .outcome_zh = "部分公开",
                                .outcome_en = "Disclosed in part",
                                .letters = &answer_letter,
                                .letter_count = over,
                                .parts = &withheld,
                                .part_count = over,
                                .remedies = remedies,
                                .remedy_count = over ? 2 : 0};
    return request_view_write(asking, &view);
}

static const char *const states[] = {
    "awaiting-confirmation",
    "received",
    "registered",
    "correcting",
    "searching",
    "consulting",
    "fee-noticed",
    "answer-drafted",
    "answer-reviewed",
    "answer-approved",
    "answered",
    "archived",
    "withdrawn",
    "lapsed",
};

static void a_code_opens_its_application(void **state)
{
    for (size_t i = 0; i < COUNT_OF(states) * 2; i++) {
        struct code code =
            put_capsule(view_json(states[i / 2], "confirm supplement withdraw pay review"));
        const char *target = i % 2 ? "/receipt?lang=en" : "/receipt?lang=zh";
        const char *html = post(target, FORM("code", code_grouped(asking, &code)), 200);
        assert_non_null(
            strstr(html, i % 2 ? "Application 2025-00001" : "申请2025-00001的办理情况"));
        assert_non_null(strstr(html, "/applications/" TOWN_PROVINCE "/2025-00001"));
        if (strstr(html, "apply.state.")) fail_msg("%s: has no words", states[i / 2]);
        assert_non_null(strstr(html, "国办发明电〔2024〕12号"));
        arena_reset(asking);
    }
    struct code code = put_capsule(view_json("answered", "review"));
    const char *html = post("/receipt", FORM("code", code.text), 200);
    assert_non_null(strstr(html, "部分公开"));
    assert_non_null(strstr(html, "第三页的姓名"));
    assert_non_null(strstr(html, "黑公开答〔2025〕5号"));
    assert_non_null(strstr(html, "投诉、举报"));
    assert_non_null(strstr(html, "action=\"/receipt/review\""));
    assert_null(strstr(html, "action=\"/receipt/withdraw\""));
}

static void other_codes_look_alike(void **state)
{
    struct code code;
    code_make(&code);
    const char *unknown = post("/receipt", FORM("code", code.text), 422);
    const char *malformed = post("/receipt", FORM("code", "hello"), 422);
    const char *empty = post("/receipt", FORM("code", ""), 422);
    const char *sentence = strstr(unknown, "class=\"error-summary\"");
    const char *end = strstr(sentence, "</div>");
    const char *same = arena_copy_n(asking, sentence, (size_t)(end - sentence));
    assert_non_null(strstr(malformed, same));
    assert_non_null(strstr(empty, same));
    assert_non_null(strstr(unknown, "换发新码"));
}

static void a_delivered_file_comes_as_it_was(void **state)
{
    struct code code = put_capsule(view_json("answered", ""));
    struct http_response response =
        ask("POST", "/receipt/file", FORM("code", code.text, "file", "1"));
    assert_int_equal(response.status, 200);
    assert_non_null(
        strstr(http_response_header(&response, "Content-Disposition"), "attachment; filename*="));
    assert_string_equal(http_response_header(&response, "Cache-Control"), "no-store");
    http_drop_file(&response);
    assert_int_equal(ask("POST", "/receipt/file", FORM("code", code.text, "file", "2")).status,
                     404);
    assert_int_equal(ask("POST", "/receipt/file", FORM("code", code.text, "file", "0")).status,
                     404);
    code_make(&code);
    assert_int_equal(ask("POST", "/receipt/file", FORM("code", code.text, "file", "1")).status,
                     422);
}

static const struct {
    const char *act, *fields, *name, *value;
} acts[] = {
    {"confirm",    "",                                            "",        ""          },
    {"supplement", "text=%E8%A1%A5%E5%85%85",                     "text",    "补充"    },
    {"withdraw",   "reason=",                                     "reason",  ""          },
    {"pay",        "reference=F-1&paid_on=2025-11-20&note=",      "paid_on", "2025-11-20"},
    {"review",     "remedy=complaint&reasons=%E4%B8%8D%E6%9C%8D", "reasons", "不服"    },
};

static void every_act_is_a_sealed_letter_of_the_same_code(void **state)
{
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        struct code_key key;
        struct code code =
            put_capsule(view_json("answered", "confirm supplement withdraw pay review"));
        const char *target = arena_format(asking, "/receipt/%s", acts[i].act);
        const char *form = arena_format(asking, "code=%s&nonce=%s%s%s", code.text, id_new(asking),
                                        *acts[i].fields ? "&" : "", acts[i].fields);
        const char *html = post(target, form, 200);
        assert_null(strstr(html, ">apply."));
        assert_non_null(strstr(html, "2025年11月24日 09:00:00"));
        struct letter letter = open_letter();
        assert_string_equal(letter.type, acts[i].act);
        assert_string_equal(letter.to, TOWN_PROVINCE);
        code_key(&code, &key);
        assert_string_equal(letter.capsule_key, text_hex(asking, key.public, sizeof key.public));
        if (*acts[i].name) assert_string_equal(letter_value(&letter, acts[i].name), acts[i].value);
        assert_non_null(strstr(post(target, form, 200), "没有重复提交"));
        assert_int_equal(letters(), 1);
        remove_letters();
        arena_reset(asking);
    }
}

static void what_cannot_be_done_now_is_not_sealed(void **state)
{
    struct code code = put_capsule(view_json("answered", "supplement"));
    const char *html =
        post("/receipt/withdraw", FORM("code", code.text, "nonce", id_new(asking)), 409);
    assert_non_null(strstr(html, "申请2025-00001的办理情况"));
    html = post("/receipt/supplement", FORM("code", code.text, "nonce", id_new(asking), "text", ""),
                422);
    assert_non_null(strstr(html, "请写明补充的内容"));
    code_make(&code);
    post("/receipt/withdraw", FORM("code", code.text, "nonce", id_new(asking)), 422);
    assert_int_equal(letters(), 0);
    code = put_capsule(view_json("answered", "review"));
    html = post(
        "/receipt/review",
        FORM("code", code.text, "nonce", id_new(asking), "remedy", "suit-direct", "reasons", "x"),
        422);
    assert_non_null(strstr(html, "href=\"#review-remedy\""));
    assert_int_equal(letters(), 0);
}

/* Right after filing, when the office has not opened it yet: there is no capsule. */
static void it_is_confirmed_on_the_receipt_page(void **state)
{
    struct code code;
    code_make(&code);
    const char *form =
        FORM("code", code_grouped(asking, &code), "nonce", id_new(asking), "agency", TOWN_PROVINCE);
    assert_non_null(strstr(post("/receipt/confirm", form, 200), "您这一方已经确认"));
    assert_string_equal(open_letter().type, "confirm");
    remove_letters();
    post("/receipt/confirm", FORM("code", "nonsense", "agency", TOWN_PROVINCE), 422);
    post("/receipt/confirm", FORM("code", code.text, "agency", "000000000"), 404);
    assert_int_equal(letters(), 0);
}

/* ---- third parties ---- */

static void a_third_party_sees_its_letter_and_its_term(void **state)
{
    struct consultation_view view = {.serial = 1,
                                     .at = town.cx.now,
                                     .agency = TOWN_PROVINCE,
                                     .sort = "third-party",
                                     .state = "sent",
                                     .question = "是否同意公开您的姓名",
                                     .served_on = {20400},
                                     .answer_by = {20421},
                                     .silence_zh = "逾期不答复的，由本机关决定是否公开。",
                                     .article = "令711 第32条",
                                     .can = "answer",
                                     .letters = &answer_letter,
                                     .letter_count = 1};
    struct code code = put_capsule(consultation_view_write(asking, &view));
    const char *html = post("/reply?lang=en", FORM("code", code.text), 200);
    html = post("/reply?lang=zh", FORM("code", code.text), 200);
    assert_non_null(strstr(html, "是否同意公开您的姓名"));
    assert_non_null(strstr(html, "由本机关决定是否公开"));
    assert_null(strstr(html, "2025-00001"));
    post("/receipt", FORM("code", code.text), 422);
    const char *refuses = FORM("code", code.text, "nonce", id_new(asking), "answer", "refuses");
    assert_non_null(strstr(post("/reply/answer", refuses, 422), "请写明理由"));
    assert_int_equal(letters(), 0);
    post("/reply/answer", arena_format(asking, "%s&reasons=x", refuses), 200);
    struct letter letter = open_letter();
    assert_string_equal(letter.type, "third-party-answer");
    assert_string_equal(letter_value(&letter, "answer"), "refuses");
    remove_letters();
    view.can = "";
    view.answered_on = (struct date){20410};
    code = put_capsule(consultation_view_write(asking, &view));
    html = post("/reply", FORM("code", code.text), 200);
    assert_null(strstr(html, "action=\"/reply/answer\""));
    post("/reply/answer", FORM("code", code.text, "nonce", id_new(asking), "answer", "agrees"),
         409);
    assert_int_equal(letters(), 0);
}

/* What the portal's process can open holds nobody. */
static void nobody_is_found_on_the_portal(void **state)
{
    post("/apply/form", whole_form("ffffffffffffffffffffffffff", "丙"), 200);
    struct code code = put_capsule(view_json("answered", "supplement"));
    post("/receipt", FORM("code", code.text), 200);
    const char *folders[] = {intake.portal.new, intake.portal.tmp, intake.portal.capsule,
                             intake.portal.portal};
    static const char *const secrets[] = {CANARY, "230103198001010011", "canary@example.org",
                                          "13800000000"};
    for (size_t f = 0; f < COUNT_OF(folders); f++) {
        size_t count;
        const char **names = intake_fixture_list(asking, folders[f], &count);
        for (size_t i = 0; i < count; i++) {
            struct bytes bytes;
            struct context cx = {.mem = asking};
            const char *path = arena_format(asking, "%s/%s", folders[f], names[i]);
            if (file_read(&cx, path, 10 << 20, &bytes) != OK) continue; /* a folder */
            for (size_t s = 0; s < COUNT_OF(secrets); s++)
                if (memmem(bytes.data, bytes.size, secrets[s], strlen(secrets[s])))
                    fail_msg("%s holds %s", path, secrets[s]);
            assert_null(memmem(bytes.data, bytes.size, code.text, CODE_LENGTH));
        }
    }
    for (size_t s = 0; s < COUNT_OF(secrets); s++)
        assert_false(town_holds(&town, "portal", secrets[s]));
    remove_letters();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITIZEN_TEST(a_code_opens_its_application),
        CITIZEN_TEST(other_codes_look_alike),
        CITIZEN_TEST(a_delivered_file_comes_as_it_was),
        CITIZEN_TEST(every_act_is_a_sealed_letter_of_the_same_code),
        CITIZEN_TEST(what_cannot_be_done_now_is_not_sealed),
        CITIZEN_TEST(it_is_confirmed_on_the_receipt_page),
        CITIZEN_TEST(a_third_party_sees_its_letter_and_its_term),
        CITIZEN_TEST(nobody_is_found_on_the_portal),
    };
    return cmocka_run_group_tests(tests, citizen_set_up, citizen_tear_down);
}
