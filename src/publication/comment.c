#include "publication/comment.h"

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "publication/heads.h"
#include "record/guard.h"

/* clang-format off */
const struct word comment_channels[] = {
    {"web", "网上", "Web"}, {"letter", "信函", "Letter"}, {"hall", "当面", "In person"}, {0}};
const struct word comment_verdicts[] = {
    {"taken", "采纳", "Taken up"}, {"partly", "部分采纳", "Taken up in part"},
    {"not-taken", "未采纳", "Not taken up"}, {0}};

#define RECORD comment
static const struct field comment_fields[] = {COMMENT(FIELD_ROW)};
#undef RECORD
#define RECORD comment_point
static const struct field comment_point_fields[] = {COMMENT_POINT(FIELD_ROW)};
/* clang-format on */

/* ---- a comment --------------------------------------------------------------------------------
 */

static const struct sql said_before = {
    "comment.said_before", "SELECT COUNT(*) FROM comment WHERE decision = $1 AND newest = 1"};

/* Numbered in the order of arrival: whose it is, the number does not say. */
static enum status prepare_comment(struct context *cx, struct record *rec)
{
    struct comment *c = AS(comment, rec);
    int64_t before = 0;
    if (!date_is_set(c->received_on)) c->received_on = cx->today;
    if (!text_empty(c->title) || text_empty(c->decision)) return OK;
    TRY(store_int(cx, &said_before, BIND(c->decision), &before));
    c->title = arena_format(cx->mem, "第%lld号意见", (long long)before + 1);
    return OK;
}

static const struct sql point_of = {
    "comment.point_of",
    "SELECT COUNT(*) FROM comment_point WHERE id = $1 AND decision = $2 AND newest = 1"};

static enum status check_comment(struct context *cx, const struct record *rec)
{
    const struct comment *c = AS_CONST(comment, rec);
    int64_t ours = 0;
    if (text_empty(c->point)) return OK;
    TRY(store_int(cx, &point_of, BIND(c->point, c->decision), &ours));
    return ours ? OK : issue(cx, "point", "comment.point_of_another", "");
}

static GUARD(guard_group)
{
    TRY(record_validate(cx, rec));
    return text_empty(AS_CONST(comment, rec)->point) ? issue(cx, "point", "field.required", "")
                                                     : OK;
}

/* Its code dies with it: what the code opened is gone. */
static EFFECT(effect_forget)
{
    struct comment *c = AS(comment, rec);
    c->name = c->contact = c->text = "";
    c->forgotten_on = cx->today;
    return matter_close(cx, rec->id);
}

/* clang-format off */
static const struct state comment_states[] = {
    [COMMENT_RECEIVED]  = {"received",  "待归类",     "To be gathered", EDITABLE | WORKING, WRITE},
    [COMMENT_GROUPED]   = {"grouped",   "已归入要点", "Gathered",       0,                  NOBODY},
    [COMMENT_ASIDE]     = {"aside",     "与本决策无关", "Not about it", ENDED,              NOBODY},
    [COMMENT_WITHDRAWN] = {"withdrawn", "已撤回",     "Withdrawn",      ENDED,              NOBODY},
};
static const struct move comment_moves[] = {
    {COMMENT_RECEIVED, "group-comment",    COMMENT_GROUPED,   WRITE,   guard_group, NULL, NO_ENTRY, BATCHED,      NULL},
    {COMMENT_RECEIVED, "set-comment-aside", COMMENT_ASIDE,    OFFICER, NULL,        NULL, NO_ENTRY, NEEDS_REASON, NULL},
    {COMMENT_RECEIVED, "withdraw-comment", COMMENT_WITHDRAWN, WRITE,   guard_by_letter,        NULL, NO_ENTRY, NOT_A_BUTTON, NULL},
    {COMMENT_GROUPED,  "withdraw-comment", COMMENT_WITHDRAWN, WRITE,   guard_by_letter,        NULL, NO_ENTRY, NOT_A_BUTTON, NULL},
    {COMMENT_GROUPED,  "forget-comment",   COMMENT_GROUPED,   PROGRAM, NULL,        effect_forget, NO_ENTRY, NOT_A_BUTTON, NULL},
    {COMMENT_ASIDE,    "forget-comment",   COMMENT_ASIDE,     PROGRAM, NULL,        effect_forget, NO_ENTRY, NOT_A_BUTTON, NULL},
    {COMMENT_WITHDRAWN, "forget-comment",  COMMENT_WITHDRAWN, PROGRAM, NULL,        effect_forget, NO_ENTRY, NOT_A_BUTTON, NULL},
    {COMMENT_GROUPED,  "regroup-comment",  COMMENT_RECEIVED,  WRITE,   NULL,        NULL, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */
const struct workflow comment_workflow = {
    .name = "comment",
    WORKFLOW_TABLES(comment_states, comment_moves),
};

/* ---- a point ----------------------------------------------------------------------------------
 */

static GUARD(guard_settle)
{
    const struct comment_point *p = AS_CONST(comment_point, rec);
    TRY(record_validate(cx, rec));
    if (text_empty(p->verdict)) return issue(cx, "verdict", "field.required", "");
    return text_empty(p->reason) ? issue(cx, "reason", "field.required", "") : OK;
}

static const struct sql under = {
    "comment.under", "SELECT id FROM comment WHERE point = $1 AND newest = 1 ORDER BY id"};

/* Whoever spoke for it reads at once what became of it. */
static EFFECT(effect_tell)
{
    struct rows *rows;
    struct told {
        const char *id;
        struct told *next;
    } *first = NULL, **last = &first;
    TRY(store_query(cx, &under, BIND(rec->id), &rows));
    while (rows_next(rows)) {
        *last = arena_make(cx->mem, struct told);
        (*last)->id = rows_text(rows, 0);
        last = &(*last)->next;
    }
    TRY(rows_end(rows));
    for (; first; first = first->next) TRY(matter_touch(cx, first->id));
    return OK;
}

/* clang-format off */
static const struct state point_states[] = {
    [POINT_OPEN]    = {"open",    "待研究", "To be answered", EDITABLE | WORKING, OFFICER},
    [POINT_SETTLED] = {"settled", "已答复", "Answered",       0,                  NOBODY},
};
static const struct move point_moves[] = {
    {POINT_OPEN,    "settle-point", POINT_SETTLED, OFFICER, guard_settle, effect_tell, NO_ENTRY, 0,            NULL},
    {POINT_SETTLED, "reopen-point", POINT_OPEN,    OFFICER, NULL,         effect_tell, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */
const struct workflow point_workflow = {
    .name = "comment_point",
    WORKFLOW_TABLES(point_states, point_moves),
};

/* ---- what the decision owes them --------------------------------------------------------------
 */

static const struct sql unread = {
    "comment.unread",
    "SELECT COUNT(*) FROM comment WHERE decision = $1 AND newest = 1 AND state = 'received'"};
static const struct sql unanswered = {
    "comment.unanswered",
    "SELECT COUNT(*) FROM comment_point WHERE decision = $1 AND newest = 1 AND state = 'open'"};
static const struct sql came = {"comment.came",
                                "SELECT COUNT(*) FROM comment WHERE decision = $1 AND newest = 1"
                                " AND state <> 'withdrawn'"};

enum status comment_all_answered(struct context *cx, const struct decision *d)
{
    int64_t lying = 0, open = 0, all = 0;
    if (text_empty(d->base.id)) return OK;
    TRY(store_int(cx, &unread, BIND(d->base.id), &lying));
    if (lying) return issue(cx, "outcome", "comment.unread", "");
    TRY(store_int(cx, &unanswered, BIND(d->base.id), &open));
    if (open) return issue(cx, "outcome", "comment.unanswered", "");
    TRY(store_int(cx, &came, BIND(d->base.id), &all));
    if (all && (d->comments_received == INT_NONE || d->comments_received < all))
        return issue(cx, "comments_received", "comment.fewer_than_came",
                     arena_format(cx->mem, "%lld", (long long)all));
    return OK;
}

static const struct sql points = {
    "comment.points",
    "SELECT p.title, p.verdict, p.reason, COUNT(c.id) FROM comment_point p LEFT JOIN comment c ON"
    " c.point = p.id AND c.newest = 1 AND c.state = 'grouped' WHERE p.decision = $1 AND p.newest ="
    " 1 AND p.state = 'settled' GROUP BY p.id, p.title, p.verdict, p.reason"
    " ORDER BY COUNT(c.id) DESC, p.id"};

static const char *verdict_label(const char *verdict)
{
    for (const struct word *word = comment_verdicts; word->word; word++)
        if (text_equal(word->word, verdict)) return word->zh;
    return "";
}

enum status comment_summary(struct context *cx, const char *decision, const char **ret_table,
                            int64_t *ret_count)
{
    struct rows *rows;
    struct out out = out_new(cx->mem);
    TRY(store_int(cx, &came, BIND(decision), ret_count));
    TRY(store_query(cx, &points, BIND(decision), &rows));
    while (rows_next(rows)) {
        if (!out.size)
            out_text(&out, "| 意见要点 | 条数 | 采纳情况 | 说明和理由 |\n|---|---:|---|---|\n");
        out_format(&out, "| %s | %lld | %s | %s |\n", rows_text(rows, 0),
                   (long long)rows_int(rows, 3), verdict_label(rows_text(rows, 1)),
                   rows_text(rows, 2));
    }
    *ret_table = out.size ? out.text : "";
    return rows_end(rows);
}

/* What was said, point by point, stands in the answer before anybody edits it. */
enum status comment_prepare_decision(struct context *cx, struct record *rec)
{
    struct decision *d = AS(decision, rec);
    const char *table;
    int64_t count = 0;
    TRY(catalogue_prepare_item(cx, rec));
    if (text_empty(d->outcome) || text_empty(rec->id)) return OK;
    TRY(comment_summary(cx, rec->id, &table, &count));
    if (text_empty(d->answer)) d->answer = table;
    if (count && d->comments_received == INT_NONE) d->comments_received = count;
    return OK;
}

/* clang-format off */
#define WITHIN(kind_name, zh_, en_)                                                          \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, .flags = INTERNAL,                 \
    .size = sizeof(struct kind_name), .public_size = sizeof(struct kind_name##_public),       \
    .fields = kind_name##_fields, .field_count = COUNT_OF(kind_name##_fields), .title = "title"
const struct kind comment_point_kind = {
    WITHIN(comment_point, "意见要点", "Point of the comments"), .workflow = &point_workflow};
const struct kind comment_kind = {
    WITHIN(comment, "对决策草案的意见", "Comment on a draft"), .order = "received_on",
    .workflow = &comment_workflow, .prepare = prepare_comment, .check = check_comment};
/* clang-format on */
