#include "oversight/links.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

enum { ACTS_AT_ONCE = 500, URL_MAX = 500, OF_ONE_RECORD = 50, MOST = 200 };
enum { SECONDS = 10, REDIRECTIONS = 3, BYTES_MAX = 64 << 10 };

static const struct sql tables = {
    "links.tables",
    "CREATE TABLE IF NOT EXISTS outside_link (url TEXT NOT NULL, record TEXT NOT NULL,"
    " kind TEXT NOT NULL, agency TEXT NOT NULL, answer TEXT NOT NULL, failed_since INTEGER,"
    " dead INTEGER NOT NULL, asked_on INTEGER, PRIMARY KEY (record, url)) STRICT;"
    "CREATE TABLE IF NOT EXISTS outside_link_read (one INTEGER PRIMARY KEY, act INTEGER NOT NULL)"
    " STRICT"};

enum status links_ensure_tables(struct context *cx)
{
    return store_ensure(cx, &tables);
}

/* ---- which addresses there are --------------------------------------------------------------- */

static const struct sql next_acts = {
    "links.acts", "SELECT number, record, kind, agency, body FROM act WHERE number > (SELECT"
                  " COALESCE(MAX(act), 0) FROM outside_link_read) ORDER BY number LIMIT 500"};
static const struct sql forget = {"links.forget", "DELETE FROM outside_link WHERE record = $1"};
static const struct sql note = {
    "links.note",
    "INSERT INTO outside_link (url, record, kind, agency, answer, dead) VALUES ($1, $2, $3, $4, '',"
    " 0) ON CONFLICT (record, url) DO NOTHING"};
static const struct sql unread = {"links.unread", "DELETE FROM outside_link_read"};
static const struct sql read_so_far = {"links.read",
                                       "INSERT INTO outside_link_read (one, act) VALUES (1, $1)"};

struct one_act {
    int64_t number;
    const char *record, *kind, *agency;
    const char *body; /* the canonical record as it was released; "" for an end */
};

/* What an address may hold (RFC 3986), but for brackets and quotes that texts put round it. */
static bool is_of_url(char c)
{
    static const char others[] = "-._~:/?#@!$&*+,;=%";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr(others, c));
}

static const char *next_url(struct context *cx, const char **at)
{
    for (const char *found = *at; (found = strstr(found, "http")) != NULL; found += 4) {
        size_t n = 0;
        if (strncmp(found, "http://", 7) != 0 && strncmp(found, "https://", 8) != 0) continue;
        while (is_of_url(found[n])) n++;
        *at = found + n;
        while (n && strchr(".,;:!?", found[n - 1])) n--;
        if (n > 10 && n <= URL_MAX) return arena_copy_n(cx->mem, found, n);
        found = *at - 4;
    }
    return NULL;
}

static enum status read_act(struct context *cx, const struct one_act *act, size_t *seen)
{
    const char *at = act->body, *url;
    TRY(store_run(cx, &forget, BIND(act->record), NULL));
    for (int n = 0; n < OF_ONE_RECORD && (url = next_url(cx, &at)) != NULL; n++, ++*seen)
        TRY(store_run(cx, &note, BIND(url, act->record, act->kind, act->agency), NULL));
    return OK;
}

static enum status read_some(struct context *cx, size_t *seen, size_t *ret_count)
{
    struct one_act *acts = arena_array(cx->mem, struct one_act, ACTS_AT_ONCE);
    struct rows *rows;
    size_t n = 0;
    TRY(store_query(cx, &next_acts, BIND_NONE, &rows));
    while (n < ACTS_AT_ONCE && rows_next(rows)) {
        struct bytes body = rows_bytes(rows, 4);
        acts[n++] = (struct one_act){rows_int(rows, 0), rows_text(rows, 1), rows_text(rows, 2),
                                     rows_text(rows, 3),
                                     arena_copy_n(cx->mem, (const char *)body.data, body.size)};
    }
    TRY(rows_end(rows));
    for (size_t i = 0; i < n; i++) TRY(read_act(cx, &acts[i], seen));
    *ret_count = n;
    if (!n) return OK;
    TRY(store_run(cx, &unread, BIND_NONE, NULL));
    return store_run(cx, &read_so_far, BIND(acts[n - 1].number), NULL);
}

enum status links_gather(struct context *cx, size_t *ret_seen)
{
    size_t count = 1;
    *ret_seen = 0;
    while (count) {
        TRY(store_begin(cx));
        enum status status = read_some(cx, ret_seen, &count);
        if (status != OK) store_rollback(cx);
        TRY(status);
        TRY(store_commit(cx));
    }
    return OK;
}

/* ---- do they answer? ------------------------------------------------------------------------- */

static bool is_inside_4(uint32_t ip)
{
    static const struct {
        uint32_t net;
        int bits;
    } inside[] = {
        {0x00000000, 8 },
        {0x0a000000, 8 },
        {0x64400000, 10},
        {0x7f000000, 8 },
        {0xa9fe0000, 16},
        {0xac100000, 12},
        {0xc0000000, 24},
        {0xc0a80000, 16},
        {0xc6120000, 15},
        {0xe0000000, 3 },
    };
    for (size_t i = 0; i < COUNT_OF(inside); i++)
        if ((ip ^ inside[i].net) >> (32 - inside[i].bits) == 0) return true;
    return false;
}

/* Global unicast alone, and no IPv4 address inside an IPv6 one. */
static bool is_inside(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return is_inside_4(ntohl(in.sin_addr.s_addr));
    }
    struct sockaddr_in6 in6;
    if (address->sa_family != AF_INET6) return true;
    memcpy(&in6, address, sizeof in6);
    const unsigned char *b = in6.sin6_addr.s6_addr;
    return (b[0] & 0xe0) != 0x20 || (b[0] == 0x20 && b[1] == 0x02) ||
           (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0);
}

/* Asked with the address itself, after names were resolved: no name leads inside. */
static curl_socket_t open_socket(void *what, curlsocktype purpose, struct curl_sockaddr *address)
{
    const struct links_limits *limits = what;
    if (!limits->anywhere && is_inside(&address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t drop(char *data, size_t size, size_t count, void *what)
{
    size_t *left = what;
    if (size * count > *left) return 0;
    *left -= size * count;
    return size * count;
}

static void close_curl(void *curl)
{
    curl_easy_cleanup(curl);
}

/* "" when it answers; else what it said. Whoever refuses HEAD is asked again. */
static const char *ask(struct context *cx, CURL *curl, const char *url,
                       const struct links_limits *limits, bool head)
{
    long code = 0;
    size_t left = BYTES_MAX;
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOBODY, head ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTIONS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "gongkai-links");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, limits);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &left);
    CURLcode outcome = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    bool cut = outcome == CURLE_WRITE_ERROR && code == 200; /* longer than we care to read */
    if (outcome != CURLE_OK && !cut) return curl_easy_strerror(outcome);
    if (head && code >= 400) return ask(cx, curl, url, limits, false);
    /* 401, 403 and 429 keep us out, and say that somebody is there. */
    bool there = code < 400 || code == 401 || code == 403 || code == 429;
    return there ? "" : arena_format(cx->mem, "%ld", code);
}

static const struct sql to_ask = {
    "links.to_ask", "SELECT url FROM outside_link WHERE asked_on IS NULL OR asked_on < $1 GROUP BY"
                    " url ORDER BY MIN(COALESCE(asked_on, 0)), url LIMIT $2"};
static const struct sql answers = {
    "links.answers", "UPDATE outside_link SET answer = '', failed_since = NULL, dead = 0, asked_on"
                     " = $2 WHERE url = $1"};
/* Dead at the second failure, on a later day than the first. */
static const struct sql fails = {
    "links.fails", "UPDATE outside_link SET answer = $3, dead = CASE WHEN failed_since < $2 THEN 1"
                   " ELSE dead END, failed_since = COALESCE(failed_since, $2), asked_on = $2"
                   " WHERE url = $1"};
static const struct sql count_dead = {"links.dead",
                                      "SELECT COUNT(*) FROM outside_link WHERE dead = 1"};

enum status links_check(struct context *cx, const struct links_limits *limits,
                        struct links_round *ret_round)
{
    struct rows *rows;
    size_t n = 0;
    int most = limits->most > 0 ? limits->most : MOST;
    const char **urls = arena_array(cx->mem, const char *, (size_t)most);
    int64_t dead;
    *ret_round = (struct links_round){0};
    TRY(store_query(cx, &to_ask, BIND(cx->today, most), &rows));
    while (n < (size_t)most && rows_next(rows)) urls[n++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    CURL *curl = curl_easy_init();
    if (!curl) return fault(cx, "links: no curl");
    arena_defer(cx->mem, close_curl, curl);
    for (size_t i = 0; i < n; i++) {
        const char *wrong = ask(cx, curl, urls[i], limits, true);
        ret_round->asked++;
        ret_round->failed += *wrong != 0;
        if (*wrong)
            TRY(store_run(cx, &fails, BIND(urls[i], cx->today, wrong), NULL));
        else
            TRY(store_run(cx, &answers, BIND(urls[i], cx->today), NULL));
    }
    TRY(store_int(cx, &count_dead, BIND_NONE, &dead));
    ret_round->dead = (size_t)dead;
    return OK;
}
