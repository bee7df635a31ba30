/* Inside the engine only: rows of struct record. */
#ifndef RECORD_BASE_H
#define RECORD_BASE_H

#include "record/record.h"

void base_select(struct out *out, const struct kind *kind); /* "SELECT … FROM kind" */
void base_read(struct rows *rows, const struct kind *kind, struct record *rec);
enum status base_insert(struct context *cx, const struct record *rec) MUST_USE;
/* CONFLICT unless the stored row still has this state and version. */
enum status base_update(struct context *cx, const struct record *rec, int from_state,
                        int64_t from_version) MUST_USE;

struct history_entry {
    const char *verb, *from, *to, *why, *article, *changed;
};
enum status history_write(struct context *cx, const struct record *rec,
                          const struct history_entry *entry) MUST_USE;

#endif
