/* Charts as SVG: where each bar, point and word stands. The page is a narrow one (360 units), so
 * that its words can be read on a telephone; beside it stands the table that it was drawn from. */
#include <math.h>

#include "base/words.h"
#include "portal/chart.h"

enum {
    WIDTH = 360,
    BAR = 16,       /* height of a bar */
    STEP = 20,      /* from one bar to the next */
    NAME = 20,      /* height of the name above the bars of a row */
    LONGEST = 250,  /* bar: the rest of the width is for its number */
    MOST_BARS = 40, /* beyond, a table is read more easily */
    LEFT = 8,
    RIGHT = 340,
    TOP = 30,
    BOTTOM = 190,
    LINE_HEIGHT = 225,
    MOST_NAMES = 5, /* below a line: first, last and what lies evenly between */
};

static double largest(const struct series *series)
{
    double most = 0;
    for (size_t r = 0; r < series->row_count; r++)
        for (size_t c = 0; c < series->column_count; c++)
            if (series->rows[r].values[c] > most) most = series->rows[r].values[c];
    return most;
}

static void add_word(struct arena *mem, struct chart *chart, const struct chart_word *word)
{
    struct chart_word *made = arena_make(mem, struct chart_word), **last = &chart->words;
    *made = *word;
    while (*last) last = &(*last)->next;
    *last = made;
}

static void add_bar(struct arena *mem, struct chart *chart, const struct chart_bar *bar)
{
    struct chart_bar *made = arena_make(mem, struct chart_bar), **last = &chart->bars;
    *made = *bar;
    while (*last) last = &(*last)->next;
    *last = made;
}

static int64_t scaled(double value, double most, int64_t length)
{
    if (isnan(value) || value <= 0 || most <= 0) return 0;
    return (int64_t)(value / most * (double)length + 0.5);
}

static void draw_bars(struct arena *mem, struct chart *chart)
{
    const struct series *s = chart->series;
    double most = largest(s);
    int64_t y = s->column_count > 1 ? (int64_t)s->column_count * NAME : 0;
    for (size_t r = 0; r < s->row_count; r++) {
        const struct series_row *row = &s->rows[r];
        add_word(mem, chart, &(struct chart_word){0, y + NAME - 6, row->label, -1, false, NULL});
        y += NAME;
        for (size_t c = 0; c < s->column_count; c++, y += STEP) {
            int64_t width = scaled(row->values[c], most, LONGEST);
            add_bar(mem, chart, &(struct chart_bar){y, width, BAR, (int64_t)c, NULL});
            add_word(mem, chart,
                     &(struct chart_word){width + 6, y + BAR - 3,
                                          *row->cells[c] ? row->cells[c] : "–", -1, false, NULL});
        }
        y += STEP - BAR;
    }
    chart->height = y;
}

static int64_t x_of(const struct series *s, size_t row)
{
    if (s->row_count < 2) return LEFT;
    return LEFT + (int64_t)row * (RIGHT - LEFT) / (int64_t)(s->row_count - 1);
}

/* A gap in the numbers is a gap in the line: each stretch is a line of its own. */
static void draw_column(struct arena *mem, struct chart *chart, size_t column, double most)
{
    const struct series *s = chart->series;
    struct out points = out_new(mem);
    for (size_t r = 0; r <= s->row_count; r++) {
        bool there = r < s->row_count && !isnan(s->rows[r].values[column]);
        if (there) {
            int64_t y = BOTTOM - scaled(s->rows[r].values[column], most, BOTTOM - TOP);
            out_format(&points, "%lld,%lld ", (long long)x_of(s, r), (long long)y);
        } else if (points.size) {
            struct chart_line *line = arena_make(mem, struct chart_line);
            *line = (struct chart_line){points.text, (int64_t)column, chart->lines};
            chart->lines = line;
            points = out_new(mem);
        }
    }
}

static void name_columns(struct arena *mem, struct chart *chart)
{
    const struct series *s = chart->series;
    for (size_t c = 0; s->column_count > 1 && c < s->column_count; c++)
        add_word(mem, chart,
                 &(struct chart_word){0, (int64_t)(c + 1) * NAME - 6,
                                      arena_format(mem, "■ %s", s->columns[c + 1]), (int64_t)c,
                                      false, NULL});
}

/* The largest number is written where it is. */
static void name_largest(struct arena *mem, struct chart *chart, double most)
{
    const struct series *s = chart->series;
    for (size_t r = 0; r < s->row_count; r++)
        for (size_t c = 0; c < s->column_count; c++) {
            if (s->rows[r].values[c] < most || isnan(s->rows[r].values[c])) continue;
            int64_t x = x_of(s, r);
            add_word(mem, chart,
                     &(struct chart_word){x, TOP - 8 + chart->shift, s->rows[r].cells[c], -1,
                                          x > WIDTH / 2, NULL});
            return;
        }
}

static void draw_line(struct arena *mem, struct chart *chart)
{
    const struct series *s = chart->series;
    size_t rows = s->row_count, every = 1 + (rows - 1) / MOST_NAMES;
    double most = largest(s);
    chart->shift = s->column_count > 1 ? (int64_t)s->column_count * NAME : 0;
    chart->height = LINE_HEIGHT + chart->shift;
    for (size_t c = 0; c < s->column_count; c++) draw_column(mem, chart, c, most);
    for (size_t r = 0; r < rows; r++) {
        bool last = r + 1 == rows, named = r % every == 0 && r + every / 2 + 1 < rows;
        if (!last && !named) continue;
        add_word(mem, chart,
                 &(struct chart_word){x_of(s, r), BOTTOM + 22 + chart->shift, s->rows[r].label, -1,
                                      last && r, NULL});
    }
    name_largest(mem, chart, most);
}

const struct chart *chart_draw(struct arena *mem, const struct series *series, const char *form)
{
    bool line = text_equal(form, "line");
    if (text_empty(form) || !series->row_count || largest(series) <= 0) return NULL;
    if (!line && series->row_count * series->column_count > MOST_BARS) return NULL;
    struct chart *chart = arena_make(mem, struct chart);
    *chart = (struct chart){.series = series, .width = WIDTH};
    name_columns(mem, chart);
    if (line)
        draw_line(mem, chart);
    else
        draw_bars(mem, chart);
    return chart;
}
