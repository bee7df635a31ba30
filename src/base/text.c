#include "base/text.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* One character of at most rest bytes; 0 when there is none. The two lengths that nearly all text
 * here has are decoded in place; what is rare or wrong is left to the library. */
static inline size_t decode(const unsigned char *at, size_t rest, uint32_t *ret)
{
    if (rest == 0) return 0;
    *ret = at[0];
    if (at[0] < 0x80) return 1;
    if (rest >= 3 && (at[0] & 0xf0) == 0xe0 && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80) {
        *ret = (uint32_t)(at[0] & 0x0f) << 12 | (uint32_t)(at[1] & 0x3f) << 6 | (at[2] & 0x3f);
        if (*ret >= 0x800 && (*ret < 0xd800 || *ret > 0xdfff)) return 3;
    }
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate(at, (utf8proc_ssize_t)rest, &c);
    if (n <= 0) return 0;
    *ret = (uint32_t)c;
    return (size_t)n;
}

size_t text_next(const char *text, uint32_t *ret_character)
{
    const unsigned char *at = (const unsigned char *)text;
    if (!*at) return 0;
    /* At most four bytes are looked at, and never past the NUL. */
    return decode(at, *at < 0x80 ? 1 : strnlen(text, 4), ret_character);
}

bool text_is_utf8(const char *text, size_t size)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    uint32_t c;
    while (at < end) {
        size_t rest = (size_t)(end - at), n = decode(at, rest > 4 ? 4 : rest, &c);
        if (n == 0) return false;
        at += n;
    }
    return true;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
           (c & 0xfffe) == 0xfffe;
}

/* Embeddings, overrides, isolates and marks: they make a title read otherwise than it is. */
static bool is_bidi(uint32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
           c == 0x200f || c == 0x061c;
}

static enum text_fault check(const char *text, size_t max, bool lines)
{
    size_t count = 0;
    uint32_t c;
    for (size_t n; (n = text_next(text, &c)) > 0; text += n) {
        if (is_bidi(c)) return TEXT_BIDI;
        if (is_control(c) && !(lines && (c == '\n' || c == '\t'))) return TEXT_CONTROL;
        count++;
    }
    return count > max ? TEXT_TOO_LONG : TEXT_FINE;
}

static char *without_carriage_returns(struct arena *mem, struct bytes raw)
{
    char *text = arena_alloc(mem, raw.size + 1), *to = text;
    for (size_t i = 0; i < raw.size; i++)
        if (raw.data[i] != '\r' || i + 1 >= raw.size || raw.data[i + 1] != '\n')
            *to++ = (char)raw.data[i];
    return text;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

enum text_fault text_clean(struct arena *mem, struct bytes raw, size_t max, bool lines,
                           const char **ret_text)
{
    if (!text_is_utf8((const char *)raw.data, raw.size)) return TEXT_NOT_UTF8;
    if (raw.size && memchr(raw.data, 0, raw.size)) return TEXT_CONTROL;
    if (raw.size / 4 > max + 64) return TEXT_TOO_LONG;
    char *text = without_carriage_returns(mem, raw);
    while (is_space(*text)) text++;
    size_t size = strlen(text);
    while (size && is_space(text[size - 1])) text[--size] = '\0';
    char *composed = (char *)utf8proc_NFC((const utf8proc_uint8_t *)text);
    if (!composed) return TEXT_NOT_UTF8;
    char *kept = arena_copy(mem, composed);
    free(composed);
    enum text_fault found = check(kept, max, lines);
    if (found == TEXT_FINE) *ret_text = kept;
    return found;
}

size_t text_length(const char *text)
{
    size_t count = 0;
    for (; *text; text++) count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

bool text_after_chinese(const struct out *out)
{
    size_t at = out->size;
    uint32_t c;
    while (at > 0 && ((unsigned char)out->text[--at] & 0xc0) == 0x80) {
    }
    return out->size && text_next(out->text + at, &c) && c >= 0x2e80;
}

bool text_equal(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

bool text_empty(const char *text)
{
    return !text || !*text;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t n = strlen(text), m = strlen(suffix);
    return n >= m && memcmp(text + n - m, suffix, m) == 0;
}

char *text_cut(struct arena *mem, const char *text, size_t n)
{
    uint32_t c;
    const char *at = text;
    for (size_t step; n && (step = text_next(at, &c)) > 0; n--) at += step;
    if (!*at) return arena_copy(mem, text);
    return arena_format(mem, "%.*s…", (int)(at - text), text);
}

bool text_to_int(const char *text, int64_t *ret_number)
{
    bool negative = text && *text == '-';
    const char *at = text ? text + negative : "";
    int64_t number = 0;
    if (!*at) return false;
    for (; *at; at++) {
        if (*at < '0' || *at > '9') return false;
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, *at - '0', &number))
            return false;
    }
    *ret_number = negative ? -number : number;
    return true;
}

char *text_hex(struct arena *mem, const void *data, size_t size)
{
    char *hex = arena_alloc(mem, size * 2 + 1);
    return sodium_bin2hex(hex, size * 2 + 1, data, size);
}

bool text_from_hex(const char *hex, void *ret_data, size_t size)
{
    size_t n = 0;
    const char *end = NULL;
    if (strlen(hex) != size * 2) return false;
    for (const char *c = hex; *c; c++)
        if (!((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'f'))) return false;
    return sodium_hex2bin(ret_data, size, hex, size * 2, NULL, &n, &end) == 0 && n == size;
}

static const char id_alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

char *id_new(struct arena *mem)
{
    unsigned char random[ID_LENGTH];
    char *id = arena_alloc(mem, ID_LENGTH + 1);
    randombytes_buf(random, sizeof random);
    for (int i = 0; i < ID_LENGTH; i++) id[i] = id_alphabet[random[i] & 31];
    return id;
}

bool id_is_valid(const char *id)
{
    return id && strlen(id) == ID_LENGTH && strspn(id, id_alphabet) == ID_LENGTH;
}
