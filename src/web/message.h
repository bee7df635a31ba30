/* The message catalogue: every sentence a person reads, by id, in every language.
 *
 * messages/<language>/<module>.po is compiled into one table (tools/messages.c), which fails to
 * build when a language lacks an id, names other %1 … %9, or says a thing twice. Ids in templates
 * are checked at build time as well; an id that C computes and nobody wrote is shown as itself, in
 * brackets where an arena is at hand, and a test that lists every computed id finds it before.
 *
 *     message_text(CHINESE, "layout.skip")
 *     const char *args[] = {"张三"};
 *     message_format(cx->mem, cx->language, "layout.signed_in_as", args, 1)
 */
#ifndef WEB_MESSAGE_H
#define WEB_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/context.h"

/* The sentence as it stands in the catalogue, for messages without %1. */
const char *message_text(enum language language, const char *id);
/* With %1 … %9 replaced by args; what is beyond n is replaced by nothing. Plain text. */
char *message_format(struct arena *mem, enum language language, const char *id,
                     const char *const *args, size_t n);
/* The same for a sentence that is at hand already. */
char *message_fill(struct arena *mem, const char *sentence, const char *const *args, size_t n);
bool message_known(const char *id);

#endif
