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

enum { COLUMNS_MAX = 6, BATCH_MAX = 8, MOVES_MAX = 16 };

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

static void offer(struct list_view *view, const struct move *move)
{
    for (size_t k = 0; k < view->batch_count; k++)
        if (text_equal(view->batch[k]->verb, move->verb)) return;
    if (view->batch_count < BATCH_MAX) view->batch[view->batch_count++] = move;
}

/* The acts that the actor can make on this record and on many: each verb once for the list. */
static bool offer_batch(struct context *cx, const struct record *rec, struct list_view *view)
{
    const struct move *moves[MOVES_MAX];
    size_t count = record_moves(cx, rec, moves, MOVES_MAX);
    bool can = false;
    for (size_t i = 0; i < count; i++) {
        if (!(moves[i]->flags & BATCHED)) continue;
        offer(view, moves[i]);
        can = true;
    }
    return can;
}

static void fill_rows(struct context *cx, const struct list *list, const struct field **columns,
                      struct list_view *view)
{
    view->rows = arena_array(cx->mem, struct list_row, list->count + 1);
    view->batch = arena_array(cx->mem, const struct move *, BATCH_MAX);
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
            .unit = desk_unit(cx, rec),
            .can = offer_batch(cx, rec, view),
            .due = desk_due(cx, rec),
            .cells = cells};
    }
}

static void fill(struct context *cx, const struct kind *kind, const struct list *list,
                 struct list_view *view)
{
    const struct field *columns[COLUMNS_MAX];
    view->kind = kind;
    view->column_count = columns_of(kind, columns);
    const char **labels = arena_array(cx->mem, const char *, COLUMNS_MAX);
    for (size_t i = 0; i < view->column_count; i++)
        labels[i] = field_label(columns[i], cx->language);
    view->columns = labels;
    if (!view->q) view->q = "";
    if (!view->state) view->state = "";
    fill_rows(cx, list, columns, view);
    view->total = list->total;
    const struct desk_extra *extra = desk_extra_of(kind);
    if (*desk_agency(cx, WRITE) && !(kind->flags & CONSOLE))
        view->new_href = extra && extra->make
                             ? extra->make
                             : arena_format(cx->mem, "/records/%s/new", kind->name);
}

static enum status show(const struct web *web, struct response *response,
                        const struct list_view *view)
{
    struct page page = desk_page(web, NULL);
    view_web_page_begin(&page, kind_label(view->kind, web->cx->language));
    view_desk_list(&page, view);
    view_web_page_end(&page);
    return web_show(response, &page);
}

enum status desk_list(struct context *cx, const struct web *web, struct response *response)
{
    const struct kind *kind;
    struct data_query query;
    struct list list;
    struct list_view view = {0};
    TRY(desk_kind(web, &kind));
    TRY(data_query(cx, web, kind, "done", &query));
    TRY(web_int(cx, web, "done", &view.done));
    query.list.agency = desk_agency(cx, READ_STAFF);
    query.list.counted = true;
    TRY(record_list(cx, &query.list, &list));
    struct data_shape shape = data_office(kind);
    if (web->format != FORMAT_HTML) return data_show_list(web, response, &shape, &list);
    view.q = query.list.contains;
    view.state = query.list.states;
    const char *filters = strchr(web_address(web, "after", NULL), '?');
    view.csv_href = arena_format(cx->mem, "/records/%s.csv%s", kind->name, filters ? filters : "");
    view.next = list.next ? web_address(web, "after", list.next) : NULL;
    if (!text_empty(query.list.after)) view.done = 0;
    fill(cx, kind, &list, &view);
    return show(web, response, &view);
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

/* A refused batch shows the records it was about, still chosen, and which one would not. */
static enum status answer_refused(struct context *cx, const struct web *web,
                                  struct response *response, const struct batch *batch)
{
    struct list_view view = {.issues = cx->issues};
    struct list list = {.kind = batch->kind};
    list.records = arena_array(cx->mem, struct record *, batch->count + 1);
    for (size_t i = 0; i < batch->count; i++) {
        struct record *rec = arena_alloc(cx->mem, batch->kind->size);
        if (!id_is_valid(batch->ids[i])) continue;
        enum status found = record_load(cx, batch->kind, batch->ids[i], rec);
        if (found == OK) list.records[list.count++] = rec;
        if (found != OK && found != NOT_FOUND) return found;
    }
    list.total = (int64_t)list.count;
    view.all_href = arena_format(cx->mem, "/records/%s", batch->kind->name);
    fill(cx, batch->kind, &list, &view);
    for (size_t i = 0; i < view.row_count; i++) {
        view.rows[i].chosen = true;
        view.rows[i].stops = text_equal(view.rows[i].id, batch->failed);
    }
    return show(web, response, &view);
}

/* Names the one that would not go, beside what its guard has said. */
static enum status name_failed(struct context *cx, const struct batch *batch, enum status status)
{
    struct record *rec = arena_alloc(cx->mem, batch->kind->size);
    if (text_empty(batch->failed)) return status;
    TRY(record_load(cx, batch->kind, batch->failed, rec));
    if (status == CONFLICT)
        status = issue(cx, "", "desk.batch_not_here", state_label(record_state(rec), cx->language));
    return issue(cx, arena_format(cx->mem, "id-%s", rec->id), "desk.batch_stopped",
                 record_title(rec));
}

/* Where to go on: the others that were in the state from which these have gone. */
static enum status state_of_first(struct context *cx, const struct batch *batch,
                                  const char **ret_state)
{
    struct record *rec = arena_alloc(cx->mem, batch->kind->size);
    TRY(id_is_valid(batch->ids[0]) ? OK : NOT_FOUND);
    TRY(record_load(cx, batch->kind, batch->ids[0], rec));
    *ret_state = record_state(rec)->word;
    return OK;
}

static enum status move_all(struct context *cx, const struct web *web, struct batch *batch,
                            const char **ret_state)
{
    const char *verb;
    struct typed_reason typed;
    TRY(web_text(cx, web, "verb", 40, &verb));
    TRY(desk_reason(cx, web, &typed));
    TRY(web_all(cx, web, "id", &batch->ids, &batch->count));
    if (batch->count == 0) return issue(cx, "", "desk.nothing_chosen", "");
    if (batch->count > BATCH_RECORDS) {
        batch->count = 0;
        return issue(cx, "", "desk.too_many_chosen", "");
    }
    TRY(state_of_first(cx, batch, ret_state));
    enum status status = record_move_batch(cx, batch, verb, &typed.reason);
    return status == INVALID || status == CONFLICT ? name_failed(cx, batch, status) : status;
}

/* All or none. */
enum status desk_batch(struct context *cx, const struct web *web, struct response *response)
{
    const char *state = "";
    struct batch batch = {.failed = ""};
    TRY(desk_kind(web, &batch.kind));
    enum status status = move_all(cx, web, &batch, &state);
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/records/%s?state=%s&done=%zu",
                                                    batch.kind->name, state, batch.count));
    if (status == INVALID) TRY(answer_refused(cx, web, response, &batch));
    return status;
}
