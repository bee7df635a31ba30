/* Bad input: each is refused with its sentence and article, and nothing is half-done. */
#include "request/test_room.h"

/* Rows, numbers and states as they are: a refusal changes none of them. */
static const char *everything(void)
{
    static const char *const tables[] = {
        "application",   "application_event", "letter",  "consultation", "fee_notice",    "remedy",
        "withheld_part", "search_task",       "history", "act",          "request_serial"};
    struct out out = out_new(room.cx.mem);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        out_format(
            &out, "%s %lld, ", tables[i],
            (long long)count(arena_format(room.cx.mem, "SELECT COUNT(*) FROM %s", tables[i])));
    out_format(&out, "%lld", (long long)count("SELECT COALESCE(SUM(version), 0) FROM application"));
    return out.text;
}

static void unchanged(const char *before)
{
    assert_string_equal(everything(), before);
}

static void events_out_of_order(void **state)
{
    struct reason reason = NO_REASON;
    on_day(2025, 4, 10);
    struct application a = registered();
    const char *before = everything();
    /* No correction was asked for, no fee, nobody was consulted: there is no such button. */
    expect(does(CLERK_, &a.base, "correction-arrives", NULL), CONFLICT);
    refused(does(CLERK_, &a.base, "consult", NULL), "request.by_its_record");
    refused(does(OFFICER_, &a.base, "notify-fee", NULL), "request.by_its_record");
    expect(does(CLERK_, &a.base, "fee-settled", NULL), CONFLICT);
    expect(does(CLERK_, &a.base, "serve-answer", NULL), CONFLICT);
    expect(does(LEADER_, &a.base, "approve-answer", NULL), CONFLICT);
    unchanged(before);
    struct request_correction items = {"请写明文号", 15};
    on_day(2025, 4, 14);
    expect(does(OFFICER_, &a.base, "ask-correction", &items), OK);
    before = everything();
    on_day(2025, 4, 20);
    reason.on = date_of(2025, 4, 11);
    expect(record_move(as(CLERK_), &a.base, "correction-arrives", &reason), INVALID);
    assert_true(text_starts(room.cx.issues->message, "clock."));
    unchanged(before);
    again(&a);
    assert_int_equal(a.base.state, CORRECTING);
}

static void dates_before_receipt_and_in_the_future(void **state)
{
    struct reason reason = NO_REASON;
    struct request_correction items = {"请写明文号", 15};
    on_day(2025, 4, 10);
    struct application a = registered();
    const char *before = everything();
    reason.with = &items;
    reason.on = date_of(2025, 4, 9);
    expect(record_move(as(OFFICER_), &a.base, "ask-correction", &reason), INVALID);
    unchanged(before);
    reason.on = date_of(2025, 4, 11);
    refused(record_move(as(OFFICER_), &a.base, "ask-correction", &reason), "request.in_the_future");
    reason.with = NULL;
    reason.why = "撤回";
    reason.on = date_of(2025, 4, 9);
    refused(record_move(as(CLERK_), &a.base, "withdraw-request", &reason),
            "request.before_receipt");
    unchanged(before);
    struct application tomorrow;
    record_init(&application_kind, &tomorrow);
    tomorrow.base.agency = AGENCY_CODE;
    tomorrow.channel = "counter";
    tomorrow.applicant_kind = "natural";
    tomorrow.arrived_on = date_of(2025, 4, 11);
    refused(request_file(as(CLERK_), &tomorrow), "request.in_the_future");
    unchanged(before);
}

static void what_a_letter_of_correction_must_say(void **state)
{
    struct request_correction none = {"", 15}, endless = {"请写明文号", 90};
    on_day(2025, 4, 10);
    struct application a = registered();
    const char *before = everything();
    refused(does(OFFICER_, &a.base, "ask-correction", NULL), "request.items_needed");
    assert_string_equal(room.cx.issues->detail, "令711 第30条");
    refused(does(OFFICER_, &a.base, "ask-correction", &none), "request.items_needed");
    refused(does(OFFICER_, &a.base, "ask-correction", &endless), "request.days_unreasonable");
    expect(does(CLERK_, &a.base, "ask-correction", &none), DENIED);
    unchanged(before);
}

static void outcomes_that_cannot_be(void **state)
{
    static const struct {
        const char *outcome, *message;
    } rows[] = {
        {"nonsense",        "request.no_outcome"      },
        {"lapsed",          "request.not_by_hand"     },
        {"fee-unpaid",      "request.not_by_hand"     },
        {"withdrawn",       "request.not_by_hand"     },
        {"unclear",         "request.correction_first"},
        {"excessive",       "request.reasons_first"   },
        {"public-already",  "request.item_needed"     },
        {"partial",         "request.parts_needed"    },
        {"correction-made", "request.not_a_correction"},
    };
    on_day(2025, 4, 10);
    struct application a = registered();
    const char *before = everything();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct request_answer answer = {rows[i].outcome, "", ""};
        struct reason reason = NO_REASON;
        reason.with = &answer;
        reason.why = "说明";
        refused(record_move(as(CLERK_), &a.base, "draft-answer", &reason), rows[i].message);
    }
    struct request_answer secret = {"secret", "", ""}, elsewhere = {"public-already", "", "x"};
    refused(does(CLERK_, &a.base, "draft-answer", &secret), "move.needs_reason");
    refused(does(CLERK_, &a.base, "draft-answer", NULL), "field.required");
    refused(does(CLERK_, &a.base, "draft-answer", &elsewhere), "request.item_not_public");
    unchanged(before);
}

static void a_part_needs_an_exemption_of_the_law(void **state)
{
    struct withheld_part part;
    on_day(2025, 4, 10);
    struct application a = registered();
    record_init(&withheld_part_kind, &part);
    part.base.agency = AGENCY_CODE;
    part.application = a.base.id;
    part.part = "第3页";
    part.exemption = "because";
    part.article = "令711 第15条";
    refused(record_insert(as(CLERK_), &part.base), "request.unknown_exemption");
    part.exemption = "privacy";
    expect(record_insert(as(CLERK_), &part.base), OK);
    struct request_answer granted = {"granted", "", ""};
    refused(does(CLERK_, &a.base, "draft-answer", &granted), "request.parts_left");
}

static void fees_of_both_standards_and_of_none(void **state)
{
    struct fee_notice fee;
    on_day(2025, 4, 10);
    struct application a = registered();
    record_init(&fee_notice_kind, &fee);
    fee.base.agency = AGENCY_CODE;
    fee.application = a.base.id;
    fee.standard = "cost"; /* 令711 第42条: none any more */
    fee.quantity = 1;
    refused(record_insert(as(OFFICER_), &fee.base), "request.no_such_fee");
    fee.base.id = "";
    fee.standard = "page";
    fee.quantity = -1;
    refused(record_insert(as(OFFICER_), &fee.base), "fee.quantity");
    fee.base.id = "";
    fee.quantity = 120;
    fee.amount.hundredths = 110001; /* is computed, whatever is written */
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    assert_int_equal(fee.amount.hundredths, 110000);
    fee.base.id = "";
    refused(record_insert(as(OFFICER_), &fee.base), "request.fee_twice");
}

static void time_cannot_be_hurried(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(does(OFFICER_, &a.base, "ask-correction", &items), OK);
    for (int person = 0; person < PEOPLE; person++)
        expect(does((enum person)person, &a.base, "lapse", NULL), DENIED);
    room.cx.actor = &access_program;
    room.cx.issues = NULL;
    refused(record_move(&room.cx, &a.base, "lapse", &NO_REASON), "request.not_yet_lapsed");
    for (int person = 0; person < PEOPLE; person++)
        expect(does((enum person)person, &a.base, "forget", NULL), CONFLICT);
}

static void a_letter_with_gaps_is_not_signed(void **state)
{
    struct request_answer repeat = {"repeat", "", ""};
    struct request_letter letter;
    struct reason reason = NO_REASON;
    reason.with = &repeat;
    reason.why = "重复申请";
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(record_move(as(CLERK_), &a.base, "draft-answer", &reason), OK);
    expect(letter_of_answer(&room.cx, &a, &letter), OK);
    assert_non_null(strstr(letter.body, "【请填写："));
    refused(does(LEADER_, &letter.base, "sign", NULL), "request.letter_has_gaps");
    expect(does(REVIEWER_, &a.base, "review-answer", NULL), OK);
    const char *before = everything();
    refused(does(LEADER_, &a.base, "approve-answer", NULL), "request.letter_has_gaps");
    unchanged(before);
}

/* Who signs an answer beside its approval would approve it alone. */
static void an_answer_is_signed_by_approving_it(void **state)
{
    struct request_answer granted = {"granted", "", ""};
    struct request_letter letter;
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(does(CLERK_, &a.base, "draft-answer", &granted), OK);
    expect(letter_of_answer(&room.cx, &a, &letter), OK);
    refused(does(LEADER_, &letter.base, "sign", NULL), "request.sign_by_approving");
    refused(does(OFFICER_, &letter.base, "sign", NULL), "request.sign_by_approving");
    expect(does(LEADER_, &a.base, "approve-answer", NULL), CONFLICT);
    expect(does(REVIEWER_, &a.base, "review-answer", NULL), OK);
    refused(does(LEADER_, &letter.base, "sign", NULL), "request.sign_by_approving");
    refused(does(OFFICER_, &letter.base, "sign", NULL), "request.sign_by_approving");
    refused(does(OFFICER_, &letter.base, "sign", &a), "request.sign_by_approving");
    expect(does(LEADER_, &a.base, "approve-answer", NULL), OK);
    expect(letter_of_answer(&room.cx, &a, &letter), OK);
    struct request_service page = {.method = "page", .proof = ""};
    refused(does(CLERK_, &letter.base, "serve", &page), "request.serve_by_answering");
}

static void what_is_approved_is_what_was_reviewed(void **state)
{
    struct request_answer granted = {"granted", "", ""};
    struct request_letter letter;
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(does(CLERK_, &a.base, "draft-answer", &granted), OK);
    expect(does(REVIEWER_, &a.base, "review-answer", NULL), OK);
    expect(letter_of_answer(&room.cx, &a, &letter), OK);
    letter.body = arena_format(room.cx.mem, "%s\n\n另附名单。", letter.body);
    expect(record_save(as(SECOND), &letter.base), OK);
    refused(does(LEADER_, &a.base, "approve-answer", NULL), "request.letter_changed");
}

static void another_agency_does_not_exist(void **state)
{
    struct application same;
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(record_load(as(STRANGER_), &application_kind, a.base.id, &same), NOT_FOUND);
    expect(does_for(STRANGER_, &a.base, "withdraw-request", "撤回"), DENIED);
    struct withheld_part part;
    record_init(&withheld_part_kind, &part);
    part.base.agency = BELOW_CODE;
    part.application = a.base.id;
    part.part = "第3页";
    expect(record_insert(as(STRANGER_), &part.base), INVALID);
}

/* Who works for two agencies keeps what belongs to a file where the file is. */
static void nothing_is_kept_with_another_agency(void **state)
{
    struct grant both[] = {
        {ROLE_OFFICER, AGENCY_CODE, NULL},
        {ROLE_OFFICER, BELOW_CODE,  NULL}
    };
    struct actor two = {.id = "two",
                        .name = "two",
                        .label = "two",
                        .agency = BELOW_CODE,
                        .unit = "",
                        .grants = both,
                        .grant_count = COUNT_OF(both)};
    struct withheld_part part;
    struct remedy remedy;
    on_day(2025, 4, 10);
    struct application a = registered();
    record_init(&withheld_part_kind, &part);
    part.base.agency = BELOW_CODE;
    part.application = a.base.id;
    part.part = "第3页";
    part.exemption = "privacy";
    part.article = "令711 第15条";
    room.cx.actor = &two;
    refused(record_insert(&room.cx, &part.base), "field.unknown_record");
    room.cx.issues = NULL;
    record_init(&remedy_kind, &remedy);
    remedy.base.agency = BELOW_CODE;
    remedy.application = a.base.id;
    remedy.sort = "complaint";
    remedy.filed_on = room.cx.today;
    remedy.organ = "江城市人民政府";
    refused(record_insert(&room.cx, &remedy.base), "field.unknown_record");
}

/* ---- by other ways ---- */

static struct actor with_all_roles(const char *name)
{
    static struct grant all[] = {
        {ROLE_CLERK,    AGENCY_CODE, NULL},
        {ROLE_OFFICER,  AGENCY_CODE, NULL},
        {ROLE_REVIEWER, AGENCY_CODE, NULL},
        {ROLE_LEADER,   AGENCY_CODE, NULL}
    };
    return (struct actor){.id = name,
                          .name = name,
                          .label = name,
                          .agency = AGENCY_CODE,
                          .unit = "",
                          .grants = all,
                          .grant_count = COUNT_OF(all)};
}

/* What is left out is part of the answer: whoever stated it has drafted. */
static void who_states_a_withheld_part_neither_reviews_nor_approves(void **state)
{
    struct actor author = with_all_roles("author");
    struct request_answer partial = {"partial", "", ""};
    struct withheld_part part;
    struct reason reason = {.why = "涉及个人隐私", .with = &partial, .on = DATE_NONE};
    on_day(2025, 4, 10);
    struct application a = registered();
    record_init(&withheld_part_kind, &part);
    part.base.agency = AGENCY_CODE;
    part.application = a.base.id;
    part.part = "第3页";
    part.exemption = "privacy";
    part.article = "令711 第15条";
    room.cx.actor = &author;
    expect(record_insert(&room.cx, &part.base), OK);
    expect(record_move(as(CLERK_), &a.base, "draft-answer", &reason), OK);
    room.cx.actor = &author;
    refused(record_move(&room.cx, &a.base, "review-answer", &NO_REASON),
            "request.drafter_may_not_review");
    expect(does(REVIEWER_, &a.base, "review-answer", NULL), OK);
    room.cx.issues = NULL;
    room.cx.actor = &author;
    refused(record_move(&room.cx, &a.base, "approve-answer", &NO_REASON),
            "request.drafter_may_not_approve");
}

/* The scan is what the applicant gets: nobody puts it in and sends it out alone. */
static void who_attaches_the_scan_does_not_serve_the_answer(void **state)
{
    struct request_answer granted = {"granted", "", ""};
    struct request_scan scan = {"ab", "application/pdf", 2};
    struct request_service page = {.method = "page", .proof = ""};
    struct request_letter letter;
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(does(CLERK_, &a.base, "draft-answer", &granted), OK);
    expect(does(REVIEWER_, &a.base, "review-answer", NULL), OK);
    expect(does(LEADER_, &a.base, "approve-answer", NULL), OK);
    expect(letter_of_answer(&room.cx, &a, &letter), OK);
    expect(does(CLERK_, &letter.base, "attach-scan", &scan), OK);
    refused(does(CLERK_, &a.base, "serve-answer", &page), "request.scanner_may_not_serve");
    room.cx.issues = NULL;
    expect(does(SECOND, &a.base, "serve-answer", &page), OK);
}

/* ---- what belongs to a file ---- */

static void a_letter_does_not_move_to_another_file(void **state)
{
    struct request_letter letter;
    on_day(2025, 4, 10);
    struct application a = registered(), b = registered();
    const char *id = text_of(arena_format(room.cx.mem,
                                          "SELECT id FROM letter WHERE application"
                                          " = '%s'",
                                          a.base.id));
    expect(record_fetch(&room.cx, &request_letter_kind, id, 0, &letter), OK);
    letter.application = b.base.id;
    refused(record_save(as(CLERK_), &letter.base), "field.bound");
}

static void what_is_in_force_at_once_is_whole_at_once(void **state)
{
    struct search_task task;
    struct withheld_part part;
    on_day(2025, 4, 10);
    struct application a = registered();
    const char *before = everything();
    record_init(&search_task_kind, &task);
    task.base.agency = AGENCY_CODE;
    task.application = a.base.id;
    task.title = "巡逻安排";
    refused(record_insert(as(CLERK_), &task.base), "field.required");
    record_init(&withheld_part_kind, &part);
    part.base.agency = AGENCY_CODE;
    part.application = a.base.id;
    part.part = "第3页";
    refused(record_insert(as(CLERK_), &part.base), "field.required");
    unchanged(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(events_out_of_order),
        IN_ROOM(dates_before_receipt_and_in_the_future),
        IN_ROOM(what_a_letter_of_correction_must_say),
        IN_ROOM(outcomes_that_cannot_be),
        IN_ROOM(a_part_needs_an_exemption_of_the_law),
        IN_ROOM(fees_of_both_standards_and_of_none),
        IN_ROOM(time_cannot_be_hurried),
        IN_ROOM(a_letter_with_gaps_is_not_signed),
        IN_ROOM(an_answer_is_signed_by_approving_it),
        IN_ROOM(what_is_approved_is_what_was_reviewed),
        IN_ROOM(another_agency_does_not_exist),
        IN_ROOM(nothing_is_kept_with_another_agency),
        IN_ROOM(who_states_a_withheld_part_neither_reviews_nor_approves),
        IN_ROOM(who_attaches_the_scan_does_not_serve_the_answer),
        IN_ROOM(a_letter_does_not_move_to_another_file),
        IN_ROOM(what_is_in_force_at_once_is_whole_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
