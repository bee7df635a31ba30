#include "organisation/work.h"

#include "base/text.h"
#include "record/lifecycle.h"

/* clang-format off */
#define RECORD meeting
static const struct field meeting_fields[] = {MEETING(FIELD_ROW)};
#undef RECORD
#define RECORD task
static const struct field task_fields[] = {TASK(FIELD_ROW)};
#undef RECORD
#define RECORD implementation_plan
#define RECORD_PUBLIC implementation_plan_public
KIND_FIELDS(implementation_plan, IMPLEMENTATION_PLAN)

#define WITHIN(kind_name, zh_, en_)                                                          \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, .flags = INTERNAL,                 \
    .size = sizeof(struct kind_name), .public_size = sizeof(struct kind_name##_public),       \
    .fields = kind_name##_fields, .field_count = COUNT_OF(kind_name##_fields), .title = "title"
/* clang-format on */

static const struct meeting *as_meeting(const struct record *rec)
{
    return (const struct meeting *)(const void *)rec;
}

static struct task *as_task(struct record *rec)
{
    return (struct task *)(void *)rec;
}

/* ---- meetings -------------------------------------------------------------------------------- */

static enum status guard_held(struct context *cx, const struct record *rec,
                              const struct reason *why)
{
    TRY(record_validate(cx, rec));
    bool future = as_meeting(rec)->held_on.day > cx->today.day;
    return future ? issue(cx, "held_on", "work.not_held_yet", "") : OK;
}

static enum status guard_minutes(struct context *cx, const struct record *rec,
                                 const struct reason *why)
{
    if (text_empty(as_meeting(rec)->minutes)) return issue(cx, "minutes", "field.required", "");
    return guard_not_an_editor(cx, rec, why);
}

static struct record_due meeting_due(struct context *cx, const struct record *rec)
{
    bool waits = rec->state == MEETING_CALLED;
    return (struct record_due){waits ? as_meeting(rec)->held_on : DATE_NONE, "", ""};
}

/* clang-format off */
static const struct state meeting_states[] = {
    [MEETING_CALLED]     = {"called",     "已召集",     "Called",           EDITABLE | WORKING, OFFICER},
    [MEETING_HELD]       = {"held",       "纪要待审定", "Minutes awaited",  EDITABLE | WORKING, APPROVER},
    [MEETING_MINUTED]    = {"minuted",    "纪要已审定", "Minutes approved", ENDED,              NOBODY},
    [MEETING_CALLED_OFF] = {"called-off", "已取消",     "Called off",       ENDED,              NOBODY},
};
static const struct move meeting_moves[] = {
    {MEETING_CALLED, "hold-meeting",    MEETING_HELD,       OFFICER,  guard_held,    NULL, NO_ENTRY, 0,            NULL},
    {MEETING_CALLED, "call-off",        MEETING_CALLED_OFF, OFFICER,  NULL,          NULL, NO_ENTRY, NEEDS_REASON, NULL},
    {MEETING_HELD,   "approve-minutes", MEETING_MINUTED,    APPROVER, guard_minutes, NULL, NO_ENTRY, 0,            NULL},
};
/* clang-format on */
static const struct workflow meeting_workflow = {
    .name = "meeting",
    WORKFLOW_TABLES(meeting_states, meeting_moves),
};

/* ---- tasks ----------------------------------------------------------------------------------- */

static const struct sql minuted = {
    "work.minuted",
    "SELECT COUNT(*) FROM meeting WHERE id = $1 AND newest = 1 AND state = 'minuted'"};

/* A decision is one when the minutes say so. */
static enum status guard_start(struct context *cx, const struct record *rec,
                               const struct reason *why)
{
    const struct task *task = (const struct task *)(const void *)rec;
    int64_t approved = 1;
    TRY(record_validate(cx, rec));
    if (!text_empty(task->meeting)) TRY(store_int(cx, &minuted, BIND(task->meeting), &approved));
    return approved ? OK : issue(cx, "meeting", "work.minutes_not_approved", "");
}

static enum status effect_finish(struct context *cx, struct record *rec, const struct reason *why)
{
    as_task(rec)->evidence = why->why;
    as_task(rec)->done_on = cx->today;
    return OK;
}

static enum status guard_accept(struct context *cx, const struct record *rec,
                                const struct reason *why)
{
    bool finished = true;
    TRY(record_did(cx, rec, cx->actor->id, "finish-task", &finished));
    return finished ? issue(cx, "", "work.finished_it_themselves", "") : OK;
}

static enum status effect_reject(struct context *cx, struct record *rec, const struct reason *why)
{
    as_task(rec)->evidence = "";
    as_task(rec)->done_on = DATE_NONE;
    return OK;
}

static struct record_due task_due(struct context *cx, const struct record *rec)
{
    bool waits = rec->state == WORK_PLANNED || rec->state == WORK_DOING;
    const struct task *task = (const struct task *)(const void *)rec;
    return (struct record_due){waits ? task->due_on : DATE_NONE, "", ""};
}

/* clang-format off */
static const struct state task_states[] = {
    [WORK_PLANNED]  = {"planned",  "待办理", "Planned",       EDITABLE | WORKING, WRITE},
    [WORK_DOING]    = {"doing",    "办理中", "Being done",    WORKING,            WRITE},
    [WORK_REPORTED] = {"reported", "待核实", "To be checked", WORKING,            OFFICER},
    [WORK_DONE]     = {"done",     "已完成", "Done",          ENDED,              NOBODY},
    [WORK_DROPPED]  = {"dropped",  "已取消", "Dropped",       ENDED,              NOBODY},
};
static const struct move task_moves[] = {
    {WORK_PLANNED,  "start-task",  WORK_DOING,    WRITE,   guard_start,  NULL,          NO_ENTRY, 0,            NULL},
    {WORK_PLANNED,  "drop-task",   WORK_DROPPED,  OFFICER, NULL,         NULL,          NO_ENTRY, NEEDS_REASON, NULL},
    {WORK_DOING,    "finish-task", WORK_REPORTED, WRITE,   NULL,         effect_finish, NO_ENTRY, NEEDS_REASON, NULL},
    {WORK_DOING,    "drop-task",   WORK_DROPPED,  OFFICER, NULL,         NULL,          NO_ENTRY, NEEDS_REASON, NULL},
    {WORK_REPORTED, "accept-task", WORK_DONE,     OFFICER, guard_accept, NULL,          NO_ENTRY, 0,            NULL},
    {WORK_REPORTED, "reject-task", WORK_DOING,    OFFICER, NULL,         effect_reject, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */
static const struct workflow task_workflow = {
    .name = "task",
    WORKFLOW_TABLES(task_states, task_moves),
};

/* clang-format off */
const struct kind meeting_kind = {
    WITHIN(meeting, "领导小组会议", "Meeting"), .order = "held_on", .workflow = &meeting_workflow, .due = meeting_due};
const struct kind task_kind = {
    WITHIN(task, "工作任务", "Task"), .order = "due_on", .workflow = &task_workflow, .due = task_due};
const struct kind implementation_plan_kind = {
    .name = "implementation_plan", .zh = "实施方案", .en = "Implementation plan", .schema = 1,
    KIND_TABLES(implementation_plan), .title = "title", .order = "year", .workflow = &publication_workflow};
/* clang-format on */
