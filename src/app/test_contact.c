/* Messages and their owners (S35): who has one until when, what the citizen sees of it, what it
 * takes to answer in public. */
#include <string.h>

#include "app/test_house.h"
#include "contact/contact.h"
#include "organisation/organisation.h"
#include "record/guard.h"

static struct contact_message m;
static const char *first_unit, *second_unit;

static void be(const char *name)
{
    house.cx.actor = house_actor(name);
}

static void expect_at(enum status got, enum status wanted, int line)
{
    const struct issue *issue = house.cx.issues;
    while (issue && issue->next) issue = issue->next;
    if (got != wanted)
        fail_msg("line %d: status %d, not %d; %s %s", line, got, wanted,
                 issue ? issue->message : "", house.cx.fault);
}
#define EXPECT(call, wanted) expect_at((call), (wanted), __LINE__)

static const char *unit_named(const char *name)
{
    struct unit unit;
    record_init(&unit_kind, &unit);
    unit.base.agency = PROVINCE;
    unit.name = name;
    EXPECT(record_insert(&house.cx, &unit.base), OK);
    return unit.base.id;
}

/* A call that the clerk takes down: it is the clerk's from then on. */
static void take_call(void)
{
    house_staff("clerk", PROVINCE, "clerk");
    house_staff("officer", PROVINCE, "officer");
    house_staff("other", PROVINCE, "officer");
    be("clerk");
    first_unit = unit_named("出入境管理局");
    second_unit = unit_named("户政管理处");
    record_init(&contact_message_kind, &m);
    m.base.agency = PROVINCE;
    m.title = "签证延期需要哪些材料";
    m.text = "我叫甲乙丙，想问签证延期。";
    m.sort = "consultation";
    m.channel = "telephone";
    EXPECT(record_insert(&house.cx, &m.base), OK);
}

static void reload(void)
{
    EXPECT(record_fetch(&house.cx, &contact_message_kind, m.base.id, 0, &m), OK);
}

static struct hand_over offer_to(const char *unit, const char *person, enum status wanted)
{
    struct hand_over h;
    record_init(&hand_over_kind, &h);
    h.base.agency = PROVINCE;
    h.message = m.base.id;
    h.to_unit = unit;
    h.to_holder = person ? house_actor(person)->id : "";
    h.reason = "属于该单位职责";
    EXPECT(record_insert(&house.cx, &h.base), wanted);
    return h;
}

static enum status step(const char *verb, const char *why)
{
    struct reason reason = NO_REASON;
    reason.why = why;
    reload();
    return record_move(&house.cx, &m.base, verb, &reason);
}

static void write_answer(bool for_public)
{
    reload();
    m.answer = "带护照和居住登记到受理大厅办理。";
    m.public_title = for_public ? "签证延期的材料" : "";
    m.public_question = for_public ? "签证延期需要哪些材料？" : "";
    m.public_answer = for_public ? "带护照和居住登记。" : "";
    EXPECT(record_save(&house.cx, &m.base), OK);
}

static void later(int days)
{
    house.now.ms += days * INT64_C(86400000);
    context_set_clock(&house.cx, house.now);
}

static struct matter_view seen(void)
{
    struct matter_view view = {0};
    EXPECT(contact_matter.describe(&house.cx, m.base.id, &view), OK);
    return view;
}

static bool tells(const struct matter_view *view, const char *words)
{
    for (size_t i = 0; i < view->event_count; i++)
        if (strstr(view->events[i].zh, words) || strstr(view->events[i].note, words)) return true;
    return false;
}

/* The agency's own record, which the portal must know before it takes letters for it. */
static struct record *record_of(const char *agency)
{
    struct agency *found = arena_make(house.mem, struct agency);
    EXPECT(agency_by_code(&house.cx, agency, found), OK);
    return &found->base;
}

/* ---- owners ---------------------------------------------------------------------------------- */

static void who_receives_it_owns_it(void **state)
{
    take_call();
    assert_string_equal(m.holder, house_actor("clerk")->id);
    assert_true(strlen(m.base.number) > 5);
    be("officer");
    write_answer(false);
    EXPECT(step("take-up", ""), INVALID); /* it is the clerk's */
    offer_to(first_unit, NULL, INVALID);
    be("clerk");
    EXPECT(step("take-up", ""), OK);
}

static void an_offer_changes_nothing_before_it_is_accepted(void **state)
{
    take_call();
    struct hand_over h = offer_to(first_unit, "officer", OK);
    reload();
    assert_string_equal(m.holder, house_actor("clerk")->id);
    offer_to(second_unit, "officer", INVALID); /* one at a time */
    EXPECT(record_move(&house.cx, &h.base, "accept-hand-over", &NO_REASON),
           INVALID); /* own offer */
    be("other");
    EXPECT(record_move(&house.cx, &h.base, "accept-hand-over", &NO_REASON), INVALID);
    be("officer");
    EXPECT(record_move(&house.cx, &h.base, "accept-hand-over", &NO_REASON), OK);
    reload();
    assert_string_equal(m.holder, house_actor("officer")->id);
    assert_string_equal(m.unit, first_unit);
    assert_int_equal(m.base.state, MESSAGE_RECEIVED);
    be("clerk");
    EXPECT(step("take-up", ""), INVALID);
}

static void the_citizen_sees_both_hand_overs_by_units(void **state)
{
    take_call();
    struct hand_over one = offer_to(first_unit, NULL, OK), two;
    be("officer");
    EXPECT(record_move(&house.cx, &one.base, "accept-hand-over", &NO_REASON), OK);
    later(1);
    two = offer_to(second_unit, "clerk", OK);
    be("clerk");
    EXPECT(record_move(&house.cx, &two.base, "accept-hand-over", &NO_REASON), OK);
    struct matter_view view = seen();
    assert_true(tells(&view, "出入境管理局已接收"));
    assert_true(tells(&view, "户政管理处已接收"));
    assert_true(tells(&view, "出入境管理局提出转交户政管理处"));
    assert_string_equal(view.holder, "户政管理处");
    for (size_t i = 0; i < view.event_count; i++) {
        assert_null(strstr(view.events[i].zh, "clerk")); /* never a person */
        assert_null(strstr(view.events[i].en, "officer"));
        if (i) assert_true(view.events[i - 1].on.day <= view.events[i].on.day);
    }
}

static void what_nobody_takes_goes_back(void **state)
{
    struct reason no = NO_REASON;
    no.why = "不属于本单位职责";
    take_call();
    struct hand_over h = offer_to(first_unit, "officer", OK);
    be("officer");
    EXPECT(record_move(&house.cx, &h.base, "decline-hand-over", &NO_REASON), INVALID);
    EXPECT(record_move(&house.cx, &h.base, "decline-hand-over", &no), OK);
    be("clerk");
    h = offer_to(second_unit, "officer", OK); /* who is away */
    EXPECT(contact_daily(&house.cx), OK);
    EXPECT(record_fetch(&house.cx, &hand_over_kind, h.base.id, 0, &h), OK);
    assert_int_equal(h.base.state, HAND_OVER_OFFERED); /* there is still time */
    later(10);
    EXPECT(contact_daily(&house.cx), OK);
    EXPECT(record_fetch(&house.cx, &hand_over_kind, h.base.id, 0, &h), OK);
    assert_int_equal(h.base.state, HAND_OVER_RETURNED);
    reload();
    assert_string_equal(m.holder, house_actor("clerk")->id);
    struct matter_view view = seen();
    assert_true(tells(&view, "出入境管理局没有接收"));
    assert_true(tells(&view, "不属于本单位职责"));
    assert_true(tells(&view, "户政管理处逾期没有接收"));
}

static void nothing_is_without_an_owner(void **state)
{
    static const struct sql lose = {"test.lose", "UPDATE contact_message SET holder = ''"};
    static const struct sql leave = {"test.leave",
                                     "UPDATE staff SET state = 'disabled' WHERE name = 'clerk'"};
    take_call();
    assert_int_not_equal(store_run(&house.cx, &lose, BIND_NONE, NULL), OK);
    EXPECT(store_run(&house.cx, &leave, BIND_NONE, NULL), OK);
    EXPECT(contact_daily(&house.cx), OK);
    reload();
    assert_true(text_equal(m.holder, house_actor("officer")->id) ||
                text_equal(m.holder, house_actor("other")->id));
    be("officer");
    struct matter_view view = seen();
    assert_true(tells(&view, "原责任人离岗"));
}

static void nobody_passes_it_on_past_the_offer(void **state)
{
    take_call();
    EXPECT(step("pass-on", "为了方便"), INVALID);
    EXPECT(step("rate", ""), CONFLICT); /* there is no answer */
    be("officer");
    EXPECT(step("take-over", ""), INVALID); /* why? */
    EXPECT(step("take-over", "责任人休假"), OK);
    assert_string_equal(m.holder, house_actor("officer")->id);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void in_public_takes_two_and_consent(void **state)
{
    take_call();
    EXPECT(step("take-up", ""), OK);
    EXPECT(step("give-answer", ""), INVALID); /* there is none */
    write_answer(true);
    EXPECT(step("submit-answer", ""), INVALID); /* no consent */
    reload();
    m.consent = true;
    EXPECT(record_save(&house.cx, &m.base), OK);
    EXPECT(step("give-answer", ""), INVALID); /* not alone */
    EXPECT(step("submit-answer", ""), OK);
    EXPECT(step("sign-answer", ""), DENIED);
    be("officer");
    EXPECT(step("sign-answer", ""), OK);
    struct published_answer p;
    EXPECT(record_fetch(&house.cx, &published_answer_kind, m.published, 0, &p), OK);
    assert_string_equal(record_state(&p.base)->word, "drafted");
    assert_string_equal(p.question, "签证延期需要哪些材料？");
    assert_null(strstr(p.question, "甲乙丙"));
    struct matter_view view = seen();
    assert_int_equal(view.letter_count, 1);
    assert_null(view.link); /* not yet public */
}

static void who_drafts_does_not_sign(void **state)
{
    take_call();
    be("officer");
    EXPECT(step("take-over", "责任人休假"), OK);
    EXPECT(step("take-up", ""), OK);
    reload();
    m.consent = true;
    EXPECT(record_save(&house.cx, &m.base), OK);
    write_answer(true);
    EXPECT(step("submit-answer", ""), OK);
    EXPECT(step("sign-answer", ""), INVALID);
    be("other");
    EXPECT(step("sign-answer", ""), OK);
}

static void not_ours_names_the_organ(void **state)
{
    struct competence c;
    take_call();
    EXPECT(step("redirect", "由卫生部门负责"), INVALID);
    record_init(&competence_kind, &c);
    c.base.agency = PROVINCE;
    c.title = "医院收费";
    c.keywords = "医院 药费";
    c.organ = "卫生厅";
    c.since = date_of(2008, 1, 1);
    EXPECT(record_insert(&house.cx, &c.base), INVALID); /* how is it reached? */
    c.organ_contact = "12320";
    EXPECT(record_insert(&house.cx, &c.base), OK);
    reload();
    m.competence = c.base.id;
    EXPECT(record_save(&house.cx, &m.base), OK);
    EXPECT(step("redirect", "由卫生部门负责"), OK);
    assert_string_equal(m.led_to, "卫生厅");
    assert_int_equal(competence_match("医院 药费", "住院的药费怎么算？医院说……"), 2);
    assert_int_equal(competence_match("医院　药费", "户口怎么迁"), 0);
    assert_int_equal(competence_match("", "户口怎么迁"), 0);
}

/* ---- dates ----------------------------------------------------------------------------------- */

static void it_is_due_as_was_promised_that_day(void **state)
{
    struct contact_promise p;
    take_call();
    assert_false(date_is_set(m.due_on)); /* nothing was promised */
    record_init(&contact_promise_kind, &p);
    p.base.agency = PROVINCE;
    p.title = "来件五个工作日内答复";
    p.working_days = 5;
    p.since = date_plus(house.cx.today, -30);
    EXPECT(record_insert(&house.cx, &p.base), OK);
    house_take(&p.base, "released");
    be("clerk");
    write_answer(false);
    assert_true(date_is_set(m.due_on));
    assert_string_equal(m.due_rule, "来件五个工作日内答复");
    struct matter_view view = seen();
    assert_true(view.day_count >= 5);
    assert_int_equal(view.days[view.day_count - 1].on.day, m.due_on.day);
    assert_int_equal(view.days[view.day_count - 1].n, 5);
}

static void a_petition_has_the_regimes_terms(void **state)
{
    take_call();
    EXPECT(step("lead-to-petition", "反映处理决定不公，属于信访事项"), OK);
    assert_string_equal(m.sort, "petition");
    assert_int_equal(m.due_on.day - house.cx.today.day, 15);
    write_answer(false);
    EXPECT(step("give-answer", ""), CONFLICT);
    EXPECT(step("accept-petition", ""), OK);
    assert_int_equal(m.due_on.day - house.cx.today.day, 60);
    later(50);
    be("officer");
    EXPECT(step("extend-petition", "案情复杂"), OK);
    assert_int_equal(m.due_on.day - m.accepted_on.day, 90);
    EXPECT(step("extend-petition", "案情复杂"), INVALID);
    be("clerk");
    EXPECT(step("give-answer", ""), OK);
}

/* ---- after the answer ------------------------------------------------------------------------ */

static void it_is_closed_and_forgotten_in_time(void **state)
{
    take_call();
    EXPECT(step("take-up", ""), OK);
    write_answer(false);
    EXPECT(step("give-answer", ""), OK);
    later(31);
    EXPECT(contact_daily(&house.cx), OK);
    reload();
    assert_int_equal(m.base.state, MESSAGE_CLOSED);
    later(731);
    EXPECT(contact_daily(&house.cx), OK);
    reload();
    assert_true(date_is_set(m.forgotten_on));
    assert_string_equal(m.text, "");
    assert_string_equal(m.answer, "");
    assert_null(strstr(m.title, "签证"));
}

/* ---- the citizen ----------------------------------------------------------------------------- */

#define FIRST "&sort=consultation&phone=&email=&consent=no&name=%E7%94%B2%E4%B9%99%E4%B8%99"
#define VISA "&title=%E7%AD%BE%E8%AF%81&text=%E7%AD%BE%E8%AF%81%E6%80%8E%E4%B9%88%E5%BB%B6%E6%9C%9F"
#define HOSPITAL \
    "&title=%E5%8C%BB%E9%99%A2&text=%E5%8C%BB%E9%99%A2%E8%8D%AF%E8%B4%B9%E9%97%AE%E9%A2%98"
#define PAPERS "&title=x&text=%E7%94%B3%E8%AF%B7%E5%85%AC%E5%BC%80%E9%A2%84%E7%AE%97"

static struct reply write_to_us(const char *rest)
{
    return portal_post("/contact/write", arena_format(house.mem, "agency=%s&nonce=%s%s%s", PROVINCE,
                                                      id_new(house.mem), FIRST, rest));
}

static const char *code_of(const char *html)
{
    struct out out = out_new(house.mem);
    const char *at = strstr(html, "class=\"receipt-code\">");
    const char *end = at ? strstr(at, "</p>") : NULL;
    assert_non_null(end);
    for (at = strstr(at, "<span>"); at && at < end; at = strstr(at, "<span>")) {
        at += strlen("<span>");
        out_bytes(&out, at, strcspn(at, "<"));
    }
    return out.text;
}

static struct reply act(const char *code, const char *rest)
{
    return portal_post("/receipt/act", arena_format(house.mem, "code=%s&nonce=%s&sort=contact&%s",
                                                    code, id_new(house.mem), rest));
}

static struct reply status_of(const char *code)
{
    house_take_letters();
    EXPECT(matter_tick(&house.cx), OK);
    return portal_post("/receipt", arena_format(house.mem, "code=%s", code));
}

static void has(struct reply reply, const char *words)
{
    if (!strstr(reply.body, words))
        fail_msg("no \"%s\" in %u: %s", words, reply.status, reply.body);
}

static void a_letter_is_written_answered_and_rated_twice(void **state)
{
    take_call(); /* so that there is somebody at work */
    house_take(record_of(PROVINCE), "released");
    house_publish();
    has(portal_get("/contact/write?sort=complaint"), "value=\"complaint\" checked");
    struct reply reply = write_to_us(VISA);
    assert_int_equal(reply.status, 200);
    const char *code = code_of(reply.body);
    has(status_of(code), "待办理");
    const char *id = "";
    EXPECT(store_text(
               &house.cx,
               &(struct sql){"test.web", "SELECT id FROM contact_message WHERE channel = 'web'"},
               BIND_NONE, &id),
           OK);
    EXPECT(record_fetch(&house.cx, &contact_message_kind, id, 0, &m), OK);
    be("clerk");
    offer_to(first_unit, NULL, OK);
    has(status_of(code), "提出转交出入境管理局");
    EXPECT(step("take-up", ""), OK);
    write_answer(false);
    EXPECT(step("give-answer", ""), OK);
    has(status_of(code), "带护照和居住登记到受理大厅办理");
    assert_int_equal(act(code, "act=rate&rating=2&note=").status, 200);
    has(status_of(code), "2分");
    assert_int_equal(act(code, "act=rate&rating=5&note=").status, 200);
    has(status_of(code), "5分");
    reload();
    assert_int_equal(m.rating, 5); /* the last one counts */
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE verb = 'rate'"), 2);
}

static void another_door_is_shown_before_anything_is_sent(void **state)
{
    struct competence c;
    take_call();
    record_init(&competence_kind, &c);
    c.base.agency = PROVINCE;
    c.title = "医疗收费";
    c.keywords = "医院 药费";
    c.organ = "卫生厅";
    c.organ_contact = "12320";
    c.since = date_of(2008, 1, 1);
    EXPECT(record_insert(&house.cx, &c.base), OK);
    house_take(&c.base, "released");
    house_take(record_of(PROVINCE), "released");
    house_publish();
    struct reply reply = write_to_us(HOSPITAL);
    assert_int_equal(reply.status, 422);
    has(reply, "卫生厅");
    has(reply, "12320");
    reply = write_to_us(PAPERS);
    assert_int_equal(reply.status, 422);
    has(reply, "action=\"/apply/look\"");
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter"), 0);
    assert_int_equal(write_to_us(HOSPITAL "&sure=yes").status, 200);
    assert_int_equal(write_to_us("&title=&text=").status, 422);
    house_take_letters();
    assert_int_equal(house_count("SELECT COUNT(*) FROM intake_letter WHERE outcome = 'taken'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(who_receives_it_owns_it),
        IN_HOUSE(an_offer_changes_nothing_before_it_is_accepted),
        IN_HOUSE(the_citizen_sees_both_hand_overs_by_units),
        IN_HOUSE(what_nobody_takes_goes_back),
        IN_HOUSE(nothing_is_without_an_owner),
        IN_HOUSE(nobody_passes_it_on_past_the_offer),
        IN_HOUSE(in_public_takes_two_and_consent),
        IN_HOUSE(who_drafts_does_not_sign),
        IN_HOUSE(not_ours_names_the_organ),
        IN_HOUSE(it_is_due_as_was_promised_that_day),
        IN_HOUSE(a_petition_has_the_regimes_terms),
        IN_HOUSE(it_is_closed_and_forgotten_in_time),
        IN_HOUSE(a_letter_is_written_answered_and_rated_twice),
        IN_HOUSE(another_door_is_shown_before_anything_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
