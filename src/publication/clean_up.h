/* Clean-ups of the rules (S62, 三清理): a run goes over three registers, of bodies that enforce, of
 * their powers and of the bases; every entry is kept, amended, repealed or void, and published.
 * What the run says of a document holds from the day of the verdict: its text stays readable,
 * marked.
 *
 * The run is an item, its entries are records beside it; the portal counts them by register and
 * verdict, so that no number is written by hand.
 */
#ifndef PUBLICATION_CLEAN_UP_H
#define PUBLICATION_CLEAN_UP_H

#include "record/item.h"
#include "record/record.h"

extern const struct word clean_up_registers[]; /* bodies, powers, bases */
extern const struct word clean_up_verdicts[];  /* kept, amended, repealed, void */

/* clang-format off */
#define CLEAN_UP(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, INT,  year,        "年度", "Year", .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, TEXT, ordered_by,  "部署依据", "Ordered by", .max = 200, .flags = REQUIRED | NARROW) \
    F(PUBLIC, DATE, concluded_on,"结论日期", "Concluded on", .flags = REQUIRED | NARROW)

#define CLEAN_UP_ENTRY(F) \
    F(PUBLIC, REF,  run,         "清理工作", "Clean-up", .of = "clean_up", .flags = REQUIRED | FILTER) \
    F(PUBLIC, WORD, part,        "清理对象", "Register", .words = clean_up_registers, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, INT,  serial,      "序号", "No.", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, title,       "名称", "Title", .max = 200, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, REF,  document,    "规范性文件", "Document", .of = "normative_document", .flags = FILTER) \
    F(PUBLIC, WORD, verdict,     "清理结论", "Verdict", .words = clean_up_verdicts, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, TEXT, reason,      "理由", "Reason", .max = 300, .hint = "hint.clean_up_reason") \
    F(PUBLIC, DATE, decided_on,  "结论日期", "Decided on", .flags = REQUIRED) \
    F(PUBLIC, DATE, amend_by,    "修改完成期限", "To be amended by")
/* clang-format on */

KIND_STRUCTS(clean_up, CLEAN_UP)
KIND_STRUCTS(clean_up_entry, CLEAN_UP_ENTRY)

#endif
