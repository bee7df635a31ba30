/* Whole lives of applications, by real moves on the days of the acceptance cases (DOMAIN §6). */
#include "request/test_room.h"

#include "catalogue/standing_order.h"

static void day_is(struct date day, int year, int month, int of_month)
{
    const char *wanted = date_iso(room.cx.mem, date_of(year, month, of_month));
    assert_string_equal(date_iso(room.cx.mem, day), wanted);
}

static const char *state_of(const struct application *a)
{
    return record_state(&a->base)->word;
}

/* ---- receipt ---- */

/* C13: the day of receipt by channel, around New Year 2026. */
static void the_day_of_receipt_follows_from_the_channel(void **state)
{
    struct reason reason = NO_REASON;
    on_day(2026, 1, 4);
    struct application counter = came("counter");
    day_is(counter.received_on, 2026, 1, 4);
    day_is(counter.due_on, 2026, 1, 30);
    assert_string_equal(counter.regime, "cn-2019");
    on_day(2026, 1, 5);
    struct application mail = came("registered");
    day_is(mail.due_on, 2026, 2, 2);
    struct application letter = came("post");
    assert_string_equal(state_of(&letter), "awaiting-confirmation");
    on_day(2026, 1, 7);
    expect(does(CLERK_, &letter.base, "confirm", NULL), OK);
    assert_string_equal(state_of(&letter), "received");
    day_is(letter.due_on, 2026, 2, 4);
    on_day(2026, 1, 2);
    struct application web = came("web");
    assert_false(date_is_set(web.received_on));
    on_day(2026, 1, 3);
    expect(does(CLERK_, &web.base, "confirm", NULL), OK);
    assert_string_equal(state_of(&web), "awaiting-confirmation");
    refused(does(CLERK_, &web.base, "receive", NULL), "request.confirmation_needed");
    on_day(2026, 1, 4);
    reason.on = room.cx.today;
    expect(record_move(as(CLERK_), &web.base, "applicant-confirms", &reason), OK);
    assert_string_equal(state_of(&web), "received");
    day_is(web.received_on, 2026, 1, 4);
    day_is(web.due_on, 2026, 1, 30);
}

/* 492 until 2019-05-14, 711 after: bound to the day of receipt, and kept. */
static void the_regime_is_that_of_the_day_of_receipt(void **state)
{
    on_day(2019, 5, 14);
    struct application older = came("counter");
    on_day(2019, 5, 15);
    struct application newer = came("counter");
    assert_string_equal(older.regime, "cn-2008");
    assert_string_equal(newer.regime, "cn-2019");
    expect(does(CLERK_, &older.base, "register", NULL), OK);
    assert_string_equal(older.regime, "cn-2008");
}

/* ---- correction ---- */

/* C08: asked within 7 working days over the Spring Festival; the term starts anew. */
static void a_correction_restarts_the_term(void **state)
{
    struct request_correction items = {"请写明所需信息的文号或者名称", 15};
    struct request_supplement more = {"黑公发〔2025〕3号"};
    on_day(2026, 2, 10);
    struct application a = registered();
    day_is(a.correction_notice_by, 2026, 2, 26);
    day_is(a.due_on, 2026, 3, 16);
    on_day(2026, 2, 26);
    expect(does(OFFICER_, &a.base, "ask-correction", &items), OK);
    assert_string_equal(state_of(&a), "correcting");
    assert_true(a.paused);
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE template = 'correction-notice'"), 1);
    on_day(2026, 3, 5);
    expect(does(CLERK_, &a.base, "correction-arrives", &more), OK);
    assert_string_equal(state_of(&a), "registered");
    day_is(a.due_on, 2026, 4, 2);
    assert_non_null(strstr(a.sought, "黑公发〔2025〕3号"));
    refused(does(OFFICER_, &a.base, "ask-correction", &items), "request.corrected_once");
}

static void a_correction_asked_late_is_refused(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    on_day(2026, 2, 10);
    struct application a = registered();
    on_day(2026, 2, 27);
    refused(does(OFFICER_, &a.base, "ask-correction", &items), "request.correction_late");
    assert_string_equal(room.cx.issues->detail, "令711 第30条");
    again(&a);
    assert_string_equal(state_of(&a), "registered");
    assert_int_equal(count("SELECT COUNT(*) FROM application_event"), 0);
}

/* C09: no correction comes: abandoned, with its own row of the report. */
static void without_a_correction_it_lapses(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    on_day(2026, 2, 10);
    struct application a = registered();
    on_day(2026, 2, 12);
    expect(does(OFFICER_, &a.base, "ask-correction", &items), OK);
    serves(&a, "correction-notice");
    again(&a);
    day_is(a.lapses_after, 2026, 3, 11);
    on_day(2026, 3, 11);
    daily();
    again(&a);
    assert_string_equal(state_of(&a), "correcting");
    on_day(2026, 3, 12);
    daily();
    daily();
    again(&a);
    assert_string_equal(state_of(&a), "lapsed");
    assert_string_equal(a.outcome, "lapsed");
    assert_string_equal(a.row, "3.6.1");
    day_is(a.closed_on, 2026, 3, 12);
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE template = 'lapsed'"), 1);
}

/* C04: under 492 "unclear" is an answer; who asks again asks anew. */
static void under_the_older_law_unclear_is_an_answer(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    on_day(2009, 3, 2);
    struct application first = registered();
    assert_string_equal(first.regime, "cn-2008");
    day_is(first.due_on, 2009, 3, 23);
    refused(does(OFFICER_, &first.base, "ask-correction", &items), "request.no_correction_here");
    on_day(2009, 3, 20);
    answers(&first, "unclear", "");
    assert_string_equal(state_of(&first), "answered");
    day_is(first.closed_on, 2009, 3, 20);
    on_day(2009, 4, 1);
    struct application second = registered();
    day_is(second.due_on, 2009, 4, 23);
    assert_int_equal(second.serial, first.serial + 1);
}

/* ---- third party ---- */

static struct consultation asked(const struct application *a, const char *sort)
{
    struct consultation c;
    record_init(&consultation_kind, &c);
    c.base.agency = AGENCY_CODE;
    c.application = a->base.id;
    c.sort = sort;
    c.party = "某某公司";
    c.contact = "江城市道里区2号";
    c.question = "是否同意公开合同金额";
    expect(record_insert(as(CLERK_), &c.base), OK);
    return c;
}

/* C11: silent for 15 working days; the agency decides, and the waiting is not counted. */
static void a_silent_third_party_leaves_it_to_the_agency(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 14);
    struct consultation c = asked(&a, "third-party");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    serves(&a, "third-party-consultation");
    day_is(c.answer_by, 2025, 5, 7);
    again(&a);
    assert_string_equal(state_of(&a), "consulting");
    on_day(2025, 5, 7);
    daily();
    again(&a);
    assert_string_equal(state_of(&a), "consulting");
    on_day(2025, 5, 8);
    daily();
    again(&a);
    assert_string_equal(state_of(&a), "registered");
    day_is(a.due_on, 2025, 6, 3);
    assert_string_equal(text_of("SELECT answer FROM consultation"), "silent");
}

static void an_answer_ends_the_pause_and_two_are_waited_for(void **state)
{
    struct request_reply agrees = {"agrees", "同意"}, refuses = {"refuses", "涉及商业秘密"};
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 14);
    struct consultation one = asked(&a, "third-party"), two = asked(&a, "co-maker");
    expect(does(CLERK_, &one.base, "send", NULL), OK);
    expect(does(CLERK_, &two.base, "send", NULL), OK);
    on_day(2025, 4, 16);
    expect(does(CLERK_, &one.base, "answer-arrives", &refuses), OK);
    again(&a);
    assert_string_equal(state_of(&a), "consulting");
    on_day(2025, 4, 18);
    expect(does(CLERK_, &two.base, "answer-arrives", &agrees), OK);
    again(&a);
    assert_string_equal(state_of(&a), "registered");
    assert_false(a.paused);
    /* 04-11 and 04-14 are counted, 04-15 to 04-18 are not: eighteen more from the 21st, Sunday 27
     * being worked. */
    day_is(a.due_on, 2025, 5, 16);
}

/* ---- search ---- */

static void a_search_is_over_when_every_unit_has_answered(void **state)
{
    struct request_reply found = {"found", "3页"};
    on_day(2025, 4, 10);
    struct application a = registered();
    struct search_task tasks[2];
    for (int i = 0; i < 2; i++) {
        record_init(&search_task_kind, &tasks[i]);
        tasks[i].base.agency = AGENCY_CODE;
        tasks[i].application = a.base.id;
        tasks[i].title = "巡逻安排";
        tasks[i].unit = room.unit;
        tasks[i].answer_by = date_of(2025, 4, 15);
        expect(record_insert(as(CLERK_), &tasks[i].base), OK);
    }
    again(&a);
    assert_string_equal(state_of(&a), "searching");
    refused(does(CLERK_, &tasks[0].base, "report-back", NULL), "field.required");
    expect(does(CLERK_, &tasks[0].base, "report-back", &found), OK);
    again(&a);
    assert_string_equal(state_of(&a), "searching");
    expect(does(CLERK_, &tasks[1].base, "report-back", &found), OK);
    again(&a);
    assert_string_equal(state_of(&a), "registered");
    day_is(a.due_on, 2025, 5, 12);
}

/* ---- extension ---- */

static void the_term_is_extended_once_and_in_time(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered(), late = registered();
    day_is(a.due_on, 2025, 5, 12);
    expect(does_for(OFFICER_, &a.base, "extend", "需要征求多个单位意见"), DENIED);
    refused(does(LEADER_, &a.base, "extend", NULL), "move.needs_reason");
    on_day(2025, 5, 9);
    expect(does_for(LEADER_, &a.base, "extend", "需要征求多个单位意见"), OK);
    day_is(a.due_on, 2025, 5, 12);
    day_is(a.extended_due_on, 2025, 6, 10);
    refused(does_for(LEADER_, &a.base, "extend", "又一次"), "request.extended_once");
    on_day(2025, 5, 13);
    refused(does_for(LEADER_, &late.base, "extend", "晚了"), "request.extension_late");
}

/* ---- fees ---- */

static struct fee_notice fee_for(const struct application *a, const char *standard, int64_t pages)
{
    struct fee_notice fee;
    record_init(&fee_notice_kind, &fee);
    fee.base.agency = AGENCY_CODE;
    fee.application = a->base.id;
    fee.standard = standard;
    fee.quantity = pages;
    return fee;
}

/* C17: counted by applicant and calendar month; a letter with three matters counts three. */
static void fees_count_by_applicant_and_month(void **state)
{
    static const char *const matters[] = {"第一项", "第二项", "第三项"};
    struct application a, last = {0};
    on_day(2025, 1, 31);
    for (int i = 0; i < 10; i++) a = registered();
    struct fee_notice none = fee_for(&a, "item", INT_NONE);
    expect(record_insert(as(OFFICER_), &none.base), OK);
    assert_int_equal(none.amount.hundredths, 0);
    refused(does(OFFICER_, &none.base, "notify", NULL), "request.nothing_to_pay");
    on_day(2025, 2, 1);
    for (int i = 0; i < 5; i++) a = registered();
    on_day(2025, 2, 20);
    a = registered();
    expect(request_split(as(CLERK_), &a, &(struct request_matters){matters, 3}), OK);
    assert_string_equal(a.sought, "第一项");
    assert_int_equal(count("SELECT COUNT(*) FROM application WHERE \"of\" <> ''"), 2);
    on_day(2025, 2, 28);
    for (int i = 0; i < 4; i++) last = registered();
    assert_int_equal(last.serial, 22);
    assert_int_equal(count("SELECT COUNT(DISTINCT serial) FROM application"), 22);
    assert_int_equal(count("SELECT MAX(serial) FROM application"), 22);
    int64_t total = 0;
    for (int64_t serial = 11; serial <= 22; serial++) {
        const char *id = text_of(arena_format(
            room.cx.mem, "SELECT id FROM application WHERE serial = %lld", (long long)serial));
        struct application one;
        expect(record_fetch(&room.cx, &application_kind, id, 0, &one), OK);
        struct fee_notice fee = fee_for(&one, "item", INT_NONE);
        expect(record_insert(as(OFFICER_), &fee.base), OK);
        assert_int_equal(fee.quantity, serial - 10);
        total += fee.amount.hundredths;
    }
    assert_int_equal(total, 20000);
}

/* C16 and what follows: one standard, the right amount, stop, payment, lapse. */
static void a_fee_stops_the_clock_until_it_is_paid(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered(), b = registered();
    struct fee_notice fee = fee_for(&a, "page", INT_NONE);
    expect(record_insert(as(OFFICER_), &fee.base), INVALID);
    fee = fee_for(&a, "page", 120);
    fee.amount.hundredths = 130000; /* what is asked is computed, whatever is written */
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    assert_int_equal(fee.amount.hundredths, 110000);
    struct fee_notice both = fee_for(&a, "item", INT_NONE);
    expect(record_insert(as(OFFICER_), &both.base), INVALID);
    assert_non_null(strstr(room.cx.issues->message, "fee"));
    expect(does(OFFICER_, &fee.base, "notify", NULL), OK);
    again(&a);
    assert_string_equal(state_of(&a), "fee-noticed");
    assert_true(a.paused);
    on_day(2025, 4, 21);
    expect(does(CLERK_, &fee.base, "pay", NULL), OK);
    again(&a);
    assert_string_equal(state_of(&a), "registered");
    assert_true(date_is_set(a.due_on) && a.due_on.day > date_of(2025, 5, 12).day);
    fee = fee_for(&b, "page", 31);
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    expect(does(OFFICER_, &fee.base, "notify", NULL), OK);
    serves(&b, "fee-notice");
    on_day(2025, 6, 30);
    daily();
    again(&b);
    assert_string_equal(state_of(&b), "lapsed");
    assert_string_equal(b.row, "3.6.2");
}

/* ---- answer, service, remedies ---- */

static void name_a_part(const struct application *a, const char *exemption)
{
    struct withheld_part part;
    record_init(&withheld_part_kind, &part);
    part.base.agency = AGENCY_CODE;
    part.application = a->base.id;
    part.part = "第3页联系电话";
    part.exemption = exemption;
    part.article = "令711 第15条";
    expect(record_insert(as(CLERK_), &part.base), OK);
}

static void a_partial_answer_names_its_parts_and_its_persons_differ(void **state)
{
    struct request_answer partial = {"partial", "", ""};
    struct request_service post = {.method = "post", .proof = ""};
    struct request_service sent = {.method = "post", .proof = "EMS 1234567890"};
    struct reason reason = NO_REASON;
    reason.with = &partial;
    reason.why = "部分内容涉及个人隐私";
    on_day(2025, 4, 10);
    struct application a = registered();
    refused(record_move(as(CLERK_), &a.base, "draft-answer", &reason), "request.parts_needed");
    again(&a);
    name_a_part(&a, "privacy");
    expect(record_move(as(CLERK_), &a.base, "draft-answer", &reason), OK);
    expect(does(CLERK_, &a.base, "review-answer", NULL), DENIED);
    expect(does(REVIEWER_, &a.base, "review-answer", NULL), OK);
    expect(does(LEADER_, &a.base, "approve-answer", NULL), OK);
    assert_string_equal(text_of("SELECT state FROM letter WHERE template = 'partial'"), "signed");
    assert_int_equal(strlen(text_of("SELECT sha256 FROM letter WHERE template = 'partial'")), 64);
    refused(does(CLERK_, &a.base, "serve-answer", &post), "request.proof_needed");
    expect(does(CLERK_, &a.base, "serve-answer", &sent), OK);
    assert_string_equal(state_of(&a), "answered");
    assert_string_equal(a.row, "3.2");
    day_is(a.closed_on, 2025, 4, 10);
    assert_string_equal(text_of("SELECT state FROM letter WHERE template = 'partial'"), "served");
    expect(does(CLERK_, &a.base, "archive", NULL), OK);
}

/* One person with every role still needs two others. */
static void nobody_answers_alone(void **state)
{
    struct grant all[] = {
        {ROLE_CLERK,    AGENCY_CODE, NULL},
        {ROLE_OFFICER,  AGENCY_CODE, NULL},
        {ROLE_REVIEWER, AGENCY_CODE, NULL},
        {ROLE_LEADER,   AGENCY_CODE, NULL}
    };
    struct actor alone = {.id = "alone",
                          .name = "alone",
                          .label = "alone",
                          .agency = AGENCY_CODE,
                          .unit = "",
                          .grants = all,
                          .grant_count = COUNT_OF(all)};
    struct request_answer granted = {"granted", "", ""};
    struct reason reason = NO_REASON;
    reason.with = &granted;
    on_day(2025, 4, 10);
    struct application a = registered();
    room.cx.actor = &alone;
    expect(record_move(&room.cx, &a.base, "draft-answer", &reason), OK);
    refused(record_move(&room.cx, &a.base, "review-answer", &NO_REASON),
            "request.drafter_may_not_review");
    expect(does(REVIEWER_, &a.base, "review-answer", NULL), OK);
    room.cx.actor = &alone;
    room.cx.issues = NULL;
    refused(record_move(&room.cx, &a.base, "approve-answer", &NO_REASON),
            "request.drafter_may_not_approve");
    struct application b = registered();
    expect(record_move(as(CLERK_), &b.base, "draft-answer", &reason), OK);
    room.cx.actor = &alone;
    expect(record_move(&room.cx, &b.base, "review-answer", &NO_REASON), OK);
    refused(record_move(&room.cx, &b.base, "approve-answer", &NO_REASON),
            "request.reviewer_may_not_approve");
}

static void an_overturned_answer_is_given_again_and_counted_once(void **state)
{
    struct remedy remedy;
    struct request_result corrected = {"corrected", true};
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 21);
    answers(&a, "process", "");
    assert_string_equal(a.row, "3.3.6");
    record_init(&remedy_kind, &remedy);
    remedy.base.agency = AGENCY_CODE;
    remedy.application = a.base.id;
    remedy.sort = "suit-direct";
    remedy.organ = "江城铁路运输法院";
    on_day(2025, 5, 6);
    remedy.filed_on = room.cx.today;
    refused(record_insert(as(OFFICER_), &remedy.base), "request.remedy_first");
    remedy.sort = "reconsideration";
    remedy.organ = "江城市人民政府";
    expect(record_insert(as(OFFICER_), &remedy.base), OK);
    on_day(2025, 6, 10);
    expect(does(OFFICER_, &remedy.base, "conclude", &corrected), OK);
    again(&a);
    assert_string_equal(state_of(&a), "registered");
    assert_int_equal(a.round, 2);
    day_is(a.closed_on, 2025, 4, 21);
    day_is(a.received_on, 2025, 4, 10);
    day_is(a.due_on, 2025, 7, 8);
    on_day(2025, 6, 20);
    answers(&a, "granted", "");
    assert_string_equal(state_of(&a), "answered");
    assert_string_equal(a.row, "3.3.6");
    assert_string_equal(a.outcome, "process");
    assert_string_equal(a.re_outcome, "granted");
    day_is(a.closed_on, 2025, 4, 21);
    daily();
    assert_int_equal(count("SELECT reconsiderations FROM case_line"), 1);
    assert_string_equal(text_of("SELECT \"row\" FROM case_line"), "3.3.6");
}

static void a_remedy_with_a_term_is_not_older_than_the_answer(void **state)
{
    struct remedy remedy;
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 21);
    answers(&a, "process", "");
    on_day(2025, 5, 6);
    record_init(&remedy_kind, &remedy);
    remedy.base.agency = AGENCY_CODE;
    remedy.application = a.base.id;
    remedy.sort = "reconsideration";
    remedy.organ = "江城市人民政府";
    remedy.filed_on = date_of(2025, 4, 20);
    refused(record_insert(as(OFFICER_), &remedy.base), "request.remedy_early");
    assert_non_null(strstr(room.cx.issues->detail, "行政复议法"));
    remedy.filed_on = date_of(2025, 4, 21);
    expect(record_insert(as(OFFICER_), &remedy.base), OK);
    remedy.base.id = "";
    remedy.sort = "complaint"; /* no term runs from the answer */
    remedy.filed_on = date_of(2025, 4, 20);
    expect(record_insert(as(OFFICER_), &remedy.base), OK);
}

static void silence_can_be_attacked_before_a_late_answer(void **state)
{
    struct remedy remedy;
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 6, 3);
    answers(&a, "process", "");
    record_init(&remedy_kind, &remedy);
    remedy.base.agency = AGENCY_CODE;
    remedy.application = a.base.id;
    remedy.sort = "reconsideration";
    remedy.organ = "江城市人民政府";
    remedy.filed_on = date_plus(a.due_on, 1);
    expect(record_insert(as(OFFICER_), &remedy.base), OK);
}

static void a_withdrawal_ends_it_and_is_counted(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered(), unconfirmed = came("web");
    expect(does_for(CLERK_, &a.base, "withdraw-request", "申请人来电撤回"), OK);
    assert_string_equal(state_of(&a), "withdrawn");
    assert_string_equal(a.row, "3.6.3");
    expect(does_for(CLERK_, &unconfirmed.base, "withdraw-request", "申请人来电撤回"), OK);
    assert_false(date_is_set(unconfirmed.closed_on));
    assert_false(date_is_set(unconfirmed.received_on));
}

static void someone_always_holds_the_file(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    assert_string_equal(a.holder, room.people[CLERK_]);
    assert_true(a.held_since.ms == room.cx.now.ms);
    struct request_holder second = {room.people[SECOND]}, stranger = {room.people[STRANGER_]};
    refused(does(CLERK_, &a.base, "hand-over", &stranger), "request.holder_cannot");
    on_day(2025, 4, 11);
    expect(does(CLERK_, &a.base, "hand-over", &second), OK);
    assert_string_equal(a.holder, room.people[SECOND]);
    assert_true(a.held_since.ms == room.cx.now.ms);
}

static void after_its_term_the_person_is_forgotten(void **state)
{
    standing_order(AGENCY_CODE, ALL_COLUMNS, INT_NONE);
    on_day(2014, 4, 10);
    struct application a = registered(), loose = registered();
    answers(&a, "granted", "");
    expect(does(CLERK_, &a.base, "archive", NULL), OK);
    answers(&loose, "granted", ""); /* and nobody archives it */
    on_day(2024, 4, 1);
    daily();
    again(&a);
    assert_string_equal(a.name, "王某");
    on_day(2024, 4, 30);
    daily();
    again(&a);
    assert_string_equal(a.name, "");
    assert_string_equal(a.sought, "");
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE body <> ''"), 0);
    assert_int_equal(count("SELECT COUNT(*) FROM case_line WHERE state = 'released'"), 2);
    assert_int_equal(count("SELECT COUNT(*) FROM application WHERE name <> ''"), 0);
    assert_string_equal(a.outcome, "granted");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(the_day_of_receipt_follows_from_the_channel),
        IN_ROOM(the_regime_is_that_of_the_day_of_receipt),
        IN_ROOM(a_correction_restarts_the_term),
        IN_ROOM(a_correction_asked_late_is_refused),
        IN_ROOM(without_a_correction_it_lapses),
        IN_ROOM(under_the_older_law_unclear_is_an_answer),
        IN_ROOM(a_silent_third_party_leaves_it_to_the_agency),
        IN_ROOM(an_answer_ends_the_pause_and_two_are_waited_for),
        IN_ROOM(a_search_is_over_when_every_unit_has_answered),
        IN_ROOM(the_term_is_extended_once_and_in_time),
        IN_ROOM(fees_count_by_applicant_and_month),
        IN_ROOM(a_fee_stops_the_clock_until_it_is_paid),
        IN_ROOM(a_partial_answer_names_its_parts_and_its_persons_differ),
        IN_ROOM(nobody_answers_alone),
        IN_ROOM(an_overturned_answer_is_given_again_and_counted_once),
        IN_ROOM(a_remedy_with_a_term_is_not_older_than_the_answer),
        IN_ROOM(silence_can_be_attacked_before_a_late_answer),
        IN_ROOM(a_withdrawal_ends_it_and_is_counted),
        IN_ROOM(someone_always_holds_the_file),
        IN_ROOM(after_its_term_the_person_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
