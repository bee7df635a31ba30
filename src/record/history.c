#include "base/text.h"
#include "record/base.h"

static const struct sql insert_history = {
    "history.insert",
    "INSERT INTO history (record, kind, edition, at, day, actor, actor_label, verb, state_from,"
    " state_to, why, article, changed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
static const struct sql of_record = {
    "history.of_record",
    "SELECT at, day, actor, actor_label, verb, state_from, state_to, why, article, changed, edition"
    " FROM history WHERE record = $1 ORDER BY number"};
static const struct sql verbs_of_actor = {
    "history.verbs_of_actor",
    "SELECT COUNT(*) FROM history WHERE record = $1 AND edition = $2 AND actor = $3"
    " AND ' ' || $4 || ' ' LIKE '% ' || verb || ' %'"};

enum status history_write(struct context *cx, const struct record *rec,
                          const struct history_entry *e)
{
    const char *actor = cx->actor ? cx->actor->id : "";
    const char *label = cx->actor ? cx->actor->label : "";
    return store_run(cx, &insert_history,
                     BIND(rec->id, rec->kind->name, rec->edition, cx->now, cx->today, actor, label,
                          e->verb, e->from, e->to, e->why, e->article, e->changed),
                     NULL);
}

enum status record_history(struct context *cx, const struct record *rec,
                           struct history_line **ret_lines)
{
    struct rows *rows;
    struct history_line *first = NULL, **last = &first;
    TRY(store_query(cx, &of_record, BIND(rec->id), &rows));
    while (rows_next(rows)) {
        struct history_line *line = arena_make(cx->mem, struct history_line);
        *line = (struct history_line){.at = rows_moment(rows, 0),
                                      .on = rows_date(rows, 1),
                                      .actor_id = rows_text(rows, 2),
                                      .actor = rows_text(rows, 3),
                                      .verb = rows_text(rows, 4),
                                      .from = rows_text(rows, 5),
                                      .to = rows_text(rows, 6),
                                      .why = rows_text(rows, 7),
                                      .article = rows_text(rows, 8),
                                      .changed = rows_text(rows, 9),
                                      .edition = rows_int(rows, 10)};
        *last = line;
        last = &line->next;
    }
    *ret_lines = first;
    return rows_end(rows);
}

enum status record_did(struct context *cx, const struct record *rec, const char *actor_id,
                       const char *verbs, bool *ret_did)
{
    int64_t times;
    TRY(store_int(cx, &verbs_of_actor, BIND(rec->id, rec->edition, actor_id, verbs), &times));
    *ret_did = times > 0;
    return OK;
}
