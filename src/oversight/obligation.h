/* Obligations (S10, S12, S43, S60): what an agency has to make public or to report without being
 * asked, and what of it is missing, stale or late.
 *
 * Most duties are written down already: a catalogue entry promises how often its column says
 * something new, an application has its day, a task its term. What is written nowhere else is a
 * *duty*: a head of disclosure that the agency answers for (令711 第20条, 令492 第10条), a report
 * that it owes by law, or a *briefing* that it gives at fixed times to somebody. Duties are
 * drafted, reviewed and released; so the public can hold the agency to them.
 *
 *     obligation_daily(cx);     // a briefing for each period that has ended; lines for the public
 *
 * What is missing is never stored: it is a measure over the registers as of a day
 * (oversight/measure.h), and over the public records on the portal. What is late tomorrow is what
 * the same measure finds tomorrow and not today. A briefing is the office's own affair; that one is
 * late leaves the office as an *obligation line*, by the authority of a standing order.
 */
#ifndef OVERSIGHT_OBLIGATION_H
#define OVERSIGHT_OBLIGATION_H

#include "record/kind.h"
#include "record/record.h"

struct law;

extern const struct word duty_sorts[]; /* head report briefing */

/* clang-format off */
#define DUTY(F) \
    F(PUBLIC, TEXT, title,     "职责名称", "Duty", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, WORD, sort,      "种类", "Kind of duty", .words = duty_sorts, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, TEXT, head,      "主动公开的重点内容", "Head of disclosure", .max = 20, .flags = FILTER, .hint = "hint.duty_head") \
    F(PUBLIC, TEXT, recipient, "通报对象", "Whom it is told", .max = 100, .hint = "hint.duty_recipient") \
    F(PUBLIC, WORD, interval,  "周期", "How often", .words = update_intervals, .hint = "hint.duty_interval") \
    F(PUBLIC, INT,  days,      "期满后几日内", "Days after the end of the period", .hint = "hint.duty_days") \
    F(PUBLIC, REF,  unit,      "责任单位", "Unit", .of = "unit", .flags = FILTER) \
    F(PUBLIC, TEXT, basis,     "依据", "Basis", .max = 200, .flags = REQUIRED) \
    F(PUBLIC, DATE, since,     "起始日期", "Since", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, DATE, until,     "终止日期", "Until")

/* One period's briefing. The period begins on a day that the duty's interval counts from. */
#define BRIEFING(F) \
    F(STAFF, REF,  duty,        "所属职责", "Duty", .of = "agency_duty", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, DATE, period_from, "通报时段起始日期", "Period from", .flags = REQUIRED | BOUND) \
    F(STAFF, TEXT, title,       "通报", "Briefing", .max = 160, .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, recipient,   "通报对象", "Recipient", .max = 100, .flags = FIXED | COLUMN) \
    F(STAFF, DATE, period_to,   "通报时段截止日期", "Period to", .flags = FIXED) \
    F(STAFF, DATE, due_on,      "通报期限", "Due on", .flags = FIXED | COLUMN) \
    F(STAFF, BODY, content,     "通报内容", "Content", .max = 8000) \
    F(STAFF, DATE, sent_on,     "送出日期", "Sent on", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, sent_how,    "送达方式和证明", "How it was sent, and proof", .max = 500, .flags = FIXED) \
    F(STAFF, DATE, feedback_on, "反馈日期", "Feedback on", .flags = FIXED) \
    F(STAFF, TEXT, feedback,    "反馈意见", "Feedback", .max = 500, .flags = FIXED)

#define OBLIGATION_LINE(F) \
    F(PUBLIC, TEXT, title,     "未按时履行的职责", "What is late", .max = 160, .flags = COLUMN | SEARCHED) \
    F(PUBLIC, TEXT, recipient, "通报对象", "Recipient", .max = 100) \
    F(PUBLIC, TEXT, basis,     "依据", "Basis", .max = 200) \
    F(PUBLIC, DATE, due_on,    "期限", "Due on", .flags = COLUMN | FILTER) \
    F(PUBLIC, DATE, done_on,   "完成日期", "Done on", .flags = COLUMN | FILTER) \
    F(STAFF,  REF,  briefing,  "通报", "Briefing", .of = "briefing", .flags = FILTER) \
    F(STAFF,  REF,  authority, "依据的常设公开令", "Standing order", .of = "standing_order")
/* clang-format on */

KIND_STRUCTS(agency_duty, DUTY)
KIND_STRUCTS(briefing, BRIEFING)
KIND_STRUCTS(obligation_line, OBLIGATION_LINE)

enum briefing_state { BRIEFING_DUE, BRIEFING_SENT, BRIEFING_ANSWERED, BRIEFING_DROPPED };

/* Once a day, as the program. */
enum status obligation_daily(struct context *cx) MUST_USE;

/* ---- rules, for the registers and for what is public alike ---- */

/* A column that promised an interval has said nothing for longer, some days of grace included. What
 * is updated when something happens cannot sleep. last: DATE_NONE, it never spoke since it began.
 */
bool column_sleeps(const char *interval, struct date since, struct date last, struct date on);
/* The day by which the report on a year is public, by the law in force at its end. DATE_NONE: no
 * law asks for one. */
struct date obligation_report_due(const struct law *law, int year);
/* The period that a day lies in; false for an interval that has none. */
bool obligation_period(const char *interval, struct date day, struct date *ret_from,
                       struct date *ret_to);

#endif
