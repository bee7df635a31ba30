#include <sqlite3.h>
#include <string.h>

#include "base/text.h"
#include "store/store.h"

enum { BUCKETS = 512, PARAMETERS = 120, BUSY_TIMEOUT_MS = 10000 };

/* A statement prepared once and kept. One that is being read when it is asked for again (a
 * query within the loop of the same query) gets a twin, which is kept as well. */
struct statement {
    struct statement *next;
    const char *text;
    sqlite3_stmt *stmt;
    struct store *store;
    bool in_use;
    int parameter[PARAMETERS + 1]; /* $n is a *named* parameter in SQLite: its index, or 0 */
};

struct store {
    sqlite3 *db;
    struct arena *mem;
    struct statement *buckets[BUCKETS];
    int depth; /* of nested store_begin() */
};

struct rows {
    struct context *cx;
    const struct sql *sql;
    struct statement *statement;
    int result;
};

/* SQLITE_FULL and a failed lock are told as "not saved, try again"; a broken constraint means
 * that somebody was first; all else is ours. */
static enum status failed(struct context *cx, const struct sql *sql)
{
    sqlite3 *db = cx->store->db;
    int code = sqlite3_errcode(db) & 0xff;
    enum status status = fault(cx, "sqlite: %s: %s (%d)", sql ? sql->name : "?", sqlite3_errmsg(db),
                               sqlite3_extended_errcode(db));
    if (code == SQLITE_FULL || code == SQLITE_BUSY || code == SQLITE_LOCKED) return BUSY;
    if (code == SQLITE_CONSTRAINT) return CONFLICT;
    return status;
}

static enum status script(struct context *cx, const char *text)
{
    static const struct sql unnamed = {"script", ""};
    if (sqlite3_exec(cx->store->db, text, NULL, NULL, NULL) == SQLITE_OK) return OK;
    return failed(cx, &unnamed);
}

static const char *const pragmas[] = {
    [STORE_DURABLE] = "PRAGMA synchronous=FULL",
    [STORE_DERIVED] = "PRAGMA synchronous=NORMAL",
    [STORE_HASTY] = "PRAGMA synchronous=OFF",
};

enum status store_open(struct context *cx, const char *path, enum store_mode mode)
{
    struct arena *mem = arena_new("store");
    struct store *store = arena_make(mem, struct store);
    store->mem = mem;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int opened = sqlite3_open_v2(path, &store->db, flags, NULL);
    cx->store = store;
    if (opened != SQLITE_OK) return failed(cx, NULL);
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    /* temp_store=MEMORY: a statement journal in /var/tmp is denied in the sandbox (SPIKE §4). */
    TRY(script(cx, "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=0;"
                   "PRAGMA journal_mode=WAL; PRAGMA cache_size=-4000;"
                   "PRAGMA secure_delete=FAST"));
    return script(cx, pragmas[mode]);
}

void store_close(struct store *store)
{
    if (!store) return;
    for (int i = 0; i < BUCKETS; i++)
        for (struct statement *s = store->buckets[i]; s; s = s->next) sqlite3_finalize(s->stmt);
    sqlite3_close_v2(store->db);
    arena_free(store->mem);
}

void store_seed(void)
{
    unsigned char byte;
    sqlite3_randomness(1, &byte);
}

static unsigned bucket_of(const char *text)
{
    uint32_t hash = 2166136261u;
    for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash % BUCKETS;
}

static enum status prepare(struct context *cx, const struct sql *sql, struct statement *statement)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v3(cx->store->db, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) !=
        SQLITE_OK)
        return failed(cx, sql);
    statement->stmt = stmt;
    statement->store = cx->store;
    for (int n = 1; n <= PARAMETERS; n++) {
        char name[8];
        sqlite3_snprintf(sizeof name, name, "$%d", n);
        statement->parameter[n] = sqlite3_bind_parameter_index(stmt, name);
    }
    return OK;
}

static enum status find(struct context *cx, const struct sql *sql, struct statement **ret)
{
    struct store *store = cx->store;
    struct statement **bucket = &store->buckets[bucket_of(sql->text)];
    struct statement *found = *bucket;
    while (found && (found->in_use || strcmp(found->text, sql->text) != 0)) found = found->next;
    if (!found) {
        found = arena_make(store->mem, struct statement);
        TRY(prepare(cx, sql, found));
        found->text = arena_copy(store->mem, sql->text);
        found->next = *bucket;
        *bucket = found;
    }
    *ret = found;
    return OK;
}

static int bind_value(sqlite3_stmt *stmt, int at, const struct value *v)
{
    switch (v->type) {
    case VALUE_INT:
        return sqlite3_bind_int64(stmt, at, v->number);
    case VALUE_TEXT:
        return sqlite3_bind_text(stmt, at, v->text, -1, SQLITE_TRANSIENT);
    case VALUE_BYTES:
        return sqlite3_bind_blob64(stmt, at, v->bytes.data ? (const void *)v->bytes.data : "",
                                   v->bytes.size, SQLITE_TRANSIENT);
    case VALUE_NULL:
        break;
    }
    return sqlite3_bind_null(stmt, at);
}

static void release(void *what)
{
    struct statement *statement = what;
    sqlite3_reset(statement->stmt);
    sqlite3_clear_bindings(statement->stmt);
    statement->in_use = false;
}

enum status store_query(struct context *cx, const struct sql *sql, struct bind bind,
                        struct rows **ret_rows)
{
    struct statement *statement;
    TRY(find(cx, sql, &statement));
    for (size_t i = 0; i < bind.count; i++) {
        int at = i < PARAMETERS ? statement->parameter[i + 1] : 0;
        if (!at) return fault(cx, "sql %s has no $%zu", sql->name, i + 1);
        if (bind_value(statement->stmt, at, &bind.values[i]) != SQLITE_OK) return failed(cx, sql);
    }
    statement->in_use = true;
    arena_defer(cx->mem, release, statement);
    struct rows *rows = arena_make(cx->mem, struct rows);
    *rows = (struct rows){cx, sql, statement, SQLITE_OK};
    *ret_rows = rows;
    return OK;
}

bool rows_next(struct rows *rows)
{
    if (rows->result == SQLITE_DONE || !rows->statement) return false;
    rows->result = sqlite3_step(rows->statement->stmt);
    return rows->result == SQLITE_ROW;
}

enum status rows_end(struct rows *rows)
{
    if (!rows->statement) return OK;
    enum status status = OK;
    if (rows->result != SQLITE_DONE && rows->result != SQLITE_ROW && rows->result != SQLITE_OK)
        status = failed(rows->cx, rows->sql);
    arena_undefer(rows->cx->mem, release, rows->statement);
    release(rows->statement);
    rows->statement = NULL;
    return status;
}

int64_t rows_int(struct rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement->stmt, column);
}

const char *rows_text(struct rows *rows, int column)
{
    const unsigned char *text = sqlite3_column_text(rows->statement->stmt, column);
    return arena_copy(rows->cx->mem, (const char *)text);
}

struct bytes rows_bytes(struct rows *rows, int column)
{
    const void *data = sqlite3_column_blob(rows->statement->stmt, column);
    size_t size = (size_t)sqlite3_column_bytes(rows->statement->stmt, column);
    const char *copy = arena_copy_n(rows->cx->mem, data, size);
    return (struct bytes){(const unsigned char *)copy, size};
}

bool rows_is_null(struct rows *rows, int column)
{
    return sqlite3_column_type(rows->statement->stmt, column) == SQLITE_NULL;
}

struct date rows_date(struct rows *rows, int column)
{
    if (rows_is_null(rows, column)) return DATE_NONE;
    return (struct date){(int32_t)rows_int(rows, column)};
}

struct moment rows_moment(struct rows *rows, int column)
{
    return (struct moment){rows_int(rows, column)};
}

enum status store_run(struct context *cx, const struct sql *sql, struct bind bind,
                      int64_t *ret_changed)
{
    struct rows *rows;
    TRY(store_query(cx, sql, bind, &rows));
    while (rows_next(rows)) continue;
    TRY(rows_end(rows));
    if (ret_changed) *ret_changed = sqlite3_changes64(cx->store->db);
    return OK;
}

enum status store_int(struct context *cx, const struct sql *sql, struct bind bind,
                      int64_t *ret_number)
{
    struct rows *rows;
    TRY(store_query(cx, sql, bind, &rows));
    bool found = rows_next(rows);
    int64_t number = found ? rows_int(rows, 0) : 0;
    TRY(rows_end(rows));
    if (!found) return NOT_FOUND;
    *ret_number = number;
    return OK;
}

enum status store_text(struct context *cx, const struct sql *sql, struct bind bind,
                       const char **ret_text)
{
    struct rows *rows;
    TRY(store_query(cx, sql, bind, &rows));
    bool found = rows_next(rows);
    const char *text = found ? rows_text(rows, 0) : NULL;
    TRY(rows_end(rows));
    if (!found) return NOT_FOUND;
    *ret_text = text;
    return OK;
}

static void rollback_deferred(void *what)
{
    struct store *store = what;
    if (store->depth == 0) return;
    store->depth = 0;
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

enum status store_begin(struct context *cx)
{
    static const struct sql begin = {"store.begin", "BEGIN IMMEDIATE"};
    if (cx->store->depth++ > 0) return OK;
    enum status status = store_run(cx, &begin, BIND_NONE, NULL);
    if (status != OK) {
        cx->store->depth = 0;
        return status;
    }
    arena_defer(cx->mem, rollback_deferred, cx->store);
    return OK;
}

enum status store_commit(struct context *cx)
{
    static const struct sql commit = {"store.commit", "COMMIT"};
    struct store *store = cx->store;
    if (store->depth == 0) return fault(cx, "commit outside a transaction");
    if (store->depth > 1) {
        store->depth--;
        return OK;
    }
    TRY(store_run(cx, &commit, BIND_NONE, NULL));
    store->depth = 0;
    arena_undefer(cx->mem, rollback_deferred, store);
    return OK;
}

/* Rolls back everything, however deep: what failed inside must not be committed outside. */
void store_rollback(struct context *cx)
{
    if (cx->store->depth == 0) return;
    arena_undefer(cx->mem, rollback_deferred, cx->store);
    rollback_deferred(cx->store);
}

bool store_in_transaction(const struct context *cx)
{
    return cx->store->depth > 0;
}

enum status store_check(struct context *cx, const struct sql *sql)
{
    struct statement *statement;
    return find(cx, sql, &statement);
}

static enum status existing_columns(struct context *cx, const char *table, const char **ret_names)
{
    static const struct sql columns = {"store.columns",
                                       "SELECT group_concat(name, ' ') FROM pragma_table_info($1)"};
    const char *names = "";
    TRY(store_text(cx, &columns, BIND(table), &names));
    *ret_names = arena_format(cx->mem, " %s ", names);
    return OK;
}

static const char *const type_words[] = {"INTEGER", "INTEGER", "TEXT", "BLOB"};

static enum status create_table(struct context *cx, const char *table, const struct column *columns,
                                size_t count, const char *constraint)
{
    struct out out = out_new(cx->mem);
    out_format(&out, "CREATE TABLE \"%s\" (", table);
    for (size_t i = 0; i < count; i++)
        out_format(&out, "%s\"%s\" %s %s", i ? ", " : "", columns[i].name,
                   type_words[columns[i].type], columns[i].clause);
    out_format(&out, "%s%s) STRICT", text_empty(constraint) ? "" : ", ",
               constraint ? constraint : "");
    return script(cx, out.text);
}

enum status store_ensure_table(struct context *cx, const char *table, const struct column *columns,
                               size_t count, const char *constraint)
{
    const char *names;
    TRY(existing_columns(cx, table, &names));
    if (text_equal(names, "  ")) return create_table(cx, table, columns, count, constraint);
    for (size_t i = 0; i < count; i++) {
        const char *name = columns[i].name;
        if (strstr(names, arena_format(cx->mem, " %s ", name))) continue;
        TRY(script(cx, arena_format(cx->mem, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s %s", table,
                                    name, type_words[columns[i].type], columns[i].clause)));
    }
    return OK;
}

enum status store_ensure(struct context *cx, const struct sql *ddl)
{
    return script(cx, ddl->text);
}

enum status store_hurry(struct context *cx)
{
    return script(cx, "PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=8000");
}

/* Readers that are in the way of the cut are no reason to fail: the next one will do. */
enum status store_calm(struct context *cx)
{
    return script(cx, "PRAGMA cache_size=-4000; PRAGMA wal_autocheckpoint=1000;"
                      "PRAGMA shrink_memory; PRAGMA wal_checkpoint(TRUNCATE)");
}

enum { WIPED_AT_ONCE = 4096 };

/* A blob of zeros takes the free pages, and gives them back as it is dropped. Its size is such that
 * a row's last overflow page is filled as well: what does not fill a page lies in the table's. */
static enum status take_free_pages(struct context *cx)
{
    static const struct sql count = {"store.free_pages", "PRAGMA freelist_count"};
    static const struct sql page_size = {"store.page_size", "PRAGMA page_size"};
    static const struct sql fill = {"store.fill",
                                    "INSERT INTO store_wipe (zeros) VALUES (zeroblob($1))"};
    int64_t pages, size;
    TRY(store_int(cx, &page_size, BIND_NONE, &size));
    for (;;) {
        TRY(store_int(cx, &count, BIND_NONE, &pages));
        if (pages == 0) return OK;
        if (pages > WIPED_AT_ONCE) pages = WIPED_AT_ONCE;
        TRY(store_run(cx, &fill, BIND(pages * (size - 4) + size / 6), NULL));
    }
}

enum status store_wipe(struct context *cx)
{
    TRY(script(cx, "CREATE TABLE IF NOT EXISTS store_wipe (zeros BLOB NOT NULL) STRICT"));
    TRY(take_free_pages(cx));
    return script(cx, "DROP TABLE store_wipe");
}

enum status store_copy(struct context *cx, const char *to_path)
{
    sqlite3 *to = NULL;
    int result = sqlite3_open_v2(to_path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *backup = NULL;
    if (result == SQLITE_OK) backup = sqlite3_backup_init(to, "main", cx->store->db, "main");
    if (backup) {
        result = sqlite3_backup_step(backup, -1);
        sqlite3_backup_finish(backup);
    }
    enum status status = OK;
    if (!backup || result != SQLITE_DONE)
        status = fault(cx, "sqlite: copy to %s: %s", to_path, sqlite3_errmsg(to));
    sqlite3_close(to);
    return status;
}
