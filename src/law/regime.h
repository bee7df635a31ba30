/* Regimes: the whole law of an application as data, one file regimes/<id>.yaml each.
 *
 * A regime says by which channels an application arrives and on which day it counts as received,
 * how long the answer may take, what stops, restarts or lengthens the term, how an application may
 * end, what may be withheld and why, what it costs, and what the applicant can do against the
 * answer. It also holds the phases of the public flow chart and worked examples that run as tests.
 * A regime can be added without touching C.
 *
 * Invariants: every row is a clause: it has a name in both languages, the article it rests on, and
 * the days on which it is in force (where the row says nothing, from the regime's first day without
 * end). What nobody has checked against its source is `verified: no`, and every date that rests on
 * it says so. Ids are for ever: they are stored with applications. Everything is read once by
 * law_load() and constant after. An application is bound to the regime in force on its day of
 * receipt (law_regime_on()) and keeps it.
 *
 *     const struct regime *regime = law_regime_on(law, "cn", received_on);    // cn-2019
 *     const struct regime_outcome *outcome = regime_outcome(regime, "third-party");
 *     // outcome->row is "3.3.4", outcome->article "令711 第15条"
 *     for (size_t i = 0; i < regime->remedy_count; i++)
 *         if (clause_is_in_force(&regime->remedies[i].clause, served_on)) …
 *
 * How the terms come to dates is law/clock.h; how fees come to amounts, law/fee.h.
 */
#ifndef LAW_REGIME_H
#define LAW_REGIME_H

#include "law/calendar.h"

struct law;
struct regime;

/* ---- clauses ---- */

struct clause {
    const char *id, *zh, *en;
    const char *article, *article_en; /* a file may leave out the English if it is the same */
    const char *text, *text_en;       /* more about it, for people; "" if nothing */
    struct date valid_from, valid_to; /* valid_to may be DATE_NONE: in force */
    bool verified;
};

/* Every row begins with a clause, whose members can be named directly: outcome->zh. */
#define CLAUSE                                               \
    union {                                                  \
        struct clause clause;                                \
        struct {                                             \
            const char *id, *zh, *en, *article, *article_en; \
            const char *text, *text_en;                      \
            struct date valid_from, valid_to;                \
            bool verified;                                   \
        };                                                   \
    }

bool clause_is_in_force(const struct clause *clause, struct date on);
const char *clause_label(const struct clause *clause, enum language language);
const char *clause_article(const struct clause *clause, enum language language);
const char *clause_text(const struct clause *clause, enum language language);

/* ---- terms ---- */

enum term_unit { TERM_WORKING_DAY, TERM_DAY, TERM_MONTH, TERM_HOUR };

/* The day of the event is day 0. A term in hours is counted in days of 24 hours, as only days are
 * known; one in months ends on the day of the same number, or the month's last. */
struct law_term {
    int n;
    enum term_unit unit;
    bool rolls; /* a last day that is no working day moves to the next one (days and months) */
    bool is_set;
};

/* ---- receipt ---- */

/* Which day makes the day of receipt. */
enum receipt_rule {
    RECEIPT_SUBMITTED, /* handed in */
    RECEIPT_ARRIVED,   /* signed for, or in the mailbox */
    RECEIPT_CONFIRMED  /* agency and applicant have confirmed it to each other */
};

/* Ids: counter registered post web fax email phone. */
struct regime_channel {
    CLAUSE;
    enum receipt_rule receipt;
    bool rolls;              /* a receipt on a day off counts on the next working day */
    bool applicant_confirms; /* mutual confirmation (Art 31(3)): the applicant confirms too */
    struct law_term
        agency_confirms; /* the agency's own, from arrival (confirm_by); unset: no duty */
};

/* ---- what happens on the way ---- */

/* An event that the clock knows ("extended", "correction-notice"). A date before the event `after`
 * is out of order; without the event `needs` it cannot happen at all. "answered" is an event too:
 * service of the answer, from which remedies run. For each remedy there are besides the events
 * <remedy>-filed and <remedy>-decided. */
struct regime_event {
    CLAUSE;
    const char *after, *needs; /* ids of events, "" for none */
    int times;                 /* at most; 0: any number */
    bool closes;               /* ends the clock: nothing but a remedy comes after it */
    bool has_amount;           /* KIND:DATE:AMOUNT says how many units the agency sets */
};

/* A circumstance of the application ("life-liberty", "apio"), known from the start or found out. */
struct regime_flag {
    CLAUSE;
};

/* Another term where a flag is set or an event has happened: instead of the term, or added to it.
 */
struct regime_term {
    CLAUSE;
    const char *flag, *event; /* both "" for the regime's own term */
    bool adds;
    struct law_term term;
};

enum wait_effect {
    WAIT_PAUSES,  /* the days of the interval are not counted */
    WAIT_RESTARTS /* the term stops, and starts anew on the day of the answer */
};
enum wait_interval { WAIT_HALF_OPEN /* (from, until] */, WAIT_CLOSED /* [from, until] */ };
enum wait_silence {
    SILENCE_WAITS,     /* nothing: the wait goes on until the answer */
    SILENCE_CONTINUES, /* the wait ends with its term; the agency decides by itself */
    SILENCE_AGREES,    /* the wait ends with its term; who was asked counts as agreeing */
    SILENCE_REFUSES,   /* … as refusing */
    SILENCE_LAPSES     /* the application ends with the outcome */
};

/* Time that the agency waits for somebody: third party, other agency, applicant, payment. */
struct regime_wait {
    CLAUSE;
    const char *from, *until; /* events */
    enum wait_effect effect;
    enum wait_interval interval;
    enum wait_silence silence;
    struct law_term term;  /* for the answer, from the event; unset: none */
    bool amount_sets_term; /* the event's amount counts instead, if it has one */
    const char *date;      /* how that last day is called: "third_party_by", "lapses_after" */
    const char *within;    /* a named date: an event later than it does not stop the term; "" */
    const char *outcome;   /* what silence leads to, for SILENCE_LAPSES */
};

/* The longer term: runs from the last day of the term itself. */
struct regime_extension {
    CLAUSE;
    const char *event;
    struct law_term
        term; /* the most that may be added; n 0: what is reasonable, the event says it */
    int times;
    const char *approver_zh, *approver_en; /* who agrees to it; "" nobody */
    const char *notify_zh, *notify_en;     /* who is told what */
    const struct clause *reasons;          /* the only reasons allowed; none: any good one */
    size_t reason_count;
};

/* The clock starts when the right unit has it, at latest so many days after the first one had. */
struct regime_routing {
    CLAUSE;
    const char *event, *flag; /* "routed"; the flag says: not yet routed */
    struct law_term at_latest;
};

/* Any other last day worth naming: "correction_notice_by", "transfer_by", "expedited_by". */
struct regime_date {
    CLAUSE;
    const char *from; /* "submitted", "arrived", "receipt", "start", "due", or an event */
    const char *flag; /* only where this flag is set; "" always */
    struct law_term term;
};

enum transfer_effect {
    TRANSFER_NAMES,    /* the answer names the right agency, nothing is passed on */
    TRANSFER_PASSES,   /* the application is passed on */
    TRANSFER_CONSENTED /* … if the applicant agrees */
};
struct regime_transfer {
    CLAUSE;
    enum transfer_effect effect;
};

/* ---- how it ends ---- */

struct regime_outcome {
    CLAUSE;
    const char *row;      /* of the report: "3.3.4" (DOMAIN §3.2), "" where the form has none */
    const char *letter;   /* id of its letter's template */
    bool closes;          /* ends the application (all but interim answers) */
    bool grants;          /* everything that was sought is given */
    bool refuses;         /* something that is held is withheld, wholly */
    bool partial;         /* … in part: each withheld part names an exemption */
    bool public_already;  /* needs the address where it is published */
    bool needs_exemption; /* one of the regime's exemptions must be named */
    bool names_agency;    /* another agency may be named */
    bool needs_reason;    /* the officer's reasons are part of the answer */
};

struct regime_exemption {
    CLAUSE;
    const char *outcome; /* which outcome goes with it when all is withheld, "" any refusal */
    bool absolute;       /* no weighing against the public interest */
};

/* ---- what one can do against it ---- */

/* cn: complaint reconsideration suit-direct suit-after-reconsideration second-review. */
struct regime_remedy {
    CLAUSE;
    const char *body_zh, *body_en;  /* where it goes */
    const char *from;               /* event from which its term runs: "answered" */
    struct law_term term;           /* unset: no term */
    const char *precondition;       /* remedy that must have been taken before, "" none */
    bool only_for_refusals;         /* the precondition holds for refusals only */
    struct law_term decided_within; /* from <remedy>-filed; unset: none */
    struct law_term decided_extension;
    /* Made from the id: "suit-direct" has suit-direct-filed, suit_direct_by … */
    const char *filed, *decided, *date, *decision_date;
};

/* ---- asking ---- */

enum ask_of { ASK_APPLICANT, ASK_AGENT, ASK_REQUEST };
enum ask_rule { RULE_REQUIRED, RULE_OPTIONAL, RULE_NEVER /* may not even be asked */ };

/* Ids: name identity contact description supply-form; reason, fee, residence where a law has them.
 */
struct regime_field {
    CLAUSE;
    enum ask_of of;
    enum ask_rule rule;
};

/* A stronger way than asking, which the form names first: one's own case file, one's own record, a
 * petition, a question. Its words are messages apply.way.<id>.*; a way without them is not shown.
 */
struct regime_way {
    CLAUSE;
    const char *go; /* where it is on the site: "/guide#contact" */
};

/* ---- disclosure without asking, report ---- */

struct regime_proactive {
    CLAUSE;
    struct law_term term;
};

struct regime_report {
    CLAUSE;
    int month, day; /* due on, in the year after */
    const char *publisher_zh, *publisher_en;
};

/* ---- the public flow chart ---- */

struct regime_step {
    const char *to, *event; /* a phase; the event that leads there, "" for simply going on */
    const char *zh, *en;    /* what happens: "not clear: the office asks once" */
};

/* One box: what happens to my application, by when. The first is where it starts. */
struct regime_phase {
    CLAUSE;
    const char *date;          /* named date, "due" or "extended_due" by which it is over; "" */
    const char *const *states; /* states of an application that this box stands for */
    const struct regime_step *steps;
    const char *const *outcomes; /* an end: the outcomes reached here */
    size_t state_count, step_count, outcome_count;
};

/* ---- worked examples ---- */

struct regime_example {
    const char *id;
    const char *channel, *flags;
    const char *const *events; /* KIND:DATE[:AMOUNT] */
    const char *const *expect; /* "due 2026-04-02", "third_party_by 2025-05-07", "invalid ID" */
    const char *fee;           /* of a fee instead: its id … */
    const char *quantity; /* … how much: "45" together, "no 45" alone, "search=1 post=4.20" … */
    const char *amount;   /* … and what that comes to: "5500.00" */
    size_t event_count, expect_count;
    struct date received, arrived, confirmed;
};

struct regime_fee; /* law/fee.h */

#define REGIME_ROWS(type, name) \
    const struct type *name##s; \
    size_t name##_count

struct regime {
    CLAUSE;
    const char *family;   /* "cn": regimes that follow each other in time */
    const char *currency; /* "CNY" */
    const char *calendar_id;
    const struct calendar *calendar;
    const char *file; /* that it was read from */
    REGIME_ROWS(regime_channel, channel);
    REGIME_ROWS(regime_event, event);
    REGIME_ROWS(regime_flag, flag);
    REGIME_ROWS(regime_term, term); /* the first is the term itself */
    REGIME_ROWS(regime_wait, wait);
    REGIME_ROWS(regime_extension, extension);
    REGIME_ROWS(regime_routing, routing);
    REGIME_ROWS(regime_date, date);
    REGIME_ROWS(regime_transfer, transfer);
    REGIME_ROWS(regime_outcome, outcome);
    REGIME_ROWS(regime_exemption, exemption);
    const struct regime_remedy *remedies;
    size_t remedy_count;
    REGIME_ROWS(regime_fee, fee);
    REGIME_ROWS(regime_field, field);
    REGIME_ROWS(regime_way, way);
    REGIME_ROWS(regime_proactive, proactive);
    REGIME_ROWS(regime_report, report);
    REGIME_ROWS(regime_phase, phase);
    REGIME_ROWS(regime_example, example);
};

/* NULL if there is none. */
const struct regime *law_regime(const struct law *law, const char *id);
/* The regime of a family ("cn") in force on a day; of an id ("cn-2019"), that one. */
const struct regime *law_regime_on(const struct law *law, const char *family, struct date received);

const struct regime_channel *regime_channel(const struct regime *regime, const char *id);
const struct regime_event *regime_event(const struct regime *regime, const char *id);
const struct regime_flag *regime_flag(const struct regime *regime, const char *id);
const struct regime_outcome *regime_outcome(const struct regime *regime, const char *id);
const struct regime_exemption *regime_exemption(const struct regime *regime, const char *id);
const struct regime_phase *regime_phase(const struct regime *regime, const char *id);
/* The box that an application's state stands in, or NULL. */
const struct regime_phase *regime_phase_of_state(const struct regime *regime, const char *state);
/* Remedies change with time while the regime stays: the row of that id in force on a day. */
const struct regime_remedy *regime_remedy(const struct regime *regime, const char *id,
                                          struct date on);
const struct regime_fee *regime_fee(const struct regime *regime, const char *id, struct date on);
/* The remedy that must come first against this outcome, or NULL. */
const struct regime_remedy *regime_remedy_before(const struct regime *regime,
                                                 const struct regime_remedy *remedy,
                                                 const struct regime_outcome *outcome,
                                                 struct date on);
/* May a field of the form be asked for? What the law does not name may not. */
enum ask_rule regime_field_rule(const struct regime *regime, const char *field);
/* Is the exemption one that a part may be withheld under, on that day? */
bool regime_may_withhold(const struct regime *regime, const char *exemption, struct date on);

/* Loads a regime file; calendars come from the law. What is wrong is told by base/yaml.h: file,
 * line, field. Also checked: phases that nothing reaches or that lead nowhere, ends without an
 * outcome, outcomes without an end. Examples are not run: law/clock.h, regime_check(). */
enum status regime_load(struct context *cx, const char *path, const struct law *law,
                        const struct regime **ret_regime) MUST_USE;
enum status regime_read(struct context *cx, const char *name, struct bytes text,
                        const struct law *law, const struct regime **ret_regime) MUST_USE;

/* The flow chart, as lines of text or for Graphviz. */
void regime_write_flow(const struct regime *regime, enum language language, bool dot,
                       struct out *out);

#endif
