/* Files that are taken as they arrive, and bytes that are made as they are sent. */
#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "base/unit.h"
#include "http/http.h"

static struct arena *memory;
static struct context setting;

/* ---- a sink that counts ---- */

struct counter {
    int opened, begun, ended, undone;
    size_t bytes, largest;
    unsigned answer; /* of write() */
    const char *name;
} counter;

static void undo(void *what)
{
    ((struct counter *)what)->undone++;
}

static unsigned open_counter(void *app, struct arena *mem, void **ret_sunk)
{
    assert_ptr_equal(app, &counter);
    counter.opened++;
    arena_defer(mem, undo, &counter);
    *ret_sunk = &counter;
    return 0;
}

static unsigned begin_counter(void *sunk, const struct http_file *file)
{
    counter.begun++;
    counter.name = arena_copy(memory, (const char *)file->name.data);
    return 0;
}

static unsigned write_counter(void *sunk, struct bytes piece)
{
    counter.bytes += piece.size;
    if (piece.size > counter.largest) counter.largest = piece.size;
    return counter.answer;
}

static unsigned end_counter(void *sunk)
{
    counter.ended++;
    return 0;
}

static const struct http_sink sink = {&counter, open_counter, begin_counter, write_counter,
                                      end_counter};

#define PART "--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a b.jpg\"\r\n\r\n"

static unsigned make(const char *body, struct http_limits limits, struct http_request *ret)
{
    struct context cx = {.mem = arena_new("request")};
    struct http_made made = {
        .method = "POST",
        .target = "/",
        .headers = "Content-Type: multipart/form-data; boundary=xyz",
        .body = {(const unsigned char *)body, strlen(body)},
        .limits = limits
    };
    unsigned refusal = http_make(&cx, &made, ret);
    size_t count = ret->file_count;
    void *sunk = ret->sunk;
    int fd = count ? ret->files[0].fd : 0;
    *ret = (struct http_request){.file_count = count, .sunk = sunk};
    if (count) assert_int_equal(fd, -1);
    arena_free(cx.mem);
    return refusal;
}

static void a_sink_gets_files_as_they_arrive(void **state)
{
    struct http_limits limits = {.form = 100, .file = 1 << 20, .files = 2, .sink = &sink};
    struct http_request r;
    char *body = arena_alloc(memory, 300000);
    size_t head = (size_t)snprintf(body, 200, "%s", PART);
    memset(body + head, 'x', 200000);
    snprintf(body + head + 200000, 1000, "\r\n" PART "yy\r\n--xyz--\r\n");
    counter = (struct counter){0};
    assert_int_equal(make(body, limits, &r), 0);
    assert_int_equal(r.file_count, 2);
    assert_ptr_equal(r.sunk, &counter);
    assert_int_equal(counter.opened, 1);
    assert_int_equal(counter.begun, 2);
    assert_int_equal(counter.ended, 2);
    assert_int_equal(counter.undone, 1);
    assert_int_equal(counter.bytes, 200002);
    assert_true(counter.largest <= 8192);
    assert_string_equal(counter.name, "a b.jpg");
    counter = (struct counter){0};
    assert_int_equal(make("--xyz--\r\n", limits, &r), 0);
    assert_int_equal(counter.opened, 0);
    assert_null(r.sunk);
}

static void a_sink_refuses(void **state)
{
    static const char two[] = PART "0123456789\r\n" PART "0123456789\r\n--xyz--\r\n";
    struct http_limits limits = {.form = 100, .file = 15, .files = 2, .sink = &sink};
    struct http_request r;
    counter = (struct counter){.answer = 503};
    assert_int_equal(make(two, limits, &r), 503);
    assert_int_equal(counter.ended, 0);
    assert_int_equal(counter.undone, 1);
    counter = (struct counter){0};
    limits.all_files = 19;
    assert_int_equal(make(two, limits, &r), 413);
    limits.all_files = 20;
    assert_int_equal(make(two, limits, &r), 0);
    limits.file = 9;
    assert_int_equal(make(two, limits, &r), 413);
    limits.file = 15;
    limits.files = 1;
    assert_int_equal(make(two, limits, &r), 413);
}

/* ---- a stream that counts down ---- */

static struct {
    size_t left, break_at;
    atomic_int closed;
} source;

static int64_t read_source(void *from, unsigned char *into, size_t room)
{
    size_t n = source.left < room ? source.left : room;
    if (source.left <= source.break_at) return -1;
    if (n > 5000) n = 5000;
    memset(into, 's', n);
    source.left -= n;
    return (int64_t)n;
}

static void close_source(void *from)
{
    atomic_fetch_add(&source.closed, 1);
}

static void handle(void *worker, struct arena *mem, const struct http_request *request,
                   struct http_response *response)
{
    struct http_stream stream = {source.left, &source, read_source, close_source};
    http_send_stream(response, &stream, "application/octet-stream");
    if (text_equal(request->path, "/dropped")) http_drop_file(response);
}

static unsigned port;

static struct http_server *start(void)
{
    struct http_service service = {.workers = 1, .handle = handle};
    struct http_server *server;
    int fd;
    assert_int_equal(http_listen(&setting, "127.0.0.1:0", &fd), OK);
    assert_int_equal(http_bound_port(&setting, fd, &port), OK);
    assert_int_equal(http_start(&setting, &service, fd, &server), OK);
    return server;
}

static int ask(const char *request)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(send(fd, request, strlen(request), 0), strlen(request));
    return fd;
}

static size_t size_of_answer(const char *request, const char **ret_head)
{
    int fd = ask(request);
    struct out out = out_new(memory);
    char buffer[8192];
    for (ssize_t n; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;)
        out_bytes(&out, buffer, (size_t)n);
    close(fd);
    const char *body = strstr(out.text, "\r\n\r\n");
    assert_non_null(body);
    *ret_head = arena_copy_n(memory, out.text, (size_t)(body - out.text));
    return out.size - (size_t)(body + 4 - out.text);
}

static void wait_until_closed(int times)
{
    for (int i = 0; i < 200 && atomic_load(&source.closed) < times; i++) usleep(10000);
    assert_int_equal(atomic_load(&source.closed), times);
}

#define CLOSE " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static void a_stream_is_sent_and_closed_once(void **state)
{
    const char *head;
    struct http_server *server = start();
    source.left = 3000000, source.break_at = 0;
    atomic_store(&source.closed, 0);
    assert_int_equal(size_of_answer("GET /" CLOSE, &head), 3000000);
    assert_non_null(strstr(head, "Content-Length: 3000000"));
    wait_until_closed(1);
    source.left = 3000000;
    assert_int_equal(size_of_answer("HEAD /" CLOSE, &head), 0);
    assert_non_null(strstr(head, "Content-Length: 3000000"));
    wait_until_closed(2);
    source.left = 3000000;
    assert_int_equal(size_of_answer("GET /dropped" CLOSE, &head), 0);
    wait_until_closed(3);
    /* the client hangs up */
    source.left = 300000000;
    close(ask("GET /" CLOSE));
    wait_until_closed(4);
    http_stop(server, 1);
}

/* What cannot go on is cut short, and the client knows by the length that it was promised. */
static void a_broken_stream_is_cut(void **state)
{
    const char *head;
    struct http_server *server = start();
    source.left = 100000, source.break_at = 50000;
    atomic_store(&source.closed, 0);
    size_t got = size_of_answer("GET /" CLOSE, &head);
    assert_true(got <= 50000);
    assert_non_null(strstr(head, "Content-Length: 100000"));
    wait_until_closed(1);
    http_stop(server, 1);
}

static int begin(void **state)
{
    memory = arena_new("test");
    setting = (struct context){.mem = memory};
    return 0;
}
static int end(void **state)
{
    arena_free(memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_sink_gets_files_as_they_arrive, begin, end),
        cmocka_unit_test_setup_teardown(a_sink_refuses, begin, end),
        cmocka_unit_test_setup_teardown(a_stream_is_sent_and_closed_once, begin, end),
        cmocka_unit_test_setup_teardown(a_broken_stream_is_cut, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
