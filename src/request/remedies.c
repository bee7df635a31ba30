/* What can be done against an answer, and what becomes of it (令711 第51条; 行政复议法 第23条). */
#include "base/text.h"
#include "request/private.h"

static const struct sql earlier_remedy = {
    "request.earlier_remedy", "SELECT COUNT(*) FROM remedy WHERE application = $1 AND sort = $2"
                              " AND id <> $3 AND newest = 1"};

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

/* Against a refusal reconsideration comes first, since 2024; a court is told of it by the row. */
static enum status check_order(struct context *cx, const struct remedy *remedy,
                               const struct application *a)
{
    const struct regime *regime = request_regime(a);
    const struct regime_outcome *outcome = regime ? regime_outcome(regime, last_outcome(a)) : NULL;
    const struct regime_remedy *rule =
        regime ? regime_remedy(regime, remedy->sort, remedy->filed_on) : NULL;
    int64_t before = 0;
    if (!rule) return issue(cx, "sort", "request.no_such_remedy", "");
    if (is_too_early(remedy, rule, a))
        return issue(cx, "filed_on", "request.remedy_early",
                     clause_article(&rule->clause, cx->language));
    if (!outcome) return OK;
    const struct regime_remedy *first =
        regime_remedy_before(regime, rule, outcome, remedy->filed_on);
    if (!first) return OK;
    TRY(store_int(cx, &earlier_remedy, BIND(a->base.id, first->id, remedy->base.id), &before));
    const char *article = clause_article(&first->clause, cx->language);
    return before ? OK : issue(cx, "sort", "request.remedy_first", article);
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
    if (!result->again) return OK;
    TRY(request_fetch(cx, remedy->application, &a));
    if (a.base.state < ANSWERED) return OK; /* another remedy has reopened it already */
    return record_move(cx, &a.base, "reopen", &reason);
}
