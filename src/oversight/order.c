/* Reminders, orders to rectify, circulated criticism (S6; 令711 第47, 53条). */
#include "base/text.h"
#include "oversight/private.h"
#include "web/message.h"

static GUARD(guard_issue)
{
    TRY(guard_above_complete(cx, rec, why));
    return oversight_not_past(cx, "due_on", AS_CONST(supervision_order, rec)->due_on);
}

static EFFECT(effect_issue)
{
    AS(supervision_order, rec)->issued_on = cx->today;
    return OK;
}

static EFFECT(effect_answer)
{
    struct supervision_order *order = AS(supervision_order, rec);
    order->answered_on = cx->today;
    order->proof = why->why;
    return OK;
}

static GUARD(guard_send_back)
{
    TRY(guard_above(cx, rec, why));
    return oversight_not_past(cx, "on", why->on);
}

static EFFECT(effect_send_back)
{
    struct supervision_order *order = AS(supervision_order, rec);
    order->due_on = why->on;
    order->answered_on = DATE_NONE;
    order->proof = "";
    return OK;
}

static EFFECT(effect_settle)
{
    AS(supervision_order, rec)->closed_on = cx->today;
    return OK;
}

/* A reminder asks; only an order whose day has passed is followed by a circular. */
static GUARD(guard_criticise)
{
    const struct supervision_order *order = AS_CONST(supervision_order, rec);
    TRY(guard_above(cx, rec, why));
    if (!text_equal(order->sort, "rectify"))
        return issue(cx, "", "oversight.only_after_an_order", "");
    bool over = cx->today.day > order->due_on.day;
    return over ? OK : issue(cx, "", "oversight.not_before_its_day", "");
}

/* Drafted at the superior's, in the supervisor's hand: reviewed and released by others. */
static EFFECT(effect_criticise)
{
    struct supervision_order *order = AS(supervision_order, rec);
    struct criticism criticism;
    record_init(&criticism_kind, &criticism);
    TRY(oversight_superior(cx, rec->agency, &criticism.base.agency));
    criticism.about = order->about;
    criticism.title = message_format(cx->mem, CHINESE, "oversight.criticism_of", &order->title, 1);
    criticism.criticised_on = cx->today;
    criticism.facts = why->why;
    criticism.demand = order->demand;
    criticism.supervision_order = rec->id;
    TRY(record_insert_by_program(cx, &criticism.base));
    order->criticism = criticism.base.id;
    order->criticised_on = cx->today;
    return OK;
}

static GUARD(guard_harden)
{
    const struct supervision_order *order = AS_CONST(supervision_order, rec);
    TRY(guard_above(cx, rec, why));
    if (!text_equal(order->sort, "reminder")) return issue(cx, "", "oversight.is_an_order", "");
    if (cx->today.day <= order->due_on.day)
        return issue(cx, "", "oversight.not_before_its_day", "");
    return oversight_not_past(cx, "on", why->on);
}

/* A reminder that was not heeded becomes an order with a new day. */
static EFFECT(effect_harden)
{
    struct supervision_order *order = AS(supervision_order, rec);
    order->sort = "rectify";
    order->due_on = why->on;
    order->issued_on = cx->today;
    return OK;
}

/* clang-format off */
static const struct state order_states[] = {
    [ORDER_DRAFTED]    = {"drafted",    "待发出",   "To be issued",       EDITABLE | WORKING, SUPERVISE},
    [ORDER_ISSUED]     = {"issued",     "待办理",   "Issued",             WORKING | TAKES_PROOF, OFFICER},
    [ORDER_CRITICISED] = {"criticised", "已通报，待办理", "Criticised, still open", WORKING | TAKES_PROOF, OFFICER},
    [ORDER_ANSWERED]   = {"answered",   "待核查",   "Answered",           WORKING,            SUPERVISE},
    [ORDER_CLOSED]     = {"closed",     "已办结",   "Closed",             ENDED,              NOBODY},
    [ORDER_DROPPED]    = {"dropped",    "未发出",   "Dropped",            ENDED,              NOBODY},
};
static const struct move order_moves[] = {
    {ORDER_DRAFTED,    "issue-order",  ORDER_ISSUED,     SUPERVISE, guard_issue,     effect_issue,     NO_ENTRY, 0,                         NULL},
    {ORDER_DRAFTED,    "drop",         ORDER_DROPPED,    SUPERVISE, guard_above,     NULL,             NO_ENTRY, NEEDS_REASON,              NULL},
    {ORDER_ISSUED,     "answer-order", ORDER_ANSWERED,   OFFICER,   NULL,            effect_answer,    NO_ENTRY, NEEDS_REASON,              NULL},
    {ORDER_ISSUED,     "harden",       ORDER_ISSUED,     SUPERVISE, guard_harden,    effect_harden,    NO_ENTRY, NEEDS_REASON | NEEDS_DATE, NULL},
    {ORDER_ISSUED,     "criticise",    ORDER_CRITICISED, SUPERVISE, guard_criticise, effect_criticise, NO_ENTRY, NEEDS_REASON,              NULL},
    {ORDER_CRITICISED, "answer-order", ORDER_ANSWERED,   OFFICER,   NULL,            effect_answer,    NO_ENTRY, NEEDS_REASON,              NULL},
    {ORDER_ANSWERED,   "settle-order", ORDER_CLOSED,     SUPERVISE, guard_above,     effect_settle,    NO_ENTRY, 0,                         NULL},
    {ORDER_ANSWERED,   "send-back",    ORDER_ISSUED,     SUPERVISE, guard_send_back, effect_send_back, NO_ENTRY, NEEDS_REASON | NEEDS_DATE, NULL},
};
/* clang-format on */

const struct workflow order_workflow = {
    .name = "supervision_order",
    WORKFLOW_TABLES(order_states, order_moves),
};
