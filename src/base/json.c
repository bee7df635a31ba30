#include "base/json.h"

#include <assert.h>
#include <string.h>

struct json json_new(struct arena *mem, bool sorted)
{
    return (struct json){.out = out_new(mem), .sorted = sorted};
}

static void separate(struct json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->filled[json->depth]) out_char(&json->out, ',');
    json->filled[json->depth] = true;
}

void json_open(struct json *json, char bracket)
{
    separate(json);
    out_char(&json->out, bracket);
    json->depth++;
    assert(json->depth < JSON_DEPTH);
    json->filled[json->depth] = false;
    json->last_key[json->depth] = NULL;
}

void json_close(struct json *json, char bracket)
{
    assert(json->depth > 0);
    json->depth--;
    out_char(&json->out, bracket);
}

static void write_string(struct out *out, const char *text)
{
    static const char shorts[] = "\"\\\n\r\t\b\f", letters[] = "\"\\nrtbf";
    out_char(out, '"');
    for (const char *at = text; *at;) {
        size_t plain = 0;
        while ((unsigned char)at[plain] >= 0x20 && at[plain] != '"' && at[plain] != '\\') plain++;
        out_bytes(out, at, plain);
        at += plain;
        if (!*at) break;
        const char *found = strchr(shorts, *at);
        if (found)
            out_format(out, "\\%c", letters[found - shorts]);
        else
            out_format(out, "\\u%04x", (unsigned)(unsigned char)*at);
        at++;
    }
    out_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
    const char **last = &json->last_key[json->depth];
    assert(!json->sorted || !*last || strcmp(*last, key) < 0);
    *last = key;
    separate(json);
    write_string(&json->out, key);
    out_char(&json->out, ':');
    json->after_key = true;
}

void json_text(struct json *json, const char *text)
{
    separate(json);
    write_string(&json->out, text ? text : "");
}

void json_int(struct json *json, int64_t number)
{
    assert(number >= -(INT64_C(1) << 53) && number <= (INT64_C(1) << 53));
    separate(json);
    out_int(&json->out, number);
}

void json_bool(struct json *json, bool yes)
{
    separate(json);
    out_text(&json->out, yes ? "true" : "false");
}

void json_raw(struct json *json, const char *already_json)
{
    separate(json);
    out_text(&json->out, already_json);
}

void json_put_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text);
}

void json_put_int(struct json *json, const char *key, int64_t number)
{
    json_key(json, key);
    json_int(json, number);
}

void json_put_bool(struct json *json, const char *key, bool yes)
{
    json_key(json, key);
    json_bool(json, yes);
}
