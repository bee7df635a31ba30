/* Fuzz target: whatever a clerk pastes, the renderer gives balanced HTML of allowed tags only,
 * within its bounds, and no attribute that nobody wrote. */
#include "web/body.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static const char *const tags[] = {
    "p", "h2",  "h3",    "h4", "h5", "h6", "ul",    "ol",  "li",   "em",    "strong",
    "a", "div", "table", "tr", "th", "td", "thead", "pre", "code", "tbody", "blockquote"};

static size_t tag_named(const char *name, size_t n)
{
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (strlen(tags[i]) == n && !strncmp(tags[i], name, n)) return i;
    must((n == 2 && (!strncmp(name, "br", 2) || !strncmp(name, "hr", 2))));
    return COUNT_OF(tags);
}

/* Walks the tags with a stack; text and quoted values hold neither < nor >. */
static void check_html(const char *html)
{
    size_t open[4 * BODY_DEEPEST], depth = 0;
    for (const char *p = html; (p = strchr(p, '<'));) {
        bool closes = *++p == '/';
        if (closes) p++;
        size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789");
        size_t tag = tag_named(p, n);
        const char *end = strchr(p, '>'), *next = strchr(p, '<');
        must(end && (!next || end < next));
        must(!memmem(p, (size_t)(end - p), " on", 3) || memchr(p, '"', (size_t)(end - p)));
        must(!memmem(p, (size_t)(end - p), "href=\"javascript:", 17));
        if (tag < COUNT_OF(tags) && closes) must(depth > 0 && open[--depth] == tag);
        if (tag < COUNT_OF(tags) && !closes) {
            must(depth < COUNT_OF(open));
            open[depth++] = tag;
        }
        p = end;
    }
    must(depth == 0);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *mem = arena_new("fuzz");
    const char *text;
    struct bytes raw = {bytes, size};
    if (text_clean(mem, raw, BODY_LARGEST, true, &text) == TEXT_FINE) {
        const struct body_heading *headings;
        const char *html = body_html(mem, text).trusted;
        check_html(html);
        must(strlen(html) <= strlen(text) * BODY_GROWTH + 8192 + strlen(text) * 7);
        must(text_is_utf8(html, strlen(html)));
        const char *plain = body_plain(mem, text);
        must(text_is_utf8(plain, strlen(plain)));
        body_headings(mem, text, &headings);
    }
    arena_free(mem);
    return 0;
}
