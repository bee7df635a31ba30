/* Forms from field tables: what is posted goes into a record struct, and a model for the view keeps
 * everything as it was typed, with each issue beside its field.
 *
 *     struct form form;
 *     struct form_plan plan = {.kind = &disclosure_kind};
 *     TRY(record_load(cx, plan.kind, web_path(web, "id"), &d));
 *     enum status status = form_read(cx, web, &plan, &d, &form);     // POST; form_fill() for GET
 *     if (status == OK) status = record_save(cx, &d.base);
 *     if (status == OK) return web_see_other(response, …);
 *     form_mark(cx, &form);                    // issues that record_save() has added
 *     form_offer(&form, "entry", entries, n);  // a REF's choices are the caller's to know
 *     view_office_edit(&page, &form); web_show(response, &page);
 *     return status;                           // 422 or 409 with this page
 *
 * A form asks for every field of the kind that people fill in (not FIXED, not INHERITED), or for
 * those named. It carries the record's version in a field "version": record_save() then answers
 * CONFLICT when somebody was faster. Names that the form does not have are refused.
 */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "record/kind.h"
#include "web/route.h"

#define FORM_VERSION_FIELD "version"

enum form_control {
    FORM_LINE,   /* one line of text, dates and numbers included */
    FORM_LINES,  /* text of many lines */
    FORM_CHOICE, /* one of options */
    FORM_YES,    /* a box to tick */
};

struct form_option {
    const char *value, *label;
    bool selected;
};

struct form_row {
    const struct field *field;
    enum form_control control;
    const char *name, *label;
    const char *hint;  /* a sentence, or NULL */
    const char *value; /* as it was typed */
    const char *error; /* a sentence, or NULL */
    bool required, checked;
    size_t max; /* characters; 0: the type bounds it */
    const struct form_option *options;
    size_t option_count;
};

struct form_plan {
    const struct kind *kind;
    const char *names; /* space-separated; NULL: all that people fill in */
    const char *extra; /* names that the handler reads by itself */
};

struct form {
    const struct kind *kind;
    struct form_row *rows;
    size_t count;
    int64_t version; /* of the record; 0: it is new */
    size_t wrong;    /* number of issues */
    const struct form_issue {
        const char *name; /* of its row; "" for the form as a whole */
        const char *sentence;
        const struct form_issue *next;
    } * issues; /* for the summary on top, in the order they were found */
};

enum status form_read(struct context *cx, const struct web *web, const struct form_plan *plan,
                      struct record *rec, struct form *ret_form) MUST_USE;
void form_fill(struct context *cx, const struct form_plan *plan, const struct record *rec,
               struct form *ret_form);
/* Puts the context's issues beside their rows. */
void form_mark(struct context *cx, struct form *form);
/* The choices of a REF field (or of any other): the one that equals the value is selected. */
void form_offer(struct form *form, const char *name, struct form_option *options, size_t count);
struct form_row *form_row(const struct form *form, const char *name); /* NULL if it has none */

#endif
