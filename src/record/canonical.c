/* The canonical record (DESIGN §3): what the review binds and the ledger commits to. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "record/base.h"
#include "record/tombstone.h"

static const struct sql files_of_edition = {
    "record.files", "SELECT media, name, sha256, size FROM attachment"
                    " WHERE record = $1 AND edition = $2 ORDER BY position"};

static enum status write_files(struct context *cx, const struct record *rec, struct json *json)
{
    struct rows *rows;
    /* A tombstone has its record's id, but none of its files: not even their names stay. */
    int64_t edition = rec->kind == &tombstone_kind ? 0 : rec->edition;
    TRY(store_query(cx, &files_of_edition, BIND(rec->id, edition), &rows));
    json_key(json, "files");
    json_open(json, '[');
    while (rows_next(rows)) {
        json_open(json, '{');
        json_put_text(json, "media", rows_text(rows, 0));
        json_put_text(json, "name", rows_text(rows, 1));
        json_put_text(json, "sha256", rows_text(rows, 2));
        json_put_int(json, "size", rows_int(rows, 3));
        json_close(json, '}');
    }
    json_close(json, ']');
    return rows_end(rows);
}

static int by_name(const void *a, const void *b)
{
    const struct field *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

static void write_value(struct arena *mem, struct json *json, const struct field *field,
                        const void *rec)
{
    if (field_is_text(field))
        json_text(json, field_text(field, rec));
    else if (field->type == BOOL)
        json_bool(json, field_number(field, rec) != 0);
    else if (field->type == DATE || field->type == TIME || field->type == MONEY)
        json_text(json, field_write(mem, field, rec));
    else
        json_int(json, field_number(field, rec));
}

static void write_fields(struct context *cx, const struct record *rec, struct json *json)
{
    const struct kind *kind = rec->kind;
    const struct field **sorted = arena_array(cx->mem, const struct field *, kind->field_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].visibility == PUBLIC) sorted[count++] = &kind->fields[i];
    qsort(sorted, count, sizeof *sorted, by_name);
    json_key(json, "fields");
    json_open(json, '{');
    for (size_t i = 0; i < count; i++) {
        if (field_is_absent(sorted[i], rec)) continue;
        json_key(json, sorted[i]->name);
        write_value(cx->mem, json, sorted[i], rec);
    }
    json_close(json, '}');
}

enum status record_canonical(struct context *cx, const struct record *rec, struct bytes *ret_bytes)
{
    struct json json = json_new(cx->mem, true);
    json_open(&json, '{');
    json_put_int(&json, "edition", rec->edition);
    write_fields(cx, rec, &json);
    TRY(write_files(cx, rec, &json));
    json_put_text(&json, "id", rec->id);
    json_put_text(&json, "kind", rec->kind->name);
    json_put_text(&json, "lang", rec->language);
    json_put_text(&json, "number", rec->number);
    json_put_int(&json, "schema", rec->kind->schema);
    json_close(&json, '}');
    *ret_bytes = out_taken(&json.out);
    return OK;
}
