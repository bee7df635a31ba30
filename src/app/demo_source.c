#include "app/demo_source.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/yaml.h"

#define FIELD_NAME(name) #name,
const char *const demo_field_names[] = {DEMO_FIELDS(FIELD_NAME)};

/* ---- the files' schemas ---------------------------------------------------------------------- */

struct raw_list {
    char *id, *columns;
    char **rows;
    unsigned rows_count;
};
struct raw_pattern {
    char *id, *kind, *agency, *key, *when, *pace, *fate, *file, *csv, *count, *from;
    char **each;
    unsigned each_count;
    char *text[DEMO_FIELD_COUNT];
};
struct raw_file {
    struct raw_list *lists;
    unsigned lists_count;
    struct raw_pattern *defaults;
    struct raw_pattern *patterns;
    unsigned patterns_count;
};

/* clang-format off */
#define FIELD_SCHEMA(name) YAML_MAY(#name, struct raw_pattern, text[DEMO_##name]),
#define CONTROL(name) YAML_MAY(#name, struct raw_pattern, name)
static const cyaml_schema_field_t list_fields[] = {
    YAML_TEXT("id", struct raw_list, id), YAML_TEXT("columns", struct raw_list, columns),
    YAML_LIST("rows", struct raw_list, rows, &yaml_text_entry, 1), CYAML_FIELD_END};
static const cyaml_schema_value_t list_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_list, list_fields)};
static const cyaml_schema_field_t pattern_fields[] = {
    CONTROL(id), CONTROL(kind), CONTROL(agency), CONTROL(key), CONTROL(when), CONTROL(pace),
    CONTROL(fate), CONTROL(file), CONTROL(csv), CONTROL(count), CONTROL(from),
    YAML_MAY_LIST("each", struct raw_pattern, each, &yaml_text_entry),
    DEMO_FIELDS(FIELD_SCHEMA) CYAML_FIELD_END};
static const cyaml_schema_value_t pattern_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_pattern, pattern_fields)};
static const cyaml_schema_field_t file_fields[] = {
    YAML_MAY_LIST("lists", struct raw_file, lists, &list_entry),
    CYAML_FIELD_MAPPING_PTR("defaults", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct raw_file,
                            defaults, pattern_fields),
    YAML_MAY_LIST("patterns", struct raw_file, patterns, &pattern_entry), CYAML_FIELD_END};
static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_file, file_fields)};
/* clang-format on */

/* ---- lists ----------------------------------------------------------------------------------- */

/* Parts a text at one character; the parts live in mem, the array ends with NULL. */
static const char **parts(struct arena *mem, const char *text, char at, size_t *ret_count)
{
    size_t count = 1;
    for (const char *c = text; *c; c++) count += *c == at;
    const char **made = arena_array(mem, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *end = strchrnul(text, at);
        made[i] = arena_copy_n(mem, text, (size_t)(end - text));
        text = *end ? end + 1 : end;
    }
    *ret_count = count;
    return made;
}

static enum status take_list(struct context *cx, struct yaml *yaml, const struct raw_list *raw,
                             struct demo_list *list)
{
    list->id = raw->id;
    list->columns = parts(cx->mem, raw->columns, ' ', &list->column_count);
    list->row_count = raw->rows_count;
    const char **cells = arena_array(cx->mem, const char *, list->row_count * list->column_count);
    for (unsigned row = 0; row < raw->rows_count; row++) {
        size_t count;
        const char **made = parts(cx->mem, raw->rows[row], '|', &count);
        if (count != list->column_count)
            return yaml_wrong(yaml, raw->columns, "lists.rows[%u]", row);
        memcpy(cells + row * count, made, count * sizeof *made);
    }
    list->cells = cells;
    return OK;
}

size_t demo_list_place(const struct demo_source *source, const char *id)
{
    for (size_t i = 0; i < source->list_count; i++)
        if (text_equal(source->lists[i].id, id)) return i;
    return DEMO_LISTS_MAX;
}

const char *demo_cell(const struct demo_list *list, size_t row, const char *column)
{
    for (size_t i = 0; i < list->column_count; i++)
        if (text_equal(list->columns[i], column)) return list->cells[row * list->column_count + i];
    return NULL;
}

size_t demo_row(const struct demo_list *list, const char *column, const char *text)
{
    for (size_t row = 0; row < list->row_count; row++)
        if (text_equal(demo_cell(list, row, column ? column : list->columns[0]), text)) return row;
    return list->row_count;
}

/* ---- patterns -------------------------------------------------------------------------------- */

enum status demo_wrong(const struct demo_pattern *pattern, const char *what, const char *expected)
{
    return yaml_wrong(pattern->yaml, expected, "patterns[%u].%s", pattern->place, what);
}

static const char *first_of(const char *a, const char *b, const char *otherwise)
{
    return a ? a : b ? b : otherwise;
}

static enum status take_each(const struct demo_source *source, const struct raw_pattern *raw,
                             struct demo_pattern *pattern)
{
    size_t product = 1;
    if (raw->each_count > DEMO_EACH_MAX) return demo_wrong(pattern, "each", "at most three lists");
    for (unsigned i = 0; i < raw->each_count; i++) {
        size_t place = demo_list_place(source, raw->each[i]);
        if (place == DEMO_LISTS_MAX) return demo_wrong(pattern, "each", "names of lists");
        pattern->each[pattern->each_count++] = place;
        product *= source->lists[place].row_count;
    }
    if (!raw->count) pattern->count = product;
    return OK;
}

static enum status take_fields(const struct raw_pattern *raw, const struct raw_pattern *defaults,
                               struct demo_pattern *pattern)
{
    for (size_t i = 0; i < DEMO_FIELD_COUNT; i++) {
        const char *name = demo_field_names[i];
        bool has = kind_field(pattern->kind, name) != NULL;
        if (raw->text[i] && !has) return demo_wrong(pattern, name, "a field of this kind");
        if (has) pattern->text[i] = first_of(raw->text[i], defaults->text[i], NULL);
    }
    return OK;
}

static enum status take_pattern(const struct demo_source *source, const struct raw_pattern *raw,
                                const struct raw_pattern *defaults, struct demo_pattern *pattern)
{
    int count = 1, from = 1;
    const char *kind = first_of(raw->kind, defaults->kind, "");
    pattern->id = first_of(raw->id, NULL, "");
    pattern->kind = kind_by_name(kind);
    if (!pattern->kind) return demo_wrong(pattern, "kind", "the name of a kind");
    pattern->agency = first_of(raw->agency, defaults->agency, "");
    pattern->key = first_of(raw->key, NULL, "");
    pattern->when = first_of(raw->when, defaults->when, "");
    pattern->pace = first_of(raw->pace, defaults->pace, "usual");
    pattern->fate = first_of(raw->fate, defaults->fate, "");
    pattern->file = first_of(raw->file, NULL, "");
    pattern->csv = first_of(raw->csv, NULL, "");
    if (raw->count)
        TRY(yaml_int(pattern->yaml, raw->count, &count, "patterns[%u].count", pattern->place));
    if (raw->from)
        TRY(yaml_int(pattern->yaml, raw->from, &from, "patterns[%u].from", pattern->place));
    if (count < 1 || from < 1) return demo_wrong(pattern, "count", "a number of records");
    pattern->count = (size_t)count;
    pattern->from = (size_t)from - 1;
    TRY(take_each(source, raw, pattern));
    return take_fields(raw, defaults, pattern);
}

static enum status take_file(struct context *cx, const char *path, struct demo_source *source)
{
    static const struct raw_pattern nothing;
    struct yaml *yaml;
    struct raw_file *raw;
    TRY(yaml_load(cx, path, &file_schema, &yaml, (void **)&raw));
    for (unsigned i = 0; i < raw->lists_count; i++) {
        if (source->list_count == DEMO_LISTS_MAX) return yaml_wrong(yaml, "fewer lists", "lists");
        TRY(take_list(cx, yaml, &raw->lists[i], &source->lists[source->list_count++]));
    }
    size_t count = source->pattern_count + raw->patterns_count;
    struct demo_pattern *grown = arena_array(cx->mem, struct demo_pattern, count + 1);
    if (source->pattern_count)
        memcpy(grown, source->patterns, source->pattern_count * sizeof *grown);
    source->patterns = grown;
    for (unsigned i = 0; i < raw->patterns_count; i++) {
        struct demo_pattern *pattern = &grown[source->pattern_count++];
        pattern->yaml = yaml;
        pattern->place = i;
        TRY(take_pattern(source, &raw->patterns[i], raw->defaults ? raw->defaults : &nothing,
                         pattern));
    }
    return OK;
}

static int is_yaml(const struct dirent *entry)
{
    return text_ends(entry->d_name, ".yaml");
}

enum status demo_files(struct context *cx, const char *folder, struct demo_files *ret_files)
{
    struct dirent **names;
    int count = scandir(folder, &names, is_yaml, alphasort);
    *ret_files = (struct demo_files){0};
    if (count < 0) return NOT_FOUND;
    ret_files->paths = arena_array(cx->mem, const char *, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        ret_files->paths[ret_files->count++] =
            arena_format(cx->mem, "%s/%s", folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return OK;
}

enum status demo_load(struct context *cx, const char *folder, struct demo_source *ret_source)
{
    struct demo_files files;
    const char *lists = arena_format(cx->mem, "%s/lists.yaml", folder);
    *ret_source = (struct demo_source){0};
    TRY(demo_files(cx, folder, &files));
    TRY(take_file(cx, lists, ret_source));
    for (size_t i = 0; i < files.count; i++)
        if (!text_equal(files.paths[i], lists)) TRY(take_file(cx, files.paths[i], ret_source));
    return OK;
}
