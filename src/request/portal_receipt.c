/* The page that a receipt code opens: where the application stands, by when and why, what was
 * written and delivered, what can be done next. */
#include <string.h>

#include "base/text.h"
#include "request/portal.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"
#include "web/sealed.h"

/* ---- the code ---- */

static enum status show_code_page(const struct web *web, struct response *response)
{
    struct matter_code code = {.action = "/reply",
                               .title = apply_say(web, "apply.reply.title"),
                               .lead = apply_say(web, "apply.reply.enter")};
    return matter_ask_code(web, response, &code);
}

/* Wrong, unknown and not yet taken look alike (issue 3): one sentence says what to do about all. */
enum status reply_ask_again(const struct web *web, struct response *response)
{
    TRY(show_code_page(web, response));
    return INVALID;
}

enum status reply_ask(struct portal *portal, const struct web *web, struct response *response)
{
    return show_code_page(web, response);
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
    page->at = matter_moment(cx, view->at);
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

enum status request_show_code(struct portal *portal, const struct web *web,
                              struct response *response, const struct capsule *capsule)
{
    return receipt_status(portal, web, response, capsule, NULL);
}

enum status reply_send_file(struct portal *portal, const struct web *web, struct response *response)
{
    struct capsule capsule;
    enum status status = web_open_capsule(portal->cx, web, response, "code", &capsule);
    if (status == INVALID) return reply_ask_again(web, response);
    TRY(status);
    return matter_send_file(web, response, &capsule);
}

/* ---- after an act ---- */

enum status receipt_done(struct portal *portal, const struct web *web, struct response *response,
                         const struct receipt *receipt, const char *act)
{
    struct matter_done done = {.title = worded(web, "done", act, ""),
                               .about = worded(web, "done", act, ".about"),
                               .action = text_equal(act, "answer") ? "/reply" : "/receipt",
                               .receipt = receipt};
    return matter_show_done(web, response, &done);
}
