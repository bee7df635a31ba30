#include "app/test_page.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 60, IDS_MAX = 3000 };

struct walk {
    struct arena *mem;
    const char *html, *at, *fault;
    const char *open[DEPTH_MAX];
    size_t depth, id_count, used_count;
    const char *ids[IDS_MAX], *used[IDS_MAX]; /* used: by for, aria-labelledby, aria-describedby */
    bool posts, has_token;
};

static void complain(struct walk *walk, const char *what, const char *name)
{
    int from = (int)(walk->at - walk->html);
    const char *near = arena_copy_n(walk->mem, walk->at, strnlen(walk->at, 80));
    if (!walk->fault)
        walk->fault = arena_format(walk->mem, "%s %s at %d: %s", what, name, from, near);
}

static bool is_void(const char *name)
{
    static const char *const names[] = {"meta", "link", "br", "img", "input", "hr", "col", "wbr"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_equal(names[i], name)) return true;
    return false;
}

static const char *name_at(struct walk *walk, const char **at, const char *ends)
{
    size_t size = strcspn(*at, ends);
    const char *name = arena_copy_n(walk->mem, *at, size);
    *at += size;
    return name;
}

static void use_ids(struct walk *walk, const char *value)
{
    while (*value) {
        size_t size = strcspn(value, " ");
        if (size && walk->used_count < IDS_MAX)
            walk->used[walk->used_count++] = arena_copy_n(walk->mem, value, size);
        value += size + strspn(value + size, " ");
    }
}

static void take_attribute(struct walk *walk, const char *tag, const char *name, const char *value)
{
    if (text_equal(name, "id")) {
        for (size_t i = 0; i < walk->id_count; i++)
            if (text_equal(walk->ids[i], value)) complain(walk, "an id stands twice:", value);
        if (walk->id_count < IDS_MAX) walk->ids[walk->id_count++] = value;
    }
    if (text_equal(name, "for") || text_starts(name, "aria-labelledby") ||
        text_starts(name, "aria-describedby"))
        use_ids(walk, value);
    if (text_equal(name, "style") || text_starts(name, "on"))
        complain(walk, "the policy forbids", name);
    if (text_equal(tag, "form") && text_equal(name, "method"))
        walk->posts = text_equal(value, "post");
    if (text_equal(tag, "input") && text_equal(name, "name") && text_equal(value, "csrf"))
        walk->has_token = true;
}

static void take_attributes(struct walk *walk, const char *tag)
{
    const char *at = walk->at;
    while (at += strspn(at, " \n"), *at && *at != '>') {
        const char *name = name_at(walk, &at, "= \n>");
        const char *value = "";
        if (*at == '=') {
            if (at[1] != '"') complain(walk, "not quoted:", name);
            at += 2;
            value = name_at(walk, &at, "\"");
            if (*at) at++;
        }
        take_attribute(walk, tag, name, value);
    }
    walk->at = *at ? at + 1 : at;
}

static void end_form(struct walk *walk)
{
    if (walk->posts && !walk->has_token) complain(walk, "a form posts without", "csrf");
    walk->posts = false;
}

static void take_tag(struct walk *walk)
{
    bool closes = walk->at[1] == '/';
    walk->at += closes ? 2 : 1;
    const char *name = name_at(walk, &walk->at, " \n>");
    if (closes) {
        bool fits = walk->depth && text_equal(walk->open[walk->depth - 1], name);
        if (!fits) complain(walk, "closes what is not open:", name);
        if (fits) walk->depth--;
        if (text_equal(name, "form")) end_form(walk);
        walk->at += strcspn(walk->at, ">");
        return;
    }
    if (text_equal(name, "form")) walk->has_token = false;
    take_attributes(walk, name);
    if (is_void(name)) return;
    if (walk->depth == DEPTH_MAX)
        complain(walk, "too deep:", name);
    else
        walk->open[walk->depth++] = name;
}

static void check_used(struct walk *walk)
{
    for (size_t u = 0; u < walk->used_count; u++) {
        bool there = false;
        for (size_t i = 0; i < walk->id_count && !there; i++)
            there = text_equal(walk->used[u], walk->ids[i]);
        if (!there) complain(walk, "names an id that is not there:", walk->used[u]);
    }
}

const char *page_fault(struct arena *mem, const char *html)
{
    struct walk *walk = arena_make(mem, struct walk);
    *walk = (struct walk){.mem = mem, .html = html, .at = html};
    if (!text_starts(html, "<!doctype html>") && !text_starts(html, "<!DOCTYPE html>"))
        complain(walk, "no", "doctype");
    walk->at += strcspn(walk->at, ">");
    while (!walk->fault && *(walk->at += strcspn(walk->at, "<"))) take_tag(walk);
    if (walk->depth) complain(walk, "left open:", walk->open[walk->depth - 1]);
    check_used(walk);
    return walk->fault;
}

/* What a failed test shows of a page. */
static const char *gist(const struct reply *reply)
{
    const char *main = strstr(reply->body, "<main");
    return main ? main : reply->body;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static struct reply checked(const char *target, struct reply reply, unsigned status)
{
    if (reply.status != status)
        fail_msg("%s: %u, not %u: %s", target, reply.status, status, gist(&reply));
    if (text_starts(reply.type, "text/html") && reply.size) {
        const char *fault = page_fault(house.mem, reply.body);
        if (fault) fail_msg("%s: %s", target, fault);
    }
    if (!text_starts(reply.policy, "default-src 'none'") && !text_starts(reply.policy, "sandbox"))
        fail_msg("%s: policy %s", target, reply.policy);
    return reply;
}

struct reply page_get(struct visitor *visitor, const char *target, unsigned status)
{
    return checked(target, visitor_get(visitor, target), status);
}

struct reply page_post(struct visitor *visitor, const char *target, const char *body,
                       unsigned status)
{
    return checked(target, visitor_post(visitor, target, body), status);
}

const char *form_of(const char *name, ...)
{
    struct out out = out_new(house.mem);
    va_list rest;
    va_start(rest, name);
    for (; name; name = va_arg(rest, const char *)) {
        const char *value = va_arg(rest, const char *);
        out_format(&out, "%s%s=%s", out.size ? "&" : "", name,
                   http_encode(house.mem, value, false));
    }
    va_end(rest);
    return out.text;
}

void assert_has(const struct reply *reply, const char *text)
{
    if (!strstr(reply->body, text)) fail_msg("“%s” is not in: %s", text, gist(reply));
}

void assert_lacks(const struct reply *reply, const char *text)
{
    if (strstr(reply->body, text)) fail_msg("“%s” is in: %s", text, gist(reply));
}

const char *stored(const char *kind, const char *id, const char *column)
{
    const char *value = "";
    const char *text = arena_format(
        house.mem, "SELECT CAST(\"%s\" AS TEXT) FROM \"%s\" WHERE id = $1 AND newest = 1", column,
        kind);
    enum status status =
        store_text(&house.cx, &(struct sql){"test.stored", text}, BIND(id), &value);
    if (status != OK) fail_msg("%s: %d %s", text, status, house.cx.fault);
    return value;
}

const char *path_of(const struct reply *reply)
{
    return arena_copy_n(house.mem, reply->location, strcspn(reply->location, "?"));
}

const char *id_of_path(const char *path)
{
    return strrchr(path, '/') + 1;
}

struct reply press(struct visitor *visitor, const char *path, const char *verb, const char *told,
                   unsigned status)
{
    const char *kind = path + strlen("/records/");
    kind = arena_copy_n(house.mem, kind, strcspn(kind, "/"));
    const char *id = id_of_path(path);
    const char *body = form_of("verb", verb, "version", stored(kind, id, "version"), "edition",
                               stored(kind, id, "edition"), NULL);
    return page_post(visitor, arena_format(house.mem, "%s/move", path),
                     arena_format(house.mem, "%s%s%s", body, *told ? "&" : "", told), status);
}
