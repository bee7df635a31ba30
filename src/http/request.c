#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "http/private.h"

enum { HEADERS_MAX = 64, MULTIPART_MARGIN = 64 * 1024 };

const char *http_header(const struct http_request *request, const char *name)
{
    const struct http_pair *pair = http_pair_find(&request->headers, name);
    return pair ? (const char *)pair->value.data : "";
}

const char *http_cookie(const struct http_request *request, const char *name)
{
    const struct http_pair *pair = http_pair_find(&request->cookies, name);
    return pair ? (const char *)pair->value.data : "";
}

/* RFC 9110 §5.6.2 token, §5.5 field value. */
bool header_add(struct arena *mem, struct http_pairs *headers, const char *name, struct bytes value)
{
    static const char token[] = "!#$%&'*+-.^_`|~";
    if (!*name || headers->count >= HEADERS_MAX) return false;
    char *lower = arena_copy(mem, name);
    for (char *c = lower; *c; c++) {
        unsigned char byte = (unsigned char)*c;
        if (!(byte < 0x80 && isalnum(byte)) && !strchr(token, byte)) return false;
        *c = (char)tolower(byte);
    }
    for (size_t i = 0; i < value.size; i++)
        if ((value.data[i] < 0x20 && value.data[i] != '\t') || value.data[i] == 0x7f) return false;
    while (value.size && strchr(" \t", value.data[value.size - 1])) value.size--;
    const char *copy = arena_copy_n(mem, (const char *)value.data, value.size);
    http_pair_add(mem, headers, lower, (struct bytes){(const unsigned char *)copy, value.size});
    return true;
}

static size_t count_of(const struct http_pairs *pairs, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < pairs->count; i++) count += strcmp(pairs->at[i].name, name) == 0;
    return count;
}

/* What RFC 9112 §6.3 leaves to two readings is refused, since the reader before us (a proxy) may
 * have taken the other one. */
static unsigned read_framing(struct intake *in)
{
    const struct http_pairs *headers = &in->request.headers;
    const char *length = http_header(&in->request, "content-length");
    int64_t number = 0;
    if (count_of(headers, "host") != 1) return 400;
    if (count_of(headers, "content-length") > 1) return 400;
    if (count_of(headers, "transfer-encoding")) return *length ? 400 : 411;
    if (count_of(headers, "content-length") &&
        (!isdigit((unsigned char)*length) || !text_to_int(length, &number)))
        return 400;
    if (in->request.method == HTTP_GET && number) return 400;
    in->length = (size_t)number;
    return 0;
}

unsigned intake_head(struct intake *in, const char *method, const char *target)
{
    struct http_request *request = &in->request;
    const char *question = strchr(target, '?');
    size_t path_size = question ? (size_t)(question - target) : strlen(target);
    request->head_only = strcmp(method, "HEAD") == 0;
    if (strcmp(method, "POST") == 0)
        request->method = HTTP_POST;
    else if (request->head_only || strcmp(method, "GET") == 0)
        request->method = HTTP_GET;
    else
        return 405;
    unsigned refusal = read_framing(in);
    if (refusal) return refusal;
    if (strchr(target, '#') || !http_decode_path(in->mem, target, path_size, &request->path))
        return 400;
    if (question) {
        struct bytes query = {(const unsigned char *)question + 1, strlen(question + 1)};
        if (!http_decode_form(in->mem, query, HTTP_FIELDS_MAX, &request->query)) return 400;
    }
    for (size_t i = 0; i < request->headers.count; i++)
        if (strcmp(request->headers.at[i].name, "cookie") == 0)
            http_decode_cookies(in->mem, (const char *)request->headers.at[i].value.data,
                                &request->cookies);
    return 0;
}

static bool media_type_is(const char *type, const char *wanted)
{
    size_t size = strcspn(type, "; \t");
    return size == strlen(wanted) && strncasecmp(type, wanted, size) == 0;
}

unsigned intake_begin_body(struct intake *in)
{
    const char *type = http_header(&in->request, "content-type");
    if (!in->length) return 0;
    if (media_type_is(type, "application/x-www-form-urlencoded")) {
        if (in->length > in->limits.form) return 413;
        in->form = out_new(in->mem);
        return 0;
    }
    if (!media_type_is(type, "multipart/form-data")) return 415;
    size_t all = in->limits.file * in->limits.files;
    if (in->limits.all_files && in->limits.all_files < all) all = in->limits.all_files;
    if (in->length > in->limits.form + all + MULTIPART_MARGIN) return 413;
    in->multipart = multipart_new(in->mem, type, &in->limits);
    return in->multipart ? 0 : 400;
}

unsigned intake_feed(struct intake *in, struct bytes piece)
{
    if (in->multipart) return multipart_feed(in->multipart, piece);
    if (!in->length || piece.size > in->length - in->form.size) return 400;
    out_bytes(&in->form, piece.data, piece.size);
    return 0;
}

unsigned intake_end(struct intake *in)
{
    if (in->multipart) return multipart_end(in->multipart, &in->request);
    if (!in->length) return 0;
    if (in->form.size != in->length) return 400;
    return http_decode_form(in->mem, out_taken(&in->form), HTTP_FIELDS_MAX, &in->request.form)
               ? 0
               : 400;
}

/* Lines "name: value" of a made-up request. */
static bool read_made_headers(struct intake *in, const char *headers)
{
    char *rest = arena_copy(in->mem, headers);
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *colon = strchr(line, ':');
        if (!*line) continue;
        if (!colon) return false;
        *colon = '\0';
        const char *value = colon + 1 + strspn(colon + 1, " ");
        struct bytes bytes = {(const unsigned char *)value, strlen(value)};
        if (!header_add(in->mem, &in->request.headers, line, bytes)) return false;
    }
    return true;
}

static void add_missing(struct intake *in, const char *name, const char *value)
{
    struct bytes bytes = {(const unsigned char *)value, strlen(value)};
    if (!http_pair_find(&in->request.headers, name))
        header_add(in->mem, &in->request.headers, name, bytes);
}

unsigned http_make(struct context *cx, const struct http_made *made,
                   struct http_request *ret_request)
{
    struct intake *in = arena_make(cx->mem, struct intake);
    in->mem = cx->mem;
    in->limits = made->limits;
    if (!in->limits.form) in->limits.form = HTTP_FORM_DEFAULT;
    http_address_parse("127.0.0.1", &in->request.from);
    if (!read_made_headers(in, made->headers)) return 400;
    add_missing(in, "host", "localhost");
    if (made->body.size) {
        add_missing(in, "content-length", arena_format(in->mem, "%zu", made->body.size));
        add_missing(in, "content-type", "application/x-www-form-urlencoded");
    }
    unsigned refusal = intake_head(in, made->method, made->target);
    if (!refusal) refusal = intake_begin_body(in);
    if (!refusal && made->body.size) refusal = intake_feed(in, made->body);
    if (!refusal) refusal = intake_end(in);
    *ret_request = in->request;
    return refusal;
}
