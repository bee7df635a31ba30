/* Attachments: files that belong to an edition of a record and are released with it.
 *
 * The row says what file it is (record, edition, position, name, media, size, hash); the bytes lie
 * once in `blob/<first two>/<sha256>`. The canonical record lists the files of its edition, so the
 * secrecy review binds them by their hashes, and release needs each of them cleared. Until
 * documents can be scanned only plain text, CSV, PNG and JPEG are taken; pictures are made anew
 * from their pixels on the way in (document/image.h), and of the original only the hash is kept.
 *
 * Attaching and detaching are editing: the record must be editable, its version grows, and history
 * says who did it, so that they are not its reviewer. Opening an edition copies the rows (the
 * engine does it), not cleared.
 *
 *     struct attachment_place place = {"DATA/blob", "DATA/tmp"};
 *     struct upload upload = {"事故统计.csv", "DATA/tmp/upload-1"};
 *     TRY(attachment_add(cx, &place, rec, &upload, &added));
 */
#ifndef DOCUMENT_ATTACHMENT_H
#define DOCUMENT_ATTACHMENT_H

#include "document/media.h"
#include "record/record.h"

enum { ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024, ATTACHMENT_MAX = 50, ATTACHMENT_NAME_MAX = 120 };

/* Where files lie: two folders on one file system. */
struct attachment_place {
    const char *blob, *tmp;
};

/* What somebody sends: the name they gave it, and where its bytes lie for now. */
struct upload {
    const char *name, *path;
};

struct attachment {
    int64_t position; /* 1, 2, 3 … within the edition, with holes where one was removed */
    const char *sha256, *name, *media;
    int64_t size;
    const char *cleared_by; /* staff id; "" while not cleared */
    struct moment cleared_at;
    const char *original_sha256; /* of what was uploaded, where that was made anew; else "" */
};

/* Takes the file (which stays where it is). INVALID with an issue at "file" when it is not of the
 * four kinds, too large, or there already; DENIED and CONFLICT as record_save(). rec is the newest
 * edition, as loaded; its version grows. */
enum status attachment_add(struct context *cx, const struct attachment_place *place,
                           struct record *rec, const struct upload *upload,
                           struct attachment *ret_added) MUST_USE;
/* Removes one, and its bytes if no record has them any more. */
enum status attachment_remove(struct context *cx, const struct attachment_place *place,
                              struct record *rec, int64_t position) MUST_USE;
/* The bytes of a hash go, unless some record still has them. */
enum status attachment_drop_bytes(struct context *cx, const struct attachment_place *place,
                                  const char *sha256) MUST_USE;
/* The reviewer clears one for release. Not while it may still be changed, nor by its editors. */
enum status attachment_clear(struct context *cx, const struct record *rec,
                             int64_t position) MUST_USE;

/* The files of an edition, in order. Whoever may read the record may read them. */
enum status attachment_list(struct context *cx, const struct record *rec,
                            struct attachment **ret_files, size_t *ret_count) MUST_USE;
enum status attachment_find(struct context *cx, const struct record *rec, int64_t position,
                            struct attachment *ret_file) MUST_USE;
/* Where the bytes of a hash lie; NULL if it is not 64 hexadecimal digits. */
const char *attachment_path(struct arena *mem, const struct attachment_place *place,
                            const char *sha256);

/* Removes the bytes of this hash unless an attachment or an original has them. */
enum status attachment_drop_bytes(struct context *cx, const struct attachment_place *place,
                                  const char *sha256) MUST_USE;

#endif
