/* A case as its party sees it (S14): acceptance, stage, handling unit and result, by a code.
 *
 * The public reads a case disclosure with its parties masked. A party, who has shown who they are
 * at the counter, is given a code, and with it sees the stages of their own case and can ask the
 * unit that handles it. The register holds the number of the case and what part the party has in
 * it; it has no name, and there is no search by one anywhere: who has lost the code comes to the
 * counter again, and the old code dies.
 *
 * A case is a matter (matter/matter.h) of the sort "case". Its stages are the moves of its
 * workflow; when each was reached is read from history, never stored a second time.
 */
#ifndef PUBLICATION_CASE_PARTY_H
#define PUBLICATION_CASE_PARTY_H

#include "matter/matter.h"
#include "publication/heads.h"
#include "record/record.h"

extern const struct word case_parts[];      /* victim, reporter, respondent, agent */
extern const struct word shown_documents[]; /* what was shown at the counter */

/* clang-format off */
#define CASE_PARTY(F) \
    F(STAFF, TEXT, title,       "案件编号", "Number of the case", .max = 60, .flags = REQUIRED | COLUMN | BOUND, .hint = "hint.case_number") \
    F(STAFF, WORD, sort,        "案件类别", "Sort", .words = case_sorts, .flags = REQUIRED | COLUMN | BOUND) \
    F(STAFF, TEXT, matter,      "案由", "Matter", .max = 100, .flags = REQUIRED) \
    F(STAFF, WORD, part,        "当事人身份", "Part in the case", .words = case_parts, .flags = REQUIRED | COLUMN | BOUND) \
    F(STAFF, REF,  unit,        "办案单位", "Handled by", .of = "unit", .flags = REQUIRED | FILTER) \
    F(STAFF, TEXT, phone,       "办案单位电话", "Telephone of the unit", .max = 60) \
    F(STAFF, DATE, accepted_on, "受理日期", "Accepted on", .flags = REQUIRED | COLUMN) \
    F(STAFF, DATE, next_by,     "下一环节期限", "Next step by") \
    F(STAFF, BODY, result,      "处理结果（告知当事人）", "Result, as told to the party", .max = 4000, .hint = "hint.case_result") \
    F(STAFF, TEXT, remedy,      "救济途径和期限", "Remedies and their terms", .max = 500) \
    F(STAFF, REF,  disclosure,  "公开的案件信息", "Its public disclosure", .of = "case_disclosure") \
    F(STAFF, WORD, shown,       "核对的证件", "Document shown", .words = shown_documents, .flags = FIXED) \
    F(STAFF, DATE, code_on,     "发码日期", "Code given on", .flags = FIXED | COLUMN) \
    F(STAFF, DATE, ended_on,    "办结日期", "Ended on", .flags = FIXED)

#define CASE_QUESTION(F) \
    F(STAFF,    REF,  of,        "案件", "Case", .of = "case_party", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF,    TEXT, title,     "编号", "Question", .max = 80, .flags = FIXED | COLUMN) \
    F(STAFF,    DATE, asked_on,  "询问日期", "Asked on", .flags = FIXED | COLUMN) \
    F(PERSONAL, BODY, text,      "询问内容", "Question", .max = 2000, .flags = REQUIRED | BOUND) \
    F(PERSONAL, BODY, answer,    "答复", "Answer", .max = 4000, .hint = "hint.case_answer") \
    F(STAFF,    DATE, answered_on, "答复日期", "Answered on", .flags = FIXED | COLUMN) \
    F(STAFF,    DATE, forgotten_on, "个人信息删除日期", "Personal data deleted on", .flags = FIXED)
/* clang-format on */

KIND_STRUCTS(case_party, CASE_PARTY)
KIND_STRUCTS(case_question, CASE_QUESTION)

enum case_stage {
    CASE_ACCEPTED,
    CASE_INQUIRY,
    CASE_INFORMED,
    CASE_SETTLED,
    CASE_TRANSFERRED,
    CASE_ENDED
};
enum case_question_state { CASE_ASKED, CASE_ANSWERED };
extern const struct workflow case_party_workflow, case_question_workflow;

/* What "give-case-code" is handed as reason.with: what was shown; the code comes back once. */
struct case_code {
    const char *shown;
    const char **ret_code;
};

struct letter;
enum status case_take_ask(struct context *cx, const struct letter *letter) MUST_USE;
extern const struct matter_sort case_matter;

#endif
