/* Puts files into the program: embed OUT.c FILE… writes the table of src/web/asset.h, with each
 * file's last path segment as its name. Text files only: theme and pictures in SVG. */
#include <string.h>

#include "tool.h"

static const char *const types[][2] = {
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"          },
    {".js",  "text/javascript"        },
};

static const char *type_of(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        size_t size = strlen(name), end = strlen(types[i][0]);
        if (size > end && strcmp(name + size - end, types[i][0]) == 0) return types[i][1];
    }
    return NULL;
}

/* A string literal a line, so that no compiler finds it too long. */
static void put_text(struct out *out, const char *text)
{
    while (*text) {
        size_t size = strcspn(text, "\n");
        size += text[size] == '\n';
        out_text(out, "\n        \"");
        tool_put_c(out, text, size);
        out_text(out, "\"");
        text += size;
    }
}

int main(int argc, char **argv)
{
    struct arena *mem = arena_new("embed");
    struct out out = out_new(mem);
    out_text(&out, "#include \"web/asset.h\"\n\nconst struct asset assets[] = {\n");
    for (int i = 2; i < argc; i++) {
        const char *slash = strrchr(argv[i], '/'), *name = slash ? slash + 1 : argv[i];
        const char *text = tool_read(mem, argv[i]), *type = type_of(name);
        if (!text) return 1;
        if (!type) return tool_error(argv[i], 0, 0, "no media type is known for it"), 1;
        out_format(&out, "    {\"%s\", \"%s\",", name, type);
        put_text(&out, text);
        out_text(&out, "},\n");
    }
    out_text(&out, "    {0},\n};\n");
    return argc > 1 && tool_write(argv[1], &out) ? 0 : 1;
}
