#include "web/asset.h"

#include <sodium.h>

#include "base/text.h"

/* The assembler takes the bytes in as they are: no generator, no copy in the source. */
#define ASSET(name, file)                                                               \
    __asm__(".section .rodata\n.balign 16\n" #name "_begin:\n.incbin \"" THEME "/" file \
            "\"\n" #name "_end:\n.byte 0\n.previous\n");                                \
    extern const unsigned char name##_begin[] __asm__(#name "_begin");                  \
    extern const unsigned char name##_end[] __asm__(#name "_end");

ASSET(asset_css, "theme.css")
ASSET(asset_emblem, "emblem.svg")
ASSET(asset_favicon, "favicon.svg")

static const struct asset {
    const char *name, *type;
    const unsigned char *begin, *end;
} assets[] = {
    {"theme.css",   "text/css; charset=utf-8", asset_css_begin,     asset_css_end    },
    {"emblem.svg",  "image/svg+xml",           asset_emblem_begin,  asset_emblem_end },
    {"favicon.svg", "image/svg+xml",           asset_favicon_begin, asset_favicon_end},
};

struct bytes asset_style_sheet(void)
{
    return (struct bytes){asset_css_begin, (size_t)(asset_css_end - asset_css_begin)};
}

static const char *etag_of(struct arena *mem, struct bytes bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes.data, bytes.size);
    return text_hex(mem, hash, 8);
}

static enum status show(const struct web *web, struct response *response)
{
    for (size_t i = 0; i < COUNT_OF(assets); i++) {
        const struct asset *asset = &assets[i];
        if (!text_equal(asset->name, web_path(web, "name"))) continue;
        struct bytes bytes = {asset->begin, (size_t)(asset->end - asset->begin)};
        const char *etag = etag_of(web->cx->mem, bytes);
        http_set_header(&response->http, "Cache-Control", "public, max-age=3600");
        if (http_not_modified(web->request, &response->http, etag)) return OK;
        return web_show_bytes(response, bytes, asset->type, NULL);
    }
    return NOT_FOUND;
}

static enum status show_in_office(struct context *cx, const struct web *web,
                                  struct response *response)
{
    return show(web, response);
}

static enum status show_in_portal(struct portal *portal, const struct web *web,
                                  struct response *response)
{
    return show(web, response);
}

static const struct route office_rows[] = {
    {HTTP_GET, "/static/{name}", EVERYBODY, show_in_office, NULL, 0}
};
static const struct portal_route portal_rows[] = {
    {HTTP_GET, "/static/{name}", EVERYBODY, show_in_portal, NULL, 0}
};

const struct routes asset_routes = ROUTES(office_rows);
const struct portal_routes portal_asset_routes = ROUTES(portal_rows);
