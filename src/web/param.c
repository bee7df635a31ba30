#include <string.h>

#include "base/text.h"
#include "record/field.h"
#include "web/private.h"

const char *web_path(const struct web *web, const char *name)
{
    for (size_t i = 0; i < web->param_count; i++)
        if (text_equal(web->params[i].name, name)) return web->params[i].value;
    return "";
}

static const struct http_pairs *given(const struct web *web)
{
    return web->request->method == HTTP_POST ? &web->request->form : &web->request->query;
}

bool web_has(const struct web *web, const char *name)
{
    return http_pair_find(given(web), name) != NULL;
}

/* ---- the names a route takes ---- */

/* Looks a name up in a space-separated list; *ret_repeats: it stands there with a star. */
static bool is_listed(const char *list, const char *name, bool *ret_repeats)
{
    size_t size = strlen(name);
    for (const char *at = list ? list : ""; *at;) {
        at += strspn(at, " ");
        size_t word = strcspn(at, " ");
        bool star = word && at[word - 1] == '*';
        if (word - star == size && memcmp(at, name, size) == 0) {
            *ret_repeats = star;
            return true;
        }
        at += word;
    }
    return false;
}

static enum status check_names(struct context *cx, const struct http_pairs *pairs,
                               const char *takes, const char *always)
{
    enum status status = OK;
    for (size_t i = 0; i < pairs->count; i++) {
        const char *name = pairs->at[i].name;
        bool repeats = false;
        if (!is_listed(always, name, &repeats) && !is_listed(takes, name, &repeats)) {
            status = issue(cx, name, "web.unknown_parameter", name);
            continue;
        }
        if (!repeats && http_pair_find(pairs, name) != &pairs->at[i])
            status = issue(cx, name, "web.repeated_parameter", name);
    }
    return status;
}

enum status parameters_check(struct context *cx, const struct web *web, const char *takes)
{
    bool post = web->request->method == HTTP_POST;
    bool any = takes && text_equal(takes, ANY_FIELD);
    if (!post && any) return OK;
    enum status query = check_names(cx, &web->request->query, post ? NULL : takes, "lang size");
    if (!post || any) return query;
    enum status form = check_names(cx, &web->request->form, takes, HTML_CSRF_FIELD);
    return query != OK ? query : form;
}

/* ---- values ---- */

static const char *const text_messages[] = {
    [TEXT_NOT_UTF8] = "field.not_utf8",
    [TEXT_CONTROL] = "field.control",
    [TEXT_BIDI] = "field.bidi",
    [TEXT_TOO_LONG] = "field.too_long",
};

struct shape {
    size_t max;
    bool lines;
};

static enum status clean(struct context *cx, const struct http_pair *pair, struct shape shape,
                         const char **ret_text)
{
    enum text_fault found = text_clean(cx->mem, pair->value, shape.max, shape.lines, ret_text);
    if (found == TEXT_FINE) return OK;
    return issue(cx, pair->name, text_messages[found], arena_format(cx->mem, "%zu", shape.max));
}

static enum status single(struct context *cx, const struct web *web, const char *name,
                          struct shape shape, const char **ret_text)
{
    const struct http_pairs *pairs = given(web);
    const struct http_pair *pair = http_pair_find(pairs, name);
    const char *text = "";
    if (pair) TRY(clean(cx, pair, shape, &text));
    for (size_t i = pair ? (size_t)(pair - pairs->at) + 1 : 0; i < pairs->count; i++)
        if (pair && text_equal(pairs->at[i].name, name))
            return issue(cx, name, "web.repeated_parameter", name);
    *ret_text = text;
    return OK;
}

enum status web_text(struct context *cx, const struct web *web, const char *name, size_t max,
                     const char **ret_text)
{
    return single(cx, web, name, (struct shape){max, false}, ret_text);
}

enum status web_lines(struct context *cx, const struct web *web, const char *name, size_t max,
                      const char **ret_text)
{
    return single(cx, web, name, (struct shape){max, true}, ret_text);
}

enum { SHORT_VALUE = 40 };

enum status web_int(struct context *cx, const struct web *web, const char *name,
                    int64_t *ret_number)
{
    const char *text;
    int64_t number = INT_NONE;
    TRY(web_text(cx, web, name, SHORT_VALUE, &text));
    if (*text && !text_to_int(text, &number)) return issue(cx, name, "field.not_a_number", text);
    *ret_number = number;
    return OK;
}

enum status web_date(struct context *cx, const struct web *web, const char *name,
                     struct date *ret_date)
{
    const char *text;
    struct date date = DATE_NONE;
    TRY(web_text(cx, web, name, SHORT_VALUE, &text));
    if (*text && !date_parse(text, &date)) return issue(cx, name, "field.not_a_date", text);
    *ret_date = date;
    return OK;
}

enum status web_word(struct context *cx, const struct web *web, const char *name, const char *words,
                     const char **ret_word)
{
    const char *text;
    bool repeats;
    TRY(web_text(cx, web, name, HTTP_NAME_MAX, &text));
    if (*text && !is_listed(words, text, &repeats))
        return issue(cx, name, "field.unknown_word", text);
    *ret_word = text;
    return OK;
}

enum status web_all(struct context *cx, const struct web *web, const char *name,
                    const char *const **ret_texts, size_t *ret_count)
{
    const struct http_pairs *pairs = given(web);
    const char **texts = arena_array(cx->mem, const char *, pairs->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < pairs->count; i++)
        if (text_equal(pairs->at[i].name, name))
            TRY(clean(cx, &pairs->at[i], (struct shape){HTTP_NAME_MAX, false}, &texts[count++]));
    *ret_texts = texts;
    *ret_count = count;
    return OK;
}

/* What is shown again is what was typed, wrong as it may be; but no byte that breaks the page. */
const char *param_as_typed(struct arena *mem, struct bytes given)
{
    if (!text_is_utf8((const char *)given.data, given.size)) return "";
    char *text = arena_copy_n(mem, (const char *)given.data, given.size), *to = text;
    for (size_t i = 0; i < given.size; i++) {
        unsigned char c = given.data[i];
        if ((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t') *to++ = (char)c;
    }
    *to = '\0';
    return text;
}

const char *web_typed(const struct web *web, const char *name)
{
    const struct http_pair *pair = http_pair_find(given(web), name);
    return pair ? param_as_typed(web->cx->mem, pair->value) : "";
}

/* ---- addresses ---- */

const char *web_address(const struct web *web, const char *name, const char *value)
{
    struct arena *mem = web->cx->mem;
    struct out out = out_new(mem);
    const char *sign = "?";
    out_text(&out, http_encode(mem, web->request->path, true));
    for (size_t i = 0; i < web->request->query.count; i++) {
        const struct http_pair *pair = &web->request->query.at[i];
        if (text_equal(pair->name, name)) continue;
        out_format(&out, "%s%s=%s", sign, http_encode(mem, pair->name, false),
                   http_encode(mem, (const char *)pair->value.data, false));
        sign = "&";
    }
    if (value) out_format(&out, "%s%s=%s", sign, name, http_encode(mem, value, false));
    return out.text;
}
