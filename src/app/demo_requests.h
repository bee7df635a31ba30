/* The applications of the demonstration (issue 3, point 11): those of 2024 and 2025, whose annual
 * table is case C20 of the domain cell by cell, and open ones of the year that is running.
 *
 * Data in demo/requests/ → acts in the plan (demo_plan.h) → the moves of request/request.h, by the
 * accounts whose hands they are, at their moments. A *case* is one application with what is said in
 * it; its *deeds* are the steps of its way (ways.yaml): on which day which act, with which words.
 * Cases that begin "today-N" lie N working days before the day of the demonstration; those that
 * would fall before the first working days of its year are left out, so that no figure of a
 * year that is over depends on when the demonstration is made.
 *
 *     TRY(demo_requests_load(cx, "demo/requests", &requests));
 *     TRY(demo_requests_plan(cx, &requests, last, &plan));    // then demo_play()
 */
#ifndef APP_DEMO_REQUESTS_H
#define APP_DEMO_REQUESTS_H

#include "app/demo_plan.h"
#include "base/text.h"
#include "intake/code.h"

/* What can be said of a case; what a file leaves out is "". */
/* clang-format off */
#define DEMO_CASE(X) \
    X(on) X(of) X(who) X(channel) X(arrive) X(way) X(sort) X(unit) X(sought) X(purpose) X(supply) \
    X(outcome) X(item) X(finding) X(again) X(correction) X(why) X(consult) X(party) X(question) \
    X(answer) X(fee) X(withdrawn) X(propose) X(receipt) X(receipt_party) \
    X(where) X(detail) X(earlier)
/* clang-format on */
#define DEMO_CASE_MEMBER(name) const char *name;

/* "+2 draft partial" */
struct demo_deed {
    const char *day, *act, *words;
};

struct demo_deeds {
    struct demo_deed *at;
    size_t count;
};

struct demo_way {
    const char *id;
    struct demo_deeds deeds;
};

/* Obviously invented, by the number of whoever applies: {no}. */
struct demo_applicant {
    const char *kind, *name, *identity_kind, *identity_number, *phone, *email, *address;
};

struct demo_case {
    const char *id;
    DEMO_CASE(DEMO_CASE_MEMBER)
    const char *const *parts; /* PART|EXEMPTION|ARTICLE */
    size_t part_count;
    struct demo_deeds deeds;
    struct demo_applicant applicant;
    struct yaml *yaml; /* where it stands, to say what is wrong with it */
    unsigned place;
    uint64_t random;
    const struct demo_case *first; /* of the letter whose matters were split, or NULL */
    size_t nth;                    /* which matter of it: 1, 2, 3 … */
    /* what playing needs to know: ids of the records, "" before they are made */
    char application[ID_LENGTH + 1], task[ID_LENGTH + 1], consultation[ID_LENGTH + 1];
    char fee_notice[ID_LENGTH + 1], remedy[ID_LENGTH + 1];
    bool parts_named;
    struct code code, party_code; /* where the case has a `receipt`, a `receipt_party` */
};

struct demo_requests {
    struct demo_applicant *applicants;
    size_t applicant_count;
    struct demo_way *ways;
    size_t way_count;
    struct demo_case *cases;
    size_t case_count;
};

/* Reads every .yaml file of the folder, in the order of their names. What is wrong is told with
 * file, line, field and what was expected. */
enum status demo_requests_load(struct context *cx, const char *folder,
                               struct demo_requests *ret_requests) MUST_USE;
enum status demo_case_wrong(const struct demo_case *matter, const char *what, const char *expected);

/* Adds the acts of the cases to the plan. */
enum status demo_requests_plan(struct context *cx, const struct demo_requests *requests,
                               struct date today, struct demo_plan *plan) MUST_USE;

/* Does one act of a case, at the moment that the clock is set to. */
struct demo_play;
enum status demo_requests_play(struct context *cx, const struct demo_play *play,
                               const struct demo_act *act) MUST_USE;

#endif
