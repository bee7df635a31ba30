/* For tests and drills: a DATA folder in /dev/shm or /tmp with an office database that has the act
 * table, and acts as the record engine makes them. */
#ifndef LEDGER_FIXTURE_H
#define LEDGER_FIXTURE_H

#include "ledger/ledger.h"
#include "store/store.h"

struct fixture {
    struct context cx;
    char data[64]; /* the DATA folder */
    struct ledger *ledger;
};

/* One act to be made; what is NULL or 0 has a default. */
struct fixture_act {
    const char *record; /* its letter: "a" is the record aaaa… */
    const char *type;   /* "released" */
    const char *erases; /* "" */
    const char *text;   /* of the record */
    const char *file;   /* the content of its one file; none */
    int64_t edition, seq, number, acted_at;
};

void fixture_new(struct fixture *fixture); /* a fresh folder, with a ledger, not yet open */
void fixture_open(struct fixture *fixture, enum ledger_clock clock);
enum status fixture_try_open(struct fixture *fixture, enum ledger_clock clock);
void fixture_close(struct fixture *fixture);  /* the ledger and the database */
void fixture_remove(struct fixture *fixture); /* and the folder */
void fixture_store(struct fixture *fixture);  /* opens the database alone */

const char *fixture_id(struct fixture *fixture, const char *letter);
/* Inserts an act row as the record engine would; seq defaults to the next of the record. */
enum status fixture_act(struct fixture *fixture, struct fixture_act act);
int64_t fixture_int(struct fixture *fixture, const char *sql);
/* Sequences until nothing waits; returns how many were published. */
size_t fixture_sequence(struct fixture *fixture, size_t max);

#endif
