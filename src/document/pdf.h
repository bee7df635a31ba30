/* Is a PDF one that can be handed on: whole, readable, and paper only?
 *
 * A sealed scan goes to the citizen byte for byte, for its hash is recorded and its seal may be an
 * electronic one; so it cannot be made anew as a picture is (document/image.h). What can be done is
 * to look: the file must have the parts without which no reader opens it, at least one page, no
 * password, and nothing that acts when it is opened (scripts, launching programs, forms that send,
 * files within the file). The search goes through the raw bytes and through every packed group of
 * objects, and knows names written with #xx, so it does not matter what the file's own table of
 * contents says. A group that is packed in a way that no scanner uses is refused.
 *
 *     TRY(document_check_pdf(cx, bytes));   // INVALID with an issue at "file"
 */
#ifndef DOCUMENT_PDF_H
#define DOCUMENT_PDF_H

#include "base/context.h"
#include "base/out.h"

enum { PDF_BYTES_MAX = 20 * 1024 * 1024 };

/* In the sandbox. */
enum status document_check_pdf(struct context *cx, struct bytes bytes) MUST_USE;

/* ---- the part, for tests and fuzzing: in this process ---- */

enum pdf_fault { PDF_FINE, PDF_MALFORMED, PDF_LOCKED, PDF_ACTS, PDF_EMPTY };
enum pdf_fault pdf_examine(struct bytes bytes);

#endif
