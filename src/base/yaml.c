#include "base/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/file.h"
#include "base/text.h"

struct yaml {
    struct context *cx;
    const char *name;
    struct bytes text;
    const cyaml_schema_value_t *schema;
};

const cyaml_schema_value_t yaml_text_entry = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, YAML_TEXT_MAX)};

/* ---- where a path stands in the file: libyaml's own document ---- */

static int find_key(yaml_document_t *document, yaml_node_t *map, const char *key, size_t size,
                    size_t *ret_line)
{
    int found = 0; /* of a key that is there twice, the second: that is the one refused */
    for (yaml_node_pair_t *pair = map->data.mapping.pairs.start; pair < map->data.mapping.pairs.top;
         pair++) {
        yaml_node_t *at = yaml_document_get_node(document, pair->key);
        if (at->type != YAML_SCALAR_NODE || at->data.scalar.length != size ||
            memcmp(at->data.scalar.value, key, size) != 0)
            continue;
        *ret_line = at->start_mark.line + 1;
        found = pair->value;
    }
    return found;
}

static int find_item(yaml_document_t *document, yaml_node_t *list, size_t index, size_t *ret_line)
{
    yaml_node_item_t *item = list->data.sequence.items.start + index;
    if (item >= list->data.sequence.items.top) return 0;
    *ret_line = yaml_document_get_node(document, *item)->start_mark.line + 1;
    return *item;
}

/* One step of "terms[2].article"; returns the rest of the path. */
static const char *step(yaml_document_t *document, const char *path, int *node, size_t *line)
{
    yaml_node_t *here = yaml_document_get_node(document, *node);
    *node = 0;
    if (*path == '[') {
        const char *end = path + 1;
        size_t index = 0;
        while (*end >= '0' && *end <= '9') index = index * 10 + (size_t)(*end++ - '0');
        if (here->type == YAML_SEQUENCE_NODE) *node = find_item(document, here, index, line);
        path = *end == ']' ? end + 1 : end;
    } else {
        size_t size = strcspn(path, ".[");
        if (here->type == YAML_MAPPING_NODE) *node = find_key(document, here, path, size, line);
        path += size;
    }
    return *path == '.' ? path + 1 : path;
}

/* The line of the deepest part of the path that the file has; 0 if it is not YAML at all. */
static size_t find_line(struct bytes text, const char *path)
{
    yaml_parser_t parser;
    yaml_document_t document;
    size_t line = 0;
    if (!yaml_parser_initialize(&parser)) return 0;
    yaml_parser_set_input_string(&parser, text.data, text.size);
    if (yaml_parser_load(&parser, &document)) {
        int node = yaml_document_get_root_node(&document) ? 1 : 0;
        if (node) line = yaml_document_get_root_node(&document)->start_mark.line + 1;
        while (node && *path) path = step(&document, path, &node, &line);
        yaml_document_delete(&document);
    } else {
        line = parser.problem_mark.line + 1;
    }
    yaml_parser_delete(&parser);
    return line;
}

static enum status wrong(struct yaml *yaml, const char *path, const char *expected)
{
    struct arena *mem = yaml->cx->mem;
    size_t line = find_line(yaml->text, path);
    const char *where = arena_format(mem, "%s:%zu", yaml->name, line);
    const char *field = *path ? arena_format(mem, "%s: ", path) : "";
    return issue(yaml->cx, where, "yaml.wrong",
                 arena_format(mem, "%s: %s%s", where, field, expected));
}

enum status yaml_wrong(struct yaml *yaml, const char *expected, const char *path, ...)
{
    va_list args;
    va_start(args, path);
    const char *formatted = arena_vformat(yaml->cx->mem, path, args);
    va_end(args);
    return wrong(yaml, formatted, arena_format(yaml->cx->mem, "expected %s", expected));
}

/* ---- what libcyaml says, turned into a path and an expectation ---- */

enum { FRAMES = 16 };

/* libcyaml tells an error as log lines: the fault, then a backtrace, innermost frame first. */
struct report {
    struct arena *mem;
    const char *fault;
    const char *frames[FRAMES];
    size_t count;
    bool between; /* innermost is a mapping in which no field is being read */
};

static void listen(cyaml_log_t level, void *what, const char *format, va_list args)
{
    struct report *report = what;
    char *line = arena_vformat(report->mem, format, args);
    line[strcspn(line, "\n")] = '\0';
    char *quote = strchr(line, '\'');
    if (text_starts(line, "Load: Backtrace"))
        return;
    else if (!text_starts(line, "  in "))
        report->fault = line;
    else if (!quote && !report->count)
        report->between = true;
    else if (quote && report->count < FRAMES) {
        *strchrnul(quote + 1, '\'') = '\0';
        bool in_list = text_starts(line, "  in sequence");
        int64_t nth = 1;
        if (in_list && !text_to_int(quote + 1, &nth)) nth = 1;
        report->frames[report->count++] = in_list ? arena_format(report->mem, "[%d]", (int)nth - 1)
                                                  : arena_format(report->mem, ".%s", quote + 1);
    }
}

/* The path of the reported value; for a fault of a key, the frame of the field before it goes. */
static const char *report_path(const struct report *report, const char *key)
{
    struct out path = out_new(report->mem);
    bool before = key && !report->between && report->count && report->frames[0][0] == '.';
    size_t innermost = before ? 1 : 0;
    for (size_t i = report->count; i > innermost; i--) out_text(&path, report->frames[i - 1]);
    if (key) out_format(&path, ".%s", key);
    return path.text[0] == '.' ? path.text + 1 : path.text;
}

/* The schema of the mapping that holds the path's last key. */
static const cyaml_schema_field_t *fields_at(const cyaml_schema_value_t *value, const char *path)
{
    const cyaml_schema_field_t *fields = NULL;
    while (value && *path) {
        if (*path == '[') {
            value = value->type == CYAML_SEQUENCE ? value->sequence.entry : NULL;
            path += strcspn(path, "]");
            path += *path == ']';
        } else if (*path == '.') {
            path++;
        } else {
            size_t size = strcspn(path, ".[");
            fields = value->type == CYAML_MAPPING ? value->mapping.fields : NULL;
            value = NULL;
            for (const cyaml_schema_field_t *f = fields; f && f->key; f++)
                if (strlen(f->key) == size && memcmp(f->key, path, size) == 0) value = &f->value;
            path += size;
        }
    }
    return fields;
}

static const char *known_keys(const struct yaml *yaml, const char *path)
{
    struct out out = out_new(yaml->cx->mem);
    out_text(&out, "unknown; expected one of");
    const cyaml_schema_field_t *fields = fields_at(yaml->schema, path);
    for (; fields && fields->key; fields++) out_format(&out, " %s", fields->key);
    return out.text;
}

static const char *after(const char *text, const char *prefix)
{
    return text_starts(text, prefix) ? text + strlen(prefix) : NULL;
}

static enum status explain(struct yaml *yaml, const struct report *report, cyaml_err_t error)
{
    struct arena *mem = yaml->cx->mem;
    const char *fault = report->fault ? report->fault : cyaml_strerror(error), *key;
    if ((key = after(fault, "Load: Unexpected key: "))) {
        const char *path = report_path(report, key);
        return wrong(yaml, path, known_keys(yaml, path));
    }
    if ((key = after(fault, "Load: Missing required mapping field: ")))
        return wrong(yaml, report_path(report, key), "expected, but missing");
    if ((key = after(fault, "Load: Mapping field already seen: ")))
        return wrong(yaml, report_path(report, key), "given twice");
    if (after(fault, "Load: STRING length < "))
        return wrong(yaml, report_path(report, NULL), "expected a text, but it is empty");
    if (after(fault, "Load: STRING length > "))
        return wrong(yaml, report_path(report, NULL),
                     arena_format(mem, "expected a text of at most %d bytes", YAML_TEXT_MAX));
    if ((key = after(fault, "Load: Expecting "))) {
        static const char *const kinds[][2] = {
            {"SEQUENCE", "expected a list"          },
            {"MAPPING",  "expected key: value pairs"},
            {"STRING",   "expected a text"          }
        };
        for (size_t i = 0; i < COUNT_OF(kinds); i++)
            if (after(key, kinds[i][0])) return wrong(yaml, report_path(report, NULL), kinds[i][1]);
    }
    const char *detail = after(fault, "Load: ");
    return wrong(yaml, report_path(report, NULL), detail ? detail : fault);
}

/* ---- loading ---- */

/* libcyaml reallocates without telling the old size: it is kept before the memory. */
static void *allocate(void *ctx, void *old, size_t size)
{
    struct sized {
        size_t size;
        _Alignas(max_align_t) unsigned char bytes[];
    };
    if (!size) return NULL;
    struct sized *made = arena_alloc(ctx, sizeof *made + size);
    made->size = size;
    if (old) {
        size_t had = ((size_t *)((unsigned char *)old - offsetof(struct sized, bytes)))[0];
        memcpy(made->bytes, old, had < size ? had : size);
    }
    return made->bytes;
}

enum status yaml_read(struct context *cx, struct yaml_source source,
                      const cyaml_schema_value_t *schema, struct yaml **ret_yaml, void **ret_data)
{
    struct bytes text = source.text;
    struct yaml *yaml = arena_make(cx->mem, struct yaml);
    struct report report = {.mem = cx->mem};
    *yaml = (struct yaml){cx, source.name, text, schema};
    if (!text_is_utf8((const char *)text.data, text.size)) return wrong(yaml, "", "expected UTF-8");
    const cyaml_config_t config = {.log_fn = listen,
                                   .log_ctx = &report,
                                   .mem_fn = allocate,
                                   .mem_ctx = cx->mem,
                                   .log_level = CYAML_LOG_ERROR,
                                   .flags = CYAML_CFG_NO_ALIAS};
    cyaml_data_t *data = NULL;
    cyaml_err_t error = cyaml_load_data(text.data, text.size, &config, schema, &data, NULL);
    if (error != CYAML_OK) return explain(yaml, &report, error);
    if (!data) return wrong(yaml, "", "expected key: value pairs, but the file is empty");
    *ret_yaml = yaml;
    *ret_data = data;
    return OK;
}

enum status yaml_load(struct context *cx, const char *path, const cyaml_schema_value_t *schema,
                      struct yaml **ret_yaml, void **ret_data)
{
    struct yaml_source source = {.name = arena_copy(cx->mem, path)};
    TRY(file_read(cx, path, YAML_FILE_MAX, &source.text));
    return yaml_read(cx, source, schema, ret_yaml, ret_data);
}

/* ---- strict readings ---- */

static enum status refuse(struct yaml *yaml, const char *text, const char *expected,
                          const char *path)
{
    return wrong(yaml, path,
                 arena_format(yaml->cx->mem, "expected %s, not \"%s\"", expected,
                              text_cut(yaml->cx->mem, text, 40)));
}

#define PATH(yaml, path)                               \
    va_list args;                                      \
    va_start(args, path);                              \
    path = arena_vformat((yaml)->cx->mem, path, args); \
    va_end(args)

enum status yaml_date(struct yaml *yaml, const char *text, struct date *ret_date, const char *path,
                      ...)
{
    PATH(yaml, path);
    if (!text) {
        *ret_date = DATE_NONE;
        return OK;
    }
    return date_parse(text, ret_date) ? OK : refuse(yaml, text, "a date YYYY-MM-DD", path);
}

enum status yaml_int(struct yaml *yaml, const char *text, int *ret_number, const char *path, ...)
{
    int64_t number;
    PATH(yaml, path);
    if (!text_to_int(text, &number) || number < -1000000000 || number > 1000000000)
        return refuse(yaml, text ? text : "", "a whole number", path);
    *ret_number = (int)number;
    return OK;
}

enum status yaml_yes(struct yaml *yaml, const char *text, bool *ret_yes, const char *path, ...)
{
    PATH(yaml, path);
    bool yes = text_equal(text, "yes");
    if (text && !yes && !text_equal(text, "no")) return refuse(yaml, text, "yes or no", path);
    *ret_yes = yes;
    return OK;
}

struct arena *yaml_arena(const struct yaml *yaml)
{
    return yaml->cx->mem;
}
