/* Bytes to requests and responses to bytes. Hides libmicrohttpd 0.9.75: nothing above includes it.
 *
 * What a handler gets has been parsed, bounded and checked once:
 *  - the path is percent-decoded, valid UTF-8, begins with '/', and has no empty, "." or ".."
 *    segment, no encoded slash, no control character;
 *  - names of parameters are printable ASCII without spaces; values are raw bytes, decoded but
 *    not judged (web/ cleans them), always followed by a NUL that size does not count;
 *  - header names are lower case; there is one Host and at most one Content-Length, no
 *    Transfer-Encoding, no folded line, no NUL, no bare line feed (RFC 9112 §2.2, §5.2, §6.3);
 *  - uploaded files lie in nameless temporary files that vanish with the request, or, where the
 *    route wants it, went into a sink as they arrived and lie nowhere.
 *
 * Methods are GET, HEAD and POST; a handler sees HEAD as GET with head_only set.
 *
 * Order of start (DESIGN §1, SPIKE §2): the parent calls http_listen() and forks; the child enters
 * its sandbox, then calls http_start() with the inherited descriptor. worker_begin() runs once per
 * worker in the thread that calls http_start(), so a database that will not open is a failed start.
 *
 *     int fd;
 *     TRY(http_listen(cx, "127.0.0.1:8080", &fd));
 *     struct http_service service = {.handle = web_handle, .worker_begin = open_worker, …};
 *     TRY(http_start(cx, &service, fd, &server));
 *     …
 *     http_stop(server, 10);            // finishes what was begun, at most ten seconds
 *
 * Tests need no socket: http_make() makes up a request as if it had arrived.
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/context.h"
#include "base/out.h"

enum http_method { HTTP_GET, HTTP_POST };

struct http_pair {
    const char *name;
    struct bytes value;
};
struct http_pairs {
    struct http_pair *at;
    size_t count, room;
};

/* An uploaded file: read it through fd, from the start; the descriptor closes with the request. */
struct http_file {
    const char *field;
    struct bytes name; /* as the client called it: never a path of ours */
    const char *type;  /* as the client claims; "" if it says nothing */
    int fd;            /* -1: it went into the sink */
    size_t size;
};

/* IPv4 is kept as ::ffff:a.b.c.d, so that there is one form. */
struct http_address {
    unsigned char bytes[16];
};

struct http_request {
    enum http_method method;
    bool head_only;
    const char *path;
    struct http_pairs query, form, headers, cookies;
    struct http_file *files;
    size_t file_count;
    void *sunk; /* what the sink has made of the files; NULL: there was no file, or no sink */
    struct http_address from; /* the client, behind a trusted proxy as well */
    bool secure;              /* arrived over TLS, at the proxy */
    unsigned refused;         /* not 0: answer with a page for this status and do nothing else */
};

/* The first of that name, or NULL. */
const struct http_pair *http_pair_find(const struct http_pairs *pairs, const char *name);
/* Header (by its lower-case name) or cookie as text: "" if absent. */
const char *http_header(const struct http_request *request, const char *name);
const char *http_cookie(const struct http_request *request, const char *name);

bool http_address_is_loopback(const struct http_address *address);
bool http_address_parse(const char *text, struct http_address *ret_address);
const char *http_address_text(struct arena *mem, const struct http_address *address);

/* Decoders, each refusing what is malformed; *ret is only set on success. */
enum { HTTP_FIELDS_MAX = 200, HTTP_NAME_MAX = 100 };
bool http_decode_path(struct arena *mem, const char *raw, size_t size, const char **ret_path);
bool http_decode_form(struct arena *mem, struct bytes raw, size_t max,
                      struct http_pairs *ret_pairs);
bool http_decode_cookies(struct arena *mem, const char *raw, struct http_pairs *ret_pairs);
/* Percent-encodes all but unreserved characters; with slashes, '/' stays as well. */
const char *http_encode(struct arena *mem, const char *text, bool slashes);
void http_pair_add(struct arena *mem, struct http_pairs *pairs, const char *name,
                   struct bytes value);

/* What is sent back. Header values must not hold CR or LF: such a header is left out and logged. */
enum { HTTP_HEADERS_MAX = 24 };
struct http_response {
    struct arena *mem;
    unsigned status;
    const char *type;
    struct http_header_line {
        const char *name, *value;
    } headers[HTTP_HEADERS_MAX];
    size_t header_count;
    struct bytes body; /* copied before the arena is reset */
    int file;          /* instead of a body: sent and closed by the server; -1 for none */
    size_t file_size;
    struct http_stream *stream; /* instead of both */
};

/* Bytes that are made while they are sent, e.g. decrypted: size is told to the client before the
 * first of them; where nobody knows it yet, HTTP_SIZE_UNKNOWN, they come in chunks. read() answers
 * how many it has put, 0 only at the end, -1 if it cannot go on (the connection is cut, so that the
 * client knows). close() is called once, whatever happens; until then the stream must live on
 * without the request's arena. */
#define HTTP_SIZE_UNKNOWN SIZE_MAX
struct http_stream {
    size_t size;
    void *from;
    int64_t (*read)(void *from, unsigned char *into, size_t room);
    void (*close)(void *from);
};

void http_response_begin(struct http_response *response, struct arena *mem);
/* Replaces an earlier header of that name; Set-Cookie may repeat. */
void http_set_header(struct http_response *response, const char *name, const char *value);
const char *http_response_header(const struct http_response *response, const char *name);
void http_redirect(struct http_response *response, unsigned status, const char *to);
/* A regular file, streamed. NOT_FOUND if it is not there or not a regular file. */
enum status http_send_file(struct context *cx, struct http_response *response, const char *path,
                           const char *type) MUST_USE;
enum status http_send_fd(struct context *cx, struct http_response *response, int fd,
                         const char *type) MUST_USE; /* takes fd over, also when it fails */
/* A stream, whose description is copied. */
void http_send_stream(struct http_response *response, const struct http_stream *stream,
                      const char *type);
/* Closes a file or a stream that will not be sent after all. */
void http_drop_file(struct http_response *response);
/* Sets the ETag (given without quotes). True: the client has it, the response is now an empty 304
 * and the handler is done. */
bool http_not_modified(const struct http_request *request, struct http_response *response,
                       const char *etag);

/* Takes files as they arrive, piece by piece, instead of temporary files: for what must never lie
 * on a disk in the clear. open() makes one object per request, when its first file begins, in mem,
 * the request's own arena: what must be undone is deferred there. begin, write and end answer 0 or
 * the status to refuse the request with. */
struct http_sink {
    void *app;
    unsigned (*open)(void *app, struct arena *mem, void **ret_sunk);
    unsigned (*begin)(void *sunk, const struct http_file *file);
    unsigned (*write)(void *sunk, struct bytes piece);
    unsigned (*end)(void *sunk);
};

/* How much one request may bring: chosen per route before its body is read. */
struct http_limits {
    size_t form;                  /* bytes of a form without its files */
    size_t file, files;           /* bytes of one file, number of files; 0: none are taken */
    size_t all_files;             /* bytes of all files; 0: as many as each may have */
    const char *folder;           /* where the nameless temporary files are made */
    const struct http_sink *sink; /* instead of the folder; must outlive the request */
};
enum { HTTP_FORM_DEFAULT = 1 << 20 };

struct http_service {
    const char *name;                              /* for the log */
    unsigned workers;                              /* threads; 0: 4 */
    unsigned connections, connections_per_address; /* 0: 1000, no limit */
    unsigned head_seconds; /* for a whole request head, however slowly it trickles; 0: 15 */
    unsigned body_seconds; /* for a whole body, and a second more per 16 KB; 0: 30 */
    size_t held;           /* bytes of form bodies held at one time; 0: 32 MB; beyond: 503 */
    bool proxied;          /* believe X-Forwarded-For and -Proto of a loopback peer */
    void *app;
    void *(*worker_begin)(void *app, unsigned number); /* NULL: could not, and the start fails */
    void (*worker_end)(void *worker);
    /* Judges a head before its body is read: 0, or the status to refuse with (and close). */
    unsigned (*admit)(void *app, const struct http_request *head, struct http_limits *limits);
    /* mem is the worker's arena, reset after the response has been handed over. Called as well for
     * a request that was refused on the way in (request->refused; its path may be just "/"). */
    void (*handle)(void *worker, struct arena *mem, const struct http_request *request,
                   struct http_response *response);
};

/* "127.0.0.1:8080", "[::1]:8080", "localhost:0", ":8080" (all addresses). */
enum status http_listen(struct context *cx, const char *address, int *ret_fd) MUST_USE;
enum status http_bound_port(struct context *cx, int fd, unsigned *ret_port) MUST_USE;

struct http_server;
/* Ignores SIGPIPE for the process: sendfile() would raise it. */
enum status http_start(struct context *cx, const struct http_service *service, int fd,
                       struct http_server **ret_server) MUST_USE;
/* Takes no new connection, lets running requests finish for so many seconds, then ends. Closes
 * the listening descriptor. NULL is allowed. */
void http_stop(struct http_server *server, unsigned seconds);

/* A made-up request, through the same decoders and the same limits as one from a socket.
 * headers: lines "name: value" separated by '\n', or NULL. *ret_refusal is the status that the
 * server would have refused with, or 0. */
struct http_made {
    const char *method, *target, *headers;
    struct bytes body;
    struct http_limits limits;
};
unsigned http_make(struct context *cx, const struct http_made *made,
                   struct http_request *ret_request);

#endif
