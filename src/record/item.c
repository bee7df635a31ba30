#include "record/item.h"

#include "base/text.h"
#include "record/record.h"

const struct word disclosure_modes[] = {
    {"proactive",   "主动公开", "Proactive"},
    {"on-request",  "依申请公开", "On request"},
    {"not-public",  "不予公开", "Not public"},
    {0},
};

static const struct sql draw = {
    "item.draw", "INSERT INTO item_serial (agency, year, last) VALUES ($1, $2, 1)"
                 " ON CONFLICT (agency, year) DO UPDATE SET last = last + 1 RETURNING last"};
static const struct sql put = {
    "item.put",
    "INSERT INTO item (id, kind, agency, number, entry, unit, title, class_seed, class_a10,"
    " class_a20, produced_on, state, edition) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
    " $12, $13) ON CONFLICT (id) DO UPDATE SET number = $4, entry = $5, unit = $6, title = $7,"
    " class_seed = $8, class_a10 = $9, class_a20 = $10, produced_on = $11, state = $12,"
    " edition = $13"};
static const struct sql put_state = {"item.put_state", "UPDATE item SET state = $2 WHERE id = $1"};
static const struct sql first_released = {
    "item.first_released",
    "UPDATE item SET first_released_on = COALESCE(first_released_on, $2) WHERE id = $1"};

struct item *record_as_item(struct record *rec)
{
    return rec->kind->flags & ITEM ? (struct item *)(void *)rec : NULL;
}

const struct item *record_as_item_const(const struct record *rec)
{
    return rec->kind->flags & ITEM ? (const struct item *)(const void *)rec : NULL;
}

bool record_is_item(const struct record *rec)
{
    if (!(rec->kind->flags & ITEM)) return false;
    return !rec->kind->counts || rec->kind->counts(rec);
}

enum status item_draw_number(struct context *cx, const char *agency, int year,
                             const char **ret_number)
{
    int64_t serial;
    TRY(store_int(cx, &draw, BIND(agency, year), &serial));
    *ret_number = arena_format(cx->mem, "%04d-%05lld", year, (long long)serial);
    return OK;
}

/* The row tells what the public has, or will have: while edition n+1 is drafted, the row keeps
 * edition n. An imported item counts by the day it was first published as declared. */
enum status item_update_row(struct context *cx, const struct record *rec)
{
    const struct item *item = record_as_item_const(rec);
    const char *state = record_state(rec)->word;
    if (rec->state == DISCARDED) return OK;
    bool working = (record_state(rec)->flags & WORKING) && rec->state != SUSPENDED;
    if (working && rec->edition > 1) return OK;
    if (rec->state == SUSPENDED || (record_state(rec)->flags & ENDED))
        return store_run(cx, &put_state, BIND(rec->id, state), NULL);
    TRY(store_run(cx, &put,
                  BIND(rec->id, rec->kind->name, rec->agency, rec->number, item->entry, item->unit,
                       item->title, item->class_seed, item->class_a10, item->class_a20,
                       item->produced_on, state, rec->edition),
                  NULL));
    if (rec->state != RELEASED) return OK;
    struct date first =
        date_is_set(item->first_published_on) ? item->first_published_on : cx->today;
    return store_run(cx, &first_released, BIND(rec->id, first), NULL);
}
