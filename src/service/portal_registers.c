/* The five registers (S20), and how their lines hang together: what a line rests on, and what rests
 * on it. All of it comes from one table of registers and one of REF fields. */
#include "base/text.h"
#include "service/portal_pages.h"
#include "service/portal_views.h"
#include "web/data.h"
#include "web/message.h"

enum { LINKS_MAX = 200, FACTS_MAX = 20, PARTS_MAX = 8 };

static const struct listed {
    const char *slug;
    const struct kind *kind;
    const char *order, *about;
} registers[] = {
    {"functions",  &function_kind,      "r.agency, k.serial",       "services.register.functions" },
    {"powers",     &power_kind,         "r.agency, k.sort, k.code", "services.register.powers"    },
    {"approvals",  &approval_item_kind, "r.agency, k.code",         "services.register.approvals" },
    {"procedures", &procedure_kind,     "r.agency, k.title",        "services.register.procedures"},
    {"fees",       &fee_standard_kind,  "k.service, r.agency",      "services.register.fees"      },
};

static const struct listed *register_of(const char *slug)
{
    for (size_t i = 0; i < COUNT_OF(registers); i++)
        if (text_equal(registers[i].slug, slug)) return &registers[i];
    return NULL;
}

static const struct listed *register_of_kind(const struct kind *kind)
{
    for (size_t i = 0; i < COUNT_OF(registers); i++)
        if (registers[i].kind == kind) return &registers[i];
    return NULL;
}

/* Where a line of a register, or what else hangs together with it, is read. */
static const char *address_of(struct arena *mem, const struct record *rec)
{
    const struct listed *listed = register_of_kind(rec->kind);
    if (listed) return arena_format(mem, "/services/registers/%s/%s", listed->slug, rec->id);
    if (rec->kind == &service_item_kind) return arena_format(mem, "/services/%s", rec->id);
    return arena_format(mem, "/records/%s", rec->id);
}

static const char *text_of(const struct record *rec, const char *name)
{
    const struct field *field = kind_public_field(rec->kind, name);
    return field ? field_text(field, rec) : "";
}

static const char *title_of(const struct record *rec)
{
    return text_of(rec, rec->kind->title);
}

/* ---- the registers ---- */

enum status services_registers(struct portal *portal, const struct web *web,
                               struct response *response)
{
    struct register_entry *at =
        arena_array(portal->cx->mem, struct register_entry, COUNT_OF(registers));
    struct registers_page page = {.at = at};
    for (size_t i = 0; i < COUNT_OF(registers); i++) {
        struct public_set all;
        TRY(public_all(portal, registers[i].kind, NULL, registers[i].order, &all));
        at[page.count++] = (struct register_entry){
            registers[i].slug, kind_label(registers[i].kind, portal->cx->language),
            services_say(web, registers[i].about), (int64_t)all.count};
    }
    struct page pg = services_page(web, NULL);
    view_service_portal_registers(&pg, &page);
    return web_show(response, &pg);
}

/* What tells lines of one register apart: its type, its amount, who decides. */
static const char *about_of(struct portal *portal, const struct record *rec)
{
    static const char *const fields[] = {"sort", "amount", "basis_article"};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const struct field *field = kind_public_field(rec->kind, fields[i]);
        if (field && !field_is_absent(field, rec)) return field_show(portal->cx, field, rec);
    }
    return "";
}

static enum status register_json(const struct web *web, struct response *response,
                                 const struct listed *listed, const struct public_set *all)
{
    struct data_shape shape = data_public(listed->kind);
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    json_key(&json, "items");
    json_open(&json, '[');
    for (size_t i = 0; i < all->count; i++) {
        data_open(&json, &shape, public_at(all, i));
        json_put_text(&json, "path", address_of(web->cx->mem, public_at(all, i)));
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}

static const struct page_link *crumb_of(const struct web *web, const struct listed *listed)
{
    struct page_link *crumb = arena_make(web->cx->mem, struct page_link);
    *crumb =
        listed
            ? (struct page_link){arena_format(web->cx->mem, "/services/registers/%s", listed->slug),
                                 kind_label(listed->kind, web->cx->language), false, 0}
            : (struct page_link){"/services/registers", services_say(web, "services.registers"),
                                 false, 0};
    return crumb;
}

enum status services_register(struct portal *portal, const struct web *web,
                              struct response *response)
{
    const struct listed *listed = register_of(web_path(web, "kind"));
    struct public_set all;
    if (!listed) return NOT_FOUND;
    TRY(public_all(portal, listed->kind, NULL, listed->order, &all));
    if (web->format == FORMAT_JSON) return register_json(web, response, listed, &all);
    struct register_row *rows = arena_array(portal->cx->mem, struct register_row, all.count + 1);
    for (size_t i = 0; i < all.count; i++) {
        const struct record *rec = public_at(&all, i);
        rows[i] = (struct register_row){address_of(portal->cx->mem, rec), title_of(rec),
                                        *rec->language ? rec->language : "zh",
                                        about_of(portal, rec), text_of(rec, "code")};
    }
    struct register_page page = {.label = kind_label(listed->kind, portal->cx->language),
                                 .about = services_say(web, listed->about),
                                 .rows = rows,
                                 .count = all.count};
    struct page pg = services_page(web, crumb_of(web, NULL));
    view_service_portal_register(&pg, &page);
    return web_show(response, &pg);
}

/* ---- a line ---- */

/* Who points to whom; a row both ways: what a line rests on, and what rests on it. */
static const struct tie {
    const struct kind *from;
    const char *field;
    const struct kind *to;
} ties[] = {
    {&power_kind,         "duty",      &function_kind     },
    {&approval_item_kind, "power",     &power_kind        },
    {&approval_item_kind, "procedure", &procedure_kind    },
    {&procedure_kind,     "power",     &power_kind        },
    {&fee_standard_kind,  "approval",  &approval_item_kind},
    {&service_item_kind,  "approval",  &approval_item_kind},
    {&service_item_kind,  "procedure", &procedure_kind    },
};

struct lining {
    struct portal *portal;
    struct page *pg;
    const struct record *rec;
    struct register_line_page page;
    struct service_link *up, *down;
};

static void add_tie(struct lining *l, struct service_link *links, size_t *count,
                    const struct record *other)
{
    if (*count == LINKS_MAX) return;
    links[(*count)++] = (struct service_link){
        kind_label(other->kind, l->pg->language), address_of(l->portal->cx->mem, other),
        title_of(other), *other->language ? other->language : "zh"};
}

static enum status fill_ties(struct lining *l)
{
    l->up = arena_array(l->portal->cx->mem, struct service_link, LINKS_MAX);
    l->down = arena_array(l->portal->cx->mem, struct service_link, LINKS_MAX);
    for (size_t i = 0; i < COUNT_OF(ties); i++) {
        struct public_set others;
        void *other;
        const char *id = ties[i].from == l->rec->kind ? text_of(l->rec, ties[i].field) : "";
        if (*id && public_get(l->portal, ties[i].to, id, &other) == OK)
            add_tie(l, l->up, &l->page.up_count, other);
        if (ties[i].to != l->rec->kind) continue;
        TRY(public_where(l->portal, ties[i].from, ties[i].field, l->rec->id, &others));
        for (size_t k = 0; k < others.count; k++)
            add_tie(l, l->down, &l->page.down_count, public_at(&others, k));
    }
    l->page.up = l->up;
    l->page.down = l->down;
    return OK;
}

/* The law that it rests on has a page of its own; the article stands behind its name. */
static struct html basis_of(struct lining *l)
{
    void *found;
    const char *id = text_of(l->rec, "basis"), *article = text_of(l->rec, "basis_article");
    if (!*id || public_get(l->portal, &normative_document_kind, id, &found) != OK)
        return html_in_language(l->pg, "zh", article);
    const struct normative_document_public *law = found;
    return html_link(l->pg, arena_format(l->portal->cx->mem, "/documents/%s", law->base.id),
                     arena_format(l->portal->cx->mem, "《%s》%s", law->title, article));
}

/* A text stands below, a word or a line in the block on top; steps are drawn. */
enum place { NOT_SHOWN, IN_A_LINE, BELOW };

static enum place place_of(const struct lining *l, const struct field *field)
{
    const struct kind *kind = l->rec->kind;
    bool basis = text_starts(field->name, "basis"), class = text_starts(field->name, "class_");
    if (field_is_absent(field, l->rec) || text_equal(field->name, kind->title)) return NOT_SHOWN;
    if (field->type == BODY)
        return kind == &procedure_kind && text_equal(field->name, "steps") ? NOT_SHOWN : BELOW;
    bool told = (field->flags & NARROW) && !(field->flags & INHERITED) && !basis && !class;
    return told ? IN_A_LINE : NOT_SHOWN;
}

static struct html shown(const struct lining *l, const struct field *field)
{
    const char *language = field->type == TEXT ? l->page.language : language_code(l->pg->language);
    return html_in_language(l->pg, language, field_show(l->portal->cx, field, l->rec));
}

static void fill_fields(struct lining *l)
{
    struct arena *mem = l->portal->cx->mem;
    struct service_fact *facts = arena_array(mem, struct service_fact, FACTS_MAX);
    struct service_part *parts = arena_array(mem, struct service_part, PARTS_MAX);
    struct html basis = basis_of(l);
    for (size_t i = 0; i < l->rec->kind->public_field_count; i++) {
        const struct field *field = &l->rec->kind->public_fields[i];
        const char *label = field_label(field, l->pg->language);
        enum place place = place_of(l, field);
        if (place == BELOW && l->page.part_count < PARTS_MAX)
            parts[l->page.part_count++] = (struct service_part){
                field->name, label, body_html(mem, field_text(field, l->rec))};
        if (place == IN_A_LINE && l->page.fact_count < FACTS_MAX - 1)
            facts[l->page.fact_count++] = (struct service_fact){label, shown(l, field)};
    }
    if (*basis.trusted)
        facts[l->page.fact_count++] =
            (struct service_fact){message_text(l->pg->language, "service.head.basis"), basis};
    l->page.facts = facts;
    l->page.parts = parts;
}

enum status services_line(struct portal *portal, const struct web *web, struct response *response)
{
    const struct listed *listed = register_of(web_path(web, "kind"));
    void *found;
    if (!listed || !id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(public_get(portal, listed->kind, web_path(web, "id"), &found));
    if (web->format == FORMAT_JSON) {
        struct data_shape shape = data_public(listed->kind);
        struct json json = json_new(portal->cx->mem, false);
        data_put(&json, &shape, found);
        return web_show_json(response, &json);
    }
    struct page pg = services_page(web, crumb_of(web, listed));
    struct lining l = {.portal = portal, .pg = &pg, .rec = found};
    l.page.title = title_of(l.rec);
    l.page.language = *l.rec->language ? l.rec->language : "zh";
    l.page.register_label = kind_label(listed->kind, portal->cx->language);
    l.page.record = arena_format(portal->cx->mem, "/records/%s?edition=%lld", l.rec->id,
                                 (long long)l.rec->edition);
    if (listed->kind == &procedure_kind)
        l.page.flow = flow_draw(portal->cx, text_of(l.rec, "steps"));
    fill_fields(&l);
    TRY(fill_ties(&l));
    view_service_portal_line(&pg, &l.page);
    return web_show(response, &pg);
}
