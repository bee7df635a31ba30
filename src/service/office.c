#include "service/office.h"

#include "base/text.h"
#include "document/original.h"
#include "service/guide.h"
#include "service/private.h"
#include "service/views.h"
#include "web/body.h"
#include "web/form.h"
#include "web/message.h"

enum { NOTE_MAX = 200, ITEMS_MAX = 500 };

/* ---- what an item lacks ---- */

const char *service_item_remark(struct context *cx, const struct record *rec)
{
    struct guide_gaps gaps;
    guide_gaps(rec->kind->fields, rec->kind->field_count, rec, &gaps);
    if (!gaps.count) return "";
    const char *words[] = {arena_format(cx->mem, "%zu", gaps.count), guide_gaps_write(cx, &gaps)};
    return message_format(cx->mem, cx->language, "service.guide_lacks", words, 2);
}

/* ---- keying in what is handed in at the counter ---- */

static const char ASKED[] =
    "item came_on party_sort name identity_number phone address answers delivery";

static const struct sql public_items = {
    "service.items", "SELECT id, title FROM service_item WHERE agency = $1 AND state = 'released'"
                     " ORDER BY topic, title"};

static enum status offer_items(struct context *cx, struct form *form)
{
    const struct form_row *row = form_row(form, "item");
    struct form_option *options = arena_array(cx->mem, struct form_option, ITEMS_MAX);
    struct rows *rows;
    size_t n = 0;
    options[n++] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    TRY(store_query(cx, &public_items, BIND(desk_agency(cx, WRITE)), &rows));
    while (n < ITEMS_MAX && rows_next(rows)) {
        const char *id = rows_text(rows, 0);
        options[n++] =
            (struct form_option){id, rows_text(rows, 1), row && text_equal(id, row->value)};
    }
    form_offer(form, "item", options, n);
    return rows_end(rows);
}

static enum status show_enter(struct context *cx, const struct web *web, struct response *response,
                              struct form *form)
{
    struct page page = desk_page(web, &service_case_kind);
    struct case_enter view = {form};
    TRY(offer_items(cx, form));
    view_service_enter(&page, &view);
    return web_show(response, &page);
}

static enum status ask_enter(struct context *cx, const struct web *web, struct response *response)
{
    struct service_case c;
    struct form form;
    record_init(&service_case_kind, &c);
    c.came_on = cx->today;
    c.party_sort = "natural";
    c.delivery = "counter";
    struct form_plan plan = {.kind = &service_case_kind, .names = ASKED};
    form_fill(cx, &plan, &c.base, &form);
    return show_enter(cx, web, response, &form);
}

static enum status show_code(struct context *cx, const struct web *web, struct response *response,
                             const struct record *rec, const char *code)
{
    struct page page = desk_page(web, rec->kind);
    struct service_code view = {record_title(rec), code,
                                arena_format(cx->mem, "/records/%s/%s", rec->kind->name, rec->id)};
    view_service_code(&page, &view);
    return web_show(response, &page);
}

static enum status file_at_counter(struct context *cx, struct service_case *c,
                                   const char **ret_code)
{
    TRY(record_validate(cx, &c->base));
    TRY(store_begin(cx));
    enum status status = service_file(cx, c, NULL);
    if (status == OK) status = matter_issue_code(cx, &c->base, ret_code);
    if (status == OK) return store_commit(cx);
    store_rollback(cx);
    return status;
}

static enum status make_enter(struct context *cx, const struct web *web, struct response *response)
{
    struct service_case c;
    struct form form;
    const char *code;
    record_init(&service_case_kind, &c);
    c.base.agency = desk_agency(cx, WRITE);
    c.channel = "counter";
    struct form_plan plan = {.kind = &service_case_kind, .names = ASKED};
    enum status status = form_read(cx, web, &plan, &c.base, &form);
    if (status == OK) status = file_at_counter(cx, &c, &code);
    if (status == OK) return show_code(cx, web, response, &c.base, code);
    if (status != INVALID) return status;
    form_mark(cx, &form);
    TRY(show_enter(cx, web, response, &form));
    return status;
}

/* ---- a case ---- */

static enum status load(struct context *cx, const struct web *web, struct service_case *ret)
{
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    return record_load(cx, &service_case_kind, web_path(web, "id"), ret);
}

static enum status renew_code(struct context *cx, const struct web *web, struct response *response)
{
    struct service_case c;
    const char *code;
    TRY(load(cx, web, &c));
    response->readable = true;
    if (!access_may(cx->actor, WRITE, c.base.agency)) return DENIED;
    TRY(store_begin(cx));
    enum status status = matter_issue_code(cx, &c.base, &code);
    if (status == OK) status = record_note_reading(cx, &c.base, "补发回执码");
    if (status == OK) status = store_commit(cx);
    if (status != OK) store_rollback(cx);
    TRY(status);
    return show_code(cx, web, response, &c.base, code);
}

static const struct {
    const char *word, *verb;
} findings[] = {
    {"have",    "material-there"  },
    {"missing", "material-missing"},
    {"wrong",   "material-wrong"  },
};

/* What is as it was before stays untouched: history tells what somebody has found. */
static enum status mark_one(struct context *cx, const struct web *web, struct service_material *m)
{
    const char *word, *note;
    long long n = (long long)m->serial;
    const char *named = arena_format(cx->mem, "m%lld", n);
    TRY(web_word(cx, web, named, "have missing wrong", &word));
    TRY(web_text(cx, web, arena_format(cx->mem, "n%lld", n), NOTE_MAX, &note));
    bool same = text_equal(word, record_state(&m->base)->word) && text_equal(note, m->note);
    if (!*word || same) return OK;
    struct reason reason = NO_REASON;
    reason.why = note;
    for (size_t i = 0; i < COUNT_OF(findings); i++)
        if (text_equal(findings[i].word, word))
            return record_move(cx, &m->base, findings[i].verb, &reason);
    return OK;
}

static enum status mark_all(struct context *cx, const struct web *web, const struct service_case *c)
{
    struct service_beside beside;
    TRY(store_begin(cx));
    enum status status = service_beside(cx, c->base.id, &beside);
    for (size_t i = 0; status == OK && i < beside.material_count; i++)
        status = mark_one(cx, web, &beside.materials[i]);
    if (status == OK) status = matter_touch(cx, c->base.id);
    if (status == OK) return store_commit(cx);
    store_rollback(cx);
    return status;
}

static enum status make_checklist(struct context *cx, const struct web *web,
                                  struct response *response)
{
    struct service_case c;
    TRY(load(cx, web, &c));
    response->readable = true;
    if (!access_may(cx->actor, WRITE, c.base.agency)) return DENIED;
    enum status status = mark_all(cx, web, &c);
    const char *back = arena_format(cx->mem, "/records/service_case/%s", c.base.id);
    if (status == OK) return web_see_other(response, back);
    if (status != INVALID) return status;
    struct page page = desk_page(web, &service_case_kind);
    view_service_refused(&page, cx->issues, back);
    TRY(web_show(response, &page));
    return status;
}

static enum status show_original(struct context *cx, const struct web *web,
                                 struct response *response)
{
    struct service_case c;
    TRY(load(cx, web, &c));
    if (!access_may(cx->actor, READ_PERSONAL, c.base.agency)) return NOT_FOUND;
    return desk_send_original(cx, web, response, c.base.id);
}

/* ---- the panel ---- */

static const char *badge_of_material(const struct service_material *m)
{
    static const char *const badges[] = {"badge", "badge badge-good", "badge badge-stop",
                                         "badge badge-stop"};
    return badges[m->base.state];
}

static void fill_lines(struct context *cx, const struct service_beside *beside,
                       struct case_panel *panel)
{
    panel->materials = arena_array(cx->mem, struct material_line, beside->material_count + 1);
    for (size_t i = 0; i < beside->material_count; i++) {
        const struct service_material *m = &beside->materials[i];
        panel->materials[panel->material_count++] = (struct material_line){
            m, state_label(record_state(&m->base), cx->language), badge_of_material(m),
            field_show(cx, kind_field(&service_material_kind, "claim"), m)};
    }
    panel->steps = arena_array(cx->mem, struct step_line, beside->step_count + 1);
    for (size_t i = 0; i < beside->step_count; i++) {
        const struct service_step *step = &beside->steps[i];
        const struct step_class *class = step_class(step->class);
        bool open = service_step_is_open(step);
        panel->steps[panel->step_count++] = (struct step_line){
            step,
            state_label(record_state(&step->base), cx->language),
            open                            ? "badge badge-wait"
            : step->base.state == STEP_DONE ? "badge badge-good"
                                            : "badge",
            !class                    ? ""
            : cx->language == CHINESE ? class->zh
                                      : class->en,
            arena_format(cx->mem, "/records/service_step/%s", step->base.id),
            open && class && access_may(cx->actor, class->may, step->base.agency)};
    }
}

void service_case_panel(struct page *pg, const struct record *rec)
{
    struct context *cx = pg->cx;
    const struct service_case *c = AS_CONST(service_case, rec);
    struct case_panel panel = {.c = c};
    struct service_beside beside;
    struct law_trace trace;
    bool writes = access_may(cx->actor, WRITE, rec->agency);
    if (service_beside(cx, rec->id, &beside) != OK) return;
    panel.personal = access_may(cx->actor, READ_PERSONAL, rec->agency);
    fill_lines(cx, &beside, &panel);
    if (panel.personal)
        panel.original_count = desk_originals(
            cx, rec->id, arena_format(cx->mem, "/service/cases/%s/originals", rec->id),
            &panel.originals);
    panel.notice = body_html(cx->mem, c->notice);
    panel.late = rec->state == SERVICE_CHECKING && !date_is_set(c->notified_on) &&
                 date_is_set(c->notice_by) && cx->today.day > c->notice_by.day;
    if (service_trace(cx, c, &trace)) {
        panel.days = trace.days;
        panel.day_count = trace.count;
    }
    if (writes && rec->state == SERVICE_CHECKING && panel.material_count)
        panel.checklist = arena_format(cx->mem, "/service/cases/%s/materials", rec->id);
    if (writes) panel.new_code = arena_format(cx->mem, "/service/cases/%s/code", rec->id);
    if (!text_empty(c->published))
        panel.published = arena_format(cx->mem, "/records/service_result/%s", c->published);
    view_service_panel(pg, &panel);
}

void service_inquiry_panel(struct page *pg, const struct record *rec)
{
    const struct service_inquiry *q = AS_CONST(service_inquiry, rec);
    if (text_empty(q->published)) return;
    view_service_inquiry(pg,
                         arena_format(pg->cx->mem, "/records/service_question/%s", q->published));
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/service/new",                                      WRITE,         ask_enter,      "item"},
    {HTTP_POST, "/service/new",                                      WRITE,         make_enter,     ANY_FIELD},
    {HTTP_POST, "/service/cases/{id}/materials",                     WRITE,         make_checklist, ANY_FIELD},
    {HTTP_POST, "/service/cases/{id}/code",                          WRITE,         renew_code,     NULL},
    {HTTP_GET,  "/service/cases/{id}/originals/{letter}/{position}", READ_PERSONAL, show_original,  NULL},
};
/* clang-format on */

const struct routes service_routes = ROUTES(rows);
