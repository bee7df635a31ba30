/* The head of a letter: who wants what, and which files come along. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "intake/private.h"

bool letter_word_is_fine(const char *word, size_t max)
{
    size_t size = strlen(word);
    return size && size <= max && strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == size;
}

static bool code_is_fine(const char *to)
{
    size_t size = strlen(to);
    return size && size <= LETTER_TO_MAX &&
           strspn(to, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == size;
}

const char *letter_file_name(struct arena *mem, const char *given)
{
    const char *last = given, *clean;
    for (const char *c = given; *c; c++)
        if (*c == '/' || *c == '\\') last = c + 1;
    struct bytes raw = {(const unsigned char *)last, strlen(last)};
    if (text_clean(mem, raw, 4096, false, &clean) != TEXT_FINE || !*clean) return "-";
    if (text_length(clean) <= LETTER_FILE_NAME_MAX) return clean;
    /* the end tells what it is, the beginning what it is called */
    const char *dot = strrchr(clean, '.');
    if (!dot || text_length(dot) > 10) return text_cut(mem, clean, LETTER_FILE_NAME_MAX - 1);
    return arena_format(mem, "%s%s", text_cut(mem, clean, LETTER_FILE_NAME_MAX - 12), dot);
}

const char *letter_media(struct arena *mem, const char *given)
{
    size_t size = strcspn(given, "; \t");
    const char *kept = arena_copy_n(mem, given, size);
    if (size > LETTER_MEDIA_MAX) return "";
    for (const char *c = kept; *c; c++)
        if (*c <= 0x20 || *c >= 0x7f || *c == '"' || *c == '\\') return "";
    return kept;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct letter_field *)a)->name, ((const struct letter_field *)b)->name);
}

enum status letter_fields_clean(struct context *cx, const struct letter_field *fields, size_t count,
                                const struct letter_field **ret_fields)
{
    if (count > LETTER_FIELDS_MAX) return fault(cx, "a letter of %zu fields", count);
    struct letter_field *kept = arena_array(cx->mem, struct letter_field, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *value = fields[i].value ? fields[i].value : "";
        struct bytes raw = {(const unsigned char *)value, strlen(value)};
        kept[i].name = fields[i].name;
        if (!letter_word_is_fine(fields[i].name, LETTER_NAME_MAX))
            return fault(cx, "a letter has no field \"%s\"", fields[i].name);
        if (text_clean(cx->mem, raw, LETTER_VALUE_MAX, true, &kept[i].value) != TEXT_FINE)
            return issue(cx, fields[i].name, "intake.text", "");
    }
    if (count) qsort(kept, count, sizeof *kept, by_name);
    for (size_t i = 1; i < count; i++)
        if (text_equal(kept[i - 1].name, kept[i].name))
            return fault(cx, "a letter has two fields \"%s\"", kept[i].name);
    *ret_fields = kept;
    return OK;
}

struct bytes letter_head_write(struct arena *mem, const struct letter *letter)
{
    struct json json = json_new(mem, true);
    json_open(&json, '{');
    json_put_int(&json, "at", letter->at.ms);
    json_put_text(&json, "capsule", letter->capsule_key);
    json_key(&json, "fields");
    json_open(&json, '{');
    for (size_t i = 0; i < letter->field_count; i++)
        json_put_text(&json, letter->fields[i].name, letter->fields[i].value);
    json_close(&json, '}');
    json_key(&json, "files");
    json_open(&json, '[');
    for (size_t i = 0; i < letter->file_count; i++) {
        const struct letter_file *file = &letter->files[i];
        json_open(&json, '{');
        json_put_text(&json, "media", file->media);
        json_put_text(&json, "name", file->name);
        json_put_text(&json, "sha256", file->sha256);
        json_put_int(&json, "size", file->size);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_put_text(&json, "id", letter->id);
    json_put_text(&json, "to", letter->to);
    json_put_text(&json, "type", letter->type);
    json_close(&json, '}');
    return out_taken(&json.out);
}

/* ---- reading ---- */

/* A string member without NUL inside; NULL otherwise. In mem. */
static const char *text_of(struct arena *mem, const json_t *value)
{
    if (!json_is_string(value)) return NULL;
    const char *text = json_string_value(value);
    size_t size = json_string_length(value);
    return strlen(text) == size ? arena_copy_n(mem, text, size) : NULL;
}

static const char *member(struct arena *mem, const json_t *object, const char *name)
{
    return text_of(mem, json_object_get(object, name));
}

/* As our own portal would have cleaned it: cleaning changes nothing. */
static bool value_is_clean(struct arena *mem, const char *value)
{
    const char *clean;
    struct bytes raw = {(const unsigned char *)value, strlen(value)};
    return text_clean(mem, raw, LETTER_VALUE_MAX, true, &clean) == TEXT_FINE &&
           text_equal(clean, value);
}

static bool parse_fields(struct arena *mem, json_t *object, struct letter *letter)
{
    if (!json_is_object(object) || json_object_size(object) > LETTER_FIELDS_MAX) return false;
    struct letter_field *fields =
        arena_array(mem, struct letter_field, json_object_size(object) + 1);
    size_t count = 0;
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        struct letter_field *field = &fields[count++];
        *field = (struct letter_field){arena_copy(mem, name), text_of(mem, value)};
        if (!letter_word_is_fine(name, LETTER_NAME_MAX) || !field->value ||
            !value_is_clean(mem, field->value))
            return false;
    }
    if (count) qsort(fields, count, sizeof *fields, by_name);
    letter->fields = fields;
    letter->field_count = count;
    return true;
}

static bool parse_file(struct arena *mem, const json_t *object, struct letter_file *ret)
{
    const json_t *size = json_object_get(object, "size");
    unsigned char hash[32];
    *ret = (struct letter_file){member(mem, object, "name"), member(mem, object, "media"),
                                json_integer_value(size), member(mem, object, "sha256"), NULL};
    return json_object_size(object) == 4 && ret->name && ret->media && ret->sha256 &&
           json_is_integer(size) && ret->size >= 0 && ret->size <= LETTER_FILE_MAX &&
           text_equal(ret->name, letter_file_name(mem, ret->name)) &&
           text_equal(ret->media, letter_media(mem, ret->media)) && strlen(ret->sha256) == 64 &&
           text_from_hex(ret->sha256, hash, sizeof hash);
}

static bool parse_files(struct arena *mem, const json_t *array, struct letter *letter)
{
    size_t count = json_array_size(array);
    if (!json_is_array(array) || count > LETTER_FILES_MAX) return false;
    struct letter_file *files = arena_array(mem, struct letter_file, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!parse_file(mem, json_array_get(array, i), &files[i])) return false;
    letter->files = files;
    letter->file_count = count;
    return true;
}

static bool id_is_fine(const char *id)
{
    unsigned char raw[LETTER_ID_LENGTH / 2];
    return strlen(id) == LETTER_ID_LENGTH && text_from_hex(id, raw, sizeof raw);
}

static bool parse(struct arena *mem, const json_t *root, struct letter *letter)
{
    unsigned char key[CODE_KEY_SIZE];
    const json_t *at = json_object_get(root, "at");
    if (!json_is_object(root) || json_object_size(root) != 7) return false;
    *letter = (struct letter){.id = member(mem, root, "id"),
                              .type = member(mem, root, "type"),
                              .to = member(mem, root, "to"),
                              .at = {json_integer_value(at)},
                              .capsule_key = member(mem, root, "capsule"),
                              .digest = ""};
    return letter->id && id_is_fine(letter->id) && letter->type &&
           letter_word_is_fine(letter->type, LETTER_TYPE_MAX) && letter->to &&
           code_is_fine(letter->to) && json_is_integer(at) && letter->at.ms > 0 &&
           letter->at.ms < (INT64_C(1) << 53) && letter->capsule_key &&
           code_public_from_hex(letter->capsule_key, key) &&
           parse_fields(mem, json_object_get(root, "fields"), letter) &&
           parse_files(mem, json_object_get(root, "files"), letter);
}

enum status letter_head_parse(struct context *cx, struct bytes bytes, struct letter *ret_letter)
{
    json_error_t error;
    json_t *root = bytes.size <= LETTER_HEAD_MAX ? json_loadb((const char *)bytes.data, bytes.size,
                                                              JSON_REJECT_DUPLICATES, &error)
                                                 : NULL;
    bool sound = root && parse(cx->mem, root, ret_letter);
    json_decref(root);
    return sound ? OK : issue(cx, "", "intake.form", "");
}

const char *letter_value(const struct letter *letter, const char *name)
{
    for (size_t i = 0; i < letter->field_count; i++)
        if (text_equal(letter->fields[i].name, name)) return letter->fields[i].value;
    return "";
}
