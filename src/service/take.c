/* Sealed letters of the convenience window, registered as they are opened: rows of app/letters.c.
 *
 *     service.apply        item party_sort name identity_number phone address delivery,
 *                          q1 … : answers in the order of the item's questions,
 *                          m1 … : what is claimed of each material (material_claims)
 *     service.supplement   text; files
 *     service.withdraw     reason
 *     service.rate         rating note
 *     service-ask.ask      item name phone question
 *     service-ask.rate     rating note
 */
#include "base/text.h"
#include "document/original.h"
#include "service/private.h"

static void take_text(struct context *cx, const struct letter *letter, const char *name,
                      struct record *rec)
{
    const struct field *field = kind_field(rec->kind, name);
    const char *value = letter_value(letter, name);
    if (field->type == WORD && !field_word(field, value)) return;
    field_set_text(field, rec, field->max ? text_cut(cx->mem, value, field->max - 1) : value);
}

/* Question and answer, as the clerk reads them. */
static const char *answers_of(struct context *cx, const struct letter *letter,
                              const struct service_item *item)
{
    struct service_rows *rows = arena_make(cx->mem, struct service_rows);
    struct out out = out_new(cx->mem);
    if (!service_rows_read(cx->mem, item->questions, QUESTION_COLUMNS, rows)) return "";
    for (size_t i = 0; i < rows->count; i++) {
        const char *answer = letter_value(letter, arena_format(cx->mem, "q%zu", i + 1));
        if (*answer)
            out_format(&out, "%s%s：%s", out.size ? "\n\n" : "", rows->at[i].cells[QUESTION_TEXT],
                       answer);
    }
    return out.size ? text_cut(cx->mem, out.text, 7999) : "";
}

static void claims_of(struct context *cx, const struct letter *letter, struct service_claims *ret)
{
    const struct field *claim = kind_field(&service_material_kind, "claim");
    for (ret->count = 0; ret->count < COUNT_OF(ret->at); ret->count++) {
        const char *word = letter_value(letter, arena_format(cx->mem, "m%zu", ret->count + 1));
        ret->at[ret->count] = field_word(claim, word) ? word : "counter";
    }
}

static const char *language_of(const struct letter *letter)
{
    return text_equal(letter_value(letter, "language"), "en") ? "en" : "zh";
}

enum status service_take_apply(struct context *cx, const struct letter *letter)
{
    static const char *const taken[] = {"item",  "party_sort", "name",    "identity_number",
                                        "phone", "address",    "delivery"};
    struct service_case c;
    struct service_item item;
    struct service_claims claims;
    record_init(&service_case_kind, &c);
    c.base.agency = letter->to;
    c.base.language = language_of(letter);
    c.channel = "web";
    c.party_sort = "natural";
    for (size_t i = 0; i < COUNT_OF(taken); i++) take_text(cx, letter, taken[i], &c.base);
    TRY(service_load_item(cx, c.item, &item));
    c.answers = answers_of(cx, letter, &item);
    c.filed_at = letter->at;
    c.came_on = zone_date(letter->at);
    claims_of(cx, letter, &claims);
    TRY(service_file(cx, &c, &claims));
    TRY(original_attach(cx, letter->id, c.base.id));
    return matter_open(cx, &c.base, letter);
}

enum status service_take_ask(struct context *cx, const struct letter *letter)
{
    static const char *const taken[] = {"item", "name", "phone", "question"};
    struct service_inquiry q;
    record_init(&service_inquiry_kind, &q);
    q.base.agency = letter->to;
    q.base.language = language_of(letter);
    for (size_t i = 0; i < COUNT_OF(taken); i++) take_text(cx, letter, taken[i], &q.base);
    q.filed_at = letter->at;
    q.came_on = zone_date(letter->at);
    TRY(service_inquire(cx, &q));
    return matter_open(cx, &q.base, letter);
}

/* ---- what comes later ---- */

enum status service_take_supplement(struct context *cx, const struct letter *letter)
{
    struct service_case c;
    struct service_more more = {letter_value(letter, "text")};
    struct reason reason = NO_REASON;
    reason.with = &more;
    TRY(matter_find(cx, letter, &service_case_kind, &c));
    TRY(record_move(cx, &c.base, "materials-arrive", &reason));
    return original_attach(cx, letter->id, c.base.id);
}

enum status service_take_withdraw(struct context *cx, const struct letter *letter)
{
    struct service_case c;
    struct reason reason = NO_REASON;
    reason.why = "申请人凭回执码撤回"; /* their own words are personal */
    TRY(matter_find(cx, letter, &service_case_kind, &c));
    return record_move(cx, &c.base, "call-back", &reason);
}

static enum status rate(struct context *cx, const struct letter *letter, const struct kind *kind)
{
    struct record *rec = arena_alloc(cx->mem, kind->size);
    struct service_rating rating = {0, letter_value(letter, "note")};
    struct reason reason = NO_REASON;
    reason.with = &rating;
    if (!text_to_int(letter_value(letter, "rating"), &rating.points)) return INVALID;
    TRY(matter_find(cx, letter, kind, rec));
    return record_move(cx, rec, "rate-service", &reason);
}

enum status service_take_rate(struct context *cx, const struct letter *letter)
{
    return rate(cx, letter, &service_case_kind);
}

enum status service_take_rate_answer(struct context *cx, const struct letter *letter)
{
    return rate(cx, letter, &service_inquiry_kind);
}
