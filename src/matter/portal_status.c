/* The page of a matter: where it stands, what comes next, by when and why, what can be done. */
#include "base/text.h"
#include "matter/portal_pages.h"
#include "matter/portal_views.h"

/* The form that was not right stands in the place of the empty one. */
static void put_wrong(struct act_form *acts, const struct act_form *wrong)
{
    for (struct act_form *act = acts; wrong && act; act = act->next)
        if (text_equal(act->act, wrong->act)) {
            struct act_form *next = act->next;
            *act = *wrong;
            act->next = next;
        }
}

/* Something is missing or wrong: adding it stands open beside the checklist, and so does a form
 * that was sent and was not right. */
static bool lacks(const struct matter_view *view)
{
    for (size_t i = 0; i < view->need_count; i++)
        if (text_equal(view->needs[i].state, "missing") ||
            text_equal(view->needs[i].state, "wrong"))
            return true;
    return false;
}

static bool sort_acts(struct act_form *acts, bool lacking)
{
    bool more = false;
    for (struct act_form *act = acts; act; act = act->next) {
        act->urgent = act->open || (lacking && text_equal(act->act, "supplement"));
        more = more || !act->urgent;
    }
    return more;
}

enum status matter_status(struct portal *portal, const struct web *web, struct response *response,
                          const struct capsule *capsule, struct act_form *wrong)
{
    struct context *cx = portal->cx;
    struct matter_view view;
    struct act_form *acts;
    if (matter_view_read(cx, capsule->json, capsule->json_size, &view) != OK)
        return fault(cx, "a capsule holds no view");
    TRY(matter_acts(portal, web, &view, &acts));
    put_wrong(acts, wrong);
    struct status_view status = {.view = &view,
                                 .capsule = capsule,
                                 .code = code_grouped(cx->mem, &capsule->code),
                                 .agency_name = public_agency_name(portal, view.agency),
                                 .nonce = intake_nonce(cx->mem),
                                 .at = matter_moment(cx, view.at),
                                 .acts = acts,
                                 .wrong = wrong != NULL,
                                 .more = sort_acts(acts, lacks(&view))};
    struct page pg = matter_page(web, NULL, "/receipt");
    view_matter_status(&pg, &status);
    return web_show(response, &pg);
}
