/* The public halves of the keys to which letters are sealed, as records of the ledger.
 *
 * A portal believes the note ledger/intake.key (intake/keys.h), for it must seal before any record
 * can be released. A note can be replaced by whoever holds the ledger's key, and nobody would know;
 * so each key of the note is released as a record too, by the authority of a standing order that
 * two persons have made ("sealing-keys"). Who follows the ledger sees every key that was ever in
 * use, and that the note which a portal shows them names no other.
 *
 *     TRY(sealing_keys_release(cx, agency, &keys));   // the office's job, after a rotation
 */
#ifndef CATALOGUE_SEALING_KEY_H
#define CATALOGUE_SEALING_KEY_H

#include "intake/keys.h"
#include "record/kind.h"
#include "record/record.h"

/* clang-format off */
#define SEALING_KEY(F) \
    F(PUBLIC, TEXT, title,       "密钥编号", "Key", .max = 20, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, public_key,  "公钥（X25519，十六进制）", "Public half (X25519, hexadecimal)", .max = 64, .flags = REQUIRED) \
    F(PUBLIC, DATE, in_use_from, "启用日期", "In use from", .flags = COLUMN) \
    F(STAFF,  REF,  authority,   "依据的常设公开令", "Standing order", .of = "standing_order")
/* clang-format on */

KIND_STRUCTS(sealing_key, SEALING_KEY)

/* Releases each key of the note that is no record yet, each in a transaction of its own, as the
 * standing order. Without one, or without an agency, nothing is done. */
enum status sealing_keys_release(struct context *cx, const char *agency,
                                 const struct seal_keys *keys) MUST_USE;

#endif
