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

#endif
