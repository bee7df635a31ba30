/* Fuzz target: whatever bytes arrive, the readers of text, numbers, dates and moments refuse, or
 * agree with their writers. */
#include "base/text.h"
#include "base/time.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

/* Cleaning what is clean changes nothing. */
static void check_text(struct arena *mem, struct bytes raw, bool lines)
{
    const char *clean, *again;
    if (text_clean(mem, raw, 1000, lines, &clean) != TEXT_FINE) return;
    struct bytes cleaned = {(const unsigned char *)clean, strlen(clean)};
    must(text_is_utf8(clean, cleaned.size));
    must(text_clean(mem, cleaned, 1000, lines, &again) == TEXT_FINE);
    must(text_equal(clean, again));
}

static void check_numbers(struct arena *mem, const char *text)
{
    struct date date;
    struct moment moment;
    int64_t number;
    if (date_parse(text, &date)) must(text_equal(text, date_iso(mem, date)));
    if (moment_parse(text, &moment)) must(text_equal(text, moment_iso(mem, moment)));
    if (!text_to_int(text, &number)) return;
    int64_t again = 0;
    must(text_to_int(arena_format(mem, "%" PRId64, number), &again) && again == number);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *mem = arena_new("fuzz");
    struct bytes raw = {bytes, size};
    check_text(mem, raw, false);
    check_text(mem, raw, true);
    check_numbers(mem, arena_copy_n(mem, (const char *)bytes, size));
    arena_free(mem);
    return 0;
}
