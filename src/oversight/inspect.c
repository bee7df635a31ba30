/* Inspections and what they find (S24, S34; 令711 第49条). */
#include "base/text.h"
#include "oversight/private.h"
#include "publication/publication.h"
#include "record/lifecycle.h"

/* ---- inspections ----------------------------------------------------------------------------- */

/* What was looked at, and when: the day has come. */
static GUARD(guard_hold)
{
    const struct inspection *inspection = AS_CONST(inspection, rec);
    TRY(record_validate(cx, rec));
    if (!date_is_set(inspection->held_on)) return issue(cx, "held_on", "field.required", "");
    if (text_empty(inspection->sample)) return issue(cx, "sample", "field.required", "");
    bool future = inspection->held_on.day > cx->today.day;
    return future ? issue(cx, "held_on", "oversight.in_the_future", "") : OK;
}

static const struct sql not_notified = {
    "oversight.not_notified", "SELECT COUNT(*) FROM finding WHERE inspection = $1 AND newest = 1"
                              " AND state = 'noted'"};

static GUARD(guard_conclude)
{
    int64_t noted = 0;
    if (text_empty(AS_CONST(inspection, rec)->result))
        return issue(cx, "result", "field.required", "");
    TRY(store_int(cx, &not_notified, BIND(rec->id), &noted));
    return noted ? issue(cx, "", "oversight.findings_not_notified", "") : OK;
}

static GUARD(guard_check)
{
    TRY(guard_not_an_editor(cx, rec, why));
    return record_validate(cx, rec);
}

/* clang-format off */
static const struct state inspection_states[] = {
    [INSPECTION_PLANNED]    = {"planned",    "已列入计划", "Planned",               EDITABLE | WORKING, SUPERVISE},
    [INSPECTION_HELD]       = {"held",       "已检查",     "Held",                  EDITABLE | WORKING, SUPERVISE},
    [INSPECTION_CONCLUDED]  = {"concluded",  "结果待审查", "Concluded",             WORKING,            REVIEWER},
    [INSPECTION_CHECKED]    = {"checked",    "结果已审查", "Reviewed",              WORKING,            RELEASER},
    [INSPECTION_RELEASED]   = {"released",   "结果已公开", "Result published",      IS_PUBLIC,          NOBODY},
    [INSPECTION_SUPERSEDED] = {"superseded", "已更正",     "Corrected",             ENDED,              NOBODY},
    [INSPECTION_SUSPENDED]  = {"suspended",  "暂停公开",   "Suspended",             WORKING,            RELEASER},
    [INSPECTION_WITHDRAWN]  = {"withdrawn",  "已撤回",     "Withdrawn",             ENDED,              NOBODY},
    [INSPECTION_CALLED_OFF] = {"called-off", "已取消",     "Called off",            ENDED,              NOBODY},
    [INSPECTION_DISCARDED]  = {"discarded",  "已放弃",     "Discarded",             ENDED,              NOBODY},
};
enum { END = NEEDS_REASON | NEEDS_ARTICLE | NEEDS_CLASS };
static const struct move inspection_moves[] = {
    {INSPECTION_PLANNED,   "hold",       INSPECTION_HELD,       SUPERVISE, guard_hold,            NULL,                NO_ENTRY,        0,            NULL},
    {INSPECTION_PLANNED,   "call-off",   INSPECTION_CALLED_OFF, SUPERVISE, NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON, NULL},
    {INSPECTION_PLANNED,   "discard",    INSPECTION_DISCARDED,  SUPERVISE, guard_discard,         effect_discard,      NO_ENTRY,        NEEDS_REASON, edition_is_later},
    {INSPECTION_HELD,      "wind-up",    INSPECTION_CONCLUDED,  SUPERVISE, guard_conclude,        NULL,                NO_ENTRY,        0,            NULL},
    {INSPECTION_CONCLUDED, "check",      INSPECTION_CHECKED,    REVIEWER,  guard_check,           effect_bind_bytes,   NO_ENTRY,        0,            NULL},
    {INSPECTION_CONCLUDED, "return",     INSPECTION_HELD,       REVIEWER,  NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON, NULL},
    {INSPECTION_CHECKED,   "publish",    INSPECTION_RELEASED,   RELEASER,  guard_release,         effect_supersede,    ENTRY_RELEASED,  0,            NULL},
    {INSPECTION_CHECKED,   "return",     INSPECTION_HELD,       RELEASER,  NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON, NULL},
    {INSPECTION_RELEASED,  "correct",    INSPECTION_RELEASED,   SUPERVISE, guard_no_open_edition, effect_open_edition, NO_ENTRY,        NEEDS_REASON, NULL},
    {INSPECTION_RELEASED,  "suspend",    INSPECTION_SUSPENDED,  STOPPER,   NULL,                  NULL,                ENTRY_ERASED,    NEEDS_REASON, NULL},
    {INSPECTION_SUSPENDED, "restore",    INSPECTION_RELEASED,   RELEASER,  guard_second_person,   NULL,                ENTRY_RELEASED,  NEEDS_REASON, NULL},
    {INSPECTION_SUSPENDED, "correct",    INSPECTION_SUSPENDED,  SUPERVISE, guard_no_open_edition, effect_open_edition, NO_ENTRY,        NEEDS_REASON, NULL},
    {INSPECTION_SUSPENDED, "withdraw",   INSPECTION_WITHDRAWN,  RELEASER,  guard_second_person,   NULL,                ENTRY_WITHDRAWN, END,          NULL},
};
/* clang-format on */

const struct workflow inspection_workflow = {
    .name = "inspection",
    WORKFLOW_TABLES(inspection_states, inspection_moves),
};

/* ---- findings -------------------------------------------------------------------------------- */

static GUARD(guard_notify)
{
    TRY(guard_above_complete(cx, rec, why));
    return oversight_not_past(cx, "rectify_by", AS_CONST(finding, rec)->rectify_by);
}

static EFFECT(effect_notify)
{
    AS(finding, rec)->notified_on = cx->today;
    return OK;
}

static EFFECT(effect_rectify)
{
    struct finding *finding = AS(finding, rec);
    finding->rectified_on = cx->today;
    finding->proof = why->why;
    return OK;
}

/* Not put right after all: the proof was not one. The day may be moved, never dropped. */
static GUARD(guard_reopen)
{
    TRY(guard_above(cx, rec, why));
    return oversight_not_past(cx, "on", why->on);
}

static EFFECT(effect_reopen)
{
    struct finding *finding = AS(finding, rec);
    finding->rectify_by = why->on;
    finding->rectified_on = DATE_NONE;
    finding->proof = "";
    return OK;
}

static EFFECT(effect_close)
{
    AS(finding, rec)->closed_on = cx->today;
    return OK;
}

static const struct sql next_problem = {
    "oversight.next_problem", "SELECT COALESCE(MAX(serial), 0) + 1 FROM problem WHERE agency = $1"
                              " AND year = $2 AND newest = 1"};

static GUARD(guard_carry)
{
    bool carried = !text_empty(AS_CONST(finding, rec)->problem);
    return carried ? issue(cx, "", "oversight.carried_already", "") : OK;
}

/* Drafted for the improvement section of the year's report (S69); what is to be improved is the
 * agency's to write, so the first words are those of the carrying. */
static EFFECT(effect_carry)
{
    struct finding *finding = AS(finding, rec);
    struct problem problem;
    record_init(&problem_kind, &problem);
    problem.base.agency = rec->agency;
    problem.year = date_civil(cx->today).year;
    problem.title = finding->title;
    problem.description = finding->detail;
    problem.improvement = why->why;
    TRY(store_int(cx, &next_problem, BIND(rec->agency, problem.year), &problem.serial));
    TRY(record_insert_by_program(cx, &problem.base));
    finding->problem = problem.base.id;
    return OK;
}

/* clang-format off */
static const struct state finding_states[] = {
    [FINDING_NOTED]     = {"noted",     "待通知",   "Noted",             EDITABLE | WORKING, SUPERVISE},
    [FINDING_OPEN]      = {"open",      "待整改",   "To be put right",   WORKING | TAKES_PROOF, OFFICER},
    [FINDING_RECTIFIED] = {"rectified", "待复查",   "To be re-examined", WORKING,            SUPERVISE},
    [FINDING_CLOSED]    = {"closed",    "已销号",   "Closed",            0,                  OFFICER},
};
static const struct move finding_moves[] = {
    {FINDING_NOTED,     "notify-finding", FINDING_OPEN,      SUPERVISE, guard_notify, effect_notify,  NO_ENTRY, 0,                         NULL},
    {FINDING_OPEN,      "rectify",        FINDING_RECTIFIED, OFFICER,   NULL,         effect_rectify, NO_ENTRY, NEEDS_REASON,              NULL},
    {FINDING_OPEN,      "carry",          FINDING_OPEN,      OFFICER,   guard_carry,  effect_carry,   NO_ENTRY, NEEDS_REASON,              NULL},
    {FINDING_RECTIFIED, "close-finding",  FINDING_CLOSED,    SUPERVISE, guard_above,  effect_close,   NO_ENTRY, 0,                         NULL},
    {FINDING_RECTIFIED, "not-rectified",  FINDING_OPEN,      SUPERVISE, guard_reopen, effect_reopen,  NO_ENTRY, NEEDS_REASON | NEEDS_DATE, NULL},
    {FINDING_CLOSED,    "carry",          FINDING_CLOSED,    OFFICER,   guard_carry,  effect_carry,   NO_ENTRY, NEEDS_REASON,              NULL},
};
/* clang-format on */

const struct workflow finding_workflow = {
    .name = "finding",
    WORKFLOW_TABLES(finding_states, finding_moves),
};
