/* The scan before the secrecy review, and the reviewer's answers to it (S32, issue 2 point 6).
 *
 * What is scanned: every PUBLIC text of the edition and its file names. Each find is answered once
 * per edition: "masked" (it must go: redact first) or "kept" with a reason. The review refuses
 * while a find is unanswered, or answered "masked" and still there.
 */
#ifndef DESK_SCAN_H
#define DESK_SCAN_H

#include "document/scan.h"
#include "record/record.h"

struct answered_find {
    const struct find *find;
    const char *where;           /* the field's label, or the file's name */
    const char *answer, *reason; /* "" while unanswered */
    const char *unstored;        /* chosen on the page, and not stored; or NULL */
};
struct scan_result {
    struct answered_find *finds;
    size_t count, open; /* open: unanswered or to be masked */
    size_t masked;
    bool cut; /* more than can be told: must not pass */
};

extern const struct sql scan_answer_table;
enum status desk_scan(struct context *cx, const struct record *rec,
                      struct scan_result *ret) MUST_USE;
enum status desk_scan_answer(struct context *cx, const struct record *rec, const char *key,
                             const char *answer, const char *reason) MUST_USE;
/* For lifecycle_set_scan(). */
enum status desk_scan_guard(struct context *cx, const struct record *rec);

#endif
