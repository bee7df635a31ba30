/* What every matter of a citizen shares: one receipt, one status page, one way to act on it.
 *
 * A matter is anything somebody sends in and waits for: a letter to the director, an application
 * for a service, a booking of a seat, a comment on a draft, a party's own case. The room that owns
 * it keeps a record of its own kind; this room keeps the tie between that record and a receipt
 * code, tells the office's part in a capsule (intake/capsule.h) after every change, and draws the
 * public pages: the form, the receipt, the status page, the acts. An application for information
 * has richer views of its own (request/view.h) behind the same addresses.
 *
 * Invariants
 *  - One address for every code: /receipt. Which page it opens, the capsule's type says.
 *  - A view is the whole of what a citizen sees; the portal looks nothing up. Names come in both
 *    languages from the office. A portal may be older or newer than the office: what it does not
 *    know it leaves out, and what is absent is NULL or "", 0, false, a date that is all zero.
 *  - A holder is a unit, never a person, on the citizen's side.
 *  - What a citizen does to a matter is a sealed letter with the same code; its type is
 *    "<sort>.<act>" ("contact.rate"), and app/letters.c names the handler of the room that owns it.
 *
 * The office, in the room that owns the kind:
 *
 *     enum status contact_take(struct context *cx, const struct letter *letter)   // app/letters.c
 *     {
 *         …record_insert(cx, &m.base)…
 *         return matter_open(cx, &m.base, letter);          // the code opens this record
 *     }
 *     enum status contact_take_rate(struct context *cx, const struct letter *letter)
 *     {
 *         TRY(matter_find(cx, letter, &message_kind, &m));  // NOT_FOUND: no such code
 *         …record_move(cx, &m.base, "rate", &reason)…
 *     }
 *     static enum status describe(struct context *cx, const char *id, struct matter_view *view)
 *     …
 *     const struct matter_sort contact_matter = {"contact", &message_kind, describe};
 *
 * matter_tick() writes a capsule anew when its record's version is not the one last told. Whatever
 * else a view shows (steps, letters of other kinds) says matter_touch(cx, id) when it changes.
 *
 * The portal, in the same room (portal.h of this room): a struct matter_form for what is sent first
 * and a struct matter_act for what can be done later; both are tables of questions.
 */
#ifndef MATTER_MATTER_H
#define MATTER_MATTER_H

#include "base/context.h"
#include "intake/capsule.h"
#include "intake/intake.h"
#include "law/clock.h"
#include "record/record.h"

struct matter_fact { /* "路线 / route: …"; value_en may be absent: value is shown in both */
    const char *zh, *en, *value, *value_en;
};
struct matter_event { /* what has happened, oldest first; hand-overs are events */
    struct date on;
    const char *zh, *en, *note;
};
struct matter_step { /* of a procedure, in order */
    const char *zh, *en;
    const char *holder;      /* the responsible post or unit */
    const char *state;       /* done now next */
    struct date by, done_on; /* DATE_NONE: none */
};
struct matter_need { /* a line of a checklist: materials, seats, conditions */
    const char *zh, *en;
    const char *state; /* have missing wrong waived */
    const char *note;
};
struct matter_letter {                   /* what the office wrote */
    const char *number, *subject, *body; /* body as of a BODY field */
    struct date on;
    int64_t file; /* 1, 2 …: which file of the capsule; 0: none */
};
struct matter_file {
    const char *title;
    int64_t file;
};
struct matter_day { /* a line of a date's trace, as law_due() and law_add_working_days() give it */
    struct date on;
    int64_t n;                 /* counted as the n-th; 0: not counted */
    const char *rule, *source; /* workday weekend off worked fixed paused */
    bool provisional;
};

struct matter_view {
    int64_t serial;                /* of the capsule; set by matter_tick() */
    struct moment at;              /* when the office wrote it; likewise */
    const char *sort;              /* "contact"; likewise */
    const char *agency, *language; /* the record's own, where describe() leaves them out */
    const char *number;
    const char *title;                       /* what it is about, in the citizen's words */
    const char *state, *state_zh, *state_en; /* a word for programs, and its name */
    const char *next_zh, *next_en;           /* what happens now, in one sentence */
    const char *holder, *holder_phone;       /* the unit that has it now */
    struct moment filed_at;
    struct date due_on, answered_on;
    const char *due_rule_zh, *due_rule_en; /* why this date: promise or article */
    const char *can;                       /* acts possible now: "supplement rate" */
    const char *link, *link_zh, *link_en;  /* a public page it belongs to; absent: none */
    int64_t rating;                        /* 1 to 5, the last one given; 0: none */
    struct date rated_on;
    bool over; /* nothing more will come of itself */
    const struct matter_fact *facts;
    const struct matter_event *events;
    const struct matter_step *steps;
    const struct matter_need *needs;
    const struct matter_letter *letters;
    const struct matter_file *files;
    const struct matter_day *days;
    size_t fact_count, event_count, step_count, need_count, letter_count, file_count, day_count;
};

/* ---- the office ---- */

/* What a room gives: how a record of its kind is told to the holder of its code. describe() may
 * hand over files: matter_add_file() gives their number. It gets a zeroed view. */
struct matter_sort {
    const char *sort; /* the first half of the letters' types; for ever */
    const struct kind *kind;
    enum status (*describe)(struct context *cx, const char *id, struct matter_view *view);
};
/* All of them, ended by NULL: app/letters.c. Paths: where capsules and blobs are. */
struct matter_setting {
    const struct matter_sort *const *sorts;
    const char *capsule, *tmp, *blob;
};
void matter_set(const struct matter_setting *setting);
enum status matter_ensure_tables(struct context *cx) MUST_USE;

/* Inside a transaction: from now on the letter's code opens this record. */
enum status matter_open(struct context *cx, const struct record *rec,
                        const struct letter *letter) MUST_USE;
/* The same for what came by telephone or at the counter: makes a code for it, to be handed out once
 * on paper; ret_code is shown to the clerk and kept nowhere. Replaces an older code, which dies. */
enum status matter_issue_code(struct context *cx, const struct record *rec,
                              const char **ret_code) MUST_USE;
/* The record that the letter's code opens, at the letter's agency. NOT_FOUND. */
enum status matter_find(struct context *cx, const struct letter *letter, const struct kind *kind,
                        void *ret_struct) MUST_USE;
/* The code dies with its capsule: the term of retention is over. OK if there is none. */
enum status matter_close(struct context *cx, const char *id) MUST_USE;
/* Something that the view of record id shows has changed. */
enum status matter_touch(struct context *cx, const char *id) MUST_USE;
/* While describing: the file of this hash goes along. Returns its number, 0 if it is not there. */
int64_t matter_add_file(struct context *cx, const char *name, const char *media, int64_t size,
                        const char *sha256);
/* Writes what has changed since: the intake job, every second. */
enum status matter_tick(struct context *cx) MUST_USE;

/* ---- both ---- */

/* The lines of a trace: view.days; trace->count of them. */
const struct matter_day *matter_days(struct arena *mem, const struct law_trace *trace);
/* Is this word among the words of view.can? */
bool matter_can(const char *can, const char *act);

const char *matter_view_write(struct arena *mem, const struct matter_view *view);
/* NOT_FOUND: it is a view of another type; INVALID: it is none. */
enum status matter_view_read(struct context *cx, const char *json, size_t size,
                             struct matter_view *ret_view) MUST_USE;

#endif
