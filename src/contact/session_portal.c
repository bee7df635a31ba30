#include "contact/session_portal.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "contact/session_ics.h"
#include "contact/views.h"
#include "organisation/organisation.h"
#include "web/body.h"
#include "web/message.h"

static struct page below(const struct web *web)
{
    struct context *cx = web->cx;
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(cx->mem, struct page_link, 3);
    crumbs[0] = (struct page_link){.href = "/", .label = message_text(cx->language, "layout.home")};
    crumbs[1] = (struct page_link){.href = "/sessions",
                                   .label = message_text(cx->language, "session.portal.title")};
    page.crumbs = crumbs;
    return page;
}

static const char *unit_name(struct portal *portal, const char *id)
{
    void *found;
    if (!id_is_valid(id) || public_get(portal, &unit_kind, id, &found) != OK) return "";
    const struct unit_public *unit = found;
    bool english = portal->cx->language == ENGLISH && !text_empty(unit->name_en);
    return english ? unit->name_en : unit->name;
}

/* ---- commitments ----------------------------------------------------------------------------- */

static struct commitment_row row_of(struct portal *portal, const struct commitment_public *c)
{
    struct context *cx = portal->cx;
    bool open = !date_is_set(c->fulfilled_on);
    void *found;
    struct commitment_row row = {.href = arena_format(cx->mem, "/records/%s", c->base.id),
                                 .title = c->title,
                                 .language = *c->base.language ? c->base.language : "zh",
                                 .unit = unit_name(portal, c->unit),
                                 .agency = public_agency_name(portal, c->base.agency),
                                 .evidence = c->evidence,
                                 .due_on = c->due_on,
                                 .fulfilled_on = c->fulfilled_on,
                                 .overdue = open && c->due_on.day < cx->today.day};
    if (public_get(portal, &public_session_kind, c->session, &found) != OK) return row;
    row.session_title = ((const struct public_session_public *)found)->title;
    row.session_href = arena_format(cx->mem, "/sessions/%s", c->session);
    return row;
}

static void add_row(struct commitment_list *list, struct commitment_row row)
{
    list->at[list->count++] = row;
    list->overdue += row.overdue;
}

static struct commitment_list room_for(struct portal *portal, const struct public_set *set)
{
    return (struct commitment_list){
        .at = arena_array(portal->cx->mem, struct commitment_row, set->count + 1)};
}

static enum status show_commitments(struct portal *portal, const struct web *web,
                                    struct response *response)
{
    struct public_set set;
    TRY(public_all(portal, &commitment_kind, NULL, "k.due_on, r.id", &set));
    struct commitments_page page = {room_for(portal, &set), room_for(portal, &set)};
    for (size_t i = 0; i < set.count; i++) {
        struct commitment_row row = row_of(portal, public_at(&set, i));
        add_row(date_is_set(row.fulfilled_on) ? &page.fulfilled : &page.open, row);
    }
    struct page pg = below(web);
    view_contact_session_commitments(&pg, &page);
    return web_show(response, &pg);
}

/* ---- the list -------------------------------------------------------------------------------- */

static void offer_sorts(struct portal *portal, const char *sort, struct sessions_page *page)
{
    struct context *cx = portal->cx;
    page->sorts[page->sort_count++] = (struct session_choice){
        "/sessions", message_text(cx->language, "session.portal.all"), text_empty(sort)};
    for (const struct word *w = session_sorts; w->word; w++)
        page->sorts[page->sort_count++] = (struct session_choice){
            arena_format(cx->mem, "/sessions?sort=%s", w->word),
            cx->language == CHINESE ? w->zh : w->en, text_equal(sort, w->word)};
}

/* What comes first is shown first; of what was, the newest. */
static void part(struct portal *portal, const struct session_list *all, const char *sort,
                 struct sessions_page *page)
{
    struct arena *mem = portal->cx->mem;
    page->coming.at = arena_array(mem, struct session_shown, all->count + 1);
    page->past.at = arena_array(mem, struct session_shown, all->count + 1);
    for (size_t i = all->count; i > 0; i--) {
        const struct session_shown *shown = &all->at[i - 1];
        bool wanted = text_empty(sort) || text_equal(shown->notice->sort, sort);
        if (wanted && shown->ends_at.ms > portal->cx->now.ms)
            page->coming.at[page->coming.count++] = *shown;
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct session_shown *shown = &all->at[i];
        bool wanted = text_empty(sort) || text_equal(shown->notice->sort, sort);
        if (wanted && shown->ends_at.ms <= portal->cx->now.ms)
            page->past.at[page->past.count++] = *shown;
    }
}

#define SORTS "hearing mediation talk enterprise"

static enum status show_sessions(struct portal *portal, const struct web *web,
                                 struct response *response)
{
    struct session_list all;
    struct sessions_page page = {.sort_count = 0};
    struct public_set promises;
    const char *sort;
    TRY(web_word(portal->cx, web, "sort", SORTS, &sort));
    TRY(session_public_all(portal, &all));
    TRY(public_all(portal, &commitment_kind, NULL, "k.due_on", &promises));
    for (size_t i = 0; i < promises.count; i++)
        page.overdue += row_of(portal, public_at(&promises, i)).overdue;
    part(portal, &all, sort, &page);
    offer_sorts(portal, sort, &page);
    page.ics = text_empty(sort) ? "/sessions.ics"
                                : arena_format(portal->cx->mem, "/sessions.ics?sort=%s", sort);
    struct page pg = web_page(web);
    view_contact_session_list(&pg, &page);
    return web_show(response, &pg);
}

/* ---- one ------------------------------------------------------------------------------------- */

static void split_drawn(struct portal *portal, struct session_page *page)
{
    const struct session_line_public *line = page->shown.line;
    if (!line || text_empty(line->drawn)) return;
    const char **tickets = arena_array(portal->cx->mem, const char *, strlen(line->drawn) / 2 + 2);
    for (const char *at = line->drawn; *at;) {
        size_t size = strcspn(at, "\n");
        if (size) tickets[page->drawn_count++] = arena_copy_n(portal->cx->mem, at, size);
        at += size + (at[size] == '\n');
    }
    page->drawn = tickets;
}

static enum status add_promises(struct portal *portal, struct session_page *page)
{
    struct public_set set;
    TRY(public_where(portal, &commitment_kind, "session", page->shown.notice->base.id, &set));
    page->commitments = room_for(portal, &set);
    for (size_t i = 0; i < set.count; i++)
        add_row(&page->commitments, row_of(portal, public_at(&set, i)));
    return OK;
}

static const char *rating_of(struct portal *portal, const struct session_line_public *line)
{
    struct context *cx = portal->cx;
    if (!line || line->rated == INT_NONE || line->rating == INT_NONE) return NULL;
    const char *args[] = {arena_format(cx->mem, "%lld.%02lld", (long long)(line->rating / 100),
                                       (long long)(line->rating % 100)),
                          words_number(cx->mem, cx->language, line->rated)};
    return message_format(cx->mem, cx->language, "session.portal.rating", args, 2);
}

static const char *book_address(struct portal *portal, const struct session_shown *shown)
{
    const char *agency = shown->notice->base.agency;
    bool own = text_equal(agency, portal->site->agency);
    return own ? arena_format(portal->cx->mem, "%s/book", shown->href)
               : arena_format(portal->cx->mem, "%s/book?agency=%s", shown->href, agency);
}

/* What was withdrawn or suspended is told on the page of its record. */
static enum status gone(struct portal *portal, const char *id, struct response *response)
{
    struct public_record *record;
    if (!id_is_valid(id)) return NOT_FOUND;
    TRY(public_by_id(portal, id, &record));
    if (record->kind != &public_session_kind || public_is_live(record)) return NOT_FOUND;
    return web_see_other(response, arena_format(portal->cx->mem, "/records/%s", id));
}

static enum status show_session(struct portal *portal, const struct web *web,
                                struct response *response)
{
    struct session_page page = {.drawn_count = 0};
    struct arena *mem = portal->cx->mem;
    enum status found = session_public_one(portal, web_path(web, "id"), &page.shown);
    if (found == NOT_FOUND) return gone(portal, web_path(web, "id"), response);
    TRY(found);
    const struct public_session_public *s = page.shown.notice;
    page.unit = unit_name(portal, s->unit);
    page.ics = arena_format(mem, "/sessions/%s.ics", s->base.id);
    page.record = arena_format(mem, "/records/%s", s->base.id);
    page.rating = rating_of(portal, page.shown.line);
    if (page.shown.bookable) page.book = book_address(portal, &page.shown);
    page.about = body_html(mem, s->about);
    page.agenda = body_html(mem, s->agenda);
    page.minutes = body_html(mem, s->minutes);
    page.results = body_html(mem, s->results);
    split_drawn(portal, &page);
    TRY(add_promises(portal, &page));
    struct page pg = below(web);
    view_contact_session_page(&pg, &page);
    return web_show(response, &pg);
}

/* ---- iCalendar ------------------------------------------------------------------------------- */

static enum status last_act(struct portal *portal, const char *id, struct moment *at)
{
    struct public_record *record;
    struct public_act *act;
    TRY(public_by_id(portal, id, &record));
    TRY(public_acts(portal, record->number, &act));
    for (; act; act = act->next)
        if (act->at.ms > at->ms) *at = act->at;
    return OK;
}

static const char *text_of(struct portal *portal, const struct session_shown *shown)
{
    struct context *cx = portal->cx;
    enum { TEXT_MAX = 400 };
    struct out out = out_new(cx->mem);
    out_format(&out, "%s", shown->standing);
    if (shown->cause) out_format(&out, "（%s）", shown->cause);
    out_format(&out, "\n%s\n%s", text_cut(cx->mem, shown->notice->about, TEXT_MAX),
               shown->notice->contact);
    return out.text;
}

static enum status put_event(struct portal *portal, const struct session_shown *shown,
                             struct ics *ics)
{
    const struct public_session_public *s = shown->notice;
    const struct session_line_public *line = shown->line;
    bool changed = line && line->sequence != INT_NONE;
    struct ics_event event = {
        .uid = s->base.id,
        .title = s->title,
        .text = text_of(portal, shown),
        .place = s->place,
        .sort = shown->sort,
        .url = arena_format(portal->cx->mem, "%s%s", portal->site->base, shown->href),
        .begins_at = shown->begins_at,
        .ends_at = shown->ends_at,
        .sequence = s->base.edition - 1 + (changed ? line->sequence : 0),
        .cancelled = shown->cancelled};
    TRY(last_act(portal, s->base.id, &event.changed_at));
    if (line) TRY(last_act(portal, line->base.id, &event.changed_at));
    ics_event(ics, &event);
    return OK;
}

static enum status show_calendar(struct portal *portal, const struct web *web,
                                 struct response *response)
{
    static const int64_t year_ms = INT64_C(366) * 86400000;
    struct session_list all;
    const char *sort;
    TRY(web_word(portal->cx, web, "sort", SORTS, &sort));
    TRY(session_public_all(portal, &all));
    struct ics ics = ics_begin(portal->cx->mem, portal->site->theme->name[portal->cx->language]);
    for (size_t i = 0; i < all.count; i++) {
        bool wanted = text_empty(sort) || text_equal(all.at[i].notice->sort, sort);
        bool old = all.at[i].ends_at.ms < portal->cx->now.ms - year_ms;
        if (wanted && !old) TRY(put_event(portal, &all.at[i], &ics));
    }
    return web_show_bytes(response, ics_end(&ics), "text/calendar; charset=utf-8", "sessions.ics");
}

static enum status show_event(struct portal *portal, const struct web *web,
                              struct response *response)
{
    struct session_shown shown;
    TRY(session_public_one(portal, web_path(web, "id"), &shown));
    struct ics ics = ics_begin(portal->cx->mem, shown.notice->title);
    TRY(put_event(portal, &shown, &ics));
    return web_show_bytes(response, ics_end(&ics), "text/calendar; charset=utf-8", "session.ics");
}

/* ---- booking --------------------------------------------------------------------------------- */

/* clang-format off */
enum { PEOPLE, QUESTIONS = 6 };
static const struct question asked[QUESTIONS] = {
    [PEOPLE] = {"people", ASK_SELECT, NULL, 2, NULL, NULL, ASK_REQUIRED},
    {"name",       ASK_LINE,  NULL, 60,   "name", NULL, ASK_REQUIRED},
    {"contact",    ASK_LINE,  NULL, 120,  NULL,   NULL, ASK_REQUIRED},
    {"interest",   ASK_LINE,  NULL, 200,  "organization", NULL, ASK_OPTIONAL},
    {"question",   ASK_LINES, NULL, 1800, NULL,   NULL, ASK_OPTIONAL},
    {"assistance", ASK_LINE,  NULL, 300,  NULL,   NULL, ASK_OPTIONAL},
};
/* clang-format on */

/* 1人, 2人 …: as many as one booking may be for. */
static const struct word *counts_up_to(struct context *cx, int64_t most)
{
    size_t n = most < 1 ? 1 : most > SESSION_PARTY_MAX ? SESSION_PARTY_MAX : (size_t)most;
    struct word *words = arena_array(cx->mem, struct word, n + 1);
    for (size_t i = 0; i < n; i++)
        words[i] = (struct word){arena_format(cx->mem, "%zu", i + 1),
                                 arena_format(cx->mem, "%zu人", i + 1),
                                 i ? arena_format(cx->mem, "%zu persons", i + 1) : "1 person"};
    return words;
}

static enum status put_session(struct portal *portal, const struct web *web, struct ask_form *form,
                               struct html *ret_head)
{
    struct context *cx = portal->cx;
    struct session_shown shown;
    TRY(session_public_one(portal, web_path(web, "id"), &shown));
    const char *args[] = {shown.notice->title, words_moment(cx->mem, cx->language, shown.begins_at),
                          shown.until, shown.notice->place, shown.notice->who};
    *ret_head = body_html(
        cx->mem, message_format(cx->mem, cx->language, "session.book.head", args, COUNT_OF(args)));
    ask_add(cx, form, "session", shown.notice->base.id);
    return OK;
}

/* Somebody may fill in the form for longer than booking goes on. */
static enum status check_open(struct portal *portal, const struct web *web, struct ask_form *form)
{
    struct session_shown shown;
    TRY(session_public_one(portal, web_path(web, "id"), &shown));
    if (!shown.bookable) ask_lack(portal->cx, form, "people", "session.lacks.open");
    return OK;
}

static enum status make_form(struct portal *portal, const struct session_shown *shown,
                             struct matter_form *form)
{
    struct context *cx = portal->cx;
    struct question *questions = arena_array(cx->mem, struct question, QUESTIONS);
    memcpy(questions, asked, sizeof asked);
    questions[PEOPLE].words = counts_up_to(cx, shown->notice->party_max);
    *form = (struct matter_form){.sort = "session",
                                 .letter = "session.book",
                                 .path = arena_format(cx->mem, "%s/book", shown->href),
                                 .questions = questions,
                                 .count = QUESTIONS,
                                 .check = check_open,
                                 .head = put_session};
    return OK;
}

static enum status book(struct portal *portal, const struct web *web, struct response *response,
                        bool post)
{
    struct session_shown shown;
    struct matter_form form;
    const char *agency;
    TRY(session_public_one(portal, web_path(web, "id"), &shown));
    TRY(matter_agency(portal, web, &agency));
    bool ours = text_equal(agency, shown.notice->base.agency);
    if (!post && !shown.bookable) return web_see_other(response, shown.href);
    if (!post && !ours) return web_see_other(response, book_address(portal, &shown));
    if (!ours) return NOT_FOUND;
    TRY(make_form(portal, &shown, &form));
    return post ? matter_file_form(portal, web, response, &form)
                : matter_ask_form(portal, web, response, &form);
}

static enum status show_booking(struct portal *portal, const struct web *web,
                                struct response *response)
{
    return book(portal, web, response, false);
}

static enum status send_booking(struct portal *portal, const struct web *web,
                                struct response *response)
{
    return book(portal, web, response, true);
}

/* ---- */

const struct matter_act session_matter_acts[] = {
    {"session", "withdraw", NULL, 0},
    {"session",     "rate", NULL, 0},
    {0        },
};

#define BOOKED "agency nonce people name contact interest question assistance"
/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET,  "/sessions",             EVERYBODY, show_sessions,    "sort",   0},
    {HTTP_GET,  "/sessions.ics",         EVERYBODY, show_calendar,    "sort",   0},
    {HTTP_GET,  "/sessions/commitments", EVERYBODY, show_commitments, NULL,     0},
    {HTTP_GET,  "/sessions/{id}",        EVERYBODY, show_session,     NULL,     0},
    {HTTP_GET,  "/sessions/{id}.ics",    EVERYBODY, show_event,       NULL,     0},
    {HTTP_GET,  "/sessions/{id}/book",   EVERYBODY, show_booking,     "agency", UNSTORED},
    {HTTP_POST, "/sessions/{id}/book",   EVERYBODY, send_booking,     BOOKED,   UNSTORED | SEALED},
};
/* clang-format on */

const struct portal_routes session_portal_routes = ROUTES(rows);
