/* The SQL tables of every kind and of the engine, made and grown from the field tables. */
#include "base/text.h"
#include "record/act.h"
#include "record/base.h"
#include "record/list.h"
#include "record/row.h"

static const struct sql engine_tables = {
    "record.tables",
    "CREATE TABLE IF NOT EXISTS history (number INTEGER PRIMARY KEY, record TEXT NOT NULL,"
    " kind TEXT NOT NULL, edition INTEGER NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL,"
    " actor TEXT NOT NULL, actor_label TEXT NOT NULL, verb TEXT NOT NULL,"
    " state_from TEXT NOT NULL, state_to TEXT NOT NULL, why TEXT NOT NULL, article TEXT NOT NULL,"
    " changed TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS history_record ON history (record, number);"
    "CREATE TABLE IF NOT EXISTS item (id TEXT PRIMARY KEY, kind TEXT NOT NULL,"
    " agency TEXT NOT NULL, number TEXT NOT NULL, entry TEXT NOT NULL, unit TEXT NOT NULL,"
    " title TEXT NOT NULL, class_seed TEXT NOT NULL, class_a10 TEXT NOT NULL,"
    " class_a20 TEXT NOT NULL, produced_on INTEGER, first_released_on INTEGER,"
    " state TEXT NOT NULL, edition INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS item_report ON item (agency, first_released_on);"
    "CREATE TABLE IF NOT EXISTS item_serial (agency TEXT NOT NULL, year INTEGER NOT NULL,"
    " last INTEGER NOT NULL, PRIMARY KEY (agency, year)) STRICT;"
    "CREATE TABLE IF NOT EXISTS review (record TEXT NOT NULL, edition INTEGER NOT NULL,"
    " reviewer TEXT NOT NULL, reviewer_label TEXT NOT NULL, bytes_hash TEXT NOT NULL,"
    " result TEXT NOT NULL, basis TEXT NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL,"
    " PRIMARY KEY (record, edition)) STRICT;"
    "CREATE TABLE IF NOT EXISTS attachment (record TEXT NOT NULL, edition INTEGER NOT NULL,"
    " position INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, media TEXT NOT NULL,"
    " size INTEGER NOT NULL, cleared_by TEXT NOT NULL DEFAULT '', cleared_at INTEGER,"
    " original_sha256 TEXT NOT NULL DEFAULT '', PRIMARY KEY (record, edition, position)) STRICT;"
    "CREATE TABLE IF NOT EXISTS original (letter TEXT NOT NULL, position INTEGER NOT NULL,"
    " record TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL, name TEXT NOT NULL,"
    " media TEXT NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY (letter, position)) STRICT;"
    "CREATE INDEX IF NOT EXISTS original_record ON original (record);"
    "CREATE INDEX IF NOT EXISTS original_sha256 ON original (sha256);"
    "CREATE TABLE IF NOT EXISTS profile (agency TEXT PRIMARY KEY, steps TEXT NOT NULL) STRICT"};

static const struct column base_columns[] = {
    {"id",         VALUE_TEXT, "NOT NULL"             },
    {"agency",     VALUE_TEXT, "NOT NULL DEFAULT ''"  },
    {"number",     VALUE_TEXT, "NOT NULL DEFAULT ''"  },
    {"state",      VALUE_TEXT, "NOT NULL DEFAULT ''"  },
    {"edition",    VALUE_INT,  "NOT NULL DEFAULT 1"   },
    {"version",    VALUE_INT,  "NOT NULL DEFAULT 1"   },
    {"changed_at", VALUE_INT,  "NOT NULL DEFAULT 0"   },
    {"language",   VALUE_TEXT, "NOT NULL DEFAULT 'zh'"},
    {"newest",     VALUE_INT,  "NOT NULL DEFAULT 1"   },
};

/* In the order in which record_list() reads: (filter, order, id), newest editions only. The
 * expression is the one that the list orders by, so that no list sorts or scans its table. */
static enum status ensure_index(struct context *cx, const struct kind *kind, const char *name)
{
    const char *filter = name ? arena_format(cx->mem, "\"%s\", ", name) : "";
    const char *ddl = arena_format(cx->mem,
                                   "CREATE INDEX IF NOT EXISTS \"%s_list_%s\" ON \"%s\" (%s%s, id)"
                                   " WHERE newest = 1",
                                   kind->name, name ? name : "all", kind->name, filter,
                                   list_order(cx->mem, kind));
    return store_ensure(cx, &(struct sql){kind->name, ddl});
}

static enum status ensure_kind(struct context *cx, const struct kind *kind)
{
    size_t count = COUNT_OF(base_columns) + kind->field_count;
    struct column *columns = arena_array(cx->mem, struct column, count);
    for (size_t i = 0; i < COUNT_OF(base_columns); i++) columns[i] = base_columns[i];
    row_columns(kind->fields, kind->field_count, columns + COUNT_OF(base_columns));
    const char *constraint =
        kind->constraint ? arena_format(cx->mem, "PRIMARY KEY (id, edition), %s", kind->constraint)
                         : "PRIMARY KEY (id, edition)";
    TRY(store_ensure_table(cx, kind->name, columns, count, constraint));
    TRY(ensure_index(cx, kind, "agency"));
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].flags & FILTER) TRY(ensure_index(cx, kind, kind->fields[i].name));
    return ensure_index(cx, kind, NULL);
}

enum status record_ensure_tables(struct context *cx)
{
    TRY(store_begin(cx));
    TRY(store_ensure(cx, &engine_tables));
    TRY(store_ensure(cx, &act_table));
    for (size_t i = 0; kind_at(i); i++) {
        const char *wrong = kind_check(cx->mem, kind_at(i));
        if (wrong) return fault(cx, "kind table: %s", wrong);
        if (kind_at(i)->workflow->move_count) TRY(ensure_kind(cx, kind_at(i)));
    }
    return store_commit(cx);
}

/* The columns every kind's row begins with, in the order in which base_read() takes them. */
#define BASE_NAMES "id, agency, number, state, edition, version, changed_at, language"

void base_select(struct out *out, const struct kind *kind)
{
    out_text(out, "SELECT " BASE_NAMES ", ");
    row_names(out, kind->fields, kind->field_count, "");
    out_format(out, " FROM \"%s\"", kind->name);
}

static int state_index(const struct kind *kind, const char *word)
{
    for (size_t i = 0; i < kind->workflow->state_count; i++)
        if (text_equal(kind->workflow->states[i].word, word)) return (int)i;
    return 0;
}

void base_read(struct rows *rows, const struct kind *kind, struct record *rec)
{
    rec->kind = kind;
    rec->id = rows_text(rows, 0);
    rec->agency = rows_text(rows, 1);
    rec->number = rows_text(rows, 2);
    rec->state = state_index(kind, rows_text(rows, 3));
    rec->edition = rows_int(rows, 4);
    rec->version = rows_int(rows, 5);
    rec->changed_at = rows_moment(rows, 6);
    rec->language = rows_text(rows, 7);
    row_read(rows, 8, kind->fields, kind->field_count, rec);
}

/* $1…$8 as in BASE_NAMES, then the fields. */
static struct bind bind_all(struct context *cx, const struct record *rec, size_t extra)
{
    const struct kind *kind = rec->kind;
    size_t count = 8 + kind->field_count + extra;
    struct value *values = arena_array(cx->mem, struct value, count);
    values[0] = value_text(rec->id);
    values[1] = value_text(rec->agency);
    values[2] = value_text(rec->number);
    values[3] = value_text(record_state(rec)->word);
    values[4] = value_int(rec->edition);
    values[5] = value_int(rec->version);
    values[6] = value_moment(rec->changed_at);
    values[7] = value_text(rec->language);
    for (size_t i = 0; i < kind->field_count; i++) values[8 + i] = row_value(&kind->fields[i], rec);
    return (struct bind){values, count};
}

enum status base_insert(struct context *cx, const struct record *rec)
{
    struct out out = out_new(cx->mem);
    out_format(&out, "INSERT INTO \"%s\" (" BASE_NAMES ", ", rec->kind->name);
    row_names(&out, rec->kind->fields, rec->kind->field_count, "");
    out_text(&out, ") VALUES (");
    for (size_t i = 1; i <= 8 + rec->kind->field_count; i++)
        out_format(&out, "%s$%zu", i > 1 ? ", " : "", i);
    out_text(&out, ")");
    return store_run(cx, &(struct sql){"record.insert", out.text}, bind_all(cx, rec, 0), NULL);
}

enum status base_update(struct context *cx, const struct record *rec, int from_state,
                        int64_t from_version)
{
    const struct kind *kind = rec->kind;
    struct out out = out_new(cx->mem);
    out_format(&out,
               "UPDATE \"%s\" SET agency = $2, number = $3, state = $4, version = $6,"
               " changed_at = $7, language = $8",
               kind->name);
    for (size_t i = 0; i < kind->field_count; i++)
        out_format(&out, ", \"%s\" = $%zu", kind->fields[i].name, 9 + i);
    size_t next = 9 + kind->field_count;
    out_format(&out, " WHERE id = $1 AND edition = $5 AND state = $%zu AND version = $%zu", next,
               next + 1);
    struct bind bind = bind_all(cx, rec, 2);
    struct value *values = (struct value *)(uintptr_t)bind.values;
    values[next - 1] = value_text(kind->workflow->states[from_state].word);
    values[next] = value_int(from_version);
    int64_t changed = 0;
    TRY(store_run(cx, &(struct sql){"record.update", out.text}, bind, &changed));
    return changed == 1 ? OK : CONFLICT;
}
