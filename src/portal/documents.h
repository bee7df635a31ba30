/* Inside the portal: what is in force on a day, and how documents hang together (DOMAIN §4.3).
 *
 * A document ends by its own day, by a later document that repeals or replaces it, or by the
 * verdict of a clean-up. Validity is computed at a day, never stored.
 */
#ifndef PORTAL_DOCUMENTS_H
#define PORTAL_DOCUMENTS_H

#include "portal/pages.h"
#include "publication/clean_up.h"
#include "publication/publication.h"

/* Everything that is asked about documents: they are few. */
struct documents {
    struct public_set all;      /* normative documents */
    struct public_set verdicts; /* of clean-ups, those about a document */
};
enum status documents_load(struct portal *portal, struct documents *ret) MUST_USE;

typedef struct normative_document_public document_public;
/* The later document that repeals or replaces this one on or before the day, or NULL. */
const document_public *document_ended_by(const struct documents *documents, const char *id,
                                         struct date on);
/* The newest verdict of a clean-up on it by that day, or NULL. */
const struct clean_up_entry_public *document_verdict(const struct documents *documents,
                                                     const char *id, struct date on);
enum validity_shown document_shown(const struct documents *documents, const document_public *d,
                                   struct date on);
const char *document_address(struct arena *mem, const struct record *document);
/* Is it in any relation to another document? */
bool document_is_related(const struct documents *documents, const document_public *d);

#endif
