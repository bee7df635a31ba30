/* HTML pages: the run time behind compiled templates (tools/tmpl.c, DESIGN §5 "HTML is compiled").
 *
 * A page is a growing buffer in the request's arena and cannot fail. A template's {{ expression }}
 * becomes html_put(pg, place, value): the place is where in the HTML it stands, the value is made
 * by the expression's C type, and a type without a row in HTML_TYPES does not compile.
 *
 *     {{ d->title }}            in text: & < > " ' escaped
 *     title="{{ d->title }}"    in an attribute: the same; dates are ISO, numbers bare digits
 *     href="{{ d->website }}"   a whole address: http, https, mailto, tel or relative, else "#"
 *     href="/d/{{ d->id }}"     part of an address: percent-encoded, "/" included
 *     {{ d->produced_on }}      in text: <time datetime="2009-09-28">2009年9月28日</time>
 *
 * Invariant: nothing reaches a page unescaped but the template's own text and values of the type
 * struct html, which only html.c and the text renderer (web/body.h) make.
 */
#ifndef WEB_HTML_H
#define WEB_HTML_H

#include "base/context.h"
#include "base/out.h"
#include "record/field.h"

/* HTML that is already right. The name of its member is its warning: never set it elsewhere. */
struct html {
    const char *trusted;
};

/* What an installation calls itself and looks like; one for the process, from gongkai.yaml. */
struct theme {
    const char *name[2];      /* by enum language: the agency whose site it is */
    const char *line[2];      /* below it: what the site is */
    const char *publisher[2]; /* at the foot; NULL: nothing */
    const char *emblem;       /* addresses of files under /static/ */
    const char *icon;
    const char *stylesheet;
    bool demonstration; /* say on each page that the data are made up */
};

/* A link of the layout; lists of them end with {0}. Labels are plain text, in the page's language.
 */
struct page_link {
    const char *href, *label;
    bool current;
    int count; /* things that wait behind it; 0 shows nothing */
};

struct page {
    struct out out;
    struct context *cx;
    enum language language;
    const struct theme *theme;
    const char *csrf;           /* token of the session; NULL: no session, forms carry none */
    const char *base;           /* the site's own address, without "/" at the end */
    bool office;                /* false: the portal */
    const char *in_language[2]; /* addresses of this page, by enum language */
    bool large;                 /* large print */
    const char *other_size;     /* address of this page in the other size, or NULL */
    const struct page_link
        *crumbs;                  /* from the home page down to the parent; NULL on the home page */
    const struct page_link *menu; /* NULL: none */
    const struct page_link *footer;   /* NULL: none */
    const char *signed_in_as;         /* NULL: nobody */
    const struct page_link *warnings; /* sentences above every page, each perhaps with a page where
                                       * something can be done; no label at the end; NULL: none */
};

/* A page with an empty buffer; the caller fills in what the layout shows. */
struct page page_new(struct context *cx, const struct theme *theme);

#define HTML_CSRF_FIELD "csrf"

/* Where in the HTML a value stands; the template compiler knows. */
enum html_place {
    HTML_IN_TEXT,
    HTML_IN_PLAIN, /* text of an element that cannot hold elements: title, option, textarea, time */
    HTML_IN_ATTRIBUTE,
    HTML_IN_URL,      /* an address from its beginning: the scheme is checked */
    HTML_IN_URL_PART, /* after a literal beginning: percent-encoded */
};

enum html_type { HTML_TEXT, HTML_NUMBER, HTML_BOOL, HTML_DATE, HTML_MOMENT, HTML_MONEY, HTML_RAW };

struct html_value {
    enum html_type type;
    union {
        const char *text; /* TEXT and RAW; NULL is "" */
        int64_t number;   /* all others: days, milliseconds, hundredths */
    };
};

struct html_value html_of_text(const char *text);
struct html_value html_of_int(int64_t number);
struct html_value html_of_size(size_t number);
struct html_value html_of_bool(bool yes);
struct html_value html_of_date(struct date d);
struct html_value html_of_moment(struct moment at);
struct html_value html_of_money(struct money money);
struct html_value html_of_html(struct html html);

/* clang-format off */
#define HTML_TYPES                                                                                \
    char *: html_of_text, const char *: html_of_text, int: html_of_int, unsigned: html_of_int,    \
    long: html_of_int, long long: html_of_int, unsigned long: html_of_size, bool: html_of_bool,   \
    struct date: html_of_date, struct moment: html_of_moment, struct money: html_of_money
#define HTML_OR_RAW HTML_TYPES, struct html: html_of_html /* in text only */
#define HTML_VALUE(v) _Generic((v), HTML_TYPES)(v)
/* clang-format on */

void html_put(struct page *pg, enum html_place place, struct html_value value);
/* A sentence of the catalogue with its %1 … replaced; dates and numbers as people read them. */
void html_put_message(struct page *pg, enum html_place place, const char *id,
                      const struct html_value *args, size_t n);
/* The template's own text. */
#define html_literal(pg, literal) out_bytes(&(pg)->out, (literal), sizeof(literal) - 1)
/* Inserted by the compiler into every <form method="post">. */
void html_put_csrf(struct page *pg);

/* Small things that a template cannot say. */
struct html html_link(struct page *pg, const char *href, const char *text);
/* text, marked with its language where that is not the page's: Chinese names on English pages */
struct html html_in_language(struct page *pg, const char *language, const char *text);
const char *language_code(enum language language); /* "zh", "en" */
const char *language_name(enum language language); /* in that language: 简体中文, English */
bool html_url_is_safe(const char *url);
/* Appends text with & < > " ' escaped; for what is built by hand. */
void html_escape(struct out *out, const char *text, size_t size);

#endif
