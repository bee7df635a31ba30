/* The program's live tables, as text: who may do what, every address, fields and workflow of a
 * kind.
 *
 * What is printed is read from the tables that the program runs by, so it cannot be out of date.
 * The access matrix is kept as tests/access-matrix.golden and compared by a unit test: whoever
 * widens a right sees it in the difference, and so does the reviewer (`make access` renews it).
 */
#ifndef APP_TABLES_H
#define APP_TABLES_H

#include "record/kind.h"
#include "web/site.h"

/* Both sites with every route, over an empty database: to look at, not to serve. */
struct tables_sites {
    struct site *office, *portal;
};
enum status tables_open(struct context *cx, struct tables_sites *ret_sites) MUST_USE;

/* Addresses × roles, then the moves of every workflow × roles, where a role is held at one agency:
 * at that agency ("own"), at one below it ("below"), at another ("other"). */
enum status tables_write_access(struct context *cx, const struct tables_sites *sites,
                                struct out *out) MUST_USE;
void tables_write_routes(const struct tables_sites *sites, struct out *out);
void tables_write_fields(const struct kind *kind, struct out *out);
void tables_write_flow(const struct kind *kind, bool dot, struct out *out);

#endif
