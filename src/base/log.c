#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/time.h"

static const char *const level_words[] = {"debug", "info", "warning", "error"};
static const char *log_process = "gongkai";
static enum log_level log_lowest = LOG_INFO;

void log_open(const char *process, enum log_level lowest)
{
    log_process = process;
    log_lowest = lowest;
}

/* One write(2) a line, so that lines of two processes never mix. */
void log_line(enum log_level level, const char *format, ...)
{
    char line[1024];
    if (level < log_lowest) return;
    long long ms = (long long)moment_now().ms;
    int n = snprintf(line, sizeof line, "%lld.%03lld %s %s: ", ms / 1000, ms % 1000, log_process,
                     level_words[level]);
    va_list args;
    va_start(args, format);
    int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, format, args);
    va_end(args);
    size_t size = (size_t)n + (size_t)(m > 0 ? m : 0);
    if (size > sizeof line - 2) size = sizeof line - 2;
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)line[i] < 0x20) line[i] = ' ';
    line[size++] = '\n';
    if (write(STDERR_FILENO, line, size) < 0) return;
}
