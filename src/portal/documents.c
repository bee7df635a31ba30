/* Normative documents, by what was in force on a day, and the rules of the disclosure column. */
#include <string.h>

#include "base/text.h"
#include "portal/documents.h"
#include "portal/handlers.h"
#include "portal/views.h"
#include "publication/publication.h"

struct asked {
    struct portal *portal;
    struct documents_page page;
    struct documents documents;
    const struct terms *terms;
};

static bool holds(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* A rule of the column is about disclosure or the work with it, or is a law that the work rests on.
 */
static bool is_rule(const struct normative_document_public *d)
{
    static const char *const words[] = {"公开", "保密审查", "新闻发布", "首问负责", "责任追究"};
    if (d->external) return true;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (holds(d->title, words[i])) return true;
    return false;
}

static const char *verdict_of(struct portal *portal, const struct clean_up_entry_public *e)
{
    return e ? field_show(portal->cx, kind_public_field(&clean_up_entry_kind, "verdict"), e) : "";
}

static void add_row(struct asked *asked, const struct normative_document_public *d,
                    struct document_row ***last)
{
    struct arena *mem = asked->portal->cx->mem;
    const struct documents *documents = &asked->documents;
    const document_public *later = document_ended_by(documents, d->base.id, asked->page.on);
    const struct clean_up_entry_public *e = document_verdict(documents, d->base.id, asked->page.on);
    enum validity_shown validity = document_shown(documents, d, asked->page.on);
    const char *q = asked->page.q;
    if (asked->page.in_force && validity != VALIDITY_NOW) return;
    if (asked->page.rules && !is_rule(d)) return;
    if (*q && !holds(d->title, q) && !holds(d->document_number, q)) return;
    **last = arena_make(mem, struct document_row);
    ***last = (struct document_row){.href = document_address(mem, &d->base),
                                    .title = d->title,
                                    .language = d->base.language,
                                    .number = d->document_number,
                                    .effective_on = d->effective_on,
                                    .expires_on = d->expires_on,
                                    .external = d->external,
                                    .trial = d->trial,
                                    .validity = validity,
                                    .ended_by = later ? document_address(mem, &later->base) : NULL,
                                    .verdict = verdict_of(asked->portal, e)};
    if (document_is_related(documents, d))
        (**last)->related = arena_format(mem, "/documents/%s/relations", d->base.id);
    *last = &(**last)->next;
    asked->page.total++;
}

void document_put_row(struct json *json, const struct document_row *row)
{
    static const char *const words[] = {[VALIDITY_NONE] = "",
                                        [VALIDITY_LATER] = "not-yet-in-force",
                                        [VALIDITY_NOW] = "in-force",
                                        [VALIDITY_OVER] = "over"};
    struct arena *mem = json->out.mem;
    json_open(json, '{');
    json_put_text(json, "title", row->title);
    json_put_text(json, "path", row->href);
    if (*row->number) json_put_text(json, "document_number", row->number);
    if (date_is_set(row->effective_on))
        json_put_text(json, "effective_on", date_iso(mem, row->effective_on));
    if (date_is_set(row->expires_on))
        json_put_text(json, "expires_on", date_iso(mem, row->expires_on));
    json_put_bool(json, "external", row->external);
    json_put_text(json, "validity", words[row->validity]);
    json_close(json, '}');
}

static enum status show_documents(struct asked *asked, const struct web *web,
                                  struct response *response)
{
    struct portal *portal = asked->portal;
    struct document_row *first = NULL, **last = &first;
    TRY(documents_load(portal, &asked->documents));
    for (size_t i = 0; i < asked->documents.all.count; i++)
        add_row(asked, public_at(&asked->documents.all, i), &last);
    asked->page.rows = first;
    if (portal_wants_json(web)) {
        struct json json = json_new(portal->cx->mem, false);
        json_open(&json, '{');
        json_put_int(&json, "total", asked->page.total);
        json_put_text(&json, "on", date_iso(portal->cx->mem, asked->page.on));
        json_key(&json, "items");
        json_open(&json, '[');
        for (struct document_row *row = first; row; row = row->next) document_put_row(&json, row);
        json_close(&json, ']');
        json_close(&json, '}');
        return web_show_json(response, &json);
    }
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_documents(&pg, &asked->page);
    return web_show(response, &pg);
}

enum status portal_documents(struct portal *portal, const struct web *web,
                             struct response *response)
{
    struct asked asked = {.portal = portal};
    TRY(web_text(portal->cx, web, "q", 100, &asked.page.q));
    TRY(web_date(portal->cx, web, "on", &asked.page.on));
    asked.page.in_force = date_is_set(asked.page.on);
    if (!asked.page.in_force) asked.page.on = portal->cx->today;
    asked.page.heading = portal_text(web, "portal.documents");
    return show_documents(&asked, web, response);
}

enum status portal_rules(struct portal *portal, const struct web *web, struct response *response)
{
    struct asked asked = {
        .portal = portal, .page = {.q = "", .on = portal->cx->today, .rules = true}
    };
    asked.page.heading = portal_text(web, "portal.rules");
    return show_documents(&asked, web, response);
}
