/* What can happen to a case, to its materials and steps, and to a question: the workflows. */
#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "law/law.h"
#include "service/private.h"

/* ---- materials ------------------------------------------------------------------------------- */

/* Looked at while the case is being checked; and what was good when the applicant was told what
 * is missing is not bad later (行政许可法 第32条第（四）项). */
static GUARD(guard_look)
{
    struct service_case c;
    TRY(record_fetch(cx, &service_case_kind, AS_CONST(service_material, rec)->of, 0, &c));
    return c.base.state == SERVICE_CHECKING ? OK : issue(cx, "", "service.not_checking", "");
}

static GUARD(guard_find_fault)
{
    const struct service_material *m = AS_CONST(service_material, rec);
    struct service_case c;
    TRY(guard_look(cx, rec, why));
    TRY(record_fetch(cx, &service_case_kind, m->of, 0, &c));
    if (date_is_set(c.notified_on) && !date_is_set(m->asked_on))
        return issue(cx, "", "service.once_only", m->title);
    return OK;
}

static EFFECT(effect_note)
{
    AS(service_material, rec)->note = why->why;
    return OK;
}

static EFFECT(effect_asked)
{
    AS(service_material, rec)->asked_on = cx->today;
    return OK;
}

/* clang-format off */
static const struct state material_states[] = {
    [MATERIAL_UNSEEN]  = {"unseen",  "未核对", "Not looked at", 0, NOBODY},
    [MATERIAL_HAVE]    = {"have",    "已有",   "There",         0, NOBODY},
    [MATERIAL_MISSING] = {"missing", "缺少",   "Missing",       0, NOBODY},
    [MATERIAL_WRONG]   = {"wrong",   "不合格", "Not right",     0, NOBODY},
};
/* From every state: a clerk may have been wrong. */
#define LOOKED_AT(from)                                                                                                   \
    {from, "material-there",   MATERIAL_HAVE,    WRITE, guard_look,       effect_note, NO_ENTRY, 0,            NULL},      \
    {from, "material-missing", MATERIAL_MISSING, WRITE, guard_find_fault, effect_note, NO_ENTRY, 0,            NULL},      \
    {from, "material-wrong",   MATERIAL_WRONG,   WRITE, guard_find_fault, effect_note, NO_ENTRY, NEEDS_REASON, NULL}
static const struct move material_moves[] = {
    LOOKED_AT(MATERIAL_UNSEEN),
    LOOKED_AT(MATERIAL_HAVE),
    LOOKED_AT(MATERIAL_MISSING),
    LOOKED_AT(MATERIAL_WRONG),
    {MATERIAL_MISSING, "ask-material",     MATERIAL_MISSING, PROGRAM, NULL,             effect_asked, NO_ENTRY, NOT_A_BUTTON, NULL},
    {MATERIAL_WRONG,   "ask-material",     MATERIAL_WRONG,   PROGRAM, NULL,             effect_asked, NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow service_material_workflow = {
    .name = "service_material", WORKFLOW_TABLES(material_states, material_moves)};

/* ---- steps ----------------------------------------------------------------------------------- */

static bool is_class(const struct record *rec, const char *words)
{
    const char *class = AS_CONST(service_step, rec)->class;
    return !text_empty(class) && strstr(words, class);
}

static bool for_window(struct context *cx, const struct record *rec)
{
    return is_class(rec, "accept deliver");
}

static bool for_examiner(struct context *cx, const struct record *rec)
{
    return is_class(rec, "examine");
}

static bool for_decider(struct context *cx, const struct record *rec)
{
    return is_class(rec, "decide");
}

/* Nobody decides before it is said what is decided. */
static GUARD(guard_decide)
{
    struct service_case c;
    TRY(record_fetch(cx, &service_case_kind, AS_CONST(service_step, rec)->of, 0, &c));
    return text_empty(c.outcome) ? issue(cx, "", "service.outcome_first", "") : OK;
}

static EFFECT(effect_finish)
{
    struct service_step *step = AS(service_step, rec);
    const struct step_class *class = step_class(step->class);
    step->done_on = cx->today;
    TRY(service_open_next(
        cx, &(struct service_next){step->of, rec->id, class && class->after_decision}));
    return matter_touch(cx, step->of);
}

/* clang-format off */
static const struct state step_states[] = {
    [STEP_WAITING]   = {"waiting",       "未开始",   "Not begun",         0,       NOBODY},
    [STEP_AT_WINDOW] = {"at-window",     "窗口办理", "At the window",     WORKING, WRITE},
    [STEP_EXAMINED]  = {"in-examination","审查中",   "Being examined",    WORKING, OFFICER},
    [STEP_UNDECIDED] = {"in-decision",   "待决定",   "To be decided",     WORKING, APPROVER},
    [STEP_DONE]      = {"done",          "已完成",   "Done",              ENDED,   NOBODY},
    [STEP_DROPPED]   = {"dropped",       "已终止",   "Given up",          ENDED,   NOBODY},
};
static const struct move step_moves[] = {
    {STEP_WAITING,   "open-step",   STEP_AT_WINDOW, PROGRAM,  NULL,         NULL,          NO_ENTRY, NOT_A_BUTTON, for_window},
    {STEP_WAITING,   "open-step",   STEP_EXAMINED,  PROGRAM,  NULL,         NULL,          NO_ENTRY, NOT_A_BUTTON, for_examiner},
    {STEP_WAITING,   "open-step",   STEP_UNDECIDED, PROGRAM,  NULL,         NULL,          NO_ENTRY, NOT_A_BUTTON, for_decider},
    {STEP_AT_WINDOW, "finish-step", STEP_DONE,      WRITE,    NULL,         effect_finish, NO_ENTRY, 0,            NULL},
    {STEP_EXAMINED,  "finish-step", STEP_DONE,      OFFICER,  NULL,         effect_finish, NO_ENTRY, 0,            NULL},
    {STEP_UNDECIDED, "finish-step", STEP_DONE,      APPROVER, guard_decide, effect_finish, NO_ENTRY, 0,            NULL},
    {STEP_WAITING,   "drop-step",   STEP_DROPPED,   PROGRAM,  NULL,         NULL,          NO_ENTRY, NOT_A_BUTTON, NULL},
    {STEP_AT_WINDOW, "drop-step",   STEP_DROPPED,   PROGRAM,  NULL,         NULL,          NO_ENTRY, NOT_A_BUTTON, NULL},
    {STEP_EXAMINED,  "drop-step",   STEP_DROPPED,   PROGRAM,  NULL,         NULL,          NO_ENTRY, NOT_A_BUTTON, NULL},
    {STEP_UNDECIDED, "drop-step",   STEP_DROPPED,   PROGRAM,  NULL,         NULL,          NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow service_step_workflow = {.name = "service_step",
                                               WORKFLOW_TABLES(step_states, step_moves)};

/* ---- taking a case on ------------------------------------------------------------------------ */

static bool is_notice_late(const struct context *cx, const struct service_case *c)
{
    return !date_is_set(c->notified_on) && date_is_set(c->notice_by) &&
           cx->today.day > c->notice_by.day;
}

struct checked {
    const struct service_material *lacking[ROWS_MAX];
    size_t count;
    const char *unseen;      /* title of one that nobody has looked at, or NULL */
    const char *never_asked; /* … of one that lacks and was not named before, or NULL */
};

static enum status check_materials(struct context *cx, const char *id, struct checked *ret)
{
    struct service_beside beside;
    *ret = (struct checked){.count = 0};
    TRY(service_beside(cx, id, &beside));
    for (size_t i = 0; i < beside.material_count; i++) {
        const struct service_material *m = &beside.materials[i];
        if (m->base.state == MATERIAL_UNSEEN) ret->unseen = m->title;
        if (!service_material_lacks(m)) continue;
        ret->lacking[ret->count++] = m;
        if (!date_is_set(m->asked_on)) ret->never_asked = m->title;
    }
    return OK;
}

/* Complete; or nobody said in time that it is not (第32条第（四）项:
 * 逾期不告知的，自收到之日起即为受理). */
static GUARD(guard_take_on)
{
    struct checked checked;
    if (is_notice_late(cx, AS_CONST(service_case, rec))) return OK;
    TRY(check_materials(cx, rec->id, &checked));
    if (checked.unseen) return issue(cx, "", "service.look_at_all", checked.unseen);
    if (checked.count) return issue(cx, "", "service.not_complete", checked.lacking[0]->title);
    return OK;
}

static EFFECT(effect_take_on)
{
    struct service_case *c = AS(service_case, rec);
    struct service_item item;
    TRY(service_load_item(cx, c->item, &item));
    c->accepted_on = cx->today;
    c->starts_on = is_notice_late(cx, c) ? c->came_on : cx->today;
    c->promised_days = item.promised_days;
    c->promised_on = service_days_after(c->starts_on, c->promised_days, NULL);
    if (item.legal_days != INT_NONE)
        c->legal_on = service_days_after(c->starts_on, item.legal_days, NULL);
    return service_make_steps(cx, c);
}

/* ---- the notice ------------------------------------------------------------------------------ */

static GUARD(guard_notice)
{
    const struct service_case *c = AS_CONST(service_case, rec);
    struct checked checked;
    TRY(check_materials(cx, rec->id, &checked));
    if (is_notice_late(cx, c)) return issue(cx, "", "service.notice_too_late", "");
    if (checked.unseen) return issue(cx, "", "service.look_at_all", checked.unseen);
    if (!checked.count) return issue(cx, "", "service.nothing_lacks", "");
    if (date_is_set(c->notified_on) && checked.never_asked)
        return issue(cx, "", "service.once_only", checked.never_asked);
    return OK;
}

/* One line a material, so that it can be ticked off. */
static EFFECT(effect_notice)
{
    struct service_case *c = AS(service_case, rec);
    struct checked checked;
    struct out out = out_new(cx->mem);
    TRY(check_materials(cx, rec->id, &checked));
    for (size_t i = 0; i < checked.count; i++) {
        struct service_material m = *checked.lacking[i];
        const char *what = state_label(record_state(&m.base), CHINESE);
        out_format(&out, "- %s（%s）：%s%s%s\n", m.title, m.shape, what,
                   text_empty(m.note) ? "" : "，", text_empty(m.note) ? "" : m.note);
        TRY(record_move_by_program(cx, &m.base, "ask-material", &NO_REASON));
    }
    c->notice = text_cut(cx->mem, out.text, 3999);
    *(date_is_set(c->notified_on) ? &c->again_on : &c->notified_on) = cx->today;
    return OK;
}

/* What was amiss comes anew, and is looked at anew; only that. */
static GUARD(guard_arrive)
{
    return why->with || access_may(cx->actor, WRITE, rec->agency) ? OK : DENIED;
}

static EFFECT(effect_arrive)
{
    struct service_case *c = AS(service_case, rec);
    const struct service_more *more = why->with;
    if (more && !text_empty(more->text))
        c->answers = text_cut(
            cx->mem, arena_format(cx->mem, "%s\n\n补充说明：%s", c->answers, more->text), 7999);
    return OK;
}

/* ---- deciding -------------------------------------------------------------------------------- */

static GUARD(guard_conclude)
{
    const struct service_case *c = AS_CONST(service_case, rec);
    struct service_beside beside;
    TRY(service_beside(cx, rec->id, &beside));
    if (text_empty(c->outcome)) return issue(cx, "outcome", "field.required", "");
    for (size_t i = 0; i < beside.step_count; i++) {
        const struct step_class *class = step_class(beside.steps[i].class);
        if (class && !class->after_decision && beside.steps[i].base.state != STEP_DONE)
            return issue(cx, "", "service.step_open", beside.steps[i].name);
    }
    if (!text_equal(c->outcome, "refused")) return OK;
    if (text_empty(c->reasons)) return issue(cx, "reasons", "service.refusal_needs", "");
    if (text_empty(c->article)) return issue(cx, "article", "service.refusal_needs", "");
    return text_empty(c->remedy) ? issue(cx, "remedy", "service.refusal_needs", "") : OK;
}

static EFFECT(effect_conclude)
{
    struct service_case *c = AS(service_case, rec);
    struct service_item item;
    TRY(service_load_item(cx, c->item, &item));
    c->decided_on = cx->today;
    TRY(service_open_next(cx, &(struct service_next){rec->id, "", true}));
    if (!item.results_open || !text_equal(c->outcome, "granted")) return OK;
    return service_draft_result(cx, c, &item);
}

static enum status end_steps(struct context *cx, const char *of, const char *verb)
{
    struct service_beside beside;
    TRY(service_beside(cx, of, &beside));
    for (size_t i = 0; i < beside.step_count; i++) {
        struct service_step *step = &beside.steps[i];
        TRY(record_fetch(cx, &service_step_kind, step->base.id, 0, step)); /* one opens the next */
        if (service_step_is_open(step) || step->base.state == STEP_WAITING)
            TRY(record_move_by_program(cx, &step->base, verb, &NO_REASON));
    }
    return OK;
}

static EFFECT(effect_hand_out)
{
    struct service_case *c = AS(service_case, rec);
    c->delivered_on = c->ended_on = cx->today;
    return end_steps(cx, rec->id, "finish-step");
}

static EFFECT(effect_turn_away)
{
    struct service_case *c = AS(service_case, rec);
    c->outcome = "refused";
    c->reasons = why->why;
    c->article = why->article;
    c->decided_on = c->ended_on = cx->today;
    return OK;
}

static EFFECT(effect_call_back)
{
    AS(service_case, rec)->ended_on = cx->today;
    return end_steps(cx, rec->id, "drop-step");
}

/* ---- rating ---------------------------------------------------------------------------------- */

static GUARD(guard_rate)
{
    const struct service_rating *given = why->with;
    if (!given) return DENIED;
    bool fine = given->points >= 1 && given->points <= 5;
    return fine ? OK : issue(cx, "rating", "field.unknown_word", "");
}

/* Given again, the last counts. */
static EFFECT(effect_rate)
{
    struct service_case *c = AS(service_case, rec);
    const struct service_rating *given = why->with;
    c->rating = given->points;
    c->rated_on = cx->today;
    c->rating_note = text_cut(cx->mem, given->note, 499);
    return OK;
}

/* ---- retention ------------------------------------------------------------------------------- */

/* Only the term is a reason, and the job looks to it. */
static EFFECT(effect_forget)
{
    for (size_t i = 0; i < rec->kind->field_count; i++)
        if (rec->kind->fields[i].visibility == PERSONAL) field_clear(&rec->kind->fields[i], rec);
    if (rec->kind == &service_case_kind) AS(service_case, rec)->notice = "";
    const struct field *on = kind_field(rec->kind, "forgotten_on");
    field_set_number(on, rec, cx->today.day);
    return OK;
}

/* clang-format off */
static const struct state case_states[] = {
    [SERVICE_CHECKING]    = {"checking",    "材料核对",   "Materials are checked", EDITABLE | WORKING, WRITE},
    [SERVICE_LACKING]     = {"lacking",     "待补正材料", "Waits for materials",   0,                  NOBODY},
    [SERVICE_HANDLING]    = {"handling",    "办理中",     "In hand",               EDITABLE | WORKING, OFFICER},
    [SERVICE_DECIDED]     = {"decided",     "已决定",     "Decided",               WORKING,            WRITE},
    [SERVICE_DELIVERED]   = {"delivered",   "已办结",     "Delivered",             0,                  NOBODY},
    [SERVICE_TURNED_AWAY] = {"turned-away", "不予受理",   "Not accepted",          0,                  NOBODY},
    [SERVICE_CALLED_BACK] = {"called-back", "申请人撤回", "Withdrawn",             0,                  NOBODY},
};
enum { REFUSAL = NEEDS_REASON | NEEDS_ARTICLE };
static const struct move case_moves[] = {
    {SERVICE_CHECKING,    "take-on",         SERVICE_HANDLING,    WRITE,   guard_take_on,  effect_take_on,   NO_ENTRY, 0,            NULL},
    {SERVICE_CHECKING,    "name-missing",    SERVICE_LACKING,     WRITE,   guard_notice,   effect_notice,    NO_ENTRY, 0,            NULL},
    {SERVICE_CHECKING,    "turn-away",       SERVICE_TURNED_AWAY, OFFICER, NULL,           effect_turn_away, NO_ENTRY, REFUSAL,      NULL},
    {SERVICE_CHECKING,    "materials-arrive",SERVICE_CHECKING,    WRITE,   guard_arrive,   effect_arrive,    NO_ENTRY, NOT_A_BUTTON, NULL},
    {SERVICE_LACKING,     "materials-arrive",SERVICE_CHECKING,    WRITE,   guard_arrive,   effect_arrive,    NO_ENTRY, 0,            NULL},
    {SERVICE_LACKING,     "turn-away",       SERVICE_TURNED_AWAY, OFFICER, NULL,           effect_turn_away, NO_ENTRY, REFUSAL,      NULL},
    {SERVICE_HANDLING,    "conclude-service",SERVICE_DECIDED,     OFFICER, guard_conclude, effect_conclude,  NO_ENTRY, 0,            NULL},
    {SERVICE_DECIDED,     "hand-out",        SERVICE_DELIVERED,   WRITE,   NULL,           effect_hand_out,  NO_ENTRY, 0,            NULL},
    {SERVICE_CHECKING,    "call-back",       SERVICE_CALLED_BACK, WRITE,   NULL,           effect_call_back, NO_ENTRY, NEEDS_REASON, NULL},
    {SERVICE_LACKING,     "call-back",       SERVICE_CALLED_BACK, WRITE,   NULL,           effect_call_back, NO_ENTRY, NEEDS_REASON, NULL},
    {SERVICE_HANDLING,    "call-back",       SERVICE_CALLED_BACK, WRITE,   NULL,           effect_call_back, NO_ENTRY, NEEDS_REASON, NULL},
    {SERVICE_DECIDED,     "rate-service",    SERVICE_DECIDED,     WRITE,   guard_rate,     effect_rate,      NO_ENTRY, NOT_A_BUTTON, NULL},
    {SERVICE_DELIVERED,   "rate-service",    SERVICE_DELIVERED,   WRITE,   guard_rate,     effect_rate,      NO_ENTRY, NOT_A_BUTTON, NULL},
    {SERVICE_TURNED_AWAY, "rate-service",    SERVICE_TURNED_AWAY, WRITE,   guard_rate,     effect_rate,      NO_ENTRY, NOT_A_BUTTON, NULL},
    {SERVICE_CALLED_BACK, "rate-service",    SERVICE_CALLED_BACK, WRITE,   guard_rate,     effect_rate,      NO_ENTRY, NOT_A_BUTTON, NULL},
    {SERVICE_DELIVERED,    "forget-service",  SERVICE_DELIVERED,   PROGRAM, NULL,           effect_forget,    NO_ENTRY, NOT_A_BUTTON, NULL},
    {SERVICE_TURNED_AWAY,  "forget-service",  SERVICE_TURNED_AWAY, PROGRAM, NULL,           effect_forget,    NO_ENTRY, NOT_A_BUTTON, NULL},
    {SERVICE_CALLED_BACK,  "forget-service",  SERVICE_CALLED_BACK, PROGRAM, NULL,           effect_forget,    NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow service_case_workflow = {.name = "service_case",
                                               WORKFLOW_TABLES(case_states, case_moves)};

/* ---- questions ------------------------------------------------------------------------------- */

static GUARD(guard_answer)
{
    const struct service_inquiry *q = AS_CONST(service_inquiry, rec);
    return text_empty(q->answer) ? issue(cx, "answer", "field.required", "") : OK;
}

static EFFECT(effect_answer)
{
    AS(service_inquiry, rec)->answered_on = cx->today;
    return OK;
}

static GUARD(guard_propose)
{
    const struct service_inquiry *q = AS_CONST(service_inquiry, rec);
    return text_empty(q->masked) ? issue(cx, "", "service.mask_first", "") : OK;
}

/* A draft: whoever reviews it sees the question as it would be read. */
static EFFECT(effect_propose)
{
    struct service_inquiry *q = AS(service_inquiry, rec);
    struct service_question made;
    record_init(&service_question_kind, &made);
    made.base.agency = rec->agency;
    made.item = q->item;
    made.title = q->masked;
    made.answer = q->answer;
    made.answered_on = q->answered_on;
    TRY(record_insert_by_program(cx, &made.base));
    q->published = made.base.id;
    return OK;
}

static EFFECT(effect_rate_answer)
{
    struct service_inquiry *q = AS(service_inquiry, rec);
    const struct service_rating *given = why->with;
    q->rating = given->points;
    q->rated_on = cx->today;
    q->rating_note = text_cut(cx->mem, given->note, 499);
    return OK;
}

/* clang-format off */
static const struct state inquiry_states[] = {
    [INQUIRY_RECEIVED] = {"received", "待答复",       "To be answered",       EDITABLE | WORKING, WRITE},
    [INQUIRY_ANSWERED] = {"answered", "已答复",       "Answered",             0,                  NOBODY},
    [INQUIRY_PROPOSED] = {"proposed", "已答复并拟公开", "Answered, proposed for publication", 0,    NOBODY},
};
static const struct move inquiry_moves[] = {
    {INQUIRY_RECEIVED, "answer-inquiry",   INQUIRY_ANSWERED, WRITE,   guard_answer,  effect_answer,      NO_ENTRY, 0,            NULL},
    {INQUIRY_ANSWERED, "propose-question", INQUIRY_PROPOSED, OFFICER, guard_propose, effect_propose,     NO_ENTRY, 0,            NULL},
    {INQUIRY_ANSWERED, "reopen-inquiry",   INQUIRY_RECEIVED, OFFICER, NULL,          NULL,               NO_ENTRY, NEEDS_REASON, NULL},
    {INQUIRY_ANSWERED, "rate-service",     INQUIRY_ANSWERED, WRITE,   guard_rate,    effect_rate_answer, NO_ENTRY, NOT_A_BUTTON, NULL},
    {INQUIRY_PROPOSED, "rate-service",     INQUIRY_PROPOSED, WRITE,   guard_rate,    effect_rate_answer, NO_ENTRY, NOT_A_BUTTON, NULL},
    {INQUIRY_ANSWERED, "forget-service",   INQUIRY_ANSWERED, PROGRAM, NULL,          effect_forget,      NO_ENTRY, NOT_A_BUTTON, NULL},
    {INQUIRY_PROPOSED, "forget-service",   INQUIRY_PROPOSED, PROGRAM, NULL,          effect_forget,      NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow service_inquiry_workflow = {.name = "service_inquiry",
                                                  WORKFLOW_TABLES(inquiry_states, inquiry_moves)};
