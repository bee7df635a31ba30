#include <string.h>

#include "base/json.h"
#include "base/text.h"

enum { NUMBER_MAX = 17 }; /* −9007199254740992 */

struct json_in json_in(struct arena *mem, struct bytes bytes)
{
    return (struct json_in){.mem = mem,
                            .at = bytes.data,
                            .end = bytes.data + bytes.size,
                            .wrong = !text_is_utf8((const char *)bytes.data, bytes.size)};
}

static int peek(const struct json_in *in)
{
    return !in->wrong && in->at < in->end ? *in->at : 0;
}

static bool took(struct json_in *in, char c)
{
    if (peek(in) != c) return false;
    in->at++;
    return true;
}

static void must(struct json_in *in, bool holds)
{
    if (!holds) in->wrong = true;
}

/* ---- text ---- */

/* The character that an escape stands for, and its length; 0: the writer writes none such. */
static size_t escape(const unsigned char *at, size_t rest, char *ret)
{
    static const char letters[] = "\"\\nrtbf", meant[] = "\"\\\n\r\t\b\f";
    unsigned char byte;
    const char *found = rest > 1 && at[1] ? strchr(letters, at[1]) : NULL;
    if (found) {
        *ret = meant[found - letters];
        return 2;
    }
    if (rest < 6 || memcmp(at, "\\u00", 4) != 0) return 0;
    const char hex[] = {(char)at[4], (char)at[5], '\0'};
    if (!text_from_hex(hex, &byte, 1) || byte == 0 || byte >= 0x20 || strchr(meant, byte)) return 0;
    *ret = (char)byte;
    return 6;
}

/* Where the text ends, and whether something in it is escaped. */
static const unsigned char *find_end(struct json_in *in, bool *ret_escaped)
{
    const unsigned char *at = in->at;
    *ret_escaped = false;
    for (; at < in->end && *at != '"'; at++) {
        if (*at < 0x20) return NULL;
        if (*at != '\\') continue;
        *ret_escaped = true;
        if (++at == in->end) return NULL;
    }
    return at < in->end ? at : NULL;
}

static const char *unescape(struct json_in *in, const unsigned char *end)
{
    char *text = arena_alloc(in->mem, (size_t)(end - in->at) + 1), *to = text;
    while (in->at < end) {
        size_t size = 1;
        if (*in->at == '\\')
            size = escape(in->at, (size_t)(end - in->at), to);
        else
            *to = (char)*in->at;
        if (size == 0) {
            in->wrong = true;
            return "";
        }
        to++;
        in->at += size;
    }
    *to = '\0';
    return text;
}

const char *json_read_text(struct json_in *in)
{
    bool escaped;
    const char *text = "";
    must(in, took(in, '"'));
    const unsigned char *end = in->wrong ? NULL : find_end(in, &escaped);
    must(in, end != NULL);
    if (in->wrong) return "";
    if (escaped)
        text = unescape(in, end);
    else
        text = arena_copy_n(in->mem, (const char *)in->at, (size_t)(end - in->at));
    in->at = end + 1;
    return in->wrong ? "" : text;
}

/* ---- numbers and words ---- */

/* Written again it must be the same: no plus, no leading zero, no minus zero. */
int64_t json_read_int(struct json_in *in)
{
    const unsigned char *start = in->at;
    int64_t number = 0;
    took(in, '-');
    while (peek(in) >= '0' && peek(in) <= '9') in->at++;
    size_t size = (size_t)(in->at - start);
    must(in, size > 0 && size <= NUMBER_MAX);
    if (in->wrong) return 0;
    const char *text = arena_copy_n(in->mem, (const char *)start, size);
    must(in, text_to_int(text, &number) && number >= -(INT64_C(1) << 53) &&
                 number <= (INT64_C(1) << 53) &&
                 text_equal(text, arena_format(in->mem, "%lld", (long long)number)));
    return in->wrong ? 0 : number;
}

bool json_read_bool(struct json_in *in)
{
    const char *word = peek(in) == 't' ? "true" : "false";
    size_t size = strlen(word), rest = (size_t)(in->end - in->at);
    must(in, rest >= size && memcmp(in->at, word, size) == 0);
    if (in->wrong) return false;
    in->at += size;
    return size == strlen("true");
}

enum json_sort json_sort(const struct json_in *in)
{
    int c = peek(in);
    if (c == '"') return JSON_TEXT;
    if (c == 't' || c == 'f') return JSON_BOOL;
    return c == '-' || (c >= '0' && c <= '9') ? JSON_INT : JSON_OTHER;
}

/* ---- levels ---- */

struct json_level json_enter(struct json_in *in, char bracket)
{
    must(in, took(in, bracket) && ++in->depth < JSON_DEPTH);
    return (struct json_level){.bracket = bracket};
}

bool json_next(struct json_in *in, struct json_level *level)
{
    if (took(in, level->bracket == '{' ? '}' : ']')) {
        in->depth--;
        return false;
    }
    if (level->filled) must(in, took(in, ','));
    level->filled = true;
    if (level->bracket == '{') {
        const char *last = level->key;
        level->key = json_read_text(in);
        must(in, took(in, ':') && (!last || strcmp(last, level->key) < 0));
    }
    must(in, peek(in) != 0);
    return !in->wrong;
}

void json_skip(struct json_in *in)
{
    enum json_sort sort = json_sort(in);
    if (sort == JSON_TEXT) {
        json_read_text(in);
    } else if (sort == JSON_INT) {
        json_read_int(in);
    } else if (sort == JSON_BOOL) {
        json_read_bool(in);
    } else {
        struct json_level level = json_enter(in, peek(in) == '[' ? '[' : '{');
        while (json_next(in, &level)) json_skip(in);
    }
}

bool json_ended(const struct json_in *in)
{
    return !in->wrong && in->at == in->end && in->depth == 0;
}
