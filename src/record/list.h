/* Lists of records: filters and keyset paging, newest first. The only generated SQL.
 *
 *     struct list list;
 *     TRY(record_list(cx, &(struct list_query){.kind = &disclosure_kind, .agency = code,
 *                                              .states = "drafted collated", .limit = 50}, &list));
 *     for (size_t i = 0; i < list.count; i++) { const struct disclosure *d = list_at(&list, i); … }
 */
#ifndef RECORD_LIST_H
#define RECORD_LIST_H

#include "record/kind.h"
#include "store/store.h"

struct list_filter {
    const char *field; /* a field name of the kind with FILTER, or number */
    struct value value;
};

struct list_query {
    const struct kind *kind;
    const char *agency;   /* NULL: all that the caller has checked the actor may read */
    const char *states;   /* space-separated state words; NULL: all */
    const char *contains; /* part of the title; NULL: no matter */
    const struct list_filter *filters;
    size_t filter_count;
    const char *after; /* key of the last row seen (list.next); NULL: from the start */
    size_t limit;      /* 1…1000 */
    bool counted;      /* fill list.total */
    bool oldest_first; /* what has waited longest; not with after */
};

struct list {
    const struct kind *kind;
    struct record **records;
    size_t count;
    const char *next; /* NULL: no more */
    int64_t total;    /* −1 unless counted */
};

/* Engine only: what a kind's lists are ordered by; an absent value comes last. */
const char *list_order(struct arena *mem, const struct kind *kind);

enum status record_list(struct context *cx, const struct list_query *query,
                        struct list *ret_list) MUST_USE;
static inline void *list_at(const struct list *list, size_t i)
{
    return list->records[i];
}

#endif
