/* Tables: cells in their places, rows as strips, and their lines. */
#include <string.h>

#include "base/text.h"
#include "document/print_inside.h"

enum { KEPT_ROWS = 6 }; /* cells that cover more rows may be parted by the end of a page */

static const double thin = 0.5; /* width of the lines */

/* ---- places ---- */

static void put_cell(struct placed_table *placed, const struct print_cell *cell, size_t row,
                     size_t column, size_t *busy)
{
    const struct print_table *table = placed->table;
    size_t across = cell->across > 1 ? (size_t)cell->across : 1;
    size_t down = cell->down > 1 ? (size_t)cell->down : 1;
    size_t free_columns = 1;
    while (column + free_columns < table->column_count && busy[column + free_columns] <= row)
        free_columns++;
    if (across > free_columns) across = free_columns;
    if (down > table->row_count - row) down = table->row_count - row;
    enum print_align align = cell->align;
    bool head = cell->head || row < placed->head_rows;
    if (align == PRINT_AS_COLUMN) align = table->columns[column].align;
    if (align == PRINT_AS_COLUMN || (row < placed->head_rows && cell->align == PRINT_AS_COLUMN))
        align = row < placed->head_rows || across > 1 ? PRINT_MIDDLE : PRINT_START;
    for (size_t i = column; i < column + across; i++) busy[i] = row + down;
    placed->cells[placed->count++] =
        (struct placed_cell){cell, row, column, across, down, head, align, NULL, 0, 0};
}

struct placed_table *print_place(struct arena *mem, const struct print_table *table)
{
    struct placed_table *placed = arena_make(mem, struct placed_table);
    size_t most = 0;
    size_t *busy = arena_array(mem, size_t, table->column_count + 1);
    for (size_t r = 0; r < table->row_count; r++) most += table->rows[r].count;
    *placed = (struct placed_table){
        .table = table,
        .head_rows = table->head_rows < table->row_count ? table->head_rows : table->row_count,
        .cells = arena_array(mem, struct placed_cell, most + 1)};
    for (size_t r = 0; r < table->row_count; r++) {
        size_t column = 0;
        for (size_t i = 0; i < table->rows[r].count; i++) {
            while (column < table->column_count && busy[column] > r) column++;
            if (column == table->column_count) break;
            put_cell(placed, &table->rows[r].cells[i], r, column, busy);
        }
    }
    return placed;
}

/* ---- widths and heights ---- */

/* Where no widths are given, the longest text of each column says them, within bounds. */
static double width_of(const struct placed_table *placed, size_t column)
{
    const struct print_column *given = &placed->table->columns[column];
    double longest = 3;
    if (given->width > 0) return given->width;
    for (size_t i = 0; i < placed->count; i++) {
        const struct placed_cell *at = &placed->cells[i];
        double length = (double)text_length(at->cell->text ? at->cell->text : "");
        if (at->column == column && at->across == 1 && length > longest) longest = length;
    }
    return longest > 24 ? 24 : longest;
}

static void set_edges(struct paper *paper, struct placed_table *placed)
{
    size_t columns = placed->table->column_count;
    double sum = 0, so_far = 0;
    placed->edges = arena_array(paper->mem, double, columns + 1);
    for (size_t i = 0; i < columns; i++) sum += width_of(placed, i);
    for (size_t i = 0; i < columns; i++) {
        placed->edges[i] = so_far / sum * paper->text_width;
        so_far += width_of(placed, i);
    }
    placed->edges[columns] = paper->text_width;
}

static double sum_of(const double *heights, size_t first, size_t end)
{
    double sum = 0;
    for (size_t i = first; i < end; i++) sum += heights[i];
    return sum;
}

static void lay_out_cell(struct paper *paper, struct placed_table *placed, struct placed_cell *at)
{
    static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                            PANGO_ALIGN_RIGHT};
    double width = placed->edges[at->column + at->across] - placed->edges[at->column];
    struct look look = {.size = placed->size,
                        .line = placed->line,
                        .align = aligns[at->align],
                        .bold = at->row < placed->head_rows};
    const char *text = print_cell_text(paper->mem, paper->document->language, at->cell);
    at->layout = paper_layout(paper, &look, text, width - 2 * placed->pad);
    at->lines = text[0] ? pango_layout_get_line_count(at->layout) : 0;
    for (int i = 0; i < at->lines; i++) paper_tighten(pango_layout_get_line(at->layout, i), i == 0);
}

static void set_heights(struct paper *paper, struct placed_table *placed)
{
    const struct print_table *table = placed->table;
    placed->heights = arena_array(paper->mem, double, table->row_count + 1);
    for (size_t r = 0; r < table->row_count; r++)
        placed->heights[r] =
            table->row_height > 0 ? MILLIMETRES(table->row_height) : placed->line + 2 * placed->pad;
    for (int spanning = 0; spanning < 2; spanning++)
        for (size_t i = 0; i < placed->count; i++) {
            struct placed_cell *at = &placed->cells[i];
            if ((at->down > 1) != (spanning == 1)) continue;
            lay_out_cell(paper, placed, at);
            double needs = at->lines * placed->line + 2 * placed->pad;
            double has = sum_of(placed->heights, at->row, at->row + at->down);
            if (needs > has) placed->heights[at->row + at->down - 1] += needs - has;
        }
    placed->head_height = sum_of(placed->heights, 0, placed->head_rows);
}

/* ---- strips ---- */

/* Is there a cell that covers this row and the next, and is to stay in one piece? */
static bool bound_to_next(const struct placed_table *placed, size_t row)
{
    for (size_t i = 0; i < placed->count; i++) {
        const struct placed_cell *at = &placed->cells[i];
        if (at->down > 1 && at->down <= KEPT_ROWS && at->row <= row && row + 1 < at->row + at->down)
            return true;
    }
    return false;
}

/* A row that no page holds is dealt out in parts, each a whole number of lines. */
static void add_row(struct paper *paper, const struct print_block *block,
                    struct placed_table *placed, size_t row)
{
    const struct print_table *table = placed->table;
    bool head = row < placed->head_rows;
    double height = placed->heights[row], room = paper->text_height - placed->head_height;
    if (room < paper->text_height / 2) room = paper->text_height;
    struct strip strip = {.block = block,
                          .height = height,
                          .keep = head || bound_to_next(placed, row),
                          .begin = row == 0,
                          .table = placed,
                          .row = row};
    if (height > room) {
        double part =
            2 * placed->pad + (double)(int)((room - 2 * placed->pad) / placed->line) * placed->line;
        strip.height = part;
        strip.keep = false;
        for (; height > part; height -= part - 2 * placed->pad, strip.begin = false)
            paper_add_strip(paper, strip);
        strip.height = height;
    }
    strip.last = row + 1 == table->row_count;
    paper_add_strip(paper, strip);
}

static void add_caption(struct paper *paper, const char *caption)
{
    struct print_block *block = arena_make(paper->mem, struct print_block);
    *block = (struct print_block){.kind = PRINT_CENTRE, .text = caption};
    struct look look = {
        .size = paper->size, .line = paper->line, .align = PANGO_ALIGN_CENTER, .bold = true};
    PangoLayout *layout = paper_layout(paper, &look, caption, paper->text_width);
    int count = pango_layout_get_line_count(layout);
    for (int i = 0; i < count; i++) {
        PangoLayoutLine *line = pango_layout_get_line(layout, i);
        paper_add_strip(paper, (struct strip){.block = block,
                                              .before = i == 0 ? paper->line * 0.4 : 0,
                                              .height = look.line,
                                              .keep = true,
                                              .begin = i == 0,
                                              .last = i == count - 1,
                                              .line = line,
                                              .x = (paper->text_width - paper_line_width(line)) / 2,
                                              .baseline = paper_baseline(paper, &look)});
    }
}

void paper_add_table(struct paper *paper, const struct print_block *block)
{
    const struct print_table *table = block->table;
    if (!table || !table->column_count || !table->row_count) return;
    struct placed_table *placed = print_place(paper->mem, table);
    placed->size = table->size > 0 ? table->size : 10.5;
    placed->line = placed->size * 1.4;
    placed->pad = placed->size * 0.36;
    if (!text_empty(table->caption)) add_caption(paper, table->caption);
    set_edges(paper, placed);
    set_heights(paper, placed);
    size_t first = paper->count;
    for (size_t r = 0; r < table->row_count; r++) add_row(paper, block, placed, r);
    paper->strips[first].before = paper->line * 0.2;
    paper->strips[paper->count - 1].after = paper->line * 0.3;
    if (block->keep) paper->strips[paper->count - 1].keep = true;
}

/* ---- drawing ---- */

static void draw_lines(struct paper *paper, cairo_t *cr, struct placed_table *placed,
                       struct placed_cell *at, const double *box /* left, top, width, height */)
{
    struct look look = {.size = placed->size, .line = placed->line};
    double baseline = paper_baseline(paper, &look);
    int fit = (int)((box[3] - 2 * placed->pad) / placed->line + 0.01);
    if (at->next_line >= at->lines) at->next_line = at->down > 1 ? 0 : at->lines;
    int count = at->lines - at->next_line < fit ? at->lines - at->next_line : fit;
    double y = box[1] + (box[3] - count * placed->line) / 2;
    for (int i = 0; i < count; i++, y += placed->line) {
        PangoLayoutLine *line = pango_layout_get_line(at->layout, at->next_line + i);
        double slack = box[2] - 2 * placed->pad - paper_line_width(line);
        double x = box[0] + placed->pad +
                   (at->align == PRINT_MIDDLE ? slack / 2
                    : at->align == PRINT_END  ? slack
                                              : 0);
        cairo_move_to(cr, x, y + baseline);
        pango_cairo_show_layout_line(cr, line);
    }
    at->next_line += count;
}

static void draw_box(cairo_t *cr, const double *box)
{
    cairo_set_line_width(cr, thin);
    cairo_rectangle(cr, box[0], box[1], box[2], box[3]);
    cairo_stroke(cr);
}

/* Draws one cell between two heights. */
static void draw_cell(struct paper *paper, cairo_t *cr, struct placed_table *placed,
                      struct placed_cell *at, const double *from_to)
{
    double left = placed->edges[at->column];
    double box[4] = {paper->left + left, from_to[0], placed->edges[at->column + at->across] - left,
                     from_to[1] - from_to[0]};
    draw_box(cr, box);
    draw_lines(paper, cr, placed, at, box);
}

double paper_draw_head(struct paper *paper, cairo_t *cr, struct placed_table *placed, double y)
{
    for (size_t i = 0; i < placed->count; i++) {
        struct placed_cell *at = &placed->cells[i];
        if (at->row >= placed->head_rows) break;
        at->next_line = 0;
        double top = y + sum_of(placed->heights, 0, at->row);
        size_t end = at->row + at->down;
        if (end > placed->head_rows) end = placed->head_rows;
        double from_to[2] = {top, top + sum_of(placed->heights, at->row, end)};
        draw_cell(paper, cr, placed, at, from_to);
    }
    return y + placed->head_height;
}

/* Where the strips of the cell's rows begin and end on this page. */
static void stretch(const struct paper *paper, const struct placed_cell *at, size_t first,
                    size_t end, double *from_to)
{
    double y = from_to[0];
    bool seen = false;
    for (size_t i = first; i < end; i++) {
        const struct strip *strip = &paper->strips[i];
        bool covered = strip->row >= at->row && strip->row < at->row + at->down;
        if (covered && !seen) from_to[0] = y;
        seen |= covered;
        y += strip->height;
        if (covered) from_to[1] = y;
    }
}

double paper_draw_rows(struct paper *paper, cairo_t *cr, size_t first, size_t end, double y)
{
    struct placed_table *placed = paper->strips[first].table;
    size_t first_row = paper->strips[first].row, last_row = paper->strips[end - 1].row;
    size_t open_row = SIZE_MAX;
    double below = y;
    for (size_t i = first; i < end; i++) below += paper->strips[i].height;
    for (size_t i = 0; i < placed->count; i++) {
        struct placed_cell *at = &placed->cells[i];
        double from_to[2] = {y, y};
        if (at->row + at->down <= first_row || at->row > last_row) continue;
        size_t row = at->row < first_row ? first_row : at->row;
        if (row != open_row && open_row != SIZE_MAX) cairo_tag_end(cr, "TR");
        if (row != open_row) cairo_tag_begin(cr, "TR", NULL);
        open_row = row;
        stretch(paper, at, first, end, from_to);
        cairo_tag_begin(cr, at->head ? "TH" : "TD", NULL);
        draw_cell(paper, cr, placed, at, from_to);
        cairo_tag_end(cr, at->head ? "TH" : "TD");
    }
    if (open_row != SIZE_MAX) cairo_tag_end(cr, "TR");
    return below;
}
