/* Verifying a whole ledger, offline or over HTTP, with nothing but its public files.
 *
 * What is checked: the checkpoint's signature; every tile byte for byte, rebuilt from the entries;
 * the root; each entry's form, and per record the chain of seq and prev; every object against its
 * commitment and every file against its hash; that an object is missing only if a later entry of
 * the same record erases it, and gone if one does; and, of a folder, that nothing lies in it that
 * no entry accounts for.
 *
 *     struct verify_report report;
 *     TRY(ledger_verify(cx, "DATA/ledger", &report));   // OK: sound. INVALID: report.problems
 *
 * A ledger that is being written to may grow underneath: the verifier then starts again.
 */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H

#include "ledger/entry.h"

enum { VERIFY_PROBLEMS = 20 };

/* A message id (messages/<language>/ledger.po) and what its %1 stands for. */
struct verify_problem {
    const char *message, *detail;
};

/* Where a record stands: its last entry. For comparing with a portal (SECURITY T4). */
struct verify_record {
    const char *id, *kind, *agency;
    int64_t seq, index;
    enum act_type type;
    struct hash commit;
};

struct verify_report {
    const char *origin;
    uint64_t size;
    struct hash root;
    size_t tiles, objects, erased, files, records_count;
    const struct verify_record *records; /* in the order of their first entries */
    size_t problems_count;               /* all that were found; the first ones are kept */
    struct verify_problem problems[VERIFY_PROBLEMS];
};

/* location is a folder or an http(s) address. INVALID when there are problems; FAULT when it could
 * not be read. The report is filled as far as it came, and lives in cx->mem. */
enum status ledger_verify(struct context *cx, const char *location,
                          struct verify_report *ret) MUST_USE;
/* The same, believing only this key (NULL: the one that the ledger shows). */
enum status ledger_verify_as(struct context *cx, const char *location, const char *vkey,
                             struct verify_report *ret) MUST_USE;

#endif
