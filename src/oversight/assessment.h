/* The yearly assessment (S37; 令492 第29条, 令711 第46条: 考核、社会评议).
 *
 * Indicators with weights stand in a dated file, assessments/YEAR.yaml. Each is a *measure* over
 * the registers (oversight/measure.h), or is marked by hand with evidence. A *score* is one
 * agency's: its rows say, one by one, which record gave or took how many points, so that the points
 * of an indicator are the sum of its rows and the total is the sum of the indicators.
 *
 *     TRY(assessment_compute(cx, &assessment));       // a score for each agency below, ranked
 *
 * drafted → computed → objections (a period with a day) → settled → checked → released. The scores
 * are made by the program and go with their assessment: its public field `results` holds the hash
 * of each score, so the secrecy review binds them, and a score that differs is not released.
 *
 * All points are hundredths.
 */
#ifndef OVERSIGHT_ASSESSMENT_H
#define OVERSIGHT_ASSESSMENT_H

#include "law/law.h"
#include "record/kind.h"
#include "record/record.h"

/* clang-format off */
#define ASSESSMENT(F) \
    F(PUBLIC, TEXT, title,      "名称", "Title", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, INT,  year,       "考核年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, TEXT, basis,      "考核依据", "Basis", .max = 300, .flags = FIXED) \
    F(PUBLIC, DATE, as_of,      "数据截止日期", "Figures as of", .flags = FIXED) \
    F(PUBLIC, DATE, objections_until, "异议截止日期", "Objections until", .flags = FIXED) \
    F(PUBLIC, BODY, indicators, "考核指标", "Indicators", .max = 8000, .flags = FIXED) \
    F(PUBLIC, BODY, results,    "考核结果", "Results", .max = 60000, .flags = FIXED) \
    F(PUBLIC, BODY, rewards,    "结果运用（奖励、处理）", "Rewards and penalties", .max = 4000) \
    F(PUBLIC, BODY, remarks,    "考核情况", "Remarks", .max = 8000)

/* Made by the program. points: "late-items=1850 …"; rows: a line for each record that counted. */
#define ASSESSMENT_SCORE(F) \
    F(PUBLIC, TEXT, title,      "名称", "Title", .max = 160, .flags = COLUMN) \
    F(PUBLIC, INT,  year,       "考核年度", "Year", .flags = FILTER | COLUMN) \
    F(PUBLIC, REF,  assessment, "考核", "Assessment", .of = "assessment", .flags = FILTER) \
    F(PUBLIC, REF,  about,      "被考核机关", "Agency", .of = "agency", .flags = FILTER) \
    F(PUBLIC, INT,  total,      "总分（百分之一分）", "Total (hundredths)", .flags = COLUMN) \
    F(PUBLIC, INT,  place,      "名次", "Place", .flags = COLUMN) \
    F(PUBLIC, TEXT, points,     "各项得分", "Points", .max = 2000) \
    F(PUBLIC, BODY, rows,       "计分明细", "Rows", .max = 120000)

/* What no register can tell: points for an indicator, and why. It lies at the agency. */
#define ASSESSMENT_MARK(F) \
    F(STAFF, REF,  about,     "被考核机关", "Agency", .of = "agency", .flags = REQUIRED | FILTER) \
    F(STAFF, INT,  year,      "考核年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(STAFF, TEXT, indicator, "考核指标", "Indicator", .max = 40, .flags = REQUIRED | COLUMN, .hint = "hint.indicator") \
    F(STAFF, INT,  given,     "得分", "Points", .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, title,     "评分依据", "Evidence", .max = 200, .flags = REQUIRED | COLUMN, .hint = "hint.mark_is_public")

/* What an assessed agency says against its score. */
#define OBJECTION(F) \
    F(STAFF, INT,  year,      "考核年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(STAFF, TEXT, title,     "异议事项", "Objection", .max = 200, .flags = REQUIRED | COLUMN) \
    F(STAFF, BODY, grounds,   "理由和证据", "Grounds and evidence", .max = 4000, .flags = REQUIRED)
/* clang-format on */

KIND_STRUCTS(assessment, ASSESSMENT)
KIND_STRUCTS(assessment_score, ASSESSMENT_SCORE)
KIND_STRUCTS(assessment_mark, ASSESSMENT_MARK)
KIND_STRUCTS(objection, OBJECTION)

enum assessment_state {
    ASSESSMENT_DRAFTED,
    ASSESSMENT_COMPUTED,
    ASSESSMENT_OBJECTIONS,
    ASSESSMENT_SETTLED,
    ASSESSMENT_CONCLUDED,
    ASSESSMENT_CHECKED,
    ASSESSMENT_RELEASED,
    ASSESSMENT_SUSPENDED,
    ASSESSMENT_WITHDRAWN,
    ASSESSMENT_GIVEN_UP,
};
enum score_state { SCORE_PREPARED, SCORE_RELEASED, SCORE_SUSPENDED, SCORE_WITHDRAWN };
enum mark_state { MARK_GIVEN, MARK_STRUCK };
enum objection_state { OBJECTION_DRAFTED, OBJECTION_LODGED, OBJECTION_UPHELD, OBJECTION_DISMISSED };

/* ---- the file ---- */

enum indicator_rule {
    RULE_DEDUCT, /* the weight, less so much for each record that the measure finds */
    RULE_REACH,  /* the weight is reached with so many records, in equal parts */
    RULE_MANUAL, /* marks */
};
struct indicator {
    const char *id, *zh, *en, *measure;
    enum indicator_rule rule;
    int64_t weight, each; /* hundredths */
    int target;
};
struct assessment_plan {
    int year;
    const char *zh, *en, *basis;
    int objection_days; /* at least so many between computing and settling */
    const struct indicator *indicators;
    size_t count;
};
struct assessment_plans {
    const struct law *law;
    const struct assessment_plan *at;
    size_t count;
};
/* Reads FOLDER/assessments/YEAR.yaml of every year. What is wrong is told with file, line, field
 * and what was expected. The weights of a year make a hundred. */
enum status assessment_load(struct context *cx, const char *folder, const struct law *law,
                            const struct assessment_plans **ret_plans) MUST_USE;
/* Once at start. */
void assessment_set(const struct assessment_plans *plans);
const struct assessment_plans *assessment_plans(void);
const struct assessment_plan *assessment_plan_of(int64_t year); /* NULL: there is none */

/* ---- scores ---- */

/* One line of a score's rows. */
struct score_row {
    const char *indicator, *kind, *record, *number, *label; /* record "": of the rule itself */
    int64_t points;
    struct date on;
    struct score_row *next;
};
/* The lines of one indicator (NULL: of all), in their order. */
enum status score_rows_read(struct context *cx, const char *rows, const char *indicator,
                            struct score_row **ret_first) MUST_USE;
/* What `points` says of an indicator; 0 if nothing. */
int64_t score_points(const char *points, const char *indicator);
const char *score_write(struct arena *mem, int64_t hundredths); /* "18.5" */

/* Computes one agency: rows, points and total of the score are filled. */
struct period; /* oversight/measure.h */
enum status score_compute(struct context *cx, const struct assessment_plan *plan,
                          const struct period *of, struct assessment_score *score) MUST_USE;

/* A line of an assessment's results, best first. */
struct result_line {
    const char *agency, *name, *score, *hash; /* code, name of the day, id of the score's record */
    int64_t total, place;
    struct result_line *next;
};
struct result_line *results_read(struct arena *mem, const char *results);
/* The record of a score still says what the results have bound. INVALID if one does not. */
enum status assessment_scores_hold(struct context *cx, const struct record *assessment) MUST_USE;

/* The indicators as the record keeps them, so that whoever has the record needs no file. */
struct indicator_line {
    const char *id, *zh, *en;
    int64_t weight;
    struct indicator_line *next;
};
const char *indicators_write(struct arena *mem, const struct assessment_plan *plan);
struct indicator_line *indicators_read(struct arena *mem, const char *indicators);

#endif
