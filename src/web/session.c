#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "store/store.h"
#include "web/private.h"

enum {
    TOKEN_SIZE = 32,
    TOUCH_MS = 60 * 1000,                   /* seen_at is written at most once a minute */
    REMEMBERED_MS = 7 * 24 * 60 * 60 * 1000 /* whose a session was, for a form that comes late */
};

static const struct sql tables = {
    "session.tables",
    "CREATE TABLE IF NOT EXISTS session (hash TEXT PRIMARY KEY, account TEXT NOT NULL,"
    " begun_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS session_account ON session (account);"
    "CREATE TABLE IF NOT EXISTS sign_in_guess (name TEXT NOT NULL, at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS sign_in_guess_name ON sign_in_guess (name, at)"};
static const struct sql find = {
    "session.find", "SELECT account, begun_at, seen_at, ended FROM session WHERE hash = $1"};
static const struct sql touch = {"session.touch",
                                 "UPDATE session SET seen_at = $2 WHERE hash = $1"};
static const struct sql insert = {"session.insert",
                                  "INSERT INTO session (hash, account, begun_at, seen_at, ended)"
                                  " VALUES ($1, $2, $3, $3, 0)"};
static const struct sql end_one = {"session.end", "UPDATE session SET ended = 1 WHERE hash = $1"};
static const struct sql end_account = {"session.end_account",
                                       "UPDATE session SET ended = 1 WHERE account = $1"};
static const struct sql forget = {"session.forget", "DELETE FROM session WHERE seen_at < $1"};

enum status session_tables(struct context *cx)
{
    return store_ensure(cx, &tables);
}

static const char *cookie_name(const struct web *web)
{
    return site_plan(web->site)->tls ? "__Host-gongkai" : "gongkai";
}

const char *session_secret(const struct web *web)
{
    const char *token = http_cookie(web->request, cookie_name(web));
    unsigned char raw[TOKEN_SIZE];
    return text_from_hex(token, raw, sizeof raw) ? token : "";
}

/* One token, two uses: the purpose keeps what the store holds apart from what pages show. */
static const char *derived(struct arena *mem, const char *token, const char *purpose)
{
    unsigned char hash[32];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)token, strlen(token),
                       (const unsigned char *)purpose, strlen(purpose));
    return text_hex(mem, hash, sizeof hash);
}

#define STORED "gongkai session in store"
#define CSRF "gongkai session csrf token"

static void set_cookie(struct web *web, struct response *response, const char *token)
{
    const char *secure = site_plan(web->site)->tls ? "; Secure" : "";
    http_set_header(&response->http, "Set-Cookie",
                    arena_format(web->cx->mem, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s",
                                 cookie_name(web), token, secure));
    web->csrf = derived(web->cx->mem, token, CSRF);
}

static const char *token_new(struct arena *mem)
{
    unsigned char raw[TOKEN_SIZE];
    randombytes_buf(raw, sizeof raw);
    return text_hex(mem, raw, sizeof raw);
}

void session_offer_token(struct web *web, struct response *response)
{
    if (!web->csrf) set_cookie(web, response, token_new(web->cx->mem));
}

bool session_csrf_holds(const struct web *web)
{
    const struct http_pair *sent = http_pair_find(&web->request->form, HTML_CSRF_FIELD);
    if (!sent || !web->csrf || sent->value.size != strlen(web->csrf)) return false;
    return sodium_memcmp(sent->value.data, web->csrf, sent->value.size) == 0;
}

static bool is_over(const struct context *cx, const struct session *session)
{
    return cx->now.ms - session->seen_at.ms > SESSION_REST_MS ||
           cx->now.ms - session->begun_at.ms > SESSION_WHOLE_MS;
}

/* The account may have been disabled, or have lost its roles, since the last request. */
static enum status take_actor(struct context *cx, const struct web *web, const char *hash,
                              enum session_found *ret)
{
    const struct account_source *accounts = site_plan(web->site)->accounts;
    enum status status = accounts->actor(cx, web->session->account, &cx->actor);
    if (status == NOT_FOUND || status == DENIED) {
        cx->actor = NULL;
        *ret = SESSION_REFUSED;
        return store_run(cx, &end_one, BIND(hash), NULL);
    }
    TRY(status);
    *ret = SESSION_LIVE;
    if (cx->now.ms - web->session->seen_at.ms < TOUCH_MS) return OK;
    return store_run(cx, &touch, BIND(hash, cx->now), NULL);
}

enum status session_find(struct context *cx, struct web *web, enum session_found *ret)
{
    const char *token = session_secret(web);
    *ret = SESSION_NONE;
    if (!*token) return OK;
    web->csrf = derived(cx->mem, token, CSRF);
    const char *hash = derived(cx->mem, token, STORED);
    struct rows *rows;
    struct session *session = NULL;
    bool ended = false;
    TRY(store_query(cx, &find, BIND(hash), &rows));
    while (rows_next(rows)) {
        session = arena_make(cx->mem, struct session);
        *session = (struct session){rows_text(rows, 0), rows_moment(rows, 1), rows_moment(rows, 2)};
        ended = rows_int(rows, 3) != 0;
    }
    TRY(rows_end(rows));
    if (!session) return OK;
    web->session = session;
    *ret = SESSION_OVER;
    return ended || is_over(cx, session) ? OK : take_actor(cx, web, hash, ret);
}

enum status session_begin(struct context *cx, const struct web *web, struct response *response,
                          const char *account)
{
    const char *old = session_secret(web), *token = token_new(cx->mem);
    struct web after = *web;
    TRY(store_begin(cx));
    TRY(store_run(cx, &forget, BIND((int64_t)(cx->now.ms - REMEMBERED_MS)), NULL));
    if (*old) TRY(store_run(cx, &end_one, BIND(derived(cx->mem, old, STORED)), NULL));
    TRY(store_run(cx, &insert, BIND(derived(cx->mem, token, STORED), account, cx->now), NULL));
    TRY(store_commit(cx));
    set_cookie(&after, response, token);
    return OK;
}

enum status session_end(struct context *cx, const struct web *web, struct response *response)
{
    struct web after = *web;
    TRY(store_run(cx, &end_one, BIND(derived(cx->mem, session_secret(web), STORED)), NULL));
    set_cookie(&after, response, token_new(cx->mem));
    return OK;
}

enum status session_end_all(struct context *cx, const char *account)
{
    return store_run(cx, &end_account, BIND(account), NULL);
}
