/* What the files of src/service share. */
#ifndef SERVICE_PRIVATE_H
#define SERVICE_PRIVATE_H

#include "record/guard.h"
#include "service/case.h"
#include "service/rows.h"
#include "store/store.h"

extern const struct workflow service_case_workflow, service_material_workflow,
    service_step_workflow, service_inquiry_workflow;

/* The steps of the item's procedure with their days; the first is open. */
enum status service_make_steps(struct context *cx, const struct service_case *c) MUST_USE;
/* Opens the next step of this part of the procedure, if it has one and none is open but the one
 * that is being done ("": none). */
struct service_next {
    const char *of, *done;
    bool after_decision;
};
enum status service_open_next(struct context *cx, const struct service_next *next) MUST_USE;

/* An unset date where the calendar is not there. */
struct date service_days_after(struct date from, int64_t working_days, struct law_trace *trace);
/* The draft of what the law opens to the public. */
enum status service_draft_result(struct context *cx, struct service_case *c,
                                 const struct service_item *item) MUST_USE;
enum status service_load_item(struct context *cx, const char *id,
                              struct service_item *ret) MUST_USE;

#endif
