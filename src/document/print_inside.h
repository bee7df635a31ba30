/* How a document becomes pages; only for document/print_*.c and sheet.c.
 *
 * Blocks are laid out into strips: what cannot be parted by the end of a page (a line, a row of a
 * table, the seal). Strips are then dealt out to pages, and at last drawn. Lengths are points.
 */
#ifndef DOCUMENT_PRINT_INSIDE_H
#define DOCUMENT_PRINT_INSIDE_H

#include <pango/pangocairo.h>

#include "document/print.h"

#define MILLIMETRES(mm) ((mm)*72.0 / 25.4)

/* ---- tables: cells in their places, for paper and for sheets ---- */

struct placed_cell {
    const struct print_cell *cell;
    size_t row, column, across, down; /* within the table, whatever the cell claims */
    bool head;
    enum print_align align; /* never PRINT_AS_COLUMN */
    /* on paper */
    PangoLayout *layout;
    int lines, next_line; /* next_line: the first that is not drawn yet */
};

struct placed_table {
    const struct print_table *table;
    struct placed_cell *cells; /* by row, then by column */
    size_t count;
    size_t head_rows; /* at most all */
    /* on paper */
    double *edges;   /* of the columns: column_count + 1 */
    double *heights; /* of the rows */
    double size, line, pad;
    double head_height;
    bool open; /* its tag is open */
};

struct placed_table *print_place(struct arena *mem, const struct print_table *table);

/* ---- paper ---- */

struct look {
    double size, line;    /* of the letters, and from line to line */
    double before, after; /* dropped at the head of a page */
    double indent, left;  /* of the first line; of all */
    bool bold;
    PangoAlignment align;
};

struct strip {
    const struct print_block *block;
    double before, height, after; /* before is dropped at the head of a page, after at its foot */
    bool keep;                    /* with the next strip */
    bool begin;                   /* of its block */
    bool last;                    /* of its block */
    bool turn;                    /* begins a page */
    /* a line of text */
    PangoLayoutLine *line;
    double x, baseline; /* within the strip */
    PangoLayoutLine *label;
    double label_x;
    /* a row of a table, or a part of one */
    struct placed_table *table;
    size_t row;
};

/* The strips first … end-1 stand on one page. */
struct leaf {
    size_t first, end;
    bool repeat; /* the head of the table that its first strip goes on with */
};

struct paper {
    struct context *cx;
    struct arena *mem; /* gone when the PDF is made */
    const struct print_document *document;
    PangoContext *pango;
    bool chinese;
    double width, height; /* of the page */
    double left, top, text_width, text_height;
    double size, line; /* of running text */
    struct strip *strips;
    size_t count, room;
    struct leaf *pages;
    size_t page_count, page_room;
};

/* print_lines.c: lines of text */
PangoLayout *paper_layout(struct paper *paper, const struct look *look, const char *text,
                          double width);
double paper_baseline(struct paper *paper, const struct look *look);
void paper_tighten(PangoLayoutLine *line, bool first);
double paper_line_width(PangoLayoutLine *line);
struct look paper_look(const struct paper *paper, const struct print_block *block);
void paper_add_strip(struct paper *paper, struct strip strip);
void paper_lay_out(struct paper *paper); /* the whole document → strips */

/* print_table.c */
void paper_add_table(struct paper *paper, const struct print_block *block);
/* Draws the strips first … end-1, rows of one table, from y on; returns where they end. */
double paper_draw_rows(struct paper *paper, cairo_t *cr, size_t first, size_t end, double y);
/* The head again, at the head of a page. */
double paper_draw_head(struct paper *paper, cairo_t *cr, struct placed_table *table, double y);

/* print_page.c */
void paper_deal(struct paper *paper); /* strips → pages */

/* print_draw.c */
void paper_draw(struct paper *paper, cairo_surface_t *surface);

#endif
