#include "law/fee.h"

#include <string.h>

#include "base/text.h"

/* Far above anything that is asked for, and far below where sums would overflow. */
enum { QUANTITY_MAX = 100000, AMOUNT_DIGITS_MAX = 12 };

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t fee_marginal(const struct regime_fee *fee, int64_t nth)
{
    for (size_t i = 0; i < fee->step_count; i++) {
        const struct fee_step *step = &fee->steps[i];
        if (nth < step->from || (step->to && nth > step->to)) continue;
        return step->each + (step->per ? step->rise * ((nth - step->from) / step->per) : 0);
    }
    return 0;
}

/* Units of one step up to quantity: whole blocks of one price, then the block that is begun. */
static int64_t step_total(const struct fee_step *step, int64_t quantity)
{
    int64_t last = step->to ? smaller(step->to, quantity) : quantity, total = 0;
    int64_t block = step->per ? step->per : last - step->from + 1, each = step->each;
    for (int64_t at = step->from; at <= last; at += block, each += step->rise)
        total += each * (smaller(at + block - 1, last) - at + 1);
    return total;
}

static int64_t limit(const struct regime_fee *fee, int64_t total)
{
    if (fee->cap && total > fee->cap) return fee->cap;
    return total <= fee->nothing_up_to ? 0 : total;
}

static enum status check_quantity(struct context *cx, const struct regime_fee *fee,
                                  int64_t quantity)
{
    if (quantity >= 0 && quantity <= QUANTITY_MAX) return OK;
    return issue(cx, fee->id, "fee.quantity", arena_format(cx->mem, "%d", QUANTITY_MAX));
}

enum status fee_total(struct context *cx, const struct regime_fee *fee, int64_t quantity,
                      int64_t *ret_hundredths)
{
    int64_t total = 0;
    TRY(check_quantity(cx, fee, quantity));
    for (size_t i = 0; i < fee->step_count; i++) total += step_total(&fee->steps[i], quantity);
    *ret_hundredths = limit(fee, total);
    return OK;
}

enum status fee_of_application(struct context *cx, const struct regime_fee *fee, int64_t quantity,
                               int64_t *ret_hundredths)
{
    if (fee->standard != FEE_ITEM) return fee_total(cx, fee, quantity, ret_hundredths);
    TRY(check_quantity(cx, fee, quantity));
    *ret_hundredths = fee_marginal(fee, quantity);
    return OK;
}

const struct fee_tariff_line *fee_tariff_line(const struct regime_fee *fee, const char *id)
{
    for (size_t i = 0; i < fee->line_count; i++)
        if (text_equal(fee->lines[i].id, id)) return &fee->lines[i];
    return NULL;
}

enum status fee_cost(struct context *cx, const struct regime_fee *fee, const struct fee_line *lines,
                     size_t count, int64_t *ret_hundredths)
{
    int64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        const struct fee_tariff_line *line = fee_tariff_line(fee, lines[i].id);
        if (!line) return issue(cx, fee->id, "fee.unknown_line", lines[i].id);
        TRY(check_quantity(cx, fee, line->at_cost ? 0 : lines[i].quantity));
        if (line->at_cost && (lines[i].spent < 0 || lines[i].spent > INT64_C(1000000000000)))
            return issue(cx, fee->id, "fee.spent", line->id);
        total += fee_line_amount(fee, &lines[i]);
    }
    *ret_hundredths = limit(fee, total);
    return OK;
}

int64_t fee_line_amount(const struct regime_fee *fee, const struct fee_line *line)
{
    const struct fee_tariff_line *price = fee_tariff_line(fee, line->id);
    if (!price) return 0;
    return price->at_cost ? line->spent : price->price * line->quantity;
}

/* What is wrong with one line, at its own id and by its own name. */
static enum status wrong_line(struct context *cx, const struct fee_tariff_line *line)
{
    return issue(cx, line->id, line->at_cost ? "fee.line_spent" : "fee.line_quantity",
                 cx->language == CHINESE ? line->zh : line->en);
}

static enum status read_line(struct context *cx, const struct regime_fee *fee, const char *word,
                             struct fee_bill *bill)
{
    size_t stem = strcspn(word, "=");
    const char *id = arena_copy_n(cx->mem, word, stem), *value = word + stem + (word[stem] == '=');
    const struct fee_tariff_line *line = fee_tariff_line(fee, id);
    struct fee_line *read = &bill->lines[bill->count];
    *read = (struct fee_line){.id = id};
    if (!line) return issue(cx, "", "fee.unknown_line", id);
    for (size_t i = 0; i < bill->count; i++)
        if (text_equal(bill->lines[i].id, id)) return wrong_line(cx, line);
    bool good = line->at_cost ? fee_parse(value, &read->spent)
                              : text_to_int(value, &read->quantity) && read->quantity >= 0 &&
                                    read->quantity <= QUANTITY_MAX;
    bill->count++;
    return good ? OK : wrong_line(cx, line);
}

enum status fee_read_bill(struct context *cx, const struct regime_fee *fee, const char *text,
                          struct fee_bill *ret_bill)
{
    enum status worst = OK;
    *ret_bill = (struct fee_bill){.count = 0};
    while (*(text += strspn(text, " "))) {
        size_t size = strcspn(text, " ");
        const char *word = arena_copy_n(cx->mem, text, size);
        if (ret_bill->count == FEE_LINES_MAX) return issue(cx, "", "fee.unknown_line", word);
        enum status status = read_line(cx, fee, word, ret_bill);
        if (status != OK) worst = status;
        text += size;
    }
    return worst;
}

enum status fee_check_together(struct context *cx, const struct regime_fee *const *fees,
                               size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (*fees[i]->group && text_equal(fees[i]->group, fees[j]->group))
                return issue(cx, fees[i]->id, "fee.one_standard",
                             clause_article(&fees[i]->clause, cx->language));
    return OK;
}

enum status fee_check_amount(struct context *cx, const struct regime_fee *fee, int64_t quantity,
                             int64_t hundredths)
{
    int64_t right;
    TRY(fee_of_application(cx, fee, quantity, &right));
    if (hundredths == right) return OK;
    return issue(cx, fee->id, "fee.wrong_amount", fee_text(cx->mem, right));
}

const struct clause *fee_waiver(const struct regime_fee *fee, const char *id)
{
    for (size_t i = 0; i < fee->waiver_count; i++)
        if (text_equal(fee->waivers[i].id, id)) return &fee->waivers[i];
    return NULL;
}

size_t fee_number_in_month(const struct date *received, size_t count, struct date month)
{
    struct civil wanted = date_civil(month);
    size_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (!date_is_set(received[i])) continue;
        struct civil day = date_civil(received[i]);
        number += day.year == wanted.year && day.month == wanted.month;
    }
    return number;
}

/* ---- exact decimals ---- */

bool fee_parse(const char *text, int64_t *ret_hundredths)
{
    size_t whole = strspn(text, "0123456789");
    const char *point = text + whole;
    size_t decimals = *point == '.' ? strspn(point + 1, "0123456789") : 0;
    if (whole < 1 || whole > AMOUNT_DIGITS_MAX || decimals > 2) return false;
    if (*point == '.' ? decimals == 0 || point[1 + decimals] != '\0' : *point != '\0') return false;
    int64_t value = 0;
    for (size_t i = 0; i < whole; i++) value = value * 10 + (text[i] - '0');
    for (size_t i = 0; i < 2; i++) value = value * 10 + (i < decimals ? point[1 + i] - '0' : 0);
    *ret_hundredths = value;
    return true;
}

char *fee_text(struct arena *mem, int64_t hundredths)
{
    return arena_format(mem, "%lld.%02d", (long long)(hundredths / 100), (int)(hundredths % 100));
}
