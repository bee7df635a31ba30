#include "app/import_rows.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"

struct reader {
    struct context *cx;
    const char *at, *end;
    int line;
    struct import_rows *rows;
    struct import_row **last;
};

static void stop(struct reader *in, int line, const char *message)
{
    if (in->rows->bad_line) return;
    in->rows->bad_line = line;
    in->rows->bad = message;
}

static struct import_row *add_row(struct reader *in, size_t cells)
{
    if (in->rows->count == IMPORT_ROWS_MAX) {
        stop(in, in->line, "import.too_many_rows");
        return NULL;
    }
    struct import_row *row = *in->last = arena_make(in->cx->mem, struct import_row);
    row->line = in->line;
    row->cells = arena_array(in->cx->mem, struct import_cell, cells + 1);
    in->last = &row->next;
    in->rows->count++;
    return row;
}

/* ---- CSV ------------------------------------------------------------------------------------- */

/* A spreadsheet's own export puts ' before what it would take for a formula: ours does, too. */
static struct bytes without_guard(struct bytes cell)
{
    bool guarded = cell.size > 1 && cell.data[0] == '\'' && strchr("=+-@", cell.data[1]);
    return guarded ? (struct bytes){cell.data + 1, cell.size - 1} : cell;
}

static struct bytes quoted_cell(struct reader *in)
{
    struct out out = out_new(in->cx->mem);
    int began = in->line;
    for (in->at++; in->at < in->end; in->at++) {
        if (*in->at == '\n') in->line++;
        if (*in->at != '"') {
            out_char(&out, *in->at);
            continue;
        }
        if (in->at + 1 < in->end && in->at[1] == '"') {
            out_char(&out, *in->at++);
            continue;
        }
        in->at++;
        return (struct bytes){(const unsigned char *)(out.size ? out.text : ""), out.size};
    }
    stop(in, began, "import.open_quote");
    return (struct bytes){(const unsigned char *)"", 0};
}

static struct bytes plain_cell(struct reader *in)
{
    const char *start = in->at;
    while (in->at < in->end && !strchr(",\r\n", *in->at)) in->at++;
    return (struct bytes){(const unsigned char *)start, (size_t)(in->at - start)};
}

/* The cells of one record; false at the end of the file. Empty lines are passed over. */
static bool csv_record(struct reader *in, struct bytes *cells, size_t *ret_count, int *ret_line)
{
    while (in->at < in->end && strchr("\r\n", *in->at)) in->line += *in->at++ == '\n';
    *ret_count = 0;
    *ret_line = in->line;
    if (in->at >= in->end) return false;
    for (;;) {
        struct bytes cell = *in->at == '"' ? quoted_cell(in) : plain_cell(in);
        if (*ret_count < IMPORT_COLUMNS_MAX) cells[(*ret_count)++] = without_guard(cell);
        if (in->rows->bad_line || in->at >= in->end || strchr("\r\n", *in->at)) return true;
        if (*in->at != ',') {
            stop(in, in->line, "import.after_quote");
            return true;
        }
        in->at++;
        if (in->at == in->end) return true;
    }
}

static void read_csv(struct reader *in)
{
    struct bytes heads[IMPORT_COLUMNS_MAX], cells[IMPORT_COLUMNS_MAX];
    const char *names[IMPORT_COLUMNS_MAX];
    size_t columns, count;
    int line;
    if (in->end - in->at >= 3 && memcmp(in->at, "\xef\xbb\xbf", 3) == 0) in->at += 3;
    if (!csv_record(in, heads, &columns, &line)) {
        stop(in, 1, "import.no_heading");
        return;
    }
    for (size_t i = 0; i < columns; i++)
        names[i] = arena_copy_n(in->cx->mem, (const char *)heads[i].data, heads[i].size);
    while (!in->rows->bad_line && csv_record(in, cells, &count, &line)) {
        if (in->rows->bad_line) return;
        if (count != columns) {
            stop(in, line, "import.cells");
            return;
        }
        struct import_row *row = add_row(in, count);
        if (!row) return;
        row->line = line;
        row->count = count;
        for (size_t i = 0; i < count; i++) row->cells[i] = (struct import_cell){names[i], cells[i]};
    }
}

/* ---- JSON Lines ------------------------------------------------------------------------------ */

/* A member as a form would give it: numbers in decimal, yes and no; NULL for what has no place. */
static const char *value_of(struct arena *mem, const json_t *value, size_t *ret_size)
{
    const char *text = NULL;
    if (json_is_string(value)) {
        *ret_size = json_string_length(value);
        return arena_copy_n(mem, json_string_value(value), *ret_size);
    }
    if (json_is_integer(value))
        text = arena_format(mem, "%lld", (long long)json_integer_value(value));
    if (json_is_boolean(value)) text = json_is_true(value) ? "yes" : "no";
    if (json_is_null(value)) text = "";
    *ret_size = text ? strlen(text) : 0;
    return text;
}

static void read_object(struct reader *in, json_t *object)
{
    const char *key;
    json_t *value;
    struct import_row *row = add_row(in, json_object_size(object));
    if (!row) return;
    json_object_foreach(object, key, value)
    {
        size_t size;
        const char *text = value_of(in->cx->mem, value, &size);
        if (!text) stop(in, in->line, "import.json_value");
        if (!text || row->count == IMPORT_COLUMNS_MAX) return;
        row->cells[row->count++] = (struct import_cell){
            arena_copy(in->cx->mem, key), {(const unsigned char *)text, size}
        };
    }
}

static void read_json_lines(struct reader *in)
{
    while (in->at < in->end && !in->rows->bad_line) {
        const char *stops = memchr(in->at, '\n', (size_t)(in->end - in->at));
        size_t size = (size_t)((stops ? stops : in->end) - in->at);
        if (size && strspn(in->at, " \t\r") < size) {
            json_t *object = json_loadb(in->at, size, JSON_REJECT_DUPLICATES, NULL);
            if (json_is_object(object))
                read_object(in, object);
            else
                stop(in, in->line, "import.not_an_object");
            json_decref(object);
        }
        in->at += size + (stops ? 1 : 0);
        in->line++;
    }
}

bool import_rows_known(const char *name)
{
    return text_ends(name, ".csv") || text_ends(name, ".jsonl");
}

void import_rows_read(struct context *cx, const char *name, struct bytes text,
                      struct import_rows *ret_rows)
{
    const char *start = (const char *)text.data;
    *ret_rows = (struct import_rows){0};
    struct reader in = {.cx = cx,
                        .at = start,
                        .end = start + text.size,
                        .line = 1,
                        .rows = ret_rows,
                        .last = &ret_rows->first};
    if (text_ends(name, ".csv"))
        read_csv(&in);
    else
        read_json_lines(&in);
}
