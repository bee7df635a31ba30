#include "ledger/note.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

static const unsigned char ED25519 = 1;
static const char DASH[] = "\xe2\x80\x94 "; /* U+2014 and a space open each signature line */

static enum status refuse(struct context *cx, const char *why)
{
    return issue(cx, "", why, "");
}

static char *to_base64(struct arena *mem, const void *data, size_t size)
{
    size_t room = sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(mem, room);
    return sodium_bin2base64(text, room, data, size, sodium_base64_VARIANT_ORIGINAL);
}

/* Strict: padded, no white space, no stray bits, and no byte beyond ASCII, some of which libsodium
 * 1.0.18 takes for a slash. */
static bool from_base64(const char *text, size_t length, void *ret, size_t room, size_t *ret_size)
{
    const char *end = NULL;
    if (length == 0) return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80) return false;
    return sodium_base642bin(ret, room, text, length, NULL, ret_size, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           end == text + length;
}

/* White space and controls (Unicode's White_Space and Cc), and the plus that ends a key's name. */
static const struct {
    uint32_t from, to;
} no_name[] = {
    {0,      ' '   },
    {'+',    '+'   },
    {0x7f,   0xa0  },
    {0x1680, 0x1680},
    {0x2000, 0x200f},
    {0x2028, 0x202f},
    {0x205f, 0x205f},
    {0x3000, 0x3000}
};

bool note_name_is_valid(const char *name)
{
    size_t characters = 0;
    uint32_t c;
    for (size_t taken; *name; name += taken, characters++) {
        taken = text_next(name, &c);
        if (taken == 0) return false;
        for (size_t i = 0; i < COUNT_OF(no_name); i++)
            if (c >= no_name[i].from && c <= no_name[i].to) return false;
    }
    return characters >= 1 && characters <= 200;
}

struct vkey vkey_of(const char *name, const unsigned char key[NOTE_KEY_SIZE])
{
    struct vkey vkey = {.name = name};
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)name, strlen(name));
    crypto_hash_sha256_update(&state, (const unsigned char[]){'\n', ED25519}, 2);
    crypto_hash_sha256_update(&state, key, NOTE_KEY_SIZE);
    crypto_hash_sha256_final(&state, digest);
    memcpy(vkey.id, digest, KEY_ID_SIZE);
    memcpy(vkey.key, key, NOTE_KEY_SIZE);
    return vkey;
}

enum status vkey_parse(struct context *cx, const char *text, struct vkey *ret)
{
    const char *hex = strchr(text, '+');
    const char *key = hex ? strchr(hex + 1, '+') : NULL;
    unsigned char id[KEY_ID_SIZE], raw[1 + NOTE_KEY_SIZE];
    size_t size;
    if (!key || key - hex != 1 + 2 * KEY_ID_SIZE) return refuse(cx, "ledger.vkey.form");
    const char *name = arena_copy_n(cx->mem, text, (size_t)(hex - text));
    if (!note_name_is_valid(name) ||
        !text_from_hex(arena_copy_n(cx->mem, hex + 1, 2 * KEY_ID_SIZE), id, sizeof id) ||
        !from_base64(key + 1, strlen(key + 1), raw, sizeof raw, &size) || size != sizeof raw ||
        raw[0] != ED25519)
        return refuse(cx, "ledger.vkey.form");
    *ret = vkey_of(name, raw + 1);
    return memcmp(ret->id, id, KEY_ID_SIZE) == 0 ? OK : refuse(cx, "ledger.vkey.form");
}

char *vkey_write(struct arena *mem, const struct vkey *key)
{
    unsigned char raw[1 + NOTE_KEY_SIZE] = {ED25519};
    memcpy(raw + 1, key->key, NOTE_KEY_SIZE);
    return arena_format(mem, "%s+%s+%s", key->name, text_hex(mem, key->id, KEY_ID_SIZE),
                        to_base64(mem, raw, sizeof raw));
}

struct signer signer_of(const char *name, const unsigned char seed[NOTE_SEED_SIZE])
{
    struct signer signer;
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public, secret, seed);
    sodium_memzero(secret, sizeof secret);
    signer.vkey = vkey_of(name, public);
    memcpy(signer.seed, seed, NOTE_SEED_SIZE);
    return signer;
}

struct bytes note_sign(struct arena *mem, const char *text, const struct signer *signer)
{
    unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
    unsigned char line[KEY_ID_SIZE + crypto_sign_BYTES];
    crypto_sign_seed_keypair(public, secret, signer->seed);
    memcpy(line, signer->vkey.id, KEY_ID_SIZE);
    crypto_sign_detached(line + KEY_ID_SIZE, NULL, (const unsigned char *)text, strlen(text),
                         secret);
    sodium_memzero(secret, sizeof secret);
    struct out out = out_new(mem);
    out_format(&out, "%s\n%s%s %s\n", text, DASH, signer->vkey.name,
               to_base64(mem, line, sizeof line));
    return out_taken(&out);
}

/* Where the text ends and the signature lines begin: the last blank line. */
static bool split(struct bytes note, struct bytes *ret_text, struct bytes *ret_lines)
{
    for (size_t i = note.size; i-- > 2;) {
        if (note.data[i - 1] != '\n' || note.data[i - 2] != '\n') continue;
        *ret_text = (struct bytes){note.data, i - 1};
        *ret_lines = (struct bytes){note.data + i, note.size - i};
        return ret_lines->size > 0;
    }
    return false;
}

static bool is_plain(struct bytes note)
{
    if (note.size == 0 || note.size > NOTE_MAX || note.data[note.size - 1] != '\n') return false;
    for (size_t i = 0; i < note.size; i++)
        if (note.data[i] < 0x20 && note.data[i] != '\n') return false;
    return text_is_utf8((const char *)note.data, note.size);
}

enum seal { SEAL_OTHER, SEAL_GOOD, SEAL_BAD };

/* One signature line without its newline. Signatures of unknown types are longer or shorter than
 * Ed25519's; they count as another's unless they name our key. */
static enum seal check_line(struct arena *mem, const char *line, struct bytes text,
                            const struct vkey *key)
{
    unsigned char raw[8192]; /* room for the post-quantum cosignatures to come */
    size_t size;
    if (!text_starts(line, DASH)) return SEAL_BAD;
    const char *name = line + strlen(DASH), *space = strchr(name, ' ');
    if (!space || !from_base64(space + 1, strlen(space + 1), raw, sizeof raw, &size) ||
        size <= KEY_ID_SIZE)
        return SEAL_BAD;
    name = arena_copy_n(mem, name, (size_t)(space - name));
    if (!note_name_is_valid(name)) return SEAL_BAD;
    if (!text_equal(name, key->name) || memcmp(raw, key->id, KEY_ID_SIZE) != 0) return SEAL_OTHER;
    if (size != KEY_ID_SIZE + crypto_sign_BYTES) return SEAL_BAD;
    return crypto_sign_verify_detached(raw + KEY_ID_SIZE, text.data, text.size, key->key) == 0
               ? SEAL_GOOD
               : SEAL_BAD;
}

enum status note_open(struct context *cx, struct bytes note, const struct vkey *key,
                      struct bytes *ret_text)
{
    struct bytes text, lines;
    bool good = false;
    if (!is_plain(note) || !split(note, &text, &lines)) return refuse(cx, "ledger.note.form");
    for (size_t count = 0; lines.size > 0; count++) {
        const unsigned char *end = memchr(lines.data, '\n', lines.size);
        if (!end || count == NOTE_LINES_MAX) return refuse(cx, "ledger.note.form");
        size_t length = (size_t)(end - lines.data);
        const char *line = arena_copy_n(cx->mem, (const char *)lines.data, length);
        enum seal seal = check_line(cx->mem, line, text, key);
        if (seal == SEAL_BAD) return refuse(cx, "ledger.note.signature");
        good = good || seal == SEAL_GOOD;
        lines = (struct bytes){end + 1, lines.size - length - 1};
    }
    if (!good) return refuse(cx, "ledger.note.unsigned");
    *ret_text = text;
    return OK;
}

char *checkpoint_write(struct arena *mem, const struct checkpoint *checkpoint)
{
    return arena_format(mem, "%s\n%llu\n%s\n", checkpoint->origin,
                        (unsigned long long)checkpoint->size,
                        to_base64(mem, checkpoint->root.byte, HASH_SIZE));
}

/* The next line of a note's text; NULL at the end. */
static const char *next_line(struct context *cx, struct bytes *rest)
{
    const unsigned char *end = memchr(rest->data, '\n', rest->size);
    if (!end) return NULL;
    size_t length = (size_t)(end - rest->data);
    const char *line = arena_copy_n(cx->mem, (const char *)rest->data, length);
    *rest = (struct bytes){end + 1, rest->size - length - 1};
    return line;
}

static bool parse_size(const char *line, uint64_t *ret)
{
    int64_t size;
    if (!line || *line < '0' || *line > '9' || (*line == '0' && line[1])) return false;
    if (!text_to_int(line, &size) || (uint64_t)size > TLOG_SIZE_MAX) return false;
    *ret = (uint64_t)size;
    return true;
}

enum status checkpoint_open(struct context *cx, struct bytes note, const struct vkey *key,
                            struct checkpoint *ret)
{
    struct bytes text;
    struct checkpoint found;
    size_t size;
    TRY(note_open(cx, note, key, &text));
    found.origin = next_line(cx, &text);
    if (!found.origin || !text_equal(found.origin, key->name))
        return refuse(cx, "ledger.checkpoint.origin");
    const char *line = next_line(cx, &text);
    if (!parse_size(line, &found.size)) return refuse(cx, "ledger.checkpoint.form");
    line = next_line(cx, &text);
    if (!line || !from_base64(line, strlen(line), found.root.byte, HASH_SIZE, &size) ||
        size != HASH_SIZE)
        return refuse(cx, "ledger.checkpoint.form");
    if (found.size == 0 && !hash_equal(found.root, tlog_root(&(struct tlog_tree){0})))
        return refuse(cx, "ledger.checkpoint.form");
    for (line = next_line(cx, &text); line; line = next_line(cx, &text))
        if (!*line) return refuse(cx, "ledger.checkpoint.form");
    *ret = found;
    return OK;
}
