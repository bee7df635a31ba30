/* The leading group's work (S4, S19, S26): meetings whose decisions become tasks, tasks with an
 * owner, a day and evidence, and implementation plans with exactly the five headings.
 *
 * A meeting's minutes are approved by a leader who did not write them; only then do its decisions
 * begin as tasks. A task is *overdue* by its day, never by a state; who reports it as done is not
 * who accepts it. Meetings and tasks stay inside; plans are drafted, reviewed and released.
 */
#ifndef ORGANISATION_WORK_H
#define ORGANISATION_WORK_H

#include "record/kind.h"
#include "record/record.h"

/* clang-format off */
#define MEETING(F) \
    F(STAFF, TEXT, title,    "会议名称", "Meeting", .max = 120, .flags = REQUIRED | COLUMN) \
    F(STAFF, REF,  convenor, "召开机构", "Convened by", .of = "body", .flags = REQUIRED | FILTER) \
    F(STAFF, DATE, held_on,  "会议日期", "Date", .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, place,    "地点", "Place", .max = 100) \
    F(STAFF, TEXT, attended, "出席（按职务）", "Present (by post)", .max = 400) \
    F(STAFF, BODY, agenda,   "议题", "Agenda", .max = 4000, .flags = REQUIRED) \
    F(STAFF, BODY, minutes,  "会议纪要和议定事项", "Minutes and decisions", .max = 12000)

#define TASK(F) \
    F(STAFF, TEXT, title,    "任务", "Task", .max = 200, .flags = REQUIRED | COLUMN) \
    F(STAFF, REF,  meeting,  "所依据的会议", "Decided at", .of = "meeting", .flags = FILTER) \
    F(STAFF, REF,  implementation_plan, "所属实施方案", "Of the plan", .of = "implementation_plan", .flags = FILTER) \
    F(STAFF, REF,  unit,     "责任单位", "Owner", .of = "unit", .flags = REQUIRED | FILTER) \
    F(STAFF, DATE, due_on,   "完成期限", "Due on", .flags = REQUIRED | COLUMN) \
    F(STAFF, BODY, demand,   "要求", "What is to be done", .max = 4000) \
    F(STAFF, TEXT, evidence, "完成情况和证明", "Evidence", .max = 500, .flags = FIXED) \
    F(STAFF, DATE, done_on,  "完成日期", "Done on", .flags = FIXED | COLUMN)

/* 范围、内容、形式、监督、考核, and who does what. */
#define IMPLEMENTATION_PLAN(F) \
    F(PUBLIC, TEXT, title,       "名称", "Title", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, INT,  year,        "年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, BODY, scope,       "范围", "Scope", .max = 4000, .flags = REQUIRED) \
    F(PUBLIC, BODY, content,     "内容", "Content", .max = 8000, .flags = REQUIRED) \
    F(PUBLIC, BODY, manner,      "形式", "Form", .max = 4000, .flags = REQUIRED) \
    F(PUBLIC, BODY, supervision, "监督", "Supervision", .max = 4000, .flags = REQUIRED) \
    F(PUBLIC, BODY, appraisal,   "考核", "Assessment", .max = 4000, .flags = REQUIRED) \
    F(PUBLIC, BODY, division,    "分工", "Who does what", .max = 4000)
/* clang-format on */

KIND_STRUCTS(meeting, MEETING)
KIND_STRUCTS(task, TASK)
KIND_STRUCTS(implementation_plan, IMPLEMENTATION_PLAN)

enum meeting_state { MEETING_CALLED, MEETING_HELD, MEETING_MINUTED, MEETING_CALLED_OFF };
enum work_state { WORK_PLANNED, WORK_DOING, WORK_REPORTED, WORK_DONE, WORK_DROPPED };

#endif
