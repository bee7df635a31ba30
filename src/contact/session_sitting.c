/* Sittings: what becomes of a session after it was announced. */
#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "contact/session_private.h"

/* ---- looking --------------------------------------------------------------------------------- */

static const struct sql of_session = {"sitting.of_session",
                                      "SELECT id FROM sitting WHERE session = $1 AND newest = 1"};
static const struct sql mark = {"sitting.mark", "UPDATE sitting SET line_stale = 1 WHERE id = $1"};
static const struct sql counts = {
    "sitting.counts",
    "SELECT COALESCE(SUM(CASE WHEN state IN ('asked', 'allotted', 'waiting', 'attended', 'absent')"
    " THEN people ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state IN ('allotted', 'attended',"
    " 'absent') THEN people ELSE 0 END), 0), COALESCE(SUM(CASE WHEN state = 'waiting' THEN people"
    " ELSE 0 END), 0), COUNT(rating), COALESCE(SUM(rating), 0) FROM seat WHERE sitting = $1"
    " AND newest = 1"};

enum status session_sitting(struct context *cx, const char *session, struct sitting *ret_sitting)
{
    const char *id;
    TRY(store_text(cx, &of_session, BIND(session), &id));
    return record_fetch(cx, &sitting_kind, id, 0, ret_sitting);
}

enum status session_mark(struct context *cx, const char *sitting)
{
    return store_run(cx, &mark, BIND(sitting), NULL);
}

/* Before the draw what is asked for counts against the seats, after it what was allotted. */
enum status session_count_seats(struct context *cx, const struct sitting *sitting,
                                struct seat_count *ret_count)
{
    struct rows *rows;
    *ret_count = (struct seat_count){0};
    TRY(store_query(cx, &counts, BIND(sitting->base.id), &rows));
    if (rows_next(rows))
        *ret_count = (struct seat_count){.asked = rows_int(rows, 0),
                                         .allotted = rows_int(rows, 1),
                                         .waiting = rows_int(rows, 2),
                                         .rated = rows_int(rows, 3),
                                         .stars = rows_int(rows, 4)};
    TRY(rows_end(rows));
    bool drawn = sitting->drawn_at.ms != 0;
    int64_t taken = drawn ? ret_count->allotted : ret_count->asked;
    ret_count->left = taken < sitting->seats ? sitting->seats - taken : 0;
    return OK;
}

static const struct sql seats_of = {
    "sitting.seats_of", "SELECT id FROM seat WHERE sitting = $1 AND newest = 1 ORDER BY id"};

enum status sitting_find(struct context *cx, const struct sql *sql, struct bind bind,
                         struct sitting_found *ret)
{
    struct rows *rows;
    size_t room = 64;
    ret->ids = arena_array(cx->mem, const char *, room);
    ret->count = 0;
    TRY(store_query(cx, sql, bind, &rows));
    while (rows_next(rows)) {
        if (ret->count == room) {
            const char **more = arena_array(cx->mem, const char *, room *= 2);
            memcpy(more, ret->ids, ret->count * sizeof *more);
            ret->ids = more;
        }
        ret->ids[ret->count++] = rows_text(rows, 0);
    }
    return rows_end(rows);
}

enum status session_tell_all(struct context *cx, const char *sitting)
{
    struct sitting_found found;
    TRY(sitting_find(cx, &seats_of, BIND(sitting), &found));
    for (size_t i = 0; i < found.count; i++) TRY(matter_touch(cx, found.ids[i]));
    return OK;
}

/* The seats wait to be drawn when booking is over, and somebody is to say that it was held. */
struct record_due sitting_due(struct context *cx, const struct record *rec)
{
    const struct sitting *s = AS_CONST(sitting, rec);
    bool draw = rec->state == SITTING_CLOSED;
    bool hold = rec->state == SITTING_DRAWN || rec->state == SITTING_ANNOUNCED;
    struct moment at = draw ? s->booking_to : s->begins_at;
    return (struct record_due){draw || hold ? zone_date(at) : DATE_NONE, "", "cn"};
}

/* ---- guards and effects ---------------------------------------------------------------------- */

static bool nobody_books(struct context *cx, const struct record *rec)
{
    return AS_CONST(sitting, rec)->seats == 0;
}

static GUARD(guard_open)
{
    const struct sitting *s = AS_CONST(sitting, rec);
    return s->seats > 0 && s->booking_from.ms <= cx->now.ms ? OK : CONFLICT;
}

static GUARD(guard_close)
{
    return AS_CONST(sitting, rec)->booking_to.ms <= cx->now.ms ? OK : CONFLICT;
}

static EFFECT(effect_stale)
{
    AS(sitting, rec)->line_stale = true;
    return OK;
}

static EFFECT(effect_draw)
{
    struct sitting *s = AS(sitting, rec);
    s->drawn_at = cx->now;
    s->line_stale = true;
    return session_draw_seats(cx, s);
}

static GUARD(guard_hold)
{
    bool begun = AS_CONST(sitting, rec)->begins_at.ms <= cx->now.ms;
    return begun ? OK : issue(cx, "", "session.not_begun", "");
}

static EFFECT(effect_hold)
{
    struct sitting *s = AS(sitting, rec);
    s->held_on = zone_date(s->begins_at);
    s->line_stale = true;
    return session_tell_all(cx, rec->id);
}

static GUARD(guard_change)
{
    const struct session_change *change = why->with;
    const struct field *cause = kind_field(&sitting_kind, "cause");
    if (!change || text_empty(change->cause)) return issue(cx, "cause", "field.required", "");
    return field_word(cause, change->cause) ? OK : issue(cx, "cause", "field.unknown_word", "");
}

/* To a later or an earlier time, but one that is still to come, and not before booking is over. */
static GUARD(guard_adjourn)
{
    const struct sitting *s = AS_CONST(sitting, rec);
    TRY(guard_change(cx, rec, why));
    const struct session_change *change = why->with;
    if (!change->begins_at.ms) return issue(cx, "begins_at", "field.required", "");
    if (change->begins_at.ms <= cx->now.ms)
        return issue(cx, "begins_at", "session.in_the_past", "");
    if (change->begins_at.ms == s->begins_at.ms)
        return issue(cx, "begins_at", "session.same_time", "");
    bool books = s->seats > 0 && change->begins_at.ms < s->booking_to.ms;
    return books ? issue(cx, "begins_at", "session.still_booking", "") : OK;
}

static EFFECT(effect_adjourn)
{
    struct sitting *s = AS(sitting, rec);
    const struct session_change *change = why->with;
    if (!s->adjourned_from.ms) s->adjourned_from = s->begins_at;
    s->ends_at.ms += change->begins_at.ms - s->begins_at.ms;
    s->begins_at = change->begins_at;
    s->cause = change->cause;
    s->sequence++;
    s->line_stale = true;
    return session_tell_all(cx, rec->id);
}

static EFFECT(effect_cancel)
{
    struct sitting *s = AS(sitting, rec);
    const struct session_change *change = why->with;
    s->cause = change->cause;
    s->sequence++;
    s->line_stale = true;
    return session_tell_all(cx, rec->id);
}

/* What the released edition says. An adjournment stands until an edition names another time than
 * the one that was adjourned; seats and booking are as they were when booking began. */
static void take_notice(struct sitting *s, const struct public_session *of, bool open)
{
    s->title = of->title;
    s->session_edition = of->base.edition;
    if (of->begins_at.ms != s->adjourned_from.ms) {
        s->begins_at = of->begins_at;
        s->ends_at = of->ends_at;
    }
    if (open) return;
    s->booking_from = of->seats ? of->booking_from : (struct moment){0};
    s->booking_to = of->seats ? of->booking_to : (struct moment){0};
    s->seats = of->seats;
    s->party_max = of->party_max;
}

static EFFECT(effect_follow)
{
    struct sitting *s = AS(sitting, rec);
    const struct public_session *of = why->with;
    if (!of || !text_equal(of->base.id, s->session)) return DENIED;
    take_notice(s, of, rec->state != SITTING_ANNOUNCED);
    s->line_stale = true;
    return session_tell_all(cx, rec->id);
}

static GUARD(guard_forget)
{
    const struct sitting *s = AS_CONST(sitting, rec);
    struct date kept = date_plus(zone_date(s->ends_at), SESSION_KEPT_DAYS);
    return !date_is_set(s->forgotten_on) && kept.day < cx->today.day ? OK : CONFLICT;
}

static const struct sql forget_seats = {
    "sitting.forget_seats",
    "UPDATE seat SET name = '', contact = '', interest = '', assistance = '', question = '',"
    " rating_note = '', version = version + 1 WHERE sitting = $1"};

static EFFECT(effect_forget)
{
    AS(sitting, rec)->forgotten_on = cx->today;
    return store_run(cx, &forget_seats, BIND(rec->id), NULL);
}

/* ---- the tables ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct state sitting_states[] = {
    [SITTING_ANNOUNCED] = {"announced", "即将接受预约",     "Announced",          0,       OFFICER},
    [SITTING_OPEN]      = {"open",      "正在接受预约",     "Open for booking",   0,       OFFICER},
    [SITTING_CLOSED]    = {"closed",    "预约截止，待抽签", "To be drawn",        WORKING, OFFICER},
    [SITTING_DRAWN]     = {"drawn",     "席位已分配",       "Seats allotted",     WORKING, OFFICER},
    [SITTING_HELD]      = {"held",      "已举行",           "Held",               0,       OFFICER},
    [SITTING_CANCELLED] = {"cancelled", "已取消",           "Cancelled",          ENDED,   NOBODY},
};
#define IN_EACH(verb, may, guard, effect, flags)                                             \
    {SITTING_ANNOUNCED, verb, SITTING_ANNOUNCED, may, guard, effect, NO_ENTRY, flags, NULL}, \
    {SITTING_OPEN,      verb, SITTING_OPEN,      may, guard, effect, NO_ENTRY, flags, NULL}, \
    {SITTING_CLOSED,    verb, SITTING_CLOSED,    may, guard, effect, NO_ENTRY, flags, NULL}, \
    {SITTING_DRAWN,     verb, SITTING_DRAWN,     may, guard, effect, NO_ENTRY, flags, NULL}
#define AT_THE_END(verb, may, guard, effect, flags)                                          \
    {SITTING_HELD,      verb, SITTING_HELD,      may, guard, effect, NO_ENTRY, flags, NULL}, \
    {SITTING_CANCELLED, verb, SITTING_CANCELLED, may, guard, effect, NO_ENTRY, flags, NULL}
static const struct move sitting_moves[] = {
    {SITTING_ANNOUNCED, "open-booking",   SITTING_OPEN,      PROGRAM, guard_open,   effect_stale,  NO_ENTRY, NOT_A_BUTTON, NULL},
    {SITTING_OPEN,      "close-booking",  SITTING_CLOSED,    PROGRAM, guard_close,  effect_stale,  NO_ENTRY, NOT_A_BUTTON, NULL},
    {SITTING_CLOSED,    "draw-seats",     SITTING_DRAWN,     OFFICER, NULL,         effect_draw,   NO_ENTRY, 0,            NULL},
    {SITTING_DRAWN,     "hold-session",   SITTING_HELD,      OFFICER, guard_hold,   effect_hold,   NO_ENTRY, 0,            NULL},
    {SITTING_ANNOUNCED, "hold-session",   SITTING_HELD,      OFFICER, guard_hold,   effect_hold,   NO_ENTRY, 0,            nobody_books},
    IN_EACH("adjourn-session", OFFICER, guard_adjourn, effect_adjourn, NOT_A_BUTTON),
    {SITTING_ANNOUNCED, "cancel-session", SITTING_CANCELLED, OFFICER, guard_change, effect_cancel, NO_ENTRY, NOT_A_BUTTON, NULL},
    {SITTING_OPEN,      "cancel-session", SITTING_CANCELLED, OFFICER, guard_change, effect_cancel, NO_ENTRY, NOT_A_BUTTON, NULL},
    {SITTING_CLOSED,    "cancel-session", SITTING_CANCELLED, OFFICER, guard_change, effect_cancel, NO_ENTRY, NOT_A_BUTTON, NULL},
    {SITTING_DRAWN,     "cancel-session", SITTING_CANCELLED, OFFICER, guard_change, effect_cancel, NO_ENTRY, NOT_A_BUTTON, NULL},
    IN_EACH("follow-notice", PROGRAM, NULL, effect_follow, NOT_A_BUTTON),
    AT_THE_END("follow-notice", PROGRAM, NULL, effect_follow, NOT_A_BUTTON),
    AT_THE_END("forget", PROGRAM, guard_forget, effect_forget, NOT_A_BUTTON),
};
/* clang-format on */

const struct workflow sitting_workflow = {
    .name = "sitting",
    WORKFLOW_TABLES(sitting_states, sitting_moves),
};

/* ---- what time does -------------------------------------------------------------------------- */

enum { LATELY_MS = 5 * 60000 };

static const struct sql unfollowed = {
    "sitting.unfollowed",
    "SELECT p.id FROM public_session p LEFT JOIN sitting t ON t.session = p.id AND t.newest = 1"
    " WHERE p.state = 'released' AND (t.id IS NULL OR t.session_edition < p.edition) ORDER BY "
    "p.id"};
static const struct sql in_time = {
    "sitting.in_time",
    "SELECT id FROM sitting WHERE newest = 1 AND ((state = 'announced' AND seats > 0 AND"
    " booking_from <= $1) OR (state = 'open' AND booking_to <= $1)) ORDER BY id"};
static const struct sql stale = {
    "sitting.stale", "SELECT id FROM sitting WHERE newest = 1 AND line_stale = 1 ORDER BY id"};
/* A standing order came after the sitting. */
static const struct sql unlined = {
    "sitting.unlined",
    "SELECT t.id FROM sitting t WHERE t.newest = 1 AND t.line = '' AND t.line_stale = 0 AND EXISTS"
    " (SELECT 1 FROM standing_order o WHERE o.state = 'released' AND o.query = 'session-lines'"
    " AND o.changed_at >= $1) ORDER BY t.id"};
static const struct sql long_over = {
    "sitting.long_over", "SELECT id FROM sitting WHERE newest = 1 AND forgotten_on IS NULL"
                         " AND state IN ('held', 'cancelled') AND ends_at < $1 ORDER BY id"};

/* One step for each record that a statement finds. A step that is refused stops nobody else's; its
 * issue stays in the context, for the worker to log. */
static enum status each(struct context *cx, const struct sql *sql, struct bind bind,
                        enum status (*step)(struct context *, const char *))
{
    struct sitting_found found;
    TRY(sitting_find(cx, sql, bind, &found));
    for (size_t i = 0; i < found.count; i++) {
        enum status status = step(cx, found.ids[i]);
        if (status == FAULT || status == BUSY) return status;
        if (status != OK) store_rollback(cx);
    }
    return OK;
}

static const struct sql released_edition = {
    "sitting.released_edition",
    "SELECT edition FROM public_session WHERE id = $1 AND state = 'released'"};

static enum status make(struct context *cx, const struct public_session *of)
{
    unsigned char random[32];
    char hash[65];
    struct sitting s;
    record_init(&sitting_kind, &s);
    randombytes_buf(random, sizeof random);
    s.base.agency = of->base.agency;
    s.base.language = of->base.language;
    s.session = of->base.id;
    s.sequence = 0;
    s.seed = text_hex(cx->mem, random, sizeof random);
    session_hash(s.seed, hash);
    s.seed_hash = arena_copy_n(cx->mem, hash, 64);
    s.line_stale = true;
    take_notice(&s, of, false);
    return record_insert_by_program(cx, &s.base);
}

static enum status follow(struct context *cx, const char *session)
{
    struct public_session of;
    struct sitting s;
    int64_t edition;
    TRY(store_int(cx, &released_edition, BIND(session), &edition));
    TRY(record_fetch(cx, &public_session_kind, session, edition, &of));
    enum status found = session_sitting(cx, session, &s);
    if (found == NOT_FOUND) return make(cx, &of);
    TRY(found);
    struct reason why = NO_REASON;
    why.with = &of;
    return record_move_by_program(cx, &s.base, "follow-notice", &why);
}

static enum status in_its_time(struct context *cx, const char *id)
{
    struct sitting s;
    TRY(record_fetch(cx, &sitting_kind, id, 0, &s));
    if (s.base.state == SITTING_ANNOUNCED)
        TRY(record_move_by_program(cx, &s.base, "open-booking", &NO_REASON));
    if (s.base.state == SITTING_OPEN && s.booking_to.ms <= cx->now.ms)
        TRY(record_move_by_program(cx, &s.base, "close-booking", &NO_REASON));
    return OK;
}

static const struct sql told_line = {"sitting.told",
                                     "UPDATE sitting SET line = $1, line_stale = 0 WHERE id = $2"};

static enum status bring_up_to_date(struct context *cx, const char *id)
{
    struct sitting s;
    bool told;
    TRY(record_fetch(cx, &sitting_kind, id, 0, &s));
    TRY(store_begin(cx));
    if (s.base.state == SITTING_DRAWN) TRY(session_settle(cx, &s));
    TRY(session_write_line(cx, &s, &told));
    if (told) TRY(store_run(cx, &told_line, BIND(s.line, s.base.id), NULL));
    return store_commit(cx);
}

static enum status forget(struct context *cx, const char *id)
{
    struct sitting s;
    TRY(record_fetch(cx, &sitting_kind, id, 0, &s));
    return record_move_by_program(cx, &s.base, "forget", &NO_REASON);
}

enum status session_tick(struct context *cx)
{
    TRY(each(cx, &unfollowed, BIND_NONE, follow));
    TRY(each(cx, &in_time, BIND(cx->now), in_its_time));
    TRY(each(cx, &unlined, BIND((struct moment){cx->now.ms - LATELY_MS}), session_mark));
    return each(cx, &stale, BIND_NONE, bring_up_to_date);
}

enum status session_daily(struct context *cx)
{
    struct moment before = {cx->now.ms - (SESSION_KEPT_DAYS + 2) * INT64_C(86400000)};
    return each(cx, &long_over, BIND(before), forget);
}
