/* A struct as JSON and back, by a table of its members: what a capsule carries is written by the
 * office and read by a portal that may be older or newer.
 *
 *     SHAPE(matter_file, TEXT_(matter_file, title), INT_(matter_file, file));
 *     SHAPE(matter_view, TEXT_(matter_view, number), LIST_(matter_view, files, file_count,
 *           matter_file));
 *     struct shape_head head = {"matter", &matter_view_shape, view->at, view->serial};
 *     const char *json = shape_write(mem, &head, view);
 *
 * Invariants
 *  - The key of a member is its name, for ever.
 *  - What is absent ("", NULL, 0, false, DATE_NONE, an empty list) is not written. What is missing,
 *    unknown or of another type is read as absent; a text is then "", a date DATE_NONE.
 */
#ifndef MATTER_SHAPE_H
#define MATTER_SHAPE_H

#include <stddef.h>

#include "base/context.h"
#include "base/out.h"

enum member_type { M_TEXT, M_INT, M_BOOL, M_DATE, M_MOMENT, M_LIST };

struct member {
    const char *key;
    enum member_type type;
    size_t at;
    size_t count_at; /* of a list */
    const struct shape *of;
};
struct shape {
    const struct member *members;
    size_t count, size;
};

/* clang-format off */
/* The compiler checks that a member has the type that its row says. */
#define SHAPE_AT(s, m, c) \
    (offsetof(struct s, m) + 0 * sizeof(char[_Generic(((struct s *)0)->m, c : 1, default : -1)]))
#define TEXT_(s, m)   {#m, M_TEXT,   SHAPE_AT(s, m, const char *),  0, NULL}
#define INT_(s, m)    {#m, M_INT,    SHAPE_AT(s, m, int64_t),       0, NULL}
#define BOOL_(s, m)   {#m, M_BOOL,   SHAPE_AT(s, m, bool),          0, NULL}
#define DATE_(s, m)   {#m, M_DATE,   SHAPE_AT(s, m, struct date),   0, NULL}
#define MOMENT_(s, m) {#m, M_MOMENT, SHAPE_AT(s, m, struct moment), 0, NULL}
#define LIST_(s, m, c, type) \
    {#m, M_LIST, SHAPE_AT(s, m, const struct type *), SHAPE_AT(s, c, size_t), &type##_shape}
#define SHAPE(type, ...)                                                                \
    static const struct member type##_members[] = {__VA_ARGS__};                        \
    static const struct shape type##_shape = {type##_members, COUNT_OF(type##_members), \
                                              sizeof(struct type)}
/* clang-format on */

/* What stands round a view: {"at":…,"serial":…,"type":"matter","view":{…}}. */
struct shape_head {
    const char *type;
    const struct shape *shape;
    struct moment at;
    int64_t serial;
};
const char *shape_write(struct arena *mem, const struct shape_head *head, const void *view);
/* head says type and shape, and gets at and serial. NOT_FOUND: of another type; INVALID: no view.
 */
enum status shape_read(struct context *cx, struct bytes json, struct shape_head *head,
                       void *ret_view) MUST_USE;
/* The type of what a capsule holds, "" if it says none. */
const char *shape_type(struct context *cx, struct bytes json);

#endif
