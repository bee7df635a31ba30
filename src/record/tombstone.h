/* What remains of a record that is no longer, or never was, public: a kind of its own, without
 * workflow, written only by act_write() in the place of the record's bytes (DESIGN §3, Ends).
 *
 * It holds number, kind, agency, dates, reason class and article; the title only where the reason
 * is neither leak nor personal data and the record was once public.
 */
#ifndef RECORD_TOMBSTONE_H
#define RECORD_TOMBSTONE_H

#include "record/item.h"
#include "record/record.h"

extern const struct word tombstone_standings[]; /* suspended, withdrawn, erased, withheld */

/* clang-format off */
#define TOMBSTONE(F) \
    F(PUBLIC, TEXT, of, "种类", "Kind", .max = 40) \
    F(PUBLIC, TEXT, title, "名称", "Title", .max = 200) \
    F(PUBLIC, TEXT, entry, "目录条目", "Catalogue entry", .max = 26) \
    F(PUBLIC, TEXT, issuer, "发布机构", "Issued by", .max = 100) \
    F(PUBLIC, WORD, standing, "状态", "Standing", .words = tombstone_standings) \
    F(PUBLIC, DATE, released_on, "公开日期", "Released on") \
    F(PUBLIC, DATE, ended_on, "终止公开日期", "Ended on") \
    F(PUBLIC, WORD, reason, "原因", "Reason", .words = end_reasons) \
    F(PUBLIC, TEXT, article, "依据", "Legal basis", .max = 200) \
    F(PUBLIC, DATE, review_again_on, "复审日期", "To be reviewed again on")
/* clang-format on */

KIND_STRUCTS(tombstone, TOMBSTONE)

enum status tombstone_bytes(struct context *cx, const struct record *rec,
                            const struct reason *reason, struct bytes *ret_bytes) MUST_USE;

#endif
