/* The kinds of supervision: words, field tables, checks. Workflows that are not the common one are
 * in inspect.c, order.c and accountability.c. */
#include "base/text.h"
#include "oversight/private.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word inspection_sorts[] = {
    {"regular", "定期检查", "Regular"}, {"special", "专项检查", "Special"},
    {"unannounced", "不定期抽查", "Unannounced"}, {"review", "社会评议", "Public review"}, {0}};
const struct word finding_severities[] = {
    {"minor", "一般", "Minor"}, {"serious", "较重", "Serious"}, {"grave", "严重", "Grave"}, {0}};
const struct word order_sorts[] = {
    {"reminder", "提醒", "Reminder"}, {"rectify", "督促整改", "Order to rectify"}, {0}};
const struct word case_causes[] = {
    {"late-answer", "逾期未答复", "Late answer"}, {"unlawful-refusal", "违法不予公开", "Unlawful refusal"},
    {"leak", "公开不应公开的信息", "Released what should not have been"},
    {"false-information", "公开虚假信息", "False information"},
    {"not-updated", "不及时更新公开内容", "Not updated"},
    {"charged", "违反规定收取费用", "Charged unlawfully"}, {"other", "其他情形", "Other"}, {0}};
const struct word case_decisions[] = {
    {"none", "不予处理", "None"}, {"talk", "谈话提醒", "Admonition"},
    {"criticism", "通报批评", "Circulated criticism"}, {"apology", "责令作出书面检查", "Written self-criticism"},
    {"discipline", "移送依法给予处分", "Referred for discipline"}, {0}};
const struct word survey_groups[] = {
    {"officers", "基层民警", "Grass-roots officers"}, {"public", "人民群众", "The public"},
    {"government", "党委政府", "Party committee and government"}, {0}};

#define RECORD invited_supervisor
#define RECORD_PUBLIC invited_supervisor_public
KIND_FIELDS(invited_supervisor, INVITED_SUPERVISOR)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD inspection
#define RECORD_PUBLIC inspection_public
KIND_FIELDS(inspection, INSPECTION)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD criticism
#define RECORD_PUBLIC criticism_public
KIND_FIELDS(criticism, CRITICISM)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD satisfaction_survey
#define RECORD_PUBLIC satisfaction_survey_public
KIND_FIELDS(satisfaction_survey, SATISFACTION_SURVEY)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD supervision_summary
#define RECORD_PUBLIC supervision_summary_public
KIND_FIELDS(supervision_summary, SUPERVISION_SUMMARY)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD finding
static const struct field finding_fields[] = {FINDING(FIELD_ROW)};
#undef RECORD
#define RECORD supervision_order
static const struct field supervision_order_fields[] = {SUPERVISION_ORDER(FIELD_ROW)};
#undef RECORD
#define RECORD accountability_case
static const struct field accountability_case_fields[] = {ACCOUNTABILITY_CASE(FIELD_ROW)};
#undef RECORD

#define PUBLISHED(kind_name, zh_, en_) \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, KIND_TABLES(kind_name), .title = "title"
/* An inner kind has no public side. */
#define WITHIN(kind_name, zh_, en_)                                                         \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, .size = sizeof(struct kind_name), \
    .public_size = sizeof(struct kind_name##_public), .fields = kind_name##_fields,           \
    .field_count = COUNT_OF(kind_name##_fields), .flags = INTERNAL | OVERSEEN, .title = "title", \
    .prepare = overseen_prepare
/* clang-format on */

static enum status check_supervisor(struct context *cx, const struct record *rec)
{
    const struct invited_supervisor *s = AS_CONST(invited_supervisor, rec);
    if (!date_is_set(s->since) || !date_is_set(s->until) || s->until.day >= s->since.day) return OK;
    return issue(cx, "until", "field.before_since", "");
}

/* Nobody is satisfied who did not answer, and nobody answers who was not asked. */
static enum status check_survey(struct context *cx, const struct record *rec)
{
    const struct satisfaction_survey *s = AS_CONST(satisfaction_survey, rec);
    if (s->asked == INT_NONE || s->answered == INT_NONE || s->satisfied == INT_NONE) return OK;
    if (s->satisfied < 0) return issue(cx, "satisfied", "field.not_a_number", "");
    if (s->answered > s->asked) return issue(cx, "answered", "oversight.more_than_asked", "");
    return s->satisfied > s->answered ? issue(cx, "satisfied", "oversight.more_than_answered", "")
                                      : OK;
}

/* $1 agency, $2 first day, $3 last day of the year. */
#define IN_YEAR " BETWEEN $2 AND $3"
#define BELOW_OR_OWN                                                                              \
    "WITH RECURSIVE below (id, code) AS (SELECT id, code FROM agency WHERE code = $1 AND newest " \
    "= "                                                                                          \
    "1 UNION SELECT a.id, a.code FROM agency a JOIN below ON a.parent = below.id WHERE a.newest " \
    "= "                                                                                          \
    "1) "
static const struct {
    size_t field;
    struct sql sql;
} counted[] = {
    {offsetof(struct supervision_summary, inspections),
     {"summary.inspections", "SELECT COUNT(*) FROM inspection WHERE agency = $1 AND newest = 1"
                             " AND state <> 'planned' AND held_on" IN_YEAR}                   },
    {offsetof(struct supervision_summary, findings),
     {"summary.findings", BELOW_OR_OWN "SELECT COUNT(*) FROM finding WHERE agency IN"
                                       " (SELECT code FROM below) AND notified_on" IN_YEAR}   },
    {offsetof(struct supervision_summary, rectified),
     {"summary.rectified",
      BELOW_OR_OWN "SELECT COUNT(*) FROM finding WHERE agency IN"
                   " (SELECT code FROM below) AND notified_on" IN_YEAR " AND closed_on <= $3"}},
    {offsetof(struct supervision_summary, orders),
     {"summary.orders", BELOW_OR_OWN "SELECT COUNT(*) FROM supervision_order WHERE agency IN"
                                     " (SELECT code FROM below) AND issued_on" IN_YEAR}       },
    {offsetof(struct supervision_summary, criticisms),
     {"summary.criticisms", "SELECT COUNT(*) FROM criticism WHERE agency = $1 AND newest = 1"
                            " AND state = 'released' AND criticised_on" IN_YEAR}              },
    {offsetof(struct supervision_summary, accountability_cases),
     {"summary.cases", BELOW_OR_OWN "SELECT COUNT(*) FROM accountability_case WHERE agency IN"
                                    " (SELECT code FROM below) AND decided_on" IN_YEAR}       },
};

enum status summary_prepare(struct context *cx, struct record *rec)
{
    struct supervision_summary *summary = AS(supervision_summary, rec);
    int64_t year = summary->year;
    if (year == INT_NONE) return OK;
    if (year < 2008 || year > 2100) return issue(cx, "year", "oversight.bad_year", "");
    struct date first = date_of((int)year, 1, 1), last = date_of((int)year, 12, 31);
    for (size_t i = 0; i < COUNT_OF(counted); i++)
        TRY(store_int(cx, &counted[i].sql, BIND(rec->agency, first, last),
                      (int64_t *)(void *)((char *)rec + counted[i].field)));
    return OK;
}

/* clang-format off */
const struct kind invited_supervisor_kind = {
    PUBLISHED(invited_supervisor, "特邀监督员", "Invited supervisor"), .flags = ERASABLE, .order = "since",
    .workflow = &publication_workflow, .check = check_supervisor};
const struct kind inspection_kind = {
    PUBLISHED(inspection, "监督检查", "Inspection"), .flags = OVERSEEN, .order = "planned_on",
    .workflow = &inspection_workflow, .prepare = inspection_prepare, .due = inspection_due};
const struct kind finding_kind = {
    WITHIN(finding, "检查发现的问题", "Finding"), .order = "rectify_by",
    .workflow = &finding_workflow, .due = finding_due};
const struct kind supervision_order_kind = {
    WITHIN(supervision_order, "督办", "Reminder or order"), .order = "due_on",
    .workflow = &order_workflow, .due = order_due};
const struct kind criticism_kind = {
    PUBLISHED(criticism, "通报", "Circulated criticism"), .order = "criticised_on",
    .workflow = &publication_workflow};
const struct kind accountability_case_kind = {
    WITHIN(accountability_case, "责任追究", "Accountability case"), .order = "found_on",
    .workflow = &case_workflow, .due = case_due};
const struct kind satisfaction_survey_kind = {
    PUBLISHED(satisfaction_survey, "满意度调查", "Satisfaction survey"), .order = "held_on",
    .workflow = &publication_workflow, .check = check_survey};
const struct kind supervision_summary_kind = {
    PUBLISHED(supervision_summary, "年度监督情况", "Year of supervision"), .order = "year",
    .workflow = &publication_workflow, .prepare = summary_prepare};
/* clang-format on */
