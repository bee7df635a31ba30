#include "base/text.h"
#include "record/lifecycle.h"
#include "report/check.h"
#include "report/document.h"
#include "report/table.h"

/* clang-format off */
const struct word report_scopes[] = {
    {"own", "本机关", "The agency itself"}, {"aggregate", "本机关及下级机关汇总", "With the agencies below"}, {0}};
const struct word report_forms[] = {
    {"cn-2008", "2008年条例格式", "Form of the 2008 Regulations"},
    {"cn-2019", "2019年试行格式", "Trial form of 2019"},
    {"cn-2021", "2021年格式",     "Form of 2021"}, {0}};

#define RECORD annual_report
#define RECORD_PUBLIC annual_report_public
KIND_FIELDS(annual_report, ANNUAL_REPORT)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD declaration
#define RECORD_PUBLIC declaration_public
KIND_FIELDS(declaration, DECLARATION)
/* clang-format on */

static const struct sql parent_of = {
    "report.parent", "SELECT COUNT(*) FROM agency WHERE code = $1 AND newest = 1 AND parent <> ''"};

static bool has_superior(struct context *cx, const struct record *rec)
{
    int64_t parents = 1;
    return store_int(cx, &parent_of, BIND(rec->agency), &parents) != OK || parents > 0;
}
static bool is_at_the_top(struct context *cx, const struct record *rec)
{
    return !has_superior(cx, rec);
}

static const struct sql own_superior = {
    "report.superior",
    "SELECT p.code FROM agency g JOIN agency p ON p.id = g.parent AND p.newest = 1"
    " WHERE g.code = $1 AND g.newest = 1"};

/* Whoever accepts or returns a report oversees the agency above, and not the reporting one alone.
 */
static enum status guard_superior(struct context *cx, const struct record *rec,
                                  const struct reason *why)
{
    const char *superior;
    enum status status = store_text(cx, &own_superior, BIND(rec->agency), &superior);
    if (status == NOT_FOUND) return CONFLICT;
    TRY(status);
    return access_may(cx->actor, SUPERVISE, superior) ? OK : DENIED;
}

/* The figures that are signed are those of the registers at the report's own as-of day, and no
 * sentence denies them (C30). */
static enum status guard_check(struct context *cx, const struct record *rec,
                               const struct reason *why)
{
    const struct annual_report *report = (const struct annual_report *)(const void *)rec;
    TRY(guard_not_an_editor(cx, rec, why));
    TRY(record_validate(cx, rec));
    TRY(report_confirm(cx, report));
    const struct form_line *line = report_contradiction(cx->mem, report);
    if (!line) return OK;
    return issue(cx, arena_format(cx->mem, "part%d", line->part), "report.says_none", "");
}

/* Whoever approves signs figures that hold: the checks of the form are asked again. */
static enum status guard_approve(struct context *cx, const struct record *rec,
                                 const struct reason *why)
{
    const struct annual_report *report = (const struct annual_report *)(const void *)rec;
    struct report_values values = report_asked(report, report->as_of);
    TRY(guard_not_an_editor(cx, rec, why));
    if (!values.form || !values.form->table_count) return OK;
    TRY(report_count(cx, &values));
    return report_hold(cx, report, &values);
}

static const struct sql clear_file = {
    "report.clear_file", "UPDATE attachment SET cleared_by = $3, cleared_at = $4 WHERE record = $1"
                         " AND edition = $2 AND name = $5"};

/* Public ids, titles and dates of what is public already, and the report itself: who confirms the
 * count has compared these files, byte for byte, and clears them. */
static enum status effect_check(struct context *cx, struct record *rec, const struct reason *why)
{
    static const char *const made[] = {REPORT_CELLS_FILE, REPORT_PDF_FILE, REPORT_WORKBOOK_FILE};
    const struct report_form *form =
        form_by_id(((const struct annual_report *)(const void *)rec)->form);
    size_t count = form && form->table_count ? COUNT_OF(made) : 1;
    for (size_t i = 0; i < count; i++)
        TRY(store_run(cx, &clear_file, BIND(rec->id, rec->edition, cx->actor->id, cx->now, made[i]),
                      NULL));
    return effect_bind_bytes(cx, rec, why);
}

static enum status guard_publish_without_superior(struct context *cx, const struct record *rec,
                                                  const struct reason *why)
{
    return has_superior(cx, rec) ? CONFLICT : guard_release(cx, rec, why);
}

/* clang-format off */
static const struct state states[] = {
    [REPORT_DRAFTED]    = {"drafted",    "起草",       "Drafted",              EDITABLE | WORKING, OFFICER},
    [REPORT_CHECKED]    = {"checked",    "已核对审查", "Checked and reviewed", WORKING,            APPROVER},
    [REPORT_APPROVED]   = {"approved",   "已审批",     "Approved",             WORKING,            OFFICER},
    [REPORT_SUBMITTED]  = {"submitted",  "已报送",     "Submitted",            WORKING,            SUPERVISE},
    [REPORT_ACCEPTED]   = {"accepted",   "主管部门已接收", "Accepted",         WORKING,            RELEASER},
    [REPORT_RELEASED]   = {"released",   "已公布",     "Published",            IS_PUBLIC,          NOBODY},
    [REPORT_SUPERSEDED] = {"superseded", "已更正",     "Corrected",            ENDED,              NOBODY},
    [REPORT_SUSPENDED]  = {"suspended",  "暂停公开",   "Suspended",            WORKING,            RELEASER},
    [REPORT_WITHDRAWN]  = {"withdrawn",  "已撤回",     "Withdrawn",            ENDED,              NOBODY},
    [REPORT_DISCARDED]  = {"discarded",  "已放弃",     "Discarded",            ENDED,              NOBODY},
};
enum { END = NEEDS_REASON | NEEDS_ARTICLE | NEEDS_CLASS };
static const struct move moves[] = {
    {REPORT_DRAFTED,   "check",    REPORT_CHECKED,   REVIEWER,  guard_check,         effect_check,        NO_ENTRY,        0,            NULL},
    {REPORT_DRAFTED,   "discard",  REPORT_DISCARDED, OFFICER,   guard_discard,       effect_discard,      NO_ENTRY,        NEEDS_REASON, edition_is_later},
    {REPORT_CHECKED,   "return",   REPORT_DRAFTED,   APPROVER,  NULL,                NULL,                NO_ENTRY,        NEEDS_REASON, NULL},
    {REPORT_CHECKED,   "approve",  REPORT_APPROVED,  APPROVER,  guard_approve,       NULL,                NO_ENTRY,        0,            NULL},
    {REPORT_APPROVED,  "return",   REPORT_DRAFTED,   OFFICER,   NULL,                NULL,                NO_ENTRY,        NEEDS_REASON, NULL},
    {REPORT_APPROVED,  "submit",   REPORT_SUBMITTED, OFFICER,   NULL,                NULL,                NO_ENTRY,        0,            NULL},
    {REPORT_SUBMITTED, "accept",   REPORT_ACCEPTED,  SUPERVISE, guard_superior,      NULL,                NO_ENTRY,        0,            has_superior},
    {REPORT_SUBMITTED, "return",   REPORT_DRAFTED,   SUPERVISE, guard_superior,      NULL,                NO_ENTRY,        NEEDS_REASON, has_superior},
    {REPORT_SUBMITTED, "publish",  REPORT_RELEASED,  RELEASER,  guard_publish_without_superior, effect_supersede, ENTRY_RELEASED, 0,     is_at_the_top},
    {REPORT_ACCEPTED,  "publish",  REPORT_RELEASED,  RELEASER,  guard_release,       effect_supersede,    ENTRY_RELEASED,  0,            NULL},
    {REPORT_RELEASED,  "correct",  REPORT_RELEASED,  OFFICER,   guard_no_open_edition, effect_open_edition, NO_ENTRY,        NEEDS_REASON, NULL},
    {REPORT_RELEASED,  "suspend",  REPORT_SUSPENDED, STOPPER,   NULL,                NULL,                ENTRY_ERASED,    NEEDS_REASON, NULL},
    {REPORT_SUSPENDED, "restore",  REPORT_RELEASED,  RELEASER,  guard_second_person, NULL,                ENTRY_RELEASED,  NEEDS_REASON, NULL},
    {REPORT_SUSPENDED, "correct",  REPORT_SUSPENDED, OFFICER,   guard_no_open_edition, effect_open_edition, NO_ENTRY,        NEEDS_REASON, NULL},
    {REPORT_SUSPENDED, "withdraw", REPORT_WITHDRAWN, RELEASER,  guard_second_person, NULL,                ENTRY_WITHDRAWN, END,          NULL},
};
/* clang-format on */

static const struct workflow report_workflow = {
    .name = "report",
    WORKFLOW_TABLES(states, moves),
};

/* The parts have the titles of the report's form; the fields' own are those of 2008. */
static const char *label_of(const struct record *rec, const struct field *field,
                            enum language language)
{
    const struct annual_report *report = (const struct annual_report *)(const void *)rec;
    const struct report_form *form = form_by_id(report->form);
    int part = text_starts(field->name, "part") ? field->name[4] - '0' : 0;
    if (!form || part < 1 || part > REPORT_PARTS) return NULL;
    return language == CHINESE ? form->labels_zh[part - 1] : form->labels_en[part - 1];
}

static const struct sql same_year = {
    "report.same_year", "SELECT COUNT(*) FROM annual_report WHERE agency = $1 AND year = $2"
                        " AND scope = $3 AND id <> $4"};

static enum status check_report(struct context *cx, const struct record *rec)
{
    const struct annual_report *report = (const struct annual_report *)(const void *)rec;
    int64_t others;
    if (report->year != INT_NONE && (report->year < 2008 || report->year > 2100))
        return issue(cx, "year", "report.bad_year", "");
    TRY(store_int(cx, &same_year, BIND(rec->agency, report->year, report->scope, rec->id),
                  &others));
    return others ? issue(cx, "year", "report.exists", "") : OK;
}

/* Money is declared as an amount, all else as a number; only a change may be below zero. */
static enum status check_given(struct context *cx, const struct declaration *d,
                               const struct cell *cell)
{
    bool has_value = d->value != INT_NONE, has_amount = d->amount.hundredths != INT64_MIN;
    if (cell->money && has_value) return issue(cx, "value", "report.declared_other", "");
    if (!cell->money && has_amount) return issue(cx, "amount", "report.declared_other", "");
    if (!has_value && !has_amount)
        return issue(cx, cell->money ? "amount" : "value", "field.required", "");
    bool below = has_value ? d->value < 0 : d->amount.hundredths < 0;
    return below && !cell->below_zero ? issue(cx, "value", "field.not_a_number", "") : OK;
}

static enum status check_declaration(struct context *cx, const struct record *rec)
{
    const struct declaration *d = (const struct declaration *)(const void *)rec;
    const struct report_form *form = d->year == INT_NONE ? NULL : form_for_year((int)d->year);
    const struct cell *cell = form ? form_cell(form, d->cell) : NULL;
    if (text_empty(d->cell)) return OK;
    if (!cell || !(cell->declared || cell->opening))
        return issue(cx, "cell", "report.not_a_declared_cell", d->cell);
    return check_given(cx, d, cell);
}

const struct kind annual_report_kind = {
    .name = "annual_report",
    .zh = "年度报告",
    .en = "Annual report",
    .schema = 1,
    KIND_TABLES(annual_report),
    .title = "title",
    .order = "year",
    .workflow = &report_workflow,
    .check = check_report,
    .label = label_of,
};
const struct kind declaration_kind = {
    .name = "declaration",
    .zh = "申报数据",
    .en = "Declared figure",
    .schema = 2 /* amount */,
    KIND_TABLES(declaration),
    .title = "cell",
    .order = "year",
    .workflow = &publication_workflow,
    .check = check_declaration,
};
