/* A message from its first contact to its end: received → answering → (signing →) answered →
 * closed; or redirected, led to another channel, withdrawn. */
#include "base/text.h"
#include "contact/private.h"
#include "organisation/organisation.h"

/* ---- what is filled in before it is stored ---- */

static const struct sql last_number = {
    "contact.number", "SELECT COALESCE(MAX(number), '') FROM contact_message WHERE agency = $1"
                      " AND number >= $2 AND number < $3"};

/* The queue's own running number; nothing that has one is ever deleted. */
static enum status draw_number(struct context *cx, struct contact_message *m)
{
    enum { YEAR = 5 }; /* "2009-" */
    const char *last;
    int64_t n = 0;
    int year = date_civil(m->received_on).year;
    const char *from = arena_format(cx->mem, "%d-", year);
    const char *until = arena_format(cx->mem, "%d-", year + 1);
    TRY(store_text(cx, &last_number, BIND(m->base.agency, from, until), &last));
    if (!text_empty(last)) (void)text_to_int(last + YEAR, &n);
    m->base.number = arena_format(cx->mem, "%s%05lld", from, (long long)n + 1);
    return OK;
}

/* Whoever took the call or opened the envelope owns it; a letter from the web goes to who is on
 * duty for such letters. */
static enum status find_owner(struct context *cx, struct contact_message *m)
{
    struct contact_owner owner = {"", ""};
    if (cx->actor && id_is_valid(cx->actor->id))
        owner = (struct contact_owner){cx->actor->unit, cx->actor->id};
    else
        TRY(contact_first_owner(cx, m->base.agency, m->sort, &owner));
    m->unit = owner.unit;
    m->holder = owner.holder;
    m->held_since = cx->now;
    return OK;
}

enum status message_prepare(struct context *cx, struct record *rec)
{
    struct contact_message *m = AS(contact_message, rec);
    if (!date_is_set(m->received_on)) m->received_on = cx->today;
    if (text_equal(m->sort, "petition") && !date_is_set(m->petition_on))
        m->petition_on = m->received_on;
    if (text_empty(m->holder)) TRY(find_owner(cx, m));
    if (text_empty(rec->number)) TRY(draw_number(cx, m));
    return date_is_set(m->answered_on) ? OK : contact_set_due(cx, m);
}

static bool is_for_public(const struct contact_message *m)
{
    return !text_empty(m->public_title) || !text_empty(m->public_question) ||
           !text_empty(m->public_answer);
}

enum status message_check(struct context *cx, const struct record *rec)
{
    const struct contact_message *m = AS_CONST(contact_message, rec);
    if (date_is_set(m->received_on) && m->received_on.day > cx->today.day)
        return issue(cx, "received_on", "contact.in_the_future", "");
    return OK;
}

struct record_due message_due(struct context *cx, const struct record *rec)
{
    const struct contact_message *m = AS_CONST(contact_message, rec);
    bool open = rec->state <= MESSAGE_SIGNING;
    const char *rule = cx->language == CHINESE ? m->due_rule : m->due_rule_en;
    return (struct record_due){open ? m->due_on : DATE_NONE, rule, "cn"};
}

/* ---- the owner's verbs ---- */

static bool is_petition(struct context *cx, const struct record *rec)
{
    return text_equal(AS_CONST(contact_message, rec)->sort, "petition");
}
static bool is_no_petition(struct context *cx, const struct record *rec)
{
    return !is_petition(cx, rec);
}

static GUARD(guard_holder)
{
    bool mine = contact_is_holder(cx, AS_CONST(contact_message, rec));
    return mine ? OK : issue(cx, "", "contact.not_yours", "");
}

static EFFECT(effect_accept)
{
    struct contact_message *m = AS(contact_message, rec);
    m->accepted_on = cx->today;
    return contact_set_due(cx, m);
}

static GUARD(guard_extend)
{
    const struct contact_message *m = AS_CONST(contact_message, rec);
    if (!date_is_set(m->accepted_on)) return issue(cx, "", "contact.accept_first", "");
    return date_is_set(m->extended_on) ? issue(cx, "", "contact.extended_once", "") : OK;
}

/* The clock refuses an extension whose term has passed (《信访条例》第33条). */
static EFFECT(effect_extend)
{
    struct contact_message *m = AS(contact_message, rec);
    m->extended_on = cx->today;
    return contact_set_due(cx, m);
}

/* Into its own channel: the same receipt, the regime's clock. */
static EFFECT(effect_petition)
{
    struct contact_message *m = AS(contact_message, rec);
    m->sort = "petition";
    m->petition_on = cx->today;
    m->led_why = why->why;
    return contact_set_due(cx, m);
}

static EFFECT(effect_application)
{
    struct contact_message *m = AS(contact_message, rec);
    m->led_to = "application";
    m->led_why = why->why;
    m->closed_on = cx->today;
    return OK;
}

static enum status other_organ(struct context *cx, const struct contact_message *m,
                               struct competence *ret)
{
    if (text_empty(m->competence)) return issue(cx, "competence", "contact.name_competence", "");
    TRY(record_fetch(cx, &competence_kind, m->competence, 0, ret));
    return text_empty(ret->organ) ? issue(cx, "competence", "contact.is_ours", ret->title) : OK;
}

/* "Not ours" names who answers it, or is not said (令492 第21条(三)). */
static GUARD(guard_redirect)
{
    struct competence competence;
    TRY(guard_holder(cx, rec, why));
    return other_organ(cx, AS_CONST(contact_message, rec), &competence);
}

static EFFECT(effect_redirect)
{
    struct competence competence;
    struct contact_message *m = AS(contact_message, rec);
    TRY(other_organ(cx, m, &competence));
    m->led_to = competence.organ;
    m->led_contact = competence.organ_contact;
    m->led_why = why->why;
    m->closed_on = cx->today;
    return OK;
}

/* ---- answering ---- */

static bool goes_public(struct context *cx, const struct record *rec)
{
    const struct contact_message *m = AS_CONST(contact_message, rec);
    return m->consent && is_for_public(m);
}
static bool stays_private(struct context *cx, const struct record *rec)
{
    return !goes_public(cx, rec);
}

static GUARD(guard_answer)
{
    const struct contact_message *m = AS_CONST(contact_message, rec);
    TRY(guard_holder(cx, rec, why));
    if (is_petition(cx, rec) && !date_is_set(m->accepted_on))
        return issue(cx, "", "contact.accept_first", "");
    return text_empty(m->answer) ? issue(cx, "answer", "contact.write_answer", "") : OK;
}

static GUARD(guard_answer_alone)
{
    if (goes_public(cx, rec)) return issue(cx, "", "contact.two_persons", "");
    return guard_answer(cx, rec, why);
}

static GUARD(guard_submit)
{
    const struct contact_message *m = AS_CONST(contact_message, rec);
    TRY(guard_answer(cx, rec, why));
    if (!m->consent) return issue(cx, "public_question", "contact.no_consent", "");
    if (text_empty(m->public_title)) return issue(cx, "public_title", "field.required", "");
    if (text_empty(m->public_question)) return issue(cx, "public_question", "field.required", "");
    return text_empty(m->public_answer) ? issue(cx, "public_answer", "field.required", "") : OK;
}

static GUARD(guard_sign)
{
    return guard_did_not(cx, rec, "submit-answer", "contact.another_signs");
}

static EFFECT(effect_answer)
{
    AS(contact_message, rec)->answered_on = cx->today;
    return OK;
}

/* What was written for publication becomes a draft, which two more persons see before it is out. */
static enum status draft_published(struct context *cx, struct contact_message *m)
{
    struct published_answer p;
    if (!text_empty(m->published)) return OK; /* of an earlier answer: that one is revised */
    record_init(&published_answer_kind, &p);
    p.base.agency = m->base.agency;
    p.title = m->public_title;
    p.sort = m->sort;
    p.channel = m->channel;
    p.unit = m->unit;
    p.asked_on = m->received_on;
    p.answered_on = m->answered_on;
    p.question = m->public_question;
    p.body = m->public_answer;
    p.message = m->base.id;
    TRY(record_insert(cx, &p.base));
    m->published = p.base.id;
    return OK;
}

static EFFECT(effect_sign)
{
    TRY(effect_answer(cx, rec, why));
    return draft_published(cx, AS(contact_message, rec));
}

static EFFECT(effect_ask_on)
{
    struct contact_message *m = AS(contact_message, rec);
    m->answered_on = DATE_NONE;
    return contact_set_due(cx, m);
}

static EFFECT(effect_close)
{
    AS(contact_message, rec)->closed_on = cx->today;
    return OK;
}

/* ---- owners ---- */

static GUARD(guard_pass)
{
    const struct contact_pass *pass = why->with;
    return pass && !text_empty(pass->holder) ? OK : issue(cx, "", "contact.by_its_hand_over", "");
}

static EFFECT(effect_pass)
{
    const struct contact_pass *pass = why->with;
    struct contact_message *m = AS(contact_message, rec);
    m->unit = pass->unit;
    m->holder = pass->holder;
    m->held_since = cx->now;
    return OK;
}

/* An officer may always take what lies with a colleague; the citizen sees that the unit changed. */
static GUARD(guard_take_over)
{
    bool mine = contact_is_holder(cx, AS_CONST(contact_message, rec));
    return mine || !id_is_valid(cx->actor->id) ? issue(cx, "", "contact.yours_already", "") : OK;
}

static EFFECT(effect_take_over)
{
    struct contact_message *m = AS(contact_message, rec);
    m->unit = cx->actor->unit;
    m->holder = cx->actor->id;
    m->held_since = cx->now;
    return OK;
}

/* ---- what comes from the citizen ---- */

static GUARD(guard_more)
{
    const struct contact_more *more = why->with;
    return more && !text_empty(more->text) ? OK : issue(cx, "text", "field.required", "");
}

static EFFECT(effect_more)
{
    enum { MORE_MAX = 8000 };
    const struct contact_more *more = why->with;
    struct contact_message *m = AS(contact_message, rec);
    const char *before =
        text_empty(m->supplement) ? "" : arena_format(cx->mem, "%s\n\n", m->supplement);
    m->supplement =
        arena_format(cx->mem, "%s%s　%s", before, date_iso(cx->mem, cx->today), more->text);
    if (text_length(m->supplement) > MORE_MAX) return issue(cx, "text", "field.too_long", "8000");
    return rec->state == MESSAGE_ANSWERED ? effect_ask_on(cx, rec, why) : OK;
}

static GUARD(guard_rate)
{
    const struct contact_rating *rating = why->with;
    if (!rating) return issue(cx, "", "contact.rated_by_the_writer", "");
    bool known = rating->points >= 1 && rating->points <= 5;
    return known ? OK : issue(cx, "rating", "contact.one_to_five", "");
}

/* The last one counts. */
static EFFECT(effect_rate)
{
    const struct contact_rating *rating = why->with;
    struct contact_message *m = AS(contact_message, rec);
    m->rating = rating->points;
    m->rating_note = rating->note;
    m->rated_on = cx->today;
    return OK;
}

/* ---- retention ---- */

static EFFECT(effect_forget)
{
    struct contact_message *m = AS(contact_message, rec);
    for (size_t i = 0; i < rec->kind->field_count; i++)
        if (rec->kind->fields[i].visibility == PERSONAL) field_clear(&rec->kind->fields[i], rec);
    m->title = arena_format(cx->mem, "来件%s（个人信息已删除）", rec->number);
    m->forgotten_on = cx->today;
    return OK;
}

/* Who called may have it taken back by the clerk; a letter is taken back by its own code alone. */
static GUARD(guard_withdraw)
{
    bool web = text_equal(AS_CONST(contact_message, rec)->channel, "web");
    return web ? guard_by_letter(cx, rec, why) : OK;
}

/* clang-format off */
static const struct state states[] = {
    [MESSAGE_RECEIVED]   = {"received",   "待办理",   "Received",       EDITABLE | WORKING | WHOLE, WRITE},
    [MESSAGE_ANSWERING]  = {"answering",  "办理中",   "Being answered", EDITABLE | WORKING | WHOLE, WRITE},
    [MESSAGE_SIGNING]    = {"signing",    "待签发",   "To be signed off", WORKING,          OFFICER},
    [MESSAGE_ANSWERED]   = {"answered",   "已答复",   "Answered",       0,                  NOBODY},
    [MESSAGE_CLOSED]     = {"closed",     "已办结",   "Closed",         ENDED,              NOBODY},
    [MESSAGE_REDIRECTED] = {"redirected", "已告知主管机关", "Told whom to ask", ENDED,      NOBODY},
    [MESSAGE_LED]        = {"led",        "已告知其他渠道", "Led to its own channel", ENDED, NOBODY},
    [MESSAGE_WITHDRAWN]  = {"withdrawn",  "已撤回",   "Withdrawn",      ENDED,              NOBODY},
};
#define QUIET NOT_A_BUTTON
static const struct move moves[] = {
    {MESSAGE_RECEIVED,  "take-up",           MESSAGE_ANSWERING,  WRITE,   guard_holder,       NULL,               NO_ENTRY, 0,            is_no_petition},
    {MESSAGE_RECEIVED,  "accept-petition",   MESSAGE_ANSWERING,  WRITE,   guard_holder,       effect_accept,      NO_ENTRY, 0,            is_petition},
    {MESSAGE_RECEIVED,  "redirect",          MESSAGE_REDIRECTED, WRITE,   guard_redirect,     effect_redirect,    NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_RECEIVED,  "lead-to-petition",  MESSAGE_RECEIVED,   WRITE,   guard_holder,       effect_petition,    NO_ENTRY, NEEDS_REASON, is_no_petition},
    {MESSAGE_RECEIVED,  "lead-to-application", MESSAGE_LED,      WRITE,   guard_holder,       effect_application, NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_ANSWERING, "give-answer",       MESSAGE_ANSWERED,   WRITE,   guard_answer_alone, effect_answer,      NO_ENTRY, 0,            stays_private},
    {MESSAGE_ANSWERING, "submit-answer",     MESSAGE_SIGNING,    WRITE,   guard_submit,       NULL,               NO_ENTRY, 0,            goes_public},
    {MESSAGE_ANSWERING, "extend-petition",   MESSAGE_ANSWERING,  OFFICER, guard_extend,       effect_extend,      NO_ENTRY, NEEDS_REASON, is_petition},
    {MESSAGE_ANSWERING, "redirect",          MESSAGE_REDIRECTED, WRITE,   guard_redirect,     effect_redirect,    NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_SIGNING,   "sign-answer",       MESSAGE_ANSWERED,   OFFICER, guard_sign,         effect_sign,        NO_ENTRY, 0,            NULL},
    {MESSAGE_SIGNING,   "send-back-answer",     MESSAGE_ANSWERING,  OFFICER, NULL,               NULL,               NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_ANSWERED,  "answer-again",      MESSAGE_ANSWERING,  WRITE,   guard_holder,       effect_ask_on,      NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_ANSWERED,  "close-message",     MESSAGE_CLOSED,     PROGRAM, NULL,               effect_close,       NO_ENTRY, QUIET,        NULL},
    {MESSAGE_ANSWERED,  "close-message",     MESSAGE_CLOSED,     WRITE,   guard_holder,       effect_close,       NO_ENTRY, 0,            NULL},
    /* owners */
    {MESSAGE_RECEIVED,  "take-over",         MESSAGE_RECEIVED,   OFFICER, guard_take_over,    effect_take_over,   NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_ANSWERING, "take-over",         MESSAGE_ANSWERING,  OFFICER, guard_take_over,    effect_take_over,   NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_RECEIVED,  "pass-on",           MESSAGE_RECEIVED,   WRITE,   guard_pass,         effect_pass,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_ANSWERING, "pass-on",           MESSAGE_ANSWERING,  WRITE,   guard_pass,         effect_pass,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_RECEIVED,  "reassign",          MESSAGE_RECEIVED,   PROGRAM, guard_pass,         effect_pass,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_ANSWERING, "reassign",          MESSAGE_ANSWERING,  PROGRAM, guard_pass,         effect_pass,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_SIGNING,   "reassign",          MESSAGE_SIGNING,    PROGRAM, guard_pass,         effect_pass,        NO_ENTRY, QUIET,        NULL},
    /* from the citizen */
    {MESSAGE_RECEIVED,  "add-to-message",    MESSAGE_RECEIVED,   WRITE,   guard_more,         effect_more,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_ANSWERING, "add-to-message",    MESSAGE_ANSWERING,  WRITE,   guard_more,         effect_more,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_SIGNING,   "add-to-message",    MESSAGE_ANSWERING,  WRITE,   guard_more,         effect_more,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_ANSWERED,  "add-to-message",    MESSAGE_ANSWERING,  WRITE,   guard_more,         effect_more,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_RECEIVED,  "withdraw-message",  MESSAGE_WITHDRAWN,  WRITE,   guard_withdraw,               effect_close,       NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_ANSWERING, "withdraw-message",  MESSAGE_WITHDRAWN,  WRITE,   guard_withdraw,               effect_close,       NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_SIGNING,   "withdraw-message",  MESSAGE_WITHDRAWN,  WRITE,   guard_withdraw,               effect_close,       NO_ENTRY, NEEDS_REASON, NULL},
    {MESSAGE_ANSWERED,  "rate",              MESSAGE_ANSWERED,   WRITE,   guard_rate,         effect_rate,        NO_ENTRY, QUIET,        NULL},
    {MESSAGE_CLOSED,    "rate",              MESSAGE_CLOSED,     WRITE,   guard_rate,         effect_rate,        NO_ENTRY, QUIET,        NULL},
    /* after its term */
    {MESSAGE_CLOSED,     "forget",           MESSAGE_CLOSED,     PROGRAM, NULL,               effect_forget,      NO_ENTRY, QUIET,        NULL},
    {MESSAGE_REDIRECTED, "forget",           MESSAGE_REDIRECTED, PROGRAM, NULL,               effect_forget,      NO_ENTRY, QUIET,        NULL},
    {MESSAGE_LED,        "forget",           MESSAGE_LED,        PROGRAM, NULL,               effect_forget,      NO_ENTRY, QUIET,        NULL},
    {MESSAGE_WITHDRAWN,  "forget",           MESSAGE_WITHDRAWN,  PROGRAM, NULL,               effect_forget,      NO_ENTRY, QUIET,        NULL},
};
/* clang-format on */

const struct workflow message_workflow = {
    .name = "contact_message",
    WORKFLOW_TABLES(states, moves),
};
