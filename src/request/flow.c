/* The workflow of an application (DOMAIN §2, request state machine). What is not here cannot
 * happen; the clock's events, due dates and letters are made by the effects. */
#include "request/private.h"

/* clang-format off */
static const struct state states[] = {
    [AWAITING_CONFIRMATION] = {"awaiting-confirmation", "待确认收到", "Awaiting confirmation",   EDITABLE | WORKING, WRITE   },
    [RECEIVED]        = {"received",        "待登记",       "Received",                EDITABLE | WORKING, WRITE   },
    [REGISTERED]      = {"registered",      "办理中",       "In hand",                 EDITABLE | WORKING, WRITE   },
    [CORRECTING]      = {"correcting",      "待申请人补正", "Awaiting a correction",   0,                  OFFICER },
    [SEARCHING]       = {"searching",       "查找中",       "In search",               WORKING,            WRITE   },
    [CONSULTING]      = {"consulting",      "征求意见中",   "Consulting",              0,                  OFFICER },
    [FEE_NOTICED]     = {"fee-noticed",     "待缴费",       "Awaiting payment",        0,                  OFFICER },
    [ANSWER_DRAFTED]  = {"answer-drafted",  "答复待保密审查", "Answer to be reviewed", WORKING,            REVIEWER},
    [ANSWER_REVIEWED] = {"answer-reviewed", "答复待审批",   "Answer to be approved",   WORKING,            APPROVER},
    [ANSWER_APPROVED] = {"answer-approved", "答复待送达",   "Answer to be served",     WORKING,            WRITE   },
    [ANSWERED]        = {"answered",        "已答复",       "Answered",                0,                  OFFICER },
    [ARCHIVED]        = {"archived",        "已归档",       "Archived",                ENDED,              NOBODY  },
    [REQUEST_WITHDRAWN] = {"withdrawn",     "已撤回",       "Withdrawn",               ENDED,              NOBODY  },
    [LAPSED]          = {"lapsed",          "视为放弃",     "Lapsed",                  ENDED,              NOBODY  },
};

#define ROW(from, verb, to, may, guard, effect, flags, offered) \
    {from, verb, to, may, guard, effect, NO_ENTRY, flags, offered}
/* The same act in each state where the file is in hand and its state stays. */
#define STAYS(state, verb, may, guard, effect, flags) ROW(state, verb, state, may, guard, effect, flags, NULL)
#define IN_HAND(verb, may, guard, effect, flags) \
    STAYS(REGISTERED, verb, may, guard, effect, flags), STAYS(SEARCHING, verb, may, guard, effect, flags), \
    STAYS(CONSULTING, verb, may, guard, effect, flags), STAYS(ANSWER_DRAFTED, verb, may, guard, effect, flags), \
    STAYS(ANSWER_REVIEWED, verb, may, guard, effect, flags), STAYS(ANSWER_APPROVED, verb, may, guard, effect, flags)
#define IN_EACH_OPEN(verb, may, guard, effect, flags) \
    IN_HAND(verb, may, guard, effect, flags), \
    STAYS(RECEIVED, verb, may, guard, effect, flags), STAYS(CORRECTING, verb, may, guard, effect, flags), \
    STAYS(FEE_NOTICED, verb, may, guard, effect, flags)
#define OUT_OF_EACH(verb, to, may, guard, effect, flags) \
    ROW(REGISTERED, verb, to, may, guard, effect, flags, NULL), ROW(CORRECTING, verb, to, may, guard, effect, flags, NULL), \
    ROW(SEARCHING, verb, to, may, guard, effect, flags, NULL), ROW(CONSULTING, verb, to, may, guard, effect, flags, NULL), \
    ROW(FEE_NOTICED, verb, to, may, guard, effect, flags, NULL), ROW(ANSWER_DRAFTED, verb, to, may, guard, effect, flags, NULL), \
    ROW(ANSWER_REVIEWED, verb, to, may, guard, effect, flags, NULL), ROW(ANSWER_APPROVED, verb, to, may, guard, effect, flags, NULL)

static const struct move moves[] = {
    /*  from                   verb                  to                     may       guard                  effect                     flags         offered */
    ROW(AWAITING_CONFIRMATION, "confirm",            RECEIVED,              WRITE,    guard_confirm,         effect_confirm,            0,            offer_confirm_last),
    ROW(AWAITING_CONFIRMATION, "confirm",            AWAITING_CONFIRMATION, WRITE,    guard_confirm,         effect_confirm,            0,            offer_confirm_first),
    ROW(AWAITING_CONFIRMATION, "applicant-confirms", RECEIVED,              WRITE,    guard_confirm,         effect_applicant_confirms, 0,            offer_applicant_last),
    ROW(AWAITING_CONFIRMATION, "applicant-confirms", AWAITING_CONFIRMATION, WRITE,    guard_confirm,         effect_applicant_confirms, 0,            offer_applicant_first),
    ROW(AWAITING_CONFIRMATION, "receive",            RECEIVED,              WRITE,    guard_receive,         effect_receive,            0,            offer_receive),
    ROW(AWAITING_CONFIRMATION, "set-aside",          LAPSED,                OFFICER,  guard_set_aside,       NULL,                      NEEDS_REASON, NULL),
    ROW(AWAITING_CONFIRMATION, "never-confirmed",    LAPSED,                PROGRAM,  guard_never_confirmed, NULL,                      NOT_A_BUTTON, NULL),
    ROW(AWAITING_CONFIRMATION, "withdraw-request",   REQUEST_WITHDRAWN,     WRITE,    NULL,                  effect_withdraw,           NEEDS_REASON, NULL),
    ROW(RECEIVED,              "register",           REGISTERED,            WRITE,    guard_register,        effect_register,           0,            NULL),
    ROW(REGISTERED,            "split",              REGISTERED,            WRITE,    guard_split,           effect_split,              NOT_A_BUTTON, NULL),
    ROW(REGISTERED,            "ask-correction",     CORRECTING,            OFFICER,  guard_ask_correction,  effect_ask_correction,     NOT_A_BUTTON, NULL),
    STAYS(CORRECTING,          "note-service", WRITE,   guard_move_event,      effect_move_event,         NOT_A_BUTTON),
    STAYS(CONSULTING,          "note-service", WRITE,   guard_move_event,      effect_move_event,         NOT_A_BUTTON),
    STAYS(FEE_NOTICED,         "note-service", WRITE,   guard_move_event,      effect_move_event,         NOT_A_BUTTON),
    ROW(CORRECTING,            "correction-arrives", REGISTERED,            WRITE,    NULL,                  effect_correction_arrives, 0,            NULL),
    ROW(CORRECTING,            "lapse",              LAPSED,                PROGRAM,  guard_lapse,           effect_lapse,              NOT_A_BUTTON, NULL),
    ROW(REGISTERED,            "search",             SEARCHING,             WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(SEARCHING,             "searched",           SEARCHING,             WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, more_tasks),
    ROW(SEARCHING,             "searched",           REGISTERED,            WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(REGISTERED,            "consult",            CONSULTING,            WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(SEARCHING,             "consult",            CONSULTING,            WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(CONSULTING,            "consult",            CONSULTING,            WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(CONSULTING,            "consulted",          CONSULTING,            WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, more_consultations),
    ROW(CONSULTING,            "consulted",          SEARCHING,             WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, tasks_open),
    ROW(CONSULTING,            "consulted",          REGISTERED,            WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(REGISTERED,            "notify-fee",         FEE_NOTICED,           OFFICER,  guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(FEE_NOTICED,           "fee-settled",        REGISTERED,            WRITE,    guard_event,           effect_event,              NOT_A_BUTTON, NULL),
    ROW(FEE_NOTICED,           "lapse",              LAPSED,                PROGRAM,  guard_lapse,           effect_lapse,              NOT_A_BUTTON, NULL),
    ROW(REGISTERED,            "draft-answer",       ANSWER_DRAFTED,        WRITE,    guard_draft_answer,    effect_draft_answer,       NOT_A_BUTTON, NULL),
    ROW(ANSWER_DRAFTED,        "review-answer",      ANSWER_REVIEWED,       REVIEWER, guard_review_answer,   effect_review_answer,      0,            NULL),
    ROW(ANSWER_DRAFTED,        "return-answer",      REGISTERED,            REVIEWER, NULL,                  effect_return_answer,      NEEDS_REASON, NULL),
    ROW(ANSWER_DRAFTED,        "return-answer",      REGISTERED,            WRITE,    NULL,                  effect_return_answer,      NEEDS_REASON, NULL),
    ROW(ANSWER_REVIEWED,       "approve-answer",     ANSWER_APPROVED,       APPROVER, guard_approve_answer,  effect_approve_answer,     0,            NULL),
    ROW(ANSWER_REVIEWED,       "return-answer",      REGISTERED,            APPROVER, NULL,                  effect_return_answer,      NEEDS_REASON, NULL),
    ROW(ANSWER_APPROVED,       "return-answer",      REGISTERED,            OFFICER,  NULL,                  effect_return_answer,      NEEDS_REASON, NULL),
    ROW(ANSWER_APPROVED,       "serve-answer",       ANSWERED,              WRITE,    guard_serve_answer,    effect_serve_answer,       NOT_A_BUTTON, NULL),
    ROW(ANSWERED,              "archive",            ARCHIVED,              WRITE,    NULL,                  NULL,                      0,            NULL),
    STAYS(AWAITING_CONFIRMATION, "add-supplement", WRITE, NULL, effect_supplement, NOT_A_BUTTON),
    IN_EACH_OPEN("add-supplement", WRITE, NULL,         effect_supplement,  NOT_A_BUTTON),
    STAYS(AWAITING_CONFIRMATION, "replace-code", OFFICER, guard_code, effect_code, NOT_A_BUTTON | NEEDS_REASON),
    IN_EACH_OPEN("replace-code", OFFICER, guard_code,   effect_code,        NOT_A_BUTTON | NEEDS_REASON),
    STAYS(ANSWERED,            "replace-code", OFFICER, guard_code, effect_code, NOT_A_BUTTON | NEEDS_REASON),
    IN_HAND("extend",          APPROVER, guard_extend,  effect_extend,      NEEDS_REASON),
    IN_HAND("delay",           APPROVER, guard_delay,   effect_delay,       NEEDS_REASON | NEEDS_DATE),
    IN_HAND("ask-reasons",     OFFICER,  NULL,          effect_ask_reasons, NEEDS_REASON),
    IN_HAND("propose-release", OFFICER,  guard_propose, effect_propose,     NEEDS_REASON),
    IN_EACH_OPEN("hand-over",  WRITE,    guard_hand_over, effect_hand_over, NOT_A_BUTTON),
    IN_EACH_OPEN("recount",    PROGRAM,  NULL,          effect_recount,     NOT_A_BUTTON),
    OUT_OF_EACH("withdraw-request", REQUEST_WITHDRAWN, WRITE, NULL, effect_withdraw, NEEDS_REASON),
    ROW(ANSWERED,              "reopen",             REGISTERED,            OFFICER,  guard_reopen,          effect_reopen,             NOT_A_BUTTON, NULL),
    ROW(ARCHIVED,              "reopen",             REGISTERED,            OFFICER,  guard_reopen,          effect_reopen,             NOT_A_BUTTON, NULL),
    ROW(LAPSED,                "reopen",             REGISTERED,            OFFICER,  guard_reopen,          effect_reopen,             NOT_A_BUTTON, NULL),
    ROW(REQUEST_WITHDRAWN,     "reopen",             REGISTERED,            OFFICER,  guard_reopen,          effect_reopen,             NOT_A_BUTTON, NULL),
    STAYS(ANSWERED,            "forget", PROGRAM, guard_forget, effect_forget, NOT_A_BUTTON),
    STAYS(ARCHIVED,            "forget", PROGRAM, guard_forget, effect_forget, NOT_A_BUTTON),
    STAYS(REQUEST_WITHDRAWN,   "forget", PROGRAM, guard_forget, effect_forget, NOT_A_BUTTON),
    STAYS(LAPSED,              "forget", PROGRAM, guard_forget, effect_forget, NOT_A_BUTTON),
};
/* clang-format on */

const struct workflow application_workflow = {
    .name = "application",
    WORKFLOW_TABLES(states, moves),
};
