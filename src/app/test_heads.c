/* The heads of disclosure: each kind's own rule, and what its public page has besides its fields.
 */
#include "app/test_page.h"

#include <math.h>

#include "publication/clean_up.h"
#include "publication/heads.h"
#include "publication/publication.h"
#include "record/lifecycle.h"

/* ---- rules ----------------------------------------------------------------------------------- */

/* A filled record with fields set anew; "" clears one. */
struct given {
    const char *field, *text;
};

static const struct issue *verdict(const struct kind *kind, const struct given *given, size_t count)
{
    struct record *rec = house_draft(kind, PROVINCE, "");
    house.cx.issues = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct field *field = kind_field(kind, given[i].field);
        struct bytes text = {(const unsigned char *)given[i].text, strlen(given[i].text)};
        if (!field) fail_msg("%s has no %s", kind->name, given[i].field);
        field_clear(field, rec);
        assert_int_equal(field_read(&house.cx, field, text, rec), OK);
    }
    enum status status = record_validate(&house.cx, rec);
    const struct issue *issue = house.cx.issues;
    assert_int_equal(status, issue ? INVALID : OK);
    house.cx.issues = NULL;
    return issue;
}

#define GIVEN(...) \
    (const struct given[]){__VA_ARGS__}, COUNT_OF(((const struct given[]){__VA_ARGS__}))

static void refused(const struct kind *kind, const char *field, const char *message,
                    const struct given *given, size_t count)
{
    const struct issue *issue = verdict(kind, given, count);
    if (!issue || !text_equal(issue->field, field) || !text_equal(issue->message, message))
        fail_msg("%s: %s %s, not %s %s", kind->name, issue ? issue->field : "nothing",
                 issue ? issue->message : "", field, message);
}

static void taken(const struct kind *kind, const struct given *given, size_t count)
{
    const struct issue *issue = verdict(kind, given, count);
    if (issue) fail_msg("%s: %s %s %s", kind->name, issue->field, issue->message, issue->detail);
}

static void a_recruitment_says_which_posts_and_until_when(void **state)
{
    const struct kind *kind = &recruitment_notice_kind;
    refused(kind, "quota", "notice.no_post", GIVEN({"quota", "0"}));
    refused(kind, "posts", "field.required", GIVEN({"posts", ""}));
    refused(kind, "apply_to", "field.required", GIVEN({"apply_to", ""}));
    refused(kind, "apply_to", "field.before_since", GIVEN({"apply_to", "2001-01-01"}));
    refused(kind, "exam_on", "field.before_since", GIVEN({"exam_on", "2001-01-01"}));
    refused(kind, "result_on", "field.required", GIVEN({"result_on", ""}));
    taken(kind, GIVEN({"sort", "dismissal"}, {"posts", ""}, {"apply_from", ""}, {"apply_to", ""},
                      {"exam_on", ""}));
    refused(kind, "basis_article", "field.required",
            GIVEN({"sort", "dismissal"}, {"basis_article", ""}));
}

static void nothing_is_decided_unheard(void **state)
{
    const struct kind *kind = &decision_kind;
    const struct given heard[] = {
        {"comment_from", "2009-03-02"},
        {"comment_to",   "2009-03-31"},
        {"decided_on",   "2009-04-10"}
    };
    taken(kind, heard, COUNT_OF(heard));
    refused(kind, "decided_on", "decision.still_open",
            GIVEN({"comment_from", "2009-03-02"}, {"comment_to", "2009-03-31"},
                  {"decided_on", "2009-03-30"}));
    refused(kind, "answer", "decision.unanswered",
            GIVEN({"comment_from", "2009-03-02"}, {"comment_to", "2009-03-31"},
                  {"decided_on", "2009-04-10"}, {"answer", ""}));
    refused(kind, "draft", "field.required", GIVEN({"draft", ""}));
    refused(kind, "outcome", "field.required", GIVEN({"outcome", ""}));
    taken(kind, GIVEN({"outcome", ""}, {"decided_on", ""}, {"answer", ""}));
}

/* 令713 第15条: not before it was in force. */
static void a_short_period_wants_a_reason(void **state)
{
    const struct kind *kind = &decision_kind;
    const struct given early[] = {
        {"comment_from", "2009-03-02"},
        {"comment_to",   "2009-03-08"},
        {"decided_on",   "2009-04-10"},
        {"short_reason", ""          }
    };
    taken(kind, early, COUNT_OF(early));
    refused(kind, "short_reason", "decision.short_period",
            GIVEN({"comment_from", "2020-03-02"}, {"comment_to", "2020-03-30"},
                  {"decided_on", "2020-04-10"}, {"short_reason", ""}));
    taken(kind, GIVEN({"comment_from", "2020-03-02"}, {"comment_to", "2020-03-31"},
                      {"decided_on", "2020-04-10"}, {"short_reason", ""}));
}

static void results_of_a_campaign_have_numbers(void **state)
{
    const struct kind *kind = &campaign_kind;
    refused(kind, "results", "campaign.no_numbers", GIVEN({"results", "成效明显"}));
    refused(kind, "results_on", "field.required", GIVEN({"results_on", ""}));
    taken(kind, GIVEN({"results", ""}, {"results_on", ""}));
    refused(kind, "ends_on", "field.before_since", GIVEN({"ends_on", "2001-01-01"}));
}

static void a_series_is_a_table_of_numbers(void **state)
{
    const struct kind *kind = &statistic_series_kind;
    refused(kind, "data", "series.no_table", GIVEN({"data", "共立案3起"}));
    refused(kind, "data", "series.no_table", GIVEN({"data", "|月|起|\n|---|---|\n|一月|很多|\n"}));
    taken(kind, GIVEN({"data", ""}));
    refused(kind, "revision", "field.required", GIVEN({"revision", ""}));
    refused(kind, "period_to", "field.before_since", GIVEN({"period_to", "2001-01-01"}));
}

static void tables_are_read_as_people_write_them(void **state)
{
    struct series s;
    assert_true(series_read(house.mem,
                            "说明\n\n| 月份 | 立案（起） | 破案 |\n|---|---:|---|\n"
                            "| 一月 | 1,234 | 987.5 |\n| 二月 | – | -3 |\n\n注。\n",
                            &s));
    assert_int_equal(s.row_count, 2);
    assert_int_equal(s.column_count, 2);
    assert_string_equal(s.columns[1], "立案（起）");
    assert_true(s.rows[0].values[0] > 1233.9 && s.rows[0].values[0] < 1234.1);
    assert_true(s.rows[0].values[1] > 987.4 && s.rows[0].values[1] < 987.6);
    assert_true(isnan(s.rows[1].values[0]));
    assert_true(s.rows[1].values[1] < 0);
    assert_true(series_read(house.mem, "月份,\"起\"\r\n一月,3\r\n二月,4\r\n", &s));
    assert_string_equal(s.columns[1], "起");
    assert_int_equal(s.row_count, 2);
    assert_false(series_read(house.mem, "一,1\n二,2,3\n", &s));
    assert_false(series_read(house.mem, "a,b,c,d,e,f\n", &s));
    assert_false(series_read(house.mem, "", &s));
}

static void other_has_a_basis_and_no_head(void **state)
{
    const struct kind *kind = &other_item_kind;
    refused(kind, "basis_text", "field.required", GIVEN({"basis_text", ""}));
    refused(kind, "entry", "other.has_a_head", GIVEN({"class_seed", "seed-5"}));
}

static void parties_are_masked(void **state)
{
    const struct kind *kind = &case_disclosure_kind;
    refused(kind, "party", "case.party_not_masked", GIVEN({"party", "李建国"}));
    taken(kind, GIVEN({"party", "王××等3人"}));
    refused(kind, "procedure", "field.required", GIVEN({"procedure", ""}));
    refused(kind, "decided_on", "field.before_since", GIVEN({"decided_on", "2001-01-01"}));
}

static void an_emergency_has_happened(void **state)
{
    refused(&emergency_notice_kind, "occurred_at", "emergency.later",
            GIVEN({"occurred_at", "2090-01-01 08:00"}, {"ended_at", ""}));
    refused(&emergency_notice_kind, "ended_at", "field.before_since",
            GIVEN({"ended_at", "2001-01-01 08:00"}));
    refused(&emergency_update_kind, "told_at", "emergency.later",
            GIVEN({"told_at", "2090-01-01 08:00"}));
}

/* ---- clearing (S56) -------------------------------------------------------------------------- */

static const char *state_of(const struct record *rec)
{
    return stored(rec->kind->name, rec->id, "state");
}

/* By the pages, as the people concerned see them. */
static void a_case_is_cleared_before_its_review(void **state)
{
    static const char why[] = "why=%E5%B7%B2%E6%A0%B8%E5%AF%B9";
    struct visitor *officer = house_staff("officer", PROVINCE, "officer"),
                   *reviewer = house_staff("reviewer", PROVINCE, "reviewer"),
                   *leader = house_staff("leader", PROVINCE, "leader");
    struct record *rec = house_draft(&case_bulletin_kind, PROVINCE, "");
    const char *path = arena_format(house.mem, "/records/case_bulletin/%s", rec->id);
    press(officer, path, "collate", "", 303);
    press(officer, path, "submit", "", 303);
    assert_string_equal(state_of(rec), "clearing");
    struct reply desk = visitor_get(leader, "/");
    assert_has(&desk, path);
    desk = visitor_get(reviewer, "/");
    assert_lacks(&desk, path);
    press(officer, path, "clear", why, 403);
    press(reviewer, path, "clear", why, 403);
    press(leader, path, "clear", "why=", 422);
    assert_string_equal(state_of(rec), "clearing");
    press(leader, path, "clear", why, 303);
    assert_string_equal(state_of(rec), "submitted");
    struct reply page = page_get(officer, path, 200);
    assert_has(&page, "已核对");
}

static void the_console_does_not_go_round_it(void **state)
{
    struct record *rec = house_draft(&case_disclosure_kind, PROVINCE, "");
    struct reason reason = {"批量导入", "", "", {0}};
    lifecycle_allow_console(true);
    house_act_as(REVIEWER, PROVINCE);
    assert_int_equal(record_move(&house.cx, rec, "console-review", &reason), INVALID);
    assert_string_equal(house.cx.issues->message, "move.not_cleared");
    lifecycle_allow_console(false);
    house.cx.issues = NULL;
    house.cx.actor = NULL;
}

/* ---- pages ----------------------------------------------------------------------------------- */

static void set(struct record *rec, const char *name, const char *text)
{
    const struct field *field = kind_field(rec->kind, name);
    struct bytes given = {(const unsigned char *)text, strlen(text)};
    field_clear(field, rec);
    assert_int_equal(field_read(&house.cx, field, given, rec), OK);
}

static struct record *changed(const struct kind *kind, const struct given *given, size_t count)
{
    struct record *rec = house_draft(kind, PROVINCE, "");
    for (size_t i = 0; i < count; i++) set(rec, given[i].field, given[i].text);
    house_act_as_maker(kind, PROVINCE);
    enum status status = record_save(&house.cx, rec);
    if (status != OK)
        fail_msg("%s: %s %s", kind->name, house.cx.issues ? house.cx.issues->field : "",
                 house.cx.issues ? house.cx.issues->message : house.cx.fault);
    house.cx.actor = NULL;
    return rec;
}

static struct reply public_page(const struct record *rec, const char *end)
{
    house_publish();
    struct reply reply =
        portal_get(arena_format(house.mem, "/disclosures/%s/%s%s", PROVINCE, rec->number, end));
    assert_int_equal(reply.status, 200);
    return reply;
}

static void a_series_shows_its_chart_and_its_table(void **state)
{
    static const char data[] = "| 月份 | 起 |\n|---|---|\n| 一月 | 120 |\n| 二月 | 60 |\n";
    struct record *bars = changed(&statistic_series_kind,
                                  GIVEN({"data", data}, {"chart", "bars"}, {"title", "月报"}));
    house_take(bars, "released");
    struct reply page = public_page(bars, "");
    assert_has(&page, "<rect class=\"c0\" x=\"0\" y=\"20\" width=\"250\"");
    assert_has(&page, "width=\"125\"");
    assert_has(&page, "<th scope=\"row\">一月</th>");
    struct record *line = changed(&statistic_series_kind, GIVEN({"data", data}, {"chart", "line"}));
    house_take(line, "released");
    page = public_page(line, "?lang=en");
    assert_has(&page, "<polyline class=\"c0\" points=\"8,30 340,110 \"");
    page = public_page(line, ".json");
    assert_has(&page, "\"measured_in\"");
    page = portal_get("/disclosures?kind=statistic_series");
    assert_has(&page, "月报");
    page = portal_get("/disclosures?kind=staff");
    assert_int_equal(page.status, 422);
}

static void an_emergency_is_pinned_until_it_is_over(void **state)
{
    struct record *rec =
        changed(&emergency_notice_kind,
                GIVEN({"title", "桥梁封闭"}, {"ended_at", ""}, {"level", "level-3"}));
    house_take(rec, "released");
    house_publish();
    struct reply home = portal_get("/");
    assert_has(&home, "桥梁封闭");
    assert_has(&home, "pinned");
    struct record *update =
        changed(&emergency_update_kind, GIVEN({"notice", rec->id}, {"title", "开放一条车道"}));
    house_take(update, "released");
    struct reply page = public_page(rec, "");
    assert_has(&page, "开放一条车道");
    assert_has(&page, "尚未解除");
    assert_has(&page, "规定时限为48小时");
    home = portal_get("/");
    assert_has(&home, "开放一条车道");
    struct record *over = changed(&emergency_notice_kind, GIVEN({"title", "已经过去"}));
    house_take(over, "released");
    page = public_page(over, "");
    assert_has(&page, "解除");
    home = portal_get("/");
    const char *pinned = strstr(home.body, "pinned");
    assert_non_null(pinned);
    assert_null(strstr(pinned + 1, " pinned"));
}

static void a_draft_says_how_to_comment(void **state)
{
    const char *from = date_iso(house.mem, date_plus(house.cx.today, -3)),
               *to = date_iso(house.mem, date_plus(house.cx.today, 40));
    struct record *rec = changed(&decision_kind, GIVEN({"comment_from", from}, {"comment_to", to},
                                                       {"comment_how", "发邮件"}, {"outcome", ""},
                                                       {"decided_on", ""}, {"answer", ""}));
    house_take(rec, "released");
    struct reply page = public_page(rec, "");
    assert_has(&page, "正在公开征求意见");
    assert_has(&page, "发邮件");
    page = public_page(rec, "?lang=en");
    assert_has(&page, "Open for comment until");
}

/* ---- documents (S48, S62) -------------------------------------------------------------------- */

static void a_verdict_says_why_and_until_when(void **state)
{
    const struct kind *kind = &clean_up_entry_kind;
    refused(kind, "reason", "field.required", GIVEN({"verdict", "void"}, {"reason", ""}));
    refused(kind, "amend_by", "field.required", GIVEN({"verdict", "amended"}, {"amend_by", ""}));
    refused(kind, "amend_by", "field.before_since", GIVEN({"amend_by", "2001-01-01"}));
    refused(kind, "document", "clean_up.only_bases", GIVEN({"part", "powers"}));
    taken(kind, GIVEN({"verdict", "kept"}, {"reason", ""}, {"amend_by", ""}));
}

static struct record *document(const char *title, const char *number, const char *relation,
                               const struct record *other)
{
    struct record *rec =
        changed(&normative_document_kind,
                GIVEN({"title", title}, {"document_number", number}, {"effective_on", "2009-05-01"},
                      {relation, other ? other->id : ""}));
    house_take(rec, "released");
    return rec;
}

static void a_document_shows_what_it_hangs_together_with(void **state)
{
    struct record *first = document("原办法", "黑公发〔2009〕1号", "interprets", NULL),
                  *said = document("对原办法的解释", "黑公发〔2009〕2号", "interprets", first),
                  *later = document("新办法", "黑公发〔2009〕3号", "replaces", first);
    struct reply page = public_page(first, "");
    assert_has(&page, "对原办法的解释");
    assert_has(&page, "解释文件");
    const char *address = arena_format(house.mem, "/documents/%s/relations", said->id);
    assert_has(&page, arena_format(house.mem, "/documents/%s/relations", first->id));
    page = portal_get(arena_format(house.mem, "%s?on=2009-04-30", address));
    assert_int_equal(page.status, 200);
    assert_null(page_fault(house.mem, page.body));
    assert_has(&page, "新办法");
    page = portal_get(arena_format(house.mem, "%s.json?on=2009-05-01", address));
    assert_has(&page, "\"relation\":\"replaces\"");
    assert_has(&page, "\"relation\":\"interprets\"");
    assert_has(&page, "\"validity\":\"over\"");
    page = portal_get(arena_format(house.mem, "%s.json?on=2009-04-30", address));
    assert_lacks(&page, "\"validity\":\"over\"");
    assert_int_equal(portal_get("/documents/none/relations").status, 404);
    (void)later;
}

static void a_clean_up_is_counted_and_ends_what_it_voids(void **state)
{
    struct record *old = document("试行办法", "黑公发〔2009〕9号", "interprets", NULL);
    struct record *run = changed(&clean_up_kind, GIVEN({"title", "三清理结果"}));
    house_take(run, "released");
    struct record *entry = changed(&clean_up_entry_kind,
                                   GIVEN({"run", run->id}, {"part", "bases"}, {"verdict", "void"},
                                         {"document", old->id}, {"decided_on", "2009-11-30"}));
    house_take(entry, "released");
    struct reply page = public_page(run, "");
    assert_null(page_fault(house.mem, page.body));
    assert_has(&page, "id=\"sweep-bases\"");
    assert_has(&page, "失效</span>");
    page = public_page(old, "");
    assert_has(&page, "清理结论：失效");
    page = portal_get("/documents.json?on=2009-11-29");
    assert_has(&page, "试行办法");
    page = portal_get("/documents.json?on=2009-11-30");
    assert_lacks(&page, "试行办法");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_recruitment_says_which_posts_and_until_when),
        IN_HOUSE(nothing_is_decided_unheard),
        IN_HOUSE(a_short_period_wants_a_reason),
        IN_HOUSE(results_of_a_campaign_have_numbers),
        IN_HOUSE(a_series_is_a_table_of_numbers),
        IN_HOUSE(tables_are_read_as_people_write_them),
        IN_HOUSE(other_has_a_basis_and_no_head),
        IN_HOUSE(parties_are_masked),
        IN_HOUSE(an_emergency_has_happened),
        IN_HOUSE(a_case_is_cleared_before_its_review),
        IN_HOUSE(the_console_does_not_go_round_it),
        IN_HOUSE(a_series_shows_its_chart_and_its_table),
        IN_HOUSE(an_emergency_is_pinned_until_it_is_over),
        IN_HOUSE(a_draft_says_how_to_comment),
        IN_HOUSE(a_verdict_says_why_and_until_when),
        IN_HOUSE(a_document_shows_what_it_hangs_together_with),
        IN_HOUSE(a_clean_up_is_counted_and_ends_what_it_voids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
