/* An answered application is made public in a reviewed copy without the applicant: a new
 * disclosure, drafted by hand under a catalogue entry and taken through its whole review. Nothing
 * is copied from the application but its number, for the staff. */
#include "base/text.h"
#include "publication/publication.h"
#include "record/list.h"
#include "request/office.h"
#include "request/views.h"
#include "web/message.h"

enum { ENTRIES_SHOWN = 300, TITLE_MAX = 200, QUERY_MAX = 100 };

static bool was_answered(const struct application *a)
{
    return (a->base.state == ANSWERED || a->base.state == ARCHIVED) && date_is_set(a->served_on);
}

const char *request_publish_page(struct context *cx, const struct application *a)
{
    bool may = access_may(cx->actor, WRITE, a->base.agency) && was_answered(a);
    return may ? arena_format(cx->mem, "/applications/%s/publish", a->base.id) : NULL;
}

static enum status load(struct context *cx, const struct web *web, struct application *ret)
{
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_load(cx, &application_kind, web_path(web, "id"), ret));
    if (!access_may(cx->actor, WRITE, ret->base.agency)) return NOT_FOUND;
    return was_answered(ret) ? OK : CONFLICT;
}

static enum status list_entries(struct context *cx, const struct application *a,
                                struct publish_view *view)
{
    struct list list;
    struct list_query query = {.kind = kind_by_name("entry"),
                               .agency = a->base.agency,
                               .states = "released",
                               .contains = view->q,
                               .limit = ENTRIES_SHOWN,
                               .counted = true};
    TRY(record_list(cx, &query, &list));
    view->options = arena_array(cx->mem, struct form_option, list.count + 1);
    view->total = list.total;
    for (size_t i = 0; i < list.count; i++) {
        const struct record *rec = list_at(&list, i);
        view->options[view->option_count++] = (struct form_option){
            rec->id, record_title(rec), text_equal(rec->id, view->entry) || list.count == 1};
    }
    return OK;
}

static enum status show(struct context *cx, const struct web *web, struct response *response,
                        const struct application *a, struct publish_view *view)
{
    struct page page = desk_page(web, &application_kind);
    view->number = a->title;
    view->back = arena_format(cx->mem, "/records/application/%s", a->base.id);
    view->action = arena_format(cx->mem, "/applications/%s/publish", a->base.id);
    TRY(list_entries(cx, a, view));
    for (const struct issue *at = cx->issues; at; at = at->next) {
        const char *sentence = message_format(cx->mem, cx->language, at->message,
                                              (const char *const[]){at->detail}, 1);
        if (text_equal(at->field, "title") && !view->title_wrong) view->title_wrong = sentence;
        if (text_equal(at->field, "entry") && !view->entry_wrong) view->entry_wrong = sentence;
    }
    view->issues = cx->issues;
    view_request_publish(&page, view);
    return web_show(response, &page);
}

static enum status ask_publish(struct context *cx, const struct web *web, struct response *response)
{
    struct application a;
    struct publish_view view = {.entry = "", .title = ""};
    response->readable = true;
    TRY(load(cx, web, &a));
    TRY(web_text(cx, web, "q", QUERY_MAX, &view.q));
    return show(cx, web, response, &a, &view);
}

/* For the staff alone: which answer it was made from. */
static enum status note_source(struct context *cx, const struct application *a,
                               struct disclosure *d)
{
    struct request_letter letter;
    enum status found = letter_as_served(cx, a, &letter);
    if (found != OK && found != NOT_FOUND) return found;
    const char *number = found == OK && letter.base.number ? letter.base.number : "";
    d->answered = a->base.id;
    d->note = message_format(cx->mem, CHINESE, "request.publish_source",
                             (const char *const[]){a->title, number}, 2);
    return OK;
}

static enum status draft(struct context *cx, const struct application *a,
                         const struct publish_view *view, struct disclosure *d)
{
    record_init(kind_by_name("disclosure"), d);
    d->base.agency = a->base.agency;
    if (!id_is_valid(view->entry)) return issue(cx, "entry", "field.required", "");
    if (text_empty(view->title)) return issue(cx, "title", "field.required", "");
    d->entry = view->entry;
    d->title = view->title;
    TRY(note_source(cx, a, d));
    return record_insert(cx, &d->base);
}

static enum status make_publish(struct context *cx, const struct web *web,
                                struct response *response)
{
    struct application a;
    struct disclosure d;
    struct publish_view view = {.q = ""};
    response->readable = true;
    TRY(load(cx, web, &a));
    TRY(web_text(cx, web, "entry", ID_LENGTH, &view.entry));
    enum status status = web_text(cx, web, "title", TITLE_MAX, &view.title);
    if (status == OK) status = draft(cx, &a, &view, &d);
    if (status == OK)
        return web_see_other(response,
                             arena_format(cx->mem, "/records/disclosure/%s/edit", d.base.id));
    if (status != INVALID) return status;
    TRY(show(cx, web, response, &a, &view));
    return status;
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/applications/{id}/publish", WRITE, ask_publish,  "q"},
    {HTTP_POST, "/applications/{id}/publish", WRITE, make_publish, "entry title"},
};
/* clang-format on */

const struct routes publish_routes = ROUTES(rows);
