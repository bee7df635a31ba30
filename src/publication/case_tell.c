/* What a party reads by the code, and what they ask. */
#include "base/text.h"
#include "intake/intake.h"
#include "organisation/organisation.h"
#include "publication/case_party.h"
#include "record/guard.h"

enum { QUESTIONS_MAX = 40, EVENTS_MAX = 20 };

/* A question is a record of its own, so the case's workflow goes on whatever is asked. */
enum status case_take_ask(struct context *cx, const struct letter *letter)
{
    struct case_party c;
    struct case_question q;
    TRY(matter_find(cx, letter, &case_party_kind, &c));
    record_init(&case_question_kind, &q);
    q.base.agency = c.base.agency;
    q.of = c.base.id;
    q.asked_on = zone_date(letter->at);
    q.text = text_cut(cx->mem, letter_value(letter, "text"), 1999);
    TRY(record_insert(cx, &q.base));
    return matter_touch(cx, c.base.id);
}

/* ---- told ---- */

static const struct {
    const char *verb, *zh, *en;
} happened[] = {
    {"open-inquiry",  "开始调查取证",       "Inquiry opened"                  },
    {"inform-party",  "处理前告知当事人", "Party informed before a decision"},
    {"settle-case",   "作出决定",             "Decision made"                   },
    {"transfer-case", "移送其他机关",       "Transferred to another organ"    },
    {"end-case",      "结案",                   "Case ended"                      },
};

/* Stages only: who did it, and the reason that was noted, are the office's. */
static enum status tell_events(struct context *cx, const struct case_party *c,
                               struct matter_view *view)
{
    struct history_line *line;
    struct matter_event *events = arena_array(cx->mem, struct matter_event, EVENTS_MAX);
    size_t count = 0;
    events[count++] = (struct matter_event){c->accepted_on, "受理", "Accepted", ""};
    TRY(record_history(cx, &c->base, &line));
    for (; line; line = line->next)
        for (size_t i = 0; i < COUNT_OF(happened) && count < EVENTS_MAX; i++)
            if (text_equal(happened[i].verb, line->verb))
                events[count++] =
                    (struct matter_event){line->on, happened[i].zh, happened[i].en, ""};
    view->events = events;
    view->event_count = count;
    return OK;
}

static const struct sql questions_of = {
    "case.questions", "SELECT id FROM case_question WHERE \"of\" = $1 AND newest = 1"
                      " ORDER BY asked_on, id LIMIT 40"};

static const char *as_letter(struct context *cx, const struct case_question *q)
{
    return arena_format(cx->mem, "**您的询问：** %s\n\n**答复：** %s", q->text, q->answer);
}

/* Answered questions are letters; those that wait are facts. */
static enum status tell_questions(struct context *cx, const struct case_party *c,
                                  struct matter_view *view, struct matter_fact *facts)
{
    struct rows *rows;
    const char *ids[QUESTIONS_MAX];
    size_t count = 0;
    struct matter_letter *letters = arena_array(cx->mem, struct matter_letter, QUESTIONS_MAX);
    TRY(store_query(cx, &questions_of, BIND(c->base.id), &rows));
    while (rows_next(rows) && count < QUESTIONS_MAX) ids[count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++) {
        struct case_question q;
        TRY(record_fetch(cx, &case_question_kind, ids[i], 0, &q));
        if (q.base.state == CASE_ANSWERED)
            letters[view->letter_count++] = (struct matter_letter){
                .subject = q.title, .body = as_letter(cx, &q), .on = q.answered_on};
        else
            facts[view->fact_count++] =
                (struct matter_fact){"待答复的询问", "Question that waits", q.text, NULL};
    }
    view->letters = letters;
    return OK;
}

static const char *label_of(const struct case_party *c, const char *field, bool english)
{
    const struct field *about = kind_field(&case_party_kind, field);
    const struct word *word = field_word(about, field_text(about, c));
    return word ? english ? word->en : word->zh : "";
}

static enum status tell_result(struct context *cx, const struct case_party *c,
                               struct matter_view *view, struct matter_fact *facts)
{
    facts[view->fact_count++] = (struct matter_fact){"案由", "Matter", c->matter, NULL};
    facts[view->fact_count++] = (struct matter_fact){
        "案件类别", "Sort of case", label_of(c, "sort", false), label_of(c, "sort", true)};
    facts[view->fact_count++] = (struct matter_fact){
        "您的身份", "Your part in the case", label_of(c, "part", false), label_of(c, "part", true)};
    if (c->base.state == CASE_SETTLED || c->base.state == CASE_ENDED) {
        facts[view->fact_count++] = (struct matter_fact){"处理结果", "Result", c->result, NULL};
        facts[view->fact_count++] =
            (struct matter_fact){"不服怎么办", "If you disagree", c->remedy, NULL};
    }
    return OK;
}

static enum status tell_unit(struct context *cx, const struct case_party *c,
                             struct matter_view *view)
{
    struct unit unit;
    view->holder_phone = c->phone;
    enum status status = record_fetch(cx, &unit_kind, c->unit, 0, &unit);
    if (status == OK) view->holder = unit.name;
    return status == NOT_FOUND ? OK : status;
}

static const struct {
    const char *zh, *en;
} next[] = {
    [CASE_ACCEPTED] = {"办案单位将开始调查取证。",                         "The unit will open its inquiry."},
    [CASE_INQUIRY] = {"正在调查取证；作出决定前会告知您。",
                       "The inquiry goes on; you will be informed before anything is decided."                          },
    [CASE_INFORMED] = {"已经告知拟作出的处理；您可以陈述、申辩。",
                       "You were informed of what is intended, and may state your case."                                },
    [CASE_SETTLED] = {"决定已经作出，以送达的决定书为准。",
                       "A decision was made; the written decision that is served counts."                               },
    [CASE_TRANSFERRED] = {"案件已移送，由接收机关告知后续情况。",
                       "The case was transferred; the organ that has it now will inform you."                           },
    [CASE_ENDED] = {"案件已经办结。",                                        "The case has ended."            },
};

static enum status describe(struct context *cx, const char *id, struct matter_view *view)
{
    struct case_party c;
    struct matter_fact *facts = arena_array(cx->mem, struct matter_fact, QUESTIONS_MAX + 8);
    TRY(record_fetch(cx, &case_party_kind, id, 0, &c));
    const struct state *state = record_state(&c.base);
    view->number = view->title = c.title;
    view->state = state->word;
    view->state_zh = state->zh;
    view->state_en = state->en;
    view->next_zh = next[c.base.state].zh;
    view->next_en = next[c.base.state].en;
    view->filed_at = zone_moment(c.accepted_on, 0, 0);
    view->due_on = state->flags & WORKING ? c.next_by : DATE_NONE;
    view->due_rule_zh = "下一环节期限";
    view->due_rule_en = "Next step by";
    view->answered_on = view->rated_on = DATE_NONE;
    view->over = state->flags & ENDED;
    view->can = view->over ? "" : "ask";
    view->facts = facts;
    TRY(tell_unit(cx, &c, view));
    TRY(tell_result(cx, &c, view, facts));
    TRY(tell_events(cx, &c, view));
    return tell_questions(cx, &c, view, facts);
}

const struct matter_sort case_matter = {"case", &case_party_kind, describe};
