/* The life of everything that can be released: drafted → collated → submitted → reviewed →
 * approved → filed → released, with send-back at each step, and its ends (S31–S33; 令492 第14条,
 * 令711 第17条: 先审查后公开).
 *
 * One workflow serves every public kind. Which of collate, approve and file exist is the agency's
 * profile (record/profile.h); review and release never drop. The editors of an edition, its
 * reviewer and its releaser are different persons, by any path. The review stores the hash of the
 * exact public bytes and files; release recomputes it and refuses on a difference.
 *
 * What tells of a case (ABOUT_A_CASE) does not come before the reviewer until whoever answers for
 * the investigation has cleared it: nothing in it harms the inquiry (S56; 令492 第8条). Its content
 * cannot change any more by then, so what was cleared is what is reviewed; a correction that opens
 * a new edition is cleared again.
 *
 * What is said in the agency's name (a kind with may_sign) is signed, after its review and approval
 * and before its release, by a spokesperson in office (S27, S28); at an agency without approval the
 * signature stands in its place. The bytes are bound by then: what was signed is what is released.
 *
 * Revising opens edition n+1 as a row of its own, in state drafted, while n stays released; it may
 * be discarded until it is submitted, and its number is not used again. A suspension destroys the
 * public objects at once (a ledger entry of type erased with a tombstone); restoring releases the
 * same bytes again under a new salt.
 */
#ifndef RECORD_LIFECYCLE_H
#define RECORD_LIFECYCLE_H

#include "record/kind.h"

enum lifecycle_state {
    DRAFTED,
    COLLATED,
    CLEARING, /* tells of a case: whoever answers for the investigation must clear it first */
    SUBMITTED,
    REFERRED, /* sent up to the secrecy administration: awaiting its answer */
    REVIEWED,
    SIGNING, /* said in the agency's name: a spokesperson must sign it */
    APPROVED,
    FILED,
    RELEASED,
    SUPERSEDED, /* a later edition was released */
    SUSPENDED,
    WITHDRAWN,
    ERASED,
    WITHHELD,       /* reviewed: on request only, or not public */
    WITHHELD_SHOWN, /* … and shown in the catalogue, without content */
    DISCARDED,      /* an edition that was opened and given up; the one before it stands */
};

extern const struct workflow publication_workflow;

/* Why a record is no longer, or never was, public. Words are stored and published. */
extern const struct word end_reasons[];
/* Does this reason hide the title in the tombstone? (leak, personal data, withheld) */
bool end_reason_hides_title(const char *word);

/* Guards that other workflows (reports) share. */
enum status guard_complete(struct context *cx, const struct record *rec, const struct reason *why);
enum status guard_not_an_editor(struct context *cx, const struct record *rec,
                                const struct reason *why);
enum status guard_release(struct context *cx, const struct record *rec, const struct reason *why);
enum status guard_second_person(struct context *cx, const struct record *rec,
                                const struct reason *why); /* not who suspended it */
enum status guard_no_open_edition(struct context *cx, const struct record *rec,
                                  const struct reason *why);
enum status effect_bind_bytes(struct context *cx, struct record *rec, const struct reason *why);
enum status effect_supersede(struct context *cx, struct record *rec, const struct reason *why);
enum status effect_open_edition(struct context *cx, struct record *rec, const struct reason *why);

enum status guard_discard(struct context *cx, const struct record *rec, const struct reason *why);
enum status effect_discard(struct context *cx, struct record *rec, const struct reason *why);
bool edition_is_later(struct context *cx, const struct record *rec); /* than the first */
/* The edition before this one that was not discarded (0: none), and the one that is worked on. */
enum status edition_previous(struct context *cx, const struct record *rec,
                             int64_t *ret_edition) MUST_USE;
enum status edition_newest(struct context *cx, const struct record *rec,
                           int64_t *ret_edition) MUST_USE;

/* The editing verbs of history: who did one of these on an edition is its editor. */
#define EDITING_VERBS "draft edit revise copy import attach detach"

/* The secrecy review's answers to the finds of the scan, kept with the review (S32). Before the
 * move "review" the page stores them; the guard refuses while a find is unanswered. The scanner is
 * above this module, so it hands in a function at start. */
typedef enum status (*scan_guard)(struct context *, const struct record *);
void lifecycle_set_scan(scan_guard every_find_is_answered);

/* A batch imported at the console may be reviewed and released there, still by two persons who did
 * not import it, where gongkai.yaml says console_release: yes. Off unless a command turns it on. */
void lifecycle_allow_console(bool allowed);

/* The bound review of an edition: NOT_FOUND if none. */
struct review {
    const char *reviewer_id, *reviewer, *bytes_hash, *basis, *result;
    struct moment at;
    struct date on;
};
enum status review_load(struct context *cx, const struct record *rec,
                        struct review *ret_review) MUST_USE;

#endif
