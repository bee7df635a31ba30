#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "http/private.h"

void http_response_begin(struct http_response *response, struct arena *mem)
{
    *response = (struct http_response){.mem = mem, .status = 200, .type = "", .file = -1};
}

const char *http_response_header(const struct http_response *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++)
        if (strcasecmp(response->headers[i].name, name) == 0) return response->headers[i].value;
    return "";
}

/* Response splitting is stopped here, for everyone. */
void http_set_header(struct http_response *response, const char *name, const char *value)
{
    size_t at = response->header_count;
    if (strpbrk(value, "\r\n")) {
        log_line(LOG_ERROR, "http: header %s with a line break left out", name);
        return;
    }
    for (size_t i = 0; i < response->header_count; i++)
        if (strcasecmp(name, "Set-Cookie") != 0 && strcasecmp(response->headers[i].name, name) == 0)
            at = i;
    if (at == HTTP_HEADERS_MAX) {
        log_line(LOG_ERROR, "http: no room for header %s", name);
        return;
    }
    response->headers[at].name = arena_copy(response->mem, name);
    response->headers[at].value = arena_copy(response->mem, value);
    if (at == response->header_count) response->header_count++;
}

void http_redirect(struct http_response *response, unsigned status, const char *to)
{
    response->status = status;
    response->body = (struct bytes){0};
    http_set_header(response, "Location", to);
}

void http_drop_file(struct http_response *response)
{
    if (response->file >= 0) close(response->file);
    response->file = -1;
    if (response->stream) http_close_stream(response->stream);
    response->stream = NULL;
}

/* The description outlives the request, as the sending does. */
struct kept_stream {
    struct http_stream stream;
    struct arena *mem;
};

void http_close_stream(void *stream)
{
    struct kept_stream *kept = stream;
    if (kept->stream.close) kept->stream.close(kept->stream.from);
    arena_free(kept->mem);
}

static void drop_file(void *response)
{
    http_drop_file(response);
}

enum status http_send_fd(struct context *cx, struct http_response *response, int fd,
                         const char *type)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        close(fd);
        return NOT_FOUND;
    }
    response->file = fd;
    response->file_size = (size_t)facts.st_size;
    response->type = type;
    /* Whoever drops the response before it is sent drops the file with it. */
    arena_defer(response->mem, drop_file, response);
    return OK;
}

void http_send_stream(struct http_response *response, const struct http_stream *stream,
                      const char *type)
{
    struct arena *mem = arena_new("stream");
    struct kept_stream *kept = arena_make(mem, struct kept_stream);
    *kept = (struct kept_stream){*stream, mem};
    response->stream = &kept->stream;
    response->type = type;
    arena_defer(response->mem, drop_file, response);
}

enum status http_send_file(struct context *cx, struct http_response *response, const char *path,
                           const char *type)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG))
        return NOT_FOUND;
    if (fd < 0) return fault(cx, "open %s: %s", path, strerror(errno));
    return http_send_fd(cx, response, fd, type);
}

/* RFC 9110 §13.1.2: weak comparison, a list, or "*". */
static bool tag_matches(const char *list, const char *quoted)
{
    size_t size = strlen(quoted);
    if (strcmp(list, "*") == 0) return true;
    for (const char *at = list; *at;) {
        at += strspn(at, " \t,");
        const char *tag = text_starts(at, "W/") ? at + 2 : at;
        size_t tag_size = strcspn(tag, ", \t");
        if (tag_size == size && memcmp(tag, quoted, size) == 0) return true;
        at = tag + tag_size;
    }
    return false;
}

bool http_not_modified(const struct http_request *request, struct http_response *response,
                       const char *etag)
{
    const char *quoted = arena_format(response->mem, "\"%s\"", etag);
    http_set_header(response, "ETag", quoted);
    if (!tag_matches(http_header(request, "if-none-match"), quoted)) return false;
    response->status = 304;
    response->body = (struct bytes){0};
    return true;
}
