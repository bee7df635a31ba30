/* The canonical record (DESIGN §3): what the review binds and the ledger commits to. */
#include <jansson.h>
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

static const char *text_at(struct context *cx, json_t *object, const char *key)
{
    return arena_copy(cx->mem, json_string_value(json_object_get(object, key)));
}

/* An old record may hold the field under its earlier name, or not at all. */
static enum status read_field(struct context *cx, const struct field *field, json_t *fields,
                              void *rec)
{
    json_t *value = json_object_get(fields, field->name);
    if (!value && field->was) value = json_object_get(fields, field->was);
    if (!value) {
        const char *fallback = field->fallback ? field->fallback : "";
        struct bytes given = {(const unsigned char *)fallback, strlen(fallback)};
        return field_read(cx, field, given, rec);
    }
    if (json_is_integer(value)) {
        field_set_number(field, rec, json_integer_value(value));
        return OK;
    }
    if (json_is_boolean(value)) {
        field_set_number(field, rec, json_is_true(value));
        return OK;
    }
    const char *text = json_string_value(value);
    if (!text) return INVALID;
    if (field_is_text(field)) {
        field_set_text(field, rec, arena_copy(cx->mem, text));
        return OK;
    }
    return field_read(cx, field, (struct bytes){(const unsigned char *)text, strlen(text)}, rec);
}

static enum status read_record(struct context *cx, json_t *root, void *ret_public)
{
    struct record *base = ret_public;
    const struct kind *kind = base->kind;
    json_t *fields = json_object_get(root, "fields");
    if (!json_is_object(fields)) return INVALID;
    base->id = text_at(cx, root, "id");
    base->agency = ""; /* the ledger entry names it */
    base->number = text_at(cx, root, "number");
    base->edition = json_integer_value(json_object_get(root, "edition"));
    base->language = text_at(cx, root, "lang");
    for (size_t i = 0; i < kind->public_field_count; i++) {
        field_clear(&kind->public_fields[i], ret_public);
        TRY(read_field(cx, &kind->public_fields[i], fields, ret_public));
    }
    return OK;
}

static void free_json(void *what)
{
    json_decref(what);
}

enum status record_parse(struct context *cx, struct bytes canonical, void **ret_public,
                         struct record_file **ret_files)
{
    json_t *root =
        json_loadb((const char *)canonical.data, canonical.size, JSON_REJECT_DUPLICATES, NULL);
    if (!root) return INVALID;
    arena_defer(cx->mem, free_json, root);
    enum status status = INVALID;
    const char *name = json_string_value(json_object_get(root, "kind"));
    const struct kind *kind = name ? kind_by_name(name) : NULL;
    if (kind) {
        struct record *base = arena_alloc(cx->mem, kind->public_size);
        base->kind = kind;
        status = read_record(cx, root, base);
        *ret_public = base;
    } else if (name) {
        status = NOT_FOUND;
    }
    struct record_file **last = ret_files;
    size_t i;
    json_t *file;
    *ret_files = NULL;
    json_array_foreach(json_object_get(root, "files"), i, file)
    {
        *last = arena_make(cx->mem, struct record_file);
        **last = (struct record_file){text_at(cx, file, "sha256"), text_at(cx, file, "name"),
                                      text_at(cx, file, "media"),
                                      json_integer_value(json_object_get(file, "size")), NULL};
        last = &(*last)->next;
    }
    arena_undefer(cx->mem, free_json, root);
    json_decref(root);
    return status;
}
