/* Supervision: who may, in which order, and what the program proposes by itself. */
#include "oversight/oversight.h"

#include <stdio.h>

#include "app/test_house.h"
#include "organisation/work.h"
#include "record/record.h"
#include "request/request.h"

static const struct reason because = {"因", "令711 第47条", "leak", {0}};

static void forward(int days)
{
    house.now.ms += (int64_t)days * 86400000;
    context_set_clock(&house.cx, house.now);
}

static const struct actor *above(void)
{
    house_staff("above", PROVINCE, "supervisor");
    return house_actor("above");
}

static const struct actor *officer(void)
{
    house_staff("officer", BUREAU, "clerk officer");
    return house_actor("officer");
}

static enum status does(const struct actor *who, void *rec, const char *verb)
{
    struct reason reason = because;
    struct record *record = rec;
    reason.on = house.cx.today;
    house.cx.issues = NULL;
    house.cx.actor = who;
    enum status status = record_move(&house.cx, record, verb, &reason);
    house.cx.actor = NULL;
    return status;
}

static void must_do(const struct actor *who, void *rec, const char *verb)
{
    enum status status = does(who, rec, verb);
    const struct issue *issue = house.cx.issues;
    if (status != OK)
        fail_msg("%s: %d %s %s", verb, status, issue ? issue->message : "", house.cx.fault);
}

static void refused(const struct actor *who, void *rec, const char *verb, const char *message)
{
    assert_int_equal(does(who, rec, verb), INVALID);
    assert_string_equal(house.cx.issues->message, message);
    house.cx.issues = NULL;
}

static const char *agency_id(const char *code)
{
    const char *id;
    static const struct sql by_code = {"test.agency", "SELECT id FROM agency WHERE code = $1"};
    assert_int_equal(store_text(&house.cx, &by_code, BIND(code), &id), OK);
    return id;
}

static enum status insert_as(const struct actor *who, struct record *rec)
{
    house.cx.actor = who;
    enum status status = record_insert(&house.cx, rec);
    house.cx.actor = NULL;
    return status;
}

static struct supervision_order *order_of(const struct actor *who, const char *sort)
{
    struct supervision_order *order = arena_make(house.mem, struct supervision_order);
    record_init(&supervision_order_kind, order);
    order->base.agency = PROVINCE;
    order->about = agency_id(BUREAU);
    order->sort = sort;
    order->title = "门户网站栏目长期不更新";
    order->demand = "立即更新。";
    order->due_on = date_plus(house.cx.today, 10);
    assert_int_equal(insert_as(who, &order->base), OK);
    assert_string_equal(order->base.agency, BUREAU); /* it lies at the agency that it is about */
    return order;
}

static struct finding *finding_of(const struct actor *who)
{
    struct finding *finding = arena_make(house.mem, struct finding);
    record_init(&finding_kind, finding);
    finding->base.agency = PROVINCE;
    finding->about = agency_id(BUREAU);
    finding->title = "公开目录缺少收费标准";
    finding->severity = "serious";
    finding->basis = "令711 第19条";
    finding->rectify_by = date_plus(house.cx.today, 10);
    assert_int_equal(insert_as(who, &finding->base), OK);
    return finding;
}

/* ---- order → criticism ----------------------------------------------------------------------- */

static void criticism_comes_only_after_the_day(void **state)
{
    const struct actor *who = above();
    struct supervision_order *order = order_of(who, "rectify"), *reminder;
    must_do(who, order, "issue-order");
    refused(who, order, "criticise", "oversight.not_before_its_day");
    forward(10); /* the day itself is still a day to answer on */
    refused(who, order, "criticise", "oversight.not_before_its_day");
    forward(1);
    must_do(who, order, "criticise");
    assert_int_equal(house_count("SELECT COUNT(*) FROM criticism WHERE agency = '" PROVINCE
                                 "' AND state = 'drafted'"),
                     1);
    assert_int_equal(house_count("SELECT COUNT(*) FROM act WHERE kind = 'criticism'"), 0);
    reminder = order_of(who, "reminder");
    must_do(who, reminder, "issue-order");
    forward(11);
    refused(who, reminder, "criticise", "oversight.only_after_an_order");
    must_do(who, reminder, "harden");
    assert_string_equal(reminder->sort, "rectify");
    refused(who, reminder, "criticise", "oversight.not_before_its_day");
    must_do(officer(), reminder, "answer-order");
    must_do(who, reminder, "settle-order");
}

/* ---- findings -------------------------------------------------------------------------------- */

static void a_finding_is_closed_by_who_found_it(void **state)
{
    const struct actor *who = above(), *there = officer();
    struct finding *finding = finding_of(who);
    must_do(who, finding, "notify-finding");
    assert_int_equal(does(who, finding, "rectify"), DENIED);
    must_do(there, finding, "rectify");
    assert_int_equal(does(there, finding, "close-finding"), DENIED);
    must_do(who, finding, "not-rectified");
    must_do(there, finding, "rectify");
    must_do(who, finding, "close-finding");
    must_do(there, finding, "carry");
    refused(there, finding, "carry", "oversight.carried_already");
    assert_int_equal(house_count("SELECT COUNT(*) FROM problem WHERE agency = '" BUREAU
                                 "' AND title = '公开目录缺少收费标准' AND state = 'drafted'"),
                     1);
}

static void nobody_supervises_themselves(void **state)
{
    house_staff("local", BUREAU, "supervisor");
    const struct actor *local = house_actor("local"), *who = above();
    struct finding *finding = finding_of(who);
    assert_int_equal(does(local, finding, "notify-finding"), DENIED);
    struct finding own = *finding;
    own.base.id = "";
    own.base.agency = BUREAU;
    assert_int_equal(insert_as(local, &own.base), INVALID);
    assert_string_equal(house.cx.issues->message, "oversight.not_below");
    house.cx.issues = NULL;
    own.base.id = "";
    own.base.agency = PROVINCE;
    own.about = agency_id(STRANGER);
    assert_int_equal(insert_as(who, &own.base), INVALID);
    house.cx.issues = NULL;
    own.base.id = "";
    own.base.agency = BUREAU;
    own.about = agency_id(BUREAU);
    assert_int_equal(insert_as(officer(), &own.base), DENIED); /* nor does the agency write it */
}

/* ---- accountability -------------------------------------------------------------------------- */

static void make_causes(void)
{
    static const struct sql late = {
        "test.late", "UPDATE application SET due_on = 14000, extended_due_on = NULL, closed_on ="
                     " 14001, delayed_until = NULL, state = 'answered' WHERE id = $1"};
    static const struct sql corrected = {"test.corrected",
                                         "UPDATE remedy SET result = 'corrected', decided_on ="
                                         " 14100, state = 'decided' WHERE id = $1"};
    struct record *remedy = house_draft(&remedy_kind, BUREAU, "");
    const char *application = ((struct remedy *)(void *)remedy)->application;
    assert_int_equal(store_run(&house.cx, &late, BIND(application), NULL), OK);
    assert_int_equal(store_run(&house.cx, &corrected, BIND(remedy->id), NULL), OK);
    struct record *item = house_draft(kind_by_name("disclosure"), BUREAU, "");
    house_take(item, "suspended");
    house_act_as(RELEASER, BUREAU);
    assert_int_equal(record_move(&house.cx, item, "erase", &because), OK);
    house.cx.actor = NULL;
}

static int64_t cases(const char *cause)
{
    return house_count(arena_format(
        house.mem,
        "SELECT COUNT(*) FROM accountability_case WHERE cause = '%s' AND agency = '" BUREAU "'",
        cause));
}

static struct accountability_case *case_of(const char *cause)
{
    struct accountability_case *matter = arena_make(house.mem, struct accountability_case);
    static const struct sql by_cause = {"test.case",
                                        "SELECT id FROM accountability_case WHERE cause = $1"};
    const char *id;
    assert_int_equal(store_text(&house.cx, &by_cause, BIND(cause), &id), OK);
    assert_int_equal(record_fetch(&house.cx, &accountability_case_kind, id, 0, matter), OK);
    return matter;
}

static void the_program_proposes_and_people_decide(void **state)
{
    static const char *const causes[] = {"late-answer", "leak", "unlawful-refusal"};
    make_causes();
    for (int round = 0; round < 2; round++) { /* any number of times a day */
        assert_int_equal(oversight_daily(&house.cx), OK);
        for (size_t i = 0; i < COUNT_OF(causes); i++) assert_int_equal(cases(causes[i]), 1);
    }
    const struct actor *who = above();
    struct accountability_case *late = case_of("late-answer");
    assert_int_equal(does(officer(), late, "accept-case"), DENIED);
    struct reason silent = NO_REASON;
    house.cx.actor = who;
    assert_int_equal(record_move(&house.cx, &late->base, "refuse-case", &silent), INVALID);
    house.cx.issues = NULL;
    must_do(who, late, "refuse-case");
    assert_int_equal(oversight_daily(&house.cx), OK);
    assert_int_equal(cases("late-answer"), 1); /* what was refused is not proposed again */
}

static void who_decided_does_not_settle_the_appeal(void **state)
{
    make_causes();
    assert_int_equal(oversight_daily(&house.cx), OK);
    const struct actor *who = above();
    struct accountability_case *matter = case_of("leak");
    must_do(who, matter, "accept-case");
    refused(who, matter, "hear", "field.required"); /* the facts */
    matter->facts = "经查，未履行审查程序。";
    matter->decision = "talk";
    matter->basis = "令711 第53条";
    house.cx.actor = who;
    assert_int_equal(record_save(&house.cx, &matter->base), OK);
    must_do(who, matter, "hear");
    must_do(officer(), matter, "state-opinion");
    must_do(who, matter, "decide");
    must_do(who, matter, "serve-decision");
    refused(who, matter, "close-case", "oversight.appeal_is_open");
    must_do(officer(), matter, "appeal");
    refused(who, matter, "settle-appeal", "oversight.decided_it_themselves");
    house_staff("second", PROVINCE, "supervisor");
    must_do(house_actor("second"), matter, "settle-appeal");
    assert_string_equal(record_state(&matter->base)->word, "closed");
}

/* ---- pages ----------------------------------------------------------------------------------- */

static const char *path(const char *folder, const char *id)
{
    return arena_format(house.mem, "%s/%s", folder, id);
}

static void a_supervisor_works_on_pages(void **state)
{
    struct visitor *who = house_staff("above", PROVINCE, "supervisor");
    struct visitor *there = house_staff("officer", BUREAU, "clerk officer");
    struct visitor *local = house_staff("local", STRANGER, "supervisor");
    struct finding *finding = finding_of(house_actor("above"));
    const char *page = path("/records/finding", finding->base.id);
    assert_non_null(strstr(visitor_get(who, "/oversight").body, page));
    assert_null(strstr(visitor_get(local, "/oversight").body, page));
    assert_int_equal(visitor_get(who, page).status, 200);
    assert_int_equal(visitor_get(local, page).status, 404);
    assert_non_null(strstr(visitor_get(who, page).body, "/edit"));
    assert_null(strstr(visitor_get(there, page).body, "/edit\""));
    assert_int_equal(visitor_get(who, "/records/finding/new").status, 200);
    assert_int_equal(visitor_get(there, "/records/finding/new").status, 404);
    assert_int_equal(visitor_get(who, "/records/unit/new").status, 404);
    struct reply made = visitor_post(
        who, "/records/finding/new",
        arena_format(house.mem,
                     "about=%s&inspection=&title=abc&severity=minor&basis=x&detail=&rectify_by=%s"
                     "&save=yes",
                     agency_id(BUREAU), date_iso(house.mem, date_plus(house.cx.today, 9))));
    assert_int_equal(made.status, 303);
    assert_int_equal(
        house_count("SELECT COUNT(*) FROM finding WHERE title = 'abc' AND agency = '" BUREAU "'"),
        1);
}

/* A red cell opens its list, and only for those who supervise the agency. */
static void red_cells_open_their_lists(void **state)
{
    struct visitor *who = house_staff("above", PROVINCE, "supervisor");
    struct visitor *far = house_staff("far", STRANGER, "supervisor");
    static const char cell[] = "/oversight/cells/" BUREAU "/open-findings";
    struct finding *finding = finding_of(house_actor("above"));
    must_do(house_actor("above"), finding, "notify-finding");
    assert_null(strstr(visitor_get(who, "/supervision?year=2009").body, cell));
    forward(11);
    who = house_staff("above", PROVINCE, "supervisor");
    far = house_staff("far", STRANGER, "supervisor");
    assert_non_null(strstr(visitor_get(who, "/supervision?year=2009").body, cell));
    assert_non_null(
        strstr(visitor_get(who, cell).body, path("/records/finding", finding->base.id)));
    assert_int_equal(visitor_get(far, cell).status, 404);
    assert_int_equal(visitor_get(who, "/oversight/cells/" BUREAU "/items").status, 404);
}

/* ---- the leading group's decisions ------------------------------------------------------------
 */

static void a_decision_begins_with_its_minutes(void **state)
{
    house_staff("pen", BUREAU, "clerk");
    house_staff("head", BUREAU, "leader clerk");
    house_staff("chief", BUREAU, "leader");
    const struct actor *pen = house_actor("pen"), *who = officer(), *head = house_actor("head");
    struct record *rec = house_draft(&task_kind, BUREAU, "");
    struct task *task = (struct task *)(void *)rec;
    struct meeting meeting;
    assert_int_equal(record_fetch(&house.cx, &meeting_kind, task->meeting, 0, &meeting), OK);
    refused(pen, task, "start-task", "work.minutes_not_approved");
    must_do(who, &meeting, "hold-meeting");
    meeting.minutes = "会议议定：更新目录。";
    house.cx.actor = head;
    assert_int_equal(record_save(&house.cx, &meeting.base), OK);
    refused(head, &meeting, "approve-minutes", "move.editor_may_not");
    must_do(house_actor("chief"), &meeting, "approve-minutes");
    must_do(pen, task, "start-task");
    must_do(who, task, "finish-task");
    refused(who, task, "accept-task", "work.finished_it_themselves");
    must_do(who, task, "reject-task");
    must_do(pen, task, "finish-task");
    house_staff("other", BUREAU, "officer");
    must_do(house_actor("other"), task, "accept-task");
}

/* Proof is a file that the agency adds while the finding is open, and that its superior reads; what
 * was found stays as it was written. */
static void proof_is_a_file_beside_the_finding(void **state)
{
    const struct actor *who = above();
    struct finding *finding = finding_of(who);
    struct visitor *there = house_staff("officer", BUREAU, "clerk officer");
    struct visitor *over = house_staff("above", PROVINCE, "supervisor");
    struct visitor *far = house_staff("far", STRANGER, "officer supervisor");
    const char *page = path("/records/finding", finding->base.id);
    const char *files = arena_format(house.mem, "%s/files", page);
    static const char text[] = "整改完成。";
    struct upload_of proof = {
        "proof.txt", {(const unsigned char *)text, sizeof text - 1}
    };
    const char *version = arena_format(house.mem, "%lld", (long long)finding->base.version);
    assert_int_not_equal(visitor_upload(there, files, version, &proof).status, 303);
    must_do(who, finding, "notify-finding");
    version = arena_format(house.mem, "%lld", (long long)finding->base.version);
    assert_int_equal(visitor_upload(there, files, version, &proof).status, 303);
    assert_int_equal(house_count("SELECT COUNT(*) FROM attachment WHERE name = 'proof.txt'"), 1);
    const char *one = arena_format(house.mem, "%s/files/1?edition=1", page);
    assert_int_equal(visitor_get(over, one).status, 200);
    assert_int_equal(visitor_get(far, one).status, 404);
    finding->title = "another";
    house.cx.actor = officer();
    finding->base.version++;
    assert_int_equal(record_save(&house.cx, &finding->base), CONFLICT);
    house.cx.actor = NULL;
}

/* What was released late in a month is one proposal, however often the program looks. */
static void a_month_of_late_items_is_one_proposal(void **state)
{
    static const struct sql late = {"test.late_items",
                                    "UPDATE item SET produced_on = $1, first_released_on = $2"};
    for (int i = 0; i < 2; i++)
        house_take(house_draft(kind_by_name("disclosure"), BUREAU, ""), "released");
    struct civil now = date_civil(house.cx.today);
    struct date before = date_plus(date_of(now.year, now.month, 1), -1);
    assert_int_equal(store_run(&house.cx, &late, BIND(date_plus(before, -90), before), NULL), OK);
    for (int round = 0; round < 2; round++) assert_int_equal(oversight_daily(&house.cx), OK);
    assert_int_equal(cases("not-updated"), 1);
    struct accountability_case *matter = case_of("not-updated");
    assert_non_null(strstr(matter->title, "2条"));
    must_do(above(), matter, "refuse-case");
    assert_int_equal(oversight_daily(&house.cx), OK);
    assert_int_equal(cases("not-updated"), 1);
}

/* A report that was not handed in is red, and opens its list. */
static void a_missing_report_opens_its_list(void **state)
{
    struct visitor *who = house_staff("above", PROVINCE, "supervisor");
    static const char cell[] = "/oversight/cells/" BUREAU "/missing-report?year=2009";
    assert_non_null(strstr(visitor_get(who, "/supervision?year=2009").body, cell));
    struct reply reply = visitor_get(who, cell);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "<table"));
    assert_int_equal(visitor_get(who, "/oversight/cells/" BUREAU "/missing-report?year=1").status,
                     422);
}

/* Personal fields only with a reason, and the reading is in the file's history. */
static void personal_fields_need_a_reason(void **state)
{
    struct record *rec = house_draft(&application_kind, BUREAU, "canary");
    struct visitor *who = house_staff("above", PROVINCE, "supervisor");
    struct visitor *far = house_staff("far", STRANGER, "supervisor");
    const char *page = path("/oversight/applications", rec->id);
    assert_int_equal(visitor_get(far, page).status, 404);
    assert_int_equal(visitor_get(who, page).status, 200);
    assert_null(strstr(visitor_get(who, page).body, "canary"));
    struct reply reply = visitor_post(who, page, "why=");
    assert_int_equal(reply.status, 422);
    assert_null(strstr(reply.body, "canary"));
    reply = visitor_post(who, page, "why=check");
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "canary-personal-name"));
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE verb = 'read-personal' AND"
                                 " why = 'check'"),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(criticism_comes_only_after_the_day),
        IN_HOUSE(a_finding_is_closed_by_who_found_it),
        IN_HOUSE(nobody_supervises_themselves),
        IN_HOUSE(the_program_proposes_and_people_decide),
        IN_HOUSE(who_decided_does_not_settle_the_appeal),
        IN_HOUSE(a_supervisor_works_on_pages),
        IN_HOUSE(red_cells_open_their_lists),
        IN_HOUSE(a_decision_begins_with_its_minutes),
        IN_HOUSE(personal_fields_need_a_reason),
        IN_HOUSE(proof_is_a_file_beside_the_finding),
        IN_HOUSE(a_month_of_late_items_is_one_proposal),
        IN_HOUSE(a_missing_report_opens_its_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
