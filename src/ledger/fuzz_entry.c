/* Entries from an enemy: what the parser takes, the writer writes, byte for byte. */
#include <assert.h>
#include <string.h>

#include "ledger/entry.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct context cx = {.mem = arena_new("fuzz")};
    struct entry entry;
    struct bytes again;
    if (entry_parse(&cx, (struct bytes){bytes, size}, &entry) == OK) {
        assert(entry_write(&cx, &entry, &again) == OK);
        assert(again.size == size && memcmp(again.data, bytes, size) == 0);
        assert(entry.seq >= 1 && (entry.seq == 1) == (entry.prev == -1));
    }
    arena_free(cx.mem);
    return 0;
}
