/* Speaking to the public: who signs, what a transcript is made of, how long a clarification took,
 * and the watch that is about topics and never about people. */
#include "app/test_page.h"

#include "publication/press.h"
#include "publication/publication.h"
#include "record/lifecycle.h"

static void set(struct record *rec, const char *name, const char *text)
{
    const struct field *field = kind_field(rec->kind, name);
    struct bytes given = {(const unsigned char *)text, strlen(text)};
    field_clear(field, rec);
    assert_int_equal(field_read(&house.cx, field, given, rec), OK);
}

static struct record *drafted(const struct kind *kind, const char *const *values)
{
    struct record *rec = house_draft(kind, PROVINCE, "");
    for (; *values; values += 2) set(rec, values[0], values[1]);
    house_act_as_maker(kind, PROVINCE);
    assert_int_equal(record_save(&house.cx, rec), OK);
    house.cx.actor = NULL;
    return rec;
}

#define WITH(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *state_of(const struct record *rec)
{
    return stored(rec->kind->name, rec->id, "state");
}

/* ---- transcripts ----------------------------------------------------------------------------- */

static void a_transcript_is_questions_and_answers(void **state)
{
    const struct press_part *parts;
    size_t count =
        press_parts(house.mem,
                    "**主持人：** 各位好。\n\n**记者（某报）：** 何时办？\n\n"
                    "**新闻发言人：** 即日起。\n\n分两步：\n- 甲\n\nExpert (office): Yes.\n\n"
                    "记者：费用？\n发言人：不收费。\n",
                    &parts);
    assert_int_equal(count, 6);
    assert_int_equal(parts[0].speaker, SPEAKS_HOST);
    assert_int_equal(parts[0].question, 0);
    assert_string_equal(parts[1].label, "记者（某报）");
    assert_int_equal(parts[1].question, 1);
    assert_non_null(strstr(parts[2].text, "即日起。\n\n分两步：\n- 甲"));
    assert_int_equal(parts[2].question, 1);
    assert_int_equal(parts[3].speaker, SPEAKS_EXPERT);
    assert_int_equal(parts[4].question, 2);
    assert_string_equal(parts[5].text, "不收费。");
    assert_int_equal(press_parts(house.mem, "没有写明是谁说的。", &parts), 0);
    assert_int_equal(press_parts(house.mem, "", &parts), 0);
}

static void an_event_is_not_held_before_its_day(void **state)
{
    const char *tomorrow = date_iso(house.mem, date_plus(house.cx.today, 1));
    struct record *rec = house_draft(&press_event_kind, PROVINCE, "");
    set(rec, "held_on", tomorrow);
    set(rec, "begins_at", "");
    assert_int_equal(record_validate(&house.cx, rec), INVALID);
    assert_string_equal(house.cx.issues->message, "press.not_held_yet");
    house.cx.issues = NULL;
    set(rec, "standing", "");
    set(rec, "transcript", "");
    house_act_as_maker(rec->kind, PROVINCE);
    assert_int_equal(record_save(&house.cx, rec), OK);
    assert_string_equal(stored("press_event", rec->id, "standing"), "announced");
}

/* ---- signatures (S27) ------------------------------------------------------------------------ */

static void appoint(const char *account, const char *until)
{
    struct record *rec =
        drafted(&spokesperson_kind, WITH("account", account, "since", "2009-01-01", "until", until,
                                         "rank", "principal", "name", "示例甲"));
    house_take(rec, "released");
}

/* By the pages: approved, then signed by whom the register names, and by nobody else. */
static void only_a_spokesperson_in_office_signs(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer"),
                   *leader = house_staff("leader", PROVINCE, "leader"),
                   *other = house_staff("other", PROVINCE, "leader");
    appoint("leader", "");
    appoint("other", "2009-02-01");
    struct record *rec = drafted(&press_release_kind, WITH("speaker", ""));
    const char *path = arena_format(house.mem, "/records/press_release/%s", rec->id);
    assert_true(*stored("press_release", rec->id, "speaker"));
    house_take(rec, "reviewed");
    press(officer, path, "approve", "", 403);
    press(other, path, "approve", "", 303);
    assert_string_equal(state_of(rec), "signing");
    press(other, path, "sign-statement", "", 422);
    struct reply desk = visitor_get(leader, "/");
    assert_has(&desk, path);
    press(leader, path, "sign-statement", "", 303);
    assert_string_equal(state_of(rec), "approved");
}

static void what_needs_no_signature_is_approved_as_before(void **state)
{
    struct visitor *leader = house_staff("leader", PROVINCE, "leader");
    struct record *rec = drafted(&disclosure_kind, WITH("title", "普通信息"));
    const char *path = arena_format(house.mem, "/records/disclosure/%s", rec->id);
    house_take(rec, "reviewed");
    press(leader, path, "approve", "", 303);
    assert_string_equal(state_of(rec), "approved");
}

static void the_console_signs_nothing(void **state)
{
    struct record *rec = house_draft(&press_release_kind, PROVINCE, "");
    struct reason reason = {"批量导入", "", "", {0}};
    lifecycle_allow_console(true);
    house_act_as(REVIEWER, PROVINCE);
    assert_int_equal(record_move(&house.cx, rec, "console-review", &reason), INVALID);
    assert_string_equal(house.cx.issues->message, "move.not_signed");
    lifecycle_allow_console(false);
    house.cx.issues = NULL;
    house.cx.actor = NULL;
}

/* ---- clarifications (S58) -------------------------------------------------------------------- */

static void evidence_is_public_when_it_is_signed(void **state)
{
    struct visitor *leader = house_staff("leader", PROVINCE, "leader");
    appoint("leader", "");
    struct record *rec = drafted(&clarification_kind, WITH("speaker", "")),
                  *proof = drafted(&disclosure_kind, WITH("title", "依据"));
    house_take(proof, "collated");
    set(rec, "evidence", proof->id);
    set(rec, "evidence_2", "");
    set(rec, "evidence_3", "");
    house_act_as_maker(rec->kind, PROVINCE);
    assert_int_equal(record_save(&house.cx, rec), OK);
    house_take(rec, "signing");
    const char *path = arena_format(house.mem, "/records/clarification/%s", rec->id);
    struct reply page = press(leader, path, "sign-statement", "", 422);
    assert_has(&page, "尚未公开");
    house_take(proof, "released");
    press(leader, path, "sign-statement", "", 303);
}

static void a_clarification_says_how_long_it_took(void **state)
{
    struct record *rec =
        drafted(&clarification_kind, WITH("claim", "网传停水三天", "verdict", "misleading", "title",
                                          "关于停水的澄清", "facts", "只停一天"));
    struct moment noticed = {house.now.ms - INT64_C(7500) * 1000};
    field_set_number(kind_field(rec->kind, "first_seen_at"), rec, noticed.ms);
    field_set_number(kind_field(rec->kind, "detected_at"), rec, noticed.ms);
    house_act_as_maker(rec->kind, PROVINCE);
    assert_int_equal(record_save(&house.cx, rec), OK);
    house_take(rec, "released");
    house_publish();
    const char *at = arena_format(house.mem, "/disclosures/%s/%s", PROVINCE, rec->number);
    struct reply page = portal_get(at);
    assert_int_equal(page.status, 200);
    assert_null(page_fault(house.mem, page.body));
    assert_has(&page, "发现后2小时5分钟公开");
    assert_has(&page, "网传停水三天");
    page = portal_get("/clarifications?lang=en");
    assert_null(page_fault(house.mem, page.body));
    assert_has(&page, "2 h 5 min");
    assert_has(&page, "Misleading");
    page = portal_get(arena_format(house.mem, "/clarifications/%s.jsonld", rec->id));
    assert_int_equal(page.status, 200);
    assert_string_equal(page.type, "application/ld+json");
    assert_has(&page, "\"@type\":\"ClaimReview\"");
    assert_has(&page, "\"claimReviewed\":\"网传停水三天\"");
    assert_has(&page, "\"ratingValue\":2");
    page = portal_get("/feed.atom?kind=clarification");
    assert_has(&page, "关于停水的澄清");
    assert_int_equal(portal_get("/feed.atom?kind=staff").status, 422);
    assert_int_equal(portal_get("/clarifications/none.jsonld").status, 404);
}

/* ---- the watch (S29) ------------------------------------------------------------------------- */

/* It holds no data about persons: no such field, and no text that looks like one. */
static void the_watch_is_about_topics(void **state)
{
    static const char *const persons[] = {"author", "person",  "name",  "account",
                                          "poster", "contact", "phone", "identity"};
    static const char *const texts[] = {"网民13912345678称", "某帖（@小明）",
                                        "身份证号230102198001011236"};
    for (size_t i = 0; i < opinion_watch_kind.field_count; i++)
        assert_int_equal(opinion_watch_kind.fields[i].visibility, STAFF);
    for (size_t i = 0; i < COUNT_OF(persons); i++)
        assert_null(kind_field(&opinion_watch_kind, persons[i]));
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct record *rec = house_draft(&opinion_watch_kind, PROVINCE, "");
        set(rec, "title", texts[i]);
        assert_int_equal(record_validate(&house.cx, rec), INVALID);
        assert_string_equal(house.cx.issues->message, "watch.about_a_person");
        house.cx.issues = NULL;
    }
}

static void a_topic_is_answered_or_left_with_a_reason(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    struct record *rec = drafted(&opinion_watch_kind, WITH("way", "clarification", "reply", ""));
    const char *path = arena_format(house.mem, "/records/opinion_watch/%s", rec->id);
    struct reply desk = visitor_get(officer, "/");
    assert_has(&desk, path);
    press(officer, path, "leave-opinion", "why=", 422);
    press(officer, path, "answer-opinion", "", 303);
    press(officer, path, "close-opinion", "", 422); /* its clarification is a draft */
    press(officer, path, "leave-opinion", "why=%E5%B7%B2%E8%87%AA%E8%A1%8C%E6%9B%B4%E6%AD%A3", 303);
    assert_string_equal(state_of(rec), "left");
    assert_string_equal(stored("opinion_watch", rec->id, "left_because"), "已自行更正");
    struct record *told = drafted(&opinion_watch_kind, WITH("way", "reply", "reply", "已电话答复"));
    path = arena_format(house.mem, "/records/opinion_watch/%s", told->id);
    press(officer, path, "answer-opinion", "", 303);
    press(officer, path, "close-opinion", "", 303);
    assert_string_equal(state_of(told), "answered");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_transcript_is_questions_and_answers),
        IN_HOUSE(an_event_is_not_held_before_its_day),
        IN_HOUSE(only_a_spokesperson_in_office_signs),
        IN_HOUSE(what_needs_no_signature_is_approved_as_before),
        IN_HOUSE(the_console_signs_nothing),
        IN_HOUSE(evidence_is_public_when_it_is_signed),
        IN_HOUSE(a_clarification_says_how_long_it_took),
        IN_HOUSE(the_watch_is_about_topics),
        IN_HOUSE(a_topic_is_answered_or_left_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
