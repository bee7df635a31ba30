/* A record through all hands by the pages alone: the scan and its answers, each way back, editions,
 * and the ends. */
#include "app/test_page.h"

#include <stdio.h>

#include "record/record.h"

static struct {
    struct visitor *clerk, *officer, *reviewer, *leader, *releaser, *chief;
} staff;

static void hire(void)
{
    staff.clerk = house_staff("clerk", PROVINCE, "clerk");
    staff.officer = house_staff("officer", PROVINCE, "officer");
    staff.reviewer = house_staff("reviewer", PROVINCE, "reviewer");
    staff.leader = house_staff("leader", PROVINCE, "leader");
    staff.releaser = house_staff("releaser", PROVINCE, "releaser");
    staff.chief = house_staff("chief", PROVINCE, "releaser");
}

static const char *in_path(const char *path, const char *end)
{
    return arena_format(house.mem, "%s%s", path, end);
}

static const char *day(int from_today)
{
    return date_iso(house.mem, date_plus(house.cx.today, from_today));
}

static const char *state_of(const char *path)
{
    return stored("disclosure", id_of_path(path), "state");
}

static const char *drafted(const char *title, const char *body)
{
    struct record *entry = house_draft(kind_by_name("entry"), PROVINCE, "");
    house_take(entry, "released");
    struct reply reply = page_post(staff.clerk, "/records/disclosure/new",
                                   form_of("entry", entry->id, "title", title, "produced_on",
                                           day(-1), "body", body, "save", "yes", NULL),
                                   303);
    return path_of(&reply);
}

static const char *submitted(const char *title, const char *body)
{
    const char *path = drafted(title, body);
    press(staff.officer, path, "collate", "", 303);
    press(staff.officer, path, "submit", "", 303);
    return path;
}

static const char checks[] = "check0=yes&check1=yes&check2=yes&check3=yes";

static struct reply judge(struct visitor *visitor, const char *path, const char *verdict,
                          const char *told, unsigned status)
{
    const char *version = stored("disclosure", id_of_path(path), "version");
    return page_post(visitor, in_path(path, "/review"),
                     arena_format(house.mem, "%s%s%s",
                                  form_of("version", version, "verdict", verdict, NULL),
                                  *told ? "&" : "", told),
                     status);
}

static const char because[] = "why=%E5%9B%A0%E6%95%85&article=%E4%BB%A4711&class=wrong";

/* From awaiting review to the public. */
static void publish(const char *path)
{
    judge(staff.reviewer, path, "review", checks, 303);
    press(staff.leader, path, "approve", "", 303);
    press(staff.officer, path, "file", "", 303);
    press(staff.releaser, path, "release", "", 303);
    house_publish();
}

static const char *public_page_of(const char *path)
{
    return arena_format(house.mem, "/disclosures/%s/%s", PROVINCE,
                        stored("disclosure", id_of_path(path), "number"));
}

/* ---- the review ------------------------------------------------------------------------------ */

/* The answer to each find of the page. */
static const char *answers(const struct reply *page, const char *answer, const char *reason)
{
    static const char mark[] = "name=\"answer-";
    struct out out = out_new(house.mem);
    const char *last = "";
    for (const char *at = page->body; (at = strstr(at, mark));) {
        at += strlen(mark);
        const char *key = arena_copy_n(house.mem, at, strcspn(at, "\""));
        if (text_equal(key, last)) continue; /* two radio buttons to a find */
        last = key;
        out_format(&out, "answer-%s=%s&reason-%s=%s&", key, answer, key,
                   http_encode(house.mem, reason, false));
    }
    return out.text;
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)); text += strlen(part)) count++;
    return count;
}

static const char finds_five[] =
    "机密\n\n办理人身份证号11010519491231002X，手机13904510001，账号6222021001116245702，"
    "车牌黑A12345。号码110105194912310021不是身份证号。";

static void every_find_is_answered_before_it_passes(void **state)
{
    hire();
    const char *path = submitted("关于某事的通报", finds_five), *review = in_path(path, "/review");
    struct reply page = page_get(staff.reviewer, review, 200);
    const char *const rules[] = {"密级或者内部标志", "公民身份号码", "手机号码", "银行卡号",
                                 "机动车号牌"};
    for (size_t i = 0; i < COUNT_OF(rules); i++) assert_has(&page, rules[i]);
    assert_int_equal(times(page.body, "value=\"masked\""), 5);
    struct reply open = judge(staff.reviewer, path, "review", checks, 422);
    assert_has(&open, "还有5处扫描提示");
    assert_has(&open, "id=\"check3\" name=\"check3\" value=\"yes\" checked");
    /* "Kept" wants a reason; what was chosen stays chosen, and is not stored. */
    struct reply bare =
        judge(staff.reviewer, path, "review", in_path(answers(&page, "kept", ""), checks), 422);
    assert_has(&bare, "须写明理由");
    assert_int_equal(times(bare.body, "value=\"kept\" checked"), 5);
    assert_int_equal(house_count("SELECT COUNT(*) FROM scan_answer"), 0);
    judge(staff.reviewer, path, "keep", answers(&page, "masked", ""), 303);
    struct reply masked = page_get(staff.reviewer, review, 200);
    assert_has(&masked, "name=\"verdict\" value=\"redact\" checked");
    assert_has(&masked, "有5处须遮盖");
    struct reply must_go = judge(staff.reviewer, path, "review", "", 422);
    assert_has(&must_go, "<a href=\"#verdict\">有5处须遮盖");
    assert_string_equal(state_of(path), "submitted");
    judge(staff.reviewer, path, "redact", "why=", 422);
    judge(staff.reviewer, path, "redact", because, 303);
    assert_string_equal(state_of(path), "drafted");
}

static void what_is_kept_is_kept_with_a_reason_that_the_sheet_prints(void **state)
{
    hire();
    const char *path = submitted("有线索的通告", "举报电话13904510001。");
    struct reply page = page_get(staff.reviewer, in_path(path, "/review"), 200);
    const char *kept = answers(&page, "kept", "公布的举报电话");
    judge(staff.reviewer, path, "review", kept, 422); /* the four checks are not ticked */
    struct reply done = judge(staff.reviewer, path, "review", in_path(kept, checks), 303);
    struct reply record = page_get(staff.reviewer, done.location, 200);
    assert_has(&record, "已办理：可以公开");
    press(staff.leader, path, "approve", "", 303);
    press(staff.officer, path, "file", "", 303);
    struct reply released = press(staff.releaser, path, "release", "", 303);
    house_publish();
    struct reply sheet = page_get(staff.clerk, in_path(path, "/sheet"), 200);
    const char *const printed[] = {"13904510001", "公布的举报电话", ">reviewer<",    ">leader<",
                                   ">officer<",   ">releaser<",     "class=\"hash\""};
    for (size_t i = 0; i < COUNT_OF(printed); i++) assert_has(&sheet, printed[i]);
    struct reply page_now = page_get(staff.clerk, released.location, 200);
    assert_has(&page_now, "账本第");
    assert_lacks(&page_now, "name=\"save\"");
    struct reply item = portal_get(public_page_of(path));
    assert_int_equal(item.status, 200);
    assert_has(&item, "有线索的通告");
}

static void only_this_agencys_reviewer_who_did_not_write_it_answers(void **state)
{
    hire();
    const char *path = submitted("有线索的通告", "举报电话13904510001。"), *id = id_of_path(path);
    const char *review = in_path(path, "/review");
    struct visitor *elsewhere = house_staff("elsewhere", PROVINCE, "leader");
    house_staff("elsewhere", BUREAU, "reviewer");
    struct visitor *author = house_staff("clerk", PROVINCE, "reviewer");
    struct reply page = page_get(staff.reviewer, review, 200);
    const char *kept = answers(&page, "kept", "理由");
    page_get(elsewhere, review, 403);
    judge(elsewhere, path, "keep", kept, 403);
    judge(elsewhere, path, "review", in_path(kept, checks), 403);
    judge(author, path, "keep", kept, 422);
    judge(author, path, "review", in_path(kept, checks), 422);
    page_get(staff.leader, review, 404);
    assert_int_equal(house_count("SELECT COUNT(*) FROM scan_answer"), 0);
    page_post(staff.reviewer, review, form_of("version", "1", "verdict", "redact", NULL), 409);
    judge(staff.reviewer, path, "fly", "", 422);
    judge(staff.reviewer, path, "", checks, 422);
    assert_string_equal(stored("disclosure", id, "state"), "submitted");
}

static void a_review_may_refer_and_withhold(void **state)
{
    hire();
    const char *path = submitted("不便公开的事项", "正文");
    judge(staff.reviewer, path, "refer", because, 303);
    assert_string_equal(state_of(path), "referred");
    const char *bad = form_of("why", "涉及秘密", "article", "令711 第14条", "class", "secret", "on",
                              "明年某日", NULL);
    struct reply refused = judge(staff.reviewer, path, "withhold", bad, 422);
    assert_has(&refused, "value=\"明年某日\"");
    assert_has(&refused, "涉及秘密");
    assert_has(&refused, "value=\"withhold\" checked");
    const char *good = form_of("why", "涉及秘密", "article", "令711 第14条", "class", "secret",
                               "on", day(365), NULL);
    judge(staff.reviewer, path, "withhold", good, 303);
    assert_string_equal(state_of(path), "withheld");
    press(staff.releaser, path, "show", good, 303);
    house_publish();
    assert_string_equal(state_of(path), "withheld-shown");
    struct reply tomb = portal_get(public_page_of(path));
    assert_lacks(&tomb, "不便公开的事项");
    press(staff.officer, path, "reconsider", because, 303);
    assert_string_equal(state_of(path), "drafted");
}

/* ---- the way back ---------------------------------------------------------------------------- */

static void each_step_can_send_back_with_a_reason(void **state)
{
    hire();
    const struct {
        const char *state;
        struct visitor *who;
    } steps[] = {
        {"collated",  staff.officer },
        {"submitted", staff.reviewer},
        {"reviewed",  staff.leader  },
        {"approved",  staff.officer },
        {"filed",     staff.releaser},
    };
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        const char *path = drafted("要退回的通告", "正文");
        struct record *rec = arena_alloc(house.mem, kind_by_name("disclosure")->size);
        assert_int_equal(
            record_fetch(&house.cx, kind_by_name("disclosure"), id_of_path(path), 0, rec), OK);
        house_take(rec, steps[i].state);
        struct reply bare = press(steps[i].who, path, "return", "why=", 422);
        assert_has(&bare, "未能办理");
        struct reply overlong =
            press(steps[i].who, path, "return", form_of("why", "理\xe2\x80\xae由", NULL), 422);
        assert_has(&overlong, "改变文字方向");
        assert_string_equal(state_of(path), steps[i].state);
        press(steps[i].who, path, "return", form_of("why", "数字须核实", NULL), 303);
        assert_string_equal(state_of(path), "drafted");
        struct reply page = page_get(staff.clerk, path, 200);
        assert_has(&page, "数字须核实");
        struct reply sheet = page_get(staff.clerk, in_path(path, "/sheet"), 200);
        assert_lacks(&sheet, "经审查，不涉及"); /* what was said of it before no longer counts */
        press(steps[i].who, path, "fly", "", 409);
    }
}

/* ---- editions -------------------------------------------------------------------------------- */

static void a_revision_goes_through_the_same_hands(void **state)
{
    hire();
    const char *path = submitted("限行通告", "第一行不变。\n\n限行三天。\n\n末行不变。");
    const char *id = id_of_path(path);
    publish(path);
    const char *first_version = stored("disclosure", id, "version");
    press(staff.officer, path, "revise", because, 303);
    assert_string_equal(stored("disclosure", id, "edition"), "2");
    const char *edited =
        form_of("version", stored("disclosure", id, "version"), "title", "限行通告", "produced_on",
                day(-1), "body", "第一行不变。\n\n限行五天。\n\n末行不变。", "save", "yes", NULL);
    page_post(staff.clerk, in_path(path, "/edit"), edited, 303);
    struct reply draft = page_get(staff.clerk, path, 200);
    assert_has(&draft, in_path(path, "?edition=1"));
    struct reply old = page_get(staff.clerk, in_path(path, "?edition=1"), 200);
    assert_has(&old, "限行三天");
    assert_has(&old, "查看最新的第2版");
    page_get(staff.clerk, in_path(path, "?edition=3"), 404);
    press(staff.officer, path, "collate", "", 303);
    press(staff.officer, path, "submit", "", 303);
    struct reply review = page_get(staff.reviewer, in_path(path, "/review"), 200);
    assert_has(&review, "<del>限行三天。</del>");
    assert_has(&review, "<ins>限行五天。</ins>");
    struct reply item = portal_get(public_page_of(path));
    assert_has(&item, "限行三天");
    publish(path);
    item = portal_get(public_page_of(path));
    assert_has(&item, "限行五天");
    assert_lacks(&item, "限行三天。");
    old = page_get(staff.clerk, in_path(path, "?edition=1"), 200);
    assert_has(&old, "已被新版本取代");
    /* A form that stood on the first edition is stale for every later one. */
    page_post(
        staff.officer, in_path(path, "/move"),
        form_of("verb", "suspend", "version", first_version, "edition", "2", "why", "因", NULL),
        409);
}

static void a_revision_is_given_up(void **state)
{
    hire();
    const char *path = submitted("限行通告", "第一行不变。\n\n限行三天。");
    const char *id = id_of_path(path);
    struct reply draft = page_get(staff.officer, path, 200);
    assert_lacks(&draft, "value=\"discard\"");
    publish(path);
    press(staff.officer, path, "revise", because, 303);
    draft = page_get(staff.officer, path, 200);
    assert_has(&draft, "value=\"discard\"");
    press(staff.officer, path, "discard", "", 422);
    press(staff.officer, path, "discard", because, 303);
    struct reply now = page_get(staff.officer, path, 200);
    assert_has(&now, "限行三天");
    assert_lacks(&now, "查看最新的");
    assert_has(&now, "value=\"revise\"");
    struct reply gone = page_get(staff.officer, in_path(path, "?edition=2"), 200);
    assert_has(&gone, "已放弃");
    assert_has(&gone, "查看最新的第1版");
    press(staff.officer, path, "revise", because, 303);
    const char *edited =
        form_of("version", stored("disclosure", id, "version"), "title", "限行通告", "produced_on",
                day(-1), "body", "第一行不变。\n\n限行五天。", "save", "yes", NULL);
    page_post(staff.clerk, in_path(path, "/edit"), edited, 303);
    press(staff.officer, path, "collate", "", 303);
    press(staff.officer, path, "submit", "", 303);
    struct reply review = page_get(staff.reviewer, in_path(path, "/review"), 200);
    assert_has(&review, "<del>限行三天。</del>");
    publish(path);
    struct reply item = portal_get(public_page_of(path));
    assert_has(&item, "限行五天");
}

static void what_is_public_is_not_listed_as_withheld(void **state)
{
    hire();
    const char *path = submitted("限行通告", "公开着的正文");
    const char *good = form_of("why", "内部事务", "article", "令711 第16条", "class", "internal",
                               "on", day(365), NULL);
    publish(path);
    press(staff.officer, path, "revise", because, 303);
    press(staff.officer, path, "collate", "", 303);
    press(staff.officer, path, "submit", "", 303);
    judge(staff.reviewer, path, "withhold", good, 303);
    struct reply refused = press(staff.releaser, path, "show", good, 422);
    assert_has(&refused, "已有版本公开");
    house_publish();
    struct reply item = portal_get(public_page_of(path));
    assert_has(&item, "公开着的正文");
}

static void versions_grow_across_editions(void **state)
{
    hire();
    const char *path = drafted("限行通告", "正文");
    const char *id = id_of_path(path), *stale = stored("disclosure", id, "version");
    press(staff.officer, path, "collate", "", 303);
    press(staff.officer, path, "submit", "", 303);
    publish(path);
    press(staff.officer, path, "revise", because, 303);
    page_post(
        staff.clerk, in_path(path, "/edit"),
        form_of("version", stale, "title", "旧表单", "produced_on", day(-1), "save", "yes", NULL),
        409);
    assert_string_equal(stored("disclosure", id, "title"), "限行通告");
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void one_stops_and_another_decides(void **state)
{
    static const struct {
        const char *verb, *state;
        bool readable;
    } ends[] = {
        {"restore",  "released",  true },
        {"withdraw", "withdrawn", false},
        {"erase",    "erased",    false},
    };
    hire();
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        const char *path = submitted("要停的通告", "停公开的正文");
        publish(path);
        press(staff.releaser, path, "suspend", "why=", 422);
        press(staff.releaser, path, "suspend", because, 303);
        house_publish();
        struct reply hidden = portal_get(public_page_of(path));
        assert_lacks(&hidden, "停公开的正文");
        struct reply own = press(staff.releaser, path, ends[i].verb, because, 422);
        assert_has(&own, "未能办理");
        press(staff.chief, path, ends[i].verb, because, 303);
        house_publish();
        assert_string_equal(state_of(path), ends[i].state);
        struct reply after = portal_get(public_page_of(path));
        assert_int_equal(strstr(after.body, "停公开的正文") != NULL, ends[i].readable);
        struct reply desk = page_get(staff.officer, "/", 200);
        assert_lacks(&desk, id_of_path(path));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(every_find_is_answered_before_it_passes),
        IN_HOUSE(what_is_kept_is_kept_with_a_reason_that_the_sheet_prints),
        IN_HOUSE(only_this_agencys_reviewer_who_did_not_write_it_answers),
        IN_HOUSE(a_review_may_refer_and_withhold),
        IN_HOUSE(each_step_can_send_back_with_a_reason),
        IN_HOUSE(a_revision_goes_through_the_same_hands),
        IN_HOUSE(a_revision_is_given_up),
        IN_HOUSE(what_is_public_is_not_listed_as_withheld),
        IN_HOUSE(versions_grow_across_editions),
        IN_HOUSE(one_stops_and_another_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
