/* What the pages of src/web/view show that is not the layout. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include "base/context.h"

/* A refusal, or a fault. */
struct answer_page {
    const char *title, *text;   /* sentences, in the page's language */
    const struct issue *issues; /* what the visitor can mend; NULL: nothing */
    const char *reference;      /* of a fault, as the log has it; NULL: none */
};

struct sign_in_page {
    const char *next, *kept;   /* where to go on; the kept form's id, or "" */
    const char *name;          /* as typed */
    const char *message;       /* message id of what was wrong, or NULL */
    const char *message_value; /* what its %1 stands for */
};

struct kept_page {
    const char *action; /* where the form was sent to */
    struct moment kept_at;
    const struct kept_field {
        const char *name, *value;
    } * fields;
    size_t count;
};

struct password_page {
    const struct issue *issues;
    bool changed;
};

#endif
