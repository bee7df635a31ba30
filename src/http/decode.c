#include <string.h>

#include "base/text.h"
#include "http/private.h"

enum { PAIRS_FIRST = 8, SEGMENTS_MAX = 32 };

void http_pair_add(struct arena *mem, struct http_pairs *pairs, const char *name,
                   struct bytes value)
{
    if (pairs->count == pairs->room) {
        size_t room = pairs->room ? pairs->room * 2 : PAIRS_FIRST;
        struct http_pair *at = arena_array(mem, struct http_pair, room);
        if (pairs->count) memcpy(at, pairs->at, pairs->count * sizeof *at);
        pairs->at = at;
        pairs->room = room;
    }
    pairs->at[pairs->count++] = (struct http_pair){name, value};
}

const struct http_pair *http_pair_find(const struct http_pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->at[i].name, name) == 0) return &pairs->at[i];
    return NULL;
}

static int hex_digit(unsigned char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Percent-decodes into memory of its own, with a NUL behind; false on a broken escape. */
static bool unescape(struct arena *mem, struct bytes raw, bool plus_is_space, struct bytes *ret)
{
    unsigned char *text = arena_alloc(mem, raw.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < raw.size; i++) {
        unsigned char c = raw.data[i];
        if (c == '%') {
            if (raw.size - i < 3) return false;
            int high = hex_digit(raw.data[i + 1]), low = hex_digit(raw.data[i + 2]);
            if (high < 0 || low < 0) return false;
            c = (unsigned char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        text[size++] = c;
    }
    *ret = (struct bytes){text, size};
    return true;
}

bool name_is_fine(struct bytes name)
{
    if (name.size == 0 || name.size > HTTP_NAME_MAX) return false;
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] <= ' ' || name.data[i] >= 0x7f) return false;
    return true;
}

static bool decode_pair(struct arena *mem, struct bytes piece, struct http_pairs *pairs)
{
    const unsigned char *equals = memchr(piece.data, '=', piece.size);
    size_t name_size = equals ? (size_t)(equals - piece.data) : piece.size;
    struct bytes name, value = {(const unsigned char *)"", 0};
    if (!unescape(mem, (struct bytes){piece.data, name_size}, true, &name)) return false;
    if (!name_is_fine(name)) return false;
    if (equals) {
        struct bytes raw = {equals + 1, piece.size - name_size - 1};
        if (!unescape(mem, raw, true, &value)) return false;
    }
    http_pair_add(mem, pairs, (const char *)name.data, value);
    return true;
}

bool http_decode_form(struct arena *mem, struct bytes raw, size_t max, struct http_pairs *ret_pairs)
{
    struct http_pairs pairs = {0};
    size_t at = 0;
    while (at < raw.size) {
        const unsigned char *start = raw.data + at;
        const unsigned char *end = memchr(start, '&', raw.size - at);
        size_t size = end ? (size_t)(end - start) : raw.size - at;
        if (size && pairs.count >= max) return false;
        if (size && !decode_pair(mem, (struct bytes){start, size}, &pairs)) return false;
        at += size + 1;
    }
    *ret_pairs = pairs;
    return true;
}

/* After decoding: what could climb, hide or be read in two ways is refused. */
static bool path_is_plain(const char *path)
{
    size_t segments = 0;
    for (const char *c = path; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f || *c == '\\') return false;
    for (const char *segment = path; segment; segment = strchr(segment, '/')) {
        segment++;
        size_t size = strcspn(segment, "/");
        bool last = segment[size] == '\0';
        if (++segments > SEGMENTS_MAX) return false;
        if (size == 0 && !(last && segments == 1)) return false;
        if ((size == 1 && segment[0] == '.') || (size == 2 && memcmp(segment, "..", 2) == 0))
            return false;
    }
    return true;
}

bool http_decode_path(struct arena *mem, const char *raw, size_t size, const char **ret_path)
{
    struct bytes path;
    if (size == 0 || raw[0] != '/') return false;
    for (size_t i = 0; i + 2 < size; i++)
        if (raw[i] == '%' && raw[i + 1] == '2' && (raw[i + 2] | 0x20) == 'f') return false;
    if (!unescape(mem, (struct bytes){(const unsigned char *)raw, size}, false, &path))
        return false;
    const char *text = (const char *)path.data;
    if (strlen(text) != path.size || !text_is_utf8(text, path.size)) return false;
    if (!path_is_plain(text)) return false;
    *ret_path = text;
    return true;
}

/* RFC 6265 §4.2.1; a pair that is not well formed is left out, as the RFC's servers do. */
bool http_decode_cookies(struct arena *mem, const char *raw, struct http_pairs *ret_pairs)
{
    for (const char *at = raw; *at;) {
        at += strspn(at, " \t;");
        size_t size = strcspn(at, ";"), name_size = strcspn(at, "=;");
        if (name_size < size && ret_pairs->count < HTTP_FIELDS_MAX) {
            const char *value = at + name_size + 1;
            size_t value_size = size - name_size - 1;
            while (value_size && value[value_size - 1] == ' ') value_size--;
            const char *copy = arena_copy_n(mem, value, value_size);
            http_pair_add(mem, ret_pairs, arena_copy_n(mem, at, name_size),
                          (struct bytes){(const unsigned char *)copy, value_size});
        }
        at += size;
    }
    return true;
}

const char *http_encode(struct arena *mem, const char *text, bool slashes)
{
    static const char digits[] = "0123456789ABCDEF";
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    struct out out = out_new(mem);
    for (const char *c = text; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (strchr(plain, *c) || (slashes && *c == '/')) {
            out_char(&out, *c);
        } else {
            out_char(&out, '%');
            out_char(&out, digits[byte >> 4]);
            out_char(&out, digits[byte & 15]);
        }
    }
    return out.text;
}
