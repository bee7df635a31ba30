/* Which address is whose, and the frame of the citizen's pages. */
#include "matter/portal.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "matter/portal_pages.h"
#include "matter/portal_receipt.h"
#include "matter/portal_views.h"
#include "web/message.h"

/* The fields of an act are its room's: ask_read() reads those that it asks. */
/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET,  "/do",           EVERYBODY, do_show,       NULL,        0},
    {HTTP_GET,  "/receipt",      EVERYBODY, receipt_ask,   NULL,        UNSTORED},
    {HTTP_POST, "/receipt",      EVERYBODY, receipt_show,  "code",      UNSTORED},
    {HTTP_POST, "/receipt/file", EVERYBODY, receipt_file,  "code file", UNSTORED},
    {HTTP_POST, "/receipt/act",  EVERYBODY, matter_do_act, ANY_FIELD,   UNSTORED | SEALED},
};
/* clang-format on */

const struct portal_routes matter_portal_routes = ROUTES(rows);

struct page matter_page(const struct web *web, const struct page_link *crumb, const char *home)
{
    struct arena *mem = web->cx->mem;
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(mem, struct page_link, 3);
    crumbs[0] =
        (struct page_link){.href = "/", .label = message_text(page.language, "layout.home")};
    if (crumb) crumbs[1] = *crumb;
    page.crumbs = crumbs;
    if (web->request->method == HTTP_POST) {
        page.in_language[CHINESE] = arena_format(mem, "%s?lang=zh", home);
        page.in_language[ENGLISH] = arena_format(mem, "%s?lang=en", home);
        page.other_size = NULL;
    }
    return page;
}

const char *matter_moment(struct context *cx, struct moment at)
{
    return arena_format(cx->mem, "%s:%02d", words_moment(cx->mem, cx->language, at),
                        (int)(at.ms / 1000 % 60));
}

const char *matter_name(struct context *cx, const char *zh, const char *en)
{
    return cx->language == ENGLISH && !text_empty(en) ? en : zh;
}

const char *matter_say(struct context *cx, const char *room, const char *rest)
{
    const char *id = arena_format(cx->mem, "%s.%s", room, rest);
    if (!message_known(id)) id = arena_format(cx->mem, "matter.%s", rest);
    return message_known(id) ? message_text(cx->language, id) : NULL;
}

static const struct sql agency_there = {
    "matter.agency", "SELECT COUNT(*) FROM portal_record WHERE kind = 'agency' AND agency = $1"
                     " AND standing = ''"};

enum status matter_agency(struct portal *portal, const struct web *web, const char **ret_code)
{
    int64_t there = 0;
    TRY(web_text(portal->cx, web, "agency", 18, ret_code));
    if (!**ret_code) *ret_code = portal->site->agency;
    TRY(store_int(portal->cx, &agency_there, BIND(*ret_code), &there));
    return there ? OK : NOT_FOUND;
}

const char *matter_day_reason(struct context *cx, const struct matter_day *day)
{
    const char *id = arena_format(cx->mem, "matter.day.%s", day->rule);
    return message_known(id) ? message_text(cx->language, id) : "";
}

const char *const *matter_day_sources(struct context *cx, const struct matter_day *days,
                                      size_t count)
{
    const char **found = arena_array(cx->mem, const char *, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        bool there = !*days[i].source;
        for (size_t k = 0; k < n && !there; k++) there = text_equal(found[k], days[i].source);
        if (!there) found[n++] = days[i].source;
    }
    return found;
}

const char *matter_weekday(struct context *cx, struct date date)
{
    const char *id = arena_format(cx->mem, "matter.weekday.%d", date_weekday(date));
    return date_is_set(date) ? message_text(cx->language, id) : "";
}

const char *matter_group(struct arena *mem, const char **at)
{
    size_t size = strcspn(*at, "-");
    size += (*at)[size] == '-';
    const char *group = arena_copy_n(mem, *at, size);
    *at += size;
    return group;
}
