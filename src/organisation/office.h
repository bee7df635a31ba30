/* Staff accounts and publication profiles, kept by the administrator of an agency (S5; DESIGN §3).
 *
 *     /accounts             who there is; a new account
 *     /accounts/{id}        roles, standing, password, history of one
 *     /accounts/profile     which optional steps an agency's publication has
 *
 * An administrator keeps the accounts of the agencies they administer and publishes nothing: no
 * account holds the administrator's role beside one that publishes, and nobody changes their own.
 */
#ifndef ORGANISATION_OFFICE_H
#define ORGANISATION_OFFICE_H

#include "organisation/organisation.h"
#include "web/form.h"
#include "web/route.h"

extern const struct routes account_routes;

struct account_grant {
    const char *role, *agency;             /* word, code */
    const char *role_label, *agency_label; /* as people read them */
    bool ours;                             /* of an agency that this administrator keeps */
    struct account_grant *next;
};
struct account_row {
    const char *id, *name, *label, *state, *badge, *agency;
    const struct account_grant *grants;
    struct account_row *next;
};
struct accounts_view {
    const struct account_row *rows;
    const char *done; /* a sentence, or NULL */
    const struct issue *issues;
    struct form_row name, label, role, agency;
    const char *password_error;
};
struct account_view {
    const struct staff *staff;
    struct account_row row;
    bool disabled, self;
    const char *done, *why; /* why: as typed */
    const struct issue *issues;
    struct form_row role, agency, email;
    const char *password_error;
    const struct account_event {
        const char *act, *who, *why;
        struct moment at;
        struct account_event *next;
    } * events; /* newest first */
};
struct profile_view {
    const char *done;
    const struct profile_row {
        const char *agency, *name;
        bool collate, approve, file;
        struct profile_row *next;
    } * rows;
};

#endif
