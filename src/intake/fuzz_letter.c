/* The head of a letter from an enemy: never a crash, and what is taken is written back the same. */
#include <assert.h>
#include <string.h>

#include "intake/private.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct context cx = {.mem = arena_new("fuzz")};
    struct letter letter, again;
    const char *text = arena_copy_n(cx.mem, (const char *)bytes, size);
    const char *name = letter_file_name(cx.mem, text), *media = letter_media(cx.mem, text);
    assert(*name && strcmp(letter_file_name(cx.mem, name), name) == 0);
    assert(strcmp(letter_media(cx.mem, media), media) == 0);
    if (letter_head_parse(&cx, (struct bytes){bytes, size}, &letter) == OK) {
        struct bytes written = letter_head_write(cx.mem, &letter);
        assert(letter_head_parse(&cx, written, &again) == OK);
        struct bytes twice = letter_head_write(cx.mem, &again);
        assert(written.size == twice.size && memcmp(written.data, twice.data, twice.size) == 0);
    }
    arena_free(cx.mem);
    return 0;
}
