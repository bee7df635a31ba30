/* The citizen's side of contact. Everything here is read from what was released; what is written
 * goes through the matter's form, sealed.
 *
 *     /contact                what to write where, what is promised, how it went so far
 *     /contact/mailbox        the director's mailbox
 *     /contact/write          the form
 *     /contact/answers        published answers, searched
 *     /contact/hotlines       numbers and hours
 *     /contact/competences    which unit, or which other organ, answers what (S17)
 *     /contact/petitions      petitions and their terms (regime cn-petition)
 */
#ifndef CONTACT_PORTAL_H
#define CONTACT_PORTAL_H

#include "contact/contact.h"
#include "matter/portal.h"

extern const struct portal_routes contact_portal_routes;
extern const struct matter_act contact_acts[]; /* ends with {0} */

/* What a text looks like by the table of competences of an agency. */
struct contact_guess {
    const struct competence_public *competence; /* NULL: nothing there says anything of it */
    bool application;                           /* it asks for information that the agency holds */
};
enum status contact_guess(struct portal *portal, const char *agency, const char *text,
                          struct contact_guess *ret) MUST_USE;
/* In the reader's language; the other one where it is missing. */
const char *contact_choose(const struct context *cx, const char *zh, const char *en);
const char *contact_unit(struct portal *portal, const char *id);
struct page contact_page(const struct web *web, const char *crumb);
enum status contact_ask(struct portal *portal, const struct web *web, struct response *response);
enum status contact_send(struct portal *portal, const struct web *web, struct response *response);

/* ---- views ---- */

struct contact_row {
    const char *href, *title, *language, *detail, *unit, *phone, *hours, *address, *agency;
    const char *excerpt;
    struct date on;
    int64_t days;
};
struct contact_rows {
    struct contact_row *at;
    size_t count;
};
struct contact_numbers { /* of published answers */
    int64_t count, median;
};
struct contact_home {
    const char *agency, *agency_name;
    struct contact_rows promises, points, newest;
    const struct contact_figures_public *figures; /* the newest year's; NULL: none released */
    struct contact_numbers numbers;
    const char *mailbox_scope;
};
struct contact_answers {
    const char *q, *sort, *next;
    int64_t total;
    struct contact_rows rows;
    struct contact_numbers numbers;
    struct public_set figures;
};
struct contact_list {
    struct contact_rows rows;
};
struct contact_term { /* of a petition */
    const char *name, *term, *article;
    bool verified;
};
struct contact_petitions {
    struct contact_term *terms;
    size_t count;
    struct contact_rows points;
    const char *regime, *article;
};
struct contact_elsewhere { /* before it is sealed: another door */
    const struct contact_guess *guess;
    const char *agency, *text, *nonce;
    const struct letter_field *fields;
    size_t field_count;
    bool files;
};

#endif
