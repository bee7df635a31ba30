/* What is corrected, recalled and ended: events entered wrongly, calendars, what lies beside a
 * closed application, third parties that are overruled, letters issued again. */
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
    c.question = "是否同意公开";
    expect(record_insert(as(CLERK_), &c.base), OK);
    return c;
}

static void a_consultation_asked_in_error_costs_no_time(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    on_day(2025, 4, 14);
    struct consultation c = asked(&a, "third-party");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    on_day(2025, 4, 21);
    expect(does_for(CLERK_, &c.base, "recall", "发错对象"), OK);
    again(&a);
    assert_int_equal(a.base.state, REGISTERED);
    day_is(a.due_on, 2025, 5, 12);
    assert_false(a.paused);
}

static void an_event_entered_wrongly_is_struck(void **state)
{
    struct application_event event;
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(does_for(LEADER_, &a.base, "extend", "情况复杂"), OK);
    day_is(a.extended_due_on, 2025, 6, 10);
    const char *id = text_of("SELECT id FROM application_event");
    expect(record_fetch(&room.cx, &application_event_kind, id, 0, &event), OK);
    expect(does_for(CLERK_, &event.base, "strike", "误录"), DENIED);
    expect(does_for(OFFICER_, &event.base, "strike", "误录"), OK);
    again(&a);
    assert_false(date_is_set(a.extended_due_on));
    day_is(a.due_on, 2025, 5, 12);
    expect(does_for(LEADER_, &a.base, "extend", "情况确实复杂"), OK);
}

static void an_event_that_carries_the_state_is_not_struck(void **state)
{
    struct application_event event;
    struct request_correction items = {"请写明文号", 15};
    on_day(2025, 4, 10);
    struct application a = registered();
    expect(does(OFFICER_, &a.base, "ask-correction", &items), OK);
    const char *id = text_of("SELECT id FROM application_event");
    expect(record_fetch(&room.cx, &application_event_kind, id, 0, &event), OK);
    refused(does_for(OFFICER_, &event.base, "strike", "误录"), "request.event_carries");
}

/* The date that was told is never moved earlier by itself; both are shown. */
static void a_corrected_calendar_moves_nothing_earlier(void **state)
{
    static const struct sql told_later = {
        "test.later", "UPDATE application SET due_on = $1, calendar_version = 'before'"};
    on_day(2025, 4, 10);
    struct application a = registered();
    struct date now = a.due_on;
    expect(store_run(&room.cx, &told_later, BIND(date_plus(now, 3)), NULL), OK);
    daily();
    again(&a);
    assert_int_equal(a.due_on.day, date_plus(now, 3).day);
    assert_int_equal(a.due_before.day, now.day);
    assert_string_not_equal(a.calendar_version, "before");
    expect(store_run(&room.cx, &told_later, BIND(date_plus(now, -3)), NULL), OK);
    daily();
    again(&a);
    assert_int_equal(a.due_on.day, now.day);
    assert_int_equal(a.due_before.day, date_plus(now, -3).day);
    assert_int_equal(count("SELECT COUNT(*) FROM history WHERE verb = 'recount'"), 2);
}

static void what_lies_beside_ends_with_it(void **state)
{
    struct search_task task;
    on_day(2025, 4, 10);
    struct application a = registered();
    record_init(&search_task_kind, &task);
    task.base.agency = AGENCY_CODE;
    task.application = a.base.id;
    task.title = "巡逻安排";
    task.unit = room.unit;
    task.answer_by = date_of(2025, 4, 15);
    expect(record_insert(as(CLERK_), &task.base), OK);
    struct consultation c = asked(&a, "third-party");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    again(&a);
    expect(does_for(CLERK_, &a.base, "withdraw-request", "来电撤回"), OK);
    assert_string_equal(text_of("SELECT state FROM search_task"), "recalled");
    assert_string_equal(text_of("SELECT state FROM consultation"), "recalled");
    on_day(2025, 6, 30);
    daily();
    assert_int_equal(a.base.state, REQUEST_WITHDRAWN);
}

static void an_overruled_party_is_told_in_writing(void **state)
{
    struct request_reply refuses = {"refuses", "商业秘密"};
    on_day(2025, 4, 10);
    struct application a = registered();
    struct consultation c = asked(&a, "third-party");
    expect(does(CLERK_, &c.base, "send", NULL), OK);
    on_day(2025, 4, 15);
    expect(does(CLERK_, &c.base, "answer-arrives", &refuses), OK);
    answers(&a, "granted", "");
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE template = 'third-party-decision'"
                           " AND consultation <> ''"),
                     1);
    assert_string_equal(
        text_of("SELECT addressee FROM letter WHERE template = 'third-party-decision'"),
        "某某公司");
}

static void what_makes_the_receipt_does_not_change(void **state)
{
    on_day(2025, 4, 10);
    struct application a = registered();
    a.phone = "13911111111";
    expect(record_save(as(CLERK_), &a.base), OK);
    a.channel = "registered";
    refused(record_save(as(CLERK_), &a.base), "request.channel_is_fixed");
    again(&a);
    on_day(2025, 4, 11);
    a.arrived_on = room.cx.today;
    refused(record_save(as(CLERK_), &a.base), "request.channel_is_fixed");
}

/* Served later than written: the period that the applicant has runs from then. */
static void a_notice_counts_from_its_service(void **state)
{
    struct request_correction items = {"请写明文号", 15};
    struct request_service post = {.method = "post", .proof = "EMS 1"};
    struct request_letter letter;
    on_day(2026, 2, 10);
    struct application a = registered();
    on_day(2026, 2, 11);
    expect(does(OFFICER_, &a.base, "ask-correction", &items), OK);
    struct date first = a.lapses_after;
    const char *id = text_of("SELECT id FROM letter WHERE template = 'correction-notice'");
    expect(record_fetch(&room.cx, &request_letter_kind, id, 0, &letter), OK);
    expect(does(OFFICER_, &letter.base, "sign", NULL), OK);
    assert_true(text_starts(letter.base.number, "〔2026〕第"));
    on_day(2026, 2, 12);
    expect(does(CLERK_, &letter.base, "serve", &post), OK);
    again(&a);
    assert_true(a.lapses_after.day > first.day);
    day_is(a.lapses_after, 2026, 3, 11);
    expect(does_for(OFFICER_, &letter.base, "reissue", "地址有误"), OK);
    assert_int_equal(count("SELECT COUNT(*) FROM letter WHERE template = 'correction-notice'"), 2);
    assert_string_equal(text_of("SELECT number FROM letter WHERE template = 'correction-notice'"
                                " AND newest = 1"),
                        "");
}

/* 第35条: reasons first, then a later day that is told. */
static void a_reasoned_delay_needs_reasons_asked_for(void **state)
{
    struct reason reason = NO_REASON;
    on_day(2025, 4, 10);
    struct application a = registered();
    reason.why = "申请数量明显超过合理范围";
    reason.on = date_of(2025, 7, 1);
    refused(record_move(as(LEADER_), &a.base, "delay", &reason), "request.reasons_first");
    expect(does_for(OFFICER_, &a.base, "ask-reasons", "申请数量明显超过合理范围"), OK);
    reason.on = date_of(2025, 5, 1);
    refused(record_move(as(LEADER_), &a.base, "delay", &reason), "request.delay_too_short");
    reason.on = date_of(2025, 7, 1);
    expect(record_move(as(LEADER_), &a.base, "delay", &reason), OK);
    day_is(a.delayed_until, 2025, 7, 1);
    day_is(a.extended_due_on, 2025, 7, 1);
    day_is(application_due(&room.cx, &a.base).by, 2025, 7, 1);
}

static void an_unconfirmed_application_is_set_aside_and_not_counted(void **state)
{
    on_day(2025, 4, 10);
    struct application a = came("web");
    day_is(application_due(&room.cx, &a.base).by, 2025, 4, 11);
    refused(does_for(OFFICER_, &a.base, "set-aside", "未确认"), "request.confirm_first");
    expect(does(CLERK_, &a.base, "confirm", NULL), OK);
    on_day(2025, 4, 11);
    refused(does_for(OFFICER_, &a.base, "set-aside", "未确认"), "request.set_aside_early");
    day_is(application_due(&room.cx, &a.base).by, 2025, 4, 24); /* the officer is asked */
    assert_string_equal(application_due(&room.cx, &a.base).article,
                        "本机关规定（令711 第31条（三）未定期限）");
    on_day(2025, 4, 23);
    refused(does_for(OFFICER_, &a.base, "set-aside", "未确认"), "request.set_aside_early");
    on_day(2025, 4, 24);
    expect(does_for(OFFICER_, &a.base, "set-aside", "申请人未确认"), OK);
    assert_false(date_is_set(a.received_on));
    assert_false(date_is_set(a.closed_on));
    assert_int_equal(a.serial, INT_NONE);
}

static void reload(struct application *a)
{
    expect(record_fetch(&room.cx, &application_kind, a->base.id, 0, a), OK);
}

/* Nobody confirms, nobody sets aside: it is kept a year, and then only that it was there. */
static void what_nobody_confirms_is_not_kept_for_ever(void **state)
{
    on_day(2025, 4, 10);
    struct application asked = came("web"), unasked = came("web"), aside = came("web");
    expect(does(CLERK_, &asked.base, "confirm", NULL), OK);
    expect(does(CLERK_, &aside.base, "confirm", NULL), OK);
    on_day(2025, 5, 30);
    expect(does_for(OFFICER_, &aside.base, "set-aside", "申请人未确认"), OK);
    as(CLERK_)->actor = &access_program;
    refused(record_move(&room.cx, &asked.base, "never-confirmed", &NO_REASON),
            "request.still_kept");
    on_day(2026, 4, 10);
    daily();
    reload(&asked);
    assert_int_equal(asked.base.state, AWAITING_CONFIRMATION);
    assert_false(text_empty(asked.name));
    on_day(2026, 4, 11);
    daily();
    reload(&asked);
    reload(&aside);
    reload(&unasked);
    assert_int_equal(asked.base.state, LAPSED);
    assert_string_equal(asked.name, "");
    day_is(asked.forgotten_on, 2026, 4, 11);
    assert_string_equal(aside.name, "");
    /* the agency's own confirmation is missing: that is overdue, and not solved by forgetting */
    assert_int_equal(unasked.base.state, AWAITING_CONFIRMATION);
    assert_false(text_empty(unasked.name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ROOM(a_consultation_asked_in_error_costs_no_time),
        IN_ROOM(an_event_entered_wrongly_is_struck),
        IN_ROOM(an_event_that_carries_the_state_is_not_struck),
        IN_ROOM(a_corrected_calendar_moves_nothing_earlier),
        IN_ROOM(what_lies_beside_ends_with_it),
        IN_ROOM(an_overruled_party_is_told_in_writing),
        IN_ROOM(what_makes_the_receipt_does_not_change),
        IN_ROOM(a_notice_counts_from_its_service),
        IN_ROOM(a_reasoned_delay_needs_reasons_asked_for),
        IN_ROOM(an_unconfirmed_application_is_set_aside_and_not_counted),
        IN_ROOM(what_nobody_confirms_is_not_kept_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
