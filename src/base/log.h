/* The log: one line an event to standard error, ids and not content (SECURITY §3, Privacy).
 * Only workers and main log; libraries return a status instead. Thread-safe. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/status.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_open(const char *process, enum log_level lowest); /* "office", "portal", … */
void log_line(enum log_level level, const char *format, ...) PRINTF(2, 3);

#endif
