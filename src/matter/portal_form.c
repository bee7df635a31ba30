/* A form of any room: shown, shown again with what is wrong, sealed, and its receipt. */
#include <string.h>

#include "base/text.h"
#include "matter/portal_pages.h"
#include "matter/portal_views.h"
#include "web/message.h"
#include "web/sealed.h"

struct filling {
    struct portal *portal;
    const struct web *web;
    const struct matter_form *form;
    struct ask_form ask;
    struct html head;
    const char *agency;
    bool wrong;
};

/* "contact.form.write", and what hangs on it; NULL if it is not said. */
static const char *said(const struct filling *f, const char *part)
{
    struct context *cx = f->portal->cx;
    const char *last = strrchr(f->form->path, '/');
    const char *id =
        arena_format(cx->mem, "%s.form.%s%s", f->form->sort, last ? last + 1 : f->form->path, part);
    return message_known(id) ? message_text(cx->language, id) : NULL;
}

static const char *said_or(const struct filling *f, const char *part, const char *otherwise)
{
    const char *own = said(f, part);
    return own ? own : message_text(f->portal->cx->language, otherwise);
}

static enum status begin(struct portal *portal, const struct web *web,
                         const struct matter_form *form, struct filling *ret)
{
    *ret = (struct filling){.portal = portal, .web = web, .form = form};
    struct ask_plan plan = {form->sort, form->questions, form->count};
    TRY(matter_agency(portal, web, &ret->agency));
    enum status status = ask_read(portal->cx, web, &plan, &ret->ask);
    if (status != OK && status != INVALID) return status;
    return form->head ? form->head(portal, web, &ret->ask, &ret->head) : OK;
}

static enum status show(struct filling *f, struct response *response)
{
    const struct matter_form *form = f->form;
    struct form_view view = {.form = form,
                             .ask = &f->ask,
                             .title = said_or(f, "", "matter.form.title"),
                             .lead = said(f, ".lead"),
                             .button = said_or(f, ".button", "matter.form.do"),
                             .agency = f->agency,
                             .agency_name = public_agency_name(f->portal, f->agency),
                             .nonce = web_nonce(f->web),
                             .head = f->head,
                             .takes = web_takes_letters(f->web),
                             .takes_files = ask_takes_files(form->questions, form->count),
                             .files_lost = web_sealed_files(f->web) > 0};
    struct page_link crumb = {.href = "/do",
                              .label = message_text(f->portal->cx->language, "matter.do.title")};
    struct page pg = matter_page(f->web, &crumb, form->path);
    view_matter_form(&pg, &view);
    return web_show(response, &pg);
}

enum status matter_ask_form(struct portal *portal, const struct web *web, struct response *response,
                            const struct matter_form *form)
{
    struct filling f;
    TRY(begin(portal, web, form, &f));
    return show(&f, response);
}

static enum status show_receipt(struct filling *f, const struct receipt *receipt,
                                struct response *response)
{
    struct context *cx = f->portal->cx;
    struct filed_view filed = {.title = said_or(f, ".filed", "matter.filed.title"),
                               .code = code_grouped(cx->mem, &receipt->code),
                               .at = matter_moment(cx, receipt->at),
                               .agency_name = public_agency_name(f->portal, f->agency),
                               .before = receipt->filed == FILED_BEFORE,
                               .different = receipt->filed == FILED_DIFFERENT,
                               .files = web_sealed_files(f->web)};
    struct page pg = matter_page(f->web, NULL, "/receipt");
    view_matter_filed(&pg, &filed, said_or(f, ".next", "matter.filed.next"));
    TRY(web_show(response, &pg));
    return filed.different ? CONFLICT : OK;
}

enum status matter_file_form(struct portal *portal, const struct web *web,
                             struct response *response, const struct matter_form *form)
{
    struct filling f;
    struct receipt receipt;
    struct context *cx = portal->cx;
    TRY(begin(portal, web, form, &f));
    ask_require(cx, web, &f.ask);
    if (form->check) TRY(form->check(portal, web, &f.ask));
    if (f.ask.wrong || f.ask.missing) {
        TRY(show(&f, response));
        return INVALID;
    }
    ask_add(cx, &f.ask, "language", language_code(cx->language));
    struct letter_head head = {.type = form->letter,
                               .to = f.agency,
                               .nonce = web_nonce(web),
                               .fields = f.ask.fields,
                               .field_count = f.ask.field_count};
    TRY(web_seal(cx, web, response, &head, &receipt));
    return show_receipt(&f, &receipt, response);
}
