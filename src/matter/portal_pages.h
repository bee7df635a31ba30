/* Inside the citizen's side of matters, and what rooms with richer pages of their own (request)
 * share of it: what the views are given. */
#ifndef MATTER_PORTAL_PAGES_H
#define MATTER_PORTAL_PAGES_H

#include "matter/portal.h"

enum { CODE_TYPED = 200 };

/* portal.c: the frame. Below the home page, and below crumb where it is set. Pages that answer a
 * POST have no address of their own in the other language: home is where it leads. */
struct page matter_page(const struct web *web, const struct page_link *crumb, const char *home);
/* To the second: a time of filing. */
const char *matter_moment(struct context *cx, struct moment at);
/* Of two names the one in the reader's language; Chinese where there is no English one. */
const char *matter_name(struct context *cx, const char *zh, const char *en);
/* The next group of a code, with its dash. */
const char *matter_group(struct arena *mem, const char **at);
/* "休息日", "放假": the notices behind them stand below the table, each once; NULL at the end. */
const char *matter_day_reason(struct context *cx, const struct matter_day *day);
const char *const *matter_day_sources(struct context *cx, const struct matter_day *days,
                                      size_t count);
const char *matter_weekday(struct context *cx, struct date date);
/* "<room>.<rest>" where the room has that message, else "matter.<rest>"; NULL: neither. */
const char *matter_say(struct context *cx, const char *room, const char *rest);

struct act_form {           /* what the citizen can do next */
    const char *action;     /* where it is posted */
    const char *prefix;     /* of its fields' ids */
    const char *sort, *act; /* hidden fields of /receipt/act; NULL: another address */
    const char *title, *about, *button;
    const struct ask_form *form;
    bool takes_files, urgent;
    bool open, files_lost; /* it was sent, and something is wrong with it */
    struct act_form *next;
};
struct form_view {
    const struct matter_form *form;
    const struct ask_form *ask;
    const char *title, *lead, *button, *agency, *agency_name, *nonce;
    struct html head; /* .trusted NULL: none */
    bool takes, takes_files, files_lost;
};
/* The beginning of the page after filing, of every room: the code, big and to be printed. */
struct filed_view {
    const char *title, *code, *at, *agency_name, *law; /* law: NULL for none */
    bool before, different;
    size_t files;
};
struct status_view {
    const struct matter_view *view;
    const struct capsule *capsule;
    const char *code, *agency_name, *nonce, *at;
    const struct act_form *acts;
    bool wrong; /* an act was not right: it stands open */
    bool more;  /* there are acts that do not press */
};

/* /receipt/act: portal_acts.c. */
enum status matter_acts(struct portal *portal, const struct web *web,
                        const struct matter_view *view, struct act_form **ret_first) MUST_USE;
enum status matter_do_act(struct portal *portal, const struct web *web, struct response *response);
/* portal_status.c: the page of a matter, with one act open because it was not right. */
enum status matter_status(struct portal *portal, const struct web *web, struct response *response,
                          const struct capsule *capsule, struct act_form *wrong);

#endif
