/* The page that a receipt code opens: where the application stands, by when and why, what was
 * written and delivered, what can be done next. */
#include <string.h>

#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"
#include "web/sealed.h"

/* ---- the code ---- */

static const char *first_sentence(const struct web *web)
{
    const struct issue *found = web->cx->issues;
    if (!found) return NULL;
    return message_format(web->cx->mem, web->cx->language, found->message, &found->detail, 1);
}

static enum status show_code_page(const struct web *web, struct response *response, bool reply)
{
    struct code_page code = {
        .action = reply ? "/reply" : "/receipt",
        .title = apply_say(web, reply ? "apply.reply.title" : "apply.receipt.title"),
        .lead = apply_say(web, reply ? "apply.reply.enter" : "apply.receipt.enter"),
        .error = first_sentence(web),
        .typed = web_typed(web, "code"),
        .reply = reply};
    struct page pg = apply_page(web, NULL, code.action);
    view_request_portal_code(&pg, &code);
    return web_show(response, &pg);
}

/* Wrong, unknown and not yet taken look alike (issue 3): one sentence says what to do about all. */
enum status receipt_ask_again(const struct web *web, struct response *response, bool reply)
{
    TRY(show_code_page(web, response, reply));
    return INVALID;
}

enum status receipt_ask(struct portal *portal, const struct web *web, struct response *response)
{
    return show_code_page(web, response, false);
}

enum status reply_ask(struct portal *portal, const struct web *web, struct response *response)
{
    return show_code_page(web, response, true);
}

/* ---- the status ---- */

static const char *worded(const struct web *web, const char *of, const char *word, const char *part)
{
    const char *id = arena_format(web->cx->mem, "apply.%s.%s%s", of, word, part);
    return message_known(id) ? message_text(web->cx->language, id) : NULL;
}

static const char *in_words(const struct word *words, const char *word, enum language language)
{
    for (; words->word; words++)
        if (text_equal(words->word, word)) return language == ENGLISH ? words->en : words->zh;
    return word;
}

static bool is_over(const char *state)
{
    static const char *const over[] = {"answered", "archived", "withdrawn", "lapsed"};
    for (size_t i = 0; i < COUNT_OF(over); i++)
        if (text_equal(over[i], state)) return true;
    return false;
}

/* The case line is public once the application is registered; the page proves that it counts. */
static const char *line_of(struct portal *portal, const struct request_view *view)
{
    static const struct sql there = {"apply.line_there",
                                     "SELECT COUNT(*) FROM portal_record WHERE kind = 'case_line'"
                                     " AND agency = $1 AND item_number = $2 AND standing = ''"};
    int64_t count = 0;
    if (!*view->number) return NULL;
    if (store_int(portal->cx, &there, BIND(view->agency, view->number), &count) != OK || !count)
        return NULL;
    return arena_format(portal->cx->mem, "/applications/%s/%s", view->agency, view->number);
}

/* A remedy whose term has not begun has no last day yet, but the law says how long it will be. */
static const char *const *terms_of(struct portal *portal, const struct request_view *view)
{
    struct context *cx = portal->cx;
    const struct regime *regime = law_regime(portal->site->law, view->regime);
    const char **terms = arena_array(cx->mem, const char *, view->remedy_count + 1);
    for (size_t i = 0; i < view->remedy_count; i++) {
        const struct regime_remedy *row =
            regime ? regime_remedy(regime, view->remedies[i].id, cx->today) : NULL;
        terms[i] = row ? apply_term(cx, &row->term) : "";
    }
    return terms;
}

static void fill_status(struct portal *portal, const struct web *web, const struct capsule *capsule,
                        struct status_page *page)
{
    struct context *cx = portal->cx;
    const struct request_view *view = page->view;
    bool english = cx->language == ENGLISH;
    const char *state = worded(web, "state", view->state, "");
    page->capsule = capsule;
    page->code = code_grouped(cx->mem, &capsule->code);
    page->agency_name = public_agency_name(portal, view->agency);
    page->nonce = intake_nonce(cx->mem);
    page->at = apply_moment(portal, view->at);
    page->state = state ? state : view->state;
    page->explained = worded(web, "state", view->state, ".about");
    if (*view->not_counted_because)
        page->uncounted = worded(web, "uncounted", view->not_counted_because, "");
    page->line = line_of(portal, view);
    page->outcome = english && *view->outcome_en ? view->outcome_en : view->outcome_zh;
    page->article = english && *view->article_en ? view->article_en : view->article;
    page->fee_standard = in_words(fee_bases, view->fee_standard, cx->language);
    page->binding = date_is_set(view->extended_due_on) ? view->extended_due_on : view->due_on;
    page->remedy_terms = terms_of(portal, view);
    page->current = !is_over(view->state);
    const struct regime *regime = law_regime(portal->site->law, view->regime);
    if (!regime) regime = apply_regime(portal, cx->today);
    if (regime) page->steps = apply_draw_steps(portal, regime, view->state);
}

enum status receipt_status(struct portal *portal, const struct web *web, struct response *response,
                           const struct capsule *capsule, struct act_form *wrong)
{
    struct request_view view;
    struct act_form *acts;
    enum status status = request_view_read(portal->cx, capsule->json, capsule->json_size, &view);
    /* A third party's code opens its own page only. */
    if (status == NOT_FOUND) {
        (void)issue(portal->cx, "code", "apply.code.other", "");
        return receipt_ask_again(web, response, false);
    }
    if (status != OK) return fault(portal->cx, "a capsule holds no view");
    TRY(receipt_acts(portal, web, &view, &acts));
    for (struct act_form *act = acts; wrong && act; act = act->next)
        if (text_equal(act->action, wrong->action)) {
            struct act_form *next = act->next;
            *act = *wrong;
            act->next = next;
        }
    struct status_page page = {.view = &view, .acts = acts};
    fill_status(portal, web, capsule, &page);
    struct page pg = apply_page(web, NULL, "/receipt");
    view_request_portal_status(&pg, &page);
    return web_show(response, &pg);
}

enum status receipt_show(struct portal *portal, const struct web *web, struct response *response)
{
    struct capsule capsule;
    enum status status = web_open_capsule(portal->cx, web, response, "code", &capsule);
    if (status == INVALID) return receipt_ask_again(web, response, false);
    TRY(status);
    return receipt_status(portal, web, response, &capsule, NULL);
}

/* ---- files ---- */

enum status receipt_send(struct portal *portal, const struct web *web, struct response *response,
                         const struct capsule *capsule)
{
    int64_t file;
    TRY(web_int(portal->cx, web, "file", &file));
    if (file < 1 || (uint64_t)file > capsule->file_count) return NOT_FOUND;
    return web_send_capsule_file(portal->cx, response, capsule, (size_t)file - 1);
}

static enum status send_file(struct portal *portal, const struct web *web,
                             struct response *response, bool reply)
{
    struct capsule capsule;
    enum status status = web_open_capsule(portal->cx, web, response, "code", &capsule);
    if (status == INVALID) return receipt_ask_again(web, response, reply);
    TRY(status);
    return receipt_send(portal, web, response, &capsule);
}

enum status receipt_send_file(struct portal *portal, const struct web *web,
                              struct response *response)
{
    return send_file(portal, web, response, false);
}

enum status reply_send_file(struct portal *portal, const struct web *web, struct response *response)
{
    return send_file(portal, web, response, true);
}

/* ---- after an act ---- */

enum status receipt_done(struct portal *portal, const struct web *web, struct response *response,
                         const struct receipt *receipt, const char *act)
{
    bool reply = text_equal(act, "answer");
    struct done_page done = {.title = worded(web, "done", act, ""),
                             .text = worded(web, "done", act, ".about"),
                             .at = apply_moment(portal, receipt->at),
                             .code = code_grouped(portal->cx->mem, &receipt->code),
                             .action = reply ? "/reply" : "/receipt",
                             .before = receipt->filed == FILED_BEFORE,
                             .different = receipt->filed == FILED_DIFFERENT};
    struct page pg = apply_page(web, NULL, done.action);
    view_request_portal_done(&pg, &done);
    TRY(web_show(response, &pg));
    return done.different ? CONFLICT : OK;
}
