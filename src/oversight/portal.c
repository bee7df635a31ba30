#include "oversight/portal.h"

#include "base/text.h"
#include "organisation/organisation.h"
#include "oversight/views.h"
#include "web/message.h"

static const char *name_of(struct portal *portal, const char *agency)
{
    void *found;
    if (public_get(portal, &agency_kind, agency, &found) != OK) return "";
    const struct agency_public *about = found;
    return public_agency_name(portal, about->code);
}

static struct supervision_row row_of(struct portal *portal, const struct record *rec)
{
    const struct field *title = kind_public_field(rec->kind, rec->kind->title);
    const struct field *about = kind_public_field(rec->kind, "about");
    const struct field *on = kind_public_field(rec->kind, "held_on");
    if (!on) on = kind_public_field(rec->kind, "criticised_on");
    return (struct supervision_row){.href = arena_format(portal->cx->mem, "/records/%s", rec->id),
                                    .title = field_text(title, rec),
                                    .language = rec->language,
                                    .about = name_of(portal, field_text(about, rec)),
                                    .agency = public_agency_name(portal, rec->agency),
                                    .on = on ? (struct date){(int32_t)field_number(on, rec)}
                                             : DATE_NONE};
}

static enum status fill(struct portal *portal, const struct kind *kind, const char *order,
                        struct supervision_rows *ret)
{
    struct public_set set;
    TRY(public_all(portal, kind, NULL, order, &set));
    ret->at = arena_array(portal->cx->mem, struct supervision_row, set.count + 1);
    for (size_t i = 0; i < set.count; i++)
        ret->at[ret->count++] = row_of(portal, public_at(&set, i));
    return OK;
}

static enum status show_supervision(struct portal *portal, const struct web *web,
                                    struct response *response)
{
    struct supervision_page page = {0};
    TRY(public_all(portal, &invited_supervisor_kind, NULL, "r.agency, k.since, k.title",
                   &page.supervisors));
    TRY(public_all(portal, &satisfaction_survey_kind, NULL, "k.year DESC, r.agency, k.party",
                   &page.surveys));
    TRY(public_all(portal, &supervision_summary_kind, NULL, "k.year DESC, r.agency",
                   &page.summaries));
    TRY(fill(portal, &inspection_kind, "k.held_on DESC", &page.inspections));
    TRY(fill(portal, &criticism_kind, "k.criticised_on DESC", &page.criticisms));
    struct page pg = web_page(web);
    view_oversight_portal_supervision(&pg, &page);
    return web_show(response, &pg);
}

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET, "/supervision", EVERYBODY, show_supervision, NULL, 0},
};
/* clang-format on */

const struct portal_routes oversight_portal_routes = ROUTES(rows);
