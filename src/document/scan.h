/* The scan before the secrecy review (S32; Order 492 Art 14, Order 711 Art 17): what in a title, a
 * text or a file name could be a classification mark or a person's number.
 *
 * It finds candidates; it decides nothing. The reviewer answers each find: masked, or kept with a
 * reason. So "国家秘密" in the running text of a law is found as well, but apart from a mark that
 * stands as a mark. What occurs several times in one place is one find with a count.
 *
 * Full-width digits and letters count as plain ones, zero-width characters as nothing. The text is
 * read once, each position looks a bounded way ahead, and a scan holds at most SCAN_FINDS_MAX
 * finds: past that (or past SCAN_TEXT_MAX bytes in one place) it is cut, tells no more, and must
 * not pass.
 *
 *     struct scan scan = {.mem = cx->mem};
 *     scan_text(&scan, "title", d->title);
 *     scan_text(&scan, "body", d->body);
 *     for (size_t i = 0; i < scan.count; i++) … scan.finds[i].excerpt
 */
#ifndef DOCUMENT_SCAN_H
#define DOCUMENT_SCAN_H

#include "base/arena.h"

#include <stdbool.h>

enum { SCAN_FINDS_MAX = 300, SCAN_TEXT_MAX = 2 * 1024 * 1024 };

/* Rules: "mark" stands as a mark (秘密★10年, 内部资料, a line of its own), "mark_word" is its word
 * in running text; "identity_number", "mobile", "bank_card", "plate". Message ids scan.<rule>. */
struct find {
    const char *rule;
    const char *where;   /* as given to scan_text() */
    size_t offset;       /* in bytes, of its first occurrence there */
    size_t length;       /* in bytes */
    int count;           /* how often it occurs there */
    const char *found;   /* as it stands in the text */
    const char *excerpt; /* with a few characters before and after, on one line */
    const char *masked;  /* what could stand instead; "" for marks: nothing hides a mark */
    const char *key;     /* the same for the same find in a later scan: answers are kept by it */
};

struct scan {
    struct arena *mem;
    struct find *finds;
    size_t count;
    bool cut; /* there is more than could be told */
};

/* Adds what is found in one text; where is kept, not copied. NULL or broken UTF-8 ends the text. */
void scan_text(struct scan *scan, const char *where, const char *text);

#endif
