#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tmpl.h"

/* p is at a quote: past the closing one. A string does not go beyond its line. */
static const char *skip_string(const char *p)
{
    char quote = *p++;
    for (; *p && *p != quote && *p != '\n'; p++)
        if (*p == '\\' && p[1]) p++;
    return *p == quote ? p + 1 : p;
}

const char *code_end(const char *p, const char *end)
{
    while (*p) {
        if (*p == '"' || *p == '\'')
            p = skip_string(p);
        else if (p[0] == end[0] && p[1] == end[1])
            return p;
        else
            p++;
    }
    return NULL;
}

const char *code_word(const char *p, const char *end)
{
    int depth = 0;
    while (p < end && (depth > 0 || !isspace((unsigned char)*p))) {
        if (*p == '"' || *p == '\'') {
            p = skip_string(p);
            continue;
        }
        if (strchr("([{", *p)) depth++;
        if (strchr(")]}", *p)) depth--;
        p++;
    }
    return p < end ? p : end;
}

static bool open_block(struct view *v, const char *at)
{
    if (v->block_count == DEEPEST) return tmpl_error(v, at, "blocks are nested too deeply");
    v->blocks[v->block_count++] = (struct open_block){at, v->depth, v->droppable};
    return true;
}

/* Whatever a block opens it closes, so that every path through the code gives balanced HTML. */
static bool close_block(struct view *v, const char *at)
{
    if (!v->block_count) return tmpl_error(v, at, "} closes nothing");
    const struct open_block *block = &v->blocks[--v->block_count];
    if (v->depth > block->depth)
        return tmpl_error(v, v->open[v->depth - 1].at, "<%s> must be closed within its block",
                          v->open[v->depth - 1].element->name);
    v->droppable = v->droppable && block->droppable;
    return true;
}

bool code_blocks(struct view *v, const char *code, const char *end)
{
    bool fine = true;
    for (const char *p = code; fine && p < end;) {
        if (*p == '"' || *p == '\'') {
            p = skip_string(p);
            continue;
        }
        if (*p == '{') fine = open_block(v, p);
        if (*p == '}') fine = close_block(v, p);
        p++;
    }
    return fine;
}

void code_place(struct view *v, const char *at)
{
    int line = 1;
    const char *begin = v->text;
    for (const char *p = v->text; p < at; p++)
        if (*p == '\n') line++, begin = p + 1;
    out_format(&v->code, "\n#line %d \"", line);
    tool_put_c(&v->code, v->path, strlen(v->path));
    out_text(&v->code, "\"\n");
    for (const char *p = begin; p < at; p++) out_char(&v->code, *p == '\t' ? '\t' : ' ');
}

/* ids: lines "id count", as msgc wrote them. */
bool message_check(struct view *v, const char *at, const char *id, int arguments)
{
    size_t n = strlen(id);
    for (const char *line = v->module->ids; line && *line; line = strchr(line, '\n')) {
        if (*line == '\n') line++;
        if (strncmp(line, id, n) != 0 || line[n] != ' ') continue;
        int wanted = line[n + 1] - '0';
        if (arguments < 0 || arguments == wanted) return true;
        return tmpl_error(v, at, "message \"%s\" takes %d arguments, %d given", id, wanted,
                          arguments);
    }
    return tmpl_error(v, at, "there is no message \"%s\"", id);
}
