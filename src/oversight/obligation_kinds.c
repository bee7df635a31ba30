/* Duties, briefings and the lines that tell of late ones. */
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "law/classification.h"
#include "oversight/obligation.h"
#include "oversight/private.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word duty_sorts[] = {
    {"head", "主动公开重点内容", "Head of disclosure"}, {"report", "年度报告", "Annual report"},
    {"briefing", "定期通报", "Regular briefing"}, {0}};

#define RECORD agency_duty
#define RECORD_PUBLIC agency_duty_public
KIND_FIELDS(agency_duty, DUTY)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD obligation_line
#define RECORD_PUBLIC obligation_line_public
KIND_FIELDS(obligation_line, OBLIGATION_LINE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD briefing
static const struct field briefing_fields[] = {BRIEFING(FIELD_ROW)};
#undef RECORD
/* clang-format on */

/* ---- duties ---------------------------------------------------------------------------------- */

static enum status check_head(struct context *cx, const struct agency_duty *duty)
{
    if (text_empty(duty->head)) return issue(cx, "head", "field.required", "");
    bool known = !catalogue_law() || law_class(catalogue_law(), duty->head);
    return known ? OK : issue(cx, "head", "field.unknown_word", duty->head);
}

/* A briefing is to somebody, at fixed times, and so many days after each. */
static enum status check_briefing(struct context *cx, const struct agency_duty *duty)
{
    struct date from, to;
    if (text_empty(duty->recipient)) return issue(cx, "recipient", "field.required", "");
    if (!obligation_period(duty->interval, cx->today, &from, &to))
        return issue(cx, "interval", "obligation.no_period", "");
    if (duty->days == INT_NONE) return issue(cx, "days", "field.required", "");
    return duty->days < 0 || duty->days > 90 ? issue(cx, "days", "obligation.days", "") : OK;
}

static enum status check_duty(struct context *cx, const struct record *rec)
{
    const struct agency_duty *duty = AS_CONST(agency_duty, rec);
    if (text_equal(duty->sort, "head")) TRY(check_head(cx, duty));
    if (text_equal(duty->sort, "briefing")) TRY(check_briefing(cx, duty));
    if (!date_is_set(duty->until) || !date_is_set(duty->since)) return OK;
    return duty->until.day < duty->since.day ? issue(cx, "until", "field.before_since", "") : OK;
}

/* ---- briefings ------------------------------------------------------------------------------- */

static const struct sql same_period = {
    "briefing.same", "SELECT COUNT(*) FROM briefing WHERE duty = $1 AND period_from = $2 AND"
                     " newest = 1 AND id <> $3"};

/* All but the duty and the period follows from them. */
static enum status prepare_briefing(struct context *cx, struct record *rec)
{
    struct briefing *briefing = AS(briefing, rec);
    struct agency_duty duty;
    int64_t others;
    struct date from;
    if (text_empty(briefing->duty) || !date_is_set(briefing->period_from)) return OK;
    enum status found = record_fetch(cx, &agency_duty_kind, briefing->duty, 0, &duty);
    if (found == NOT_FOUND || (found == OK && !text_equal(duty.base.agency, rec->agency)))
        return issue(cx, "duty", "field.unknown_record", "");
    TRY(found);
    if (!text_equal(duty.sort, "briefing")) return issue(cx, "duty", "obligation.no_briefing", "");
    if (!obligation_period(duty.interval, briefing->period_from, &from, &briefing->period_to))
        return issue(cx, "duty", "obligation.no_period", "");
    briefing->period_from = from;
    TRY(store_int(cx, &same_period, BIND(briefing->duty, from, rec->id), &others));
    if (others) return issue(cx, "period_from", "obligation.same_period", "");
    briefing->recipient = duty.recipient;
    briefing->due_on = date_plus(briefing->period_to, (int)duty.days);
    briefing->title = arena_format(cx->mem, "%s（%s—%s）", duty.title, date_iso(cx->mem, from),
                                   date_iso(cx->mem, briefing->period_to));
    return OK;
}

static GUARD(guard_send)
{
    struct date day;
    TRY(record_validate(cx, rec));
    if (text_empty(AS_CONST(briefing, rec)->content))
        return issue(cx, "content", "field.required", "");
    TRY(oversight_day(cx, why, &day));
    bool early = day.day < AS_CONST(briefing, rec)->period_from.day;
    return early ? issue(cx, "on", "field.before_since", "") : OK;
}

static EFFECT(effect_send)
{
    AS(briefing, rec)->sent_on = why->on;
    AS(briefing, rec)->sent_how = why->why;
    return OK;
}

static EFFECT(effect_feedback)
{
    AS(briefing, rec)->feedback_on = cx->today;
    AS(briefing, rec)->feedback = why->why;
    return OK;
}

static struct record_due briefing_due(struct context *cx, const struct record *rec)
{
    const struct briefing *briefing = AS_CONST(briefing, rec);
    bool waits = rec->state == BRIEFING_DUE;
    return (struct record_due){waits ? briefing->due_on : DATE_NONE, "", "cn"};
}

/* clang-format off */
static const struct state briefing_states[] = {
    [BRIEFING_DUE]      = {"due",      "待通报",   "To be sent", EDITABLE | WORKING, OFFICER},
    [BRIEFING_SENT]     = {"sent",     "已通报",   "Sent",       0,                  OFFICER},
    [BRIEFING_ANSWERED] = {"answered", "已有反馈", "Answered",   ENDED,              NOBODY},
    [BRIEFING_DROPPED]  = {"dropped",  "不再通报", "Dropped",    ENDED,              NOBODY},
};
static const struct move briefing_moves[] = {
    {BRIEFING_DUE,  "send-briefing",  BRIEFING_SENT,     OFFICER,  guard_send, effect_send,     NO_ENTRY, NEEDS_REASON | NEEDS_DATE, NULL},
    {BRIEFING_DUE,  "drop-briefing",  BRIEFING_DROPPED,  APPROVER, NULL,       NULL,            NO_ENTRY, NEEDS_REASON,              NULL},
    {BRIEFING_SENT, "note-feedback",  BRIEFING_ANSWERED, OFFICER,  NULL,       effect_feedback, NO_ENTRY, NEEDS_REASON,              NULL},
};
/* clang-format on */
static const struct workflow briefing_workflow = {
    .name = "briefing",
    WORKFLOW_TABLES(briefing_states, briefing_moves),
};

/* ---- lines ----------------------------------------------------------------------------------- */

/* clang-format off */
static const struct state line_states[] = {
    [OBLIGATION_LINE_PREPARED] = {"prepared", "待公开", "Prepared", 0,         PROGRAM},
    [OBLIGATION_LINE_RELEASED] = {"released", "已公开", "Released", IS_PUBLIC, NOBODY },
};
static const struct move line_moves[] = {
    {OBLIGATION_LINE_PREPARED, "publish-line", OBLIGATION_LINE_RELEASED, PROGRAM, obligation_guard_line, NULL, ENTRY_RELEASED,  NOT_A_BUTTON, NULL},
    {OBLIGATION_LINE_RELEASED, "update-line",  OBLIGATION_LINE_RELEASED, PROGRAM, obligation_guard_line, obligation_effect_line, ENTRY_CORRECTED, NOT_A_BUTTON, NULL},
};
/* clang-format on */
static const struct workflow line_workflow = {
    .name = "obligation_line",
    WORKFLOW_TABLES(line_states, line_moves),
};

/* clang-format off */
const struct kind agency_duty_kind = {
    .name = "agency_duty", .zh = "公开职责", .en = "Duty", .schema = 1, KIND_TABLES(agency_duty), .title = "title",
    .order = "since", .workflow = &publication_workflow, .check = check_duty};
const struct kind briefing_kind = {
    .name = "briefing", .zh = "定期通报", .en = "Briefing", .flags = INTERNAL, .schema = 1,
    .size = sizeof(struct briefing), .public_size = sizeof(struct briefing_public),
    .fields = briefing_fields, .field_count = COUNT_OF(briefing_fields), .title = "title",
    .order = "due_on", .workflow = &briefing_workflow, .prepare = prepare_briefing, .due = briefing_due};
const struct kind obligation_line_kind = {
    .name = "obligation_line", .zh = "逾期职责公示", .en = "Late duty", .flags = CONSOLE | BY_PROGRAM,
    .schema = 1, KIND_TABLES(obligation_line), .title = "title", .order = "due_on",
    .workflow = &line_workflow};
/* clang-format on */
