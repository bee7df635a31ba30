/* What do you want to do? Every way in which a citizen can begin, in one place. */
#include "base/text.h"
#include "matter/portal_pages.h"
#include "matter/portal_receipt.h"
#include "matter/portal_views.h"

static const struct matter_way *ways;

void matter_set_ways(const struct matter_way *given)
{
    ways = given;
}

const char *matter_way_to(const char *sort, const char *otherwise)
{
    for (const struct matter_way *way = ways; way && way->sort; way++)
        if (text_equal(way->sort, sort)) return way->href;
    return otherwise;
}

enum status do_show(struct portal *portal, const struct web *web, struct response *response)
{
    struct page pg = matter_page(web, NULL, "/do");
    view_matter_do(&pg, ways);
    return web_show(response, &pg);
}
