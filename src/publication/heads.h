/* The heads of disclosure that need more than a text (S14, S50, S52, S53, S55, S56, S58, S59): one
 * kind each, an item like any other, with the fields that the law or the seed asks for.
 *
 * What a head rests on is a REF to a normative document, which for a law is one with external=yes,
 * and the articles in words (S47). Rules between fields are in heads.c, one function to a kind.
 *
 * An emergency is told in updates: each is a record of its own, so that the ledger says at which
 * minute the public was told what. The notice is in force until its end is released, and stands on
 * top of the home page as long as it is.
 *
 * Case bulletins and case disclosures are ABOUT_A_CASE: the workflow has them cleared by whoever
 * answers for the investigation before their secrecy review (record/lifecycle.h).
 */
#ifndef PUBLICATION_HEADS_H
#define PUBLICATION_HEADS_H

#include "record/item.h"
#include "record/record.h"

extern const struct word notice_sorts[];      /* recruitment, dismissal */
extern const struct word decision_outcomes[]; /* adopted, amended, dropped */
extern const struct word chart_forms[];       /* bars, line */
extern const struct word emergency_sorts[];   /* natural, accident, health, security */
extern const struct word emergency_levels[];  /* level-1 … level-4 */
extern const struct word case_standings[];    /* solved, transferred, sentenced */
extern const struct word case_sorts[];        /* administrative, criminal */

/* clang-format off */
#define BASIS_FIELDS(F) \
    F(PUBLIC, REF,  basis,         "法律依据", "Legal basis", .of = "normative_document", .flags = FILTER) \
    F(PUBLIC, TEXT, basis_article, "依据条款", "Articles", .max = 200, .flags = NARROW, .hint = "hint.basis_article")

#define RECRUITMENT_NOTICE(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, WORD, sort,        "类别", "Sort", .words = notice_sorts, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, INT,  quota,       "人数", "Number of posts", .flags = REQUIRED | COLUMN | NARROW, .hint = "hint.notice_quota") \
    F(PUBLIC, DATE, apply_from,  "报名开始日期", "Apply from", .flags = NARROW) \
    F(PUBLIC, DATE, apply_to,    "报名截止日期", "Apply by", .flags = COLUMN | NARROW) \
    F(PUBLIC, DATE, exam_on,     "笔试日期", "Examination on", .flags = NARROW) \
    F(PUBLIC, BODY, posts,       "职位表", "Posts", .max = 20000, .flags = SEARCHED) \
    F(PUBLIC, BODY, conditions,  "条件", "Conditions", .max = 8000) \
    F(PUBLIC, DATE, result_on,   "结果公布日期", "Result on", .flags = NARROW) \
    F(PUBLIC, BODY, result,      "结果", "Result", .max = 20000, .hint = "hint.no_names") \
    BASIS_FIELDS(F)

/* 令492 第10条(二); 令713《重大行政决策程序暂行条例》 第14–16, 32条. Comments come as sealed letters. */
#define DECISION(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, DATE, comment_from,  "征求意见开始日期", "Comment from", .flags = NARROW) \
    F(PUBLIC, DATE, comment_to,    "征求意见截止日期", "Comment until", .flags = COLUMN | NARROW) \
    F(PUBLIC, TEXT, short_reason,  "缩短征求意见期限的理由", "Why the period is short", .max = 200, .flags = NARROW, .hint = "hint.short_reason") \
    F(PUBLIC, TEXT, comment_how,   "提出意见的方式", "How to comment", .max = 300) \
    F(PUBLIC, BODY, draft,         "征求意见稿", "Draft put out for comment", .max = 60000, .flags = SEARCHED) \
    F(PUBLIC, INT,  comments_received, "收到意见条数", "Comments received", .flags = NARROW) \
    F(PUBLIC, BODY, answer,        "意见采纳情况及理由", "Answer to the comments", .max = 20000) \
    F(PUBLIC, WORD, outcome,       "决策结果", "Outcome", .words = decision_outcomes, .flags = COLUMN | NARROW) \
    F(PUBLIC, DATE, decided_on,    "决定日期", "Decided on", .flags = NARROW) \
    F(PUBLIC, TEXT, decided_by,    "决策机构", "Decided by", .max = 100, .flags = NARROW) \
    F(PUBLIC, BODY, decision,      "决定", "Decision", .max = 60000, .flags = SEARCHED) \
    F(PUBLIC, BODY, result,        "实施结果", "Result", .max = 20000) \
    BASIS_FIELDS(F)

#define CAMPAIGN(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, DATE, begins_on,   "开始日期", "From", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, DATE, ends_on,     "结束日期", "Until", .flags = COLUMN | NARROW) \
    F(PUBLIC, BODY, aims,        "目标和重点", "Aims", .max = 8000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, DATE, results_on,  "结果统计截止日期", "Results as of", .flags = NARROW) \
    F(PUBLIC, BODY, results,     "结果", "Results", .max = 20000, .hint = "hint.campaign_results") \
    BASIS_FIELDS(F)

/* The numbers are a table in `data`, or the first CSV file; the portal draws the chart from them. */
#define STATISTIC_SERIES(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, TEXT, measured_in, "计量单位", "Unit", .max = 40, .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, TEXT, source,      "数据来源", "Source of the data", .max = 200, .flags = REQUIRED | NARROW) \
    F(PUBLIC, DATE, period_from, "所属期起", "Period from", .flags = REQUIRED | NARROW) \
    F(PUBLIC, DATE, period_to,   "所属期止", "Period to", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, BOOL, provisional, "快报数", "Provisional", .flags = NARROW) \
    F(PUBLIC, TEXT, revision,    "修订规则", "Revision policy", .max = 300, .flags = REQUIRED | NARROW) \
    F(PUBLIC, BODY, definition,  "指标说明", "What is counted", .max = 4000) \
    F(PUBLIC, WORD, chart,       "图形", "Chart", .words = chart_forms) \
    F(PUBLIC, BODY, data,        "数据", "Data", .max = 20000, .hint = "hint.series_data") \
    BASIS_FIELDS(F)

#define CASE_BULLETIN(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, WORD, standing,    "办理阶段", "Standing", .words = case_standings, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, DATE, occurred_on, "发案日期", "Occurred on", .flags = NARROW) \
    F(PUBLIC, DATE, solved_on,   "侦破日期", "Solved on", .flags = COLUMN | NARROW) \
    F(PUBLIC, TEXT, region,      "地区", "Region", .max = 60, .flags = NARROW | SEARCHED) \
    BASIS_FIELDS(F) \
    F(STAFF,  TEXT, case_file,   "案卷号", "Case file", .max = 60, .hint = "hint.case_file")

/* 突发事件应对法(2007) 第3, 53条. */
#define EMERGENCY_NOTICE(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, WORD, sort,        "事件类别", "Sort", .words = emergency_sorts, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, WORD, level,       "级别", "Level", .words = emergency_levels, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, TIME, occurred_at, "发生时间", "Occurred at", .flags = REQUIRED | NARROW) \
    F(PUBLIC, TIME, ended_at,    "解除时间", "Ended at", .flags = NARROW, .hint = "hint.ended_at") \
    F(PUBLIC, TEXT, region,      "影响范围", "Region", .max = 200, .flags = REQUIRED | NARROW | SEARCHED) \
    F(PUBLIC, BODY, advice,      "公众应当怎样做", "What to do", .max = 4000, .flags = REQUIRED) \
    F(PUBLIC, TEXT, phone,       "求助电话", "Telephone", .max = 100, .flags = NARROW) \
    BASIS_FIELDS(F)

#define EMERGENCY_UPDATE(F) \
    F(PUBLIC, REF,  notice,      "突发事件公告", "Emergency", .of = "emergency_notice", .flags = REQUIRED | FILTER) \
    F(PUBLIC, TIME, told_at,     "截至时间", "As of", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, TEXT, title,       "要点", "What is new", .max = 200, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, BODY, body,        "详情", "Details", .max = 8000, .flags = SEARCHED)

/* "Other" has no head of its own, and so must say by which law it is disclosed (S59). */
#define OTHER_ITEM(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, TEXT, basis_text,  "公开的法律依据", "By which law", .max = 300, .flags = REQUIRED | NARROW) \
    BASIS_FIELDS(F)

/* To the public: basis, procedure and result with the parties masked (S14; 令711 第20条(六)). */
#define CASE_DISCLOSURE(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, WORD, sort,        "案件类别", "Sort", .words = case_sorts, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, TEXT, matter,      "案由", "Matter", .max = 100, .flags = REQUIRED | SEARCHED | NARROW) \
    F(PUBLIC, TEXT, party,       "当事人（隐名）", "Party (masked)", .max = 60, .flags = NARROW, .hint = "hint.party") \
    F(PUBLIC, TEXT, decision_number, "决定书文号", "Number of the decision", .max = 60, .flags = NARROW) \
    F(PUBLIC, DATE, accepted_on, "受理日期", "Accepted on", .flags = NARROW) \
    F(PUBLIC, DATE, decided_on,  "决定日期", "Decided on", .flags = REQUIRED | COLUMN | NARROW) \
    BASIS_FIELDS(F) \
    F(PUBLIC, BODY, procedure,   "办理程序", "Procedure", .max = 8000, .flags = REQUIRED) \
    F(PUBLIC, BODY, result,      "处理结果", "Result", .max = 8000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, remedy,      "救济途径", "Remedies", .max = 2000) \
    F(STAFF,  TEXT, case_file,   "案卷号", "Case file", .max = 60, .hint = "hint.case_file")
/* clang-format on */

KIND_STRUCTS(recruitment_notice, RECRUITMENT_NOTICE)
KIND_STRUCTS(decision, DECISION)
KIND_STRUCTS(campaign, CAMPAIGN)
KIND_STRUCTS(statistic_series, STATISTIC_SERIES)
KIND_STRUCTS(case_bulletin, CASE_BULLETIN)
KIND_STRUCTS(emergency_notice, EMERGENCY_NOTICE)
KIND_STRUCTS(emergency_update, EMERGENCY_UPDATE)
KIND_STRUCTS(other_item, OTHER_ITEM)
KIND_STRUCTS(case_disclosure, CASE_DISCLOSURE)

/* Where a decision stands on a day: computed, never stored. */
enum decision_stage { COMMENT_LATER, COMMENT_OPEN, COMMENT_CLOSED, DECIDED };
enum decision_stage decision_stage(const struct decision_public *decision, struct date on);

/* The limit within which the public must be told of an emergency of this level
 * (regimes/duties.yaml); NULL where no rule of that day sets hours. */
struct law;
struct duty;
const struct duty *emergency_duty(const struct law *law, const char *level, struct date on);

/* A table of numbers: the first Markdown table of a text, or CSV. Cells that are empty or "–" say
 * that there is no number. False when there is no table, or a cell is no number. */
enum { SERIES_COLUMNS = 4, SERIES_ROWS = 60 };
struct series {
    const char *columns[SERIES_COLUMNS + 1]; /* [0]: what the rows are */
    size_t column_count;                     /* of numbers */
    struct series_row {
        const char *label;
        const char *cells[SERIES_COLUMNS]; /* as written */
        double values[SERIES_COLUMNS];     /* NAN: none */
    } rows[SERIES_ROWS];
    size_t row_count;
};
bool series_read(struct arena *mem, const char *text, struct series *ret_series);

#endif
