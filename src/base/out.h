/* Growing output: pages, JSON, CSV, letters. Lives in an arena, never fails, is always
 * terminated by a NUL that size does not count.
 *
 *     struct out out = out_new(mem);
 *     out_text(&out, "第"); out_int(&out, 3); out_text(&out, "条");
 */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* A stretch of bytes that somebody else owns. */
struct bytes {
    const unsigned char *data;
    size_t size;
};

struct out {
    struct arena *mem;
    char *text;
    size_t size, room;
};

struct out out_new(struct arena *mem);
void out_bytes(struct out *out, const void *data, size_t size);
void out_text(struct out *out, const char *text);
void out_char(struct out *out, char c);
void out_int(struct out *out, int64_t n);
void out_format(struct out *out, const char *format, ...) PRINTF(2, 3);
struct bytes out_taken(const struct out *out);

#endif
