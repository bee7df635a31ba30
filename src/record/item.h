/* What all kinds flagged ITEM have in common (DESIGN §3): they belong to one catalogue entry, draw
 * an index number when collated, and the engine keeps one row `item` for each of them, which
 * lists, search, feeds and counts read.
 *
 * ITEM_FIELDS stands first in every item kind's list, so that struct item is a prefix of its
 * struct and record_as_item() may look at it.
 */
#ifndef RECORD_ITEM_H
#define RECORD_ITEM_H

#include "record/kind.h"
#include "record/lifecycle.h"
#include "store/store.h"

extern const struct word disclosure_modes[]; /* proactive, on-request, not-public */

/* clang-format off */
#define ITEM_FIELDS(F) \
    F(PUBLIC, REF,  entry, "目录条目", "Catalogue entry", .of = "entry", .flags = FILTER) \
    F(PUBLIC, TEXT, title, "名称", "Title", .max = 200, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, DATE, produced_on, "生成日期", "Produced on", .flags = REQUIRED | COLUMN | NARROW, .hint = "hint.produced_on") \
    F(PUBLIC, TEXT, summary, "内容概述", "Summary", .max = 300, .flags = SEARCHED, .hint = "hint.summary") \
    F(PUBLIC, BODY, body, "正文", "Text", .max = 120000, .flags = SEARCHED, .hint = "hint.body") \
    F(PUBLIC, TEXT, keywords, "关键词", "Keywords", .max = 100, .flags = SEARCHED | NARROW) \
    F(PUBLIC, TEXT, issuer, "发布机构", "Issued by", .max = 100, .flags = INHERITED | NARROW) \
    F(PUBLIC, TEXT, source_unit, "信息来源", "Source", .max = 100, .flags = INHERITED | NARROW) \
    F(PUBLIC, TEXT, byline, "责任编辑", "Edited by", .max = 60, .flags = INHERITED | NARROW) \
    F(PUBLIC, WORD, mode, "公开方式", "Mode of disclosure", .words = disclosure_modes, .flags = INHERITED | NARROW) \
    F(PUBLIC, TEXT, class_seed, "内容分类", "Subject class", .max = 20, .flags = INHERITED | FILTER) \
    F(PUBLIC, TEXT, class_a10, "令492第十条分类", "Order 492, Article 10", .max = 20, .flags = INHERITED | FILTER) \
    F(PUBLIC, TEXT, class_a20, "令711第二十条分类", "Order 711, Article 20", .max = 20, .flags = INHERITED | FILTER) \
    F(PUBLIC, DATE, first_published_on, "首次公开日期（申报）", "First published on (declared)", .flags = FIXED) \
    F(STAFF,  REF,  unit, "承办单位", "Unit", .of = "unit", .flags = INHERITED | FILTER)
/* clang-format on */

#define ITEM_MEMBER(visibility, type, name, ...) c_type_##type name;
struct item {
    struct record base;
    ITEM_FIELDS(ITEM_MEMBER)
};

/* NULL when the record is not of an ITEM kind. */
struct item *record_as_item(struct record *rec);
const struct item *record_as_item_const(const struct record *rec);

/* Is it an item: of an ITEM kind, and not exempt by the kind's own rule? */
bool record_is_item(const struct record *rec);

/* Draws the next index number of agency and year: "2009-00638". Inside a transaction; a number
 * that was drawn is never drawn again, not even after a withdrawal. */
enum status item_draw_number(struct context *cx, const char *agency, int year,
                             const char **ret_number) MUST_USE;

/* Engine only: writes the row `item` from the record as it now stands. */
enum status item_update_row(struct context *cx, const struct record *rec) MUST_USE;

#endif
