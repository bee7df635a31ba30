/* Sealed letters of those who book, and what their receipt shows. */
#include "base/text.h"
#include "contact/session_private.h"
#include "web/message.h"

/* ---- letters --------------------------------------------------------------------------------- */

static void take_field(struct context *cx, const struct letter *letter, const char *name,
                       struct seat *seat)
{
    const struct field *field = kind_field(&seat_kind, name);
    field_set_text(field, seat, text_cut(cx->mem, letter_value(letter, name), field->max - 1));
}

static int64_t people_of(const struct letter *letter, const struct sitting *sitting)
{
    int64_t people = 1, most = sitting->party_max == INT_NONE ? 1 : sitting->party_max;
    if (!text_to_int(letter_value(letter, "people"), &people) || people < 1) return 1;
    return people > most ? most : people;
}

/* What came too late is a booking all the same, and is answered: refused, with the reason. */
static const char *reason_against(const struct letter *letter, const struct sitting *sitting)
{
    int state = sitting->base.state;
    if (state == SITTING_HELD || state == SITTING_CANCELLED || sitting->seats <= 0)
        return "session.not_to_book";
    return letter->at.ms > sitting->booking_to.ms ? "session.too_late" : NULL;
}

enum status session_take_booking(struct context *cx, const struct letter *letter)
{
    static const char *const taken[] = {"name", "contact", "interest", "assistance", "question"};
    struct sitting sitting;
    struct seat seat;
    TRY(session_sitting(cx, letter_value(letter, "session"), &sitting));
    if (!text_equal(sitting.base.agency, letter->to)) return NOT_FOUND;
    record_init(&seat_kind, &seat);
    seat.base.agency = letter->to;
    if (text_equal(letter_value(letter, "language"), "en")) seat.base.language = "en";
    seat.sitting = sitting.base.id;
    seat.channel = "web";
    seat.people = people_of(letter, &sitting);
    seat.ticket = session_ticket_of(cx, letter->id);
    seat.asked_at = letter->at;
    for (size_t i = 0; i < COUNT_OF(taken); i++) take_field(cx, letter, taken[i], &seat);
    TRY(record_insert(cx, &seat.base));
    TRY(session_mark(cx, sitting.base.id));
    TRY(matter_open(cx, &seat.base, letter));
    const char *against = reason_against(letter, &sitting);
    if (!against) return OK;
    struct reason why = NO_REASON;
    why.why = message_text(text_equal(seat.base.language, "en") ? ENGLISH : CHINESE, against);
    return record_move(cx, &seat.base, "refuse-seat", &why);
}

static bool is_live(const struct seat *seat)
{
    int state = seat->base.state;
    return state == SEAT_ASKED || state == SEAT_ALLOTTED || state == SEAT_WAITING;
}

/* Twice is once; and what has begun cannot be given back, whatever the page said before. */
enum status session_take_withdrawal(struct context *cx, const struct letter *letter)
{
    struct seat seat;
    struct sitting sitting;
    struct reason why = NO_REASON;
    TRY(matter_find(cx, letter, &seat_kind, &seat));
    TRY(record_fetch(cx, &sitting_kind, seat.sitting, 0, &sitting));
    bool over = sitting.base.state == SITTING_CANCELLED || sitting.base.state == SITTING_HELD;
    if (!is_live(&seat) || over || sitting.begins_at.ms <= cx->now.ms)
        return matter_touch(cx, seat.base.id);
    why.why = "预约人凭回执码取消";
    return record_move(cx, &seat.base, "give-back", &why);
}

enum status session_take_rating(struct context *cx, const struct letter *letter)
{
    struct seat seat;
    struct session_rating rating = {0, letter_value(letter, "note")};
    struct reason why = NO_REASON;
    TRY(matter_find(cx, letter, &seat_kind, &seat));
    bool whole = text_to_int(letter_value(letter, "rating"), &rating.stars);
    if (!whole || seat.base.state != SEAT_ATTENDED) return matter_touch(cx, seat.base.id);
    why.with = &rating;
    return record_move_by_program(cx, &seat.base, "rate-seat", &why);
}

/* ---- what the holder of the code sees -------------------------------------------------------- */

struct telling {
    struct context *cx;
    struct seat seat;
    struct sitting sitting;
    struct public_session notice;
    struct matter_view *view;
    struct matter_fact *facts;
};
enum { FACTS_MAX = 12, EVENTS_MAX = 4 };

static const char *said(struct telling *t, enum language language, const char *id, const char *arg)
{
    return message_format(t->cx->mem, language, id, &arg, 1);
}

static void add_fact(struct telling *t, const char *id, const char *value, const char *value_en)
{
    if (text_empty(value)) return;
    t->facts[t->view->fact_count++] =
        (struct matter_fact){message_text(CHINESE, id), message_text(ENGLISH, id), value, value_en};
}

static void add_moment(struct telling *t, const char *id, struct moment at)
{
    if (at.ms) add_fact(t, id, zone_clock(t->cx->mem, at), NULL);
}

static void add_number(struct telling *t, const char *id, int64_t n)
{
    if (n != INT_NONE) add_fact(t, id, arena_format(t->cx->mem, "%lld", (long long)n), NULL);
}

static void add_cause(struct telling *t)
{
    const struct word *cause = field_word(kind_field(&sitting_kind, "cause"), t->sitting.cause);
    if (cause) add_fact(t, "session.fact.cause", cause->zh, cause->en);
}

static const struct sql before_me = {
    "seat.before_me", "SELECT COUNT(*) FROM seat WHERE sitting = $1 AND newest = 1"
                      " AND state = 'waiting' AND (turn < $2 OR (turn = $2 AND id < $3))"};

/* What happens now: one sentence for each state, in both languages. */
static enum status tell_next(struct telling *t)
{
    static const char *const sentences[] = {
        [SEAT_ASKED] = "session.next.asked",       [SEAT_ALLOTTED] = "session.next.allotted",
        [SEAT_WAITING] = "session.next.waiting",   [SEAT_REFUSED] = "session.next.refused",
        [SEAT_GIVEN_UP] = "session.next.given-up", [SEAT_ATTENDED] = "session.next.attended",
        [SEAT_ABSENT] = "session.next.absent"};
    const struct seat *seat = &t->seat;
    const char *id = sentences[seat->base.state], *arg = "";
    bool cancelled = t->sitting.base.state == SITTING_CANCELLED;
    if (seat->base.state == SEAT_WAITING) {
        int64_t before;
        TRY(store_int(t->cx, &before_me, BIND(seat->sitting, seat->turn, seat->base.id), &before));
        arg = arena_format(t->cx->mem, "%lld", (long long)before + 1);
    }
    if (seat->base.state == SEAT_REFUSED) arg = seat->refused_why;
    if (is_live(seat) && t->sitting.base.state == SITTING_HELD) id = "session.next.over";
    if (cancelled && seat->base.state != SEAT_REFUSED && seat->base.state != SEAT_GIVEN_UP)
        id = "session.next.cancelled";
    t->view->next_zh = said(t, CHINESE, id, arg);
    t->view->next_en = said(t, ENGLISH, id, arg);
    return OK;
}

static void tell_facts(struct telling *t)
{
    t->facts = arena_array(t->cx->mem, struct matter_fact, FACTS_MAX);
    t->view->facts = t->facts;
    add_moment(t, "session.fact.begins", t->sitting.begins_at);
    add_moment(t, "session.fact.was", t->sitting.adjourned_from);
    add_cause(t);
    add_fact(t, "session.fact.place", t->notice.place, NULL);
    add_number(t, "session.fact.people", t->seat.people);
    add_fact(t, "session.fact.ticket", t->seat.ticket, NULL);
    add_number(t, "session.fact.turn", t->seat.turn);
    add_fact(t, "session.fact.places", t->seat.places, NULL);
    add_fact(t, "session.fact.refused", t->seat.refused_why, NULL);
    add_fact(t, "session.fact.contact", t->notice.contact, NULL);
}

static void tell_events(struct telling *t)
{
    struct matter_view *view = t->view;
    struct matter_event *events = arena_array(t->cx->mem, struct matter_event, EVENTS_MAX);
    view->events = events;
    const struct {
        const char *id;
        struct date on;
    } known[] = {
        {"session.event.asked", zone_date(t->seat.asked_at)                 },
        {"session.event.drawn",
         t->sitting.drawn_at.ms ? zone_date(t->sitting.drawn_at) : DATE_NONE},
        {"session.event.held",  t->sitting.held_on                          },
        {"session.event.rated", t->seat.rated_on                            },
    };
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (date_is_set(known[i].on))
            events[view->event_count++] =
                (struct matter_event){known[i].on, message_text(CHINESE, known[i].id),
                                      message_text(ENGLISH, known[i].id), ""};
}

static void tell_state(struct telling *t)
{
    const struct state *state = record_state(&t->seat.base);
    bool cancelled = t->sitting.base.state == SITTING_CANCELLED && is_live(&t->seat);
    if (cancelled) state = record_state(&t->sitting.base);
    t->view->state = state->word;
    t->view->state_zh = state->zh;
    t->view->state_en = state->en;
    bool open = t->sitting.base.state < SITTING_HELD && t->sitting.begins_at.ms > t->cx->now.ms;
    t->view->can = is_live(&t->seat) && open             ? "withdraw"
                   : t->seat.base.state == SEAT_ATTENDED ? "rate"
                                                         : "";
    t->view->over = !is_live(&t->seat) || t->sitting.base.state >= SITTING_HELD;
}

static const struct sql edition_shown = {
    "seat.edition_shown",
    "SELECT COALESCE(MAX(CASE WHEN state = 'released' THEN edition ELSE 0 END), 0)"
    " FROM public_session WHERE id = $1"};

/* Nothing here says who they are: who holds the code knows. */
static enum status describe(struct context *cx, const char *id, struct matter_view *view)
{
    struct telling t = {.cx = cx, .view = view};
    int64_t edition;
    TRY(record_fetch(cx, &seat_kind, id, 0, &t.seat));
    TRY(record_fetch(cx, &sitting_kind, t.seat.sitting, 0, &t.sitting));
    TRY(store_int(cx, &edition_shown, BIND(t.sitting.session), &edition));
    TRY(record_fetch(cx, &public_session_kind, t.sitting.session, edition, &t.notice));
    view->agency = t.seat.base.agency;
    view->language = t.seat.base.language;
    view->number = t.seat.ticket;
    view->title = t.notice.title;
    view->filed_at = t.seat.asked_at;
    view->answered_on = t.sitting.drawn_at.ms ? zone_date(t.sitting.drawn_at) : DATE_NONE;
    view->rating = t.seat.rating == INT_NONE ? 0 : t.seat.rating;
    view->rated_on = t.seat.rated_on;
    view->due_on = DATE_NONE;
    if (edition) {
        view->link = arena_format(cx->mem, "/sessions/%s", t.notice.base.id);
        view->link_zh = message_text(CHINESE, "session.link");
        view->link_en = message_text(ENGLISH, "session.link");
    }
    tell_state(&t);
    tell_facts(&t);
    tell_events(&t);
    return tell_next(&t);
}

const struct matter_sort session_matter = {"session", &seat_kind, describe};
