/* The staff's pages of messages, beside those that every kind has (desk/desk.h).
 *
 *     /contact/codes/{id}                             a receipt code for who called or came, once
 *     /contact/messages/{id}/originals/{letter}/{n}   what came with a letter
 */
#ifndef CONTACT_OFFICE_H
#define CONTACT_OFFICE_H

#include "contact/contact.h"
#include "desk/desk.h"

extern const struct routes contact_routes;

/* Of a message: who owns it, hand-overs, which unit's subject it looks like, what came with it. */
void contact_panel(struct page *pg, const struct record *rec);
/* Choices of persons: those who handle files at the agency today. */
enum status contact_offer(struct context *cx, struct form *form);

struct offered_row {
    const char *href, *to, *state, *badge, *reason;
    struct moment at;
};
struct message_panel {
    const struct contact_message *m;
    const char *holder, *unit, *code_href;
    const char *hand_over_href;           /* NULL: not now, or not this actor's */
    const char *suggested, *suggested_to; /* a subject of the table of competences; NULL: none */
    const char *published_href;
    bool suggested_ours, personal;
    struct offered_row *offers;
    size_t offer_count;
    struct file_view *originals;
    size_t original_count;
};
struct contact_code_view {
    const char *title, *action, *code, *back; /* code NULL: to be made */
};

#endif
