/* A comment's sealed letters, and what its writer reads by the code. */
#include "base/text.h"
#include "document/original.h"
#include "intake/intake.h"
#include "publication/comment.h"
#include "publication/heads.h"
#include "record/guard.h"

static const struct sql put_out = {
    "comment.put_out", "SELECT COUNT(*) FROM decision WHERE id = $1 AND agency = $2 AND state ="
                       " 'released' AND comment_from <= $3 AND comment_to >= $3"};

/* Sent in time is in time, however late the office opens it. */
enum status comment_take(struct context *cx, const struct letter *letter)
{
    struct comment c;
    int64_t open = 0;
    const char *decision = letter_value(letter, "decision");
    struct date on = zone_date(letter->at);
    TRY(store_int(cx, &put_out, BIND(decision, letter->to, on), &open));
    if (!open) return issue(cx, "decision", "comment.not_open", "");
    record_init(&comment_kind, &c);
    c.base.agency = letter->to;
    c.decision = decision;
    c.received_on = on;
    c.channel = "web";
    c.may_quote = text_equal(letter_value(letter, "consent"), "yes");
    c.name = text_cut(cx->mem, letter_value(letter, "name"), 59);
    c.contact = text_cut(cx->mem, letter_value(letter, "contact"), 99);
    c.text = text_cut(cx->mem, letter_value(letter, "text"), 3999);
    if (text_equal(letter_value(letter, "language"), "en")) c.base.language = "en";
    TRY(record_insert(cx, &c.base));
    return matter_open(cx, &c.base, letter);
}

enum status comment_take_withdraw(struct context *cx, const struct letter *letter)
{
    struct comment c;
    struct reason reason = NO_REASON;
    reason.with = letter;
    TRY(matter_find(cx, letter, &comment_kind, &c));
    if (c.base.state == COMMENT_WITHDRAWN) return OK; /* twice is once */
    return record_move(cx, &c.base, "withdraw-comment", &reason);
}

/* ---- told ---- */

static const struct sql last_of = {"comment.decision",
                                   "SELECT title, outcome, number FROM decision WHERE id = $1"
                                   " AND state = 'released' ORDER BY edition DESC LIMIT 1"};

static enum status tell_decision(struct context *cx, const struct comment *c,
                                 struct matter_view *view, bool *ret_decided)
{
    struct rows *rows;
    TRY(store_query(cx, &last_of, BIND(c->decision), &rows));
    if (rows_next(rows)) {
        view->title = rows_text(rows, 0);
        *ret_decided = *rows_text(rows, 1) != '\0';
        view->link =
            arena_format(cx->mem, "/disclosures/%s/%s", c->base.agency, rows_text(rows, 2));
        view->link_zh = "草案和意见采纳情况";
        view->link_en = "The draft, and what was made of the comments";
    }
    return rows_end(rows);
}

static const struct word *verdict_of(const struct comment_point *p)
{
    return field_word(kind_field(&comment_point_kind, "verdict"), p->verdict);
}

/* The point that it was counted under, and the answer to it once there is one. */
static enum status tell_point(struct context *cx, const struct comment *c, struct matter_view *view)
{
    struct comment_point p;
    struct matter_fact *facts = arena_array(cx->mem, struct matter_fact, 4);
    size_t count = 0;
    facts[count++] = (struct matter_fact){"您的意见", "Your comment", c->text, NULL};
    if (text_empty(c->point) || c->base.state != COMMENT_GROUPED) {
        view->facts = facts;
        view->fact_count = count;
        return OK;
    }
    TRY(record_fetch(cx, &comment_point_kind, c->point, 0, &p));
    facts[count++] = (struct matter_fact){"归入的要点", "Counted under", p.title, NULL};
    const struct word *verdict = verdict_of(&p);
    if (p.base.state == POINT_SETTLED && verdict) {
        facts[count++] = (struct matter_fact){"采纳情况", "Taken up", verdict->zh, verdict->en};
        facts[count++] =
            (struct matter_fact){"说明和理由", "What was done, and why", p.reason, NULL};
        view->state = "answered";
        view->state_zh = "已答复";
        view->state_en = "Answered";
        view->next_zh = "全部意见的采纳情况随决定一并公布。";
        view->next_en = "What was made of all comments is published with the decision.";
    }
    view->facts = facts;
    view->fact_count = count;
    return OK;
}

static const struct {
    const char *state, *zh, *en, *next_zh, *next_en;
} told[] = {
    [COMMENT_RECEIVED] = {"received",  "已收到",          "Received",
                          "征求意见结束后逐条研究，采纳情况和理由在这里答复，并随决定公布。",
                          "Once the period is over each comment is considered; the answer stands"
                          " here and is published with the decision."                                                                                                              },
    [COMMENT_GROUPED] = {"grouped",   "正在研究",       "Being considered",
                          "相同的意见归入同一要点，一并研究答复。",                                        "Comments that say the same are considered together."},
    [COMMENT_ASIDE] = {"aside",     "与本决策无关", "Not about this decision",
                          "内容与征求意见的草案无关，不作为意见处理；可以通过信箱另行反映。",
                          "It is not about the draft and is not counted as a comment; please write to"
                       " the agency's mailbox."                                                                                                                                    },
    [COMMENT_WITHDRAWN] = {"withdrawn", "已撤回",          "Withdrawn",               "",                                   ""                                                   },
};

static enum status describe(struct context *cx, const char *id, struct matter_view *view)
{
    struct comment c;
    bool decided = false;
    TRY(record_fetch(cx, &comment_kind, id, 0, &c));
    view->number = c.title;
    view->title = "";
    view->state = told[c.base.state].state;
    view->state_zh = told[c.base.state].zh;
    view->state_en = told[c.base.state].en;
    view->next_zh = told[c.base.state].next_zh;
    view->next_en = told[c.base.state].next_en;
    view->filed_at = zone_moment(c.received_on, 0, 0);
    view->due_on = view->answered_on = view->rated_on = DATE_NONE;
    TRY(tell_decision(cx, &c, view, &decided));
    TRY(tell_point(cx, &c, view));
    bool open = c.base.state == COMMENT_RECEIVED || c.base.state == COMMENT_GROUPED;
    view->can = open && !decided ? "withdraw" : "";
    view->over = !open || decided;
    return OK;
}

const struct matter_sort comment_matter = {"comment", &comment_kind, describe};
