/* The watch over opinion (S29): noticed → to be answered → answered, or left with a reason. */
#include "base/text.h"
#include "publication/press.h"
#include "publication/publication.h"
#include "record/guard.h"

static GUARD(guard_answer)
{
    TRY(record_validate(cx, rec));
    return text_empty(AS_CONST(opinion_watch, rec)->way) ? issue(cx, "way", "field.required", "")
                                                         : OK;
}

static enum status is_released(struct context *cx, const struct kind *kind, const char *id,
                               bool *ret)
{
    int64_t there;
    const char *text = arena_format(
        cx->mem, "SELECT COUNT(*) FROM \"%s\" WHERE id = $1 AND state = 'released'", kind->name);
    TRY(store_int(cx, &(struct sql){"watch.released", text}, BIND(id), &there));
    *ret = there > 0;
    return OK;
}

/* A topic is answered when the public can read the answer, or somebody was answered directly. */
static GUARD(guard_answered)
{
    const struct opinion_watch *w = AS_CONST(opinion_watch, rec);
    const struct {
        const char *way, *field, *id;
        const struct kind *kind;
    } ways[] = {
        {"clarification", "clarification", w->clarification, &clarification_kind},
        {"press-event",   "event",         w->event,         &press_event_kind  },
        {"press-release", "statement",     w->statement,     &press_release_kind},
    };
    bool there = false;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        if (!text_equal(w->way, ways[i].way)) continue;
        if (text_empty(ways[i].id)) return issue(cx, ways[i].field, "field.required", "");
        TRY(is_released(cx, ways[i].kind, ways[i].id, &there));
        return there ? OK : issue(cx, ways[i].field, "watch.not_released", "");
    }
    return text_empty(w->reply) ? issue(cx, "reply", "field.required", "") : OK;
}

static EFFECT(effect_settle)
{
    AS(opinion_watch, rec)->settled_at = cx->now;
    return OK;
}

static EFFECT(effect_leave)
{
    AS(opinion_watch, rec)->left_because = why->why;
    return effect_settle(cx, rec, why);
}

/* clang-format off */
static const struct state opinion_states[] = {
    [OPINION_NOTICED]   = {"noticed",   "待决定",         "To be decided",     EDITABLE | WORKING, OFFICER},
    [OPINION_ANSWERING] = {"answering", "正在回应",       "Being answered",    EDITABLE | WORKING, WRITE},
    [OPINION_ANSWERED]  = {"answered",  "已回应",         "Answered",          ENDED,              NOBODY},
    [OPINION_LEFT]      = {"left",      "决定不回应",     "Left unanswered",   ENDED,              NOBODY},
};
static const struct move opinion_moves[] = {
    {OPINION_NOTICED,   "answer-opinion", OPINION_ANSWERING, OFFICER, guard_answer,   NULL,          NO_ENTRY, 0,            NULL},
    {OPINION_NOTICED,   "leave-opinion",  OPINION_LEFT,      OFFICER, NULL,           effect_leave,  NO_ENTRY, NEEDS_REASON, NULL},
    {OPINION_ANSWERING, "close-opinion",  OPINION_ANSWERED,  OFFICER, guard_answered, effect_settle, NO_ENTRY, 0,            NULL},
    {OPINION_ANSWERING, "leave-opinion",  OPINION_LEFT,      OFFICER, NULL,           effect_leave,  NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */

const struct workflow opinion_workflow = {
    .name = "opinion",
    WORKFLOW_TABLES(opinion_states, opinion_moves),
};
