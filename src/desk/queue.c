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
    size_t count;
    int64_t waiting; /* also those that are not shown */
    size_t late;
};

static const char *next_act(struct context *cx, const struct record *rec)
{
    const struct move *moves[16];
    size_t n = record_moves(cx, rec, moves, COUNT_OF(moves));
    for (size_t i = 0; i < n; i++)
        if (!text_equal(moves[i]->verb, "return")) return desk_verb(cx, moves[i]->verb);
    return state_label(record_state(rec), cx->language);
}

static void add(struct context *cx, struct queue *queue, const struct record *rec)
{
    if (queue->count == ROWS_MAX) return;
    struct queue_row *row = &queue->rows[queue->count++];
    *row = (struct queue_row){.href = desk_path(cx, rec),
                              .title = record_title(rec),
                              .kind = kind_label(rec->kind, cx->language),
                              .act = next_act(cx, rec),
                              .number = rec->number,
                              .at = rec->changed_at,
                              .due = desk_due(cx, rec)};
    queue->late += date_is_set(row->due.by) && row->due.days_left < 0;
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
                                   .limit = OF_ONE_STATE,
                                   .counted = true};
        TRY(record_list(cx, &query, &list));
        queue->waiting += list.total;
        for (size_t i = 0; i < list.count; i++) add(cx, queue, list_at(&list, i));
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
        if (!kind->workflow->move_count || (kind->flags & INTERNAL)) continue;
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

enum status desk_home(struct context *cx, const struct web *web, struct response *response)
{
    struct queue *queue = arena_make(cx->mem, struct queue);
    TRY(collect(cx, queue));
    struct page page = web_page(web);
    view_web_page_begin(&page, message_text(cx->language, "desk.home"));
    view_desk_queue(&page, queue->rows, queue->count, queue->waiting, queue->late);
    view_web_page_end(&page);
    return web_show(response, &page);
}
