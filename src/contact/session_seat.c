/* Seats: what somebody asked for, what they got. */
#include <string.h>

#include "base/text.h"
#include "contact/session_private.h"

const char *session_ticket_of(struct context *cx, const char *id)
{
    enum { TICKET = 16 };
    char hash[65];
    session_hash(arena_format(cx->mem, "seat:%s", id), hash);
    return arena_copy_n(cx->mem, hash, TICKET);
}

/* A new one: what came by a letter has its ticket from there, what was told by telephone from the
 * record. None is taken for what is over. */
enum status seat_prepare(struct context *cx, struct record *rec)
{
    struct seat *seat = AS(seat, rec);
    struct sitting sitting;
    bool new = !seat->asked_at.ms;
    if (!new || text_empty(seat->sitting)) return OK;
    enum status found = record_fetch(cx, &sitting_kind, seat->sitting, 0, &sitting);
    if (found == NOT_FOUND) return issue(cx, "sitting", "field.unknown_record", "");
    TRY(found);
    bool over = sitting.base.state == SITTING_HELD || sitting.base.state == SITTING_CANCELLED;
    if (over || sitting.seats == 0) return issue(cx, "sitting", "session.not_to_book", "");
    if (text_empty(seat->ticket)) seat->ticket = session_ticket_of(cx, rec->id);
    seat->asked_at = cx->now;
    return session_mark(cx, seat->sitting);
}

enum status seat_check(struct context *cx, const struct record *rec)
{
    const struct seat *seat = AS_CONST(seat, rec);
    struct sitting sitting;
    if (seat->people == INT_NONE || text_empty(seat->sitting)) return OK;
    TRY(record_fetch(cx, &sitting_kind, seat->sitting, 0, &sitting));
    bool limited = sitting.party_max != INT_NONE;
    bool fits = seat->people >= 1 && (!limited || seat->people <= sitting.party_max);
    const char *most = arena_format(cx->mem, "%lld", (long long)sitting.party_max);
    return fits ? OK : issue(cx, "people", "session.too_many", most);
}

/* ---- guards and effects ---------------------------------------------------------------------- */

static enum status sitting_of(struct context *cx, const struct record *rec, struct sitting *ret)
{
    return record_fetch(cx, &sitting_kind, AS_CONST(seat, rec)->sitting, 0, ret);
}

static EFFECT(effect_place)
{
    struct seat *seat = AS(seat, rec);
    const struct seat_place *place = why->with;
    if (!place) return DENIED;
    seat->places = place->places;
    if (place->turn != INT_NONE) seat->turn = place->turn;
    return session_mark(cx, seat->sitting);
}

static EFFECT(effect_refuse)
{
    struct seat *seat = AS(seat, rec);
    seat->refused_why = text_cut(cx->mem, why->why, 299);
    seat->places = "";
    return session_mark(cx, seat->sitting);
}

/* Nobody gives back a place at what has begun. */
static GUARD(guard_give_up)
{
    struct sitting sitting;
    TRY(sitting_of(cx, rec, &sitting));
    bool begun = sitting.begins_at.ms <= cx->now.ms;
    bool over = sitting.base.state == SITTING_CANCELLED || sitting.base.state == SITTING_HELD;
    return begun || over ? issue(cx, "", "session.has_begun", "") : OK;
}

static EFFECT(effect_give_up)
{
    struct seat *seat = AS(seat, rec);
    seat->places = "";
    return session_mark(cx, seat->sitting);
}

static GUARD(guard_came)
{
    struct sitting sitting;
    TRY(sitting_of(cx, rec, &sitting));
    bool begun = sitting.base.state != SITTING_CANCELLED && sitting.begins_at.ms <= cx->now.ms;
    return begun ? OK : issue(cx, "", "session.not_begun", "");
}

static GUARD(guard_rate)
{
    const struct session_rating *rating = why->with;
    bool right = rating && rating->stars >= 1 && rating->stars <= 5;
    return right ? OK : issue(cx, "stars", "field.required", "");
}

/* The last one counts. */
static EFFECT(effect_rate)
{
    struct seat *seat = AS(seat, rec);
    const struct session_rating *rating = why->with;
    seat->rating = rating->stars;
    seat->rating_note = text_cut(cx->mem, rating->note, 499);
    seat->rated_on = cx->today;
    return session_mark(cx, seat->sitting);
}

/* clang-format off */
static const struct state seat_states[] = {
    [SEAT_ASKED]    = {"asked",    "待分配",     "To be drawn",     EDITABLE | WHOLE, WRITE},
    [SEAT_ALLOTTED] = {"allotted", "已分配",     "Seat allotted",   EDITABLE | WHOLE, WRITE},
    [SEAT_WAITING]  = {"waiting",  "候补",       "Waiting",         EDITABLE | WHOLE, WRITE},
    [SEAT_REFUSED]  = {"refused",  "不予安排",   "Refused",         ENDED,            NOBODY},
    [SEAT_GIVEN_UP] = {"given-up", "已取消预约", "Given up",        ENDED,            NOBODY},
    [SEAT_ATTENDED] = {"attended", "已到场",     "Attended",        EDITABLE | WHOLE, WRITE},
    [SEAT_ABSENT]   = {"absent",   "未到场",     "Did not come",    EDITABLE | WHOLE, WRITE},
};
static const struct move seat_moves[] = {
    {SEAT_ASKED,    "allot-seat",  SEAT_ALLOTTED, PROGRAM, NULL,          effect_place,   NO_ENTRY, NOT_A_BUTTON, NULL},
    {SEAT_ASKED,    "queue-seat",  SEAT_WAITING,  PROGRAM, NULL,          effect_place,   NO_ENTRY, NOT_A_BUTTON, NULL},
    {SEAT_WAITING,  "allot-seat",  SEAT_ALLOTTED, PROGRAM, NULL,          effect_place,   NO_ENTRY, NOT_A_BUTTON, NULL},
    {SEAT_ASKED,    "refuse-seat", SEAT_REFUSED,  OFFICER, NULL,          effect_refuse,  NO_ENTRY, NEEDS_REASON, NULL},
    {SEAT_ALLOTTED, "refuse-seat", SEAT_REFUSED,  OFFICER, NULL,          effect_refuse,  NO_ENTRY, NEEDS_REASON, NULL},
    {SEAT_WAITING,  "refuse-seat", SEAT_REFUSED,  OFFICER, NULL,          effect_refuse,  NO_ENTRY, NEEDS_REASON, NULL},
    {SEAT_ASKED,    "give-back",     SEAT_GIVEN_UP, OFFICER, guard_give_up, effect_give_up, NO_ENTRY, 0,            NULL},
    {SEAT_ALLOTTED, "give-back",     SEAT_GIVEN_UP, OFFICER, guard_give_up, effect_give_up, NO_ENTRY, 0,            NULL},
    {SEAT_WAITING,  "give-back",     SEAT_GIVEN_UP, OFFICER, guard_give_up, effect_give_up, NO_ENTRY, 0,            NULL},
    {SEAT_ALLOTTED, "attend",      SEAT_ATTENDED, WRITE,   guard_came,    NULL,           NO_ENTRY, BATCHED,      NULL},
    {SEAT_WAITING,  "attend",      SEAT_ATTENDED, WRITE,   guard_came,    NULL,           NO_ENTRY, BATCHED,      NULL},
    {SEAT_ALLOTTED, "not-come",    SEAT_ABSENT,   WRITE,   guard_came,    NULL,           NO_ENTRY, BATCHED,      NULL},
    {SEAT_ABSENT,   "attend",      SEAT_ATTENDED, WRITE,   guard_came,    NULL,           NO_ENTRY, 0,            NULL},
    {SEAT_ATTENDED, "rate-seat",   SEAT_ATTENDED, PROGRAM, guard_rate,    effect_rate,    NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */

const struct workflow seat_workflow = {
    .name = "seat",
    WORKFLOW_TABLES(seat_states, seat_moves),
};

/* ---- places ---------------------------------------------------------------------------------- */

struct hall {
    bool taken[SESSION_SEATS_MAX + 1]; /* from 1 */
    int64_t seats, left;
};

static void take_places(struct hall *hall, const char *places)
{
    for (const char *at = places; *at; at += *at == ' ') {
        int64_t place = 0;
        while (*at >= '0' && *at <= '9' && place <= SESSION_SEATS_MAX)
            place = place * 10 + (*at++ - '0');
        if (*at && *at != ' ') return;
        if (place < 1 || place > hall->seats || hall->taken[place]) continue;
        hall->taken[place] = true;
        hall->left--;
    }
}

static const struct sql taken_places = {
    "seat.taken_places", "SELECT places FROM seat WHERE sitting = $1 AND newest = 1"
                         " AND state IN ('allotted', 'attended', 'absent') ORDER BY id"};

static enum status read_hall(struct context *cx, const struct sitting *sitting, struct hall **ret)
{
    struct sitting_found found;
    struct hall *hall = *ret = arena_make(cx->mem, struct hall);
    hall->seats = hall->left = sitting->seats;
    TRY(sitting_find(cx, &taken_places, BIND(sitting->base.id), &found));
    for (size_t i = 0; i < found.count; i++) take_places(hall, found.ids[i]);
    return OK;
}

/* The lowest places that are free, as many as are asked for. */
static const char *give_places(struct context *cx, struct hall *hall, int64_t people)
{
    struct out out = out_new(cx->mem);
    for (int64_t place = 1; place <= hall->seats && people > 0; place++) {
        if (hall->taken[place]) continue;
        out_format(&out, "%s%lld", out.size ? " " : "", (long long)place);
        hall->taken[place] = true;
        hall->left--;
        people--;
    }
    return out.text;
}

static enum status place(struct context *cx, struct hall *hall, struct seat *seat, int64_t turn)
{
    bool seated = seat->people <= hall->left;
    struct seat_place place = {seated ? give_places(cx, hall, seat->people) : "", turn};
    struct reason why = NO_REASON;
    why.with = &place;
    return record_move_by_program(cx, &seat->base, seated ? "allot-seat" : "queue-seat", &why);
}

/* ---- the draw, and what follows it ----------------------------------------------------------- */

static const struct sql asked_for = {"seat.asked_for",
                                     "SELECT id FROM seat WHERE sitting = $1 AND newest = 1"
                                     " AND state = 'asked' ORDER BY asked_at, id"};
static const struct sql in_line = {"seat.in_line",
                                   "SELECT id FROM seat WHERE sitting = $1 AND newest = 1"
                                   " AND state = 'waiting' ORDER BY turn, id"};
static const struct sql last_turn = {
    "seat.last_turn", "SELECT COALESCE(MAX(turn), 0) FROM seat WHERE sitting = $1 AND newest = 1"};

static struct seat *seat_of(const struct session_ticket *ticket, struct seat *seats, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(seats[i].ticket, ticket->ticket)) return &seats[i];
    return NULL;
}

enum status session_draw_seats(struct context *cx, const struct sitting *sitting)
{
    struct sitting_found found;
    struct hall *hall;
    TRY(read_hall(cx, sitting, &hall));
    TRY(sitting_find(cx, &asked_for, BIND(sitting->base.id), &found));
    struct seat *seats = arena_array(cx->mem, struct seat, found.count + 1);
    struct session_ticket *tickets = arena_array(cx->mem, struct session_ticket, found.count + 1);
    for (size_t i = 0; i < found.count; i++) {
        TRY(record_fetch(cx, &seat_kind, found.ids[i], 0, &seats[i]));
        tickets[i] = (struct session_ticket){.ticket = seats[i].ticket, .people = seats[i].people};
    }
    session_draw(sitting->seed, hall->left, tickets, found.count);
    for (size_t i = 0; i < found.count; i++) {
        struct seat *seat = seat_of(&tickets[i], seats, found.count);
        TRY(place(cx, hall, seat, (int64_t)i + 1));
    }
    return OK;
}

/* Who asked after the draw stands behind all others. */
static enum status queue_late(struct context *cx, const struct sitting *sitting)
{
    static const struct hall nothing = {.seats = 0};
    struct sitting_found found;
    int64_t turn;
    struct hall none = nothing;
    TRY(sitting_find(cx, &asked_for, BIND(sitting->base.id), &found));
    if (!found.count) return OK;
    TRY(store_int(cx, &last_turn, BIND(sitting->base.id), &turn));
    for (size_t i = 0; i < found.count; i++) {
        struct seat seat;
        TRY(record_fetch(cx, &seat_kind, found.ids[i], 0, &seat));
        TRY(place(cx, &none, &seat, ++turn));
    }
    return OK;
}

enum status session_settle(struct context *cx, const struct sitting *sitting)
{
    struct sitting_found found;
    struct hall *hall;
    if (sitting->begins_at.ms <= cx->now.ms) return OK; /* those at the door come first now */
    TRY(queue_late(cx, sitting));
    TRY(read_hall(cx, sitting, &hall));
    TRY(sitting_find(cx, &in_line, BIND(sitting->base.id), &found));
    for (size_t i = 0; i < found.count && hall->left > 0; i++) {
        struct seat seat;
        TRY(record_fetch(cx, &seat_kind, found.ids[i], 0, &seat));
        if (seat.people <= hall->left) TRY(place(cx, hall, &seat, INT_NONE));
    }
    for (size_t i = 0; i < found.count; i++) TRY(matter_touch(cx, found.ids[i])); /* moved up */
    return OK;
}

static const struct sql drawn = {"seat.drawn",
                                 "SELECT ticket FROM seat WHERE sitting = $1 AND newest = 1"
                                 " AND turn IS NOT NULL ORDER BY turn, id"};

enum status session_drawn(struct context *cx, const char *sitting, const char **ret_text)
{
    struct sitting_found found;
    struct out out = out_new(cx->mem);
    TRY(sitting_find(cx, &drawn, BIND(sitting), &found));
    for (size_t i = 0; i < found.count; i++) out_format(&out, "%s%s", i ? "\n" : "", found.ids[i]);
    *ret_text = out.text;
    return OK;
}
