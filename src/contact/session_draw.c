/* The draw. Nothing here but the seed, the tickets and SHA-256, so that anybody can do it again:
 *     for t in $tickets; do printf '%s  %s\n' "$(printf '%s' "$seed:$t" | sha256sum)" $t; done |
 * sort
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "contact/session.h"

static void hash_parts(const char *const *parts, size_t count, char ret_hash[65])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < count; i++)
        crypto_hash_sha256_update(&state, (const unsigned char *)parts[i], strlen(parts[i]));
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(ret_hash, 65, hash, sizeof hash);
}

void session_hash(const char *text, char ret_hash[65])
{
    hash_parts(&text, 1, ret_hash);
}

/* Two tickets of one hash do not happen; the ticket decides, so that the order is total. */
static int by_hash(const void *a, const void *b)
{
    const struct session_ticket *x = a, *y = b;
    int order = strcmp(x->hash, y->hash);
    return order ? order : strcmp(x->ticket, y->ticket);
}

void session_draw(const char *seed, int64_t seats, struct session_ticket *tickets, size_t count)
{
    int64_t left = seats;
    for (size_t i = 0; i < count; i++)
        hash_parts((const char *const[]){seed, ":", tickets[i].ticket}, 3, tickets[i].hash);
    if (count) qsort(tickets, count, sizeof *tickets, by_hash);
    for (size_t i = 0; i < count; i++) {
        tickets[i].seated = tickets[i].people <= left;
        if (tickets[i].seated) left -= tickets[i].people;
    }
}
