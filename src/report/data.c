/* A report's tables as data. */
#include <string.h>

#include "base/text.h"
#include "report/pages.h"

/* Amounts are decimals in a string, as everywhere in our JSON (web/data.h). */
static void put_value(struct json *json, const struct cell_value *value)
{
    if (value->cell->money)
        json_text(json, report_number(json->out.mem, value->cell, value->value));
    else
        json_int(json, value->value);
}

/* Table 2: each row has columns of its own, so each value has its name. */
static void put_named(struct json *json, const struct report_values *values)
{
    const char *open = NULL;
    json_key(json, "rows");
    json_open(json, '{');
    for (size_t i = 0; i < values->form->cell_count; i++) {
        const struct cell_value *value = &values->cells[i];
        const struct cell *cell = value->cell;
        if (!cell->table || !text_equal(cell->table, "2")) continue;
        if (!open || !text_equal(open, cell->row)) {
            if (open) json_close(json, '}');
            json_key(json, cell->row);
            json_open(json, '{');
            open = cell->row;
        }
        json_key(json, strrchr(cell->key, '.') + 1);
        put_value(json, value);
    }
    if (open) json_close(json, '}');
    json_close(json, '}');
}

static void put_list(struct json *json, const struct cell_value *cells, int count)
{
    for (int i = 0; i < count; i++) put_value(json, &cells[i]);
}

static void put_rows(struct json *json, const struct report_values *values,
                     const struct form_table *table)
{
    json_key(json, "columns");
    json_open(json, '[');
    for (int i = 0; i < TABLE_COLUMNS; i++) json_text(json, table_3_columns[i].key);
    json_close(json, ']');
    json_key(json, "rows");
    json_open(json, '{');
    for (size_t i = 0; i < table->row_count; i++) {
        json_key(json, table->rows[i].key);
        json_open(json, '[');
        put_list(json, table_row(values, "3", table->rows[i].key), TABLE_COLUMNS);
        json_close(json, ']');
    }
    json_close(json, '}');
}

static void put_remedies(struct json *json, const struct report_values *values)
{
    json_key(json, "row");
    json_open(json, '[');
    for (int i = 0; i < REMEDY_BLOCKS; i++)
        put_list(json, table_row(values, "4", table_4_blocks[i].key), REMEDY_COLUMNS);
    json_close(json, ']');
}

void report_put_tables(struct json *json, const struct report_values *values)
{
    if (!values->form || !values->form->table_count) return;
    json_key(json, "tables");
    json_open(json, '{');
    for (size_t i = 0; i < values->form->table_count; i++) {
        const struct form_table *table = &values->form->tables[i];
        json_key(json, table->number);
        json_open(json, '{');
        if (table->rows)
            put_rows(json, values, table);
        else if (table->tally)
            put_remedies(json, values);
        else
            put_named(json, values);
        json_close(json, '}');
    }
    json_close(json, '}');
}
