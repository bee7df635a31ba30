/* Sealing keys: to which letters are sealed, and who can open them.
 *
 * A sealing key is an X25519 pair. Its secret lies in DATA/keys/intake-<id>.key (0600), where only
 * the office reads; all public halves stand in DATA/ledger/intake.key, a note signed by the
 * ledger's key, newest last, so that a portal far away can believe it. A new one is made by
 * rotation; the old ones go on opening what was sealed to them, and are never used to seal again.
 *
 * The recovery key is printed once, by `init`, and stored nowhere. Each sealing secret stands in
 * the same public note sealed to the recovery key's public half: whoever has the paper and any copy
 * of ledger/intake.key can make keys/ anew, nobody else can.
 *
 *     TRY(intake_keys_make(cx, data, NULL, &recovery));   // init: prints recovery
 *     TRY(intake_keys_make(cx, data, NULL, NULL));        // rotation: the recovery key stays
 *     TRY(intake_keys_recover(cx, data, typed, &count));  // writes keys/intake-*.key again
 */
#ifndef INTAKE_KEYS_H
#define INTAKE_KEYS_H

#include "base/context.h"
#include "intake/code.h"

enum { SEAL_KEY_SIZE = 32, SEAL_ID_SIZE = 8, SEALED_SECRET_SIZE = SEAL_KEY_SIZE + 48 };

/* A public half, as ledger/intake.key tells it. */
struct seal_key {
    unsigned char id[SEAL_ID_SIZE], public[SEAL_KEY_SIZE];
    unsigned char sealed_secret[SEALED_SECRET_SIZE]; /* opens with the recovery key */
    struct moment since;
};
struct seal_keys {
    struct seal_key *at; /* oldest first: the last one is in use */
    size_t count;
    unsigned char recovery_public[SEAL_KEY_SIZE];
};

/* Makes a new key pair and signs the note anew. *ret_recovery (grouped, for printing) is set when
 * there was no recovery key before; NULL is allowed. data must have a ledger key already. */
enum status intake_keys_make(struct context *cx, const char *data,
                             const char **ret_recovery) MUST_USE;
/* Every secret whose sealed copy the paper opens, written into keys/ where it is missing.
 * INVALID (issue at "recovery"): not a recovery key, or not of this installation. */
enum status intake_keys_recover(struct context *cx, const char *data, const char *typed,
                                size_t *ret_count) MUST_USE;

/* Reads and verifies the public note under this vkey (its text). NOT_FOUND: there is none yet;
 * INVALID: it is not signed by that key, or not such a note. */
enum status intake_keys_read(struct context *cx, const char *path, const char *vkey,
                             struct seal_keys *ret_keys) MUST_USE;
/* The pair of this id from keys/. NOT_FOUND: no such secret here. */
enum status intake_keys_secret(struct context *cx, const char *keys,
                               const unsigned char id[SEAL_ID_SIZE],
                               unsigned char ret_secret[SEAL_KEY_SIZE]) MUST_USE;

#endif
