/* links: asks for the outside addresses in what is public whether they still answer. */
#include <getopt.h>

#include "app/command.h"
#include "base/text.h"
#include "oversight/links.h"

static const struct option options[] = {
    {"most", required_argument, NULL, 'm'},
    {"anywhere",  no_argument, NULL, 'a'},
    {0     }
};

static const char *number(struct context *cx, size_t n)
{
    return arena_format(cx->mem, "%zu", n);
}

static enum status run(struct context *cx, const char *data, const struct links_limits *limits)
{
    struct installation at;
    struct links_round round;
    size_t seen;
    TRY(command_open(cx, data, STORE_DURABLE, &at));
    TRY(links_gather(cx, &seen));
    TRY(links_check(cx, limits, &round));
    command_say(cx, "links.asked", number(cx, round.asked), number(cx, round.failed));
    command_say(cx, "links.dead", number(cx, round.dead), "");
    return OK;
}

int command_links(struct context *cx, int argc, char **argv)
{
    struct links_limits limits = {0};
    int64_t most = 0;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        bool known = option == 'a' ||
                     (option == 'm' && text_to_int(optarg, &most) && most > 0 && most <= 10000);
        if (!known) return command_usage(cx, "links");
        limits.anywhere |= option == 'a';
    }
    if (optind + 1 != argc) return command_usage(cx, "links");
    limits.most = (int)most;
    return command_failed(cx, run(cx, argv[optind], &limits));
}
