/* Documents on paper: letters and reports as a list of blocks, and that list as a PDF.
 *
 * A document is built in an arena, block by block, in the order in which it is read, and is plain
 * data: the same list gives a PDF (here), a web page (web/print.h) and, of its tables, a workbook
 * (document/sheet.h). Text is what it says and nothing else: no markup, except in print_body(),
 * which reads a BODY field as the web page does. "" and NULL are the same. Strings are kept, not
 * copied.
 *
 *     struct print_document *d = print_new(mem, CHINESE, "政府信息公开申请答复书");
 *     d->author = agency; d->letterhead = agency; d->created = cx->now;
 *     print_text(d, PRINT_TITLE, "政府信息公开申请答复书");
 *     print_text(d, PRINT_NUMBER, "江公开答〔2025〕第12号");
 *     print_text(d, PRINT_ADDRESSEE, "张三：");
 *     print_body(d, letter->body);
 *     print_seal(d, agency, cx->today);
 *     TRY(print_pdf(cx, d, &pdf));
 *
 * The page is A4 with the margins, the measure and the line of GB/T 9704-2012 (top 37 mm, left
 * 28 mm, text 156 mm by 225 mm, 22 lines of 28 characters); paragraphs of Chinese begin two
 * characters in; lines break as Chinese punctuation wants; no line of a paragraph stands alone on
 * a page, no heading at the foot, and never a seal without text above it. Tables break between
 * rows and repeat their heads. The PDF is tagged (Document, H1 … P, L, Table …), names its title,
 * its author and its language, and the same document gives the same bytes.
 */
#ifndef DOCUMENT_PRINT_H
#define DOCUMENT_PRINT_H

#include "base/context.h"
#include "base/out.h"

enum print_kind {
    PRINT_TITLE,     /* centred, large; one, as a rule */
    PRINT_NUMBER,    /* the document's number (文号), centred below the title or the letterhead */
    PRINT_ADDRESSEE, /* flush left: "张三：" */
    PRINT_HEADING,   /* .level 1 to 3; listed in the PDF's outline */
    PRINT_PARAGRAPH,
    PRINT_CLAUSE, /* a numbered or bulleted clause: .label "（一）", "1.", "•"; .level 0 to 3 */
    PRINT_NOTE,   /* smaller: notes below a table, what encloses a letter */
    PRINT_CENTRE, /* a line in the middle: the caption of a table, 单位 */
    PRINT_RIGHT,  /* a line at the right: 单位：件 */
    PRINT_TABLE,  /* .table */
    PRINT_SEAL,   /* .text the agency, .date the day: signature, with a dashed place for the seal */
    PRINT_RULE,   /* a thin line across */
    PRINT_BREAK,  /* the next block begins a page */
};

/* ---- tables ----
 * Rows of cells, as HTML has them: a cell that covers several columns or rows stands once, where it
 * begins; the places that it covers are left out of the rows. */

enum print_align { PRINT_AS_COLUMN, PRINT_START, PRINT_MIDDLE, PRINT_END };

enum print_value {
    PRINT_WORDS,  /* .text */
    PRINT_COUNT,  /* .number, a whole number */
    PRINT_AMOUNT, /* .number, hundredths: 12.34 */
    PRINT_DAY,    /* .number, as struct date has it */
};

struct print_cell {
    const char *text; /* where it is set, shown instead of the number (a sheet keeps the number) */
    enum print_value value;
    int64_t number;   /* INT64_MIN: nothing is there */
    int across, down; /* columns and rows covered; 0 is 1 */
    enum print_align align;
    bool head;        /* names its row */
    const char *href; /* on a web page, what the cell opens; NULL: nothing */
};

struct print_row {
    const struct print_cell *cells;
    size_t count;
};

struct print_column {
    double width; /* in relation to the other columns */
    enum print_align align;
};

struct print_table {
    const char *caption; /* what a screen reader calls it; printed above it */
    const struct print_column *columns;
    size_t column_count;
    const struct print_row *rows;
    size_t row_count;
    size_t head_rows;  /* the first rows, repeated on each page */
    double size;       /* of the letters, in points; 0: 10.5 */
    double row_height; /* at least, in millimetres; 0: as the text needs */
};

struct print_block {
    enum print_kind kind;
    const char *text;
    const char *label;
    int level;
    struct date date;
    const struct print_table *table;
    bool keep;    /* not parted from the next block by the end of a page */
    bool no_seal; /* PRINT_SEAL: agency and day only */
};

struct print_document {
    struct arena *mem;
    enum language language;
    const char *title, *author, *subject, *keywords; /* said in the PDF; not printed */
    struct moment created;  /* said in the PDF; the program never asks the clock for it */
    const char *letterhead; /* the agency, large, across the head of the first page, over a rule */
    const char *running;    /* at the head of every page but the first: number, short title */
    const char *foot;       /* at the foot, left of "page x of y": address, telephone */
    bool landscape;
    bool report; /* smaller letters and the agency's style for long texts: 12 points, not 16 */
    struct print_block *blocks;
    size_t count, room;
};

struct print_document *print_new(struct arena *mem, enum language language, const char *title);
struct print_block *print_add(struct print_document *document, struct print_block block);
void print_text(struct print_document *document, enum print_kind kind, const char *text);
void print_heading(struct print_document *document, int level, const char *text);
void print_clause(struct print_document *document, const char *label, const char *text);
void print_table(struct print_document *document, const struct print_table *table);
void print_seal(struct print_document *document, const char *agency, struct date day);
/* A BODY field (marked-up text), read as web/body.h reads it; its headings begin at level 1. */
void print_body(struct print_document *document, const char *text);

/* What a cell says, as a person reads it. */
const char *print_cell_text(struct arena *mem, enum language language,
                            const struct print_cell *cell);

/* FAULT when the font is not there (Debian: fonts-wqy-microhei), or nothing could be drawn. The
 * bytes lie in cx->mem. */
enum status print_pdf(struct context *cx, const struct print_document *document,
                      struct bytes *ret_pdf) MUST_USE;

#endif
