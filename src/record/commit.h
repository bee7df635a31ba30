/* The commitment by which a ledger entry is bound to what it made public (SECURITY §1).
 *
 *     commit = SHA-256(salt ‖ SHA-256(record) ‖ SHA-256(file 1) ‖ SHA-256(file 2) …)
 *
 * It is computed once, in the office transaction that makes the act, from the exact bytes that
 * will be published, and never re-made. The salt is 32 random bytes of the act's own: once it is
 * erased together with the record, nobody can confirm by guessing what the entry stood for.
 *
 *     unsigned char commit[32];
 *     commit_compute(salt, record, file_hashes, files, commit);
 */
#ifndef RECORD_COMMIT_H
#define RECORD_COMMIT_H

#include "base/out.h"

enum { COMMIT_SIZE = 32, SALT_SIZE = 32 };

/* record is the canonical line without its newline; file_hashes (NULL when files is 0) are the
 * SHA-256 of the files' bytes, in the order in which the record lists them. */
void commit_compute(const unsigned char salt[SALT_SIZE], struct bytes record,
                    const unsigned char (*file_hashes)[32], size_t files,
                    unsigned char ret[COMMIT_SIZE]);

#endif
