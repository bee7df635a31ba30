#include "record/row.h"

struct value row_value(const struct field *field, const void *rec)
{
    if (field_is_text(field)) return value_text(field_text(field, rec));
    if (field_is_absent(field, rec)) return (struct value){.type = VALUE_NULL};
    return value_int(field_number(field, rec));
}

void row_read(struct rows *rows, int column, const struct field *fields, size_t count, void *rec)
{
    for (size_t i = 0; i < count; i++, column++) {
        if (field_is_text(&fields[i]))
            field_set_text(&fields[i], rec, rows_text(rows, column));
        else if (rows_is_null(rows, column))
            field_clear(&fields[i], rec);
        else
            field_set_number(&fields[i], rec, rows_int(rows, column));
    }
}

void row_columns(const struct field *fields, size_t count, struct column *columns)
{
    for (size_t i = 0; i < count; i++)
        columns[i] = field_is_text(&fields[i])
                         ? (struct column){fields[i].name, VALUE_TEXT, "NOT NULL DEFAULT ''"}
                         : (struct column){fields[i].name, VALUE_INT, ""};
}

void row_names(struct out *out, const struct field *fields, size_t count, const char *prefix)
{
    for (size_t i = 0; i < count; i++)
        out_format(out, "%s%s\"%s\"", i ? ", " : "", prefix, fields[i].name);
}
