/* Supervision and its means (S6, S24, S34, S36, S37, S70; 令492 第29–35条, 令711 第46–54条).
 *
 * What a supervisor keeps about an agency lies at that agency (base.agency), flagged OVERSEEN: the
 * superior's supervisor makes it, edits it and decides; the agency reads it and answers. So an
 * *inspection* lies at the agency that inspects, and each of its *findings* at the agency where it
 * was found: noted → open (with the day by which it is to be put right) → rectified (with proof) →
 * closed. A *supervision order* is a reminder or an order to rectify (督促整改). Whoever lets its
 * day pass may be *criticised* in a circular (通报), which is drafted, reviewed and released like
 * all that is public. An *accountability case* is proposed by the program (late answer, leak, an
 * unlawful refusal that was corrected) or by a person, and accepted or refused by a person with a
 * reason.
 *
 *     oversight_daily(cx);                       // proposes, as the program
 *     record_move(cx, &found.base, "accept-case", &NO_REASON);
 *
 * Invariants. Nobody supervises themselves: what a supervisor does needs SUPERVISE at the superior
 * of the agency, except at the top, which has none. No order leads to criticism before its day has
 * passed. Who decided a case does not settle the appeal. The program proposes and never decides.
 */
#ifndef OVERSIGHT_OVERSIGHT_H
#define OVERSIGHT_OVERSIGHT_H

#include "record/kind.h"
#include "record/record.h"

/* Words are stored, and some are published: for ever. */
extern const struct word inspection_sorts[];   /* regular special unannounced review */
extern const struct word finding_severities[]; /* minor serious grave */
extern const struct word order_sorts[];        /* reminder rectify */
extern const struct word case_causes[];        /* late-answer unlawful-refusal leak … */
extern const struct word case_decisions[];     /* none talk criticism apology discipline */
extern const struct word survey_groups[];      /* officers public government */

/* clang-format off */
/* By post or organisation; a name is published only with consent. */
#define INVITED_SUPERVISOR(F) \
    F(PUBLIC, TEXT, title,        "特邀监督员（姓名或者职务）", "Invited supervisor (name or post)", .max = 60, .flags = REQUIRED | COLUMN, .hint = "hint.invited_supervisor") \
    F(PUBLIC, TEXT, organisation, "所在单位", "Organisation", .max = 100, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, invited_by,   "聘请单位", "Invited by", .max = 100, .flags = REQUIRED) \
    F(PUBLIC, TEXT, scope,        "监督范围", "Scope", .max = 300, .flags = REQUIRED) \
    F(PUBLIC, DATE, since,        "聘期起始日期", "From", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, DATE, until,        "聘期截止日期", "Until", .flags = COLUMN) \
    F(PERSONAL, TEXT, contact,    "联系方式", "Contact", .max = 100)

#define INSPECTION(F) \
    F(PUBLIC, TEXT, title,      "名称", "Title", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, WORD, sort,       "检查方式", "Kind of inspection", .words = inspection_sorts, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, REF,  about,      "被检查机关", "Inspected agency", .of = "agency", .flags = REQUIRED | FILTER) \
    F(PUBLIC, DATE, planned_on, "计划日期", "Planned for", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, BODY, checklist,  "检查内容", "Checklist", .max = 4000, .flags = REQUIRED) \
    F(PUBLIC, TEXT, sample,     "抽查样本", "Sample", .max = 300) \
    F(PUBLIC, DATE, held_on,    "检查日期", "Held on", .flags = COLUMN) \
    F(PUBLIC, BODY, result,     "检查结果", "Result", .max = 8000) \
    F(STAFF,  TEXT, team,       "检查人员", "Inspectors", .max = 200, .flags = REQUIRED)

#define FINDING(F) \
    F(STAFF, REF,  about,        "被检查机关", "Agency", .of = "agency", .flags = REQUIRED | FILTER) \
    F(STAFF, REF,  inspection,   "所属检查", "Inspection", .of = "inspection", .flags = FILTER) \
    F(STAFF, TEXT, title,        "发现的问题", "Finding", .max = 200, .flags = REQUIRED | COLUMN) \
    F(STAFF, WORD, severity,     "严重程度", "Severity", .words = finding_severities, .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, basis,        "依据", "Basis", .max = 200, .flags = REQUIRED) \
    F(STAFF, BODY, detail,       "具体情况", "Details", .max = 4000) \
    F(STAFF, DATE, rectify_by,   "整改期限", "To be put right by", .flags = REQUIRED | COLUMN) \
    F(STAFF, DATE, notified_on,  "通知日期", "Notified on", .flags = FIXED) \
    F(STAFF, DATE, rectified_on, "整改日期", "Put right on", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, proof,        "整改情况和证明", "Proof", .max = 500, .flags = FIXED) \
    F(STAFF, DATE, closed_on,    "销号日期", "Closed on", .flags = FIXED) \
    F(STAFF, REF,  problem,      "列入的主要问题", "Carried into the problem", .of = "problem", .flags = FIXED)

#define SUPERVISION_ORDER(F) \
    F(STAFF, REF,  about,       "督办对象", "Agency", .of = "agency", .flags = REQUIRED | FILTER) \
    F(STAFF, WORD, sort,        "种类", "Kind", .words = order_sorts, .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, title,       "事由", "Subject", .max = 200, .flags = REQUIRED | COLUMN) \
    F(STAFF, REF,  finding,     "所依据的检查问题", "Finding", .of = "finding", .flags = FILTER) \
    F(STAFF, BODY, demand,      "要求", "What is demanded", .max = 4000, .flags = REQUIRED) \
    F(STAFF, DATE, due_on,      "办理期限", "Due on", .flags = REQUIRED | COLUMN) \
    F(STAFF, DATE, issued_on,   "发出日期", "Issued on", .flags = FIXED) \
    F(STAFF, DATE, answered_on, "反馈日期", "Answered on", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, proof,       "办理情况和证明", "Proof", .max = 500, .flags = FIXED) \
    F(STAFF, DATE, closed_on,   "办结日期", "Closed on", .flags = FIXED) \
    F(STAFF, DATE, criticised_on, "通报日期", "Criticised on", .flags = FIXED) \
    F(STAFF, REF,  criticism,   "通报", "Circular", .of = "criticism", .flags = FIXED)

#define CRITICISM(F) \
    F(PUBLIC, TEXT, title,         "标题", "Title", .max = 200, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, REF,  about,         "被通报机关", "Agency", .of = "agency", .flags = REQUIRED | FILTER) \
    F(PUBLIC, DATE, criticised_on, "通报日期", "Date", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, BODY, facts,         "通报事实", "Facts", .max = 4000, .flags = REQUIRED) \
    F(PUBLIC, BODY, demand,        "整改要求", "What is demanded", .max = 4000) \
    F(STAFF,  REF,  supervision_order, "所依据的督办", "Order", .of = "supervision_order", .flags = FIXED)

#define ACCOUNTABILITY_CASE(F) \
    F(STAFF, REF,  about,       "责任机关", "Agency", .of = "agency", .flags = REQUIRED | FILTER) \
    F(STAFF, TEXT, title,       "事由", "Subject", .max = 200, .flags = REQUIRED | COLUMN, .hint = "hint.no_person") \
    F(STAFF, WORD, cause,       "情形", "Cause", .words = case_causes, .flags = REQUIRED | COLUMN) \
    F(STAFF, DATE, found_on,    "发现日期", "Found on", .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, source_kind, "来源记录种类", "Kind of the record it is about", .max = 40, .flags = FIXED) \
    F(STAFF, TEXT, source,      "来源记录", "The record it is about", .max = 26, .flags = FIXED | FILTER) \
    F(PERSONAL, TEXT, person,   "责任人员", "Persons responsible", .max = 200) \
    F(STAFF, BODY, facts,       "认定事实", "Facts", .max = 8000) \
    F(STAFF, WORD, decision,    "处理决定", "Decision", .words = case_decisions, .flags = COLUMN) \
    F(STAFF, TEXT, basis,       "处理依据", "Basis", .max = 200) \
    F(STAFF, TEXT, opinion,     "责任机关意见", "Opinion of the agency", .max = 500, .flags = FIXED) \
    F(STAFF, DATE, decided_on,  "决定日期", "Decided on", .flags = FIXED | COLUMN) \
    F(STAFF, DATE, served_on,   "送达日期", "Served on", .flags = FIXED) \
    F(STAFF, DATE, appeal_by,   "申诉期限", "Appeal by", .flags = FIXED) \
    F(STAFF, TEXT, appeal,      "申诉理由", "Appeal", .max = 500, .flags = FIXED) \
    F(STAFF, TEXT, appeal_result, "复核结果", "Result of the appeal", .max = 500, .flags = FIXED)

/* How satisfied each of the three groups of S70 is. */
#define SATISFACTION_SURVEY(F) \
    F(PUBLIC, TEXT, title,     "名称", "Title", .max = 120, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, INT,  year,      "年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, WORD, party,     "调查对象", "Group", .words = survey_groups, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, method,    "调查方法", "Method", .max = 300, .flags = REQUIRED) \
    F(PUBLIC, DATE, held_on,   "调查日期", "Held on", .flags = REQUIRED) \
    F(PUBLIC, INT,  asked,     "发放问卷数", "Asked", .flags = REQUIRED) \
    F(PUBLIC, INT,  answered,  "回收有效问卷数", "Answered", .flags = REQUIRED) \
    F(PUBLIC, INT,  satisfied, "满意和基本满意数", "Satisfied", .flags = REQUIRED) \
    F(PUBLIC, BODY, remarks,   "主要意见", "Main remarks", .max = 4000)

/* The figures are counted when the record is stored, never typed. */
#define SUPERVISION_SUMMARY(F) \
    F(PUBLIC, TEXT, title,      "名称", "Title", .max = 120, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, INT,  year,       "年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, INT,  inspections, "检查次数", "Inspections held", .flags = FIXED | COLUMN) \
    F(PUBLIC, INT,  findings,   "发现问题数", "Findings", .flags = FIXED | COLUMN) \
    F(PUBLIC, INT,  rectified,  "已整改问题数", "Put right", .flags = FIXED | COLUMN) \
    F(PUBLIC, INT,  orders,     "督促整改件数", "Orders", .flags = FIXED) \
    F(PUBLIC, INT,  criticisms, "通报件数", "Circulars", .flags = FIXED) \
    F(PUBLIC, INT,  accountability_cases, "责任追究件数", "Accountability cases decided", .flags = FIXED) \
    F(PUBLIC, BODY, remarks,    "监督工作情况", "The year's supervision", .max = 8000, .flags = REQUIRED)
/* clang-format on */

KIND_STRUCTS(invited_supervisor, INVITED_SUPERVISOR)
KIND_STRUCTS(inspection, INSPECTION)
KIND_STRUCTS(finding, FINDING)
KIND_STRUCTS(supervision_order, SUPERVISION_ORDER)
KIND_STRUCTS(criticism, CRITICISM)
KIND_STRUCTS(accountability_case, ACCOUNTABILITY_CASE)
KIND_STRUCTS(satisfaction_survey, SATISFACTION_SURVEY)
KIND_STRUCTS(supervision_summary, SUPERVISION_SUMMARY)

/* Stored words: see the tables in inspect.c, order.c, accountability.c. */
enum inspection_state {
    INSPECTION_PLANNED,
    INSPECTION_HELD,
    INSPECTION_CONCLUDED,
    INSPECTION_CHECKED,
    INSPECTION_RELEASED,
    INSPECTION_SUPERSEDED,
    INSPECTION_SUSPENDED,
    INSPECTION_WITHDRAWN,
    INSPECTION_CALLED_OFF,
    INSPECTION_DISCARDED,
};
enum finding_state { FINDING_NOTED, FINDING_OPEN, FINDING_RECTIFIED, FINDING_CLOSED };
enum order_state {
    ORDER_DRAFTED,
    ORDER_ISSUED,
    ORDER_CRITICISED,
    ORDER_ANSWERED,
    ORDER_CLOSED,
    ORDER_DROPPED,
};
enum case_state {
    CASE_PROPOSED,
    CASE_OPEN,
    CASE_HEARING,
    CASE_HEARD,
    CASE_DECIDED,
    CASE_SERVED,
    CASE_APPEALED,
    CASE_CLOSED,
    CASE_REFUSED,
};

/* Once a day, as the program: proposes the cases of accountability that the registers show. What
 * was proposed once, whatever became of it, is not proposed again. */
enum status oversight_daily(struct context *cx) MUST_USE;

#endif
