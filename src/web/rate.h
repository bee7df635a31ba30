/* Token buckets by client address: IPv4 whole, IPv6 by its /64 (SECURITY §3); or by another key.
 *
 * A bucket holds burst tokens and gains per_minute of them. There is room for a fixed number of
 * addresses; a new one takes the place of the fullest bucket in its row, i.e. of the client who
 * asks least, so that a flood of addresses cannot wash out the record of an eager one. */
#ifndef WEB_RATE_H
#define WEB_RATE_H

#include <pthread.h>

#include "http/http.h"

enum { RATE_ROWS = 512, RATE_WIDTH = 8 };

struct rate {
    pthread_mutex_t lock;
    unsigned per_minute, burst; /* burst 0: no limit */
    unsigned char key[16];      /* so that nobody can aim at a row */
    struct bucket {
        unsigned char address[16];
        int64_t filled_at;
        int64_t millitokens;
    } buckets[RATE_ROWS][RATE_WIDTH];
};

void rate_open(struct rate *rate, unsigned per_minute, unsigned burst);
/* Takes a token of this address; false: there is none. Loopback is not limited. */
bool rate_take(struct rate *rate, const struct http_address *from, struct moment now);
/* The same for what costs more than one; below nothing it does not go. */
bool rate_take_many(struct rate *rate, const struct http_address *from, struct moment now,
                    unsigned tokens);
/* Whether there is one, without taking it. */
bool rate_allows(struct rate *rate, const struct http_address *from, struct moment now);
/* The same by any 16 bytes, e.g. the beginning of a code. */
bool rate_take_key(struct rate *rate, const unsigned char key[16], struct moment now);
bool rate_allows_key(struct rate *rate, const unsigned char key[16], struct moment now);

#endif
