/* One ledger entry applied to portal.db. Invariant: what stands in the tables afterwards is a
 * function of the entries and of the objects that still exist, and of nothing else, so that a
 * rebuild gives the same rows. */
#include "portal/apply.h"

#include <string.h>

#include "base/text.h"
#include "record/item.h"
#include "record/row.h"
#include "record/tombstone.h"
#include "web/words.h"

static const struct sql find_record = {
    "portal.find", "SELECT number, kind, standing, edition, first_on, first_index"
                   " FROM portal_record WHERE id = $1 AND ledger = $2"};
/* No RETURNING: it opens a statement savepoint, at which FTS5 flushes its words to disk each time.
 */
static const struct sql next_number = {"portal.next",
                                       "SELECT COALESCE(MAX(number), 0) + 1 FROM portal_record"};
static const struct sql insert_record = {
    "portal.insert",
    "INSERT INTO portal_record (ledger, id, kind, agency, item_number, edition, language, title,"
    " standing, item, entry, class_seed, class_a10, class_a20, produced_on, released_on, first_on,"
    " first_index, last_index, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
    " $13, $14, $15, $16, $17, $18, $19, $20)"};
static const struct sql update_record = {
    "portal.update",
    "UPDATE portal_record SET kind = $3, agency = $4, item_number = $5, edition = $6,"
    " language = $7, title = $8, standing = $9, item = $10, entry = $11, class_seed = $12,"
    " class_a10 = $13, class_a20 = $14, produced_on = $15, released_on = $16, first_on = $17,"
    " first_index = $18, last_index = $19 WHERE id = $2 AND ledger = $1"};
static const struct sql insert_act = {
    "portal.act", "INSERT INTO portal_act (ledger, position, record, seq, edition, type,"
                  " commitment, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
static const struct sql erase_act = {"portal.erase_act",
                                     "UPDATE portal_act SET erased_by = $3, edition = NULL"
                                     " WHERE ledger = $1 AND position = $2"};
static const struct sql first_act = {
    "portal.first_act",
    "SELECT MIN(at) FROM portal_act WHERE record = $1 AND type IN ('released', 'corrected')"};
static const struct sql insert_file = {
    "portal.file", "INSERT INTO portal_file (record, position, sha256, name, media, size)"
                   " VALUES ($1, $2, $3, $4, $5, $6)"};
static const struct sql delete_files = {"portal.delete_files",
                                        "DELETE FROM portal_file WHERE record = $1"};
static const struct sql add_words = {"portal.add_words",
                                     "INSERT INTO portal_search (rowid, words) VALUES ($1, $2)"};
static const struct sql delete_words = {
    "portal.delete_words",
    "INSERT INTO portal_search (portal_search, rowid, words) VALUES ('delete', $1, $2)"};

/* The row of portal_record as it will be. */
struct row {
    int64_t number; /* 0: not there yet */
    const char *id, *kind, *agency, *item_number, *language, *title, *standing, *entry;
    const char *class_seed, *class_a10, *class_a20;
    int64_t edition, first_index, last_index;
    bool item;
    struct date produced_on, released_on, first_on;
    /* what was there before */
    const char *old_kind, *old_standing;
    int64_t old_edition;
};

struct step {
    struct portal *portal;
    struct context *cx;
    const struct applied *applied;
    const struct entry *entry;
    struct row row;
};

static enum status wrong(struct step *step, const char *what)
{
    return fault(step->cx, "ledger entry %lld: %s", (long long)step->applied->index, what);
}

/* ---- words ---- */

static const char *words_of(struct arena *mem, const struct record *rec, const char *agency,
                            const char *number)
{
    const struct kind *kind = rec->kind;
    struct out out = out_new(mem);
    for (size_t i = 0; i < kind->public_field_count; i++)
        if ((kind->public_fields[i].flags & SEARCHED) && field_is_text(&kind->public_fields[i]))
            words_add(&out, field_text(&kind->public_fields[i], rec));
    words_add(&out, agency);
    words_add(&out, number);
    return out.text;
}

void apply_parse(struct context *cx, struct applied *applied)
{
    void *record;
    struct record_file *files;
    applied->parsed = record_parse(cx, applied->object.record, &record, &files);
    if (applied->parsed != OK) return;
    applied->record = record;
    applied->files = files;
    if (applied->record->kind != &tombstone_kind)
        applied->words = words_of(cx->mem, record, applied->entry.agency, applied->record->number);
}

/* ---- the fields of a kind ---- */

static enum status put_fields(struct step *step, const struct record *rec)
{
    const struct kind *kind = rec->kind;
    struct arena *mem = step->cx->mem;
    struct out sql = out_new(mem);
    struct value *values = arena_array(mem, struct value, kind->public_field_count + 1);
    values[0] = value_int(step->row.number);
    out_format(&sql, "INSERT INTO \"public_%s\" (number, ", kind->name);
    row_names(&sql, kind->public_fields, kind->public_field_count, "");
    out_text(&sql, ") VALUES ($1");
    for (size_t i = 0; i < kind->public_field_count; i++) {
        out_format(&sql, ", $%zu", i + 2);
        values[i + 1] = row_value(&kind->public_fields[i], rec);
    }
    out_char(&sql, ')');
    return store_run(step->cx, &(struct sql){"portal.put", sql.text},
                     (struct bind){values, kind->public_field_count + 1}, NULL);
}

static enum status delete_fields(struct step *step, const struct kind *kind)
{
    const char *sql =
        arena_format(step->cx->mem, "DELETE FROM \"public_%s\" WHERE number = $1", kind->name);
    return store_run(step->cx, &(struct sql){"portal.delete", sql}, BIND(step->row.number), NULL);
}

/* A contentless index forgets only exactly the words it was given: they are made again from the
 * row that is about to go (SPIKE §4). */
static enum status take_away(struct step *step)
{
    const struct row *row = &step->row;
    struct public_record *record;
    void *old;
    if (!row->number || !row->old_edition) return OK;
    if (*row->old_standing) return delete_fields(step, &tombstone_kind);
    TRY(public_by_id(step->portal, row->id, &record));
    TRY(public_load(step->portal, record, &old));
    const char *words = words_of(step->cx->mem, old, record->agency, record->item_number);
    TRY(store_run(step->cx, &delete_words, BIND(row->number, words), NULL));
    TRY(delete_fields(step, record->kind));
    return store_run(step->cx, &delete_files, BIND(row->number), NULL);
}

/* ---- what is said in portal_record ---- */

static const char *text_of(const struct record *rec, const char *name)
{
    const struct field *field = kind_public_field(rec->kind, name);
    return field && field_is_text(field) ? field_text(field, rec) : "";
}

static struct date date_in(const struct record *rec, const char *name)
{
    const struct field *field = kind_public_field(rec->kind, name);
    if (!field || field->type != DATE || field_is_absent(field, rec)) return DATE_NONE;
    return (struct date){(int32_t)field_number(field, rec)};
}

/* The rule whether a record counts is written for the whole struct: fields that are not public are
 * absent in it. */
static bool counts(struct arena *mem, const struct record *rec)
{
    const struct kind *kind = rec->kind;
    struct record *whole = arena_alloc(mem, kind->size);
    record_init(kind, whole);
    for (size_t i = 0; i < kind->public_field_count; i++) {
        const struct field *from = &kind->public_fields[i], *to = kind_field(kind, from->name);
        if (field_is_text(from))
            field_set_text(to, whole, field_text(from, rec));
        else
            field_set_number(to, whole, field_number(from, rec));
    }
    return record_is_item(whole);
}

static void describe_record(struct step *step, const struct record *rec)
{
    struct row *row = &step->row;
    struct date declared = date_in(rec, "first_published_on");
    row->kind = rec->kind->name;
    row->title = text_of(rec, rec->kind->title);
    row->standing = "";
    row->item = (rec->kind->flags & ITEM) && counts(step->cx->mem, rec);
    row->entry = rec->kind->flags & ITEM ? text_of(rec, "entry") : "";
    row->class_seed = text_of(rec, "class_seed");
    row->class_a10 = text_of(rec, "class_a10");
    row->class_a20 = text_of(rec, "class_a20");
    row->produced_on = date_in(rec, "produced_on");
    if (date_is_set(declared)) row->first_on = declared;
}

/* What a tombstone does not say is not known, even if an older row said it. */
static void describe_tombstone(struct step *step, const struct tombstone_public *t)
{
    const struct kind *of = kind_by_name(step->entry->kind);
    struct row *row = &step->row;
    row->kind = step->entry->kind;
    row->title = t->title;
    row->standing = t->standing;
    row->item = of && (of->flags & ITEM) && *t->base.number && date_is_set(t->released_on);
    row->entry = t->entry;
    row->class_seed = row->class_a10 = row->class_a20 = "";
    row->produced_on = DATE_NONE;
    row->released_on = row->first_on = t->released_on;
}

/* An object that is gone leaves a row without edition, so that numbers of rows do not depend on
 * whether replay came before or after the erasure. */
static void describe_nothing(struct step *step)
{
    struct row *row = &step->row;
    row->kind = step->entry->kind;
    row->item_number = row->language = row->title = row->entry = "";
    row->standing = "erased";
    row->class_seed = row->class_a10 = row->class_a20 = "";
    row->produced_on = row->released_on = row->first_on = DATE_NONE;
}

static enum status find_row(struct step *step)
{
    struct context *cx = step->cx;
    struct row *row = &step->row;
    struct rows *rows;
    row->id = step->entry->id;
    row->agency = step->entry->agency;
    row->first_index = row->last_index = step->applied->index;
    row->released_on = row->first_on = zone_date(step->entry->at);
    TRY(store_query(cx, &find_record, BIND(row->id, (int)LEDGER), &rows));
    if (rows_next(rows)) {
        row->number = rows_int(rows, 0);
        row->old_kind = rows_text(rows, 1);
        row->old_standing = rows_text(rows, 2);
        row->old_edition = rows_int(rows, 3);
        row->first_index = rows_int(rows, 5);
    }
    TRY(rows_end(rows));
    if (!row->number) return OK;
    TRY(store_query(cx, &first_act, BIND(row->number), &rows));
    if (rows_next(rows) && !rows_is_null(rows, 0)) row->first_on = zone_date(rows_moment(rows, 0));
    return rows_end(rows);
}

static enum status write_row(struct step *step)
{
    struct row *row = &step->row;
    struct value values[] = {value_int(LEDGER),
                             value_text(row->id),
                             value_text(row->kind),
                             value_text(row->agency),
                             value_text(row->item_number),
                             value_int(row->edition),
                             value_text(row->language),
                             value_text(row->title),
                             value_text(row->standing),
                             value_bool(row->item),
                             value_text(row->entry),
                             value_text(row->class_seed),
                             value_text(row->class_a10),
                             value_text(row->class_a20),
                             value_date(row->produced_on),
                             value_date(row->released_on),
                             value_date(row->first_on),
                             value_int(row->first_index),
                             value_int(row->last_index),
                             value_int(0)};
    enum { UPDATED = COUNT_OF(values) - 1 };
    if (row->number)
        return store_run(step->cx, &update_record, (struct bind){values, UPDATED}, NULL);
    TRY(store_int(step->cx, &next_number, BIND_NONE, &row->number));
    values[UPDATED] = value_int(row->number);
    return store_run(step->cx, &insert_record, (struct bind){values, UPDATED + 1}, NULL);
}

static enum status write_act(struct step *step)
{
    const struct entry *e = step->entry;
    struct value edition = {.type = VALUE_NULL};
    if (step->applied->there && (e->type == ACT_RELEASED || e->type == ACT_CORRECTED))
        edition = value_int(step->row.edition);
    return store_run(step->cx, &insert_act,
                     BIND((int)LEDGER, step->applied->index, step->row.number, e->seq, edition,
                          act_type_word(e->type),
                          (const char *)text_hex(step->cx->mem, e->commit.byte, HASH_SIZE), e->at),
                     NULL);
}

/* ---- files ---- */

/* The object commits to hashes and sizes, the record names them: both must say the same. */
static enum status check_files(struct step *step)
{
    const struct record_file *files = step->applied->files;
    const struct object *object = &step->applied->object;
    for (size_t i = 0; i < object->files_count; i++, files = files->next) {
        struct hash hash;
        if (!files || !text_from_hex(files->sha256, hash.byte, HASH_SIZE) ||
            !hash_equal(hash, object->files[i].hash) || files->size != object->files[i].size)
            return wrong(step, "its files are not those that the record names");
    }
    return files ? wrong(step, "the record names a file too many") : OK;
}

static enum status put_files(struct step *step)
{
    const struct record_file *files = step->applied->files;
    for (int i = 0; files; files = files->next, i++)
        TRY(store_run(
            step->cx, &insert_file,
            BIND(step->row.number, i, files->sha256, files->name, files->media, files->size),
            NULL));
    return OK;
}

/* ---- the three things an entry can do ---- */

static enum status show(struct step *step, const struct record *rec)
{
    describe_record(step, rec);
    TRY(take_away(step));
    TRY(write_row(step));
    TRY(put_fields(step, rec));
    TRY(put_files(step));
    return store_run(step->cx, &add_words, BIND(step->row.number, step->applied->words), NULL);
}

static enum status bury(struct step *step, const struct record *rec)
{
    const struct tombstone_public *tombstone = (const void *)rec;
    describe_tombstone(step, tombstone);
    TRY(take_away(step));
    TRY(write_row(step));
    return put_fields(step, rec);
}

static enum status leave_a_row(struct step *step)
{
    if (step->row.number) return OK; /* what is there stays until the entry that erases comes */
    describe_nothing(step);
    return write_row(step);
}

static enum status apply_object(struct step *step)
{
    const struct entry *e = step->entry;
    const struct record *rec = step->applied->record;
    enum status parsed = step->applied->parsed;
    if (parsed == NOT_FOUND) return leave_a_row(step); /* a kind of a later version */
    if (parsed != OK) return wrong(step, "its record cannot be read");
    bool ends = e->type == ACT_WITHDRAWN || e->type == ACT_ERASED;
    if (!text_equal(rec->id, e->id)) return wrong(step, "its record has another id");
    if (ends != (rec->kind == &tombstone_kind)) return wrong(step, "its record is of another sort");
    if (!ends && !text_equal(rec->kind->name, e->kind)) return wrong(step, "its kind is another");
    if (rec->kind->flags & INTERNAL) return wrong(step, "its kind is internal");
    TRY(check_files(step));
    step->row.edition = rec->edition;
    step->row.item_number = rec->number;
    step->row.language = rec->language;
    return ends ? bury(step, rec) : show(step, rec);
}

enum status apply_entry(struct portal *portal, const struct applied *applied, bool *ret_scrub)
{
    const struct entry *e = &applied->entry;
    struct step step = {
        .portal = portal, .cx = portal->cx, .applied = applied, .entry = e, .row = {0}};
    TRY(find_row(&step));
    TRY(applied->there ? apply_object(&step) : leave_a_row(&step));
    TRY(write_act(&step));
    for (size_t i = 0; i < e->erases_count; i++)
        TRY(store_run(step.cx, &erase_act, BIND((int)LEDGER, e->erases[i], applied->index), NULL));
    if (e->erases_count) *ret_scrub = true;
    return OK;
}
