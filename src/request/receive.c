/* From the letter to the number: confirming, receiving, registering, splitting (令711 第31条). */
#include "base/text.h"
#include "base/words.h"
#include "request/private.h"

static bool needs_confirmation(struct context *cx, const struct record *rec)
{
    const struct regime_channel *channel = request_channel(cx, AS_CONST(application, rec));
    return channel && channel->receipt == RECEIPT_CONFIRMED;
}

static bool is_confirmed(struct context *cx, const struct record *rec)
{
    const struct application *a = AS_CONST(application, rec);
    const struct regime_channel *channel = request_channel(cx, a);
    return date_is_set(a->agency_confirmed_on) &&
           (!channel || !channel->applicant_confirms || date_is_set(a->confirmed_on));
}

OFFER(offer_receive)
{
    return !needs_confirmation(cx, rec) || is_confirmed(cx, rec);
}

/* Would the agency's confirmation be the last that is missing? */
OFFER(offer_confirm_last)
{
    const struct application *a = AS_CONST(application, rec);
    const struct regime_channel *channel = request_channel(cx, a);
    if (!needs_confirmation(cx, rec) || date_is_set(a->agency_confirmed_on)) return false;
    return !channel->applicant_confirms || date_is_set(a->confirmed_on);
}
OFFER(offer_confirm_first)
{
    const struct application *a = AS_CONST(application, rec);
    return needs_confirmation(cx, rec) && !date_is_set(a->agency_confirmed_on) &&
           !offer_confirm_last(cx, rec);
}
static bool applicant_must(struct context *cx, const struct record *rec)
{
    const struct regime_channel *channel = request_channel(cx, AS_CONST(application, rec));
    return needs_confirmation(cx, rec) && channel->applicant_confirms &&
           !date_is_set(AS_CONST(application, rec)->confirmed_on);
}
OFFER(offer_applicant_last)
{
    return applicant_must(cx, rec) && date_is_set(AS_CONST(application, rec)->agency_confirmed_on);
}
OFFER(offer_applicant_first)
{
    return applicant_must(cx, rec) && !offer_applicant_last(cx, rec);
}

/* A confirmation is a day between arrival and today. */
static enum status confirming_day(struct context *cx, const struct application *a,
                                  const struct reason *why, struct date *ret_day)
{
    TRY(request_day(cx, why, ret_day));
    if (ret_day->day < a->arrived_on.day) return issue(cx, "on", "request.before_arrival", "");
    return OK;
}

GUARD(guard_confirm)
{
    struct date day;
    if (!needs_confirmation(cx, rec)) return issue(cx, "", "request.no_confirmation_needed", "");
    return confirming_day(cx, AS_CONST(application, rec), why, &day);
}

EFFECT(effect_confirm)
{
    struct application *a = AS(application, rec);
    TRY(confirming_day(cx, a, why, &a->agency_confirmed_on));
    return request_recompute(cx, a);
}

EFFECT(effect_applicant_confirms)
{
    struct application *a = AS(application, rec);
    TRY(confirming_day(cx, a, why, &a->confirmed_on));
    return request_recompute(cx, a);
}

GUARD(guard_receive)
{
    return offer_receive(cx, rec) ? OK : issue(cx, "", "request.confirmation_needed", "");
}

EFFECT(effect_receive)
{
    struct application *a = AS(application, rec);
    TRY(request_recompute(cx, a));
    return date_is_set(a->received_on) ? OK : issue(cx, "", "request.confirmation_needed", "");
}

GUARD(guard_set_aside)
{
    const struct application *a = AS_CONST(application, rec);
    if (!needs_confirmation(cx, rec)) return issue(cx, "", "request.no_confirmation_needed", "");
    if (!date_is_set(a->agency_confirmed_on)) /* the agency's own duty comes first */
        return issue(cx, "", "request.confirm_first", "");
    struct duty_due ask =
        law_duty_due(request_setting()->law, ASK_UNCONFIRMED, a->agency_confirmed_on, NULL);
    if (!ask.duty || cx->today.day >= ask.by.day) return OK;
    return issue(cx, "", "request.set_aside_early", words_date(cx->mem, cx->language, ask.by));
}

/* Numbers, like reports, go by the year of receipt: all that a year brought are 1, 2, 3 … */
static enum status draw_number(struct context *cx, struct application *a)
{
    int year = date_civil(a->received_on).year;
    TRY(request_draw(cx, a->base.agency, "application", year, &a->serial));
    a->serial_year = year;
    a->base.number = arena_format(cx->mem, "%d-%05lld", year, (long long)a->serial);
    return application_prepare(cx, &a->base);
}

static void take_hold(struct context *cx, struct application *a)
{
    if (!text_empty(a->holder) || !cx->actor || !id_is_valid(cx->actor->id)) return;
    a->holder = cx->actor->id;
    a->held_since = cx->now;
    if (text_empty(a->unit)) a->unit = cx->actor->unit;
}

GUARD(guard_register)
{
    return record_validate(cx, rec);
}

EFFECT(effect_register)
{
    struct application *a = AS(application, rec);
    a->round = 1;
    TRY(request_recompute(cx, a));
    TRY(draw_number(cx, a));
    take_hold(cx, a);
    TRY(line_release(cx, a));
    return letter_draft(cx, a, &(struct letter_plan){.template = "receipt"});
}

static enum status receive_at_once(struct context *cx, struct application *a)
{
    TRY(record_insert(cx, &a->base));
    return offer_receive(cx, &a->base) ? record_move(cx, &a->base, "receive", &NO_REASON) : OK;
}

enum status request_file(struct context *cx, struct application *a)
{
    TRY(store_begin(cx));
    enum status status = receive_at_once(cx, a);
    if (status == OK) return store_commit(cx);
    store_rollback(cx);
    return status;
}

/* ---- one matter, one application ---- */

/* Everything but what makes it a case of its own. */
static enum status file_matter(struct context *cx, const struct application *a, const char *sought)
{
    struct application *next = arena_make(cx->mem, struct application);
    *next = *a;
    next->base.id = next->base.number = "";
    next->base.edition = next->base.version = 1;
    next->serial = next->serial_year = INT_NONE;
    next->received_on = DATE_NONE;
    next->regime = next->case_line = next->nonce = next->holder = "";
    next->capsule_key = ""; /* the first one's capsule tells of all */
    next->of = a->base.id;
    next->sought = sought;
    TRY(record_insert(cx, &next->base));
    TRY(record_move(cx, &next->base, "receive", &NO_REASON));
    return record_move(cx, &next->base, "register", &NO_REASON);
}

GUARD(guard_split)
{
    const struct request_matters *matters = why->with;
    enum { MATTERS_MAX = 50 };
    if (!matters || matters->count < 2) return issue(cx, "sought", "request.split_needs_two", "");
    if (matters->count > MATTERS_MAX) return issue(cx, "sought", "request.split_too_many", "50");
    for (size_t i = 0; i < matters->count; i++)
        if (text_empty(matters->sought[i])) return issue(cx, "sought", "field.required", "");
    return OK;
}

EFFECT(effect_split)
{
    struct application *a = AS(application, rec);
    const struct request_matters *matters = why->with;
    for (size_t i = 1; i < matters->count; i++) TRY(file_matter(cx, a, matters->sought[i]));
    a->sought = matters->sought[0];
    a->capsule_stale = true;
    return OK;
}

enum status request_split(struct context *cx, struct application *a,
                          const struct request_matters *matters)
{
    struct reason reason = NO_REASON;
    reason.with = matters;
    return record_move(cx, &a->base, "split", &reason);
}
