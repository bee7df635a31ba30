/* The convenience window (S18, S20, S49, S61; DOMAIN §4.2): what can be handled, on which basis, by
 * which steps, for which fee; what is asked about it; and what was decided.
 *
 * Five registers are linked to each other and to the law: a *function* of the agency is exercised
 * by *powers*, a power by *approval items*, an approval item charges by *fee standards*
 * (publication/publication.h: fee_standard.approval) and is handled by a *procedure*. A *service
 * item* is what a citizen comes for: it names its approval item and its procedure, and says
 * everything that the headings of GB/T 36114 ask for (service/guide.h). Blank forms, questions and
 * answers, and published decision results belong to a service item.
 *
 * All of these are released through the ordinary workflow. None is an item: the registers are
 * standing lines, like catalogue entries, and are not counted.
 *
 * Tables inside a text. A procedure's steps, an item's materials and its questions are Markdown
 * tables in a BODY field, so that one record is drafted, reviewed and released as a whole
 * (service/rows.h reads them). The flow chart and the checklist of a case are made from them.
 */
#ifndef SERVICE_SERVICE_H
#define SERVICE_SERVICE_H

#include "publication/heads.h"
#include "record/kind.h"
#include "record/record.h"

/* Words are stored and published: for ever. */
extern const struct word service_sorts[];     /* permit grant confirm … : the types of §4.2 */
extern const struct word service_topics[];    /* household identity exit traffic order danger … */
extern const struct word service_audiences[]; /* natural legal both */
extern const struct word service_outcomes[];  /* granted refused */
extern const struct word power_sorts[];
extern const struct word party_sorts[]; /* natural legal */

/* clang-format off */
#define FUNCTION_(F) \
    F(PUBLIC, INT,  serial, "序号", "No.", .flags = COLUMN | NARROW) \
    F(PUBLIC, TEXT, title,  "职能名称", "Function", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, REF,  unit,   "承担单位", "Unit", .of = "unit", .flags = FILTER) \
    F(PUBLIC, BODY, body,   "职能内容", "What it is", .max = 4000, .flags = REQUIRED | SEARCHED) \
    BASIS_FIELDS(F)

#define POWER(F) \
    F(PUBLIC, TEXT, code,     "权力编码", "Code", .max = 40, .flags = COLUMN | NARROW) \
    F(PUBLIC, TEXT, title,    "权力名称", "Power", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, WORD, sort,     "权力类型", "Type", .words = power_sorts, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, REF,  duty,     "所属职能", "Function", .of = "function", .flags = REQUIRED | FILTER) \
    F(PUBLIC, REF,  unit,     "行使单位", "Exercised by", .of = "unit", .flags = FILTER) \
    F(PUBLIC, BODY, limits,   "行使条件和限制", "Conditions and limits", .max = 4000, .flags = SEARCHED) \
    BASIS_FIELDS(F)

#define APPROVAL_ITEM(F) \
    F(PUBLIC, TEXT, code,      "事项编码", "Code", .max = 40, .flags = COLUMN | NARROW) \
    F(PUBLIC, TEXT, title,     "审批事项名称", "Approval item", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, WORD, sort,      "事项类型", "Type", .words = service_sorts, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, REF,  power,     "所依权力", "Power", .of = "power", .flags = REQUIRED | FILTER) \
    F(PUBLIC, REF,  procedure, "办理程序", "Procedure", .of = "procedure", .flags = FILTER) \
    F(PUBLIC, TEXT, decides,   "决定机构", "Decided by", .max = 120, .flags = REQUIRED | NARROW) \
    F(PUBLIC, BODY, conditions,"审批条件", "Conditions", .max = 4000, .flags = SEARCHED) \
    BASIS_FIELDS(F)

/* S18. Each row of steps: 环节 | 类别 | 时限（工作日）| 责任岗位 | 办理内容. */
#define PROCEDURE(F) \
    F(PUBLIC, TEXT, title, "程序名称", "Procedure", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, REF,  power, "所依权力", "Power", .of = "power", .flags = FILTER) \
    F(PUBLIC, BODY, steps, "办理步骤", "Steps", .max = 4000, .flags = REQUIRED | SEARCHED, .hint = "hint.procedure_steps") \
    F(PUBLIC, BODY, duties,"责任监督", "Responsibility and supervision", .max = 4000) \
    BASIS_FIELDS(F)

/* DOMAIN §4.2 and the headings of GB/T 36114. */
#define SERVICE_ITEM(F) \
    F(PUBLIC, TEXT, code,         "事项编码", "Code", .max = 40, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, title,        "事项名称", "Service", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, title_en,     "英文名称", "Name in English", .max = 160, .flags = SEARCHED) \
    F(PUBLIC, WORD, sort,         "事项类型", "Type", .words = service_sorts, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, WORD, topic,        "主题", "Topic", .words = service_topics, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, WORD, audience,     "服务对象", "For whom", .words = service_audiences, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, TEXT, summary,      "适用范围", "What it covers", .max = 300, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, REF,  approval,     "审批事项", "Approval item", .of = "approval_item", .flags = FILTER) \
    F(PUBLIC, REF,  procedure,    "办理程序", "Procedure", .of = "procedure", .flags = REQUIRED | FILTER) \
    F(PUBLIC, REF,  unit,         "承办单位", "Unit", .of = "unit", .flags = FILTER) \
    BASIS_FIELDS(F) \
    F(PUBLIC, BODY, more_basis,   "其他依据", "Other bases", .max = 4000) \
    F(PUBLIC, TEXT, accepts,      "受理机构", "Accepted by", .max = 200, .flags = REQUIRED) \
    F(PUBLIC, TEXT, decides,      "决定机构", "Decided by", .max = 200, .flags = REQUIRED) \
    F(PUBLIC, TEXT, quota,        "数量限制", "Limits of number", .max = 200) \
    F(PUBLIC, BODY, conditions,   "办理条件", "Conditions", .max = 4000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, prohibited,   "禁止性要求", "When it is refused", .max = 2000) \
    F(PUBLIC, BODY, materials,    "申请材料", "Materials", .max = 6000, .flags = REQUIRED | SEARCHED, .hint = "hint.service_materials") \
    F(PUBLIC, BODY, questions,    "网上申请需要回答的问题", "Questions asked on line", .max = 2000, .hint = "hint.service_questions") \
    F(PUBLIC, BOOL, online,       "可以网上申请", "Can be applied for on line", .flags = 0) \
    F(PUBLIC, TEXT, how,          "申请方式", "How to apply", .max = 300) \
    F(PUBLIC, TEXT, manner,       "办理方式", "How it is handled", .max = 200) \
    F(PUBLIC, INT,  legal_days,   "法定办结时限（工作日）", "Term by law (working days)") \
    F(PUBLIC, INT,  promised_days,"承诺办结时限（工作日）", "Promised term (working days)", .flags = REQUIRED, .hint = "hint.promised_days") \
    F(PUBLIC, BOOL, charged,      "收费", "There is a fee", .flags = 0) \
    F(PUBLIC, TEXT, fee_note,     "收费说明", "About the fee", .max = 300) \
    F(PUBLIC, TEXT, result,       "办理结果", "Result", .max = 200) \
    F(PUBLIC, TEXT, validity,     "结果有效期", "Result valid for", .max = 120) \
    F(PUBLIC, TEXT, delivery,     "结果送达", "How the result is delivered", .max = 200) \
    F(PUBLIC, BODY, rights,       "申请人权利和义务", "Rights and duties", .max = 4000) \
    F(PUBLIC, TEXT, place,        "办理地点", "Place", .max = 300, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, TEXT, hours,        "办理时间", "Hours", .max = 200, .flags = REQUIRED) \
    F(PUBLIC, TEXT, phone,        "咨询电话", "Enquiries", .max = 100, .flags = REQUIRED) \
    F(PUBLIC, TEXT, complaints,   "监督投诉电话", "Complaints", .max = 100) \
    F(PUBLIC, TEXT, tracking,     "进程和结果查询", "How to follow it", .max = 300) \
    F(PUBLIC, INT,  visits,       "到场次数", "Visits needed") \
    F(PUBLIC, BOOL, results_open, "决定结果向社会公开", "Decisions are published", .flags = 0, .hint = "hint.results_open") \
    F(PUBLIC, DATE, revised_on,   "修订日期", "Revised on", .flags = REQUIRED | COLUMN)

/* A blank form of an item, one record to a version: an old one is kept, and says that it is old. */
#define SERVICE_FORM(F) \
    F(PUBLIC, REF,  item,     "服务事项", "Service", .of = "service_item", .flags = REQUIRED | FILTER) \
    F(PUBLIC, TEXT, title,    "表格名称", "Form", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, variant,  "版本", "Version", .max = 40, .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, DATE, used_from,"启用日期", "Used from", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, DATE, used_to,  "停用日期", "Used until", .flags = COLUMN | NARROW) \
    F(PUBLIC, REF,  replaces, "取代的版本", "Replaces", .of = "service_form", .flags = FILTER) \
    F(PUBLIC, TEXT, note,     "填写说明", "How to fill it in", .max = 400)

/* A question that was asked, without whoever asked it, and its answer (S61). */
#define SERVICE_QUESTION(F) \
    F(PUBLIC, REF,  item,       "服务事项", "Service", .of = "service_item", .flags = REQUIRED | FILTER) \
    F(PUBLIC, TEXT, title,      "问题", "Question", .max = 300, .flags = REQUIRED | SEARCHED | COLUMN, .hint = "hint.no_names") \
    F(PUBLIC, BODY, answer,     "答复", "Answer", .max = 4000, .flags = REQUIRED | SEARCHED, .hint = "hint.no_names") \
    F(PUBLIC, DATE, answered_on,"答复日期", "Answered on", .flags = REQUIRED | COLUMN | NARROW)

/* 行政许可法 第40条: what was permitted is open to the public. A natural person is masked. */
#define SERVICE_RESULT(F) \
    F(PUBLIC, REF,  item,           "服务事项", "Service", .of = "service_item", .flags = REQUIRED | FILTER) \
    F(PUBLIC, TEXT, title,          "名称", "Title", .max = 200, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, decision_number,"决定文号", "Number of the decision", .max = 60, .flags = COLUMN | NARROW | SEARCHED) \
    F(PUBLIC, WORD, party_sort,     "相对人类别", "Kind of party", .words = party_sorts, .flags = REQUIRED | NARROW) \
    F(PUBLIC, TEXT, party,          "行政相对人", "Party", .max = 100, .flags = REQUIRED | NARROW, .hint = "hint.service_party") \
    F(PUBLIC, WORD, outcome,        "决定结果", "Outcome", .words = service_outcomes, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, DATE, decided_on,     "决定日期", "Decided on", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, DATE, valid_until,    "有效期至", "Valid until", .flags = NARROW) \
    F(STAFF,  TEXT, file,           "办件编号", "Case", .max = 60, .flags = FIXED)
/* clang-format on */

KIND_STRUCTS(function, FUNCTION_)
KIND_STRUCTS(power, POWER)
KIND_STRUCTS(approval_item, APPROVAL_ITEM)
KIND_STRUCTS(procedure, PROCEDURE)
KIND_STRUCTS(service_item, SERVICE_ITEM)
KIND_STRUCTS(service_form, SERVICE_FORM)
KIND_STRUCTS(service_question, SERVICE_QUESTION)
KIND_STRUCTS(service_result, SERVICE_RESULT)

/* 王某, 张某某; an organisation's name stays as it is. */
const char *service_mask(struct arena *mem, const char *party_sort, const char *name);

#endif
