/* What the public sees of sessions, and how it books.
 *
 *     /sessions                 what comes and what was; ?sort= one of session_sorts
 *     /sessions/{id}            one: notice, seats left, the draw, minutes, results, commitments
 *     /sessions/{id}/book       the booking, a sealed letter of type session.book
 *     /sessions/commitments     what was promised, what is overdue, with its evidence
 *     /sessions.ics             all that comes, and what was in the last year, as iCalendar
 *     /sessions/{id}.ics        one
 *
 * The notice is the released record; standing, times and figures come from its session line. Where
 * no standing order lets one out, time alone says how far booking is, and the page has no figures.
 */
#ifndef CONTACT_SESSION_PORTAL_H
#define CONTACT_SESSION_PORTAL_H

#include "contact/session.h"
#include "matter/portal.h"
#include "web/portal.h"
#include "web/route.h"

extern const struct portal_routes session_portal_routes;
extern const struct matter_act session_matter_acts[];

struct session_shown {
    const struct public_session_public *notice;
    const struct session_line_public *line; /* NULL: no standing order */
    const char *href, *language, *agency;
    const char *sort, *standing, *badge, *cause; /* in words; cause NULL: none */
    const char *until; /* the end: "11:30", with its date where that is another */
    struct moment begins_at, ends_at, was; /* was 0: not adjourned */
    int64_t left;                          /* seats; −1: nothing is told */
    bool cancelled, bookable, drawn, held;
};
struct session_list {
    struct session_shown *at;
    size_t count;
};
/* All of them, or one; newest first. */
enum status session_public_all(struct portal *portal, struct session_list *ret) MUST_USE;
enum status session_public_one(struct portal *portal, const char *id,
                               struct session_shown *ret) MUST_USE;

struct commitment_row {
    const char *href, *title, *language, *unit, *agency, *evidence;
    const char *session_href, *session_title;
    struct date due_on, fulfilled_on;
    bool overdue;
};
struct commitment_list {
    struct commitment_row *at;
    size_t count, overdue;
};
struct session_choice {
    const char *href, *label;
    bool chosen;
};
struct sessions_page {
    struct session_list coming, past;
    struct session_choice sorts[8];
    size_t sort_count, overdue;
    const char *ics;
};
struct session_page {
    struct session_shown shown;
    const char *unit, *book, *ics, *record, *rating; /* book, rating NULL: none */
    struct html about, agenda, minutes, results;
    struct commitment_list commitments;
    const char *const *drawn; /* tickets, in order */
    size_t drawn_count;
};
struct commitments_page {
    struct commitment_list open, fulfilled;
};

#endif
