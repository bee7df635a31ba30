/* Accountability: trigger → facts → opinion → decision → served → appeal (S36; 令711 第51–53条,
 * 公务员法 第95条). The program proposes a case where the registers show a cause; people decide. */
#include "base/text.h"
#include "oversight/measure.h"
#include "oversight/obligation.h"
#include "oversight/private.h"
#include "web/message.h"

enum { APPEAL_DAYS = 30 }; /* 公务员法 第95条: 自知道该人事处理之日起三十日内 */

static GUARD(guard_hear)
{
    TRY(guard_above_complete(cx, rec, why));
    bool known = !text_empty(AS_CONST(accountability_case, rec)->facts);
    return known ? OK : issue(cx, "facts", "field.required", "");
}

static EFFECT(effect_opinion)
{
    AS(accountability_case, rec)->opinion = why->why;
    return OK;
}

static GUARD(guard_decide)
{
    const struct accountability_case *matter = AS_CONST(accountability_case, rec);
    TRY(guard_above_complete(cx, rec, why));
    if (text_empty(matter->decision)) return issue(cx, "decision", "field.required", "");
    return text_empty(matter->basis) ? issue(cx, "basis", "field.required", "") : OK;
}

static EFFECT(effect_decide)
{
    AS(accountability_case, rec)->decided_on = cx->today;
    return OK;
}

static GUARD(guard_serve)
{
    struct date day;
    TRY(guard_above(cx, rec, why));
    TRY(oversight_day(cx, why, &day));
    bool before = day.day < AS_CONST(accountability_case, rec)->decided_on.day;
    return before ? issue(cx, "on", "field.before_since", "") : OK;
}

static EFFECT(effect_serve)
{
    struct accountability_case *matter = AS(accountability_case, rec);
    matter->served_on = why->on;
    matter->appeal_by = date_plus(why->on, APPEAL_DAYS);
    return OK;
}

static GUARD(guard_appeal)
{
    bool over = cx->today.day > AS_CONST(accountability_case, rec)->appeal_by.day;
    return over ? issue(cx, "", "oversight.appeal_is_over", "") : OK;
}

static EFFECT(effect_appeal)
{
    AS(accountability_case, rec)->appeal = why->why;
    return OK;
}

/* Who decided does not judge their own decision. */
static GUARD(guard_settle_appeal)
{
    bool decided = true;
    TRY(guard_above(cx, rec, why));
    TRY(record_did(cx, rec, cx->actor->id, "decide", &decided));
    return decided ? issue(cx, "", "oversight.decided_it_themselves", "") : OK;
}

static EFFECT(effect_settle_appeal)
{
    AS(accountability_case, rec)->appeal_result = why->why;
    return OK;
}

static GUARD(guard_final)
{
    TRY(guard_above(cx, rec, why));
    bool open = cx->today.day <= AS_CONST(accountability_case, rec)->appeal_by.day;
    return open ? issue(cx, "", "oversight.appeal_is_open", "") : OK;
}

/* clang-format off */
static const struct state case_states[] = {
    [CASE_PROPOSED] = {"proposed", "建议追究，待决定", "Proposed",        WORKING,            SUPERVISE},
    [CASE_OPEN]     = {"open",     "调查",             "Being examined",  EDITABLE | WORKING, SUPERVISE},
    [CASE_HEARING]  = {"hearing",  "听取意见",         "Being heard",     WORKING,            OFFICER},
    [CASE_HEARD]    = {"heard",    "待决定",           "To be decided",   EDITABLE | WORKING, SUPERVISE},
    [CASE_DECIDED]  = {"decided",  "待送达",           "To be served",    WORKING,            SUPERVISE},
    [CASE_SERVED]   = {"served",   "已送达",           "Served",          WORKING,            OFFICER},
    [CASE_APPEALED] = {"appealed", "申诉复核",         "Appealed",        WORKING,            SUPERVISE},
    [CASE_CLOSED]   = {"closed",   "已办结",           "Closed",          ENDED,              NOBODY},
    [CASE_REFUSED]  = {"refused",  "不予追究",         "Not pursued",     ENDED,              NOBODY},
};
static const struct move case_moves[] = {
    {CASE_PROPOSED, "accept-case",    CASE_OPEN,     SUPERVISE, guard_above,         NULL,                 NO_ENTRY, NEEDS_REASON, NULL},
    {CASE_PROPOSED, "refuse-case",    CASE_REFUSED,  SUPERVISE, guard_above,         NULL,                 NO_ENTRY, NEEDS_REASON, NULL},
    {CASE_OPEN,     "hear",           CASE_HEARING,  SUPERVISE, guard_hear,          NULL,                 NO_ENTRY, 0,            NULL},
    {CASE_OPEN,     "refuse-case",    CASE_REFUSED,  SUPERVISE, guard_above,         NULL,                 NO_ENTRY, NEEDS_REASON, NULL},
    {CASE_HEARING,  "state-opinion",  CASE_HEARD,    OFFICER,   NULL,                effect_opinion,       NO_ENTRY, NEEDS_REASON, NULL},
    {CASE_HEARD,    "decide",         CASE_DECIDED,  SUPERVISE, guard_decide,        effect_decide,        NO_ENTRY, 0,            NULL},
    {CASE_DECIDED,  "serve-decision", CASE_SERVED,   SUPERVISE, guard_serve,         effect_serve,         NO_ENTRY, NEEDS_DATE,   NULL},
    {CASE_SERVED,   "appeal",         CASE_APPEALED, OFFICER,   guard_appeal,        effect_appeal,        NO_ENTRY, NEEDS_REASON, NULL},
    {CASE_SERVED,   "close-case",     CASE_CLOSED,   SUPERVISE, guard_final,         NULL,                 NO_ENTRY, 0,            NULL},
    {CASE_APPEALED, "settle-appeal",  CASE_CLOSED,   SUPERVISE, guard_settle_appeal, effect_settle_appeal, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */

const struct workflow case_workflow = {
    .name = "accountability_case",
    WORKFLOW_TABLES(case_states, case_moves),
};

/* ---- what the program proposes --------------------------------------------------------------- */

/* Each statement gives record, agency and what names it: a reference, never a person. $1: today. */
struct cause {
    const char *cause, *kind, *message;
    struct sql sql;
};
static const struct cause causes[] = {
    {"late-answer",
     "application", "oversight.case_late",
     {"oversight.late_answers",
      "SELECT a.id, a.agency, a.title FROM application a WHERE a.newest = 1 AND a.paused = 0"
      " AND a.state NOT IN ('withdrawn', 'lapsed', 'awaiting-confirmation')"
      " AND COALESCE(a.delayed_until, a.extended_due_on, a.due_on) < COALESCE(a.closed_on, $1)"
      " AND NOT EXISTS (SELECT 1 FROM accountability_case c WHERE c.source = a.id"
      " AND c.cause = 'late-answer') ORDER BY a.agency, a.id LIMIT 100"}     },
    {"leak",
     "",            "oversight.case_leak",
     {"oversight.leaks",
      "SELECT DISTINCT t.record, t.agency, t.item_number FROM act t WHERE t.type = 'erased'"
      " AND t.reason_class = 'leak' AND t.acted_on <= $1"
      " AND NOT EXISTS (SELECT 1 FROM accountability_case c WHERE c.source = t.record"
      " AND c.cause = 'leak') ORDER BY t.agency, t.record LIMIT 100"}        },
    {"unlawful-refusal",
     "remedy",      "oversight.case_refusal",
     {"oversight.refusals",
      "SELECT r.id, r.agency, a.title FROM remedy r JOIN application a ON a.id = r.application"
      " AND a.newest = 1 WHERE r.newest = 1 AND r.result = 'corrected' AND r.decided_on <= $1"
      " AND NOT EXISTS (SELECT 1 FROM accountability_case c WHERE c.source = r.id"
      " AND c.cause = 'unlawful-refusal') ORDER BY r.agency, r.id LIMIT 100"}},
};

static const struct sql agency_id = {"oversight.agency_id",
                                     "SELECT id FROM agency WHERE code = $1 AND newest = 1"};

struct proposal {
    const struct cause *cause;
    const char *source, *agency, *name;
    struct proposal *next;
};

static enum status propose(struct context *cx, const struct proposal *p)
{
    struct accountability_case matter;
    record_init(&accountability_case_kind, &matter);
    matter.base.agency = p->agency;
    TRY(store_text(cx, &agency_id, BIND(p->agency), &matter.about));
    matter.title = message_format(cx->mem, CHINESE, p->cause->message, &p->name, 1);
    matter.cause = p->cause->cause;
    matter.found_on = cx->today;
    matter.source_kind = p->cause->kind;
    matter.source = p->source;
    return record_insert(cx, &matter.base);
}

static enum status find_proposals(struct context *cx, struct proposal **ret_first)
{
    struct proposal **last = ret_first;
    *ret_first = NULL;
    for (size_t i = 0; i < COUNT_OF(causes); i++) {
        struct rows *rows;
        TRY(store_query(cx, &causes[i].sql, BIND(cx->today), &rows));
        while (rows_next(rows)) {
            *last = arena_make(cx->mem, struct proposal);
            **last = (struct proposal){&causes[i], rows_text(rows, 0), rows_text(rows, 1),
                                       rows_text(rows, 2), NULL};
            last = &(*last)->next;
        }
        TRY(rows_end(rows));
    }
    return OK;
}

/* ---- items of the month before that were released late ----------------------------------------
 */

static const struct sql all_agencies = {"oversight.agencies",
                                        "SELECT code FROM agency WHERE newest = 1 ORDER BY code"};
static const struct sql proposed_for = {
    "oversight.proposed_for", "SELECT COUNT(*) FROM accountability_case WHERE agency = $1 AND"
                              " cause = 'not-updated' AND source = $2"};

/* One proposal for an agency and a month, however many items it is about: they are in its list. */
static enum status propose_late_items(struct context *cx, const char *agency)
{
    struct civil now = date_civil(cx->today);
    struct date first =
        date_of(now.month == 1 ? now.year - 1 : now.year, now.month == 1 ? 12 : now.month - 1, 1);
    struct period of = {agency, first, date_plus(date_of(now.year, now.month, 1), -1), cx->today};
    const char *month =
        arena_format(cx->mem, "%d-%02d", date_civil(first).year, date_civil(first).month);
    struct measured *rows;
    struct accountability_case matter;
    int64_t there;
    size_t count;
    TRY(store_int(cx, &proposed_for, BIND(agency, month), &there));
    if (there) return OK;
    TRY(measure_take(cx, measure_by_name("late-items"), &of, &rows, &count));
    if (!count) return OK;
    record_init(&accountability_case_kind, &matter);
    matter.base.agency = agency;
    TRY(store_text(cx, &agency_id, BIND(agency), &matter.about));
    const char *const details[] = {month, arena_format(cx->mem, "%zu", count)};
    matter.title = message_format(cx->mem, CHINESE, "oversight.case_late_items", details, 2);
    matter.cause = "not-updated";
    matter.found_on = cx->today;
    matter.source = month;
    struct out numbers = out_new(cx->mem);
    for (const struct measured *row = rows; row && numbers.size < 3000; row = row->next)
        out_format(&numbers, "- %s\n", row->number);
    matter.facts = numbers.text;
    return record_insert(cx, &matter.base);
}

static enum status propose_late_months(struct context *cx)
{
    enum { AGENCIES_MAX = 4000 };
    const char **codes = arena_array(cx->mem, const char *, AGENCIES_MAX);
    struct rows *rows;
    size_t n = 0;
    TRY(store_query(cx, &all_agencies, BIND_NONE, &rows));
    while (n < AGENCIES_MAX && rows_next(rows)) codes[n++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < n; i++) TRY(propose_late_items(cx, codes[i]));
    return OK;
}

enum status oversight_daily(struct context *cx)
{
    struct proposal *first;
    const struct actor *person = cx->actor;
    TRY(find_proposals(cx, &first));
    cx->actor = &access_program;
    enum status status = OK;
    for (; first && status == OK; first = first->next) status = propose(cx, first);
    if (status == OK) status = propose_late_months(cx);
    cx->actor = person;
    return status == OK ? obligation_daily(cx) : status;
}
