#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "ledger/inside.h"

static const char PREFIX[] = "PRIVATE+KEY+";
enum { KEY_MAX = 2048 };

enum status key_create(struct context *cx, const char *path, const char *name, struct signer *ret)
{
    unsigned char seed[NOTE_SEED_SIZE];
    if (sodium_init() < 0) return fault(cx, "libsodium does not start");
    if (file_exists(path)) return CONFLICT;
    randombytes_buf(seed, sizeof seed);
    *ret = signer_of(name, seed);
    sodium_memzero(seed, sizeof seed);
    return OK;
}

static enum status write_private(struct context *cx, const char *path, const char *line)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == EEXIST ? CONFLICT : fault(cx, "create %s: %s", path, strerror(errno));
    size_t size = strlen(line);
    bool written = write(fd, line, size) == (ssize_t)size && fsync(fd) == 0;
    if (close(fd) != 0 || !written) {
        unlink(path);
        return fault(cx, "write %s: %s", path, strerror(errno));
    }
    return OK;
}

enum status key_write(struct context *cx, const char *path, const struct signer *signer)
{
    char base64[sodium_base64_ENCODED_LEN(1 + NOTE_SEED_SIZE, sodium_base64_VARIANT_ORIGINAL)];
    unsigned char raw[1 + NOTE_SEED_SIZE] = {1};
    memcpy(raw + 1, signer->seed, NOTE_SEED_SIZE);
    sodium_bin2base64(base64, sizeof base64, raw, sizeof raw, sodium_base64_VARIANT_ORIGINAL);
    char *line = arena_format(cx->mem, "%s%s+%s+%s\n", PREFIX, signer->vkey.name,
                              text_hex(cx->mem, signer->vkey.id, KEY_ID_SIZE), base64);
    enum status status = write_private(cx, path, line);
    sodium_memzero(line, strlen(line));
    sodium_memzero(base64, sizeof base64);
    sodium_memzero(raw, sizeof raw);
    return status;
}

static bool parse(struct arena *mem, const char *line, struct signer *ret)
{
    unsigned char raw[1 + NOTE_SEED_SIZE], id[KEY_ID_SIZE];
    const char *end = NULL;
    size_t size;
    if (!text_starts(line, PREFIX)) return false;
    const char *name = line + strlen(PREFIX), *hex = strchr(name, '+');
    const char *base64 = hex ? strchr(hex + 1, '+') : NULL;
    if (!base64 ||
        !text_from_hex(arena_copy_n(mem, hex + 1, (size_t)(base64 - hex - 1)), id, sizeof id))
        return false;
    if (sodium_base642bin(raw, sizeof raw, base64 + 1, strlen(base64 + 1), "\n", &size, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        size != sizeof raw || raw[0] != 1)
        return false;
    *ret = signer_of(arena_copy_n(mem, name, (size_t)(hex - name)), raw + 1);
    sodium_memzero(raw, sizeof raw);
    return memcmp(id, ret->vkey.id, KEY_ID_SIZE) == 0 && note_name_is_valid(ret->vkey.name);
}

enum status key_read(struct context *cx, struct ledger *ledger)
{
    const char *path = arena_format(cx->mem, "%s/keys/ledger.key", ledger->data);
    char line[KEY_MAX] = "";
    struct stat about;
    ledger->key_file = open(path, O_RDONLY | O_CLOEXEC);
    if (ledger->key_file < 0) return fault(cx, "open %s: %s", path, strerror(errno));
    if (fstat(ledger->key_file, &about) != 0 || about.st_mode & 077)
        return fault(cx, "%s may be read by others: its mode must be 0600", path);
    ssize_t size = read(ledger->key_file, line, sizeof line - 1);
    bool sound = size > 0 && parse(ledger->mem, line, &ledger->signer);
    sodium_memzero(line, sizeof line);
    return sound ? OK : fault(cx, "%s is not a ledger key", path);
}

/* Were the first line the origin, the text could be read as a checkpoint. */
enum status ledger_sign_note(struct context *cx, const char *data, const char *text,
                             struct bytes *ret_note)
{
    struct ledger ledger = {.mem = cx->mem, .data = data, .key_file = -1};
    enum status status = key_read(cx, &ledger);
    if (ledger.key_file >= 0) close(ledger.key_file);
    if (status != OK) return status;
    size_t length = strlen(ledger.signer.vkey.name);
    if (strncmp(text, ledger.signer.vkey.name, length) == 0 && text[length] == '\n')
        status = fault(cx, "this text could be taken for a checkpoint");
    else
        *ret_note = note_sign(cx->mem, text, &ledger.signer);
    sodium_memzero(ledger.signer.seed, sizeof ledger.signer.seed);
    return status;
}
