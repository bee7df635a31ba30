/* The program's right, lent for one step of a person's. */
#include "record/record.h"

const struct actor *record_hand(struct context *cx)
{
    if (!cx->actor) return &access_program;
    struct actor *hand = arena_make(cx->mem, struct actor);
    *hand = *cx->actor;
    hand->program = true;
    return hand;
}

enum status record_insert_by_program(struct context *cx, struct record *rec)
{
    const struct actor *person = cx->actor;
    cx->actor = record_hand(cx);
    enum status status = record_insert(cx, rec);
    cx->actor = person;
    return status;
}

enum status record_move_by_program(struct context *cx, struct record *rec, const char *verb,
                                   const struct reason *reason)
{
    const struct actor *person = cx->actor;
    cx->actor = record_hand(cx);
    enum status status = record_move(cx, rec, verb, reason);
    cx->actor = person;
    return status;
}
