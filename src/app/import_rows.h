/* Rows of a file to import: CSV (RFC 4180, UTF-8, with or without a byte order mark, a heading row)
 * or JSON Lines (one object a line). Both become the same: a line number and named texts.
 *
 * What cannot be read at all ends the file and is told with its line; what a row holds is judged by
 * whoever knows the kind (app/import_table.h).
 */
#ifndef APP_IMPORT_ROWS_H
#define APP_IMPORT_ROWS_H

#include "base/context.h"
#include "base/out.h"

enum { IMPORT_COLUMNS_MAX = 120, IMPORT_ROWS_MAX = 20000 };

struct import_cell {
    const char *name;
    struct bytes text;
};
struct import_row {
    int line; /* where it begins */
    struct import_cell *cells;
    size_t count;
    struct import_row *next;
};
struct import_rows {
    struct import_row *first;
    size_t count;
    int bad_line;    /* 0: all could be read */
    const char *bad; /* message id of what is wrong there */
};

/* The format is that of the name's ending; false for another. */
bool import_rows_known(const char *name);
void import_rows_read(struct context *cx, const char *name, struct bytes text,
                      struct import_rows *ret_rows);

#endif
