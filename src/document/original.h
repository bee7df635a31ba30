/* Originals: what came with a sealed letter, kept as it came.
 *
 * An original is not an attachment: it belongs to no edition, is listed in no canonical record, is
 * cleared by nobody and never released (SECURITY §3). It is not judged either: an office must be
 * able to keep what a citizen sends, whatever it is. Pages offer it as a file, never show it. The
 * bytes lie in `blob/` beside those of attachments, by their hash.
 *
 * In the transaction that takes a letter:
 *
 *     TRY(original_keep(cx, &place, letter));              // bytes into blob/, rows of the letter
 *     …                                                    // the handler makes its record, and
 *     TRY(original_attach(cx, letter->id, application.base.id));
 *
 * and after a rollback original_forget() takes the bytes away again.
 */
#ifndef DOCUMENT_ORIGINAL_H
#define DOCUMENT_ORIGINAL_H

#include "document/attachment.h"
#include "intake/intake.h"

struct original {
    const char *letter;
    int64_t position; /* within the letter: 1, 2, 3 … */
    const char *sha256, *name, *media;
    int64_t size;
    struct moment at; /* the letter was filed */
};

/* Moves the letter's files into blob/. A transaction must be open. */
enum status original_keep(struct context *cx, const struct attachment_place *place,
                          const struct letter *letter) MUST_USE;
/* The letter's originals belong to this record from now on. */
enum status original_attach(struct context *cx, const char *letter, const char *record) MUST_USE;
/* After the transaction was rolled back: bytes that nothing names go. */
enum status original_forget(struct context *cx, const struct attachment_place *place,
                            const struct letter *letter) MUST_USE;

/* All of a record, in order of arrival. Whoever may read the record may read them. */
enum status original_list(struct context *cx, const char *record, struct original **ret_originals,
                          size_t *ret_count) MUST_USE;
enum status original_find(struct context *cx, const char *record, const char *letter,
                          int64_t position, struct original *ret_original) MUST_USE;
/* At the end of the retention term: rows and bytes. */
enum status original_remove_all(struct context *cx, const struct attachment_place *place,
                                const char *record) MUST_USE;

#endif
