/* Standing orders (DESIGN §1): what is computed rather than drafted leaves the office under a
 * record that two persons have reviewed and released once. It names a query and the PUBLIC columns
 * that may be filled; by its authority the program makes acts, and nobody else can.
 *
 *     struct standing_order order;
 *     enum status found = standing_order_in_force(cx, agency, "case-lines", &order);
 *     if (found == NOT_FOUND) …   // nothing is released, and the page says so
 *
 * An order holds for its agency and for the agencies below it; the nearest one counts.
 */
#ifndef CATALOGUE_STANDING_ORDER_H
#define CATALOGUE_STANDING_ORDER_H

#include "record/kind.h"
#include "record/record.h"

extern const struct word standing_queries[]; /* case-lines sealing-keys session-lines */

/* clang-format off */
#define STANDING_ORDER(F) \
    F(PUBLIC, TEXT, title,    "名称", "Title", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, WORD, query,    "公开的数据", "Query", .words = standing_queries, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, TEXT, columns,  "公开的栏目", "Columns", .max = 400, .flags = REQUIRED, .hint = "hint.standing_columns") \
    F(PUBLIC, INT,  hide_kind_below, "同类申请人少于几件时不列类别", "Leave out the kind of applicant below", .hint = "hint.hide_kind_below") \
    F(PUBLIC, BODY, body,     "说明", "Text", .max = 8000)
/* clang-format on */

KIND_STRUCTS(standing_order, STANDING_ORDER)

/* The released order of this agency, or of the nearest agency above it: NOT_FOUND if there is none.
 */
enum status standing_order_in_force(struct context *cx, const char *agency, const char *query,
                                    struct standing_order *ret_order) MUST_USE;
/* Who acts by an order's authority: the order's record itself, so that the ledger's history names
 * it, and no account can. */
const struct actor *standing_order_hand(struct context *cx, const struct standing_order *order);
/* INVALID: the record has something in a public field that the order does not name. */
enum status standing_order_covers(struct context *cx, const struct standing_order *order,
                                  const struct record *rec) MUST_USE;
/* Does the order let this column out? */
bool standing_order_has(struct context *cx, const struct standing_order *order, const char *column);

#endif
