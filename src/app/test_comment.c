/* Comments on a draft, and a party's own case: by the public pages, the office's and the letters
 * between them. */
#include "app/test_page.h"

#include <string.h>

#include "http/http.h"
#include "matter/matter.h"
#include "organisation/organisation.h"
#include "publication/case_party.h"
#include "publication/comment.h"
#include "publication/heads.h"

static void set(struct record *rec, const char *name, const char *text)
{
    const struct field *field = kind_field(rec->kind, name);
    struct bytes given = {(const unsigned char *)text, strlen(text)};
    field_clear(field, rec);
    assert_int_equal(field_read(&house.cx, field, given, rec), OK);
}

static void save(struct record *rec, const char *const *values)
{
    for (; *values; values += 2) set(rec, values[0], values[1]);
    house_act_as_maker(rec->kind, PROVINCE);
    assert_int_equal(record_save(&house.cx, rec), OK);
    house.cx.actor = NULL;
}

#define WITH(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct record *fetched(const struct kind *kind, const char *id)
{
    struct record *rec = arena_alloc(house.mem, kind->size);
    assert_int_equal(record_fetch(&house.cx, kind, id, 0, rec), OK);
    return rec;
}

/* Forms go to an agency that the portal knows. */
static void publish_agency(void)
{
    struct agency agency;
    assert_int_equal(agency_by_code(&house.cx, PROVINCE, &agency), OK);
    house_take(fetched(&agency_kind, agency.base.id), "released");
    house_publish();
}

/* A draft that is put out from three days ago until ten days from now. */
static struct record *put_out(void)
{
    struct record *rec = house_draft(&decision_kind, PROVINCE, "");
    save(rec, WITH("comment_from", date_iso(house.mem, date_plus(house.cx.today, -3)), "comment_to",
                   date_iso(house.mem, date_plus(house.cx.today, 10)), "short_reason", "急需",
                   "title", "延时服务草案", "outcome", "", "decided_on", "", "answer", "",
                   "comments_received", ""));
    house_take(rec, "released");
    publish_agency();
    return rec;
}

static const char *between(const char *html, const char *before, const char *after)
{
    const char *from = strstr(html, before);
    if (!from) fail_msg("there is no %s", before);
    from += strlen(before);
    const char *to = strstr(from, after);
    assert_non_null(to);
    return arena_copy_n(house.mem, from, (size_t)(to - from));
}

static const char *comment_address(const struct record *decision)
{
    return arena_format(house.mem, "/decisions/%s/comment?agency=%s", decision->id, PROVINCE);
}

/* Sends a comment, and gives its code without its hyphens. */
static const char *send(const struct record *decision, const char *text)
{
    struct reply form = portal_get(comment_address(decision));
    assert_int_equal(form.status, 200);
    const char *nonce = between(form.body, "name=\"nonce\" value=\"", "\"");
    struct reply sent =
        portal_post(arena_format(house.mem, "/decisions/%s/comment", decision->id),
                    form_of("agency", PROVINCE, "nonce", nonce, "text", text, "consent", "yes",
                            "name", "金丝雀张三", "contact", "金丝雀电话", NULL));
    assert_int_equal(sent.status, 200);
    struct out code = out_new(house.mem);
    const char *shown = strstr(sent.body, "class=\"receipt-code\"");
    assert_non_null(shown);
    bool tag = true;
    for (const char *at = shown; *at && code.size < 24; at++) {
        if (*at == '<' || *at == '>')
            tag = *at == '<';
        else if (!tag && *at >= '2' && *at <= 'Z')
            out_bytes(&code, at, 1);
    }
    house_take_letters();
    assert_int_equal(matter_tick(&house.cx), OK);
    return out_taken(&code).size ? code.text : "";
}

static struct reply open_code(const char *code)
{
    return portal_post("/receipt", form_of("code", code, NULL));
}

static const char *only_comment(void)
{
    const char *id = "";
    assert_int_equal(store_text(&house.cx,
                                &(struct sql){"test.comment", "SELECT id FROM comment WHERE newest"
                                                              " = 1 ORDER BY received_on, id"},
                                BIND_NONE, &id),
                     OK);
    return id;
}

static struct record *point_of(const struct record *decision)
{
    struct record *point = arena_alloc(house.mem, comment_point_kind.size);
    record_init(&comment_point_kind, point);
    point->agency = PROVINCE;
    set(point, "decision", decision->id);
    set(point, "title", "增加周六受理");
    house_act_as_maker(&comment_point_kind, PROVINCE);
    assert_int_equal(record_insert(&house.cx, point), OK);
    house.cx.actor = NULL;
    return point;
}

/* ---- comments -------------------------------------------------------------------------------- */

static void a_comment_is_read_gathered_and_answered(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    struct record *decision = put_out(), *point = point_of(decision);
    const char *code = send(decision, "周六也要开门");
    struct reply page = open_code(code);
    assert_int_equal(page.status, 200);
    assert_has(&page, "周六也要开门");
    assert_has(&page, "延时服务草案");
    assert_has(&page, "已收到");
    struct record *comment = fetched(&comment_kind, only_comment());
    save(comment, WITH("point", point->id));
    press(officer, arena_format(house.mem, "/records/comment/%s", comment->id), "group-comment", "",
          303);
    const char *path = arena_format(house.mem, "/records/comment_point/%s", point->id);
    press(officer, path, "settle-point", "", 422);
    save(point, WITH("verdict", "partly", "reason", "先在市区试行"));
    press(officer, path, "settle-point", "", 303);
    assert_int_equal(matter_tick(&house.cx), OK);
    page = open_code(code);
    assert_has(&page, "部分采纳");
    assert_has(&page, "先在市区试行");
}

/* The guard: nothing is decided while a comment lies unread or a point unanswered. */
static void nothing_is_decided_before_all_is_answered(void **state)
{
    struct record *decision = put_out(), *point = point_of(decision);
    send(decision, "周六也要开门");
    struct decision *d = (struct decision *)(void *)fetched(&decision_kind, decision->id);
    d->outcome = "adopted";
    d->decided_on = date_plus(d->comment_to, 1);
    d->answer = "采纳。";
    d->comments_received = 1;
    struct record *comment = fetched(&comment_kind, only_comment());
    assert_int_equal(record_validate(&house.cx, &d->base), INVALID);
    assert_string_equal(house.cx.issues->message, "comment.unread");
    save(comment, WITH("point", point->id));
    house_take(comment, "grouped");
    house.cx.issues = NULL;
    assert_int_equal(record_validate(&house.cx, &d->base), INVALID);
    assert_string_equal(house.cx.issues->message, "comment.unanswered");
    save(point, WITH("verdict", "taken", "reason", "已经写入第一条"));
    house_take(point, "settled");
    d->comments_received = 0;
    house.cx.issues = NULL;
    assert_int_equal(record_validate(&house.cx, &d->base), INVALID);
    assert_string_equal(house.cx.issues->message, "comment.fewer_than_came");
    d->comments_received = 1;
    house.cx.issues = NULL;
    assert_int_equal(record_validate(&house.cx, &d->base), OK);
    const char *table;
    int64_t count;
    assert_int_equal(comment_summary(&house.cx, decision->id, &table, &count), OK);
    assert_int_equal(count, 1);
    assert_non_null(strstr(table, "| 增加周六受理 | 1 | 采纳 | 已经写入第一条 |"));
}

static void a_comment_can_be_withdrawn_until_the_decision(void **state)
{
    struct record *decision = put_out();
    const char *code = send(decision, "不要延时");
    struct reply page = open_code(code);
    assert_has(&page, "撤回意见");
    const char *nonce = between(page.body, "name=\"nonce\" value=\"", "\"");
    struct comment c; /* the desk cannot do it in the citizen's place */
    assert_int_equal(record_fetch(&house.cx, &comment_kind, only_comment(), 0, &c), OK);
    house_act_as_maker(&comment_point_kind, PROVINCE);
    assert_int_equal(record_move(&house.cx, &c.base, "withdraw-comment", &NO_REASON), INVALID);
    assert_string_equal(house.cx.issues->message, "move.by_letter");
    house.cx.actor = NULL;
    house.cx.issues = NULL;
    assert_string_equal(stored("comment", only_comment(), "state"), "received");
    page = portal_post("/receipt/act", form_of("code", code, "sort", "comment", "act", "withdraw",
                                               "nonce", nonce, "reason", "", NULL));
    assert_int_equal(page.status, 200);
    house_take_letters();
    assert_int_equal(matter_tick(&house.cx), OK);
    assert_string_equal(stored("comment", only_comment(), "state"), "withdrawn");
    page = open_code(code);
    assert_has(&page, "已撤回");
}

static void what_is_closed_takes_nothing(void **state)
{
    struct record *decision = put_out();
    struct reply form = portal_get(comment_address(decision));
    const char *nonce = between(form.body, "name=\"nonce\" value=\"", "\"");
    house.now.ms += INT64_C(20) * 24 * 3600 * 1000;
    context_set_clock(&house.cx, house.now);
    struct reply page = portal_post(
        arena_format(house.mem, "/decisions/%s/comment", decision->id),
        form_of("agency", PROVINCE, "nonce", nonce, "text", "迟到的意见", "consent", "no", NULL));
    assert_int_equal(page.status, 422);
    assert_has(&page, "迟到的意见");
    assert_int_equal(portal_get("/decisions/none/comment").status, 404);
    page = portal_get(
        arena_format(house.mem, "/decisions/%s/comment?agency=%s", decision->id, BUREAU));
    assert_int_equal(page.status, 404);
}

static void who_commented_is_nowhere_public(void **state)
{
    struct record *decision = put_out();
    send(decision, "金丝雀原文");
    house_publish();
    const char *const folders[] = {
        arena_format(house.mem, "%s/ledger", house.at.data),
        arena_format(house.mem, "%s/portal", house.at.data),
        arena_format(house.mem, "%s/intake", house.at.data),
        house.at.capsule,
    };
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        assert_false(bytes_have(house_bytes(folders[i]), "金丝雀"));
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE why LIKE '%金丝雀%' OR changed"
                                 " LIKE '%金丝雀%'"),
                     0);
}

/* A year after the decision nobody knows any more who commented; what became of the point stays. */
static void who_commented_is_forgotten_after_its_term(void **state)
{
    struct record *decision = put_out(), *point = point_of(decision);
    const char *code = send(decision, "金丝雀原文");
    struct record *comment = fetched(&comment_kind, only_comment());
    save(comment, WITH("point", point->id));
    house_take(comment, "grouped");
    struct sql decided = {"test.decided", "UPDATE decision SET decided_on = $1 WHERE id = $2"};
    assert_int_equal(
        store_run(&house.cx, &decided, BIND(date_plus(house.cx.today, -360), decision->id), NULL),
        OK);
    assert_int_equal(publication_daily(&house.cx), OK);
    assert_string_equal(stored("comment", comment->id, "text"), "金丝雀原文");
    assert_int_equal(
        store_run(&house.cx, &decided, BIND(date_plus(house.cx.today, -370), decision->id), NULL),
        OK);
    assert_int_equal(publication_daily(&house.cx), OK);
    assert_string_equal(stored("comment", comment->id, "text"), "");
    assert_string_equal(stored("comment", comment->id, "name"), "");
    assert_string_equal(stored("comment", comment->id, "point"), point->id);
    assert_int_equal(matter_tick(&house.cx), OK);
    assert_int_equal(open_code(code).status, 422);
}

/* ---- a party's case -------------------------------------------------------------------------- */

static struct record *a_case(void)
{
    struct record *rec = house_draft(&case_party_kind, PROVINCE, "");
    save(rec, WITH("matter", "殴打他人", "result", "罚款二百元", "remedy", "六十日内申请复议"));
    publish_agency();
    return rec;
}

static const char *code_of(struct visitor *clerk, const struct record *rec)
{
    const char *path = arena_format(house.mem, "/cases/%s/code", rec->id);
    page_get(clerk, path, 200);
    page_post(clerk, path, "shown=", 422);
    page_post(clerk, path, "shown=nothing", 422);
    struct reply page = page_post(clerk, path, "shown=identity-card", 200);
    assert_int_equal(matter_tick(&house.cx), OK);
    return between(page.body, "<p class=\"code\">", "</p>");
}

static void a_party_sees_the_case_and_asks(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct record *rec = a_case();
    const char *code = code_of(clerk, rec);
    struct reply page = open_code(code);
    assert_int_equal(page.status, 200);
    assert_has(&page, "已受理");
    assert_lacks(&page, "罚款二百元");
    const char *nonce = between(page.body, "name=\"nonce\" value=\"", "\"");
    page = portal_post("/receipt/act", form_of("code", code, "sort", "case", "act", "ask", "nonce",
                                               nonce, "text", "何时通知我？", NULL));
    assert_int_equal(page.status, 200);
    house_take_letters();
    assert_int_equal(matter_tick(&house.cx), OK);
    page = open_code(code);
    assert_has(&page, "何时通知我？");
    const char *id = "";
    assert_int_equal(store_text(&house.cx, &(struct sql){"test.q", "SELECT id FROM case_question"},
                                BIND_NONE, &id),
                     OK);
    struct record *question = fetched(&case_question_kind, id);
    const char *path = arena_format(house.mem, "/records/case_question/%s", id);
    press(clerk, path, "answer-case-question", "", 422);
    save(question, WITH("answer", "十日内书面通知。"));
    press(clerk, path, "answer-case-question", "", 303);
    house_take(fetched(&case_party_kind, rec->id), "settled");
    assert_int_equal(matter_tick(&house.cx), OK);
    page = open_code(code);
    assert_has(&page, "十日内书面通知。");
    assert_has(&page, "罚款二百元");
    assert_has(&page, "六十日内申请复议");
}

/* A new code kills the old one, and no page finds a case by anything but its code. */
static void a_code_is_all_that_opens_a_case(void **state)
{
    static const char *const names[] = {"name", "party", "person", "identity_number"};
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct record *rec = a_case();
    const char *first = code_of(clerk, rec), *second = code_of(clerk, rec);
    assert_int_equal(open_code(first).status, 422);
    assert_int_equal(open_code(second).status, 200);
    assert_string_equal(stored("case_party", rec->id, "shown"), "identity-card");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_null(kind_field(&case_party_kind, names[i]));
    house_publish();
    struct reply page = portal_get(arena_format(house.mem, "/records/%s", rec->id));
    assert_int_equal(page.status, 404);
    page = portal_get("/search?q=%E6%AE%B4%E6%89%93%E4%BB%96%E4%BA%BA");
    assert_lacks(&page, rec->id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_comment_is_read_gathered_and_answered),
        IN_HOUSE(nothing_is_decided_before_all_is_answered),
        IN_HOUSE(a_comment_can_be_withdrawn_until_the_decision),
        IN_HOUSE(what_is_closed_takes_nothing),
        IN_HOUSE(who_commented_is_nowhere_public),
        IN_HOUSE(who_commented_is_forgotten_after_its_term),
        IN_HOUSE(a_party_sees_the_case_and_asks),
        IN_HOUSE(a_code_is_all_that_opens_a_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
