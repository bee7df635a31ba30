/* What handlers answer with. */
#include <string.h>

#include "base/text.h"
#include "web/private.h"

struct page web_page(const struct web *web)
{
    const struct site_plan *plan = site_plan(web->site);
    struct page page = page_new(web->cx, plan->theme);
    page.csrf = web->csrf;
    page.base = plan->base ? plan->base : "";
    page.office = plan->office;
    page.in_language[CHINESE] = web_address(web, "lang", "zh");
    page.in_language[ENGLISH] = web_address(web, "lang", "en");
    page.large = web->large;
    page.other_size = web_address(web, "size", web->large ? "normal" : "large");
    page.signed_in_as = web->cx->actor ? web->cx->actor->label : NULL;
    if (plan->furnish) plan->furnish(web, &page);
    return page;
}

static void show(struct response *response, struct bytes bytes, const char *type)
{
    response->shown = true;
    response->http.type = type;
    response->http.body = bytes;
}

enum status web_show(struct response *response, const struct page *page)
{
    show(response, out_taken(&page->out), "text/html; charset=utf-8");
    return OK;
}

enum status web_see_other(struct response *response, const char *to)
{
    http_redirect(&response->http, 303, to);
    return OK;
}

enum status web_show_json(struct response *response, const struct json *json)
{
    show(response, out_taken(&json->out), "application/json");
    return OK;
}

/* RFC 6266, RFC 8187: a name in any language, without a way out of the header. */
static void offer_as(struct response *response, const char *name)
{
    struct arena *mem = response->http.mem;
    http_set_header(
        &response->http, "Content-Disposition",
        arena_format(mem, "attachment; filename*=UTF-8''%s", http_encode(mem, name, false)));
}

enum status web_show_bytes(struct response *response, struct bytes bytes, const char *type,
                           const char *name)
{
    show(response, bytes, type);
    if (name) offer_as(response, name);
    return OK;
}

void web_as_attachment(struct response *response, const char *name)
{
    offer_as(response, name);
    http_set_header(&response->http, "Content-Security-Policy", "sandbox; default-src 'none'");
    http_set_header(&response->http, "X-Content-Type-Options", "nosniff");
}
