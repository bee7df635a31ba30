#include "request/letter_body.h"

#include <sodium.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "base/words.h"
#include "document/attachment.h"
#include "law/fee.h"
#include "organisation/organisation.h"
#include "web/message.h"

bool letter_has_gaps(const char *body)
{
    for (int language = CHINESE; language <= ENGLISH; language++)
        if (strstr(body, message_text((enum language)language, "request.gap"))) return true;
    return false;
}

enum { VALUES_MAX = 48, REMEDIES_MAX = 8 };

struct values {
    struct letter_value items[VALUES_MAX];
    size_t count;
    struct arena *mem;
    enum language language;
};

static void put(struct values *values, const char *name, const char *text)
{
    if (!text_empty(text) && values->count < VALUES_MAX)
        values->items[values->count++] = (struct letter_value){name, text};
}

static void put_date(struct values *values, const char *name, struct date day)
{
    if (date_is_set(day)) put(values, name, words_date(values->mem, values->language, day));
}

/* ---- what the file says ---- */

static enum status put_agency(struct context *cx, const struct application *a,
                              struct values *values)
{
    struct agency agency;
    enum status found = agency_by_code(cx, a->base.agency, &agency);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    bool english = values->language == ENGLISH;
    const char *name = english && !text_empty(agency.name_en) ? agency.name_en : agency.name;
    put(values, "agency", name);
    put(values, "signatory", name);
    put(values, "agency_address",
        english && !text_empty(agency.address_en) ? agency.address_en : agency.address);
    put(values, "contact", agency.phone);
    return OK;
}

static void put_application(struct context *cx, const struct application *a, struct values *values)
{
    const struct field *supply = kind_field(&application_kind, "supply");
    put(values, "application_number", a->title);
    put(values, "sought", a->sought);
    put_date(values, "received_on", a->received_on);
    put_date(values, "due_on", a->due_on);
    put_date(values, "extended_due_on", a->extended_due_on);
    put_date(values, "correction_by", a->lapses_after);
    if (!field_is_absent(supply, a)) {
        const struct word *word = field_word(supply, a->supply);
        put(values, "supply", values->language == CHINESE ? word->zh : word->en);
    }
    put(values, "site", request_setting()->portal);
}

static const struct sql parts_of = {"letter.parts",
                                    "SELECT part, article FROM withheld_part WHERE application = $1"
                                    " AND state = 'stated' AND newest = 1 ORDER BY changed_at, id"};

static enum status put_parts(struct context *cx, const struct application *a, struct values *values)
{
    struct rows *rows;
    struct out out = out_new(cx->mem);
    TRY(store_query(cx, &parts_of, BIND(a->base.id), &rows));
    while (rows_next(rows)) {
        const char *part = rows_text(rows, 0), *article = rows_text(rows, 1);
        out_format(&out, "%s%s（%s）", out.size ? "\n" : "", part, article);
    }
    TRY(rows_end(rows));
    put(values, "parts", out.text);
    return OK;
}

static const struct sql number_of_item = {"letter.item",
                                          "SELECT agency, number, title FROM item WHERE id = $1"};

/* Public already: what it is called, and where it stands. */
static enum status put_item(struct context *cx, const struct application *a, struct values *values)
{
    struct rows *rows;
    if (text_empty(a->item)) return OK;
    TRY(store_query(cx, &number_of_item, BIND(a->item), &rows));
    if (rows_next(rows)) {
        const char *agency = rows_text(rows, 0), *number = rows_text(rows, 1);
        put(values, "address",
            arena_format(cx->mem, "《%s》%s/disclosures/%s/%s", rows_text(rows, 2),
                         request_setting()->portal, agency, number));
    }
    return rows_end(rows);
}

/* ---- what the plan says ---- */

/* Which one of the month it is, or how many pages: what the amount follows from. */
static const char *how_many(struct context *cx, const struct values *values,
                            const struct fee_notice *fee)
{
    static const struct {
        const char *standard, *message;
    } rows[] = {
        {"item", "request.fee_nth"  },
        {"page", "request.fee_pages"},
        {"cost", "request.fee_lines"},
    };
    const char *const details[] = {arena_format(cx->mem, "%lld", (long long)fee->quantity)};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (text_equal(rows[i].standard, fee->standard))
            return message_format(cx->mem, values->language, rows[i].message, details, 1);
    return "";
}

/* A fee by a tariff, line by line. */
static enum status put_bill(struct context *cx, const struct application *a,
                            const struct fee_notice *fee, struct values *values)
{
    const struct regime_fee *rule;
    struct fee_bill bill;
    struct out out = out_new(cx->mem);
    TRY(request_bill(cx, fee, a, &rule, &bill));
    for (size_t i = 0; i < bill.count; i++)
        out_format(&out, "%s%s", i ? "\n" : "",
                   request_bill_line(cx->mem, values->language, rule, &bill.lines[i]));
    put(values, "fee_items", out.text);
    return OK;
}

static enum status put_fee(struct context *cx, const struct application *a,
                           const struct fee_notice *fee, struct values *values)
{
    if (!fee) return OK;
    const struct regime_fee *rule =
        request_fee_rule(request_regime(a), fee->standard, a->received_on);
    put(values, "fee_amount", words_amount(cx->mem, values->language, fee->amount.hundredths));
    if (rule) put(values, "fee_name", clause_label(&rule->clause, values->language));
    put(values, "fee_reference", fee->reference);
    put_date(values, "fee_by", fee->pay_by);
    put(values, "fee_basis", how_many(cx, values, fee));
    return put_bill(cx, a, fee, values);
}

static const char *named_date_of(const char *template)
{
    static const struct {
        const char *template, *value;
    } rows[] = {
        {"third-party-consultation", "third_party_by" },
        {"co-maker-consultation",    "agency_by"      },
        {"extension",                "extended_due_on"},
        {"fee-notice",               "fee_by"         },
        {"delay-reasoned",           "extended_due_on"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (text_equal(rows[i].template, template)) return rows[i].value;
    return NULL;
}

static bool has(const struct values *values, const char *name)
{
    for (size_t i = 0; i < values->count; i++)
        if (text_equal(values->items[i].name, name)) return true;
    return false;
}

/* What a letter that is no answer rests on: an event of the regime, or an outcome. */
static const char *article_of(const struct regime *regime, const struct letter_plan *plan,
                              enum language language)
{
    static const struct {
        const char *template, *id;
    } rows[] = {
        {"correction-notice",        "correction-notice" },
        {"extension",                "extended"          },
        {"third-party-consultation", "third-party-served"},
        {"third-party-decision",     "third-party-served"},
        {"co-maker-consultation",    "agency-served"     },
        {"secrecy-consultation",     "secrecy-served"    },
        {"fee-notice",               "fee-notice"        },
        {"fee-lapsed",               "fee-unpaid"        },
        {"lapsed",                   "lapsed"            },
        {"withdrawn",                "withdrawn"         },
        {"delay-reasoned",           "excessive"         },
        {"reasons-demanded",         "excessive"         },
    };
    if (!text_empty(plan->article)) return plan->article;
    if (!regime) return "";
    if (plan->outcome && !plan->consultation)
        return clause_article(&plan->outcome->clause, language);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!text_equal(rows[i].template, plan->template)) continue;
        const struct regime_event *event = regime_event(regime, rows[i].id);
        const struct regime_outcome *outcome = regime_outcome(regime, rows[i].id);
        if (outcome) return clause_article(&outcome->clause, language);
        if (event) return clause_article(&event->clause, language);
    }
    return regime->term_count ? clause_article(&regime->terms[0].clause, language) : "";
}

/* What follows when the other side says nothing. */
static const char *consequence_of(const struct regime *regime, const struct letter_plan *plan,
                                  enum language language)
{
    static const struct {
        const char *template, *from;
    } rows[] = {
        {"third-party-consultation", "third-party-served"},
        {"co-maker-consultation",    "agency-served"     },
        {"fee-notice",               "fee-notice"        },
    };
    for (size_t i = 0; regime && i < COUNT_OF(rows); i++) {
        if (!text_equal(rows[i].template, plan->template)) continue;
        for (size_t w = 0; w < regime->wait_count; w++)
            if (text_equal(regime->waits[w].from, rows[i].from))
                return clause_text(&regime->waits[w].clause, language);
    }
    return "";
}

/* A decision on a complaint or a review: which answer it is about, and what becomes of it. */
static enum status put_decision(struct context *cx, const struct application *a,
                                const struct letter_plan *plan, struct values *values)
{
    struct request_letter answer;
    if (!plan->remedy) return OK;
    enum status found = letter_as_served(cx, a, &answer);
    if (found != OK && found != NOT_FOUND) return found;
    if (found == OK) {
        put(values, "earlier_number", answer.base.number);
        put_date(values, "earlier_on", answer.served_on);
    }
    const char *result = plan->remedy->again ? "again" : plan->remedy->result;
    put(values, "decision",
        message_text(values->language, arena_format(cx->mem, "request.decision.%s", result)));
    return OK;
}

static enum status put_plan(struct context *cx, const struct application *a,
                            const struct letter_plan *plan, struct values *values)
{
    const char *date = named_date_of(plan->template);
    const struct regime *regime = request_regime(a);
    const struct letters *letters = request_setting()->letters;
    const char *article = article_of(regime, plan, values->language);
    if (plan->fee && regime && !regime_event(regime, "fee-notice")) {
        const struct regime_fee *rule =
            request_fee_rule(regime, plan->fee->standard, a->received_on);
        if (rule) article = clause_article(&rule->clause, values->language);
    }
    put(values, "consequence", consequence_of(regime, plan, values->language));
    put(values, "correction_items", plan->items);
    put(values, "reason", plan->reason);
    if (plan->consultation) {
        put(values, "question", plan->consultation->question);
        put(values, "third_party_answer", plan->consultation->answer_text);
    }
    if (date && !has(values, date)) put_date(values, date, plan->on);
    if (!text_empty(article))
        put(values, "article", letter_cite(letters, cx->mem, values->language, article));
    if (text_equal(plan->template, "reasons-demanded") && regime)
        put_date(values, "reasons_by",
                 law_add_working_days(regime->calendar, cx->today, 10, NULL).date);
    TRY(put_decision(cx, a, plan, values));
    return put_fee(cx, a, plan->fee, values);
}

/* ---- remedies ---- */

static const char *term_in_words(struct context *cx, const struct law_term *term,
                                 enum language language)
{
    static const char *const zh[] = {"个工作日", "日", "个月", "小时"};
    static const char *const en[] = {" working days", " days", " months", " hours"};
    if (!term->is_set) return "";
    return arena_format(cx->mem, "%d%s", term->n,
                        language == CHINESE ? zh[term->unit] : en[term->unit]);
}

/* The remedy whose decision this one is sought against, or NULL. */
static const struct regime_remedy *sought_after(const struct regime *regime,
                                                const struct regime_remedy *row, struct date on)
{
    for (size_t i = 0; i < regime->remedy_count; i++)
        if (text_equal(regime->remedies[i].decided, row->from) &&
            clause_is_in_force(&regime->remedies[i].clause, on))
            return &regime->remedies[i];
    return NULL;
}

/* Is there another way after the remedy that must come first? Then this one is closed: against a
 * refusal nobody goes to court but after reconsideration. */
static bool is_closed(const struct regime *regime, const struct regime_remedy *first)
{
    for (size_t i = 0; first && i < regime->remedy_count; i++)
        if (text_equal(regime->remedies[i].from, first->decided)) return true;
    return false;
}

static void put_remedies(struct context *cx, const struct application *a,
                         const struct letter_plan *plan, struct values *values)
{
    struct letter_remedy list[REMEDIES_MAX];
    const struct regime *regime = request_regime(a);
    bool chinese = values->language == CHINESE;
    size_t count = 0;
    for (size_t i = 0; regime && i < regime->remedy_count && count < REMEDIES_MAX; i++) {
        const struct regime_remedy *row = &regime->remedies[i];
        if (!clause_is_in_force(&row->clause, cx->today)) continue;
        const struct regime_remedy *first =
            plan->outcome ? regime_remedy_before(regime, row, plan->outcome, cx->today) : NULL;
        if (is_closed(regime, first)) continue;
        if (!first) first = sought_after(regime, row, cx->today);
        list[count++] = (struct letter_remedy){
            .id = row->id,
            .name = clause_label(&row->clause, values->language),
            .body = chinese ? row->body_zh : row->body_en,
            .term = term_in_words(cx, &row->term, values->language),
            .article = letter_cite(request_setting()->letters, cx->mem, values->language,
                                   clause_article(&row->clause, values->language)),
            .after = first ? clause_label(&first->clause, values->language) : ""};
    }
    put(values, "remedy", letter_remedies(cx->mem, values->language, list, count));
}

/* ---- composing ---- */

static void leave_gaps(struct context *cx, const struct letter_template *template,
                       struct values *values)
{
#define NAME(name, zh, en) #name,
    static const char *const names[] = {LETTER_VALUES(NAME)};
#undef NAME
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (letter_needs(template, names[i]) && !has(values, names[i]))
            put(values, names[i],
                arena_format(cx->mem, "%s%s】", message_text(values->language, "request.gap"),
                             letter_value_label(names[i], values->language)));
}

enum status letter_body(struct context *cx, const struct application *a,
                        const struct letter_plan *plan, struct request_letter *letter)
{
    struct letter_text text;
    struct values *values = arena_make(cx->mem, struct values);
    const struct letter_template *template =
        letter_template(request_setting()->letters, plan->template);
    if (!template) return fault(cx, "there is no letter %s", plan->template);
    values->mem = cx->mem;
    values->language = text_equal(letter->base.language, "en") ? ENGLISH : CHINESE;
    put(values, "applicant", letter->addressee);
    put_date(values, "today", cx->today);
    TRY(put_agency(cx, a, values));
    put_application(cx, a, values);
    TRY(put_parts(cx, a, values));
    TRY(put_item(cx, a, values));
    TRY(put_plan(cx, a, plan, values));
    put_remedies(cx, a, plan, values);
    leave_gaps(cx, template, values);
    TRY(letter_compose(cx, template, values->language,
                       (struct letter_values){values->items, values->count}, &text));
    letter->heading = text.title;
    letter->subject = text.subject;
    letter->body = text.body;
    return OK;
}

/* ---- on paper ---- */

enum status letter_pdf(struct context *cx, const struct request_letter *letter,
                       struct bytes *ret_pdf)
{
    struct agency agency;
    enum status found = agency_by_code(cx, letter->base.agency, &agency);
    if (found != OK && found != NOT_FOUND) return found;
    struct letter_sheet sheet = {
        .language = text_equal(letter->base.language, "en") ? ENGLISH : CHINESE,
        .agency = found == OK ? agency.name : "",
        .title = letter->heading,
        .number = letter->base.number,
        .addressee = letter->addressee,
        .body = letter->body,
        .foot = found == OK ? arena_format(cx->mem, "%s　%s", agency.address, agency.phone) : NULL,
        .dated = date_is_set(letter->signed_on) ? letter->signed_on : cx->today,
        .made_at =
            zone_moment(date_is_set(letter->signed_on) ? letter->signed_on : cx->today, 0, 0)};
    return print_pdf(cx, letter_document(cx->mem, &sheet), ret_pdf);
}

static const struct sql drop_pdf = {
    "letter.drop_pdf", "DELETE FROM attachment WHERE record = $1 AND edition = $2 AND sha256 = $3"};
static const struct sql put_pdf = {
    "letter.put_pdf",
    "INSERT INTO attachment (record, edition, position, sha256, name, media, size) SELECT $1, $2,"
    " COALESCE(MAX(position), 0) + 1, $3, $4, 'application/pdf', $5 FROM attachment"
    " WHERE record = $1 AND edition = $2"};

static enum status keep(struct context *cx, const struct request_letter *letter, const char *sha256,
                        struct bytes pdf)
{
    struct attachment_place place = {request_setting()->blob, request_setting()->tmp};
    const struct record *rec = &letter->base;
    const char *name = arena_format(cx->mem, "%s.pdf", letter->subject);
    if (text_empty(place.blob)) return OK;
    TRY(file_make_folders(cx, arena_format(cx->mem, "%s/%.2s", place.blob, sha256), 0700));
    TRY(file_write(cx, place.tmp, attachment_path(cx->mem, &place, sha256), pdf, true));
    TRY(store_run(cx, &drop_pdf, BIND(rec->id, rec->edition, letter->sha256), NULL));
    return store_run(cx, &put_pdf, BIND(rec->id, rec->edition, sha256, name, (int64_t)pdf.size),
                     NULL);
}

enum status letter_keep_pdf(struct context *cx, const struct request_letter *letter,
                            const char **ret_sha256)
{
    struct bytes pdf;
    unsigned char hash[crypto_hash_sha256_BYTES];
    TRY(letter_pdf(cx, letter, &pdf));
    crypto_hash_sha256(hash, pdf.data, pdf.size);
    const char *sha256 = text_hex(cx->mem, hash, sizeof hash);
    TRY(keep(cx, letter, sha256, pdf));
    *ret_sha256 = sha256;
    return OK;
}
