/* What the files of the accounts' pages share. */
#ifndef ORGANISATION_PRIVATE_H
#define ORGANISATION_PRIVATE_H

#include "organisation/office.h"

const char *role_label(const struct context *cx, const char *word);
enum status account_row(struct context *cx, const struct staff *staff,
                        struct account_row *ret) MUST_USE;
/* The accounts of every agency that the actor administers. */
enum status account_rows(struct context *cx, const struct account_row **ret) MUST_USE;
enum status account_events(struct context *cx, const struct record *rec,
                           const struct account_event **ret) MUST_USE;

/* Rows of forms, with what was typed and the context's issues. */
struct form_row account_line(struct context *cx, const char *name, const char *value);
struct form_row account_roles(struct context *cx, const char *chosen);
struct form_row account_agencies(struct context *cx, const char *chosen);
const char *account_error(struct context *cx, const char *name); /* a sentence, or NULL */

#endif
