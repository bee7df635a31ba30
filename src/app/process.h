/* The two processes under their parent (DESIGN §1): the parent owns the listeners and no database;
 * the office has everything; the portal has given up everything but its own folders.
 *
 * Each child is told its listening socket and a pipe on which it writes one byte when it serves.
 * Both end by SIGTERM, after the requests that are running (and, in the office, after the last
 * waiting act is in the ledger); both end when the parent dies.
 */
#ifndef APP_PROCESS_H
#define APP_PROCESS_H

#include <stdatomic.h>

#include "app/installation.h"
#include "web/html.h"

struct process {
    const struct installation *at;
    int listener;        /* bound and inherited */
    int ready;           /* write end of a pipe */
    int most_abi;        /* of Landlock; 0: no limit */
    const char *address; /* the process's own site, http://… */
};

/* Run in the child; answer its exit code. */
int office_process(struct context *cx, const struct process *process);
int portal_process(struct context *cx, const struct process *process);

/* What both have in common. */
struct theme *process_theme(struct context *cx, const struct installation *at);
void process_is_ready(const struct process *process);
/* Blocks SIGTERM, SIGINT and SIGHUP in this thread and all it starts later. */
void process_block_signals(void);
void process_wait_for_end(void);

enum { DRAIN_SECONDS = 10 };

#endif
