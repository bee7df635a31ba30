#include "tool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

char *tool_read(struct arena *mem, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        tool_error(path, 1, 0, "%s", strerror(errno));
        return NULL;
    }
    struct out out = out_new(mem);
    char piece[16384];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, file)) > 0) out_bytes(&out, piece, n);
    bool broken = ferror(file) || memchr(out.text, '\0', out.size);
    fclose(file);
    if (broken) tool_error(path, 1, 0, "cannot be read, or is not text");
    return broken ? NULL : out.text;
}

bool tool_write(const char *path, const struct out *out)
{
    FILE *file = fopen(path, "wb");
    if (!file) return tool_error(path, 1, 0, "%s", strerror(errno));
    bool written = fwrite(out->text, 1, out->size, file) == out->size;
    if (fclose(file) != 0 || !written) return tool_error(path, 1, 0, "cannot be written");
    return true;
}

bool tool_error(const char *path, int line, int column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d:", path, line);
    if (column) fprintf(stderr, "%d:", column);
    fputs(" error: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return false;
}

void tool_put_c(struct out *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n')
            out_text(out, "\\n");
        else if (text[i] == '\t')
            out_text(out, "\\t");
        else if (text[i] == '"' || text[i] == '\\')
            out_format(out, "\\%c", text[i]);
        else if (text[i] == '?') /* no trigraph can arise */
            out_text(out, "\\?");
        else
            out_char(out, text[i]);
    }
}
