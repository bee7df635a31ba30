/* Fuzz target: whatever a clerk pastes becomes a bounded list of blocks, and no word of it is made
 * up or broken. */
#include "document/print.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { LARGEST = 256 * 1024 };

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static size_t check_text(const char *text)
{
    size_t size = text ? strlen(text) : 0;
    must(text_is_utf8(text ? text : "", size));
    return size;
}

static size_t check_table(const struct print_table *table)
{
    size_t sum = 0;
    must(table && table->column_count && table->row_count);
    must(table->head_rows <= table->row_count);
    for (size_t r = 0; r < table->row_count; r++) {
        must(table->rows[r].count <= table->column_count);
        for (size_t i = 0; i < table->rows[r].count; i++)
            sum += check_text(table->rows[r].cells[i].text);
    }
    return sum;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *mem = arena_new("fuzz");
    const char *text;
    if (text_clean(mem, (struct bytes){bytes, size}, LARGEST, true, &text) == TEXT_FINE) {
        struct print_document *document = print_new(mem, size % 2 ? CHINESE : ENGLISH, "");
        size_t sum = 0;
        print_body(document, text);
        for (size_t i = 0; i < document->count; i++) {
            const struct print_block *block = &document->blocks[i];
            must(block->level >= 0 && block->level <= 24);
            sum += check_text(block->text) + check_text(block->label);
            if (block->kind == PRINT_TABLE) sum += check_table(block->table);
        }
        must(sum <= strlen(text) * 8 + 1024);
    }
    arena_free(mem);
    return 0;
}
