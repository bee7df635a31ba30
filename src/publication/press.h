/* Speaking to the public (S27–S30, S58): spokespersons, what a press event's transcript is made of,
 * clarifications of false rumours, and the watch over opinion.
 *
 * A spokesperson is a public office-holder: name, post, office telephone, term. Which account is
 * theirs is the office's own note. Only a spokesperson in office signs what is said in the agency's
 * name: press events, press releases, clarifications (kind.may_sign, record/lifecycle.h).
 *
 * A clarification is an item: what is claimed, what is true of it, and the released records that
 * prove it. How long the answer took is never stored: it is the time from detection to the first
 * entry in the ledger.
 *
 * The watch is the office's own register of topics, not of people: it has no field for an author,
 * refuses what looks like a person's number or account, and every topic leads to an answer or to a
 * recorded decision not to give one.
 */
#ifndef PUBLICATION_PRESS_H
#define PUBLICATION_PRESS_H

#include "record/item.h"
#include "record/record.h"

extern const struct word spokesperson_ranks[];     /* principal, deputy */
extern const struct word clarification_verdicts[]; /* false, misleading, partly-true, true */
extern const struct word opinion_ways[];           /* clarification, press-event, … reply */

/* clang-format off */
#define SPOKESPERSON(F) \
    F(PUBLIC, TEXT, name,    "姓名", "Name", .max = 40, .flags = REQUIRED | COLUMN, .hint = "hint.spokesperson_name") \
    F(PUBLIC, TEXT, post,    "职务", "Post", .max = 80, .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, WORD, rank,    "类别", "Rank", .words = spokesperson_ranks, .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, TEXT, phone,   "办公电话", "Office telephone", .max = 60, .flags = REQUIRED | NARROW) \
    F(PUBLIC, TEXT, mail,    "办公邮箱", "Office e-mail", .max = 100, .flags = NARROW) \
    F(PUBLIC, DATE, since,   "任职日期", "Since", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, DATE, until,   "离任日期", "Until", .flags = COLUMN | NARROW) \
    F(STAFF,  TEXT, account, "签发账号", "Account that signs", .max = 40, .flags = REQUIRED | FILTER, .hint = "hint.spokesperson_account")

#define CLARIFICATION(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, TEXT, claim,         "传言内容", "What is claimed", .max = 300, .flags = REQUIRED | SEARCHED | COLUMN | NARROW) \
    F(PUBLIC, TEXT, seen_in,       "出现的地方", "Where it was seen", .max = 200, .flags = REQUIRED | NARROW, .hint = "hint.seen_in") \
    F(PUBLIC, TIME, first_seen_at, "最早出现时间", "First seen", .flags = NARROW) \
    F(PUBLIC, TIME, detected_at,   "本机关发现时间", "Noticed by the agency", .flags = REQUIRED | NARROW) \
    F(PUBLIC, WORD, verdict,       "结论", "Verdict", .words = clarification_verdicts, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, BODY, facts,         "事实", "Facts", .max = 8000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, REF,  evidence,      "依据", "Evidence", .of = "item", .flags = REQUIRED, .hint = "hint.clarification_evidence") \
    F(PUBLIC, REF,  evidence_2,    "依据（二）", "Evidence (2)", .of = "item") \
    F(PUBLIC, REF,  evidence_3,    "依据（三）", "Evidence (3)", .of = "item") \
    F(PUBLIC, REF,  speaker,       "签发人", "Signed by", .of = "spokesperson", .hint = "hint.speaker")

/* Topics, never people: no author, no account, no names. */
#define OPINION_WATCH(F) \
    F(STAFF, TEXT, title,       "话题", "Topic", .max = 200, .flags = REQUIRED | COLUMN, .hint = "hint.watch_topic") \
    F(STAFF, TEXT, source_link, "来源链接", "Link to the source", .max = 300, .flags = REQUIRED) \
    F(STAFF, TEXT, seen_in,     "媒体或者网站", "Medium or site", .max = 100, .flags = REQUIRED | COLUMN) \
    F(STAFF, TIME, noticed_at,  "发现时间", "Noticed", .flags = REQUIRED | COLUMN) \
    F(STAFF, REF,  unit,        "发现单位", "Noticed by", .of = "unit", .flags = FILTER) \
    F(STAFF, TEXT, spread,      "传播情况", "How far it went", .max = 200, .hint = "hint.watch_spread") \
    F(STAFF, WORD, way,         "回应方式", "Way of answering", .words = opinion_ways, .flags = COLUMN | FILTER) \
    F(STAFF, REF,  clarification, "澄清", "Clarification", .of = "clarification") \
    F(STAFF, REF,  event,       "新闻发布会", "Press event", .of = "press_event") \
    F(STAFF, REF,  statement,   "新闻稿", "Press release", .of = "press_release") \
    F(STAFF, TEXT, reply,       "直接回复情况", "Reply given", .max = 400) \
    F(STAFF, DATE, decide_by,   "决定期限", "To be decided by", .flags = FIXED | COLUMN) \
    F(STAFF, TIME, settled_at,  "办结时间", "Settled", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, left_because,"不回应的理由", "Why it was not answered", .max = 1000, .flags = FIXED)
/* clang-format on */

KIND_STRUCTS(spokesperson, SPOKESPERSON)
KIND_STRUCTS(clarification, CLARIFICATION)
KIND_STRUCTS(opinion_watch, OPINION_WATCH)

enum opinion_state { OPINION_NOTICED, OPINION_ANSWERING, OPINION_ANSWERED, OPINION_LEFT };
extern const struct workflow opinion_workflow;

/* kind.may_sign of what has a field `speaker`: the actor is a spokesperson in office, and the one
 * that the record names where it names one. */
enum status press_may_sign(struct context *cx, const struct record *rec) MUST_USE;
/* Names the principal spokesperson in office where the record names none. */
enum status press_name_speaker(struct context *cx, struct record *rec) MUST_USE;
/* By when an opinion wants an answer: hours from when it was noticed (regimes/duties.yaml), or the
 * office's own day where no rule of that time sets hours. */
struct record_due press_answer_by(struct moment noticed);

/* A transcript as people write it: paragraphs that begin with who speaks, 主持人：,
 * **记者（某报）：**, Spokesperson: … What begins with none of these goes on with what was said
 * before.
 *
 *     const struct press_part *parts;
 *     size_t count = press_parts(mem, event->transcript, &parts);   // 0: no transcript of this
 * form
 */
enum press_speaker { SPEAKS_HOST, SPEAKS_SPOKESPERSON, SPEAKS_EXPERT, SPEAKS_REPORTER };
enum { PRESS_PARTS_MAX = 400 };
struct press_part {
    enum press_speaker speaker;
    const char *label; /* as the transcript names who speaks, "记者（某报）" */
    const char *text;  /* as of a BODY field */
    int question;      /* which question this is or answers; 0: before the first */
};
size_t press_parts(struct arena *mem, const char *text, const struct press_part **ret_parts);

#endif
