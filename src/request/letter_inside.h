/* What a template is once it is read; only for request/letter_*.c. */
#ifndef REQUEST_LETTER_INSIDE_H
#define REQUEST_LETTER_INSIDE_H

#include "request/letter_text.h"

enum { LETTER_PLACEHOLDER_MAX = 40 };

struct letter_words {
    const char *title, *subject;
    const char *const *body;
    size_t count;
};

struct letter_template {
    const char *id;
    const char *const *needs, *const *may;
    size_t need_count, may_count;
    struct letter_words words[2]; /* by enum language */
};

/* One law, as regimes refer to it and as letters cite it. */
struct letter_law {
    const char *brief[2], *full[2]; /* by enum language */
};

struct letters {
    const struct letter_template *templates;
    size_t count;
    const struct letter_law *laws;
    size_t law_count;
};

struct letter_name {
    const char *name, *zh, *en;
};
const struct letter_name *letter_name_find(const char *name);

/* The next {placeholder} of a text: its name goes to name, *ret_before is the length of what stands
 * before it. Returns the text behind it; NULL when there is none left. A brace that is no
 * placeholder makes *ret_before SIZE_MAX. */
const char *letter_next(const char *text, char name[LETTER_PLACEHOLDER_MAX], size_t *ret_before);

#endif
