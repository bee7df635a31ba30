/* A message as its writer sees it: state, dates with their proof, every hand-over by units, the
 * answer. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "contact/private.h"
#include "web/message.h"

enum { EVENTS_MAX = 120, FACTS_MAX = 10 };

struct told {
    struct moment at;
    size_t place; /* keeps what happened at one moment in order */
    struct matter_event event;
};
struct telling {
    struct context *cx;
    const struct contact_message *m;
    struct matter_view *view;
    struct told events[EVENTS_MAX];
    size_t event_count;
    struct matter_fact facts[FACTS_MAX];
};

/* ---- events ---- */

static void add_event(struct telling *telling, struct moment at, const char *id,
                      const struct contact_name *names, const char *note)
{
    struct arena *mem = telling->cx->mem;
    const char *zh[] = {names[0].zh, names[1].zh}, *en[] = {names[0].en, names[1].en};
    if (telling->event_count == EVENTS_MAX) return;
    telling->events[telling->event_count] = (struct told){
        at,
        telling->event_count,
        {zone_date(at), message_format(mem, CHINESE, id, zh, 2),
                       message_format(mem, ENGLISH, id, en, 2), note}
    };
    telling->event_count++;
}

static const struct sql offers = {
    "contact.offers", "SELECT state, from_unit, to_unit, reason, why_not, offered_at, settled_at"
                      " FROM hand_over WHERE message = $1 AND newest = 1 ORDER BY offered_at, id"};

struct offer {
    const char *state, *from, *to, *reason, *why_not;
    struct moment offered, settled;
};

/* An offer, and what became of it: two events, naming units only (S35). */
static enum status tell_offer(struct telling *telling, const struct offer *offer)
{
    static const char *const ends[][2] = {
        {"accepted", "contact.event.accepted"},
        {"declined", "contact.event.declined"},
        {"returned", "contact.event.returned"},
        {"recalled", "contact.event.recalled"},
    };
    struct contact_name names[2]; /* to, from */
    TRY(contact_unit_name(telling->cx, telling->m->base.agency, offer->from, &names[1]));
    TRY(contact_unit_name(telling->cx, telling->m->base.agency, offer->to, &names[0]));
    add_event(telling, offer->offered, "contact.event.offered", names, offer->reason);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (text_equal(offer->state, ends[i][0]))
            add_event(telling, offer->settled, ends[i][1], names, offer->why_not);
    return OK;
}

static enum status tell_offers(struct telling *telling)
{
    enum { OFFERS_MAX = 40 };
    struct offer rows_read[OFFERS_MAX];
    size_t count = 0;
    struct rows *rows;
    TRY(store_query(telling->cx, &offers, BIND(telling->m->base.id), &rows));
    while (count < OFFERS_MAX && rows_next(rows))
        rows_read[count++] = (struct offer){
            rows_text(rows, 0), rows_text(rows, 1),   rows_text(rows, 2),  rows_text(rows, 3),
            rows_text(rows, 4), rows_moment(rows, 5), rows_moment(rows, 6)};
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++) TRY(tell_offer(telling, &rows_read[i]));
    return OK;
}

/* Acts that the citizen is told; the reason goes along where it is written for them. */
static const struct {
    const char *verb, *message;
    bool with_reason;
} verbs[] = {
    {"draft",               "contact.event.received",          false},
    {"take-up",             "contact.event.taken_up",          false},
    {"accept-petition",     "contact.event.petition_accepted", false},
    {"redirect",            "contact.event.redirected",        true },
    {"lead-to-petition",    "contact.event.to_petition",       true },
    {"lead-to-application", "contact.event.to_application",    true },
    {"extend-petition",     "contact.event.extended",          true },
    {"take-over",           "contact.event.taken_over",        false},
    {"reassign",            "contact.event.reassigned",        false},
    {"give-answer",         "contact.event.answered",          false},
    {"sign-answer",         "contact.event.answered",          false},
    {"answer-again",        "contact.event.again",             true },
    {"add-to-message",      "contact.event.added",             false},
    {"withdraw-message",    "contact.event.withdrawn",         false},
    {"rate",                "contact.event.rated",             false},
    {"close-message",       "contact.event.closed",            false},
};

static enum status tell_history(struct telling *telling, struct contact_name unit)
{
    struct history_line *line;
    struct contact_name names[2] = {unit, unit};
    TRY(record_history(telling->cx, &telling->m->base, &line));
    for (; line; line = line->next)
        for (size_t i = 0; i < COUNT_OF(verbs); i++)
            if (text_equal(line->verb, verbs[i].verb))
                add_event(telling, line->at, verbs[i].message, names,
                          verbs[i].with_reason ? line->why : "");
    return OK;
}

static int by_moment(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    if (x->at.ms != y->at.ms) return x->at.ms < y->at.ms ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static void put_events(struct telling *telling)
{
    struct matter_event *events =
        arena_array(telling->cx->mem, struct matter_event, telling->event_count + 1);
    if (telling->event_count)
        qsort(telling->events, telling->event_count, sizeof telling->events[0], by_moment);
    for (size_t i = 0; i < telling->event_count; i++) events[i] = telling->events[i].event;
    telling->view->events = events;
    telling->view->event_count = telling->event_count;
}

/* ---- facts ---- */

static void add_fact(struct telling *telling, const char *id, const char *value,
                     const char *value_en)
{
    if (text_empty(value) || telling->view->fact_count == FACTS_MAX) return;
    telling->facts[telling->view->fact_count++] =
        (struct matter_fact){message_text(CHINESE, id), message_text(ENGLISH, id), value, value_en};
    telling->view->facts = telling->facts;
}

static void add_word(struct telling *telling, const char *id, const char *field)
{
    const struct field *row = kind_field(&contact_message_kind, field);
    const struct word *word = field_word(row, field_text(row, telling->m));
    if (word) add_fact(telling, id, word->zh, word->en);
}

static void add_facts(struct telling *telling)
{
    const struct contact_message *m = telling->m;
    bool led = m->base.state == MESSAGE_REDIRECTED;
    struct arena *mem = telling->cx->mem;
    add_word(telling, "contact.fact.sort", "sort");
    add_word(telling, "contact.fact.channel", "channel");
    add_fact(telling, "contact.fact.received_on", words_date(mem, CHINESE, m->received_on),
             words_date(mem, ENGLISH, m->received_on));
    if (led) add_fact(telling, "contact.fact.led_to", m->led_to, NULL);
    if (led) add_fact(telling, "contact.fact.led_contact", m->led_contact, NULL);
    add_fact(telling, "contact.fact.text", m->text, NULL);
    add_fact(telling, "contact.fact.supplement", m->supplement, NULL);
}

/* ---- dates ---- */

static enum status add_days(struct telling *telling)
{
    struct context *cx = telling->cx;
    struct law_trace trace = {.mem = cx->mem};
    struct issue *kept = cx->issues;
    if (!date_is_set(telling->m->due_on)) return OK;
    enum status status = contact_trace_due(cx, telling->m, &trace);
    cx->issues = kept; /* a date without its proof is still the date */
    if (status == INVALID) return OK;
    TRY(status);
    telling->view->days = matter_days(cx->mem, &trace);
    telling->view->day_count = trace.count;
    return OK;
}

/* ---- the rest ---- */

/* By state: what happens now, and what its writer can do. */
static const struct {
    const char *next, *can;
} standings[] = {
    [MESSAGE_RECEIVED] = {"contact.next.received",   "supplement withdraw"},
    [MESSAGE_ANSWERING] = {"contact.next.answering",  "supplement withdraw"},
    [MESSAGE_SIGNING] = {"contact.next.answering",  "supplement withdraw"},
    [MESSAGE_ANSWERED] = {"contact.next.answered",   "supplement rate"    },
    [MESSAGE_CLOSED] = {"contact.next.closed",     "rate"               },
    [MESSAGE_REDIRECTED] = {"contact.next.redirected", ""                   },
    [MESSAGE_LED] = {"contact.next.led",        ""                   },
    [MESSAGE_WITHDRAWN] = {"contact.next.withdrawn",  ""                   },
};

static void add_answer(struct telling *telling)
{
    const struct contact_message *m = telling->m;
    bool answered = m->base.state == MESSAGE_ANSWERED || m->base.state == MESSAGE_CLOSED;
    if (!answered || text_empty(m->answer)) return;
    struct matter_letter *letter = arena_make(telling->cx->mem, struct matter_letter);
    *letter = (struct matter_letter){m->base.number, m->title, m->answer, m->answered_on, 0};
    telling->view->letters = letter;
    telling->view->letter_count = 1;
    telling->view->answered_on = m->answered_on;
}

static const struct sql is_public = {
    "contact.is_public",
    "SELECT COUNT(*) FROM published_answer WHERE id = $1 AND state = 'released'"};

static enum status add_link(struct telling *telling)
{
    int64_t count = 0;
    const struct contact_message *m = telling->m;
    struct matter_view *view = telling->view;
    const char *id = "contact.link.application";
    if (m->base.state == MESSAGE_LED)
        view->link = "/apply";
    else if (!text_empty(m->published)) {
        TRY(store_int(telling->cx, &is_public, BIND(m->published), &count));
        id = "contact.link.published";
        if (count) view->link = arena_format(telling->cx->mem, "/records/%s", m->published);
    }
    if (text_empty(view->link)) return OK;
    view->link_zh = message_text(CHINESE, id);
    view->link_en = message_text(ENGLISH, id);
    return OK;
}

static void add_standing(struct telling *telling, struct contact_name unit)
{
    const struct contact_message *m = telling->m;
    const struct state *state = record_state(&m->base);
    struct matter_view *view = telling->view;
    bool ended = state->flags & ENDED;
    view->agency = m->base.agency;
    view->language = m->base.language;
    view->number = m->base.number;
    view->title = m->title;
    view->state = state->word;
    view->state_zh = state->zh;
    view->state_en = state->en;
    view->next_zh = message_text(CHINESE, standings[m->base.state].next);
    view->next_en = message_text(ENGLISH, standings[m->base.state].next);
    view->can = standings[m->base.state].can;
    view->holder = ended ? "" : unit.zh;
    view->holder_phone = ended ? "" : unit.phone;
    view->due_on = m->base.state <= MESSAGE_SIGNING ? m->due_on : DATE_NONE;
    view->due_rule_zh = m->due_rule;
    view->due_rule_en = m->due_rule_en;
    view->rating = m->rating == INT_NONE ? 0 : m->rating;
    view->rated_on = m->rated_on;
    view->over = ended;
    view->answered_on = DATE_NONE;
}

static enum status describe(struct context *cx, const char *id, struct matter_view *view)
{
    struct contact_message *m = arena_make(cx->mem, struct contact_message);
    struct telling *telling = arena_make(cx->mem, struct telling);
    struct contact_name unit;
    TRY(record_fetch(cx, &contact_message_kind, id, 0, m));
    *telling = (struct telling){.cx = cx, .m = m, .view = view};
    TRY(contact_unit_name(cx, m->base.agency, m->unit, &unit));
    add_standing(telling, unit);
    TRY(tell_history(telling, unit));
    TRY(tell_offers(telling));
    put_events(telling);
    if (telling->event_count) view->filed_at = telling->events[0].at;
    add_facts(telling);
    add_answer(telling);
    TRY(add_days(telling));
    return add_link(telling);
}

const struct matter_sort contact_matter = {"contact", &contact_message_kind, describe};
