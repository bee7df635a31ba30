#include "app/process.h"

#include <signal.h>
#include <unistd.h>

struct theme *process_theme(struct context *cx, const struct installation *at)
{
    struct theme *theme = arena_make(cx->mem, struct theme);
    *theme = (struct theme){
        .name = {at->name[CHINESE], at->name[ENGLISH]},
        .line = {at->line[CHINESE], at->line[ENGLISH]},
        .emblem = "/static/emblem.svg",
        .icon = "/static/favicon.svg",
        .stylesheet = "/static/theme.css",
        .demonstration = at->demonstration
    };
    return theme;
}

void process_is_ready(const struct process *process)
{
    if (write(process->ready, "!", 1) != 1) _exit(1); /* the parent is gone */
    close(process->ready);
}

static sigset_t end_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

void process_block_signals(void)
{
    sigset_t set = end_signals();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
}

void process_wait_for_end(void)
{
    sigset_t set = end_signals();
    int number = 0;
    while (sigwait(&set, &number) != 0 || number == SIGHUP) continue;
}
