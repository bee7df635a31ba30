/* The kinds of an application's life: words, field tables and the small workflows. The
 * application's own workflow is in flow.c. */
#include "base/text.h"
#include "request/private.h"

/* clang-format off */
const struct word applicant_kinds[] = {
    {"natural", "自然人", "Natural person"}, {"enterprise", "商业企业", "Enterprise"},
    {"research", "科研机构", "Research institution"}, {"welfare", "社会公益组织", "Public-interest organisation"},
    {"legal-service", "法律服务机构", "Legal service"}, {"other", "其他", "Other"}, {0}};
const struct word request_channels[] = {
    {"counter", "当面提交", "At the counter"}, {"registered", "挂号信或者快递（签收）", "Registered post, signed for"},
    {"post", "平信", "Ordinary post"}, {"web", "网站", "Web form"}, {"fax", "传真", "Fax"},
    {"email", "电子邮件", "E-mail"}, {"phone", "口头（本机关代填）", "Orally, written down by the agency"}, {0}};
const struct word request_sorts[] = {
    {"disclosure", "申请公开政府信息", "Disclosure of information"},
    {"correction", "申请更正与其自身相关的政府信息", "Correction of one's own record"}, {0}};
const struct word identity_kinds[] = {
    {"id-card", "居民身份证", "Identity card"}, {"passport", "护照", "Passport"},
    {"residence", "港澳台居民居住证", "Residence permit"}, {"licence", "统一社会信用代码证件", "Organisation's licence"},
    {"lawyer", "律师执业证", "Lawyer's licence"}, {"other", "其他证件", "Other"}, {0}};
const struct word supply_forms[] = {
    {"paper", "纸质", "On paper"}, {"email", "电子邮件", "By e-mail"}, {"disc", "光盘", "On disc"},
    {"inspection", "查阅", "Inspection"}, {0}};
const struct word service_methods[] = {
    {"page", "网上送达", "On the receipt page"}, {"post", "邮政特快专递", "Express post (EMS)"},
    {"collection", "当面领取", "Collected"}, {"public-notice", "公告送达", "Public notice"}, {0}};
const struct word consultation_sorts[] = {
    {"third-party", "第三方", "Third party"}, {"co-maker", "共同制作机关", "Co-making agency"},
    {"secrecy", "保密行政管理部门", "Secrecy administration"}, {0}};
const struct word consultation_answers[] = {
    {"agrees", "同意公开", "Agrees"}, {"refuses", "不同意公开", "Refuses"},
    {"silent", "逾期未答复", "Did not answer in time"}, {0}};
const struct word search_results[] = {
    {"found", "已找到", "Found"}, {"partly", "部分找到", "Found in part"}, {"none", "未找到", "Not found"}, {0}};
const struct word fee_bases[] = {
    {"item", "按件", "Per item"}, {"page", "按量（页）", "Per page"}, {"cost", "成本费", "Cost"}, {0}};
const struct word remedy_sorts[] = {
    {"complaint", "举报投诉", "Complaint"}, {"reconsideration", "行政复议", "Reconsideration"},
    {"suit-direct", "未经复议直接起诉", "Suit without reconsideration"},
    {"suit-after-reconsideration", "复议后起诉", "Suit after reconsideration"},
    {"second-review", "再次复核", "Second review"}, {0}};
const struct word remedy_results[] = {
    {"upheld", "结果维持", "Upheld"}, {"corrected", "结果纠正", "Corrected"}, {"other", "其他结果", "Other result"}, {0}};

#define RECORD application
static const struct field application_fields[] = {APPLICATION(FIELD_ROW)};
#undef RECORD
#define RECORD application_event
static const struct field application_event_fields[] = {APPLICATION_EVENT(FIELD_ROW)};
#undef RECORD
#define RECORD consultation
static const struct field consultation_fields[] = {CONSULTATION(FIELD_ROW)};
#undef RECORD
#define RECORD search_task
static const struct field search_task_fields[] = {SEARCH_TASK(FIELD_ROW)};
#undef RECORD
#define RECORD request_letter
static const struct field request_letter_fields[] = {LETTER(FIELD_ROW)};
#undef RECORD
#define RECORD withheld_part
static const struct field withheld_part_fields[] = {WITHHELD_PART(FIELD_ROW)};
#undef RECORD
#define RECORD fee_notice
static const struct field fee_notice_fields[] = {FEE_NOTICE(FIELD_ROW)};
#undef RECORD
#define RECORD remedy
static const struct field remedy_fields[] = {REMEDY(FIELD_ROW)};
#undef RECORD
#define RECORD case_line
#define RECORD_PUBLIC case_line_public
KIND_FIELDS(case_line, CASE_LINE)

/* An inner kind has no public side. */
#define WITHIN(kind_name, name_, zh_, en_)                                               \
    .name = name_, .zh = zh_, .en = en_, .schema = 1, .size = sizeof(struct kind_name), \
    .public_size = sizeof(struct kind_name##_public), .fields = kind_name##_fields,        \
    .field_count = COUNT_OF(kind_name##_fields)

const struct kind application_kind = {
    WITHIN(application, "application", "公开申请", "Application"), .flags = INTERNAL | LARGE, .title = "title",
    .order = "due_on", .workflow = &application_workflow, .prepare = application_prepare,
    .check = application_check, .due = application_due};
/* clang-format on */

/* ---- events ---------------------------------------------------------------------------------- */

static const struct state event_states[] = {
    [EVENT_STANDS] = {"stands", "有效",    "Stands", 0,     OFFICER},
    [EVENT_STRUCK] = {"struck", "已撤销", "Struck", ENDED, NOBODY },
};
static const struct move event_moves[] = {
    {EVENT_STANDS, "strike", EVENT_STRUCK, OFFICER, guard_strike_event, effect_strike_event,
     NO_ENTRY, NEEDS_REASON, NULL},
};
static const struct workflow event_workflow = {
    .name = "event",
    WORKFLOW_TABLES(event_states, event_moves),
};
const struct kind application_event_kind = {
    WITHIN(application_event, "application_event", "计期事件", "Event of the clock"),
    .flags = INTERNAL | LARGE | CONSOLE | BY_PROGRAM,
    .title = "event",
    .order = "on_day",
    .workflow = &event_workflow,
};

/* ---- consultations --------------------------------------------------------------------------- */

static const struct state consultation_states[] = {
    [CONSULT_DRAFTED] = {"drafted",  "待送达",       "To be sent",           EDITABLE | WORKING, WRITE  },
    [CONSULT_SENT] = {"sent",     "待答复",       "Awaiting an answer",   WORKING,            OFFICER},
    [CONSULT_ANSWERED] = {"answered", "已答复",       "Answered",             ENDED,              NOBODY },
    [CONSULT_SILENT] = {"silent",   "逾期未答复", "Not answered in time", ENDED,              NOBODY },
    [CONSULT_RECALLED] = {"recalled", "已取消",       "Recalled",             ENDED,              NOBODY },
};
/* clang-format off */
static const struct move consultation_moves[] = {
    {CONSULT_DRAFTED, "send",           CONSULT_SENT,     WRITE,   guard_send, effect_send, NO_ENTRY, 0,                            NULL},
    {CONSULT_DRAFTED, "recall",         CONSULT_RECALLED, WRITE,   NULL, effect_consult_recall, NO_ENTRY, NEEDS_REASON,                 NULL},
    {CONSULT_SENT,    "note-service",   CONSULT_SENT,     WRITE,   guard_move_event, effect_consult_served, NO_ENTRY, NOT_A_BUTTON, NULL},
    {CONSULT_SENT,    "answer-arrives", CONSULT_ANSWERED, WRITE,   guard_consult_answer, effect_consult_answer, NO_ENTRY, NOT_A_BUTTON,                 NULL},
    {CONSULT_SENT,    "fall-silent",    CONSULT_SILENT,   PROGRAM, guard_silent, effect_silent, NO_ENTRY, NOT_A_BUTTON,                 NULL},
    {CONSULT_SILENT,  "late-answer",    CONSULT_SILENT,   WRITE,   NULL, effect_late_answer, NO_ENTRY, NOT_A_BUTTON, NULL},
    {CONSULT_SENT,    "recall",         CONSULT_RECALLED, WRITE  , NULL, effect_consult_recall, NO_ENTRY, NEEDS_REASON,                 NULL},
};
/* clang-format on */
static const struct workflow consultation_workflow = {
    .name = "consultation",
    WORKFLOW_TABLES(consultation_states, consultation_moves),
};
const struct kind consultation_kind = {
    WITHIN(consultation, "consultation", "征求意见", "Consultation"),
    .flags = INTERNAL,
    .title = "title",
    .order = "answer_by",
    .workflow = &consultation_workflow,
    .prepare = consultation_prepare,
    .check = consultation_check,
    .due = consultation_due,
};

/* ---- search tasks ---------------------------------------------------------------------------- */

static const struct state task_states[] = {
    [TASK_ASKED] = {"asked",    "待反馈", "Asked",    EDITABLE | WORKING | WHOLE, WRITE },
    [TASK_ANSWERED] = {"answered", "已反馈", "Answered", ENDED,                      NOBODY},
    [TASK_RECALLED] = {"recalled", "已取消", "Recalled", ENDED,                      NOBODY},
};
/* clang-format off */
static const struct move task_moves[] = {
    {TASK_ASKED, "report-back", TASK_ANSWERED, WRITE, guard_report_back, effect_report_back, NO_ENTRY, NOT_A_BUTTON, NULL},
    {TASK_ASKED, "recall",      TASK_RECALLED, WRITE, NULL, effect_task_recall, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */
static const struct workflow task_workflow = {
    .name = "search_task",
    WORKFLOW_TABLES(task_states, task_moves),
};
const struct kind search_task_kind = {
    WITHIN(search_task, "search_task", "查找任务", "Search task"),
    .flags = INTERNAL,
    .title = "title",
    .order = "answer_by",
    .workflow = &task_workflow,
    .prepare = search_task_prepare,
    .check = search_task_check,
    .due = search_task_due,
};

/* ---- letters --------------------------------------------------------------------------------- */

static const struct state letter_states[] = {
    [LETTER_DRAFTED] = {"drafted", "起草",    "Drafted", EDITABLE | WORKING, WRITE  },
    [LETTER_SIGNED] = {"signed",  "已签发", "Signed",  WORKING,            WRITE  },
    [LETTER_SERVED] = {"served",  "已送达", "Served",  0,                  OFFICER},
    [LETTER_DROPPED] = {"dropped", "已作废", "Dropped", ENDED,              NOBODY },
};
/* clang-format off */
static const struct move letter_moves[] = {
    {LETTER_DRAFTED, "sign",    LETTER_SIGNED,  OFFICER,  guard_sign, effect_sign, NO_ENTRY, 0, letter_is_a_notice},
    {LETTER_DRAFTED, "sign",    LETTER_SIGNED,  APPROVER, guard_sign, effect_sign, NO_ENTRY, 0, letter_is_an_answer},
    {LETTER_DRAFTED, "drop",    LETTER_DROPPED, WRITE,    NULL, NULL, NO_ENTRY, NEEDS_REASON, NULL},
    {LETTER_SIGNED,  "rewrite", LETTER_DRAFTED, OFFICER,  NULL, NULL, NO_ENTRY, NEEDS_REASON, NULL},
    {LETTER_SIGNED,  "attach-scan", LETTER_SIGNED, WRITE, guard_scan, effect_scan, NO_ENTRY, NOT_A_BUTTON, NULL},
    {LETTER_SIGNED,  "serve",   LETTER_SERVED,  WRITE,    guard_serve_letter, effect_serve_letter, NO_ENTRY, NOT_A_BUTTON, NULL},
    {LETTER_SERVED,  "reissue", LETTER_SERVED,  OFFICER,  guard_reissue, effect_reissue, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */
static const struct workflow letter_workflow = {
    .name = "letter",
    WORKFLOW_TABLES(letter_states, letter_moves),
};
const struct kind request_letter_kind = {
    WITHIN(request_letter, "letter", "文书", "Letter"),
    .flags = INTERNAL | CONSOLE, /* composed from a template, by what happens */
    .title = "subject",
    .workflow = &letter_workflow,
    .due = letter_due,
    .waits = letter_waits,
};

/* ---- withheld parts -------------------------------------------------------------------------- */

static const struct state part_states[] = {
    [PART_STATED] = {"stated", "不予公开", "Withheld", EDITABLE | WHOLE, WRITE },
    [PART_STRUCK] = {"struck", "已撤销",    "Struck",   ENDED,            NOBODY},
};
static const struct move part_moves[] = {
    {PART_STATED, "strike", PART_STRUCK, WRITE, guard_part_open, NULL, NO_ENTRY, NEEDS_REASON,
     NULL},
};
static const struct workflow part_workflow = {
    .name = "withheld_part",
    WORKFLOW_TABLES(part_states, part_moves),
};
const struct kind withheld_part_kind = {
    WITHIN(withheld_part, "withheld_part", "不予公开的部分", "Withheld part"),
    .flags = INTERNAL,
    .title = "part",
    .workflow = &part_workflow,
    .check = withheld_part_check,
};

/* ---- fees ------------------------------------------------------------------------------------ */

static const struct state fee_states[] = {
    [FEE_DRAFTED] = {"drafted",  "待告知",    "To be noticed", EDITABLE | WORKING, WRITE  },
    [FEE_ASKED] = {"noticed",  "待缴费",    "To be paid",    WORKING,            OFFICER},
    [FEE_PAID] = {"paid",     "已缴费",    "Paid",          0,                  OFFICER},
    [FEE_WAIVED] = {"waived",   "已免收",    "Waived",        ENDED,              NOBODY },
    [FEE_LAPSED] = {"lapsed",   "逾期未缴", "Not paid",      ENDED,              NOBODY },
    [FEE_REFUNDED] = {"refunded", "已退费",    "Refunded",      ENDED,              NOBODY },
};
/* clang-format off */
static const struct move fee_moves[] = {
    {FEE_DRAFTED, "notify", FEE_ASKED,    OFFICER, guard_notify_fee, effect_notify_fee, NO_ENTRY, 0,            NULL},
    {FEE_DRAFTED, "waive",  FEE_WAIVED,   OFFICER, NULL, effect_fee_waived, NO_ENTRY, NEEDS_REASON, NULL},
    {FEE_ASKED,   "note-service", FEE_ASKED,  WRITE,   guard_move_event, effect_fee_served, NO_ENTRY, NOT_A_BUTTON, NULL},
    {FEE_ASKED,   "quote-payment", FEE_ASKED, WRITE, guard_quote, effect_quote, NO_ENTRY, NOT_A_BUTTON, NULL},
    {FEE_ASKED,   "pay",    FEE_PAID,     WRITE,   NULL, effect_fee_paid, NO_ENTRY, 0,            NULL},
    {FEE_ASKED,   "waive",  FEE_WAIVED,   OFFICER, NULL, effect_fee_waived, NO_ENTRY, NEEDS_REASON, NULL},
    {FEE_DRAFTED, "waive",         FEE_WAIVED,   PROGRAM, NULL,            effect_fee_waived, NO_ENTRY, NEEDS_REASON | NOT_A_BUTTON, NULL},
    {FEE_ASKED,   "waive",         FEE_WAIVED,   PROGRAM, NULL,            effect_fee_waived, NO_ENTRY, NEEDS_REASON | NOT_A_BUTTON, NULL},
    {FEE_ASKED,   "lapse",  FEE_LAPSED,   PROGRAM, guard_fee_lapse, effect_fee_lapse, NO_ENTRY, NOT_A_BUTTON, NULL},
    {FEE_PAID,    "refund", FEE_REFUNDED, OFFICER, NULL, NULL, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */
static const struct workflow fee_workflow = {
    .name = "fee_notice",
    WORKFLOW_TABLES(fee_states, fee_moves),
};
const struct kind fee_notice_kind = {
    WITHIN(fee_notice, "fee_notice", "收费", "Fee"),
    .flags = INTERNAL,
    .title = "reference",
    .order = "pay_by",
    .workflow = &fee_workflow,
    .prepare = fee_notice_prepare,
    .check = fee_notice_check,
    .due = fee_notice_due,
};

/* ---- remedies -------------------------------------------------------------------------------- */

static const struct state remedy_states[] = {
    [REMEDY_PENDING] = {"pending", "尚未审结", "Pending", EDITABLE | WORKING | WHOLE, OFFICER},
    [REMEDY_DECIDED] = {"decided", "已审结",    "Decided", ENDED,                      NOBODY },
};
static const struct move remedy_moves[] = {
    {REMEDY_PENDING, "conclude", REMEDY_DECIDED, OFFICER, guard_conclude, effect_conclude, NO_ENTRY,
     NOT_A_BUTTON, NULL},
};
static const struct workflow remedy_workflow = {
    .name = "remedy",
    WORKFLOW_TABLES(remedy_states, remedy_moves),
};
const struct kind remedy_kind = {
    WITHIN(remedy, "remedy", "救济", "Remedy"),
    .flags = INTERNAL,
    .title = "organ",
    .order = "filed_on",
    .workflow = &remedy_workflow,
    .prepare = remedy_prepare,
    .check = remedy_check,
    .due = remedy_due,
};

/* ---- case lines ------------------------------------------------------------------------------ */

static const struct state line_states[] = {
    [LINE_PREPARED] = {"prepared", "待公开", "Prepared", 0,         PROGRAM},
    [LINE_RELEASED] = {"released", "已公开", "Released", IS_PUBLIC, NOBODY },
};
/* clang-format off */
static const struct move line_moves[] = {
    {LINE_PREPARED, "publish-line", LINE_RELEASED, PROGRAM, guard_line, NULL, ENTRY_RELEASED,  NOT_A_BUTTON, NULL},
    {LINE_RELEASED, "update-line",  LINE_RELEASED, PROGRAM, guard_line, effect_line_update, ENTRY_CORRECTED, NOT_A_BUTTON, NULL},
};
/* clang-format on */
static const struct workflow line_workflow = {
    .name = "case_line",
    WORKFLOW_TABLES(line_states, line_moves),
};
const struct kind case_line_kind = {
    .name = "case_line",
    .zh = "申请登记行",
    .en = "Case line",
    .flags = CONSOLE | BY_PROGRAM | LARGE,
    .schema = 1,
    KIND_TABLES(case_line),
    .title = "title",
    .order = "received_on",
    .workflow = &line_workflow,
};
