/* Typed rows of a file: one table says which keys a row has, what each holds, and where it goes in
 * the C struct. From it come libcyaml's schema, the reading and the checking of references.
 *
 * Every text is required to be what its form says; what is wrong is told by base/yaml.h with file,
 * line and field. Nothing here knows what the rows are about.
 *
 *     static const struct row_member step_members[] = {
 *         {.key = "from", .form = ROW_COUNT, .offset = offsetof(struct fee_step, from),
 *          .required = true}, …
 *     TRY(rows_read(cx, source, &regime_type, &yaml, regime));
 */
#ifndef LAW_ROWS_H
#define LAW_ROWS_H

#include <stddef.h>

#include "base/yaml.h"

enum row_form {
    ROW_TEXT,  /* const char *, "" when absent */
    ROW_INT,   /* int */
    ROW_COUNT, /* int64_t, not negative */
    ROW_MONEY, /* int64_t hundredths: "20.60" */
    ROW_YES,   /* bool; absent is no */
    ROW_WORD,  /* an enum: the index of the text in words; absent is 0 */
    ROW_DATE,  /* struct date */
    ROW_TERM,  /* struct law_term: "20 working days", "30 days rolling", "1 month" */
    ROW_TEXTS, /* const char *const * and a size_t */
    ROW_ROWS   /* an array of structs and a size_t */
};

struct row_type;

struct row_member {
    const char *key;
    enum row_form form;
    size_t offset, count_offset;
    bool required;
    bool yes_if_absent;        /* of ROW_YES */
    const char *const *words;  /* of ROW_WORD, NULL at the end */
    const struct row_type *of; /* of ROW_ROWS */
    int refers;                /* what a text names, for rows_walk()'s visitor; 0 nothing */
};

struct row_type {
    const char *name;
    size_t size;
    const struct row_member *members;
    size_t member_count;
    bool is_clause; /* begins with a struct clause */
};

enum status rows_read(struct context *cx, struct yaml_source source, const struct row_type *root,
                      struct yaml **ret_yaml, void *ret_root) MUST_USE;

/* A row while they are walked: its path is "waits[2]", "" for the root. */
struct row_visit {
    struct yaml *yaml;
    const struct row_type *type;
    void *row;
    const char *path;
    size_t index; /* in its list: the rows before it stand before it in memory */
};
/* The root, then every row of every list, in the order of the tables. Ends at the first status that
 * is not OK. */
typedef enum status row_visitor(struct row_visit *visit, void *data);
enum status rows_walk(struct row_visit *root, row_visitor *visitor, void *data) MUST_USE;

#endif
