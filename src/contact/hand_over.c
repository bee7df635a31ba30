/* Handing a message over (首问负责制, S35): offered, and then accepted, declined, recalled, or
 * returned when its term is over. Until it is accepted the message stays with who has it. */
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "contact/private.h"
#include "law/law.h"

static enum status message_of(struct context *cx, const struct hand_over *h,
                              struct contact_message *ret)
{
    enum status found = record_fetch(cx, &contact_message_kind, h->message, 0, ret);
    if (found == NOT_FOUND || (found == OK && !text_equal(ret->base.agency, h->base.agency)))
        return issue(cx, "message", "field.unknown_record", "");
    return found;
}

static bool is_in_hand(const struct contact_message *m)
{
    return m->base.state == MESSAGE_RECEIVED || m->base.state == MESSAGE_ANSWERING;
}

static const struct sql open_offers = {
    "hand_over.open", "SELECT COUNT(*) FROM hand_over WHERE message = $1 AND state = 'offered'"
                      " AND newest = 1"};

/* Only who owns it offers it, one at a time, and not to themselves. */
static enum status check_offer(struct context *cx, const struct hand_over *h,
                               const struct contact_message *m)
{
    int64_t open = 0;
    bool works = true;
    if (!is_in_hand(m)) return issue(cx, "message", "contact.not_in_hand", m->title);
    if (!contact_is_holder(cx, m)) return issue(cx, "message", "contact.not_yours", "");
    if (text_equal(h->to_holder, m->holder))
        return issue(cx, "to_holder", "contact.to_oneself", "");
    if (!text_empty(h->to_holder))
        TRY(contact_is_at_work(cx, m->base.agency, h->to_holder, &works));
    if (!works) return issue(cx, "to_holder", "contact.not_at_work", "");
    TRY(store_int(cx, &open_offers, BIND(m->base.id), &open));
    return open ? issue(cx, "message", "contact.offered_already", "") : OK;
}

static struct date term_of(struct date from)
{
    const struct law *law = catalogue_law();
    const struct calendar *calendar = law ? law->calendar : NULL;
    if (!calendar) return date_plus(from, HAND_OVER_DAYS);
    return law_add_working_days(calendar, from, HAND_OVER_DAYS, NULL).date;
}

enum status hand_over_prepare(struct context *cx, struct record *rec)
{
    struct hand_over *h = AS(hand_over, rec);
    struct contact_message m;
    TRY(message_of(cx, h, &m));
    TRY(check_offer(cx, h, &m));
    h->title = m.title;
    h->from_unit = m.unit;
    h->from_holder = m.holder;
    h->offered_at = cx->now;
    h->return_after = term_of(cx->today);
    return matter_touch(cx, m.base.id);
}

struct record_due hand_over_due(struct context *cx, const struct record *rec)
{
    bool open = rec->state == HAND_OVER_OFFERED;
    return (struct record_due){open ? AS_CONST(hand_over, rec)->return_after : DATE_NONE, "", "cn"};
}

/* To a person: that one. To a unit: anybody there, or who belongs to no unit in particular. */
static GUARD(guard_receive)
{
    const struct hand_over *h = AS_CONST(hand_over, rec);
    const struct actor *actor = cx->actor;
    if (text_equal(actor->id, h->from_holder)) return issue(cx, "", "contact.another_accepts", "");
    if (!text_empty(h->to_holder))
        return text_equal(actor->id, h->to_holder) ? OK : issue(cx, "", "contact.not_to_you", "");
    bool ours = text_empty(actor->unit) || text_equal(actor->unit, h->to_unit);
    return ours ? OK : issue(cx, "", "contact.not_to_you", "");
}

static GUARD(guard_accept)
{
    struct contact_message m;
    TRY(guard_receive(cx, rec, why));
    TRY(message_of(cx, AS_CONST(hand_over, rec), &m));
    if (!id_is_valid(cx->actor->id)) return DENIED;
    return is_in_hand(&m) ? OK : issue(cx, "", "contact.not_in_hand", m.title);
}

static EFFECT(effect_accept)
{
    struct hand_over *h = AS(hand_over, rec);
    struct contact_message m;
    struct contact_pass pass = {h, h->to_unit, cx->actor->id};
    struct reason reason = NO_REASON;
    reason.why = h->reason;
    reason.with = &pass;
    h->settled_at = cx->now;
    h->to_holder = cx->actor->id;
    TRY(message_of(cx, h, &m));
    return record_move(cx, &m.base, "pass-on", &reason);
}

static GUARD(guard_recall)
{
    bool mine = text_equal(cx->actor->id, AS_CONST(hand_over, rec)->from_holder);
    return mine ? OK : issue(cx, "", "contact.not_yours", "");
}

static GUARD(guard_return)
{
    bool over = cx->today.day > AS_CONST(hand_over, rec)->return_after.day;
    return over ? OK : issue(cx, "", "contact.term_runs", "");
}

static EFFECT(effect_settle)
{
    struct hand_over *h = AS(hand_over, rec);
    h->settled_at = cx->now;
    h->why_not = why->why;
    return matter_touch(cx, h->message);
}

/* clang-format off */
static const struct state states[] = {
    [HAND_OVER_OFFERED]  = {"offered",  "待接收",   "Offered",   WORKING | WHOLE, WRITE},
    [HAND_OVER_ACCEPTED] = {"accepted", "已接收",   "Accepted",  ENDED,   NOBODY},
    [HAND_OVER_DECLINED] = {"declined", "不予接收", "Declined",  ENDED,   NOBODY},
    [HAND_OVER_RETURNED] = {"returned", "逾期退回", "Returned after its term", ENDED, NOBODY},
    [HAND_OVER_RECALLED] = {"recalled", "已收回",   "Recalled",  ENDED,   NOBODY},
};
static const struct move moves[] = {
    {HAND_OVER_OFFERED, "accept-hand-over",  HAND_OVER_ACCEPTED, WRITE,   guard_accept,  effect_accept, NO_ENTRY, 0,            NULL},
    {HAND_OVER_OFFERED, "decline-hand-over", HAND_OVER_DECLINED, WRITE,   guard_receive, effect_settle, NO_ENTRY, NEEDS_REASON, NULL},
    {HAND_OVER_OFFERED, "recall-hand-over",  HAND_OVER_RECALLED, WRITE,   guard_recall,  effect_settle, NO_ENTRY, 0,            NULL},
    {HAND_OVER_OFFERED, "return-hand-over",  HAND_OVER_RETURNED, PROGRAM, guard_return,  effect_settle, NO_ENTRY, NOT_A_BUTTON, NULL},
};
/* clang-format on */

const struct workflow hand_over_workflow = {
    .name = "hand_over",
    WORKFLOW_TABLES(states, moves),
};
