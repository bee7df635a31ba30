/* Adjourning and cancelling: what they ask beyond a reason. */
#include "base/text.h"
#include "contact/session_office.h"
#include "contact/session_private.h"
#include "contact/views.h"
#include "web/message.h"

#define RECORD session_change_input
static const struct field input_fields[] = {CHANGE_INPUT(FIELD_ROW)};
#undef RECORD
static const struct workflow no_workflow = {.name = "act"};
static const struct kind input_kind = {
    .name = "session_change_input",
    .zh = "办理",
    .en = "Act",
    .schema = 1,
    .size = sizeof(struct session_change_input),
    .fields = input_fields,
    .field_count = COUNT_OF(input_fields),
    .title = "why",
    .workflow = &no_workflow,
};

static const struct session_act {
    const char *verb, *asks;
} acts[] = {
    {"adjourn-session", "begins_at cause why"},
    {"cancel-session",  "cause why"          },
};

struct acting {
    const struct session_act *act;
    struct sitting sitting;
    const char *back;
};

static bool can(struct context *cx, const struct acting *acting)
{
    enum { MOVES_MAX = 32 };
    const struct move *moves[MOVES_MAX];
    size_t n = record_moves(cx, &acting->sitting.base, moves, MOVES_MAX);
    for (size_t i = 0; i < n; i++)
        if (text_equal(moves[i]->verb, acting->act->verb)) return true;
    return false;
}

static enum status find(struct context *cx, const struct web *web, struct acting *ret)
{
    const char *verb = web_path(web, "verb"), *id = web_path(web, "id");
    ret->act = NULL;
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (text_equal(acts[i].verb, verb)) ret->act = &acts[i];
    if (!ret->act || !id_is_valid(id)) return NOT_FOUND;
    TRY(record_load(cx, &sitting_kind, id, &ret->sitting));
    ret->back = arena_format(cx->mem, "/records/sitting/%s", id);
    return OK;
}

static enum status show(struct context *cx, const struct web *web, struct response *response,
                        const struct acting *acting, struct form *form)
{
    const char *verb = acting->act->verb, *id = acting->sitting.base.id;
    struct page page = desk_page(web, &sitting_kind);
    struct session_act_view view = {
        .title = acting->sitting.title,
        .verb = message_text(cx->language, arena_format(cx->mem, "move.%s", verb)),
        .will = message_text(cx->language, arena_format(cx->mem, "move.%s.will", verb)),
        .action = arena_format(cx->mem, "/acts/sitting/%s/%s", id, verb),
        .back = acting->back,
        .form = form};
    view_contact_session_act(&page, &view);
    return web_show(response, &page);
}

static enum status ask_act(struct context *cx, const struct web *web, struct response *response)
{
    struct acting acting;
    struct session_change_input input;
    struct form form;
    TRY(find(cx, web, &acting));
    response->readable = true;
    if (!can(cx, &acting)) return CONFLICT;
    record_init(&input_kind, &input);
    input.begins_at = acting.sitting.begins_at;
    struct form_plan plan = {.kind = &input_kind, .names = acting.act->asks};
    form_fill(cx, &plan, &input.base, &form);
    form.version = acting.sitting.base.version;
    return show(cx, web, response, &acting, &form);
}

static enum status do_act(struct context *cx, const struct web *web, struct acting *acting,
                          const struct session_change_input *input)
{
    struct reason why = NO_REASON;
    struct session_change change = {input->cause, input->begins_at};
    int64_t version;
    TRY(web_int(cx, web, FORM_VERSION_FIELD, &version));
    if (version != acting->sitting.base.version) return CONFLICT;
    why.why = input->why;
    why.with = &change;
    return record_move(cx, &acting->sitting.base, acting->act->verb, &why);
}

static enum status make_act(struct context *cx, const struct web *web, struct response *response)
{
    struct acting acting;
    struct session_change_input input;
    struct form form;
    TRY(find(cx, web, &acting));
    response->readable = true;
    record_init(&input_kind, &input);
    struct form_plan plan = {.kind = &input_kind, .names = acting.act->asks, .extra = "version"};
    enum status status = form_read(cx, web, &plan, &input.base, &form);
    if (status == OK) status = do_act(cx, web, &acting, &input);
    if (status == OK) return web_see_other(response, acting.back);
    if (status != INVALID && status != CONFLICT) return status;
    if (status == CONFLICT && issue(cx, "", "desk.changed_meanwhile", "") == FAULT) return FAULT;
    form.version = acting.sitting.base.version;
    form_mark(cx, &form);
    TRY(show(cx, web, response, &acting, &form));
    return status;
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/acts/sitting/{id}/{verb}", READ_STAFF, ask_act,  NULL},
    {HTTP_POST, "/acts/sitting/{id}/{verb}", OFFICER,    make_act, ANY_FIELD},
};
/* clang-format on */

const struct routes session_act_routes = ROUTES(rows);
