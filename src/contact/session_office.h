/* The office's own pages of a session, beside those that every kind has (desk/desk.h). ID is that
 * of the sitting.
 *
 *     the sitting's page       what became of it, who comes, and what is next
 *     /acts/sitting/ID/VERB    adjourn-session, cancel-session: they ask a time and a cause
 *     /sittings/ID/door        the list for the door: names, persons, places
 *     /sittings/ID/chair       the questions that were sent before, for the chair
 *     /sittings/ID/minutes     puts the answered ones, masked, into the minutes that are in work
 *     /sittings/seats/ID/code  a receipt code for who booked by telephone, shown once
 */
#ifndef CONTACT_SESSION_OFFICE_H
#define CONTACT_SESSION_OFFICE_H

#include "contact/session.h"
#include "desk/desk.h"
#include "web/form.h"
#include "web/route.h"

extern const struct routes session_routes, session_act_routes;
#define ACTS_OF_SITTING "adjourn-session cancel-session"

void sitting_panel(struct page *pg, const struct record *rec);

struct seat_row {
    const char *href, *ticket, *state, *places;
    const char *name, *contact, *interest, *assistance; /* NULL: not for this reader */
    const char *question, *masked, *answer;
    int64_t people, turn; /* turn 0: not drawn */
    bool twice;           /* somebody with the same contact has booked as well */
};
struct sitting_view {
    const struct sitting *sitting;
    const char *title, *back;
    const char *door_href, *chair_href, *new_seat; /* NULL: not for this reader, or not now */
    const char *minutes_action;
    const char *no_order; /* a sentence: nothing of this is public yet; or NULL */
    struct seat_count count;
    struct seat_row *seats;
    size_t seat_count, asked, answered; /* questions */
    const struct issue *issues;
};
struct session_act_view {
    const char *title, *verb, *will, *action, *back;
    struct form *form;
};
struct seat_code_view {
    const char *action, *code, *back, *ticket; /* code NULL: not made yet */
};

#endif
