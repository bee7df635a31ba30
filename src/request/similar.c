#include "request/similar.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "request/private.h"
#include "web/words.h"

enum { WORDS_MAX = 400, LOOKED_AT = 1500, LEAST = 40 };

struct wanted {
    const char *words[WORDS_MAX];
    size_t count;
};

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The words of a text, each once, in order. */
static void cut(struct context *cx, const char *text, struct wanted *ret)
{
    struct out out = out_new(cx->mem);
    words_add(&out, text);
    size_t n = 0;
    for (char *at = out.text; *at && n < WORDS_MAX;) {
        size_t size = strcspn(at, " ");
        bool more = at[size] == ' ';
        at[size] = '\0';
        if (size) ret->words[n++] = at;
        at += size + more;
    }
    qsort(ret->words, n, sizeof ret->words[0], by_text);
    for (size_t i = 0; i < n; i++)
        if (!i || strcmp(ret->words[i], ret->words[i - 1]) != 0)
            ret->words[ret->count++] = ret->words[i];
}

static int share_of(struct context *cx, const struct wanted *wanted, const char *text)
{
    struct wanted *other = arena_make(cx->mem, struct wanted);
    size_t both = 0;
    cut(cx, text, other);
    for (size_t i = 0; i < wanted->count; i++)
        both += bsearch(&wanted->words[i], other->words, other->count, sizeof other->words[0],
                        by_text) != NULL;
    return wanted->count ? (int)(100 * both / wanted->count) : 0;
}

struct best {
    struct similar at[SIMILAR_MAX];
    size_t count;
};

static void keep(struct best *best, struct similar found)
{
    size_t at = best->count;
    if (found.share < LEAST) return;
    while (at > 0 && best->at[at - 1].share < found.share) at--;
    if (at == SIMILAR_MAX) return;
    size_t moved = best->count < SIMILAR_MAX ? best->count - at : SIMILAR_MAX - 1 - at;
    memmove(&best->at[at + 1], &best->at[at], moved * sizeof best->at[0]);
    best->at[at] = found;
    if (best->count < SIMILAR_MAX) best->count++;
}

static const struct sql earlier = {
    "similar.applications",
    "SELECT id, title, sought, outcome FROM application WHERE agency = $1 AND id <> $2"
    " AND newest = 1 AND sought <> '' ORDER BY changed_at DESC LIMIT $3"};
static const struct sql items = {
    "similar.items", "SELECT kind, id, title, number FROM item WHERE agency = $1"
                     " AND state = 'released' ORDER BY first_released_on DESC LIMIT $2"};

enum status similar_find(struct context *cx, const struct application *a, struct similar **ret,
                         size_t *ret_count)
{
    struct wanted *wanted = arena_make(cx->mem, struct wanted);
    struct best *best = arena_make(cx->mem, struct best);
    struct rows *rows;
    cut(cx, a->sought, wanted);
    TRY(store_query(cx, &earlier, BIND(a->base.agency, a->base.id, (int)LOOKED_AT), &rows));
    while (rows_next(rows)) {
        struct similar found = {"application", rows_text(rows, 0), rows_text(rows, 1),
                                rows_text(rows, 3), share_of(cx, wanted, rows_text(rows, 2))};
        keep(best, found);
    }
    TRY(rows_end(rows));
    TRY(store_query(cx, &items, BIND(a->base.agency, (int)LOOKED_AT), &rows));
    while (rows_next(rows)) {
        const char *title = rows_text(rows, 2);
        struct similar found = {rows_text(rows, 0), rows_text(rows, 1), title, rows_text(rows, 3),
                                share_of(cx, wanted, title)};
        keep(best, found);
    }
    TRY(rows_end(rows));
    *ret = best->at;
    *ret_count = best->count;
    return OK;
}
