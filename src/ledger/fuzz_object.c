/* Objects from an enemy: what the parser takes, the writer writes, byte for byte. */
#include <assert.h>
#include <string.h>

#include "ledger/object.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct context cx = {.mem = arena_new("fuzz")};
    struct object object;
    struct bytes again;
    if (object_parse(&cx, (struct bytes){bytes, size}, &object) == OK) {
        assert(object_write(&cx, &object, &again) == OK);
        assert(again.size == size && memcmp(again.data, bytes, size) == 0);
        (void)object_commit(cx.mem, &object);
    }
    arena_free(cx.mem);
    return 0;
}
