/* One small SQL interface. SQLite now; PostgreSQL shares the same SQL text later.
 *
 * Every statement is a named row `struct sql { name, text }` with $1 … $n parameters, bound by
 * type with BIND(); its text is the same on both engines. Times and dates are integers made in C
 * (milliseconds, civil days), booleans 0/1, JSON text. Lists with filters are the only generated
 * SQL, and only record/list.c generates it.
 *
 * A store is one connection and belongs to one thread. Statements are prepared once and kept.
 * Rows are read with rows_next(); text and bytes are copied into cx->mem.
 *
 *     static const struct sql by_code = {"agency.by_code",
 *         "SELECT id, name FROM agency WHERE code = $1"};
 *     struct rows *rows;
 *     TRY(store_query(cx, &by_code, BIND(code), &rows));
 *     while (rows_next(rows)) name = rows_text(rows, 1);
 *     TRY(rows_end(rows));
 *
 * Writes happen inside store_begin() … store_commit(); whoever leaves without committing, on
 * whatever path, is rolled back by the arena.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/context.h"
#include "base/out.h"

struct sql {
    const char *name, *text;
};

enum value_type { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BYTES };

struct value {
    enum value_type type;
    int64_t number;
    const char *text;
    struct bytes bytes;
};

struct bind {
    const struct value *values;
    size_t count;
};

static inline struct value value_int(int64_t n)
{
    return (struct value){.type = VALUE_INT, .number = n};
}
static inline struct value value_text(const char *t)
{
    return (struct value){.type = VALUE_TEXT, .text = t ? t : ""};
}
static inline struct value value_bytes(struct bytes b)
{
    return (struct value){.type = VALUE_BYTES, .bytes = b};
}
static inline struct value value_date(struct date d)
{
    return date_is_set(d) ? value_int(d.day) : (struct value){.type = VALUE_NULL};
}
static inline struct value value_moment(struct moment m)
{
    return value_int(m.ms);
}
static inline struct value value_same(struct value v)
{
    return v;
}
static inline struct value value_bool(bool b)
{
    return value_int(b);
}
static inline struct value value_i32(int n)
{
    return value_int(n);
}
static inline struct value value_u32(unsigned n)
{
    return value_int((int64_t)n);
}

/* clang-format off */
#define VALUE(v) _Generic((v), \
    bool: value_bool, int: value_i32, unsigned: value_u32, int64_t: value_int, \
    char *: value_text, const char *: value_text, struct bytes: value_bytes, \
    struct date: value_date, struct moment: value_moment, struct value: value_same)(v)
#define BIND_0() ((struct bind){NULL, 0})
#define BIND_(n, ...) ((struct bind){(const struct value[]){__VA_ARGS__}, n})
#define BIND_PICK(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, n, ...) n
#define BIND_1(a) VALUE(a)
#define BIND_2(a, ...) VALUE(a), BIND_1(__VA_ARGS__)
#define BIND_3(a, ...) VALUE(a), BIND_2(__VA_ARGS__)
#define BIND_4(a, ...) VALUE(a), BIND_3(__VA_ARGS__)
#define BIND_5(a, ...) VALUE(a), BIND_4(__VA_ARGS__)
#define BIND_6(a, ...) VALUE(a), BIND_5(__VA_ARGS__)
#define BIND_7(a, ...) VALUE(a), BIND_6(__VA_ARGS__)
#define BIND_8(a, ...) VALUE(a), BIND_7(__VA_ARGS__)
#define BIND_9(a, ...) VALUE(a), BIND_8(__VA_ARGS__)
#define BIND_10(a, ...) VALUE(a), BIND_9(__VA_ARGS__)
#define BIND_11(a, ...) VALUE(a), BIND_10(__VA_ARGS__)
#define BIND_12(a, ...) VALUE(a), BIND_11(__VA_ARGS__)
#define BIND_13(a, ...) VALUE(a), BIND_12(__VA_ARGS__)
#define BIND_14(a, ...) VALUE(a), BIND_13(__VA_ARGS__)
#define BIND_15(a, ...) VALUE(a), BIND_14(__VA_ARGS__)
#define BIND_16(a, ...) VALUE(a), BIND_15(__VA_ARGS__)
#define BIND_17(a, ...) VALUE(a), BIND_16(__VA_ARGS__)
#define BIND_18(a, ...) VALUE(a), BIND_17(__VA_ARGS__)
#define BIND_GO_(n, ...) BIND_(n, BIND_##n(__VA_ARGS__))
#define BIND_GO(n, ...) BIND_GO_(n, __VA_ARGS__)
/* BIND(a, b, …): one to eighteen typed values; a type that has no place in SQL does not compile. */
#define BIND(...) BIND_GO(BIND_PICK(__VA_ARGS__, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1), __VA_ARGS__)
#define BIND_NONE BIND_0()
/* clang-format on */

enum store_mode {
    STORE_DURABLE, /* the office: synchronous=FULL */
    STORE_DERIVED, /* the portal: may be rebuilt, NORMAL */
    STORE_HASTY,   /* the demonstration being made, tests: synchronous=OFF */
};

/* Opens (and creates) a database and puts it into cx->store. NOT closed by the arena. */
enum status store_open(struct context *cx, const char *path, enum store_mode mode) MUST_USE;
void store_close(struct store *store);

/* Seeds the engine's random source; before a sandbox that denies /dev/urandom. */
void store_seed(void);

/* A statement without rows. *ret_changed (may be NULL) is the number of rows it touched. */
enum status store_run(struct context *cx, const struct sql *sql, struct bind bind,
                      int64_t *ret_changed) MUST_USE;

struct rows;
enum status store_query(struct context *cx, const struct sql *sql, struct bind bind,
                        struct rows **ret_rows) MUST_USE;
bool rows_next(struct rows *rows);
enum status rows_end(struct rows *rows) MUST_USE; /* what ended the loop: OK or a fault */
int64_t rows_int(struct rows *rows, int column);
const char *rows_text(struct rows *rows, int column); /* in cx->mem; "" for NULL */
struct bytes rows_bytes(struct rows *rows, int column);
struct date rows_date(struct rows *rows, int column); /* DATE_NONE for NULL */
struct moment rows_moment(struct rows *rows, int column);
bool rows_is_null(struct rows *rows, int column);

/* One value of one row: NOT_FOUND when there is none. */
enum status store_int(struct context *cx, const struct sql *sql, struct bind bind,
                      int64_t *ret_number) MUST_USE;
enum status store_text(struct context *cx, const struct sql *sql, struct bind bind,
                       const char **ret_text) MUST_USE;

/* Transactions. Begin is BEGIN IMMEDIATE; inside another one it nests by counting, and only the
 * outermost commit commits. Rolled back when the arena is rewound before the commit. */
enum status store_begin(struct context *cx) MUST_USE;
enum status store_commit(struct context *cx) MUST_USE;
void store_rollback(struct context *cx);
bool store_in_transaction(const struct context *cx);

/* Schema: tables are made and grown from field tables (DESIGN §2). A column is added when it is
 * missing; nothing is ever dropped or altered here (migrations/ does what is not additive). */
struct column {
    const char *name;
    enum value_type type; /* VALUE_TEXT, VALUE_INT or VALUE_BYTES */
    const char *clause;   /* e.g. "NOT NULL DEFAULT ''"; a new column needs a default */
};
enum status store_ensure_table(struct context *cx, const char *table, const struct column *columns,
                               size_t count, const char *constraint) MUST_USE;
/* Runs a DDL script of CREATE … IF NOT EXISTS statements. */
enum status store_ensure(struct context *cx, const struct sql *ddl) MUST_USE;
/* Prepares a statement to see that it is right: start-up and the test of every named row. */
enum status store_check(struct context *cx, const struct sql *sql) MUST_USE;
/* Round a long run of writes: a larger cache, and a longer log before it is carried into the
 * database. store_calm() gives the memory back and cuts the log. */
enum status store_hurry(struct context *cx) MUST_USE;
enum status store_calm(struct context *cx) MUST_USE;
/* Overwrites what free pages of the file still hold. */
enum status store_wipe(struct context *cx) MUST_USE;
/* A consistent copy while serving (backup). */
enum status store_copy(struct context *cx, const char *to_path) MUST_USE;

#endif
