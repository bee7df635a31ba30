#include "law/regime_table.h"

#include "law/fee.h"

const char *const regime_starts[] = {"submitted", "arrived", "receipt", "start", "due", NULL};
const char *const regime_ends[] = {"due", "extended_due", NULL};

static const char *const receipts[] = {"submitted", "arrived", "confirmed", NULL};
static const char *const effects[] = {"pauses", "restarts", NULL};
static const char *const intervals[] = {"half-open", "closed", NULL};
static const char *const silences[] = {"waits", "continues", "agrees", "refuses", "lapses", NULL};
static const char *const transfers[] = {"names", "passes", "consented", NULL};
static const char *const people[] = {"applicant", "agent", "request", NULL};
static const char *const rules[] = {"required", "optional", "never", NULL};
static const char *const standards[] = {"flat", "item", "page", "hour", "cost", "penalty", NULL};

/* clang-format off */
#define IS(row, form_, member, ...) \
    {.key = #member, .form = form_, .offset = offsetof(struct row, member), __VA_ARGS__}
#define MUST(row, form_, member, ...) IS(row, form_, member, .required = true, __VA_ARGS__)
/* A list's array is called by its key, its length by key and suffix. */
#define LIST(row, form_, key_, array, length, ...)                                     \
    {.key = key_, .form = form_, .offset = offsetof(struct row, array),                \
     .count_offset = offsetof(struct row, length), __VA_ARGS__}
#define CLAUSE_MEMBERS(row)                                                            \
    MUST(row, ROW_TEXT, id), MUST(row, ROW_TEXT, zh), MUST(row, ROW_TEXT, en),         \
    MUST(row, ROW_TEXT, article), IS(row, ROW_TEXT, article_en),                     \
    IS(row, ROW_TEXT, text), IS(row, ROW_TEXT, text_en),                               \
    IS(row, ROW_DATE, valid_from), IS(row, ROW_DATE, valid_to),                        \
    IS(row, ROW_YES, verified, .yes_if_absent = true)
#define TYPE(row, is_clause_) \
    static const struct row_type row##_type = { \
        #row, sizeof(struct row), row##_members, COUNT_OF(row##_members), is_clause_}

static const struct row_member clause_members[] = {CLAUSE_MEMBERS(clause)};
TYPE(clause, true);

static const struct row_member regime_channel_members[] = {
    CLAUSE_MEMBERS(regime_channel),
    MUST(regime_channel, ROW_WORD, receipt, .words = receipts),
    IS(regime_channel, ROW_YES, rolls),
    IS(regime_channel, ROW_YES, applicant_confirms),
    IS(regime_channel, ROW_TERM, agency_confirms)};
TYPE(regime_channel, true);

static const struct row_member regime_event_members[] = {
    CLAUSE_MEMBERS(regime_event),
    IS(regime_event, ROW_TEXT, after, .refers = REFERS_EVENT),
    IS(regime_event, ROW_TEXT, needs, .refers = REFERS_EVENT),
    IS(regime_event, ROW_INT, times),
    IS(regime_event, ROW_YES, closes),
    IS(regime_event, ROW_YES, has_amount)};
TYPE(regime_event, true);

static const struct row_member regime_flag_members[] = {CLAUSE_MEMBERS(regime_flag)};
TYPE(regime_flag, true);

static const struct row_member regime_term_members[] = {
    CLAUSE_MEMBERS(regime_term),
    IS(regime_term, ROW_TEXT, flag, .refers = REFERS_FLAG),
    IS(regime_term, ROW_TEXT, event, .refers = REFERS_EVENT),
    IS(regime_term, ROW_YES, adds),
    MUST(regime_term, ROW_TERM, term)};
TYPE(regime_term, true);

static const struct row_member regime_wait_members[] = {
    CLAUSE_MEMBERS(regime_wait),
    MUST(regime_wait, ROW_TEXT, from, .refers = REFERS_EVENT),
    MUST(regime_wait, ROW_TEXT, until, .refers = REFERS_EVENT),
    MUST(regime_wait, ROW_WORD, effect, .words = effects),
    IS(regime_wait, ROW_WORD, interval, .words = intervals),
    IS(regime_wait, ROW_WORD, silence, .words = silences),
    IS(regime_wait, ROW_TERM, term),
    IS(regime_wait, ROW_YES, amount_sets_term),
    IS(regime_wait, ROW_TEXT, date),
    IS(regime_wait, ROW_TEXT, within, .refers = REFERS_DATE),
    IS(regime_wait, ROW_TEXT, outcome, .refers = REFERS_OUTCOME)};
TYPE(regime_wait, true);

static const struct row_member regime_extension_members[] = {
    CLAUSE_MEMBERS(regime_extension),
    MUST(regime_extension, ROW_TEXT, event, .refers = REFERS_EVENT),
    MUST(regime_extension, ROW_TERM, term),
    MUST(regime_extension, ROW_INT, times),
    IS(regime_extension, ROW_TEXT, approver_zh), IS(regime_extension, ROW_TEXT, approver_en),
    IS(regime_extension, ROW_TEXT, notify_zh), IS(regime_extension, ROW_TEXT, notify_en),
    LIST(regime_extension, ROW_ROWS, "reasons", reasons, reason_count, .of = &clause_type)};
TYPE(regime_extension, true);

static const struct row_member regime_routing_members[] = {
    CLAUSE_MEMBERS(regime_routing),
    MUST(regime_routing, ROW_TEXT, event, .refers = REFERS_EVENT),
    IS(regime_routing, ROW_TEXT, flag, .refers = REFERS_FLAG),
    MUST(regime_routing, ROW_TERM, at_latest)};
TYPE(regime_routing, true);

static const struct row_member regime_date_members[] = {
    CLAUSE_MEMBERS(regime_date),
    MUST(regime_date, ROW_TEXT, from, .refers = REFERS_START),
    IS(regime_date, ROW_TEXT, flag, .refers = REFERS_FLAG),
    MUST(regime_date, ROW_TERM, term)};
TYPE(regime_date, true);

static const struct row_member regime_transfer_members[] = {
    CLAUSE_MEMBERS(regime_transfer),
    MUST(regime_transfer, ROW_WORD, effect, .words = transfers)};
TYPE(regime_transfer, true);

static const struct row_member regime_outcome_members[] = {
    CLAUSE_MEMBERS(regime_outcome),
    IS(regime_outcome, ROW_TEXT, row),
    IS(regime_outcome, ROW_TEXT, letter),
    IS(regime_outcome, ROW_YES, closes, .yes_if_absent = true),
    IS(regime_outcome, ROW_YES, grants), IS(regime_outcome, ROW_YES, refuses),
    IS(regime_outcome, ROW_YES, partial), IS(regime_outcome, ROW_YES, public_already),
    IS(regime_outcome, ROW_YES, needs_exemption), IS(regime_outcome, ROW_YES, names_agency),
    IS(regime_outcome, ROW_YES, needs_reason)};
TYPE(regime_outcome, true);

static const struct row_member regime_exemption_members[] = {
    CLAUSE_MEMBERS(regime_exemption),
    IS(regime_exemption, ROW_TEXT, outcome, .refers = REFERS_OUTCOME),
    IS(regime_exemption, ROW_YES, absolute)};
TYPE(regime_exemption, true);

static const struct row_member regime_remedy_members[] = {
    CLAUSE_MEMBERS(regime_remedy),
    MUST(regime_remedy, ROW_TEXT, body_zh), MUST(regime_remedy, ROW_TEXT, body_en),
    MUST(regime_remedy, ROW_TEXT, from, .refers = REFERS_START),
    IS(regime_remedy, ROW_TERM, term),
    IS(regime_remedy, ROW_TEXT, precondition, .refers = REFERS_REMEDY),
    IS(regime_remedy, ROW_YES, only_for_refusals),
    IS(regime_remedy, ROW_TERM, decided_within),
    IS(regime_remedy, ROW_TERM, decided_extension)};
TYPE(regime_remedy, true);

static const struct row_member fee_step_members[] = {
    MUST(fee_step, ROW_COUNT, from), IS(fee_step, ROW_COUNT, to),
    MUST(fee_step, ROW_MONEY, each), IS(fee_step, ROW_COUNT, per), IS(fee_step, ROW_MONEY, rise)};
TYPE(fee_step, false);

static const struct row_member fee_tariff_line_members[] = {
    MUST(fee_tariff_line, ROW_TEXT, id),
    MUST(fee_tariff_line, ROW_TEXT, zh), MUST(fee_tariff_line, ROW_TEXT, en),
    IS(fee_tariff_line, ROW_MONEY, price), IS(fee_tariff_line, ROW_YES, at_cost)};
TYPE(fee_tariff_line, false);

static const struct row_member regime_fee_members[] = {
    CLAUSE_MEMBERS(regime_fee),
    MUST(regime_fee, ROW_WORD, standard, .words = standards),
    IS(regime_fee, ROW_TEXT, group),
    LIST(regime_fee, ROW_ROWS, "steps", steps, step_count, .of = &fee_step_type),
    LIST(regime_fee, ROW_ROWS, "tariff", lines, line_count, .of = &fee_tariff_line_type),
    LIST(regime_fee, ROW_ROWS, "waivers", waivers, waiver_count, .of = &clause_type),
    IS(regime_fee, ROW_MONEY, cap), IS(regime_fee, ROW_MONEY, nothing_up_to),
    IS(regime_fee, ROW_TERM, pay_within),
    IS(regime_fee, ROW_TEXT, outcome, .refers = REFERS_OUTCOME)};
TYPE(regime_fee, true);

static const struct row_member regime_field_members[] = {
    CLAUSE_MEMBERS(regime_field),
    MUST(regime_field, ROW_WORD, of, .words = people),
    MUST(regime_field, ROW_WORD, rule, .words = rules)};
TYPE(regime_field, true);

static const struct row_member regime_way_members[] = {
    CLAUSE_MEMBERS(regime_way), MUST(regime_way, ROW_TEXT, go)};
TYPE(regime_way, true);

static const struct row_member regime_proactive_members[] = {
    CLAUSE_MEMBERS(regime_proactive), MUST(regime_proactive, ROW_TERM, term)};
TYPE(regime_proactive, true);

static const struct row_member regime_report_members[] = {
    CLAUSE_MEMBERS(regime_report),
    MUST(regime_report, ROW_INT, month), MUST(regime_report, ROW_INT, day),
    MUST(regime_report, ROW_TEXT, publisher_zh), MUST(regime_report, ROW_TEXT, publisher_en)};
TYPE(regime_report, true);

static const struct row_member regime_step_members[] = {
    MUST(regime_step, ROW_TEXT, to, .refers = REFERS_PHASE),
    IS(regime_step, ROW_TEXT, event, .refers = REFERS_EVENT),
    IS(regime_step, ROW_TEXT, zh), IS(regime_step, ROW_TEXT, en)};
TYPE(regime_step, false);

static const struct row_member regime_phase_members[] = {
    CLAUSE_MEMBERS(regime_phase),
    IS(regime_phase, ROW_TEXT, date, .refers = REFERS_DATE),
    LIST(regime_phase, ROW_TEXTS, "states", states, state_count, 0),
    LIST(regime_phase, ROW_ROWS, "steps", steps, step_count, .of = &regime_step_type),
    LIST(regime_phase, ROW_TEXTS, "outcomes", outcomes, outcome_count, .refers = REFERS_OUTCOME)};
TYPE(regime_phase, true);

static const struct row_member regime_example_members[] = {
    MUST(regime_example, ROW_TEXT, id),
    IS(regime_example, ROW_DATE, received),
    IS(regime_example, ROW_TEXT, channel),
    IS(regime_example, ROW_DATE, arrived), IS(regime_example, ROW_DATE, confirmed),
    IS(regime_example, ROW_TEXT, flags),
    LIST(regime_example, ROW_TEXTS, "events", events, event_count, 0),
    LIST(regime_example, ROW_TEXTS, "expect", expect, expect_count, 0),
    IS(regime_example, ROW_TEXT, fee, .refers = REFERS_FEE),
    IS(regime_example, ROW_TEXT, quantity), IS(regime_example, ROW_TEXT, amount)};
TYPE(regime_example, false);

#define ROWS(key_, name, ...) \
    LIST(regime, ROW_ROWS, key_, name##s, name##_count, .of = &regime_##name##_type, __VA_ARGS__)

static const struct row_member regime_members[] = {
    CLAUSE_MEMBERS(regime),
    MUST(regime, ROW_TEXT, family), MUST(regime, ROW_TEXT, currency),
    {.key = "calendar", .form = ROW_TEXT, .offset = offsetof(struct regime, calendar_id),
     .required = true},
    ROWS("channels", channel, .required = true), ROWS("flags", flag),
    ROWS("terms", term, .required = true), ROWS("events", event, .required = true),
    ROWS("waits", wait), ROWS("extensions", extension), ROWS("routing", routing),
    ROWS("dates", date), ROWS("transfer", transfer),
    ROWS("outcomes", outcome, .required = true), ROWS("exemptions", exemption),
    LIST(regime, ROW_ROWS, "remedies", remedies, remedy_count, .of = &regime_remedy_type,
         .required = true),
    ROWS("fees", fee), ROWS("fields", field, .required = true), ROWS("ways", way),
    ROWS("proactive", proactive),
    ROWS("reports", report), ROWS("phases", phase, .required = true),
    ROWS("examples", example, .required = true)};
/* clang-format on */

const struct row_type regime_type = {"regime", sizeof(struct regime), regime_members,
                                     COUNT_OF(regime_members), true};
