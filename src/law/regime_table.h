/* What a regime file may hold: the row types behind regime.h, and what their texts refer to. */
#ifndef LAW_REGIME_TABLE_H
#define LAW_REGIME_TABLE_H

#include "law/regime.h"
#include "law/rows.h"

enum regime_reference {
    REFERS_NOTHING,
    REFERS_EVENT, /* of the file, or <remedy>-filed, <remedy>-decided */
    REFERS_START, /* an event, or a day that every case has: receipt, due … */
    REFERS_FLAG,
    REFERS_DATE, /* a named date, or due, extended_due */
    REFERS_OUTCOME,
    REFERS_REMEDY,
    REFERS_PHASE,
    REFERS_FEE
};

extern const struct row_type regime_type;

/* The days that every case has, for REFERS_START and REFERS_DATE. */
extern const char *const regime_starts[], *const regime_ends[];

/* Checks a regime that was read: references, ids, dates of validity, the flow chart. Fills in the
 * validity that rows leave out. */
enum status regime_examine(struct yaml *yaml, struct regime *regime) MUST_USE;

#endif
