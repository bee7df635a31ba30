/* The yearly assessment: every point has its record, and nothing is published that was not bound.
 */
#include "oversight/assessment.h"

#include <stdio.h>

#include "app/test_house.h"
#include "base/file.h"
#include "oversight/oversight.h"

static const struct actor *person(const char *name, const char *roles)
{
    house_staff(name, PROVINCE, roles);
    return house_actor(name);
}

static void forward(int days)
{
    house.now.ms += (int64_t)days * 86400000;
    context_set_clock(&house.cx, house.now);
}

static enum status does(const struct actor *who, void *rec, const char *verb)
{
    struct reason reason = {"因", "令711 第46条", "wrong", date_plus(house.cx.today, 10), NULL};
    house.cx.issues = NULL;
    house.cx.actor = who;
    enum status status = record_move(&house.cx, rec, verb, &reason);
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

static void run(const char *text)
{
    assert_int_equal(store_run(&house.cx, &(struct sql){"test.run", text}, BIND_NONE, NULL), OK);
}

/* Whoever is above keeps it. */
static void keep(const struct actor *who, const struct kind *kind)
{
    struct record *rec = arena_alloc(house.mem, kind->size);
    record_init(kind, rec);
    rec->agency = BUREAU;
    house_fill(rec, "");
    house.cx.actor = who;
    assert_int_equal(record_insert(&house.cx, rec), OK);
    house.cx.actor = NULL;
}

/* A bureau with three items of 2009, two of them late, a finding that was not put right in time,
 * and a mark of 15 for its rules. */
static void make_registers(const struct actor *who)
{
    for (int i = 0; i < 3; i++)
        house_take(house_draft(kind_by_name("disclosure"), BUREAU, ""), "released");
    run("UPDATE item SET first_released_on = 14400, produced_on = 14399 WHERE agency = '" BUREAU
        "'");
    run("UPDATE item SET produced_on = 14300 WHERE id IN (SELECT id FROM item WHERE agency = "
        "'" BUREAU "' ORDER BY number LIMIT 2)");
    run("UPDATE entry SET in_force_on = 14300");
    keep(who, &finding_kind);
    run("UPDATE finding SET notified_on = 14500, rectify_by = 14520");
    keep(who, &assessment_mark_kind);
}

static struct assessment *begin(const struct actor *who)
{
    struct assessment *a = arena_make(house.mem, struct assessment);
    record_init(&assessment_kind, a);
    a->base.agency = PROVINCE;
    a->year = 2009;
    a->title = "2009年度考核";
    house.cx.actor = who;
    assert_int_equal(record_insert(&house.cx, &a->base), OK);
    house.cx.actor = NULL;
    return a;
}

static struct assessment_score *score_of(const struct assessment *a)
{
    struct assessment_score *score = arena_make(house.mem, struct assessment_score);
    const struct result_line *line = results_read(house.mem, a->results);
    assert_non_null(line);
    assert_null(line->next); /* the bureau alone is below */
    assert_string_equal(line->agency, BUREAU);
    assert_int_equal(record_fetch(&house.cx, &assessment_score_kind, line->score, 0, score), OK);
    return score;
}

static int64_t sum_of(const struct assessment_score *score, const char *indicator, size_t *ret_n)
{
    struct score_row *row;
    int64_t sum = 0;
    *ret_n = 0;
    assert_int_equal(score_rows_read(&house.cx, score->rows, indicator, &row), OK);
    for (; row; row = row->next, ++*ret_n) sum += row->points;
    return sum;
}

/* The score is the sum over what the drill-down shows, indicator by indicator. */
static void a_score_is_the_sum_of_its_rows(void **state)
{
    size_t n;
    const struct actor *who = person("above", "supervisor");
    make_registers(who);
    struct assessment *a = begin(who);
    must_do(who, a, "compute-assessment");
    const struct assessment_score *score = score_of(a);
    for (const struct indicator_line *l = indicators_read(house.mem, a->indicators); l; l = l->next)
        assert_int_equal(sum_of(score, l->id, &n), score_points(score->points, l->id));
    assert_int_equal(sum_of(score, NULL, &n), score->total);
    assert_int_equal(sum_of(score, "late-items", &n), 2000 - 2 * 100);
    assert_int_equal(n, 1 + 2); /* the weight, and what each late item takes */
    assert_int_equal(sum_of(score, "items", &n), 2000 * 3 / 25);
    assert_int_equal(n, 3);
    assert_int_equal(sum_of(score, "findings", &n), 1000 - 500);
    assert_int_equal(sum_of(score, "organisation", &n), 1500);
    assert_int_equal(sum_of(score, "press", &n), 0);
    must_do(who, a, "compute-assessment"); /* again: the same score, not another one */
    assert_int_equal(house_count("SELECT COUNT(*) FROM assessment_score"), 1);
}

static void objections_have_their_time(void **state)
{
    const struct actor *who = person("above", "supervisor");
    house_staff("there", BUREAU, "clerk officer");
    const struct actor *there = house_actor("there");
    make_registers(who);
    struct assessment *a = begin(who);
    struct record *early = house_draft(&objection_kind, BUREAU, "");
    refused(there, early, "lodge", "assessment.not_open");
    must_do(who, a, "compute-assessment");
    struct visitor *reader = house_staff("there", BUREAU, "clerk");
    const char *page = arena_format(house.mem, "/oversight/scores/%s", score_of(a)->base.id);
    assert_int_equal(visitor_get(reader, page).status, 404); /* not before they can object */
    struct visitor *keeper = house_staff("above", PROVINCE, "supervisor");
    const char *of = arena_format(house.mem, "/records/assessment/%s", a->base.id);
    assert_non_null(strstr(visitor_get(keeper, of).body, page)); /* from the ranking */
    must_do(who, a, "open-objections");
    assert_int_equal(visitor_get(reader, page).status, 200);
    assert_non_null(
        strstr(visitor_get(reader, "/oversight/scores").body, "/records/objection/new"));
    must_do(there, early, "lodge");
    refused(who, a, "settle", "assessment.objections_open");
    forward(11);
    refused(who, a, "settle", "assessment.objections_undecided");
    assert_int_equal(does(there, early, "dismiss-objection"), DENIED);
    must_do(who, early, "dismiss-objection");
    must_do(who, a, "settle");
}

static void take_to_review(const struct actor *who, struct assessment *a)
{
    must_do(who, a, "compute-assessment");
    must_do(who, a, "open-objections");
    forward(11);
    must_do(who, a, "settle");
    must_do(who, a, "wind-up-assessment");
}

static void it_is_published_whole_by_others(void **state)
{
    const struct actor *who = person("above", "supervisor reviewer releaser");
    const struct actor *reviewer = person("reviewer", "reviewer releaser"),
                       *releaser = person("releaser", "releaser");
    make_registers(who);
    struct assessment *a = begin(who);
    take_to_review(who, a);
    refused(who, a, "check", "move.editor_may_not");
    must_do(reviewer, a, "check");
    refused(who, a, "publish", "move.editor_may_not");
    refused(reviewer, a, "publish", "move.reviewer_may_not_release");
    run("UPDATE assessment_score SET total = total + 1");
    refused(releaser, a, "publish", "assessment.scores_changed");
    run("UPDATE assessment_score SET total = total - 1");
    must_do(releaser, a, "publish");
    house_publish();
    struct reply reply = portal_get("/assessments/" PROVINCE "/2009");
    assert_non_null(strstr(portal_get("/assessments/" PROVINCE "/2009.csv").body, "\r\n1,"));
    assert_non_null(strstr(portal_get("/assessments/" PROVINCE "/2009.json").body, "\"place\":1"));
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "/assessments/" PROVINCE "/2009/" BUREAU));
    reply = portal_get("/assessments/" PROVINCE "/2009/" BUREAU);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "id=\"late-items\""));
    assert_int_equal(portal_get("/assessments/" PROVINCE "/2009/" STRANGER).status, 404);
    must_do(releaser, a, "suspend"); /* the scores go with it */
    house_publish();
    assert_int_equal(portal_get("/assessments/" PROVINCE "/2009").status, 404);
    assert_int_equal(house_count("SELECT COUNT(*) FROM assessment_score WHERE state = 'suspended'"),
                     1);
    must_do(reviewer, a, "restore");
    house_publish();
    assert_int_equal(portal_get("/assessments/" PROVINCE "/2009/" BUREAU).status, 200);
}

/* ---- the file ---------------------------------------------------------------------------------
 */

static const char FILE_HEAD[] = "year: 2009\nzh: 甲\nen: a\nbasis: b\nobjection_days: 10\n"
                                "indicators:\n";

static void load(const char *rest, const char *expected)
{
    const struct assessment_plans *plans;
    const char *folder = arena_format(house.mem, "%s/assessments", house.at.tmp);
    const char *text = arena_format(house.mem, "%s%s", FILE_HEAD, rest);
    struct bytes bytes = {(const unsigned char *)text, strlen(text)};
    house.cx.issues = NULL;
    assert_int_equal(file_make_folders(&house.cx, folder, 0700), OK);
    const char *path = arena_format(house.mem, "%s/2009.yaml", folder);
    assert_int_equal(file_write(&house.cx, house.at.tmp, path, bytes, false), OK);
    enum status status = assessment_load(&house.cx, house.at.tmp, house.at.law, &plans);
    if (!expected) {
        assert_int_equal(status, OK);
        return;
    }
    assert_int_equal(status, INVALID);
    assert_non_null(strstr(house.cx.issues->field, "2009.yaml"));
    if (!strstr(house.cx.issues->detail, expected))
        fail_msg("\"%s\" does not say \"%s\"", house.cx.issues->detail, expected);
}

static void the_file_is_read_strictly(void **state)
{
#define ROW(weight, rest) "- {id: one, zh: 甲, en: a, weight: " weight rest "}\n"
    load(ROW("100", ", measure: items, target: 5"), NULL);
    load(ROW("99.5", ", measure: items, target: 5"), "100");
    load(ROW("100", ", measure: unheard-of, target: 5"), "measure");
    load(ROW("100", ", measure: items"), "each, target");
    load(ROW("100", ", measure: items, target: 0"), "1 to 1000");
    load(ROW("100", ", measure: items, manual: 'yes'"), "no measure");
    load(ROW("50", ", manual: 'yes'") ROW("50", ", manual: 'yes'"), "not there yet");
    load(ROW("x", ", manual: 'yes'"), "points");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_score_is_the_sum_of_its_rows),
        IN_HOUSE(objections_have_their_time),
        IN_HOUSE(it_is_published_whole_by_others),
        IN_HOUSE(the_file_is_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
