/* The tie between a record and a receipt code: made, found, changed, ended. */
#include <sodium.h>

#include "base/text.h"
#include "matter/private.h"

static const struct matter_setting *setting;

void matter_set(const struct matter_setting *given)
{
    setting = given;
}

const struct matter_setting *matter_setting(void)
{
    return setting;
}

/* touched counts what was said to have changed, told how much of it the capsule shows. */
static const struct sql tables = {
    "matter.tables",
    "CREATE TABLE IF NOT EXISTS matter_tie (record TEXT PRIMARY KEY, sort TEXT NOT NULL,"
    " agency TEXT NOT NULL, public_key TEXT NOT NULL, serial INTEGER NOT NULL,"
    " version INTEGER NOT NULL, touched INTEGER NOT NULL, told INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX IF NOT EXISTS matter_tie_key ON matter_tie (public_key);"
    "CREATE INDEX IF NOT EXISTS matter_tie_stale ON matter_tie (record) WHERE touched <> told;"
    "CREATE TABLE IF NOT EXISTS matter_dead_capsule (public_key TEXT PRIMARY KEY) STRICT;"
    "CREATE TABLE IF NOT EXISTS matter_seen (place INTEGER PRIMARY KEY,"
    " history INTEGER NOT NULL) STRICT"};

enum status matter_ensure_tables(struct context *cx)
{
    return store_ensure(cx, &tables);
}

const struct matter_sort *matter_sort_of(const char *sort)
{
    for (const struct matter_sort *const *at = setting ? setting->sorts : NULL; at && *at; at++)
        if (text_equal((*at)->sort, sort)) return *at;
    return NULL;
}

static const struct matter_sort *sort_of_kind(const struct kind *kind)
{
    for (const struct matter_sort *const *at = setting ? setting->sorts : NULL; at && *at; at++)
        if ((*at)->kind == kind) return *at;
    return NULL;
}

static const struct sql key_of = {"matter.key_of",
                                  "SELECT public_key FROM matter_tie WHERE record = $1"};
static const struct sql bury = {
    "matter.bury",
    "INSERT INTO matter_dead_capsule (public_key) VALUES ($1) ON CONFLICT DO NOTHING"};
static const struct sql tie = {
    "matter.tie",
    "INSERT INTO matter_tie (record, sort, agency, public_key, serial, version, touched, told)"
    " VALUES ($1, $2, $3, $4, 0, 0, 1, 0) ON CONFLICT (record) DO UPDATE SET public_key = $4,"
    " serial = 0, touched = matter_tie.touched + 1"};
static const struct sql of_key = {"matter.of_key",
                                  "SELECT record FROM matter_tie WHERE public_key = $1"};

static enum status bury_old(struct context *cx, const char *id)
{
    const char *old = "";
    enum status status = store_text(cx, &key_of, BIND(id), &old);
    if (status == NOT_FOUND) return OK;
    TRY(status);
    return store_run(cx, &bury, BIND(old), NULL);
}

/* A key opens one record: who sends a first letter with the code of another matter is refused. */
static enum status put_tie(struct context *cx, const struct record *rec, const char *public_hex)
{
    const struct matter_sort *sort = sort_of_kind(rec->kind);
    const char *other = "";
    if (!sort) return fault(cx, "no sort of matter has the kind %s", rec->kind->name);
    enum status status = store_text(cx, &of_key, BIND(public_hex), &other);
    if (status == OK) return CONFLICT;
    if (status != NOT_FOUND) return status;
    TRY(bury_old(cx, rec->id));
    return store_run(cx, &tie, BIND(rec->id, sort->sort, rec->agency, public_hex), NULL);
}

enum status matter_open(struct context *cx, const struct record *rec, const struct letter *letter)
{
    if (text_empty(letter->capsule_key)) return NOT_FOUND;
    return put_tie(cx, rec, letter->capsule_key);
}

enum status matter_issue_code(struct context *cx, const struct record *rec, const char **ret_code)
{
    struct code code;
    struct code_key key;
    code_make(&code);
    code_key(&code, &key);
    const char *public_hex = text_hex(cx->mem, key.public, sizeof key.public);
    sodium_memzero(&key, sizeof key);
    TRY(put_tie(cx, rec, public_hex));
    *ret_code = code_grouped(cx->mem, &code);
    return OK;
}

static const struct sql find = {
    "matter.find", "SELECT record, sort FROM matter_tie WHERE public_key = $1 AND agency = $2"};

enum status matter_find(struct context *cx, const struct letter *letter, const struct kind *kind,
                        void *ret_struct)
{
    struct rows *rows;
    const char *id = NULL, *sort = "";
    if (text_empty(letter->capsule_key)) return NOT_FOUND;
    TRY(store_query(cx, &find, BIND(letter->capsule_key, letter->to), &rows));
    if (rows_next(rows)) {
        id = rows_text(rows, 0);
        sort = rows_text(rows, 1);
    }
    TRY(rows_end(rows));
    const struct matter_sort *found = matter_sort_of(sort);
    if (!id || !found || found->kind != kind) return NOT_FOUND;
    return record_fetch(cx, kind, id, 0, ret_struct);
}

static const struct sql touch = {"matter.touch",
                                 "UPDATE matter_tie SET touched = touched + 1 WHERE record = $1"};

enum status matter_touch(struct context *cx, const char *id)
{
    return store_run(cx, &touch, BIND(id), NULL);
}

static const struct sql untie = {"matter.untie", "DELETE FROM matter_tie WHERE record = $1"};

enum status matter_close(struct context *cx, const char *id)
{
    TRY(bury_old(cx, id));
    return store_run(cx, &untie, BIND(id), NULL);
}
