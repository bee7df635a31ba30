/* A site: its routes, its look, its accounts; and the one way of a request through it.
 *
 * http parses and bounds the request → here: clock, language, route, rate limit, session,
 * capability, CSRF, names of parameters → the handler → web/answer.c. Nothing else happens, and
 * nothing happens elsewhere (DESIGN §4).
 *
 *     static const struct routes tables[] = {ROUTES(desk_routes), ROUTES(record_routes)};
 *     struct site_plan plan = {.name = "office", .office = true, .tables = tables, …};
 *     struct site *site;
 *     TRY(site_open(cx, &plan, &site));              // says what is wrong with the tables
 *     TRY(http_listen(cx, "localhost:8081", &fd));   // the parent has done this before the fork
 *     TRY(site_serve(cx, site, fd, &server));
 *
 * Order in a process that gives up its rights: zone_open() (reads the zone's file), site_open()
 * (starts libsodium, which wants random bytes), then the sandbox, then site_serve() (opens the
 * stores and starts the threads).
 *
 * Tests call web_handle() with a worker of their own and a request from http_make().
 */
#ifndef WEB_SITE_H
#define WEB_SITE_H

#include "web/route.h"
#include "web/session.h"

struct intake_door;

struct site_plan {
    const char *name; /* "office" or "portal": for the log */
    bool office;
    bool tls;         /* behind TLS: Secure __Host- cookies, HSTS; else only loopback signs in */
    bool proxied;     /* a proxy on this machine tells the client's address and scheme */
    const char *base; /* the site's own address, without "/" at the end */
    const struct theme *theme;
    const struct routes *tables; /* the office has these, */
    size_t table_count;
    const struct portal_routes *portal_tables; /* a portal has these */
    size_t portal_table_count;
    const struct account_source *accounts; /* NULL: nobody signs in */
    /* Fills in menu, crumbs and footer of every page; may be NULL. */
    void (*furnish)(const struct web *, struct page *);
    struct moment (*clock)(void); /* NULL: moment_now */
    const char *uploads;          /* folder of temporary files; NULL: no file is taken */
    size_t file_max, files_max; /* bytes of one file, number of files, where a route has UPLOADS */
    struct intake_door *door;   /* of a portal: where letters go in; NULL: none are taken */
    const char *capsule;        /* of a portal: the folder of the replies */
    unsigned per_second, burst; /* requests of one address (IPv4, IPv6 /64); 0: no limit */
    /* Called for each worker, in the thread that calls site_serve(): puts a store into cx (an arena
     * that lives as long as the worker), or a portal; and takes them back. */
    void *app;
    enum status (*open_worker)(void *app, struct context *cx, struct portal **ret_portal);
    void (*close_worker)(void *app, struct context *cx, struct portal *portal);
    unsigned workers, connections;
};

struct web_worker {
    struct site *site;
    struct context *cx; /* keeps its store; all else is set anew for each request */
    struct portal *portal;
    struct arena *mem; /* of the worker, not of the request */
};

/* cx->mem must live as long as the site. With accounts, cx->store must be open: makes the tables
 * of sessions. INVALID with issues when the route tables are wrong. */
enum status site_open(struct context *cx, const struct site_plan *plan,
                      struct site **ret_site) MUST_USE;
const struct site_plan *site_plan(const struct site *site);
enum status site_serve(struct context *cx, struct site *site, int fd,
                       struct http_server **ret_server) MUST_USE;

/* The whole stack: worker is a struct web_worker. */
void web_handle(void *worker, struct arena *mem, const struct http_request *request,
                struct http_response *response);

/* What the server asks before it reads a body (struct http_service); for tests that make requests
 * up. app is the site. Answers 0 or a refusal. */
unsigned site_admit(void *app, const struct http_request *head, struct http_limits *limits);

/* One row of the table, for the access matrix and `gongkai routes`; false past the end. */
bool site_route(const struct site *site, size_t i, struct route *ret_row);

#endif
