/* key: the office's sealing keys. `rotate` makes a new one (and the first, where a data folder was
 * made before there were any), `recover` makes the secrets anew from the printed recovery key. */
#include "app/command.h"
#include "base/text.h"
#include "intake/keys.h"

static enum status rotate(struct context *cx, const char *data)
{
    const char *recovery = NULL;
    TRY(intake_keys_make(cx, data, &recovery));
    command_say(cx, "key.rotated", NULL, NULL);
    if (recovery) command_say(cx, "init.recovery", recovery, NULL);
    return OK;
}

static enum status recover(struct context *cx, const char *data)
{
    const char *typed;
    size_t count;
    TRY(command_read_line(cx, &typed));
    TRY(intake_keys_recover(cx, data, typed, &count));
    command_say(cx, "key.recovered", arena_format(cx->mem, "%zu", count), NULL);
    return OK;
}

int command_key(struct context *cx, int argc, char **argv)
{
    static const struct {
        const char *verb;
        enum status (*run)(struct context *, const char *data);
    } verbs[] = {
        {"rotate",  rotate },
        {"recover", recover},
    };
    struct installation at;
    for (size_t i = 0; argc == 3 && i < COUNT_OF(verbs); i++) {
        if (!text_equal(argv[1], verbs[i].verb)) continue;
        enum status status = installation_load(cx, argv[2], &at);
        if (status == OK) status = installation_complete(cx, &at);
        if (status == OK) status = verbs[i].run(cx, at.data);
        return command_failed(cx, status);
    }
    return command_usage(cx, "key");
}
