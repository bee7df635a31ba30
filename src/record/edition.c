/* Editions: opening the next one, giving it up, and which came before. A number that was given up
 * is not used again, so that history says what it meant. */
#include <string.h>

#include "record/base.h"
#include "record/lifecycle.h"

/* What SQL says of the editions on one side of this one. */
static enum status ask(struct context *cx, const struct record *rec, const char *what,
                       const char *which, int64_t *ret)
{
    const char *text =
        arena_format(cx->mem, "SELECT %s FROM \"%s\" WHERE id = $1 AND edition %s $2", what,
                     rec->kind->name, which);
    return store_int(cx, &(struct sql){"edition.ask", text}, BIND(rec->id, rec->edition), ret);
}

enum status edition_previous(struct context *cx, const struct record *rec, int64_t *ret_edition)
{
    return ask(cx, rec, "COALESCE(MAX(CASE state WHEN 'discarded' THEN 0 ELSE edition END), 0)",
               "<", ret_edition);
}

enum status edition_newest(struct context *cx, const struct record *rec, int64_t *ret_edition)
{
    const char *text = arena_format(
        cx->mem, "SELECT edition FROM \"%s\" WHERE id = $1 AND newest = 1", rec->kind->name);
    return store_int(cx, &(struct sql){"edition.newest", text}, BIND(rec->id), ret_edition);
}

bool edition_is_later(struct context *cx, const struct record *rec)
{
    return rec->edition > 1;
}

enum status guard_no_open_edition(struct context *cx, const struct record *rec,
                                  const struct reason *why)
{
    int64_t later;
    TRY(ask(cx, rec, "COUNT(CASE state WHEN 'discarded' THEN NULL ELSE 1 END)", ">", &later));
    return later ? issue(cx, "", "move.edition_open", "") : OK;
}

/* A first edition has nothing behind it that could stand in its place. */
enum status guard_discard(struct context *cx, const struct record *rec, const struct reason *why)
{
    return edition_is_later(cx, rec) ? OK : CONFLICT;
}

/* Which edition lists and pages show. A form that stood on any other one is stale on it. */
static enum status show_edition(struct context *cx, const struct record *rec, int64_t edition,
                                int64_t version)
{
    const char *text = arena_format(cx->mem,
                                    "UPDATE \"%s\" SET newest = (CASE edition WHEN $2 THEN 1 ELSE 0"
                                    " END), version = (CASE edition WHEN $2 THEN $3 ELSE version"
                                    " END) WHERE id = $1",
                                    rec->kind->name);
    return store_run(cx, &(struct sql){"edition.show", text}, BIND(rec->id, edition, version),
                     NULL);
}

enum status effect_discard(struct context *cx, struct record *rec, const struct reason *why)
{
    int64_t previous;
    TRY(edition_previous(cx, rec, &previous));
    return show_edition(cx, rec, previous, rec->version + 1);
}

static const struct sql copy_files = {
    "lifecycle.copy_files",
    "INSERT INTO attachment (record, edition, position, sha256, name, media, size,"
    " original_sha256) SELECT record, $3, position, sha256, name, media, size, original_sha256"
    " FROM attachment WHERE record = $1 AND edition = $2"};

enum status effect_open_edition(struct context *cx, struct record *rec, const struct reason *why)
{
    struct record *next = arena_alloc(cx->mem, rec->kind->size);
    struct history_entry revised = {"draft", "", "", why->why, why->article, ""};
    memcpy(next, rec, rec->kind->size);
    TRY(ask(cx, rec, "MAX(edition) + 1", ">=", &next->edition));
    next->version = rec->version + 1; /* a form that stood on an older edition is stale here too */
    next->state = DRAFTED;
    next->changed_at = cx->now;
    TRY(show_edition(cx, rec, next->edition, next->version));
    TRY(base_insert(cx, next));
    TRY(store_run(cx, &copy_files, BIND(rec->id, rec->edition, next->edition), NULL));
    return history_write(cx, next, &revised);
}
