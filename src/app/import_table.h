/* Registers from files (CSV, JSON Lines): each row a draft of one kind, checked by the kind's own
 * field table, as a form would be. A column is a field, by its name or by its label in either
 * language; the column `key` is the row's key in the system that it comes from.
 *
 *     struct table_import import = {.kind = &entry_kind, .agency = code, .name = "entries.csv"};
 *     TRY(import_table(cx, &import, bytes));
 *     for (struct import_fault *f = import.faults; f; f = f->next) … f->line, f->field …
 *
 * Invariants. A file is imported whole or not at all: every row that will not do is told by line
 * and field, and then nothing is stored. A key that was imported before is left as it is, whatever
 * became of its record, so the same file a second time changes nothing. A reference is the id, the
 * key, the code (of an agency) or the exact title of what it names; of a title that two records
 * have it names none. Who imports writes drafts and nothing else: review and release stay what they
 * are.
 */
#ifndef APP_IMPORT_TABLE_H
#define APP_IMPORT_TABLE_H

#include "record/record.h"

struct import_fault {
    int line;
    const char *field, *message, *detail; /* message id */
    struct import_fault *next;
};
struct table_import {
    const struct kind *kind;
    const char *agency, *name; /* name of the file: its ending says what it is */
    bool dry;                  /* check, and store nothing */
    /* Who writes at an agency; NULL: the actor of cx, everywhere. */
    const struct actor *(*as)(struct context *cx, const char *agency);
    /* answered */
    struct import_fault *faults;
    size_t made, known, refused; /* rows */
};

enum status import_ensure_tables(struct context *cx) MUST_USE;
/* Can rows of this kind be imported? Not what only the program or other records make. */
bool import_takes(const struct kind *kind);
/* INVALID when there are faults. The actor must be able to write at the agency. */
enum status import_table(struct context *cx, struct table_import *import,
                         struct bytes text) MUST_USE;

#endif
