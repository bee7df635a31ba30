/* For tests of pages: HTML that nests, has one heading of the first level, no id twice, no script,
 * and no message that nobody wrote. Fails the running cmocka test with the page's address. */
#ifndef PORTAL_FIXTURE_HTML_H
#define PORTAL_FIXTURE_HTML_H

#include "base/arena.h"

void check_html(struct arena *mem, const char *html, const char *target);
/* How often a part stands in a text. */
size_t count_of(const char *text, const char *part);

#endif
