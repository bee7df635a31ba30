/* Sessions as the public has them: the notice beside its line. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "contact/session_portal.h"
#include "web/message.h"

static const char *label_of(const struct context *cx, const struct word *words, const char *word)
{
    for (; words->word; words++)
        if (text_equal(words->word, word)) return cx->language == CHINESE ? words->zh : words->en;
    return NULL;
}

/* Without a line time alone tells how far it is. */
static const char *standing_by_time(const struct public_session_public *s, struct moment now)
{
    if (s->ends_at.ms <= now.ms) return "held";
    if (s->seats <= 0) return "announced";
    if (now.ms < s->booking_from.ms) return "announced";
    return now.ms < s->booking_to.ms ? "open" : "closed";
}

static const char *badge_of(const char *standing)
{
    static const struct {
        const char *standing, *badge;
    } badges[] = {
        {"open",      "badge badge-good"},
        {"cancelled", "badge badge-stop"},
        {"closed",    "badge badge-wait"},
        {"announced", "badge badge-info"},
    };
    for (size_t i = 0; i < COUNT_OF(badges); i++)
        if (text_equal(badges[i].standing, standing)) return badges[i].badge;
    return "badge";
}

static const char *end_of(struct context *cx, struct moment begins_at, struct moment ends_at)
{
    enum { AFTER_DATE = 11 };
    bool same_day = zone_date(begins_at).day == zone_date(ends_at).day;
    return same_day ? zone_clock(cx->mem, ends_at) + AFTER_DATE
                    : words_moment(cx->mem, cx->language, ends_at);
}

/* A session to which nobody books has no booking that could be announced. */
static const char *standing_word(const struct context *cx, const struct session_shown *shown,
                                 const char *standing)
{
    bool plain = shown->notice->seats <= 0 && text_equal(standing, "announced");
    if (plain) return message_text(cx->language, "session.portal.to_be_held");
    return label_of(cx, session_standings, standing);
}

/* What the line says of times comes before the notice. */
static void shape_times(struct context *cx, struct session_shown *shown)
{
    const struct public_session_public *s = shown->notice;
    const struct session_line_public *line = shown->line;
    bool told = line && line->begins_at.ms && line->ends_at.ms;
    shown->begins_at = told ? line->begins_at : s->begins_at;
    shown->ends_at = told ? line->ends_at : s->ends_at;
    shown->was = line ? line->adjourned_from : (struct moment){0};
    shown->until = end_of(cx, shown->begins_at, shown->ends_at);
}

static void shape_standing(struct context *cx, struct session_shown *shown)
{
    const struct public_session_public *s = shown->notice;
    const struct session_line_public *line = shown->line;
    bool stands = line && !text_empty(line->standing);
    const char *standing = stands ? line->standing : standing_by_time(s, cx->now);
    bool in_time = s->booking_from.ms <= cx->now.ms && cx->now.ms < s->booking_to.ms;
    shown->standing = standing_word(cx, shown, standing);
    shown->badge = badge_of(standing);
    shown->cancelled = text_equal(standing, "cancelled");
    shown->held = text_equal(standing, "held");
    shown->drawn = text_equal(standing, "drawn");
    bool before = !shown->cancelled && !shown->held && !shown->drawn;
    shown->bookable = s->seats > 0 && in_time && before;
}

static void shape(struct portal *portal, struct session_shown *shown)
{
    struct context *cx = portal->cx;
    const struct public_session_public *s = shown->notice;
    const struct session_line_public *line = shown->line;
    shown->href = arena_format(cx->mem, "/sessions/%s", s->base.id);
    shown->language = *s->base.language ? s->base.language : "zh";
    shown->agency = public_agency_name(portal, s->base.agency);
    shown->sort = label_of(cx, session_sorts, s->sort);
    shown->cause = line ? label_of(cx, session_causes, line->cause) : NULL;
    shown->left = line && line->seats_left != INT_NONE ? line->seats_left : -1;
    shape_times(cx, shown);
    shape_standing(cx, shown);
}

static const struct session_line_public *line_of(const struct public_set *lines,
                                                 const char *session)
{
    for (size_t i = 0; i < lines->count; i++) {
        const struct session_line_public *line = public_at(lines, i);
        if (text_equal(line->session, session)) return line;
    }
    return NULL;
}

static int newest_first(const void *a, const void *b)
{
    const struct session_shown *x = a, *y = b;
    return (x->begins_at.ms < y->begins_at.ms) - (x->begins_at.ms > y->begins_at.ms);
}

enum status session_public_all(struct portal *portal, struct session_list *ret)
{
    struct public_set notices, lines;
    TRY(public_all(portal, &public_session_kind, NULL, "k.begins_at DESC, r.id", &notices));
    TRY(public_all(portal, &session_line_kind, NULL, "r.id", &lines));
    *ret = (struct session_list){
        arena_array(portal->cx->mem, struct session_shown, notices.count + 1), notices.count};
    for (size_t i = 0; i < notices.count; i++) {
        ret->at[i].notice = public_at(&notices, i);
        ret->at[i].line = line_of(&lines, ret->at[i].notice->base.id);
        shape(portal, &ret->at[i]);
    }
    if (ret->count) qsort(ret->at, ret->count, sizeof *ret->at, newest_first);
    return OK;
}

enum status session_public_one(struct portal *portal, const char *id, struct session_shown *ret)
{
    struct public_set lines;
    void *found;
    *ret = (struct session_shown){0};
    if (!id_is_valid(id)) return NOT_FOUND;
    TRY(public_get(portal, &public_session_kind, id, &found));
    TRY(public_where(portal, &session_line_kind, "session", id, &lines));
    ret->notice = found;
    ret->line = line_of(&lines, id);
    shape(portal, ret);
    return OK;
}
