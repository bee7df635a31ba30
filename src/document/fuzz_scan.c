/* Fuzz target: whatever text is scanned, the finds lie inside it and say what stands there. */
#include "document/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static void check(const struct find *find, const char *text)
{
    must(find->offset + find->length <= strlen(text) && find->length > 0);
    must(strlen(find->found) == find->length);
    must(memcmp(find->found, text + find->offset, find->length) == 0);
    must(text_is_utf8(find->excerpt, strlen(find->excerpt)));
    must(text_is_utf8(find->masked, strlen(find->masked)));
    must(find->count > 0 && strlen(find->key) == 32);
    must(!strpbrk(find->excerpt, "\n\t"));
    /* What is masked is not found again. */
    struct scan again = {.mem = arena_new("fuzz")};
    if (*find->masked) scan_text(&again, "masked", find->masked);
    must(again.count == 0);
    arena_free(again.mem);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct scan scan = {.mem = arena_new("fuzz")};
    const char *text = arena_copy_n(scan.mem, (const char *)bytes, size);
    scan_text(&scan, "text", text);
    for (size_t i = 0; i < scan.count; i++) check(&scan.finds[i], text);
    must(scan.count <= SCAN_FINDS_MAX);
    arena_free(scan.mem);
    return 0;
}
