/* For tests and drills: a small office in a folder of its own, with the real kinds, whose records
 * go through the real moves into a real ledger, and a portal that replays it.
 *
 *     struct town town;
 *     town_new(&town);
 *     struct disclosure d = town_disclosure(&town, "通告", "正文");
 *     town_release(&town, &d.base);
 *     town_replay(&town);
 */
#ifndef PORTAL_FIXTURE_H
#define PORTAL_FIXTURE_H

#include "ledger/ledger.h"
#include "portal/portal.h"
#include "publication/publication.h"

#define TOWN_PROVINCE "002232139"
#define TOWN_CITY "014109605"

enum town_person {
    TOWN_CLERK,
    TOWN_OFFICER,
    TOWN_REVIEWER,
    TOWN_RELEASER,
    TOWN_CHIEF,
    TOWN_SPEAKER, /* a leader: signs once town_appoint() has named them */
    TOWN_PEOPLE
};

struct town {
    struct context cx; /* the office's */
    char data[64];
    struct ledger *ledger;
    const struct law *law;
    struct portal_site site;
    struct context public_cx;
    struct portal *portal;
    const char *unit, *entry, *city_entry; /* ids */
};

void town_new(struct town *town); /* agencies, a unit, entries: released, not yet in the ledger */
void town_remove(struct town *town);
void town_day(struct town *town, const char *iso); /* nine in the morning */

/* Inserts and brings to release; aborts with the reason when something refuses. */
/* The spokesperson of the province, in office from May 2008. */
void town_appoint(struct town *town);
void town_release(struct town *town, struct record *rec);
void town_insert(struct town *town, struct record *rec);
void town_step(struct town *town, enum town_person person, struct record *rec, const char *verb);
void town_end(struct town *town, struct record *rec, const char *verb, const char *class);

/* A filled disclosure of the province, not yet inserted. */
struct disclosure town_disclosure(struct town *town, const char *title, const char *body);

/* Adds a cleared text file to an inserted record; answers its hash. */
const char *town_attach(struct town *town, const struct record *rec, const char *name,
                        const char *content);

void town_sequence(struct town *town);
enum status town_try_replay(struct town *town);
void town_replay(struct town *town); /* sequences first */
void town_open_portal(struct town *town);
void town_close_portal(struct town *town);
void town_forget_portal(struct town *town); /* deletes portal.db */
int64_t town_public_int(struct town *town, const char *sql);
/* Every row of every table of portal.db as text, in a fixed order. */
const char *town_dump(struct town *town);
/* Does any file below DATA/<folder> hold these bytes? */
bool town_holds(struct town *town, const char *folder, const char *bytes);

#endif
