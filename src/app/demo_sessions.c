#include "app/demo_sessions.h"

#include <string.h>

#include "base/text.h"
#include "contact/session.h"
#include "record/record.h"

bool demo_is_session(const struct demo_act *act)
{
    const struct kind *kind = act->record->pattern->kind;
    return kind == &sitting_kind || kind == &seat_kind;
}

static const struct sitting *planned_sitting(const struct demo_act *act)
{
    return (const struct sitting *)(const void *)act->record->rec;
}

static const struct seat *planned_seat(const struct demo_act *act)
{
    return (const struct seat *)(const void *)act->record->rec;
}

/* Time's own work comes first, as the job does it each second. */
static enum status tick(struct context *cx)
{
    const struct actor *person = cx->actor;
    cx->actor = NULL;
    enum status status = session_tick(cx);
    cx->actor = person;
    return status;
}

/* The program made the sitting under an id of its own; whoever refers to the planned one means it.
 */
static enum status adopt(struct context *cx, const struct demo_act *act)
{
    struct sitting made;
    TRY(session_sitting(cx, planned_sitting(act)->session, &made));
    memcpy((char *)(uintptr_t)act->record->rec->id, made.base.id, ID_LENGTH);
    return OK;
}

static enum status book(struct context *cx, const struct demo_act *act)
{
    struct seat seat = *planned_seat(act);
    seat.rating = INT_NONE;
    return record_insert(cx, &seat.base);
}

static enum status move_sitting(struct context *cx, const struct demo_act *act)
{
    struct sitting now;
    struct reason why = demo_reasons[act->step->reason];
    struct session_change change = {planned_sitting(act)->cause, planned_sitting(act)->begins_at};
    TRY(record_fetch(cx, &sitting_kind, act->record->rec->id, 0, &now));
    why.with = &change;
    return record_move(cx, &now.base, act->step->verb, &why);
}

/* Who waits does not come; who did not come does not rate. */
static enum status move_seat(struct context *cx, const struct demo_act *act)
{
    struct seat now;
    struct reason why = demo_reasons[act->step->reason];
    struct session_rating rating = {planned_seat(act)->rating, ""};
    struct actor *hand = arena_make(cx->mem, struct actor);
    TRY(record_fetch(cx, &seat_kind, act->record->rec->id, 0, &now));
    bool rates = text_equal(act->step->verb, "rate-seat");
    if (now.base.state != (rates ? SEAT_ATTENDED : SEAT_ALLOTTED)) return OK;
    why.with = &rating;
    *hand = *cx->actor;
    hand->program = rates;
    cx->actor = hand;
    return record_move(cx, &now.base, act->step->verb, &why);
}

enum status demo_sessions_play(struct context *cx, const struct demo_act *act)
{
    bool seat = act->record->pattern->kind == &seat_kind;
    TRY(tick(cx));
    if (text_equal(act->step->verb, "adopt")) return adopt(cx, act);
    if (text_equal(act->step->verb, "draft")) return book(cx, act);
    return seat ? move_seat(cx, act) : move_sitting(cx, act);
}
