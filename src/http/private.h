/* What the files of src/http/ share. */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http/http.h"
#include "http/multipart.h"

/* One request on its way in: the head, then its body piece by piece. Owns its arena. */
struct intake {
    struct arena *mem;
    struct http_request request;
    struct http_limits limits;
    size_t length;   /* as announced; 0: no body */
    struct out form; /* an urlencoded body, whole */
    struct multipart *multipart;
    bool took_body;
};

/* Reads the request line and headers that are in request.headers already. All three answer 0 or
 * the status to refuse with. */
unsigned intake_head(struct intake *in, const char *method, const char *target);
unsigned intake_begin_body(struct intake *in); /* after limits were set */
unsigned intake_feed(struct intake *in, struct bytes piece);
unsigned intake_end(struct intake *in);

/* Names of parameters and form fields: printable ASCII, 1 to HTTP_NAME_MAX. */
bool name_is_fine(struct bytes name);
bool header_add(struct arena *mem, struct http_pairs *headers, const char *name,
                struct bytes value);
struct http_address address_of(const void *sockaddr);
void http_close_stream(void *stream); /* and frees its description */

#endif
