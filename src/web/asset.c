#include "web/asset.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

static const char *etag_of(struct arena *mem, const char *text)
{
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), NULL, 0);
    return text_hex(mem, hash, sizeof hash);
}

enum status asset_show(const struct web *web, struct response *response, const char *name)
{
    const struct asset *asset = assets;
    while (asset->name && !text_equal(asset->name, name)) asset++;
    if (!asset->name) return NOT_FOUND;
    http_set_header(&response->http, "Cache-Control", "max-age=3600");
    if (http_not_modified(web->request, &response->http, etag_of(web->cx->mem, asset->text)))
        return OK;
    struct bytes bytes = {(const unsigned char *)asset->text, strlen(asset->text)};
    return web_show_bytes(response, bytes, asset->type, NULL);
}
