/* Sealed letters of applicants, third parties and agencies, registered as they are opened: rows of
 * app/letters.c. Types and fields: request/view.h. Each
 * is called inside one office transaction, as the program. */
#ifndef REQUEST_TAKE_H
#define REQUEST_TAKE_H

#include "intake/intake.h"

enum status request_take_application(struct context *cx, const struct letter *letter);
enum status request_take_confirm(struct context *cx, const struct letter *letter);
enum status request_take_supplement(struct context *cx, const struct letter *letter);
enum status request_take_withdraw(struct context *cx, const struct letter *letter);
enum status request_take_pay(struct context *cx, const struct letter *letter);
enum status request_take_review(struct context *cx, const struct letter *letter);
enum status request_take_answer(struct context *cx, const struct letter *letter);

#endif
