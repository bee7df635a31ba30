/* A whole installation for tests: a data folder, the office's and the portal's site asked
 * in-process, three agencies (a province with one bureau below it, and a stranger), and staff.
 *
 * A visitor is a browser: it keeps its cookies and sends the CSRF token of the session's pages.
 * Everything goes through web_handle(), so through routes, sessions, capabilities and forms.
 *
 *     house_open();
 *     struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
 *     struct reply reply = visitor_get(clerk, "/records/entry");
 *     house_publish();                              // sequencer and replay
 *     reply = portal_get("/disclosures");
 */
#ifndef APP_TEST_HOUSE_H
#define APP_TEST_HOUSE_H

#include "app/installation.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/ledger.h"
#include "portal/portal.h"
#include "web/site.h"

#define PROVINCE "001410239" /* with the bureau below it */
#define BUREAU "002232139"
#define STRANGER "000000019"

struct house {
    struct arena *mem; /* of one test */
    struct context cx; /* with the office's store, to look behind */
    struct installation at;
    struct site *office, *portal_site;
    struct portal_site settings;
    struct portal *follower, *reader;
    struct ledger *ledger;
    struct intake_door *door;
    struct moment now;
};
extern struct house house;

int house_open(void **state);
int house_close(void **state);
#define IN_HOUSE(test) cmocka_unit_test_setup_teardown(test, house_open, house_close)

struct visitor {
    const char *name;
    char cookies[600];
};
struct reply {
    unsigned status;
    const char *body, *type, *location;
    const char *policy; /* Content-Security-Policy */
    size_t size;
};

/* Adds an account, or roles to one; roles are separated by spaces. Returns it signed in. */
struct visitor *house_staff(const char *name, const char *agency, const char *roles);
struct reply visitor_get(struct visitor *visitor, const char *target);
struct reply visitor_post(struct visitor *visitor, const char *target, const char *body);
/* A file in a form of several parts, beside the fields of an ordinary body. */
struct upload_of {
    const char *name;
    struct bytes bytes;
};
struct reply visitor_upload(struct visitor *visitor, const char *target, const char *version,
                            const struct upload_of *file);
struct reply portal_get(const char *target);
struct reply portal_post(const char *target, const char *body);
/* A form with files, for a route that is SEALED: the fields as an ordinary body would have them. */
struct reply portal_upload(const char *target, const char *body, const struct upload_of *files,
                           size_t count);
/* The office opens the letters that wait. */
void house_take_letters(void);

/* A route's pattern with {kind} and {id} of this record, and 1 for every other parameter. */
const char *house_address(const char *pattern, const struct record *rec);

/* Everything that waits goes into the ledger, and from there into the portal. */
void house_publish(void);

/* The actor of a visitor's account, to call the engine as they. */
const struct actor *house_actor(const char *name);
int64_t house_count(const char *sql);

/* The engine is called as one person for one capability at one agency, who can do nothing else. */
void house_act_as(enum capability capability, const char *agency);
/* As whoever makes records of this kind: who drafts, who keeps accounts, or the program. */
void house_act_as_maker(const struct kind *kind, const char *agency);
/* Fills every field that a form could; REFs point to records made for it. With a canary, texts that
 * are not public become "<canary>-staff-<field>" and "<canary>-personal-<field>". */
void house_fill(struct record *rec, const char *canary);
/* One record of the kind, drafted by an account that drafts and nothing else; filled. */
struct record *house_draft(const struct kind *kind, const char *agency, const char *canary);
/* Does the kind go the common way, and can a filled record of it be complete? */
bool house_can_take(const struct kind *kind);
/* Takes a record to the first state of this word (straight through its moves, each by an account
 * of its own that may), or fails the test. */
void house_take(struct record *rec, const char *state);

/* Everything below a folder, as one stretch of bytes: to search for what must not be there. */
struct bytes house_bytes(const char *folder);
bool bytes_have(struct bytes hay, const char *needle);

#endif
