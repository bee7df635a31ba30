/* What can be done against an answer: in time and too late, in the order that the law wants, by the
 * desk and by the applicant's code, and what is told when it is decided. */
#include "request/take.h"
#include "request/test_room.h"

static struct remedy sought(const struct application *a, const char *sort)
{
    struct remedy remedy;
    record_init(&remedy_kind, &remedy);
    remedy.base.agency = AGENCY_CODE;
    remedy.application = a->base.id;
    remedy.sort = sort;
    remedy.organ = "江城市人民政府";
    remedy.filed_on = room.cx.today;
    return remedy;
}

static struct application refused_on_21_april(void)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 21);
    answers(&a, "process", "");
    return a;
}

/* 60 days from 21 April 2025 end on 20 June. */
static void a_late_remedy_is_marked_and_taken(void **state)
{
    struct application a = refused_on_21_april();
    on_day(2025, 6, 20);
    struct remedy last_day = sought(&a, "reconsideration");
    expect(record_insert(as(OFFICER_), &last_day.base), OK);
    assert_false(last_day.late);
    assert_false(date_is_set(last_day.term_ended_on));
    on_day(2025, 6, 21);
    struct remedy late = sought(&a, "reconsideration");
    expect(record_insert(as(OFFICER_), &late.base), OK);
    assert_true(late.late);
    assert_int_equal(late.term_ended_on.day, date_of(2025, 6, 20).day);
    assert_int_equal(count("SELECT COUNT(*) FROM remedy WHERE late = 1"), 1);
    late.filed_on = date_of(2025, 6, 19); /* the day was keyed in wrongly */
    expect(record_save(as(OFFICER_), &late.base), OK);
    assert_false(late.late);
    struct remedy complaint = sought(&a, "complaint"); /* has no term */
    expect(record_insert(as(OFFICER_), &complaint.base), OK);
    assert_false(complaint.late);
}

/* 行政复议法 第23条: against a refusal reconsideration comes first, and is decided first, unless
 * its time has run out. */
static void what_comes_first_is_decided_first(void **state)
{
    struct request_result upheld = {"upheld", false};
    struct application a = refused_on_21_april();
    on_day(2025, 5, 6);
    struct remedy suit = sought(&a, "suit-after-reconsideration");
    refused(record_insert(as(OFFICER_), &suit.base), "request.remedy_first");
    struct remedy first = sought(&a, "reconsideration");
    expect(record_insert(as(OFFICER_), &first.base), OK);
    suit = sought(&a, "suit-after-reconsideration");
    refused(record_insert(as(OFFICER_), &suit.base), "request.remedy_first");
    suit = sought(&a, "suit-direct");
    refused(record_insert(as(OFFICER_), &suit.base), "request.remedy_first");
    on_day(2025, 6, 10);
    expect(does(OFFICER_, &first.base, "conclude", &upheld), OK);
    suit = sought(&a, "suit-after-reconsideration");
    suit.filed_on = date_of(2025, 6, 9);
    refused(record_insert(as(OFFICER_), &suit.base), "request.remedy_first");
    on_day(2025, 6, 25); /* 15 days from the decision */
    suit = sought(&a, "suit-after-reconsideration");
    expect(record_insert(as(OFFICER_), &suit.base), OK);
    assert_false(suit.late);
    on_day(2025, 6, 26);
    suit = sought(&a, "suit-after-reconsideration");
    expect(record_insert(as(OFFICER_), &suit.base), OK);
    assert_true(suit.late);
    assert_int_equal(suit.term_ended_on.day, date_of(2025, 6, 25).day);
}

static void who_waits_longer_than_the_law_allows_may_sue(void **state)
{
    struct application a = refused_on_21_april();
    on_day(2025, 5, 6);
    struct remedy first = sought(&a, "reconsideration");
    expect(record_insert(as(OFFICER_), &first.base), OK);
    on_day(2025, 7, 7); /* 60 days from 6 May end on Saturday 5 July: on Monday the 7th */
    struct remedy suit = sought(&a, "suit-after-reconsideration");
    refused(record_insert(as(OFFICER_), &suit.base), "request.remedy_first");
    on_day(2025, 7, 8);
    suit = sought(&a, "suit-after-reconsideration");
    expect(record_insert(as(OFFICER_), &suit.base), OK);
}

/* An answer that was given again: what was found of the first one stays. */
static void what_was_late_against_the_first_answer_stays_late(void **state)
{
    struct request_result again_ = {"corrected", true};
    struct application a = refused_on_21_april();
    on_day(2025, 6, 23);
    struct remedy late = sought(&a, "reconsideration"), other = sought(&a, "reconsideration");
    expect(record_insert(as(OFFICER_), &late.base), OK);
    expect(record_insert(as(OFFICER_), &other.base), OK);
    on_day(2025, 7, 1);
    expect(does(OFFICER_, &other.base, "conclude", &again_), OK);
    on_day(2025, 7, 10);
    again(&a);
    answers(&a, "granted", "");
    late.case_number = "（2025）江复12号";
    expect(record_save(as(OFFICER_), &late.base), OK);
    assert_true(late.late);
}

/* ---- by code ---- */

static struct letter by_code(const struct application *a, const char *sort)
{
    static struct letter_field fields[2];
    fields[0] = (struct letter_field){"reasons", "答复不完整"};
    fields[1] = (struct letter_field){"remedy", sort};
    return (struct letter){.id = id_new(room.cx.mem),
                           .type = "review",
                           .to = AGENCY_CODE,
                           .capsule_key = a->capsule_key,
                           .at = room.cx.now,
                           .fields = fields,
                           .field_count = 2};
}

static void a_late_remedy_by_code_is_taken_and_marked(void **state)
{
    struct application a = refused_on_21_april();
    a.capsule_key = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    static const struct sql give = {"test.give_key",
                                    "UPDATE application SET capsule_key = $2 WHERE id = $1"};
    expect(store_run(&room.cx, &give, BIND(a.base.id, a.capsule_key), NULL), OK);
    on_day(2025, 6, 21);
    room.cx.actor = &access_program;
    struct letter letter = by_code(&a, "reconsideration");
    expect(request_take_review(&room.cx, &letter), OK);
    assert_int_equal(count("SELECT COUNT(*) FROM remedy WHERE late = 1 AND sort ="
                           " 'reconsideration'"),
                     1);
    letter = by_code(&a, "suit-direct"); /* what must not come first is heard as a complaint */
    expect(request_take_review(&room.cx, &letter), OK);
    assert_int_equal(count("SELECT COUNT(*) FROM remedy WHERE sort = 'complaint'"), 1);
}

/* ---- what is told ---- */

static void a_decided_complaint_is_told_by_a_letter(void **state)
{
    struct request_result corrected = {"corrected", true};
    struct reason reason = NO_REASON;
    struct application a = refused_on_21_april();
    on_day(2025, 5, 6);
    struct remedy complaint = sought(&a, "complaint"), other = sought(&a, "reconsideration");
    expect(record_insert(as(OFFICER_), &complaint.base), OK);
    expect(record_insert(as(OFFICER_), &other.base), OK);
    on_day(2025, 5, 12);
    expect(does(OFFICER_, &other.base, "conclude", &(struct request_result){"upheld", false}), OK);
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE template = 'review-decision'"), 0);
    reason.with = &corrected;
    reason.why = "原答复遗漏第二项";
    expect(record_move(as(OFFICER_), &complaint.base, "conclude", &reason), OK);
    const char *body = text_of("SELECT body FROM letter WHERE template = 'review-decision'");
    assert_non_null(strstr(body, "2025年4月21日作出答复（文书编号：〔2025〕第1号）"));
    assert_non_null(strstr(body, "原答复遗漏第二项"));
    assert_non_null(strstr(body, "撤销原答复"));
    assert_non_null(strstr(body, "第五十一条"));
    serves(&a, "review-decision");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(a_late_remedy_is_marked_and_taken),
        IN_ROOM(what_comes_first_is_decided_first),
        IN_ROOM(who_waits_longer_than_the_law_allows_may_sue),
        IN_ROOM(what_was_late_against_the_first_answer_stays_late),
        IN_ROOM(a_late_remedy_by_code_is_taken_and_marked),
        IN_ROOM(a_decided_complaint_is_told_by_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
