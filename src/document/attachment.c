#include "document/attachment.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "document/image.h"
#include "record/base.h"
#include "record/lifecycle.h"

static const struct sql files_of_edition = {
    "attachment.of_edition",
    "SELECT position, sha256, name, media, size, cleared_by, COALESCE(cleared_at, 0),"
    " original_sha256 FROM attachment WHERE record = $1 AND edition = $2 ORDER BY position"};
static const struct sql insert_file = {
    "attachment.insert",
    "INSERT INTO attachment (record, edition, position, sha256, name, media, size,"
    " original_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
static const struct sql delete_file = {"attachment.delete",
                                       "DELETE FROM attachment WHERE record = $1 AND edition = $2"
                                       " AND position = $3"};
static const struct sql clear_file = {"attachment.clear",
                                      "UPDATE attachment SET cleared_by = $4, cleared_at = $5"
                                      " WHERE record = $1 AND edition = $2 AND position = $3"};
static const struct sql uses = {"attachment.uses",
                                "SELECT (SELECT COUNT(*) FROM attachment WHERE sha256 = $1) +"
                                " (SELECT COUNT(*) FROM original WHERE sha256 = $1)"};

/* ---- reading ---- */

enum status attachment_list(struct context *cx, const struct record *rec,
                            struct attachment **ret_files, size_t *ret_count)
{
    struct rows *rows;
    struct attachment *files = arena_array(cx->mem, struct attachment, ATTACHMENT_MAX);
    size_t count = 0;
    TRY(store_query(cx, &files_of_edition, BIND(rec->id, rec->edition), &rows));
    while (count < ATTACHMENT_MAX && rows_next(rows))
        files[count++] = (struct attachment){.position = rows_int(rows, 0),
                                             .sha256 = rows_text(rows, 1),
                                             .name = rows_text(rows, 2),
                                             .media = rows_text(rows, 3),
                                             .size = rows_int(rows, 4),
                                             .cleared_by = rows_text(rows, 5),
                                             .cleared_at = rows_moment(rows, 6),
                                             .original_sha256 = rows_text(rows, 7)};
    TRY(rows_end(rows));
    *ret_files = files;
    *ret_count = count;
    return OK;
}

enum status attachment_find(struct context *cx, const struct record *rec, int64_t position,
                            struct attachment *ret_file)
{
    struct attachment *files;
    size_t count;
    TRY(attachment_list(cx, rec, &files, &count));
    for (size_t i = 0; i < count; i++)
        if (files[i].position == position) {
            *ret_file = files[i];
            return OK;
        }
    return NOT_FOUND;
}

const char *attachment_path(struct arena *mem, const struct attachment_place *place,
                            const char *sha256)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (!text_from_hex(sha256, hash, sizeof hash)) return NULL;
    return arena_format(mem, "%s/%.2s/%s", place->blob, sha256, sha256);
}

/* ---- taking a file ---- */

static enum status refuse(struct context *cx, const char *message, const char *detail)
{
    return issue(cx, "file", message, detail);
}

/* One line, no folder, nothing that deceives; what browsers put before it ("C:\fakepath\") goes. */
static enum status clean_name(struct context *cx, const char *given, const char **ret_name)
{
    const char *last = given, *clean;
    for (const char *c = given; *c; c++)
        if (*c == '/' || *c == '\\') last = c + 1;
    struct bytes raw = {(const unsigned char *)last, strlen(last)};
    if (text_clean(cx->mem, raw, ATTACHMENT_NAME_MAX, false, &clean) != TEXT_FINE || !*clean ||
        *clean == '.')
        return refuse(cx, "attachment.name", "");
    *ret_name = clean;
    return OK;
}

static const char *hash_of(struct arena *mem, struct bytes bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes.data, bytes.size);
    return text_hex(mem, hash, sizeof hash);
}

static enum status read_upload(struct context *cx, const char *path, struct bytes *ret_bytes)
{
    struct stat about;
    if (stat(path, &about) != 0) return fault(cx, "stat %s: %s", path, strerror(errno));
    if (about.st_size > ATTACHMENT_BYTES_MAX) return refuse(cx, "attachment.too_large", "");
    enum status status = file_read(cx, path, ATTACHMENT_BYTES_MAX, ret_bytes);
    return status == NOT_FOUND ? fault(cx, "%s is not a file", path) : status;
}

/* The bytes that will be released, and what they are. */
static enum status prepare(struct context *cx, const char *path, struct attachment *file,
                           struct bytes *ret_bytes)
{
    struct bytes given;
    TRY(read_upload(cx, path, &given));
    enum media media = document_sniff(given, file->name);
    if (media == MEDIA_UNKNOWN) return refuse(cx, "attachment.media", "");
    *ret_bytes = given;
    if (media_is_image(media)) {
        TRY(document_clean_image(cx, given, media, ret_bytes));
        file->original_sha256 = hash_of(cx->mem, given);
    }
    file->media = media_type(media);
    file->size = (int64_t)ret_bytes->size;
    file->sha256 = hash_of(cx->mem, *ret_bytes);
    return OK;
}

static enum status find_place(struct context *cx, const struct record *rec, struct attachment *file)
{
    struct attachment *others;
    size_t count;
    TRY(attachment_list(cx, rec, &others, &count));
    if (count == ATTACHMENT_MAX) return refuse(cx, "attachment.too_many", "");
    for (size_t i = 0; i < count; i++) {
        if (text_equal(others[i].name, file->name))
            return refuse(cx, "attachment.same_name", file->name);
        if (text_equal(others[i].sha256, file->sha256))
            return refuse(cx, "attachment.same_file", others[i].name);
    }
    file->position = count ? others[count - 1].position + 1 : 1;
    return OK;
}

/* Content decides the path: what lies there with this size is this. */
static enum status keep_bytes(struct context *cx, const struct attachment_place *place,
                              const char *sha256, struct bytes bytes)
{
    struct stat about;
    const char *path = attachment_path(cx->mem, place, sha256);
    const char *folder = arena_format(cx->mem, "%s/%.2s", place->blob, sha256);
    if (stat(path, &about) == 0 && (size_t)about.st_size == bytes.size) return OK;
    TRY(file_make_folders(cx, folder, 0700));
    TRY(file_sync_folder(cx, place->blob));
    return file_write(cx, place->tmp, path, bytes, true);
}

/* Permission, editability and version are those of any edit; history says what was done, without
 * the file's name: it may be the very thing that had to go. */
static enum status edit_files(struct context *cx, struct record *rec, const char *verb)
{
    const struct history_entry entry = {verb, "", "", "", "", "files"};
    TRY(record_save(cx, rec));
    return history_write(cx, rec, &entry);
}

static enum status add_inside(struct context *cx, const struct attachment_place *place,
                              struct record *rec, struct attachment *file, struct bytes bytes)
{
    TRY(store_begin(cx));
    TRY(find_place(cx, rec, file));
    TRY(edit_files(cx, rec, "attach"));
    /* Inside the transaction: a removal elsewhere cannot take the bytes away in between. */
    TRY(keep_bytes(cx, place, file->sha256, bytes));
    TRY(store_run(cx, &insert_file,
                  BIND(rec->id, rec->edition, file->position, file->sha256, file->name, file->media,
                       file->size, file->original_sha256),
                  NULL));
    return store_commit(cx);
}

enum status attachment_add(struct context *cx, const struct attachment_place *place,
                           struct record *rec, const struct upload *upload,
                           struct attachment *ret_added)
{
    struct attachment file = {.original_sha256 = "", .cleared_by = ""};
    struct bytes bytes;
    int64_t version = rec->version;
    struct moment changed_at = rec->changed_at;
    TRY(clean_name(cx, upload->name, &file.name));
    TRY(prepare(cx, upload->path, &file, &bytes));
    enum status status = add_inside(cx, place, rec, &file, bytes);
    if (status != OK) {
        store_rollback(cx);
        rec->version = version;
        rec->changed_at = changed_at;
        return status;
    }
    *ret_added = file;
    return OK;
}

/* ---- removing ---- */

/* In a transaction, so that nobody takes these bytes up while they go. */
enum status attachment_drop_bytes(struct context *cx, const struct attachment_place *place,
                                  const char *sha256)
{
    int64_t count;
    TRY(store_begin(cx));
    TRY(store_int(cx, &uses, BIND(sha256), &count));
    const char *path = attachment_path(cx->mem, place, sha256);
    if (count == 0 && path && unlink(path) != 0 && errno != ENOENT)
        return fault(cx, "remove %s: %s", path, strerror(errno));
    return store_commit(cx);
}

static enum status remove_inside(struct context *cx, struct record *rec,
                                 const struct attachment *file)
{
    TRY(store_begin(cx));
    TRY(edit_files(cx, rec, "detach"));
    TRY(store_run(cx, &delete_file, BIND(rec->id, rec->edition, file->position), NULL));
    return store_commit(cx);
}

enum status attachment_remove(struct context *cx, const struct attachment_place *place,
                              struct record *rec, int64_t position)
{
    struct attachment file;
    int64_t version = rec->version;
    struct moment changed_at = rec->changed_at;
    TRY(attachment_find(cx, rec, position, &file));
    enum status status = remove_inside(cx, rec, &file);
    if (status != OK) {
        store_rollback(cx);
        rec->version = version;
        rec->changed_at = changed_at;
        return status;
    }
    return attachment_drop_bytes(cx, place, file.sha256);
}

/* ---- clearing ---- */

enum status attachment_clear(struct context *cx, const struct record *rec, int64_t position)
{
    int64_t changed;
    bool edited;
    if (!access_may(cx->actor, REVIEWER, rec->agency)) return DENIED;
    if (record_state(rec)->flags & (EDITABLE | IS_PUBLIC | ENDED)) return CONFLICT;
    TRY(record_did(cx, rec, cx->actor->id, EDITING_VERBS, &edited));
    if (edited) return issue(cx, "", "move.editor_may_not", "");
    TRY(store_run(cx, &clear_file, BIND(rec->id, rec->edition, position, cx->actor->id, cx->now),
                  &changed));
    return changed ? OK : NOT_FOUND;
}
