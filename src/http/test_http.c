#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/unit.h"
#include "http/http.h"

static struct arena *memory;
static struct context context_for_tests;
#define CX (&context_for_tests)

static int begin(void **state)
{
    memory = arena_new("test");
    context_for_tests = (struct context){.mem = memory};
    return 0;
}

static int end(void **state)
{
    arena_free(memory);
    return 0;
}

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const unsigned char *)text, strlen(text)};
}

/* ---- decoders ---- */

static void paths_are_decoded_and_checked(void **state)
{
    static const struct {
        const char *raw, *path; /* NULL: refused */
    } cases[] = {
        {"/",                   "/"      },
        {"/a/b",                "/a/b"   },
        {"/%E5%85%AC%E5%BC%80", "/公开"},
        {"/a+b",                "/a+b"   },
        {"",                    NULL     },
        {"a",                   NULL     },
        {"http://x/a",          NULL     },
        {"//a",                 NULL     },
        {"/a//b",               NULL     },
        {"/a/",                 NULL     },
        {"/a/../b",             NULL     },
        {"/a/%2e%2e/b",         NULL     },
        {"/./a",                NULL     },
        {"/a%2fb",              NULL     },
        {"/a%2Fb",              NULL     },
        {"/a%5cb",              NULL     },
        {"/a%00",               NULL     },
        {"/a%0ab",              NULL     },
        {"/a%",                 NULL     },
        {"/a%4",                NULL     },
        {"/a%zz",               NULL     },
        {"/%ff",                NULL     },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *path = NULL;
        bool fine = http_decode_path(memory, cases[i].raw, strlen(cases[i].raw), &path);
        if (fine != (cases[i].path != NULL)) fail_msg("%s", cases[i].raw);
        if (fine) assert_string_equal(path, cases[i].path);
    }
}

static void forms_are_decoded(void **state)
{
    struct http_pairs pairs = {0};
    assert_true(http_decode_form(memory, bytes_of("a=1+2&&b=%2B%3D&c&d=&a=%00x"), 10, &pairs));
    assert_int_equal(pairs.count, 5);
    assert_string_equal((const char *)pairs.at[0].value.data, "1 2");
    assert_string_equal((const char *)http_pair_find(&pairs, "b")->value.data, "+=");
    assert_int_equal(http_pair_find(&pairs, "c")->value.size, 0);
    assert_int_equal(pairs.at[4].value.size, 2);
    assert_null(http_pair_find(&pairs, "e"));
    static const char *const bad[] = {"=1", "a%=1", "a=%1", "a%20b=1", "a%00=1", "%e5=1", "a=%g0"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (http_decode_form(memory, bytes_of(bad[i]), 10, &pairs)) fail_msg("%s", bad[i]);
    assert_false(http_decode_form(memory, bytes_of("a&b&c"), 2, &pairs));
    assert_string_equal(http_encode(memory, "/公 a~", false), "%2F%E5%85%AC%20a~");
    assert_string_equal(http_encode(memory, "/a b", true), "/a%20b");
}

static unsigned make(const char *method, const char *target, const char *headers, const char *body,
                     struct http_request *request)
{
    struct http_made made = {
        .method = method, .target = target, .headers = headers, .body = bytes_of(body)};
    return http_make(CX, &made, request);
}

static void requests_are_bounded(void **state)
{
    struct http_request r;
    assert_int_equal(make("GET", "/a?b=c", "Cookie: x=1; y=\"2\";z", "", &r), 0);
    assert_string_equal(r.path, "/a");
    assert_string_equal(http_cookie(&r, "x"), "1");
    assert_string_equal(http_cookie(&r, "z"), "");
    assert_int_equal(make("HEAD", "/a", NULL, "", &r), 0);
    assert_true(r.head_only && r.method == HTTP_GET);
    assert_int_equal(make("POST", "/a?q=1", NULL, "b=c&b=d", &r), 0);
    assert_int_equal(r.form.count, 2);
    assert_int_equal(r.query.count, 1);
    static const struct {
        const char *method, *target, *headers, *body;
        unsigned refusal;
    } cases[] = {
        {"PUT",  "/",    NULL,                                            "",     405},
        {"GET",  "/a#b", NULL,                                            "",     400},
        {"GET",  "/a?%", NULL,                                            "",     400},
        {"GET",  "/",    "Host: a\nHost: a",                              "",     400},
        {"POST", "/",    "Content-Length: 1\nContent-Length: 1",          "a",    400},
        {"POST", "/",    "Content-Length: 1\nTransfer-Encoding: chunked", "a",    400},
        {"POST", "/",    "Content-Length: 3, 3",                          "abc",  400},
        {"POST", "/",    "Content-Length: ",                              "abc",  400},
        {"GET",  "/",    "Transfer-Encoding: chunked",                    "",     411},
        {"GET",  "/",    "Bad Name: x",                                   "",     400},
        {"GET",  "/",    "Name : x",                                      "",     400},
        {"GET",  "/",    "X: a\x01",                                      "",     400},
        {"GET",  "/",    "Content-Length: 4",                             "a=bc", 400},
        {"POST", "/",    "Content-Type: application/json",                "{}",   415},
        {"POST", "/",    "Content-Type: multipart/form-data",             "x",    400},
        {"POST", "/",    "Content-Length: 9999999",                       "a",    413},
        {"POST", "/",    "Content-Length: 3",                             "a",    400},
        {"POST", "/",    "Content-Length: 1",                             "abc",  400},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unsigned refusal =
            make(cases[i].method, cases[i].target, cases[i].headers, cases[i].body, &r);
        if (refusal != cases[i].refusal) fail_msg("case %zu: %u", i, refusal);
    }
}

#define MULTIPART "Content-Type: multipart/form-data; boundary=\"xyz\""
#define TITLE "Content-Disposition: form-data; name=\"title\"\r\n\r\n"
#define FILE_HEAD                                                                        \
    "Content-Disposition: form-data; name=\"f\"; filename=\"a b.txt\"\r\nContent-Type: " \
    "text/plain\r\n\r\n"

static unsigned make_multipart(const char *body, struct http_limits limits,
                               struct http_request *request)
{
    limits.folder = "/tmp";
    struct http_made made = {.method = "POST",
                             .target = "/",
                             .headers = MULTIPART,
                             .body = bytes_of(body),
                             .limits = limits};
    return http_make(CX, &made, request);
}

static void multipart_is_read_to_the_byte(void **state)
{
    struct http_request r;
    struct http_limits limits = {.form = 100, .file = 20, .files = 1};
    const char *body = "preamble\r\n--xyz\r\n" TITLE "\r\n--xy\r\nz\r\n--xyz\r\n" FILE_HEAD
                       "\r\n--xyw\r\n\r\n--xyz--\r\nepilogue";
    assert_int_equal(make_multipart(body, limits, &r), 0);
    assert_int_equal(r.form.count, 1);
    assert_string_equal((const char *)http_pair_find(&r.form, "title")->value.data,
                        "\r\n--xy\r\nz");
    assert_int_equal(r.file_count, 1);
    assert_string_equal((const char *)r.files[0].name.data, "a b.txt");
    assert_string_equal(r.files[0].type, "text/plain");
    char content[40] = "";
    assert_int_equal(read(r.files[0].fd, content, sizeof content), (ssize_t)r.files[0].size);
    assert_string_equal(content, "\r\n--xyw\r\n");
}

static void multipart_refuses_what_it_cannot_read(void **state)
{
    static const struct {
        const char *body;
        unsigned refusal;
    } cases[] = {
        {"--xyz--\r\n",                                                                           0  },
        {"--xyz\r\n" TITLE "\r\n--xyz--",                                                         0  },
        {"--xyz\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--xyz--",
         0                                                                                           },
        {"--xyz\r\n" TITLE "abc\r\n--xyz",                                                        400},
        {"--xyz\r\n" TITLE "abc",                                                                 400},
        {"--xyz  \r\n" TITLE "abc\r\n--xyz--",                                                    400},
        {"--xyz\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--xyz--",                         400},
        {"--xyz\r\nContent-Disposition: form-data; name=\"a\r\n\r\nabc\r\n--xyz--",               400},
        {"--xyz\r\nContent-Type: text/plain\r\n\r\nabc\r\n--xyz--",                               400},
        {"--xyz\r\n" TITLE "0123456789012345678901\r\n--xyz--",                                   413},
        {"--xyz\r\n" FILE_HEAD "012345\r\n--xyz--",                                               413},
        {"--xyz\r\n" FILE_HEAD "0\r\n--xyz\r\n" FILE_HEAD "1\r\n--xyz--",                         413},
    };
    struct http_limits limits = {.form = 20, .file = 5, .files = 1};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct http_request r;
        unsigned refusal = make_multipart(cases[i].body, limits, &r);
        if (refusal != cases[i].refusal) fail_msg("case %zu: %u", i, refusal);
        if (!refusal) assert_int_equal(r.file_count, 0);
    }
}

static void responses_cannot_be_split(void **state)
{
    struct http_response response;
    http_response_begin(&response, memory);
    http_set_header(&response, "X", "a\r\nSet-Cookie: b=c");
    assert_int_equal(response.header_count, 0);
    http_set_header(&response, "X", "1");
    http_set_header(&response, "x", "2");
    assert_int_equal(response.header_count, 1);
    assert_string_equal(http_response_header(&response, "X"), "2");
    struct http_request r;
    assert_int_equal(make("GET", "/", "If-None-Match: W/\"q\", \"abc\"", "", &r), 0);
    assert_false(http_not_modified(&r, &response, "ab"));
    assert_int_equal(response.status, 200);
    assert_true(http_not_modified(&r, &response, "abc"));
    assert_int_equal(response.status, 304);
}

static void addresses_have_one_form(void **state)
{
    int fd;
    unsigned port = 0;
    assert_int_equal(http_listen(CX, "[::1]:x", &fd), INVALID);
    assert_int_equal(http_listen(CX, "127.0.0.1", &fd), INVALID);
    assert_int_equal(http_listen(CX, "203.0.113.7:80", &fd), INVALID); /* not an address of ours */
    assert_int_equal(http_listen(CX, "localhost:0", &fd), OK);
    assert_int_equal(http_bound_port(CX, fd, &port), OK);
    assert_true(port > 0);
    int second;
    assert_int_equal(http_listen(CX, arena_format(memory, "127.0.0.1:%u", port), &second), INVALID);
    close(fd);
}

/* ---- with sockets ---- */

struct counters {
    int begun, ended;
} counters;

static void *begin_worker(void *app, unsigned number)
{
    static int users[16];
    counters.begun++;
    return app == &counters ? &users[number] : NULL;
}

static void end_worker(void *user)
{
    counters.ended++;
}

static unsigned admit(void *app, const struct http_request *head, struct http_limits *limits)
{
    if (strcmp(head->path, "/closed") == 0) return 404;
    if (strcmp(head->path, "/upload") == 0)
        *limits = (struct http_limits){.form = 1000, .file = 3000000, .files = 2, .folder = "/tmp"};
    return 0;
}

static void answer_upload(struct arena *mem, const struct http_request *request, struct out *out)
{
    for (size_t i = 0; i < request->file_count; i++) {
        unsigned char buffer[4096];
        unsigned sum = 0;
        for (ssize_t n; (n = read(request->files[i].fd, buffer, sizeof buffer)) > 0;)
            for (ssize_t at = 0; at < n; at++) sum += buffer[at];
        out_format(out, "%zu:%u ", request->files[i].size, sum);
    }
}

static void handle(void *worker, struct arena *mem, const struct http_request *request,
                   struct http_response *response)
{
    struct out out = out_new(mem);
    assert_non_null(worker);
    response->type = "text/plain";
    if (request->refused) response->status = request->refused;
    if (strcmp(request->path, "/slow") == 0) usleep(400 * 1000);
    if (strcmp(request->path, "/file") == 0) {
        struct context cx = {.mem = mem};
        enum status status = http_send_file(&cx, response, "/proc/self/exe", "text/plain");
        if (status == OK) return;
        assert_int_equal(http_send_file(&cx, response, "/etc/hostname", "text/plain"), OK);
        return;
    }
    out_format(&out, "%s %s", request->method == HTTP_POST ? "POST" : "GET", request->path);
    for (size_t i = 0; i < request->form.count; i++)
        out_format(&out, " %s=%zu", request->form.at[i].name, request->form.at[i].value.size);
    answer_upload(mem, request, &out);
    response->body = out_taken(&out);
}

static unsigned port;

static struct http_server *start(struct http_service service)
{
    int fd = -1;
    struct http_server *server = NULL;
    counters = (struct counters){0};
    service.app = &counters;
    service.worker_begin = begin_worker;
    service.worker_end = end_worker;
    service.admit = admit;
    service.handle = handle;
    assert_int_equal(http_listen(CX, "127.0.0.1:0", &fd), OK);
    assert_int_equal(http_bound_port(CX, fd, &port), OK);
    assert_int_equal(http_start(CX, &service, fd, &server), OK);
    return server;
}

static int connect_to(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval patience = {.tv_sec = 10};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

static void send_all(int fd, const void *data, size_t size)
{
    for (const char *at = data; size;) {
        ssize_t n = send(fd, at, size, MSG_NOSIGNAL);
        if (n <= 0) return;
        at += n;
        size -= (size_t)n;
    }
}

/* Everything until the server closes. */
static const char *rest_of(int fd)
{
    struct out out = out_new(memory);
    char buffer[8192];
    for (ssize_t n; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;)
        out_bytes(&out, buffer, (size_t)n);
    close(fd);
    return out.text;
}

static const char *ask_n(const void *request, size_t size)
{
    int fd = connect_to();
    send_all(fd, request, size);
    return rest_of(fd);
}

static const char *ask(const char *request)
{
    return ask_n(request, strlen(request));
}

#define CLOSE "Host: x\r\nConnection: close\r\n\r\n"

static void it_serves(void **state)
{
    struct http_server *server = start((struct http_service){.workers = 2});
    const char *got = ask("GET /a%20b?c HTTP/1.1\r\n" CLOSE);
    assert_true(text_starts(got, "HTTP/1.1 200 OK\r\n"));
    assert_true(text_ends(got, "\r\n\r\nGET /a b"));
    got = ask("HEAD /a HTTP/1.1\r\n" CLOSE);
    assert_non_null(strstr(got, "Content-Length: 6\r\n"));
    assert_true(text_ends(got, "\r\n\r\n"));
    got = ask("DELETE /a HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_true(text_starts(got, "HTTP/1.1 405 "));
    assert_non_null(strstr(got, "Allow: GET, HEAD, POST\r\n"));
    got = ask("GET /file HTTP/1.1\r\n" CLOSE);
    assert_true(text_starts(got, "HTTP/1.1 200 OK\r\n"));
    got = ask("POST /p HTTP/1.1\r\nContent-Length: 7\r\n"
              "Content-Type: application/x-www-form-urlencoded\r\n" CLOSE "a=1&b=x");
    assert_true(text_ends(got, "POST /p a=1 b=1"));
    got = ask("POST /p HTTP/1.1\r\nContent-Length: 0\r\n" CLOSE);
    assert_true(text_ends(got, "POST /p"));
    /* two requests on one connection, the second one asks to close */
    got = ask("GET /one HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\n" CLOSE);
    assert_non_null(strstr(got, "GET /one"));
    assert_true(text_ends(got, "GET /two"));
    http_stop(server, 1);
    assert_int_equal(counters.begun, 2);
    assert_int_equal(counters.ended, 2);
}

#define RAW(text, status)             \
    {                                 \
        text, sizeof text - 1, status \
    }
static void malformed_requests_are_refused_and_closed(void **state)
{
    static const struct {
        const char *raw;
        size_t size;
        unsigned status;
    } cases[] = {
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nFoo:  b \r\nE:\r\nConnection: close\r\n\r\n", 200),
        RAW("\r\nGET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200),
        RAW("GET /a HTTP/1.0\r\nHost: x\r\n\r\n", 200),
        RAW("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400),
        RAW("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", 400),
        RAW("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length : 1\r\n\r\na", 400),
        RAW("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
            "0\r\n\r\n",
            400),
        RAW("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        RAW("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nFoo: bar\r\n baz\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nFoo: bar\r\n baz\r\nX: y\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nFoo: b\0r\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nF\0o: b\r\n\r\n", 400),
        RAW("GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\nHost: x\n\n", 400),
        RAW("GET /a HTTP/1.1\nHost: x\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nFoo: a\rb\r\n\r\n", 400),
        RAW("GET /a HTTP/1.1\r\nHost: x\r\nF(o: a\r\n\r\n", 400),
        RAW("GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        RAW("GET /../a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        RAW("GET /a HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        RAW("GET /closed HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        RAW("POST /closed HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n", 404),
        RAW("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n",
            413),
    };
    struct http_server *server = start((struct http_service){.workers = 2});
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t begun = clock_running_ms();
        const char *got = ask_n(cases[i].raw, cases[i].size);
        const char *line = arena_format(memory, "HTTP/1.1 %u ", cases[i].status);
        if (!text_starts(got, line)) fail_msg("case %zu: %.60s", i, got);
        if (clock_running_ms() - begun > 5000) fail_msg("case %zu: not closed", i);
    }
    char *long_head = arena_alloc(memory, 40000);
    memset(long_head, 'a', 39999);
    memcpy(long_head, "GET /a HTTP/1.1\r\nHost: x\r\nX: ", 29);
    assert_true(text_starts(ask(long_head), "HTTP/1.1 431 "));
    http_stop(server, 1);
}

static void files_are_streamed(void **state)
{
    enum { SIZE = 2000000 };
    struct http_server *server = start((struct http_service){.workers = 2});
    struct out body = out_new(memory);
    unsigned sum = 0;
    out_text(&body, "--xyz\r\n" TITLE "hello\r\n--xyz\r\n" FILE_HEAD);
    for (unsigned i = 0; i < SIZE; i++) {
        out_char(&body, (char)(i * 7 % 251));
        sum += i * 7 % 251;
    }
    out_text(&body, "\r\n--xyz--\r\n");
    struct out request = out_new(memory);
    out_format(&request, "POST /upload HTTP/1.1\r\n" MULTIPART "\r\nContent-Length: %zu\r\n" CLOSE,
               body.size);
    out_bytes(&request, body.text, body.size);
    const char *got = ask_n(request.text, request.size);
    assert_true(text_ends(got, arena_format(memory, "POST /upload title=5%u:%u ", SIZE, sum)));
    http_stop(server, 1);
}

static void slow_clients_starve_nobody(void **state)
{
    enum { SLOW = 500 };
    static int slow[SLOW];
    struct rlimit files = {4096, 4096};
    setrlimit(RLIMIT_NOFILE, &files);
    struct http_server *server = start((struct http_service){.workers = 2});
    for (int i = 0; i < SLOW; i++) {
        static const char *const halves[] = {"GET /slow HTTP/1.1\r\nHost:", "G",
                                             "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
                                             "Content-Type: application/x-www-form-urlencoded\r\n"
                                             "\r\na=",
                                             ""};
        slow[i] = connect_to();
        send_all(slow[i], halves[i % 4], strlen(halves[i % 4]));
    }
    int64_t begun = clock_running_ms();
    for (int i = 0; i < 20; i++)
        assert_true(text_ends(ask("GET /honest HTTP/1.1\r\n" CLOSE), "GET /honest"));
    assert_true(clock_running_ms() - begun < 2000);
    http_stop(server, 1);
    for (int i = 0; i < SLOW; i++) close(slow[i]);
}

static void trickling_heads_are_cut(void **state)
{
    struct http_server *server =
        start((struct http_service){.workers = 1, .head_seconds = 1, .body_seconds = 1});
    int fd = connect_to();
    int64_t begun = clock_running_ms();
    const char *head = "GET /a HTTP/1.1\r\nHost: x\r\nX-Long: ";
    send_all(fd, head, strlen(head));
    char byte;
    struct timeval patience = {.tv_usec = 100 * 1000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    while (clock_running_ms() - begun < 6000) {
        send_all(fd, "a", 1);
        ssize_t n = recv(fd, &byte, 1, 0);
        if (n == 0 || (n < 0 && errno != EAGAIN)) break;
    }
    assert_in_range(clock_running_ms() - begun, 700, 3500);
    close(fd);
    http_stop(server, 1);
}

static void *ask_slow(void *arg)
{
    int fd = connect_to();
    send_all(fd, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n", 31);
    static char got[4096];
    size_t size = 0;
    for (ssize_t n;
         size < sizeof got - 1 && (n = recv(fd, got + size, sizeof got - 1 - size, 0)) > 0;)
        size += (size_t)n;
    close(fd);
    return got;
}

static void stopping_finishes_what_was_begun(void **state)
{
    struct http_server *server = start((struct http_service){.workers = 2});
    pthread_t thread;
    void *got = NULL;
    int idle = connect_to();
    assert_int_equal(pthread_create(&thread, NULL, ask_slow, NULL), 0);
    usleep(100 * 1000);
    int64_t begun = clock_running_ms();
    http_stop(server, 5);
    assert_in_range(clock_running_ms() - begun, 100, 3000);
    pthread_join(thread, &got);
    assert_true(text_ends(got, "GET /slow"));
    assert_non_null(strstr(got, "Connection: close"));
    assert_string_equal(rest_of(idle), "");
}

static void held_bodies_are_bounded(void **state)
{
    struct http_server *server = start((struct http_service){.workers = 1, .held = 1000});
    const char *head = "POST /a HTTP/1.1\r\nContent-Length: 900\r\n"
                       "Content-Type: application/x-www-form-urlencoded\r\n" CLOSE;
    int first = connect_to();
    send_all(first, head, strlen(head));
    usleep(200 * 1000);
    assert_true(text_starts(ask(head), "HTTP/1.1 503 "));
    char body[901] = "a=";
    memset(body + 2, 'b', 898);
    send_all(first, body, 900);
    assert_true(text_ends(rest_of(first), "POST /a a=898"));
    http_stop(server, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(paths_are_decoded_and_checked, begin, end),
        cmocka_unit_test_setup_teardown(forms_are_decoded, begin, end),
        cmocka_unit_test_setup_teardown(requests_are_bounded, begin, end),
        cmocka_unit_test_setup_teardown(multipart_is_read_to_the_byte, begin, end),
        cmocka_unit_test_setup_teardown(multipart_refuses_what_it_cannot_read, begin, end),
        cmocka_unit_test_setup_teardown(responses_cannot_be_split, begin, end),
        cmocka_unit_test_setup_teardown(addresses_have_one_form, begin, end),
        cmocka_unit_test_setup_teardown(it_serves, begin, end),
        cmocka_unit_test_setup_teardown(malformed_requests_are_refused_and_closed, begin, end),
        cmocka_unit_test_setup_teardown(files_are_streamed, begin, end),
        cmocka_unit_test_setup_teardown(slow_clients_starve_nobody, begin, end),
        cmocka_unit_test_setup_teardown(trickling_heads_are_cut, begin, end),
        cmocka_unit_test_setup_teardown(stopping_finishes_what_was_begun, begin, end),
        cmocka_unit_test_setup_teardown(held_bodies_are_bounded, begin, end),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
