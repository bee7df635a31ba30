/* Lists of one kind: filters, keyset pages, and one step for many records at once. */
#include <string.h>

#include "base/text.h"
#include "desk/private.h"
#include "desk/views.h"
#include "record/lifecycle.h"
#include "record/list.h"
#include "web/data.h"
#include "web/message.h"
#include "web/views.h"

enum { COLUMNS_MAX = 6, BATCH_MAX = 8 };

/* The title has a column of its own. */
static size_t columns_of(const struct kind *kind, const struct field **columns)
{
    size_t n = 0;
    for (size_t i = 0; i < kind->field_count && n < COLUMNS_MAX; i++) {
        const struct field *field = &kind->fields[i];
        bool shown = (field->flags & COLUMN) && field->visibility != PERSONAL;
        if (shown && !text_equal(field->name, kind->title)) columns[n++] = field;
    }
    return n;
}

static void fill_rows(struct context *cx, const struct list *list, const struct field **columns,
                      struct list_view *view)
{
    view->rows = arena_array(cx->mem, struct list_row, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        const struct record *rec = list_at(list, i);
        const char **cells = arena_array(cx->mem, const char *, view->column_count + 1);
        for (size_t c = 0; c < view->column_count; c++) cells[c] = field_show(cx, columns[c], rec);
        const char *title = record_title(rec);
        view->rows[view->row_count++] = (struct list_row){
            .id = rec->id,
            .href = desk_path(cx, rec),
            .title = text_empty(title) ? message_text(cx->language, "desk.untitled") : title,
            .number = rec->number,
            .state = state_label(record_state(rec), cx->language),
            .badge = desk_badge(rec),
            .due = desk_due(cx, rec),
            .cells = cells};
    }
}

/* The acts that the actor can make on many records: each verb once. */
static void fill_batch(struct context *cx, const struct kind *kind, struct list_view *view)
{
    view->batch = arena_array(cx->mem, const struct move *, BATCH_MAX);
    for (size_t i = 0; i < kind->workflow->move_count && view->batch_count < BATCH_MAX; i++) {
        const struct move *move = &kind->workflow->moves[i];
        bool known = !(move->flags & BATCHED) || !access_may(cx->actor, move->may, NULL);
        for (size_t k = 0; k < view->batch_count; k++)
            known |= text_equal(view->batch[k]->verb, move->verb);
        if (!known) view->batch[view->batch_count++] = move;
    }
}

static enum status fill(struct context *cx, const struct web *web, const struct data_query *query,
                        struct list *list, struct list_view *view)
{
    const struct kind *kind = query->list.kind;
    const struct field *columns[COLUMNS_MAX];
    view->kind = kind;
    view->column_count = columns_of(kind, columns);
    const char **labels = arena_array(cx->mem, const char *, COLUMNS_MAX);
    for (size_t i = 0; i < view->column_count; i++)
        labels[i] = field_label(columns[i], cx->language);
    view->columns = labels;
    fill_rows(cx, list, columns, view);
    fill_batch(cx, kind, view);
    view->total = list->total;
    view->next = list->next ? web_address(web, "after", list->next) : NULL;
    view->q = query->list.contains ? query->list.contains : "";
    view->state = query->list.states ? query->list.states : "";
    view->csv_href = arena_format(cx->mem, "/records/%s.csv", kind->name);
    if (*desk_agency(cx, WRITE) && !(kind->flags & CONSOLE))
        view->new_href = arena_format(cx->mem, "/records/%s/new", kind->name);
    return OK;
}

enum status desk_list(struct context *cx, const struct web *web, struct response *response)
{
    const struct kind *kind;
    struct data_query query;
    struct list list;
    struct list_view view = {0};
    TRY(desk_kind(web, &kind));
    TRY(data_query(cx, web, kind, NULL, &query));
    query.list.agency = desk_agency(cx, READ_STAFF);
    query.list.counted = true;
    TRY(record_list(cx, &query.list, &list));
    struct data_shape shape = data_office(kind);
    if (web->format != FORMAT_HTML) return data_show_list(web, response, &shape, &list);
    TRY(fill(cx, web, &query, &list, &view));
    struct page page = desk_page(web, NULL);
    view_web_page_begin(&page, kind_label(kind, cx->language));
    view_desk_list(&page, &view);
    view_web_page_end(&page);
    return web_show(response, &page);
}

/* All registers, with how much is in them and how much of it is in work. */
enum status desk_registers(struct context *cx, const struct web *web, struct response *response)
{
    size_t count = 0;
    while (kind_at(count)) count++;
    struct register_view *rows = arena_array(cx->mem, struct register_view, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const struct kind *kind = kind_at(i);
        struct list list;
        if (!desk_shows(cx->actor, kind)) continue;
        TRY(record_list(
            cx,
            &(struct list_query){
                .kind = kind, .agency = desk_agency(cx, READ_STAFF), .limit = 1, .counted = true},
            &list));
        rows[n++] = (struct register_view){arena_format(cx->mem, "/records/%s", kind->name),
                                           kind_label(kind, cx->language), list.total};
    }
    struct page page = desk_page(web, NULL);
    view_web_page_begin(&page, message_text(cx->language, "desk.registers"));
    view_desk_registers(&page, rows, n);
    view_web_page_end(&page);
    return web_show(response, &page);
}

enum { BATCH_RECORDS = 1000 };

enum status desk_reason(struct context *cx, const struct web *web, struct reason *ret_reason)
{
    struct reason reason = NO_REASON;
    TRY(web_lines(cx, web, "why", 500, &reason.why));
    TRY(web_text(cx, web, "article", 200, &reason.article));
    TRY(web_text(cx, web, "class", 40, &reason.class));
    TRY(web_date(cx, web, "on", &reason.on));
    *ret_reason = reason;
    return OK;
}

/* All or none; the one that would not is named, with its reason. */
enum status desk_batch(struct context *cx, const struct web *web, struct response *response)
{
    const struct kind *kind;
    const char *verb;
    struct batch batch = {.failed = ""};
    struct reason reason;
    TRY(desk_kind(web, &kind));
    batch.kind = kind;
    TRY(web_text(cx, web, "verb", 40, &verb));
    TRY(desk_reason(cx, web, &reason));
    TRY(web_all(cx, web, "id", &batch.ids, &batch.count));
    if (batch.count == 0) return issue(cx, "", "desk.nothing_chosen", "");
    if (batch.count > BATCH_RECORDS) return issue(cx, "", "desk.too_many_chosen", "");
    enum status status = record_move_batch(cx, &batch, verb, &reason);
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/records/%s", kind->name));
    struct record *rec = arena_alloc(cx->mem, kind->size);
    if (status == INVALID && record_load(cx, kind, batch.failed, rec) == OK)
        return issue(cx, "", "desk.batch_stopped", record_title(rec));
    return status;
}
