/* Inside the citizen's side: what its views are given, and what its files share. */
#ifndef SERVICE_PORTAL_PAGES_H
#define SERVICE_PORTAL_PAGES_H

#include "publication/publication.h"
#include "service/portal.h"
#include "service/rows.h"
#include "service/service.h"
#include "web/body.h"
#include "web/portal.h"

#define SERVICE_HANDLER(name) \
    enum status name(struct portal *, const struct web *, struct response *)
SERVICE_HANDLER(services_list);
SERVICE_HANDLER(services_item);
SERVICE_HANDLER(services_registers);
SERVICE_HANDLER(services_register);
SERVICE_HANDLER(services_line);
SERVICE_HANDLER(services_results);
SERVICE_HANDLER(services_ask_apply);
SERVICE_HANDLER(services_file_apply);
SERVICE_HANDLER(services_ask_question);
SERVICE_HANDLER(services_file_question);

/* ---- frame (portal.c) ---- */

/* Below /services, and below another page where crumb is set. */
struct page services_page(const struct web *web, const struct page_link *crumb);
const char *services_say(const struct web *web, const char *message);
const char *services_word(const struct web *web, const struct word *words, const char *word);
/* An item that is public, by {id} of the address. */
enum status services_find(struct portal *portal, const struct web *web,
                          const struct service_item_public **ret);
/* The item's name in the reader's language. */
const char *services_name(const struct web *web, const struct service_item_public *item,
                          const char **ret_language);

/* ---- the flow chart (flow.c) ---- */

enum { FLOW_TITLE, FLOW_TERM, FLOW_SMALL };
struct flow_line {
    const char *text;
    int y, sort;
};
struct flow_box {
    int number, y, height;
    const char *title, *term, *post, *what;
    const struct flow_line *lines;
    size_t line_count;
};
struct flow {
    int width, height, trunk_x, trunk_end;
    const struct flow_box *boxes;
    size_t count;
    int days; /* of all steps */
};
/* NULL: the text holds no steps. */
const struct flow *flow_draw(struct context *cx, const char *steps);

/* ---- pages ---- */

struct service_choice {
    const char *value, *label;
    bool chosen;
};
struct service_choices {
    const struct service_choice *at;
    size_t count;
};
struct service_line {
    const struct service_item_public *item;
    const char *href, *name, *language, *audience, *agency;
};
struct service_group {
    const char *label;
    const struct service_line *lines;
    size_t count;
};
struct services_list_page {
    const char *q, *topic, *audience;
    struct service_choices topics, audiences;
    const struct service_group *groups;
    size_t group_count, total;
};

struct service_link {
    const char *label, *href, *title, *language;
};
struct service_fact {
    const char *label;
    struct html html;
};
struct service_part { /* a heading with a text */
    const char *id, *label;
    struct html html;
};
struct service_file {
    const char *href, *name;
    int64_t kilobytes;
};
struct service_form_row {
    const struct service_form_public *form;
    const struct service_file *files;
    size_t file_count;
    bool old;
};
struct service_fee_row {
    const struct fee_standard_public *fee;
    const char *href;
};
struct service_item_page {
    const struct service_item_public *item;
    const char *name, *language, *agency_name, *topic, *sort, *audience;
    const struct service_fact *facts; /* where, when, whom to ask */
    size_t fact_count;
    const struct service_fact *details; /* who decides, how it is handled and delivered */
    size_t detail_count;
    const struct service_part *parts;
    size_t part_count;
    struct service_rows materials;
    const struct service_form_row *forms;
    size_t form_count;
    const struct service_fee_row *fees;
    size_t fee_count;
    const struct flow *flow;
    const struct service_link *links; /* its place in the registers */
    size_t link_count;
    struct public_set questions, results;
    struct html *answers;    /* one a question */
    const char *apply, *ask; /* addresses; NULL: not on line */
    const char *gaps;        /* headings it does not answer, in words; "" none */
    const struct public_act *act;
    const char *object, *proof;
    int64_t edition;
};

struct register_entry {
    const char *slug, *label, *about;
    int64_t count;
};
struct registers_page {
    const struct register_entry *at;
    size_t count;
};
struct register_row {
    const char *href, *title, *language, *about, *code;
};
struct register_page {
    const char *label, *about;
    const struct register_row *rows;
    size_t count;
};
struct register_line_page {
    const char *title, *language, *register_label;
    const struct service_fact *facts;
    size_t fact_count;
    const struct service_part *parts;
    size_t part_count;
    const struct service_link *up, *down; /* what it rests on; what rests on it */
    size_t up_count, down_count;
    const struct flow *flow;
    const char *record; /* address of the record as it was released */
};
struct results_page {
    struct public_set results;
    const char **items; /* names */
    const char *of;     /* name of the one item that was asked for, or NULL */
};

#endif
