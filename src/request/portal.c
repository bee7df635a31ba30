/* Which address is whose, and the frame of the citizen's pages. */
#include "request/portal.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "request/portal_pages.h"
#include "web/message.h"

#define APPLICATION_FIELDS                                                                \
    "agency nonce anyway looked sort sought purpose supply delivery assistance language " \
    "applicant_kind "                                                                     \
    "name identity_kind identity_number phone email address agent_name "                  \
    "agent_identity_number agent_phone"
#define WHEN_FIELDS "on channel"

/* receipt_act() finds the act by the end of its path. */
/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET,  "/apply",                          EVERYBODY, apply_start,        "agency",                       0},
    {HTTP_POST, "/apply/look",                     EVERYBODY, apply_look,         "agency sought",                UNSTORED},
    {HTTP_GET,  "/apply/form",                     EVERYBODY, apply_form,         "agency sort",                  UNSTORED},
    {HTTP_POST, "/apply/form",                     EVERYBODY, apply_file,         APPLICATION_FIELDS,             UNSTORED | SEALED},
    {HTTP_GET,  "/apply/when",                     EVERYBODY, apply_when,         WHEN_FIELDS,                    JSON_TWIN},
    {HTTP_GET,  "/apply/steps",                    EVERYBODY, apply_steps,        NULL,                           0},
    {HTTP_GET,  "/apply/before/{way}",             EVERYBODY, apply_way,          "agency",                       0},
    {HTTP_POST, "/receipt/confirm",                EVERYBODY, receipt_confirm,    "code nonce agency",            UNSTORED},
    {HTTP_POST, "/receipt/supplement",             EVERYBODY, receipt_act,        "code nonce text",              UNSTORED | SEALED},
    {HTTP_POST, "/receipt/withdraw",               EVERYBODY, receipt_act,        "code nonce reason",            UNSTORED},
    {HTTP_POST, "/receipt/pay",                    EVERYBODY, receipt_act,        "code nonce reference paid_on note", UNSTORED},
    {HTTP_POST, "/receipt/review",                 EVERYBODY, receipt_act,        "code nonce remedy reasons",    UNSTORED | SEALED},
    {HTTP_GET,  "/reply",                          EVERYBODY, reply_ask,          NULL,                           UNSTORED},
    {HTTP_POST, "/reply",                          EVERYBODY, reply_show,         "code",                         UNSTORED},
    {HTTP_POST, "/reply/file",                     EVERYBODY, reply_send_file,    "code file",                    UNSTORED},
    {HTTP_POST, "/reply/answer",                   EVERYBODY, reply_answer,       "code nonce answer reasons",    UNSTORED | SEALED},
    {HTTP_GET,  "/applications",                   EVERYBODY, lines_list,         "agency year row after",        JSON_TWIN},
    {HTTP_GET,  "/applications/{agency}/{number}", EVERYBODY, lines_show,         NULL,                           JSON_TWIN},
};
/* clang-format on */

const struct portal_routes request_portal_routes = ROUTES(rows);

const char *apply_say(const struct web *web, const char *message)
{
    return message_text(web->cx->language, message);
}

struct page apply_page(const struct web *web, const struct apply_crumb *crumb, const char *home)
{
    struct arena *mem = web->cx->mem;
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(mem, struct page_link, 4);
    size_t count = 0;
    crumbs[count++] = (struct page_link){.href = "/", .label = apply_say(web, "layout.home")};
    if (!text_equal(web->path, "/apply"))
        crumbs[count++] =
            (struct page_link){.href = "/apply", .label = apply_say(web, "apply.crumb")};
    if (crumb)
        crumbs[count++] =
            (struct page_link){.href = crumb->href, .label = apply_say(web, crumb->label)};
    page.crumbs = crumbs;
    if (web->request->method == HTTP_POST) {
        page.in_language[CHINESE] = arena_format(mem, "%s?lang=zh", home);
        page.in_language[ENGLISH] = arena_format(mem, "%s?lang=en", home);
        page.other_size = NULL;
    }
    return page;
}

/* Regimes of the installation's law follow each other in time. */
const struct regime *apply_regime(struct portal *portal, struct date on)
{
    return law_regime_on(portal->site->law, portal->site->law->family, on);
}

const char *apply_term(struct context *cx, const struct law_term *term)
{
    static const char *const messages[] = {[TERM_WORKING_DAY] = "apply.term.working_days",
                                           [TERM_DAY] = "apply.term.days",
                                           [TERM_MONTH] = "apply.term.months",
                                           [TERM_HOUR] = "apply.term.hours"};
    const char *n = arena_format(cx->mem, "%d", term->n);
    if (!term->is_set || !term->n) return "";
    return message_format(cx->mem, cx->language, messages[term->unit], &n, 1);
}

/* Some dates rest on a row that is about something else: the agency's own confirmation on the row
 * of the channel, the last day of a remedy on that of the remedy. */
bool apply_date_is_named(const struct view_date *date)
{
    char id[80];
    snprintf(id, sizeof id, "apply.date.%s", date->id);
    return message_known(id) || !text_ends(date->id, "_by");
}

const char *apply_date_label(struct context *cx, const struct view_date *date)
{
    const char *id = arena_format(cx->mem, "apply.date.%s", date->id);
    const char *label = cx->language == ENGLISH && *date->en ? date->en : date->zh;
    if (message_known(id)) return message_text(cx->language, id);
    if (!text_ends(date->id, "_by")) return label;
    return message_format(cx->mem, cx->language, "apply.date.last", &label, 1);
}
