/* How many due dates a second, on one core. usage: bench_due SHARE; prints the number last.
 *
 * The cases are lives of CN-2019 as they come: most without events, some corrected, with a third
 * party, extended, answered. No trace: that is made when somebody looks. */
#include <stdio.h>
#include <time.h>

#include "law/clock.h"
#include "law/law.h"

enum { CASES = 1000, ROUNDS = 400 };

static struct law_event events[CASES][4];
static struct law_case cases[CASES];

static void make_case(const struct regime *regime, int i)
{
    struct date received = date_plus(date_of(2020, 1, 1), i * 2);
    struct law_event *of = events[i];
    size_t count = 0;
    if (i % 5 == 1) {
        of[count++] = (struct law_event){"correction-notice", date_plus(received, 2), 15};
        of[count++] = (struct law_event){"correction-received", date_plus(received, 9), 0};
    }
    if (i % 5 == 2)
        of[count++] = (struct law_event){"third-party-served", date_plus(received, 5), 0};
    if (i % 5 == 3) of[count++] = (struct law_event){"extended", date_plus(received, 12), 0};
    if (i % 2) of[count++] = (struct law_event){"answered", date_plus(received, 25), 0};
    cases[i] = (struct law_case){.regime = regime,
                                 .channel = i % 3 ? "counter" : "web",
                                 .received = received,
                                 .confirmed = received,
                                 .events = of,
                                 .event_count = count};
}

/* Of this process, so that a busy machine does not count. */
static int64_t processor_ms(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
    struct context cx = {.mem = arena_new("bench")};
    const struct law *law;
    struct law_clock clock;
    int64_t sum = 0;
    if (argc != 2 || law_load(&cx, argv[1], &law) != OK) return 2;
    for (int i = 0; i < CASES; i++) make_case(law_regime(law, "cn-2019"), i);
    struct arena_mark mark = arena_mark(cx.mem);
    int64_t began = processor_ms();
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < CASES; i++) {
            if (law_due(&cx, &cases[i], &clock) != OK) return 1;
            sum += clock.last.day;
        }
        arena_rewind(cx.mem, mark);
    }
    int64_t took = processor_ms() - began;
    printf("checksum %lld\n%lld\n", (long long)sum,
           (long long)(1000LL * CASES * ROUNDS / (took ? took : 1)));
    arena_free(cx.mem);
    return 0;
}
