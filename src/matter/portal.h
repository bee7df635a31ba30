/* The citizen's pages of every matter: /receipt for all, and forms from tables.
 *
 *     static const struct matter_form write = {
 *         .sort = "contact", .letter = "contact.message", .path = "/contact/write",
 *         .questions = questions, .count = COUNT_OF(questions),
 *         .head = write_head,                        // optional: a HTML block above the questions
 *     };
 *     static enum status show(struct portal *p, const struct web *web, struct response *response)
 *     { return matter_ask_form(p, web, response, &write); }
 *     static enum status send(…) { return matter_file_form(p, web, response, &write); }
 *
 * with two routes: {HTTP_GET, "/contact/write", EVERYBODY, show, "agency …", UNSTORED} and
 * {HTTP_POST, "/contact/write", EVERYBODY, send, "agency nonce subject text", UNSTORED | SEALED}.
 * What is wrong stands beside its field and everything typed is kept. After sealing, the receipt
 * page with the printable code is shown (shared by all).
 *
 * Titles and leads are messages: "<sort>.form.<last part of the path>" with ".lead" and ".button".
 * A form may say before sealing that it is not the right door (form->check, which adds faults with
 * ask_lack(), or shows a way: "this looks like an application for information: /apply").
 */
#ifndef MATTER_PORTAL_H
#define MATTER_PORTAL_H

#include "matter/ask.h"
#include "matter/matter.h"
#include "web/portal.h"

struct matter_form {
    const char *sort, *letter, *path;
    const struct question *questions;
    size_t count;
    /* Optional: what is about to be sent is looked at; adds faults. about is form-specific. */
    enum status (*check)(struct portal *portal, const struct web *web, struct ask_form *form);
    /* Optional: fields that are not asked, such as the item's id from the address; shown above. */
    enum status (*head)(struct portal *portal, const struct web *web, struct ask_form *form,
                        struct html *ret_head);
};
enum status matter_ask_form(struct portal *portal, const struct web *web,
                            struct response *response, const struct matter_form *form);
enum status matter_file_form(struct portal *portal, const struct web *web,
                             struct response *response, const struct matter_form *form);

/* What the holder of a code can do. Posted to /receipt/act with sort and act as hidden fields.
 * "supplement", "withdraw" and "rate" (1 to 5 and a note) have questions of their own here; a room
 * lists them with questions NULL. Messages: "<sort>.act.<id>" with ".about", ".button", ".done",
 * falling back on "matter.act.<id>…". */
struct matter_act {
    const char *sort, *id;
    const struct question *questions;
    size_t count;
};
/* All rooms' acts, ended by a row of NULL; given once by app/portal_site.c. */
void matter_set_acts(const struct matter_act *const *rooms);

extern const struct portal_routes matter_portal_routes;

#endif
