/* Every type of letter that a portal may send, and who takes it. */
#include "app/intake.h"

#include "contact/contact.h"
#include "contact/session.h"
#include "publication/case_party.h"
#include "publication/comment.h"
#include "request/take.h"
#include "service/case.h"

const struct letter_handler app_letters[] = {
  /* type, in the transaction, after it, follows a matter */
    {"application",        request_take_application, NULL, false},
    {"confirm",            request_take_confirm,     NULL, true },
    {"supplement",         request_take_supplement,  NULL, true },
    {"withdraw",           request_take_withdraw,    NULL, true },
    {"pay",                request_take_pay,         NULL, true },
    {"review",             request_take_review,      NULL, true },
    {"third-party-answer", request_take_answer,      NULL, true },
    {"comment.draft",      comment_take,             NULL, false},
    {"comment.withdraw",   comment_take_withdraw,    NULL, true },
    {"case.ask",           case_take_ask,            NULL, true },
    {"service.apply",      service_take_apply,       NULL, false},
    {"service.supplement", service_take_supplement,  NULL, true },
    {"service.withdraw",   service_take_withdraw,    NULL, true },
    {"service.rate",       service_take_rate,        NULL, true },
    {"service-ask.ask",    service_take_ask,         NULL, false},
    {"service-ask.rate",   service_take_rate_answer, NULL, true },
    {"session.book",       session_take_booking,     NULL, false},
    {"session.withdraw",   session_take_withdrawal,  NULL, true },
    {"session.rate",       session_take_rating,      NULL, true },
    {"contact.message",    contact_take,             NULL, false},
    {"contact.supplement", contact_take_supplement,  NULL, true },
    {"contact.withdraw",   contact_take_withdraw,    NULL, true },
    {"contact.rate",       contact_take_rate,        NULL, true },
    {NULL,                 NULL,                     NULL, false},
};

/* Whose records have a receipt code (matter/matter.h). */
const struct matter_sort *const app_matters[] = {
    &comment_matter,         &case_matter, &session_matter, &contact_matter, &service_case_matter,
    &service_inquiry_matter, NULL,
};
