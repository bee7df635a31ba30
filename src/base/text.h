/* UTF-8 text: what may enter, and the few operations everyone needs.
 *
 * Text is checked once, at ingress (text_clean): valid UTF-8, NFC, no control characters but
 * newline and tab, no bidirectional overrides. After that it is a plain NUL-terminated string.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/out.h"

enum text_fault { TEXT_FINE, TEXT_NOT_UTF8, TEXT_CONTROL, TEXT_BIDI, TEXT_TOO_LONG };

/* Normalises one line or many (lines: keep \n and \t; CRLF becomes LF), trims the ends, and
 * refuses what could deceive. max counts characters (code points). *ret_text is untouched on a
 * fault; otherwise it lives in mem. */
enum text_fault text_clean(struct arena *mem, struct bytes raw, size_t max, bool lines,
                           const char **ret_text);

bool text_is_utf8(const char *text, size_t size);
size_t text_length(const char *text); /* characters, not bytes */
/* Decodes one character; returns the bytes taken, 0 at the end or on bad input. */
size_t text_next(const char *text, uint32_t *ret_character);
/* Is the last character written Chinese (an ideograph, or full-width punctuation)? */
bool text_after_chinese(const struct out *out);
bool text_equal(const char *a, const char *b);
bool text_empty(const char *text); /* NULL or "" */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* The first n characters, with … where something was cut. */
char *text_cut(struct arena *mem, const char *text, size_t n);
bool text_to_int(const char *text, int64_t *ret_number); /* decimal, whole string, no spaces */

char *text_hex(struct arena *mem, const void *data, size_t size); /* lower case */
bool text_from_hex(const char *hex, void *ret_data, size_t size);

/* A random id: 26 characters a–z2–7, 130 bits; never made from content (DESIGN §3). */
enum { ID_LENGTH = 26 };
char *id_new(struct arena *mem);
bool id_is_valid(const char *id);

#endif
