/* Reads multipart/form-data (RFC 7578) as it arrives, in pieces of any size.
 *
 * Fields go into a list, files into nameless temporary files or into the route's sink; neither is
 * held twice, and a file never in memory. Refuses, rather than guesses: a part without a name,
 * headers over 4 KB, a body that ends before its last boundary.
 *
 *     struct multipart *parser = multipart_new(mem, boundary, limits);
 *     refusal = multipart_feed(parser, piece);      // 0, or an HTTP status
 *     refusal = multipart_end(parser, &request);
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "http/http.h"

struct multipart;

/* NULL when the content type has no usable boundary. */
struct multipart *multipart_new(struct arena *mem, const char *content_type,
                                const struct http_limits *limits);
unsigned multipart_feed(struct multipart *parser, struct bytes piece);
unsigned multipart_end(struct multipart *parser, struct http_request *request);

#endif
