#include "publication/case_party.h"

#include "base/text.h"
#include "record/guard.h"

/* clang-format off */
const struct word case_parts[] = {
    {"victim", "被侵害人", "Injured party"}, {"reporter", "报案人、控告人", "Who reported it"},
    {"respondent", "被处理人", "Who is proceeded against"}, {"agent", "代理人", "Agent"}, {0}};
const struct word shown_documents[] = {
    {"identity-card", "居民身份证", "Identity card"}, {"passport", "护照或者出入境证件", "Passport or travel document"},
    {"licence", "营业执照和授权书", "Business licence and authorisation"},
    {"power", "代理人证件和委托书", "Agent's document and power of attorney"}, {0}};

#define RECORD case_party
static const struct field case_party_fields[] = {CASE_PARTY(FIELD_ROW)};
#undef RECORD
#define RECORD case_question
static const struct field case_question_fields[] = {CASE_QUESTION(FIELD_ROW)};
/* clang-format on */

/* ---- the case ---------------------------------------------------------------------------------
 */

static GUARD(guard_whole)
{
    return record_validate(cx, rec);
}

/* A result is told with the way to challenge it (行政处罚法 第59条; 治安管理处罚法 第97条). */
static GUARD(guard_decide)
{
    const struct case_party *c = AS_CONST(case_party, rec);
    TRY(record_validate(cx, rec));
    if (text_empty(c->result)) return issue(cx, "result", "field.required", "");
    return text_empty(c->remedy) ? issue(cx, "remedy", "field.required", "") : OK;
}

static EFFECT(effect_step)
{
    AS(case_party, rec)->next_by = DATE_NONE;
    return OK;
}

static EFFECT(effect_end)
{
    AS(case_party, rec)->ended_on = cx->today;
    return effect_step(cx, rec, why);
}

/* Without a document that was looked at there is no code. */
static GUARD(guard_code)
{
    const struct case_code *code = why->with;
    if (!code || !field_word(kind_field(rec->kind, "shown"), code->shown))
        return issue(cx, "shown", "field.required", "");
    return record_validate(cx, rec);
}

static EFFECT(effect_code)
{
    const struct case_code *code = why->with;
    struct case_party *c = AS(case_party, rec);
    c->shown = code->shown;
    c->code_on = cx->today;
    return matter_issue_code(cx, rec, code->ret_code);
}

static struct record_due case_due(struct context *cx, const struct record *rec)
{
    bool going = record_state(rec)->flags & WORKING;
    return (struct record_due){going ? AS_CONST(case_party, rec)->next_by : DATE_NONE, "", "cn"};
}

/* clang-format off */
static const struct state case_states[] = {
    [CASE_ACCEPTED]    = {"accepted",    "已受理",             "Accepted",            EDITABLE | WORKING, WRITE},
    [CASE_INQUIRY]     = {"inquiry",     "调查取证",           "Under inquiry",       EDITABLE | WORKING, WRITE},
    [CASE_INFORMED]    = {"informed",    "处理前告知",         "Party informed",      EDITABLE | WORKING, WRITE},
    [CASE_SETTLED]     = {"settled",     "已作出决定",         "Decided",             WORKING,            OFFICER},
    [CASE_TRANSFERRED] = {"transferred", "已移送其他机关",     "Transferred",         ENDED,              NOBODY},
    [CASE_ENDED]       = {"ended",       "已结案",             "Ended",               ENDED,              NOBODY},
};
static const struct move case_moves[] = {
    {CASE_ACCEPTED, "open-inquiry",  CASE_INQUIRY,     WRITE,   guard_whole,  effect_step, NO_ENTRY, 0,            NULL},
    {CASE_INQUIRY,  "inform-party",  CASE_INFORMED,    WRITE,   guard_whole,  effect_step, NO_ENTRY, 0,            NULL},
    {CASE_INQUIRY,  "settle-case",   CASE_SETTLED,     OFFICER, guard_decide, effect_step, NO_ENTRY, 0,            NULL},
    {CASE_INFORMED, "settle-case",   CASE_SETTLED,     OFFICER, guard_decide, effect_step, NO_ENTRY, 0,            NULL},
    {CASE_ACCEPTED, "transfer-case", CASE_TRANSFERRED, OFFICER, NULL,         effect_end,  NO_ENTRY, NEEDS_REASON, NULL},
    {CASE_INQUIRY,  "transfer-case", CASE_TRANSFERRED, OFFICER, NULL,         effect_end,  NO_ENTRY, NEEDS_REASON, NULL},
    {CASE_SETTLED,  "end-case",      CASE_ENDED,       OFFICER, NULL,         effect_end,  NO_ENTRY, 0,            NULL},
    {CASE_ACCEPTED,   "give-case-code", CASE_ACCEPTED, WRITE, guard_code, effect_code, NO_ENTRY, NOT_A_BUTTON, NULL},
    {CASE_INQUIRY,    "give-case-code", CASE_INQUIRY,  WRITE, guard_code, effect_code, NO_ENTRY, NOT_A_BUTTON, NULL},
    {CASE_INFORMED,   "give-case-code", CASE_INFORMED, WRITE, guard_code, effect_code, NO_ENTRY, NOT_A_BUTTON, NULL},
    {CASE_SETTLED,    "give-case-code", CASE_SETTLED,  WRITE, guard_code, effect_code, NO_ENTRY, NOT_A_BUTTON, NULL},
    {CASE_ENDED,      "give-case-code", CASE_ENDED,    WRITE, guard_code, effect_code, NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow case_party_workflow = {
    .name = "case_party",
    WORKFLOW_TABLES(case_states, case_moves),
};

/* ---- questions --------------------------------------------------------------------------------
 */

enum { ANSWER_DAYS = 7 }; /* the office's own term: no law sets one for a party's question */

static const struct sql asked_before = {
    "case.asked_before", "SELECT COUNT(*) FROM case_question WHERE \"of\" = $1 AND newest = 1"};
static const struct sql number_of = {"case.number_of",
                                     "SELECT title FROM case_party WHERE id = $1 AND newest = 1"};

static enum status prepare_question(struct context *cx, struct record *rec)
{
    struct case_question *q = AS(case_question, rec);
    int64_t before = 0;
    const char *number = "";
    if (!date_is_set(q->asked_on)) q->asked_on = cx->today;
    if (!text_empty(q->title) || text_empty(q->of)) return OK;
    TRY(store_int(cx, &asked_before, BIND(q->of), &before));
    TRY(store_text(cx, &number_of, BIND(q->of), &number));
    q->title = arena_format(cx->mem, "%s第%lld问", number, (long long)before + 1);
    return OK;
}

static GUARD(guard_answer)
{
    return text_empty(AS_CONST(case_question, rec)->answer)
               ? issue(cx, "answer", "field.required", "")
               : OK;
}

static EFFECT(effect_answer)
{
    struct case_question *q = AS(case_question, rec);
    q->answered_on = cx->today;
    return matter_touch(cx, q->of);
}

static EFFECT(effect_forget)
{
    struct case_question *q = AS(case_question, rec);
    q->text = q->answer = "";
    q->forgotten_on = cx->today;
    return matter_close(cx, q->of);
}

static struct record_due question_due(struct context *cx, const struct record *rec)
{
    const struct case_question *q = AS_CONST(case_question, rec);
    bool waits = rec->state == CASE_ASKED && date_is_set(q->asked_on);
    return (struct record_due){waits ? date_plus(q->asked_on, ANSWER_DAYS) : DATE_NONE, "", "cn"};
}

/* clang-format off */
static const struct state question_states[] = {
    [CASE_ASKED]    = {"asked",    "待答复", "To be answered", EDITABLE | WORKING, WRITE},
    [CASE_ANSWERED] = {"answered", "已答复", "Answered",       ENDED,              NOBODY},
};
static const struct move question_moves[] = {
    {CASE_ASKED, "answer-case-question", CASE_ANSWERED, WRITE, guard_answer, effect_answer, NO_ENTRY, 0, NULL},
    {CASE_ASKED,    "forget-case-question", CASE_ASKED,    PROGRAM, NULL, effect_forget, NO_ENTRY, NOT_A_BUTTON, NULL},
    {CASE_ANSWERED, "forget-case-question", CASE_ANSWERED, PROGRAM, NULL, effect_forget, NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow case_question_workflow = {
    .name = "case_question",
    WORKFLOW_TABLES(question_states, question_moves),
};

/* clang-format off */
#define WITHIN(kind_name, zh_, en_)                                                          \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, .flags = INTERNAL,                 \
    .size = sizeof(struct kind_name), .public_size = sizeof(struct kind_name##_public),       \
    .fields = kind_name##_fields, .field_count = COUNT_OF(kind_name##_fields), .title = "title"
const struct kind case_party_kind = {
    WITHIN(case_party, "案件（告知当事人）", "Case, as its party sees it"), .order = "accepted_on",
    .workflow = &case_party_workflow, .due = case_due};
const struct kind case_question_kind = {
    WITHIN(case_question, "当事人询问", "Question of a party"), .order = "asked_on",
    .workflow = &case_question_workflow, .prepare = prepare_question, .due = question_due};
/* clang-format on */
