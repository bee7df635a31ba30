/* Every address of the desk, and who may. What a record's own agency allows is asked again by
 * record_load() and record_move(); a record's own pages ask only that, for what is overseen is read
 * and written by a supervisor, all else by the agency's staff. */
#include "desk/private.h"

/* clang-format off */
static const struct route routes[] = {
    {HTTP_GET,  "/",                              SIGNED_IN,  desk_home,        NULL},
    {HTTP_GET,  "/incoming",                      SIGNED_IN,  desk_letters,     "done"},
    {HTTP_POST, "/incoming",                      SIGNED_IN,  desk_discard_letters, "id* why"},
    {HTTP_GET,  "/find",                          READ_STAFF, desk_find,        "q"},
    {HTTP_GET,  "/records",                       READ_STAFF, desk_registers,   NULL},
    {HTTP_GET,  "/records/{kind}",                READ_STAFF, desk_list,        ANY_FIELD, JSON_TWIN | CSV_TWIN},
    {HTTP_POST, "/records/{kind}",                READ_STAFF, desk_batch,       "verb id* why article class on"},
    {HTTP_GET,  "/records/{kind}/new",            SIGNED_IN,  desk_ask_new,     ANY_FIELD},
    {HTTP_POST, "/records/{kind}/new",            SIGNED_IN,  desk_make_new,    ANY_FIELD},
    {HTTP_GET,  "/records/{kind}/{id}",           SIGNED_IN,  desk_show,        "edition done", JSON_TWIN},
    {HTTP_GET,  "/records/{kind}/{id}/edit",      SIGNED_IN,  desk_ask_edit,    NULL},
    {HTTP_POST, "/records/{kind}/{id}/edit",      SIGNED_IN,  desk_make_edit,   ANY_FIELD},
    {HTTP_GET,  "/records/{kind}/{id}/preview",   SIGNED_IN,  desk_preview,     "edition"},
    {HTTP_POST, "/records/{kind}/{id}/move",      SIGNED_IN,  desk_move,        "verb version edition why article class on"},
    {HTTP_GET,  "/records/{kind}/{id}/review",    REVIEWER,   desk_ask_review,  "done"},
    {HTTP_POST, "/records/{kind}/{id}/review",    REVIEWER,   desk_make_review, ANY_FIELD},
    {HTTP_GET,  "/records/{kind}/{id}/sheet",     READ_STAFF, desk_sheet,       "edition"},
    {HTTP_POST, "/records/{kind}/{id}/files",     WRITE,      desk_attach,      "version", UPLOADS},
    {HTTP_POST, "/records/{kind}/{id}/detach",    WRITE,      desk_detach,      "version position"},
    {HTTP_GET,  "/records/{kind}/{id}/files/{position}", SIGNED_IN,  desk_file, "edition"},
};
/* clang-format on */

const struct routes desk_routes = ROUTES(routes);
