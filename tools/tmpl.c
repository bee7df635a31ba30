#include "tmpl.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const char *tmpl_line(const struct view *v, const char *at, int *ret_line)
{
    const char *begin = v->text;
    *ret_line = 1;
    for (const char *p = v->text; p < at; p++)
        if (*p == '\n') ++*ret_line, begin = p + 1;
    return begin;
}

bool tmpl_error(const struct view *v, const char *at, const char *format, ...)
{
    int line;
    const char *begin = tmpl_line(v, at, &line);
    va_list args;
    va_start(args, format);
    char *sentence = arena_vformat(v->mem, format, args);
    va_end(args);
    return tool_error(v->path, line, (int)(at - begin) + 1, "%s", sentence);
}

static const char *base_name(const char *path)
{
    return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
}

/* name without its ending, or NULL if it does not end so */
static const char *without(struct arena *mem, const char *name, const char *ending)
{
    size_t n = strlen(name), cut = strlen(ending);
    return n > cut && !strcmp(name + n - cut, ending) ? arena_copy_n(mem, name, n - cut) : NULL;
}

static void put_text(struct view *v, const char *text, size_t size)
{
    out_bytes(&v->literal, text, size);
    v->droppable = false;
}

static void flush_text(struct view *v)
{
    if (!v->literal.size) return;
    out_text(&v->code, "\nhtml_literal(pg, \"");
    tool_put_c(&v->code, v->literal.text, v->literal.size);
    out_text(&v->code, "\");\n");
    v->literal = out_new(v->mem);
}

/* ---- {{ … }} and {% … %} ---- */

/* What stands between v->p's braces and end, without blanks around it; v->p goes behind them. */
static bool read_braces(struct view *v, const char *end, const char **ret_begin,
                        const char **ret_end)
{
    const char *begin = skip_space(v->p + 2), *stop = code_end(v->p + 2, end);
    if (!stop) return tmpl_error(v, v->p, "%.2s is not closed by %s", v->p, end);
    v->p = stop + 2;
    while (stop > begin && isspace((unsigned char)stop[-1])) stop--;
    *ret_begin = begin < stop ? begin : stop;
    *ret_end = stop;
    return true;
}

static bool read_expression(struct view *v, enum place place)
{
    const char *begin, *end;
    bool message = v->p[2] == 't' && isspace((unsigned char)v->p[3]);
    if (!read_braces(v, "}}", &begin, &end)) return false;
    flush_text(v);
    v->droppable = false;
    return message ? code_message(v, place, skip_space(begin + 1), end)
                   : code_expression(v, place, begin, end);
}

static bool read_params(struct view *v, const char *begin, const char *end)
{
    if (v->has_params) return tmpl_error(v, begin, "params stands once");
    v->has_params = true;
    char *head = arena_format(v->mem, "void view_%s_%s(struct page *pg%s", v->module->name, v->name,
                              begin < end ? ", " : "");
    char *params = arena_copy_n(v->mem, begin, (size_t)(end - begin));
    out_format(&v->module->prototypes, "%s%s);\n", head, params);
    out_text(&v->code, head);
    code_place(v, begin);
    out_format(&v->code, "%s)\n{", params);
    return true;
}

static bool read_include(struct view *v, const char *begin, const char *end)
{
    char *line = arena_format(v->mem, "#include %.*s\n", (int)(end - begin), begin);
    if (*begin != '"') return tmpl_error(v, begin, "\"module/file.h\" is expected");
    if (!strstr(v->module->includes.text, line)) out_text(&v->module->includes, line);
    return true;
}

/* A pair of calls view_x_begin() and view_x_end() is balanced like a pair of tags. */
static bool follow_call(struct view *v, const char *code)
{
    size_t n = strspn(code, "abcdefghijklmnopqrstuvwxyz_0123456789");
    char *name = arena_copy_n(v->mem, code, n);
    const char *begins = without(v->mem, name, "_begin"), *ends = without(v->mem, name, "_end");
    if (strncmp(name, "view_", 5) != 0 || code[n] != '(') return true;
    if (ends) return element_pop(v, ends, code);
    return !begins || element_push(v, (struct element){begins, 0, code});
}

static bool read_code(struct view *v, const char *begin, const char *end)
{
    if (begin == end || !strchr("{};", end[-1]))
        return tmpl_error(v, begin, "a statement ends with { or } or ;");
    if (!v->has_params) return tmpl_error(v, begin, "{%% params … %%} comes first");
    flush_text(v);
    code_place(v, begin);
    out_bytes(&v->code, begin, (size_t)(end - begin));
    out_char(&v->code, '\n');
    if (!code_check(v, begin, end)) return false;
    if (memmem(begin, (size_t)(end - begin), "(pg", 3)) v->droppable = false; /* it may print */
    return end[-1] != ';' || follow_call(v, begin);
}

static bool read_statement(struct view *v)
{
    const char *begin, *end;
    if (!read_braces(v, "%}", &begin, &end)) return false;
    size_t word = strspn(begin, "abcdefghijklmnopqrstuvwxyz_");
    const char *rest = skip_space(begin + word);
    if (rest > end) rest = end;
    if (word == 6 && !strncmp(begin, "params", word)) return read_params(v, rest, end);
    if (word == 7 && !strncmp(begin, "include", word)) return read_include(v, rest, end);
    return read_code(v, begin, end);
}

/* ---- tags ---- */

/* Statements within a tag, or within a value, open and close their blocks there. */
static int floor_blocks(struct view *v)
{
    int outer = v->block_floor;
    v->block_floor = v->block_count;
    return outer;
}

static bool unfloor_blocks(struct view *v, int outer)
{
    if (v->block_count > v->block_floor)
        return tmpl_error(v, v->blocks[v->block_count - 1].at, "{ must be closed within the tag");
    v->block_floor = outer;
    return true;
}

static bool read_value(struct view *v, struct attribute *a)
{
    bool url = attribute_is_url(a->name);
    char quote = *v->p;
    if (quote != '"' && quote != '\'')
        return tmpl_error(v, v->p, "the value of %s must be quoted", a->name);
    const char *begin = ++v->p;
    int outer = floor_blocks(v);
    out_format(&v->literal, "=%c", quote);
    while (*v->p && *v->p != quote) {
        bool statement = !strncmp(v->p, "{%", 2), expression = !strncmp(v->p, "{{", 2);
        if (statement && url)
            return tmpl_error(v, v->p, "no statement can stand in an address: compute it before");
        enum place place = !url ? IN_ATTRIBUTE : v->p == begin ? IN_URL : IN_URL_PART;
        if (statement ? !read_statement(v) : expression && !read_expression(v, place)) return false;
        if (!statement && !expression) out_char(&v->literal, *v->p++);
    }
    if (!*v->p) return tmpl_error(v, begin, "the value of %s does not end", a->name);
    a->value = arena_copy_n(v->mem, begin, (size_t)(v->p - begin));
    out_char(&v->literal, *v->p++);
    return unfloor_blocks(v, outer);
}

static bool read_attribute(struct view *v, struct tag *tag)
{
    size_t n = strspn(v->p, "abcdefghijklmnopqrstuvwxyz0123456789-:");
    if (tag->element.flags & SVG) n = strcspn(v->p, " \t\r\n=>/\"'<{");
    if (!strncmp(v->p, "{{", 2))
        return tmpl_error(v, v->p, "an expression in a tag must stand in a quoted value");
    if (!n) return tmpl_error(v, v->p, "an attribute is expected, in small letters");
    if (tag->count == MOST_ATTRIBUTES) return tmpl_error(v, v->p, "too many attributes");
    struct attribute *a = &tag->attributes[tag->count++];
    *a = (struct attribute){.name = arena_copy_n(v->mem, v->p, n), .at = v->p};
    out_format(&v->literal, " %s", a->name);
    v->p += n;
    if (*v->p != '=') return true;
    v->p++;
    return read_value(v, a);
}

static char *read_name(struct view *v)
{
    size_t n = strspn(v->p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    v->p += n;
    return arena_copy_n(v->mem, v->p - n, n);
}

/* v->p is at > or />. */
static bool finish_tag(struct view *v, const struct tag *tag)
{
    unsigned flags = tag->element.flags;
    bool closed = *v->p == '/';
    if (closed && !(flags & (VOID | SVG)))
        return tmpl_error(v, v->p, "<%s> needs its end tag", tag->element.name);
    v->p += closed ? 2 : 1;
    out_text(&v->literal, closed && (flags & SVG) ? "/>" : ">");
    v->droppable = flags & TIGHT;
    if (!tag_check(v, tag)) return false;
    if (tag_is_post(tag)) {
        flush_text(v);
        out_text(&v->code, "html_put_csrf(pg);");
    }
    return closed || (flags & VOID) || element_push(v, tag->element);
}

static bool read_open_tag(struct view *v)
{
    struct tag tag = {0};
    const char *at = v->p++;
    if (!element_find(v, read_name(v), at, &tag.element)) return false;
    int outer = floor_blocks(v);
    out_format(&v->literal, "<%s", tag.element.name);
    while (v->p = skip_space(v->p), *v->p && *v->p != '>' && strncmp(v->p, "/>", 2) != 0)
        if (!strncmp(v->p, "{%", 2) ? !read_statement(v) : !read_attribute(v, &tag)) return false;
    if (!*v->p) return tmpl_error(v, at, "<%s does not end", tag.element.name);
    return unfloor_blocks(v, outer) && finish_tag(v, &tag);
}

static bool read_close_tag(struct view *v)
{
    const char *at = v->p;
    struct element element;
    v->p += 2;
    if (!element_find(v, read_name(v), at, &element) || !element_pop(v, element.name, at))
        return false;
    if (*v->p++ != '>') return tmpl_error(v, v->p - 1, "> is expected");
    out_format(&v->literal, "</%s>", element.name);
    v->droppable = element.flags & TIGHT;
    return true;
}

/* ---- text ---- */

static unsigned inside(const struct view *v)
{
    return v->depth ? v->open[v->depth - 1].flags : 0;
}

/* White space shows as one blank at most, and not at all beside a TIGHT tag. */
static bool read_space(struct view *v)
{
    const char *begin = v->p, *end = skip_space(begin);
    size_t n = (size_t)(end - begin);
    v->p = end;
    if (inside(v) & VERBATIM) {
        put_text(v, begin, n);
        return true;
    }
    if (v->droppable || !*end || !v->has_params) return true;
    const char *name = end + 1 + (end[1] == '/');
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
    if (*end == '<' && element_is_tight(arena_copy_n(v->mem, name, length))) return true;
    out_char(&v->literal, memchr(begin, '\n', n) ? '\n' : ' ');
    v->droppable = true;
    return true;
}

static bool skip_remark(struct view *v, const char *end)
{
    const char *found = strstr(v->p, end);
    if (!found) return tmpl_error(v, v->p, "the remark does not end");
    v->p = found + strlen(end);
    return true;
}

static bool read_piece(struct view *v)
{
    static const char doctype[] = "<!doctype html>";
    const char *p = v->p;
    if (!strncmp(p, "{#", 2)) return skip_remark(v, "#}");
    if (!strncmp(p, "<!--", 4)) return skip_remark(v, "-->");
    if (!strncmp(p, "{%", 2)) return read_statement(v);
    if (isspace((unsigned char)*p)) return read_space(v);
    if (!v->has_params) return tmpl_error(v, p, "{%% params … %%} comes first");
    if (!strncmp(p, "{{", 2)) return read_expression(v, inside(v) & PLAIN ? IN_PLAIN : IN_TEXT);
    if (!strncmp(p, "</", 2)) return read_close_tag(v);
    if (*p == '<' && isalpha((unsigned char)p[1])) return read_open_tag(v);
    bool begins = !strncmp(p, doctype, sizeof doctype - 1);
    if (*p == '<' && !begins) return tmpl_error(v, p, "< in text is written &lt;");
    size_t n = begins ? sizeof doctype - 1 : 1;
    put_text(v, p, n);
    v->p += n;
    v->droppable = begins;
    return true;
}

/* ---- a view, a module ---- */

/* x_end begins with what x_begin left open; x_begin leaves it to x_end; all else ends empty. */
static void take_pair(struct view *v)
{
    const char *name = without(v->mem, v->name, "_end");
    for (int i = 0; name && i < v->module->pair_count; i++) {
        const struct pair *pair = &v->module->pairs[i];
        if (strcmp(pair->name, name) != 0) continue;
        memcpy(v->open, pair->open, sizeof v->open);
        v->depth = pair->depth;
    }
}

static bool leave_pair(struct view *v)
{
    const char *name = without(v->mem, v->name, "_begin");
    const struct element *top = v->depth ? &v->open[v->depth - 1] : NULL;
    if (!name || v->module->pair_count == (int)COUNT_OF(v->module->pairs))
        return !top || tmpl_error(v, top->at, "<%s> is never closed", top->name);
    v->module->pairs[v->module->pair_count++] = (struct pair){name, v->open, v->depth};
    return true;
}

static bool compile(struct module *module, const char *path)
{
    char *text = tool_read(module->mem, path), *name = arena_copy(module->mem, base_name(path));
    if (!text) return false;
    name[strcspn(name, ".")] = '\0';
    struct view *v = arena_make(module->mem, struct view);
    *v = (struct view){.module = module,
                       .mem = module->mem,
                       .path = path,
                       .name = name,
                       .text = text,
                       .p = text,
                       .droppable = true};
    v->code = out_new(v->mem);
    v->literal = out_new(v->mem);
    v->labelled = out_new(v->mem);
    take_pair(v);
    while (*v->p)
        if (!read_piece(v)) return false;
    if (!v->has_params) return tmpl_error(v, v->p, "{%% params … %%} is missing");
    if (v->block_count) return tmpl_error(v, v->blocks[v->block_count - 1].at, "{ is never closed");
    if (!leave_pair(v) || !fields_check(v)) return false;
    flush_text(v);
    out_format(&module->code, "%s}\n\n", v->code.text);
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 6) return fputs("usage: tmplc MODULE messages.ids OUT.c OUT.h FILE…\n", stderr), 2;
    struct arena *mem = arena_new("templates");
    struct module module = {.mem = mem, .name = argv[1], .ids = tool_read(mem, argv[2])};
    module.includes = out_new(mem);
    module.prototypes = out_new(mem);
    module.code = out_new(mem);
    bool fine = module.ids != NULL;
    for (int i = 5; module.ids && i < argc; i++) fine = compile(&module, argv[i]) && fine;
    struct out code = out_new(mem), header = out_new(mem);
    static const char made[] = "/* Made by tools/tmpl.c from src/";
    out_format(&code, "%s%s/view. */\n#include \"%s\"\n\n%s", made, module.name, base_name(argv[4]),
               module.code.text);
    out_format(&header,
               "%s%s/view. */\n#ifndef VIEWS_OF_%s\n#define VIEWS_OF_%s\n#include \"web/html.h\"\n"
               "#include \"web/message.h\"\n%s\n%s\n#endif\n",
               made, module.name, module.name, module.name, module.includes.text,
               module.prototypes.text);
    fine = fine && tool_write(argv[3], &code) && tool_write(argv[4], &header);
    arena_free(mem);
    return fine ? 0 : 1;
}
