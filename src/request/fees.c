/* Fees of an application: one standard, exact amounts, notice, payment, lapse (令711 第42条; 国办函
 * 〔2020〕109号). Fees of services are another register. */
#include "base/text.h"
#include "base/words.h"
#include "law/fee.h"
#include "request/private.h"
#include "web/message.h"

static const struct {
    const char *word;
    enum fee_measure standard;
} standards[] = {
    {"item", FEE_ITEM},
    {"page", FEE_PAGE},
    {"cost", FEE_COST},
};

const struct regime_fee *request_fee_rule(const struct regime *regime, const char *word,
                                          struct date on)
{
    for (size_t s = 0; regime && s < COUNT_OF(standards); s++) {
        if (!text_equal(standards[s].word, word)) continue;
        for (size_t i = 0; i < regime->fee_count; i++)
            if (regime->fees[i].standard == standards[s].standard &&
                clause_is_in_force(&regime->fees[i].clause, on))
                return &regime->fees[i];
    }
    return NULL;
}

enum status request_bill(struct context *cx, const struct fee_notice *fee,
                         const struct application *a, const struct regime_fee **ret_rule,
                         struct fee_bill *ret_bill)
{
    const struct regime_fee *rule =
        request_fee_rule(request_regime(a), fee->standard, a->received_on);
    *ret_rule = rule;
    *ret_bill = (struct fee_bill){.count = 0};
    if (!rule || rule->standard != FEE_COST) return OK;
    return fee_read_bill(cx, rule, fee->lines, ret_bill);
}

const char *request_bill_line(struct arena *mem, enum language language,
                              const struct regime_fee *fee, const struct fee_line *line)
{
    const struct fee_tariff_line *price = fee_tariff_line(fee, line->id);
    if (!price) return "";
    const char *amount = words_amount(mem, language, fee_line_amount(fee, line));
    const char *label = language == CHINESE ? price->zh : price->en;
    if (price->at_cost)
        return message_format(mem, language, "request.bill_spent",
                              (const char *const[]){label, amount}, 2);
    const char *const details[] = {label, arena_format(mem, "%lld", (long long)line->quantity),
                                   words_amount(mem, language, price->price), amount};
    return message_format(mem, language, "request.bill_line", details, COUNT_OF(details));
}

/* An applicant is the same by the proof of identity, or without one by name. Numbers are counted in
 * the order of receipt and registration; every matter of a split letter is one. */
static const struct sql number_in_month = {
    "request.number_in_month",
    "SELECT COUNT(*) FROM application WHERE agency = $1 AND received_on BETWEEN $2 AND $3"
    " AND (($4 <> '' AND identity_number = $4) OR ($4 = '' AND identity_number = '' AND name = $5))"
    " AND (received_on < $6 OR (received_on = $6 AND serial <= $7)) AND serial IS NOT NULL"};

enum status request_number_in_month(struct context *cx, const struct application *a,
                                    int64_t *ret_number)
{
    struct civil on = date_civil(a->received_on);
    struct date first = date_of(on.year, on.month, 1);
    struct date next =
        on.month == 12 ? date_of(on.year + 1, 1, 1) : date_of(on.year, on.month + 1, 1);
    return store_int(cx, &number_in_month,
                     BIND(a->base.agency, first, date_plus(next, -1), a->identity_number, a->name,
                          a->received_on, a->serial),
                     ret_number);
}

static const struct sql other_standards = {
    "request.other_standards", "SELECT standard FROM fee_notice WHERE application = $1 AND id <> $2"
                               " AND state IN ('drafted', 'noticed', 'paid') AND newest = 1"};

/* 第3条: by item or by page, never both. */
static enum status check_one_standard(struct context *cx, const struct fee_notice *fee,
                                      const struct regime *regime, struct date on)
{
    struct rows *rows;
    const struct regime_fee *both[2] = {request_fee_rule(regime, fee->standard, on), NULL};
    bool twice = false;
    TRY(store_query(cx, &other_standards, BIND(fee->application, fee->base.id), &rows));
    while (rows_next(rows)) {
        const char *word = rows_text(rows, 0);
        twice |= text_equal(word, fee->standard);
        if (!text_equal(word, fee->standard)) both[1] = request_fee_rule(regime, word, on);
    }
    TRY(rows_end(rows));
    if (twice) return issue(cx, "standard", "request.fee_twice", "");
    return both[0] && both[1] ? fee_check_together(cx, both, COUNT_OF(both)) : OK;
}

static enum status price(struct context *cx, struct fee_notice *fee, const struct application *a,
                         const struct regime_fee *rule)
{
    struct fee_bill bill;
    fee->amount = MONEY_NONE;
    if (rule->standard == FEE_COST) {
        fee->quantity = INT_NONE;
        TRY(fee_read_bill(cx, rule, fee->lines, &bill));
        if (!bill.count) return OK; /* the check says so */
        return fee_cost(cx, rule, bill.lines, bill.count, &fee->amount.hundredths);
    }
    fee->lines = "";
    if (text_equal(fee->standard, "item")) TRY(request_number_in_month(cx, a, &fee->quantity));
    if (fee->quantity == INT_NONE) return OK;
    return fee_of_application(cx, rule, fee->quantity, &fee->amount.hundredths);
}

static enum status open_case(struct context *cx, const struct fee_notice *fee,
                             struct application *ret)
{
    enum status found = request_fetch(cx, fee->application, ret);
    if (found == NOT_FOUND || (found == OK && !text_equal(ret->base.agency, fee->base.agency)))
        return issue(cx, "application", "field.unknown_record", "");
    return found;
}

enum status fee_notice_prepare(struct context *cx, struct record *rec)
{
    struct fee_notice *fee = AS(fee_notice, rec);
    struct application a;
    if (text_empty(fee->application) || text_empty(fee->standard) || rec->state != FEE_DRAFTED)
        return OK;
    TRY(open_case(cx, fee, &a));
    const struct regime_fee *rule =
        request_fee_rule(request_regime(&a), fee->standard, a.received_on);
    if (!rule) return OK; /* the check says so */
    if (text_empty(fee->reference)) {
        int64_t number;
        int year = date_civil(cx->today).year;
        TRY(request_draw(cx, rec->agency, "fee", year, &number));
        fee->reference =
            arena_format(cx->mem, "GK-%s-%d-%05lld", rec->agency, year, (long long)number);
    }
    return price(cx, fee, &a, rule);
}

enum status fee_notice_check(struct context *cx, const struct record *rec)
{
    const struct fee_notice *fee = AS_CONST(fee_notice, rec);
    struct application a;
    if (text_empty(fee->application) || text_empty(fee->standard) || rec->state != FEE_DRAFTED)
        return OK;
    TRY(open_case(cx, fee, &a));
    if (a.base.state != REGISTERED && a.base.state != SEARCHING && a.base.state != CONSULTING)
        return issue(cx, "application", "request.not_in_hand", a.title);
    const struct regime *regime = request_regime(&a);
    const struct regime_fee *rule = request_fee_rule(regime, fee->standard, a.received_on);
    if (!rule) return issue(cx, "standard", "request.no_such_fee", "");
    TRY(check_one_standard(cx, fee, regime, a.received_on));
    if (rule->standard == FEE_COST)
        return *fee->lines ? OK : issue(cx, "standard", "request.cost_by_lines", "");
    return fee->quantity != INT_NONE ? OK : issue(cx, "quantity", "field.required", "");
}

/* ---- acts ---- */

static enum status step(struct context *cx, const char *application, const char *verb,
                        const void *with)
{
    struct reason reason = NO_REASON;
    reason.with = with;
    return request_step(cx, application, verb, &reason);
}

GUARD(guard_notify_fee)
{
    const struct fee_notice *fee = AS_CONST(fee_notice, rec);
    struct date day;
    TRY(request_today(cx, why, &day));
    TRY(record_validate(cx, rec));
    if (fee->amount.hundredths == MONEY_NONE.hundredths)
        return issue(cx, "amount", "field.required", "");
    return fee->amount.hundredths > 0 ? OK : issue(cx, "amount", "request.nothing_to_pay", "");
}

static void fee_is_told(struct fee_notice *fee, const struct application *a, struct date day)
{
    const struct regime *regime = request_regime(a);
    const struct regime_fee *rule = request_fee_rule(regime, fee->standard, a->received_on);
    fee->noticed_on = day;
    if (rule && rule->pay_within.is_set)
        fee->pay_by = law_add_term(regime->calendar, day, &rule->pay_within, NULL).date;
}

/* The clock stops; the term for payment runs from the day after the notice (第6条). */
EFFECT(effect_notify_fee)
{
    struct fee_notice *fee = AS(fee_notice, rec);
    struct application a;
    struct request_event event = {"fee-notice", DATE_NONE, 0, rec->id, ""};
    TRY(request_today(cx, why, &event.on));
    TRY(open_case(cx, fee, &a));
    if (!regime_event(request_regime(&a), "fee-notice")) event.event = "";
    fee_is_told(fee, &a, event.on);
    TRY(step(cx, fee->application, "notify-fee", &event));
    struct letter_plan plan = {.template = "fee-notice", .fee = fee, .on = fee->pay_by};
    return letter_draft(cx, &a, &plan);
}

/* The notice was served on another day than it was written on. */
EFFECT(effect_fee_served)
{
    struct fee_notice *fee = AS(fee_notice, rec);
    const struct request_moved *served = why->with;
    struct request_moved moved = {rec->id, served->on};
    struct application a;
    TRY(open_case(cx, fee, &a));
    fee_is_told(fee, &a, served->on);
    return step(cx, fee->application, "note-service", &moved);
}

/* What the applicant says is not yet a payment: the officer looks, and notes it. */
GUARD(guard_quote)
{
    const struct request_quote *quote = why->with;
    return quote && !text_empty(quote->text) ? OK : issue(cx, "quoted", "field.required", "");
}

EFFECT(effect_quote)
{
    const struct request_quote *quote = why->with;
    AS(fee_notice, rec)->quoted = text_cut(cx->mem, quote->text, 300);
    return OK;
}

EFFECT(effect_fee_paid)
{
    struct fee_notice *fee = AS(fee_notice, rec);
    struct request_event event = {"fee-paid", DATE_NONE, 0, rec->id, ""};
    struct application a;
    TRY(request_day(cx, why, &event.on));
    if (event.on.day < fee->noticed_on.day) return issue(cx, "on", "request.before_service", "");
    fee->paid_on = event.on;
    TRY(open_case(cx, fee, &a));
    if (!regime_event(request_regime(&a), "fee-paid")) event.event = "";
    return step(cx, fee->application, "fee-settled", &event);
}

/* 令492 第28条: on which of the regime's grounds, so that history and the file name its article. */
static enum status note_ground(struct context *cx, struct fee_notice *fee, const char *id)
{
    struct application a;
    if (text_empty(id)) return OK;
    TRY(open_case(cx, fee, &a));
    const struct regime_fee *rule =
        request_fee_rule(request_regime(&a), fee->standard, a.received_on);
    const struct clause *ground = rule ? fee_waiver(rule, id) : NULL;
    if (!ground) return issue(cx, "ground", "request.no_such_waiver", id);
    fee->ground = arena_format(cx->mem, "%s（%s）", ground->zh, ground->article);
    return OK;
}

/* What is waived comes to nothing, and stops the clock no longer: as if it were paid today. */
EFFECT(effect_fee_waived)
{
    struct fee_notice *fee = AS(fee_notice, rec);
    struct request_event event = {"fee-paid", DATE_NONE, 0, rec->id, ""};
    struct application a;
    if (why->with == &request_is_over) return OK;
    const struct request_waiver *waiver = why->with;
    TRY(note_ground(cx, fee, waiver ? waiver->ground : ""));
    fee->amount.hundredths = 0;
    if (rec->state == FEE_DRAFTED) return OK;
    TRY(request_day(cx, why, &event.on));
    TRY(open_case(cx, fee, &a));
    if (!regime_event(request_regime(&a), "fee-paid")) event.event = "";
    return step(cx, fee->application, "fee-settled", &event);
}

GUARD(guard_fee_lapse)
{
    const struct fee_notice *fee = AS_CONST(fee_notice, rec);
    struct letter_told told = {fee->application, "fee-notice", "", fee->noticed_on};
    bool over = date_is_set(fee->pay_by) && cx->today.day > fee->pay_by.day;
    return over ? letter_was_served(cx, &told) : issue(cx, "", "request.not_yet_lapsed", "");
}

EFFECT(effect_fee_lapse)
{
    const struct fee_notice *fee = AS(fee_notice, rec);
    return step(cx, fee->application, "lapse", fee);
}
