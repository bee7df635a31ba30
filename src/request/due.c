/* When the desk shows what as due (DESIGN §7: by what is due first). */
#include "base/text.h"
#include "request/private.h"

static const struct record_due NOTHING_DUE = {{DATE_NO_DAY}, "", ""};

/* The applicant does not confirm: somebody must decide whether it is set aside. */
static struct record_due set_aside_by(struct context *cx, const struct application *a)
{
    struct record_due due = NOTHING_DUE;
    struct duty_due ask =
        law_duty_due(request_setting()->law, ASK_UNCONFIRMED, a->agency_confirmed_on, NULL);
    if (!ask.duty || date_is_set(a->confirmed_on)) return due;
    due.by = ask.by;
    due.article = cx->language == CHINESE ? ask.duty->article : ask.duty->article_en;
    return due;
}

/* The agency's own confirmation: on the day, or within 1 working day (令711 第31条). */
static struct record_due confirm_by(struct context *cx, const struct application *a)
{
    struct record_due due = NOTHING_DUE;
    const struct regime *regime = request_regime(a);
    const struct regime_channel *channel = request_channel(cx, a);
    if (!channel || !channel->agency_confirms.is_set) return due;
    if (date_is_set(a->agency_confirmed_on)) return set_aside_by(cx, a);
    due.by = law_add_term(regime->calendar, a->arrived_on, &channel->agency_confirms, NULL).date;
    due.article = clause_article(&channel->clause, cx->language);
    due.calendar = calendar_id(regime->calendar);
    return due;
}

static const char *term_article(struct context *cx, const struct regime *regime)
{
    return regime && regime->term_count ? clause_article(&regime->terms[0].clause, cx->language)
                                        : "";
}

/* The term that binds: the answer's, or what the file waits for. */
struct record_due application_due(struct context *cx, const struct record *rec)
{
    const struct application *a = (const struct application *)(const void *)rec;
    struct record_due due = NOTHING_DUE;
    const struct regime *regime = request_setting() ? request_regime(a) : NULL;
    if (record_state(rec)->flags & ENDED || rec->state == ANSWERED || !regime) return due;
    if (rec->state == AWAITING_CONFIRMATION) return confirm_by(cx, a);
    due.calendar = calendar_id(regime->calendar);
    due.by = date_is_set(a->extended_due_on) ? a->extended_due_on : a->due_on;
    if (date_is_set(a->delayed_until) && a->delayed_until.day > due.by.day)
        due.by = a->delayed_until;
    if (rec->state == CORRECTING) due.by = a->lapses_after;
    due.article = term_article(cx, regime);
    return due;
}

static struct record_due by(const struct record *rec, struct date day)
{
    struct record_due due = NOTHING_DUE;
    if (record_state(rec)->flags & WORKING) due.by = day;
    return due;
}

/* What has to be told by a day waits until then on the desk: a correction (令711 第30条), an
 * extension before the term that it extends (第33条第二款); all else while the term runs. */
struct record_due letter_due(struct context *cx, const struct record *rec)
{
    const struct request_letter *letter = (const struct request_letter *)(const void *)rec;
    struct record_due due = NOTHING_DUE;
    struct application a;
    if (!(record_state(rec)->flags & WORKING) || !request_setting()) return due;
    if (request_fetch(cx, letter->application, &a) != OK) return due;
    const struct regime *regime = request_regime(&a);
    if (a.base.state < ANSWERED) due = application_due(cx, &a.base);
    if (text_equal(letter->template, "correction-notice")) {
        const struct regime_event *row = regime ? regime_event(regime, "correction-notice") : NULL;
        due.by = a.correction_notice_by;
        due.article = row ? clause_article(&row->clause, cx->language) : "";
    } else if (text_equal(letter->template, "extension")) {
        due.by = a.due_on;
        due.article = term_article(cx, regime);
    }
    return due;
}

struct record_due consultation_due(struct context *cx, const struct record *rec)
{
    return by(rec, ((const struct consultation *)(const void *)rec)->answer_by);
}

struct record_due search_task_due(struct context *cx, const struct record *rec)
{
    return by(rec, ((const struct search_task *)(const void *)rec)->answer_by);
}

struct record_due fee_notice_due(struct context *cx, const struct record *rec)
{
    return by(rec, ((const struct fee_notice *)(const void *)rec)->pay_by);
}

struct record_due remedy_due(struct context *cx, const struct record *rec)
{
    return by(rec, ((const struct remedy *)(const void *)rec)->reply_by);
}
