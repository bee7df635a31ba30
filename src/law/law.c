#include "law/law.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { FILES_MAX = 256 };

/* The *.yaml files of a folder, in byte order of their names. */
struct names {
    const char *path[FILES_MAX];
    size_t count;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum status list_files(struct context *cx, const char *folder, struct names *names)
{
    DIR *open = opendir(folder);
    if (!open) return fault(cx, "open %s: %s", folder, strerror(errno));
    names->count = 0;
    for (struct dirent *entry; (entry = readdir(open)) && names->count < FILES_MAX;)
        if (entry->d_name[0] != '.' && text_ends(entry->d_name, ".yaml"))
            names->path[names->count++] = arena_format(cx->mem, "%s/%s", folder, entry->d_name);
    closedir(open);
    qsort(names->path, names->count, sizeof names->path[0], by_name);
    return OK;
}

static enum status load_calendars(struct context *cx, const char *folder, struct law *law)
{
    struct names names;
    TRY(list_files(cx, arena_format(cx->mem, "%s/calendars", folder), &names));
    const struct calendar **all = arena_array(cx->mem, const struct calendar *, names.count);
    for (size_t i = 0; i < names.count; i++) TRY(calendar_load(cx, names.path[i], &all[i]));
    law->calendars = all;
    law->calendar_count = names.count;
    return OK;
}

static enum status load_classifications(struct context *cx, const char *folder, struct law *law)
{
    struct names names;
    TRY(list_files(cx, arena_format(cx->mem, "%s/classifications", folder), &names));
    const struct classification **all =
        arena_array(cx->mem, const struct classification *, names.count);
    for (size_t i = 0; i < names.count; i++) TRY(classification_load(cx, names.path[i], &all[i]));
    law->classifications = all;
    law->classification_count = names.count;
    return OK;
}

/* Two regimes of one family follow each other in time. */
static bool regimes_overlap(const struct regime *a, const struct regime *b)
{
    return text_equal(a->family, b->family) &&
           (!date_is_set(a->valid_to) || a->valid_to.day >= b->valid_from.day) &&
           (!date_is_set(b->valid_to) || b->valid_to.day >= a->valid_from.day);
}

/* Every file of regimes/ but the duties is a regime. */
static enum status load_regimes(struct context *cx, const char *folder, struct law *law)
{
    struct names names;
    TRY(list_files(cx, arena_format(cx->mem, "%s/regimes", folder), &names));
    const struct regime **all = arena_array(cx->mem, const struct regime *, names.count);
    for (size_t i = 0; i < names.count; i++) {
        if (text_ends(names.path[i], "/duties.yaml")) continue;
        TRY(regime_load(cx, names.path[i], law, &all[law->regime_count]));
        for (size_t j = 0; j < law->regime_count; j++)
            if (regimes_overlap(all[j], all[law->regime_count]))
                return issue(cx, names.path[i], "regime.overlap", all[j]->file);
        law->regime_count++;
    }
    law->regimes = all;
    return OK;
}

enum status law_load_calendars(struct context *cx, const char *folder, const struct law **ret_law)
{
    struct law *law = arena_make(cx->mem, struct law);
    *ret_law = law;
    return load_calendars(cx, folder, law);
}

enum status law_load(struct context *cx, const char *folder, const struct law **ret_law)
{
    struct law *law = arena_make(cx->mem, struct law);
    TRY(load_calendars(cx, folder, law));
    enum status status =
        duties_load(cx, arena_format(cx->mem, "%s/regimes/duties.yaml", folder), law);
    if (status == NOT_FOUND) return fault(cx, "%s/regimes/duties.yaml is missing", folder);
    TRY(status);
    TRY(load_classifications(cx, folder, law));
    TRY(load_regimes(cx, folder, law));
    *ret_law = law;
    return law_settle(cx, LAW_FAMILY, "", ret_law);
}

enum status law_settle(struct context *cx, const char *family, const char *calendar,
                       const struct law **law)
{
    struct law *settled = arena_make(cx->mem, struct law);
    const struct regime *newest = NULL;
    *settled = **law;
    for (size_t i = 0; i < settled->regime_count; i++) {
        const struct regime *one = settled->regimes[i];
        if (!text_equal(one->family, family)) continue;
        if (!newest || one->valid_from.day > newest->valid_from.day) newest = one;
    }
    if (!newest) return issue(cx, "law", "law.no_family", family);
    settled->family = newest->family;
    settled->calendar = text_empty(calendar) ? newest->calendar : law_calendar(settled, calendar);
    if (!settled->calendar) return issue(cx, "calendar", "law.no_calendar", calendar);
    *law = settled;
    return OK;
}

const struct calendar *law_calendar(const struct law *law, const char *id)
{
    for (size_t i = 0; i < law->calendar_count; i++)
        if (text_equal(calendar_id(law->calendars[i]), id)) return law->calendars[i];
    return NULL;
}
