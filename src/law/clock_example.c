/* Worked examples: they stand in the regime's own file and are computed like any application. */
#include <string.h>

#include "base/text.h"
#include "law/clock.h"
#include "law/fee.h"

/* The example's own context: what it refuses is looked at, not told. */
static struct context scratch_of(const struct context *cx)
{
    return (struct context){.mem = cx->mem, .language = cx->language, .today = cx->today};
}

static const char *day_text(struct arena *mem, struct date day)
{
    return date_is_set(day) ? date_iso(mem, day) : "none";
}

/* What the clock says of one name: "due", "lapse", "third_party_by". */
static const char *said(struct arena *mem, const struct law_clock *clock, const char *name)
{
    const struct {
        const char *name;
        struct date day;
    } days[] = {
        {"receipt",      clock->receipt     },
        {"start",        clock->start       },
        {"due",          clock->due         },
        {"extended_due", clock->extended_due},
    };
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (text_equal(days[i].name, name)) return day_text(mem, days[i].day);
    if (text_equal(name, "waits_for")) return clock->waits_for ? clock->waits_for : "none";
    if (text_equal(name, "lapse")) return clock->lapse ? clock->lapse->id : "none";
    if (text_equal(name, "provisional")) return clock->provisional ? "yes" : "no";
    if (text_equal(name, "verified")) return clock->verified ? "yes" : "no";
    if (text_equal(name, "notes")) return arena_format(mem, "%zu", clock->note_count);
    const struct law_named_date *named = law_clock_date(clock, name);
    return named ? date_iso(mem, named->on) : "none";
}

static enum status differs(struct context *cx, const struct regime *regime,
                           const struct regime_example *example, const char *what)
{
    return issue(cx, arena_format(cx->mem, "%s: %s", regime->file, example->id), "regime.example",
                 what);
}

static enum status compare(struct context *cx, const struct regime *regime,
                           const struct regime_example *example, const struct law_clock *clock)
{
    enum status status = OK;
    for (size_t i = 0; i < example->expect_count; i++) {
        const char *text = example->expect[i];
        size_t size = strcspn(text, " ");
        const char *name = arena_copy_n(cx->mem, text, size);
        const char *expected = text[size] ? text + size + 1 : "";
        const char *got = said(cx->mem, clock, name);
        if (text_equal(expected, got)) continue;
        status =
            differs(cx, regime, example, arena_format(cx->mem, "%s: %s ≠ %s", name, expected, got));
    }
    return status;
}

/* "invalid clock.extended_late": the case cannot have happened, and is refused with just that. */
static enum status compare_refusal(struct context *cx, const struct regime *regime,
                                   const struct regime_example *example,
                                   const struct context *scratch)
{
    const char *got = scratch->issues ? scratch->issues->message : "";
    const char *expected = example->expect_count ? example->expect[0] : "";
    if (text_starts(expected, "invalid ") && text_equal(expected + strlen("invalid "), got))
        return OK;
    return differs(cx, regime, example, arena_format(cx->mem, "%s ≠ invalid %s", expected, got));
}

static enum status check_case(struct context *cx, const struct regime *regime,
                              const struct regime_example *example)
{
    struct context scratch = scratch_of(cx);
    struct law_event *events = arena_array(cx->mem, struct law_event, example->event_count + 1);
    struct law_clock clock;
    for (size_t i = 0; i < example->event_count; i++)
        TRY(law_event_read(cx, example->events[i], &events[i]));
    struct law_case given = {.regime = regime,
                             .channel = example->channel,
                             .received = example->received,
                             .arrived = example->arrived,
                             .confirmed = example->confirmed,
                             .flags = example->flags,
                             .events = events,
                             .event_count = example->event_count,
                             .traced = true};
    if (!example->expect_count) return differs(cx, regime, example, "expect: ≥ 1");
    if (law_due(&scratch, &given, &clock) != OK)
        return compare_refusal(cx, regime, example, &scratch);
    return compare(cx, regime, example, &clock);
}

/* ---- fees ---- */

static const struct regime_fee *fee_meant(const struct regime *regime,
                                          const struct regime_example *example)
{
    if (date_is_set(example->received)) return regime_fee(regime, example->fee, example->received);
    for (size_t i = 0; i < regime->fee_count; i++)
        if (text_equal(regime->fees[i].id, example->fee)) return &regime->fees[i];
    return NULL;
}

static enum status compute_fee(struct context *scratch, const struct regime_fee *fee,
                               const char *quantity, int64_t *ret_amount)
{
    struct fee_bill bill;
    int64_t n;
    if (fee->standard == FEE_COST) {
        TRY(fee_read_bill(scratch, fee, quantity, &bill));
        return bill.count ? fee_cost(scratch, fee, bill.lines, bill.count, ret_amount) : INVALID;
    }
    bool alone = text_starts(quantity, "no "); /* the 45th alone, not all 45 */
    if (!text_to_int(quantity + (alone ? strlen("no ") : 0), &n)) return INVALID;
    return alone ? fee_of_application(scratch, fee, n, ret_amount)
                 : fee_total(scratch, fee, n, ret_amount);
}

static enum status check_fee(struct context *cx, const struct regime *regime,
                             const struct regime_example *example)
{
    struct context scratch = scratch_of(cx);
    const struct regime_fee *fee = fee_meant(regime, example);
    int64_t amount;
    if (!fee) return differs(cx, regime, example, "fee");
    if (compute_fee(&scratch, fee, example->quantity, &amount) != OK)
        return differs(cx, regime, example, "quantity");
    const char *got = fee_text(cx->mem, amount);
    if (text_equal(got, example->amount)) return OK;
    return differs(cx, regime, example, arena_format(cx->mem, "%s ≠ %s", example->amount, got));
}

enum status regime_check(struct context *cx, const struct regime *regime)
{
    enum status status = OK;
    for (size_t i = 0; i < regime->example_count; i++) {
        const struct regime_example *example = &regime->examples[i];
        enum status one =
            *example->fee ? check_fee(cx, regime, example) : check_case(cx, regime, example);
        if (one == FAULT) return one;
        if (one != OK) status = one;
    }
    return status;
}
