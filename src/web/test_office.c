#include "web/test_office.h"

#include <unistd.h>

#include "web/data.h"
#include "web/form.h"

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
bool disabled[2];

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

enum status show_text(const struct web *web, struct response *response, const char *text)
{
    struct page page = web_page(web);
    html_escape(&page.out, text, strlen(text));
    return web_show(response, &page);
}

enum status show_home(struct context *cx, const struct web *web, struct response *response)
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
const struct theme test_theme = {
    .name = {"省厅", "Department"},
    .line = {"公开", "Open"      },
    .publisher = {NULL,     NULL        },
    .emblem = "/static/e.svg",
    .icon = "/static/i.svg",
    .stylesheet = "/static/s.css"
};

/* ---- asking it ---- */

struct arena *memory; /* of one test */
struct context setting;
static struct context request_context;
struct web_worker worker;
struct moment now;
char cookies[600];
static char database[64];

struct moment test_clock(void)
{
    return now;
}

struct site_plan plan_of_office(void)
{
    return (struct site_plan){.name = "office",
                              .office = true,
                              .base = "http://localhost:8081",
                              .theme = &test_theme,
                              .tables = tables,
                              .table_count = 1,
                              .accounts = &accounts,
                              .clock = test_clock,
                              .per_second = 10,
                              .burst = 30};
}

void open_site(struct site_plan plan)
{
    worker = (struct web_worker){.cx = &request_context};
    assert_int_equal(site_open(&setting, &plan, &worker.site), OK);
    request_context = (struct context){.store = setting.store};
}

int begin(void **state)
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

int end(void **state)
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

const char *from = "127.0.0.1";

struct reply ask_with(const char *method, const char *target, const char *headers, const char *body)
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

struct reply get(const char *target)
{
    return ask_with("GET", target, "", "");
}

const char *csrf_in(const char *page)
{
    const char *at = strstr(page, "name=\"csrf\" value=\"");
    return at ? arena_copy_n(memory, at + 19, 64) : "";
}

/* Posts with the token that the session's pages carry. */
struct reply post(const char *target, const char *body)
{
    const char *token = csrf_in(get("/password").body);
    if (!*token) token = csrf_in(get("/sign-in").body);
    return ask_with("POST", target, "Sec-Fetch-Site: same-origin\nOrigin: null",
                    arena_format(memory, "%s%scsrf=%s", body, *body ? "&" : "", token));
}

struct reply sign_in(const char *name, const char *password)
{
    return post("/sign-in", arena_format(memory, "name=%s&password=%s&next=%%2Fdesk", name,
                                         http_encode(memory, password, false)));
}

const char *location(const struct reply *reply)
{
    return http_response_header(&reply->http, "Location");
}
