/* Every type of letter that a portal may send, and who takes it. */
#include "app/intake.h"

#include "publication/case_party.h"
#include "publication/comment.h"
#include "request/take.h"

const struct letter_handler app_letters[] = {
  /* type, in the transaction, after it */
    {"application",        request_take_application, NULL},
    {"confirm",            request_take_confirm,     NULL},
    {"supplement",         request_take_supplement,  NULL},
    {"withdraw",           request_take_withdraw,    NULL},
    {"pay",                request_take_pay,         NULL},
    {"review",             request_take_review,      NULL},
    {"third-party-answer", request_take_answer,      NULL},
    {"comment.draft",      comment_take,             NULL},
    {"comment.withdraw",   comment_take_withdraw,    NULL},
    {"case.ask",           case_take_ask,            NULL},
    {NULL,                 NULL,                     NULL},
};

/* Whose records have a receipt code (matter/matter.h). */
const struct matter_sort *const app_matters[] = {
    &comment_matter,
    &case_matter,
    NULL,
};
