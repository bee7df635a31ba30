/* What the files of the sessions share. */
#ifndef CONTACT_SESSION_PRIVATE_H
#define CONTACT_SESSION_PRIVATE_H

#include "contact/session.h"
#include "record/guard.h"

extern const struct workflow sitting_workflow, seat_workflow, session_line_workflow;

enum line_state { LINE_PREPARED, LINE_RELEASED };
/* Below this many ratings no average is told: it would point at persons. */
enum { RATINGS_TOLD_FROM = 3 };

enum status seat_prepare(struct context *cx, struct record *rec);
enum status seat_check(struct context *cx, const struct record *rec);
struct record_due sitting_due(struct context *cx, const struct record *rec);

struct sitting_found {
    const char **ids;
    size_t count;
};
/* The first column of what a statement finds, read before anything is done about it. */
enum status sitting_find(struct context *cx, const struct sql *sql, struct bind bind,
                         struct sitting_found *ret) MUST_USE;

/* Something that the line shows has changed: session_tick() looks at this sitting. */
enum status session_mark(struct context *cx, const char *sitting) MUST_USE;
/* Every seat's capsule tells of the sitting: they are written anew. */
enum status session_tell_all(struct context *cx, const char *sitting) MUST_USE;

/* Draws the seats that are asked for; then gives what is free to who waits, in order. */
enum status session_draw_seats(struct context *cx, const struct sitting *sitting) MUST_USE;
enum status session_settle(struct context *cx, const struct sitting *sitting) MUST_USE;
/* What allot and queue ask (reason.with). */
struct seat_place {
    const char *places; /* "12 13" */
    int64_t turn;       /* INT_NONE: as it was */
};

/* Releases or updates the line of a sitting by the authority of the standing order; without one
 * nothing is told. *ret_told: nothing is left to tell. */
enum status session_write_line(struct context *cx, struct sitting *sitting,
                               bool *ret_told) MUST_USE;
/* The tickets of a sitting in the order in which they were drawn, one a line. */
enum status session_drawn(struct context *cx, const char *sitting, const char **ret_text) MUST_USE;

/* The ticket of a booking: 16 hexadecimal digits that its letter (or record) determines. */
const char *session_ticket_of(struct context *cx, const char *id);

/* What adjourning and cancelling ask beyond a reason (session_acts.c). */
/* clang-format off */
#define CHANGE_INPUT(F) \
    F(STAFF, TIME, begins_at, "新的开始时间", "New time", .hint = "hint.session_new_time") \
    F(STAFF, WORD, cause,     "原因", "Cause", .words = session_causes, .hint = "hint.session_cause") \
    F(STAFF, TEXT, why,       "情况说明", "What happened", .max = 500, .hint = "hint.session_why")
/* clang-format on */
struct session_change_input {
    struct record base;
    CHANGE_INPUT(FIELD_MEMBER)
};

#endif
