/* Fuzz target: what the reader of canonical JSON takes, the writer writes, byte for byte. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static void copy_value(struct json_in *in, struct json *out)
{
    enum json_sort sort = json_sort(in);
    if (sort == JSON_TEXT) {
        json_text(out, json_read_text(in));
    } else if (sort == JSON_INT) {
        json_int(out, json_read_int(in));
    } else if (sort == JSON_BOOL) {
        json_bool(out, json_read_bool(in));
    } else {
        char bracket = in->at < in->end && *in->at == '[' ? '[' : '{';
        struct json_level level = json_enter(in, bracket);
        if (in->wrong) return;
        json_open(out, bracket);
        while (json_next(in, &level)) {
            if (level.key) json_key(out, level.key);
            copy_value(in, out);
        }
        json_close(out, bracket == '[' ? ']' : '}');
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *mem = arena_new("fuzz");
    struct json_in in = json_in(mem, (struct bytes){bytes, size}), skipped = in;
    struct json out = json_new(mem, true);
    copy_value(&in, &out);
    json_skip(&skipped);
    if (json_ended(&in) != json_ended(&skipped)) abort();
    if (json_ended(&in) && (out.out.size != size || memcmp(out.out.text, bytes, size) != 0))
        abort();
    arena_free(mem);
    return 0;
}
