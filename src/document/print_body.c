/* BODY fields → blocks. The reading is that of web/body.h, whose page says why; here the words
 * alone matter, so emphasis is dropped and a link keeps its address behind it. */
#include <md4c.h>
#include <string.h>

#include "base/text.h"
#include "document/print.h"

enum { DEEPEST = 24, LARGEST = 256 * 1024, COLUMNS_MOST = 20 };

struct reader {
    struct print_document *document;
    struct arena *mem;
    struct out words; /* of the block or the cell being read */
    struct list {
        bool numbered;
        unsigned next;
    } lists[DEEPEST];
    int list_count, depth;
    bool in_paragraph;
    const char *label; /* of the item whose first words are awaited */
    int levels[6], level_count;
    char *href;
    size_t link_from;
    /* a table */
    struct print_cell *cells;
    struct print_row *rows;
    struct print_column *columns;
    size_t cell_count, cell_room, row_count, row_room, column_count, head_rows;
    bool in_cell;
    size_t
        cells_left; /* md4c fills up short rows: twelve kilobytes would become millions of cells */
};

/* ---- words ---- */

static const char wide_blank[] = "\u3000";

static const char *taken(struct reader *r)
{
    const char *text = r->words.text;
    size_t blank = sizeof wide_blank - 1, size;
    r->words = out_new(r->mem);
    while (!strncmp(text, wide_blank, blank) || *text == ' ') text += *text == ' ' ? 1 : blank;
    size = strlen(text);
    while (size && (text[size - 1] == ' ' || text[size - 1] == '\n')) size--;
    return arena_copy_n(r->mem, text, size);
}

/* Ends what has been read as a paragraph, or as a clause of the list that it stands in. */
static void put_block(struct reader *r)
{
    const char *text = taken(r);
    if (text_empty(text)) return;
    struct print_block block = {.kind = PRINT_PARAGRAPH, .text = text, .date = DATE_NONE};
    if (r->list_count) {
        block.kind = PRINT_CLAUSE;
        block.level = r->list_count - 1;
        block.label = r->label ? r->label : "";
        r->label = NULL;
    }
    print_add(r->document, block);
}

static void soft_break(struct reader *r)
{
    if (!text_after_chinese(&r->words))
        out_char(&r->words, ' ');
    else if (r->in_paragraph && !r->in_cell)
        put_block(r);
}

static int put_words(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *reader)
{
    struct reader *r = reader;
    if (type == MD_TEXT_SOFTBR)
        soft_break(r);
    else if (type == MD_TEXT_BR)
        out_char(&r->words, '\n');
    else if (type == MD_TEXT_NULLCHAR)
        out_text(&r->words, "\ufffd");
    else
        out_bytes(&r->words, text, size);
    return 0;
}

/* ---- spans ---- */

static int enter_span(MD_SPANTYPE type, void *detail, void *reader)
{
    struct reader *r = reader;
    if (type == MD_SPAN_A && !r->href) {
        const MD_SPAN_A_DETAIL *link = detail;
        r->href = arena_copy_n(r->mem, link->href.text, link->href.size);
        r->link_from = r->words.size;
    }
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *reader)
{
    struct reader *r = reader;
    if (type != MD_SPAN_A || !r->href) return 0;
    bool said = r->link_from <= r->words.size && text_equal(r->words.text + r->link_from, r->href);
    if (!said && r->href[0])
        out_format(&r->words, r->document->language == CHINESE ? "（%s）" : " (%s)", r->href);
    r->href = NULL;
    return 0;
}

/* ---- tables ---- */

#define GROW(array, type, count, room)                                  \
    do {                                                                \
        if ((count) == (room)) {                                        \
            size_t grown_room = (room) ? (room)*2 : 32;                 \
            type *grown = arena_array(r->mem, type, grown_room);        \
            if (count) memcpy(grown, (array), (count) * sizeof *grown); \
            (array) = grown;                                            \
            (room) = grown_room;                                        \
        }                                                               \
    } while (0)

static void begin_row(struct reader *r)
{
    GROW(r->rows, struct print_row, r->row_count, r->row_room);
    r->cells = NULL;
    r->cell_count = r->cell_room = 0;
}

static void end_row(struct reader *r)
{
    r->rows[r->row_count++] = (struct print_row){r->cells, r->cell_count};
}

static void end_cell(struct reader *r, bool head, const MD_BLOCK_TD_DETAIL *detail)
{
    static const enum print_align aligns[] = {PRINT_AS_COLUMN, PRINT_START, PRINT_MIDDLE,
                                              PRINT_END};
    r->in_cell = false;
    const char *text = taken(r);
    if (r->cell_count == COLUMNS_MOST) { /* what is beyond them stands in the last one */
        struct print_cell *last = &r->cells[COLUMNS_MOST - 1];
        if (*text) last->text = arena_format(r->mem, "%s %s", last->text, text);
        return;
    }
    GROW(r->cells, struct print_cell, r->cell_count, r->cell_room);
    r->columns[r->cell_count].align = aligns[detail->align];
    r->cells[r->cell_count++] = (struct print_cell){.text = text};
    if (r->cell_count > r->column_count) r->column_count = r->cell_count;
    if (head) r->head_rows = 1;
}

static void begin_table(struct reader *r)
{
    put_block(r);
    r->rows = NULL;
    r->row_count = r->row_room = r->column_count = r->head_rows = 0;
    r->columns = arena_array(r->mem, struct print_column, COLUMNS_MOST);
}

static void end_table(struct reader *r)
{
    struct print_table *table = arena_make(r->mem, struct print_table);
    *table = (struct print_table){.columns = r->columns,
                                  .column_count = r->column_count,
                                  .rows = r->rows,
                                  .row_count = r->row_count,
                                  .head_rows = r->head_rows};
    if (table->row_count && table->column_count) print_table(r->document, table);
}

/* ---- blocks ---- */

static void put_heading(struct reader *r, int source)
{
    while (r->level_count && r->levels[r->level_count - 1] >= source) r->level_count--;
    if (r->level_count < 6) r->levels[r->level_count++] = source;
    const char *text = taken(r);
    if (!text_empty(text)) print_heading(r->document, r->level_count, text);
}

static void begin_item(struct reader *r)
{
    if (!r->list_count) return;
    struct list *list = &r->lists[r->list_count - 1];
    r->label = list->numbered ? arena_format(r->mem, "%u.", list->next++) : "•";
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *reader)
{
    struct reader *r = reader;
    if (++r->depth > DEEPEST) return -1;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
        put_block(r);
        bool numbered = type == MD_BLOCK_OL;
        r->lists[r->list_count++] =
            (struct list){numbered, numbered ? ((MD_BLOCK_OL_DETAIL *)detail)->start : 0};
    } else if (type == MD_BLOCK_LI) {
        put_block(r);
        begin_item(r);
    } else if (type == MD_BLOCK_P) {
        put_block(r);
        r->in_paragraph = true;
    } else if (type == MD_BLOCK_TABLE) {
        begin_table(r);
    } else if (type == MD_BLOCK_TR) {
        begin_row(r);
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        r->in_cell = true;
        if (r->cells_left-- == 0) return -1;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *reader)
{
    struct reader *r = reader;
    r->depth--;
    r->href = NULL;
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) {
        put_block(r);
        if (r->list_count) r->list_count--;
    } else if (type == MD_BLOCK_H) {
        put_heading(r, (int)((MD_BLOCK_H_DETAIL *)detail)->level);
    } else if (type == MD_BLOCK_TABLE) {
        end_table(r);
    } else if (type == MD_BLOCK_TR) {
        end_row(r);
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        end_cell(r, type == MD_BLOCK_TH, detail);
    } else if (type == MD_BLOCK_P || type == MD_BLOCK_CODE || type == MD_BLOCK_LI) {
        put_block(r);
        r->in_paragraph = false;
    }
    return 0;
}

/* What is nested past all reason comes out as plain lines, as on the page. */
static void put_lines(struct print_document *document, const char *text)
{
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        if (n) print_text(document, PRINT_PARAGRAPH, arena_copy_n(document->mem, text, n));
    }
}

void print_body(struct print_document *document, const char *text)
{
    static const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML |
                                              MD_FLAG_NOINDENTEDCODEBLOCKS,
                                     .enter_block = enter_block,
                                     .leave_block = leave_block,
                                     .enter_span = enter_span,
                                     .leave_span = leave_span,
                                     .text = put_words};
    struct arena *mem = document->mem;
    size_t before = document->count, size = text ? strlen(text) : 0;
    struct reader r = {
        .document = document, .mem = mem, .words = out_new(mem), .cells_left = size + 1000};
    if (!size) return;
    if (size <= LARGEST && md_parse(text, (MD_SIZE)size, &parser, &r) == 0) return;
    document->count = before;
    put_lines(document, text);
}
