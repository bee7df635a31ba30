#include <string.h>

#include "base/text.h"
#include "web/private.h"

enum { SEGMENT_MAX = 200, REST_MAX = 1000 };

/* A parameter's value enters here: as clean as any other text. */
static bool take_param(struct web *web, struct bytes name, struct bytes value, size_t max)
{
    const char *text;
    if (web->param_count == WEB_PARAMS || !value.size) return false;
    if (text_clean(web->cx->mem, value, max, false, &text) != TEXT_FINE) return false;
    if (strlen(text) != value.size) return false; /* trimmed, or composed: another address */
    web->params[web->param_count].name =
        arena_copy_n(web->cx->mem, (const char *)name.data, name.size);
    web->params[web->param_count++].value = text;
    return true;
}

/* One segment "{name}" or "{name}.suffix" against one of the path. */
static bool match_param(struct web *web, struct bytes pattern, struct bytes segment)
{
    const unsigned char *close = memchr(pattern.data, '}', pattern.size);
    size_t name_size = (size_t)(close - pattern.data) - 1;
    size_t suffix_size = pattern.size - name_size - 2;
    if (segment.size <= suffix_size) return false;
    size_t size = segment.size - suffix_size;
    if (memcmp(segment.data + size, close + 1, suffix_size) != 0) return false;
    return take_param(web, (struct bytes){pattern.data + 1, name_size},
                      (struct bytes){segment.data, size}, SEGMENT_MAX);
}

static struct bytes segment_of(const char *at)
{
    return (struct bytes){(const unsigned char *)at, strcspn(at, "/")};
}

/* Does the path fit? Fills web->params. */
static bool match_path(struct web *web, const char *pattern, const char *path)
{
    web->param_count = 0;
    while (*pattern == '/' && *path == '/') {
        struct bytes wanted = segment_of(++pattern), given = segment_of(++path);
        if (wanted.size > 2 && wanted.data[0] == '{' && wanted.data[wanted.size - 2] == '*')
            return take_param(web, (struct bytes){wanted.data + 1, wanted.size - 3},
                              (struct bytes){given.data, strlen(path)}, REST_MAX);
        if (wanted.size && wanted.data[0] == '{') {
            if (!match_param(web, wanted, given)) return false;
        } else if (wanted.size != given.size || memcmp(wanted.data, given.data, given.size) != 0) {
            return false;
        }
        pattern += wanted.size;
        path += given.size;
    }
    return !*pattern && !*path;
}

/* Literal beats parameter at the first place where two patterns differ. */
static bool beats(const char *pattern, const char *other)
{
    while (*pattern && *pattern == *other) pattern++, other++;
    if (*pattern == '{' && *other == '{') /* two parameters: the one with more behind it */
        return strlen(pattern) > strlen(other);
    return *pattern != '{';
}

static const struct entry *best_match(const struct site *site, struct web *web, const char *path,
                                      unsigned twin, unsigned *methods)
{
    const struct entry *best = NULL;
    for (size_t i = 0; i < site->count; i++) {
        const struct entry *entry = &site->entries[i];
        if (twin && !(entry->row.flags & twin)) continue;
        if (!match_path(web, entry->row.path, path)) continue;
        *methods |= entry->row.method == HTTP_POST ? METHOD_POST_KNOWN : METHOD_GET_KNOWN;
        if (entry->row.method != web->request->method) continue;
        if (!best || beats(entry->row.path, best->row.path)) best = entry;
    }
    if (best) match_path(web, best->row.path, path); /* its parameters, not those of the last try */
    return best;
}

static const struct {
    const char *ending;
    unsigned flag;
    enum web_format format;
} twins[] = {
    {".json", JSON_TWIN, FORMAT_JSON},
    {".csv",  CSV_TWIN,  FORMAT_CSV }
};

const struct entry *route_match(const struct site *site, struct web *web, unsigned *ret_methods)
{
    const char *path = web->request->path;
    *ret_methods = 0;
    for (size_t i = 0; i < COUNT_OF(twins); i++) {
        if (!text_ends(path, twins[i].ending)) continue;
        const char *bare = arena_copy_n(web->cx->mem, path, strlen(path) - strlen(twins[i].ending));
        const struct entry *entry = best_match(site, web, bare, twins[i].flag, ret_methods);
        if (!entry) continue;
        web->path = bare;
        web->format = twins[i].format;
        return entry;
    }
    return best_match(site, web, path, 0, ret_methods);
}

static bool pattern_is_fine(const char *pattern)
{
    if (*pattern != '/') return false;
    for (const char *open = strchr(pattern, '{'); open; open = strchr(open + 1, '{')) {
        size_t size = strcspn(open, "}/");
        if (open[-1] != '/' || open[size] != '}' || size < 2) return false;
        if (open[size - 1] == '*' && open[size + 1]) return false;
    }
    return true;
}

const char *route_check(struct arena *mem, const struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct route *row = &entries[i].row;
        const char *method = row->method == HTTP_POST ? "POST" : "GET";
        if (!row->path || !pattern_is_fine(row->path))
            return arena_format(mem, "%s %s: not a pattern", method, row->path ? row->path : "?");
        if (!row->handle && !entries[i].portal_handle)
            return arena_format(mem, "%s %s: no handler", method, row->path);
        for (size_t j = 0; j < i; j++)
            if (entries[j].row.method == row->method && text_equal(entries[j].row.path, row->path))
                return arena_format(mem, "%s %s: twice", method, row->path);
    }
    return NULL;
}
