#include "web/print.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "web/html.h"

struct writer {
    struct arena *mem;
    const struct print_document *document;
    struct out out;
    bool list;
};

static void put(struct writer *w, const char *text)
{
    html_escape(&w->out, text ? text : "", text ? strlen(text) : 0);
}

/* Text whose own line breaks are kept. */
static void put_lines(struct writer *w, const char *text)
{
    if (!text) return;
    for (size_t n; *text; text += n) {
        n = strcspn(text, "\n");
        html_escape(&w->out, text, n);
        if (text[n] == '\n') {
            out_text(&w->out, "<br>");
            n++;
        }
    }
}

/* ---- tables ---- */

struct place {
    size_t row, column;
    bool in_head;
};

static const char *scope_of(const struct print_table *table, const struct print_cell *cell,
                            bool in_head)
{
    if (in_head) return cell->across > 1 ? "colgroup" : "col";
    return cell->down > 1 ? "rowgroup" : "row";
}

static void put_cell(struct writer *w, const struct print_table *table,
                     const struct print_cell *cell, bool in_head)
{
    bool head = cell->head || in_head;
    bool linked = !text_empty(cell->href) && html_url_is_safe(cell->href);
    out_text(&w->out, head ? "<th" : "<td");
    if (head) out_format(&w->out, " scope=\"%s\"", scope_of(table, cell, in_head));
    if (cell->across > 1) out_format(&w->out, " colspan=\"%d\"", cell->across);
    if (cell->down > 1) out_format(&w->out, " rowspan=\"%d\"", cell->down);
    if (cell->value != PRINT_WORDS && !head) out_text(&w->out, " class=\"number\"");
    out_char(&w->out, '>');
    if (linked) {
        out_text(&w->out, "<a href=\"");
        put(w, cell->href);
        out_text(&w->out, "\">");
    }
    put_lines(w, print_cell_text(w->mem, w->document->language, cell));
    if (linked) out_text(&w->out, "</a>");
    out_text(&w->out, head ? "</th>" : "</td>");
}

static void put_rows(struct writer *w, const struct print_table *table, size_t first, size_t end)
{
    for (size_t r = first; r < end; r++) {
        out_text(&w->out, "<tr>");
        for (size_t i = 0; i < table->rows[r].count; i++)
            put_cell(w, table, &table->rows[r].cells[i], r < table->head_rows);
        out_text(&w->out, "</tr>\n");
    }
}

static void put_table(struct writer *w, const struct print_table *table)
{
    if (!table || !table->column_count || !table->row_count) return;
    size_t heads = table->head_rows < table->row_count ? table->head_rows : table->row_count;
    out_text(&w->out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"ruled\">\n");
    if (!text_empty(table->caption)) {
        out_text(&w->out, "<caption>");
        put(w, table->caption);
        out_text(&w->out, "</caption>\n");
    }
    if (heads) out_text(&w->out, "<thead>\n");
    put_rows(w, table, 0, heads);
    if (heads) out_text(&w->out, "</thead>\n");
    if (heads < table->row_count) out_text(&w->out, "<tbody>\n");
    put_rows(w, table, heads, table->row_count);
    if (heads < table->row_count) out_text(&w->out, "</tbody>\n");
    out_text(&w->out, "</table></div>\n");
}

/* ---- blocks ---- */

static const struct {
    const char *open, *close;
} tags[] = {
    [PRINT_TITLE] = {"<h2 class=\"letter-title\">",    "</h2>\n"},
    [PRINT_NUMBER] = {"<p class=\"letter-number\">",    "</p>\n" },
    [PRINT_ADDRESSEE] = {"<p class=\"letter-addressee\">", "</p>\n" },
    [PRINT_PARAGRAPH] = {"<p>",                            "</p>\n" },
    [PRINT_NOTE] = {"<p class=\"letter-note\">",      "</p>\n" },
    [PRINT_CENTRE] = {"<p class=\"letter-centre\">",    "</p>\n" },
    [PRINT_RIGHT] = {"<p class=\"letter-right\">",     "</p>\n" },
};

static void put_heading(struct writer *w, const struct print_block *block)
{
    int level = block->level < 1 ? 3 : block->level > 3 ? 5 : block->level + 2;
    out_format(&w->out, "<h%d>", level);
    put_lines(w, block->text);
    out_format(&w->out, "</h%d>\n", level);
}

static void put_clause(struct writer *w, const struct print_block *block)
{
    if (!w->list) out_text(&w->out, "<ul class=\"clauses\">\n");
    w->list = true;
    out_format(&w->out, "<li class=\"clause-%d\">", block->level < 0 ? 0 : block->level % 4);
    if (!text_empty(block->label) && !text_equal(block->label, "•")) {
        put(w, block->label);
        if ((unsigned char)block->label[0] < 0x80) out_char(&w->out, ' ');
    }
    put_lines(w, block->text);
    out_text(&w->out, "</li>\n");
}

static void put_seal(struct writer *w, const struct print_block *block)
{
    static const char *const place[] = {"（印章）", "(seal)"};
    enum language language = w->document->language;
    out_text(&w->out, "<p class=\"letter-seal\">");
    put(w, block->text);
    out_text(&w->out, "<br>");
    if (date_is_set(block->date)) {
        out_format(&w->out, "<time datetime=\"%s\">", date_iso(w->mem, block->date));
        put(w, words_date(w->mem, language, block->date));
        out_text(&w->out, "</time>");
    }
    if (!block->no_seal) out_format(&w->out, "<br><span class=\"hint\">%s</span>", place[language]);
    out_text(&w->out, "</p>\n");
}

static void put_block(struct writer *w, const struct print_block *block)
{
    if (w->list && block->kind != PRINT_CLAUSE) {
        out_text(&w->out, "</ul>\n");
        w->list = false;
    }
    if (block->kind == PRINT_TABLE) {
        put_table(w, block->table);
    } else if (block->kind == PRINT_SEAL) {
        put_seal(w, block);
    } else if (block->kind == PRINT_RULE) {
        out_text(&w->out, "<hr>\n");
    } else if (text_empty(block->text)) {
        return;
    } else if (block->kind == PRINT_HEADING) {
        put_heading(w, block);
    } else if (block->kind == PRINT_CLAUSE) {
        put_clause(w, block);
    } else if (block->kind < COUNT_OF(tags) && tags[block->kind].open) {
        out_text(&w->out, tags[block->kind].open);
        put_lines(w, block->text);
        out_text(&w->out, tags[block->kind].close);
    }
}

struct html print_html(struct arena *mem, const struct print_document *document)
{
    struct writer w = {.mem = mem, .document = document, .out = out_new(mem)};
    out_format(&w.out, "<div class=\"letter\" lang=\"%s\">\n", language_code(document->language));
    if (!text_empty(document->letterhead)) {
        out_text(&w.out, "<p class=\"letter-head\">");
        put(&w, document->letterhead);
        out_text(&w.out, "</p>\n");
    }
    for (size_t i = 0; i < document->count; i++) put_block(&w, &document->blocks[i]);
    if (w.list) out_text(&w.out, "</ul>\n");
    out_text(&w.out, "</div>\n");
    return (struct html){w.out.text};
}
