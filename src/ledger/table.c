#include "ledger/table.h"

#include <sodium.h>
#include <string.h>

struct slot {
    const char *key; /* NULL: free */
    int64_t number;
};

struct table {
    struct arena *mem;
    struct slot *slots;
    size_t room, count; /* room is a power of two, at most half of it taken */
    unsigned char secret[crypto_shorthash_KEYBYTES];
};

struct table *table_new(struct arena *mem)
{
    struct table *table = arena_make(mem, struct table);
    table->mem = mem;
    table->room = 64;
    table->slots = arena_array(mem, struct slot, table->room);
    randombytes_buf(table->secret, sizeof table->secret);
    return table;
}

static struct slot *find(const struct table *table, const char *key)
{
    uint64_t hash;
    unsigned char digest[crypto_shorthash_BYTES];
    crypto_shorthash(digest, (const unsigned char *)key, strlen(key), table->secret);
    memcpy(&hash, digest, sizeof hash);
    for (size_t at = (size_t)hash & (table->room - 1);; at = (at + 1) & (table->room - 1))
        if (!table->slots[at].key || strcmp(table->slots[at].key, key) == 0)
            return &table->slots[at];
}

static void grow(struct table *table)
{
    struct slot *old = table->slots;
    size_t room = table->room;
    table->room *= 2;
    table->slots = arena_array(table->mem, struct slot, table->room);
    for (size_t i = 0; i < room; i++)
        if (old[i].key) *find(table, old[i].key) = old[i];
}

int64_t table_put(struct table *table, const char *key, int64_t number)
{
    struct slot *slot = find(table, key);
    if (slot->key) return slot->number;
    *slot = (struct slot){arena_copy(table->mem, key), number};
    if (++table->count * 2 > table->room) grow(table);
    return number;
}

int64_t table_find(const struct table *table, const char *key)
{
    const struct slot *slot = find(table, key);
    return slot->key ? slot->number : -1;
}
