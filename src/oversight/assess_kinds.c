/* The kinds of the yearly assessment: field tables and checks. */
#include "base/text.h"
#include "oversight/assessment.h"
#include "oversight/private.h"

/* clang-format off */
#define RECORD assessment
#define RECORD_PUBLIC assessment_public
KIND_FIELDS(assessment, ASSESSMENT)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD assessment_score
#define RECORD_PUBLIC assessment_score_public
KIND_FIELDS(assessment_score, ASSESSMENT_SCORE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD assessment_mark
static const struct field assessment_mark_fields[] = {ASSESSMENT_MARK(FIELD_ROW)};
#undef RECORD
#define RECORD objection
static const struct field objection_fields[] = {OBJECTION(FIELD_ROW)};
#undef RECORD
/* clang-format on */

static const struct sql same_year = {
    "assessment.same_year", "SELECT COUNT(*) FROM assessment WHERE agency = $1 AND year = $2"
                            " AND id <> $3 AND state NOT IN ('withdrawn', 'given-up')"};

static enum status check_assessment(struct context *cx, const struct record *rec)
{
    const struct assessment *assessment = AS_CONST(assessment, rec);
    int64_t others = 0;
    if (assessment->year == INT_NONE) return OK;
    if (assessment->year < 2008 || assessment->year > 2100)
        return issue(cx, "year", "oversight.bad_year", "");
    TRY(store_int(cx, &same_year, BIND(rec->agency, assessment->year, rec->id), &others));
    return others ? issue(cx, "year", "assessment.exists", "") : OK;
}

static const struct indicator *manual_indicator(int64_t year, const char *id)
{
    const struct assessment_plan *plan = assessment_plan_of(year);
    for (size_t i = 0; plan && i < plan->count; i++)
        if (plan->indicators[i].rule == RULE_MANUAL && text_equal(plan->indicators[i].id, id))
            return &plan->indicators[i];
    return NULL;
}

/* Only what the file leaves to people, and no more than it weighs. */
static enum status check_mark(struct context *cx, const struct record *rec)
{
    const struct assessment_mark *mark = AS_CONST(assessment_mark, rec);
    if (mark->year == INT_NONE || text_empty(mark->indicator)) return OK;
    const struct indicator *indicator = manual_indicator(mark->year, mark->indicator);
    if (!indicator) return issue(cx, "indicator", "assessment.not_manual", "");
    if (mark->given == INT_NONE) return OK;
    bool fits = mark->given >= 0 && mark->given * 100 <= indicator->weight;
    return fits ? OK
                : issue(cx, "given", "assessment.beyond_weight",
                        score_write(cx->mem, indicator->weight));
}

/* clang-format off */
const struct kind assessment_kind = {
    .name = "assessment", .zh = "年度考核", .en = "Yearly assessment", .flags = OVERSEEN, .schema = 1,
    KIND_TABLES(assessment), .title = "title", .order = "year", .workflow = &assessment_workflow,
    .check = check_assessment};
const struct kind assessment_score_kind = {
    .name = "assessment_score", .zh = "考核得分", .en = "Score", .flags = CONSOLE | BY_PROGRAM | OVERSEEN,
    .schema = 1, KIND_TABLES(assessment_score), .title = "title", .order = "year",
    .workflow = &score_workflow};
const struct kind assessment_mark_kind = {
    .name = "assessment_mark", .zh = "考核评分", .en = "Mark", .flags = INTERNAL | OVERSEEN, .schema = 1,
    .size = sizeof(struct assessment_mark), .public_size = sizeof(struct assessment_mark_public),
    .fields = assessment_mark_fields, .field_count = COUNT_OF(assessment_mark_fields),
    .title = "title", .order = "year", .workflow = &mark_workflow, .prepare = overseen_prepare,
    .check = check_mark};
const struct kind objection_kind = {
    .name = "objection", .zh = "考核异议", .en = "Objection", .flags = INTERNAL | OVERSEEN, .schema = 1,
    .size = sizeof(struct objection), .public_size = sizeof(struct objection_public),
    .fields = objection_fields, .field_count = COUNT_OF(objection_fields),
    .title = "title", .order = "year", .workflow = &objection_workflow};
/* clang-format on */
