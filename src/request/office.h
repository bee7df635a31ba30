/* The staff's pages of applications, beside those that every kind has (desk/desk.h).
 *
 *     /applications            what is open, by what is due first
 *     /applications/new        keying in what came at the counter, by post, fax, telephone, e-mail
 *     /letters/{id}/pdf        a letter as it is printed; /letters/{id}/scan takes the sealed scan
 *     /late                    the supervisor: what is late in the subtree, without contents
 *
 * On the page of an application a panel shows its clock with the proof of every date, who holds it,
 * and everything that belongs to it.
 */
#ifndef REQUEST_OFFICE_H
#define REQUEST_OFFICE_H

#include "desk/desk.h"
#include "request/private.h"

extern const struct routes request_routes;
extern const struct routes cost_routes; /* /applications/{id}/cost: a cost fee, line by line */
/* /applications/{id}/publish: a disclosure from an answer, without the applicant. */
extern const struct routes publish_routes;
/* Its address for whoever may do it now, or NULL. */
const char *request_publish_page(struct context *cx, const struct application *a);

void request_panel(struct page *pg, const struct record *rec); /* of an application */
enum status withheld_part_offer(struct context *cx, struct form *form);
enum status fee_notice_offer(struct context *cx, struct form *form);
void remedy_panel(struct page *pg, const struct record *rec); /* was it filed in time? */
void fee_panel(struct page *pg, const struct record *rec);    /* the bill of a cost fee */
void letter_panel(struct page *pg, const struct record *rec);

struct clock_line { /* a named date */
    const char *label, *article;
    struct date on;
    bool provisional, verified, passed;
};
struct trace_line {
    struct date on;
    int n; /* 0: not counted */
    const char *why;
};
struct side_row { /* a record beside the application */
    const char *href, *title, *state, *badge, *detail;
    const char *mark; /* what must not be overlooked, or NULL */
    struct date on;   /* due, or done */
};
struct side_group {
    const char *label, *note,
        *new_label;       /* note, new_label: NULL unless there is something to say */
    const char *new_href; /* NULL: the actor may not, or not now */
    struct side_row *rows;
    size_t count;
};
struct similar_row {
    const char *href, *title, *detail;
};
struct application_panel {
    const struct application *a;
    const char *holder, *regime;
    const char *no_line; /* sentence: why there is no case line; NULL: there is one */
    const char *line_href, *not_counted;
    struct clock_line *dates;
    struct trace_line *days;
    const char **notes;
    struct side_group *groups;
    struct similar_row *similar;
    size_t date_count, day_count, note_count, group_count, similar_count;
    struct file_view *originals;
    size_t original_count;
    bool personal;
};
struct letter_view {
    const struct request_letter *letter;
    const char *pdf, *scan_action; /* scan_action NULL: not now */
};

struct cost_row { /* one line of the tariff */
    const struct fee_tariff_line *line;
    const char *name, *value, *error; /* error NULL: none */
};
struct cost_view {
    const struct regime_fee *rule;
    const char *title, *action, *back;
    int64_t version; /* of the draft; 0: there is none yet */
    struct cost_row *rows;
    size_t row_count;
    const struct issue *issues;
};
struct late_view { /* of a remedy */
    const char *sentence;
};
struct publish_view {
    const char *number, *action, *back, *q;
    const char *entry, *title, *entry_wrong, *title_wrong; /* as typed; what is wrong, or NULL */
    struct form_option *options;
    size_t option_count;
    int64_t total;
    const struct issue *issues;
};
struct bill_view {
    const struct regime_fee *rule;
    const struct fee_line *lines;
    size_t count;
    int64_t total;
    const char *edit; /* NULL: not now */
};
struct scan_refused {
    const char *back;
    const struct issue *issues;
};

struct request_row {
    const char *href, *title, *state, *badge, *kind, *holder, *agency;
    struct date received_on;
    struct desk_due due;
};
struct request_list {
    const struct request_row *rows;
    size_t count, late;
    const char *state, *q;
    bool writes;
};
struct enter_view {
    struct form *form;
};

#endif
