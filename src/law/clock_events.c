#include <string.h>

#include "base/text.h"
#include "law/clock_inside.h"

const char *clock_event_text(struct arena *mem, const char *kind, struct date on)
{
    return arena_format(mem, "%s:%s", kind, date_iso(mem, on));
}

const struct happened *clock_event(const struct clockwork *work, const char *kind, size_t nth)
{
    for (size_t i = 0; i < work->event_count; i++)
        if (text_equal(work->events[i].kind, kind) && nth-- == 0) return &work->events[i];
    return NULL;
}

const struct happened *clock_last_event(const struct clockwork *work, const char *kind)
{
    for (size_t i = work->event_count; i > 0; i--)
        if (text_equal(work->events[i - 1].kind, kind)) return &work->events[i - 1];
    return NULL;
}

bool clock_has_flag(const char *flags, const char *flag)
{
    size_t size = strlen(flag);
    if (!flags) return false;
    while (*(flags += strspn(flags, " "))) {
        size_t length = strcspn(flags, " ");
        if (length == size && memcmp(flags, flag, size) == 0) return true;
        flags += length;
    }
    return false;
}

static enum status refuse(struct clockwork *work, const struct happened *event, const char *message,
                          const char *detail)
{
    struct arena *mem = work->cx->mem;
    return issue(work->cx, clock_event_text(mem, event->kind, event->on), message, detail);
}

static enum status refuse_by_article(struct clockwork *work, const struct happened *event,
                                     const char *message)
{
    return refuse(work, event, message, clause_article(event->clause, work->cx->language));
}

/* ---- one event alone ---- */

static const char *known_events(struct clockwork *work)
{
    struct out out = out_new(work->cx->mem);
    for (size_t i = 0; i < work->regime->event_count; i++)
        out_format(&out, "%s%s", i ? " " : "", work->regime->events[i].id);
    return out.text;
}

/* The row that knows the event: the regime's own, or a remedy's being filed or decided. */
static enum status find_row(struct clockwork *work, struct happened *event)
{
    event->row = regime_event(work->regime, event->kind);
    if (event->row) event->clause = &event->row->clause;
    for (size_t i = 0; !event->clause && i < work->regime->remedy_count; i++) {
        const struct regime_remedy *remedy = &work->regime->remedies[i];
        if (text_equal(remedy->filed, event->kind) || text_equal(remedy->decided, event->kind))
            event->clause = &remedy->clause;
    }
    if (event->clause) return OK;
    return refuse(work, event, "clock.unknown_event", known_events(work));
}

/* Typed wrong rather than meant: nobody waits for centuries, and no trace should be that long. */
enum status clock_check_day(struct clockwork *work, const char *field, struct date day)
{
    if (!date_is_set(day) ||
        (day.day >= date_of(1949, 1, 1).day && day.day <= date_of(2199, 12, 31).day))
        return OK;
    return issue(work->cx, field, "clock.too_far", "");
}

/* A clause has days of its own: processing fees, for one, came two years after the law. */
static enum status check_alone(struct clockwork *work, const struct happened *event)
{
    struct date first = date_is_set(work->received) ? work->received : work->submitted;
    TRY(clock_check_day(work, clock_event_text(work->cx->mem, event->kind, event->on), event->on));
    if (event->on.day < first.day)
        return refuse(work, event, "clock.before_receipt", date_iso(work->cx->mem, first));
    if (event->row && date_is_set(event->row->valid_from) &&
        event->on.day < event->row->valid_from.day)
        return refuse_by_article(work, event, "clock.not_yet_in_force");
    if (event->amount < 0 || event->amount > 3660)
        return refuse(work, event, "clock.amount", "3660");
    if (event->amount && !(event->row && event->row->has_amount))
        return refuse_by_article(work, event, "clock.no_amount");
    return OK;
}

/* ---- events among each other ---- */

static size_t place_among_its_kind(const struct clockwork *work, size_t at)
{
    size_t nth = 0;
    for (size_t i = 0; i < at; i++) nth += text_equal(work->events[i].kind, work->events[at].kind);
    return nth;
}

static enum status check_needed(struct clockwork *work, const struct happened *event,
                                const char *needed, size_t nth)
{
    const struct happened *before = clock_event(work, needed, nth);
    if (!before) return refuse(work, event, "clock.nothing_before", needed);
    if (before->on.day > event->on.day)
        return refuse(work, event, "clock.out_of_order",
                      clock_event_text(work->cx->mem, needed, before->on));
    return OK;
}

static enum status check_order(struct clockwork *work, size_t at)
{
    const struct happened *event = &work->events[at];
    size_t nth = place_among_its_kind(work, at);
    if (!event->row) {
        size_t stem = strlen(event->kind) - strlen("decided");
        if (!text_ends(event->kind, "-decided")) return OK;
        return check_needed(work, event,
                            arena_format(work->cx->mem, "%.*sfiled", (int)stem, event->kind), nth);
    }
    if (event->row->times && nth >= (size_t)event->row->times)
        return refuse_by_article(work, event, "clock.too_often");
    if (*event->row->needs) return check_needed(work, event, event->row->needs, nth);
    if (*event->row->after && clock_event(work, event->row->after, nth))
        return check_needed(work, event, event->row->after, nth);
    return OK;
}

/* After the answer was served, or the application withdrawn, only remedies happen. */
static enum status check_nothing_after_the_end(struct clockwork *work)
{
    const struct happened *end = NULL;
    for (size_t i = 0; i < work->event_count; i++) {
        const struct happened *event = &work->events[i];
        if (end && event->row && (event->on.day > end->on.day || event->row->closes))
            return refuse(work, event, "clock.after_the_end",
                          clock_event_text(work->cx->mem, end->kind, end->on));
        if (!end && event->row && event->row->closes) end = event;
    }
    work->clock->closed = end != NULL;
    return OK;
}

static enum status check_flags(struct clockwork *work)
{
    const char *flags = work->given->flags ? work->given->flags : "";
    struct out known = out_new(work->cx->mem);
    for (size_t i = 0; i < work->regime->flag_count; i++)
        out_format(&known, "%s%s", i ? " " : "", work->regime->flags[i].id);
    while (*(flags += strspn(flags, " "))) {
        size_t size = strcspn(flags, " ");
        const char *flag = arena_copy_n(work->cx->mem, flags, size);
        if (!regime_flag(work->regime, flag))
            return issue(work->cx, flag, "clock.unknown_flag", known.text);
        flags += size;
    }
    return OK;
}

enum status clock_take_events(struct clockwork *work)
{
    if (!text_empty(work->given->flags)) TRY(check_flags(work));
    if (work->given->event_count > LAW_EVENTS_MAX)
        return issue(work->cx, "events", "clock.too_many_events",
                     arena_format(work->cx->mem, "%d", LAW_EVENTS_MAX));
    for (size_t i = 0; i < work->given->event_count; i++) {
        const struct law_event *from = &work->given->events[i];
        struct happened event = {.kind = from->kind, .on = from->on, .amount = from->amount};
        if (!date_is_set(event.on) || !event.on.day)
            return issue(work->cx, event.kind, "clock.no_day", "");
        TRY(find_row(work, &event));
        TRY(check_alone(work, &event));
        size_t at = work->event_count++;
        for (; at > 0 && work->events[at - 1].on.day > event.on.day; at--)
            work->events[at] = work->events[at - 1];
        work->events[at] = event;
    }
    for (size_t i = 0; i < work->event_count; i++) TRY(check_order(work, i));
    return check_nothing_after_the_end(work);
}

enum status law_event_read(struct context *cx, const char *text, struct law_event *ret)
{
    const char *colon = strchr(text, ':'), *second = colon ? strchr(colon + 1, ':') : NULL;
    int64_t amount = 0;
    *ret = (struct law_event){.on = DATE_NONE};
    if (!colon || colon == text) return issue(cx, text, "clock.event_form", "");
    const char *day =
        second ? arena_copy_n(cx->mem, colon + 1, (size_t)(second - colon - 1)) : colon + 1;
    if (!date_parse(day, &ret->on)) return issue(cx, text, "clock.event_form", "");
    if (second && (!text_to_int(second + 1, &amount) || amount < 1 || amount > 3660))
        return issue(cx, text, "clock.amount", "3660");
    ret->kind = arena_copy_n(cx->mem, text, (size_t)(colon - text));
    ret->amount = (int)amount;
    return OK;
}
