/* Writing JSON, and the canonical form in which records and ledger entries are bound (DESIGN §3).
 *
 * The writer is told the structure and keeps the commas; strings are escaped exactly as Python's
 * json.dumps(ensure_ascii=False, separators=(",", ":")) does: \" \\ \n \r \t \b \f and \u00xx for
 * other control characters, everything else raw UTF-8. Keys are written in the order given: a
 * canonical writer gives them in byte order and json_key() asserts that when sorted is set.
 *
 *     struct json json = json_new(mem, true);
 *     json_open(&json, '{'); json_key(&json, "id"); json_text(&json, id); json_close(&json, '}');
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/out.h"

enum { JSON_DEPTH = 24 };

struct json {
    struct out out;
    bool sorted; /* assert byte order of keys */
    int depth;
    bool filled[JSON_DEPTH]; /* something stands before: a comma is due */
    const char *last_key[JSON_DEPTH];
    bool after_key;
};

struct json json_new(struct arena *mem, bool sorted);
void json_open(struct json *json, char bracket);  /* '{' or '[' */
void json_close(struct json *json, char bracket); /* '}' or ']' */
void json_key(struct json *json, const char *key);
void json_text(struct json *json, const char *text);
void json_int(struct json *json, int64_t number); /* within ±2^53: asserted */
void json_bool(struct json *json, bool yes);
void json_raw(struct json *json, const char *already_json);

/* key and value in one go */
void json_put_text(struct json *json, const char *key, const char *text);
void json_put_int(struct json *json, const char *key, int64_t number);
void json_put_bool(struct json *json, const char *key, bool yes);

/* Reading what the writer writes, and nothing else: sorted keys, no spaces, no escape that could
 * have been left out, no null, no fraction. Every other spelling is wrong, so that two readers of
 * the same bytes cannot differ. Nothing fails on the way; json_ended() tells at last, and what is
 * read from wrong bytes is empty.
 *
 *     struct json_in in = json_in(mem, bytes);
 *     struct json_level level = json_enter(&in, '{');
 *     while (json_next(&in, &level))
 *         if (text_equal(level.key, "id")) id = json_read_text(&in); else json_skip(&in);
 *     if (!json_ended(&in)) return INVALID;
 *
 * A copy of struct json_in is a place to come back to. The bytes must outlive it. */
struct json_in {
    struct arena *mem;
    const unsigned char *at, *end;
    int depth;
    bool wrong;
};

struct json_level {
    char bracket;
    bool filled;
    const char *key; /* of an object: of the value that is next */
};

enum json_sort { JSON_OTHER, JSON_TEXT, JSON_INT, JSON_BOOL };

struct json_in json_in(struct arena *mem, struct bytes bytes);
struct json_level json_enter(struct json_in *in, char bracket);
/* Goes to the next value, or out of the level. */
bool json_next(struct json_in *in, struct json_level *level);
enum json_sort json_sort(const struct json_in *in); /* of the next value, by its first byte */
const char *json_read_text(struct json_in *in);
int64_t json_read_int(struct json_in *in);
bool json_read_bool(struct json_in *in);
void json_skip(struct json_in *in);
bool json_ended(const struct json_in *in);

#endif
