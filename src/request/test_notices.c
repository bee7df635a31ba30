/* Whoever is to answer must have been told: what stops a clock or lets something lapse counts from
 * the service of its letter, and cannot be dated back. */
#include "request/test_room.h"

static void day_is(struct date day, int year, int month, int of_month)
{
    const char *wanted = date_iso(room.cx.mem, date_of(year, month, of_month));
    assert_string_equal(date_iso(room.cx.mem, day), wanted);
}

static struct consultation asked(const struct application *a, const char *sort)
{
    struct consultation c;
    record_init(&consultation_kind, &c);
    c.base.agency = AGENCY_CODE;
    c.application = a->base.id;
    c.sort = sort;
    c.party = "某某公司";
    c.question = "是否同意公开合同金额";
    expect(record_insert(as(CLERK_), &c.base), OK);
    return c;
}

static void state_is(struct application *a, enum application_state state)
{
    again(a);
    assert_int_equal(a->base.state, state);
}

/* ---- nothing lapses that nobody was told of ---- */

static void an_unserved_correction_notice_lets_nothing_lapse(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    on_day(2026, 2, 10);
    struct application a = registered();
    on_day(2026, 2, 12);
    expect(does(OFFICER_, &a.base, "ask-correction", &items), OK);
    day_is(a.lapses_after, 2026, 3, 11);
    on_day(2026, 3, 12);
    daily();
    state_is(&a, CORRECTING);
    room.cx.actor = &access_program;
    refused(record_move(&room.cx, &a.base, "lapse", &NO_REASON), "request.not_served_yet");
}

static void a_co_maker_that_got_no_letter_has_not_agreed(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 14);
    struct consultation c = asked(&a, "co-maker");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    on_day(2025, 5, 8);
    daily();
    state_is(&a, CONSULTING);
    assert_string_equal(text_of("SELECT answer FROM consultation"), "");
    serves(&a, "co-maker-consultation");
    expect(record_fetch(&room.cx, &consultation_kind, c.base.id, 0, &c), OK);
    day_is(c.served_on, 2025, 5, 8);
    day_is(c.answer_by, 2025, 5, 29);
    on_day(2025, 5, 30);
    daily();
    state_is(&a, REGISTERED);
    assert_string_equal(text_of("SELECT answer FROM consultation"), "silent");
}

static void a_fee_is_due_only_when_its_notice_was_served(void **state)
{
    struct fee_notice fee;
    on_day(2025, 4, 10);
    struct application a = registered();
    record_init(&fee_notice_kind, &fee);
    fee.base.agency = AGENCY_CODE;
    fee.application = a.base.id;
    fee.standard = "page";
    fee.quantity = 120;
    expect(record_insert(as(OFFICER_), &fee.base), OK);
    expect(does(OFFICER_, &fee.base, "notify", NULL), OK);
    day_is(fee.pay_by, 2025, 5, 12);
    on_day(2025, 4, 11);
    serves(&a, "fee-notice");
    expect(record_fetch(&room.cx, &fee_notice_kind, fee.base.id, 0, &fee), OK);
    day_is(fee.noticed_on, 2025, 4, 11);
    day_is(fee.pay_by, 2025, 5, 13);
    on_day(2025, 5, 13);
    daily();
    state_is(&a, FEE_NOTICED);
    on_day(2025, 5, 14);
    daily();
    state_is(&a, LAPSED);
}

/* ---- nothing is dated back ---- */

static enum status on(enum person person, struct record *rec, const char *verb,
                      const struct reason *reason)
{
    return record_move(as(person), rec, verb, reason);
}

static void a_term_that_has_passed_is_not_brought_to_life(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    struct reason reason = NO_REASON;
    on_day(2025, 4, 10);
    struct application a = registered();
    struct consultation c = asked(&a, "third-party");
    on_day(2025, 6, 10);
    reason.on = date_of(2025, 4, 20);
    reason.why = "情况复杂";
    refused(on(LEADER_, &a.base, "extend", &reason), "request.only_today");
    refused(on(CLERK_, &c.base, "send", &reason), "request.only_today");
    reason.on = date_of(2025, 4, 11);
    reason.with = &items;
    refused(on(OFFICER_, &a.base, "ask-correction", &reason), "request.only_today");
    assert_int_equal(count("SELECT COUNT(*) FROM application_event"), 0);
}

/* ---- who reads what ---- */

/* 第17条: no term is set for it, and what is not determined is not disclosed. */
static void the_secrecy_administration_does_not_agree_by_silence(void **state)
{
    struct request_reply refuses = {"refuses", "属于国家秘密"};
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 14);
    struct consultation c = asked(&a, "secrecy");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE template = 'secrecy-consultation'"
                           " AND instr(body, '视为同意') = 0 AND instr(body, '第十七条') > 0"),
                     1);
    serves(&a, "secrecy-consultation");
    on_day(2025, 8, 1);
    daily();
    state_is(&a, CONSULTING);
    expect(does(CLERK_, &c.base, "answer-arrives", &refuses), OK);
    state_is(&a, REGISTERED);
}

/* Third parties are asked in the officer's words; the applicant's may say who applied. */
static void a_third_party_does_not_read_what_the_applicant_wrote(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    struct consultation c = asked(&a, "third-party"), mute = asked(&a, "co-maker");
    mute.question = "";
    expect(record_save(as(CLERK_), &mute.base), OK);
    refused(does(CLERK_, &mute.base, "send", NULL), "field.required");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE consultation <> ''"
                           " AND instr(body, '是否同意公开合同金额') > 0"
                           " AND instr(body, '和平路') = 0"),
                     1);
}

/* ---- a word that something waits ---- */

static struct application reachable(const char *email, const char *phone)
{
    static const struct sql put = {"test.reach", "UPDATE application SET email = $2, phone = $3,"
                                                 " capsule_key = 'k' WHERE id = $1"};
    struct application a = registered();
    expect(store_run(&room.cx, &put, BIND(a.base.id, email, phone), NULL), OK);
    return a;
}

static void a_served_letter_is_told_once_and_names_nobody(void **state)
{
    on_day(2025, 4, 10);
    notices_go_by(true, true);
    struct application a = reachable("crane@example.org", "13900000000");
    serves(&a, "receipt");
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE channel = 'email'"
                           " AND recipient = 'crane@example.org' AND state = 'waiting'"
                           " AND instr(body, 'https://ga.example') > 0"
                           " AND instr(body, '江城市公安局') > 0"),
                     1);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox o JOIN application a ON instr(o.subject ||"
                           " o.body || o.key, a.name) + instr(o.subject || o.body || o.key, a.id)"
                           " + instr(o.body, a.sought) + instr(o.body, a.phone)"
                           " + instr(o.body, a.title) > 0"),
                     0);
    struct application b = reachable("", "13900000001");
    serves(&b, "receipt");
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE channel = 'command'"
                           " AND recipient = '13900000001'"),
                     1);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 2);
}

static void what_cannot_be_told_stops_nothing(void **state)
{
    on_day(2025, 4, 10);
    notices_go_by(true, false);
    struct application wrong = reachable("not an address", "13900000000"), mute = registered();
    serves(&wrong, "receipt");
    serves(&mute, "receipt"); /* no code: nothing to open */
    notices_go_by(false, false);
    struct application none = reachable("crane@example.org", "13900000000");
    serves(&none, "receipt");
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 0);
}

/* Third parties are written to; the applicant is not told that they were. */
static void what_goes_to_others_is_not_told_to_the_applicant(void **state)
{
    on_day(2025, 4, 10);
    notices_go_by(true, false);
    struct application a = reachable("crane@example.org", "");
    struct consultation c = asked(&a, "third-party");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    serves(&a, "third-party-consultation");
    assert_int_equal(count("SELECT COUNT(*) FROM outbox"), 0);
}

static void a_notice_that_was_never_sent_is_forgotten_with_the_person(void **state)
{
    on_day(2010, 4, 12);
    notices_go_by(true, false);
    struct application a = reachable("crane@example.org", "");
    serves(&a, "receipt");
    again(&a);
    expect(does_for(CLERK_, &a.base, "withdraw-request", "不再需要"), OK);
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE recipient <> ''"), 1);
    on_day(2025, 4, 10);
    daily();
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE recipient <> ''"), 0);
    assert_int_equal(count("SELECT COUNT(*) FROM application WHERE forgotten_on IS NOT NULL"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(an_unserved_correction_notice_lets_nothing_lapse),
        IN_ROOM(a_co_maker_that_got_no_letter_has_not_agreed),
        IN_ROOM(a_fee_is_due_only_when_its_notice_was_served),
        IN_ROOM(a_term_that_has_passed_is_not_brought_to_life),
        IN_ROOM(the_secrecy_administration_does_not_agree_by_silence),
        IN_ROOM(a_third_party_does_not_read_what_the_applicant_wrote),
        IN_ROOM(a_served_letter_is_told_once_and_names_nobody),
        IN_ROOM(what_cannot_be_told_stops_nothing),
        IN_ROOM(what_goes_to_others_is_not_told_to_the_applicant),
        IN_ROOM(a_notice_that_was_never_sent_is_forgotten_with_the_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
