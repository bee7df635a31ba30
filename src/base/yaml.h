/* Files that people write: law, calendars, classifications, configuration.
 *
 * libcyaml fills C structs from schema tables; this wraps it so that what is wrong with a file is
 * told as a person needs it: file, line, field and what was expected. Everything lives in cx->mem.
 *
 * libcyaml 1.3.1 takes "20x8" for the integer 20, any unknown word for true, and names the line
 * of the value *before* an unknown key. So schemas hold nothing but TEXT, and sequences and
 * mappings of it; yaml_int(), yaml_date() and yaml_yes() read the texts strictly, and lines are
 * looked up in libyaml's own document.
 *
 *     static const cyaml_schema_field_t term_fields[] = {
 *         YAML_TEXT("article", struct raw_term, article), YAML_MAY("note", struct raw_term, note),
 *         CYAML_FIELD_END};
 *     TRY(yaml_load(cx, "regimes/duties.yaml", &schema, &yaml, (void **)&raw));
 *     TRY(yaml_date(yaml, raw->terms[i].from, &date, "terms[%u].valid_from", i));
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include <cyaml/cyaml.h>

#include "base/context.h"
#include "base/out.h"

enum { YAML_FILE_MAX = 1024 * 1024, YAML_TEXT_MAX = 4000, YAML_LIST_MAX = 2000 };

/* A text that must be there and say something, and one that may be absent (then NULL). */
#define YAML_TEXT(key, type, member) \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 1, YAML_TEXT_MAX)
#define YAML_MAY(key, type, member)                                                        \
    CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, 0, \
                           YAML_TEXT_MAX)
/* A list whose length goes into member_count; of texts, entry is &yaml_text_entry. */
#define YAML_LIST(key, type, member, entry, min) \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER, type, member, entry, min, YAML_LIST_MAX)
#define YAML_MAY_LIST(key, type, member, entry)                                                 \
    CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, entry, 0, \
                         YAML_LIST_MAX)
extern const cyaml_schema_value_t yaml_text_entry;

struct yaml;

/* Loads one file. NOT_FOUND if it is absent; INVALID with one issue (field: file:line, message
 * "yaml.wrong", detail: the whole sentence) if it does not fit the schema. */
enum status yaml_load(struct context *cx, const char *path, const cyaml_schema_value_t *schema,
                      struct yaml **ret_yaml, void **ret_data) MUST_USE;
/* The same from bytes; name is what errors call it. */
struct yaml_source {
    const char *name;
    struct bytes text;
};
enum status yaml_read(struct context *cx, struct yaml_source source,
                      const cyaml_schema_value_t *schema, struct yaml **ret_yaml,
                      void **ret_data) MUST_USE;

/* The arena in which what was loaded lives. */
struct arena *yaml_arena(const struct yaml *yaml);

/* Says that the value at a path ("terms[2].valid_from") is not what was expected ("a date
 * YYYY-MM-DD"). Returns INVALID. */
enum status yaml_wrong(struct yaml *yaml, const char *expected, const char *path, ...) PRINTF(3, 4);

/* Strict readings; an absent text (NULL) is DATE_NONE, or fallback. */
enum status yaml_date(struct yaml *yaml, const char *text, struct date *ret_date, const char *path,
                      ...) PRINTF(4, 5) MUST_USE;
enum status yaml_int(struct yaml *yaml, const char *text, int *ret_number, const char *path, ...)
    PRINTF(4, 5) MUST_USE;
enum status yaml_yes(struct yaml *yaml, const char *text, bool *ret_yes, const char *path, ...)
    PRINTF(4, 5) MUST_USE; /* "yes" or "no"; absent is no */

#endif
