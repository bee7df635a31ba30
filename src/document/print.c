#include "document/print.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"

struct print_document *print_new(struct arena *mem, enum language language, const char *title)
{
    struct print_document *document = arena_make(mem, struct print_document);
    *document = (struct print_document){.mem = mem, .language = language, .title = title};
    return document;
}

struct print_block *print_add(struct print_document *document, struct print_block block)
{
    if (document->count == document->room) {
        size_t room = document->room ? document->room * 2 : 32;
        struct print_block *blocks = arena_array(document->mem, struct print_block, room);
        if (document->count) memcpy(blocks, document->blocks, document->count * sizeof *blocks);
        document->blocks = blocks;
        document->room = room;
    }
    document->blocks[document->count] = block;
    return &document->blocks[document->count++];
}

void print_text(struct print_document *document, enum print_kind kind, const char *text)
{
    print_add(document, (struct print_block){.kind = kind, .text = text, .date = DATE_NONE});
}

void print_heading(struct print_document *document, int level, const char *text)
{
    print_add(document,
              (struct print_block){
                  .kind = PRINT_HEADING, .level = level, .text = text, .date = DATE_NONE});
}

void print_clause(struct print_document *document, const char *label, const char *text)
{
    print_add(document, (struct print_block){
                            .kind = PRINT_CLAUSE, .label = label, .text = text, .date = DATE_NONE});
}

void print_table(struct print_document *document, const struct print_table *table)
{
    print_add(document,
              (struct print_block){.kind = PRINT_TABLE, .table = table, .date = DATE_NONE});
}

void print_seal(struct print_document *document, const char *agency, struct date day)
{
    print_add(document, (struct print_block){.kind = PRINT_SEAL, .text = agency, .date = day});
}

static char *amount(struct arena *mem, enum language language, int64_t hundredths)
{
    uint64_t magnitude = hundredths < 0 ? (uint64_t)0 - (uint64_t)hundredths : (uint64_t)hundredths;
    return arena_format(mem, "%s%s.%02d", hundredths < 0 ? "−" : "",
                        words_number(mem, language, (int64_t)(magnitude / 100)),
                        (int)(magnitude % 100));
}

const char *print_cell_text(struct arena *mem, enum language language,
                            const struct print_cell *cell)
{
    if (!text_empty(cell->text)) return cell->text;
    if (cell->value == PRINT_WORDS || cell->number == INT64_MIN) return "";
    if (cell->value == PRINT_COUNT) return words_number(mem, language, cell->number);
    if (cell->value == PRINT_AMOUNT) return amount(mem, language, cell->number);
    return words_date(mem, language, (struct date){(int32_t)cell->number});
}
