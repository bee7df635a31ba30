/* The one table from status to HTTP, and what goes with every response (SECURITY §3). */
#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "record/field.h"
#include "web/message.h"
#include "web/pages.h"
#include "web/private.h"
#include "web/views.h"

enum { REFERENCE_LENGTH = 8 };

static const struct answer {
    unsigned http;
    bool keeps_page; /* what the handler has shown is sent: the form again, both versions */
} answers[] = {
    [OK] = {200, true },
      [INVALID] = {422, true },
      [DENIED] = {404, false},
    [NOT_FOUND] = {404, false},
      [CONFLICT] = {409, true },
      [BUSY] = {503, false},
    [FAULT] = {500, false},
};

/* Message ids answer.<code>.title and answer.<code>.text; other codes speak as 400. */
static const unsigned worded[] = {400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503};

static const char *sentence(const struct web *web, unsigned http, const char *part)
{
    unsigned code = 400;
    for (size_t i = 0; i < COUNT_OF(worded); i++)
        if (worded[i] == http) code = http;
    return message_text(web->cx->language, arena_format(web->cx->mem, "answer.%u.%s", code, part));
}

static const char *issue_sentence(const struct web *web, const struct issue *found)
{
    return message_format(web->cx->mem, web->cx->language, found->message,
                          (const char *const[]){found->detail}, 1);
}

/* RFC 9457; issues is our extension. */
static void put_problem(const struct web *web, struct response *response, unsigned http,
                        const struct answer_page *page)
{
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    json_put_text(&json, "type", "about:blank");
    json_put_text(&json, "title", page->title);
    json_put_int(&json, "status", http);
    json_put_text(&json, "detail", page->text);
    if (page->reference) json_put_text(&json, "instance", page->reference);
    if (page->issues) {
        json_key(&json, "issues");
        json_open(&json, '[');
        for (const struct issue *at = page->issues; at; at = at->next) {
            json_open(&json, '{');
            json_put_text(&json, "field", at->field);
            json_put_text(&json, "message", issue_sentence(web, at));
            json_close(&json, '}');
        }
        json_close(&json, ']');
    }
    json_close(&json, '}');
    response->http.type = "application/problem+json";
    response->http.body = out_taken(&json.out);
}

/* What a handler has set for its own page must not dress a refusal (a file's name, a cache). */
static void keep_headers_of_answers(struct http_response *response)
{
    static const char kept[] = " Set-Cookie Allow Retry-After ";
    size_t count = 0;
    for (size_t i = 0; i < response->header_count; i++) {
        const char *name = arena_format(response->mem, " %s ", response->headers[i].name);
        if (strstr(kept, name)) response->headers[count++] = response->headers[i];
    }
    response->header_count = count;
}

static void show_answer(const struct web *web, struct response *response, unsigned http,
                        const char *reference)
{
    struct answer_page answer = {sentence(web, http, "title"), sentence(web, http, "text"),
                                 http == 422 ? web->cx->issues : NULL, reference};
    response->http.status = http;
    http_drop_file(&response->http);
    keep_headers_of_answers(&response->http);
    if (web->format == FORMAT_JSON) {
        put_problem(web, response, http, &answer);
        return;
    }
    struct page page = web_page(web);
    view_web_answer(&page, &answer);
    response->http.type = "text/html; charset=utf-8";
    response->http.body = out_taken(&page.out);
}

/* The visitor gets a number to name, the log gets the rest under it. */
static const char *log_fault(const struct web *web)
{
    const struct context *cx = web->cx;
    const char *reference = arena_copy_n(cx->mem, id_new(cx->mem), REFERENCE_LENGTH);
    log_line(LOG_ERROR, "fault %s: %s %s: %s (%s:%d)", reference,
             web->request->method == HTTP_POST ? "POST" : "GET", web->pattern,
             cx->fault_file ? cx->fault : "no detail", cx->fault_file ? cx->fault_file : "?",
             cx->fault_line);
    return reference;
}

void answer_status(const struct web *web, struct response *response, enum status status)
{
    const struct answer *answer = &answers[(unsigned)status < COUNT_OF(answers) ? status : FAULT];
    unsigned http = answer->http;
    if (status == OK) return;
    if (status == DENIED && response->readable) http = 403;
    if (status == BUSY) http_set_header(&response->http, "Retry-After", "5");
    if (response->shown && answer->keeps_page && web->format == FORMAT_HTML) {
        response->http.status = http;
        return;
    }
    show_answer(web, response, http, status == FAULT ? log_fault(web) : NULL);
}

void answer_refusal(const struct web *web, struct response *response, unsigned http)
{
    show_answer(web, response, http, NULL);
}

static const char content_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'";

static void set_unless_set(struct response *response, const char *name, const char *value)
{
    if (!*http_response_header(&response->http, name))
        http_set_header(&response->http, name, value);
}

/* What is public may be read by any page of anybody (open data); a page with a form may not. */
static bool is_open_data(const struct web *web, const struct response *response)
{
    const char *type = response->http.type;
    return !site_plan(web->site)->office && !web->unstored && web->request->method == HTTP_GET &&
           type && *type && !text_starts(type, "text/html");
}

void answer_headers(const struct web *web, struct response *response)
{
    const struct site_plan *plan = site_plan(web->site);
    if (is_open_data(web, response)) set_unless_set(response, "Access-Control-Allow-Origin", "*");
    set_unless_set(response, "Content-Security-Policy", content_policy);
    set_unless_set(response, "Referrer-Policy", "no-referrer");
    set_unless_set(response, "Cross-Origin-Opener-Policy", "same-origin");
    set_unless_set(response, "X-Content-Type-Options", "nosniff");
    set_unless_set(response, "Cache-Control",
                   plan->office || web->unstored ? "no-store" : "no-cache");
    if (!plan->office) set_unless_set(response, "Vary", "Accept-Language, Cookie");
    if (plan->tls)
        http_set_header(&response->http, "Strict-Transport-Security", "max-age=31536000");
}
