/* What the holder of a code can do next: each act is a form, and becomes a sealed letter with the
 * same code. Which ones are possible now, the office says (view->can). */
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "request/portal_pages.h"
#include "web/message.h"
#include "web/sealed.h"

/* clang-format off */
static const struct question supplement[] = {
    {"text",      ASK_LINES, NULL,         4000, NULL, NULL, ASK_OPTIONAL},
    {"files",     ASK_FILES, NULL,         0,    NULL, NULL, ASK_OPTIONAL},
};
static const struct question withdraw[] = {
    {"reason",    ASK_LINES, NULL,         400,  NULL, NULL, ASK_OPTIONAL},
};
static const struct question pay[] = {
    {"reference", ASK_LINE,  NULL,         40,   NULL, NULL, ASK_REQUIRED},
    {"paid_on",   ASK_DAY,   NULL,         0,    NULL, NULL, ASK_REQUIRED},
    {"note",      ASK_LINES, NULL,         400,  NULL, NULL, ASK_OPTIONAL},
};
/* The remedies are those of the answer: remedy_question() puts them in. */
static const struct question review[] = {
    {"remedy",    ASK_RADIO, remedy_sorts, 40,   NULL, NULL, ASK_REQUIRED},
    {"reasons",   ASK_LINES, NULL,         4000, NULL, NULL, ASK_REQUIRED},
    {"files",     ASK_FILES, NULL,         0,    NULL, NULL, ASK_OPTIONAL},
};

/* In the order in which they are shown: what the clock waits for comes first. */
static const struct act {
    const char *id;
    const struct question *questions;
    size_t count;
    bool takes_files;
    const char *waits_for; /* it is urgent while the clock waits for this */
} acts[] = {
    {"confirm",    NULL,       0,                    false, "confirmed"},
    {"supplement", supplement, COUNT_OF(supplement), true,  "correction-received"},
    {"pay",        pay,        COUNT_OF(pay),        false, "fee-paid"},
    {"review",     review,     COUNT_OF(review),     true,  NULL},
    {"withdraw",   withdraw,   COUNT_OF(withdraw),   false, NULL},
};
/* clang-format on */

static const char *say(struct context *cx, const char *act, const char *part)
{
    const char *id = arena_format(cx->mem, "apply.act.%s%s", act, part);
    return message_known(id) ? message_text(cx->language, id) : NULL;
}

/* What the applicant should know before they send it: its term is over. It may be sent all the
 * same.
 */
static const char *named_with_term(struct context *cx, enum language language, const char *name,
                                   struct date by)
{
    if (!date_is_set(by) || by.day >= cx->today.day) return name;
    const char *const details[] = {name, words_date(cx->mem, language, by)};
    return message_format(cx->mem, language, "apply.remedy.late", details, COUNT_OF(details));
}

/* Only remedies that the answer names and that were not taken yet. */
static const struct word *remedies_of(struct context *cx, const struct request_view *view)
{
    struct word *words = arena_array(cx->mem, struct word, view->remedy_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < view->remedy_count; i++) {
        const struct view_remedy *row = &view->remedies[i];
        if (date_is_set(row->filed_on)) continue;
        words[count++] = (struct word){row->id, named_with_term(cx, CHINESE, row->zh, row->by),
                                       named_with_term(cx, ENGLISH, row->en, row->by)};
    }
    return words;
}

static const struct question *questions_of(struct context *cx, const struct act *act,
                                           const struct request_view *view)
{
    if (act->questions != review) return act->questions;
    struct question *copy = arena_array(cx->mem, struct question, act->count);
    memcpy(copy, act->questions, act->count * sizeof *copy);
    copy[0].words = remedies_of(cx, view);
    return copy;
}

static enum status read_act(struct context *cx, const struct web *web, const struct act *act,
                            const struct request_view *view, struct ask_form *ret)
{
    struct ask_plan plan = {"apply", questions_of(cx, act, view), act->count};
    return ask_read(cx, web, &plan, ret);
}

static struct act_form *make_act(struct context *cx, const struct act *act,
                                 const struct request_view *view)
{
    struct act_form *made = arena_make(cx->mem, struct act_form);
    bool waits = act->waits_for && text_equal(view->waits_for, act->waits_for);
    const char *id = waits && text_equal(act->id, "supplement") ? "correct" : act->id;
    *made = (struct act_form){.action = arena_format(cx->mem, "/receipt/%s", act->id),
                              .prefix = act->id,
                              .title = say(cx, id, ""),
                              .about = say(cx, id, ".about"),
                              .button = say(cx, id, ".button"),
                              .takes_files = act->takes_files,
                              .urgent = waits || text_equal(act->id, "confirm")};
    return made;
}

enum status receipt_acts(struct portal *portal, const struct web *web,
                         const struct request_view *view, struct act_form **ret_first)
{
    struct context *cx = portal->cx;
    struct act_form **last = ret_first;
    *ret_first = NULL;
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        if (!matter_can(view->can, acts[i].id)) continue;
        struct ask_form *form = arena_make(cx->mem, struct ask_form);
        struct ask_plan plan = {"apply", questions_of(cx, &acts[i], view), acts[i].count};
        TRY(ask_empty(cx, web, &plan, form));
        *last = make_act(cx, &acts[i], view);
        (*last)->form = form;
        last = &(*last)->next;
    }
    return OK;
}

/* ---- doing it ---- */

static const struct act *asked_act(const struct web *web)
{
    const char *slash = strrchr(web->path, '/');
    for (size_t i = 0; slash && i < COUNT_OF(acts); i++)
        if (text_equal(acts[i].id, slash + 1)) return &acts[i];
    return NULL;
}

static void find_lacks(struct context *cx, const struct web *web, const struct act *act,
                       struct ask_form *form)
{
    ask_require(cx, web, form);
    if (act->questions == supplement && !*ask_value(form, "text") && !web_sealed_files(web))
        ask_lack(cx, form, "text", "apply.lacks.text");
}

static enum status show_wrong(struct portal *portal, const struct web *web,
                              struct response *response, const struct capsule *capsule,
                              struct act_form *wrong)
{
    wrong->open = true;
    wrong->files_lost = web_sealed_files(web) > 0;
    TRY(receipt_status(portal, web, response, capsule, wrong));
    return INVALID;
}

enum status receipt_act(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    const struct act *act = asked_act(web);
    struct capsule capsule;
    struct request_view view;
    struct ask_form form;
    struct receipt receipt;
    if (!act) return NOT_FOUND;
    enum status status = web_open_capsule(cx, web, response, "code", &capsule);
    if (status == INVALID) return matter_ask_again(web, response);
    TRY(status);
    if (request_view_read(cx, capsule.json, capsule.json_size, &view) != OK) return NOT_FOUND;
    if (!matter_can(view.can, act->id)) {
        TRY(receipt_status(portal, web, response, &capsule, NULL));
        return CONFLICT; /* the page shows how things stand by now */
    }
    status = read_act(cx, web, act, &view, &form);
    if (status != OK && status != INVALID) return status;
    find_lacks(cx, web, act, &form);
    if (form.wrong || form.missing) {
        struct act_form *wrong = make_act(cx, act, &view);
        wrong->form = &form;
        return show_wrong(portal, web, response, &capsule, wrong);
    }
    struct letter_head head = {.type = act->id,
                               .to = view.agency,
                               .nonce = web_nonce(web),
                               .code = &capsule.code,
                               .fields = form.fields,
                               .field_count = form.field_count};
    TRY(web_seal(cx, web, response, &head, &receipt));
    return receipt_done(portal, web, response, &receipt, act->id);
}

/* The applicant's half of the mutual confirmation (令711 第31条（三）), asked for on the receipt
 * page: the office may not have opened the application yet, so there may be no capsule. */
enum status receipt_confirm(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct code code;
    struct receipt receipt;
    const char *agency, *typed;
    struct capsule capsule;
    struct request_view view;
    struct letter_head head = {.type = "confirm", .nonce = web_nonce(web), .code = &code};
    TRY(matter_agency(portal, web, &agency));
    TRY(web_text(cx, web, "code", CODE_TYPED, &typed));
    if (!code_parse(typed, &code)) {
        (void)issue(cx, "code", "code.unknown", "");
        return matter_ask_again(web, response);
    }
    head.to = agency;
    if (web_has(web, "agency")) {
        TRY(web_seal(cx, web, response, &head, &receipt));
        return receipt_done(portal, web, response, &receipt, "confirm");
    }
    enum status status = web_open_capsule(cx, web, response, "code", &capsule);
    if (status == INVALID) return matter_ask_again(web, response);
    TRY(status);
    if (request_view_read(cx, capsule.json, capsule.json_size, &view) != OK) return NOT_FOUND;
    head.to = view.agency;
    TRY(web_seal(cx, web, response, &head, &receipt));
    return receipt_done(portal, web, response, &receipt, "confirm");
}
