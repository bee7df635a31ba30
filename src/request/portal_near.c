/* Perhaps it is public already: shown before somebody waits for what they could read today. */
#include "base/text.h"
#include "request/portal_pages.h"
#include "web/words.h"

/* Of what has words in common, only that whose title repeats five characters, or a word of ten
 * letters, of the description: a list of what is not meant would be skipped like an advertisement.
 */
enum { CANDIDATES = 40, ENOUGH = 10, COMPARED = 400 };

static struct apply_near near_of(struct portal *portal, const struct public_record *r)
{
    return (struct apply_near){.href = public_address(portal->cx->mem, r),
                               .title = r->title,
                               .language = *r->language ? r->language : "zh",
                               .about = public_agency_name(portal, r->agency),
                               .on = r->first_on};
}

enum status apply_find_near(struct portal *portal, const char *sought, struct apply_nears *ret)
{
    struct public_record *found;
    struct arena *mem = portal->cx->mem;
    *ret = (struct apply_nears){0};
    if (!*sought) return OK;
    const char *start = text_cut(mem, sought, COMPARED);
    TRY(public_like(portal, start, CANDIDATES, &found));
    for (; found && ret->count < NEAR_MAX; found = found->next)
        if (words_shared(mem, start, found->title) >= ENOUGH)
            ret->at[ret->count++] = near_of(portal, found);
    return OK;
}
