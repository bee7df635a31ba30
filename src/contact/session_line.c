/* Session lines: what the program tells of a sitting, by the authority of a standing order. The
 * order's record is the actor of the act, so that the ledger's history names the authority; no
 * account can hold it, and without a released order nothing leaves. Figures, times and words only:
 * no path leads from a sentence that somebody typed to a line. */
#include "base/text.h"
#include "catalogue/standing_order.h"
#include "contact/session_private.h"

/* While people book, their number is told this often: a line for each would tell who came when. */
enum { TELL_EVERY_MS = 60000 };

static const struct actor *hand_of(struct context *cx, const struct standing_order *order)
{
    struct actor *hand = arena_make(cx->mem, struct actor);
    *hand = (struct actor){.id = order->base.id,
                           .name = "standing-order",
                           .label = order->title,
                           .agency = order->base.agency,
                           .unit = "",
                           .program = true};
    return hand;
}

static const struct sql sort_of = {"session_line.sort",
                                   "SELECT sort FROM public_session WHERE id = $1 AND newest = 1"};

/* Not the session's own title: that is content, and goes when the session is withdrawn. */
static enum status title_of(struct context *cx, const struct sitting *s, const char **ret)
{
    const char *sort;
    TRY(store_text(cx, &sort_of, BIND(s->session), &sort));
    const struct word *word = field_word(kind_field(&public_session_kind, "sort"), sort);
    *ret = arena_format(cx->mem, "%s %s", word ? word->zh : "",
                        date_iso(cx->mem, zone_date(s->begins_at)));
    return OK;
}

static enum status fill_draw(struct context *cx, const struct sitting *s, struct session_line *line)
{
    line->seed_hash = s->seats > 0 ? s->seed_hash : "";
    line->seed = s->drawn_at.ms ? s->seed : "";
    line->drawn = "";
    return s->drawn_at.ms ? session_drawn(cx, s->base.id, &line->drawn) : OK;
}

static enum status fill_figures(struct context *cx, const struct sitting *s,
                                struct session_line *line)
{
    struct seat_count count;
    TRY(session_count_seats(cx, s, &count));
    line->seats = s->seats;
    line->asked = s->seats ? count.asked : INT_NONE;
    line->allotted = s->drawn_at.ms ? count.allotted : INT_NONE;
    line->waiting = s->drawn_at.ms ? count.waiting : INT_NONE;
    line->seats_left = s->seats ? count.left : INT_NONE;
    bool told = count.rated >= RATINGS_TOLD_FROM;
    line->rated = told ? count.rated : INT_NONE;
    line->rating = told ? (count.stars * 100 + count.rated / 2) / count.rated : INT_NONE;
    return OK;
}

/* Every column that the order does not name is left empty. */
static void keep_to(struct context *cx, const struct standing_order *order,
                    struct session_line *line)
{
    for (size_t i = 0; i < session_line_kind.field_count; i++) {
        const struct field *field = &session_line_kind.fields[i];
        if (!(field->flags & REQUIRED) && !standing_order_has(cx, order, field->name))
            field_clear(field, line);
    }
}

static enum status fill(struct context *cx, const struct standing_order *order,
                        const struct sitting *s, struct session_line *line)
{
    line->session = s->session;
    line->authority = order->base.id;
    line->standing = record_state(&s->base)->word;
    line->begins_at = s->begins_at;
    line->ends_at = s->ends_at;
    line->adjourned_from = s->adjourned_from;
    line->cause = s->cause;
    line->sequence = s->sequence;
    TRY(title_of(cx, s, &line->title));
    TRY(fill_draw(cx, s, line));
    TRY(fill_figures(cx, s, line));
    keep_to(cx, order, line);
    return OK;
}

/* Figures that move with each booking are told apart from all else. */
static bool differs(const struct session_line *a, const struct session_line *b, bool *ret_figures)
{
    bool differs = *ret_figures = false;
    for (size_t i = 0; i < session_line_kind.field_count; i++) {
        const struct field *field = &session_line_kind.fields[i];
        bool same = field_is_text(field) ? text_equal(field_text(field, a), field_text(field, b))
                                         : field_number(field, a) == field_number(field, b);
        bool figure = text_equal(field->name, "asked") || text_equal(field->name, "seats_left");
        if (same) continue;
        if (figure)
            *ret_figures = true;
        else
            differs = true;
    }
    return differs;
}

static enum status first_line(struct context *cx, const struct standing_order *order,
                              struct sitting *s)
{
    struct session_line line;
    record_init(&session_line_kind, &line);
    line.base.agency = s->base.agency;
    TRY(fill(cx, order, s, &line));
    TRY(record_insert(cx, &line.base));
    TRY(record_move(cx, &line.base, "publish-line", &NO_REASON));
    s->line = line.base.id;
    return OK;
}

static enum status next_line(struct context *cx, const struct standing_order *order,
                             const struct sitting *s, bool *ret_told)
{
    struct session_line line, now;
    struct reason why = NO_REASON;
    bool figures;
    TRY(record_fetch(cx, &session_line_kind, s->line, 0, &line));
    now = line;
    TRY(fill(cx, order, s, &now));
    bool at_once = differs(&line, &now, &figures);
    if (!at_once && !figures) return OK;
    bool soon =
        s->base.state == SITTING_OPEN && cx->now.ms < line.base.changed_at.ms + TELL_EVERY_MS;
    *ret_told = at_once || !soon;
    if (!*ret_told) return OK;
    why.with = s;
    return record_move(cx, &line.base, "update-line", &why);
}

enum status session_write_line(struct context *cx, struct sitting *sitting, bool *ret_told)
{
    struct standing_order order;
    const struct actor *person = cx->actor;
    enum status found = standing_order_in_force(cx, sitting->base.agency, "session-lines", &order);
    *ret_told = true;
    if (found == NOT_FOUND) return OK;
    TRY(found);
    cx->actor = hand_of(cx, &order);
    enum status status = text_empty(sitting->line) ? first_line(cx, &order, sitting)
                                                   : next_line(cx, &order, sitting, ret_told);
    cx->actor = person;
    return status;
}

/* A released order of the agency or of one above it, and nothing beside its columns. */
static GUARD(guard_line)
{
    struct standing_order order;
    enum status found = standing_order_in_force(cx, rec->agency, "session-lines", &order);
    if (found == NOT_FOUND) return issue(cx, "", "standing.none", "");
    TRY(found);
    for (size_t i = 0; i < session_line_kind.field_count && rec->state == LINE_PREPARED; i++) {
        const struct field *field = &session_line_kind.fields[i];
        if ((field->flags & REQUIRED) || field_is_absent(field, rec)) continue;
        if (!standing_order_has(cx, &order, field->name))
            return issue(cx, "", "standing.unknown_column", field->name);
    }
    return OK;
}

static EFFECT(effect_update)
{
    struct standing_order order;
    struct session_line *line = AS(session_line, rec);
    const struct sitting *s = why->with;
    if (!s || !text_equal(s->session, line->session)) return DENIED;
    TRY(standing_order_in_force(cx, rec->agency, "session-lines", &order));
    return fill(cx, &order, s, line);
}

static const struct state line_states[] = {
    [LINE_PREPARED] = {"prepared", "待公开", "Prepared", 0,         PROGRAM},
    [LINE_RELEASED] = {"released", "已公开", "Released", IS_PUBLIC, NOBODY },
};
/* clang-format off */
static const struct move line_moves[] = {
    {LINE_PREPARED, "publish-line", LINE_RELEASED, PROGRAM, guard_line, NULL, ENTRY_RELEASED,  NOT_A_BUTTON, NULL},
    {LINE_RELEASED, "update-line",  LINE_RELEASED, PROGRAM, guard_line, effect_update, ENTRY_CORRECTED, NOT_A_BUTTON, NULL},
};
/* clang-format on */
const struct workflow session_line_workflow = {
    .name = "session_line",
    WORKFLOW_TABLES(line_states, line_moves),
};
