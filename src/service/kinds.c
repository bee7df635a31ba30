#include <string.h>

#include "base/text.h"
#include "record/guard.h"
#include "record/lifecycle.h"
#include "service/rows.h"
#include "service/service.h"

/* clang-format off */
const struct word service_sorts[] = {
    {"permit", "行政许可", "Licence"}, {"grant", "行政给付", "Grant"}, {"confirm", "行政确认", "Confirmation"},
    {"award", "行政奖励", "Award"}, {"arbitrate", "行政裁决", "Ruling"}, {"levy", "行政征收", "Levy"},
    {"punish", "行政处罚", "Penalty"}, {"enforce", "行政强制", "Compulsion"}, {"inspect", "行政检查", "Inspection"},
    {"other", "其他行政权力", "Other power"}, {"public", "公共服务", "Public service"}, {0}};
const struct word power_sorts[] = {
    {"permit", "行政许可", "Licence"}, {"grant", "行政给付", "Grant"}, {"confirm", "行政确认", "Confirmation"},
    {"levy", "行政征收", "Levy"}, {"punish", "行政处罚", "Penalty"}, {"enforce", "行政强制", "Compulsion"},
    {"inspect", "行政检查", "Inspection"}, {"other", "其他行政权力", "Other power"}, {0}};
const struct word service_topics[] = {
    {"household", "户籍", "Household registration"}, {"identity", "居民身份证", "Identity cards"},
    {"exit", "出入境", "Exit and entry"}, {"traffic", "车辆和驾驶人", "Vehicles and drivers"},
    {"order", "治安管理", "Public order"}, {"danger", "枪支和危险物品", "Firearms and dangerous goods"},
    {"fire", "消防", "Fire safety"}, {"network", "网络安全", "Network security"}, {"other", "其他", "Other"}, {0}};
const struct word service_audiences[] = {
    {"natural", "个人", "Persons"}, {"legal", "企业和其他组织", "Organisations"},
    {"both", "个人和组织", "Persons and organisations"}, {0}};
const struct word service_outcomes[] = {
    {"granted", "准予", "Granted"}, {"refused", "不予", "Refused"}, {0}};
const struct word party_sorts[] = {
    {"natural", "自然人", "Natural person"}, {"legal", "法人或者其他组织", "Organisation"}, {0}};

#define RECORD function
#define RECORD_PUBLIC function_public
KIND_FIELDS(function, FUNCTION_)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD power
#define RECORD_PUBLIC power_public
KIND_FIELDS(power, POWER)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD approval_item
#define RECORD_PUBLIC approval_item_public
KIND_FIELDS(approval_item, APPROVAL_ITEM)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD procedure
#define RECORD_PUBLIC procedure_public
KIND_FIELDS(procedure, PROCEDURE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD service_item
#define RECORD_PUBLIC service_item_public
KIND_FIELDS(service_item, SERVICE_ITEM)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD service_form
#define RECORD_PUBLIC service_form_public
KIND_FIELDS(service_form, SERVICE_FORM)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD service_question
#define RECORD_PUBLIC service_question_public
KIND_FIELDS(service_question, SERVICE_QUESTION)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD service_result
#define RECORD_PUBLIC service_result_public
KIND_FIELDS(service_result, SERVICE_RESULT)
/* clang-format on */

/* ---- rules between fields ---- */

static enum status required(struct context *cx, const char *field, bool missing)
{
    return missing ? issue(cx, field, "field.required", "") : OK;
}

static enum status check_procedure(struct context *cx, const struct record *rec)
{
    const struct procedure *p = AS_CONST(procedure, rec);
    struct service_steps *steps = arena_make(cx->mem, struct service_steps);
    if (text_empty(p->steps) || service_steps_read(cx->mem, p->steps, steps)) return OK;
    return issue(cx, "steps", "service.steps_no_table", "");
}

/* The agency must be able to do in its steps what it promises, and may promise no more time than
 * the law gives it (行政许可法 第42条). */
static enum status check_term(struct context *cx, const struct service_item *s)
{
    struct procedure procedure;
    struct service_steps *steps = arena_make(cx->mem, struct service_steps);
    if (s->promised_days == INT_NONE) return OK;
    if (s->promised_days < 0) return issue(cx, "promised_days", "field.not_a_number", "");
    if (s->legal_days != INT_NONE && s->promised_days > s->legal_days)
        return issue(cx, "promised_days", "service.promise_too_long", "");
    if (text_empty(s->procedure) ||
        record_fetch(cx, &procedure_kind, s->procedure, 0, &procedure) != OK)
        return OK;
    if (service_steps_read(cx->mem, procedure.steps, steps) && steps->days > s->promised_days)
        return issue(cx, "promised_days", "service.steps_longer",
                     arena_format(cx->mem, "%d", steps->days));
    return OK;
}

static enum status check_item(struct context *cx, const struct record *rec)
{
    const struct service_item *s = AS_CONST(service_item, rec);
    struct service_rows *rows = arena_make(cx->mem, struct service_rows);
    if (!text_empty(s->materials) &&
        !service_rows_read(cx->mem, s->materials, MATERIAL_COLUMNS, rows))
        return issue(cx, "materials", "service.materials_no_table", "");
    if (!text_empty(s->questions) &&
        !service_rows_read(cx->mem, s->questions, QUESTION_COLUMNS, rows))
        return issue(cx, "questions", "service.questions_no_table", "");
    TRY(required(cx, "fee_note", s->charged && text_empty(s->fee_note)));
    if (s->visits != INT_NONE && s->visits < 0)
        return issue(cx, "visits", "field.not_a_number", "");
    return check_term(cx, s);
}

static enum status check_form(struct context *cx, const struct record *rec)
{
    const struct service_form *f = AS_CONST(service_form, rec);
    if (date_is_set(f->used_to) && f->used_to.day < f->used_from.day)
        return issue(cx, "used_to", "field.before_since", "");
    if (!text_empty(rec->id) && text_equal(f->replaces, rec->id))
        return issue(cx, "replaces", "document.refers_to_itself", "");
    return OK;
}

static bool is_masked(const char *party)
{
    return strstr(party, "某") || strstr(party, "×") || strstr(party, "*");
}

static enum status check_result(struct context *cx, const struct record *rec)
{
    const struct service_result *r = AS_CONST(service_result, rec);
    if (text_equal(r->party_sort, "natural") && !text_empty(r->party) && !is_masked(r->party))
        return issue(cx, "party", "case.party_not_masked", "");
    if (date_is_set(r->valid_until) && r->valid_until.day < r->decided_on.day)
        return issue(cx, "valid_until", "field.before_since", "");
    return OK;
}

/* The family name of one character, as Chinese names are masked; a name in letters keeps its first.
 */
const char *service_mask(struct arena *mem, const char *party_sort, const char *name)
{
    uint32_t first;
    if (!text_equal(party_sort, "natural")) return name;
    if (text_empty(name)) return "某";
    size_t size = text_next(name, &first);
    return arena_format(mem, "%.*s%s", (int)size, name,
                        first >= 0x2E80 && strlen(name) > 2 * size ? "某某" : "某");
}

/* ---- the kinds ---- */

#define PUBLISHED(kind_name, zh_, en_, order_)                                     \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, KIND_TABLES(kind_name), \
    .title = "title", .order = order_, .workflow = &publication_workflow

/* clang-format off */
const struct kind function_kind = {PUBLISHED(function, "机构职能", "Function", "serial")};
const struct kind power_kind = {PUBLISHED(power, "权力清单", "Power", "code")};
const struct kind approval_item_kind = {PUBLISHED(approval_item, "审批事项", "Approval item", "code")};
const struct kind procedure_kind = {
    PUBLISHED(procedure, "办理程序", "Procedure", NULL), .check = check_procedure};
const struct kind service_item_kind = {
    PUBLISHED(service_item, "服务事项", "Service", "revised_on"), .check = check_item};
const struct kind service_form_kind = {
    PUBLISHED(service_form, "办事表格", "Service form", "used_from"), .check = check_form};
const struct kind service_question_kind = {
    PUBLISHED(service_question, "咨询问答", "Question and answer", "answered_on")};
const struct kind service_result_kind = {
    PUBLISHED(service_result, "办理结果公开", "Published decision", "decided_on"), .flags = ERASABLE,
    .check = check_result};
/* clang-format on */
