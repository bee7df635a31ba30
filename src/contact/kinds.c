/* The kinds of contact: words, field tables, checks between fields. The workflows that are not the
 * common one are in message.c, hand_over.c and figures.c. */
#include "base/text.h"
#include "contact/private.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word contact_sorts[] = {
    {"director", "局长（厅长）信箱", "Letter to the director"}, {"consultation", "咨询", "Question"},
    {"complaint", "投诉", "Complaint"}, {"suggestion", "建议", "Suggestion"},
    {"petition", "信访", "Petition"}, {0}};
const struct word contact_channels[] = {
    {"web", "网上", "Web"}, {"telephone", "电话", "Telephone"}, {"counter", "当面", "At the counter"},
    {"post", "来信", "By post"}, {0}};
const struct word contact_point_sorts[] = {
    {"mailbox", "信箱", "Mailbox"}, {"hotline", "热线电话", "Hotline"},
    {"complaints", "投诉监督电话", "Complaints line"}, {"petitions", "信访接待", "Petition office"},
    {"counter", "接待窗口", "Counter"}, {0}};

#define RECORD contact_message
static const struct field contact_message_fields[] = {CONTACT_MESSAGE(FIELD_ROW)};
#undef RECORD
#define RECORD hand_over
static const struct field hand_over_fields[] = {HAND_OVER(FIELD_ROW)};
#undef RECORD
#define RECORD competence
#define RECORD_PUBLIC competence_public
KIND_FIELDS(competence, COMPETENCE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD contact_point
#define RECORD_PUBLIC contact_point_public
KIND_FIELDS(contact_point, CONTACT_POINT)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD contact_promise
#define RECORD_PUBLIC contact_promise_public
KIND_FIELDS(contact_promise, CONTACT_PROMISE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD published_answer
#define RECORD_PUBLIC published_answer_public
KIND_FIELDS(published_answer, PUBLISHED_ANSWER)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD contact_figures
#define RECORD_PUBLIC contact_figures_public
KIND_FIELDS(contact_figures, CONTACT_FIGURES)

#define NAMED(kind_name, zh_, en_) \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, .title = "title"
/* An inner kind has no public side. */
#define WITHIN(kind_name, zh_, en_)                                                            \
    NAMED(kind_name, zh_, en_), .flags = INTERNAL, .size = sizeof(struct kind_name),            \
    .public_size = sizeof(struct kind_name##_public), .fields = kind_name##_fields,             \
    .field_count = COUNT_OF(kind_name##_fields)
/* clang-format on */

static enum status check_dates(struct context *cx, struct date since, struct date until)
{
    if (!date_is_set(since) || !date_is_set(until) || until.day >= since.day) return OK;
    return issue(cx, "until", "field.before_since", "");
}

/* Either a unit of ours answers it, or another organ does, and then we say how to reach it. */
static enum status check_competence(struct context *cx, const struct record *rec)
{
    const struct competence *c = AS_CONST(competence, rec);
    bool ours = !text_empty(c->unit), theirs = !text_empty(c->organ);
    if (ours == theirs) return issue(cx, "organ", "contact.unit_or_organ", "");
    if (theirs && text_empty(c->organ_contact))
        return issue(cx, "organ_contact", "field.required", "");
    return check_dates(cx, c->since, c->until);
}

/* A line that nobody can call is no line. */
static enum status check_point(struct context *cx, const struct record *rec)
{
    const struct contact_point *p = AS_CONST(contact_point, rec);
    bool rings = text_equal(p->sort, "hotline") || text_equal(p->sort, "complaints");
    return rings && text_empty(p->phone) ? issue(cx, "phone", "field.required", "") : OK;
}

static enum status check_promise(struct context *cx, const struct record *rec)
{
    enum { DAYS_MAX = 60 };
    const struct contact_promise *p = AS_CONST(contact_promise, rec);
    if (p->working_days != INT_NONE && (p->working_days < 1 || p->working_days > DAYS_MAX))
        return issue(cx, "working_days", "contact.promise_days", "60");
    return check_dates(cx, p->since, p->until);
}

/* Whoever wrote may take the consent back as long as nothing is public. */
static enum status check_published(struct context *cx, const struct record *rec)
{
    const struct published_answer *p = AS_CONST(published_answer, rec);
    struct contact_message m;
    if (date_is_set(p->asked_on) && date_is_set(p->answered_on) &&
        p->answered_on.day < p->asked_on.day)
        return issue(cx, "answered_on", "field.before_since", "");
    if (text_empty(p->message)) return OK;
    TRY(record_fetch(cx, &contact_message_kind, p->message, 0, &m));
    return m.consent ? OK : issue(cx, "question", "contact.no_consent", "");
}

/* How long it took is counted, never typed. */
static enum status prepare_published(struct context *cx, struct record *rec)
{
    struct published_answer *p = AS(published_answer, rec);
    bool known = date_is_set(p->asked_on) && date_is_set(p->answered_on);
    p->days_taken = known ? contact_working_days(p->asked_on, p->answered_on) : INT_NONE;
    return OK;
}

/* clang-format off */
const struct kind contact_message_kind = {
    WITHIN(contact_message, "群众来件", "Message"), .order = "received_on",
    .workflow = &message_workflow, .prepare = message_prepare, .check = message_check,
    .due = message_due,
    /* first contact: what is in hand is somebody's (S35) */
    .constraint = "CHECK (holder <> '' OR state IN ('closed', 'redirected', 'led', 'withdrawn'))"};
const struct kind hand_over_kind = {
    WITHIN(hand_over, "来件转交", "Hand-over"), .workflow = &hand_over_workflow,
    .prepare = hand_over_prepare, .due = hand_over_due};
const struct kind competence_kind = {
    NAMED(competence, "职责分工", "Competence"), KIND_TABLES(competence),
    .workflow = &publication_workflow, .check = check_competence};
const struct kind contact_point_kind = {
    NAMED(contact_point, "联系渠道", "Point of contact"), KIND_TABLES(contact_point),
    .workflow = &publication_workflow, .check = check_point};
const struct kind contact_promise_kind = {
    NAMED(contact_promise, "答复期限承诺", "Promised term"), KIND_TABLES(contact_promise),
    .order = "since", .workflow = &publication_workflow, .check = check_promise};
const struct kind published_answer_kind = {
    NAMED(published_answer, "公开的问答", "Published answer"), KIND_TABLES(published_answer),
    .order = "answered_on", .workflow = &publication_workflow, .prepare = prepare_published,
    .check = check_published};
const struct kind contact_figures_kind = {
    NAMED(contact_figures, "来件办理统计", "Figures of messages"), KIND_TABLES(contact_figures),
    .flags = CONSOLE | BY_PROGRAM, .order = "year", .workflow = &figures_workflow};
/* clang-format on */
