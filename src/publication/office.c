#include "publication/office.h"

#include "base/text.h"
#include "desk/desk.h"
#include "publication/views.h"

static enum status load(struct context *cx, const struct web *web, struct case_party *ret)
{
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    return record_load(cx, &case_party_kind, web_path(web, "id"), ret);
}

static enum status show(struct context *cx, const struct web *web, struct response *response,
                        const struct case_code_view *view)
{
    struct page page = desk_page(web, &case_party_kind);
    view_publication_case_code(&page, view);
    return web_show(response, &page);
}

static struct case_code_view view_of(struct context *cx, const struct case_party *c)
{
    return (struct case_code_view){.title = c->title,
                                   .action = arena_format(cx->mem, "/cases/%s/code", c->base.id),
                                   .back =
                                       arena_format(cx->mem, "/records/case_party/%s", c->base.id),
                                   .had_one = date_is_set(c->code_on)};
}

static enum status ask_code(struct context *cx, const struct web *web, struct response *response)
{
    struct case_party c;
    TRY(load(cx, web, &c));
    struct case_code_view view = view_of(cx, &c);
    return show(cx, web, response, &view);
}

/* The move notes who gave it and upon what; the code itself is on this answer and nowhere else. */
static enum status give_code(struct context *cx, const struct web *web, struct response *response)
{
    struct case_party c;
    struct case_code code;
    struct case_code_view view;
    struct reason reason = NO_REASON;
    TRY(load(cx, web, &c));
    view = view_of(cx, &c);
    TRY(web_text(cx, web, "shown", 20, &code.shown));
    code.ret_code = &view.code;
    reason.with = &code;
    enum status status = record_move(cx, &c.base, "give-case-code", &reason);
    if (status != OK && status != INVALID) return status;
    view.missing = status == INVALID;
    TRY(show(cx, web, response, &view));
    return status;
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/cases/{id}/code", WRITE, ask_code,  NULL},
    {HTTP_POST, "/cases/{id}/code", WRITE, give_code, "shown"},
};
/* clang-format on */

const struct routes publication_routes = ROUTES(rows);
