#include "tmpl.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool tmpl_error(const struct view *v, const char *at, const char *format, ...)
{
    int line = 1;
    const char *begin = v->text;
    for (const char *p = v->text; p < at; p++)
        if (*p == '\n') line++, begin = p + 1;
    va_list args;
    va_start(args, format);
    char *sentence = arena_vformat(v->mem, format, args);
    va_end(args);
    return tool_error(v->path, line, (int)(at - begin) + 1, "%s", sentence);
}

/* ---- writing C ---- */

static void put_text(struct view *v, const char *text, size_t size)
{
    if (!size) return;
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

static const char *const places[] = {"HTML_IN_TEXT", "HTML_IN_PLAIN", "HTML_IN_ATTRIBUTE",
                                     "HTML_IN_URL", "HTML_IN_URL_PART"};
enum place { IN_TEXT, IN_PLAIN, IN_ATTRIBUTE, IN_URL, IN_URL_PART };

/* Two statements, each on the line and column of the template's expression: its value, and what
 * it is to HTML. So the compiler complains once, and there. */
static void put_expression(struct view *v, const char *name, const char *at, const char *end,
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

static const char *skip_space(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

static const char *trim_end(const char *begin, const char *end)
{
    while (end > begin && isspace((unsigned char)end[-1])) end--;
    return end;
}

/* {{t "id" one two}}: p is at the id's quote. */
static bool read_message(struct view *v, enum place place, const char *p, const char *end)
{
    const char *at = p, *id_end = code_word(p, end);
    if (*p != '"' || id_end - p < 3) return tmpl_error(v, p, "{{t \"message.id\" …}} is expected");
    char *id = arena_copy_n(v->mem, p + 1, (size_t)(id_end - p - 2));
    struct out values = out_new(v->mem);
    int count = 0;
    out_text(&v->code, "{ ");
    for (p = skip_space(id_end); p < end; p = skip_space(p)) {
        const char *word_end = code_word(p, end);
        char *name = arena_format(v->mem, "tmpl_%d", ++count);
        put_expression(v, name, p, word_end, place);
        out_format(&values, "%s_html, ", name);
        p = word_end;
    }
    if (!message_check(v, at, id, count)) return false;
    if (count)
        out_format(&v->code,
                   "html_put_message(pg, %s, \"%s\", (const struct html_value[]){%s}, %d); }",
                   places[place], id, values.text, count);
    else
        out_format(&v->code, "html_put_message(pg, %s, \"%s\", NULL, 0); }", places[place], id);
    return true;
}

/* {{ … }}: v->p is at it. */
static bool read_expression(struct view *v, enum place place)
{
    const char *begin = v->p + 2, *end = code_end(begin, "}}");
    if (!end) return tmpl_error(v, v->p, "{{ is not closed by }}");
    flush_text(v);
    v->p = end + 2;
    v->droppable = false;
    end = trim_end(begin, end);
    if (begin[0] == 't' && isspace((unsigned char)begin[1]))
        return read_message(v, place, skip_space(begin + 1), end);
    begin = skip_space(begin);
    if (begin >= end) return tmpl_error(v, begin, "an expression is expected");
    out_text(&v->code, "{ ");
    put_expression(v, "tmpl", begin, end, place);
    out_format(&v->code, "html_put(pg, %s, tmpl_html); }", places[place]);
    return true;
}

/* ---- statements and directives ---- */

static bool read_params(struct view *v, const char *begin, const char *end)
{
    if (v->has_params) return tmpl_error(v, begin, "params stands once");
    v->has_params = true;
    const char *name = strrchr(v->path, '/') ? strrchr(v->path, '/') + 1 : v->path;
    int length = (int)strcspn(name, ".");
    char *head = arena_format(v->mem, "void view_%s_%.*s(struct page *pg%s", v->module->name,
                              length, name, begin < end ? ", " : "");
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
    if (*begin != '"' || end[-1] != '"')
        return tmpl_error(v, begin, "\"module/file.h\" is expected");
    if (!strstr(v->module->includes.text, line)) out_text(&v->module->includes, line);
    return true;
}

static bool read_opens(struct view *v, const char *begin, const char *end)
{
    v->opens = arena_copy_n(v->mem, begin, (size_t)(end - begin));
    return true;
}

static bool read_closes(struct view *v, const char *begin, const char *end)
{
    for (const char *p = begin, *word; p < end; p = skip_space(word)) {
        word = code_word(p, end);
        const struct element *e = element_find(v, arena_copy_n(v->mem, p, (size_t)(word - p)), p);
        if (!e || !element_push(v, e, p)) return false;
    }
    return true;
}

/* A pair of views …_begin() and …_end() is balanced like a pair of tags. */
static bool follow_call(struct view *v, const char *begin, const char *end)
{
    size_t n = strspn(begin, "abcdefghijklmnopqrstuvwxyz_0123456789");
    char *name = arena_copy_n(v->mem, begin, n);
    char *pair = n > 6 && !strcmp(name + n - 6, "_begin") ? name + n - 6
                 : n > 4 && !strcmp(name + n - 4, "_end") ? name + n - 4
                                                          : NULL;
    if (strncmp(name, "view_", 5) != 0 || begin + n >= end || begin[n] != '(' || !pair) return true;
    bool opens = !strcmp(pair, "_begin");
    *pair = '\0';
    if (!opens) return element_pop(v, name, begin);
    struct element *element = arena_make(v->mem, struct element);
    element->name = name;
    return element_push(v, element, begin);
}

/* Sentences that C asks for by a literal id are checked as well. */
static bool check_literals(struct view *v, const char *begin, const char *end)
{
    static const char call[] = "message_text(pg->language, \"";
    for (const char *p = begin; (p = strstr(p, call)) && p < end;) {
        p += sizeof call - 1;
        char *id = arena_copy_n(v->mem, p, strcspn(p, "\""));
        if (!message_check(v, p, id, 0)) return false;
    }
    return true;
}

static bool read_code(struct view *v, const char *begin, const char *end)
{
    if (begin >= end || !strchr("{};", end[-1]))
        return tmpl_error(v, begin, "a statement ends with { or } or ;");
    if (!v->has_params) return tmpl_error(v, begin, "{%% params … %%} comes first");
    flush_text(v);
    code_place(v, begin);
    out_bytes(&v->code, begin, (size_t)(end - begin));
    out_char(&v->code, '\n');
    if (!code_blocks(v, begin, end) || !check_literals(v, begin, end)) return false;
    if (end[-1] != ';') return true;
    if (memmem(begin, (size_t)(end - begin), "(pg", 3)) v->droppable = false; /* it may print */
    return follow_call(v, begin, end);
}

static bool read_statement(struct view *v)
{
    static const struct {
        const char *word;
        bool (*read)(struct view *, const char *, const char *);
    } directives[] = {
        {"params",  read_params },
        {"include", read_include},
        {"opens",   read_opens  },
        {"closes",  read_closes }
    };
    const char *begin = skip_space(v->p + 2), *end = code_end(begin, "%}");
    if (!end) return tmpl_error(v, v->p, "{%% is not closed by %%}");
    v->p = end + 2;
    end = trim_end(begin, end);
    size_t word = strspn(begin, "abcdefghijklmnopqrstuvwxyz_");
    for (size_t i = 0; i < COUNT_OF(directives); i++) {
        if (word != strlen(directives[i].word) || strncmp(begin, directives[i].word, word) != 0)
            continue;
        const char *rest = skip_space(begin + word);
        return directives[i].read(v, rest < end ? rest : end, end);
    }
    return read_code(v, begin, end);
}

/* ---- tags ---- */

static bool read_value(struct view *v, struct attribute *a)
{
    bool url = attribute_is_url(a->name);
    char quote = *v->p;
    if (quote != '"' && quote != '\'')
        return tmpl_error(v, v->p, "the value of %s must be quoted", a->name);
    const char *begin = ++v->p;
    out_format(&v->literal, "=%c", quote);
    while (*v->p && *v->p != quote) {
        bool statement = !strncmp(v->p, "{%", 2), expression = !strncmp(v->p, "{{", 2);
        a->dynamic = a->dynamic || statement || expression;
        if (statement && url)
            return tmpl_error(v, v->p, "no statement can stand in an address: compute it before");
        enum place place = !url ? IN_ATTRIBUTE : v->p == begin ? IN_URL : IN_URL_PART;
        if (statement ? !read_statement(v) : expression && !read_expression(v, place)) return false;
        if (!statement && !expression) out_char(&v->literal, *v->p++);
    }
    if (!*v->p) return tmpl_error(v, begin, "the value of %s does not end", a->name);
    a->value = arena_copy_n(v->mem, begin, (size_t)(v->p - begin));
    out_char(&v->literal, *v->p++);
    return true;
}

static bool read_attribute(struct view *v, struct tag *tag)
{
    size_t n = strcspn(v->p, " \t\r\n=>/\"'<{");
    if (!strncmp(v->p, "{{", 2))
        return tmpl_error(v, v->p, "an expression in a tag must stand in a quoted value");
    if (!n) return tmpl_error(v, v->p, "an attribute is expected");
    if (tag->count == MOST_ATTRIBUTES) return tmpl_error(v, v->p, "too many attributes");
    struct attribute *a = &tag->attributes[tag->count++];
    *a = (struct attribute){.name = arena_copy_n(v->mem, v->p, n), .at = v->p};
    out_format(&v->literal, " %s", a->name);
    v->p += n;
    if (*v->p != '=') return true;
    v->p++;
    return read_value(v, a);
}

static bool finish_tag(struct view *v, struct tag *tag)
{
    bool closed = *v->p == '/';
    if (closed && !(tag->element->flags & (VOID | SVG)))
        return tmpl_error(v, v->p, "<%s> needs its end tag", tag->element->name);
    if (closed && *++v->p != '>') return tmpl_error(v, v->p, "/> is expected");
    v->p++;
    out_text(&v->literal, closed && (tag->element->flags & SVG) ? "/>" : ">");
    v->droppable = tag->element->flags & TIGHT;
    if (!tag_check(v, tag)) return false;
    if (!closed && !(tag->element->flags & VOID) && !element_push(v, tag->element, tag->at))
        return false;
    const struct attribute *method = attribute_find(tag, "method");
    if (strcmp(tag->element->name, "form") != 0 || !method ||
        strcasecmp(method->value, "post") != 0)
        return true;
    flush_text(v);
    out_text(&v->code, "html_put_csrf(pg);");
    return true;
}

static char *read_name(struct view *v)
{
    size_t n = strspn(v->p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    v->p += n;
    return arena_copy_n(v->mem, v->p - n, n);
}

static bool read_open_tag(struct view *v)
{
    struct tag tag = {.at = v->p++};
    char *name = read_name(v);
    tag.element = element_find(v, name, tag.at);
    if (!tag.element) return false;
    out_format(&v->literal, "<%s", name);
    for (v->p = skip_space(v->p); *v->p && *v->p != '>' && strncmp(v->p, "/>", 2) != 0;
         v->p = skip_space(v->p))
        if (!strncmp(v->p, "{%", 2) ? !read_statement(v) : !read_attribute(v, &tag)) return false;
    if (!*v->p) return tmpl_error(v, tag.at, "<%s does not end", name);
    return finish_tag(v, &tag);
}

static bool read_close_tag(struct view *v)
{
    const char *at = v->p;
    v->p += 2;
    char *name = read_name(v);
    if (*v->p != '>') return tmpl_error(v, v->p, "> is expected");
    v->p++;
    const struct element *element = element_find(v, name, at);
    if (!element || !element_pop(v, name, at)) return false;
    out_format(&v->literal, "</%s>", name);
    v->droppable = element->flags & TIGHT;
    return true;
}

/* ---- text ---- */

static unsigned inside(const struct view *v)
{
    return v->depth ? v->open[v->depth - 1].element->flags : 0;
}

/* White space shows as one blank at most, and not at all beside a TIGHT tag. */
static void read_space(struct view *v)
{
    const char *end = skip_space(v->p);
    size_t n = (size_t)(end - v->p);
    bool line = memchr(v->p, '\n', n);
    const char *begin = v->p;
    v->p = end;
    if (inside(v) & VERBATIM) {
        put_text(v, begin, n);
        return;
    }
    if (v->droppable || !*end || !v->has_params) return;
    if (end[0] == '<' && (isalpha((unsigned char)end[1]) || end[1] == '/')) {
        const char *name = end + (end[1] == '/' ? 2 : 1);
        size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
        if (element_is_tight(arena_copy_n(v->mem, name, length))) return;
    }
    out_char(&v->literal, line ? '\n' : ' ');
    v->droppable = true;
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
    const char *p = v->p;
    if (!strncmp(p, "{#", 2)) return skip_remark(v, "#}");
    if (!strncmp(p, "<!--", 4)) return skip_remark(v, "-->");
    if (!strncmp(p, "{%", 2)) return read_statement(v);
    if (isspace((unsigned char)*p)) {
        read_space(v);
        return true;
    }
    if (!v->has_params) return tmpl_error(v, p, "{%% params … %%} comes first");
    if (!strncmp(p, "{{", 2)) return read_expression(v, inside(v) & PLAIN ? IN_PLAIN : IN_TEXT);
    if (!strncasecmp(p, "<!doctype html>", 15)) {
        put_text(v, "<!doctype html>", 15);
        v->droppable = true;
        v->p += 15;
        return true;
    }
    if (!strncmp(p, "</", 2)) return read_close_tag(v);
    if (*p == '<' && isalpha((unsigned char)p[1])) return read_open_tag(v);
    if (*p == '<') return tmpl_error(v, p, "< in text is written &lt;");
    put_text(v, v->p++, 1);
    return true;
}

/* At the end nothing is open but what {% opens %} names. */
static bool finish_view(struct view *v)
{
    if (!v->has_params) return tmpl_error(v, v->p, "{%% params … %%} is missing");
    if (v->block_count) return tmpl_error(v, v->blocks[v->block_count - 1].at, "{ is never closed");
    struct out names = out_new(v->mem);
    for (int i = 0; i < v->depth; i++)
        out_format(&names, "%s%s", i ? " " : "", v->open[i].element->name);
    if (strcmp(names.text, v->opens) != 0)
        return tmpl_error(v, v->depth ? v->open[v->depth - 1].at : v->p,
                          "at the end \"%s\" is open, not \"%s\"", names.text, v->opens);
    if (!fields_check(v)) return false;
    flush_text(v);
    out_format(&v->module->code, "%s}\n\n", v->code.text);
    return true;
}

static bool compile(struct module *module, const char *path)
{
    char *text = tool_read(module->mem, path);
    if (!text) return false;
    struct view *v = arena_make(module->mem, struct view);
    *v = (struct view){.module = module, .mem = module->mem, .path = path, .text = text, .p = text};
    v->code = out_new(v->mem);
    v->literal = out_new(v->mem);
    v->opens = "";
    v->droppable = true;
    while (*v->p)
        if (!read_piece(v)) return false;
    return finish_view(v);
}

int main(int argc, char **argv)
{
    if (argc < 6) {
        fputs("usage: tmplc MODULE messages.ids OUT.c OUT.h FILE…\n", stderr);
        return 2;
    }
    struct arena *mem = arena_new("templates");
    struct module module = {.mem = mem, .name = argv[1], .ids = tool_read(mem, argv[2])};
    module.includes = out_new(mem);
    module.prototypes = out_new(mem);
    module.code = out_new(mem);
    bool fine = module.ids != NULL;
    for (int i = 5; module.ids && i < argc; i++) fine = compile(&module, argv[i]) && fine;
    struct out code = out_new(mem), header = out_new(mem);
    out_format(&code, "/* Made by tools/tmpl.c from src/%s/view. */\n#include \"%s\"\n\n%s",
               module.name, strrchr(argv[4], '/') ? strrchr(argv[4], '/') + 1 : argv[4],
               module.code.text);
    out_format(&header,
               "/* Made by tools/tmpl.c from src/%s/view. */\n#ifndef VIEWS_OF_%s\n"
               "#define VIEWS_OF_%s\n#include \"web/html.h\"\n#include "
               "\"web/message.h\"\n%s\n%s\n#endif\n",
               module.name, module.name, module.name, module.includes.text, module.prototypes.text);
    fine = fine && tool_write(argv[3], &code) && tool_write(argv[4], &header);
    arena_free(mem);
    return fine ? 0 : 1;
}
