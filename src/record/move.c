/* record_move(): the only way a state changes, and the only writer of acts. */
#include <string.h>

#include "base/text.h"
#include "record/act.h"
#include "record/base.h"
#include "record/item.h"

const struct move *kind_move(const struct kind *kind, int from, const char *verb)
{
    const struct workflow *flow = kind->workflow;
    for (size_t i = 0; i < flow->move_count; i++) {
        const struct move *move = &flow->moves[i];
        if ((move->from == from || move->from == ANY_STATE) && text_equal(move->verb, verb))
            return move;
    }
    return NULL;
}

size_t record_moves(struct context *cx, const struct record *rec, const struct move **ret_moves,
                    size_t max)
{
    const struct workflow *flow = rec->kind->workflow;
    size_t count = 0;
    for (size_t i = 0; i < flow->move_count && count < max; i++) {
        const struct move *move = &flow->moves[i];
        if (move->from != rec->state && move->from != ANY_STATE) continue;
        if (!access_may(cx->actor, move->may, rec->agency)) continue;
        if (move->offered && !move->offered(cx, rec)) continue;
        ret_moves[count++] = move;
    }
    return count;
}

static enum status check_reason(struct context *cx, const struct move *move,
                                const struct reason *reason)
{
    enum status status = OK;
    if ((move->flags & NEEDS_REASON) && text_empty(reason->why))
        status = issue(cx, "why", "move.needs_reason", "");
    if ((move->flags & NEEDS_ARTICLE) && text_empty(reason->article))
        status = issue(cx, "article", "move.needs_article", "");
    if ((move->flags & NEEDS_DATE) && !date_is_set(reason->on))
        status = issue(cx, "on", "move.needs_date", "");
    bool known = false;
    for (const struct word *w = end_reasons; w->word; w++)
        known |= text_equal(w->word, reason->class);
    if ((move->flags & NEEDS_CLASS) && !known) status = issue(cx, "class", "move.needs_class", "");
    return status;
}

static enum status write_traces(struct context *cx, const struct record *rec, int from,
                                const struct move *move, const struct reason *reason)
{
    struct history_entry entry = {move->verb,
                                  rec->kind->workflow->states[from].word,
                                  record_state(rec)->word,
                                  reason->why,
                                  reason->article,
                                  ""};
    TRY(history_write(cx, rec, &entry));
    if (record_is_item(rec)) TRY(item_update_row(cx, rec));
    return move->ledger == NO_ENTRY ? OK : act_write(cx, rec, move, reason);
}

/* Guard, effect, UPDATE, history and act, in the caller's transaction, on the copy. */
static enum status move_inside(struct context *cx, struct record *copy, const struct move *move,
                               const struct reason *reason)
{
    int from = copy->state;
    int64_t version = copy->version;
    if (move->guard) TRY(move->guard(cx, copy, reason));
    if (move->effect) TRY(move->effect(cx, copy, reason));
    copy->state = move->to;
    copy->version = version + 1;
    copy->changed_at = cx->now;
    TRY(base_update(cx, copy, from, version));
    return write_traces(cx, copy, from, move, reason);
}

/* The stored record must still be the one the caller saw. */
static enum status take_copy(struct context *cx, const struct record *rec, struct record **ret_copy)
{
    struct record *copy = arena_alloc(cx->mem, rec->kind->size);
    TRY(record_fetch(cx, rec->kind, rec->id, rec->edition, copy));
    if (copy->version != rec->version || copy->state != rec->state) return CONFLICT;
    *ret_copy = copy;
    return OK;
}

/* Of several rows of one verb the first that is offered and allowed; else whatever the table has:
 * its guard says why it cannot be. */
static const struct move *pick_move(struct context *cx, const struct record *rec, const char *verb)
{
    const struct workflow *flow = rec->kind->workflow;
    for (size_t i = 0; i < flow->move_count; i++) {
        const struct move *move = &flow->moves[i];
        if (move->from != rec->state && move->from != ANY_STATE) continue;
        if (!text_equal(move->verb, verb)) continue;
        if (!access_may(cx->actor, move->may, rec->agency)) continue;
        if (!move->offered || move->offered(cx, rec)) return move;
    }
    return kind_move(rec->kind, rec->state, verb);
}

static enum status find_move(struct context *cx, const struct record *rec, const char *verb,
                             const struct reason *reason, const struct move **ret_move)
{
    const struct move *move = pick_move(cx, rec, verb);
    if (!move) return CONFLICT; /* the state is no longer the one the button stood on */
    if (!access_may(cx->actor, move->may, rec->agency)) return DENIED;
    TRY(check_reason(cx, move, reason));
    *ret_move = move;
    return OK;
}

static enum status move_one(struct context *cx, struct record *rec, const char *verb,
                            const struct reason *reason, bool *ret_acted)
{
    const struct move *move;
    struct record *copy;
    TRY(find_move(cx, rec, verb, reason, &move));
    TRY(store_begin(cx));
    TRY(take_copy(cx, rec, &copy));
    TRY(move_inside(cx, copy, move, reason));
    TRY(store_commit(cx));
    memcpy(rec, copy, rec->kind->size);
    *ret_acted |= move->ledger != NO_ENTRY;
    return OK;
}

enum status record_move(struct context *cx, struct record *rec, const char *verb,
                        const struct reason *reason)
{
    bool acted = false;
    enum status status = move_one(cx, rec, verb, reason, &acted);
    if (status != OK)
        store_rollback(cx);
    else if (acted && !store_in_transaction(cx))
        act_wake();
    return status;
}

enum status record_move_batch(struct context *cx, struct batch *batch, const char *verb,
                              const struct reason *reason)
{
    bool acted = false;
    enum status status = store_begin(cx);
    for (size_t i = 0; i < batch->count && status == OK; i++) {
        struct record *rec = arena_alloc(cx->mem, batch->kind->size);
        batch->failed = batch->ids[i];
        status = record_load(cx, batch->kind, batch->ids[i], rec);
        if (status == OK) status = move_one(cx, rec, verb, reason, &acted);
    }
    if (status == OK) status = store_commit(cx);
    if (status != OK)
        store_rollback(cx);
    else if (acted)
        act_wake();
    if (status == OK) batch->failed = NULL;
    return status;
}
