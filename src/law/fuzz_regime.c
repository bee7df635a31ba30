/* Fuzz target: a regime file of any bytes is refused with line and field, or it can be used: its
 * examples are computed and its flow is drawn. What a clock says agrees with its proof. */
#include <stdlib.h>
#include <string.h>

#include "law/clock.h"
#include "law/law.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

#define CALENDAR                                                                         \
    "id: t\nzh: t\nen: t\nversion: 1\nnotices:\n- {year: 2025, source: s, off: [01-01, " \
    "10-01~10-08]}\n"

static void must(bool holds)
{
    if (!holds) abort();
}

static void use(struct context *cx, const struct regime *regime)
{
    struct out flow = out_new(cx->mem);
    struct law_clock clock;
    struct law_case given = {.regime = regime, .received = date_of(2025, 9, 28), .traced = true};
    must(regime->term_count > 0 && regime->phase_count > 0);
    regime_write_flow(regime, ENGLISH, false, &flow);
    regime_write_flow(regime, CHINESE, true, &flow);
    enum status status = regime_check(cx, regime);
    must(status == OK || status == INVALID);
    if (law_due(cx, &given, &clock) != OK || !date_is_set(clock.last)) return;
    const struct law_trace *trace = &clock.trace;
    must(clock.last.day >= clock.receipt.day);
    if (trace->count) must(trace->days[trace->count - 1].date.day == clock.last.day);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct context cx = {.mem = arena_new("fuzz")};
    const struct calendar *calendar;
    const struct regime *regime;
    struct bytes days = {(const unsigned char *)CALENDAR, strlen(CALENDAR)};
    must(calendar_read(&cx, "t.yaml", days, &calendar) == OK);
    struct law law = {.calendars = &calendar, .calendar_count = 1};
    if (regime_read(&cx, "fuzz.yaml", (struct bytes){bytes, size}, &law, &regime) == OK)
        use(&cx, regime);
    else
        must(cx.issues != NULL);
    arena_free(cx.mem);
    return 0;
}
