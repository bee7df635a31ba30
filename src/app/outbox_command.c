/* outbox: the notices that could not be sent, one a line, and what can be done about them. */
#include <stdio.h>

#include "app/command.h"
#include "base/text.h"
#include "outbox/outbox.h"

enum { SHOWN_MOST = 1000 };

static void show_row(const struct context *cx, const struct outbox_row *row)
{
    printf("%s\t%s\t%s\t%s\t%lld\t%s\t%s\t%s\n", row->id, row->failed ? "failed" : "waiting",
           row->channel == OUTBOX_EMAIL ? "email" : "command", row->recipient,
           (long long)row->attempts, zone_clock(cx->mem, row->created_at),
           row->failed ? "" : zone_clock(cx->mem, row->next_at), row->error);
}

static enum status show(struct context *cx, const char *id, const struct outbox_settings *settings)
{
    struct outbox_standing standing;
    struct outbox_row *rows;
    size_t count;
    TRY(outbox_stands(cx, &standing));
    TRY(outbox_list(cx, SHOWN_MOST, &rows, &count));
    for (size_t i = 0; i < count; i++) show_row(cx, &rows[i]);
    command_say(cx, "outbox.standing", arena_format(cx->mem, "%lld", (long long)standing.waiting),
                arena_format(cx->mem, "%lld", (long long)standing.failed));
    return OK;
}

static enum status send(struct context *cx, const char *id, const struct outbox_settings *settings)
{
    struct outbox_round round;
    TRY(outbox_run(cx, settings, SHOWN_MOST, &round));
    command_say(cx, "outbox.sent", arena_format(cx->mem, "%zu", round.sent),
                arena_format(cx->mem, "%zu", round.deferred + round.failed));
    return OK;
}

static enum status retry(struct context *cx, const char *id, const struct outbox_settings *settings)
{
    return outbox_retry(cx, id);
}

static enum status drop(struct context *cx, const char *id, const struct outbox_settings *settings)
{
    return outbox_drop(cx, id);
}

int command_outbox(struct context *cx, int argc, char **argv)
{
    static const struct {
        const char *verb;
        int argc;
        enum status (*run)(struct context *, const char *id, const struct outbox_settings *);
    } verbs[] = {
        {"list",  3, show },
        {"send",  3, send },
        {"retry", 4, retry},
        {"drop",  4, drop },
    };
    struct installation at;
    for (size_t i = 0; argc > 2 && i < COUNT_OF(verbs); i++) {
        if (!text_equal(argv[1], verbs[i].verb) || argc != verbs[i].argc) continue;
        enum status status = command_open(cx, argv[2], STORE_DURABLE, &at);
        if (status == OK) status = verbs[i].run(cx, argc > 3 ? argv[3] : "", &at.outbox);
        return command_failed(cx, status);
    }
    return command_usage(cx, "outbox");
}
