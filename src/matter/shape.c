#include "matter/shape.h"

#include <jansson.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

/* ---- writing ---- */

static void write_object(struct json *json, const struct shape *shape, const void *from);

static void write_list(struct json *json, const struct member *member, const void *from)
{
    size_t count = *(const size_t *)((const char *)from + member->count_at);
    const char *at = *(const char *const *)((const char *)from + member->at);
    if (!count) return;
    json_key(json, member->key);
    json_open(json, '[');
    for (size_t i = 0; i < count; i++) write_object(json, member->of, at + i * member->of->size);
    json_close(json, ']');
}

static void write_member(struct json *json, const struct member *member, const void *from)
{
    const char *at = (const char *)from + member->at;
    const char *text;
    struct date date;
    switch (member->type) {
    case M_TEXT:
        text = *(const char *const *)at;
        if (!text_empty(text)) json_put_text(json, member->key, text);
        break;
    case M_INT:
    case M_MOMENT:
        if (*(const int64_t *)at) json_put_int(json, member->key, *(const int64_t *)at);
        break;
    case M_BOOL:
        if (*(const bool *)at) json_put_bool(json, member->key, true);
        break;
    case M_DATE:
        date = *(const struct date *)at;
        if (date_is_set(date) && date.day)
            json_put_text(json, member->key, date_iso(json->out.mem, date));
        break;
    case M_LIST:
        write_list(json, member, from);
        break;
    }
}

static void write_object(struct json *json, const struct shape *shape, const void *from)
{
    json_open(json, '{');
    for (size_t i = 0; i < shape->count; i++) write_member(json, &shape->members[i], from);
    json_close(json, '}');
}

const char *shape_write(struct arena *mem, const struct shape_head *head, const void *view)
{
    struct json json = json_new(mem, false);
    json_open(&json, '{');
    json_put_int(&json, "at", head->at.ms);
    json_put_int(&json, "serial", head->serial);
    json_put_text(&json, "type", head->type);
    json_key(&json, "view");
    write_object(&json, head->shape, view);
    json_close(&json, '}');
    return json.out.text;
}

/* ---- reading: what is missing, unknown or of another type is absent ---- */

static void read_object(struct arena *mem, const struct shape *shape, json_t *json, void *into);

static void read_list(struct arena *mem, const struct member *member, json_t *json, void *into)
{
    size_t count = json_array_size(json);
    char *list = arena_alloc_array(mem, count + 1, member->of->size);
    for (size_t i = 0; i < count; i++)
        read_object(mem, member->of, json_array_get(json, i), list + i * member->of->size);
    *(const void **)((char *)into + member->at) = list;
    *(size_t *)((char *)into + member->count_at) = count;
}

static void read_member(struct arena *mem, const struct member *member, json_t *json, void *into)
{
    char *at = (char *)into + member->at;
    const char *text = json_string_value(json);
    struct date date = DATE_NONE;
    switch (member->type) {
    case M_TEXT:
        *(const char **)at = arena_copy(mem, text);
        break;
    case M_INT:
    case M_MOMENT:
        *(int64_t *)at = json_integer_value(json);
        break;
    case M_BOOL:
        *(bool *)at = json_is_true(json);
        break;
    case M_DATE:
        if (text && !date_parse(text, &date)) date = DATE_NONE;
        *(struct date *)at = date;
        break;
    case M_LIST:
        read_list(mem, member, json, into);
        break;
    }
}

static void read_object(struct arena *mem, const struct shape *shape, json_t *json, void *into)
{
    for (size_t i = 0; i < shape->count; i++)
        read_member(mem, &shape->members[i], json_object_get(json, shape->members[i].key), into);
}

static enum status read_view(struct arena *mem, json_t *root, struct shape_head *head, void *into)
{
    json_t *view = json_object_get(root, "view");
    const char *type = json_string_value(json_object_get(root, "type"));
    if (!type || !json_is_object(view)) return INVALID;
    if (!text_equal(type, head->type)) return NOT_FOUND;
    memset(into, 0, head->shape->size);
    read_object(mem, head->shape, view, into);
    head->at.ms = json_integer_value(json_object_get(root, "at"));
    head->serial = json_integer_value(json_object_get(root, "serial"));
    return OK;
}

static json_t *parse(struct bytes json)
{
    return json_loadb((const char *)json.data, json.size, JSON_REJECT_DUPLICATES, NULL);
}

enum status shape_read(struct context *cx, struct bytes json, struct shape_head *head,
                       void *ret_view)
{
    json_t *root = parse(json);
    if (!root) return INVALID;
    enum status status = read_view(cx->mem, root, head, ret_view);
    json_decref(root);
    return status;
}

const char *shape_type(struct context *cx, struct bytes json)
{
    json_t *root = parse(json);
    const char *type = arena_copy(cx->mem, json_string_value(json_object_get(root, "type")));
    json_decref(root);
    return type;
}
