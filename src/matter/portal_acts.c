/* What the holder of a code can do next: each act is a form, and becomes a sealed letter with the
 * same code. Which ones are possible now, the office says (view->can). */
#include "base/text.h"
#include "matter/portal_pages.h"
#include "web/message.h"
#include "web/sealed.h"

static const struct matter_act *const *rooms;

void matter_set_acts(const struct matter_act *const *given)
{
    rooms = given;
}

/* clang-format off */
static const struct word ratings[] = {
    {"5", "5　非常满意", "5  Very satisfied"},
    {"4", "4　满意",     "4  Satisfied"},
    {"3", "3　一般",     "3  Neither"},
    {"2", "2　不满意",   "2  Dissatisfied"},
    {"1", "1　很不满意", "1  Very dissatisfied"},
    {0},
};
static const struct question supplement[] = {
    {"text",   ASK_LINES, NULL,    4000, NULL, NULL, ASK_ONE_OF},
    {"files",  ASK_FILES, NULL,    0,    NULL, NULL, ASK_OPTIONAL},
};
static const struct question withdraw[] = {
    {"reason", ASK_LINES, NULL,    400,  NULL, NULL, ASK_OPTIONAL},
};
static const struct question rate[] = {
    {"rating", ASK_RADIO, ratings, 1,    NULL, NULL, ASK_REQUIRED},
    {"note",   ASK_LINES, NULL,    400,  NULL, NULL, ASK_OPTIONAL},
};
static const struct matter_act own[] = {
    {NULL, "supplement", supplement, COUNT_OF(supplement)},
    {NULL, "withdraw",   withdraw,   COUNT_OF(withdraw)},
    {NULL, "rate",       rate,       COUNT_OF(rate)},
};
/* clang-format on */

/* The row of a room, with the questions of here where it has none. */
static struct matter_act whole(const struct matter_act *row)
{
    struct matter_act act = *row;
    for (size_t i = 0; !act.questions && i < COUNT_OF(own); i++)
        if (text_equal(own[i].id, act.id)) {
            act.questions = own[i].questions;
            act.count = own[i].count;
        }
    return act;
}

static const struct matter_act *act_of(const char *sort, const char *id)
{
    for (const struct matter_act *const *room = rooms; room && *room; room++)
        for (const struct matter_act *row = *room; row->id; row++)
            if (text_equal(row->sort, sort) && text_equal(row->id, id)) return row;
    return NULL;
}

static struct act_form *make_act(struct context *cx, const struct matter_act *act)
{
    struct act_form *made = arena_make(cx->mem, struct act_form);
    const char *rest = arena_format(cx->mem, "act.%s", act->id);
    const char *title = matter_say(cx, act->sort, rest);
    const char *button = matter_say(cx, act->sort, arena_format(cx->mem, "%s.button", rest));
    *made = (struct act_form){
        .action = "/receipt/act",
        .prefix = act->id,
        .sort = act->sort,
        .act = act->id,
        .title = title ? title : act->id,
        .about = matter_say(cx, act->sort, arena_format(cx->mem, "%s.about", rest)),
        .button = button ? button : message_text(cx->language, "matter.form.do"),
        .takes_files = ask_takes_files(act->questions, act->count)};
    return made;
}

enum status matter_acts(struct portal *portal, const struct web *web,
                        const struct matter_view *view, struct act_form **ret_first)
{
    struct context *cx = portal->cx;
    struct act_form **last = ret_first;
    *ret_first = NULL;
    for (const struct matter_act *const *room = rooms; room && *room; room++)
        for (const struct matter_act *row = *room; row->id; row++) {
            if (!text_equal(row->sort, view->sort) || !matter_can(view->can, row->id)) continue;
            struct matter_act act = whole(row);
            struct ask_plan plan = {act.sort, act.questions, act.count};
            struct ask_form *form = arena_make(cx->mem, struct ask_form);
            TRY(ask_empty(cx, web, &plan, form));
            *last = make_act(cx, &act);
            (*last)->form = form;
            last = &(*last)->next;
        }
    return OK;
}

/* ---- doing it ---- */

struct doing {
    const struct web *web;
    struct capsule capsule;
    struct matter_view view;
    struct matter_act act;
    struct ask_form form;
};

static enum status find_act(struct context *cx, const struct web *web, struct doing *d)
{
    const char *sort, *id;
    TRY(web_text(cx, web, "sort", 40, &sort));
    TRY(web_text(cx, web, "act", 40, &id));
    const struct matter_act *row = act_of(sort, id);
    if (!row) return NOT_FOUND;
    d->act = whole(row);
    return text_equal(d->view.sort, sort) ? OK : NOT_FOUND;
}

static enum status read_form(struct context *cx, struct doing *d)
{
    struct ask_plan plan = {d->act.sort, d->act.questions, d->act.count};
    enum status status = ask_read(cx, d->web, &plan, &d->form);
    if (status != OK && status != INVALID) return status;
    ask_require(cx, d->web, &d->form);
    if (d->act.questions == supplement && !*ask_value(&d->form, "text") &&
        !ask_row(&d->form, "text")->error && !web_sealed_files(d->web))
        ask_lack(cx, &d->form, "text", "matter.lacks.text");
    return OK;
}

static enum status show_wrong(struct portal *portal, struct response *response, struct doing *d)
{
    struct act_form *wrong = make_act(portal->cx, &d->act);
    wrong->form = &d->form;
    wrong->open = true;
    wrong->files_lost = web_sealed_files(d->web) > 0;
    TRY(matter_status(portal, d->web, response, &d->capsule, wrong));
    return INVALID;
}

static enum status seal(struct context *cx, struct response *response, struct doing *d)
{
    struct receipt receipt;
    struct letter_head head = {.type = arena_format(cx->mem, "%s.%s", d->act.sort, d->act.id),
                               .to = d->view.agency,
                               .nonce = web_nonce(d->web),
                               .code = &d->capsule.code,
                               .fields = d->form.fields,
                               .field_count = d->form.field_count};
    TRY(web_seal(cx, d->web, response, &head, &receipt));
    const char *rest = arena_format(cx->mem, "done.%s", d->act.id);
    const char *title = matter_say(cx, d->act.sort, rest);
    struct matter_done done = {
        .title = title ? title : message_text(cx->language, "matter.done.title"),
        .about = matter_say(cx, d->act.sort, arena_format(cx->mem, "%s.about", rest)),
        .action = "/receipt",
        .receipt = &receipt};
    return matter_show_done(d->web, response, &done);
}

enum status matter_do_act(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct doing *d = arena_make(cx->mem, struct doing);
    d->web = web;
    enum status status = web_open_capsule(cx, web, response, "code", &d->capsule);
    if (status == INVALID) return matter_ask_again(web, response);
    TRY(status);
    if (matter_view_read(cx, d->capsule.json, d->capsule.json_size, &d->view) != OK)
        return NOT_FOUND;
    TRY(find_act(cx, web, d));
    if (!matter_can(d->view.can, d->act.id)) {
        TRY(matter_status(portal, web, response, &d->capsule, NULL));
        return CONFLICT; /* the page shows how things stand by now */
    }
    TRY(read_form(cx, d));
    if (d->form.wrong || d->form.missing) return show_wrong(portal, response, d);
    return seal(cx, response, d);
}
