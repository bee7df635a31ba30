/* What has been asked and published before: so that nobody answers twice what is public, or from a
 * blank page what was answered. Earlier applications of the agency and its released items, by how
 * many of the words sought they share (web/words.h: words, and pairs of characters). */
#ifndef REQUEST_SIMILAR_H
#define REQUEST_SIMILAR_H

#include "request/request.h"

enum { SIMILAR_MAX = 8 };
struct similar {
    const char *kind, *id, *title, *detail; /* detail: the outcome, or the index number */
    int share;                              /* of the words sought, in hundredths */
};
/* The most alike first; the actor must be one who may read what applicants have written. */
enum status similar_find(struct context *cx, const struct application *a, struct similar **ret,
                         size_t *ret_count) MUST_USE;

#endif
