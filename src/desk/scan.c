#include "desk/scan.h"

#include "base/text.h"

const struct sql scan_answer_table = {
    "scan_answer.table",
    "CREATE TABLE IF NOT EXISTS scan_answer (record TEXT NOT NULL, edition INTEGER NOT NULL,"
    " find TEXT NOT NULL, answer TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL,"
    " at INTEGER NOT NULL, PRIMARY KEY (record, edition, find)) STRICT"};
static const struct sql put = {
    "scan_answer.put", "INSERT INTO scan_answer (record, edition, find, answer, reason, actor, at)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (record, edition, find)"
                       " DO UPDATE SET answer = $4, reason = $5, actor = $6, at = $7"};
static const struct sql answers_of = {"scan_answer.of",
                                      "SELECT find, answer, reason FROM scan_answer"
                                      " WHERE record = $1 AND edition = $2"};
static const struct sql file_names = {
    "scan_answer.files", "SELECT name FROM attachment WHERE record = $1 AND edition = $2"};

static enum status run_scan(struct context *cx, const struct record *rec, struct scan *scan)
{
    struct rows *rows;
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if (field->visibility == PUBLIC && (field->type == TEXT || field->type == BODY))
            scan_text(scan, field->name, field_text(field, rec));
    }
    TRY(store_query(cx, &file_names, BIND(rec->id, rec->edition), &rows));
    while (rows_next(rows)) {
        const char *name = rows_text(rows, 0);
        scan_text(scan, name, name);
    }
    return rows_end(rows);
}

static enum status take_answers(struct context *cx, const struct record *rec,
                                struct scan_result *result)
{
    struct rows *rows;
    TRY(store_query(cx, &answers_of, BIND(rec->id, rec->edition), &rows));
    while (rows_next(rows)) {
        const char *key = rows_text(rows, 0);
        for (size_t i = 0; i < result->count; i++) {
            if (!text_equal(result->finds[i].find->key, key)) continue;
            result->finds[i].answer = rows_text(rows, 1);
            result->finds[i].reason = rows_text(rows, 2);
        }
    }
    return rows_end(rows);
}

enum status desk_scan(struct context *cx, const struct record *rec, struct scan_result *ret)
{
    struct scan *scan = arena_make(cx->mem, struct scan);
    scan->mem = cx->mem;
    TRY(run_scan(cx, rec, scan));
    struct scan_result result = {.count = scan->count, .cut = scan->cut};
    result.finds = arena_array(cx->mem, struct answered_find, scan->count + 1);
    for (size_t i = 0; i < scan->count; i++) {
        const struct field *field = kind_field(rec->kind, scan->finds[i].where);
        result.finds[i] = (struct answered_find){
            &scan->finds[i], field ? record_label(rec, field, cx->language) : scan->finds[i].where,
            "", "", NULL};
    }
    TRY(take_answers(cx, rec, &result));
    for (size_t i = 0; i < result.count; i++) {
        result.open += !text_equal(result.finds[i].answer, "kept");
        result.masked += text_equal(result.finds[i].answer, "masked");
    }
    *ret = result;
    return OK;
}

enum status desk_scan_answer(struct context *cx, const struct record *rec, const char *key,
                             const char *answer, const char *reason)
{
    return store_run(
        cx, &put, BIND(rec->id, rec->edition, key, answer, reason, cx->actor->id, cx->now), NULL);
}

enum status desk_scan_guard(struct context *cx, const struct record *rec)
{
    struct scan_result result;
    TRY(desk_scan(cx, rec, &result));
    if (result.cut) return issue(cx, "", "scan.cut", "");
    if (!result.open) return OK;
    return issue(cx, "", "scan.open", arena_format(cx->mem, "%zu", result.open));
}
