#include "base/text.h"
#include "law/code.h"
#include "organisation/organisation.h"
#include "record/lifecycle.h"

const struct word agency_levels[] = {
    {"province",                  "省级", "Provincial"},
    {"city",               "市（地）级", "Municipal or prefectural"},
    {"county",                      "县级", "County"},
    {0},
};

const struct word body_sorts[] = {
    {"leading-group",      "政务公开领导小组", "Leading group"},
    {"disclosure-office",     "政府信息公开工作机构", "Disclosure office"},
    {"spokesperson-office",  "新闻发言人办公室", "Spokesperson's office"},
    {0},
};

/* clang-format off */
#define RECORD agency
#define RECORD_PUBLIC agency_public
KIND_FIELDS(agency, AGENCY)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD unit
#define RECORD_PUBLIC unit_public
KIND_FIELDS(unit, UNIT)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD leader
#define RECORD_PUBLIC leader_public
KIND_FIELDS(leader, LEADER)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD body
#define RECORD_PUBLIC body_public
KIND_FIELDS(body, BODY_)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD staff
static const struct field staff_fields[] = {STAFF_ACCOUNT(FIELD_ROW)};
#undef RECORD
/* clang-format on */

/* The code's check digit is law (GB 11714, GB 32100), and the record lives under its own code. */
static enum status check_agency(struct context *cx, const struct record *rec)
{
    const struct agency *agency = (const struct agency *)(const void *)rec;
    TRY(organisation_code_check(cx, "code", agency->code));
    if (!text_equal(agency->code, rec->agency)) return issue(cx, "code", "code.not_own", "");
    return OK;
}

static enum status check_dates(struct context *cx, const struct record *rec)
{
    const struct field *since = kind_field(rec->kind, "since");
    const struct field *until = kind_field(rec->kind, "until");
    if (field_is_absent(since, rec) || field_is_absent(until, rec)) return OK;
    if (field_number(until, rec) >= field_number(since, rec)) return OK;
    return issue(cx, "until", "field.before_since", "");
}

const struct kind agency_kind = {
    .name = "agency",
    .zh = "机构",
    .en = "Agency",
    .schema = 1,
    KIND_TABLES(agency),
    .title = "name",
    .workflow = &publication_workflow,
    .check = check_agency,
};
const struct kind unit_kind = {
    .name = "unit",
    .zh = "内设机构",
    .en = "Unit",
    .schema = 1,
    KIND_TABLES(unit),
    .title = "name",
    .workflow = &publication_workflow,
    .check = check_dates,
};
const struct kind leader_kind = {
    .name = "leader",
    .zh = "领导成员",
    .en = "Leader",
    .flags = ERASABLE,
    .schema = 1,
    KIND_TABLES(leader),
    .title = "post",
    .workflow = &publication_workflow,
    .check = check_dates,
};
const struct kind body_kind = {
    .name = "body",
    .zh = "工作机构",
    .en = "Body",
    .schema = 1,
    KIND_TABLES(body),
    .title = "name",
    .workflow = &publication_workflow,
    .check = check_dates,
};

static const struct state staff_states[] = {
    [STAFF_ACTIVE] = {"active",   "启用", "Active",   EDITABLE, ADMINISTER},
    [STAFF_DISABLED] = {"disabled", "停用", "Disabled", 0,        ADMINISTER},
};
static const struct move staff_moves[] = {
    {STAFF_ACTIVE,   "disable", STAFF_DISABLED, ADMINISTER, NULL, NULL, NO_ENTRY, NEEDS_REASON, NULL},
    {STAFF_DISABLED, "enable",  STAFF_ACTIVE,   ADMINISTER, NULL, NULL, NO_ENTRY, NEEDS_REASON, NULL},
};
static const struct workflow staff_workflow = {
    .name = "staff",
    WORKFLOW_TABLES(staff_states, staff_moves),
};
const struct kind staff_kind = {
    .name = "staff",
    .zh = "工作人员账号",
    .en = "Staff account",
    .flags = INTERNAL | CONSOLE | OFF_DESK,
    .schema = 1,
    .size = sizeof(struct staff),
    .public_size = sizeof(struct staff_public),
    .fields = staff_fields,
    .field_count = COUNT_OF(staff_fields),
    .title = "label",
    .workflow = &staff_workflow,
    .constraint = "UNIQUE (name)",
};
