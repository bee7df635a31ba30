/* Reads the head that libmicrohttpd has parsed, and checks that it was written as RFC 9112 says.
 *
 * Debian's 0.9.75 lets bare line feeds, folded lines and NUL pass, and shows none of it in the
 * values. But it parses in place: each CRLF becomes two NULs, and names and values stay where they
 * arrived. So a well-formed head can be recognised by its layout: every part begins exactly where
 * the one before it must end, and the whole is as long as the library says. Anything else (a fold
 * moves a name away, a NUL leaves a gap, a bare line feed is one byte short) answers 400.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "http/private.h"

struct MHD_Connection;

struct head_line {
    const char *method, *url, *version; /* as the library hands them over: into its buffer */
    size_t target_size;                 /* of the target before the library cut it */
};

/* Fills in->request.headers. 0 or 400. */
unsigned head_read(struct MHD_Connection *connection, const struct head_line *line,
                   struct intake *in);

#endif
