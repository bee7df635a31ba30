/* A child process that may compute and answer, and nothing else (SECURITY §3): whatever parses
 * hostile bytes runs in one.
 *
 * The child keeps the memory it was forked with (that is how it gets its input) and one descriptor
 * to write its answer to. It has no other descriptor, cannot open, connect, execute, signal or
 * fork, is bounded in time and memory, and dies with its parent. What it answers is hostile too:
 * the caller checks it. Forking from a thread is fine as long as the work only computes and
 * allocates.
 *
 *     static int work(int answer, const void *given) { … return sandbox_write(answer, bytes); }
 *     TRY(sandbox_run(cx, &limits, work, &job, &end));
 *     if (end.how == SANDBOX_ANSWERED) … end.answer
 */
#ifndef DOCUMENT_SANDBOX_H
#define DOCUMENT_SANDBOX_H

#include "base/context.h"
#include "base/out.h"

struct sandbox_limits {
    size_t answer; /* bytes it may answer */
    size_t memory; /* bytes it may map beyond what it was born with */
    unsigned cpu_seconds, wall_seconds;
};

enum sandbox_how {
    SANDBOX_ANSWERED, /* work returned 0 */
    SANDBOX_REFUSED,  /* work returned something else: .code, 1 to 255 */
    SANDBOX_KILLED,   /* it broke a limit or a rule, or crashed */
};

struct sandbox_end {
    enum sandbox_how how;
    int code;            /* of SANDBOX_REFUSED */
    struct bytes answer; /* of SANDBOX_ANSWERED, in cx->mem */
};

/* Fails only when no child could be made. */
enum status sandbox_run(struct context *cx, const struct sandbox_limits *limits,
                        int (*work)(int answer, const void *given), const void *given,
                        struct sandbox_end *ret_end) MUST_USE;

/* For work: writes all bytes; 0, or 255 when they could not be written. */
int sandbox_write(int answer, struct bytes bytes);

#endif
