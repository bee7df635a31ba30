/* Routes: which address, who may, which function. Nothing else decides these.
 *
 *     static const struct route routes[] = {
 *         {HTTP_GET,  "/desk",                   SIGNED_IN,  show_desk,   "after"},
 *         {HTTP_GET,  "/disclosures/{id}",       READ_STAFF, show_item,   NULL, JSON_TWIN},
 *         {HTTP_GET,  "/disclosures/{id}/edit",  WRITE,      ask_changes},
 *         {HTTP_POST, "/disclosures/{id}/edit",  WRITE,      save_item,   ANY_FIELD},
 *     };
 *
 * The third column is a capability, and zero is NOBODY. It is asked "at any agency": whether the
 * actor may do it to this record is asked by record_load() and record_move(). The fifth column
 * names the parameters that the route takes (of the query for GET, of the form for POST), "*"
 * behind a name that may repeat; all others, and repetitions, answer 422 before the handler runs.
 * ANY_FIELD leaves that to form_read(), or to data_query(). lang and size are always taken; a POST
 * needs the session's CSRF token and must come from this site's own pages.
 *
 * "{name}" is one segment of a path, "{name}.suffix" one with a literal end, "{name*}" the rest.
 * Of several patterns that fit, the one that is literal at the first difference wins. JSON_TWIN and
 * CSV_TWIN add ".json" and ".csv" to the address; web->format says which was asked.
 *
 * Handlers return a status; web/answer.c makes the response of it. A handler that has shown a page
 * (web_show) and returns INVALID or CONFLICT sends that page as 422 or 409: the form again, with
 * everything typed. GET handlers never write.
 *
 *     static enum status show_desk(struct context *cx, const struct web *web,
 *                                  struct response *response)
 *     {
 *         const char *after;
 *         TRY(web_text(cx, web, "after", 100, &after));
 *         struct page page = web_page(web);
 *         view_office_desk(&page, …);
 *         return web_show(response, &page);
 *     }
 */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "access/access.h"
#include "base/json.h"
#include "http/http.h"
#include "web/html.h"

struct portal; /* what portal handlers get instead of a context: src/portal/ says what it is */
struct site;
struct web;
struct session;
struct response;

enum route_flag {
    JSON_TWIN = 1 << 0,
    CSV_TWIN = 1 << 1,
    UPLOADS = 1 << 2,     /* takes files, as large as the site allows */
    SESSIONLESS = 1 << 3, /* POST without CSRF token: only where no session is involved */
    SEALED = 1 << 4,      /* takes files into a sealed letter as they arrive: web/sealed.h */
    UNSTORED = 1 << 5,    /* of the portal: whatever is answered, nobody on the way keeps a copy */
};
#define ANY_FIELD "*"

struct route {
    enum http_method method;
    const char *path;
    enum capability may;
    enum status (*handle)(struct context *, const struct web *, struct response *);
    const char *takes;
    unsigned flags;
};
/* The same for the portal. Its type keeps office handlers out, and the office's store with them. */
struct portal_route {
    enum http_method method;
    const char *path;
    enum capability may;
    enum status (*handle)(struct portal *, const struct web *, struct response *);
    const char *takes;
    unsigned flags;
};
struct routes {
    const struct route *rows;
    size_t count;
};
struct portal_routes {
    const struct portal_route *rows;
    size_t count;
};
#define ROUTES(table)            \
    {                            \
        (table), COUNT_OF(table) \
    }

enum web_format { FORMAT_HTML, FORMAT_JSON, FORMAT_CSV };

enum { WEB_PARAMS = 6 };
struct web {
    struct context *cx;
    struct site *site;
    const struct http_request *request;
    const char *pattern; /* of the route: for the log, which holds no content */
    const char *path;    /* without the ending of a twin */
    enum web_format format;
    const char *csrf; /* token for this page's forms; NULL: none is needed */
    bool large;       /* large print was asked for */
    bool unstored;    /* of the route */
    const struct session *session;
    struct {
        const char *name, *value;
    } params[WEB_PARAMS];
    size_t param_count;
};

struct response {
    struct http_response http;
    bool shown;    /* there is a body that a refusal keeps */
    bool readable; /* the actor may read what this is about: DENIED need not look like NOT_FOUND */
};

/* A segment of the path, by its name in the pattern. Asking for another name is a bug: "". */
const char *web_path(const struct web *web, const char *name);

/* Parameters: of the query for GET, of the form for POST. Absent is "", INT64_MIN, DATE_NONE. Each
 * refuses badly encoded, bidirectional, overlong or repeated values with an issue at their name. */
bool web_has(const struct web *web, const char *name);
enum status web_text(struct context *cx, const struct web *web, const char *name, size_t max,
                     const char **ret_text) MUST_USE;
enum status web_lines(struct context *cx, const struct web *web, const char *name, size_t max,
                      const char **ret_text) MUST_USE;
enum status web_int(struct context *cx, const struct web *web, const char *name,
                    int64_t *ret_number) MUST_USE;
enum status web_date(struct context *cx, const struct web *web, const char *name,
                     struct date *ret_date) MUST_USE;
/* One of the words (space-separated), or "". */
enum status web_word(struct context *cx, const struct web *web, const char *name, const char *words,
                     const char **ret_word) MUST_USE;
/* Every value of a parameter that may repeat. */
enum status web_all(struct context *cx, const struct web *web, const char *name,
                    const char *const **ret_texts, size_t *ret_count) MUST_USE;

/* What was typed under this name, to show it again beside what is wrong with it; "" if nothing. */
const char *web_typed(const struct web *web, const char *name);

/* This page's address with one parameter changed, or taken away (value NULL). */
const char *web_address(const struct web *web, const char *name, const char *value);

/* A page with what the layout shows of this request: language, theme, session, menu, links. */
struct page web_page(const struct web *web);
enum status web_show(struct response *response, const struct page *page);
/* 303: after a POST that was done. to is a path of ours. */
enum status web_see_other(struct response *response, const char *to);
enum status web_show_json(struct response *response, const struct json *json);
/* type: "text/csv; charset=utf-8"; name (may be NULL): offered as a file of that name. */
enum status web_show_bytes(struct response *response, struct bytes bytes, const char *type,
                           const char *name);
/* For what people have uploaded: offered as a file, in a sandbox, never shown in our origin. */
void web_as_attachment(struct response *response, const char *name);

#endif
