#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "base/unit.h"
#include "record/record.h"
#include "store/store.h"
#include "web/data.h"
#include "web/form.h"
#include "web/message.h"
#include "web/private.h"

/* ---- a small office: one kind, three accounts, a few routes ---- */

static const struct word moods[] = {
    {"calm",   "平静", "calm"},
    {"urgent",  "紧急", "urgent"},
    {0}
};
/* clang-format off */
#define NOTE(F) \
    F(PUBLIC, TEXT, title, "名称", "Title", .max = 20, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, BODY, body, "正文", "Text", .max = 1000) \
    F(PUBLIC, WORD, mood, "语气", "Mood", .words = moods, .flags = FILTER) \
    F(PUBLIC, DATE, written_on, "日期", "Written on") \
    F(STAFF,  MONEY, cost, "费用", "Cost") \
    F(STAFF,  BOOL, checked, "已核", "Checked") \
    F(PERSONAL, TEXT, writer, "作者", "Writer", .max = 40) \
    F(STAFF,  TEXT, stamp, "印记", "Stamp", .max = 10, .flags = FIXED)
/* clang-format on */
KIND_STRUCTS(note, NOTE)
#define RECORD note
#define RECORD_PUBLIC note_public
KIND_FIELDS(note, NOTE)
static const struct state states[] = {
    {"open",   "办理中", "open",   EDITABLE | WORKING, WRITE },
    {"closed", "已办结", "closed", ENDED,              NOBODY},
};
static const struct move moves[] = {
    {0, "close", 1, WRITE, NULL, NULL, NO_ENTRY, 0, NULL},
};
static const struct workflow workflow = {.name = "note", WORKFLOW_TABLES(states, moves)};
const struct kind note_kind = {.name = "note",
                               .zh = "便笺",
                               .en = "Note",
                               .schema = 1,
                               .flags = INTERNAL,
                               KIND_TABLES(note),
                               .title = "title",
                               .workflow = &workflow};
static const struct kind *const kinds[] = {&note_kind};

#define AGENCY "001234567"
static const struct grant clerk_grants[] = {
    {ROLE_CLERK, AGENCY, NULL}
};
static const struct grant admin_grants[] = {
    {ROLE_ADMIN, AGENCY, NULL}
};
static const struct actor actors[] = {
    {.id = "clerk-id",
     .name = "clerk",
     .label = "王",
     .agency = AGENCY,
     .unit = "",
     .grants = clerk_grants,
     .grant_count = 1},
    {.id = "admin-id",
     .name = "admin",
     .label = "李",
     .agency = AGENCY,
     .unit = "",
     .grants = admin_grants,
     .grant_count = 1},
};
static char hashes[2][200];
static bool disabled[2];

static enum status account_at(size_t i, struct account *ret)
{
    if (i >= COUNT_OF(actors)) return NOT_FOUND;
    *ret = (struct account){actors[i].id, actors[i].name, hashes[i], disabled[i]};
    return OK;
}

static enum status by_name(struct context *cx, const char *name, struct account *ret)
{
    size_t i = 0;
    while (i < COUNT_OF(actors) && !text_equal(actors[i].name, name)) i++;
    return account_at(i, ret);
}

static size_t index_of(const char *id)
{
    size_t i = 0;
    while (i < COUNT_OF(actors) && !text_equal(actors[i].id, id)) i++;
    return i;
}

static enum status by_id(struct context *cx, const char *id, struct account *ret)
{
    return account_at(index_of(id), ret);
}

static enum status actor_of(struct context *cx, const char *id, const struct actor **ret)
{
    size_t i = index_of(id);
    if (i >= COUNT_OF(actors) || disabled[i]) return NOT_FOUND;
    *ret = &actors[i];
    return OK;
}

static enum status set_password(struct context *cx, const char *id, const char *hash)
{
    snprintf(hashes[index_of(id)], sizeof hashes[0], "%s", hash);
    return OK;
}

static const struct account_source accounts = {by_name, by_id, actor_of, set_password};

static enum status show_text(const struct web *web, struct response *response, const char *text)
{
    struct page page = web_page(web);
    html_escape(&page.out, text, strlen(text));
    return web_show(response, &page);
}

static enum status show_home(struct context *cx, const struct web *web, struct response *response)
{
    return show_text(web, response, cx->actor ? cx->actor->name : "nobody");
}

static enum status show_path(struct context *cx, const struct web *web, struct response *response)
{
    return show_text(web, response,
                     arena_format(cx->mem, "%s|%s|%s", web->pattern, web_path(web, "id"),
                                  web_path(web, "rest")));
}

static enum status show_values(struct context *cx, const struct web *web, struct response *response)
{
    const char *q, *word;
    int64_t year;
    struct date on;
    TRY(web_text(cx, web, "q", 5, &q));
    TRY(web_int(cx, web, "year", &year));
    TRY(web_date(cx, web, "on", &on));
    TRY(web_word(cx, web, "word", "one two", &word));
    return show_text(
        web, response,
        arena_format(cx->mem, "%s|%lld|%s|%s", q, (long long)year, date_iso(cx->mem, on), word));
}

static enum status act(struct context *cx, const struct web *web, struct response *response)
{
    const char *const *ids;
    size_t count;
    const char *verb;
    TRY(web_text(cx, web, "verb", 20, &verb));
    TRY(web_all(cx, web, "ids", &ids, &count));
    return show_text(web, response,
                     arena_format(cx->mem, "%s %zu %s", verb, count, ids[count - 1]));
}

static enum status go_wrong(struct context *cx, const struct web *web, struct response *response)
{
    static const struct {
        const char *word;
        enum status status;
    } how[] = {
        {"denied",   DENIED  },
        {"conflict", CONFLICT},
        {"busy",     BUSY    }
    };
    web_as_attachment(response, "secret.txt");
    response->readable = web_has(web, "readable");
    for (size_t i = 0; i < COUNT_OF(how); i++)
        if (text_equal(how[i].word, web_path(web, "id"))) return how[i].status;
    return fault(cx, "the disk said %s", "SECRET");
}

static enum status ask_note(struct context *cx, const struct web *web, struct response *response)
{
    return show_text(web, response, web->csrf);
}

static enum status add_note(struct context *cx, const struct web *web, struct response *response)
{
    struct note note;
    struct form form;
    struct form_plan plan = {.kind = &note_kind, .extra = "then"};
    record_init(&note_kind, &note);
    note.base.agency = AGENCY;
    enum status status = form_read(cx, web, &plan, &note.base, &form);
    if (status == OK) status = record_validate(cx, &note.base);
    if (status == OK) status = record_insert(cx, &note.base);
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/notes/%s", note.base.id));
    form_mark(cx, &form);
    struct out out = out_new(cx->mem);
    for (size_t i = 0; i < form.count; i++)
        out_format(&out, "%s=%s(%s) ", form.rows[i].name, form.rows[i].value,
                   form.rows[i].error ? form.rows[i].error : "");
    for (const struct form_issue *at = form.issues; at; at = at->next)
        out_format(&out, "[%s: %s]", at->name, at->sentence);
    TRY(show_text(web, response, out.text));
    return status;
}

static enum status show_note(struct context *cx, const struct web *web, struct response *response)
{
    struct note note;
    TRY(record_load(cx, &note_kind, web_path(web, "id"), &note));
    struct data_shape shape = data_office(&note_kind);
    if (web->format == FORMAT_JSON) return data_show_record(web, response, &shape, &note.base);
    return show_text(web, response, note.title);
}

static enum status edit_note(struct context *cx, const struct web *web, struct response *response)
{
    struct note note;
    struct form form;
    TRY(record_load(cx, &note_kind, web_path(web, "id"), &note));
    TRY(form_read(cx, web, &(struct form_plan){.kind = &note_kind, .names = "title"}, &note.base,
                  &form));
    enum status status = record_save(cx, &note.base);
    TRY(show_text(web, response, form.rows[0].value));
    return status;
}

static enum status list_notes(struct context *cx, const struct web *web, struct response *response)
{
    struct data_query query;
    struct list list;
    struct data_shape shape = data_public(&note_kind);
    TRY(data_query(cx, web, &note_kind, NULL, &query));
    query.list.limit = web->format == FORMAT_CSV ? query.list.limit : 2;
    TRY(record_list(cx, &query.list, &list));
    shape = data_office(&note_kind);
    return data_show_list(web, response, &shape, &list);
}

static const struct route rows[] = {
    {HTTP_GET,  "/",                EVERYBODY,  show_home,   NULL,             0                   },
    {HTTP_GET,  "/desk",            SIGNED_IN,  show_home,   NULL,             0                   },
    {HTTP_GET,  "/nobody",          NOBODY,     show_home,   NULL,             0                   },
    {HTTP_GET,  "/values",          EVERYBODY,  show_values, "q year on word", 0                   },
    {HTTP_GET,  "/notes",           READ_STAFF, list_notes,  ANY_FIELD,        JSON_TWIN | CSV_TWIN},
    {HTTP_GET,  "/notes/new",       WRITE,      ask_note,    NULL,             0                   },
    {HTTP_POST, "/notes/new",       WRITE,      add_note,    ANY_FIELD,        0                   },
    {HTTP_GET,  "/notes/{id}",      READ_STAFF, show_note,   NULL,             JSON_TWIN           },
    {HTTP_POST, "/notes/{id}/edit", WRITE,      edit_note,   ANY_FIELD,        0                   },
    {HTTP_GET,  "/p/{id}",          EVERYBODY,  show_path,   NULL,             JSON_TWIN           },
    {HTTP_GET,  "/p/{id}.proof",    EVERYBODY,  show_path,   NULL,             0                   },
    {HTTP_GET,  "/p/fixed",         EVERYBODY,  show_path,   NULL,             0                   },
    {HTTP_GET,  "/tree/{rest*}",    EVERYBODY,  show_path,   NULL,             0                   },
    {HTTP_GET,  "/fail/{id}",       EVERYBODY,  go_wrong,    "readable",       JSON_TWIN           },
    {HTTP_POST, "/act",             WRITE,      act,         "verb ids*",      0                   },
};
static const struct routes tables[] = {ROUTES(rows)};
static const struct theme theme = {
    .name = {"省厅", "Department"},
    .line = {"公开", "Open"      },
    .publisher = {NULL,     NULL        },
    .emblem = "/static/e.svg",
    .icon = "/static/i.svg",
    .stylesheet = "/static/s.css"
};

/* ---- asking it ---- */

static struct arena *memory; /* of one test */
static struct context setting, request_context;
static struct web_worker worker;
static struct moment now;
static char cookies[600], database[64];
#define PASSWORD "correct horse"

static struct moment test_clock(void)
{
    return now;
}

static struct site_plan plan_of_office(void)
{
    return (struct site_plan){.name = "office",
                              .office = true,
                              .base = "http://localhost:8081",
                              .theme = &theme,
                              .tables = tables,
                              .table_count = 1,
                              .accounts = &accounts,
                              .clock = test_clock,
                              .per_second = 10,
                              .burst = 30};
}

static void open_site(struct site_plan plan)
{
    worker = (struct web_worker){.cx = &request_context};
    assert_int_equal(site_open(&setting, &plan, &worker.site), OK);
    request_context = (struct context){.store = setting.store};
}

static int begin(void **state)
{
    memory = arena_new("test");
    setting = (struct context){.mem = memory};
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    now = zone_moment(date_of(2009, 9, 28), 9, 0);
    context_set_clock(&setting, now);
    kinds_register(kinds, COUNT_OF(kinds));
    snprintf(database, sizeof database, "/tmp/gongkai-test-web-%d.db", (int)getpid());
    assert_int_equal(store_open(&setting, database, STORE_HASTY), OK);
    if (record_ensure_tables(&setting) != OK) fail_msg("%s", setting.fault);
    const char *hash;
    assert_int_equal(password_hash(&setting, PASSWORD, &hash), OK);
    for (size_t i = 0; i < COUNT_OF(hashes); i++) snprintf(hashes[i], sizeof hashes[i], "%s", hash);
    disabled[0] = disabled[1] = false;
    cookies[0] = '\0';
    open_site(plan_of_office());
    return 0;
}

static int end(void **state)
{
    store_close(setting.store);
    arena_free(memory);
    for (size_t i = 0; i < 3; i++) {
        static const char *const endings[] = {"", "-wal", "-shm"};
        char path[80];
        snprintf(path, sizeof path, "%s%s", database, endings[i]);
        unlink(path);
    }
    return 0;
}

struct reply {
    struct http_response http;
    const char *body;
};

/* Cookies are kept as a browser would: by name. */
static void take_cookie(const char *line)
{
    size_t name = strcspn(line, "="), size = strcspn(line, ";");
    struct out out = out_new(memory);
    for (const char *at = cookies; *at; at += strspn(at, "; ")) {
        size_t one = strcspn(at, ";");
        if (strncmp(at, line, name + 1) != 0) out_format(&out, "%.*s; ", (int)one, at);
        at += one;
    }
    out_bytes(&out, line, size);
    snprintf(cookies, sizeof cookies, "%s", out.text);
}

/* Holds for every response of every test. */
static void check_every_reply(const struct reply *reply)
{
    assert_string_equal(http_response_header(&reply->http, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(http_response_header(&reply->http, "Referrer-Policy"), "no-referrer");
    assert_true(text_starts(http_response_header(&reply->http, "Content-Security-Policy"),
                            *http_response_header(&reply->http, "Content-Disposition") &&
                                    reply->http.status == 200 && !strstr(reply->http.type, "csv")
                                ? "sandbox"
                                : "default-src 'none'; script-src 'self'"));
    assert_null(strstr(reply->body, "SECRET"));
}

static const char *from = "127.0.0.1";

static struct reply ask_with(const char *method, const char *target, const char *headers,
                             const char *body)
{
    struct context cx = {.mem = memory};
    struct http_request request;
    struct reply reply;
    struct http_made made = {
        .method = method,
        .target = target,
        .headers = arena_format(memory, "Cookie: %s\n%s", cookies, headers),
        .body = {(const unsigned char *)body, strlen(body)}
    };
    request.refused = http_make(&cx, &made, &request);
    assert_int_equal(request.refused, 0);
    if (!text_equal(from, "127.0.0.1")) http_address_parse(from, &request.from);
    struct arena *mem = arena_new("request");
    web_handle(&worker, mem, &request, &reply.http);
    reply.body = arena_copy_n(memory, (const char *)reply.http.body.data, reply.http.body.size);
    for (size_t i = 0; i < reply.http.header_count; i++) {
        reply.http.headers[i].name = arena_copy(memory, reply.http.headers[i].name);
        reply.http.headers[i].value = arena_copy(memory, reply.http.headers[i].value);
        if (text_equal(reply.http.headers[i].name, "Set-Cookie"))
            take_cookie(reply.http.headers[i].value);
    }
    reply.http.type = arena_copy(memory, reply.http.type);
    arena_free(mem);
    check_every_reply(&reply);
    return reply;
}

static struct reply get(const char *target)
{
    return ask_with("GET", target, "", "");
}

static const char *csrf_in(const char *page)
{
    const char *at = strstr(page, "name=\"csrf\" value=\"");
    return at ? arena_copy_n(memory, at + 19, 64) : "";
}

/* Posts with the token that the session's pages carry. */
static struct reply post(const char *target, const char *body)
{
    const char *token = csrf_in(get("/password").body);
    if (!*token) token = csrf_in(get("/sign-in").body);
    return ask_with("POST", target, "Sec-Fetch-Site: same-origin\nOrigin: null",
                    arena_format(memory, "%s%scsrf=%s", body, *body ? "&" : "", token));
}

static struct reply sign_in(const char *name, const char *password)
{
    return post("/sign-in", arena_format(memory, "name=%s&password=%s&next=%%2Fdesk", name,
                                         http_encode(memory, password, false)));
}

static const char *location(const struct reply *reply)
{
    return http_response_header(&reply->http, "Location");
}

/* ---- tests ---- */

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

static void signing_in_and_out(void **state)
{
    struct reply reply = get("/desk");
    assert_int_equal(reply.http.status, 303);
    assert_string_equal(location(&reply), "/sign-in?next=%2Fdesk");
    assert_int_equal(get("/notes.json").http.status, 401);
    reply = sign_in("clerk", "wrong password");
    assert_int_equal(reply.http.status, 422);
    assert_non_null(strstr(reply.body, "value=\"clerk\"")); /* the name stays typed */
    assert_null(strstr(reply.body, "wrong password"));
    char before[600];
    snprintf(before, sizeof before, "%s", cookies);
    reply = sign_in("clerk", PASSWORD);
    assert_int_equal(reply.http.status, 303);
    assert_string_equal(location(&reply), "/desk");
    assert_string_not_equal(before, cookies); /* rotated */
    assert_non_null(
        strstr(http_response_header(&reply.http, "Set-Cookie"), "HttpOnly; SameSite=Lax"));
    assert_string_equal(get("/desk").body, "clerk");
    reply = get("/sign-in?next=%2F%2Fevil.example%2F");
    assert_string_equal(location(&reply), "/");
    char signed_in[600];
    snprintf(signed_in, sizeof signed_in, "%s", cookies);
    assert_int_equal(post("/sign-out", "").http.status, 303);
    assert_int_equal(get("/desk").http.status, 303);
    snprintf(cookies, sizeof cookies, "%s", signed_in); /* an old cookie opens nothing */
    assert_int_equal(get("/desk").http.status, 303);
}

static void sessions_end(void **state)
{
    sign_in("clerk", PASSWORD);
    for (int i = 0; i < 20; i++) { /* every 29 minutes keeps it, but not for ever */
        now.ms += 29 * 60 * 1000;
        assert_int_equal(get("/desk").http.status, 200);
    }
    now.ms += (SESSION_WHOLE_MS - 20 * 29 * 60 * 1000) + 1;
    assert_int_equal(get("/desk").http.status, 303);
    sign_in("clerk", PASSWORD);
    now.ms += SESSION_REST_MS + 1;
    assert_int_equal(get("/desk").http.status, 303);
    sign_in("clerk", PASSWORD);
    assert_int_equal(get("/desk").http.status, 200);
    disabled[0] = true;
    assert_int_equal(get("/desk").http.status, 401);
    disabled[0] = false;
    assert_int_equal(get("/desk").http.status, 303); /* that session is over for good */
}

static void only_the_tokens_hash_is_stored(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *token = strstr(cookies, "gongkai=");
    assert_non_null(token);
    static const struct sql all = {"test.sessions",
                                   "SELECT group_concat(hash || account, ' ') FROM session"};
    const char *stored;
    assert_int_equal(store_text(&setting, &all, BIND_NONE, &stored), OK);
    assert_true(strlen(stored) > 64);
    assert_null(strstr(stored, arena_copy_n(memory, token + 8, 64)));
    assert_null(strstr(stored, csrf_in(get("/password").body)));
}

static void guesses_are_few(void **state)
{
    static const char *const names[] = {"clerk", "nobody-has-this-name"};
    for (size_t n = 0; n < COUNT_OF(names); n++) {
        for (int i = 0; i < GUESSES_AN_HOUR; i++) {
            struct reply reply = sign_in(names[n], "wrong password");
            assert_non_null(strstr(reply.body, "账号或密码不正确"));
        }
        assert_non_null(strstr(sign_in(names[n], PASSWORD).body, "尝试次数过多"));
    }
    now.ms += 60 * 60 * 1000 + 1;
    assert_int_equal(sign_in("clerk", PASSWORD).http.status, 303);
    disabled[1] = true;
    assert_non_null(strstr(sign_in("admin", PASSWORD).body, "账号或密码不正确"));
}

static void addresses_are_limited(void **state)
{
    from = "2001:db8::1";
    struct reply reply = sign_in("clerk", PASSWORD);
    assert_non_null(strstr(reply.body, "https://")); /* not over plain HTTP */
    int refused = 0;
    for (int i = 0; i < 60; i++) {
        from = i % 2 ? "2001:db8::2" : "2001:db8::3"; /* one /64 */
        refused += get("/").http.status == 429;
    }
    assert_in_range(refused, 25, 40);
    from = "2001:db8:0:1::1";
    assert_int_equal(get("/").http.status, 200);
    now.ms += 1000;
    from = "2001:db8::1";
    assert_int_equal(get("/").http.status, 200);
    from = "127.0.0.1";
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
    assert_int_equal(
        ask_with("POST", "/act", "", arena_format(memory, "verb=x&ids=1&csrf=%.63s0", token))
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

static const char *add(const char *fields)
{
    struct reply reply = post("/notes/new", fields);
    if (reply.http.status != 303) fail_msg("%s", reply.body);
    return arena_copy(memory, location(&reply));
}

static void forms_keep_everything_typed(void **state)
{
    sign_in("clerk", PASSWORD);
    struct reply reply =
        post("/notes/new?lang=en",
             "title=123456789012345678901&body=x%07y&mood=angry&written_on=2009-09-31&cost=1e3"
             "&checked=maybe&writer=W&stamp=1&nonsense=2");
    assert_int_equal(reply.http.status, 422);
    static const char *const seen[] = {
        "title=123456789012345678901(This is too long: at most 20 characters.)",
        "body=xy(This holds invisible",
        "mood=angry(“angry” is not one",
        "written_on=2009-09-31(“2009-09-31” is not a date",
        "cost=1e3(“1e3” is not an amount",
        "checked=maybe(",
        "writer=W()",
        "[: The form has an unknown field: stamp]",
        "[: The form has an unknown field: nonsense]",
    };
    for (size_t i = 0; i < COUNT_OF(seen); i++)
        if (!strstr(reply.body, seen[i])) fail_msg("%s not in %s", seen[i], reply.body);
    reply = post("/notes/new", "title=&then=x");
    assert_int_equal(reply.http.status, 422);
    assert_non_null(strstr(reply.body, "title=(This is needed.)"));
    assert_int_equal(post("/notes/new", "title=a&title=b").http.status, 422);
    assert_non_null(strstr(get(add("title=%20ok%20&mood=calm&checked=yes")).body, "ok"));
}

static void data_come_from_the_field_table(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *path =
        add("title=%3D1%2B1&mood=urgent&cost=20&written_on=2009-09-28&writer=CANARY");
    add("title=second&mood=calm&body=one%0D%0Atwo");
    add("title=third,%22x%22&mood=calm");
    struct reply reply = get(arena_format(memory, "%s.json", path));
    assert_string_equal(reply.http.type, "application/json");
    assert_non_null(strstr(reply.body, "\"title\":\"=1+1\",\"mood\":\"urgent\","
                                       "\"written_on\":\"2009-09-28\",\"cost\":\"20.00\","
                                       "\"checked\":false"));
    assert_null(strstr(reply.body, "CANARY"));
    reply = get("/notes.json");
    assert_non_null(strstr(reply.body, "\"total\":3"));
    const char *next = strstr(reply.body, "\"next\":\"");
    assert_non_null(next);
    next = arena_copy_n(memory, next + 8, strcspn(next + 8, "\""));
    reply = get(next);
    assert_non_null(strstr(reply.body, "{\"items\":[{\"kind\":\"note\""));
    assert_null(strstr(reply.body, "\"next\""));
    assert_non_null(strstr(get("/notes.json?mood=urgent").body, "\"total\":1"));
    assert_non_null(strstr(get("/notes.json?q=thi").body, "\"total\":1"));
    assert_non_null(strstr(get("/notes.json?state=open&mood=").body, "\"total\":3"));
    static const char *const bad[] = {"/notes?title=x", "/notes?mood=x",  "/notes?state=x",
                                      "/notes?after=x", "/notes?writer=", "/notes?q=1&q=2"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (get(bad[i]).http.status != 422) fail_msg("%s", bad[i]);
    reply = get("/notes.csv?lang=en");
    assert_true(text_starts(reply.body, "\xef\xbb\xbfId,Agency,Index number,Edition,State,Title,"));
    assert_non_null(strstr(reply.body, ",\"'=1+1\",urgent,2009-09-28,20.00,no,"));
    assert_non_null(strstr(reply.body, ",\"third,\"\"x\"\"\",calm,"));
    assert_null(strstr(reply.body, "CANARY"));
}

static void a_stale_edit_is_told(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *edit = arena_format(memory, "%s/edit", add("title=one"));
    assert_int_equal(post(edit, "title=two&version=1").http.status, 200);
    struct reply reply = post(edit, "title=three&version=1");
    assert_int_equal(reply.http.status, 409);
    assert_string_equal(reply.body, "three"); /* what the handler has shown is sent */
    assert_int_equal(post(edit, "title=four").http.status, 422);
}

static void what_was_typed_survives_the_session(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *token = csrf_in(get("/password").body);
    now.ms += SESSION_REST_MS + 1;
    const char *body =
        arena_format(memory, "title=%%E5%%85%%AC+%%3C&body=a%%0D%%0Ab&csrf=%s", token);
    struct reply reply = ask_with("POST", "/notes/new", "", body);
    assert_int_equal(reply.http.status, 303);
    assert_true(text_starts(location(&reply), "/sign-in?kept="));
    const char *kept = location(&reply) + strlen("/sign-in?kept=");
    assert_true(id_is_valid(kept));
    assert_non_null(strstr(get(location(&reply)).body, kept));
    /* another account cannot see it */
    sign_in("admin", PASSWORD);
    assert_int_equal(get(arena_format(memory, "/sign-in/kept/%s", kept)).http.status, 404);
    post("/sign-out", "");
    reply = post("/sign-in", arena_format(memory, "name=clerk&password=%s&kept=%s",
                                          http_encode(memory, PASSWORD, false), kept));
    assert_string_equal(location(&reply), arena_format(memory, "/sign-in/kept/%s", kept));
    reply = get(location(&reply));
    assert_non_null(strstr(reply.body, "action=\"/notes/new\""));
    assert_non_null(strstr(reply.body, "name=\"title\" value=\"公 &lt;\""));
    assert_null(strstr(reply.body, token));
    assert_string_not_equal(csrf_in(reply.body), "");
    /* without the old session's token nothing is kept for anybody */
    now.ms += SESSION_REST_MS + 1;
    reply = ask_with("POST", "/notes/new", "", "title=x&csrf=0");
    assert_string_equal(location(&reply), "/sign-in?kept=");
}

static void passwords_are_judged_and_changed(void **state)
{
    static const char *const bad[] = {"short",     "12345678",  "password2009", "PASSWORD",
                                      "my-clerk1", "aaaaaaaaa", "密码密码"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (password_judge(&setting, "clerk", bad[i]) != INVALID) fail_msg("%s", bad[i]);
    setting.issues = NULL;
    assert_int_equal(password_judge(&setting, "clerk", "一个很长的密码短语"), OK);
    sign_in("clerk", PASSWORD);
    char other[600];
    snprintf(other, sizeof other, "%s", cookies);
    cookies[0] = '\0';
    sign_in("clerk", PASSWORD);
    assert_int_equal(post("/password", "old=wrong&password=a+new+phrase").http.status, 422);
    assert_int_equal(post("/password", "old=correct+horse&password=12345678").http.status, 422);
    struct reply reply = post("/password", "old=correct+horse&password=a+new+phrase");
    assert_int_equal(reply.http.status, 303);
    assert_int_equal(get("/desk").http.status, 200);
    snprintf(cookies, sizeof cookies, "%s", other);
    assert_int_equal(get("/desk").http.status, 303); /* signed out everywhere else */
    assert_int_equal(sign_in("clerk", PASSWORD).http.status, 422);
    assert_int_equal(sign_in("clerk", "a new phrase").http.status, 303);
}

static void behind_tls_cookies_are_bound_to_the_host(void **state)
{
    struct site_plan plan = plan_of_office();
    plan.tls = true;
    open_site(plan);
    struct reply reply = get("/sign-in");
    const char *cookie = http_response_header(&reply.http, "Set-Cookie");
    assert_true(text_starts(cookie, "__Host-gongkai="));
    assert_true(text_ends(cookie, "; Path=/; HttpOnly; SameSite=Lax; Secure"));
    assert_string_equal(http_response_header(&reply.http, "Strict-Transport-Security"),
                        "max-age=31536000");
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
                                 .theme = &theme,
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

#define T(function) cmocka_unit_test_setup_teardown(function, begin, end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_most_literal_route_wins),
        T(tables_that_are_wrong_do_not_open),
        T(values_are_judged_before_handlers_see_them),
        T(refusals_speak_the_visitors_language),
        T(a_status_becomes_http_in_one_place),
        T(signing_in_and_out),
        T(sessions_end),
        T(only_the_tokens_hash_is_stored),
        T(guesses_are_few),
        T(addresses_are_limited),
        T(posts_must_be_ours),
        T(capabilities_guard_routes),
        T(forms_keep_everything_typed),
        T(data_come_from_the_field_table),
        T(a_stale_edit_is_told),
        T(what_was_typed_survives_the_session),
        T(passwords_are_judged_and_changed),
        T(behind_tls_cookies_are_bound_to_the_host),
        T(portals_have_no_sessions),
        T(every_answer_has_its_words),
    };
    return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
