/* Cases of the convenience window (S61; 行政许可法 第29–44条): from what somebody hands in to what
 * they are handed, and what is asked about a service.
 *
 *     checking → lacking → checking → handling → decided → delivered
 *             ↘ turned away     ↘ called back
 *
 * The agency looks through the materials of the item one by one (a *material* of the case is there,
 * missing or wrong) and names all that is amiss at once (第32条第（四）项: 一次告知). What was not
 * named the first time may not be named later, and once five working days have passed without a
 * notice the case counts as accepted from the day on which it came. What is complete is accepted:
 * the promised day runs from then, and the steps of the item's procedure are made, each with its
 * day and its responsible post. When all but the delivery is done the decision is made: granted, or
 * refused with reason, article and remedy (第38条). What the law opens to the public (第40条) is
 * drafted for publication without whoever it is about.
 *
 * Invariants
 *  - Dates are computed by law_add_working_days() and shown with the trace, to staff and applicant.
 *  - A step is done by somebody whose role is the step's: acceptance, examination, decision.
 *  - Nothing personal leaves by the published result or by a question and answer: they are drafts
 *    that are reviewed and released like all else.
 *
 *     TRY(service_file(cx, &case));                  // number, days, materials
 *     TRY(matter_open(cx, &case.base, letter));      // or matter_issue_code() at the counter
 */
#ifndef SERVICE_CASE_H
#define SERVICE_CASE_H

#include "document/attachment.h"
#include "intake/intake.h"
#include "law/calendar.h"
#include "law/duty.h"
#include "matter/matter.h"
#include "service/service.h"

extern const struct word service_channels[];   /* web counter */
extern const struct word material_claims[];    /* attached counter none */
extern const struct word service_deliveries[]; /* counter post */

/* clang-format off */
#define SERVICE_CASE(F) \
    F(STAFF,    TEXT, title,        "事项", "Service", .max = 120, .flags = FIXED | COLUMN) \
    F(STAFF,    TEXT, file,         "办件编号", "Case number", .max = 40, .flags = FIXED | COLUMN | FILTER) \
    F(STAFF,    REF,  item,         "服务事项", "Service item", .of = "service_item", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF,    WORD, channel,      "申请渠道", "Channel", .words = service_channels, .flags = REQUIRED | BOUND) \
    F(STAFF,    DATE, came_on,      "收件日期", "Came on", .flags = COLUMN | BOUND) \
    F(STAFF,    TIME, filed_at,     "收件时间", "Filed at", .flags = FIXED) \
    F(STAFF,    WORD, party_sort,   "申请人类别", "Kind of applicant", .words = party_sorts, .flags = REQUIRED) \
    F(PERSONAL, TEXT, name,         "申请人姓名或者名称", "Applicant", .max = 100, .flags = REQUIRED) \
    F(PERSONAL, TEXT, identity_number, "证件号码", "Identity number", .max = 40) \
    F(PERSONAL, TEXT, phone,        "联系电话", "Telephone", .max = 40) \
    F(PERSONAL, TEXT, address,      "联系地址", "Address", .max = 200) \
    F(PERSONAL, BODY, answers,      "填报内容", "What was filled in", .max = 8000) \
    F(STAFF,    WORD, delivery,     "取件方式", "To be delivered", .words = service_deliveries) \
    F(STAFF,    INT,  year,         "年度", "Year", .flags = FIXED | HIDDEN) \
    F(STAFF,    INT,  serial,       "流水号", "Serial", .flags = FIXED | HIDDEN) \
    F(STAFF,    DATE, notice_by,    "一次告知期限", "Notice by", .flags = FIXED) \
    F(STAFF,    DATE, notified_on,  "告知日期", "First notice on", .flags = FIXED) \
    F(STAFF,    DATE, again_on,     "再次告知日期", "Last notice on", .flags = FIXED) \
    F(STAFF,    BODY, notice,       "补正告知内容", "Notice", .max = 4000, .flags = FIXED) \
    F(STAFF,    DATE, accepted_on,  "受理日期", "Accepted on", .flags = FIXED) \
    F(STAFF,    DATE, starts_on,    "期限起算日", "Term runs from", .flags = FIXED) \
    F(STAFF,    INT,  promised_days,"承诺工作日", "Promised working days", .flags = FIXED) \
    F(STAFF,    DATE, promised_on,  "承诺办结日期", "Promised by", .flags = FIXED | COLUMN) \
    F(STAFF,    DATE, legal_on,     "法定办结日期", "By law", .flags = FIXED) \
    F(STAFF,    WORD, outcome,      "决定结果", "Outcome", .words = service_outcomes) \
    F(STAFF,    TEXT, decision_number, "决定文号", "Number of the decision", .max = 60) \
    F(STAFF,    DATE, valid_until,  "有效期至", "Valid until") \
    F(PERSONAL, BODY, reasons,      "决定理由", "Reasons", .max = 2000, .hint = "hint.service_reasons") \
    F(STAFF,    TEXT, article,      "依据条款", "Article", .max = 200) \
    F(STAFF,    TEXT, remedy,       "救济途径", "Remedies", .max = 400, .hint = "hint.service_remedy") \
    F(STAFF,    DATE, decided_on,   "决定日期", "Decided on", .flags = FIXED | COLUMN) \
    F(STAFF,    DATE, delivered_on, "送达日期", "Delivered on", .flags = FIXED) \
    F(STAFF,    DATE, ended_on,     "终结日期", "Ended on", .flags = FIXED | HIDDEN) \
    F(STAFF,    DATE, forgotten_on, "个人信息删除日期", "Personal data deleted on", .flags = FIXED) \
    F(STAFF,    REF,  published,    "公开的结果", "Published as", .of = "service_result", .flags = FIXED) \
    F(STAFF,    INT,  rating,       "评价", "Rating", .flags = FIXED) \
    F(STAFF,    DATE, rated_on,     "评价日期", "Rated on", .flags = FIXED) \
    F(PERSONAL, TEXT, rating_note,  "评价意见", "Their words", .max = 500, .flags = FIXED)

#define SERVICE_MATERIAL(F) \
    F(STAFF, REF,  of,       "办件", "Case", .of = "service_case", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, INT,  serial,   "序号", "No.", .flags = FIXED) \
    F(STAFF, TEXT, title,    "材料", "Material", .max = 200, .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, shape,    "形式", "Form", .max = 200, .flags = FIXED) \
    F(STAFF, BOOL, needed,   "必要", "Needed", .flags = FIXED) \
    F(STAFF, WORD, claim,    "申请人说明", "As claimed", .words = material_claims, .flags = FIXED) \
    F(STAFF, TEXT, note,     "问题", "What is wrong", .max = 200, .flags = FIXED) \
    F(STAFF, DATE, asked_on, "告知日期", "Asked for on", .flags = FIXED)

#define SERVICE_STEP(F) \
    F(STAFF, REF,  of,       "办件", "Case", .of = "service_case", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, INT,  serial,   "序号", "No.", .flags = FIXED) \
    F(STAFF, TEXT, title,    "办件和环节", "Case and step", .max = 200, .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, name,     "环节", "Step", .max = 160, .flags = FIXED) \
    F(STAFF, TEXT, class,    "类别", "Class", .max = 20, .flags = FIXED) \
    F(STAFF, TEXT, post,     "责任岗位", "Responsible post", .max = 100, .flags = FIXED | COLUMN) \
    F(STAFF, INT,  days,     "时限（工作日）", "Working days", .flags = FIXED) \
    F(STAFF, DATE, due_on,   "应当完成日期", "Due on", .flags = FIXED | COLUMN) \
    F(STAFF, DATE, done_on,  "完成日期", "Done on", .flags = FIXED | COLUMN)

#define SERVICE_INQUIRY(F) \
    F(STAFF,    TEXT, title,       "咨询", "Enquiry", .max = 200, .flags = FIXED | COLUMN) \
    F(STAFF,    REF,  item,        "服务事项", "Service item", .of = "service_item", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF,    DATE, came_on,     "收到日期", "Came on", .flags = COLUMN | BOUND) \
    F(STAFF,    TIME, filed_at,    "收到时间", "Filed at", .flags = FIXED) \
    F(PERSONAL, TEXT, name,        "咨询人", "Who asks", .max = 100) \
    F(PERSONAL, TEXT, phone,       "联系电话", "Telephone", .max = 40) \
    F(PERSONAL, BODY, question,    "咨询内容", "Question", .max = 4000, .flags = REQUIRED) \
    F(STAFF,    DATE, answer_by,   "答复期限", "Answer by", .flags = FIXED | COLUMN) \
    F(STAFF,    BODY, answer,      "答复", "Answer", .max = 4000) \
    F(STAFF,    TEXT, masked,      "拟公开的问题（隐去个人信息）", "Question as it may be published", .max = 300, .hint = "hint.service_masked") \
    F(STAFF,    DATE, answered_on, "答复日期", "Answered on", .flags = FIXED) \
    F(STAFF,    DATE, forgotten_on, "个人信息删除日期", "Personal data deleted on", .flags = FIXED) \
    F(STAFF,    REF,  published,   "公开的问答", "Published as", .of = "service_question", .flags = FIXED) \
    F(STAFF,    INT,  rating,      "评价", "Rating", .flags = FIXED) \
    F(STAFF,    DATE, rated_on,    "评价日期", "Rated on", .flags = FIXED) \
    F(PERSONAL, TEXT, rating_note, "评价意见", "Their words", .max = 500, .flags = FIXED)
/* clang-format on */

KIND_STRUCTS(service_case, SERVICE_CASE)
KIND_STRUCTS(service_material, SERVICE_MATERIAL)
KIND_STRUCTS(service_step, SERVICE_STEP)
KIND_STRUCTS(service_inquiry, SERVICE_INQUIRY)

enum service_case_state {
    SERVICE_CHECKING,
    SERVICE_LACKING,
    SERVICE_HANDLING,
    SERVICE_DECIDED,
    SERVICE_DELIVERED,
    SERVICE_TURNED_AWAY,
    SERVICE_CALLED_BACK
};
enum service_material_state { MATERIAL_UNSEEN, MATERIAL_HAVE, MATERIAL_MISSING, MATERIAL_WRONG };
/* In hand it lies with the window, with whoever examines, or with whoever decides. */
enum service_step_state {
    STEP_WAITING,
    STEP_AT_WINDOW,
    STEP_EXAMINED,
    STEP_UNDECIDED,
    STEP_DONE,
    STEP_DROPPED
};
static inline bool service_step_is_open(const struct service_step *step)
{
    return step->base.state > STEP_WAITING && step->base.state < STEP_DONE;
}
enum service_inquiry_state { INQUIRY_RECEIVED, INQUIRY_ANSWERED, INQUIRY_PROPOSED };

/* The case is numbered, its days are computed, its materials are made from the item's table; what
 * the applicant claimed of each stands in claims ("attached counter none", one a material; fewer:
 * at the counter). Inside a transaction. The item must be public. */
struct service_claims {
    const char *at[40];
    size_t count;
};
enum status service_file(struct context *cx, struct service_case *c,
                         const struct service_claims *claims) MUST_USE;
enum status service_inquire(struct context *cx, struct service_inquiry *inquiry) MUST_USE;

/* Everything that lies beside a case, in order. */
struct service_beside {
    struct service_material *materials;
    size_t material_count;
    struct service_step *steps;
    size_t step_count;
};
enum status service_beside(struct context *cx, const char *id, struct service_beside *ret) MUST_USE;
/* Needed, and missing or wrong; and: not looked at yet. */
bool service_material_lacks(const struct service_material *m);
/* How the promised day comes about; false while the term does not run. */
bool service_trace(struct context *cx, const struct service_case *c, struct law_trace *ret_trace);

/* What move "rate-service" is given as reason.with. */
struct service_rating {
    int64_t points; /* 1 to 5 */
    const char *note;
};
/* What move "materials-arrive" is given: more of what was filled in; may be absent. */
struct service_more {
    const char *text;
};

/* Time's own work, once a day: what was kept long enough is forgotten. blobs: where files lie. */
enum status service_daily(struct context *cx, const struct attachment_place *blobs) MUST_USE;

/* Sealed letters: rows of app/letters.c (service.apply, service-ask.ask, service.supplement …). */
enum status service_take_apply(struct context *cx, const struct letter *letter);
enum status service_take_ask(struct context *cx, const struct letter *letter);
enum status service_take_supplement(struct context *cx, const struct letter *letter);
enum status service_take_withdraw(struct context *cx, const struct letter *letter);
enum status service_take_rate(struct context *cx, const struct letter *letter);
enum status service_take_rate_answer(struct context *cx, const struct letter *letter);

extern const struct matter_sort service_case_matter, service_inquiry_matter;

#endif
