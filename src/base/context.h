/* What one request (or job, or command) is made of: its memory, its moment, its language, who
 * acts, and the facts of what went wrong. Passed explicitly as cx, first parameter everywhere.
 *
 * The clock arrives here and nowhere else, so that a test or the demonstration can set it.
 * A refusal records its facts once: issue() for what the user can mend, fault() for what only we
 * can. Lower layers never log and never word sentences for people; issues carry message ids.
 *
 *     if (!date_is_set(d.produced_on)) return issue(cx, "produced_on", "field.required", "");
 *     return fault(cx, "sqlite: %s", sqlite3_errmsg(db));
 */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/time.h"

enum language { CHINESE, ENGLISH };

struct store;
struct actor;

/* One thing the user can mend: the field it stands beside ("" for the whole form), the id of
 * its sentence in the message catalogue, and what the sentence's %1 stands for. */
struct issue {
    const char *field, *message, *detail;
    struct issue *next;
};

struct context {
    struct arena *mem;
    enum language language;
    struct moment now;
    struct date today;
    struct store *store;       /* the office's database, or the portal's: never both */
    const struct actor *actor; /* NULL: nobody, i.e. the public */
    struct issue *issues;      /* in the order they were found */
    const char *fault_file;
    int fault_line;
    char fault[400];
};

/* Records an issue and returns INVALID. field and message must live as long as cx->mem. */
enum status issue(struct context *cx, const char *field, const char *message, const char *detail);

/* Records a fault of ours, once: the first one is the cause. Returns FAULT. */
#define fault(cx, ...) context_fault((cx), __FILE__, __LINE__, __VA_ARGS__)
enum status context_fault(struct context *cx, const char *file, int line, const char *format, ...)
    PRINTF(4, 5);

/* Sets now and today from one moment. */
void context_set_clock(struct context *cx, struct moment now);

#endif
