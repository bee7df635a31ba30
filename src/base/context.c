#include "base/context.h"

#include <stdio.h>

enum status issue(struct context *cx, const char *field, const char *message, const char *detail)
{
    struct issue *found = arena_make(cx->mem, struct issue);
    *found = (struct issue){field, message, arena_copy(cx->mem, detail), NULL};
    struct issue **last = &cx->issues;
    while (*last) last = &(*last)->next;
    *last = found;
    return INVALID;
}

enum status context_fault(struct context *cx, const char *file, int line, const char *format, ...)
{
    if (cx->fault_file) return FAULT;
    va_list args;
    va_start(args, format);
    vsnprintf(cx->fault, sizeof cx->fault, format, args);
    va_end(args);
    cx->fault_file = file;
    cx->fault_line = line;
    return FAULT;
}

void context_set_clock(struct context *cx, struct moment now)
{
    cx->now = now;
    cx->today = zone_date(now);
}
