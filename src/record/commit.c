#include "record/commit.h"

#include <sodium.h>

void commit_compute(const unsigned char salt[SALT_SIZE], struct bytes record,
                    const unsigned char (*file_hashes)[32], size_t files,
                    unsigned char ret[COMMIT_SIZE])
{
    unsigned char record_hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(record_hash, record.data, record.size);
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, salt, SALT_SIZE);
    crypto_hash_sha256_update(&state, record_hash, sizeof record_hash);
    for (size_t i = 0; i < files; i++)
        crypto_hash_sha256_update(&state, file_hashes[i], sizeof file_hashes[i]);
    crypto_hash_sha256_final(&state, ret);
}
