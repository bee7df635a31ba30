/* Records as data: JSON and CSV from the field tables, and lists from query parameters.
 *
 *     static enum status list(struct context *cx, const struct web *web, struct response *response)
 *     {
 *         struct data_query query;
 *         struct list list;
 *         TRY(data_query(cx, web, &disclosure_kind, NULL, &query));   // ?unit=…&q=…&after=…
 *         query.list.agency = agency;
 *         TRY(record_list(cx, &query.list, &list));
 *         if (web->format != FORMAT_HTML) return data_show_list(web, response, &shape, &list);
 *         …
 *
 * PERSONAL fields are in neither: who needs them reads the record's page.
 */
#ifndef WEB_DATA_H
#define WEB_DATA_H

#include "record/kind.h"
#include "record/list.h"
#include "web/route.h"

/* Which fields: data_public() for the public struct, data_office() for the office's. */
struct data_shape {
    const struct kind *kind;
    const struct field *fields;
    size_t count;
    bool office; /* state, version and agency as well */
};
struct data_shape data_public(const struct kind *kind);
struct data_shape data_office(const struct kind *kind);

/* {"kind","id","agency","number","edition",…}: absent fields are left out; amounts are strings with
 * two decimals, dates ISO. Leaves the object open with data_open(), for what a handler adds. */
void data_open(struct json *json, const struct data_shape *shape, const struct record *rec);
void data_put(struct json *json, const struct data_shape *shape, const struct record *rec);
/* One field as "name": value; nothing if it is absent. */
void data_put_field(struct json *json, const struct field *field, const void *rec);

/* CSV (RFC 4180), in UTF-8 with a byte order mark, as spreadsheets need it. A cell that a
 * spreadsheet would take for a formula gets an apostrophe (SECURITY §3). */
struct out csv_new(struct arena *mem);
void csv_cell(struct out *out, const char *text);
void csv_end_row(struct out *out);
void csv_head(struct out *out, const struct data_shape *shape, enum language language);
void csv_row(struct out *out, const struct data_shape *shape, const struct record *rec);

/* The list in web->format: {"items":[…],"next":"/address?after=…","total":n}, or CSV. */
enum status data_show_list(const struct web *web, struct response *response,
                           const struct data_shape *shape, const struct list *list);
enum status data_show_record(const struct web *web, struct response *response,
                             const struct data_shape *shape, const struct record *rec);

/* Filters (every FILTER field by its name), state, q, after. The route says ANY_FIELD, and extra
 * names what else it takes; all other names are refused here. */
enum { DATA_PAGE = 50, DATA_FILTERS = 12, DATA_CSV_ROWS = 1000 };
struct data_query {
    struct list_query list; /* the caller adds agency, states */
    struct list_filter filters[DATA_FILTERS];
};
enum status data_query(struct context *cx, const struct web *web, const struct kind *kind,
                       const char *extra, struct data_query *ret_query) MUST_USE;

#endif
