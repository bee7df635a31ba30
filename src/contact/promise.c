/* When a message is due: by the promise in force on the day of receipt (S21, S35), and for a
 * petition by the regime cn-petition, 15 days to accept, 60 to handle, 30 more once. */
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "contact/private.h"
#include "law/law.h"

static const struct calendar *calendar_of(void)
{
    const struct law *law = catalogue_law();
    return law ? law->calendar : NULL;
}

int contact_working_days(struct date after, struct date until)
{
    const struct calendar *calendar = calendar_of();
    return calendar ? law_count_working_days(calendar, after, until) : until.day - after.day;
}

static bool is_petition(const struct contact_message *m)
{
    return text_equal(m->sort, "petition") && date_is_set(m->petition_on);
}

static const struct regime *regime_of(const struct contact_message *m)
{
    const struct law *law = catalogue_law();
    return law && is_petition(m) ? law_regime(law, "cn-petition") : NULL;
}

enum status contact_petition_clock(struct context *cx, const struct contact_message *m,
                                   struct law_clock *ret)
{
    struct law_event events[3];
    size_t count = 0;
    const struct regime *regime = regime_of(m);
    if (!regime) return NOT_FOUND;
    if (date_is_set(m->accepted_on))
        events[count++] = (struct law_event){"accepted", m->accepted_on, 0};
    if (date_is_set(m->extended_on))
        events[count++] = (struct law_event){"extended", m->extended_on, 0};
    if (date_is_set(m->answered_on))
        events[count++] = (struct law_event){"answered", m->answered_on, 0};
    struct law_case given = {.regime = regime,
                             .received = m->petition_on,
                             .events = events,
                             .event_count = count,
                             .traced = true};
    return law_due(cx, &given, ret);
}

static const char *rule_of(struct context *cx, const struct clause *clause, enum language language)
{
    return arena_format(cx->mem, language == CHINESE ? "%s（%s）" : "%s (%s)",
                        clause_label(clause, language), clause_article(clause, language));
}

/* Before it is accepted, what is due is the decision to accept. */
static enum status set_petition(struct context *cx, struct contact_message *m)
{
    struct law_clock *clock = arena_make(cx->mem, struct law_clock);
    TRY(contact_petition_clock(cx, m, clock));
    const struct law_named_date *accept = law_clock_date(clock, "accept_by");
    bool asked = !date_is_set(m->accepted_on) && accept && accept->clause;
    const struct clause *clause = asked ? accept->clause : &regime_of(m)->terms[0].clause;
    m->promised_days = INT_NONE;
    m->due_on = asked ? accept->on : clock->last;
    m->due_rule = rule_of(cx, clause, CHINESE);
    m->due_rule_en = rule_of(cx, clause, ENGLISH);
    return OK;
}

static const struct sql promise_of = {
    "contact.promise",
    "SELECT title, title_en, working_days FROM contact_promise WHERE agency = $1"
    " AND state = 'released' AND sort IN ($2, '') AND since <= $3"
    " AND (until IS NULL OR until >= $3) ORDER BY CASE WHEN sort = '' THEN 1 ELSE 0 END,"
    " since DESC, id LIMIT 1"};

/* Without a promise there is no date, and nobody is told one. */
static enum status set_promise(struct context *cx, struct contact_message *m)
{
    struct rows *rows;
    const struct calendar *calendar = calendar_of();
    m->due_on = DATE_NONE;
    m->due_rule = m->due_rule_en = "";
    m->promised_days = INT_NONE;
    TRY(store_query(cx, &promise_of, BIND(m->base.agency, m->sort, m->received_on), &rows));
    if (calendar && rows_next(rows)) {
        m->due_rule = rows_text(rows, 0);
        m->due_rule_en = rows_text(rows, 1);
        m->promised_days = rows_int(rows, 2);
    }
    TRY(rows_end(rows));
    if (m->promised_days == INT_NONE) return OK;
    if (text_empty(m->due_rule_en)) m->due_rule_en = m->due_rule;
    m->due_on = law_add_working_days(calendar, m->received_on, (int)m->promised_days, NULL).date;
    return OK;
}

enum status contact_set_due(struct context *cx, struct contact_message *m)
{
    enum status status = is_petition(m) ? set_petition(cx, m) : NOT_FOUND;
    return status == NOT_FOUND ? set_promise(cx, m) : status;
}

/* The days that the dates of the record rest on, whatever the promise says today. */
enum status contact_trace_due(struct context *cx, const struct contact_message *m,
                              struct law_trace *trace)
{
    const struct calendar *calendar = calendar_of();
    if (is_petition(m)) {
        struct law_clock *clock = arena_make(cx->mem, struct law_clock);
        enum status status = contact_petition_clock(cx, m, clock);
        if (status == OK) *trace = clock->trace;
        if (status != NOT_FOUND) return status;
    }
    if (calendar && m->promised_days != INT_NONE)
        (void)law_add_working_days(calendar, m->received_on, (int)m->promised_days, trace);
    return OK;
}
