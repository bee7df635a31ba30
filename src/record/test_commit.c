#include "base/arena.h"
#include "base/text.h"
#include "base/unit.h"
#include "record/commit.h"

#include <sodium.h>

/* Expected values were computed with Python's hashlib. */
static void expect(size_t files, bool turned, const char *hex)
{
    static const char record[] = "{\"id\":\"a\"}";
    unsigned char salt[SALT_SIZE], hashes[2][32], commit[COMMIT_SIZE], wanted[COMMIT_SIZE];
    for (unsigned char i = 0; i < SALT_SIZE; i++) salt[i] = i;
    crypto_hash_sha256(hashes[turned], (const unsigned char *)"one", 3);
    crypto_hash_sha256(hashes[!turned], (const unsigned char *)"two", 3);
    struct bytes line = {(const unsigned char *)record, sizeof record - 1};
    commit_compute(salt, line, (const unsigned char(*)[32])hashes, files, commit);
    assert_true(text_from_hex(hex, wanted, sizeof wanted));
    assert_memory_equal(commit, wanted, sizeof wanted);
}

static void binds_salt_record_and_files_in_order(void **state)
{
    expect(0, false, "e8a627cd698076a87fd34aab0e0bfdf4c7aded00506b11fba10a81623cbb6b57");
    expect(2, false, "b2012ee5d1f13e552664f9c8116f34117d3ce47f5963e2caa937ddf73daf8cc0");
    expect(2, true, "769fee7ba55f7aa3f098d52b9e4cd9635cdc6bf0c42890b34652a7ea3c007380");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(binds_salt_record_and_files_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
