/* Receipt codes: what a citizen keeps, and the only thing that opens their capsule.
 *
 * 24 characters in groups of four, e.g. 7KMT-93XA-…: 23 drawn ones (104 bits) and a check character
 * that finds every single wrong character and every swap of two neighbours. The alphabet holds one
 * of each pair that looks alike, so whatever is typed in its place is read as it was meant: B is 8,
 * G is 6, S is 5, Z is 2, small letters, full-width ones, spaces and dashes of any kind do not
 * matter. 0 O D Q U V 1 I L are in no code.
 *
 * A code is also a key: its capsule's key pair and file name are made from it (keyed BLAKE2b,
 * X25519). The public half is all that the office keeps, so it can write a capsule and not read it,
 * and does not learn the code. A code travels in the body of a POST, never in an address, never in
 * a log, and is stored nowhere but on the citizen's paper.
 *
 *     struct code code;
 *     struct code_key key;
 *     if (!code_parse(typed, &code)) …                // may still be asked: see capsule_open()
 *     code_key(&code, &key);                          // key.public, key.name
 *     out_text(&out, code_grouped(mem, &code));       // "7KMT-93XA-…"
 */
#ifndef INTAKE_CODE_H
#define INTAKE_CODE_H

#include "base/arena.h"
#include "base/out.h"

enum {
    CODE_LENGTH = 24,
    RECOVERY_LENGTH = 36, /* of the printed recovery key: 158 bits (keys.h) */
    CODE_KEY_SIZE = 32,
    CODE_NAME_LENGTH = 32, /* hexadecimal digits of a capsule's file name */
    CODE_PREFIX_LENGTH = 4,
};

/* Normalised: symbols of the alphabet only, the last one checks; ends with a NUL. */
struct code {
    char text[RECOVERY_LENGTH + 1];
};
struct code_key {
    unsigned char public[CODE_KEY_SIZE], secret[CODE_KEY_SIZE];
    char name[CODE_NAME_LENGTH + 1]; /* of the capsule */
};

/* What somebody typed. False: it cannot be a code (length, characters, check character). */
bool code_parse(const char *typed, struct code *ret_code);
/* The same for a code of another length, e.g. RECOVERY_LENGTH. */
bool code_parse_long(const char *typed, size_t length, struct code *ret_code);
/* A new one by chance: at the counter, for a third party, for a lost code. */
void code_make(struct code *ret_code);
void code_make_long(size_t length, struct code *ret_code);
/* One that follows from 64 bytes: the portal derives it from a form's nonce. */
void code_from(const unsigned char bytes[64], struct code *ret_code);
/* In groups of four, as it is printed and read out. */
char *code_grouped(struct arena *mem, const struct code *code);

void code_key(const struct code *code, struct code_key *ret_key);
/* The name of the capsule that belongs to a public key: as in code_key.name. */
void code_capsule_name(const unsigned char public[CODE_KEY_SIZE], char ret[CODE_NAME_LENGTH + 1]);
/* Public keys as records keep them: 64 hexadecimal digits. */
bool code_public_from_hex(const char *hex, unsigned char ret_public[CODE_KEY_SIZE]);

#endif
