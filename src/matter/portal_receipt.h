/* Handlers of portal_receipt.c and portal_do.c; portal.c says at which address. */
#ifndef MATTER_PORTAL_RECEIPT_H
#define MATTER_PORTAL_RECEIPT_H

#include "web/portal.h"
#include "web/route.h"

enum status do_show(struct portal *, const struct web *, struct response *);
enum status receipt_ask(struct portal *, const struct web *, struct response *);
enum status receipt_show(struct portal *, const struct web *, struct response *);
enum status receipt_file(struct portal *, const struct web *, struct response *);

#endif
