#include "publication/clean_up.h"

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word clean_up_registers[] = {
    {"bodies", "执法主体", "Enforcing bodies"}, {"powers", "执法权限", "Powers"}, {"bases", "执法依据", "Bases"}, {0}};
const struct word clean_up_verdicts[] = {
    {"kept", "继续有效", "Kept"}, {"amended", "修改", "To be amended"}, {"repealed", "废止", "Repealed"},
    {"void", "失效", "Void"}, {0}};

#define RECORD clean_up
#define RECORD_PUBLIC clean_up_public
KIND_FIELDS(clean_up, CLEAN_UP)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD clean_up_entry
#define RECORD_PUBLIC clean_up_entry_public
KIND_FIELDS(clean_up_entry, CLEAN_UP_ENTRY)
/* clang-format on */

/* What is not kept has a reason; what is to be amended, a day. */
static enum status check_entry(struct context *cx, const struct record *rec)
{
    const struct clean_up_entry *e = (const struct clean_up_entry *)(const void *)rec;
    bool kept = text_empty(e->verdict) || text_equal(e->verdict, "kept");
    if (!kept && text_empty(e->reason)) return issue(cx, "reason", "field.required", "");
    if (text_equal(e->verdict, "amended") && !date_is_set(e->amend_by))
        return issue(cx, "amend_by", "field.required", "");
    if (date_is_set(e->amend_by) && date_is_set(e->decided_on) &&
        e->amend_by.day < e->decided_on.day)
        return issue(cx, "amend_by", "field.before_since", "");
    if (!text_empty(e->document) && !text_equal(e->part, "bases"))
        return issue(cx, "document", "clean_up.only_bases", "");
    return OK;
}

/* clang-format off */
const struct kind clean_up_kind = {
    .name = "clean_up", .zh = "清理工作", .en = "Clean-up of rules", .flags = ITEM, .schema = 1,
    KIND_TABLES(clean_up), .title = "title", .order = "produced_on",
    .workflow = &publication_workflow, .prepare = catalogue_prepare_item};
const struct kind clean_up_entry_kind = {
    .name = "clean_up_entry", .zh = "清理结论", .en = "Verdict of a clean-up", .schema = 1,
    KIND_TABLES(clean_up_entry), .title = "title", .order = "serial",
    .workflow = &publication_workflow, .check = check_entry};
/* clang-format on */
