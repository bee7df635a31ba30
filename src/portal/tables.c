/* The tables of portal.db, made from the public field tables. */
#include <sodium.h>
#include <string.h>

#include "portal/apply.h"
#include "record/row.h"
#include "web/words.h"

/* Nothing is ranked, so the index counts no words of a record (columnsize=0). */
static const struct sql tables = {
    "portal.tables",
    "CREATE TABLE IF NOT EXISTS portal_ledger (ledger INTEGER PRIMARY KEY, size INTEGER NOT NULL,"
    " root TEXT NOT NULL, scrub INTEGER NOT NULL, hurried INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS portal_record (number INTEGER PRIMARY KEY, ledger INTEGER NOT NULL,"
    " id TEXT NOT NULL, kind TEXT NOT NULL, agency TEXT NOT NULL, item_number TEXT NOT NULL,"
    " edition INTEGER NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL,"
    " standing TEXT NOT NULL, item INTEGER NOT NULL, entry TEXT NOT NULL,"
    " class_seed TEXT NOT NULL, class_a10 TEXT NOT NULL, class_a20 TEXT NOT NULL,"
    " produced_on INTEGER, released_on INTEGER, first_on INTEGER, first_index INTEGER NOT NULL,"
    " last_index INTEGER NOT NULL, UNIQUE (id, ledger)) STRICT;"
    "CREATE INDEX IF NOT EXISTS portal_record_number ON portal_record (agency, item_number);"
    "CREATE INDEX IF NOT EXISTS portal_record_kind ON portal_record (kind, agency, standing);"
    "CREATE INDEX IF NOT EXISTS portal_record_kind_on ON portal_record (kind, first_on);"
    "CREATE INDEX IF NOT EXISTS portal_record_on ON portal_record (first_on);"
    "CREATE INDEX IF NOT EXISTS portal_record_entry ON portal_record (entry, first_on);"
    "CREATE INDEX IF NOT EXISTS portal_item_on ON portal_record (first_on) WHERE item = 1;"
    "CREATE INDEX IF NOT EXISTS portal_item_agency ON portal_record (agency, first_on)"
    " WHERE item = 1;"
    "CREATE INDEX IF NOT EXISTS portal_item_seed ON portal_record (agency, class_seed, first_on)"
    " WHERE item = 1;"
    "CREATE INDEX IF NOT EXISTS portal_item_a10 ON portal_record (agency, class_a10, first_on)"
    " WHERE item = 1;"
    "CREATE INDEX IF NOT EXISTS portal_item_a20 ON portal_record (agency, class_a20, first_on)"
    " WHERE item = 1;"
    "CREATE INDEX IF NOT EXISTS portal_item_all_seed ON portal_record (class_seed, first_on)"
    " WHERE item = 1;"
    "CREATE TABLE IF NOT EXISTS portal_act (ledger INTEGER NOT NULL, position INTEGER NOT NULL,"
    " record INTEGER NOT NULL, seq INTEGER NOT NULL, edition INTEGER, type TEXT NOT NULL,"
    " commitment TEXT NOT NULL, at INTEGER NOT NULL, erased_by INTEGER,"
    " PRIMARY KEY (ledger, position)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS portal_act_record ON portal_act (record, seq);"
    "CREATE TABLE IF NOT EXISTS portal_file (record INTEGER NOT NULL, position INTEGER NOT NULL,"
    " sha256 TEXT NOT NULL, name TEXT NOT NULL, media TEXT NOT NULL, size INTEGER NOT NULL,"
    " PRIMARY KEY (record, position)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS portal_file_hash ON portal_file (sha256);"
    "CREATE VIRTUAL TABLE IF NOT EXISTS portal_search USING fts5(words, content='',"
    " columnsize=0, tokenize='ascii')"};

static bool has_table(const struct kind *kind)
{
    return !(kind->flags & INTERNAL) && kind->public_field_count > 0;
}

static enum status ensure_index(struct context *cx, const struct kind *kind, const char *field)
{
    const char *ddl = arena_format(
        cx->mem, "CREATE INDEX IF NOT EXISTS \"public_%s_by_%s\" ON \"public_%s\" (\"%s\")",
        kind->name, field, kind->name, field);
    return store_ensure(cx, &(struct sql){"portal.index", ddl});
}

static enum status ensure_kind(struct context *cx, const struct kind *kind)
{
    static const struct column key = {"number", VALUE_INT, "PRIMARY KEY"};
    size_t count = 1 + kind->public_field_count;
    struct column *columns = arena_array(cx->mem, struct column, count);
    columns[0] = key;
    row_columns(kind->public_fields, kind->public_field_count, columns + 1);
    TRY(store_ensure_table(cx, arena_format(cx->mem, "public_%s", kind->name), columns, count,
                           NULL));
    for (size_t i = 0; i < kind->public_field_count; i++)
        if (kind->public_fields[i].flags & FILTER)
            TRY(ensure_index(cx, kind, kind->public_fields[i].name));
    return OK;
}

enum status apply_tables(struct context *cx)
{
    TRY(store_ensure(cx, &tables));
    TRY(apply_calm(cx));
    for (size_t i = 0; kind_at(i); i++)
        if (has_table(kind_at(i))) TRY(ensure_kind(cx, kind_at(i)));
    return OK;
}

static void hash_text(crypto_generichash_state *state, const char *text)
{
    crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
}

int64_t apply_fingerprint(void)
{
    crypto_generichash_state state;
    unsigned char hash[16], version = WORDS_VERSION;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, &version, 1);
    hash_text(&state, tables.text);
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!has_table(kind)) continue;
        hash_text(&state, kind->name);
        for (size_t j = 0; j < kind->public_field_count; j++) {
            const struct field *field = &kind->public_fields[j];
            unsigned char sort[2] = {(unsigned char)field->type, field->flags & SEARCHED ? 1 : 0};
            hash_text(&state, field->name);
            crypto_generichash_update(&state, sort, sizeof sort);
        }
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    /* SQLite keeps 31 bits of it in the header of the file (PRAGMA user_version). */
    return (int64_t)(hash[0] & 0x7f) << 24 | hash[1] << 16 | hash[2] << 8 | hash[3];
}
