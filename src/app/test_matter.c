/* A matter from end to end: a letter opens a record, its capsule tells of it, the code reads that,
 * what the holder of the code does is a letter that finds the record, and the capsule changes. The
 * records here are the town's disclosures: any kind will do. */
#include <string.h>

#include "app/test_citizen.h"
#include "matter/portal.h"
#include "portal/fixture_html.h"

/* ---- a room ---- */

static const struct question questions[] = {
    {"subject", ASK_LINE, NULL, 100, NULL, NULL, ASK_REQUIRED},
    {"text",     ASK_LINES, NULL,     400,   NULL, NULL, ASK_REQUIRED},
    {"files",     ASK_FILES,          NULL,      0  },
};

static enum status look(struct portal *portal, const struct web *web, struct ask_form *form)
{
    if (strstr(ask_value(form, "text"), "不合适"))
        ask_lack(portal->cx, form, "text", "matter.lacks.text");
    return OK;
}

static const struct matter_form form = {.sort = "fixture",
                                        .letter = "fixture.message",
                                        .path = "/fixture/write",
                                        .questions = questions,
                                        .count = COUNT_OF(questions),
                                        .check = look};

static enum status show_form(struct portal *p, const struct web *web, struct response *response)
{
    return matter_ask_form(p, web, response, &form);
}

static enum status send_form(struct portal *p, const struct web *web, struct response *response)
{
    return matter_file_form(p, web, response, &form);
}

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET,  "/fixture/write", EVERYBODY, show_form, "agency",                    UNSTORED},
    {HTTP_POST, "/fixture/write", EVERYBODY, send_form, "agency nonce subject text", UNSTORED | SEALED},
};
/* clang-format on */

static const struct matter_act room_acts[] = {
    {"fixture", "supplement"},
    {"fixture",         "rate"},
    {0},
};
static const struct matter_act *const acts[] = {room_acts, NULL};

static const struct matter_way ways[] = {
    {"read",            "/disclosures", "do.disclosures"},
    {"apply", "/apply", "do.apply"},
    {"ask",           "/fixture/write", "do.contact"},
    {0      },
};

static const char *cannot_be_told = ""; /* the id of a record whose describe() fails */
static const char *file_hash = "";

static enum status describe(struct context *cx, const char *id, struct matter_view *view)
{
    struct disclosure d;
    static struct matter_step steps[2];
    static struct matter_file file;
    if (text_equal(id, cannot_be_told)) return fault(cx, "a broken record");
    TRY(record_fetch(cx, &disclosure_kind, id, 0, &d));
    steps[0] = (struct matter_step){"登记", "Registration", "办公室", "done", {0}, {20400}};
    steps[1] = (struct matter_step){"答复", "Answer", "交警总队", "now", {20420}, {0}};
    view->title = d.title;
    view->state_zh = "正在办理";
    view->state_en = "In hand";
    view->next_zh = "交警总队正在写答复。";
    view->can = text_equal(d.body, "已评价") ? "supplement" : "supplement rate";
    view->rating = text_equal(d.body, "已评价") ? 4 : 0;
    view->due_on = (struct date){20420};
    view->steps = steps;
    view->step_count = 2;
    file = (struct matter_file){"答复.txt",
                                matter_add_file(cx, "答复.txt", "text/plain", 6, file_hash)};
    view->files = &file;
    view->file_count = file.file != 0;
    return OK;
}

static const struct matter_sort fixture_matter = {"fixture", &disclosure_kind, describe};
static const struct matter_sort *const sorts[] = {&fixture_matter, NULL};
static struct matter_setting setting = {.sorts = sorts};

static int set_up(void **state)
{
    citizen_rows = (struct portal_routes)ROUTES(rows);
    matter_set_acts(acts);
    matter_set_ways(ways);
    citizen_set_up(state);
    setting.capsule = intake.office.capsule;
    setting.tmp = intake.office.work;
    setting.blob = "";
    matter_set(&setting);
    return matter_ensure_tables(&town.cx);
}

static struct disclosure new_record(const char *title)
{
    struct disclosure d = town_disclosure(&town, title, "正文");
    town_insert(&town, &d.base);
    return d;
}

static void tick(void)
{
    town.cx.issues = NULL;
    if (matter_tick(&town.cx) != OK) fail_msg("tick: %s", town.cx.fault);
}

static const char *write_form(const char *text)
{
    return FORM("nonce", id_new(asking), "agency", TOWN_PROVINCE, "subject", "路灯" CANARY, "text",
                text);
}

/* Files the form, and lets the letter open a record. */
static const char *file_and_open(struct disclosure *ret)
{
    const char *code = code_in(post("/fixture/write", write_form("请修"), 200));
    struct letter letter = open_letter();
    *ret = new_record(letter_value(&letter, "subject"));
    assert_int_equal(matter_open(&town.cx, &ret->base, &letter), OK);
    remove_letters();
    return arena_copy(town.cx.mem, code);
}

/* ---- the tests ---- */

static void a_form_keeps_what_was_typed_and_says_what_lacks(void **state)
{
    struct http_response shown = ask("GET", "/fixture/write?agency=" TOWN_CITY, NULL);
    assert_int_equal(shown.status, 200);
    assert_non_null(strstr(text_of(&shown), "value=\"" TOWN_CITY "\""));
    const char *html = post("/fixture/write", write_form(""), 422);
    assert_non_null(strstr(html, "路灯" CANARY));
    assert_non_null(strstr(html, "href=\"#a-text\""));
    html = post("/fixture/write", write_form("不合适"), 422);
    assert_non_null(strstr(html, "不合适</textarea>"));
    assert_int_equal(letters(), 0);
    assert_int_equal(ask("GET", "/fixture/write?agency=000000000", NULL).status, 404);
}

static void a_receipt_has_the_code_and_the_second(void **state)
{
    const char *sent = write_form("请修");
    const char *html = post("/fixture/write", sent, 200);
    const char *code = code_in(html);
    assert_non_null(code);
    assert_non_null(strstr(html, "2025年11月24日 09:00:00"));
    struct letter letter = open_letter();
    assert_string_equal(letter.type, "fixture.message");
    assert_string_equal(letter_value(&letter, "text"), "请修");
    assert_string_equal(letter_value(&letter, "language"), "zh");
    html = post("/fixture/write", sent, 200);
    assert_string_equal(code_in(html), code);
    assert_int_equal(letters(), 1);
    remove_letters();
    /* before the office has opened it there is nothing to see */
    post("/receipt", FORM("code", code), 422);
}

static void a_record_is_told_and_told_anew(void **state)
{
    struct disclosure d;
    const char *code = file_and_open(&d);
    tick();
    const char *html = post("/receipt", FORM("code", code), 200);
    assert_non_null(strstr(html, "路灯" CANARY));
    assert_non_null(strstr(html, "正在办理"));
    assert_non_null(strstr(html, "交警总队"));
    assert_non_null(strstr(html, "aria-current=\"step\""));
    assert_null(strstr(html, "matter."));
    html = post("/receipt?lang=en", FORM("code", code), 200);
    assert_non_null(strstr(html, "In hand"));
    assert_null(strstr(html, "matter."));

    /* rated, and shown as rated */
    const char *rate =
        FORM("code", code, "sort", "fixture", "act", "rate", "nonce", id_new(asking));
    assert_non_null(strstr(post("/receipt/act", rate, 422), "href=\"#rate-rating\""));
    rate = arena_format(asking, "%s&rating=4&note=", rate);
    post("/receipt/act", rate, 200);
    struct letter letter = open_letter();
    struct disclosure found;
    assert_string_equal(letter.type, "fixture.rate");
    assert_string_equal(letter_value(&letter, "rating"), "4");
    assert_int_equal(matter_find(&town.cx, &letter, &disclosure_kind, &found), OK);
    assert_string_equal(found.base.id, d.base.id);
    assert_int_equal(matter_find(&town.cx, &letter, &fee_standard_kind, &found), NOT_FOUND);
    letter.to = TOWN_CITY;
    assert_int_equal(matter_find(&town.cx, &letter, &disclosure_kind, &found), NOT_FOUND);
    remove_letters();
    found.body = "已评价";
    assert_int_equal(record_save(&town.cx, &found.base), OK);
    tick();
    html = post("/receipt", FORM("code", code), 200);
    assert_non_null(strstr(html, "4分"));
    post("/receipt/act", rate, 409);
    assert_int_equal(letters(), 0);
}

static void nothing_is_written_when_nothing_has_changed(void **state)
{
    struct disclosure d;
    struct capsule_place place = {setting.capsule, setting.tmp};
    const char *key;
    int64_t before, after;
    static const struct sql of = {"test.key",
                                  "SELECT public_key FROM matter_tie WHERE record = $1"};
    file_and_open(&d);
    assert_int_equal(store_text(&town.cx, &of, BIND(d.base.id), &key), OK);
    tick();
    assert_int_equal(capsule_serial(&town.cx, &place, key, &before), OK);
    assert_int_equal(before, 1);
    new_record("另一件");
    tick();
    tick();
    assert_int_equal(capsule_serial(&town.cx, &place, key, &after), OK);
    assert_int_equal(after, before);
    assert_int_equal(matter_touch(&town.cx, d.base.id), OK);
    tick();
    assert_int_equal(capsule_serial(&town.cx, &place, key, &after), OK);
    assert_int_equal(after, before + 1);
    /* the office was restored from a backup: its serial is behind the capsule's */
    static const struct sql back = {"test.back", "UPDATE matter_tie SET serial = 0"
                                                 " WHERE record = $1"};
    assert_int_equal(store_run(&town.cx, &back, BIND(d.base.id), NULL), OK);
    assert_int_equal(matter_touch(&town.cx, d.base.id), OK);
    tick();
    assert_int_equal(capsule_serial(&town.cx, &place, key, &after), OK);
    assert_int_equal(after, before + 2);
}

static void one_that_cannot_be_told_stops_no_other(void **state)
{
    struct disclosure bad, good;
    const char *bad_code = file_and_open(&bad);
    const char *good_code = file_and_open(&good);
    cannot_be_told = bad.base.id;
    tick();
    assert_non_null(town.cx.issues);
    assert_string_equal(town.cx.issues->field, bad.base.id);
    post("/receipt", FORM("code", good_code), 200);
    post("/receipt", FORM("code", bad_code), 422);
    cannot_be_told = "";
    tick(); /* it is not forgotten */
    assert_null(town.cx.issues);
    post("/receipt", FORM("code", bad_code), 200);
}

static void a_code_from_the_counter_replaces_an_older_one(void **state)
{
    struct disclosure d = new_record("来访登记");
    const char *first, *second;
    assert_int_equal(matter_issue_code(&town.cx, &d.base, &first), OK);
    tick();
    assert_non_null(strstr(post("/receipt", FORM("code", first), 200), "来访登记"));
    assert_int_equal(matter_issue_code(&town.cx, &d.base, &second), OK);
    tick();
    post("/receipt", FORM("code", first), 422);
    post("/receipt", FORM("code", second), 200);
    assert_int_equal(matter_close(&town.cx, d.base.id), OK);
    tick();
    post("/receipt", FORM("code", second), 422);
}

static void a_key_opens_one_record(void **state)
{
    struct disclosure d, other = new_record("别的");
    post("/fixture/write", write_form("请修"), 200);
    struct letter letter = open_letter();
    d = new_record("一件");
    assert_int_equal(matter_open(&town.cx, &d.base, &letter), OK);
    assert_int_equal(matter_open(&town.cx, &other.base, &letter), CONFLICT);
    remove_letters();
}

static void an_act_of_another_room_or_with_a_wrong_code_is_nothing(void **state)
{
    struct disclosure d;
    const char *code = file_and_open(&d);
    tick();
    const char *nonce = id_new(asking);
    post("/receipt/act", FORM("code", code, "sort", "fixture", "act", "burn", "nonce", nonce), 404);
    post("/receipt/act", FORM("code", code, "sort", "contact", "act", "rate", "nonce", nonce), 404);
    post("/receipt/act", FORM("code", "hello", "sort", "fixture", "act", "rate"), 422);
    post("/receipt/act", FORM("code", code, "sort", "fixture", "act", "supplement", "nonce", nonce),
         422);
    assert_int_equal(letters(), 0);
}

static void a_file_goes_along(void **state)
{
    struct disclosure d = new_record("有附件");
    const char *code;
    setting.blob = arena_format(town.cx.mem, "%s/blob", town.data);
    file_hash = town_attach(&town, &d.base, "答复.txt", "答复");
    assert_int_equal(matter_issue_code(&town.cx, &d.base, &code), OK);
    tick();
    assert_non_null(strstr(post("/receipt", FORM("code", code), 200), "答复.txt"));
    struct http_response sent = ask("POST", "/receipt/file", FORM("code", code, "file", "1"));
    assert_int_equal(sent.status, 200);
    http_drop_file(&sent);
    assert_int_equal(ask("POST", "/receipt/file", FORM("code", code, "file", "2")).status, 404);
    file_hash = "";
    setting.blob = "";
}

/* One place to begin: whatever can be done here, and the way back to what was sent. */
static void all_ways_stand_in_one_place(void **state)
{
    struct http_response shown = ask("GET", "/do", NULL);
    const char *html = text_of(&shown);
    assert_int_equal(shown.status, 200);
    check_html(asking, html, "/do");
    for (const struct matter_way *way = ways; way->sort; way++)
        assert_non_null(strstr(html, arena_format(asking, "href=\"%s\"", way->href)));
    assert_non_null(strstr(html, "action=\"/receipt\""));
    assert_null(strstr(html, ">do.")); /* every way has its words */
    shown = ask("GET", "/", NULL);
    html = text_of(&shown);
    assert_non_null(strstr(html, "href=\"/do\""));
    assert_non_null(strstr(html, "href=\"/fixture/write\""));
    assert_null(strstr(html, "href=\"/guide#contact\"><strong>"));
}

/* ---- everything that a view can say is on the page, in both languages ---- */

static const struct matter_fact facts[] = {
    {"办理渠道", "Channel", "网上",             "Online"},
    {"事项",       "Service", "普通护照签发", NULL    },
};
static const struct matter_event events[] = {
    {{20360}, "收到申请",             "Received",                             NULL                      },
    {{20361}, "转交出入境管理局", "Handed over to the Exit-Entry Bureau", "不属于本处室职责"},
    {{20362}, "受理",                   "Accepted",                             NULL                      },
};
static const struct matter_step all_steps[] = {
    {"受理",          "Acceptance",         "政务大厅公安窗口",    "done", {20362}, {20362}},
    {"审核",          "Examination",        "出入境管理局证件处", "now",  {20366}, {0}    },
    {"决定",          "Decision",           "出入境管理局",          "next", {20369}, {0}    },
    {"制证和送达", "Issue and delivery", "政务大厅公安窗口",    "next", {20370}, {0}    },
};
static const struct matter_need needs[] = {
    {"居民身份证", "Identity card",          "have",    NULL                   },
    {"照片",          "Photograph",             "wrong",   "背景应当为白色"},
    {"单位同意函", "Letter of the employer", "missing", NULL                   },
    {"户口簿",       "Household register",     "waived",  "系统已核验"      },
};
static const struct matter_letter letter = {
    "黑公受〔2025〕12号", "受理通知书", "申请人：\n\n您的申请已经受理。", {20362}, 1};
static const struct matter_file file = {"证照.pdf", 1};
static const struct matter_day days[] = {
    {{20363}, 0, "weekend", NULL,                            false},
    {{20365}, 1, "workday", NULL,                            false},
    {{20366}, 0, "off",     "国办发明电〔2025〕7号", true },
};
static const struct matter_view full_view = {
    .serial = 1,
    .at = {1763946000000},
    .sort = "fixture",
    .agency = TOWN_PROVINCE,
    .number = "2025-00031",
    .title = "普通护照签发（首次申请）",
    .state = "accepted",
    .state_zh = "正在审核",
    .state_en = "Under examination",
    .next_zh = "出入境管理局证件处正在审核，审核通过后作出决定。",
    .next_en = "The documents section examines it; the decision follows.",
    .holder = "出入境管理局证件处",
    .holder_phone = "0451-82690001",
    .filed_at = {1763946000000},
    .due_on = {20370},
    .due_rule_zh = "《护照法》第六条：自收到申请材料之日起十五日内签发",
    .due_rule_en = "Passport Law, Art 6: within fifteen days",
    .can = "supplement rate",
    .link = "/services",
    .link_zh = "办事指南：普通护照签发",
    .link_en = "Guide: ordinary passport",
    .rating = 4,
    .rated_on = {20363},
    .facts = facts,
    .fact_count = COUNT_OF(facts),
    .events = events,
    .event_count = COUNT_OF(events),
    .steps = all_steps,
    .step_count = COUNT_OF(all_steps),
    .needs = needs,
    .need_count = COUNT_OF(needs),
    .letters = &letter,
    .letter_count = 1,
    .files = &file,
    .file_count = 1,
    .days = days,
    .day_count = COUNT_OF(days)};

static void a_full_view_is_shown_whole(void **state)
{
    static const char *const shown[] = {"Under examination",
                                        "Examination",
                                        "Photograph",
                                        "背景应当为白色",
                                        "Letter of the employer",
                                        "受理通知书",
                                        "证照.pdf",
                                        "Handed over",
                                        "不属于本处室职责",
                                        "Channel",
                                        "Online",
                                        "普通护照签发",
                                        "0451-82690001",
                                        "Passport Law, Art 6",
                                        "国办发明电〔2025〕7号",
                                        "4 out of 5",
                                        "Guide: ordinary passport",
                                        "value=\"supplement\"",
                                        "value=\"rate\""};
    struct code code = put_capsule(matter_view_write(asking, &full_view));
    const char *html = post("/receipt?lang=en", FORM("code", code.text), 200);
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        if (!strstr(html, shown[i])) fail_msg("not shown: %s", shown[i]);
    html = post("/receipt?lang=zh", FORM("code", code.text), 200);
    assert_non_null(strstr(html, "还缺"));
    /* what lacks can be added at once; it stands open beside the checklist */
    const char *panel = strstr(html, "class=\"panel no-print\"");
    assert_non_null(panel);
    assert_true(strstr(html, "id=\"needs\"") < panel && panel < strstr(html, "id=\"steps\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITIZEN_TEST(a_form_keeps_what_was_typed_and_says_what_lacks),
        CITIZEN_TEST(a_receipt_has_the_code_and_the_second),
        CITIZEN_TEST(a_record_is_told_and_told_anew),
        CITIZEN_TEST(nothing_is_written_when_nothing_has_changed),
        CITIZEN_TEST(one_that_cannot_be_told_stops_no_other),
        CITIZEN_TEST(a_code_from_the_counter_replaces_an_older_one),
        CITIZEN_TEST(a_key_opens_one_record),
        CITIZEN_TEST(an_act_of_another_room_or_with_a_wrong_code_is_nothing),
        CITIZEN_TEST(a_file_goes_along),
        CITIZEN_TEST(all_ways_stand_in_one_place),
        CITIZEN_TEST(a_full_view_is_shown_whole),
    };
    return cmocka_run_group_tests(tests, set_up, citizen_tear_down);
}
