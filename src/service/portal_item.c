/* The guide to one service: every heading of GB/T 36114 in its order, from the released records. */
#include <string.h>

#include "base/text.h"
#include "ledger/reader.h"
#include "publication/publication.h"
#include "service/guide.h"
#include "service/portal_pages.h"
#include "service/portal_views.h"
#include "web/data.h"
#include "web/message.h"

enum { FACTS_MAX = 16, PARTS_MAX = 24, LINKS_MAX = 8 };

struct guiding {
    struct portal *portal;
    const struct web *web;
    struct arena *mem;
    struct page *pg;
    const struct service_item_public *item;
    struct service_item_page page;
    struct service_fact *facts;
    struct service_part *parts;
    struct service_link *links;
};

/* ---- what is said in a line, and what in a text ---- */

static struct html in_chinese(struct guiding *g, const char *text)
{
    return html_in_language(g->pg, *g->item->base.language ? g->item->base.language : "zh", text);
}

static void add_fact(struct guiding *g, const char *head, struct html html)
{
    if (!*html.trusted || g->page.fact_count == FACTS_MAX) return;
    const char *id = arena_format(g->mem, "service.head.%s", head);
    g->facts[g->page.fact_count++] = (struct service_fact){services_say(g->web, id), html};
}

static void add_text(struct guiding *g, const char *head, const char *text)
{
    if (*text) add_fact(g, head, in_chinese(g, text));
}

static struct html plain(struct guiding *g, const char *text)
{
    return html_in_language(g->pg, language_code(g->pg->language), text);
}

static const char *count_of(struct guiding *g, const char *message, int64_t n)
{
    const char *words[] = {arena_format(g->mem, "%lld", (long long)n)};
    return message_format(g->mem, g->pg->language, message, words, 1);
}

static void add_term(struct guiding *g)
{
    const struct service_item_public *s = g->item;
    const char *promised = s->promised_days == INT_NONE ? ""
                           : s->promised_days == 0
                               ? services_say(g->web, "services.at_once")
                               : count_of(g, "services.promised", s->promised_days);
    const char *legal =
        s->legal_days == INT_NONE ? "" : count_of(g, "services.by_law", s->legal_days);
    add_fact(g, "term", plain(g, arena_format(g->mem, "%s %s", promised, legal)));
}

static void fill_facts(struct guiding *g)
{
    const struct service_item_public *s = g->item;
    g->facts = arena_array(g->mem, struct service_fact, FACTS_MAX);
    add_text(g, "code", s->code);
    add_fact(g, "type", plain(g, g->page.sort));
    add_term(g);
    if (s->charged)
        add_text(g, "fee", s->fee_note);
    else
        add_fact(g, "fee", plain(g, services_say(g->web, "services.free")));
    if (s->visits != INT_NONE)
        add_fact(g, "visits",
                 plain(g, s->visits ? count_of(g, "services.visits", s->visits)
                                    : services_say(g->web, "services.no_visit")));
    add_text(g, "office", s->place);
    add_text(g, "hours", s->hours);
    add_text(g, "enquiries", s->phone);
    add_text(g, "complaints", s->complaints);
    g->page.facts = g->facts;
}

static void fill_details(struct guiding *g)
{
    const struct service_item_public *s = g->item;
    struct service_fact *near = g->facts;
    size_t near_count = g->page.fact_count;
    g->facts = arena_array(g->mem, struct service_fact, FACTS_MAX);
    g->page.fact_count = 0;
    add_text(g, "accepts", s->accepts);
    add_text(g, "decides", s->decides);
    add_text(g, "quota", s->quota);
    add_text(g, "apply", s->how);
    add_text(g, "manner", s->manner);
    add_text(g, "result",
             *s->validity ? arena_format(g->mem, "%s（有效期：%s）", s->result, s->validity)
                          : s->result);
    add_text(g, "delivery", s->delivery);
    add_text(g, "tracking", s->tracking);
    g->page.details = g->facts;
    g->page.detail_count = g->page.fact_count;
    g->page.facts = g->facts = near;
    g->page.fact_count = near_count;
}

static void add_part(struct guiding *g, const char *head, const char *text)
{
    if (text_empty(text) || g->page.part_count == PARTS_MAX) return;
    const char *id = arena_format(g->mem, "service.head.%s", head);
    g->parts[g->page.part_count++] =
        (struct service_part){head, services_say(g->web, id), body_html(g->mem, text)};
}

/* The law by its name, with the articles; then whatever else is named. */
static const char *basis_of(struct guiding *g)
{
    const struct service_item_public *s = g->item;
    struct out out = out_new(g->mem);
    void *found;
    if (*s->basis && public_get(g->portal, &normative_document_kind, s->basis, &found) == OK) {
        const struct normative_document_public *law = found;
        out_format(&out, "[《%s》](/documents/%s)%s\n", law->title, law->base.id, s->basis_article);
    } else if (*s->basis_article) {
        out_format(&out, "%s\n", s->basis_article);
    }
    if (*s->more_basis) out_format(&out, "\n%s\n", s->more_basis);
    return out.size ? out.text : "";
}

static void fill_parts(struct guiding *g)
{
    const struct service_item_public *s = g->item;
    g->parts = arena_array(g->mem, struct service_part, PARTS_MAX);
    add_part(g, "basis", basis_of(g));
    add_part(g, "conditions", s->conditions);
    add_part(g, "prohibited", s->prohibited);
    add_part(g, "rights", s->rights);
    g->page.parts = g->parts;
}

/* ---- forms and fees ---- */

static enum status fill_files(struct guiding *g, const char *id, struct service_form_row *row)
{
    struct public_record *record;
    struct record_file *files;
    TRY(public_by_id(g->portal, id, &record));
    TRY(public_files(g->portal, record->number, &files));
    struct service_file *made = arena_array(g->mem, struct service_file, 50);
    for (; files && row->file_count < 50; files = files->next)
        made[row->file_count++] =
            (struct service_file){arena_format(g->mem, "/files/%s/%s", id, files->sha256),
                                  files->name, (files->size + 1023) / 1024};
    row->files = made;
    return OK;
}

static bool is_replaced(const struct public_set *forms, const char *id, struct date today)
{
    for (size_t i = 0; i < forms->count; i++) {
        const struct service_form_public *f = public_at(forms, i);
        if (text_equal(f->replaces, id) && f->used_from.day <= today.day) return true;
    }
    return false;
}

/* Those in use first; an old version stays, and says so. */
static enum status fill_forms(struct guiding *g)
{
    struct public_set forms;
    struct date today = g->portal->cx->today;
    TRY(public_where(g->portal, &service_form_kind, "item", g->item->base.id, &forms));
    struct service_form_row *rows = arena_array(g->mem, struct service_form_row, forms.count + 1);
    for (int old = 0; old < 2; old++)
        for (size_t i = 0; i < forms.count; i++) {
            const struct service_form_public *f = public_at(&forms, i);
            bool over = (date_is_set(f->used_to) && f->used_to.day < today.day) ||
                        is_replaced(&forms, f->base.id, today);
            if (over != (old == 1)) continue;
            struct service_form_row *row = &rows[g->page.form_count++];
            *row = (struct service_form_row){.form = f, .old = over};
            TRY(fill_files(g, f->base.id, row));
        }
    g->page.forms = rows;
    return OK;
}

static enum status fill_fees(struct guiding *g)
{
    struct public_set fees;
    if (!*g->item->approval || !g->item->charged) return OK;
    TRY(public_where(g->portal, &fee_standard_kind, "approval", g->item->approval, &fees));
    struct service_fee_row *rows = arena_array(g->mem, struct service_fee_row, fees.count + 1);
    for (size_t i = 0; i < fees.count; i++) {
        const struct fee_standard_public *fee = public_at(&fees, i);
        rows[g->page.fee_count++] = (struct service_fee_row){
            fee, arena_format(g->mem, "/disclosures/%s/%s", fee->base.agency, fee->base.number)};
    }
    g->page.fees = rows;
    return OK;
}

/* ---- its place in the registers: function, power, approval item, procedure ---- */

static const void *get(struct guiding *g, const struct kind *kind, const char *id)
{
    void *found;
    if (text_empty(id) || public_get(g->portal, kind, id, &found) != OK) return NULL;
    return found;
}

static void add_link(struct guiding *g, const char *slug, const struct record *rec,
                     const char *title)
{
    g->links[g->page.link_count++] =
        (struct service_link){kind_label(rec->kind, g->pg->language),
                              arena_format(g->mem, "/services/registers/%s/%s", slug, rec->id),
                              title, *rec->language ? rec->language : "zh"};
}

static void fill_links(struct guiding *g)
{
    const struct approval_item_public *approval = get(g, &approval_item_kind, g->item->approval);
    const struct procedure_public *procedure = get(g, &procedure_kind, g->item->procedure);
    const char *power_id = approval ? approval->power : procedure ? procedure->power : "";
    const struct power_public *power = get(g, &power_kind, power_id);
    const struct function_public *duty = power ? get(g, &function_kind, power->duty) : NULL;
    g->links = arena_array(g->mem, struct service_link, LINKS_MAX);
    if (duty) add_link(g, "functions", &duty->base, duty->title);
    if (power) add_link(g, "powers", &power->base, power->title);
    if (approval) add_link(g, "approvals", &approval->base, approval->title);
    if (procedure) add_link(g, "procedures", &procedure->base, procedure->title);
    g->page.links = g->links;
    if (procedure) g->page.flow = flow_draw(g->portal->cx, procedure->steps);
}

/* ---- what was asked, what was decided, what proves it ---- */

static enum status fill_questions(struct guiding *g)
{
    const char *id = g->item->base.id;
    TRY(public_where(g->portal, &service_question_kind, "item", id, &g->page.questions));
    TRY(public_where(g->portal, &service_result_kind, "item", id, &g->page.results));
    g->page.answers = arena_array(g->mem, struct html, g->page.questions.count + 1);
    for (size_t i = 0; i < g->page.questions.count; i++) {
        const struct service_question_public *q = public_at(&g->page.questions, i);
        g->page.answers[i] = body_html(g->mem, q->answer);
    }
    return OK;
}

static enum status fill_proof(struct guiding *g)
{
    struct public_record *record;
    struct public_act *act;
    TRY(public_by_id(g->portal, g->item->base.id, &record));
    TRY(public_acts(g->portal, record->number, &act));
    for (; act; act = act->next)
        if (act->edition == g->item->base.edition && act->erased_by < 0) g->page.act = act;
    g->page.edition = g->item->base.edition;
    g->page.proof = arena_format(g->mem, "/records/%s.tlog-proof", g->item->base.id);
    if (g->page.act)
        g->page.object = arena_format(g->mem, "/ledger/object/%.2s/%s", g->page.act->commitment,
                                      g->page.act->commitment);
    return OK;
}

static void fill_ways(struct guiding *g)
{
    const struct record *rec = &g->item->base;
    struct guide_gaps gaps;
    if (g->item->online)
        g->page.apply = arena_format(g->mem, "/services/%s/apply?agency=%s", rec->id, rec->agency);
    g->page.ask = arena_format(g->mem, "/services/%s/ask?agency=%s", rec->id, rec->agency);
    guide_gaps(service_item_kind.public_fields, service_item_kind.public_field_count, rec, &gaps);
    g->page.gaps = guide_gaps_write(g->portal->cx, &gaps);
}

static enum status show_json(struct guiding *g, struct response *response)
{
    struct data_shape shape = data_public(&service_item_kind);
    struct json json = json_new(g->mem, false);
    data_open(&json, &shape, &g->item->base);
    json_put_text(&json, "path", arena_format(g->mem, "/services/%s", g->item->base.id));
    json_key(&json, "registers");
    json_open(&json, '[');
    for (size_t i = 0; i < g->page.link_count; i++) {
        json_open(&json, '{');
        json_put_text(&json, "title", g->links[i].title);
        json_put_text(&json, "path", g->links[i].href);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_key(&json, "missing_headings");
    json_open(&json, '[');
    struct guide_gaps gaps;
    guide_gaps(shape.fields, shape.count, g->item, &gaps);
    for (size_t i = 0; i < gaps.count; i++) json_text(&json, gaps.at[i]->id);
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}

enum status services_item(struct portal *portal, const struct web *web, struct response *response)
{
    struct guiding *g = arena_make(portal->cx->mem, struct guiding);
    struct page pg = services_page(web, NULL);
    *g = (struct guiding){.portal = portal, .web = web, .mem = portal->cx->mem, .pg = &pg};
    TRY(services_find(portal, web, &g->item));
    g->page.item = g->item;
    g->page.name = services_name(web, g->item, &g->page.language);
    g->page.agency_name = public_agency_name(portal, g->item->base.agency);
    g->page.topic = services_word(web, service_topics, g->item->topic);
    g->page.sort = services_word(web, service_sorts, g->item->sort);
    g->page.audience = services_word(web, service_audiences, g->item->audience);
    fill_facts(g);
    fill_details(g);
    fill_parts(g);
    if (!service_rows_read(g->mem, g->item->materials, MATERIAL_COLUMNS, &g->page.materials))
        g->page.materials.count = 0;
    TRY(fill_forms(g));
    TRY(fill_fees(g));
    fill_links(g);
    TRY(fill_questions(g));
    TRY(fill_proof(g));
    fill_ways(g);
    if (web->format == FORMAT_JSON) return show_json(g, response);
    view_service_portal_item(&pg, &g->page);
    return web_show(response, &pg);
}
