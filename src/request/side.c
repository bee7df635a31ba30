/* Consultations, search tasks, remedies, withheld parts and struck events: records beside the
 * application whose moves write its clock and move it along. */
#include "base/text.h"
#include "request/private.h"

static const struct sql consultations_open = {
    "request.consultations_open", "SELECT COUNT(*) FROM consultation WHERE application = $1"
                                  " AND state = 'sent' AND newest = 1"};
static const struct sql tasks_asked = {"request.tasks_asked",
                                       "SELECT COUNT(*) FROM search_task WHERE application = $1"
                                       " AND state = 'asked' AND newest = 1"};

static int64_t count_of(struct context *cx, const struct sql *sql, const struct record *rec)
{
    int64_t count = 0;
    return store_int(cx, sql, BIND(rec->id), &count) == OK ? count : 0;
}

/* The record that is just being ended is still stored as open: one more is another one. */
OFFER(more_consultations)
{
    return count_of(cx, &consultations_open, rec) > 1;
}
OFFER(more_tasks)
{
    return count_of(cx, &tasks_asked, rec) > 1;
}
OFFER(tasks_open)
{
    return count_of(cx, &tasks_asked, rec) > 0;
}

/* "consult", "consulted", "notify-fee", "fee-settled" are done by the record that they are about.
 */
GUARD(guard_event)
{
    const struct request_event *event = why->with;
    return event ? OK : issue(cx, "", "request.by_its_record", "");
}

EFFECT(effect_event)
{
    const struct request_event *event = why->with;
    if (text_empty(event->event)) { /* nothing that the clock knows */
        AS(application, rec)->capsule_stale = true;
        return OK;
    }
    return request_happens(cx, AS(application, rec), event);
}

static enum status step_with(struct context *cx, const char *application, const char *verb,
                             const struct request_event *event)
{
    struct reason reason = NO_REASON;
    reason.with = event;
    return request_step(cx, application, verb, &reason);
}

static enum status recount_without(struct context *cx, const char *application, const char *event)
{
    struct request_recount recount = {event};
    struct reason reason = NO_REASON;
    const struct actor *person = cx->actor;
    reason.with = &recount;
    cx->actor = record_hand(cx);
    enum status status = request_step(cx, application, "recount", &reason);
    cx->actor = person;
    return status;
}

/* Of the same agency: what belongs to a file is kept where the file is. */
static enum status of_own(struct context *cx, const struct record *rec, const char *application,
                          struct application *ret)
{
    enum status found = request_fetch(cx, application, ret);
    if (found == NOT_FOUND || (found == OK && !text_equal(ret->base.agency, rec->agency)))
        return issue(cx, "application", "field.unknown_record", "");
    return found;
}

/* What can be asked only while the file is in hand. */
static enum status in_hand(struct context *cx, const struct record *rec, const char *application,
                           struct application *ret)
{
    TRY(of_own(cx, rec, application, ret));
    bool open = ret->base.state == REGISTERED || ret->base.state == SEARCHING ||
                ret->base.state == CONSULTING;
    return open ? OK : issue(cx, "application", "request.not_in_hand", ret->title);
}

/* ---- what is open when an application ends ---- */

const struct request_over request_is_over = {0};

static const struct sql open_rows[] = {
    {"request.open_consultations", "SELECT id FROM consultation WHERE application = $1"
                                   " AND state IN ('drafted', 'sent') AND newest = 1"},
    {"request.open_tasks",
     "SELECT id FROM search_task WHERE application = $1 AND state = 'asked' AND newest = 1"                            },
    {"request.open_fees",          "SELECT id FROM fee_notice WHERE application = $1"
                          " AND state IN ('drafted', 'noticed') AND newest = 1"               },
};

static enum status end_rows(struct context *cx, const char *application, size_t at)
{
    enum { ROWS_MAX = 100 };
    const struct kind *const kinds[] = {&consultation_kind, &search_task_kind, &fee_notice_kind};
    static const char *const verbs[] = {"recall", "recall", "waive"};
    const char *ids[ROWS_MAX];
    struct reason reason = NO_REASON;
    struct rows *rows;
    size_t count = 0;
    reason.why = "申请已经办结";
    reason.with = &request_is_over;
    TRY(store_query(cx, &open_rows[at], BIND(application), &rows));
    while (count < ROWS_MAX && rows_next(rows)) ids[count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++) {
        struct record *rec = arena_alloc(cx->mem, kinds[at]->size);
        TRY(record_fetch(cx, kinds[at], ids[i], 0, rec));
        TRY(record_move(cx, rec, verbs[at], &reason));
    }
    return OK;
}

enum status request_end_beside(struct context *cx, const struct application *a)
{
    const struct actor *person = cx->actor;
    size_t kinds = a->base.state == FEE_NOTICED && text_equal(a->outcome, "fee-unpaid") ? 2 : 3;
    enum status status = OK;
    cx->actor = record_hand(cx);
    for (size_t i = 0; i < kinds && status == OK; i++) status = end_rows(cx, a->base.id, i);
    cx->actor = person;
    return status;
}

/* ---- consultations ---- */

enum status consultation_prepare(struct context *cx, struct record *rec)
{
    struct consultation *c = AS(consultation, rec);
    const struct word *sort = field_word(kind_field(rec->kind, "sort"), c->sort);
    struct application a;
    if (request_fetch(cx, c->application, &a) != OK || !sort) return OK;
    c->title = arena_format(cx->mem, "%s：%s", sort->zh, a.title);
    return OK;
}

enum status consultation_check(struct context *cx, const struct record *rec)
{
    struct application a;
    const struct consultation *c = AS_CONST(consultation, rec);
    if (text_empty(c->application) || rec->state != CONSULT_DRAFTED) return OK;
    return in_hand(cx, rec, c->application, &a);
}

static const struct {
    const char *sort, *served, *answered, *date, *template;
} consulting[] = {
    {"third-party", "third-party-served", "third-party-answered", "third_party_by",
     "third-party-consultation"                                                                            },
    {"co-maker",    "agency-served",      "agency-answered",      "agency_by",      "co-maker-consultation"},
    {"secrecy",     "secrecy-served",     "secrecy-answered",     "",               "secrecy-consultation" },
};

static size_t consulting_row(const char *sort)
{
    size_t i = 0;
    while (i + 1 < COUNT_OF(consulting) && !text_equal(consulting[i].sort, sort)) i++;
    return i;
}

const char *request_consultation_begins(const char *sort)
{
    return consulting[consulting_row(sort)].served;
}

/* The law may not know the event: then the time is not taken out of the term. */
static const char *known_event(struct context *cx, const char *application, const char *event)
{
    struct application a;
    if (request_fetch(cx, application, &a) != OK) return "";
    const struct regime *regime = request_regime(&a);
    return regime && regime_event(regime, event) ? event : "";
}

GUARD(guard_send)
{
    struct application a;
    struct date day;
    const struct consultation *c = AS_CONST(consultation, rec);
    TRY(request_today(cx, why, &day));
    TRY(record_validate(cx, rec));
    if (text_empty(c->party)) return issue(cx, "party", "field.required", "");
    /* The letter asks in the officer's words: the applicant's may say who applied. */
    if (text_empty(c->question)) return issue(cx, "question", "field.required", "");
    return in_hand(cx, rec, c->application, &a);
}

/* By the clock of the application, which knows that the letter was served. */
static enum status find_last_day(struct context *cx, struct consultation *c,
                                 struct application *ret)
{
    struct law_clock *clock = arena_make(cx->mem, struct law_clock);
    TRY(request_fetch(cx, c->application, ret));
    TRY(request_clock(cx, ret, clock));
    const struct law_named_date *by =
        law_clock_date(clock, consulting[consulting_row(c->sort)].date);
    c->answer_by = by ? by->on : DATE_NONE;
    return OK;
}

EFFECT(effect_send)
{
    struct consultation *c = AS(consultation, rec);
    size_t row = consulting_row(c->sort);
    struct request_event event = {known_event(cx, c->application, consulting[row].served),
                                  DATE_NONE, 0, rec->id, ""};
    struct application a;
    TRY(request_today(cx, why, &event.on));
    c->served_on = event.on;
    TRY(step_with(cx, c->application, "consult", &event));
    TRY(find_last_day(cx, c, &a));
    const struct request_code *code = why->with;
    if (code) c->capsule_key = code->public_hex;
    c->capsule_stale = !text_empty(c->capsule_key);
    struct letter_plan plan = {
        .template = consulting[row].template, .consultation = c, .on = c->answer_by};
    return letter_draft(cx, &a, &plan);
}

/* The letter was served on another day than it was written on. */
EFFECT(effect_consult_served)
{
    struct consultation *c = AS(consultation, rec);
    const struct request_moved *served = why->with;
    struct request_moved moved = {rec->id, served->on};
    struct reason reason = NO_REASON;
    struct application a;
    reason.with = &moved;
    c->served_on = served->on;
    c->capsule_stale = true;
    TRY(request_step(cx, c->application, "note-service", &reason));
    return find_last_day(cx, c, &a);
}

static enum status end_consultation(struct context *cx, struct consultation *c, struct date day,
                                    bool answered)
{
    size_t row = consulting_row(c->sort);
    struct request_event event = {"", day, 0, c->base.id, ""};
    if (answered) event.event = known_event(cx, c->application, consulting[row].answered);
    c->answered_on = day;
    return step_with(cx, c->application, "consulted", &event);
}

GUARD(guard_consult_answer)
{
    const struct consultation *c = AS_CONST(consultation, rec);
    const struct request_reply *reply = why->with;
    struct date day;
    bool known =
        reply && (text_equal(reply->answer, "agrees") || text_equal(reply->answer, "refuses"));
    if (!known) return issue(cx, "answer", "field.required", "");
    TRY(request_day(cx, why, &day));
    return day.day < c->served_on.day ? issue(cx, "on", "request.before_service", "") : OK;
}

EFFECT(effect_consult_answer)
{
    struct consultation *c = AS(consultation, rec);
    const struct request_reply *reply = why->with;
    struct date day;
    TRY(request_day(cx, why, &day));
    c->answer = reply->answer;
    c->answer_text = reply->text ? reply->text : "";
    return end_consultation(cx, c, day, true);
}

/* 第32条: who does not answer leaves it to the agency; 第34条: another agency then agrees. The
 * clock knows by itself that the wait has ended. */
GUARD(guard_silent)
{
    const struct consultation *c = AS_CONST(consultation, rec);
    struct letter_told told = {c->application, consulting[consulting_row(c->sort)].template,
                               rec->id, c->served_on};
    bool over = date_is_set(c->answer_by) && cx->today.day > c->answer_by.day;
    return over ? letter_was_served(cx, &told) : issue(cx, "", "request.not_yet_lapsed", "");
}

EFFECT(effect_silent)
{
    struct consultation *c = AS(consultation, rec);
    c->answer = "silent";
    return end_consultation(cx, c, c->answer_by, false);
}

/* Too late to bind, but not lost: whoever decides can read it. */
EFFECT(effect_late_answer)
{
    const struct request_reply *reply = why->with;
    if (!reply || text_empty(reply->text)) return issue(cx, "text", "field.required", "");
    AS(consultation, rec)->answer_text = reply->text;
    return OK;
}

static const struct sql strike_about = {
    "request.strike_about", "UPDATE application_event SET state = 'struck', version = version + 1,"
                            " changed_at = $2 WHERE about = $1 AND state = 'stands'"};

/* Asked in error: its event no longer counts. */
EFFECT(effect_consult_recall)
{
    struct consultation *c = AS(consultation, rec);
    struct request_event event = {"", cx->today, 0, rec->id, ""};
    if (rec->state == CONSULT_DRAFTED || why->with == &request_is_over) return OK;
    TRY(store_run(cx, &strike_about, BIND(rec->id, cx->now), NULL));
    TRY(step_with(cx, c->application, "consulted", &event));
    return recount_without(cx, c->application, "");
}

/* ---- search tasks ---- */

/* Asking a unit is what puts the application in search. */
enum status search_task_prepare(struct context *cx, struct record *rec)
{
    struct search_task *task = AS(search_task, rec);
    struct application a;
    struct request_event event = {"", cx->today, 0, rec->id, ""};
    if (text_empty(task->application) || request_fetch(cx, task->application, &a) != OK) return OK;
    if (a.base.state != REGISTERED || rec->state != TASK_ASKED) return OK;
    return step_with(cx, task->application, "search", &event);
}

enum status search_task_check(struct context *cx, const struct record *rec)
{
    const struct search_task *task = AS_CONST(search_task, rec);
    struct application a;
    if (text_empty(task->application) || rec->state != TASK_ASKED) return OK;
    TRY(in_hand(cx, rec, task->application, &a));
    if (!date_is_set(task->answer_by)) return OK;
    if (date_is_set(a.received_on) && task->answer_by.day < a.received_on.day)
        return issue(cx, "answer_by", "request.before_receipt", "");
    return OK;
}

static enum status end_search(struct context *cx, const struct search_task *task)
{
    struct request_event event = {"", cx->today, 0, task->base.id, ""};
    struct application a;
    TRY(request_fetch(cx, task->application, &a));
    if (a.base.state != SEARCHING) return OK;
    return step_with(cx, task->application, "searched", &event);
}

GUARD(guard_report_back)
{
    const struct request_reply *reply = why->with;
    struct date day;
    if (!reply || !field_word(kind_field(rec->kind, "result"), reply->answer))
        return issue(cx, "answer", "field.required", "");
    return request_day(cx, why, &day);
}

EFFECT(effect_report_back)
{
    struct search_task *task = AS(search_task, rec);
    const struct request_reply *reply = why->with;
    TRY(request_day(cx, why, &task->answered_on));
    task->result = reply->answer;
    task->answer = reply->text ? reply->text : "";
    return end_search(cx, task);
}

EFFECT(effect_task_recall)
{
    return why->with == &request_is_over ? OK : end_search(cx, AS(search_task, rec));
}

/* ---- withheld parts ---- */

GUARD(guard_part_open)
{
    struct application a;
    return in_hand(cx, rec, AS_CONST(withheld_part, rec)->application, &a);
}

enum status withheld_part_check(struct context *cx, const struct record *rec)
{
    const struct withheld_part *part = AS_CONST(withheld_part, rec);
    struct application a;
    if (text_empty(part->application)) return OK;
    TRY(in_hand(cx, rec, part->application, &a));
    const struct regime *regime = request_regime(&a);
    if (!text_empty(part->exemption) && regime &&
        !regime_may_withhold(regime, part->exemption, cx->today))
        return issue(cx, "exemption", "request.unknown_exemption", part->exemption);
    return OK;
}

/* ---- events entered wrongly ---- */

/* Not the one on which the state rests, and not once the application is closed. */
GUARD(guard_strike_event)
{
    struct application a;
    TRY(request_fetch(cx, AS_CONST(application_event, rec)->application, &a));
    bool rests = a.base.state == CORRECTING || a.base.state == CONSULTING ||
                 a.base.state == FEE_NOTICED || a.base.state >= ANSWERED;
    return rests ? issue(cx, "", "request.event_carries", "") : OK;
}

EFFECT(effect_strike_event)
{
    return recount_without(cx, AS(application_event, rec)->application, rec->id);
}
