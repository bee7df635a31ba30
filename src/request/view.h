/* What a receipt code shows: the JSON in a capsule, written by the office and read by the portal.
 *
 * A view is the whole of what a citizen sees of their application, ready to be shown: the office
 * makes it anew after every change and puts it into the capsule (intake/capsule.h); the portal
 * looks nothing up. So it carries dates with their trace, and names in both languages. A third
 * party or a co-making agency has another view, which has no member for anything but their letter
 * and their term. Words, days and keys of JSON are for ever in the sense that a portal may be older
 * or newer than the office: what it does not know it leaves out, and what is absent is "", 0,
 * false, DATE_NONE. Who writes one may leave out the same: NULL, and a date that is all zero, are
 * absent.
 *
 *     struct request_view view = {.serial = 3, .at = cx->now, .agency = a.base.agency, …};
 *     request_view_clock(cx->mem, &view, &clock);        // dates, days, due_on, … from law_due()
 *     view.letters = letters; view.letter_count = n;
 *     struct capsule_draft draft = {3, request_view_write(cx->mem, &view), files, file_count};
 *     TRY(capsule_put(cx, &place, a.capsule_key, &draft));                            // office
 *
 *     TRY(request_view_read(cx, capsule.json, capsule.json_size, &view));             // portal
 *
 * Letters from the portal. Their types are the office's handler rows; their fields (all text):
 *   application       sort applicant_kind name identity_kind identity_number phone email address
 *                     agent_name agent_identity_number agent_phone sought purpose supply delivery
 *                     assistance language; what is not there was left empty.
 *                     sort, applicant_kind, identity_kind, supply, delivery are words as in
 *                     request.h; assistance is text (令711 第43条); language is "zh" or "en".
 *   confirm           (none): the applicant's own half of the mutual confirmation (第31条（三）)
 *   supplement        text; files: a correction while waits_for is "correction-received"
 *   withdraw          reason
 *   pay               reference paid_on note
 *   review            remedy (id of the regime's remedy: complaint …) reasons
 *   third-party-answer  answer (agrees refuses) reasons
 * All but "application" carry the key of the capsule they belong to (letter.capsule_key).
 */
#ifndef REQUEST_VIEW_H
#define REQUEST_VIEW_H

#include "base/context.h"
#include "law/clock.h"
#include "matter/matter.h"

struct view_date { /* a named date of the clock */
    const char *id, *zh, *en, *article, *article_en;
    struct date on;
    bool provisional, verified;
};
struct view_event { /* what has happened, oldest first */
    const char *kind, *zh, *en;
    struct date on;
    int64_t amount;
    const char *note;
};
struct view_letter {
    const char *number, *subject, *body; /* body as of a BODY field: read without any download */
    const char *method;                  /* page post collection counter */
    struct date served_on;
    int64_t file; /* 1, 2 …: which file of the capsule was served; 0: none */
};
struct view_part { /* what a partial answer withholds */
    const char *part, *zh, *en, *article, *article_en;
};
struct view_fee_line { /* of a fee by a tariff; price 0: at cost */
    const char *zh, *en;
    int64_t quantity, price, amount;
};
struct view_remedy {
    const char *id, *zh, *en, *article, *article_en, *body_zh, *body_en;
    const char *after; /* id of the remedy that must be taken first; "" */
    const char *after_zh, *after_en;
    struct date by; /* last day; DATE_NONE: no term */
    bool provisional;
    /* when it has been taken */
    struct date filed_on, decided_on;
    const char *organ, *case_number, *result; /* upheld corrected other */
};

struct request_view {
    int64_t serial;     /* of the capsule */
    struct moment at;   /* when the office wrote it */
    const char *agency; /* organisation code */
    const char *number; /* "2025-00012" once registered; "" before */
    const char *state;  /* a word of application_state */
    const char *regime, *channel, *language;
    const char *sought; /* what was asked for, so that the paper tells one from the other */
    struct moment filed_at;
    struct date received_on, due_on, extended_due_on, answered_on;
    bool provisional, unverified, paused;
    const char *waits_for; /* an event: correction-received third-party-answered … ; "" */
    const char *not_counted_because; /* applicant-unconfirmed agency-unconfirmed ; "" */
    const char *outcome, *outcome_zh, *outcome_en, *article, *article_en;
    const char *holder; /* who answers: the unit's name, not a person's */
    const char *holder_phone;
    const char *can; /* acts possible now: supplement confirm withdraw pay review */
    const char *fee_standard, *fee_reference, *fee_state; /* item page cost; asked paid waived … */
    int64_t fee_quantity, fee_amount;                     /* hundredths */
    struct date fee_noticed_on, fee_pay_by, fee_paid_on;
    const struct view_date *dates;
    const struct matter_day *days;
    const struct view_event *events;
    const struct view_letter *letters;
    const struct matter_file *files;
    const struct view_part *parts;
    const struct view_remedy *remedies;
    const struct view_fee_line *fee_lines;
    size_t fee_line_count;
    size_t date_count, day_count, event_count, letter_count, file_count, part_count, remedy_count;
};

/* What a third party (令711 第32条) or a co-making agency (第34条) sees. */
struct consultation_view {
    int64_t serial;
    struct moment at;
    const char *agency, *language;
    const char *sort;     /* third-party co-maker secrecy */
    const char *state;    /* sent answered silent recalled */
    const char *question; /* what is asked, as the letter has it */
    struct date served_on, answer_by, answered_on;
    bool provisional;
    const char *answer; /* agrees refuses silent; "" */
    const char *article, *article_en;
    const char *silence_zh, *silence_en; /* what happens without an answer */
    const char *can;                     /* "answer" */
    const struct matter_day *days;
    const struct view_letter *letters;
    const struct matter_file *files;
    size_t day_count, letter_count, file_count;
};

/* dates, days, received_on, due_on, extended_due_on, provisional, unverified, paused, waits_for. */
void request_view_clock(struct arena *mem, struct request_view *view,
                        const struct law_clock *clock);

/* {"at":…,"serial":…,"type":"application","view":{…}} */
const char *request_view_write(struct arena *mem, const struct request_view *view);
const char *consultation_view_write(struct arena *mem, const struct consultation_view *view);

/* NOT_FOUND: it is a view of another type; INVALID: it is none. */
enum status request_view_read(struct context *cx, const char *json, size_t size,
                              struct request_view *ret_view) MUST_USE;
enum status consultation_view_read(struct context *cx, const char *json, size_t size,
                                   struct consultation_view *ret_view) MUST_USE;

#endif
