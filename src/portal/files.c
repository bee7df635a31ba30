/* What is served as files: the ledger, attachments. */
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "ledger/reader.h"
#include "portal/handlers.h"
#include "web/portal.h"

enum { HASH_DIGITS = 2 * HASH_SIZE };

/* ---- the ledger (SECURITY §1) ---- */

/* The rows of SECURITY's table of paths. */
struct served {
    const char *type, *cache;
    bool sandboxed; /* content of others: never shown in our origin */
};
static const struct served checkpoint_file = {"text/plain; charset=utf-8", "max-age=2", false};
static const struct served vkey_file = {"text/plain; charset=utf-8", "no-cache", false};
static const struct served tile_file = {"application/octet-stream", "max-age=31536000, immutable",
                                        false};
static const struct served content_file = {"application/octet-stream", "no-cache", true};

/* "<folder>/<2>/<64 hex digits>" */
static bool is_content(const char *path)
{
    static const char *const folders[] = {"object/", "file/"};
    struct hash hash;
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        size_t n = strlen(folders[i]);
        if (!text_starts(path, folders[i]) || strlen(path) != n + 3 + HASH_DIGITS) continue;
        const char *name = path + n + 3;
        return path[n + 2] == '/' && strncmp(path + n, name, 2) == 0 &&
               text_from_hex(name, hash.byte, HASH_SIZE);
    }
    return false;
}

/* No path is served beyond the checkpoint. */
static enum status find_served(struct portal *portal, const char *path, const struct served **ret)
{
    struct tile tile;
    struct reader *reader;
    *ret = NULL;
    if (text_equal(path, "checkpoint"))
        *ret = &checkpoint_file;
    else if (text_equal(path, "vkey") || text_equal(path, "intake.key"))
        *ret = &vkey_file;
    else if (is_content(path))
        *ret = &content_file;
    else if (tile_parse_path(path, &tile)) {
        TRY(portal_reader(portal, &reader));
        if (tile_is_within(tile, reader->checkpoint.size)) *ret = &tile_file;
    }
    return *ret ? OK : NOT_FOUND;
}

enum status portal_ledger_file(struct portal *portal, const struct web *web,
                               struct response *response)
{
    const char *path = web_path(web, "path"), *name = strrchr(path, '/');
    const struct served *served;
    TRY(find_served(portal, path, &served));
    const char *file = arena_format(portal->cx->mem, "%s/%s", portal->site->ledger, path);
    http_set_header(&response->http, "Cache-Control", served->cache);
    http_set_header(&response->http, "Access-Control-Allow-Origin", "*");
    if (served->sandboxed) {
        if (!file_exists(file)) return NOT_FOUND; /* erased: no copy elsewhere is confirmed */
        web_as_attachment(response, name + 1);
        if (http_not_modified(web->request, &response->http, name + 1)) return OK;
    }
    return http_send_file(portal->cx, &response->http, file, served->type);
}

/* ---- attachments ---- */

static enum status name_of(struct portal *portal, const struct public_record *record,
                           const char *sha256, const char **ret_name)
{
    struct record_file *file;
    TRY(public_files(portal, record->number, &file));
    while (file && !text_equal(file->sha256, sha256)) file = file->next;
    if (!file) return NOT_FOUND;
    *ret_name = file->name;
    return OK;
}

enum status portal_item_file(struct portal *portal, const struct web *web,
                             struct response *response)
{
    const char *sha256 = web_path(web, "sha256"), *name;
    struct public_record *record;
    struct hash hash;
    if (strlen(sha256) != HASH_DIGITS || !text_from_hex(sha256, hash.byte, HASH_SIZE))
        return NOT_FOUND;
    TRY(public_by_id(portal, web_path(web, "id"), &record));
    if (!public_is_live(record)) return NOT_FOUND;
    TRY(name_of(portal, record, sha256, &name));
    const char *file = arena_format(portal->cx->mem, "%s/%s", portal->site->ledger,
                                    object_path(portal->cx->mem, "file", hash));
    TRY(http_send_file(portal->cx, &response->http, file, "application/octet-stream"));
    web_as_attachment(response, name);
    http_set_header(&response->http, "Cache-Control", "no-cache");
    return OK;
}
