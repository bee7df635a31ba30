/* The tables of cases: fields, and what the desk shows as due. */
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "law/law.h"
#include "service/private.h"

/* clang-format off */
const struct word service_channels[] = {
    {"web", "网上", "On line"}, {"counter", "窗口", "At the counter"}, {0}};
const struct word material_claims[] = {
    {"attached", "已随申请上传", "Attached"}, {"counter", "到窗口提交", "Will be brought"},
    {"none", "没有", "Not there"}, {0}};
const struct word service_deliveries[] = {
    {"counter", "到窗口领取", "Collected at the counter"}, {"post", "邮寄", "By post"}, {0}};

#define RECORD service_case
#define RECORD_PUBLIC service_case_public
KIND_FIELDS(service_case, SERVICE_CASE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD service_material
#define RECORD_PUBLIC service_material_public
KIND_FIELDS(service_material, SERVICE_MATERIAL)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD service_step
#define RECORD_PUBLIC service_step_public
KIND_FIELDS(service_step, SERVICE_STEP)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD service_inquiry
#define RECORD_PUBLIC service_inquiry_public
KIND_FIELDS(service_inquiry, SERVICE_INQUIRY)
/* clang-format on */

static struct record_due case_due(struct context *cx, const struct record *rec)
{
    const struct service_case *c = AS_CONST(service_case, rec);
    if (rec->state == SERVICE_CHECKING)
        return (struct record_due){c->notice_by, "行政许可法 第32条", "cn"};
    if (rec->state == SERVICE_HANDLING)
        return (struct record_due){c->promised_on, "行政许可法 第42条", "cn"};
    return (struct record_due){DATE_NONE, "", "cn"};
}

static struct record_due step_due(struct context *cx, const struct record *rec)
{
    bool open = service_step_is_open(AS_CONST(service_step, rec));
    return (struct record_due){open ? AS_CONST(service_step, rec)->due_on : DATE_NONE, "", "cn"};
}

static struct record_due inquiry_due(struct context *cx, const struct record *rec)
{
    bool open = rec->state == INQUIRY_RECEIVED;
    return (struct record_due){open ? AS_CONST(service_inquiry, rec)->answer_by : DATE_NONE, "",
                               "cn"};
}

#define INSIDE(kind_name, zh_, en_)                                                \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, KIND_TABLES(kind_name), \
    .title = "title", .workflow = &kind_name##_workflow

/* clang-format off */
const struct kind service_case_kind = {
    INSIDE(service_case, "窗口办件", "Case of the window"), .flags = INTERNAL, .order = "came_on",
    .due = case_due, .constraint = "UNIQUE (agency, year, serial, edition)"};
const struct kind service_material_kind = {
    INSIDE(service_material, "办件材料", "Material of a case"),
    .flags = INTERNAL | CONSOLE | BY_PROGRAM | OFF_DESK};
const struct kind service_step_kind = {
    INSIDE(service_step, "办理环节", "Step of a case"), .flags = INTERNAL | CONSOLE | BY_PROGRAM,
    .order = "due_on", .due = step_due};
const struct kind service_inquiry_kind = {
    INSIDE(service_inquiry, "事项咨询", "Enquiry about a service"), .flags = INTERNAL,
    .order = "came_on", .due = inquiry_due};
/* clang-format on */
