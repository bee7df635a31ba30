#include "request/take.h"

#include <string.h>

#include "base/text.h"
#include "document/original.h"
#include "organisation/organisation.h"
#include "request/private.h"

/* Fields of the letter that are fields of the record. A word that is not one of ours is left out: a
 * letter that lacks something is taken, and corrected later (令711 第30条). */
static const char *const taken[] = {
    "sort",   "applicant_kind", "name",    "identity_kind", "identity_number",
    "phone",  "email",          "address", "agent_name",    "agent_identity_number",
    "sought", "purpose",        "supply",  "agent_phone",   "assistance",
};

static void take_field(struct context *cx, const struct letter *letter, const char *name,
                       struct application *a)
{
    const struct field *field = kind_field(&application_kind, name);
    const char *value = letter_value(letter, name);
    if (field->type == WORD && !field_word(field, value)) return;
    field_set_text(field, a, field->max ? text_cut(cx->mem, value, field->max - 1) : value);
}

enum status request_take_application(struct context *cx, const struct letter *letter)
{
    struct application a;
    record_init(&application_kind, &a);
    a.base.agency = letter->to;
    a.channel = "web";
    a.applicant_kind = "natural";
    a.sort = "disclosure";
    for (size_t i = 0; i < COUNT_OF(taken); i++) take_field(cx, letter, taken[i], &a);
    if (text_equal(letter_value(letter, "language"), "en")) a.base.language = "en";
    a.submitted_at = letter->at;
    a.arrived_on = zone_date(letter->at);
    a.nonce = letter->id;
    a.capsule_key = letter->capsule_key;
    a.capsule_stale = true;
    TRY(request_file(cx, &a));
    return original_attach(cx, letter->id, a.base.id);
}

/* ---- what comes later carries the key of the capsule that it belongs to ---- */

static const struct sql by_key = {
    "take.by_key",
    "SELECT id FROM application WHERE capsule_key = $1 AND agency = $2 AND newest = 1"
    " ORDER BY serial_year, serial LIMIT 1"};

static enum status find(struct context *cx, const struct letter *letter, struct application *ret)
{
    const char *id = "";
    if (text_empty(letter->capsule_key)) return NOT_FOUND; /* no code of ours: the letter waits */
    TRY(store_text(cx, &by_key, BIND(letter->capsule_key, letter->to), &id));
    return request_fetch(cx, id, ret);
}

static struct reason on_day(const struct letter *letter, const void *with)
{
    struct reason reason = NO_REASON;
    reason.on = zone_date(letter->at);
    reason.with = with;
    return reason;
}

enum status request_take_confirm(struct context *cx, const struct letter *letter)
{
    struct application a;
    struct reason reason = on_day(letter, NULL);
    TRY(find(cx, letter, &a));
    if (date_is_set(a.confirmed_on)) return OK; /* twice is once */
    return record_move(cx, &a.base, "applicant-confirms", &reason);
}

enum status request_take_supplement(struct context *cx, const struct letter *letter)
{
    struct application a;
    struct request_supplement more = {letter_value(letter, "text")};
    struct reason reason = on_day(letter, &more);
    TRY(find(cx, letter, &a));
    bool correction = a.base.state == CORRECTING;
    TRY(record_move(cx, &a.base, correction ? "correction-arrives" : "add-supplement", &reason));
    return original_attach(cx, letter->id, a.base.id);
}

enum status request_take_withdraw(struct context *cx, const struct letter *letter)
{
    struct application a;
    struct request_supplement more = {letter_value(letter, "reason")};
    struct reason reason = on_day(letter, &more);
    reason.why = "申请人凭回执码撤回"; /* their own words are personal, and stay with the file */
    TRY(find(cx, letter, &a));
    return record_move(cx, &a.base, "withdraw-request", &reason);
}

static const struct sql fee_by_reference = {
    "take.fee",
    "SELECT id FROM fee_notice WHERE application = $1 AND state = 'noticed' AND newest = 1"
    " AND ($2 = '' OR reference = $2) ORDER BY noticed_on DESC LIMIT 1"};

enum status request_take_pay(struct context *cx, const struct letter *letter)
{
    struct application a;
    struct fee_notice fee;
    const char *id = "";
    TRY(find(cx, letter, &a));
    enum status status =
        store_text(cx, &fee_by_reference, BIND(a.base.id, letter_value(letter, "reference")), &id);
    if (status == NOT_FOUND) return issue(cx, "reference", "request.no_open_fee", "");
    TRY(status);
    TRY(record_fetch(cx, &fee_notice_kind, id, 0, &fee));
    struct request_quote quote = {arena_format(cx->mem, "%s %s %s", letter_value(letter, "paid_on"),
                                               letter_value(letter, "reference"),
                                               letter_value(letter, "note"))};
    struct reason reason = on_day(letter, &quote);
    TRY(record_move(cx, &fee.base, "quote-payment", &reason));
    return original_attach(cx, letter->id, a.base.id);
}

static enum status file_remedy(struct context *cx, const struct letter *letter,
                               const struct application *a, const char *sort)
{
    struct remedy remedy;
    record_init(&remedy_kind, &remedy);
    remedy.base.agency = a->base.agency;
    remedy.application = a->base.id;
    remedy.sort = sort;
    remedy.filed_on = zone_date(letter->at);
    remedy.organ = "本机关（凭回执码提出）";
    remedy.grounds = text_cut(cx->mem, letter_value(letter, "reasons"), 3999);
    return record_insert(cx, &remedy.base);
}

/* What must not come first yet is heard as a complaint, which has no precondition. */
static enum status possible_remedy(struct context *cx, const struct letter *letter,
                                   const struct application *a, const char **ret_sort)
{
    const char *sort = letter_value(letter, "remedy");
    const struct regime *regime = request_regime(a);
    struct date filed = zone_date(letter->at);
    struct remedy meant = {
        .base.id = "", .application = a->base.id, .sort = sort, .filed_on = filed};
    const struct regime_remedy *first = NULL;
    bool known = regime && regime_remedy(regime, sort, filed) &&
                 field_word(kind_field(&remedy_kind, "sort"), sort);
    *ret_sort = "complaint";
    if (!known) return OK;
    TRY(remedy_unmet(cx, &meant, a, &first));
    if (!first) *ret_sort = sort;
    return OK;
}

enum status request_take_review(struct context *cx, const struct letter *letter)
{
    struct application a;
    const char *sort;
    TRY(find(cx, letter, &a));
    TRY(possible_remedy(cx, letter, &a, &sort));
    TRY(file_remedy(cx, letter, &a, sort));
    return original_attach(cx, letter->id, a.base.id);
}

static const struct sql consultation_by_key = {
    "take.consultation",
    "SELECT id FROM consultation WHERE capsule_key = $1 AND agency = $2 AND newest = 1 LIMIT 1"};

enum status request_take_answer(struct context *cx, const struct letter *letter)
{
    struct consultation c;
    const char *id = "";
    struct request_reply reply = {letter_value(letter, "answer"), letter_value(letter, "reasons")};
    struct reason reason = on_day(letter, &reply);
    if (text_empty(letter->capsule_key)) return NOT_FOUND;
    TRY(store_text(cx, &consultation_by_key, BIND(letter->capsule_key, letter->to), &id));
    TRY(record_fetch(cx, &consultation_kind, id, 0, &c));
    bool late = c.base.state == CONSULT_SILENT;
    TRY(record_move(cx, &c.base, late ? "late-answer" : "answer-arrives", &reason));
    return original_attach(cx, letter->id, c.base.id);
}
