/* What the files of src/request share. */
#ifndef REQUEST_PRIVATE_H
#define REQUEST_PRIVATE_H

#include "request/request.h"

extern const struct workflow application_workflow;

/* kind.prepare, .check, .due */
enum status application_prepare(struct context *cx, struct record *rec);
enum status application_check(struct context *cx, const struct record *rec);
struct record_due application_due(struct context *cx, const struct record *rec);
struct record_due consultation_due(struct context *cx, const struct record *rec);
struct record_due search_task_due(struct context *cx, const struct record *rec);
struct record_due fee_notice_due(struct context *cx, const struct record *rec);
struct record_due remedy_due(struct context *cx, const struct record *rec);

#endif
