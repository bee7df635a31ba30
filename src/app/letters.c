/* Every type of letter that a portal may send, and who takes it. */
#include "app/intake.h"

#include "request/take.h"
#include "service/case.h"

const struct letter_handler app_letters[] = {
  /* type, in the transaction, after it */
    {"application",        request_take_application, NULL},
    {"confirm",            request_take_confirm,     NULL},
    {"supplement",         request_take_supplement,  NULL},
    {"withdraw",           request_take_withdraw,    NULL},
    {"pay",                request_take_pay,         NULL},
    {"review",             request_take_review,      NULL},
    {"third-party-answer", request_take_answer,      NULL},
    {"service.apply",      service_take_apply,       NULL},
    {"service.supplement", service_take_supplement,  NULL},
    {"service.withdraw",   service_take_withdraw,    NULL},
    {"service.rate",       service_take_rate,        NULL},
    {"service-ask.ask",    service_take_ask,         NULL},
    {"service-ask.rate",   service_take_rate_answer, NULL},
    {NULL,                 NULL,                     NULL},
};

/* Whose records have a receipt code (matter/matter.h). */
const struct matter_sort *const app_matters[] = {
    &service_case_matter,
    &service_inquiry_matter,
    NULL,
};
