/* What the router's files share: site.c, match.c, param.c, answer.c, session.c, sign_in.c. */
#ifndef WEB_PRIVATE_H
#define WEB_PRIVATE_H

#include <pthread.h>

#include "web/rate.h"
#include "web/site.h"

/* One row of either table; exactly one of the handlers is set. */
struct entry {
    struct route row;
    enum status (*portal_handle)(struct portal *, const struct web *, struct response *);
};

struct site {
    struct site_plan plan;
    struct arena *mem;
    struct entry *entries;
    size_t count;
    struct rate requests, guesses;
    struct rate letters, wrong_codes, wrong_beginnings; /* sealed.c */
    struct http_sink sink;                              /* files of a sealed letter */
    pthread_mutex_t password_lock;
    const char *nobodys_hash; /* what the password of an unknown name is compared with */
};

/* match.c */
enum { METHOD_POST_KNOWN = 1, METHOD_GET_KNOWN = 2 };
const struct entry *route_match(const struct site *site, struct web *web, unsigned *ret_methods);
const char *route_check(struct arena *mem, const struct entry *entries, size_t count);

/* param.c */
bool parameter_is_sent(const struct web *web, const char *name);
const char *param_as_typed(struct arena *mem, struct bytes given);
enum status parameters_check(struct context *cx, const struct web *web, const char *takes);

/* answer.c: the one table from status to HTTP. */
void answer_status(const struct web *web, struct response *response, enum status status);
void answer_refusal(const struct web *web, struct response *response, unsigned http);
void answer_headers(const struct web *web, struct response *response);

/* session.c */
enum session_found {
    SESSION_NONE,
    SESSION_LIVE,
    SESSION_OVER,    /* ended by rest or age: web->session says whose it was */
    SESSION_REFUSED, /* the account may no longer act */
};
enum status session_tables(struct context *cx) MUST_USE;
enum status session_find(struct context *cx, struct web *web, enum session_found *ret) MUST_USE;
/* Gives an anonymous visitor of the office a token, so that the sign-in form is bound to it. */
void session_offer_token(struct web *web, struct response *response);
bool session_csrf_holds(const struct web *web);
enum status session_begin(struct context *cx, const struct web *web, struct response *response,
                          const char *account) MUST_USE;
enum status session_end(struct context *cx, const struct web *web,
                        struct response *response) MUST_USE;
const char *session_secret(const struct web *web); /* the cookie's token, or "" */

/* kept.c: what was typed when the session had ended. */
enum status kept_form_store(struct context *cx, const struct web *web,
                            const char **ret_id) MUST_USE;
enum status kept_form_show(struct context *cx, const struct web *web, struct response *response);
enum status kept_tables(struct context *cx) MUST_USE;

/* sealed.c */
void sealed_open(struct site *site);
void sealed_limits(struct site *site, struct http_limits *limits);

/* sign_in.c */
extern const struct routes sign_in_routes;
enum status sign_in_guess(struct context *cx, const char *name) MUST_USE;
const char *sign_in_next(const char *next); /* a path of ours, else "/" */

#endif
