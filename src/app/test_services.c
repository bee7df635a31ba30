/* The convenience window: what a register line refuses, what a guide lacks, and a case through the
 * office's pages and through sealed letters. */
#include "app/test_page.h"

#include "app/intake.h"
#include "intake/capsule.h"
#include "matter/matter.h"
#include "organisation/organisation.h"
#include "service/case.h"
#include "service/guide.h"
#include "service/rows.h"

static const char NAME[] = "CANARYname李小梅", NUMBER[] = "CANARYid230102199001015678";

/* ---- tables inside a text -------------------------------------------------------------------- */

static void a_table_is_read_row_by_row(void **state)
{
    struct service_rows rows;
    struct service_steps steps;
    assert_true(service_rows_read(
        house.mem, "前言\n\n| 甲 | 乙 |\n|---|---|\n| 一 |  二 |\n| 三 |\n后记", 2, &rows));
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.at[0].cells[1], "二");
    assert_string_equal(rows.at[1].cells[1], "");
    assert_false(service_rows_read(house.mem, "没有表格", 2, &rows));
    assert_false(service_rows_read(house.mem, "| 甲 |\n|---|\n", 2, &rows));
    assert_false(service_rows_read(house.mem, "| 甲 |\n|---|\n| 1 | 2 | 3 |\n", 2, &rows));
    assert_true(
        service_steps_read(house.mem,
                           "| a | b | c | d |\n|---|---|---|---|\n| 受理 | 受理 | 0 | 窗口岗 |\n"
                           "| 审批 | Decision | 3 | 审批岗 |\n",
                           &steps));
    assert_int_equal(steps.days, 3);
    assert_int_equal(steps.at[1].class->may, APPROVER);
    assert_false(
        service_steps_read(house.mem, "| a |\n|---|\n| 受理 | 不知道 | 0 | 窗口岗 |\n", &steps));
    assert_false(
        service_steps_read(house.mem, "| a |\n|---|\n| 受理 | 受理 | 三 | 窗口岗 |\n", &steps));
}

/* GB/T 36114: each heading has a field of the kind; an item that answers all lacks nothing, and one
 * without a field lacks exactly its heading. */
static void every_heading_is_asked_for(void **state)
{
    struct record *rec = house_draft(&service_item_kind, PROVINCE, "");
    struct guide_gaps gaps;
    size_t headings = 0;
    for (const struct guide_heading *h = guide_headings; h->id; h++, headings++)
        for (size_t i = 0; i < COUNT_OF(h->fields) && h->fields[i]; i++)
            if (!kind_public_field(&service_item_kind, h->fields[i]))
                fail_msg("%s names no public field %s", h->id, h->fields[i]);
    assert_true(headings >= 21);
    guide_gaps(service_item_kind.fields, service_item_kind.field_count, rec, &gaps);
    assert_int_equal(gaps.count, 0);
    ((struct service_item *)(void *)rec)->quota = "";
    guide_gaps(service_item_kind.fields, service_item_kind.field_count, rec, &gaps);
    assert_int_equal(gaps.count, 1);
    assert_string_equal(gaps.at[0]->id, "quota");
    assert_string_equal(guide_gaps_write(&house.cx, &gaps), "数量限制");
}

static void nobody_promises_what_cannot_be_held(void **state)
{
    struct service_item *s = (void *)house_draft(&service_item_kind, PROVINCE, "");
    s->promised_days = 1; /* the steps of the test's procedure take 3 */
    s->legal_days = INT_NONE;
    assert_int_equal(record_validate(&house.cx, &s->base), INVALID);
    assert_string_equal(house.cx.issues->message, "service.steps_longer");
    house.cx.issues = NULL;
    s->promised_days = 9;
    s->legal_days = 5;
    assert_int_equal(record_validate(&house.cx, &s->base), INVALID);
    assert_string_equal(house.cx.issues->message, "service.promise_too_long");
    house.cx.issues = NULL;
}

static void a_natural_person_is_masked(void **state)
{
    struct service_result *r = (void *)house_draft(&service_result_kind, PROVINCE, "");
    assert_string_equal(service_mask(house.mem, "natural", "李小梅"), "李某某");
    assert_string_equal(service_mask(house.mem, "natural", "李梅"), "李某");
    assert_string_equal(service_mask(house.mem, "legal", "示例公司"), "示例公司");
    r->party_sort = "natural";
    r->party = "李小梅";
    assert_int_equal(record_validate(&house.cx, &r->base), INVALID);
    assert_string_equal(house.cx.issues->message, "case.party_not_masked");
    house.cx.issues = NULL;
    r->party = "李某某";
    assert_int_equal(record_validate(&house.cx, &r->base), OK);
}

/* ---- a case ---------------------------------------------------------------------------------- */

struct hands {
    struct visitor *clerk, *officer, *leader;
};

static struct hands hire(void)
{
    return (struct hands){.clerk = house_staff("clerk", PROVINCE, "clerk"),
                          .officer = house_staff("officer", PROVINCE, "officer"),
                          .leader = house_staff("leader", PROVINCE, "leader")};
}

/* Two materials, steps of 3 working days, decided in public. */
static const char *publish_item(void)
{
    struct service_item *s = (void *)house_draft(&service_item_kind, PROVINCE, "");
    s->title = "示例许可";
    s->promised_days = 5;
    s->legal_days = 20;
    s->online = s->results_open = true;
    s->materials = "| 材料 | 形式 | 份数 | 来源 | 必要 |\n|---|---|---|---|---|\n"
                   "| 申请表 | 原件 | 1 | 申请人 | 是 |\n| 身份证明 | 复印件 | 1 | 申请人 | 是 |\n"
                   "| 授权书 | 原件 | 1 | 申请人 | 否 |\n";
    house_act_as(WRITE, PROVINCE);
    assert_int_equal(record_save(&house.cx, &s->base), OK);
    house_take(&s->base, "released");
    house_publish();
    return s->base.id;
}

/* A form goes to an agency that the portal knows. */
static void publish_agency(void)
{
    struct agency agency;
    assert_int_equal(agency_by_code(&house.cx, PROVINCE, &agency), OK);
    if (!text_equal(record_state(&agency.base)->word, "released"))
        house_take(&agency.base, "released");
}

static struct service_case only_case(void)
{
    struct service_case c;
    const char *id = "";
    assert_int_equal(store_text(&house.cx,
                                &(struct sql){"test.case", "SELECT id FROM service_case"},
                                BIND_NONE, &id),
                     OK);
    assert_int_equal(record_fetch(&house.cx, &service_case_kind, id, 0, &c), OK);
    return c;
}

static const char *key_in(struct visitor *clerk, const char *item)
{
    struct reply reply =
        page_post(clerk, "/service/new",
                  form_of("item", item, "came_on", date_iso(house.mem, house.cx.today),
                          "party_sort", "natural", "name", NAME, "identity_number", NUMBER, "phone",
                          "", "address", "", "answers", "", "delivery", "counter", NULL),
                  200);
    assert_has(&reply, "class=\"code\"");
    return arena_format(house.mem, "/records/service_case/%s", only_case().base.id);
}

static void mark(struct visitor *clerk, const char *path, const char *form, unsigned status)
{
    const char *id = strrchr(path, '/') + 1;
    page_post(clerk, arena_format(house.mem, "/service/cases/%s/materials", id), form, status);
}

static void finish_step(struct visitor *who, size_t nth, unsigned status)
{
    struct service_case c = only_case();
    struct service_beside beside;
    assert_int_equal(service_beside(&house.cx, c.base.id, &beside), OK);
    assert_true(nth < beside.step_count);
    const char *path =
        arena_format(house.mem, "/records/service_step/%s", beside.steps[nth].base.id);
    press(who, path, "finish-step", "", status);
}

static void all_is_named_at_once(void **state)
{
    struct hands h = hire();
    const char *path = key_in(h.clerk, publish_item());
    struct reply page = page_get(h.clerk, path, 200);
    assert_has(&page, "授权书");
    press(h.clerk, path, "take-on", "", 422); /* nobody has looked yet */
    mark(h.clerk, path, form_of("m1", "have", "n1", "", "m2", "missing", "n2", "", NULL), 303);
    press(h.clerk, path, "name-missing", "", 422); /* one has not been looked at */
    mark(h.clerk, path, form_of("m3", "missing", "n3", "", NULL), 303);
    press(h.clerk, path, "take-on", "", 422);
    press(h.clerk, path, "name-missing", "", 303);
    struct service_case c = only_case();
    assert_int_equal(c.base.state, SERVICE_LACKING);
    assert_non_null(strstr(c.notice, "身份证明"));
    assert_null(strstr(c.notice, "授权书")); /* not needed: not asked for */
    press(h.clerk, path, "materials-arrive", "", 303);
    /* what was good the first time is not bad the second */
    mark(h.clerk, path, form_of("m1", "wrong", "n1", "盖章不清", NULL), 422);
    /* what was named may be named again */
    press(h.clerk, path, "name-missing", "", 303);
    assert_true(date_is_set(only_case().again_on));
    press(h.clerk, path, "materials-arrive", "", 303);
    mark(h.clerk, path, form_of("m2", "have", "n2", "", NULL), 303);
    press(h.clerk, path, "take-on", "", 303);
    assert_int_equal(only_case().base.state, SERVICE_HANDLING);
}

/* 行政许可法 第32条第（四）项: 逾期不告知的，自收到申请材料之日起即为受理. */
static void who_says_nothing_in_time_has_accepted(void **state)
{
    struct hands h = hire();
    const char *path = key_in(h.clerk, publish_item());
    struct service_case c = only_case();
    house_act_as(PROGRAM, PROVINCE);
    const char *past = "UPDATE service_case SET came_on = came_on - 30, notice_by = notice_by - 30";
    assert_int_equal(store_run(&house.cx, &(struct sql){"test.past", past}, BIND_NONE, NULL), OK);
    mark(h.clerk, path,
         form_of("m1", "have", "n1", "", "m2", "missing", "n2", "", "m3", "have", "n3", "", NULL),
         303);
    press(h.clerk, path, "name-missing", "", 422);
    struct reply page = page_get(h.clerk, path, 200);
    assert_has(&page, "即为受理");
    press(h.clerk, path, "take-on", "", 303);
    c = only_case();
    assert_int_equal(c.starts_on.day, c.came_on.day);
    assert_int_equal(c.accepted_on.day, house.cx.today.day);
}

static void steps_are_done_by_their_posts_and_decided_with_reasons(void **state)
{
    struct hands h = hire();
    const char *path = key_in(h.clerk, publish_item());
    mark(h.clerk, path,
         form_of("m1", "have", "n1", "", "m2", "have", "n2", "", "m3", "missing", "n3", "", NULL),
         303);
    press(h.clerk, path, "take-on", "", 303);
    struct service_case c = only_case();
    struct law_trace trace;
    assert_true(service_trace(&house.cx, &c, &trace));
    assert_int_equal(trace.days[trace.count - 1].date.day, c.promised_on.day);
    assert_int_equal(trace.days[trace.count - 1].n, 5);
    press(h.officer, path, "conclude-service", "", 422);
    finish_step(h.clerk, 0, 303);
    finish_step(h.clerk, 1, 403);  /* the decision is the leader's */
    finish_step(h.leader, 1, 422); /* of what? */
    house_act_as(WRITE, PROVINCE);
    c = only_case();
    c.outcome = "refused";
    assert_int_equal(record_save(&house.cx, &c.base), OK);
    finish_step(h.leader, 1, 303);
    press(h.officer, path, "conclude-service", "", 422); /* no reasons, no article */
    house_act_as(WRITE, PROVINCE);
    c = only_case();
    c.outcome = "granted";
    c.decision_number = "示例许〔2026〕1号";
    assert_int_equal(record_save(&house.cx, &c.base), OK);
    press(h.officer, path, "conclude-service", "", 303);
    c = only_case();
    struct service_result r;
    assert_int_equal(record_fetch(&house.cx, &service_result_kind, c.published, 0, &r), OK);
    assert_string_equal(r.party, "C某"); /* the first letter of a name in letters, and no more */
    assert_null(strstr(r.title, "CANARY"));
    press(h.clerk, path, "hand-out", "", 303);
    assert_int_equal(only_case().base.state, SERVICE_DELIVERED);
}

/* Time takes the person, and leaves the case. */
static void what_was_kept_long_enough_is_forgotten(void **state)
{
    struct hands h = hire();
    const char *path = key_in(h.clerk, publish_item());
    const struct attachment_place blobs = {house.at.blob, house.at.tmp};
    press(h.clerk, path, "call-back", form_of("why", "当面撤回", NULL), 303);
    assert_int_equal(service_daily(&house.cx, &blobs), OK);
    assert_string_equal(only_case().name, NAME);
    const char *past = "UPDATE service_case SET ended_on = ended_on - 3700";
    assert_int_equal(store_run(&house.cx, &(struct sql){"test.past", past}, BIND_NONE, NULL), OK);
    assert_int_equal(service_daily(&house.cx, &blobs), OK);
    struct service_case c = only_case();
    assert_string_equal(c.name, "");
    assert_string_equal(c.identity_number, "");
    assert_int_equal(c.forgotten_on.day, house.cx.today.day);
    assert_string_equal(c.title, "示例许可");
    assert_int_equal(service_daily(&house.cx, &blobs), OK); /* once */
}

/* ---- through sealed letters ------------------------------------------------------------------ */

static const char *nonce_of(const struct reply *page)
{
    const char *at = strstr(page->body, "name=\"nonce\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"nonce\" value=\"");
    return arena_copy_n(house.mem, at, strcspn(at, "\""));
}

static void an_application_comes_sealed_with_its_files(void **state)
{
    hire();
    publish_agency();
    const char *item = publish_item();
    const char *path = arena_format(house.mem, "/services/%s/apply?agency=%s", item, PROVINCE);
    struct reply form = portal_get(path);
    assert_int_equal(form.status, 200);
    assert_has(&form, "身份证明");
    assert_has(&form, "用途");
    const char *to = arena_format(house.mem, "/services/%s/apply", item);
    const char *nonce = nonce_of(&form);
    struct upload_of file = {
        "身份证明.jpg", {(const unsigned char *)"CANARYfile", 10}
    };
    const char *typed =
        form_of("agency", PROVINCE, "nonce", nonce, "party_sort", "natural", "name", NAME,
                "identity_number", NUMBER, "phone", "0451", "address", "", "q1", "", "m1",
                "counter", "m2", "attached", "m3", "", "delivery", "counter", NULL);
    struct reply refused = portal_upload(to, typed, &file, 1);
    assert_int_equal(refused.status, 422); /* the question is not answered */
    typed = form_of("agency", PROVINCE, "nonce", nonce, "party_sort", "natural", "name", NAME,
                    "identity_number", NUMBER, "phone", "0451", "address", "", "q1", "自用", "m1",
                    "counter", "m2", "attached", "m3", "", "delivery", "counter", NULL);
    refused = portal_upload(to, typed, NULL, 0);
    assert_int_equal(refused.status, 422); /* it says that a file is attached */
    struct reply sent = portal_upload(to, typed, &file, 1);
    assert_int_equal(sent.status, 200);
    house_take_letters();
    struct service_case c = only_case();
    assert_string_equal(c.name, NAME);
    assert_non_null(strstr(c.answers, "用途：自用"));
    struct service_beside beside;
    assert_int_equal(service_beside(&house.cx, c.base.id, &beside), OK);
    assert_int_equal(beside.material_count, 3);
    assert_string_equal(beside.materials[1].claim, "attached");
    assert_false(bytes_have(house_bytes(house.at.intake_new), "CANARY"));
}

/* Nothing of the applicant is on a public page, whatever became of the case. */
static void a_question_becomes_public_without_who_asked(void **state)
{
    struct hands h = hire();
    publish_agency();
    const char *item = publish_item();
    struct reply form =
        portal_get(arena_format(house.mem, "/services/%s/ask?agency=%s", item, PROVINCE));
    struct reply sent =
        portal_upload(arena_format(house.mem, "/services/%s/ask", item),
                      form_of("agency", PROVINCE, "nonce", nonce_of(&form), "question",
                              "我叫CANARYasker，怎么办？", "name", NAME, "phone", "", NULL),
                      NULL, 0);
    assert_int_equal(sent.status, 200);
    house_take_letters();
    const char *id = "";
    assert_int_equal(store_text(&house.cx,
                                &(struct sql){"test.q", "SELECT id FROM service_inquiry"},
                                BIND_NONE, &id),
                     OK);
    const char *path = arena_format(house.mem, "/records/service_inquiry/%s", id);
    press(h.clerk, path, "answer-inquiry", "", 422);
    struct service_inquiry q;
    assert_int_equal(record_fetch(&house.cx, &service_inquiry_kind, id, 0, &q), OK);
    q.answer = "请到窗口办理。";
    house_act_as(WRITE, PROVINCE);
    assert_int_equal(record_save(&house.cx, &q.base), OK);
    press(h.clerk, path, "answer-inquiry", "", 303);
    press(h.officer, path, "propose-question", "", 422); /* not masked */
    press(h.officer, path, "reopen-inquiry", form_of("why", "补写公开的问题", NULL), 303);
    assert_int_equal(record_fetch(&house.cx, &service_inquiry_kind, id, 0, &q), OK);
    q.masked = "怎么办理？";
    house_act_as(WRITE, PROVINCE);
    assert_int_equal(record_save(&house.cx, &q.base), OK);
    press(h.clerk, path, "answer-inquiry", "", 303);
    press(h.officer, path, "propose-question", "", 303);
    assert_int_equal(record_fetch(&house.cx, &service_inquiry_kind, id, 0, &q), OK);
    struct service_question made;
    assert_int_equal(record_fetch(&house.cx, &service_question_kind, q.published, 0, &made), OK);
    house_take(&made.base, "released");
    house_publish();
    struct reply page = portal_get(arena_format(house.mem, "/services/%s", item));
    assert_has(&page, "怎么办理？");
    assert_has(&page, "请到窗口办理。");
    assert_null(strstr(page.body, "CANARY"));
    assert_false(bytes_have(house_bytes(house.at.ledger), "CANARY"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_table_is_read_row_by_row),
        IN_HOUSE(every_heading_is_asked_for),
        IN_HOUSE(nobody_promises_what_cannot_be_held),
        IN_HOUSE(a_natural_person_is_masked),
        IN_HOUSE(all_is_named_at_once),
        IN_HOUSE(who_says_nothing_in_time_has_accepted),
        IN_HOUSE(steps_are_done_by_their_posts_and_decided_with_reasons),
        IN_HOUSE(what_was_kept_long_enough_is_forgotten),
        IN_HOUSE(an_application_comes_sealed_with_its_files),
        IN_HOUSE(a_question_becomes_public_without_who_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
