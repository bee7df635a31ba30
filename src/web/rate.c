#include "web/rate.h"

#include <sodium.h>
#include <string.h>

void rate_open(struct rate *rate, unsigned per_minute, unsigned burst)
{
    *rate = (struct rate){.per_minute = per_minute, .burst = burst};
    randombytes_buf(rate->key, sizeof rate->key);
    pthread_mutex_init(&rate->lock, NULL);
}

static void fill(const struct rate *rate, struct bucket *bucket, struct moment now)
{
    int64_t full = (int64_t)rate->burst * 1000, passed = now.ms - bucket->filled_at;
    if (passed <= 0) return;
    int64_t gained = passed > 3600 * 1000 ? full : passed * rate->per_minute / 60;
    if (!gained) return; /* too short a while: let it add up */
    bucket->millitokens = bucket->millitokens + gained > full ? full : bucket->millitokens + gained;
    bucket->filled_at = now.ms;
}

static struct bucket *find(struct rate *rate, const unsigned char address[16], struct moment now)
{
    unsigned char hash[8];
    crypto_shorthash(hash, address, 16, rate->key);
    struct bucket *row = rate->buckets[(hash[0] | hash[1] << 8) % RATE_ROWS], *fullest = row;
    for (size_t i = 0; i < RATE_WIDTH; i++) {
        if (row[i].filled_at && memcmp(row[i].address, address, 16) == 0) return &row[i];
        if (!row[i].filled_at) {
            fullest = &row[i];
            break;
        }
        fill(rate, &row[i], now);
        if (row[i].millitokens > fullest->millitokens) fullest = &row[i];
    }
    memcpy(fullest->address, address, 16);
    fullest->filled_at = now.ms ? now.ms : 1;
    fullest->millitokens = (int64_t)rate->burst * 1000;
    return fullest;
}

bool rate_take(struct rate *rate, const struct http_address *from, struct moment now)
{
    static const unsigned char v4_prefix[12] = {[10] = 0xff, [11] = 0xff};
    unsigned char address[16];
    if (!rate->burst || http_address_is_loopback(from)) return true;
    memcpy(address, from->bytes, sizeof address);
    if (memcmp(address, v4_prefix, sizeof v4_prefix) != 0) memset(address + 8, 0, 8);
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = find(rate, address, now);
    fill(rate, bucket, now);
    bool allowed = bucket->millitokens >= 1000;
    if (allowed) bucket->millitokens -= 1000;
    pthread_mutex_unlock(&rate->lock);
    return allowed;
}
