/* Pages of acts that ask more than a reason: /acts/KIND/ID/VERB. What they ask are fields of one
 * struct, so that the forms' own checks, hints and error sentences serve them; a row of `pages`
 * says which fields a verb asks, and makes of them what reason.with points to. */
#ifndef REQUEST_ACT_H
#define REQUEST_ACT_H

#include "intake/code.h"
#include "request/private.h"
#include "web/form.h"
#include "web/route.h"

/* clang-format off */
#define ACT_INPUT(F) \
    F(STAFF, DATE, on,        "日期", "Date", .hint = "hint.act_on") \
    F(STAFF, DATE, until,     "延迟答复至", "Reasoned delay until") \
    F(STAFF, TEXT, why,       "理由", "Reason", .max = 500, .hint = "hint.act_why") \
    F(STAFF, BODY, items,     "需要补正的事项", "What has to be amended", .max = 2000) \
    F(STAFF, INT,  days,      "补正期限（工作日）", "Period (working days)", .hint = "hint.act_days") \
    F(STAFF, TEXT, outcome,   "答复结果", "Outcome", .max = 40) \
    F(STAFF, TEXT, article,   "依据条款", "Article", .max = 200, .hint = "hint.act_article") \
    F(STAFF, TEXT, item,      "已公开信息的索引号", "Index number of the public item", .max = 60, .hint = "hint.act_item") \
    F(STAFF, WORD, method,    "送达方式", "Served by", .words = service_methods) \
    F(STAFF, TEXT, proof,     "送达凭证", "Proof of service", .max = 120, .hint = "hint.act_proof") \
    F(STAFF, TEXT, ground,    "免收依据", "Ground for waiving", .max = 40, .hint = "hint.act_ground") \
    F(STAFF, TEXT, holder,    "经办人", "Held by", .max = 26) \
    F(STAFF, BODY, matters,   "各事项（每行一项，第一项留在本件）", "Matters (one a line; the first stays here)", .max = 8000) \
    F(STAFF, WORD, answer,    "意见", "Answer", .words = consultation_answers) \
    F(STAFF, WORD, found,     "查找结果", "Result", .words = search_results) \
    F(STAFF, WORD, result,    "结果", "Result", .words = remedy_results) \
    F(STAFF, BOOL, again,     "须重新答复", "To be answered again", .flags = 0) \
    F(STAFF, BODY, text,      "内容", "Text", .max = 4000)
/* clang-format on */

struct act_input {
    struct record base;
    ACT_INPUT(FIELD_MEMBER)
};

extern const struct routes act_routes;
/* The verbs of a kind that have a page here, separated by spaces: for desk_extra.acts. */
#define ACTS_OF_APPLICATION                                                                     \
    "confirm applicant-confirms ask-correction correction-arrives add-supplement draft-answer " \
    "serve-answer hand-over split withdraw-request extend delay replace-code"
#define ACTS_OF_CONSULTATION "send answer-arrives late-answer"
#define ACTS_OF_SEARCH_TASK "report-back"
#define ACTS_OF_LETTER "serve"
#define ACTS_OF_FEE_NOTICE "pay waive"
#define ACTS_OF_REMEDY "conclude"

struct act_page_view {
    const struct record *rec;
    const char *title, *verb, *will, *action, *back, *person;
    struct form *form;
    bool asks_outcome;
    const struct issue *issues;
};
struct code_view {
    const char *title, *code, *back;
};

#endif
