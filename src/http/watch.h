/* Watches the clock of every connection: libmicrohttpd knows only inactivity, so that a client who
 * sends a byte every ten seconds would hold its place for ever (slowloris).
 *
 * A connection that passes its deadline is shut down; the library then notices and cleans up. The
 * places are made once, at start: one per connection that the server admits.
 */
#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/context.h"

struct watched {
    struct watch *watch;
    int fd; /* -1: the place is free */
    int64_t deadline;
    bool busy; /* a request is being answered: a drain waits for it */
    struct watched *next_free;
};

struct watch {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    struct watched *places, *free;
    size_t count, busy;
    atomic_bool draining; /* read by workers without the lock */
    bool ending;
};

enum status watch_start(struct context *cx, struct arena *mem, size_t places,
                        struct watch *ret_watch) MUST_USE;
struct watched *watch_add(struct watch *watch, int fd, unsigned seconds); /* NULL: no place */
/* All three take NULL, for a connection that found no place. */
void watch_until(struct watched *watched, unsigned seconds); /* 0: as long as it takes */
void watch_busy(struct watched *watched, bool busy);
void watch_forget(struct watched *watched);
/* Shuts idle connections, waits until none is busy, at most so many seconds. */
void watch_drain(struct watch *watch, unsigned seconds);
void watch_end(struct watch *watch);

#endif
