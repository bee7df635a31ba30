/* One agency with its people, a released standing order and the law of cn, for tests that take
 * applications through their lives by real moves on days that the test sets. */
#ifndef REQUEST_TEST_ROOM_H
#define REQUEST_TEST_ROOM_H

#include "base/text.h"
#include "base/unit.h"
#include "request/private.h"

#define AGENCY_CODE "002232139"
#define BELOW_CODE "014109605"

enum person { CLERK_, SECOND, OFFICER_, REVIEWER_, LEADER_, RELEASER_, STRANGER_, PEOPLE };

struct room {
    struct context cx;
    const struct law *law;
    const char *unit;
    const char *people[PEOPLE]; /* ids of their accounts */
    char folder[64];
};
extern struct room room;

int room_open(void **state);
int room_close(void **state);
#define IN_ROOM(test) cmocka_unit_test_setup_teardown(test, room_open, room_close)

void on_day(int year, int month, int day); /* sets the clock to nine o'clock of that day */
struct context *as(enum person person);
void expect(enum status status, enum status wanted); /* with the issue or fault, if it is another */
void refused(enum status status, const char *message); /* INVALID with this sentence first */
void standing_order(const char *agency, const char *columns, int64_t hide_below);
#define ALL_COLUMNS                                                                        \
    "title serial_year serial applicant_kind regime channel received_on due_on closed_on " \
    "outcome row article reconsiderations suits"

void reminders_go_to(enum person person, const char *email); /* nobody is reminded at first */
void notices_go_by(bool mails, bool texts);                  /* what is set up; nothing at first */
/* Came in on the day that is set. */
struct application came(const char *channel);
/* … and is registered, with a number. */
struct application registered(void);
void again(struct application *a); /* as it is stored now */
/* A move by this person, with what its page asks. */
enum status does(enum person person, struct record *rec, const char *verb, const void *with);
enum status does_for(enum person person, struct record *rec, const char *verb, const char *why);
void answers(struct application *a, const char *outcome, const char *item); /* drafted … served */
/* The newest letter of this template is signed and served today. */
void serves(const struct application *a, const char *template);
void daily(void);
int64_t count(const char *sql);
const char *text_of(const char *sql);

#endif
