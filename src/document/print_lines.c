/* Lines of text: how each kind of block looks, and where its lines break. */
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "document/print_inside.h"

#define FAMILY "WenQuanYi Micro Hei"

/* ---- looks -------------------------------------------------------------------------------------
 * In relation to running text: size and line to its size and line, before and after to its line,
 * indent and left to its size. GB/T 9704-2012: running text in size 3 (16 points), the title in
 * size 2 (22), an empty line below it, paragraphs two characters in. */

struct look_row {
    enum print_kind kind;
    int level;
    double size, line, before, after;
    double indent; /* in Chinese only: English sets paragraphs apart by space */
    bool bold;
    PangoAlignment align;
};

static const struct look_row looks[] = {
    {PRINT_TITLE,     0, 1.375,  1.25, 0,   0.6, 0, true,  PANGO_ALIGN_CENTER},
    {PRINT_NUMBER,    0, 1,      1,    0,   0.6, 0, false, PANGO_ALIGN_CENTER},
    {PRINT_ADDRESSEE, 0, 1,      1,    0.2, 0,   0, false, PANGO_ALIGN_LEFT  },
    {PRINT_HEADING,   1, 1.0625, 1,    0.5, 0.1, 2, true,  PANGO_ALIGN_LEFT  },
    {PRINT_HEADING,   2, 1,      1,    0.2, 0,   2, true,  PANGO_ALIGN_LEFT  },
    {PRINT_HEADING,   3, 1,      1,    0,   0,   2, true,  PANGO_ALIGN_LEFT  },
    {PRINT_PARAGRAPH, 0, 1,      1,    0,   0,   2, false, PANGO_ALIGN_LEFT  },
    {PRINT_CLAUSE,    0, 1,      1,    0,   0,   2, false, PANGO_ALIGN_LEFT  },
    {PRINT_NOTE,      0, 0.75,   0.75, 0.2, 0,   0, false, PANGO_ALIGN_LEFT  },
    {PRINT_CENTRE,    0, 1,      1,    0.2, 0.2, 0, false, PANGO_ALIGN_CENTER},
    {PRINT_RIGHT,     0, 1,      1,    0,   0,   0, false, PANGO_ALIGN_RIGHT },
};

enum { PARAGRAPH_LOOK = 6 };

struct look paper_look(const struct paper *paper, const struct print_block *block)
{
    const struct look_row *row = &looks[PARAGRAPH_LOOK];
    int level = block->kind != PRINT_HEADING ? 0
                : block->level < 1           ? 1
                : block->level > 3           ? 3
                                             : block->level;
    for (size_t i = 0; i < COUNT_OF(looks); i++)
        if (looks[i].kind == block->kind && looks[i].level == level) row = &looks[i];
    struct look look = {.size = row->size * paper->size,
                        .line = row->line * paper->line,
                        .before = row->before * paper->line,
                        .after = row->after * paper->line,
                        .indent = paper->chinese ? row->indent * paper->size : 0,
                        .bold = row->bold,
                        .align = row->align};
    bool running = block->kind == PRINT_PARAGRAPH || block->kind == PRINT_ADDRESSEE ||
                   block->kind == PRINT_CLAUSE || block->kind == PRINT_NOTE;
    if (running && !paper->chinese) look.after += 0.45 * paper->line;
    if (block->kind == PRINT_CLAUSE) look.left = block->level * 2 * paper->size;
    return look;
}

/* ---- lines ---- */

static void set_font(PangoLayout *layout, const struct look *look)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, FAMILY);
    pango_font_description_set_absolute_size(font, look->size * PANGO_SCALE);
    pango_font_description_set_weight(font, look->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

static void unref(void *object)
{
    g_object_unref(object);
}

/* A line break within a block begins no new paragraph: no indent. */
static const char *one_paragraph(struct arena *mem, const char *text)
{
    struct out out = out_new(mem);
    for (size_t n; *text; text += n) {
        n = strcspn(text, "\r\n");
        out_bytes(&out, text, n);
        if (text[n]) out_text(&out, "\u2028");
        n += text[n] == '\r' && text[n + 1] == '\n' ? 2 : text[n] != 0;
    }
    return out.text;
}

PangoLayout *paper_layout(struct paper *paper, const struct look *look, const char *text,
                          double width)
{
    PangoLayout *layout = pango_layout_new(paper->pango);
    arena_defer(paper->mem, unref, layout);
    set_font(layout, look);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_indent(layout, (int)(look->indent * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, look->align);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_text(layout, one_paragraph(paper->mem, text ? text : ""), -1);
    return layout;
}

/* Letters stand in the middle of their line, on a base that a foreign font in it does not move. */
double paper_baseline(struct paper *paper, const struct look *look)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, FAMILY);
    pango_font_description_set_absolute_size(font, look->size * PANGO_SCALE);
    PangoFontMetrics *metrics = pango_context_get_metrics(paper->pango, font, NULL);
    double ascent = pango_units_to_double(pango_font_metrics_get_ascent(metrics));
    double descent = pango_units_to_double(pango_font_metrics_get_descent(metrics));
    pango_font_metrics_unref(metrics);
    pango_font_description_free(font);
    return (look->line - ascent - descent) / 2 + ascent;
}

double paper_line_width(PangoLayoutLine *line)
{
    PangoRectangle rectangle;
    pango_layout_line_get_extents(line, NULL, &rectangle);
    return pango_units_to_double(rectangle.width);
}

/* ---- punctuation -------------------------------------------------------------------------------
 * Of two marks that follow each other, one gives up its empty half (》（ takes one and a half
 * places, not two), and an opening bracket at the beginning of a line stands at its edge: GB/T
 * 15834-2011, and what every Chinese typesetter does. */

static bool is_one_of(gunichar c, const char *marks)
{
    return c >= 0x2000 && g_utf8_strchr(marks, -1, c) != NULL;
}

static bool opens(gunichar c)
{
    return is_one_of(c, "（《〈「『【〔");
}

static bool closes(gunichar c)
{
    return is_one_of(c, "）》〉」』】〕，。、；：");
}

/* What is empty beside a mark, in this font: it keeps a little of it. */
static int spare(const PangoLayoutRun *run, const PangoGlyphInfo *glyph, bool right)
{
    PangoRectangle ink;
    pango_font_get_glyph_extents(run->item->analysis.font, glyph->glyph, &ink, NULL);
    int width = glyph->geometry.width;
    int empty = (right ? width - ink.x - ink.width : ink.x) - width / 12;
    return empty < 0 ? 0 : empty > width / 2 ? width / 2 : empty;
}

static void tighten_run(PangoLayoutRun *run, const char *text, bool at_edge)
{
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        PangoGlyphInfo *glyph = &run->glyphs->glyphs[i];
        const char *at = text + run->item->offset + run->glyphs->log_clusters[i];
        gunichar c = g_utf8_get_char(at), next = g_utf8_get_char(g_utf8_next_char(at));
        if (closes(c) && (closes(next) || opens(next))) {
            glyph->geometry.width -= spare(run, glyph, true);
        } else if (opens(c) && (opens(next) || (at_edge && i == 0))) {
            int empty = spare(run, glyph, false);
            glyph->geometry.width -= empty;
            glyph->geometry.x_offset -= empty;
        }
    }
}

void paper_tighten(PangoLayoutLine *line, bool first)
{
    const char *text = pango_layout_get_text(line->layout);
    bool at_edge = !first;
    for (GSList *run = line->runs; run; run = run->next, at_edge = false)
        tighten_run(run->data, text, at_edge);
}

/* ---- blocks of text → strips ---- */

void paper_add_strip(struct paper *paper, struct strip strip)
{
    if (paper->count == paper->room) {
        size_t room = paper->room ? paper->room * 2 : 256;
        struct strip *strips = arena_array(paper->mem, struct strip, room);
        if (paper->count) memcpy(strips, paper->strips, paper->count * sizeof *strips);
        paper->strips = strips;
        paper->room = room;
    }
    paper->strips[paper->count++] = strip;
}

static double offset_of(const struct look *look, PangoLayoutLine *line, double room, bool first)
{
    double free_width = room - paper_line_width(line);
    if (look->align == PANGO_ALIGN_CENTER) return look->left + free_width / 2;
    if (look->align == PANGO_ALIGN_RIGHT) return look->left + free_width;
    return look->left + (first ? look->indent : 0);
}

/* No line of a paragraph stands alone, and a heading stays with what it heads. */
static void add_lines(struct paper *paper, const struct print_block *block, const struct look *look,
                      const char *text)
{
    double room = paper->text_width - look->left;
    PangoLayout *layout = paper_layout(paper, look, text, room);
    int count = pango_layout_get_line_count(layout);
    bool keep = block->keep || block->kind == PRINT_HEADING || block->kind == PRINT_TITLE;
    for (int i = 0; i < count; i++) {
        PangoLayoutLine *line = pango_layout_get_line(layout, i);
        paper_tighten(line, i == 0);
        paper_add_strip(paper,
                        (struct strip){.block = block,
                                       .before = i == 0 ? look->before : 0,
                                       .height = look->line,
                                       .after = i == count - 1 ? look->after : 0,
                                       .keep = keep || (i == 0 && count > 1) || (i == count - 2),
                                       .begin = i == 0,
                                       .last = i == count - 1,
                                       .line = line,
                                       .x = offset_of(look, line, room, i == 0),
                                       .baseline = paper_baseline(paper, look)});
    }
    if (keep && count) paper->strips[paper->count - 1].keep = true;
}

/* In Chinese a label is the paragraph's first word (（一）…); elsewhere the text hangs beside it.
 */
static void add_clause(struct paper *paper, const struct print_block *block)
{
    struct look look = paper_look(paper, block);
    bool word = !text_empty(block->label) && (unsigned char)block->label[0] >= 0x80 &&
                !text_equal(block->label, "•");
    size_t first = paper->count;
    if (paper->chinese && word) {
        add_lines(paper, block, &look, arena_format(paper->mem, "%s%s", block->label, block->text));
        return;
    }
    struct look beside = look;
    double label_x = look.left + look.indent;
    look.left = label_x + paper->size * 1.8;
    look.indent = 0;
    add_lines(paper, block, &look, block->text);
    if (paper->count == first || text_empty(block->label)) return;
    PangoLayout *label =
        paper_layout(paper, &(struct look){.size = beside.size}, block->label, 100);
    paper->strips[first].label = pango_layout_get_line(label, 0);
    paper->strips[first].label_x = label_x;
}

/* The agency, as large as it fits, over a thick and a thin line (GB/T 9704-2012, 10.1). */
static void add_letterhead(struct paper *paper)
{
    const struct print_document *document = paper->document;
    struct look look = {.size = 2 * paper->size, .line = 2.6 * paper->size, .bold = true};
    if (text_empty(document->letterhead)) return;
    struct print_block *block = arena_make(paper->mem, struct print_block);
    *block = (struct print_block){.kind = PRINT_CENTRE, .text = document->letterhead};
    PangoLayout *layout = paper_layout(paper, &look, document->letterhead, 10000);
    double width = paper_line_width(pango_layout_get_line(layout, 0));
    if (width > paper->text_width) {
        look.size *= paper->text_width / width * 0.99;
        layout = paper_layout(paper, &look, document->letterhead, 10000);
    }
    PangoLayoutLine *line = pango_layout_get_line(layout, 0);
    paper_add_strip(paper, (struct strip){.block = block,
                                          .height = look.line,
                                          .keep = true,
                                          .begin = true,
                                          .last = true,
                                          .line = line,
                                          .x = (paper->text_width - paper_line_width(line)) / 2,
                                          .baseline = paper_baseline(paper, &look)});
    struct print_block *rule = arena_make(paper->mem, struct print_block);
    *rule = (struct print_block){.kind = PRINT_RULE, .level = 1};
    paper_add_strip(paper,
                    (struct strip){.block = rule, .height = paper->line * 1.2, .keep = true});
}

/* A seal without text above it invites to write there: at least two lines go with it. */
static void add_seal(struct paper *paper, const struct print_block *block)
{
    bool place = !block->no_seal;
    if (paper->count) paper->strips[paper->count - 1].keep = true;
    paper_add_strip(paper, (struct strip){.block = block,
                                          .before = paper->line * (place ? 0.6 : 1.2),
                                          .height = place ? MILLIMETRES(44) : 2 * paper->line,
                                          .begin = true,
                                          .last = true});
}

static void add_block(struct paper *paper, const struct print_block *block)
{
    struct look look = paper_look(paper, block);
    switch (block->kind) {
    case PRINT_TABLE:
        paper_add_table(paper, block);
        return;
    case PRINT_SEAL:
        add_seal(paper, block);
        return;
    case PRINT_RULE:
        paper_add_strip(paper, (struct strip){.block = block, .height = paper->line * 0.8});
        return;
    case PRINT_CLAUSE:
        add_clause(paper, block);
        return;
    default:
        add_lines(paper, block, &look, block->text);
    }
}

void paper_lay_out(struct paper *paper)
{
    bool turn = false;
    add_letterhead(paper);
    for (size_t i = 0; i < paper->document->count; i++) {
        const struct print_block *block = &paper->document->blocks[i];
        size_t first = paper->count;
        if (block->kind == PRINT_BREAK) {
            turn = paper->count > 0;
            continue;
        }
        if (block->kind != PRINT_TABLE && block->kind != PRINT_RULE && block->kind != PRINT_SEAL &&
            text_empty(block->text))
            continue;
        add_block(paper, block);
        if (paper->count > first) paper->strips[first].turn = turn;
        turn = false;
    }
}
