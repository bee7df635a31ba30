/* A third party (令711 第32条) or a co-making agency (第34条) answers with a code of its own: it
 * sees the letter that it was sent and its term, and nothing of the application. */
#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"
#include "web/sealed.h"

static const struct word answers[] = {
    {"agrees",                  "同意公开", "We agree to disclosure"},
    {"refuses", "不同意公开", "We do not agree to disclosure"},
    {0                }
};
/* clang-format off */
static const struct question questions[] = {
    {"answer",  ASK_RADIO, answers, 40,   NULL, NULL, ASK_REQUIRED},
    {"reasons", ASK_LINES, NULL,    4000, NULL, NULL, ASK_OPTIONAL},
    {"files",   ASK_FILES, NULL,    0,    NULL, NULL, ASK_OPTIONAL},
};
/* clang-format on */
static const struct ask_plan plan = {"apply", questions, COUNT_OF(questions)};

static const char *of_sort(const struct web *web, const char *sort, const char *part)
{
    const char *id = arena_format(web->cx->mem, "apply.reply.%s%s", sort, part);
    return apply_say(web, message_known(id) ? id : "apply.reply.title");
}

static enum status show(struct portal *portal, const struct web *web, struct response *response,
                        const struct capsule *capsule, struct act_form *answer)
{
    struct consultation_view view;
    enum status status =
        consultation_view_read(portal->cx, capsule->json, capsule->json_size, &view);
    if (status == NOT_FOUND) {
        (void)issue(portal->cx, "code", "matter.code.other", "");
        return reply_ask_again(web, response);
    }
    if (status != OK) return fault(portal->cx, "a capsule holds no view");
    struct reply_page page = {.view = &view,
                              .capsule = capsule,
                              .code = code_grouped(portal->cx->mem, &capsule->code),
                              .agency_name = public_agency_name(portal, view.agency),
                              .nonce = intake_nonce(portal->cx->mem),
                              .title = of_sort(web, view.sort, ""),
                              .lead = of_sort(web, view.sort, ".about"),
                              .answer = matter_can(view.can, "answer") ? answer : NULL};
    struct page pg = apply_page(web, NULL, "/reply");
    view_request_portal_reply(&pg, &page);
    return web_show(response, &pg);
}

static void describe(const struct web *web, struct act_form *act)
{
    act->action = "/reply/answer";
    act->prefix = "answer";
    act->title = apply_say(web, "apply.act.answer");
    act->about = apply_say(web, "apply.act.answer.about");
    act->button = apply_say(web, "apply.act.answer.button");
    act->takes_files = act->urgent = true;
}

enum status reply_show(struct portal *portal, const struct web *web, struct response *response)
{
    struct capsule capsule;
    struct ask_form form;
    struct act_form answer = {.form = &form};
    enum status status = web_open_capsule(portal->cx, web, response, "code", &capsule);
    if (status == INVALID) return reply_ask_again(web, response);
    TRY(status);
    TRY(ask_empty(portal->cx, web, &plan, &form));
    describe(web, &answer);
    return show(portal, web, response, &capsule, &answer);
}

/* A refusal has to say why: without reasons the agency decides by itself (第32条). */
static void find_lacks(struct context *cx, const struct web *web, struct ask_form *form)
{
    ask_require(cx, web, form);
    if (text_equal(ask_value(form, "answer"), "refuses") && !*ask_value(form, "reasons"))
        ask_lack(cx, form, "reasons", "apply.lacks.reasons");
}

enum status reply_answer(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct capsule capsule;
    struct consultation_view view;
    struct ask_form form;
    struct receipt receipt;
    enum status status = web_open_capsule(cx, web, response, "code", &capsule);
    if (status == INVALID) return reply_ask_again(web, response);
    TRY(status);
    if (consultation_view_read(cx, capsule.json, capsule.json_size, &view) != OK) return NOT_FOUND;
    status = ask_read(cx, web, &plan, &form);
    if (status != OK && status != INVALID) return status;
    find_lacks(cx, web, &form);
    bool can = matter_can(view.can, "answer");
    if (form.wrong || form.missing || !can) {
        struct act_form answer = {
            .form = &form, .open = true, .files_lost = web_sealed_files(web) > 0};
        describe(web, &answer);
        TRY(show(portal, web, response, &capsule, &answer));
        return can ? INVALID : CONFLICT;
    }
    struct letter_head head = {.type = "third-party-answer",
                               .to = view.agency,
                               .nonce = web_nonce(web),
                               .code = &capsule.code,
                               .fields = form.fields,
                               .field_count = form.field_count};
    TRY(web_seal(cx, web, response, &head, &receipt));
    return receipt_done(portal, web, response, &receipt, "answer");
}
