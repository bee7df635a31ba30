/* What has changed is told: the capsule of each record that is not the one last told is written
 * anew. A record that cannot be told stops no other; its issue stays under its id. */
#include "base/text.h"
#include "document/attachment.h"
#include "matter/private.h"

enum { AT_ONCE = 500, LOOK_BACK = 500 };

/* What is told just now; one at a time in each thread. */
struct telling {
    struct capsule_file files[CAPSULE_FILES_MAX];
    size_t file_count;
};
static _Thread_local struct telling *telling;

int64_t matter_add_file(struct context *cx, const char *name, const char *media, int64_t size,
                        const char *sha256)
{
    const struct matter_setting *s = matter_setting();
    struct attachment_place place = {s->blob, s->tmp};
    if (!telling || telling->file_count == CAPSULE_FILES_MAX || text_empty(place.blob)) return 0;
    const char *path = attachment_path(cx->mem, &place, sha256);
    if (!path) return 0;
    telling->files[telling->file_count] = (struct capsule_file){name, media, size, path};
    return (int64_t)++telling->file_count;
}

/* ---- one record ---- */

struct tie {
    const char *record, *sort, *key;
    int64_t serial, version, touched, told;
};

static const struct sql written = {"matter.written",
                                   "UPDATE matter_tie SET serial = $3, version = $4, told = $5"
                                   " WHERE record = $1 AND public_key = $2"};

static enum status describe(struct context *cx, const struct matter_sort *sort,
                            const struct record *rec, struct matter_view *view)
{
    *view = (struct matter_view){0};
    TRY(sort->describe(cx, rec->id, view));
    view->sort = sort->sort;
    view->at = cx->now;
    if (text_empty(view->agency)) view->agency = rec->agency;
    if (text_empty(view->language)) view->language = rec->language;
    return OK;
}

/* After a backup was restored, the capsule that lies there may be ahead of its record. */
static enum status put(struct context *cx, struct tie *tie, struct matter_view *view)
{
    const struct matter_setting *s = matter_setting();
    struct capsule_place place = {s->capsule, s->tmp};
    struct capsule_draft draft = {.files = telling->files, .file_count = telling->file_count};
    enum status status = CONFLICT;
    for (int i = 0; i < 2 && status == CONFLICT; i++) {
        if (i) TRY(capsule_serial(cx, &place, tie->key, &tie->serial));
        draft.serial = view->serial = ++tie->serial;
        draft.json = matter_view_write(cx->mem, view);
        status = capsule_put(cx, &place, tie->key, &draft);
    }
    return status;
}

static enum status tell(struct context *cx, struct tie *tie)
{
    const struct matter_sort *sort = matter_sort_of(tie->sort);
    struct matter_view view;
    if (!sort) return fault(cx, "no room tells of %s", tie->sort);
    struct record *rec = arena_alloc(cx->mem, sort->kind->size);
    TRY(record_fetch(cx, sort->kind, tie->record, 0, rec));
    if (rec->version == tie->version && tie->touched == tie->told) return OK;
    TRY(describe(cx, sort, rec, &view));
    TRY(put(cx, tie, &view));
    return store_run(cx, &written,
                     BIND(tie->record, tie->key, tie->serial, rec->version, tie->touched), NULL);
}

/* ---- all of them ---- */

static const struct sql stale = {
    "matter.stale", "SELECT record, sort, public_key, serial, version, touched, told"
                    " FROM matter_tie WHERE touched <> told AND record > $1 ORDER BY record"};
/* What history says has happened since; and some of what was before, for a longer transaction ends
 * after a later one. The version tells what is old. */
static const struct sql changed = {
    "matter.changed",
    "SELECT record, sort, public_key, serial, version, touched, told FROM matter_tie"
    " WHERE touched = told AND record IN (SELECT record FROM history WHERE number > $2)"
    " AND record > $1 ORDER BY record"};
static const struct sql newest = {"matter.newest", "SELECT COALESCE(MAX(number), 0) FROM history"};
static const struct sql seen = {"matter.seen", "SELECT COALESCE(MAX(history), 0) FROM matter_seen"};
static const struct sql keep_seen = {"matter.keep_seen",
                                     "INSERT INTO matter_seen (place, history) VALUES (1, $1)"
                                     " ON CONFLICT (place) DO UPDATE SET history = $1"};
static const struct sql mark = {"matter.mark",
                                "UPDATE matter_tie SET touched = touched + 1 WHERE record = $1"};

static enum status find(struct context *cx, const struct sql *sql, struct bind bind,
                        struct tie **ret_ties, size_t *ret_count)
{
    struct rows *rows;
    size_t count = 0;
    struct tie *ties = arena_array(cx->mem, struct tie, AT_ONCE);
    TRY(store_query(cx, sql, bind, &rows));
    while (count < AT_ONCE && rows_next(rows))
        ties[count++] = (struct tie){.record = rows_text(rows, 0),
                                     .sort = rows_text(rows, 1),
                                     .key = rows_text(rows, 2),
                                     .serial = rows_int(rows, 3),
                                     .version = rows_int(rows, 4),
                                     .touched = rows_int(rows, 5),
                                     .told = rows_int(rows, 6)};
    *ret_ties = ties;
    *ret_count = count;
    return rows_end(rows);
}

/* In a context of its own: an issue or a fault belongs to one record alone. */
static enum status tell_one(struct context *cx, struct arena *mem, struct tie *tie)
{
    struct context one = *cx;
    one.mem = mem;
    one.issues = NULL;
    telling = arena_make(mem, struct telling);
    enum status status = tell(&one, tie);
    telling = NULL;
    if (status == OK) return OK;
    (void)issue(cx, tie->record, "matter.not_told", one.fault_file ? one.fault : "");
    return tie->touched == tie->told ? store_run(cx, &mark, BIND(tie->record), NULL) : OK;
}

static enum status tell_page(struct context *cx, const struct tie *ties, size_t count)
{
    struct arena *mem = arena_new("matter");
    enum status status = OK;
    for (size_t i = 0; i < count && status == OK; i++) {
        struct tie tie = ties[i];
        status = tell_one(cx, mem, &tie);
        arena_reset(mem);
    }
    arena_free(mem);
    return status;
}

/* from: of history; less than nothing where the statement does not ask. */
static enum status tell_all(struct context *cx, const struct sql *sql, int64_t from)
{
    struct tie *ties;
    size_t count;
    const char *after = "";
    do {
        TRY(find(cx, sql, from < 0 ? BIND(after) : BIND(after, from), &ties, &count));
        TRY(tell_page(cx, ties, count));
        if (count) after = ties[count - 1].record;
    } while (count == AT_ONCE);
    return OK;
}

/* ---- codes that are dead ---- */

static const struct sql dead = {"matter.dead", "SELECT public_key FROM matter_dead_capsule"};
static const struct sql buried = {"matter.buried",
                                  "DELETE FROM matter_dead_capsule WHERE public_key = $1"};

static enum status remove_dead(struct context *cx)
{
    struct rows *rows;
    const char **keys = arena_array(cx->mem, const char *, AT_ONCE);
    size_t count = 0;
    struct capsule_place place = {matter_setting()->capsule, matter_setting()->tmp};
    TRY(store_query(cx, &dead, BIND_NONE, &rows));
    while (count < AT_ONCE && rows_next(rows)) keys[count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++) {
        TRY(capsule_remove(cx, &place, keys[i]));
        TRY(store_run(cx, &buried, BIND(keys[i]), NULL));
    }
    return OK;
}

/* ---- the job ---- */

static enum status tick(struct context *cx)
{
    int64_t from = 0, to = 0;
    TRY(remove_dead(cx));
    TRY(store_int(cx, &seen, BIND_NONE, &from));
    TRY(store_int(cx, &newest, BIND_NONE, &to));
    if (to != from) {
        TRY(tell_all(cx, &changed, from > LOOK_BACK ? from - LOOK_BACK : 0));
        TRY(store_run(cx, &keep_seen, BIND(to), NULL));
    }
    return tell_all(cx, &stale, -1);
}

enum status matter_tick(struct context *cx)
{
    const struct actor *person = cx->actor;
    if (!matter_setting() || text_empty(matter_setting()->capsule)) return OK;
    cx->actor = &access_program;
    enum status status = tick(cx);
    cx->actor = person;
    return status;
}
