/* Reading a canonical record back into the public struct of its kind: replay's side. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "record/base.h"

/* A member of "fields", whatever kind it belongs to. */
struct member {
    const char *name, *text;
    int64_t number;
    enum json_sort sort;
    struct member *next;
};

/* What the bytes say, before it is known what kind that is. */
struct parsed {
    const char *kind, *id, *number, *language;
    int64_t edition;
    bool has_fields;
    struct member *fields;
    struct record_file *files;
};

static struct member *read_members(struct json_in *in)
{
    struct member *first = NULL, **last = &first;
    struct json_level level = json_enter(in, '{');
    while (json_next(in, &level)) {
        struct member *member = arena_make(in->mem, struct member);
        *member = (struct member){.name = level.key, .text = "", .sort = json_sort(in)};
        if (member->sort == JSON_TEXT)
            member->text = json_read_text(in);
        else if (member->sort == JSON_INT)
            member->number = json_read_int(in);
        else if (member->sort == JSON_BOOL)
            member->number = json_read_bool(in);
        else
            json_skip(in);
        *last = member;
        last = &member->next;
    }
    return first;
}

static struct record_file *read_file(struct json_in *in)
{
    struct record_file *file = arena_make(in->mem, struct record_file);
    *file = (struct record_file){"", "", "", 0, NULL};
    struct json_level level = json_enter(in, '{');
    while (json_next(in, &level)) {
        if (text_equal(level.key, "media"))
            file->media = json_read_text(in);
        else if (text_equal(level.key, "name"))
            file->name = json_read_text(in);
        else if (text_equal(level.key, "sha256"))
            file->sha256 = json_read_text(in);
        else if (text_equal(level.key, "size"))
            file->size = json_read_int(in);
        else
            json_skip(in);
    }
    return file;
}

static struct record_file *read_files(struct json_in *in)
{
    struct record_file *first = NULL, **last = &first;
    struct json_level level = json_enter(in, '[');
    while (json_next(in, &level)) {
        *last = read_file(in);
        last = &(*last)->next;
    }
    return first;
}

static void read_whole(struct json_in *in, struct parsed *ret)
{
    *ret = (struct parsed){.id = "", .number = "", .language = ""};
    struct json_level level = json_enter(in, '{');
    while (json_next(in, &level)) {
        if (text_equal(level.key, "edition"))
            ret->edition = json_read_int(in);
        else if (text_equal(level.key, "fields"))
            ret->fields = read_members(in), ret->has_fields = true;
        else if (text_equal(level.key, "files"))
            ret->files = read_files(in);
        else if (text_equal(level.key, "id"))
            ret->id = json_read_text(in);
        else if (text_equal(level.key, "kind"))
            ret->kind = json_read_text(in);
        else if (text_equal(level.key, "lang"))
            ret->language = json_read_text(in);
        else if (text_equal(level.key, "number"))
            ret->number = json_read_text(in);
        else
            json_skip(in);
    }
}

/* ---- into the struct ---- */

static const struct member *find(const struct member *members, const char *name)
{
    while (members && !text_equal(members->name, name)) members = members->next;
    return members;
}

/* An old record may hold the field under its earlier name, or not at all. */
static enum status set_field(struct context *cx, const struct field *field,
                             const struct member *members, void *rec)
{
    const struct member *member = find(members, field->name);
    if (!member && field->was) member = find(members, field->was);
    const char *text = member ? member->text : field->fallback ? field->fallback : "";
    if (member && member->sort == JSON_OTHER) return INVALID;
    if (member && member->sort != JSON_TEXT) {
        field_set_number(field, rec, member->number);
        return OK;
    }
    if (member && field_is_text(field)) {
        field_set_text(field, rec, text);
        return OK;
    }
    return field_read(cx, field, (struct bytes){(const unsigned char *)text, strlen(text)}, rec);
}

static enum status make_record(struct context *cx, const struct parsed *parsed,
                               const struct kind *kind, struct record *base)
{
    if (!parsed->has_fields) return INVALID;
    base->kind = kind;
    base->id = parsed->id;
    base->agency = ""; /* the ledger entry names it */
    base->number = parsed->number;
    base->edition = parsed->edition;
    base->language = parsed->language;
    for (size_t i = 0; i < kind->public_field_count; i++) {
        field_clear(&kind->public_fields[i], base);
        TRY(set_field(cx, &kind->public_fields[i], parsed->fields, base));
    }
    return OK;
}

enum status record_parse(struct context *cx, struct bytes canonical, void **ret_public,
                         struct record_file **ret_files)
{
    struct json_in in = json_in(cx->mem, canonical);
    struct parsed parsed;
    read_whole(&in, &parsed);
    if (!json_ended(&in) || !parsed.kind) return INVALID;
    const struct kind *kind = kind_by_name(parsed.kind);
    if (!kind) return NOT_FOUND;
    struct record *base = arena_alloc(cx->mem, kind->public_size);
    TRY(make_record(cx, &parsed, kind, base));
    *ret_public = base;
    *ret_files = parsed.files;
    return OK;
}
