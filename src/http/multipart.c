#include "http/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "http/private.h"

enum { WINDOW = 8192, HEAD_MAX = 4096, BOUNDARY_MAX = 70 /* RFC 2046 §5.1.1 */ };

enum place { BEFORE_PART, AFTER_DELIMITER, PART_HEAD, PART_BODY, FINISHED };

struct multipart {
    struct arena *mem;
    const struct http_limits *limits;
    enum place place;
    char delimiter[BOUNDARY_MAX + 5]; /* CRLF, two hyphens, boundary */
    size_t delimiter_size;
    unsigned char window[WINDOW];
    size_t held;
    /* the part that is being read */
    const char *name;
    bool ignored;
    struct out value;
    struct http_file *file;
    /* what has been read */
    struct http_pairs form;
    struct http_file *files;
    size_t file_count, form_bytes, file_bytes;
    void *sunk;
};

/* The value of a parameter of a header: name="value" or name=value. "" is a value, NULL is none. */
static const char *parameter(struct arena *mem, const char *header, const char *wanted)
{
    const char *at = strchr(header, ';');
    while (at) {
        at += 1 + strspn(at + 1, " \t");
        size_t name_size = strcspn(at, "=;");
        if (at[name_size] != '=') return NULL;
        const char *value = at + name_size + 1;
        bool quoted = *value == '"';
        size_t size = quoted ? strcspn(++value, "\"") : strcspn(value, "; \t");
        if (quoted && !value[size]) return NULL;
        if (strlen(wanted) == name_size && strncasecmp(at, wanted, name_size) == 0)
            return arena_copy_n(mem, value, size);
        at = strchr(value + size, ';');
    }
    return NULL;
}

struct multipart *multipart_new(struct arena *mem, const char *content_type,
                                const struct http_limits *limits)
{
    const char *boundary = parameter(mem, content_type, "boundary");
    if (!boundary || !*boundary || strlen(boundary) > BOUNDARY_MAX) return NULL;
    struct multipart *parser = arena_make(mem, struct multipart);
    parser->mem = mem;
    parser->limits = limits;
    size_t size = strlen(boundary);
    memcpy(parser->delimiter, "\r\n--", 4);
    memcpy(parser->delimiter + 4, boundary, size);
    parser->delimiter_size = size + 4;
    /* The first delimiter may stand at the very start: as if a line had ended before it. */
    memcpy(parser->window, "\r\n", 2);
    parser->held = 2;
    if (limits->files) parser->files = arena_array(mem, struct http_file, limits->files);
    return parser;
}

static void close_file(void *file)
{
    close(((struct http_file *)file)->fd);
}

/* O_TMPFILE leaves nothing behind, whatever happens; some file systems lack it. */
static int nameless_file(struct arena *mem, const char *folder)
{
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return fd;
    char *path = arena_format(mem, "%s/upload-XXXXXX", folder);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

static unsigned begin_sunk(struct multipart *parser)
{
    const struct http_sink *sink = parser->limits->sink;
    unsigned refusal = parser->sunk ? 0 : sink->open(sink->app, parser->mem, &parser->sunk);
    return refusal ? refusal : sink->begin(parser->sunk, parser->file);
}

static unsigned begin_file(struct multipart *parser, const char *file_name, const char *type)
{
    if (parser->file_count >= parser->limits->files) return 413;
    int fd = parser->limits->sink ? -1 : nameless_file(parser->mem, parser->limits->folder);
    if (fd < 0 && !parser->limits->sink) return 503;
    parser->file = &parser->files[parser->file_count++];
    *parser->file = (struct http_file){
        .field = parser->name,
        .name = {(const unsigned char *)file_name, strlen(file_name)},
        .type = type,
        .fd = fd,
    };
    if (fd < 0) return begin_sunk(parser);
    arena_defer(parser->mem, close_file, parser->file);
    return 0;
}

/* One part's header lines, without the empty line that ends them. */
static unsigned begin_part(struct multipart *parser, char *head)
{
    const char *disposition = "", *type = "";
    char *rest = head;
    for (char *line; (line = strsep(&rest, "\n"));) {
        size_t size = strlen(line);
        if (size && line[size - 1] == '\r') line[size - 1] = '\0';
        if (strncasecmp(line, "content-disposition:", 20) == 0) disposition = line + 20;
        if (strncasecmp(line, "content-type:", 13) == 0) type = line + 13;
    }
    disposition += strspn(disposition, " \t");
    type += strspn(type, " \t");
    if (strncasecmp(disposition, "form-data", 9) != 0) return 400;
    parser->name = parameter(parser->mem, disposition, "name");
    if (!parser->name ||
        !name_is_fine((struct bytes){(const unsigned char *)parser->name, strlen(parser->name)}))
        return 400;
    if (parser->form.count + parser->file_count >= HTTP_FIELDS_MAX) return 413;
    const char *file_name = parameter(parser->mem, disposition, "filename");
    parser->file = NULL;
    parser->ignored = file_name && !*file_name; /* a file input that was left empty */
    if (file_name && *file_name) return begin_file(parser, file_name, type);
    parser->value = out_new(parser->mem);
    return 0;
}

static unsigned write_file(int fd, const unsigned char *data, size_t size)
{
    while (size) {
        ssize_t n = write(fd, data, size);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return 503; /* a full disk: "not saved" */
        data += n;
        size -= (size_t)n;
    }
    return 0;
}

static unsigned keep_file(struct multipart *parser, const unsigned char *data, size_t size)
{
    const struct http_limits *limits = parser->limits;
    if (size > limits->file - parser->file->size) return 413;
    if (limits->all_files && size > limits->all_files - parser->file_bytes) return 413;
    parser->file->size += size;
    parser->file_bytes += size;
    return limits->sink ? limits->sink->write(parser->sunk, (struct bytes){data, size})
                        : write_file(parser->file->fd, data, size);
}

static unsigned keep(struct multipart *parser, const unsigned char *data, size_t size)
{
    if (!size || parser->place == BEFORE_PART) return 0; /* a preamble says nothing */
    if (parser->file) return keep_file(parser, data, size);
    if (parser->ignored) return 0;
    if (size > parser->limits->form - parser->form_bytes) return 413;
    parser->form_bytes += size;
    out_bytes(&parser->value, data, size);
    return 0;
}

static unsigned end_part(struct multipart *parser)
{
    if (parser->place == BEFORE_PART || parser->ignored) return 0;
    if (parser->file && parser->limits->sink) return parser->limits->sink->end(parser->sunk);
    if (parser->file) return lseek(parser->file->fd, 0, SEEK_SET) == 0 ? 0 : 503;
    http_pair_add(parser->mem, &parser->form, parser->name, out_taken(&parser->value));
    return 0;
}

static void consume(struct multipart *parser, size_t size)
{
    parser->held -= size;
    memmove(parser->window, parser->window + size, parser->held);
}

/* Each step takes what it can from the window; false: it needs more bytes. */
static bool step_body(struct multipart *parser, unsigned *refusal)
{
    const unsigned char *found =
        memmem(parser->window, parser->held, parser->delimiter, parser->delimiter_size);
    if (found) {
        size_t size = (size_t)(found - parser->window);
        *refusal = keep(parser, parser->window, size);
        if (!*refusal) *refusal = end_part(parser);
        consume(parser, size + parser->delimiter_size);
        parser->place = AFTER_DELIMITER;
        return true;
    }
    size_t tail = parser->delimiter_size - 1;
    if (parser->held > tail) {
        *refusal = keep(parser, parser->window, parser->held - tail);
        consume(parser, parser->held - tail);
    }
    return false;
}

static bool step_after_delimiter(struct multipart *parser, unsigned *refusal)
{
    if (parser->held < 2) return false;
    if (memcmp(parser->window, "\r\n", 2) == 0)
        parser->place = PART_HEAD;
    else if (memcmp(parser->window, "--", 2) == 0)
        parser->place = FINISHED;
    else
        *refusal = 400;
    consume(parser, 2);
    return true;
}

static bool step_head(struct multipart *parser, unsigned *refusal)
{
    const unsigned char *end = memmem(parser->window, parser->held, "\r\n\r\n", 4);
    if (!end) {
        if (parser->held >= HEAD_MAX) *refusal = 400;
        return false;
    }
    size_t size = (size_t)(end - parser->window);
    if (memchr(parser->window, '\0', size) || size > HEAD_MAX) {
        *refusal = 400;
        return false;
    }
    *refusal = begin_part(parser, arena_copy_n(parser->mem, (char *)parser->window, size));
    consume(parser, size + 4);
    parser->place = PART_BODY;
    return true;
}

static bool step(struct multipart *parser, unsigned *refusal)
{
    switch (parser->place) {
    case BEFORE_PART:
    case PART_BODY:
        return step_body(parser, refusal);
    case AFTER_DELIMITER:
        return step_after_delimiter(parser, refusal);
    case PART_HEAD:
        return step_head(parser, refusal);
    case FINISHED:
        parser->held = 0;
        return false;
    }
    return false;
}

unsigned multipart_feed(struct multipart *parser, struct bytes piece)
{
    unsigned refusal = 0;
    while (piece.size && !refusal) {
        size_t room = WINDOW - parser->held, size = piece.size < room ? piece.size : room;
        memcpy(parser->window + parser->held, piece.data, size);
        parser->held += size;
        piece.data += size;
        piece.size -= size;
        while (!refusal && step(parser, &refusal)) continue;
    }
    return refusal;
}

unsigned multipart_end(struct multipart *parser, struct http_request *request)
{
    if (parser->place != FINISHED) return 400;
    request->form = parser->form;
    request->files = parser->files;
    request->file_count = parser->file_count;
    request->sunk = parser->sunk;
    return 0;
}
