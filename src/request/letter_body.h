/* From an application to the words of a letter, and from a letter to its PDF. */
#ifndef REQUEST_LETTER_BODY_H
#define REQUEST_LETTER_BODY_H

#include "request/letter_text.h"
#include "request/private.h"

/* Fills heading, subject and body. What the template needs and the file does not say is left as a
 * gap that the officer fills: 【请填写：…】. A letter with a gap is not signed. */
enum status letter_body(struct context *cx, const struct application *a,
                        const struct letter_plan *plan, struct request_letter *letter) MUST_USE;
bool letter_has_gaps(const char *body);

/* The letter as it is printed, always the same bytes for the same letter; and their hash. */
enum status letter_pdf(struct context *cx, const struct request_letter *letter,
                       struct bytes *ret_pdf) MUST_USE;
/* Prints it, keeps the bytes with the letter's files in the place of those that were there before,
 * and tells their hash. In the transaction that signs. */
enum status letter_keep_pdf(struct context *cx, const struct request_letter *letter,
                            const char **ret_sha256) MUST_USE;

#endif
