#include "intake/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "intake/private.h"
#include "ledger/ledger.h"

_Static_assert((int)SEAL_KEY_SIZE == (int)crypto_box_PUBLICKEYBYTES, "X25519");
_Static_assert((int)SEALED_SECRET_SIZE == (int)SEAL_KEY_SIZE + (int)crypto_box_SEALBYTES, "sealed");

static const char TITLE[] = "gongkai-intake-key/1";
static const unsigned char FOR_RECOVERY[] = "gongkai recovery key 1: key pair";
static const unsigned char FOR_ID[] = "gongkai intake key 1: its id";
enum { NOTE_BYTES_MAX = 60 * 1024, KEYS_MAX = 150, SECRET_FILE_MAX = 200 };

/* ---- the public note ---- */

static bool take_hex(const char **at, void *into, size_t size, char after)
{
    char hex[2 * SEALED_SECRET_SIZE + 1];
    if (strnlen(*at, 2 * size) < 2 * size) return false;
    memcpy(hex, *at, 2 * size);
    hex[2 * size] = '\0';
    *at += 2 * size;
    return text_from_hex(hex, into, size) && *(*at)++ == after;
}

static bool take_since(struct arena *mem, const char **at, struct moment *ret)
{
    size_t size = strcspn(*at, " ");
    bool sound = text_to_int(arena_copy_n(mem, *at, size), &ret->ms) && (*at)[size] == ' ';
    *at += size + sound;
    return sound;
}

static bool parse_key(struct arena *mem, const char *line, struct seal_key *ret)
{
    if (!text_starts(line, "key ")) return false;
    line += 4;
    return take_hex(&line, ret->id, SEAL_ID_SIZE, ' ') &&
           take_hex(&line, ret->public, SEAL_KEY_SIZE, ' ') &&
           take_since(mem, &line, &ret->since) &&
           take_hex(&line, ret->sealed_secret, SEALED_SECRET_SIZE, '\0');
}

bool intake_keys_parse(struct arena *mem, char *text, struct seal_keys *ret)
{
    char *rest = text, *line = strsep(&rest, "\n");
    struct seal_keys keys = {.at = arena_array(mem, struct seal_key, KEYS_MAX)};
    if (!text_equal(line, TITLE) || !rest) return false;
    const char *recovery = strsep(&rest, "\n");
    if (!text_starts(recovery, "recovery ")) return false;
    recovery += strlen("recovery ");
    if (!take_hex(&recovery, keys.recovery_public, SEAL_KEY_SIZE, '\0')) return false;
    while ((line = strsep(&rest, "\n")) && *line) {
        if (keys.count == KEYS_MAX || !parse_key(mem, line, &keys.at[keys.count])) return false;
        keys.count++;
    }
    *ret = keys;
    return keys.count > 0;
}

enum status intake_keys_read(struct context *cx, const char *path, const char *vkey,
                             struct seal_keys *ret_keys)
{
    struct bytes note, text;
    struct vkey key;
    TRY(file_read(cx, path, NOTE_BYTES_MAX, &note));
    TRY(vkey_parse(cx, vkey, &key));
    TRY(note_open(cx, note, &key, &text));
    if (!intake_keys_parse(cx->mem, arena_copy_n(cx->mem, (const char *)text.data, text.size),
                           ret_keys))
        return issue(cx, "", "intake.key_note", path);
    return OK;
}

static enum status write_note(struct context *cx, const char *data, const struct seal_keys *keys)
{
    struct bytes note;
    struct out out = out_new(cx->mem);
    out_format(&out, "%s\nrecovery %s\n", TITLE,
               text_hex(cx->mem, keys->recovery_public, SEAL_KEY_SIZE));
    for (size_t i = 0; i < keys->count; i++) {
        const struct seal_key *key = &keys->at[i];
        out_format(&out, "key %s %s %lld %s\n", text_hex(cx->mem, key->id, SEAL_ID_SIZE),
                   text_hex(cx->mem, key->public, SEAL_KEY_SIZE), (long long)key->since.ms,
                   text_hex(cx->mem, key->sealed_secret, SEALED_SECRET_SIZE));
    }
    TRY(ledger_sign_note(cx, data, out.text, &note));
    return file_write(cx, arena_format(cx->mem, "%s/tmp", data),
                      arena_format(cx->mem, "%s/ledger/intake.key", data), note, true);
}

/* ---- the secrets ---- */

static const char *secret_path(struct arena *mem, const char *keys,
                               const unsigned char id[SEAL_ID_SIZE])
{
    return arena_format(mem, "%s/intake-%s.key", keys, text_hex(mem, id, SEAL_ID_SIZE));
}

static enum status write_secret(struct context *cx, const char *path,
                                const unsigned char secret[SEAL_KEY_SIZE])
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fault(cx, "create %s: %s", path, strerror(errno));
    char *hex = text_hex(cx->mem, secret, SEAL_KEY_SIZE);
    size_t size = strlen(hex);
    hex[size] = '\n';
    bool written = write(fd, hex, size + 1) == (ssize_t)size + 1 && fsync(fd) == 0;
    sodium_memzero(hex, size);
    if (close(fd) != 0 || !written) {
        unlink(path);
        return fault(cx, "write %s: %s", path, strerror(errno));
    }
    return OK;
}

enum status intake_keys_secret(struct context *cx, const char *keys,
                               const unsigned char id[SEAL_ID_SIZE],
                               unsigned char ret_secret[SEAL_KEY_SIZE])
{
    const char *path = secret_path(cx->mem, keys, id);
    char line[SECRET_FILE_MAX] = "";
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? NOT_FOUND : fault(cx, "open %s: %s", path, strerror(errno));
    bool open_to_others = fstat(fd, &about) != 0 || about.st_mode & 077;
    ssize_t size = read(fd, line, sizeof line - 1);
    close(fd);
    if (size == 2 * SEAL_KEY_SIZE + 1) line[size - 1] = '\0';
    bool sound = size == 2 * SEAL_KEY_SIZE + 1 && text_from_hex(line, ret_secret, SEAL_KEY_SIZE);
    sodium_memzero(line, sizeof line);
    if (open_to_others) return fault(cx, "%s may be read by others: its mode must be 0600", path);
    return sound ? OK : fault(cx, "%s is not a sealing key", path);
}

/* ---- making, rotating, recovering ---- */

static void recovery_pair(const struct code *code, unsigned char public[SEAL_KEY_SIZE],
                          unsigned char secret[SEAL_KEY_SIZE])
{
    unsigned char seed[crypto_box_SEEDBYTES];
    crypto_generichash(seed, sizeof seed, (const unsigned char *)code->text, strlen(code->text),
                       FOR_RECOVERY, sizeof FOR_RECOVERY - 1);
    crypto_box_seed_keypair(public, secret, seed);
    sodium_memzero(seed, sizeof seed);
}

static const char *make_recovery(struct arena *mem, struct seal_keys *keys)
{
    struct code code;
    unsigned char secret[SEAL_KEY_SIZE];
    code_make_long(RECOVERY_LENGTH, &code);
    recovery_pair(&code, keys->recovery_public, secret);
    const char *printed = code_grouped(mem, &code);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(&code, sizeof code);
    return printed;
}

static enum status add_key(struct context *cx, const char *data, struct seal_keys *keys)
{
    unsigned char secret[SEAL_KEY_SIZE];
    struct seal_key *key = &keys->at[keys->count];
    if (keys->count == KEYS_MAX) return fault(cx, "there are %d sealing keys already", KEYS_MAX);
    crypto_box_keypair(key->public, secret);
    crypto_generichash(key->id, SEAL_ID_SIZE, key->public, SEAL_KEY_SIZE, FOR_ID,
                       sizeof FOR_ID - 1);
    key->since = cx->now;
    if (crypto_box_seal(key->sealed_secret, secret, sizeof secret, keys->recovery_public) != 0)
        return fault(cx, "nothing can be sealed to the recovery key");
    const char *folder = arena_format(cx->mem, "%s/keys", data);
    enum status status = write_secret(cx, secret_path(cx->mem, folder, key->id), secret);
    sodium_memzero(secret, sizeof secret);
    TRY(status);
    keys->count++;
    return file_sync_folder(cx, folder); /* before anyone can seal to it */
}

static enum status read_own(struct context *cx, const char *data, struct seal_keys *ret_keys)
{
    struct bytes vkey;
    if (sodium_init() < 0) return fault(cx, "libsodium does not start");
    enum status status =
        file_read(cx, arena_format(cx->mem, "%s/ledger/vkey", data), NOTE_BYTES_MAX, &vkey);
    if (status == NOT_FOUND) return fault(cx, "%s/ledger/vkey is missing", data);
    TRY(status);
    const char *text =
        arena_copy_n(cx->mem, (const char *)vkey.data, strcspn((const char *)vkey.data, "\n"));
    return intake_keys_read(cx, arena_format(cx->mem, "%s/ledger/intake.key", data), text,
                            ret_keys);
}

enum status intake_keys_make(struct context *cx, const char *data, const char **ret_recovery)
{
    struct seal_keys keys;
    const char *recovery = NULL;
    enum status status = read_own(cx, data, &keys);
    if (status == NOT_FOUND) {
        keys = (struct seal_keys){.at = arena_array(cx->mem, struct seal_key, KEYS_MAX)};
        recovery = make_recovery(cx->mem, &keys);
        status = OK;
    }
    TRY(status);
    TRY(add_key(cx, data, &keys));
    TRY(write_note(cx, data, &keys));
    if (ret_recovery) *ret_recovery = recovery;
    return OK;
}

static enum status recover_one(struct context *cx, const char *folder, const struct seal_key *key,
                               const struct seal_keys *keys, const unsigned char *recovery)
{
    unsigned char secret[SEAL_KEY_SIZE];
    const char *path = secret_path(cx->mem, folder, key->id);
    if (file_exists(path)) return CONFLICT;
    if (crypto_box_seal_open(secret, key->sealed_secret, SEALED_SECRET_SIZE, keys->recovery_public,
                             recovery) != 0)
        return fault(cx, "a sealed secret does not open with its recovery key");
    enum status status = write_secret(cx, path, secret);
    sodium_memzero(secret, sizeof secret);
    return status;
}

enum status intake_keys_recover(struct context *cx, const char *data, const char *typed,
                                size_t *ret_count)
{
    struct code code;
    struct seal_keys keys;
    unsigned char public[SEAL_KEY_SIZE], secret[SEAL_KEY_SIZE];
    const char *folder = arena_format(cx->mem, "%s/keys", data);
    TRY(read_own(cx, data, &keys));
    if (!code_parse_long(typed, RECOVERY_LENGTH, &code))
        return issue(cx, "recovery", "intake.recovery_form", "");
    recovery_pair(&code, public, secret);
    enum status status = OK;
    if (sodium_memcmp(public, keys.recovery_public, SEAL_KEY_SIZE) != 0)
        status = issue(cx, "recovery", "intake.recovery_other", "");
    *ret_count = 0;
    for (size_t i = 0; status == OK && i < keys.count; i++) {
        status = recover_one(cx, folder, &keys.at[i], &keys, secret);
        *ret_count += status == OK;
        if (status == CONFLICT) status = OK; /* it is there */
    }
    sodium_memzero(secret, sizeof secret);
    return status == OK ? file_sync_folder(cx, folder) : status;
}
