/* How rankings and scores are shown, to staff and to the public alike. */
#ifndef OVERSIGHT_SHOW_H
#define OVERSIGHT_SHOW_H

#include "oversight/assessment.h"
#include "oversight/measure.h"

struct ranking_row {
    const char *name, *href, *total;
    int64_t place;
    const char **points; /* one per indicator */
};
struct ranking_view {
    const char **labels, **weights; /* of the indicators */
    size_t column_count;
    struct ranking_row *rows;
    size_t count;
};
struct score_line {
    const char *points, *label, *number, *href; /* href NULL: there is nothing to open */
    struct date on;
};
struct score_part {
    const char *id, *label, *weight, *got;
    struct score_line *lines;
    size_t count;
};
struct score_view {
    const char *title, *total;
    int64_t place;
    struct score_part *parts;
    size_t count;
};
/* A list of what a cell counts. */
struct measured_row {
    const char *label, *number, *href;
    struct date on;
};
struct measured_view {
    const char *title, *text, *agency;
    struct measured_row *rows;
    size_t count;
};

/* The columns, and room for so many rows. */
void ranking_begin(struct context *cx, const char *indicators, size_t most,
                   struct ranking_view *ret);
/* A row's points from what its score says. */
void ranking_add(struct context *cx, struct ranking_view *view, const char *indicators,
                 const char *points, const struct ranking_row *row);

/* href: where a record is read by whoever asks, NULL if nowhere; with is handed on to it. */
typedef const char *(*score_href)(void *with, const struct score_row *row);
struct score_source {
    const char *title, *indicators, *points, *rows;
    int64_t total, place;
    score_href href;
    void *with;
};
enum status score_view_make(struct context *cx, const struct score_source *source,
                            struct score_view *ret) MUST_USE;

#endif
