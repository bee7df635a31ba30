/* The compiled catalogue (message_table.c, made by tools/messages.c), sorted by id. */
#ifndef WEB_MESSAGE_TABLE_H
#define WEB_MESSAGE_TABLE_H

#include <stddef.h>

struct message {
    const char *id;
    const char *text[2]; /* by enum language */
    int arguments;       /* the highest n of %n */
};

extern const struct message message_table[];
extern const size_t message_count;

#endif
