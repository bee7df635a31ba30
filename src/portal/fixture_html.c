#include "portal/fixture_html.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/unit.h"

enum { DEPTH = 100, NAME = 16 };

struct nesting {
    char open[DEPTH][NAME];
    int depth;
};

static bool is_void(const char *name)
{
    static const char names[] = " meta link br hr img input col wbr !doctype ";
    char spaced[NAME + 3];
    snprintf(spaced, sizeof spaced, " %s ", name);
    return strstr(names, spaced) != NULL;
}

static void read_tag(struct nesting *nest, const char *tag, const char *target)
{
    char name[NAME] = "";
    bool closes = tag[0] == '/';
    size_t n = strcspn(tag + closes, " >\n/");
    assert_true(n > 0 && n < NAME);
    memcpy(name, tag + closes, n);
    const char *end = strchr(tag, '>');
    if (is_void(name) || (end && end[-1] == '/')) return; /* <path/>, in a drawing */
    if (!closes) {
        assert_true(nest->depth < DEPTH);
        memcpy(nest->open[nest->depth++], name, NAME);
        return;
    }
    if (nest->depth == 0 || strcmp(nest->open[nest->depth - 1], name) != 0)
        fail_msg("%s: </%s> where <%s> is open", target, name,
                 nest->depth ? nest->open[nest->depth - 1] : "nothing");
    nest->depth--;
}

size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) count++;
    return count;
}

void check_html(struct arena *mem, const char *html, const char *target)
{
    struct nesting nest = {.depth = 0};
    for (const char *at = strchr(html, '<'); at; at = strchr(at + 1, '<'))
        read_tag(&nest, at + 1, target);
    if (nest.depth) fail_msg("%s: <%s> stays open", target, nest.open[nest.depth - 1]);
    if (count_of(html, "<h1") != 1) fail_msg("%s: %zu h1", target, count_of(html, "<h1"));
    for (const char *at = strstr(html, " id=\""); at; at = strstr(at + 1, " id=\"")) {
        char *id = arena_copy_n(mem, at, 5 + strcspn(at + 5, "\"") + 1);
        if (count_of(html, id) != 1) fail_msg("%s:%s stands twice", target, id);
    }
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "portal.")); /* a message nobody wrote, but for our own address */
}
