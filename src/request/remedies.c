/* What can be done against an answer, and what becomes of it (令711 第51条; 行政复议法 第23条). */
#include "base/text.h"
#include "request/private.h"

/* Decided, or not decided although the time for it was over: $5. */
static const struct sql earlier_remedy = {
    "request.earlier_remedy",
    "SELECT COUNT(*) FROM remedy WHERE application = $1 AND sort = $2 AND id <> $3 AND newest = 1"
    " AND ((state = 'decided' AND decided_on <= $4) OR (state = 'pending' AND filed_on < $5))"};
static const struct sql decided_remedy = {
    "request.decided_remedy", "SELECT decided_on FROM remedy WHERE application = $1 AND sort = $2"
                              " AND id <> $3 AND newest = 1 AND state = 'decided'"
                              " ORDER BY decided_on DESC LIMIT 1"};

static const char *last_outcome(const struct application *a)
{
    return text_empty(a->re_outcome) ? a->outcome : a->re_outcome;
}

/* A remedy with a term runs from the service of the answer. Before that only silence past the term
 * of the answer can be attacked; what was filed against an earlier round stands as it is. */
static bool is_too_early(const struct remedy *remedy, const struct regime_remedy *rule,
                         const struct application *a)
{
    struct date due = date_is_set(a->extended_due_on) ? a->extended_due_on : a->due_on;
    bool first_round = a->round == INT_NONE || a->round <= 1;
    if (!rule->term.is_set || !first_round || !date_is_set(a->served_on)) return false;
    bool was_silent = date_is_set(due) && remedy->filed_on.day > due.day;
    return remedy->filed_on.day < a->served_on.day && !was_silent;
}

/* The remedy whose decision this one is sought against, or NULL. */
static const struct regime_remedy *sought_against(const struct regime *regime,
                                                  const struct regime_remedy *rule, struct date on)
{
    for (size_t i = 0; i < regime->remedy_count; i++)
        if (text_equal(regime->remedies[i].decided, rule->from) &&
            clause_is_in_force(&regime->remedies[i].clause, on))
            return &regime->remedies[i];
    return NULL;
}

/* The newest day on which a remedy of this sort may have been filed, for its time to be over by
 * this day: who waits longer than the law allows need not wait for the decision. */
static struct date overdue_since(const struct regime *regime, const struct regime_remedy *first,
                                 struct date on)
{
    enum { LONGEST = 400 };
    if (!first->decided_within.is_set) return DATE_NONE;
    for (int back = 0; back < LONGEST; back++) {
        struct date filed = date_plus(on, -back);
        struct date by = law_add_term(regime->calendar, filed, &first->decided_within, NULL).date;
        if (by.day < on.day) return date_plus(filed, 1);
    }
    return DATE_NONE;
}

/* Was the remedy that must come first taken, and decided in time? */
static enum status was_taken(struct context *cx, const struct remedy *remedy,
                             const struct regime *regime, const struct regime_remedy *first,
                             bool *ret_taken)
{
    int64_t before = 0;
    struct date overdue = overdue_since(regime, first, remedy->filed_on);
    TRY(store_int(cx, &earlier_remedy,
                  BIND(remedy->application, first->id, remedy->base.id, remedy->filed_on, overdue),
                  &before));
    *ret_taken = before > 0;
    return OK;
}

enum status remedy_unmet(struct context *cx, const struct remedy *remedy,
                         const struct application *a, const struct regime_remedy **ret_first)
{
    const struct regime *regime = request_regime(a);
    const struct regime_outcome *outcome = regime ? regime_outcome(regime, last_outcome(a)) : NULL;
    const struct regime_remedy *rule =
        regime ? regime_remedy(regime, remedy->sort, remedy->filed_on) : NULL;
    const struct regime_remedy *firsts[2] = {NULL, NULL};
    bool taken = true;
    *ret_first = NULL;
    if (!rule || remedy->co_defendant)
        return OK; /* there the decision is our own, of another case */
    if (outcome) firsts[0] = regime_remedy_before(regime, rule, outcome, remedy->filed_on);
    firsts[1] = sought_against(regime, rule, remedy->filed_on);
    for (size_t i = 0; i < COUNT_OF(firsts); i++) {
        if (!firsts[i]) continue;
        TRY(was_taken(cx, remedy, regime, firsts[i], &taken));
        if (!taken) *ret_first = firsts[i];
    }
    return OK;
}

/* Against a refusal reconsideration comes first, since 2024; a court is told of it by the row. */
static enum status check_order(struct context *cx, const struct remedy *remedy,
                               const struct application *a)
{
    const struct regime *regime = request_regime(a);
    const struct regime_remedy *rule =
        regime ? regime_remedy(regime, remedy->sort, remedy->filed_on) : NULL;
    const struct regime_remedy *first;
    if (!rule) return issue(cx, "sort", "request.no_such_remedy", "");
    if (is_too_early(remedy, rule, a))
        return issue(cx, "filed_on", "request.remedy_early",
                     clause_article(&rule->clause, cx->language));
    TRY(remedy_unmet(cx, remedy, a, &first));
    return !first ? OK
                  : issue(cx, "sort", "request.remedy_first",
                          clause_article(&first->clause, cx->language));
}

/* ---- lateness ---- */

/* The last day of its term: the clock's own date, or counted from the decision that it is against.
 */
static enum status find_term(struct context *cx, const struct remedy *remedy,
                             const struct application *a, struct date *ret_until)
{
    const struct regime *regime = request_regime(a);
    const struct regime_remedy *rule =
        regime ? regime_remedy(regime, remedy->sort, remedy->filed_on) : NULL;
    struct law_clock *clock = arena_make(cx->mem, struct law_clock);
    *ret_until = DATE_NONE;
    if (!rule || !rule->term.is_set) return OK;
    const struct regime_remedy *against = sought_against(regime, rule, remedy->filed_on);
    if (against) {
        struct rows *rows;
        struct date decided = DATE_NONE;
        TRY(store_query(cx, &decided_remedy, BIND(a->base.id, against->id, remedy->base.id),
                        &rows));
        if (rows_next(rows)) decided = rows_date(rows, 0);
        TRY(rows_end(rows));
        if (date_is_set(decided))
            *ret_until = law_add_term(regime->calendar, decided, &rule->term, NULL).date;
        return OK;
    }
    TRY(request_clock(cx, a, clock));
    const struct law_named_date *by = law_clock_date(clock, rule->date);
    if (by) *ret_until = by->on;
    return OK;
}

/* What was filed against an earlier answer keeps what was found then. */
enum status remedy_prepare(struct context *cx, struct record *rec)
{
    struct remedy *remedy = AS(remedy, rec);
    struct application a;
    bool known = rec->state == REMEDY_PENDING && !text_empty(remedy->application) &&
                 !text_empty(remedy->sort) && date_is_set(remedy->filed_on);
    if (!known || request_fetch(cx, remedy->application, &a) != OK) return OK;
    if (!date_is_set(a.served_on) || remedy->filed_on.day < a.served_on.day) return OK;
    TRY(find_term(cx, remedy, &a, &remedy->term_ended_on));
    remedy->late =
        date_is_set(remedy->term_ended_on) && remedy->filed_on.day > remedy->term_ended_on.day;
    if (!remedy->late) remedy->term_ended_on = DATE_NONE;
    return OK;
}

enum status remedy_check(struct context *cx, const struct record *rec)
{
    const struct remedy *remedy = AS_CONST(remedy, rec);
    struct application a;
    if (text_empty(remedy->application)) return OK;
    enum status found = request_fetch(cx, remedy->application, &a);
    if (found == NOT_FOUND || (found == OK && !text_equal(a.base.agency, rec->agency)))
        return issue(cx, "application", "field.unknown_record", "");
    TRY(found);
    if (a.serial == INT_NONE) return issue(cx, "application", "request.not_registered", "");
    if (!date_is_set(remedy->filed_on) || text_empty(remedy->sort)) return OK;
    if (remedy->filed_on.day > cx->today.day)
        return issue(cx, "filed_on", "request.in_the_future", "");
    if (remedy->filed_on.day < a.received_on.day)
        return issue(cx, "filed_on", "request.before_receipt", "");
    if (date_is_set(remedy->reply_by) && remedy->reply_by.day < remedy->filed_on.day)
        return issue(cx, "reply_by", "field.before_since", "");
    return rec->state == REMEDY_PENDING ? check_order(cx, remedy, &a) : OK;
}

GUARD(guard_conclude)
{
    const struct remedy *remedy = AS_CONST(remedy, rec);
    const struct request_result *result = why->with;
    struct date day;
    if (!result || !field_word(kind_field(rec->kind, "result"), result->result))
        return issue(cx, "result", "field.required", "");
    if (result->again && text_equal(result->result, "upheld"))
        return issue(cx, "again", "request.upheld_stays", "");
    TRY(request_day(cx, why, &day));
    return day.day < remedy->filed_on.day ? issue(cx, "on", "field.before_since", "") : OK;
}

/* Whose decision on a complaint or a review of our own is told the applicant by a letter; what
 * another organ or a court decides, it tells itself. */
static bool is_told_by_us(const struct remedy *remedy)
{
    return text_equal(remedy->sort, "complaint") || text_equal(remedy->sort, "second-review");
}

static enum status tell_decision(struct context *cx, const struct remedy *remedy,
                                 const struct application *a, const char *why)
{
    const struct regime *regime = request_regime(a);
    const struct regime_remedy *rule =
        regime ? regime_remedy(regime, remedy->sort, remedy->filed_on) : NULL;
    enum language language = text_equal(a->base.language, "en") ? ENGLISH : CHINESE;
    struct letter_plan plan = {.template = "review-decision",
                               .remedy = remedy,
                               .reason = why,
                               .article = rule ? clause_article(&rule->clause, language) : ""};
    return letter_draft(cx, a, &plan);
}

/* An overturned answer is given again under a new clock; it is not counted twice. */
EFFECT(effect_conclude)
{
    struct remedy *remedy = AS(remedy, rec);
    const struct request_result *result = why->with;
    struct reason reason = *why;
    struct application a;
    TRY(request_day(cx, why, &remedy->decided_on));
    remedy->result = result->result;
    remedy->again = result->again;
    reason.on = remedy->decided_on;
    reason.with = remedy;
    TRY(request_fetch(cx, remedy->application, &a));
    if (is_told_by_us(remedy)) TRY(tell_decision(cx, remedy, &a, why->why));
    if (!result->again) return OK;
    if (a.base.state < ANSWERED) return OK; /* another remedy has reopened it already */
    return record_move(cx, &a.base, "reopen", &reason);
}
