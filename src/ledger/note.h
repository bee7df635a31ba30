/* Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint).
 *
 * A note is text, a blank line, and signature lines "— <name> base64(keyID ‖ signature)". Who
 * verifies it knows one key; signatures by other keys or of other types are ignored, so that
 * witnesses may cosign, but a note without a good signature by that key, or with a bad one in its
 * name, is refused. A checkpoint is a note whose text is "origin\nsize\nbase64(root)\n".
 *
 *     struct vkey key;                                  // "name+hex(keyID)+base64(0x01 ‖ public)"
 *     TRY(vkey_parse(cx, text, &key));
 *     TRY(checkpoint_open(cx, note, &key, &checkpoint)); // verified and parsed, or INVALID
 *
 * Everything that is read here may come from an enemy.
 */
#ifndef LEDGER_NOTE_H
#define LEDGER_NOTE_H

#include "ledger/tlog.h"

enum {
    NOTE_MAX = 64 * 1024,
    NOTE_LINES_MAX = 100, /* signature lines, as in Go's sumdb/note */
    NOTE_KEY_SIZE = 32,
    NOTE_SEED_SIZE = 32,
    KEY_ID_SIZE = 4,
};

/* Whom we believe: an Ed25519 key with its name. */
struct vkey {
    const char *name;
    unsigned char id[KEY_ID_SIZE];
    unsigned char key[NOTE_KEY_SIZE];
};

/* Who signs: the seed is the private key. */
struct signer {
    struct vkey vkey;
    unsigned char seed[NOTE_SEED_SIZE];
};

/* A name has 1 … 200 characters, none of them white, control or '+'. */
bool note_name_is_valid(const char *name);
struct vkey vkey_of(const char *name, const unsigned char key[NOTE_KEY_SIZE]);
enum status vkey_parse(struct context *cx, const char *text, struct vkey *ret) MUST_USE;
char *vkey_write(struct arena *mem, const struct vkey *key);
/* The key pair of a seed; name must live as long as the signer. */
struct signer signer_of(const char *name, const unsigned char seed[NOTE_SEED_SIZE]);

/* The whole note. Ed25519 is deterministic: the same text gives the same bytes. */
struct bytes note_sign(struct arena *mem, const char *text, const struct signer *signer);
/* INVALID unless key signed; *ret_text is the signed text with its last newline. */
enum status note_open(struct context *cx, struct bytes note, const struct vkey *key,
                      struct bytes *ret_text) MUST_USE;

struct checkpoint {
    const char *origin;
    uint64_t size;
    struct hash root;
};

char *checkpoint_write(struct arena *mem, const struct checkpoint *checkpoint);
/* Verified by key, whose name must be the origin. Further lines of text are allowed, unread. */
enum status checkpoint_open(struct context *cx, struct bytes note, const struct vkey *key,
                            struct checkpoint *ret) MUST_USE;

#endif
