/* Real texts as drafts: a folder of Markdown files becomes normative documents (S47, S48).
 *
 * A file is a title (`# …`), lines of promulgation and amendment, `<!-- INFO END -->`, and the text
 * with its headings. The first date is when the document was made (else the one in the file's
 * name), `… 施行` when it takes effect (else the text's last 自…起施行), `…令第N号` its number. A
 * document that does not name the agency among its issuers is an external law: marked so, and never
 * counted as an item. Importing the same file again changes nothing.
 */
#ifndef PUBLICATION_IMPORT_H
#define PUBLICATION_IMPORT_H

#include "publication/publication.h"

enum import_outcome { IMPORT_NEW, IMPORT_KNOWN, IMPORT_REFUSED };

struct import_result {
    const char *file;
    enum import_outcome outcome;
    const char *id;       /* of the record, for NEW and KNOWN */
    int line;             /* REFUSED: where, */
    const char *expected; /* and the message id of what was expected there */
};

/* What a text says of itself; fields that it does not say are absent. result->file is its name. */
enum status import_parse(struct context *cx, const char *text, struct normative_document *ret,
                         struct import_result *result) MUST_USE;
/* One file; name is its import key. The actor must be able to write at the agency. */
enum status import_document(struct context *cx, const char *agency, const char *name,
                            struct bytes text, struct import_result *ret_result) MUST_USE;

#endif
