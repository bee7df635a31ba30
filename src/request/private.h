/* What the files of src/request share. */
#ifndef REQUEST_PRIVATE_H
#define REQUEST_PRIVATE_H

#include "law/clock.h"
#include "law/fee.h"
#include "law/law.h"
#include "record/guard.h"
#include "request/request.h"

extern const struct workflow application_workflow;

/* Duties of regimes/duties.yaml that rule how long what is kept. */
#define KEEP_APPLICATION "keep-application"
#define KEEP_UNCONFIRMED "keep-unconfirmed"
#define ASK_UNCONFIRMED "ask-unconfirmed"

/* A row's offer. */
#define OFFER(name) bool name(struct context *cx, const struct record *rec)

/* kind.prepare, .check, .due */
enum status application_prepare(struct context *cx, struct record *rec);
enum status application_check(struct context *cx, const struct record *rec);
enum status consultation_prepare(struct context *cx, struct record *rec);
enum status consultation_check(struct context *cx, const struct record *rec);
enum status search_task_prepare(struct context *cx, struct record *rec);
enum status search_task_check(struct context *cx, const struct record *rec);
enum status withheld_part_check(struct context *cx, const struct record *rec);
enum status fee_notice_prepare(struct context *cx, struct record *rec);
enum status fee_notice_check(struct context *cx, const struct record *rec);
enum status remedy_prepare(struct context *cx, struct record *rec);
enum status remedy_check(struct context *cx, const struct record *rec);
struct record_due application_due(struct context *cx, const struct record *rec);
struct record_due consultation_due(struct context *cx, const struct record *rec);
struct record_due search_task_due(struct context *cx, const struct record *rec);
struct record_due fee_notice_due(struct context *cx, const struct record *rec);
struct record_due letter_due(struct context *cx, const struct record *rec);
struct record_due remedy_due(struct context *cx, const struct record *rec);

/* ---- setting.c ---- */
const struct request_setting *request_setting(void);
/* The day of an act: what the reason says, else today. INVALID in the future. */
enum status request_day(struct context *cx, const struct reason *why,
                        struct date *ret_day) MUST_USE;
/* The same, and INVALID in the past. */
enum status request_today(struct context *cx, const struct reason *why,
                          struct date *ret_day) MUST_USE;
enum status request_fetch(struct context *cx, const char *id, struct application *ret) MUST_USE;
/* The application that a record refers to, moved in the same transaction. */
enum status request_step(struct context *cx, const char *application, const char *verb,
                         const struct reason *reason) MUST_USE;
/* The next number of a series of an agency's year, without holes. */
enum status request_draw(struct context *cx, const char *agency, const char *series, int year,
                         int64_t *ret_number) MUST_USE;
/* An article and a sentence: "request.too_late", with the article as its %1. */
enum status request_refuse(struct context *cx, const char *message, const char *article) MUST_USE;

/* ---- clock.c ---- */
struct request_event {
    const char *event;
    struct date on;
    int amount;
    const char *about, *note; /* id of the record that it is about; what people should know */
};
/* Adds the event, computes every date anew and caches them in the application, which the caller's
 * move stores. INVALID, with the law's sentence, when the event cannot have happened. */
enum status request_happens(struct context *cx, struct application *a,
                            const struct request_event *event) MUST_USE;
enum status request_recompute(struct context *cx, struct application *a) MUST_USE;
/* As if this event did not stand ("": all do). With this, "recount" takes the date as it comes. */
struct request_recount {
    const char *without;
};
enum status request_recompute_without(struct context *cx, struct application *a,
                                      const char *event) MUST_USE;
/* The event about a record is moved to another day (a letter was served later), or struck. */
enum status request_event_moves(struct context *cx, struct application *a, const char *about,
                                struct date on) MUST_USE;
const struct regime *request_regime(const struct application *a);
/* Has this event happened in the running round? */
enum status request_has_event(struct context *cx, const struct application *a, const char *event,
                              bool *ret_has) MUST_USE;
const struct regime_channel *request_channel(struct context *cx, const struct application *a);

/* ---- setting.c ---- */
/* A capsule that nobody is to open any more: gone with the next tick. */
enum status request_bury_capsule(struct context *cx, const char *public_hex) MUST_USE;

/* ---- fees.c ---- */
/* The fee by a word of fee_bases in force on a day, or NULL. */
const struct regime_fee *request_fee_rule(const struct regime *regime, const char *word,
                                          struct date on);
/* One line of a bill as people read it: "检索费（每件）：1 × 5.00元 = 5.00元". */
const char *request_bill_line(struct arena *mem, enum language language,
                              const struct regime_fee *fee, const struct fee_line *line);
/* The fee's bill by its lines; count 0: it has none, or the tariff is not known. */
enum status request_bill(struct context *cx, const struct fee_notice *fee,
                         const struct application *a, const struct regime_fee **ret_rule,
                         struct fee_bill *ret_bill) MUST_USE;
/* Which application of this applicant it is in the calendar month of its receipt. */
enum status request_number_in_month(struct context *cx, const struct application *a,
                                    int64_t *ret_number) MUST_USE;

/* ---- remedies.c ---- */
/* The remedy that must have been decided before this one, and was not; NULL: none. */
enum status remedy_unmet(struct context *cx, const struct remedy *remedy,
                         const struct application *a,
                         const struct regime_remedy **ret_first) MUST_USE;

/* ---- line.c ---- */
enum status line_release(struct context *cx, struct application *a) MUST_USE;
enum status line_update(struct context *cx, struct application *a) MUST_USE;
GUARD(guard_line);
EFFECT(effect_line_update);

/* ---- side.c ---- */
/* reason.with of what ends because its application does. */
struct request_over {
    char nothing;
};
extern const struct request_over request_is_over;
/* The clock's event with which a consultation of this sort begins. */
const char *request_consultation_begins(const char *sort);
/* Consultations, searches and fees that are open when an application is closed end with it. */
enum status request_end_beside(struct context *cx, const struct application *a) MUST_USE;

/* ---- notify.c ---- */
/* Tells the applicant, in the same transaction, that a letter waits (outbox/outbox.h); once. */
enum status request_tell(struct context *cx, const struct request_letter *letter) MUST_USE;
enum status request_forget_notices(struct context *cx, const char *application) MUST_USE;

/* ---- remind.c ---- */
enum status request_remind(struct context *cx) MUST_USE;

/* ---- steps.c ---- */
/* What it ends as, or ended as when it is answered again; the day is set by closing it. */
void request_note_outcome(struct application *a, const struct regime_outcome *outcome,
                          const char *article);
/* The end of an application: outcome, row, article and day of the first closing stay for ever. */
enum status request_close(struct context *cx, struct application *a,
                          const struct regime_outcome *outcome, const char *article,
                          struct date day) MUST_USE;

/* Guards, effects and offers of the application's own workflow, by file. */
OFFER(offer_receive);
OFFER(offer_confirm_first);
OFFER(offer_confirm_last);
OFFER(offer_applicant_first);
OFFER(offer_applicant_last);
GUARD(guard_confirm);
EFFECT(effect_confirm);
EFFECT(effect_applicant_confirms);
GUARD(guard_receive);
EFFECT(effect_receive);
GUARD(guard_set_aside);
GUARD(guard_register);
EFFECT(effect_register);
GUARD(guard_split);
EFFECT(effect_split);
GUARD(guard_ask_correction);
EFFECT(effect_ask_correction);
EFFECT(effect_correction_arrives);
GUARD(guard_lapse);
EFFECT(effect_lapse);
EFFECT(effect_supplement);
GUARD(guard_code);
EFFECT(effect_code);
EFFECT(effect_withdraw);
GUARD(guard_extend);
EFFECT(effect_extend);
GUARD(guard_delay);
EFFECT(effect_delay);
EFFECT(effect_ask_reasons);
GUARD(guard_propose);
EFFECT(effect_propose);
GUARD(guard_hand_over);
EFFECT(effect_hand_over);
EFFECT(effect_recount);
GUARD(guard_reopen);
EFFECT(effect_reopen);
GUARD(guard_forget);
GUARD(guard_never_confirmed);
EFFECT(effect_forget);
GUARD(guard_event); /* consult, notify-fee, consulted, fee-settled: by the record they are about */
EFFECT(effect_event);
OFFER(more_consultations);
OFFER(tasks_open);
OFFER(more_tasks);
GUARD(guard_draft_answer);
EFFECT(effect_draft_answer);
EFFECT(effect_return_answer);
GUARD(guard_review_answer);
EFFECT(effect_review_answer);
GUARD(guard_approve_answer);
EFFECT(effect_approve_answer);
GUARD(guard_serve_answer);
EFFECT(effect_serve_answer);

/* Of the records around it (side.c, fees.c). */
GUARD(guard_strike_event);
EFFECT(effect_strike_event);
GUARD(guard_send);
EFFECT(effect_send);
EFFECT(effect_consult_served);
GUARD(guard_consult_answer);
EFFECT(effect_consult_answer);
EFFECT(effect_late_answer);
GUARD(guard_silent);
EFFECT(effect_silent);
EFFECT(effect_consult_recall);
GUARD(guard_report_back);
EFFECT(effect_report_back);
EFFECT(effect_task_recall);
GUARD(guard_notify_fee);
EFFECT(effect_notify_fee);
EFFECT(effect_fee_served);
GUARD(guard_quote);
EFFECT(effect_quote);
EFFECT(effect_fee_paid);
EFFECT(effect_fee_waived);
GUARD(guard_fee_lapse);
EFFECT(effect_fee_lapse);
GUARD(guard_conclude);
EFFECT(effect_conclude);
GUARD(guard_part_open);

/* ---- letters.c ---- */
/* Composes a letter from its template, in state drafted. */
struct letter_plan {
    const char *id; /* of the letter to be; NULL: a new one */
    const char *template;
    const struct consultation *consultation; /* whom it goes to instead of the applicant; or NULL */
    const struct regime_outcome *outcome;    /* of an answer; or NULL */
    const char *article;                     /* that the officer names; "" or NULL: its own */
    const char *items, *reason;              /* what has to be amended; why; "" or NULL */
    int days;
    struct date on; /* a date that it names: extended to, pay by, answer by */
    const struct fee_notice *fee;
    const struct remedy *remedy; /* that is decided by this letter; or NULL */
};
enum status letter_draft(struct context *cx, const struct application *a,
                         const struct letter_plan *plan) MUST_USE;
/* Of the words and the files: what a reviewer has seen. */
enum status letter_content_hash(struct context *cx, const struct request_letter *letter,
                                const char **ret_hash) MUST_USE;
/* The answer's letter of the running round, the newest that was not dropped; NOT_FOUND. */
enum status letter_of_answer(struct context *cx, const struct application *a,
                             struct request_letter *ret) MUST_USE;
/* The letter by which the application was answered last, as it was served; NOT_FOUND. */
enum status letter_as_served(struct context *cx, const struct application *a,
                             struct request_letter *ret) MUST_USE;
/* Is it about an answer rather than a notice by the way? */
bool letter_answers(const struct request_letter *letter);
bool letter_waits(struct context *cx, const struct record *rec); /* kind.waits */
/* Silence counts only against those who were told: INVALID until a letter of this template was
 * served, on or after the day. */
struct letter_told {
    const char *application, *template, *consultation; /* consultation: "" to the applicant */
    struct date since;
};
enum status letter_was_served(struct context *cx, const struct letter_told *told) MUST_USE;
GUARD(guard_sign);
EFFECT(effect_sign);
GUARD(guard_serve_letter);
EFFECT(effect_serve_letter);
/* "attach-scan": the sealed scan, which is what is served. */
struct request_scan {
    const char *sha256, *media; /* media: what it was found to be */
    int64_t size;
};
GUARD(guard_scan);
EFFECT(effect_scan);
/* "note-service": the event about a letter or a consultation happened on another day. */
struct request_moved {
    const char *about;
    struct date on;
};
GUARD(guard_move_event);
EFFECT(effect_move_event);
GUARD(guard_reissue);
EFFECT(effect_reissue);
OFFER(letter_is_a_notice);
OFFER(letter_is_an_answer);

#endif
