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
 *     {% opens html body %}  {% closes … %}      the only elements left open, or closed, by a view;
 *                                                x_begin and x_end views must pair like tags
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
};

struct attribute {
    const char *name;
    const char *value; /* as in the template, expressions included; NULL: none */
    const char *at;
    bool dynamic; /* an expression or statement stands in it */
};

struct tag {
    const struct element *element;
    const char *at;
    struct attribute attributes[MOST_ATTRIBUTES];
    int count;
};

struct open_element {
    const struct element *element;
    const char *at;
};

struct open_block { /* of C: { … } */
    const char *at;
    int depth;      /* elements open at its beginning */
    bool droppable; /* the state before it */
};

struct field {
    const char *id, *at;
};

struct module {
    struct arena *mem;
    const char *name, *ids; /* ids: what msgc wrote */
    struct out includes, prototypes, code;
};

struct view {
    struct module *module;
    struct arena *mem;
    const char *path, *text, *p; /* p: reading position in text */
    bool has_params;
    struct out code, literal; /* literal: text of the template that is not yet in code */
    bool droppable;           /* white space here would follow white space, or a TIGHT tag */
    struct open_element open[DEEPEST];
    int depth;
    struct open_block blocks[DEEPEST];
    int block_count;
    const char *opens; /* names of the elements left open, outermost first; "" for none */
    struct field fields[MOST_FIELDS];
    int field_count;
    const char *labelled[MOST_FIELDS];
    int labelled_count;
};

/* Complains at a place of the template; always false. */
bool tmpl_error(const struct view *v, const char *at, const char *format, ...) PRINTF(3, 4);

/* tmpl_code.c */
const char *code_end(const char *p, const char *end); /* "}}" or "%}" outside strings; or NULL */
bool code_blocks(struct view *v, const char *code, const char *end); /* follows { and } */
const char *code_word(const char *p, const char *end);               /* end of one argument */
void code_place(struct view *v, const char *at); /* #line, and blanks up to the column */
bool message_check(struct view *v, const char *at, const char *id, int arguments);

/* tmpl_rules.c */
const struct element *element_find(struct view *v, const char *name, const char *at);
bool element_is_tight(const char *name);
bool element_push(struct view *v, const struct element *element, const char *at);
bool element_pop(struct view *v, const char *name, const char *at);
const struct attribute *attribute_find(const struct tag *tag, const char *name);
bool attribute_is_url(const char *name);
bool attribute_check(const struct view *v, const struct attribute *attribute);
bool tag_check(struct view *v, const struct tag *tag);
bool fields_check(struct view *v); /* at the end: every field has its label */

#endif
