#include "contact/session_office.h"

#include <string.h>

#include "base/text.h"
#include "contact/session_private.h"
#include "contact/views.h"
#include "web/message.h"

/* ---- who comes, and what they ask ------------------------------------------------------------ */

static const struct sql seats_in_order = {"session_office.seats",
                                          "SELECT id FROM seat WHERE sitting = $1 AND newest = 1"
                                          " ORDER BY COALESCE(turn, 1000000), asked_at, id"};
static const struct sql same_contact = {
    "session_office.twice", "SELECT COUNT(*) FROM seat WHERE sitting = $1 AND newest = 1"
                            " AND id <> $2 AND contact = $3 AND contact <> ''"
                            " AND state IN ('asked', 'allotted', 'waiting')"};

static enum status fill_seat(struct context *cx, const char *id, bool personal,
                             struct seat_row *row)
{
    struct seat seat;
    int64_t others = 0;
    TRY(record_fetch(cx, &seat_kind, id, 0, &seat));
    *row = (struct seat_row){.href = arena_format(cx->mem, "/records/seat/%s", id),
                             .ticket = seat.ticket,
                             .state = state_label(record_state(&seat.base), cx->language),
                             .places = seat.places,
                             .people = seat.people,
                             .turn = seat.turn == INT_NONE ? 0 : seat.turn,
                             .masked = seat.masked_question,
                             .answer = seat.answer};
    if (!personal) return OK;
    row->name = seat.name;
    row->contact = seat.contact;
    row->interest = seat.interest;
    row->assistance = seat.assistance;
    row->question = seat.question;
    TRY(store_int(cx, &same_contact, BIND(seat.sitting, id, seat.contact), &others));
    row->twice = others > 0 && seat.base.state <= SEAT_WAITING;
    return OK;
}

static enum status fill_seats(struct context *cx, struct sitting_view *view)
{
    struct sitting_found found;
    bool personal = access_may(cx->actor, READ_PERSONAL, view->sitting->base.agency);
    TRY(sitting_find(cx, &seats_in_order, BIND(view->sitting->base.id), &found));
    view->seats = arena_array(cx->mem, struct seat_row, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        struct seat_row *row = &view->seats[view->seat_count++];
        TRY(fill_seat(cx, found.ids[i], personal, row));
        view->asked += !text_empty(row->question) || !text_empty(row->masked);
        view->answered += !text_empty(row->masked) && !text_empty(row->answer);
    }
    return session_count_seats(cx, view->sitting, &view->count);
}

static enum status fill(struct context *cx, const struct sitting *sitting,
                        struct sitting_view *view)
{
    const char *id = sitting->base.id;
    *view = (struct sitting_view){.sitting = sitting,
                                  .title = sitting->title,
                                  .back = arena_format(cx->mem, "/records/sitting/%s", id)};
    TRY(fill_seats(cx, view));
    if (text_empty(sitting->line)) view->no_order = message_text(cx->language, "session.no_order");
    bool over = sitting->base.state >= SITTING_HELD;
    if (access_may(cx->actor, WRITE, sitting->base.agency) && !over && sitting->seats > 0)
        view->new_seat = arena_format(cx->mem, "/records/seat/new?sitting=%s", id);
    if (!access_may(cx->actor, READ_PERSONAL, sitting->base.agency)) return OK;
    view->door_href = arena_format(cx->mem, "/sittings/%s/door", id);
    view->chair_href = arena_format(cx->mem, "/sittings/%s/chair", id);
    if (view->answered) view->minutes_action = arena_format(cx->mem, "/sittings/%s/minutes", id);
    return OK;
}

/* A panel cannot fail: what cannot be read is not shown. */
void sitting_panel(struct page *pg, const struct record *rec)
{
    struct sitting_view view;
    if (fill(pg->cx, AS_CONST(sitting, rec), &view) != OK) return;
    view_contact_session_panel(pg, &view);
}

/* ---- the lists for the day ------------------------------------------------------------------- */

/* What the lists show is personal: whoever may not read it there does not learn that they exist. */
static enum status find(struct context *cx, const struct web *web, struct sitting *ret_sitting,
                        struct sitting_view *ret_view)
{
    const char *id = web_path(web, "id");
    if (!id_is_valid(id)) return NOT_FOUND;
    TRY(record_load(cx, &sitting_kind, id, ret_sitting));
    if (!access_may(cx->actor, READ_PERSONAL, ret_sitting->base.agency)) return NOT_FOUND;
    return fill(cx, ret_sitting, ret_view);
}

static enum status show_door(struct context *cx, const struct web *web, struct response *response)
{
    struct sitting sitting;
    struct sitting_view view;
    TRY(find(cx, web, &sitting, &view));
    struct page page = desk_page(web, &sitting_kind);
    view_contact_session_door(&page, &view);
    return web_show(response, &page);
}

static enum status show_chair(struct context *cx, const struct web *web, struct response *response)
{
    struct sitting sitting;
    struct sitting_view view;
    TRY(find(cx, web, &sitting, &view));
    struct page page = desk_page(web, &sitting_kind);
    view_contact_session_chair(&page, &view);
    return web_show(response, &page);
}

/* Each question once, however often the button is pressed. */
static const char *with_questions(struct context *cx, const char *minutes,
                                  const struct sitting_view *view, enum language language)
{
    struct out out = out_new(cx->mem);
    out_text(&out, minutes);
    const char *heading = message_text(language, "session.minutes.heading");
    bool headed = strstr(minutes, heading) != NULL;
    for (size_t i = 0; i < view->seat_count; i++) {
        const struct seat_row *row = &view->seats[i];
        if (text_empty(row->masked) || text_empty(row->answer)) continue;
        if (strstr(minutes, row->masked)) continue;
        if (!headed) out_format(&out, "%s## %s", out.size ? "\n\n" : "", heading);
        headed = true;
        out_format(&out, "\n\n**%s** %s\n\n**%s** %s",
                   message_text(language, "session.minutes.question"), row->masked,
                   message_text(language, "session.minutes.answer"), row->answer);
    }
    return out.text;
}

static enum status write_minutes(struct context *cx, const struct sitting_view *view,
                                 const char **ret_href)
{
    struct public_session session;
    TRY(record_load(cx, &public_session_kind, view->sitting->session, &session));
    enum language language = text_equal(session.base.language, "en") ? ENGLISH : CHINESE;
    if (!(record_state(&session.base)->flags & EDITABLE))
        return issue(cx, "", "session.no_edition", "");
    session.minutes = with_questions(cx, session.minutes, view, language);
    TRY(record_save(cx, &session.base));
    *ret_href = arena_format(cx->mem, "/records/public_session/%s", session.base.id);
    return OK;
}

static enum status make_minutes(struct context *cx, const struct web *web,
                                struct response *response)
{
    struct sitting sitting;
    struct sitting_view view;
    const char *href;
    TRY(find(cx, web, &sitting, &view));
    response->readable = true;
    enum status status = write_minutes(cx, &view, &href);
    if (status == OK) return web_see_other(response, href);
    if (status != INVALID) return status;
    view.issues = cx->issues;
    struct page page = desk_page(web, &sitting_kind);
    view_contact_session_chair(&page, &view);
    TRY(web_show(response, &page));
    return INVALID;
}

/* ---- a code for who has none ----------------------------------------------------------------- */

static enum status find_seat(struct context *cx, const struct web *web, struct seat *ret_seat,
                             struct seat_code_view *ret_view)
{
    const char *id = web_path(web, "id");
    if (!id_is_valid(id)) return NOT_FOUND;
    TRY(record_load(cx, &seat_kind, id, ret_seat));
    if (!access_may(cx->actor, READ_PERSONAL, ret_seat->base.agency)) return NOT_FOUND;
    *ret_view =
        (struct seat_code_view){.action = arena_format(cx->mem, "/sittings/seats/%s/code", id),
                                .back = arena_format(cx->mem, "/records/seat/%s", id),
                                .ticket = ret_seat->ticket};
    return OK;
}

static enum status show_code(struct context *cx, const struct web *web, struct response *response)
{
    struct seat seat;
    struct seat_code_view view;
    TRY(find_seat(cx, web, &seat, &view));
    struct page page = desk_page(web, &seat_kind);
    view_contact_session_code(&page, &view);
    return web_show(response, &page);
}

static enum status make_code(struct context *cx, const struct web *web, struct response *response)
{
    struct seat seat;
    struct seat_code_view view;
    TRY(find_seat(cx, web, &seat, &view));
    if (!access_may(cx->actor, WRITE, seat.base.agency)) return DENIED;
    if (text_equal(seat.channel, "web")) return CONFLICT; /* who booked has a code of their own */
    TRY(store_begin(cx));
    enum status status = matter_issue_code(cx, &seat.base, &view.code);
    if (status == OK) status = record_note_reading(cx, &seat.base, "为预约人制作查询码");
    if (status == OK) status = store_commit(cx);
    if (status != OK) store_rollback(cx);
    TRY(status);
    struct page page = desk_page(web, &seat_kind);
    view_contact_session_code(&page, &view);
    return web_show(response, &page);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/sittings/{id}/door",       READ_PERSONAL, show_door,    NULL},
    {HTTP_GET,  "/sittings/{id}/chair",      READ_PERSONAL, show_chair,   NULL},
    {HTTP_POST, "/sittings/{id}/minutes",    WRITE,         make_minutes, NULL},
    {HTTP_GET,  "/sittings/seats/{id}/code", READ_PERSONAL, show_code,    NULL},
    {HTTP_POST, "/sittings/seats/{id}/code", WRITE,         make_code,    NULL},
};
/* clang-format on */

const struct routes session_routes = ROUTES(rows);
