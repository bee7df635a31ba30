#include "record/profile.h"

#include <string.h>

#include "store/store.h"

static const struct sql get = {"profile.get", "SELECT steps FROM profile WHERE agency = $1"};
static const struct sql put = {"profile.put", "INSERT INTO profile (agency, steps) VALUES ($1, $2)"
                                              " ON CONFLICT (agency) DO UPDATE SET steps = $2"};

enum status profile_has(struct context *cx, const char *agency, const char *step, bool *ret_has)
{
    const char *steps = "";
    enum status status = store_text(cx, &get, BIND(agency), &steps);
    if (status == NOT_FOUND)
        steps = "collate approve file";
    else
        TRY(status);
    const char *words = arena_format(cx->mem, " %s ", steps);
    *ret_has = strstr(words, arena_format(cx->mem, " %s ", step)) != NULL;
    return OK;
}

enum status profile_set(struct context *cx, const char *agency, const char *steps)
{
    return store_run(cx, &put, BIND(agency, steps), NULL);
}
