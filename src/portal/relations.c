/* How documents hang together: amends, repeals, replaces, interprets, and the verdicts of
 * clean-ups; and what of it was in force on a day. */
#include "base/text.h"
#include "portal/documents.h"
#include "portal/handlers.h"
#include "portal/views.h"

/* Every relation: its field in the later document, and what it is called from either side. */
static const struct {
    const char *field, *message;
    bool ends; /* the earlier document is over */
} relations[] = {
    {"amends",     "portal.documents.amends",     false},
    {"repeals",    "portal.documents.repeals",    true },
    {"replaces",   "portal.documents.replaces",   true },
    {"interprets", "portal.documents.interprets", false},
};

static const char *target(const document_public *d, size_t relation)
{
    const struct field *field =
        kind_public_field(&normative_document_kind, relations[relation].field);
    return field_text(field, d);
}

enum status documents_load(struct portal *portal, struct documents *ret)
{
    TRY(public_all(portal, &normative_document_kind, NULL,
                   "k.external, COALESCE(k.effective_on, r.first_on) DESC", &ret->all));
    return public_all(portal, &clean_up_entry_kind, NULL, "k.decided_on DESC", &ret->verdicts);
}

const document_public *document_ended_by(const struct documents *documents, const char *id,
                                         struct date on)
{
    for (size_t i = 0; i < documents->all.count; i++) {
        const document_public *later = public_at(&documents->all, i);
        for (size_t r = 0; r < COUNT_OF(relations); r++) {
            if (!relations[r].ends || !text_equal(target(later, r), id)) continue;
            if (!date_is_set(later->effective_on) || later->effective_on.day <= on.day)
                return later;
        }
    }
    return NULL;
}

const struct clean_up_entry_public *document_verdict(const struct documents *documents,
                                                     const char *id, struct date on)
{
    for (size_t i = 0; i < documents->verdicts.count; i++) {
        const struct clean_up_entry_public *e = public_at(&documents->verdicts, i);
        if (text_equal(e->document, id) && e->decided_on.day <= on.day) return e;
    }
    return NULL;
}

enum validity_shown document_shown(const struct documents *documents, const document_public *d,
                                   struct date on)
{
    static const enum validity_shown shown[] = {
        [NOT_YET_IN_FORCE] = VALIDITY_LATER, [IN_FORCE] = VALIDITY_NOW, [EXPIRED] = VALIDITY_OVER};
    const struct clean_up_entry_public *e = document_verdict(documents, d->base.id, on);
    bool swept = e && (text_equal(e->verdict, "repealed") || text_equal(e->verdict, "void"));
    if (swept || document_ended_by(documents, d->base.id, on)) return VALIDITY_OVER;
    return shown[document_validity(d->effective_on, d->expires_on, on)];
}

const char *document_address(struct arena *mem, const struct record *document)
{
    if (*document->number)
        return arena_format(mem, "/disclosures/%s/%s", document->agency, document->number);
    return arena_format(mem, "/documents/%s", document->id);
}

/* ---- the graph of one document ---- */

struct graph {
    const struct documents *documents;
    const document_public **nodes;
    size_t count;
};

static const document_public *by_id(const struct documents *documents, const char *id)
{
    for (size_t i = 0; i < documents->all.count; i++) {
        const document_public *d = public_at(&documents->all, i);
        if (text_equal(d->base.id, id)) return d;
    }
    return NULL;
}

static void add_node(struct graph *graph, const document_public *d)
{
    for (size_t i = 0; d && i < graph->count; i++)
        if (graph->nodes[i] == d) return;
    if (d) graph->nodes[graph->count++] = d;
}

static bool refers(const document_public *later, const char *id)
{
    for (size_t r = 0; r < COUNT_OF(relations); r++)
        if (text_equal(target(later, r), id)) return true;
    return false;
}

/* Whatever can be reached from it, either way. */
static void grow(struct graph *graph)
{
    for (size_t at = 0; at < graph->count; at++) {
        const document_public *d = graph->nodes[at];
        for (size_t r = 0; r < COUNT_OF(relations); r++)
            if (*target(d, r)) add_node(graph, by_id(graph->documents, target(d, r)));
        for (size_t i = 0; i < graph->documents->all.count; i++) {
            const document_public *later = public_at(&graph->documents->all, i);
            if (refers(later, d->base.id)) add_node(graph, later);
        }
    }
}

bool document_is_related(const struct documents *documents, const document_public *d)
{
    for (size_t r = 0; r < COUNT_OF(relations); r++)
        if (*target(d, r) && by_id(documents, target(d, r))) return true;
    for (size_t i = 0; i < documents->all.count; i++)
        if (refers(public_at(&documents->all, i), d->base.id)) return true;
    return false;
}

/* ---- the page ---- */

static const char *verdict_words(struct portal *portal, const struct clean_up_entry_public *e)
{
    const struct field *field = kind_public_field(&clean_up_entry_kind, "verdict");
    return e ? field_show(portal->cx, field, e) : "";
}

static void add_lines(struct portal *portal, const struct web *web, const struct graph *graph,
                      struct relations_page *page)
{
    struct arena *mem = portal->cx->mem;
    struct document_row **row = &page->rows;
    struct edge_row **edge = &page->edges;
    for (size_t i = 0; i < graph->count; i++) {
        const document_public *d = graph->nodes[i];
        const struct clean_up_entry_public *e =
            document_verdict(graph->documents, d->base.id, page->on);
        *row = arena_make(mem, struct document_row);
        **row = (struct document_row){.href = document_address(mem, &d->base),
                                      .title = d->title,
                                      .language = d->base.language,
                                      .number = d->document_number,
                                      .effective_on = d->effective_on,
                                      .expires_on = d->expires_on,
                                      .external = d->external,
                                      .trial = d->trial,
                                      .validity = document_shown(graph->documents, d, page->on),
                                      .verdict = verdict_words(portal, e)};
        row = &(*row)->next;
        for (size_t r = 0; r < COUNT_OF(relations); r++) {
            const document_public *other =
                *target(d, r) ? by_id(graph->documents, target(d, r)) : NULL;
            if (!other) continue;
            *edge = arena_make(mem, struct edge_row);
            **edge = (struct edge_row){d->title,           document_address(mem, &d->base),
                                       relations[r].field, portal_text(web, relations[r].message),
                                       other->title,       document_address(mem, &other->base),
                                       d->effective_on,    NULL};
            edge = &(*edge)->next;
        }
    }
}

static enum status show_relations_json(const struct web *web, struct response *response,
                                       const struct relations_page *page)
{
    struct arena *mem = web->cx->mem;
    struct json json = json_new(mem, false);
    json_open(&json, '{');
    json_put_text(&json, "on", date_iso(mem, page->on));
    json_key(&json, "documents");
    json_open(&json, '[');
    for (const struct document_row *row = page->rows; row; row = row->next)
        document_put_row(&json, row);
    json_close(&json, ']');
    json_key(&json, "relations");
    json_open(&json, '[');
    for (const struct edge_row *edge = page->edges; edge; edge = edge->next) {
        json_open(&json, '{');
        json_put_text(&json, "from", edge->from_href);
        json_put_text(&json, "relation", edge->word);
        json_put_text(&json, "to", edge->to_href);
        if (date_is_set(edge->since)) json_put_text(&json, "since", date_iso(mem, edge->since));
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}

enum status portal_relations(struct portal *portal, const struct web *web,
                             struct response *response)
{
    struct documents documents;
    struct relations_page page = {.on = DATE_NONE};
    TRY(web_date(portal->cx, web, "on", &page.on));
    if (!date_is_set(page.on)) page.on = portal->cx->today;
    TRY(documents_load(portal, &documents));
    const document_public *d = by_id(&documents, web_path(web, "id"));
    if (!d) return NOT_FOUND;
    struct graph graph = {
        .documents = &documents,
        .nodes = arena_array(portal->cx->mem, const document_public *, documents.all.count + 1)};
    add_node(&graph, d);
    grow(&graph);
    add_lines(portal, web, &graph, &page);
    page.title = d->title;
    page.language = d->base.language;
    page.action = arena_format(portal->cx->mem, "/documents/%s/relations", d->base.id);
    if (portal_wants_json(web)) return show_relations_json(web, response, &page);
    struct page pg = portal_page(web, "/documents", portal_text(web, "portal.documents"));
    view_portal_relations(&pg, &page, portal_text(web, "portal.relations"));
    return web_show(response, &pg);
}
