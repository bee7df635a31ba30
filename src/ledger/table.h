/* A table from text to a number, for verifying: keys are ids and hashes in hex. Grows in its
 * arena, never forgets, and belongs to one function call. Keys are hashed under a random key, for
 * they may come from an enemy. */
#ifndef LEDGER_TABLE_H
#define LEDGER_TABLE_H

#include <stdint.h>

#include "base/arena.h"

struct table;

struct table *table_new(struct arena *mem);
/* The number stored with the key; a key that is new is stored, copied, with this number. */
int64_t table_put(struct table *table, const char *key, int64_t number);
/* -1 when the key is not there. */
int64_t table_find(const struct table *table, const char *key);

#endif
