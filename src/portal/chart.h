/* Inside the portal: a table of numbers drawn as SVG (DESIGN §7: charts have their tables beside
 * them). Places are in units of the drawing, whose width is `width`. */
#ifndef PORTAL_CHART_H
#define PORTAL_CHART_H

#include "base/text.h"
#include "publication/heads.h"

struct chart {
    const struct series *series;
    int64_t width, height, shift; /* shift: the lines lie that much lower */
    struct chart_bar {
        int64_t y, width, height, column;
        struct chart_bar *next;
    } * bars;
    struct chart_line {
        const char *points;
        int64_t column;
        struct chart_line *next;
    } * lines;
    struct chart_word {
        int64_t x, y;
        const char *text;
        int64_t column; /* whose colour it has; -1: ink */
        bool ends;      /* at x, rather than beginning there */
        struct chart_word *next;
    } * words;
};

/* form: "bars" or "line". NULL: nothing is drawn, since there is no form or too much to draw. */
const struct chart *chart_draw(struct arena *mem, const struct series *series, const char *form);

#endif
