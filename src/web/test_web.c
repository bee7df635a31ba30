#include "web/test_office.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/message.h"

static void the_most_literal_route_wins(void **state)
{
    assert_string_equal(get("/p/x").body, "/p/{id}|x|");
    assert_string_equal(get("/p/fixed").body, "/p/fixed||");
    assert_string_equal(get("/p/x.proof").body, "/p/{id}.proof|x|");
    assert_string_equal(get("/p/x.json").body, "/p/{id}|x|");
    assert_string_equal(get("/p/%E5%85%AC").body, "/p/{id}|公|");
    assert_string_equal(get("/tree/a/b.c").body, "/tree/{rest*}||a/b.c");
    assert_int_equal(get("/p").http.status, 404);
    assert_int_equal(get("/p/x/y").http.status, 404);
    assert_int_equal(get("/tree").http.status, 404);
    assert_int_equal(get("/p/x.csv").http.status, 200); /* no twin: part of the name */
    assert_int_equal(get("/desk.json").http.status, 404);
    assert_int_equal(get("/p/a%E2%80%AEb").http.status, 404); /* a right-to-left override */
    struct reply reply = ask_with("POST", "/p/x", "", "");
    assert_int_equal(reply.http.status, 405);
    assert_string_equal(http_response_header(&reply.http, "Allow"), "GET, HEAD");
    assert_int_equal(get("/act").http.status, 405);
}

static void tables_that_are_wrong_do_not_open(void **state)
{
    static const struct route bad[][2] = {
        {{HTTP_GET, "/a", EVERYBODY, show_home},  {HTTP_GET, "/a", EVERYBODY, show_home}     },
        {{HTTP_GET, "/a", EVERYBODY, show_home},  {HTTP_GET, "/b", EVERYBODY, NULL}          },
        {{HTTP_GET, "a", EVERYBODY, show_home},   {HTTP_GET, "/b", EVERYBODY, show_home}     },
        {{HTTP_GET, "/{a", EVERYBODY, show_home}, {HTTP_GET, "/b", EVERYBODY, show_home}     },
        {{HTTP_GET, "/a", EVERYBODY, show_home},  {HTTP_GET, "/{b*}/c", EVERYBODY, show_home}},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct routes table = {bad[i], 2};
        struct site_plan plan = {.name = "bad", .tables = &table, .table_count = 1};
        struct context cx = {.mem = memory, .store = setting.store};
        struct site *site;
        if (site_open(&cx, &plan, &site) != FAULT) fail_msg("case %zu", i);
    }
}

static void values_are_judged_before_handlers_see_them(void **state)
{
    assert_string_equal(get("/values?q=%20a+b%20&year=2009&on=2009-09-28&word=two").body,
                        "a b|2009|2009-09-28|two");
    assert_int_equal(get("/values").http.status, 200);
    static const char *const bad[] = {
        "/values?q=123456", "/values?q=%ff",  "/values?q=a%00b",         "/values?q=a%E2%80%AEb",
        "/values?q=1&q=1",  "/values?z=1",    "/values?year=x",          "/values?on=2009-02-30",
        "/values?word=six", "/values?on=1e3", "/values?year=2009&q=%07", "/?q=1",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (get(bad[i]).http.status != 422) fail_msg("%s", bad[i]);
    struct reply reply = get("/values?lang=en&q=123456");
    assert_non_null(strstr(reply.body, "at most 5 characters"));
}

static void refusals_speak_the_visitors_language(void **state)
{
    assert_non_null(strstr(get("/none").body, "没有找到"));
    assert_non_null(
        strstr(ask_with("GET", "/none", "Accept-Language: en-GB, zh;q=0.5", "").body, "Not found"));
    get("/?lang=en"); /* from here on by the cookie */
    assert_non_null(strstr(get("/none").body, "Not found"));
    assert_non_null(strstr(get("/none?lang=zh").body, "没有找到"));
    assert_non_null(strstr(get("/none?size=large").body, "class=\"large\""));
    assert_non_null(strstr(get("/none").body, "class=\"large\""));
}

static void a_status_becomes_http_in_one_place(void **state)
{
    static const struct {
        const char *target;
        unsigned http;
    } cases[] = {
        {"/fail/denied",            404},
        {"/fail/denied?readable=1", 403},
        {"/fail/conflict",          409},
        {"/fail/busy",              503},
        {"/fail/fault",             500},
        {"/nobody",                 404},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct reply reply = get(cases[i].target);
        assert_int_equal(reply.http.status, cases[i].http);
        assert_string_equal(http_response_header(&reply.http, "Content-Disposition"), "");
    }
    struct reply busy = get("/fail/busy");
    assert_string_equal(http_response_header(&busy.http, "Retry-After"), "5");
    struct reply problem = get("/fail/fault.json?lang=en");
    assert_string_equal(problem.http.type, "application/problem+json");
    assert_non_null(strstr(problem.body, "\"status\":500"));
    assert_non_null(strstr(problem.body, "\"instance\":\""));
    problem = get("/fail/busy.json?x=1");
    assert_int_equal(problem.http.status, 422);
    assert_non_null(strstr(problem.body, "\"issues\":[{\"field\":\"x\",\"message\":"));
}

static void posts_must_be_ours(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *token = csrf_in(get("/password").body);
    assert_int_equal(strlen(token), 64);
    const char *good = arena_format(memory, "verb=collate&ids=1&ids=2&csrf=%s", token);
    static const struct {
        const char *headers;
        unsigned http;
    } cases[] = {
        {"",                                                         200},
        {"Sec-Fetch-Site: same-origin",                              200},
        {"Origin: null",                                             200},
        {"Host: localhost:8081\nOrigin: http://localhost:8081",      200},
        {"Sec-Fetch-Site: cross-site",                               403},
        {"Sec-Fetch-Site: same-site",                                403},
        {"Host: localhost:8081\nOrigin: http://evil.example",        403},
        {"Sec-Fetch-Site: same-origin\nOrigin: http://evil.example", 403},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (ask_with("POST", "/act", cases[i].headers, good).http.status != cases[i].http)
            fail_msg("%s", cases[i].headers);
    assert_string_equal(ask_with("POST", "/act", "", good).body, "collate 2 2");
    assert_int_equal(ask_with("POST", "/act", "", "verb=x&ids=1").http.status, 403);
    assert_int_equal(ask_with("POST", "/act", "",
                              arena_format(memory, "verb=x&ids=1&csrf=%.63s%c", token,
                                           token[63] == '0' ? '1' : '0'))
                         .http.status,
                     403);
    assert_int_equal(post("/act", "verb=x&verb=y&ids=1").http.status, 422);
    assert_int_equal(post("/act", "verb=x&ids=1&other=1").http.status, 422);
    assert_int_equal(post("/act?verb=x", "ids=1").http.status, 422);
}

static void capabilities_guard_routes(void **state)
{
    sign_in("admin", PASSWORD);
    assert_string_equal(get("/desk").body, "admin");
    assert_int_equal(get("/notes").http.status, 404); /* as if there were nothing */
    assert_int_equal(post("/notes/new", "title=x").http.status, 404);
    assert_int_equal(get("/nobody").http.status, 404);
}

struct portal {
    int visits;
};
static enum status visit(struct portal *portal, const struct web *web, struct response *response)
{
    portal->visits++;
    return show_text(web, response, web->csrf ? "token" : "no token");
}
static const struct portal_route portal_rows[] = {
    {HTTP_GET,  "/",  EVERYBODY, visit, NULL    },
    {HTTP_POST, "/",  EVERYBODY, visit, "letter"},
    {HTTP_GET,  "/x", SIGNED_IN, visit, NULL    },
};

static void portals_have_no_sessions(void **state)
{
    static const struct portal_routes table = ROUTES(portal_rows);
    struct portal portal = {0};
    open_site((struct site_plan){.name = "portal",
                                 .base = "",
                                 .theme = &test_theme,
                                 .portal_tables = &table,
                                 .portal_table_count = 1,
                                 .clock = test_clock});
    worker.portal = &portal;
    struct reply reply = get("/");
    assert_string_equal(reply.body, "no token");
    assert_string_equal(cookies, "");
    assert_string_equal(http_response_header(&reply.http, "Cache-Control"), "no-cache");
    assert_int_equal(ask_with("POST", "/", "", "letter=x").http.status, 200);
    assert_int_equal(ask_with("POST", "/", "Sec-Fetch-Site: cross-site", "letter=x").http.status,
                     403);
    assert_int_equal(get("/x").http.status, 404);
    assert_int_equal(get("/sign-in").http.status, 404);
    assert_int_equal(portal.visits, 2);
}

static void every_answer_has_its_words(void **state)
{
    static const unsigned codes[] = {400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        assert_true(message_known(arena_format(memory, "answer.%u.title", codes[i])));
        assert_true(message_known(arena_format(memory, "answer.%u.text", codes[i])));
    }
    struct http_request request = {.path = "/", .refused = 431};
    struct http_response response;
    struct arena *mem = arena_new("request");
    web_handle(&worker, mem, &request, &response);
    assert_int_equal(response.status, 431);
    assert_true(response.body.size > 100);
    arena_free(mem);
}

/* Sends, and reads until the server closes. */
static const char *http_ask(struct arena *mem, unsigned port, const char *request)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct out out = out_new(mem);
    char buffer[4096];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
    for (ssize_t n; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;)
        out_bytes(&out, buffer, (size_t)n);
    close(fd);
    return out.text;
}

static int opened, closed;

static enum status open_worker(void *app, struct context *cx, struct portal **ret_portal)
{
    opened++;
    *ret_portal = app;
    return opened == 3 ? fault(cx, "the third does not open") : OK;
}

static void close_worker(void *app, struct context *cx, struct portal *portal)
{
    closed++;
}

/* Over a socket: bytes in, the same page out; a worker whose store will not open stops the start.
 */
static void it_serves_over_sockets(void **state)
{
    static const struct portal_routes table = ROUTES(portal_rows);
    struct portal portal = {0};
    struct http_server *server;
    int fd = -1;
    unsigned port = 0;
    struct site_plan plan = {.name = "portal",
                             .theme = &test_theme,
                             .portal_tables = &table,
                             .portal_table_count = 1,
                             .app = &portal,
                             .open_worker = open_worker,
                             .close_worker = close_worker,
                             .workers = 2};
    opened = closed = 0;
    open_site(plan);
    assert_int_equal(http_listen(&setting, "127.0.0.1:0", &fd), OK);
    assert_int_equal(http_bound_port(&setting, fd, &port), OK);
    assert_int_equal(site_serve(&setting, worker.site, fd, &server), OK);
    const char *reply =
        http_ask(memory, port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_true(text_starts(reply, "HTTP/1.1 200 OK\r\n"));
    assert_non_null(strstr(reply, "Content-Security-Policy: default-src 'none'"));
    assert_true(text_ends(reply, "\r\n\r\nno token"));
    assert_true(
        text_starts(http_ask(memory, port, "BREW / HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 405 "));
    http_stop(server, 1);
    assert_int_equal(closed, 2);
    assert_int_equal(portal.visits, 1);
    assert_int_equal(http_listen(&setting, "127.0.0.1:0", &fd), OK);
    assert_int_equal(site_serve(&setting, worker.site, fd, &server), FAULT);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_most_literal_route_wins),
        T(tables_that_are_wrong_do_not_open),
        T(values_are_judged_before_handlers_see_them),
        T(refusals_speak_the_visitors_language),
        T(a_status_becomes_http_in_one_place),
        T(posts_must_be_ours),
        T(capabilities_guard_routes),
        T(portals_have_no_sessions),
        T(every_answer_has_its_words),
        T(it_serves_over_sockets),
    };
    return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
