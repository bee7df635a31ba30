/* Inside the citizen's side: what its views are given, and what its files share. */
#ifndef REQUEST_PORTAL_PAGES_H
#define REQUEST_PORTAL_PAGES_H

#include "intake/capsule.h"
#include "intake/intake.h"
#include "law/fee.h"
#include "law/law.h"
#include "matter/portal_pages.h"
#include "organisation/organisation.h"
#include "request/request.h"
#include "request/view.h"
#include "web/portal.h"
#include "web/route.h"

enum { NEAR_MAX = 5 };

/* A handler of portal_*.c; portal.c says at which address. */
#define APPLY_HANDLER(name) enum status name(struct portal *, const struct web *, struct response *)
APPLY_HANDLER(apply_start);
APPLY_HANDLER(apply_way);
APPLY_HANDLER(apply_look);
APPLY_HANDLER(apply_form);
APPLY_HANDLER(apply_file);
APPLY_HANDLER(apply_when);
APPLY_HANDLER(apply_steps);
APPLY_HANDLER(receipt_confirm);
APPLY_HANDLER(receipt_act);
APPLY_HANDLER(reply_ask);
APPLY_HANDLER(reply_show);
APPLY_HANDLER(reply_answer);
APPLY_HANDLER(reply_send_file);
APPLY_HANDLER(lines_list);
APPLY_HANDLER(lines_show);

/* ---- portal.c: the frame ---- */

/* Below /apply, and below another page where crumb is set. Pages that answer a POST have no address
 * of their own in the other language: home is where it leads. */
struct apply_crumb {
    const char *href, *label; /* message */
};
struct page apply_page(const struct web *web, const struct apply_crumb *crumb, const char *home);
const char *apply_say(const struct web *web, const char *message);
/* The regime in force on a day (today's: portal->cx->today). */
const struct regime *apply_regime(struct portal *portal, struct date on);
static inline struct money apply_money(int64_t hundredths)
{
    return (struct money){hundredths};
}
bool apply_date_is_named(const struct view_date *date);
const char *apply_date_label(struct context *cx, const struct view_date *date);
/* What a fee is counted by: "件", "页". */
const char *apply_fee_unit(struct context *cx, const struct regime_fee *fee);
const char *apply_term(struct context *cx,
                       const struct law_term *term); /* "20个工作日"; "" unset */

/* ---- a form, question by question: matter/ask.h, as far as the regime lets it be asked ---- */

struct apply_question {
    struct question ask;
    const char *field; /* of the regime, whose rule it follows; NULL: asked always */
    enum ask_of of;
};
/* Those of one part, with the rule of the regime: what it does not name, or forbids, is not asked.
 */
struct ask_plan apply_plan(struct context *cx, const struct apply_question *questions, size_t count,
                           const struct regime *regime, enum ask_of of);

/* ---- start ---- */

struct apply_near { /* what may be public already */
    const char *href, *title, *language, *about;
    struct date on;
};
struct apply_nears {
    struct apply_near at[NEAR_MAX];
    size_t count;
};
/* portal_near.c: items whose title says what the description says. */
enum status apply_find_near(struct portal *portal, const char *sought,
                            struct apply_nears *ret) MUST_USE;

struct start_page {
    const struct regime *regime;
    const char *agency, *agency_name;
    const struct agency_choice {
        const char *code, *name;
        bool chosen;
    } * agencies;
    size_t agency_count;
    const char *term, *extension; /* "20个工作日" */
    const char *extension_article;
    const struct regime_fee *const *fees;
    size_t fee_count;
    struct date due; /* if it is received today */
    bool provisional;
    bool takes; /* letters can be taken now */
    const struct apply_way *ways;
    size_t way_count;
};
struct apply_way {
    const char *id, *question, *title, *lead;
    const char *points[4]; /* NULL at the end */
    const char *article;
    const char *go, *go_label; /* the stronger way; NULL: none on this site */
    const char *form;          /* where "apply all the same" leads */
    const char *agency;
};

struct form_page {
    const struct regime *regime;
    const char *agency, *agency_name, *nonce;
    const struct ask_form *request, *applicant, *agent;
    const struct apply_nears *near;
    const struct ask_form *all; /* faults and lacks of the three */
    bool warned;                /* something is missing: "file anyway" is offered */
    bool files_lost;            /* files came along, and have to be chosen again */
    bool takes;
    bool has_agent;
    bool shows_near, looked; /* looked: what may be public already was shown before */
};

/* ---- receipt, status ---- */

struct filed_page {
    struct filed_view receipt;
    const char *agency, *nonce;
    bool confirms;
    struct date confirm_by, due; /* due: if both confirm today */
    bool provisional;
    const struct steps_page *steps;
};
struct status_page {
    const struct request_view *view;
    const struct capsule *capsule;
    const char *code, *agency_name, *nonce, *at;
    const char *state, *explained; /* sentences */
    const char *uncounted;         /* why the term has not begun, or NULL */
    const char *line;              /* address of the case line, or NULL */
    const char *outcome, *article, *fee_standard;
    const char *const *remedy_terms; /* of each remedy of the view: "15日", or "" */
    const struct act_form *acts;
    const struct steps_page *steps;
    struct date binding; /* the date that counts */
    bool current;        /* the file is with the office: the date is still ahead */
};
struct reply_page {
    const struct consultation_view *view;
    const struct capsule *capsule;
    const char *code, *agency_name, *nonce, *title, *lead;
    const struct act_form *answer; /* NULL: nothing to answer any more */
};

/* portal_receipt.c: the page of a third party's code, with its error: 422. */
enum status reply_ask_again(const struct web *web, struct response *response);
/* After a letter was sealed: what was sent, when, and the way back. */
enum status receipt_done(struct portal *portal, const struct web *web, struct response *response,
                         const struct receipt *receipt, const char *act);
/* The status page, with one act open because it was not right. */
enum status receipt_status(struct portal *portal, const struct web *web, struct response *response,
                           const struct capsule *capsule, struct act_form *wrong);
/* portal_acts.c: the acts of a view, in the order in which they matter. */
enum status receipt_acts(struct portal *portal, const struct web *web,
                         const struct request_view *view, struct act_form **ret_first) MUST_USE;
/* ---- calculator, flow chart, register ---- */

struct when_page {
    const struct regime *regime;
    struct date on;
    const char *channel;
    const struct ask_option *channels;
    size_t channel_count;
    const struct request_view *clock; /* dates and trace; NULL: nothing was computed */
    const char *receipt_rule;         /* sentence */
    struct date extended;             /* if it is extended by the whole; DATE_NONE */
    bool extended_provisional;
    const struct context *wrong; /* its issues */
};

/* The flow chart, laid out by portal_steps.c, in the drawing's own units. The spine goes down from
 * the application to the answer; what may happen on the way hangs beside its trunk. */
struct steps_line { /* a line of text in a box */
    const char *text;
    int y;
    enum { STEPS_TITLE, STEPS_TERM, STEPS_WAY } sort;
};
struct steps_box {
    const struct regime_phase *phase;
    int number, x, y, width, height, join; /* join: from its foot to its way back */
    const char *label, *term, *article;    /* term: "答复期限：20个工作日", or "" */
    const struct steps_line *lines;
    size_t line_count;
    bool side, joins, end, current; /* joins: goes back to the trunk */
    const struct steps_way {
        int to;
        const char *label, *to_label;
        const struct steps_way *next;
    } * ways;
};
struct steps_page {
    const struct regime *regime;
    const struct steps_box *boxes; /* as they are drawn, top to bottom */
    size_t box_count;
    int width, height, trunk, trunk_end;
};
/* state: the word of an application's state that is marked; NULL: none. */
const struct steps_page *apply_draw_steps(struct portal *portal, const struct regime *regime,
                                          const char *state);

struct line_row {
    const char *href, *number, *agency, *kind, *outcome;
    const struct case_line_public *line;
};
struct lines_page {
    const char *agency, *agency_name, *year, *row, *row_label;
    int64_t total;
    const struct line_row *rows;
    size_t count;
    const struct ask_option *agencies, *years, *outcomes;
    size_t agency_count, year_count, outcome_count;
    const char *next, *json;
};
struct line_page {
    const struct line_row *row;
    const struct public_record *record;
    const struct public_act *acts, *act;
    const char *agency_name, *regime, *channel, *address, *object, *proof, *json;
};

#endif
