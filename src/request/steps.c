/* What happens between registration and answer: correction, extension, delay, hand-over, and the
 * ends that are no answer (令711 第30, 33, 35, 44条). */
#include "base/text.h"
#include "intake/code.h"
#include "organisation/organisation.h"
#include "request/private.h"

static const char *event_article(struct context *cx, const struct regime *regime, const char *event)
{
    const struct regime_event *row = regime ? regime_event(regime, event) : NULL;
    return row ? clause_article(&row->clause, cx->language) : "";
}

/* ---- correction ---- */

GUARD(guard_ask_correction)
{
    const struct application *a = AS_CONST(application, rec);
    const struct request_correction *correction = why->with;
    const struct regime *regime = request_regime(a);
    const char *article = event_article(cx, regime, "correction-notice");
    struct date day;
    bool asked;
    enum { DAYS_MAX = 60 };
    const struct regime_event *row = regime ? regime_event(regime, "correction-notice") : NULL;
    if (!row || row->closes) /* where it is an answer, it is given as one */
        return request_refuse(cx, "request.no_correction_here", "");
    if (!correction || text_empty(correction->items))
        return issue(cx, "items", "request.items_needed", article);
    if (correction->days < 0 || correction->days > DAYS_MAX)
        return issue(cx, "days", "request.days_unreasonable", "60");
    TRY(request_has_event(cx, a, "correction-notice", &asked));
    if (asked) return request_refuse(cx, "request.corrected_once", article);
    TRY(request_today(cx, why, &day));
    if (date_is_set(a->correction_notice_by) && day.day > a->correction_notice_by.day)
        return request_refuse(cx, "request.correction_late", article);
    return OK;
}

EFFECT(effect_ask_correction)
{
    struct application *a = AS(application, rec);
    const struct request_correction *correction = why->with;
    struct request_event event = {"correction-notice", DATE_NONE, correction->days, "", ""};
    struct letter_plan plan = {
        .template = "correction-notice", .items = correction->items, .days = correction->days};
    TRY(request_today(cx, why, &event.on));
    event.about = plan.id = id_new(cx->mem);
    TRY(request_happens(cx, a, &event));
    return letter_draft(cx, a, &plan);
}

/* What the applicant adds stands below what they have sought, with its day. */
static void append(struct context *cx, struct application *a, const struct request_supplement *more)
{
    if (!more || text_empty(more->text)) return;
    const char *both =
        arena_format(cx->mem, "%s\n\n%s：%s", a->sought, date_iso(cx->mem, cx->today), more->text);
    a->sought = text_cut(cx->mem, both, kind_field(a->base.kind, "sought")->max);
}

EFFECT(effect_correction_arrives)
{
    struct request_event event = {"correction-received", DATE_NONE, 0, "", ""};
    append(cx, AS(application, rec), why->with);
    TRY(request_day(cx, why, &event.on));
    return request_happens(cx, AS(application, rec), &event);
}

EFFECT(effect_supplement)
{
    append(cx, AS(application, rec), why->with);
    AS(application, rec)->capsule_stale = true;
    return OK;
}

/* ---- a lost code ---- */

GUARD(guard_code)
{
    const struct request_code *code = why->with;
    unsigned char key[CODE_KEY_SIZE];
    bool valid = code && code_public_from_hex(code->public_hex, key);
    return valid ? OK : issue(cx, "", "field.required", "");
}

/* The old one dies with its capsule (jobs.c removes what no record names); history keeps both. */
EFFECT(effect_code)
{
    struct application *a = AS(application, rec);
    const struct request_code *code = why->with;
    TRY(request_bury_capsule(cx, a->capsule_key));
    a->capsule_key = code->public_hex;
    a->capsule_stale = true;
    return OK;
}

/* ---- ends that are no answer ---- */

void request_note_outcome(struct application *a, const struct regime_outcome *outcome,
                          const char *article)
{
    if (date_is_set(a->closed_on)) { /* answered again: counted once */
        a->re_outcome = outcome->id;
        a->re_article = article;
    } else {
        a->outcome = outcome->id;
        a->row = outcome->row;
        a->article = article;
    }
}

enum status request_close(struct context *cx, struct application *a,
                          const struct regime_outcome *outcome, const char *article,
                          struct date day)
{
    request_note_outcome(a, outcome, article);
    if (!date_is_set(a->closed_on)) a->closed_on = day;
    a->capsule_stale = true;
    TRY(request_end_beside(cx, a));
    return line_update(cx, a);
}

static enum status close_as(struct context *cx, struct application *a, const char *id,
                            struct date day)
{
    const struct regime *regime = request_regime(a);
    const struct regime_outcome *outcome = regime ? regime_outcome(regime, id) : NULL;
    if (!outcome) outcome = regime ? regime_outcome(regime, "other") : NULL;
    if (!outcome) return request_refuse(cx, "request.no_row", id);
    return request_close(cx, a, outcome, outcome->article, day);
}

static const struct sql last_asked = {"request.last_asked",
                                      "SELECT COALESCE(MAX(on_day), 0) FROM application_event"
                                      " WHERE application = $1 AND event = 'correction-notice'"
                                      " AND state = 'stands'"};

/* Only time lets an application lapse, and only once its applicant was told. */
GUARD(guard_lapse)
{
    const struct application *a = AS_CONST(application, rec);
    const struct fee_notice *fee = why->with;
    if (rec->state == FEE_NOTICED) {
        bool over = fee && text_equal(fee->application, rec->id) && date_is_set(fee->pay_by) &&
                    cx->today.day > fee->pay_by.day;
        return over ? OK : issue(cx, "", "request.not_yet_lapsed", "");
    }
    if (!date_is_set(a->lapses_after) || cx->today.day <= a->lapses_after.day)
        return issue(cx, "", "request.not_yet_lapsed", "");
    int64_t asked_on = 0;
    TRY(store_int(cx, &last_asked, BIND(rec->id), &asked_on));
    struct letter_told told = {rec->id, "correction-notice", "", {(int32_t)asked_on}};
    return letter_was_served(cx, &told);
}

EFFECT(effect_lapse)
{
    struct application *a = AS(application, rec);
    bool fee = rec->state == FEE_NOTICED;
    struct letter_plan plan = {.template = fee ? "fee-lapsed" : "lapsed",
                               .fee = fee ? why->with : NULL};
    TRY(close_as(cx, a, fee ? "fee-unpaid" : "lapsed", cx->today));
    return letter_draft(cx, a, &plan);
}

EFFECT(effect_withdraw)
{
    struct application *a = AS(application, rec);
    struct date day;
    append(cx, a, why->with);
    a->capsule_stale = true;
    if (!date_is_set(a->received_on)) return OK; /* never received: not counted */
    TRY(request_day(cx, why, &day));
    if (day.day < a->received_on.day) return issue(cx, "on", "request.before_receipt", "");
    TRY(close_as(cx, a, "withdrawn", day));
    return letter_draft(cx, a, &(struct letter_plan){.template = "withdrawn"});
}

/* ---- more time ---- */

/* Once, and while the term runs: the law's own sentence says what is wrong (effect). */
GUARD(guard_extend)
{
    const struct application *a = AS_CONST(application, rec);
    const struct regime *regime = request_regime(a);
    if (!regime || !regime->extension_count) return request_refuse(cx, "request.no_extension", "");
    const char *article = clause_article(&regime->extensions[0].clause, cx->language);
    struct date day;
    bool extended;
    TRY(request_today(cx, why, &day));
    TRY(request_has_event(cx, a, "extended", &extended));
    if (extended) return request_refuse(cx, "request.extended_once", article);
    if (date_is_set(a->due_on) && day.day > a->due_on.day)
        return request_refuse(cx, "request.extension_late", article);
    return OK;
}

EFFECT(effect_extend)
{
    struct application *a = AS(application, rec);
    struct request_event event = {"extended", DATE_NONE, 0, "", ""};
    struct letter_plan plan = {.template = "extension", .reason = why->why};
    TRY(request_today(cx, why, &event.on));
    TRY(request_happens(cx, a, &event));
    plan.on = a->extended_due_on;
    return letter_draft(cx, a, &plan);
}

static const struct sql times_done = {
    "request.times_done", "SELECT COUNT(*) FROM history WHERE record = $1 AND verb = $2"};

/* A later day only after reasons were asked for and found good (Art 35). */
GUARD(guard_delay)
{
    const struct application *a = AS_CONST(application, rec);
    int64_t asked = 0;
    struct date due = date_is_set(a->extended_due_on) ? a->extended_due_on : a->due_on;
    TRY(store_int(cx, &times_done, BIND(rec->id, "ask-reasons"), &asked));
    if (!asked) return request_refuse(cx, "request.reasons_first", "令711 第35条");
    if (date_is_set(a->delayed_until)) return request_refuse(cx, "request.delayed_once", "");
    if (!date_is_set(due) || why->on.day <= due.day)
        return issue(cx, "on", "request.delay_too_short", "");
    return cx->today.day > due.day ? request_refuse(cx, "request.delay_late", "令711 第35条") : OK;
}

EFFECT(effect_delay)
{
    struct application *a = AS(application, rec);
    struct letter_plan plan = {.template = "delay-reasoned", .reason = why->why, .on = why->on};
    struct request_event event = {"delayed", cx->today, 0, "", ""};
    const struct regime *regime = request_regime(a);
    struct date due = date_is_set(a->extended_due_on) ? a->extended_due_on : a->due_on;
    a->delayed_until = why->on;
    a->capsule_stale = true;
    if (regime_event(regime, event.event)) {
        event.amount = law_count_working_days(regime->calendar, due, why->on);
        TRY(request_happens(cx, a, &event));
    }
    return letter_draft(cx, a, &plan);
}

EFFECT(effect_ask_reasons)
{
    struct application *a = AS(application, rec);
    struct letter_plan plan = {.template = "reasons-demanded", .reason = why->why};
    struct request_event event = {"reasons-demanded", cx->today, 0, "", ""};
    a->capsule_stale = true;
    if (regime_event(request_regime(a), event.event)) TRY(request_happens(cx, a, &event));
    return letter_draft(cx, a, &plan);
}

GUARD(guard_propose)
{
    return AS_CONST(application, rec)->proposed ? issue(cx, "", "request.proposed_once", "") : OK;
}

EFFECT(effect_propose)
{
    AS(application, rec)->proposed = true;
    return OK;
}

/* ---- who holds it ---- */

GUARD(guard_hand_over)
{
    const struct request_holder *holder = why->with;
    const struct actor *actor = NULL;
    if (!holder || !id_is_valid(holder->staff)) return issue(cx, "holder", "field.required", "");
    enum status found = people_actor(cx, holder->staff, &actor);
    if (found != OK && found != NOT_FOUND) return found;
    bool can = found == OK && access_may(actor, WRITE, rec->agency);
    return can ? OK : issue(cx, "holder", "request.holder_cannot", "");
}

EFFECT(effect_hand_over)
{
    struct application *a = AS(application, rec);
    const struct request_holder *holder = why->with;
    a->holder = holder->staff;
    a->held_since = cx->now;
    return OK;
}

/* ---- the calendar was corrected ---- */

/* What was told is never moved earlier by itself: the later date binds, and both are shown. */
EFFECT(effect_recount)
{
    struct application *a = AS(application, rec);
    const struct request_recount *recount = why->with;
    struct date due = a->due_on, extended = a->extended_due_on;
    if (recount) return request_recompute_without(cx, a, recount->without);
    TRY(request_recompute(cx, a));
    if (a->due_on.day == due.day && a->extended_due_on.day == extended.day) return OK;
    a->due_before = a->due_on.day < due.day ? a->due_on : due;
    if (date_is_set(a->due_on) && a->due_on.day < due.day) a->due_on = due;
    if (date_is_set(a->extended_due_on) && a->extended_due_on.day < extended.day)
        a->extended_due_on = extended;
    return OK;
}

/* ---- overturned ---- */

GUARD(guard_reopen)
{
    const struct remedy *remedy = why->with;
    bool ours = remedy && text_equal(remedy->application, rec->id) && remedy->again;
    return ours ? OK : issue(cx, "", "request.reopen_by_remedy", "");
}

EFFECT(effect_reopen)
{
    struct application *a = AS(application, rec);
    struct request_event event = {"reopened", DATE_NONE, 0, "", ""};
    const struct remedy *remedy = why->with;
    TRY(request_day(cx, why, &event.on));
    event.about = remedy->base.id;
    a->round = a->round == INT_NONE ? 2 : a->round + 1;
    a->served_on = a->delayed_until = DATE_NONE;
    a->service = a->proof = "";
    return request_happens(cx, a, &event);
}

/* ---- retention ---- */

static const struct sql pending_remedies = {
    "request.pending_remedies",
    "SELECT COUNT(*) FROM remedy WHERE application = $1 AND state = 'pending' AND newest = 1"};
static const struct sql forget_rows[] = {
    {"request.forget_capsules",
     "INSERT INTO request_dead_capsule (public_key) SELECT capsule_key FROM consultation"
     " WHERE application = $1 AND capsule_key <> '' ON CONFLICT DO NOTHING"                },
    {"request.forget_consultation",
     "UPDATE consultation SET party = '', contact = '', question = '', answer_text = '',"
     " capsule_key = '', version = version + 1 WHERE application = $1"                     },
    {"request.forget_letter",
     "UPDATE letter SET addressee = '', body = '', proof = '', version = version + 1"
     " WHERE application = $1"                                                             },
    {"request.forget_files",
     "DELETE FROM attachment WHERE record = $1 OR record IN (SELECT id FROM letter WHERE"
     " application = $1) OR record IN (SELECT id FROM consultation WHERE application = $1)"},
};

/* The term of the day on which it ended, or, if it was never received, arrived. */
static bool is_kept_long_enough(struct context *cx, const struct application *a)
{
    bool received = date_is_set(a->received_on);
    struct date since = date_is_set(a->closed_on) ? a->closed_on : a->arrived_on;
    if (a->served_on.day > since.day) since = a->served_on; /* answered again */
    struct duty_due term = law_duty_due(
        request_setting()->law, received ? KEEP_APPLICATION : KEEP_UNCONFIRMED, since, NULL);
    return date_is_set(term.by) && cx->today.day > term.by.day;
}

GUARD(guard_never_confirmed)
{
    const struct application *a = AS_CONST(application, rec);
    bool confirmed = date_is_set(a->confirmed_on) || !date_is_set(a->agency_confirmed_on);
    return !confirmed && is_kept_long_enough(cx, a) ? OK : issue(cx, "", "request.still_kept", "");
}

GUARD(guard_forget)
{
    const struct application *a = AS_CONST(application, rec);
    int64_t pending = 0;
    if (date_is_set(a->forgotten_on)) return CONFLICT;
    if (!is_kept_long_enough(cx, a)) return issue(cx, "", "request.still_kept", "");
    TRY(store_int(cx, &pending_remedies, BIND(rec->id), &pending));
    return pending ? issue(cx, "", "request.still_kept", "") : OK;
}

EFFECT(effect_forget)
{
    struct application *a = AS(application, rec);
    TRY(request_bury_capsule(cx, a->capsule_key));
    TRY(request_forget_notices(cx, rec->id));
    for (size_t i = 0; i < COUNT_OF(forget_rows); i++)
        TRY(store_run(cx, &forget_rows[i], BIND(rec->id), NULL));
    for (size_t i = 0; i < rec->kind->field_count; i++)
        if (rec->kind->fields[i].visibility == PERSONAL) field_clear(&rec->kind->fields[i], rec);
    a->forgotten_on = cx->today;
    a->capsule_stale = false;
    return OK;
}
