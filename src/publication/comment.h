/* Comments on the draft of a decision (S8, S52; 令713 第14–16条): sent in as sealed letters while
 * it is put out, registered, gathered into points, each point taken up or not with its reason.
 *
 * Who comments may give a name and leave to quote, or neither; both stay in the office. What the
 * public reads is the decision's own answer: every point, how many spoke for it, and what became of
 * it. No decision is final while a comment lies unread or a point unanswered
 * (comment_all_answered).
 *
 * A comment is a matter (matter/matter.h) of the sort "comment": its writer sees by the code which
 * point it was counted under and what was said to that point.
 */
#ifndef PUBLICATION_COMMENT_H
#define PUBLICATION_COMMENT_H

#include "matter/matter.h"
#include "record/record.h"

extern const struct word comment_channels[]; /* web, letter, hall */
extern const struct word comment_verdicts[]; /* taken, partly, not-taken */

/* clang-format off */
#define COMMENT_POINT(F) \
    F(STAFF, REF,  decision, "征求意见的决策", "Decision", .of = "decision", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, TEXT, title,    "意见要点", "Point", .max = 200, .flags = REQUIRED | COLUMN, .hint = "hint.comment_point") \
    F(STAFF, WORD, verdict,  "采纳情况", "Taken up", .words = comment_verdicts, .flags = COLUMN | FILTER) \
    F(STAFF, TEXT, reason,   "说明和理由", "What was done, and why", .max = 600)

#define COMMENT(F) \
    F(STAFF,    REF,  decision,    "征求意见的决策", "Decision", .of = "decision", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF,    TEXT, title,       "编号", "Comment", .max = 40, .flags = FIXED | COLUMN) \
    F(STAFF,    DATE, received_on, "收到日期", "Received on", .flags = FIXED | COLUMN) \
    F(STAFF,    WORD, channel,     "渠道", "Channel", .words = comment_channels, .flags = REQUIRED | COLUMN | BOUND) \
    F(STAFF,    BOOL, may_quote,   "同意公开引用原文", "May be quoted", .flags = BOUND) \
    F(PERSONAL, TEXT, name,        "姓名或者名称", "Name", .max = 60, .flags = BOUND) \
    F(PERSONAL, TEXT, contact,     "联系方式", "Contact", .max = 100, .flags = BOUND) \
    F(PERSONAL, BODY, text,        "意见原文", "Comment", .max = 4000, .flags = REQUIRED | BOUND) \
    F(STAFF,    REF,  point,       "归入的要点", "Counted under", .of = "comment_point", .flags = FILTER, .hint = "hint.comment_under") \
    F(STAFF,    DATE, forgotten_on, "个人信息删除日期", "Personal data deleted on", .flags = FIXED)
/* clang-format on */

KIND_STRUCTS(comment_point, COMMENT_POINT)
KIND_STRUCTS(comment, COMMENT)

enum comment_state { COMMENT_RECEIVED, COMMENT_GROUPED, COMMENT_ASIDE, COMMENT_WITHDRAWN };
enum point_state { POINT_OPEN, POINT_SETTLED };
extern const struct workflow comment_workflow, point_workflow;

/* INVALID at the field `outcome` while something that was said to this decision has no answer, and
 * at comments_received when it is less than what came. */
struct decision;
enum status comment_all_answered(struct context *cx, const struct decision *decision) MUST_USE;
/* "| 意见要点 | 条数 | 采纳情况 | 说明和理由 |", one row a settled point; "" when there is none. */
enum status comment_summary(struct context *cx, const char *decision, const char **ret_table,
                            int64_t *ret_count) MUST_USE;

/* kind.prepare of a decision: its answer begins with that table. */
enum status comment_prepare_decision(struct context *cx, struct record *rec) MUST_USE;

/* The daily job: who commented, and what a party asked, is forgotten after its term (duties
 * keep-comment and keep-case of regimes/duties.yaml); the points and their answers stay. */
enum status publication_daily(struct context *cx) MUST_USE;

/* Letters (app/letters.c) and what the holder of a code sees. */
struct letter;
enum status comment_take(struct context *cx, const struct letter *letter) MUST_USE;
enum status comment_take_withdraw(struct context *cx, const struct letter *letter) MUST_USE;
extern const struct matter_sort comment_matter;

#endif
