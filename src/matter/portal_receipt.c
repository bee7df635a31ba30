/* One page for every code: what it opens, the type of its capsule says. */
#include "matter/portal_receipt.h"

#include "base/text.h"
#include "matter/portal_pages.h"
#include "matter/portal_views.h"
#include "matter/shape.h"
#include "web/message.h"
#include "web/sealed.h"

static const struct matter_code_page *code_pages;

void matter_set_code_pages(const struct matter_code_page *pages)
{
    code_pages = pages;
}

/* ---- the code ---- */

static const char *first_sentence(const struct web *web)
{
    const struct issue *found = web->cx->issues;
    if (!found) return NULL;
    return message_format(web->cx->mem, web->cx->language, found->message, &found->detail, 1);
}

enum status matter_ask_code(const struct web *web, struct response *response,
                            const struct matter_code *code)
{
    struct page pg = matter_page(web, NULL, code->action);
    view_matter_code(&pg, code, first_sentence(web), web_typed(web, "code"));
    return web_show(response, &pg);
}

static enum status ask_code(const struct web *web, struct response *response)
{
    enum language language = web->cx->language;
    struct matter_code code = {"/receipt", message_text(language, "matter.receipt.title"),
                               message_text(language, "matter.receipt.enter"), "/do",
                               message_text(language, "matter.do.title")};
    return matter_ask_code(web, response, &code);
}

enum status matter_ask_again(const struct web *web, struct response *response)
{
    TRY(ask_code(web, response));
    return INVALID;
}

enum status receipt_ask(struct portal *portal, const struct web *web, struct response *response)
{
    return ask_code(web, response);
}

/* ---- what it opens ---- */

static enum status show_matter(struct portal *portal, const struct web *web,
                               struct response *response, const struct capsule *capsule)
{
    return matter_status(portal, web, response, capsule, NULL);
}

static const struct matter_code_page own = {"matter", show_matter};

static const struct matter_code_page *page_of(const char *type)
{
    if (text_equal(own.type, type)) return &own;
    for (const struct matter_code_page *row = code_pages; row && row->type; row++)
        if (text_equal(row->type, type)) return row;
    return NULL;
}

enum status receipt_show(struct portal *portal, const struct web *web, struct response *response)
{
    struct capsule capsule;
    struct context *cx = portal->cx;
    enum status status = web_open_capsule(cx, web, response, "code", &capsule);
    if (status == INVALID) return matter_ask_again(web, response);
    TRY(status);
    struct bytes json = {(const unsigned char *)capsule.json, capsule.json_size};
    const struct matter_code_page *page = page_of(shape_type(cx, json));
    if (page) return page->show(portal, web, response, &capsule);
    (void)issue(cx, "code", "matter.code.other", "");
    return matter_ask_again(web, response);
}

/* ---- files ---- */

enum status matter_send_file(const struct web *web, struct response *response,
                             const struct capsule *capsule)
{
    int64_t file;
    TRY(web_int(web->cx, web, "file", &file));
    if (file < 1 || (uint64_t)file > capsule->file_count) return NOT_FOUND;
    return web_send_capsule_file(web->cx, response, capsule, (size_t)file - 1);
}

enum status receipt_file(struct portal *portal, const struct web *web, struct response *response)
{
    struct capsule capsule;
    enum status status = web_open_capsule(portal->cx, web, response, "code", &capsule);
    if (status == INVALID) return matter_ask_again(web, response);
    TRY(status);
    return matter_send_file(web, response, &capsule);
}

/* ---- after an act ---- */

enum status matter_show_done(const struct web *web, struct response *response,
                             const struct matter_done *done)
{
    struct page pg = matter_page(web, NULL, done->action);
    bool different = done->receipt->filed == FILED_DIFFERENT;
    view_matter_done(&pg, done, matter_moment(web->cx, done->receipt->at),
                     code_grouped(web->cx->mem, &done->receipt->code));
    TRY(web_show(response, &pg));
    return different ? CONFLICT : OK;
}
