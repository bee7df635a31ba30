#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "app/command.h"
#include "base/log.h"
#include "base/text.h"
#include "web/message.h"

static const struct command commands[] = {
    {"init",    command_init,    "usage.init"   },
    {"demo",    command_demo,    "usage.demo"   },
    {"serve",   command_serve,   "usage.serve"  },
    {"report",  command_report,  "usage.report" },
    {"import",  command_import,  "usage.import" },
    {"ledger",  command_ledger,  "usage.ledger" },
    {"portal",  command_portal,  "usage.portal" },
    {"backup",  command_backup,  "usage.backup" },
    {"restore", command_restore, "usage.restore"},
    {"user",    command_user,    "usage.user"   },
    {"key",     command_key,     "usage.key"    },
    {"links",   command_links,   "usage.links"  },
    {"outbox",  command_outbox,  "usage.outbox" },
    {"access",  command_access,  "usage.access" },
    {"routes",  command_routes,  "usage.routes" },
    {"fields",  command_fields,  "usage.fields" },
    {"flow",    command_flow,    "usage.flow"   },
    {"due",     command_due,     "usage.due"    },
    {"regime",  command_regime,  "usage.regime" },
    {"help",    command_help,    "usage.help"   },
};

void command_say(struct context *cx, const char *message, const char *one, const char *two)
{
    const char *const details[] = {one ? one : "", two ? two : ""};
    fprintf(stderr, "%s\n", message_format(cx->mem, cx->language, message, details, 2));
}

int command_usage(struct context *cx, const char *name)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (!name || text_equal(name, commands[i].name))
            command_say(cx, commands[i].usage, NULL, NULL);
    return 2;
}

int command_help(struct context *cx, int argc, char **argv)
{
    command_usage(cx, argc > 1 ? argv[1] : NULL);
    return 0;
}

int command_failed(struct context *cx, enum status status)
{
    static const char *const words[] = {
        [INVALID] = "command.invalid",     [DENIED] = "command.denied",
        [NOT_FOUND] = "command.not_found", [CONFLICT] = "command.conflict",
        [BUSY] = "command.busy",           [FAULT] = "command.fault",
    };
    if (status == OK) return 0;
    for (const struct issue *issue = cx->issues; issue; issue = issue->next)
        fprintf(stderr, "%s%s%s\n", issue->field, *issue->field ? ": " : "",
                message_format(cx->mem, cx->language, issue->message, &issue->detail, 1));
    if (!cx->issues) command_say(cx, words[status], NULL, NULL);
    if (cx->fault_file) fprintf(stderr, "%s (%s:%d)\n", cx->fault, cx->fault_file, cx->fault_line);
    return status == INVALID ? 2 : 1;
}

enum status command_open(struct context *cx, const char *data, enum store_mode mode,
                         struct installation *ret_at)
{
    TRY(installation_load(cx, data, ret_at));
    TRY(installation_load_law(cx, ret_at));
    TRY(installation_open_office(cx, ret_at, mode));
    return installation_check_agency(cx, ret_at);
}

enum status command_read_line(struct context *cx, const char **ret_line)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n = getline(&line, &room, stdin);
    if (n < 0) return INVALID;
    while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r')) n--;
    *ret_line = arena_copy_n(cx->mem, line, (size_t)n);
    sodium_memzero(line, room);
    free(line);
    return OK;
}

static enum language language_of_locale(void)
{
    const char *given = getenv("LC_ALL");
    if (text_empty(given)) given = getenv("LC_MESSAGES");
    if (text_empty(given)) given = getenv("LANG");
    return given && text_starts(given, "zh") ? CHINESE : ENGLISH;
}

int main(int argc, char **argv)
{
    if (sodium_init() < 0) return 1;
    log_open("gongkai", LOG_INFO);
    struct context cx = {.mem = arena_new("command"), .language = language_of_locale()};
    context_set_clock(&cx, moment_now());
    const struct command *found = NULL;
    for (size_t i = 0; argc > 1 && i < COUNT_OF(commands); i++)
        if (text_equal(argv[1], commands[i].name)) found = &commands[i];
    int code = found ? found->run(&cx, argc - 1, argv + 1) : command_usage(&cx, NULL);
    arena_reset(cx.mem);
    store_close(cx.store);
    arena_free(cx.mem);
    return code;
}
