/* What an application costs: rows of the regime, in hundredths of its currency, never in floating
 * point. Fees of the disclosure law only; fees of services are a register of their own.
 *
 * A fee is a price list over a quantity: steps (pages 31 to 100 at 10.00 each), or a tariff with
 * lines (search per item, sheets by size, postage at cost). Of the fees of one group only one may
 * be charged on an application (国办函〔2020〕109号 Art 3: per item or per page, never both).
 *
 *     const struct regime_fee *fee = regime_fee(regime, "processing-by-item", date);
 *     TRY(fee_total(cx, fee, 45, &hundredths));   // 550000: all 45 of the month
 *     fee_marginal(fee, 45)                       // 30000: the 45th alone
 *
 *     struct fee_line lines[] = {{"search", 1, 0}, {"postage", 0, 420}};
 *     TRY(fee_cost(cx, tariff, lines, 2, &hundredths));
 */
#ifndef LAW_FEE_H
#define LAW_FEE_H

#include "law/regime.h"

enum fee_measure {
    FEE_FLAT, /* each application */
    FEE_ITEM, /* by number of applications of one applicant in a calendar month */
    FEE_PAGE, /* by number of pages of one application */
    FEE_HOUR,
    FEE_COST,   /* a tariff: lines */
    FEE_PENALTY /* not the applicant's: what the officer pays, by days late */
};

/* The units from … to cost `each`; in an open step (to = 0) it rises by `rise` every `per`. */
struct fee_step {
    int64_t from, to, each, per, rise;
};

/* Named *_line of the tariff: the price of one, or at cost (the amount that was spent). */
struct fee_tariff_line {
    const char *id, *zh, *en;
    int64_t price;
    bool at_cost;
};

struct regime_fee {
    CLAUSE;
    enum fee_measure standard;
    const char *group; /* of the fees of a group at most one per application; "" none */
    const struct fee_step *steps;
    const struct fee_tariff_line *lines;
    const struct clause *waivers; /* who need not pay: hardship, below the poverty line … */
    size_t step_count, line_count, waiver_count;
    int64_t cap;                /* the most it may come to; 0 no limit */
    int64_t nothing_up_to;      /* amounts up to this are not asked for; 0 none */
    struct law_term pay_within; /* from the notice; unset: none */
    const char *outcome;        /* what not paying leads to: "fee-unpaid"; "" nothing */
};

/* What this many units cost together. INVALID for a negative or absurd quantity. */
enum status fee_total(struct context *cx, const struct regime_fee *fee, int64_t quantity,
                      int64_t *ret_hundredths) MUST_USE;
/* What the n-th unit alone costs: the fee of the n-th application of the month. */
int64_t fee_marginal(const struct regime_fee *fee, int64_t nth);
/* What one application costs by this standard: the n-th of the month, or so many pages. */
enum status fee_of_application(struct context *cx, const struct regime_fee *fee, int64_t quantity,
                               int64_t *ret_hundredths) MUST_USE;

/* One line of a bill by tariff: how many, or for a line at cost what was spent. */
struct fee_line {
    const char *id;
    int64_t quantity, spent;
};
enum status fee_cost(struct context *cx, const struct regime_fee *fee, const struct fee_line *lines,
                     size_t count, int64_t *ret_hundredths) MUST_USE;

/* A bill as it is stored: "search=1 a4-bw-single=12 postage=4.20". INVALID names the line that will
 * not do, at the field of its id: unknown, twice, not a whole number, not an amount. */
enum { FEE_LINES_MAX = 32 };
struct fee_bill {
    struct fee_line lines[FEE_LINES_MAX];
    size_t count;
};
enum status fee_read_bill(struct context *cx, const struct regime_fee *fee, const char *text,
                          struct fee_bill *ret_bill) MUST_USE;
const struct fee_tariff_line *fee_tariff_line(const struct regime_fee *fee, const char *id);
int64_t fee_line_amount(const struct regime_fee *fee, const struct fee_line *line);

/* May these fees stand on one application's notice? Two of one group: INVALID, with the article. */
enum status fee_check_together(struct context *cx, const struct regime_fee *const *fees,
                               size_t count) MUST_USE;
/* Is this what the fee comes to for an application? Otherwise INVALID: says what it should be. */
enum status fee_check_amount(struct context *cx, const struct regime_fee *fee, int64_t quantity,
                             int64_t hundredths) MUST_USE;
/* NULL if it is not a ground for waiving this fee. A waived fee is 0. */
const struct clause *fee_waiver(const struct regime_fee *fee, const char *id);

/* How many of these days fall in the calendar month of a day: the counter that starts anew each
 * month. A letter split into several matters stands in the list once for each. */
size_t fee_number_in_month(const struct date *received, size_t count, struct date month);

/* Exact decimals: "20.60" ⇄ 2060. At most two decimals, not negative. */
bool fee_parse(const char *text, int64_t *ret_hundredths);
char *fee_text(struct arena *mem, int64_t hundredths);

#endif
