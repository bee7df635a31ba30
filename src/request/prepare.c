/* What is filled in and checked before an application is stored. */
#include "base/text.h"
#include "request/private.h"

/* A reference that names nobody. */
static const char *title_of(struct context *cx, const struct application *a)
{
    if (a->serial != INT_NONE)
        return arena_format(cx->mem, "依申请公开%lld年第%lld号", (long long)a->serial_year,
                            (long long)a->serial);
    return arena_format(cx->mem, "%s收到的申请（未登记）",
                        date_iso(cx->mem, date_is_set(a->arrived_on) ? a->arrived_on : cx->today));
}

enum status application_prepare(struct context *cx, struct record *rec)
{
    struct application *a = (struct application *)(void *)rec;
    if (!a->submitted_at.ms) a->submitted_at = cx->now;
    if (!date_is_set(a->arrived_on)) a->arrived_on = cx->today;
    if (text_empty(a->sort)) a->sort = "disclosure";
    a->title = title_of(cx, a);
    return OK;
}

static const struct sql as_received = {
    "request.as_received",
    "SELECT COUNT(*) FROM application WHERE id = $1 AND received_on IS NOT NULL"
    " AND (channel <> $2 OR arrived_on <> $3 OR sort <> $4)"};

/* From these the day of receipt follows, and with it everything else. */
static enum status check_fixed(struct context *cx, const struct application *a)
{
    int64_t changed = 0;
    if (text_empty(a->base.id)) return OK;
    TRY(store_int(cx, &as_received, BIND(a->base.id, a->channel, a->arrived_on, a->sort),
                  &changed));
    return changed ? issue(cx, "channel", "request.channel_is_fixed", "") : OK;
}

enum status application_check(struct context *cx, const struct record *rec)
{
    const struct application *a = (const struct application *)(const void *)rec;
    if (date_is_set(a->arrived_on) && a->arrived_on.day > cx->today.day)
        return issue(cx, "arrived_on", "request.in_the_future", "");
    return check_fixed(cx, a);
}
