/* What the build-time tools share: reading a whole file, writing one, and complaining as a
 * compiler does (file:line:column: error: …), which editors understand. */
#ifndef TOOLS_TOOL_H
#define TOOLS_TOOL_H

#include "base/arena.h"
#include "base/out.h"
#include "base/status.h"

/* NULL, and a complaint, when it cannot be read or holds a NUL. */
char *tool_read(struct arena *mem, const char *path);
bool tool_write(const char *path, const struct out *out);
/* Column 0: none. Always false, so that a caller can return it. */
bool tool_error(const char *path, int line, int column, const char *format, ...) PRINTF(4, 5);
/* text as the inside of a C string literal */
void tool_put_c(struct out *out, const char *text, size_t size);

#endif
