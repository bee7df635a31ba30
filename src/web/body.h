/* The text renderer: BODY fields (headings, paragraphs, lists, tables, in Markdown) → HTML.
 *
 * What officials type or paste is read the way they mean it: a line of Chinese is a paragraph (as
 * in every word processor), full-width blanks before it are dropped (the theme indents), four
 * blanks are no program code, HTML and entities are text. Headings keep their order but begin at
 * h2, below the page's title, and carry an id; so does the first paragraph that begins with 第…条.
 * Pictures are their alternative text; links lead only where html_url_is_safe() allows.
 *
 *     {{ body_html(pg->cx->mem, d->text) }}
 *
 * Rendering cannot fail. Text beyond BODY_LARGEST bytes, nested too deeply, or that would grow
 * tenfold, comes out as plain paragraphs.
 */
#ifndef WEB_BODY_H
#define WEB_BODY_H

#include "base/arena.h"
#include "web/html.h"

enum { BODY_LARGEST = 256 * 1024, BODY_GROWTH = 10, BODY_DEEPEST = 24 };

struct html body_html(struct arena *mem, const char *text);
/* The words alone, a block a line: for search, and for the scan before review. */
char *body_plain(struct arena *mem, const char *text);

struct body_heading {
    int level;      /* 2 … 6 */
    const char *id; /* "s-第一章-总则": the address is "#" and this */
    const char *text;
};
/* Table of contents, in order; 0 when there is none. */
size_t body_headings(struct arena *mem, const char *text, const struct body_heading **ret_headings);

#endif
