#include "catalogue/sealing_key.h"

#include "base/text.h"
#include "catalogue/standing_order.h"
#include "record/guard.h"

static const char QUERY[] = "sealing-keys";

/* clang-format off */
#define RECORD sealing_key
#define RECORD_PUBLIC sealing_key_public
KIND_FIELDS(sealing_key, SEALING_KEY)
/* clang-format on */

enum { KEY_PREPARED, KEY_RELEASED };

static GUARD(guard_key)
{
    struct standing_order order;
    enum status found = standing_order_in_force(cx, rec->agency, QUERY, &order);
    if (found == NOT_FOUND) return issue(cx, "", "standing.none", "");
    TRY(found);
    return standing_order_covers(cx, &order, rec);
}

/* clang-format off */
static const struct state states[] = {
    [KEY_PREPARED] = {"prepared", "待公开", "Prepared", 0,         PROGRAM},
    [KEY_RELEASED] = {"released", "已公开", "Released", IS_PUBLIC | ENDED, NOBODY },
};
static const struct move moves[] = {
    {KEY_PREPARED, "publish-key", KEY_RELEASED, PROGRAM, guard_key, NULL, ENTRY_RELEASED, NOT_A_BUTTON, NULL},
};
/* clang-format on */
static const struct workflow workflow = {
    .name = "sealing_key",
    WORKFLOW_TABLES(states, moves),
};

const struct kind sealing_key_kind = {
    .name = "sealing_key",
    .zh = "来件加密公钥",
    .en = "Sealing key",
    .flags = CONSOLE | BY_PROGRAM,
    .schema = 1,
    KIND_TABLES(sealing_key),
    .title = "title",
    .order = "in_use_from",
    .workflow = &workflow,
};

static const struct sql is_there = {
    "sealing_key.there", "SELECT COUNT(*) FROM sealing_key WHERE title = $1 AND public_key = $2"};

static enum status release(struct context *cx, struct sealing_key *key)
{
    TRY(store_begin(cx));
    enum status status = record_insert(cx, &key->base);
    if (status == OK) status = record_move(cx, &key->base, "publish-key", &NO_REASON);
    if (status == OK) return store_commit(cx);
    store_rollback(cx);
    return status;
}

static enum status release_missing(struct context *cx, const struct standing_order *order,
                                   const char *agency, const struct seal_key *seal)
{
    struct sealing_key key;
    int64_t there = 0;
    record_init(&sealing_key_kind, &key);
    key.base.agency = agency;
    key.title = text_hex(cx->mem, seal->id, SEAL_ID_SIZE);
    key.public_key = text_hex(cx->mem, seal->public, SEAL_KEY_SIZE);
    key.in_use_from = zone_date(seal->since);
    key.authority = order->base.id;
    TRY(store_int(cx, &is_there, BIND(key.title, key.public_key), &there));
    return there ? OK : release(cx, &key);
}

enum status sealing_keys_release(struct context *cx, const char *agency,
                                 const struct seal_keys *keys)
{
    struct standing_order order;
    const struct actor *person = cx->actor;
    if (text_empty(agency)) return OK;
    enum status status = standing_order_in_force(cx, agency, QUERY, &order);
    if (status == NOT_FOUND) return OK;
    TRY(status);
    cx->actor = standing_order_hand(cx, &order);
    for (size_t i = 0; status == OK && i < keys->count; i++)
        status = release_missing(cx, &order, agency, &keys->at[i]);
    cx->actor = person;
    return status;
}
