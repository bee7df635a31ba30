/* Between structs and SQL rows: what the office's tables and the portal's have in common. */
#ifndef RECORD_ROW_H
#define RECORD_ROW_H

#include "record/kind.h"
#include "store/store.h"

/* The value of one field as SQL keeps it: text "" when absent, numbers NULL when absent. */
struct value row_value(const struct field *field, const void *rec);
/* Reads count fields from consecutive columns beginning at column. */
void row_read(struct rows *rows, int column, const struct field *fields, size_t count, void *rec);
/* Column definitions of these fields; columns has room for count. */
void row_columns(const struct field *fields, size_t count, struct column *columns);
/* Writes `"a", "b", "c"`, each with a prefix such as "r." */
void row_names(struct out *out, const struct field *fields, size_t count, const char *prefix);

#endif
