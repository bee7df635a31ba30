#include "document/original.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static const struct sql insert_original = {
    "original.insert", "INSERT INTO original (letter, position, sha256, name, media, size, at)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7)"};
static const struct sql attach_originals = {"original.attach",
                                            "UPDATE original SET record = $2 WHERE letter = $1"};
static const struct sql of_record = {
    "original.of_record",
    "SELECT letter, position, sha256, name, media, size, at FROM original WHERE record = $1"
    " ORDER BY at, letter, position"};
static const struct sql one_of_record = {
    "original.one", "SELECT letter, position, sha256, name, media, size, at FROM original"
                    " WHERE record = $1 AND letter = $2 AND position = $3"};
static const struct sql delete_originals = {"original.delete",
                                            "DELETE FROM original WHERE record = $1"};

enum { ORIGINALS_MAX = 2000 };

/* What lies there with this size is this: content decides the path. */
static enum status move_bytes(struct context *cx, const struct attachment_place *place,
                              const struct letter_file *file)
{
    struct stat about;
    const char *path = attachment_path(cx->mem, place, file->sha256);
    const char *folder = arena_format(cx->mem, "%s/%.2s", place->blob, file->sha256);
    if (stat(path, &about) == 0 && about.st_size == file->size) return OK;
    TRY(file_make_folders(cx, folder, 0700));
    TRY(file_sync_folder(cx, place->blob));
    if (rename(file->path, path) != 0)
        return fault(cx, "rename %s to %s: %s", file->path, path, strerror(errno));
    return file_sync_folder(cx, folder);
}

enum status original_keep(struct context *cx, const struct attachment_place *place,
                          const struct letter *letter)
{
    for (size_t i = 0; i < letter->file_count; i++) {
        const struct letter_file *file = &letter->files[i];
        TRY(move_bytes(cx, place, file));
        TRY(store_run(cx, &insert_original,
                      BIND(letter->id, (int64_t)i + 1, file->sha256, file->name, file->media,
                           file->size, letter->at),
                      NULL));
    }
    return OK;
}

enum status original_attach(struct context *cx, const char *letter, const char *record)
{
    return store_run(cx, &attach_originals, BIND(letter, record), NULL);
}

enum status original_forget(struct context *cx, const struct attachment_place *place,
                            const struct letter *letter)
{
    for (size_t i = 0; i < letter->file_count; i++)
        TRY(attachment_drop_bytes(cx, place, letter->files[i].sha256));
    return OK;
}

static struct original row_of(struct rows *rows)
{
    return (struct original){.letter = rows_text(rows, 0),
                             .position = rows_int(rows, 1),
                             .sha256 = rows_text(rows, 2),
                             .name = rows_text(rows, 3),
                             .media = rows_text(rows, 4),
                             .size = rows_int(rows, 5),
                             .at = rows_moment(rows, 6)};
}

enum status original_list(struct context *cx, const char *record, struct original **ret_originals,
                          size_t *ret_count)
{
    struct rows *rows;
    struct original *originals = arena_array(cx->mem, struct original, ORIGINALS_MAX);
    size_t count = 0;
    TRY(store_query(cx, &of_record, BIND(record), &rows));
    while (count < ORIGINALS_MAX && rows_next(rows)) originals[count++] = row_of(rows);
    TRY(rows_end(rows));
    *ret_originals = originals;
    *ret_count = count;
    return OK;
}

enum status original_find(struct context *cx, const char *record, const char *letter,
                          int64_t position, struct original *ret_original)
{
    struct rows *rows;
    TRY(store_query(cx, &one_of_record, BIND(record, letter, position), &rows));
    bool found = rows_next(rows);
    if (found) *ret_original = row_of(rows);
    TRY(rows_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status original_remove_all(struct context *cx, const struct attachment_place *place,
                                const char *record)
{
    struct original *originals;
    size_t count;
    TRY(store_begin(cx));
    TRY(original_list(cx, record, &originals, &count));
    TRY(store_run(cx, &delete_originals, BIND(record), NULL));
    TRY(store_commit(cx));
    for (size_t i = 0; i < count; i++) TRY(attachment_drop_bytes(cx, place, originals[i].sha256));
    return OK;
}
