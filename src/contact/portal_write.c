/* Writing to the agency. Before anything is sealed, the table of competences is asked whether this
 * is the right door (S17): another organ, or an application for information, is shown with the way
 * there, and whoever wants to send it here all the same, does. */
#include <string.h>

#include "base/text.h"
#include "contact/portal.h"
#include "contact/views.h"
#include "web/message.h"
#include "web/sealed.h"

/* clang-format off */
static const struct word consents[] = {
    {"no",  "不同意",                     "No"},
    {"yes", "同意，公开前隐去个人信息", "Yes, without anything personal"},
    {0}};
static const struct question questions[] = {
    {"sort",    ASK_RADIO, contact_sorts, 20,   NULL,    NULL,    ASK_REQUIRED},
    {"title",   ASK_LINE,  NULL,          100,  NULL,    NULL,    ASK_REQUIRED},
    {"text",    ASK_LINES, NULL,          4000, NULL,    NULL,    ASK_REQUIRED},
    {"files",   ASK_FILES, NULL,          0,    NULL,    NULL,    ASK_OPTIONAL},
    {"name",    ASK_LINE,  NULL,          100,  "name",  NULL,    ASK_OPTIONAL},
    {"phone",   ASK_LINE,  NULL,          60,   "tel",   "tel",   ASK_OPTIONAL},
    {"email",   ASK_LINE,  NULL,          120,  "email", "email", ASK_OPTIONAL},
    {"consent", ASK_RADIO, consents,      10,   NULL,    NULL,    ASK_OPTIONAL},
};
/* clang-format on */

/* ---- whose is it? ---- */

/* What an application for information says of itself (令492 第20条, 令711 第29条, 第39条). */
static bool is_application(const char *text)
{
    static const char *const english[] = {"freedom of information", "access to information"};
    for (size_t i = 0; i < COUNT_OF(english); i++)
        if (strcasestr(text, english[i])) return true;
    return competence_match("申请公开 信息公开申请 公开申请 依申请公开", text) > 0;
}

enum status contact_guess(struct portal *portal, const char *agency, const char *text,
                          struct contact_guess *ret)
{
    struct public_set set;
    size_t best = 0;
    *ret = (struct contact_guess){.application = is_application(text)};
    TRY(public_all(portal, &competence_kind, agency, "k.organ, k.title", &set)); /* ours first */
    for (size_t i = 0; i < set.count; i++) {
        const struct competence_public *c = public_at(&set, i);
        size_t words = competence_match(c->keywords, text);
        if (words <= best) continue;
        best = words;
        ret->competence = c;
    }
    return OK;
}

/* ---- the form ---- */

/* "?sort=complaint" preselects; a letter to the director is what is meant without it. */
static enum status preselect(struct portal *portal, const struct web *web, struct ask_form *form,
                             struct html *ret_head)
{
    const char *sort;
    *ret_head = (struct html){0};
    if (web->request->method == HTTP_POST) return OK;
    TRY(web_word(portal->cx, web, "sort", "director consultation complaint suggestion petition",
                 &sort));
    ask_choose(form, "sort", *sort ? sort : "director");
    ask_choose(form, "consent", "no");
    return OK;
}

/* What the citizen was shown goes along, so that the clerk sees it as well. */
static enum status check(struct portal *portal, const struct web *web, struct ask_form *form)
{
    struct contact_guess guess;
    const char *agency;
    TRY(matter_agency(portal, web, &agency));
    const char *text =
        arena_format(portal->cx->mem, "%s\n%s", ask_value(form, "title"), ask_value(form, "text"));
    TRY(contact_guess(portal, agency, text, &guess));
    if (guess.competence && !text_empty(guess.competence->unit))
        ask_add(portal->cx, form, "competence", guess.competence->base.id);
    return OK;
}

static const struct matter_form form = {
    .sort = "contact",
    .letter = "contact.message",
    .path = "/contact/write",
    .questions = questions,
    .count = COUNT_OF(questions),
    .check = check,
    .head = preselect,
};

enum status contact_ask(struct portal *portal, const struct web *web, struct response *response)
{
    return matter_ask_form(portal, web, response, &form);
}

/* ---- another door ---- */

static bool is_elsewhere(const struct contact_guess *guess)
{
    return guess->application || (guess->competence && !text_empty(guess->competence->organ));
}

/* Everything typed is on the page: sent on to where it belongs, or here all the same. */
static enum status show_elsewhere(struct portal *portal, const struct web *web,
                                  struct response *response, struct contact_elsewhere *page)
{
    struct context *cx = portal->cx;
    struct letter_field *fields = arena_array(cx->mem, struct letter_field, COUNT_OF(questions));
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        if (questions[i].control == ASK_FILES) continue;
        fields[page->field_count++] =
            (struct letter_field){questions[i].name, web_typed(web, questions[i].name)};
    }
    page->fields = fields;
    page->text = web_typed(web, "text");
    page->nonce = web_nonce(web);
    page->files = web_sealed_files(web) > 0;
    struct page pg = contact_page(web, "");
    pg.in_language[CHINESE] = "/contact/write?lang=zh";
    pg.in_language[ENGLISH] = "/contact/write?lang=en";
    pg.other_size = NULL;
    view_contact_elsewhere(&pg, page);
    TRY(web_show(response, &pg));
    return INVALID; /* nothing was sent */
}

enum status contact_send(struct portal *portal, const struct web *web, struct response *response)
{
    struct contact_guess guess = {0};
    struct contact_elsewhere page = {.guess = &guess};
    const char *sure, *title = web_typed(web, "title"), *text = web_typed(web, "text");
    TRY(web_word(portal->cx, web, "sure", "yes", &sure));
    TRY(matter_agency(portal, web, &page.agency));
    if (!*sure && *title && *text)
        TRY(contact_guess(portal, page.agency, arena_format(portal->cx->mem, "%s\n%s", title, text),
                          &guess));
    if (is_elsewhere(&guess)) return show_elsewhere(portal, web, response, &page);
    return matter_file_form(portal, web, response, &form);
}

/* ---- what can be done with the code ---- */

const struct matter_act contact_acts[] = {
    {"contact", "supplement", NULL, 0},
    {"contact",     "rate", NULL, 0},
    {"contact",         "withdraw", NULL, 0},
    {0},
};
