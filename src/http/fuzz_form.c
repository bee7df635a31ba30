/* Fuzz target: everything of ours that reads a request. The first byte chooses the reader; a form
 * is read whole and, as multipart, in pieces of two sizes, which must not make a difference. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "http/private.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static void check_path(struct arena *mem, struct bytes raw)
{
    const char *path, *again;
    if (!http_decode_path(mem, (const char *)raw.data, raw.size, &path)) return;
    must(path[0] == '/' && text_is_utf8(path, strlen(path)));
    must(!strstr(path, "//") && !strstr(path, "/../") && !strpbrk(path, "\\\r\n"));
    const char *encoded = http_encode(mem, path, true);
    must(http_decode_path(mem, encoded, strlen(encoded), &again) && text_equal(path, again));
}

static void must_be_equal(const struct http_pairs *one, const struct http_pairs *two)
{
    must(one->count == two->count);
    for (size_t i = 0; i < one->count; i++) {
        must(text_equal(one->at[i].name, two->at[i].name));
        must(one->at[i].value.size == two->at[i].value.size);
        must(memcmp(one->at[i].value.data, two->at[i].value.data, one->at[i].value.size) == 0);
    }
}

static void check_form(struct arena *mem, struct bytes raw)
{
    struct http_pairs pairs, again;
    if (!http_decode_form(mem, raw, HTTP_FIELDS_MAX, &pairs)) return;
    struct out out = out_new(mem);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct http_pair *pair = &pairs.at[i];
        if (memchr(pair->value.data, 0, pair->value.size)) return; /* http_encode() takes text */
        out_format(&out, "%s%s=%s", i ? "&" : "", http_encode(mem, pair->name, false),
                   http_encode(mem, (const char *)pair->value.data, false));
    }
    must(http_decode_form(mem, out_taken(&out), HTTP_FIELDS_MAX, &again));
    must_be_equal(&pairs, &again);
}

static unsigned feed(struct arena *mem, struct bytes raw, size_t step, struct http_request *request)
{
    static const struct http_limits limits = {
        .form = 4000, .file = 2000, .files = 2, .folder = "/tmp"};
    unsigned refusal = 0;
    struct multipart *parser = multipart_new(mem, "multipart/form-data; boundary=\"xyz\"", &limits);
    for (size_t at = 0; at < raw.size && !refusal; at += step) {
        size_t n = raw.size - at < step ? raw.size - at : step;
        refusal = multipart_feed(parser, (struct bytes){raw.data + at, n});
    }
    return refusal ? refusal : multipart_end(parser, request);
}

static void check_multipart(struct arena *mem, struct bytes raw)
{
    struct http_request one = {0}, two = {0};
    unsigned refusal = feed(mem, raw, 1, &one);
    unsigned other = feed(mem, raw, 4096, &two);
    must(!refusal == !other); /* which limit is met first may depend on the pieces */
    if (refusal) return;
    must_be_equal(&one.form, &two.form);
    must(one.file_count == two.file_count);
    for (size_t i = 0; i < one.file_count; i++) {
        must(one.files[i].size == two.files[i].size);
        must(lseek(one.files[i].fd, 0, SEEK_END) == (off_t)one.files[i].size);
    }
}

static void check_boundary(struct arena *mem, struct bytes raw)
{
    struct http_limits limits = {.form = 10};
    multipart_new(mem, arena_copy_n(mem, (const char *)raw.data, raw.size), &limits);
}

static void check_cookies(struct arena *mem, struct bytes raw)
{
    struct http_pairs pairs = {0};
    http_decode_cookies(mem, arena_copy_n(mem, (const char *)raw.data, raw.size), &pairs);
    for (size_t i = 0; i < pairs.count; i++) must(!strpbrk(pairs.at[i].name, ";="));
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    static void (*const readers[])(struct arena *, struct bytes) = {
        check_path, check_form, check_multipart, check_boundary, check_cookies};
    if (size < 1) return 0;
    struct arena *mem = arena_new("fuzz");
    readers[bytes[0] % COUNT_OF(readers)](mem, (struct bytes){bytes + 1, size - 1});
    arena_free(mem);
    return 0;
}
