/* The answer: drafted, reviewed for secrecy, approved, served – by different persons (令711
 * 第36–38, 45条). Outcomes, their articles, rows and letters are the regime's. */
#include "base/text.h"
#include "record/lifecycle.h"
#include "request/private.h"

static const struct regime_outcome *outcome_of(const struct application *a, const char *id)
{
    const struct regime *regime = request_regime(a);
    return regime && !text_empty(id) ? regime_outcome(regime, id) : NULL;
}

/* Ends that time or the applicant make are not drafted. */
static bool is_by_hand(const char *outcome)
{
    static const char *const others[] = {"lapsed", "fee-unpaid", "withdrawn"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (text_equal(others[i], outcome)) return false;
    return true;
}

static const struct sql parts_of = {"request.parts",
                                    "SELECT exemption FROM withheld_part WHERE application = $1"
                                    " AND state = 'stated' AND newest = 1"};

/* Partial: what is left out is named part by part, each under an exemption of this law (第37条). */
static enum status check_parts(struct context *cx, const struct application *a,
                               const struct regime_outcome *outcome)
{
    struct rows *rows;
    size_t count = 0;
    const char *unknown = NULL;
    TRY(store_query(cx, &parts_of, BIND(a->base.id), &rows));
    while (rows_next(rows)) {
        const char *exemption = rows_text(rows, 0);
        count++;
        if (!regime_may_withhold(request_regime(a), exemption, cx->today)) unknown = exemption;
    }
    TRY(rows_end(rows));
    const char *article = clause_article(&outcome->clause, cx->language);
    if (outcome->partial && !count) return issue(cx, "outcome", "request.parts_needed", article);
    if (!outcome->partial && count) return issue(cx, "outcome", "request.parts_left", "");
    return unknown ? issue(cx, "outcome", "request.unknown_exemption", unknown) : OK;
}

static const struct sql item_is_public = {"request.item_is_public",
                                          "SELECT COUNT(*) FROM item WHERE id = $1 AND "
                                          "first_released_on IS NOT NULL AND state = 'released'"};

static enum status check_item(struct context *cx, const struct regime_outcome *outcome,
                              const struct request_answer *answer)
{
    int64_t there = 0;
    if (!outcome->public_already) return OK;
    const char *article = clause_article(&outcome->clause, cx->language);
    if (text_empty(answer->item)) return issue(cx, "item", "request.item_needed", article);
    TRY(store_int(cx, &item_is_public, BIND(answer->item), &there));
    return there ? OK : issue(cx, "item", "request.item_not_public", "");
}

static const struct sql times_done = {
    "request.times", "SELECT COUNT(*) FROM history WHERE record = $1 AND verb = $2"};

/* Some answers need a step before them: still unclear after a correction, unreasonable after
 * reasons were asked for (第30, 35条). */
static enum status check_before(struct context *cx, const struct application *a,
                                const char *outcome)
{
    static const struct {
        const char *outcome, *event, *verb, *message;
    } steps[] = {
        {"unclear",   "correction-notice", "ask-correction", "request.correction_first"},
        {"excessive", "",                  "ask-reasons",    "request.reasons_first"   },
    };
    const struct regime *regime = request_regime(a);
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        int64_t times = 0;
        if (!text_equal(steps[i].outcome, outcome)) continue;
        const struct regime_event *row =
            *steps[i].event ? regime_event(regime, steps[i].event) : NULL;
        if (*steps[i].event && (!row || row->closes)) continue;
        TRY(store_int(cx, &times_done, BIND(a->base.id, steps[i].verb), &times));
        const char *article = regime_outcome(regime, outcome)->article;
        if (!times) return issue(cx, "outcome", steps[i].message, article);
    }
    return OK;
}

static const struct sql open_beside = {"request.open_beside",
                                       "SELECT (SELECT COUNT(*) FROM search_task WHERE application "
                                       "= $1 AND state = 'asked' AND newest = 1)"
                                       " + (SELECT COUNT(*) FROM consultation WHERE application = "
                                       "$1 AND state = 'sent' AND newest = 1)"};

/* The form of 2008 has no rows; where a form has them, every outcome must be in one. */
static bool has_rows(const struct regime *regime)
{
    for (size_t i = 0; i < regime->outcome_count; i++)
        if (!text_empty(regime->outcomes[i].row)) return true;
    return false;
}

GUARD(guard_draft_answer)
{
    const struct application *a = AS_CONST(application, rec);
    const struct request_answer *answer = why->with;
    int64_t open = 0;
    if (!answer || text_empty(answer->outcome)) return issue(cx, "outcome", "field.required", "");
    const struct regime_outcome *outcome = outcome_of(a, answer->outcome);
    if (!outcome || !outcome->closes)
        return issue(cx, "outcome", "request.no_outcome", answer->outcome);
    if (text_empty(outcome->row) && has_rows(request_regime(a)))
        return issue(cx, "outcome", "request.no_row", outcome->id);
    if (!is_by_hand(outcome->id)) return issue(cx, "outcome", "request.not_by_hand", "");
    if (text_equal(outcome->id, "correction-made") != text_equal(a->sort, "correction") &&
        text_equal(outcome->id, "correction-made"))
        return issue(cx, "outcome", "request.not_a_correction", outcome->article);
    if (outcome->needs_reason && text_empty(why->why))
        return issue(cx, "why", "move.needs_reason", "");
    TRY(store_int(cx, &open_beside, BIND(rec->id), &open));
    if (open) return issue(cx, "", "request.still_open", "");
    TRY(check_before(cx, a, outcome->id));
    TRY(check_item(cx, outcome, answer));
    return check_parts(cx, a, outcome);
}

/* What the answer is going to be; what it was, once it has been closed, stays. */
EFFECT(effect_draft_answer)
{
    struct application *a = AS(application, rec);
    const struct request_answer *answer = why->with;
    const struct regime_outcome *outcome = outcome_of(a, answer->outcome);
    const char *article = text_empty(answer->article) ? outcome->article : answer->article;
    struct letter_plan plan = {.reason = why->why, .outcome = outcome};
    plan.article = answer->article;
    plan.template = text_empty(outcome->letter) ? "other" : outcome->letter;
    request_note_outcome(a, outcome, article);
    a->item = answer->item ? answer->item : "";
    return letter_draft(cx, a, &plan);
}

static enum status answer_letter(struct context *cx, const struct record *rec,
                                 enum letter_state wanted, struct request_letter *letter)
{
    enum status found = letter_of_answer(cx, AS_CONST(application, rec), letter);
    if (found == NOT_FOUND || (found == OK && letter->base.state != (int)wanted))
        return issue(cx, "", "request.no_letter", "");
    return found;
}

EFFECT(effect_return_answer)
{
    struct request_letter letter;
    enum status found = letter_of_answer(cx, AS(application, rec), &letter);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    if (letter.base.state == LETTER_SIGNED) TRY(record_move(cx, &letter.base, "rewrite", why));
    /* Whoever sends back drops the draft as well. */
    return record_move_by_program(cx, &letter.base, "drop", why);
}

static const struct sql wrote_parts = {
    "request.wrote_parts",
    "SELECT COUNT(*) FROM history h JOIN withheld_part p ON p.id = h.record AND p.newest = 1"
    " WHERE p.application = $1 AND p.state = 'stated' AND h.actor = $2"
    " AND h.verb IN ('draft', 'edit', 'copy')"};

/* Who wrote the letter, added a file to it, or stated what it withholds, has drafted the answer. */
static enum status refuse_if_wrote(struct context *cx, const struct record *rec,
                                   const char *message)
{
    struct request_letter letter;
    bool wrote = true;
    int64_t parts = 0;
    TRY(guard_did_not(cx, rec, "draft-answer", message));
    TRY(answer_letter(cx, rec, LETTER_DRAFTED, &letter));
    TRY(record_did(cx, &letter.base, cx->actor->id, EDITING_VERBS, &wrote));
    TRY(store_int(cx, &wrote_parts, BIND(rec->id, cx->actor->id), &parts));
    return wrote || parts ? issue(cx, "", message, "") : OK;
}

GUARD(guard_review_answer)
{
    return refuse_if_wrote(cx, rec, "request.drafter_may_not_review");
}

/* What is approved is what was reviewed, word for word and file for file. */
EFFECT(effect_review_answer)
{
    struct request_letter letter;
    TRY(answer_letter(cx, rec, LETTER_DRAFTED, &letter));
    return letter_content_hash(cx, &letter, &AS(application, rec)->reviewed_hash);
}

static enum status check_reviewed(struct context *cx, const struct application *a,
                                  const struct request_letter *letter)
{
    const char *now;
    TRY(letter_content_hash(cx, letter, &now));
    return text_equal(now, a->reviewed_hash) ? OK : issue(cx, "", "request.letter_changed", "");
}

GUARD(guard_approve_answer)
{
    struct request_letter letter;
    TRY(refuse_if_wrote(cx, rec, "request.drafter_may_not_approve"));
    TRY(guard_did_not(cx, rec, "review-answer", "request.reviewer_may_not_approve"));
    TRY(answer_letter(cx, rec, LETTER_DRAFTED, &letter));
    return check_reviewed(cx, AS_CONST(application, rec), &letter);
}

/* Approving the answer is signing its letter. */
EFFECT(effect_approve_answer)
{
    struct request_letter letter;
    TRY(answer_letter(cx, rec, LETTER_DRAFTED, &letter));
    struct reason reason = NO_REASON;
    reason.with = rec;
    return record_move(cx, &letter.base, "sign", &reason);
}

GUARD(guard_serve_answer)
{
    const struct application *a = AS_CONST(application, rec);
    const struct request_service *service = why->with;
    struct request_letter letter;
    struct date day;
    if (!service || !field_word(kind_field(rec->kind, "service"), service->method))
        return issue(cx, "method", "request.method_needed", "令711 第40条");
    if (text_equal(service->method, "post") && text_empty(service->proof))
        return issue(cx, "proof", "request.proof_needed", "");
    TRY(request_day(cx, why, &day));
    if (day.day < a->received_on.day) return issue(cx, "on", "request.before_receipt", "");
    return answer_letter(cx, rec, LETTER_SIGNED, &letter);
}

static const struct sql overruled = {
    "request.overruled", "SELECT id FROM consultation WHERE application = $1 AND newest = 1"
                         " AND sort = 'third-party' AND answer IN ('refuses', 'silent')"};

/* 第32条: who did not agree is told in writing that, and why, it is disclosed all the same. */
static enum status tell_third_parties(struct context *cx, const struct application *a,
                                      const struct regime_outcome *outcome, const char *why)
{
    enum { PARTIES_MAX = 40 };
    const char *ids[PARTIES_MAX];
    struct rows *rows;
    size_t count = 0;
    if (!outcome->grants && !outcome->partial) return OK;
    TRY(store_query(cx, &overruled, BIND(a->base.id), &rows));
    while (count < PARTIES_MAX && rows_next(rows)) ids[count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++) {
        struct consultation c;
        TRY(record_fetch(cx, &consultation_kind, ids[i], 0, &c));
        struct letter_plan plan = {.template = "third-party-decision",
                                   .consultation = &c,
                                   .outcome = outcome,
                                   .reason = why};
        TRY(letter_draft(cx, a, &plan));
    }
    return OK;
}

EFFECT(effect_serve_answer)
{
    struct application *a = AS(application, rec);
    const struct request_service *service = why->with;
    struct request_letter letter;
    struct request_event event = {"answered", DATE_NONE, 0, "", ""};
    const char *id = date_is_set(a->closed_on) ? a->re_outcome : a->outcome;
    const char *article = date_is_set(a->closed_on) ? a->re_article : a->article;
    const struct regime_outcome *outcome = outcome_of(a, id);
    if (!outcome) return issue(cx, "outcome", "request.no_outcome", id);
    TRY(request_day(cx, why, &event.on));
    TRY(answer_letter(cx, rec, LETTER_SIGNED, &letter));
    struct request_service serving = *service;
    struct reason serve = *why;
    serving.by_answer = a;
    serve.with = &serving;
    TRY(record_move(cx, &letter.base, "serve", &serve));
    a->served_on = event.on;
    a->service = service->method;
    a->proof = service->proof ? service->proof : "";
    event.about = letter.base.id;
    TRY(request_happens(cx, a, &event));
    TRY(tell_third_parties(cx, a, outcome, why->why));
    return request_close(cx, a, outcome, article, event.on);
}
