#include "contact/office.h"

#include "base/text.h"
#include "contact/private.h"
#include "contact/views.h"
#include "document/original.h"
#include "record/list.h"
#include "web/message.h"

enum { OFFERS_MAX = 40, STAFF_MAX = 300, COMPETENCES_MAX = 300 };

/* ---- the panel: what cannot be read is not shown ---- */

static const struct sql label_of = {"contact.label",
                                    "SELECT label FROM staff WHERE id = $1 AND newest = 1"};

static void fill_owner(struct context *cx, struct message_panel *panel)
{
    const struct contact_message *m = panel->m;
    struct contact_name unit = {"", "", ""};
    if (store_text(cx, &label_of, BIND(m->holder), &panel->holder) != OK) panel->holder = "";
    if (contact_unit_name(cx, m->base.agency, m->unit, &unit) == OK) panel->unit = unit.zh;
}

static void fill_offers(struct context *cx, struct message_panel *panel)
{
    struct list list;
    struct list_filter filter = {"message", value_text(panel->m->base.id)};
    struct list_query query = {.kind = &hand_over_kind,
                               .agency = panel->m->base.agency,
                               .filters = &filter,
                               .filter_count = 1,
                               .limit = OFFERS_MAX,
                               .oldest_first = true};
    bool open = false;
    if (record_list(cx, &query, &list) != OK) return;
    panel->offers = arena_array(cx->mem, struct offered_row, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct hand_over *h = list_at(&list, i);
        struct contact_name unit = {"", "", ""};
        if (contact_unit_name(cx, h->base.agency, h->to_unit, &unit) != OK) continue;
        open |= h->base.state == HAND_OVER_OFFERED;
        panel->offers[panel->offer_count++] = (struct offered_row){
            .href = arena_format(cx->mem, "/records/hand_over/%s", h->base.id),
            .to = unit.zh,
            .state = state_label(record_state(&h->base), cx->language),
            .badge = h->base.state == HAND_OVER_OFFERED ? "badge badge-wait" : "badge",
            .reason = text_empty(h->why_not) ? h->reason : h->why_not,
            .at = h->offered_at};
    }
    bool in_hand = panel->m->base.state <= MESSAGE_ANSWERING;
    if (in_hand && !open && contact_is_holder(cx, panel->m))
        panel->hand_over_href =
            arena_format(cx->mem, "/records/hand_over/new?message=%s", panel->m->base.id);
}

/* What it looks like by the table of competences (S17): for the clerk to confirm, never by itself.
 */
static void fill_suggestion(struct context *cx, struct message_panel *panel)
{
    struct list list;
    size_t best = 0;
    const struct contact_message *m = panel->m;
    struct list_query query = {.kind = &competence_kind,
                               .agency = m->base.agency,
                               .states = "released",
                               .limit = COMPETENCES_MAX};
    const char *text = arena_format(cx->mem, "%s\n%s", m->title, m->text);
    if (!text_empty(m->competence) || m->base.state > MESSAGE_ANSWERING) return;
    if (record_list(cx, &query, &list) != OK) return;
    for (size_t i = 0; i < list.count; i++) {
        const struct competence *c = list_at(&list, i);
        struct contact_name unit = {"", "", ""};
        size_t words = competence_match(c->keywords, text);
        if (words <= best) continue;
        best = words;
        panel->suggested_ours = text_empty(c->organ);
        if (contact_unit_name(cx, m->base.agency, c->unit, &unit) != OK) continue;
        panel->suggested = c->title;
        panel->suggested_to = panel->suggested_ours ? unit.zh : c->organ;
    }
}

void contact_panel(struct page *pg, const struct record *rec)
{
    struct context *cx = pg->cx;
    struct message_panel panel = {.m = AS_CONST(contact_message, rec), .holder = "", .unit = ""};
    panel.personal = access_may(cx->actor, READ_PERSONAL, rec->agency);
    if (!text_equal(panel.m->channel, "web") && access_may(cx->actor, WRITE, rec->agency))
        panel.code_href = arena_format(cx->mem, "/contact/codes/%s", rec->id);
    if (!text_empty(panel.m->published))
        panel.published_href =
            arena_format(cx->mem, "/records/published_answer/%s", panel.m->published);
    fill_owner(cx, &panel);
    fill_offers(cx, &panel);
    if (panel.personal) fill_suggestion(cx, &panel);
    if (panel.personal)
        panel.original_count = desk_originals(
            cx, rec->id, arena_format(cx->mem, "/contact/messages/%s/originals", rec->id),
            &panel.originals);
    view_contact_panel(pg, &panel);
}

/* ---- choices ---- */

static const struct sql at_work = {
    "contact.choices",
    "SELECT DISTINCT s.id, s.label FROM staff s JOIN staff_grant g ON g.staff = s.id"
    " WHERE s.newest = 1 AND s.state = 'active' AND g.agency = $1"
    " AND g.role IN ('clerk', 'officer') ORDER BY s.label"};

enum status contact_offer(struct context *cx, struct form *form)
{
    struct rows *rows;
    size_t n = 0;
    const char *field = form->kind == &hand_over_kind ? "to_holder" : "duty";
    if (!form_row(form, field)) return OK;
    struct form_option *options = arena_array(cx->mem, struct form_option, STAFF_MAX + 1);
    options[n++] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    TRY(store_query(cx, &at_work, BIND(desk_agency(cx, WRITE)), &rows));
    while (n <= STAFF_MAX && rows_next(rows)) {
        const char *id = rows_text(rows, 0);
        options[n++] = (struct form_option){id, rows_text(rows, 1), false};
    }
    TRY(rows_end(rows));
    form_offer(form, field, options, n);
    return OK;
}

/* ---- a code for who called ---- */

static enum status load(struct context *cx, const struct web *web, struct contact_message *ret)
{
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_load(cx, &contact_message_kind, web_path(web, "id"), ret));
    return access_may(cx->actor, READ_PERSONAL, ret->base.agency) ? OK : NOT_FOUND;
}

static enum status show_code(struct context *cx, const struct web *web, struct response *response,
                             const struct contact_message *m, const char *code)
{
    struct page page = desk_page(web, &contact_message_kind);
    struct contact_code_view view = {
        m->title, arena_format(cx->mem, "/contact/codes/%s", m->base.id), code,
        arena_format(cx->mem, "/records/contact_message/%s", m->base.id)};
    view_contact_code(&page, &view);
    return web_show(response, &page);
}

static enum status ask_code(struct context *cx, const struct web *web, struct response *response)
{
    struct contact_message m;
    TRY(load(cx, web, &m));
    response->readable = true;
    return show_code(cx, web, response, &m, NULL);
}

/* An older code dies with the new one; history says who made it. */
static enum status make_code(struct context *cx, const struct web *web, struct response *response)
{
    struct contact_message m;
    const char *code;
    TRY(load(cx, web, &m));
    response->readable = true;
    if (!access_may(cx->actor, WRITE, m.base.agency)) return DENIED;
    if (text_equal(m.channel, "web")) return CONFLICT; /* who wrote has a code of their own */
    TRY(store_begin(cx));
    enum status status = matter_issue_code(cx, &m.base, &code);
    if (status == OK) status = record_note_reading(cx, &m.base, "为来件人制作查询码");
    if (status == OK) status = store_commit(cx);
    if (status != OK) {
        store_rollback(cx);
        return status;
    }
    return show_code(cx, web, response, &m, code);
}

/* ---- originals ---- */

static enum status show_original(struct context *cx, const struct web *web,
                                 struct response *response)
{
    struct contact_message m;
    TRY(load(cx, web, &m));
    return desk_send_original(cx, web, response, m.base.id);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/contact/codes/{id}",                                   READ_PERSONAL, ask_code,      NULL},
    {HTTP_POST, "/contact/codes/{id}",                                   READ_PERSONAL, make_code,     NULL},
    {HTTP_GET,  "/contact/messages/{id}/originals/{letter}/{position}",  READ_PERSONAL, show_original, NULL},
};
/* clang-format on */

const struct routes contact_routes = ROUTES(rows);
