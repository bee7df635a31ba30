#include <errno.h>
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "http/head.h"
#include "http/private.h"
#include "http/watch.h"

enum {
    POOL = 16 * 1024, /* bytes a connection holds; a head that does not fit is refused with 431 */
    KEEP_ALIVE_SECONDS = 20,
    SEND_SECONDS = 60,
    BYTES_PER_SECOND = 16 * 1024, /* the slowest reader and writer that we put up with */
    LOG_LINES_A_MINUTE = 10,
};

struct worker {
    struct arena *mem;
    void *user;
};

struct http_server {
    struct arena *mem;
    struct http_service service;
    struct MHD_Daemon *daemon;
    struct watch watch;
    struct worker *workers;
    atomic_uint claimed; /* workers that have found their thread */
    pthread_key_t worker_key;
    atomic_size_t held; /* bytes of form bodies in memory */
    atomic_llong log_minute;
    atomic_uint log_lines;
};

/* One request, from its first line until its answer is gone. Lives in its own arena, since many
 * are on their way in the same thread at a time. */
struct exchange {
    struct http_server *server;
    const char *target;
    struct intake in;
    struct watched *watched;
    bool headed;
    unsigned refusal;
    size_t held;
};

/* The library complains of each client that hangs up: a line a minute says enough. */
static void log_rarely(void *arg, const char *format, va_list args) PRINTF(2, 0);
static void log_rarely(void *arg, const char *format, va_list args)
{
    struct http_server *server = arg;
    char line[200];
    long long minute = clock_running_ms() / 60000;
    if (atomic_exchange(&server->log_minute, minute) != minute) {
        unsigned more = atomic_exchange(&server->log_lines, 0);
        if (more > LOG_LINES_A_MINUTE)
            log_line(LOG_INFO, "http: %u more lines were left out", more - LOG_LINES_A_MINUTE);
    }
    if (atomic_fetch_add(&server->log_lines, 1) >= LOG_LINES_A_MINUTE) return;
    vsnprintf(line, sizeof line, format, args);
    log_line(LOG_INFO, "http: %s", line);
}

static struct watched *watched_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *server = arg;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        watch_forget(*socket_context);
        *socket_context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info)
        *socket_context = watch_add(&server->watch, info->connect_fd, server->service.head_seconds);
}

/* The library would take the query apart as well, and where that does not fit into its pool (some
 * 250 parameters) hang up without an answer. It is our own copy that is read: it gets an empty one.
 */
static void hide_query(const char *target)
{
    char *query = strchr((char *)(uintptr_t)target, '?');
    if (query) query[1] = '\0';
}

/* The only moment at which the target is still whole. */
static void *on_target(void *arg, const char *target, struct MHD_Connection *connection)
{
    struct http_server *server = arg;
    struct arena *mem = arena_new("exchange");
    struct exchange *exchange = arena_make(mem, struct exchange);
    exchange->server = server;
    exchange->in.mem = mem;
    exchange->target = arena_copy(mem, target);
    hide_query(target);
    exchange->watched = watched_of(connection);
    watch_until(exchange->watched, server->service.head_seconds);
    return exchange;
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode how)
{
    struct exchange *exchange = *context;
    if (!exchange) return;
    *context = NULL;
    watch_until(exchange->watched, KEEP_ALIVE_SECONDS);
    watch_busy(exchange->watched, false);
    atomic_fetch_sub(&exchange->server->held, exchange->held);
    arena_free(exchange->in.mem);
}

static struct worker *this_worker(struct http_server *server)
{
    struct worker *worker = pthread_getspecific(server->worker_key);
    if (worker) return worker;
    unsigned number = atomic_fetch_add(&server->claimed, 1);
    if (number >= server->service.workers) return NULL; /* the pool has no more threads than that */
    worker = &server->workers[number];
    pthread_setspecific(server->worker_key, worker);
    return worker;
}

/* A stream of unknown size may take as long as one of this many bytes. */
enum { STREAM_BLOCK = 16 * 1024, STREAM_EXPECTED = 256 << 20 };

static ssize_t read_stream(void *arg, uint64_t position, char *into, size_t room)
{
    struct http_stream *stream = arg;
    int64_t n = stream->read(stream->from, (unsigned char *)into, room);
    if (n > 0) return (ssize_t)n;
    return n == 0 ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
}

static struct MHD_Response *library_stream(struct http_response *response)
{
    struct http_stream *stream = response->stream;
    struct MHD_Response *made = MHD_create_response_from_callback(
        stream->size == HTTP_SIZE_UNKNOWN ? MHD_SIZE_UNKNOWN : stream->size, STREAM_BLOCK,
        read_stream, stream, http_close_stream);
    if (made) response->stream = NULL; /* closed with it */
    return made;
}

static struct MHD_Response *library_response(struct http_response *response)
{
    struct MHD_Response *made;
    if (response->stream) {
        made = library_stream(response);
    } else if (response->file >= 0) {
        made = MHD_create_response_from_fd64(response->file_size, response->file);
        if (made) response->file = -1; /* closed with it */
    } else {
        union {
            const unsigned char *from;
            void *to;
        } data = {response->body.data};
        made = MHD_create_response_from_buffer(response->body.size, data.to, MHD_RESPMEM_MUST_COPY);
    }
    if (!made) return NULL;
    for (size_t i = 0; i < response->header_count; i++)
        MHD_add_response_header(made, response->headers[i].name, response->headers[i].value);
    if (response->type && *response->type)
        MHD_add_response_header(made, MHD_HTTP_HEADER_CONTENT_TYPE, response->type);
    return made;
}

static enum MHD_Result send_response(struct exchange *exchange, struct MHD_Connection *connection,
                                     struct http_response *response)
{
    struct http_server *server = exchange->server;
    bool unknown = response->stream && response->stream->size == HTTP_SIZE_UNKNOWN;
    size_t size = unknown               ? STREAM_EXPECTED
                  : response->stream    ? response->stream->size
                  : response->file >= 0 ? response->file_size
                                        : response->body.size;
    if (exchange->refusal || server->watch.draining)
        http_set_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    struct MHD_Response *made = library_response(response);
    if (!made) return MHD_NO;
    watch_until(exchange->watched, SEND_SECONDS + (unsigned)(size / BYTES_PER_SECOND));
    enum MHD_Result result = MHD_queue_response(connection, response->status, made);
    MHD_destroy_response(made);
    return result;
}

static enum MHD_Result answer(struct exchange *exchange, struct MHD_Connection *connection)
{
    struct http_server *server = exchange->server;
    struct worker *worker = this_worker(server);
    if (!worker) return MHD_NO;
    struct http_response *response = arena_make(worker->mem, struct http_response);
    http_response_begin(response, worker->mem);
    watch_until(exchange->watched, 0);
    exchange->in.request.refused = exchange->refusal;
    if (!exchange->in.request.path) exchange->in.request.path = "/";
    server->service.handle(worker->user, worker->mem, &exchange->in.request, response);
    if (exchange->refusal == 405) http_set_header(response, "Allow", "GET, HEAD, POST");
    enum MHD_Result result = send_response(exchange, connection, response);
    http_drop_file(response);
    arena_reset(worker->mem);
    return result;
}

/* Behind our own proxy the client is the last address that it has added. */
static void find_client(struct exchange *exchange, struct MHD_Connection *connection)
{
    struct http_request *request = &exchange->in.request;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info && info->client_addr) request->from = address_of(info->client_addr);
    if (!exchange->server->service.proxied || !http_address_is_loopback(&request->from)) return;
    const char *forwarded = http_header(request, "x-forwarded-for");
    const char *comma = strrchr(forwarded, ',');
    const char *last = comma ? comma + 1 : forwarded;
    http_address_parse(last + strspn(last, " "), &request->from);
    request->secure = strcmp(http_header(request, "x-forwarded-proto"), "https") == 0;
}

/* Form bodies of all requests together are bounded: each alone is, but a thousand are too many. */
static unsigned hold(struct exchange *exchange)
{
    struct http_server *server = exchange->server;
    size_t wanted = exchange->in.length < exchange->in.limits.form ? exchange->in.length
                                                                   : exchange->in.limits.form;
    size_t before = atomic_fetch_add(&server->held, wanted);
    exchange->held = wanted;
    return before + wanted > server->service.held ? 503 : 0;
}

static unsigned take_head(struct exchange *exchange, struct MHD_Connection *connection,
                          const struct head_line *line)
{
    struct http_server *server = exchange->server;
    struct intake *in = &exchange->in;
    unsigned refusal = head_read(connection, line, in);
    if (!refusal) refusal = intake_head(in, line->method, exchange->target);
    find_client(exchange, connection);
    if (refusal) return refusal;
    in->limits = (struct http_limits){.form = HTTP_FORM_DEFAULT};
    if (server->service.admit)
        refusal = server->service.admit(server->service.app, &in->request, &in->limits);
    if (!refusal && in->length) refusal = hold(exchange);
    if (!refusal) refusal = intake_begin_body(in);
    watch_until(exchange->watched,
                server->service.body_seconds + (unsigned)(in->length / BYTES_PER_SECOND));
    return refusal;
}

/* Called once when the head is there, then for each piece of the body, then with none left. */
static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **context)
{
    struct exchange *exchange = *context;
    if (!exchange) return MHD_NO;
    if (!exchange->headed) {
        struct head_line line = {method, url, version, strlen(exchange->target)};
        exchange->headed = true;
        watch_busy(exchange->watched, true);
        exchange->refusal = take_head(exchange, connection, &line);
        /* An answer before the body makes the library close the connection: what we want. */
        return exchange->refusal ? answer(exchange, connection) : MHD_YES;
    }
    if (*size) {
        struct bytes piece = {(const unsigned char *)data, *size};
        if (!exchange->refusal) exchange->refusal = intake_feed(&exchange->in, piece);
        *size = 0;
        return MHD_YES; /* an answer is only possible after the body */
    }
    if (!exchange->refusal) exchange->refusal = intake_end(&exchange->in);
    return answer(exchange, connection);
}

static enum status begin_workers(struct context *cx, struct http_server *server)
{
    unsigned count = server->service.workers;
    server->workers = arena_array(server->mem, struct worker, count);
    for (unsigned i = 0; i < count; i++) {
        struct worker *worker = &server->workers[i];
        worker->mem = arena_new("worker");
        if (!server->service.worker_begin) continue;
        worker->user = server->service.worker_begin(server->service.app, i);
        if (!worker->user) return fault(cx, "%s: worker %u did not begin", server->service.name, i);
    }
    return OK;
}

static void end_workers(struct http_server *server)
{
    for (unsigned i = 0; server->workers && i < server->service.workers; i++) {
        struct worker *worker = &server->workers[i];
        if (worker->user && server->service.worker_end) server->service.worker_end(worker->user);
        arena_free(worker->mem);
    }
}

static void fill_defaults(struct http_service *service)
{
    if (!service->name) service->name = "http";
    if (!service->workers) service->workers = 4;
    if (!service->connections) service->connections = 1000;
    if (!service->head_seconds) service->head_seconds = 15;
    if (!service->body_seconds) service->body_seconds = 30;
    if (!service->held) service->held = (size_t)32 << 20;
}

static struct MHD_Daemon *start_daemon(struct http_server *server, int fd)
{
    struct http_service *service = &server->service;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem pool[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, service->workers, NULL},
        {MHD_OPTION_END,              0,                NULL},
    };
    if (service->workers == 1) pool[0] = pool[1];
    return MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_EXTERNAL_LOGGER, log_rarely, server,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL,
        MHD_OPTION_CONNECTION_LIMIT, service->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        service->connections_per_address, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed,
        server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_ARRAY, pool,
        MHD_OPTION_END);
}

static void server_free(struct http_server *server)
{
    end_workers(server);
    pthread_key_delete(server->worker_key);
    arena_free(server->mem);
}

enum status http_start(struct context *cx, const struct http_service *service, int fd,
                       struct http_server **ret_server)
{
    struct arena *mem = arena_new("server");
    struct http_server *server = arena_make(mem, struct http_server);
    server->mem = mem;
    server->service = *service;
    fill_defaults(&server->service);
    signal(SIGPIPE, SIG_IGN);
    pthread_key_create(&server->worker_key, NULL);
    enum status status = begin_workers(cx, server);
    if (status == OK)
        status = watch_start(cx, mem, server->service.connections + 64, &server->watch);
    if (status != OK) {
        server_free(server);
        return status;
    }
    server->daemon = start_daemon(server, fd);
    if (!server->daemon) {
        watch_end(&server->watch);
        server_free(server);
        return fault(cx, "%s: the HTTP library did not start", server->service.name);
    }
    *ret_server = server;
    return OK;
}

void http_stop(struct http_server *server, unsigned seconds)
{
    if (!server) return;
    int fd = MHD_quiesce_daemon(server->daemon);
    watch_drain(&server->watch, seconds);
    MHD_stop_daemon(server->daemon);
    if (fd >= 0) close(fd);
    watch_end(&server->watch);
    server_free(server);
}
