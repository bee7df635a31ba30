/* New records and changed ones: the entry first, then at most six fields; nothing typed is lost. */
#include <string.h>

#include "base/text.h"
#include "desk/private.h"
#include "desk/views.h"
#include "record/item.h"
#include "record/list.h"
#include "web/body.h"
#include "web/message.h"
#include "web/views.h"

/* What a form of this kind asks; the entry of an item was picked before. */
static struct form_plan plan_of(struct context *cx, const struct kind *kind)
{
    struct form_plan plan = {.kind = kind, .extra = "save preview"};
    if (!(kind->flags & ITEM)) return plan;
    struct out names = out_new(cx->mem);
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        if ((field->flags & (FIXED | INHERITED)) || text_equal(field->name, "entry")) continue;
        out_format(&names, "%s ", field->name);
    }
    plan.names = names.text;
    plan.extra = "entry copied save preview";
    return plan;
}

static void show_form(struct context *cx, const struct web *web, struct response *response,
                      struct edit_view *view)
{
    struct page page = desk_page(web, view->kind);
    view->back = view->rec ? desk_path(cx, view->rec) : desk_list_path(cx, view->kind);
    const char *id = view->rec ? "desk.edit_title" : "desk.new_title";
    const char *label = kind_label(view->kind, cx->language);
    const char *title = message_format(cx->mem, cx->language, id, &label, 1);
    view_web_page_begin(&page, title);
    view_desk_form(&page, title, view);
    view_web_page_end(&page);
    enum status shown = web_show(response, &page);
    (void)shown;
}

enum { ENTRIES_SHOWN = 60 };

/* Entries in force of the actor's agency, by a word of their title. */
static enum status pick_entry(struct context *cx, const struct web *web, const struct kind *kind,
                              struct response *response)
{
    struct pick_view view = {.kind = kind};
    struct list list;
    TRY(web_text(cx, web, "q", 100, &view.q));
    TRY(web_text(cx, web, "event", ID_LENGTH, &view.event));
    struct list_query query = {.kind = kind_by_name("entry"),
                               .agency = desk_agency(cx, WRITE),
                               .states = "released",
                               .contains = view.q,
                               .limit = ENTRIES_SHOWN,
                               .counted = true};
    TRY(record_list(cx, &query, &list));
    view.total = list.total;
    view.options = arena_array(cx->mem, struct form_option, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct record *rec = list_at(&list, i);
        view.options[view.option_count++] =
            (struct form_option){rec->id, record_title(rec), i == 0 && list.count == 1};
    }
    struct page page = desk_page(web, kind);
    view_web_page_begin(&page, message_text(cx->language, "desk.pick_title"));
    view_desk_pick(&page, &view);
    view_web_page_end(&page);
    return web_show(response, &page);
}

static enum status copy_from(struct context *cx, const struct kind *kind, const char *id,
                             struct record *rec)
{
    TRY(record_load(cx, kind, id, rec));
    struct item *item = record_as_item(rec);
    rec->id = rec->number = "";
    rec->edition = rec->version = 1;
    rec->state = 0;
    if (item) item->produced_on = item->first_published_on = DATE_NONE;
    return OK;
}

static void describe_entry(struct context *cx, const struct record *rec, struct edit_view *view)
{
    const struct field *field = kind_field(view->kind, "entry");
    if (!field || !(view->kind->flags & ITEM)) return;
    view->entry = field_text(field, rec);
    view->entry_title = desk_ref_title(cx, field, view->entry);
}

/* A link may say what the new record refers to (?entry=…, ?item=…, ?event=…), or what lists of its
 * kind are filtered by (?year=2009). */
static enum status prefill(struct context *cx, const struct web *web, struct record *rec)
{
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        const char *id;
        if (!web_has(web, field->name)) continue;
        if (field->type != REF && (field->flags & FILTER)) {
            TRY(web_text(cx, web, field->name, field->max ? field->max : 20, &id));
            struct bytes given = {(const unsigned char *)id, strlen(id)};
            TRY(field_read(cx, field, given, rec));
        }
        if (field->type != REF) continue;
        TRY(web_text(cx, web, field->name, ID_LENGTH, &id));
        if (!id_is_valid(id)) return issue(cx, field->name, "field.unknown_record", "");
        field_set_text(field, rec, id);
        const struct field *title = kind_field(rec->kind, rec->kind->title);
        if (text_equal(field->of, "item") && field_is_absent(title, rec))
            field_set_text(title, rec, desk_ref_title(cx, field, id));
    }
    return OK;
}

static bool may_make(struct context *cx, const struct kind *kind)
{
    return !(kind->flags & CONSOLE) && access_may(cx->actor, desk_maker(kind), NULL);
}

enum status desk_ask_new(struct context *cx, const struct web *web, struct response *response)
{
    const struct kind *kind;
    const char *copy, *entry;
    TRY(desk_kind(web, &kind));
    if (!may_make(cx, kind)) return NOT_FOUND;
    TRY(web_text(cx, web, "copy", ID_LENGTH, &copy));
    TRY(web_text(cx, web, "entry", ID_LENGTH, &entry));
    if ((kind->flags & ITEM) && !*copy && !*entry) return pick_entry(cx, web, kind, response);
    struct record *rec = arena_alloc(cx->mem, kind->size);
    record_init(kind, rec);
    if (*copy) TRY(copy_from(cx, kind, copy, rec));
    rec->agency = desk_agency(cx, desk_maker(kind));
    rec->version = 0;
    TRY(prefill(cx, web, rec));
    struct form form;
    struct edit_view view = {.kind = kind, .form = &form, .due = desk_due(cx, rec)};
    struct form_plan plan = plan_of(cx, kind);
    form_fill(cx, &plan, rec, &form);
    TRY(desk_offer_choices(cx, &form, rec->agency));
    describe_entry(cx, rec, &view);
    view.action = arena_format(cx->mem, "/records/%s/new", kind->name);
    show_form(cx, web, response, &view);
    return OK;
}

/* "Preview" stores nothing: it shows the text as the public would read it, above the form. */
static bool wants_preview(const struct web *web)
{
    return web_has(web, "preview");
}

static enum status answer_form(struct context *cx, const struct web *web, struct response *response,
                               struct edit_view *view, struct record *rec)
{
    const struct field *body = kind_field(view->kind, "body");
    if (wants_preview(web) && body) {
        view->previewed = true;
        view->preview = body_html(cx->mem, field_text(body, rec));
    }
    form_mark(cx, view->form);
    TRY(desk_offer_choices(cx, view->form, rec->agency));
    describe_entry(cx, rec, view);
    view->due = desk_due(cx, rec);
    show_form(cx, web, response, view);
    return OK;
}

static enum status read_entry(struct context *cx, const struct web *web, struct record *rec)
{
    const char *entry;
    if (!(rec->kind->flags & ITEM)) return OK;
    TRY(web_text(cx, web, "entry", ID_LENGTH, &entry));
    if (*entry && !id_is_valid(entry)) return issue(cx, "entry", "field.unknown_record", "");
    field_set_text(kind_field(rec->kind, "entry"), rec, entry);
    return OK;
}

enum status desk_make_new(struct context *cx, const struct web *web, struct response *response)
{
    const struct kind *kind;
    struct form form;
    TRY(desk_kind(web, &kind));
    if (!may_make(cx, kind)) return NOT_FOUND;
    struct record *rec = arena_alloc(cx->mem, kind->size);
    record_init(kind, rec);
    rec->agency = desk_agency(cx, desk_maker(kind));
    rec->version = 0;
    struct edit_view view = {.kind = kind, .form = &form};
    struct form_plan plan = plan_of(cx, kind);
    enum status status = form_read(cx, web, &plan, rec, &form);
    enum status entry = read_entry(cx, web, rec); /* also beside what is wrong: it is not lost */
    if (status == OK) status = entry;
    bool preview = wants_preview(web);
    if (status == OK && !preview) {
        status = record_insert(cx, rec);
        if (status == OK) return desk_answer_done(cx, response, rec, false);
    }
    if (status != OK && status != INVALID) return status;
    view.action = arena_format(cx->mem, "/records/%s/new", kind->name);
    TRY(answer_form(cx, web, response, &view, rec));
    return status;
}

enum status desk_ask_edit(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct form form;
    TRY(desk_load(cx, web, &rec));
    response->readable = true;
    if (!record_may_write(cx, rec)) return DENIED;
    if (!(record_state(rec)->flags & EDITABLE)) return CONFLICT;
    struct edit_view view = {.kind = rec->kind, .form = &form, .rec = rec};
    struct form_plan plan = plan_of(cx, rec->kind);
    form_fill(cx, &plan, rec, &form);
    TRY(desk_offer_choices(cx, &form, rec->agency));
    describe_entry(cx, rec, &view);
    view.due = desk_due(cx, rec);
    view.action = arena_format(cx->mem, "%s/edit", desk_path(cx, rec));
    show_form(cx, web, response, &view);
    return OK;
}

/* Somebody was faster: what is stored now beside what was typed, field by field. */
static enum status answer_conflict(struct context *cx, const struct web *web,
                                   struct response *response, struct edit_view *view,
                                   struct record *rec)
{
    struct record *now = arena_alloc(cx->mem, rec->kind->size);
    TRY(record_load(cx, rec->kind, rec->id, now));
    view->closed = !(record_state(now)->flags & EDITABLE);
    view->others = arena_array(cx->mem, struct difference_view, view->form->count + 1);
    for (size_t i = 0; i < view->form->count; i++) {
        const struct form_row *row = &view->form->rows[i];
        const char *theirs = field_write(cx->mem, row->field, now);
        const char *mine = row->control == FORM_YES ? (row->checked ? "yes" : "no") : row->value;
        if (text_equal(theirs, mine)) continue;
        view->others[view->other_count++] =
            (struct difference_view){.label = row->label, .before = theirs, .after = mine};
    }
    /* While it may be edited, saving again is a decision for what was typed. */
    if (!view->closed) view->form->version = now->version;
    view->conflict = true;
    TRY(answer_form(cx, web, response, view, rec));
    return CONFLICT;
}

enum status desk_make_edit(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct form form;
    TRY(desk_load(cx, web, &rec));
    struct edit_view view = {.kind = rec->kind, .form = &form, .rec = rec};
    struct form_plan plan = plan_of(cx, rec->kind);
    view.action = arena_format(cx->mem, "%s/edit", desk_path(cx, rec));
    response->readable = true;
    if (!record_may_write(cx, rec)) return DENIED;
    enum status status = form_read(cx, web, &plan, rec, &form);
    enum status entry = web_has(web, "entry") ? read_entry(cx, web, rec) : OK;
    if (status == OK) status = entry;
    bool preview = wants_preview(web);
    if (status == OK && !preview) {
        status = record_save(cx, rec);
        if (status == OK) return desk_answer_done(cx, response, rec, false);
        if (status == CONFLICT) return answer_conflict(cx, web, response, &view, rec);
    }
    if (status != OK && status != INVALID) return status;
    TRY(answer_form(cx, web, response, &view, rec));
    return status;
}

/* As the public would read it: only PUBLIC fields. */
enum status desk_preview(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct record_view view = {0};
    TRY(desk_load(cx, web, &rec));
    struct page page = desk_page(web, rec->kind);
    view.rec = rec;
    view.title = record_title(rec);
    view.path = desk_path(cx, rec);
    view.number = rec->number;
    TRY(desk_facts(cx, &page, rec, true, &view));
    TRY(desk_files(cx, rec, &view));
    view_web_page_begin(&page, message_text(cx->language, "desk.preview"));
    view_desk_preview(&page, &view);
    view_web_page_end(&page);
    return web_show(response, &page);
}
