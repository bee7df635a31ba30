/* Pages → ink: the strips in their places, and the tags that say what they are. */
#include <cairo-pdf.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "document/print_inside.h"

/* ---- tags --------------------------------------------------------------------------------------
 * Tags stay open over the end of a page, so that a paragraph on two pages is one. Lists and tables
 * hold other tags; what is written outside any (head and foot of a page, rules) is no content. */

struct tags {
    cairo_t *cr;
    const char *open; /* of the block: "P" */
    bool list;        /* "L" is open */
    bool table;       /* "Table" is open */
};

static const char *tag_of(const struct print_block *block)
{
    static const char *const headings[] = {"H2", "H2", "H3", "H4"};
    switch (block->kind) {
    case PRINT_TITLE:
        return "H1";
    case PRINT_HEADING:
        return headings[block->level >= 1 && block->level <= 3 ? block->level : 1];
    case PRINT_CLAUSE:
        return "LBody";
    default:
        return "P";
    }
}

static void close_list(struct tags *tags)
{
    if (tags->list) cairo_tag_end(tags->cr, "L");
    tags->list = false;
}

static void begin_block(struct tags *tags, const struct print_block *block)
{
    tags->open = tag_of(block);
    if (block->kind != PRINT_CLAUSE) {
        close_list(tags);
    } else {
        if (!tags->list) cairo_tag_begin(tags->cr, "L", NULL);
        tags->list = true;
        cairo_tag_begin(tags->cr, "LI", NULL);
    }
}

static void end_block(struct tags *tags, const struct print_block *block)
{
    cairo_tag_end(tags->cr, tags->open);
    if (block->kind == PRINT_CLAUSE) cairo_tag_end(tags->cr, "LI");
    tags->open = NULL;
}

/* ---- strips ---- */

static void show_line(cairo_t *cr, PangoLayoutLine *line, double x, double y)
{
    cairo_move_to(cr, x, y);
    pango_cairo_show_layout_line(cr, line);
}

static void draw_text(struct paper *paper, struct tags *tags, const struct strip *strip, double y)
{
    cairo_t *cr = tags->cr;
    if (strip->begin) {
        begin_block(tags, strip->block);
        if (strip->label) {
            cairo_tag_begin(cr, "Lbl", NULL);
            show_line(cr, strip->label, paper->left + strip->label_x, y + strip->baseline);
            cairo_tag_end(cr, "Lbl");
        }
        cairo_tag_begin(cr, tags->open, NULL);
    }
    show_line(cr, strip->line, paper->left + strip->x, y + strip->baseline);
    if (strip->last) end_block(tags, strip->block);
}

/* Level 1 is the letterhead's, thick above thin; the other is one thin line. */
static void draw_rule(struct paper *paper, cairo_t *cr, const struct strip *strip, double y)
{
    const double widths[] = {strip->block->level ? 2 : 0.5, 0.5};
    for (int i = 0; i <= (strip->block->level ? 1 : 0); i++) {
        double at = y + strip->height * 0.4 + i * 3;
        cairo_set_line_width(cr, widths[i]);
        cairo_move_to(cr, paper->left, at);
        cairo_line_to(cr, paper->left + paper->text_width, at);
        cairo_stroke(cr);
    }
}

/* The place of the seal: 42 mm, over the agency and the day as it is to be set (GB/T 9704-2012,
 * 7.3.5.1; the diameter by 国发〔1999〕25号). Grey, so that what is printed on it stays legible. */
static void draw_place(struct paper *paper, cairo_t *cr, double x, double y)
{
    static const char *const words[] = {"（印章）", "(seal)"};
    static const double dashes[] = {3, 3};
    struct look look = {.size = 9, .line = 12};
    double radius = MILLIMETRES(21);
    PangoLayout *layout = paper_layout(paper, &look, words[paper->document->language], 2 * radius);
    PangoLayoutLine *line = pango_layout_get_line(layout, 0);
    cairo_save(cr);
    cairo_set_source_rgb(cr, 0.55, 0.55, 0.55);
    cairo_set_line_width(cr, 0.7);
    cairo_set_dash(cr, dashes, 2, 0);
    cairo_new_path(cr);
    cairo_arc(cr, x, y, radius, 0, 2 * G_PI);
    cairo_stroke(cr);
    show_line(cr, line, x - paper_line_width(line) / 2, y - radius * 0.62);
    cairo_restore(cr);
}

static void draw_seal(struct paper *paper, struct tags *tags, const struct strip *strip, double y)
{
    cairo_t *cr = tags->cr;
    const struct print_block *block = strip->block;
    struct look look = {.size = paper->size, .line = paper->line};
    const char *texts[] = {block->text ? block->text : "",
                           words_date(paper->mem, paper->document->language, block->date)};
    PangoLayoutLine *lines[2];
    double widest = 0;
    for (int i = 0; i < 2; i++) {
        PangoLayout *layout = paper_layout(paper, &look, texts[i], 10000);
        lines[i] = pango_layout_get_line(layout, 0);
        if (paper_line_width(lines[i]) > widest) widest = paper_line_width(lines[i]);
    }
    double half = MILLIMETRES(21) > widest / 2 ? MILLIMETRES(21) : widest / 2;
    double x = paper->left + paper->text_width - half - (widest < 300 ? paper->size : 0);
    double middle = y + strip->height / 2;
    if (!block->no_seal) draw_place(paper, cr, x, middle);
    close_list(tags);
    for (int i = 0; i < 2; i++) {
        double base = middle + (i - 1) * paper->line + paper_baseline(paper, &look);
        cairo_tag_begin(cr, "P", NULL);
        show_line(cr, lines[i], x - paper_line_width(lines[i]) / 2, base);
        cairo_tag_end(cr, "P");
    }
}

static double draw_rows(struct paper *paper, struct tags *tags, const struct leaf *page, size_t *at,
                        double y)
{
    size_t first = *at, end = first + 1;
    struct placed_table *placed = paper->strips[first].table;
    while (end < page->end && paper->strips[end].table == placed) end++;
    close_list(tags);
    if (paper->strips[first].begin) cairo_tag_begin(tags->cr, "Table", NULL);
    if (first == page->first && page->repeat) y = paper_draw_head(paper, tags->cr, placed, y);
    y = paper_draw_rows(paper, tags->cr, first, end, y);
    if (paper->strips[end - 1].last) cairo_tag_end(tags->cr, "Table");
    *at = end;
    return y + paper->strips[end - 1].after;
}

static double draw_strip(struct paper *paper, struct tags *tags, const struct strip *strip,
                         double y)
{
    if (strip->line)
        draw_text(paper, tags, strip, y);
    else if (strip->block->kind == PRINT_RULE)
        draw_rule(paper, tags->cr, strip, y);
    else
        draw_seal(paper, tags, strip, y);
    return y + strip->height + strip->after;
}

/* ---- head and foot of a page ---- */

static const char *page_words(struct paper *paper, size_t number)
{
    size_t of = paper->page_count;
    return paper->chinese ? arena_format(paper->mem, "第%zu页　共%zu页", number, of)
                          : arena_format(paper->mem, "Page %zu of %zu", number, of);
}

static void draw_small(struct paper *paper, cairo_t *cr, const char *text, bool right, double y)
{
    struct look look = {.size = 9, .line = 12};
    PangoLayout *layout = paper_layout(paper, &look, text, paper->text_width * (right ? 1 : 0.72));
    pango_layout_set_height(layout, -1);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    PangoLayoutLine *line = pango_layout_get_line(layout, 0);
    double x = paper->left + (right ? paper->text_width - paper_line_width(line) : 0);
    show_line(cr, line, x, y);
}

static void draw_margins(struct paper *paper, cairo_t *cr, size_t number)
{
    const struct print_document *document = paper->document;
    double foot = paper->top + paper->text_height + MILLIMETRES(11);
    if (!text_empty(document->running) && number > 1) {
        double head = paper->top - MILLIMETRES(9);
        draw_small(paper, cr, document->running, false, head);
        cairo_set_line_width(cr, 0.4);
        cairo_move_to(cr, paper->left, head + 5);
        cairo_line_to(cr, paper->left + paper->text_width, head + 5);
        cairo_stroke(cr);
    }
    if (!text_empty(document->foot)) draw_small(paper, cr, document->foot, false, foot);
    draw_small(paper, cr, page_words(paper, number), true, foot);
}

/* ---- the outline ---- */

static void outline(struct paper *paper, cairo_surface_t *surface, size_t number,
                    const struct strip *strip, double y)
{
    if (strip->block->kind != PRINT_HEADING || !strip->begin) return;
    const char *place =
        arena_format(paper->mem, "page=%zu pos=[%d %d]", number, (int)paper->left, (int)y);
    cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT, strip->block->text, place, 0);
}

void paper_draw(struct paper *paper, cairo_surface_t *surface)
{
    cairo_t *cr = cairo_create(surface);
    struct tags tags = {.cr = cr};
    cairo_tag_begin(cr, "Document", NULL);
    for (size_t p = 0; p < paper->page_count; p++) {
        const struct leaf *page = &paper->pages[p];
        double y = paper->top;
        draw_margins(paper, cr, p + 1);
        for (size_t i = page->first; i < page->end;) {
            const struct strip *strip = &paper->strips[i];
            if (i > page->first) y += strip->before;
            outline(paper, surface, p + 1, strip, y);
            if (strip->table) {
                y = draw_rows(paper, &tags, page, &i, y);
            } else {
                y = draw_strip(paper, &tags, strip, y);
                i++;
            }
        }
        if (p + 1 < paper->page_count) cairo_show_page(cr);
    }
    close_list(&tags);
    cairo_tag_end(cr, "Document");
    cairo_destroy(cr);
}
