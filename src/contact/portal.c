#include "contact/portal.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "contact/views.h"
#include "law/law.h"
#include "organisation/organisation.h"
#include "web/message.h"
#include "web/words.h"

enum { ANSWERS_PAGE = 20, NEWEST = 5, EXCERPT = 120, QUERY_MAX = 200 };

/* ---- names ---- */

const char *contact_choose(const struct context *cx, const char *zh, const char *en)
{
    return cx->language == ENGLISH && !text_empty(en) ? en : zh;
}

const char *contact_unit(struct portal *portal, const char *id)
{
    void *found;
    if (text_empty(id) || public_get(portal, &unit_kind, id, &found) != OK) return "";
    const struct unit_public *unit = found;
    return contact_choose(portal->cx, unit->name, unit->name_en);
}

struct page contact_page(const struct web *web, const char *crumb)
{
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(web->cx->mem, struct page_link, 3);
    crumbs[0] =
        (struct page_link){.href = "/", .label = message_text(page.language, "layout.home")};
    if (crumb)
        crumbs[1] = (struct page_link){
            .href = "/contact", .label = message_text(page.language, "contact.portal.title")};
    page.crumbs = crumbs;
    return page;
}

/* ---- rows ---- */

static struct contact_rows room_for(struct portal *portal, size_t count)
{
    return (struct contact_rows){arena_array(portal->cx->mem, struct contact_row, count + 1), 0};
}

static struct contact_row answer_row(struct portal *portal, const struct published_answer_public *p)
{
    const struct field *sort = kind_public_field(&published_answer_kind, "sort");
    return (struct contact_row){.href = arena_format(portal->cx->mem, "/records/%s", p->base.id),
                                .title = p->title,
                                .language = p->base.language,
                                .detail = field_show(portal->cx, sort, p),
                                .unit = contact_unit(portal, p->unit),
                                .agency = public_agency_name(portal, p->base.agency),
                                .excerpt = text_cut(portal->cx->mem, p->question, EXCERPT),
                                .on = p->answered_on,
                                .days = p->days_taken};
}

static enum status fill_points(struct portal *portal, const char *agency, const char *sort,
                               struct contact_rows *ret)
{
    struct public_set set;
    const struct field *word = kind_public_field(&contact_point_kind, "sort");
    TRY(public_all(portal, &contact_point_kind, agency, "r.agency, k.position, k.title", &set));
    *ret = room_for(portal, set.count);
    for (size_t i = 0; i < set.count; i++) {
        const struct contact_point_public *p = public_at(&set, i);
        if (sort && !text_equal(p->sort, sort)) continue;
        ret->at[ret->count++] = (struct contact_row){
            .href = arena_format(portal->cx->mem, "/records/%s", p->base.id),
            .title = contact_choose(portal->cx, p->title, p->title_en),
            .language = portal->cx->language == ENGLISH && *p->title_en ? "en" : p->base.language,
            .detail = field_show(portal->cx, word, p),
            .excerpt = p->scope,
            .phone = p->phone,
            .hours = contact_choose(portal->cx, p->hours, p->hours_en),
            .address = p->address,
            .agency = public_agency_name(portal, p->base.agency)};
    }
    return OK;
}

static bool in_force(struct date since, struct date until, struct date on)
{
    return since.day <= on.day && (!date_is_set(until) || until.day >= on.day);
}

static enum status fill_promises(struct portal *portal, const char *agency,
                                 struct contact_rows *ret)
{
    struct public_set set;
    const struct field *word = kind_public_field(&contact_promise_kind, "sort");
    TRY(public_all(portal, &contact_promise_kind, agency, "k.working_days, k.title", &set));
    *ret = room_for(portal, set.count);
    for (size_t i = 0; i < set.count; i++) {
        const struct contact_promise_public *p = public_at(&set, i);
        if (!in_force(p->since, p->until, portal->cx->today)) continue;
        ret->at[ret->count++] = (struct contact_row){
            .href = arena_format(portal->cx->mem, "/records/%s", p->base.id),
            .title = contact_choose(portal->cx, p->title, p->title_en),
            .language = portal->cx->language == ENGLISH && *p->title_en ? "en" : p->base.language,
            .detail = text_empty(p->sort) ? message_text(portal->cx->language, "contact.all_sorts")
                                          : field_show(portal->cx, word, p),
            .on = p->since,
            .days = p->working_days};
    }
    return OK;
}

/* ---- numbers: counted from what was published ---- */

static int by_days(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void count_numbers(struct portal *portal, const struct public_set *set,
                          struct contact_numbers *ret)
{
    size_t known = 0;
    int64_t *days = arena_array(portal->cx->mem, int64_t, set->count + 1);
    for (size_t i = 0; i < set->count; i++) {
        const struct published_answer_public *p = public_at(set, i);
        if (p->days_taken != INT_NONE) days[known++] = p->days_taken;
    }
    if (known) qsort(days, known, sizeof *days, by_days);
    *ret = (struct contact_numbers){(int64_t)set->count, known ? days[(known - 1) / 2] : INT_NONE};
}

/* ---- /contact ---- */

static enum status fill_home(struct portal *portal, struct contact_home *page)
{
    struct public_set answers, figures;
    struct contact_rows mailbox;
    TRY(fill_promises(portal, page->agency, &page->promises));
    TRY(fill_points(portal, page->agency, "hotline", &page->points));
    TRY(fill_points(portal, page->agency, "mailbox", &mailbox));
    page->mailbox_scope = mailbox.count ? mailbox.at[0].excerpt : "";
    TRY(public_all(portal, &published_answer_kind, page->agency, "k.answered_on DESC", &answers));
    count_numbers(portal, &answers, &page->numbers);
    page->newest = room_for(portal, NEWEST);
    for (size_t i = 0; i < answers.count && i < NEWEST; i++)
        page->newest.at[page->newest.count++] = answer_row(portal, public_at(&answers, i));
    TRY(public_all(portal, &contact_figures_kind, page->agency, "k.year DESC", &figures));
    if (figures.count) page->figures = public_at(&figures, 0);
    return OK;
}

static enum status show_home(struct portal *portal, const struct web *web,
                             struct response *response)
{
    struct contact_home page = {0};
    TRY(matter_agency(portal, web, &page.agency));
    page.agency_name = public_agency_name(portal, page.agency);
    TRY(fill_home(portal, &page));
    struct page pg = contact_page(web, NULL);
    view_contact_home(&pg, &page);
    return web_show(response, &pg);
}

/* ---- the director's mailbox ---- */

static enum status show_mailbox(struct portal *portal, const struct web *web,
                                struct response *response)
{
    struct contact_home page = {0};
    struct public_set answers;
    TRY(matter_agency(portal, web, &page.agency));
    page.agency_name = public_agency_name(portal, page.agency);
    TRY(fill_promises(portal, page.agency, &page.promises));
    TRY(fill_points(portal, page.agency, "mailbox", &page.points));
    TRY(public_where(portal, &published_answer_kind, "sort", "director", &answers));
    page.newest = room_for(portal, NEWEST);
    for (size_t i = answers.count; i-- > 0 && page.newest.count < NEWEST;) {
        const struct published_answer_public *p = public_at(&answers, i);
        if (text_equal(p->base.agency, page.agency))
            page.newest.at[page.newest.count++] = answer_row(portal, p);
    }
    struct page pg = contact_page(web, "");
    view_contact_mailbox(&pg, &page);
    return web_show(response, &pg);
}

/* ---- published answers ---- */

static enum status list_answers(struct portal *portal, struct public_query *query,
                                struct contact_answers *page)
{
    struct public_list list;
    query->kind = "published_answer";
    query->live = true;
    query->limit = ANSWERS_PAGE;
    TRY(public_count(portal, query, &page->total));
    TRY(public_list(portal, query, &list));
    page->rows = room_for(portal, list.count);
    for (struct public_record *r = list.first; r; r = r->next) {
        void *found;
        TRY(public_load(portal, r, &found));
        const struct published_answer_public *p = found;
        page->rows.at[page->rows.count++] = answer_row(portal, p);
    }
    page->next = list.next;
    return OK;
}

static enum status show_answers(struct portal *portal, const struct web *web,
                                struct response *response)
{
    struct contact_answers page = {0};
    struct public_query query = PUBLIC_QUERY;
    struct public_set answers;
    const char *after, *code;
    struct context *cx = portal->cx;
    TRY(matter_agency(portal, web, &code));
    TRY(web_text(cx, web, "q", QUERY_MAX, &page.q));
    TRY(web_text(cx, web, "after", 40, &after));
    const char *const only[] = {code, NULL};
    query.agency = only;
    if (*after) query.after = after;
    if (*page.q) {
        struct terms *terms = arena_make(cx->mem, struct terms);
        words_terms(page.q, terms);
        query.match = words_match(cx->mem, terms);
    }
    TRY(list_answers(portal, &query, &page));
    TRY(public_all(portal, &published_answer_kind, code, "k.answered_on DESC", &answers));
    count_numbers(portal, &answers, &page.numbers);
    TRY(public_all(portal, &contact_figures_kind, code, "k.year DESC", &page.figures));
    if (page.next) page.next = web_address(web, "after", page.next);
    struct page pg = contact_page(web, "");
    view_contact_answers(&pg, &page);
    return web_show(response, &pg);
}

/* ---- hotlines ---- */

static enum status show_hotlines(struct portal *portal, const struct web *web,
                                 struct response *response)
{
    struct contact_list page = {0};
    TRY(fill_points(portal, NULL, NULL, &page.rows));
    struct page pg = contact_page(web, "");
    view_contact_hotlines(&pg, &page);
    return web_show(response, &pg);
}

/* ---- competences ---- */

static enum status show_competences(struct portal *portal, const struct web *web,
                                    struct response *response)
{
    struct contact_list page = {0};
    struct public_set set;
    const char *code;
    struct context *cx = portal->cx;
    TRY(matter_agency(portal, web, &code));
    TRY(public_all(portal, &competence_kind, code, "k.organ, k.title", &set));
    page.rows = room_for(portal, set.count);
    for (size_t i = 0; i < set.count; i++) {
        const struct competence_public *c = public_at(&set, i);
        if (!in_force(c->since, c->until, cx->today)) continue;
        page.rows.at[page.rows.count++] = (struct contact_row){
            .href = arena_format(cx->mem, "/records/%s", c->base.id),
            .title = contact_choose(cx, c->title, c->title_en),
            .language = cx->language == ENGLISH && *c->title_en ? "en" : c->base.language,
            .unit = contact_unit(portal, c->unit),
            .detail = contact_choose(cx, c->organ, c->organ_en),
            .phone = c->organ_contact,
            .excerpt = c->basis};
    }
    struct page pg = contact_page(web, "");
    view_contact_competences(&pg, &page);
    return web_show(response, &pg);
}

/* ---- petitions: the terms stand in the regime's file ---- */

static const char *term_text(struct context *cx, const struct law_term *term)
{
    const char *n = arena_format(cx->mem, "%d", term->n);
    return message_format(
        cx->mem, cx->language,
        term->unit == TERM_WORKING_DAY ? "contact.term.working_days" : "contact.term.days", &n, 1);
}

static void add_term(struct context *cx, struct contact_petitions *page,
                     const struct clause *clause, const struct law_term *term)
{
    page->terms[page->count++] =
        (struct contact_term){clause_label(clause, cx->language), term_text(cx, term),
                              clause_article(clause, cx->language), clause->verified};
}

static void fill_terms(struct context *cx, const struct regime *regime,
                       struct contact_petitions *page)
{
    size_t room =
        regime->date_count + regime->term_count + regime->extension_count + regime->remedy_count;
    page->regime = clause_label(&regime->clause, cx->language);
    page->article = clause_article(&regime->clause, cx->language);
    page->terms = arena_array(cx->mem, struct contact_term, room + 1);
    for (size_t i = 0; i < regime->date_count; i++)
        add_term(cx, page, &regime->dates[i].clause, &regime->dates[i].term);
    for (size_t i = 0; i < regime->term_count; i++)
        add_term(cx, page, &regime->terms[i].clause, &regime->terms[i].term);
    for (size_t i = 0; i < regime->extension_count; i++)
        add_term(cx, page, &regime->extensions[i].clause, &regime->extensions[i].term);
    for (size_t i = 0; i < regime->remedy_count; i++)
        add_term(cx, page, &regime->remedies[i].clause, &regime->remedies[i].term);
}

static enum status show_petitions(struct portal *portal, const struct web *web,
                                  struct response *response)
{
    struct contact_petitions page = {.regime = "", .article = ""};
    const struct regime *regime =
        portal->site->law ? law_regime(portal->site->law, "cn-petition") : NULL;
    if (regime) fill_terms(portal->cx, regime, &page);
    TRY(fill_points(portal, NULL, "petitions", &page.points));
    struct page pg = contact_page(web, "");
    view_contact_petitions(&pg, &page);
    return web_show(response, &pg);
}

/* clang-format off */
#define WRITTEN "agency nonce sort title text name phone email consent sure"
static const struct portal_route rows[] = {
    {HTTP_GET,  "/contact",             EVERYBODY, show_home,        "agency",         0},
    {HTTP_GET,  "/contact/mailbox",     EVERYBODY, show_mailbox,     "agency",         0},
    {HTTP_GET,  "/contact/write",       EVERYBODY, contact_ask,      "agency sort",    UNSTORED},
    {HTTP_POST, "/contact/write",       EVERYBODY, contact_send,     WRITTEN,          UNSTORED | SEALED},
    {HTTP_GET,  "/contact/answers",     EVERYBODY, show_answers,     "agency q after", 0},
    {HTTP_GET,  "/contact/hotlines",    EVERYBODY, show_hotlines,    NULL,             0},
    {HTTP_GET,  "/contact/competences", EVERYBODY, show_competences, "agency",         0},
    {HTTP_GET,  "/contact/petitions",   EVERYBODY, show_petitions,   NULL,             0},
};
/* clang-format on */

const struct portal_routes contact_portal_routes = ROUTES(rows);
