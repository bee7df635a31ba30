/* What waits for me, by what is due first (DESIGN §7: the desk shows work, not menus). */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk/private.h"
#include "desk/views.h"
#include "record/list.h"
#include "web/message.h"
#include "web/views.h"

enum { ROWS_MAX = 400, OF_ONE_STATE = 100 };

struct queue {
    struct queue_row rows[ROWS_MAX];
    size_t count, late;
    size_t of_one_state; /* rows taken of each state: what has waited longest */
    int64_t waiting;     /* also those that are not shown */
};

static const struct sql last_hand = {
    "desk.last_hand",
    "SELECT actor_label FROM history WHERE record = $1 ORDER BY number DESC LIMIT 1"};

/* What the actor would do with it, and where: straight to the page on which it is done. */
static void name_act(struct context *cx, const struct record *rec, struct queue_row *row)
{
    const struct move *moves[32];
    size_t n = record_moves(cx, rec, moves, COUNT_OF(moves));
    bool editable = record_state(rec)->flags & EDITABLE;
    row->act_href = row->href;
    row->act = state_label(record_state(rec), cx->language);
    for (size_t i = 0; i < n; i++) {
        if (text_starts(moves[i]->verb, "return")) continue; /* the way on comes first */
        const char *page = desk_act_page(cx, rec, moves[i]->verb);
        if ((moves[i]->flags & NOT_A_BUTTON) && !page) continue; /* done by something else */
        row->act = desk_verb(cx, moves[i]->verb);
        if (page) row->act_href = page;
        if (text_equal(moves[i]->verb, "review")) {
            row->act = message_text(cx->language, "desk.review");
            row->act_href = arena_format(cx->mem, "%s/review", row->href);
        }
        return;
    }
    if (!editable || !record_may_write(cx, rec)) return;
    row->act = message_text(cx->language, "desk.edit");
    row->act_href = arena_format(cx->mem, "%s/edit", row->href);
}

static void add(struct context *cx, struct queue *queue, const struct record *rec)
{
    if (queue->count == ROWS_MAX) return;
    struct queue_row *row = &queue->rows[queue->count++];
    const char *title = record_title(rec);
    *row = (struct queue_row){
        .href = desk_path(cx, rec),
        .title = text_empty(title) ? message_text(cx->language, "desk.untitled") : title,
        .kind = kind_label(rec->kind, cx->language),
        .number = rec->number,
        .rec = rec,
        .at = rec->changed_at,
        .due = desk_due(cx, rec)};
    queue->late += date_is_set(row->due.by) && row->due.days_left < 0;
}

/* The words beside a row, for those that are shown. */
static enum status describe(struct context *cx, struct queue_row *row)
{
    name_act(cx, row->rec, row);
    row->unit = desk_unit(cx, row->rec);
    row->who = "";
    enum status status = store_text(cx, &last_hand, BIND(row->rec->id), &row->who);
    row->who = desk_hand(cx, row->who);
    return status == NOT_FOUND ? OK : status;
}

/* One agency's records in the states that wait for what this actor may do. */
static enum status add_kind(struct context *cx, struct queue *queue, const struct kind *kind,
                            const char *agency)
{
    for (size_t s = 0; s < kind->workflow->state_count; s++) {
        const struct state *state = &kind->workflow->states[s];
        if (!(state->flags & WORKING) || !access_may(cx->actor, state->waits_for, agency)) continue;
        struct list list;
        struct list_query query = {.kind = kind,
                                   .agency = agency,
                                   .states = state->word,
                                   .limit = queue->of_one_state,
                                   .counted = true,
                                   .oldest_first = true};
        TRY(record_list(cx, &query, &list));
        queue->waiting += list.total;
        for (size_t i = 0; i < list.count; i++) {
            bool waits = !kind->waits || kind->waits(cx, list_at(&list, i));
            if (waits) add(cx, queue, list_at(&list, i));
            queue->waiting -= !waits;
        }
    }
    return OK;
}

static int by_due(const void *a, const void *b)
{
    const struct queue_row *x = a, *y = b;
    int32_t dx = date_is_set(x->due.by) ? x->due.by.day : INT32_MAX;
    int32_t dy = date_is_set(y->due.by) ? y->due.by.day : INT32_MAX;
    if (dx != dy) return dx < dy ? -1 : 1;
    return x->at.ms < y->at.ms ? -1 : x->at.ms > y->at.ms;
}

/* A supervisor's queue is that of the subtree; everyone else's is that of the agencies they hold.
 */
static enum status collect(struct context *cx, struct queue *queue)
{
    for (size_t k = 0; kind_at(k); k++) {
        const struct kind *kind = kind_at(k);
        if (!kind->workflow->move_count || (kind->flags & OFF_DESK)) continue;
        const char *done = "";
        for (size_t g = 0; g < cx->actor->grant_count; g++) {
            const struct grant *grant = &cx->actor->grants[g];
            if (!text_equal(grant->agency, done)) TRY(add_kind(cx, queue, kind, grant->agency));
            done = grant->agency;
            for (size_t i = 0; grant->subtree && grant->subtree[i]; i++)
                TRY(add_kind(cx, queue, kind, grant->subtree[i]));
        }
    }
    qsort(queue->rows, queue->count, sizeof queue->rows[0], by_due);
    return OK;
}

enum status desk_next(struct context *cx, const struct record *but, struct queue_row *ret_next)
{
    struct queue *queue = arena_make(cx->mem, struct queue);
    queue->of_one_state = 2; /* this record, and the one behind it */
    *ret_next = (struct queue_row){0};
    TRY(collect(cx, queue));
    for (size_t i = 0; i < queue->count; i++) {
        if (text_equal(queue->rows[i].rec->id, but->id)) continue;
        *ret_next = queue->rows[i];
        return describe(cx, ret_next);
    }
    return OK;
}

enum status desk_home(struct context *cx, const struct web *web, struct response *response)
{
    struct queue *queue = arena_make(cx->mem, struct queue);
    queue->of_one_state = OF_ONE_STATE;
    TRY(collect(cx, queue));
    for (size_t i = 0; i < queue->count; i++) TRY(describe(cx, &queue->rows[i]));
    struct queue_view view = {.rows = queue->rows,
                              .count = queue->count,
                              .waiting = queue->waiting,
                              .late = queue->late,
                              .reads = access_may(cx->actor, READ_STAFF, NULL),
                              .drafts = *desk_agency(cx, WRITE),
                              .supervises = access_may(cx->actor, SUPERVISE, NULL),
                              .administers = access_may(cx->actor, ADMINISTER, NULL)};
    struct page page = web_page(web);
    view_web_page_begin(&page, message_text(cx->language, "desk.home"));
    view_desk_queue(&page, &view);
    view_web_page_end(&page);
    return web_show(response, &page);
}
