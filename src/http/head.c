#include "http/head.h"

#include <microhttpd.h>
#include <string.h>

struct reading {
    struct intake *in;
    const char *expected; /* where the next name must begin */
    bool fine;
};

/* Between a name and its value stand the colon (now a NUL) and blanks, nothing else. */
static bool gap_is_plain(const char *from, const char *to)
{
    if (to <= from || *from != '\0') return false;
    for (const char *c = from + 1; c < to; c++)
        if (*c != ' ' && *c != '\t') return false;
    return true;
}

static enum MHD_Result take_header(void *arg, enum MHD_ValueKind kind, const char *name,
                                   size_t name_size, const char *value, size_t value_size)
{
    struct reading *reading = arg;
    reading->fine = false;
    if (name != reading->expected || !value || strlen(name) != name_size) return MHD_NO;
    /* In order and in one buffer, so the bytes between may be looked at. */
    if (!gap_is_plain(name + name_size, value) || strlen(value) != value_size) return MHD_NO;
    struct bytes bytes = {(const unsigned char *)value, value_size};
    if (!header_add(reading->in->mem, &reading->in->request.headers, name, bytes)) return MHD_NO;
    reading->expected = value + value_size + 2;
    reading->fine = true;
    return MHD_YES;
}

unsigned head_read(struct MHD_Connection *connection, const struct head_line *line,
                   struct intake *in)
{
    struct reading reading = {.in = in, .expected = line->version + strlen("HTTP/1.1") + 2};
    const union MHD_ConnectionInfo *size =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (!size || line->version != line->url + line->target_size + 1) return 400;
    reading.fine = strlen(line->version) == strlen("HTTP/1.1");
    if (reading.fine)
        MHD_get_connection_values_n(connection, MHD_HEADER_KIND, take_header, &reading);
    size_t seen = (size_t)(reading.expected + 2 - line->url) + strlen(line->method) + 1;
    return reading.fine && seen == size->header_size ? 0 : 400;
}
