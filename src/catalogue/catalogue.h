/* The catalogue (S41, S42): standing lines that say what kind of information there is, by which
 * unit, on what basis, in which mode, how often; numbered within their agency.
 *
 * An item belongs to exactly one entry and inherits from it what need not be asked again: unit,
 * source, the three classifications, the mode of disclosure. catalogue_prepare_item() is the
 * .prepare of every ITEM kind.
 */
#ifndef CATALOGUE_CATALOGUE_H
#define CATALOGUE_CATALOGUE_H

#include "record/item.h"
#include "record/record.h"

struct law; /* law/law.h: classifications are read from it */

extern const struct word update_intervals[];

/* clang-format off */
#define ENTRY(F) \
    F(PUBLIC, TEXT, title,       "目录名称", "Title", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, title_en,    "英文名称", "Title in English", .max = 160) \
    F(PUBLIC, INT,  serial,      "序号", "No.", .flags = FIXED | COLUMN) \
    F(PUBLIC, REF,  unit,        "责任单位", "Unit", .of = "unit", .flags = REQUIRED | FILTER) \
    F(PUBLIC, WORD, mode,        "公开方式", "Mode", .words = disclosure_modes, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, mode_reason, "不主动公开的理由", "Reason if not proactive", .max = 200, .hint = "hint.mode_reason") \
    F(PUBLIC, TEXT, basis,       "公开依据", "Legal basis", .max = 200, .flags = REQUIRED) \
    F(PUBLIC, WORD, update_interval, "更新周期", "Updated", .words = update_intervals, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, class_seed,  "内容分类", "Subject class", .max = 20, .flags = REQUIRED | FILTER) \
    F(PUBLIC, TEXT, class_a10,   "令492第十条分类", "Order 492, Article 10", .max = 20, .flags = FILTER) \
    F(PUBLIC, TEXT, class_a20,   "令711第二十条分类", "Order 711, Article 20", .max = 20, .flags = FILTER) \
    F(PUBLIC, TEXT, description, "内容说明", "Description", .max = 300, .flags = SEARCHED) \
    F(PUBLIC, DATE, in_force_on, "列入日期", "In force from", .flags = REQUIRED) \
    F(PUBLIC, DATE, ended_on,    "终止日期", "Ended on")
/* clang-format on */

KIND_STRUCTS(entry, ENTRY)

/* Is the entry in force on this day? */
bool entry_is_in_force(const struct entry *entry, struct date on);

/* Fills what an item inherits from its entry, its unit and its agency; refuses an entry of another
 * agency or one that is not in force on the item's day of production. */
enum status catalogue_prepare_item(struct context *cx, struct record *rec);

/* The classifications that the checks use; loaded once at start, never changed. */
void catalogue_set_law(const struct law *law);
const struct law *catalogue_law(void); /* NULL: none was loaded */

/* Number of entries in force on a day: the 798 of S42 (released entries only). */
enum status catalogue_count(struct context *cx, const char *agency, struct date on,
                            int64_t *ret_count) MUST_USE;

#endif
