#include "web/site.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "store/store.h"
#include "web/private.h"

enum { GUESSES_A_MINUTE = 10, GUESSES_AT_ONCE = 20 };

const struct site_plan *site_plan(const struct site *site)
{
    return &site->plan;
}

bool site_route(const struct site *site, size_t i, struct route *ret_row)
{
    if (i >= site->count) return false;
    *ret_row = site->entries[i].row;
    return true;
}

/* ---- opening ---- */

static void add_office(struct site *site, const struct routes *table)
{
    for (size_t i = 0; i < table->count; i++)
        site->entries[site->count++] = (struct entry){.row = table->rows[i]};
}

static void add_portal(struct site *site, const struct portal_routes *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct portal_route *row = &table->rows[i];
        site->entries[site->count++] = (struct entry){
            .row = {row->method, row->path, row->may, NULL, row->takes, row->flags},
            .portal_handle = row->handle
        };
    }
}

static void add_tables(struct site *site)
{
    const struct site_plan *plan = &site->plan;
    size_t count = sign_in_routes.count;
    for (size_t i = 0; i < plan->table_count; i++) count += plan->tables[i].count;
    for (size_t i = 0; i < plan->portal_table_count; i++) count += plan->portal_tables[i].count;
    site->entries = arena_array(site->mem, struct entry, count);
    if (plan->accounts) add_office(site, &sign_in_routes);
    for (size_t i = 0; i < plan->table_count; i++) add_office(site, &plan->tables[i]);
    for (size_t i = 0; i < plan->portal_table_count; i++) add_portal(site, &plan->portal_tables[i]);
}

static enum status open_accounts(struct context *cx, struct site *site)
{
    unsigned char nobody[16];
    TRY(session_tables(cx));
    TRY(kept_tables(cx));
    randombytes_buf(nobody, sizeof nobody);
    if (!site->plan.tls)
        log_line(LOG_WARNING, "%s: no TLS: cookies without Secure, signing in from loopback only",
                 site->plan.name);
    return password_hash(cx, text_hex(cx->mem, nobody, sizeof nobody), &site->nobodys_hash);
}

enum status site_open(struct context *cx, const struct site_plan *plan, struct site **ret_site)
{
    struct site *site = arena_make(cx->mem, struct site);
    site->plan = *plan;
    site->mem = cx->mem;
    if (sodium_init() < 0) return fault(cx, "libsodium did not start");
    if (!site->plan.clock) site->plan.clock = moment_now;
    if (plan->tables && plan->portal_tables)
        return fault(cx, "%s: office and portal handlers in one site", plan->name);
    add_tables(site);
    const char *wrong = route_check(cx->mem, site->entries, site->count);
    if (wrong) return fault(cx, "%s: route %s", plan->name, wrong);
    rate_open(&site->requests, plan->per_second * 60, plan->burst);
    rate_open(&site->guesses, GUESSES_A_MINUTE, GUESSES_AT_ONCE);
    sealed_open(site);
    pthread_mutex_init(&site->password_lock, NULL);
    if (plan->accounts) TRY(open_accounts(cx, site));
    *ret_site = site;
    return OK;
}

/* ---- one request ---- */

/* What the visitor prefers, by the address, by an earlier choice, by the browser: the first that
 * says something. */
static const char *preference(const struct web *web, const char *name, const char *words)
{
    const struct http_pair *asked = http_pair_find(&web->request->query, name);
    const char *value = asked ? (const char *)asked->value.data : http_cookie(web->request, name);
    size_t size = strlen(value);
    for (const char *at = words; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (size && strcspn(at, " ") == size && memcmp(at, value, size) == 0) return value;
    return "";
}

/* RFC 9110 §12.5.4, as far as two languages need it: the one named first. */
static enum language browser_language(const struct http_request *request)
{
    const char *accepted = http_header(request, "accept-language");
    const char *zh = strstr(accepted, "zh"), *en = strstr(accepted, "en");
    return en && (!zh || en < zh) ? ENGLISH : CHINESE;
}

static void keep_preference(const struct web *web, struct response *response, const char *name,
                            const char *value)
{
    if (!*value || !http_pair_find(&web->request->query, name)) return;
    if (text_equal(value, http_cookie(web->request, name))) return;
    http_set_header(&response->http, "Set-Cookie",
                    arena_format(web->cx->mem, "%s=%s; Path=/; Max-Age=31536000; SameSite=Lax%s",
                                 name, value, web->site->plan.tls ? "; Secure" : ""));
}

static void take_preferences(struct web *web, struct response *response)
{
    const char *language = preference(web, "lang", "zh en");
    const char *size = preference(web, "size", "normal large");
    web->cx->language = browser_language(web->request);
    if (*language) web->cx->language = text_equal(language, "en") ? ENGLISH : CHINESE;
    web->large = text_equal(size, "large");
    keep_preference(web, response, "lang", language);
    keep_preference(web, response, "size", size);
}

/* Nobody else's page may post here. Browsers say where a request comes from; under no-referrer
 * Origin is "null" for our own forms as well, so that it can only refuse, never allow. */
static bool comes_from_here(const struct http_request *request)
{
    const char *site = http_header(request, "sec-fetch-site");
    const char *origin = http_header(request, "origin");
    if (*site && !text_equal(site, "same-origin")) return false;
    if (!*origin || text_equal(origin, "null")) return true;
    const char *host = strstr(origin, "://");
    return host && text_equal(host + 3, http_header(request, "host"));
}

/* Somebody who is not signed in wants what only an account may. */
static enum status ask_to_sign_in(struct context *cx, const struct web *web,
                                  struct response *response, enum session_found found)
{
    const char *kept = "";
    if (found == SESSION_REFUSED || web->format != FORMAT_HTML) {
        answer_refusal(web, response, 401);
        return OK;
    }
    if (web->request->method == HTTP_GET)
        return web_see_other(response,
                             arena_format(cx->mem, "/sign-in?next=%s",
                                          http_encode(cx->mem, web_address(web, "", NULL), false)));
    bool keeps = found == SESSION_OVER && web->request->form.count && session_csrf_holds(web);
    if (keeps) TRY(kept_form_store(cx, web, &kept));
    return web_see_other(response, arena_format(cx->mem, "/sign-in?kept=%s", kept));
}

static enum status call_handler(const struct entry *entry, const struct web *web,
                                struct portal *portal, struct response *response)
{
    return entry->portal_handle ? entry->portal_handle(portal, web, response)
                                : entry->row.handle(web->cx, web, response);
}

/* Everything that every handler may rely on, in this order. */
static enum status guarded(const struct entry *entry, struct web *web, struct portal *portal,
                           struct response *response)
{
    struct context *cx = web->cx;
    const struct route *row = &entry->row;
    bool post = row->method == HTTP_POST, accounts = web->site->plan.accounts != NULL;
    enum session_found found = SESSION_NONE;
    if (accounts) TRY(session_find(cx, web, &found));
    if (post && !comes_from_here(web->request)) {
        answer_refusal(web, response, 403);
        return OK;
    }
    if (!access_may(cx->actor, row->may, NULL)) {
        bool nothing_helps = cx->actor || !accounts || row->may == NOBODY;
        return nothing_helps ? NOT_FOUND : ask_to_sign_in(cx, web, response, found);
    }
    if (post && accounts && !(row->flags & SESSIONLESS) && !session_csrf_holds(web)) {
        answer_refusal(web, response, 403);
        return OK;
    }
    TRY(parameters_check(cx, web, row->takes));
    return call_handler(entry, web, portal, response);
}

static void route_request(struct web *web, struct portal *portal, struct response *response)
{
    unsigned methods;
    if (web->request->refused) {
        answer_refusal(web, response, web->request->refused);
        return;
    }
    if (!rate_take(&web->site->requests, &web->request->from, web->cx->now)) {
        http_set_header(&response->http, "Retry-After", "10");
        answer_refusal(web, response, 429);
        return;
    }
    const struct entry *entry = route_match(web->site, web, &methods);
    if (!entry && methods) {
        http_set_header(&response->http, "Allow",
                        methods & METHOD_POST_KNOWN ? "POST" : "GET, HEAD");
        answer_refusal(web, response, 405);
        return;
    }
    if (entry) web->pattern = entry->row.path;
    web->unstored = entry && (entry->row.flags & UNSTORED);
    answer_status(web, response, entry ? guarded(entry, web, portal, response) : NOT_FOUND);
}

void web_handle(void *arg, struct arena *mem, const struct http_request *request,
                struct http_response *ret_response)
{
    struct web_worker *worker = arg;
    struct context *cx = worker->cx;
    struct response *response = arena_make(mem, struct response);
    *cx = (struct context){.mem = mem, .store = cx->store};
    context_set_clock(cx, worker->site->plan.clock());
    http_response_begin(&response->http, mem);
    struct web web = {
        .cx = cx, .site = worker->site, .request = request, .pattern = "?", .path = request->path};
    take_preferences(&web, response);
    route_request(&web, worker->portal, response);
    answer_headers(&web, response);
    *ret_response = response->http;
    response->http.file = -1; /* handed over */
    response->http.stream = NULL;
}

/* ---- serving ---- */

static void *begin_worker(void *app, unsigned number)
{
    struct site *site = app;
    struct arena *mem = arena_new("web worker");
    struct web_worker *worker = arena_make(mem, struct web_worker);
    *worker = (struct web_worker){.site = site, .cx = arena_make(mem, struct context), .mem = mem};
    worker->cx->mem = mem;
    context_set_clock(worker->cx, site->plan.clock());
    if (!site->plan.open_worker) return worker;
    enum status status = site->plan.open_worker(site->plan.app, worker->cx, &worker->portal);
    if (status == OK) return worker;
    log_line(LOG_ERROR, "%s: worker %u: %s", site->plan.name, number,
             worker->cx->fault_file ? worker->cx->fault : "could not open its store");
    arena_free(mem);
    return NULL;
}

static void end_worker(void *arg)
{
    struct web_worker *worker = arg;
    const struct site_plan *plan = &worker->site->plan;
    worker->cx->mem = worker->mem;
    if (plan->close_worker) plan->close_worker(plan->app, worker->cx, worker->portal);
    arena_free(worker->mem);
}

/* Files are taken only where the route says so, and from somebody who seems to have a session: who
 * it is, is asked when the body is there. */
unsigned site_admit(void *app, const struct http_request *head, struct http_limits *limits)
{
    struct site *site = app;
    struct arena *mem = arena_new("admission");
    struct context cx = {.mem = mem};
    struct web web = {.cx = &cx, .site = site, .request = head, .path = head->path};
    unsigned methods;
    const struct entry *entry = route_match(site, &web, &methods);
    bool uploads = entry && (entry->row.flags & UPLOADS) && site->plan.uploads;
    if (entry && (entry->row.flags & SEALED)) sealed_limits(site, limits);
    if (uploads && (!site->plan.accounts || *session_secret(&web))) {
        limits->folder = site->plan.uploads;
        limits->file = site->plan.file_max;
        limits->files = site->plan.files_max;
    }
    arena_free(mem);
    return 0;
}

enum status site_serve(struct context *cx, struct site *site, int fd,
                       struct http_server **ret_server)
{
    struct http_service service = {
        .name = site->plan.name,
        .workers = site->plan.workers,
        .connections = site->plan.connections,
        .proxied = site->plan.proxied,
        .app = site,
        .worker_begin = begin_worker,
        .worker_end = end_worker,
        .admit = site_admit,
        .handle = web_handle,
    };
    return http_start(cx, &service, fd, ret_server);
}
