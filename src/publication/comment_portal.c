/* The form for a comment: of one decision, while its draft is put out. */
#include "base/text.h"
#include "base/words.h"
#include "publication/heads.h"
#include "publication/portal.h"
#include "web/body.h"
#include "web/message.h"

/* clang-format off */
static const struct word consents[] = {
    {"yes", "同意引用原文，隐去姓名", "Yes, without my name"}, {"no", "不同意", "No"}, {0}};
static const struct question questions[] = {
    {"text",    ASK_LINES, NULL,     4000, NULL,   NULL, ASK_REQUIRED},
    {"consent", ASK_RADIO, consents, 3,    NULL,   NULL, ASK_REQUIRED},
    {"name",    ASK_LINE,  NULL,     60,   "name", NULL, ASK_OPTIONAL},
    {"contact", ASK_LINE,  NULL,     100,  NULL,   NULL, ASK_OPTIONAL},
};
/* clang-format on */

/* Of the party of a case, to the unit that handles it. */
static const struct question question[] = {
    {"text", ASK_LINES, NULL, 2000, NULL, NULL, ASK_REQUIRED},
};

struct asked {
    const struct decision_public *decision;
    const char *href; /* of the decision's page */
    bool open;
};

/* The form goes to the decision's own agency, whatever the address says. */
static enum status find_draft(struct portal *portal, const struct web *web, struct asked *ret)
{
    struct public_record *record;
    const char *agency;
    void *found;
    TRY(public_by_id(portal, web_path(web, "id"), &record));
    TRY(public_get(portal, &decision_kind, record->id, &found));
    TRY(web_text(portal->cx, web, "agency", 18, &agency));
    if (!text_equal(agency, record->agency)) return NOT_FOUND;
    ret->decision = found;
    ret->href = public_address(portal->cx->mem, record);
    ret->open = decision_stage(ret->decision, portal->cx->today) == COMMENT_OPEN;
    return OK;
}

/* Which draft, until when; and that it is closed, where it is. */
static enum status head(struct portal *portal, const struct web *web, struct ask_form *form,
                        struct html *ret_head)
{
    struct asked asked;
    struct context *cx = portal->cx;
    TRY(find_draft(portal, web, &asked));
    ask_add(cx, form, "decision", asked.decision->base.id);
    const char *words[] = {asked.decision->title, asked.href,
                           words_date(cx->mem, cx->language, asked.decision->comment_to)};
    *ret_head =
        body_html(cx->mem, message_format(cx->mem, cx->language,
                                          asked.open ? "comment.about" : "comment.about_closed",
                                          words, COUNT_OF(words)));
    return OK;
}

/* Somebody may write for longer than the period goes on. */
static enum status check(struct portal *portal, const struct web *web, struct ask_form *form)
{
    struct asked asked;
    TRY(find_draft(portal, web, &asked));
    if (!asked.open) ask_lack(portal->cx, form, "text", "comment.closed");
    return OK;
}

static enum status make_form(struct portal *portal, const struct web *web, struct matter_form *ret)
{
    struct asked asked;
    TRY(find_draft(portal, web, &asked));
    *ret = (struct matter_form){
        .sort = "comment",
        .letter = "comment.draft",
        .path = arena_format(portal->cx->mem, "/decisions/%s/comment", asked.decision->base.id),
        .questions = questions,
        .count = COUNT_OF(questions),
        .check = check,
        .head = head};
    return OK;
}

static enum status show(struct portal *portal, const struct web *web, struct response *response)
{
    struct matter_form form;
    TRY(make_form(portal, web, &form));
    return matter_ask_form(portal, web, response, &form);
}

static enum status send(struct portal *portal, const struct web *web, struct response *response)
{
    struct matter_form form;
    TRY(make_form(portal, web, &form));
    return matter_file_form(portal, web, response, &form);
}

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET,  "/decisions/{id}/comment", EVERYBODY, show, "agency",                                   UNSTORED},
    {HTTP_POST, "/decisions/{id}/comment", EVERYBODY, send, "agency nonce text consent name contact",   UNSTORED | SEALED},
};
/* clang-format on */

const struct portal_routes publication_portal_routes = ROUTES(rows);

const struct matter_act publication_acts[] = {
    {"comment", "withdraw", NULL, 0},
    {"case",     "ask", question, COUNT_OF(question)},
    {0        },
};
