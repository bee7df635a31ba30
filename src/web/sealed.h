/* The portal's two sealed things, as its handlers meet them: letters in, capsules out.
 *
 * A route with the flag SEALED takes a form with files. The files went into a letter while they
 * arrived, encrypted; the handler checks the form's text, which is in memory only, and has the
 * letter finished. A handler that does not, for whatever reason, leaves nothing behind.
 *
 *     {HTTP_GET,  "/apply", EVERYBODY, portal_apply_form},
 *     {HTTP_POST, "/apply", EVERYBODY, portal_apply, "nonce name sought …", SEALED},
 *
 *     struct letter_head head = {.type = "application", .to = agency, .nonce = web_nonce(web),
 *                                .fields = fields, .field_count = n};
 *     struct receipt receipt;
 *     TRY(web_seal(cx, web, response, &head, &receipt));     // synced, read again; or not saved
 *     show code_grouped(cx->mem, &receipt.code), receipt.at, receipt.filed
 *
 * The form carries <input type="hidden" name="nonce" value="{{ web_nonce(web) }}">. Its encoding is
 * multipart/form-data where it has files; the file input may repeat and is not named in the row's
 * parameters, since files are not parameters.
 *
 * A code comes in the body of a POST, never in an address:
 *
 *     struct capsule capsule;
 *     TRY(web_open_capsule(cx, web, response, "code", &capsule));   // INVALID: the form again
 *
 * Wrong and unknown codes answer the same. Who guesses is stopped by address (IPv4, IPv6 /64) and
 * by the beginning of the code; only wrong codes count, so a lawyer with thirty right ones, or a
 * carrier's shared address, never notices.
 */
#ifndef WEB_SEALED_H
#define WEB_SEALED_H

#include "intake/capsule.h"
#include "intake/intake.h"
#include "web/route.h"

/* Whether letters can be taken now. If not (no sealing key), the form says so. */
bool web_takes_letters(const struct web *web);

/* The nonce of this form: the one that came with it, so that a form shown again stays the same
 * letter; else a new one. */
const char *web_nonce(const struct web *web);

/* How many files came along. */
size_t web_sealed_files(const struct web *web);

/* Finishes the letter; the answer is not kept by caches. NOT_FOUND never; BUSY: not saved. INVALID
 * with issues: head.fields could not be sealed, the nonce is missing, or one address sends letters
 * without end (two hundred at once, then thirty a minute; large ones count for more). */
enum status web_seal(struct context *cx, const struct web *web, struct response *response,
                     const struct letter_head *head, struct receipt *ret_receipt) MUST_USE;

/* INVALID with an issue at field: "code.unknown", or "code.too_many" from who guesses. */
enum status web_open_capsule(struct context *cx, const struct web *web, struct response *response,
                             const char *field, struct capsule *ret_capsule) MUST_USE;

/* Sends file i of a capsule, decrypted as it goes, as an attachment. */
enum status web_send_capsule_file(struct context *cx, struct response *response,
                                  const struct capsule *capsule, size_t i) MUST_USE;

#endif
