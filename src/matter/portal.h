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
 * What happens after filing is "<sort>.form.<last>.next", else "matter.filed.next".
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
enum status matter_ask_form(struct portal *portal, const struct web *web, struct response *response,
                            const struct matter_form *form);
enum status matter_file_form(struct portal *portal, const struct web *web,
                             struct response *response, const struct matter_form *form);

/* What the holder of a code can do. Posted to /receipt/act with sort and act as hidden fields.
 * "supplement" (text, files), "withdraw" (reason) and "rate" (rating: 1 to 5, note) have questions
 * of their own here; a room lists them with questions NULL. They are shown in the order of the
 * table, those of view.can. Messages: "<sort>.act.<id>" with ".about", ".button", and
 * "<sort>.done.<id>" with ".about", falling back on "matter.act.<id>…" and "matter.done.<id>…". */
struct matter_act {
    const char *sort, *id;
    const struct question *questions;
    size_t count;
};
/* All rooms' acts: tables that each end with a row of NULL, and a NULL; given once by
 * app/portal_site.c. */
void matter_set_acts(const struct matter_act *const *rooms);

/* Which page a code opens, by the type of its capsule; ended by a row of NULL, given once by
 * app/portal_site.c. Matters have a row here by themselves. */
struct matter_code_page {
    const char *type;
    enum status (*show)(struct portal *portal, const struct web *web, struct response *response,
                        const struct capsule *capsule);
};
void matter_set_code_pages(const struct matter_code_page *pages);

/* What a citizen may want to do here, in the order of the page /do: rows of a sort ("read",
 * "apply", "handle", "ask", "attend", "complain") stand together under "matter.do.<sort>". Label
 * and a line about it are messages: id and "<id>.about". Ended by a row of NULL; only rooms that
 * are there are in the table. */
struct matter_way {
    const char *sort, *href, *id;
};
void matter_set_ways(const struct matter_way *ways);
/* The first of a sort, for the home page; otherwise where there is none. */
const char *matter_way_to(const char *sort, const char *otherwise);

/* ---- shared with rooms that have pages of their own for a code ---- */

/* The page that asks for a code, with what is wrong with it; posted to action. */
struct matter_code {
    const char *action, *title, *lead;
    const char *other, *other_label; /* a link below; NULL: none */
};
enum status matter_ask_code(const struct web *web, struct response *response,
                            const struct matter_code *code);
/* Wrong, unknown and not yet taken look alike: /receipt again, as 422. */
enum status matter_ask_again(const struct web *web, struct response *response);
/* After a letter was sealed: what was sent, when, and the way back to action. */
struct matter_done {
    const char *title, *about, *action;
    const struct receipt *receipt;
};
enum status matter_show_done(const struct web *web, struct response *response,
                             const struct matter_done *done);
/* Sends the file that the field "file" names, from a capsule that is open. */
enum status matter_send_file(const struct web *web, struct response *response,
                             const struct capsule *capsule) MUST_USE;
/* The agency that a form goes to: of the parameter "agency", else the site's. INVALID, NOT_FOUND.
 */
enum status matter_agency(struct portal *portal, const struct web *web,
                          const char **ret_code) MUST_USE;

extern const struct portal_routes matter_portal_routes;

#endif
