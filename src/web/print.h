/* A document of blocks (document/print.h) as a part of a web page: the same words in the same
 * order as its PDF, with headings below the page's title, tables with scopes, and the place of the
 * seal said in words.
 *
 *     {{ print_html(pg->cx->mem, d->document) }}
 */
#ifndef WEB_PRINT_H
#define WEB_PRINT_H

#include "document/print.h"
#include "web/html.h"

struct html print_html(struct arena *mem, const struct print_document *document);

#endif
