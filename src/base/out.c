#include "base/out.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_ROOM = 1024 };

struct out out_new(struct arena *mem)
{
    struct out out = {.mem = mem, .text = arena_alloc(mem, FIRST_ROOM), .room = FIRST_ROOM};
    return out;
}

static void make_room(struct out *out, size_t size)
{
    size_t wanted = out->size + size + 1;
    if (wanted <= out->room) return;
    size_t room = out->room * 2 > wanted ? out->room * 2 : wanted;
    char *text = arena_alloc(out->mem, room);
    memcpy(text, out->text, out->size);
    out->text = text;
    out->room = room;
}

void out_bytes(struct out *out, const void *data, size_t size)
{
    if (!size) return;
    make_room(out, size);
    memcpy(out->text + out->size, data, size);
    out->size += size;
    out->text[out->size] = '\0';
}

void out_text(struct out *out, const char *text)
{
    if (text) out_bytes(out, text, strlen(text));
}

void out_char(struct out *out, char c)
{
    out_bytes(out, &c, 1);
}

void out_int(struct out *out, int64_t n)
{
    out_format(out, "%lld", (long long)n);
}

void out_format(struct out *out, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n > 0) {
        make_room(out, (size_t)n);
        vsnprintf(out->text + out->size, (size_t)n + 1, format, args);
        out->size += (size_t)n;
    }
    va_end(args);
}

struct bytes out_taken(const struct out *out)
{
    return (struct bytes){(const unsigned char *)out->text, out->size};
}
