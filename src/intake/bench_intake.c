/* How long does an applicant wait for the receipt?
 *
 *     bench_intake FOLDER [APPLICANTS] [LETTERS] [WORKERS]
 *
 * So many applicants (50) at once, each of whom files the next letter (40 in all) as soon as the
 * last one has its receipt; as many workers as a portal has (8) take them in turn. A letter is a
 * form of 20 fields and a small picture of an identity card: sealed, synced, read again, linked,
 * synced. Below FOLDER, which should lie on the disk that will be used. Last line of standard
 * output: "filing LETTERS MEDIAN_MS P99_MS MAX_MS PER_SECOND", from the moment of asking. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "intake/fixture.h"

enum { FIELDS = 20, PICTURE = 60 * 1024 };

/* Who waits for a worker: first come, first served. */
struct queue {
    pthread_mutex_t lock;
    double *asked_at; /* of the letters, in the order in which they were asked for */
    double *taken;    /* how long each took, in milliseconds */
    size_t asked, begun, all;
    struct intake_door *door;
    struct moment now;
    bool failed;
};

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static enum status file_one(struct context *cx, struct intake_door *door)
{
    static const unsigned char picture[PICTURE];
    static const char *const names[FIELDS] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
                                              "k", "l", "m", "n", "o", "p", "q", "r", "s", "t"};
    struct letter_field fields[FIELDS];
    struct sealing *sealing;
    struct receipt receipt;
    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = (struct letter_field){names[i], "申请公开2025年道路交通事故统计年报及其说明"};
    struct letter_head head = {.type = "application",
                               .to = "002232131",
                               .nonce = intake_nonce(cx->mem),
                               .fields = fields,
                               .field_count = FIELDS};
    TRY(sealing_begin(cx, door, &sealing));
    TRY(sealing_file_begin(cx, sealing, "身份证.jpg", "image/jpeg"));
    TRY(sealing_file_bytes(cx, sealing, (struct bytes){picture, sizeof picture}));
    TRY(sealing_file_end(cx, sealing));
    return sealing_finish(cx, sealing, &head, &receipt);
}

static bool next(struct queue *queue, size_t *ret_letter)
{
    pthread_mutex_lock(&queue->lock);
    bool more = queue->begun < queue->asked && !queue->failed;
    if (more) *ret_letter = queue->begun++;
    pthread_mutex_unlock(&queue->lock);
    return more;
}

/* Whoever has the receipt asks again. */
static void end(struct queue *queue, size_t letter, bool filed)
{
    double now = milliseconds();
    pthread_mutex_lock(&queue->lock);
    queue->taken[letter] = now - queue->asked_at[letter];
    if (queue->asked < queue->all) queue->asked_at[queue->asked++] = now;
    queue->failed |= !filed;
    pthread_mutex_unlock(&queue->lock);
}

static void *work(void *what)
{
    struct queue *queue = what;
    struct arena *mem = arena_new("worker");
    for (size_t letter; next(queue, &letter);) {
        struct context cx = {.mem = mem, .now = queue->now};
        bool filed = file_one(&cx, queue->door) == OK;
        if (!filed) fprintf(stderr, "not filed: %s\n", cx.fault);
        end(queue, letter, filed);
        arena_reset(mem);
    }
    arena_free(mem);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static int measure(struct context *cx, struct queue *queue, size_t applicants, size_t workers)
{
    pthread_t *threads = arena_array(cx->mem, pthread_t, workers);
    double begun = milliseconds();
    queue->asked_at = arena_array(cx->mem, double, queue->all);
    queue->taken = arena_array(cx->mem, double, queue->all);
    pthread_mutex_init(&queue->lock, NULL);
    for (queue->asked = 0; queue->asked < applicants && queue->asked < queue->all;)
        queue->asked_at[queue->asked++] = begun;
    for (size_t i = 0; i < workers; i++) pthread_create(&threads[i], NULL, work, queue);
    for (size_t i = 0; i < workers; i++) pthread_join(threads[i], NULL);
    double seconds = (milliseconds() - begun) / 1e3;
    qsort(queue->taken, queue->all, sizeof *queue->taken, by_size);
    printf("filing %zu %.1f %.1f %.1f %.0f\n", queue->all, queue->taken[queue->all / 2],
           queue->taken[queue->all * 99 / 100], queue->taken[queue->all - 1],
           (double)queue->all / seconds);
    return queue->failed;
}

static bool numbers(int argc, char **argv, int64_t *into, int count)
{
    for (int i = 0; i < count && i + 2 < argc; i++)
        if (!text_to_int(argv[i + 2], &into[i]) || into[i] < 1) return false;
    return argc >= 2 && argc <= count + 2;
}

int main(int argc, char **argv)
{
    struct context cx = {.mem = arena_new("bench")};
    struct intake_fixture at;
    int64_t given[] = {50, 40, 8}; /* applicants, letters of each, workers */
    if (!numbers(argc, argv, given, COUNT_OF(given)))
        return fprintf(stderr, "usage: bench_intake FOLDER [APPLICANTS] [LETTERS] [WORKERS]\n"), 2;
    context_set_clock(&cx, moment_now());
    intake_fixture_make(&cx, argv[1], &at);
    struct queue queue = {.now = cx.now, .all = (size_t)(given[0] * given[1])};
    int code = 1;
    if (intake_door_open(&cx, &at.portal, at.vkey, &queue.door) == OK) {
        code = measure(&cx, &queue, (size_t)given[0], (size_t)given[2]);
        intake_door_close(queue.door);
    }
    intake_fixture_remove(&at);
    return code;
}
