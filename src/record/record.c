#include "record/record.h"

#include <string.h>

#include "base/text.h"
#include "record/base.h"
#include "record/item.h"

const struct reason NO_REASON = {"", "", "", DATE_NONE, NULL};

void record_init(const struct kind *kind, void *rec)
{
    struct record *base = rec;
    memset(rec, 0, kind->size);
    *base = (struct record){.kind = kind,
                            .id = "",
                            .agency = "",
                            .number = "",
                            .edition = 1,
                            .version = 1,
                            .language = "zh"};
    for (size_t i = 0; i < kind->field_count; i++) field_clear(&kind->fields[i], rec);
}

enum status record_fetch(struct context *cx, const struct kind *kind, const char *id,
                         int64_t edition, void *rec)
{
    struct out out = out_new(cx->mem);
    struct rows *rows;
    base_select(&out, kind);
    out_text(&out, edition ? " WHERE id = $1 AND edition = $2" : " WHERE id = $1 AND newest = $2");
    TRY(store_query(cx, &(struct sql){"record.fetch", out.text},
                    BIND(id, edition ? edition : (int64_t)1), &rows));
    bool found = rows_next(rows);
    if (found) base_read(rows, kind, rec);
    TRY(rows_end(rows));
    return found ? OK : NOT_FOUND;
}

bool record_may_read(struct context *cx, const struct record *rec)
{
    if (access_may(cx->actor, READ_STAFF, rec->agency)) return true;
    return (rec->kind->flags & OVERSEEN) && access_may(cx->actor, SUPERVISE, rec->agency);
}

enum status record_load_edition(struct context *cx, const struct kind *kind, const char *id,
                                int64_t edition, void *rec)
{
    TRY(record_fetch(cx, kind, id, edition, rec));
    const struct record *base = rec;
    return record_may_read(cx, base) ? OK : NOT_FOUND;
}

enum status record_load(struct context *cx, const struct kind *kind, const char *id, void *rec)
{
    return record_load_edition(cx, kind, id, 0, rec);
}

/* Whoever may draft may create; so may those whom the first moves are for (registers kept by an
 * officer). What a supervisor keeps about an agency, the agency does not write. */
bool record_may_write(struct context *cx, const struct record *rec)
{
    enum capability kept = record_state(rec)->waits_for;
    bool overseen = (rec->kind->flags & OVERSEEN) && kept == SUPERVISE;
    if (rec->kind->flags & BY_PROGRAM) return access_may(cx->actor, PROGRAM, rec->agency);
    if (overseen)
        return access_may(cx->actor, SUPERVISE, rec->agency) ||
               access_may(cx->actor, PROGRAM, rec->agency);
    if (access_may(cx->actor, WRITE, rec->agency)) return true;
    return kept == ADMINISTER && access_may(cx->actor, ADMINISTER, rec->agency);
}

enum status record_note_reading(struct context *cx, const struct record *rec, const char *why)
{
    struct history_entry read = {
        "read-personal", record_state(rec)->word, record_state(rec)->word, why, "", ""};
    if (text_empty(why)) return issue(cx, "why", "move.needs_reason", "");
    return history_write(cx, rec, &read);
}

static const struct sql was_public = {"record.was_public",
                                      "SELECT COUNT(*) FROM act WHERE record = $1"};

/* Another agency's draft is as unknown as one that does not exist: no answer tells them apart.
 * Agencies themselves are no secret among each other: a tree is built before any is released. */
static enum status find_ref(struct context *cx, const struct field *field, const char *id)
{
    const char *agency,
        *text = arena_format(cx->mem, "SELECT agency FROM \"%s\" WHERE id = $1", field->of);
    int64_t acts;
    TRY(store_text(cx, &(struct sql){"record.ref", text}, BIND(id), &agency));
    bool readable = text_equal(field->of, "agency") || access_may(cx->actor, READ_STAFF, agency) ||
                    access_may(cx->actor, SUPERVISE, agency) ||
                    access_may(cx->actor, ADMINISTER, agency);
    if (readable) return OK;
    TRY(store_int(cx, &was_public, BIND(id), &acts));
    return acts ? OK : NOT_FOUND;
}

/* A reference must name a record of its kind that this installation has. */
static enum status check_refs(struct context *cx, const struct record *rec)
{
    enum status status = OK;
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if (field->type != REF || field_is_absent(field, rec)) continue;
        enum status found = find_ref(cx, field, field_text(field, rec));
        if (found == NOT_FOUND)
            status = issue(cx, field->name, "field.unknown_record", "");
        else if (found != OK)
            return found;
    }
    return status;
}

static enum status check_required(struct context *cx, const struct record *rec)
{
    enum status status = OK;
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if ((field->flags & REQUIRED) && field_is_absent(field, rec))
            status = issue(cx, field->name, "field.required", "");
    }
    if (record_is_item(rec) && text_empty(record_as_item_const(rec)->entry))
        status = issue(cx, "entry", "field.required", "");
    return status;
}

static enum status prepare(struct context *cx, struct record *rec)
{
    if (record_state(rec)->flags & WHOLE) TRY(check_required(cx, rec));
    if (rec->kind->prepare) TRY(rec->kind->prepare(cx, rec));
    TRY(check_refs(cx, rec));
    return rec->kind->check ? rec->kind->check(cx, rec) : OK;
}

static enum status insert_inside(struct context *cx, struct record *rec)
{
    static const struct history_entry drafted = {"draft", "", "", "", "", ""};
    TRY(store_begin(cx));
    TRY(prepare(cx, rec));
    TRY(base_insert(cx, rec));
    TRY(history_write(cx, rec, &drafted));
    return store_commit(cx);
}

enum status record_insert(struct context *cx, struct record *rec)
{
    rec->state = 0;
    if (!record_may_write(cx, rec)) return DENIED;
    if (text_empty(rec->id)) rec->id = id_new(cx->mem);
    rec->edition = rec->version = 1;
    rec->changed_at = cx->now;
    enum status status = insert_inside(cx, rec);
    if (status != OK) store_rollback(cx);
    return status;
}

static bool is_same(const struct field *field, const struct record *before,
                    const struct record *after)
{
    if (!field_is_text(field)) return field_number(field, before) == field_number(field, after);
    return text_equal(field_text(field, before), field_text(field, after));
}

/* What a record belongs to is chosen once: a letter does not move to another person's file. */
static enum status check_bound(struct context *cx, const struct record *before,
                               const struct record *after)
{
    for (size_t i = 0; i < after->kind->field_count; i++) {
        const struct field *field = &after->kind->fields[i];
        if ((field->flags & BOUND) && !is_same(field, before, after))
            return issue(cx, field->name, "field.bound", "");
    }
    return OK;
}

/* Names only, and so never a PERSONAL value. */
static const char *changed_names(struct context *cx, const struct record *before,
                                 const struct record *after)
{
    struct out out = out_new(cx->mem);
    for (size_t i = 0; i < after->kind->field_count; i++) {
        const struct field *field = &after->kind->fields[i];
        if (!is_same(field, before, after))
            out_format(&out, "%s%s", out.size ? " " : "", field->name);
    }
    return out.text;
}

static enum status save_inside(struct context *cx, struct record *rec)
{
    struct record *before = arena_alloc(cx->mem, rec->kind->size);
    TRY(store_begin(cx));
    TRY(record_fetch(cx, rec->kind, rec->id, rec->edition, before));
    if (before->version != rec->version || before->state != rec->state) return CONFLICT;
    unsigned flags = record_state(before)->flags;
    bool proof = (flags & TAKES_PROOF) && !*changed_names(cx, before, rec);
    if (!(flags & EDITABLE) && !proof) return CONFLICT;
    TRY(check_bound(cx, before, rec));
    if (!proof) TRY(prepare(cx, rec));
    struct history_entry edited = {"edit", "", "", "", "", changed_names(cx, before, rec)};
    int64_t version = rec->version++;
    rec->changed_at = cx->now;
    TRY(base_update(cx, rec, rec->state, version));
    if (*edited.changed) TRY(history_write(cx, rec, &edited));
    return store_commit(cx);
}

enum status record_save(struct context *cx, struct record *rec)
{
    if (!record_may_write(cx, rec)) return DENIED;
    int64_t version = rec->version;
    enum status status = save_inside(cx, rec);
    if (status == OK) return OK;
    rec->version = version;
    store_rollback(cx);
    return status;
}

enum status record_validate(struct context *cx, const struct record *rec)
{
    TRY(check_required(cx, rec));
    return rec->kind->check ? rec->kind->check(cx, rec) : OK;
}
