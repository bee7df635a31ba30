/* Opening a letter: the office. */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "intake/keys.h"
#include "intake/private.h"

/* One letter on its way out of its envelope. */
struct opening {
    struct context *cx;
    const struct intake_place *place;
    struct envelope_reader reader;
    struct out head;
    struct letter_file files[LETTER_FILES_MAX];
    size_t file_count;
    int64_t bytes;
    int fd; /* the file that is being written, −1 between files */
    crypto_hash_sha256_state hash;
};

static enum status failed(struct context *cx, const char *what, const char *path)
{
    int error = errno;
    enum status status = fault(cx, "%s %s: %s", what, path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? BUSY : status;
}

static void close_descriptor(void *what)
{
    int *fd = what;
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void remove_file(void *path)
{
    unlink(path); /* or it was moved into blob/ */
}

/* ---- files ---- */

static enum status begin_file(struct opening *opening)
{
    struct context *cx = opening->cx;
    if (opening->file_count == LETTER_FILES_MAX) return issue(cx, "", "intake.form", "");
    char *path = arena_format(cx->mem, "%s/letter-%s", opening->place->work, id_new(cx->mem));
    opening->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (opening->fd < 0) return failed(cx, "create", path);
    arena_defer(cx->mem, remove_file, path);
    opening->files[opening->file_count++] = (struct letter_file){.path = path};
    crypto_hash_sha256_init(&opening->hash);
    return OK;
}

static enum status end_file(struct opening *opening)
{
    struct context *cx = opening->cx;
    struct letter_file *file = &opening->files[opening->file_count - 1];
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&opening->hash, hash);
    file->sha256 = text_hex(cx->mem, hash, sizeof hash);
    int wrong = fsync(opening->fd);
    if (wrong) return failed(cx, "fsync", file->path);
    close_descriptor(&opening->fd);
    return OK;
}

static enum status take_file(struct opening *opening, const struct envelope_piece *piece)
{
    struct context *cx = opening->cx;
    struct bytes bytes = piece->bytes;
    if (opening->fd < 0) TRY(begin_file(opening));
    struct letter_file *file = &opening->files[opening->file_count - 1];
    file->size += (int64_t)bytes.size;
    opening->bytes += (int64_t)bytes.size;
    if (file->size > LETTER_FILE_MAX || opening->bytes > LETTER_FILES_BYTES_MAX)
        return issue(cx, "", "intake.form", "");
    crypto_hash_sha256_update(&opening->hash, bytes.data, bytes.size);
    while (bytes.size) {
        ssize_t n = write(opening->fd, bytes.data, bytes.size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(cx, "write", file->path);
        bytes.data += n;
        bytes.size -= (size_t)n;
    }
    return piece->ends_item ? end_file(opening) : OK;
}

/* ---- the whole ---- */

static enum status take_piece(struct opening *opening, const struct envelope_piece *piece)
{
    struct context *cx = opening->cx;
    if (opening->fd >= 0 && piece->item != 'F') return issue(cx, "", "intake.form", "");
    switch (piece->item) {
    case 'F':
        return take_file(opening, piece);
    case 'H':
        if (opening->head.size + piece->bytes.size > LETTER_HEAD_MAX)
            return issue(cx, "", "intake.form", "");
        out_bytes(&opening->head, piece->bytes.data, piece->bytes.size);
        return OK;
    case 'P':
        return OK;
    default:
        return issue(cx, "", "intake.form", "");
    }
}

static enum status unseal(struct context *cx, struct opening *opening)
{
    unsigned char public[SEAL_KEY_SIZE], secret[SEAL_KEY_SIZE];
    const unsigned char *id = opening->reader.head.whose;
    enum status status = intake_keys_secret(cx, opening->place->keys, id, secret);
    if (status == NOT_FOUND)
        return issue(cx, "", "intake.no_secret", text_hex(cx->mem, id, SEAL_ID_SIZE));
    TRY(status);
    crypto_scalarmult_base(public, secret);
    status = envelope_unseal(cx, &opening->reader, public, secret);
    sodium_memzero(secret, sizeof secret);
    return status;
}

/* What the head says of the files must be what was in the envelope. */
static enum status match_files(struct context *cx, const struct opening *opening,
                               struct letter *letter)
{
    struct letter_file *files = arena_array(cx->mem, struct letter_file, LETTER_FILES_MAX);
    if (letter->file_count != opening->file_count) return issue(cx, "", "intake.form", "");
    for (size_t i = 0; i < letter->file_count; i++) {
        files[i] = letter->files[i];
        files[i].path = opening->files[i].path;
        if (files[i].size != opening->files[i].size ||
            !text_equal(files[i].sha256, opening->files[i].sha256))
            return issue(cx, "", "intake.form", "");
    }
    letter->files = files;
    return OK;
}

static enum status open_from(struct context *cx, struct opening *opening, const char *id,
                             struct letter *ret_letter)
{
    struct envelope_piece piece = {0};
    TRY(unseal(cx, opening));
    do {
        TRY(envelope_next(cx, &opening->reader, &piece));
        TRY(take_piece(opening, &piece));
    } while (!piece.ends);
    TRY(letter_head_parse(cx, out_taken(&opening->head), ret_letter));
    TRY(match_files(cx, opening, ret_letter));
    /* A copy under another name is not another letter. */
    if (!text_equal(ret_letter->id, id) || ret_letter->at.ms != opening->reader.head.number)
        return issue(cx, "", "intake.identity", "");
    ret_letter->digest = text_hex(cx->mem, opening->reader.head.digest, ENVELOPE_DIGEST);
    return OK;
}

static enum status try_letter(struct context *cx, const struct intake_place *place, const char *id,
                              struct letter *ret_letter)
{
    struct opening *opening = arena_make(cx->mem, struct opening);
    const char *path = arena_format(cx->mem, "%s/%s", place->new, id);
    int *fd = arena_make(cx->mem, int);
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (*fd < 0 && errno == ENOENT) return NOT_FOUND;
    if (*fd < 0) return failed(cx, "open", path);
    arena_defer(cx->mem, close_descriptor, fd);
    *opening = (struct opening){.cx = cx, .place = place, .head = out_new(cx->mem), .fd = -1};
    arena_defer(cx->mem, close_descriptor, &opening->fd);
    TRY(envelope_open(cx, &opening->reader, *fd, LETTER_MAGIC));
    return open_from(cx, opening, id, ret_letter);
}

enum status letter_open(struct context *cx, const struct intake_place *place, const char *id,
                        struct letter *ret_letter)
{
    struct letter letter;
    TRY(try_letter(cx, place, id, &letter));
    *ret_letter = letter;
    return OK;
}

/* ---- what the pages say ---- */

static atomic_int held, late;

void intake_set_standing(struct intake_standing standing)
{
    atomic_store(&held, standing.held);
    atomic_store(&late, standing.late);
}

struct intake_standing intake_standing(void)
{
    return (struct intake_standing){atomic_load(&held), atomic_load(&late)};
}
