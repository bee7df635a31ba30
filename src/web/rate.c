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

static bool ask(struct rate *rate, const unsigned char key[16], struct moment now, int64_t price)
{
    if (!rate->burst) return true;
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = find(rate, key, now);
    fill(rate, bucket, now);
    bool allowed = bucket->millitokens >= 1000;
    if (allowed) bucket->millitokens -= price;
    if (bucket->millitokens < 0) bucket->millitokens = 0;
    pthread_mutex_unlock(&rate->lock);
    return allowed;
}

static void key_of(const struct http_address *from, unsigned char ret_key[16])
{
    static const unsigned char v4_prefix[12] = {[10] = 0xff, [11] = 0xff};
    memcpy(ret_key, from->bytes, 16);
    if (memcmp(ret_key, v4_prefix, sizeof v4_prefix) != 0) memset(ret_key + 8, 0, 8);
}

bool rate_take(struct rate *rate, const struct http_address *from, struct moment now)
{
    unsigned char key[16];
    key_of(from, key);
    return http_address_is_loopback(from) || ask(rate, key, now, 1000);
}

bool rate_take_many(struct rate *rate, const struct http_address *from, struct moment now,
                    unsigned tokens)
{
    unsigned char key[16];
    key_of(from, key);
    return http_address_is_loopback(from) || ask(rate, key, now, (int64_t)tokens * 1000);
}

bool rate_allows(struct rate *rate, const struct http_address *from, struct moment now)
{
    unsigned char key[16];
    key_of(from, key);
    return http_address_is_loopback(from) || ask(rate, key, now, 0);
}

bool rate_take_key(struct rate *rate, const unsigned char key[16], struct moment now)
{
    return ask(rate, key, now, 1000);
}

bool rate_allows_key(struct rate *rate, const unsigned char key[16], struct moment now)
{
    return ask(rate, key, now, 0);
}
