/* One attempt at one notice; only for src/outbox. */
#ifndef OUTBOX_INSIDE_H
#define OUTBOX_INSIDE_H

#include "outbox/outbox.h"

enum outbox_end { OUTBOX_SENT, OUTBOX_LATER, OUTBOX_NEVER };

struct outbox_try {
    const char *id, *recipient, *subject, *body;
    struct moment created_at;
    enum outbox_end end;
    const char *error; /* for people; never an address, nor what a server said */
};

/* A fault is ours alone (no memory for the network); all else is told by end and error. */
enum status outbox_mail(struct context *cx, const struct outbox_settings *settings,
                        struct outbox_try *attempt) MUST_USE;
enum status outbox_command(struct context *cx, const struct outbox_settings *settings,
                           struct outbox_try *attempt) MUST_USE;
/* The message as it goes over the line: 7 bits, CRLF. */
enum status outbox_message(struct context *cx, const struct outbox_settings *settings,
                           const struct outbox_try *attempt, struct bytes *ret_message) MUST_USE;

#endif
