/* The template compiler: src/<module>/view/<name>.html → views.c and views.h of that module, with
 * one function void view_<module>_<name>(struct page *pg, …) a template.
 *
 *     tmplc MODULE messages.ids views.c views.h FILE…
 *
 * The language:
 *
 *     {% include "catalogue/guide.h" %}          needed by the parameters or the code
 *     {% params const struct guide *guide %}     once, before any text; pg is always there
 *     {{ guide->title }}                         a C expression, escaped by where it stands
 *     {{t "guide.updated" guide->updated_on}}    a message and what %1, %2 … stand for
 *     {% for (size_t i = 0; i < n; i++) { %}     C, up to a brace or a semicolon
 *     {% view_web_pager(pg, &pager); %}          another view
 *     {# a remark #}   <!-- also -->             neither reaches the page
 *
 * What a view opens it closes, on every path through its code. The exception is a pair of views
 * x_begin and x_end: the second begins where the first left off, and their calls pair like tags.
 *
 * It knows HTML well enough to choose the escaping (web/html.h) and to refuse, with file, line and
 * column, what DESIGN §5 forbids; the C compiler then checks each expression, at the column where
 * it stands in the template.
 *
 * Files: tmpl.c reads a template and writes C; tmpl_code.c finds the ends of pieces of C in it;
 * tmpl_rules.c is what may stand in HTML, mostly tables.
 */
#ifndef TOOLS_TMPL_H
#define TOOLS_TMPL_H

#include <stdbool.h>

#include "tool.h"

enum { DEEPEST = 64, MOST_ATTRIBUTES = 32, MOST_FIELDS = 128 };

enum element_flag {
    TIGHT = 1 << 0,    /* white space around its tags does not show */
    BLOCK = 1 << 1,    /* cannot stand in a paragraph or heading */
    PHRASING = 1 << 2, /* is a paragraph or heading */
    VOID = 1 << 3,     /* has no end tag */
    PLAIN = 1 << 4,    /* holds text only */
    VERBATIM = 1 << 5, /* its white space shows */
    SVG = 1 << 6,      /* may be closed by /> */
};

struct element {
    const char *name;
    unsigned flags;
    const char *at;
};

struct attribute {
    const char *name;
    const char *value; /* as in the template, expressions included; NULL: none */
    const char *at;
};

struct tag {
    struct element element;
    struct attribute attributes[MOST_ATTRIBUTES];
    int count;
};

struct open_block { /* of C: { … } */
    const char *at;
    int depth;      /* elements open at its beginning */
    bool droppable; /* the state before it */
};

struct pair { /* a view x_begin: what it left open for x_end */
    const char *name;
    const struct element *open;
    int depth;
};

struct module {
    struct arena *mem;
    const char *name, *ids; /* ids: what msgc wrote */
    struct out includes, prototypes, code;
    struct pair pairs[8];
    int pair_count;
};

struct view {
    struct module *module;
    struct arena *mem;
    const char *path, *text, *p; /* p: reading position in text */
    const char *name;
    bool has_params;
    struct out code, literal; /* literal: text of the template that is not yet in code */
    bool droppable;           /* white space here would follow white space, or a TIGHT tag */
    struct element open[DEEPEST];
    int depth;
    struct open_block blocks[DEEPEST];
    int block_count, block_floor;         /* floor: blocks that began outside this tag or value */
    struct attribute fields[MOST_FIELDS]; /* the ids of those that need a label */
    int field_count;
    struct out labelled; /* ids, each between newlines */
};

/* Where the line of at begins, and its number. */
const char *tmpl_line(const struct view *v, const char *at, int *ret_line);
/* Complains at a place of the template; always false. */
bool tmpl_error(const struct view *v, const char *at, const char *format, ...) PRINTF(3, 4);

/* tmpl_code.c */
enum place { IN_TEXT, IN_PLAIN, IN_ATTRIBUTE, IN_URL, IN_URL_PART };
const char *skip_space(const char *p);
const char *code_end(const char *p, const char *end); /* "}}" or "%}" outside strings; or NULL */
void code_place(struct view *v, const char *at);      /* #line, and blanks up to the column */
bool code_check(struct view *v, const char *code, const char *end); /* blocks, jumps, messages */
bool code_expression(struct view *v, enum place place, const char *begin, const char *end);
bool code_message(struct view *v, enum place place, const char *begin, const char *end);

/* tmpl_rules.c */
bool element_find(struct view *v, const char *name, const char *at, struct element *ret_element);
bool element_is_tight(const char *name);
bool element_push(struct view *v, struct element element);
bool element_pop(struct view *v, const char *name, const char *at);
const struct attribute *attribute_find(const struct tag *tag, const char *name);
bool attribute_is_url(const char *name);
bool tag_is_post(const struct tag *tag);
bool tag_check(struct view *v, const struct tag *tag);
bool fields_check(struct view *v); /* at the end: every field has its label */

#endif
