#include "law/rows.h"

#include <string.h>

#include "base/text.h"
#include "law/fee.h"

/* ---- the schema, from the table ---- */

/* What libcyaml fills for one member: a text, or the entries of a list. */
struct slot {
    void *data;
    size_t count;
};

static const struct cyaml_schema_field *make_fields(struct arena *mem, const struct row_type *type);

static void make_field(struct arena *mem, const struct row_member *member, size_t at,
                       cyaml_schema_field_t *field)
{
    uint32_t flags = CYAML_FLAG_POINTER | (member->required ? 0u : CYAML_FLAG_OPTIONAL);
    *field = (cyaml_schema_field_t){
        .key = member->key,
        .data_offset = (uint32_t)(at * sizeof(struct slot)),
        .value = {
                  .type = CYAML_STRING, .flags = (enum cyaml_flag)flags, .data_size = sizeof(char)}
    };
    field->value.string.min = member->required ? 1 : 0;
    field->value.string.max = YAML_TEXT_MAX;
    if (member->form != ROW_TEXTS && member->form != ROW_ROWS) return;
    field->count_offset = field->data_offset + (uint32_t)offsetof(struct slot, count);
    field->count_size = sizeof(size_t);
    field->value.type = CYAML_SEQUENCE;
    field->value.sequence.entry = &yaml_text_entry;
    field->value.sequence.min = member->required ? 1 : 0;
    field->value.sequence.max = YAML_LIST_MAX;
    field->value.data_size = sizeof(char *);
    if (member->form == ROW_TEXTS) return;
    cyaml_schema_value_t *entry = arena_make(mem, cyaml_schema_value_t);
    entry->type = CYAML_MAPPING;
    entry->data_size = (uint32_t)(member->of->member_count * sizeof(struct slot));
    entry->mapping.fields = make_fields(mem, member->of);
    field->value.sequence.entry = entry;
    field->value.data_size = entry->data_size;
}

static const struct cyaml_schema_field *make_fields(struct arena *mem, const struct row_type *type)
{
    cyaml_schema_field_t *fields = arena_array(mem, cyaml_schema_field_t, type->member_count + 1);
    for (size_t i = 0; i < type->member_count; i++)
        make_field(mem, &type->members[i], i, &fields[i]);
    return fields;
}

/* ---- reading ---- */

static const char *member_path(struct yaml *yaml, const char *path, const char *key)
{
    return arena_format(yaml_arena(yaml), "%s%s%s", path, *path ? "." : "", key);
}

static enum status read_term(struct yaml *yaml, const char *text, struct law_term *ret,
                             const char *path)
{
    static const struct {
        const char *word;
        enum term_unit unit;
    } units[] = {
        {"working days", TERM_WORKING_DAY},
        {"working day",  TERM_WORKING_DAY},
        {"days",         TERM_DAY        },
        {"day",          TERM_DAY        },
        {"months",       TERM_MONTH      },
        {"month",        TERM_MONTH      },
        {"hours",        TERM_HOUR       },
    };
    struct arena *mem = yaml_arena(yaml);
    int64_t n;
    size_t digits = strspn(text, "0123456789");
    const char *rest = text + digits;
    struct law_term term = {.is_set = true};
    if (text_ends(rest, " rolling")) {
        term.rolls = true;
        rest = arena_copy_n(mem, rest, strlen(rest) - strlen(" rolling"));
    }
    if (digits > 0 && digits < 6 && *rest == ' ' &&
        text_to_int(arena_copy_n(mem, text, digits), &n) && n <= 3660)
        for (size_t i = 0; i < COUNT_OF(units); i++)
            if (text_equal(rest + 1, units[i].word)) {
                term.n = (int)n;
                term.unit = units[i].unit;
                *ret = term;
                return OK;
            }
    return yaml_wrong(yaml,
                      "a term such as \"20 working days\", \"30 days rolling\", \"1 month\" or "
                      "\"48 hours\"",
                      "%s", path);
}

static enum status read_word(struct yaml *yaml, const struct row_member *member, const char *text,
                             void *to, const char *path)
{
    struct out words = out_new(yaml_arena(yaml));
    out_text(&words, "one of");
    for (int i = 0; member->words[i]; i++) {
        if (text_equal(member->words[i], text)) {
            memcpy(to, &i, sizeof i); /* an enum has the size of an int */
            return OK;
        }
        out_format(&words, " %s", member->words[i]);
    }
    return yaml_wrong(yaml, words.text, "%s", path);
}

static enum status read_number(struct yaml *yaml, const struct row_member *member, const char *text,
                               int64_t *ret, const char *path)
{
    if (member->form == ROW_MONEY && !fee_parse(text, ret))
        return yaml_wrong(yaml, "an amount such as 20.60", "%s", path);
    if (member->form == ROW_COUNT && (!text_to_int(text, ret) || *ret < 0 || *ret > 1000000000))
        return yaml_wrong(yaml, "a whole number, not negative", "%s", path);
    return OK;
}

static enum status read_value(struct yaml *yaml, const struct row_member *member, const char *text,
                              void *to, const char *path)
{
    switch (member->form) {
    case ROW_TEXT:
        *(const char **)to = text ? text : "";
        return OK;
    case ROW_YES:
        TRY(yaml_yes(yaml, text, to, "%s", path));
        if (!text) *(bool *)to = member->yes_if_absent;
        return OK;
    case ROW_DATE:
        return yaml_date(yaml, text, to, "%s", path);
    case ROW_INT:
        return text ? yaml_int(yaml, text, to, "%s", path) : OK;
    case ROW_WORD:
        return text ? read_word(yaml, member, text, to, path) : OK;
    case ROW_TERM:
        return text ? read_term(yaml, text, to, path) : OK;
    default:
        return text ? read_number(yaml, member, text, to, path) : OK;
    }
}

static enum status read_row(struct yaml *yaml, const struct row_type *type,
                            const struct slot *slots, void *row, const char *path);

static enum status read_list(struct yaml *yaml, const struct row_member *member,
                             const struct slot *slot, char *row, const char *path)
{
    struct arena *mem = yaml_arena(yaml);
    memcpy(row + member->count_offset, &slot->count, sizeof slot->count);
    if (member->form == ROW_TEXTS) {
        memcpy(row + member->offset, &slot->data, sizeof slot->data);
        return OK;
    }
    const struct row_type *of = member->of;
    char *rows = arena_alloc_array(mem, slot->count, of->size);
    memcpy(row + member->offset, &rows, sizeof rows);
    const struct slot *slots = slot->data;
    for (size_t i = 0; i < slot->count; i++)
        TRY(read_row(yaml, of, slots + i * of->member_count, rows + i * of->size,
                     arena_format(mem, "%s[%zu]", path, i)));
    return OK;
}

static enum status read_row(struct yaml *yaml, const struct row_type *type,
                            const struct slot *slots, void *row, const char *path)
{
    for (size_t i = 0; i < type->member_count; i++) {
        const struct row_member *member = &type->members[i];
        const char *at = member_path(yaml, path, member->key);
        if (member->form == ROW_TEXTS || member->form == ROW_ROWS)
            TRY(read_list(yaml, member, &slots[i], row, at));
        else
            TRY(read_value(yaml, member, slots[i].data, (char *)row + member->offset, at));
    }
    return OK;
}

enum status rows_read(struct context *cx, struct yaml_source source, const struct row_type *root,
                      struct yaml **ret_yaml, void *ret_root)
{
    cyaml_schema_value_t *schema = arena_make(cx->mem, cyaml_schema_value_t);
    void *raw;
    schema->type = CYAML_MAPPING;
    schema->flags = CYAML_FLAG_POINTER;
    schema->data_size = (uint32_t)(root->member_count * sizeof(struct slot));
    schema->mapping.fields = make_fields(cx->mem, root);
    TRY(yaml_read(cx, source, schema, ret_yaml, &raw));
    return read_row(*ret_yaml, root, raw, ret_root, "");
}

enum status rows_walk(struct row_visit *root, row_visitor *visitor, void *data)
{
    TRY(visitor(root, data));
    for (size_t i = 0; i < root->type->member_count; i++) {
        const struct row_member *member = &root->type->members[i];
        if (member->form != ROW_ROWS) continue;
        char *rows, *row = root->row;
        size_t count;
        memcpy(&rows, row + member->offset, sizeof rows);
        memcpy(&count, row + member->count_offset, sizeof count);
        const char *path = member_path(root->yaml, root->path, member->key);
        for (size_t j = 0; j < count; j++) {
            struct row_visit visit = {root->yaml, member->of, rows + j * member->of->size,
                                      arena_format(yaml_arena(root->yaml), "%s[%zu]", path, j), j};
            TRY(rows_walk(&visit, visitor, data));
        }
    }
    return OK;
}
