#include "app/demo.h"

#include "app/demo_plan.h"
#include "app/demo_play.h"
#include "app/intake.h"
#include "base/text.h"
#include "catalogue/sealing_key.h"
#include "desk/scan.h"
#include "ledger/ledger.h"
#include "matter/matter.h"
#include "record/lifecycle.h"
#include "request/request.h"

/* Everybody has an account some days before the first draft. */
static struct moment before_everything(void)
{
    return zone_moment(date_of(2008, 4, 21), 9, 0);
}

/* The ledger's entries carry the acts' moments, as if it had been kept all along. */
static enum status sequence(struct context *cx, const struct installation *at)
{
    enum { BATCH = 1000 };
    struct ledger *ledger;
    size_t done = 1;
    TRY(ledger_open(cx, at->data, CLOCK_ACTS, &ledger));
    enum status status = OK;
    while (status == OK && done) {
        struct arena_mark mark = arena_mark(cx->mem);
        status = ledger_sequence(cx, ledger, BATCH, &done);
        if (status == OK) arena_rewind(cx->mem, mark);
    }
    ledger_close(ledger);
    return status;
}

static enum status tell_stop(struct context *cx, const struct demo_act *act, enum status status)
{
    const struct demo_record *record = act->record;
    if (act->matter) {
        const char *where = arena_format(cx->mem, "%s %s %s (%d)", act->matter->id, act->deed->act,
                                         date_iso(cx->mem, cx->today), (int)status);
        return issue(cx, "", "demo.stopped", where);
    }
    const char *which = arena_format(cx->mem, "%s[%zu] %s %s: %s (%d)", record->pattern->id,
                                     record->index, act->step->verb, date_iso(cx->mem, cx->today),
                                     record_title(record->rec), (int)status);
    return issue(cx, "", "demo.stopped", which);
}

/* As the office's job would: the keys, by the standing order that was made. */
static enum status tell_keys(struct context *cx, const struct installation *at)
{
    struct seal_keys keys;
    enum status status = intake_read_keys(cx, at, &keys);
    if (status == NOT_FOUND) return OK;
    TRY(status);
    return sealing_keys_release(cx, at->agency, &keys);
}

enum status demo_make(struct context *cx, const struct installation *at,
                      const struct demo_choices *choices, struct demo_people *ret_people)
{
    struct demo_plan plan;
    TRY(demo_plan(cx, choices->source, at->law->calendar, choices->last, &plan));
    lifecycle_set_scan(desk_scan_guard);
    context_set_clock(cx, before_everything());
    TRY(store_begin(cx));
    TRY(demo_people(cx, choices->source, ret_people));
    TRY(store_commit(cx));
    if (choices->requests) TRY(demo_requests_plan(cx, choices->requests, choices->last, &plan));
    struct demo_play play = {
        .plan = &plan,
        .requests = choices->requests,
        .people = ret_people,
        .last = choices->last,
        .place = {at->blob, at->tmp}
    };
    enum status status = demo_play(cx, &play);
    if (play.stopped) (void)tell_stop(cx, play.stopped, status);
    TRY(status);
    if (choices->window) TRY(demo_window_play(cx, choices->window, &play));
    context_set_clock(cx, zone_moment(choices->last, 17, 0));
    TRY(request_tick(cx));
    TRY(matter_tick(cx));
    TRY(tell_keys(cx, at));
    return sequence(cx, at);
}
