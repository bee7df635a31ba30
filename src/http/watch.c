#include "http/watch.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

enum { NEVER = 0, TICK_MS = 500 };

static struct timespec after(int64_t ms)
{
    int64_t at = clock_running_ms() + ms;
    return (struct timespec){.tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000};
}

static void shut_late(struct watch *watch)
{
    int64_t now = clock_running_ms();
    for (size_t i = 0; i < watch->count; i++) {
        struct watched *at = &watch->places[i];
        bool late = at->deadline != NEVER && now > at->deadline;
        bool unwanted = watch->draining && !at->busy;
        if (at->fd < 0 || !(late || unwanted)) continue;
        shutdown(at->fd, SHUT_RDWR);
        at->deadline = NEVER;
    }
}

static void *watch_run(void *arg)
{
    struct watch *watch = arg;
    pthread_mutex_lock(&watch->lock);
    while (!watch->ending) {
        struct timespec at = after(TICK_MS);
        pthread_cond_timedwait(&watch->changed, &watch->lock, &at);
        shut_late(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

enum status watch_start(struct context *cx, struct arena *mem, size_t places,
                        struct watch *ret_watch)
{
    pthread_condattr_t monotonic;
    *ret_watch = (struct watch){.places = arena_array(mem, struct watched, places)};
    ret_watch->count = places;
    for (size_t i = places; i-- > 0;) {
        ret_watch->places[i] = (struct watched){ret_watch, -1, NEVER, false, ret_watch->free};
        ret_watch->free = &ret_watch->places[i];
    }
    pthread_mutex_init(&ret_watch->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&ret_watch->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    int why = pthread_create(&ret_watch->thread, NULL, watch_run, ret_watch);
    return why ? fault(cx, "pthread_create: %s", strerror(why)) : OK;
}

struct watched *watch_add(struct watch *watch, int fd, unsigned seconds)
{
    pthread_mutex_lock(&watch->lock);
    struct watched *place = watch->free;
    if (place) {
        watch->free = place->next_free;
        place->fd = fd;
        place->busy = false;
        place->deadline = clock_running_ms() + (int64_t)seconds * 1000;
    }
    pthread_mutex_unlock(&watch->lock);
    return place;
}

void watch_until(struct watched *watched, unsigned seconds)
{
    if (!watched) return;
    pthread_mutex_lock(&watched->watch->lock);
    watched->deadline = seconds ? clock_running_ms() + (int64_t)seconds * 1000 : NEVER;
    pthread_mutex_unlock(&watched->watch->lock);
}

void watch_busy(struct watched *watched, bool busy)
{
    if (!watched) return;
    struct watch *watch = watched->watch;
    pthread_mutex_lock(&watch->lock);
    if (busy && !watched->busy) watch->busy++;
    if (!busy && watched->busy) watch->busy--;
    watched->busy = busy;
    if (watch->busy == 0) pthread_cond_broadcast(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
}

void watch_forget(struct watched *watched)
{
    if (!watched) return;
    struct watch *watch = watched->watch;
    watch_busy(watched, false);
    pthread_mutex_lock(&watch->lock);
    watched->fd = -1;
    watched->next_free = watch->free;
    watch->free = watched;
    pthread_mutex_unlock(&watch->lock);
}

void watch_drain(struct watch *watch, unsigned seconds)
{
    struct timespec last = after((int64_t)seconds * 1000);
    pthread_mutex_lock(&watch->lock);
    watch->draining = true;
    shut_late(watch);
    while (watch->busy)
        if (pthread_cond_timedwait(&watch->changed, &watch->lock, &last) == ETIMEDOUT) break;
    pthread_mutex_unlock(&watch->lock);
}

void watch_end(struct watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    watch->ending = true;
    pthread_cond_broadcast(&watch->changed);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->lock);
}
