#include <ctype.h>
#include <string.h>

#include "tmpl.h"

const char *skip_space(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

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
    while (*p && strncmp(p, end, 2) != 0) p = *p == '"' || *p == '\'' ? skip_string(p) : p + 1;
    return *p ? p : NULL;
}

/* The end of one argument: white space outside strings and brackets. */
static const char *word_end(const char *p, const char *end)
{
    int depth = 0;
    while (p < end && (depth > 0 || !isspace((unsigned char)*p))) {
        if (strchr("([{", *p)) depth++;
        if (strchr(")]}", *p)) depth--;
        p = *p == '"' || *p == '\'' ? skip_string(p) : p + 1;
    }
    return p < end ? p : end;
}

void code_place(struct view *v, const char *at)
{
    int line;
    const char *begin = tmpl_line(v, at, &line);
    out_format(&v->code, "\n#line %d \"", line);
    tool_put_c(&v->code, v->path, strlen(v->path));
    out_text(&v->code, "\"\n");
    for (const char *p = begin; p < at; p++) out_char(&v->code, *p == '\t' ? '\t' : ' ');
}

/* ---- messages ---- */

/* ids: lines "id count", as msgc wrote them. arguments -1: any. */
static bool check_message(struct view *v, const char *at, const char *id, int arguments)
{
    char *wanted = arena_format(v->mem, "\n%s ", id);
    const char *found = strstr(v->module->ids, wanted);
    if (!found) return tmpl_error(v, at, "there is no message \"%s\"", id);
    int takes = found[strlen(wanted)] - '0';
    return arguments == takes ||
           tmpl_error(v, at, "message \"%s\" takes %d arguments, %d given", id, takes, arguments);
}

/* Sentences that C asks for by a literal id are checked as well. */
static bool check_literals(struct view *v, const char *begin, const char *end)
{
    static const char call[] = "message_text(pg->language, \"";
    for (const char *p = begin; (p = strstr(p, call)) && p < end;) {
        p += sizeof call - 1;
        if (!check_message(v, p, arena_copy_n(v->mem, p, strcspn(p, "\"")), 0)) return false;
    }
    return true;
}

/* ---- statements ---- */

static bool open_block(struct view *v, const char *at)
{
    if (v->block_count == DEEPEST) return tmpl_error(v, at, "blocks are nested too deeply");
    v->blocks[v->block_count++] = (struct open_block){at, v->depth, v->droppable};
    return true;
}

/* Whatever a block opens it closes, so that every path through the code gives balanced HTML. */
static bool close_block(struct view *v, const char *at)
{
    if (v->block_count == v->block_floor)
        return tmpl_error(
            v, at, v->block_count ? "} closes a block from outside this tag" : "} closes nothing");
    const struct open_block *block = &v->blocks[--v->block_count];
    if (v->depth > block->depth) {
        const struct element *top = &v->open[v->depth - 1];
        return tmpl_error(v, top->at, "<%s> must be closed within its block", top->name);
    }
    v->droppable = v->droppable && block->droppable;
    return true;
}

static bool is_jump(const char *word, size_t n)
{
    static const char *const jumps[] = {"return", "goto", "break", "continue"};
    for (size_t i = 0; i < COUNT_OF(jumps); i++)
        if (n == strlen(jumps[i]) && !strncmp(word, jumps[i], n)) return true;
    return false;
}

bool code_check(struct view *v, const char *code, const char *end)
{
    bool fine = check_literals(v, code, end);
    for (const char *p = code; fine && p < end;) {
        size_t word = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        if (is_jump(p, word))
            return tmpl_error(v, p, "%.*s would leave elements open: use if", (int)word, p);
        if (*p == '{') fine = open_block(v, p);
        if (*p == '}') fine = close_block(v, p);
        p = *p == '"' || *p == '\'' ? skip_string(p) : p + (word ? word : 1);
    }
    return fine;
}

/* ---- expressions ---- */

static const char *const places[] = {"HTML_IN_TEXT", "HTML_IN_PLAIN", "HTML_IN_ATTRIBUTE",
                                     "HTML_IN_URL", "HTML_IN_URL_PART"};

/* Two statements, each on the line and column of the template's expression: its value, and what
 * it is to HTML. So the compiler complains once, and there. */
static void put_value(struct view *v, const char *name, const char *at, const char *end,
                      enum place place)
{
    out_format(&v->code, "const __auto_type %s = (", name);
    code_place(v, at);
    out_bytes(&v->code, at, (size_t)(end - at));
    out_format(&v->code, "\n); const struct html_value %s_html = _Generic(", name);
    code_place(v, at);
    out_format(&v->code, "%s, %s)(%s);\n", name, place == IN_TEXT ? "HTML_OR_RAW" : "HTML_TYPES",
               name);
}

bool code_expression(struct view *v, enum place place, const char *begin, const char *end)
{
    if (begin >= end) return tmpl_error(v, begin, "an expression is expected");
    out_text(&v->code, "{ ");
    put_value(v, "tmpl", begin, end, place);
    out_format(&v->code, "html_put(pg, %s, tmpl_html); }", places[place]);
    return check_literals(v, begin, end);
}

/* "id" one two */
bool code_message(struct view *v, enum place place, const char *begin, const char *end)
{
    const char *id_end = word_end(begin, end);
    if (*begin != '"' || id_end - begin < 3)
        return tmpl_error(v, begin, "{{t \"message.id\" …}} is expected");
    char *id = arena_copy_n(v->mem, begin + 1, (size_t)(id_end - begin - 2));
    struct out values = out_new(v->mem);
    int count = 0;
    out_text(&v->code, "{ ");
    for (const char *p = skip_space(id_end), *next; p < end; p = skip_space(next)) {
        next = word_end(p, end);
        char *name = arena_format(v->mem, "tmpl_%d", ++count);
        put_value(v, name, p, next, place);
        out_format(&values, "%s_html, ", name);
    }
    char *array = arena_format(v->mem, "(const struct html_value[]){%s}", values.text);
    out_format(&v->code, "html_put_message(pg, %s, \"%s\", %s, %d); }", places[place], id,
               count ? array : "NULL", count);
    return check_message(v, begin, id, count) && check_literals(v, begin, end);
}
