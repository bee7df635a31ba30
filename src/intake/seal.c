/* Sealing one letter: files as they arrive, the head last, and nothing is said before it is kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"
#include "intake/private.h"

struct sealing {
    struct arena *mem;
    struct intake_door *door;
    char *path; /* in intake/tmp/ */
    int fd;
    struct envelope_writer writer;
    struct letter_file files[LETTER_FILES_MAX];
    size_t file_count;
    int64_t bytes; /* of all files */
    bool in_file, published;
    crypto_hash_sha256_state hash;
};

static enum status failed(struct context *cx, const char *what, const char *path)
{
    int error = errno;
    enum status status = fault(cx, "%s %s: %s", what, path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? BUSY : status;
}

/* With the arena: a published letter has another link. */
static void drop(void *what)
{
    struct sealing *sealing = what;
    close(sealing->fd);
    if (!sealing->published) unlink(sealing->path);
    door_give_room(sealing->door, sealing->bytes);
    envelope_forget(&sealing->writer);
}

enum status sealing_begin(struct context *cx, struct intake_door *door,
                          struct sealing **ret_sealing)
{
    struct door_key key;
    TRY(door_current_key(cx, door, &key));
    struct envelope_head head = {.magic = LETTER_MAGIC};
    memcpy(head.whose, key.id, sizeof head.whose);
    struct sealing *sealing = arena_make(cx->mem, struct sealing);
    sealing->mem = cx->mem;
    sealing->door = door;
    sealing->path = arena_format(cx->mem, "%s/%s", intake_door_place(door)->tmp, id_new(cx->mem));
    sealing->fd = open(sealing->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (sealing->fd < 0) return failed(cx, "create", sealing->path);
    arena_defer(cx->mem, drop, sealing);
    TRY(envelope_begin(cx, &sealing->writer, sealing->fd, &head, key.public));
    *ret_sealing = sealing;
    return OK;
}

/* ---- files ---- */

static enum status refuse_file(struct context *cx, const char *message)
{
    return issue(cx, "files", message, "");
}

enum status sealing_file_begin(struct context *cx, struct sealing *sealing, const char *name,
                               const char *media)
{
    if (sealing->file_count == LETTER_FILES_MAX) return refuse_file(cx, "intake.too_many_files");
    sealing->files[sealing->file_count++] = (struct letter_file){
        .name = letter_file_name(sealing->mem, name), .media = letter_media(sealing->mem, media)};
    sealing->in_file = true;
    crypto_hash_sha256_init(&sealing->hash);
    envelope_item(&sealing->writer, 'F');
    return OK;
}

enum status sealing_file_bytes(struct context *cx, struct sealing *sealing, struct bytes bytes)
{
    struct letter_file *file = &sealing->files[sealing->file_count - 1];
    if ((int64_t)bytes.size > LETTER_FILE_MAX - file->size)
        return refuse_file(cx, "intake.file_too_large");
    if ((int64_t)bytes.size > LETTER_FILES_BYTES_MAX - sealing->bytes)
        return refuse_file(cx, "intake.files_too_large");
    file->size += (int64_t)bytes.size;
    sealing->bytes += (int64_t)bytes.size;
    if (!door_take_room(sealing->door, (int64_t)bytes.size)) return BUSY;
    crypto_hash_sha256_update(&sealing->hash, bytes.data, bytes.size);
    return envelope_bytes(cx, &sealing->writer, bytes);
}

enum status sealing_file_end(struct context *cx, struct sealing *sealing)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&sealing->hash, hash);
    sealing->files[sealing->file_count - 1].sha256 = text_hex(sealing->mem, hash, sizeof hash);
    sealing->in_file = false;
    return envelope_end_item(cx, &sealing->writer);
}

size_t sealing_file_count(const struct sealing *sealing)
{
    return sealing->file_count;
}

int64_t sealing_file_bytes_all(const struct sealing *sealing)
{
    return sealing->bytes;
}

/* ---- the head ---- */

/* Of all that the citizen has given, and of nothing else: the time is not in it. By a key that only
 * the form's nonce opens, so that no guess at the content can be confirmed. */
static void digest_of(struct arena *mem, const struct letter *letter, const struct derived *derived,
                      unsigned char ret[ENVELOPE_DIGEST])
{
    struct letter timeless = *letter;
    timeless.at.ms = 0;
    struct bytes bytes = letter_head_write(mem, &timeless);
    crypto_generichash(ret, ENVELOPE_DIGEST, bytes.data, bytes.size, derived->digest_key,
                       sizeof derived->digest_key);
}

static enum status compose(struct context *cx, struct sealing *sealing,
                           const struct letter_head *head, const struct receipt *receipt,
                           struct letter *ret)
{
    struct code_key key;
    if (!letter_word_is_fine(head->type, LETTER_TYPE_MAX))
        return fault(cx, "a letter has no type \"%s\"", head->type);
    code_key(&receipt->code, &key);
    *ret = (struct letter){.id = receipt->letter,
                           .type = head->type,
                           .to = head->to,
                           .at = receipt->at,
                           .capsule_key = text_hex(cx->mem, key.public, sizeof key.public),
                           .field_count = head->field_count,
                           .files = sealing->files,
                           .file_count = sealing->file_count};
    sodium_memzero(&key, sizeof key);
    return letter_fields_clean(cx, head->fields, head->field_count, &ret->fields);
}

/* Written, synced, read again from the disk. */
static enum status write_letter(struct context *cx, struct sealing *sealing,
                                const struct letter *letter, const unsigned char *digest)
{
    struct bytes bytes = letter_head_write(cx->mem, letter);
    if (bytes.size > LETTER_HEAD_MAX) return issue(cx, "", "intake.too_long", "");
    envelope_item(&sealing->writer, 'H');
    TRY(envelope_bytes(cx, &sealing->writer, bytes));
    TRY(envelope_end_item(cx, &sealing->writer));
    TRY(envelope_finish(cx, &sealing->writer, letter->at.ms, digest));
    if (fsync(sealing->fd) != 0) return failed(cx, "fsync", sealing->path);
    return envelope_check(cx, &sealing->writer);
}

static void tell_filed(struct receipt *receipt, const struct filed_mark *mark,
                       const unsigned char *digest)
{
    bool same = sodium_memcmp(mark->digest, digest, ENVELOPE_DIGEST) == 0;
    receipt->filed = same ? FILED_BEFORE : FILED_DIFFERENT;
    receipt->at = mark->at;
    /* Who has the nonce but not the content is perhaps not who filed it. */
    if (!same) sodium_memzero(&receipt->code, sizeof receipt->code);
}

static enum status publish(struct context *cx, struct sealing *sealing, const struct letter *letter,
                           const struct filed_mark *mark, struct receipt *receipt)
{
    struct filed_mark other;
    TRY(write_letter(cx, sealing, letter, mark->digest));
    enum status status = door_publish(cx, sealing->door, sealing->path, letter->id);
    if (status == CONFLICT) { /* the same form came through another thread meanwhile */
        TRY(door_find_filed(cx, sealing->door, letter->id, &other));
        tell_filed(receipt, &other, mark->digest);
        return OK;
    }
    TRY(status);
    sealing->published =
        unlink(sealing->path) == 0; /* from here on nobody on this side can write to it */
    door_mark_filed(cx, sealing->door, letter->id, mark);
    receipt->filed = FILED_NOW;
    return OK;
}

static enum status check_nonce(struct context *cx, const char *nonce)
{
    size_t size = nonce ? strlen(nonce) : 0;
    if (size >= 16 && size <= LETTER_NONCE_MAX) return OK;
    return issue(cx, "nonce", "intake.nonce", "");
}

enum status sealing_finish(struct context *cx, struct sealing *sealing,
                           const struct letter_head *head, struct receipt *ret_receipt)
{
    struct derived derived;
    struct letter letter;
    struct filed_mark mark, found;
    struct receipt receipt = {.at = cx->now};
    TRY(check_nonce(cx, head->nonce));
    if (sealing->in_file) return fault(cx, "a file of this letter has not ended");
    door_derive(sealing->door, head->nonce, &derived);
    memcpy(receipt.letter, derived.letter, sizeof receipt.letter);
    receipt.code = head->code ? *head->code : derived.code;
    enum status status = compose(cx, sealing, head, &receipt, &letter);
    if (status == OK) {
        digest_of(cx->mem, &letter, &derived, mark.digest);
        mark.at = receipt.at;
    }
    sodium_memzero(&derived, sizeof derived);
    TRY(status);
    status = door_find_filed(cx, sealing->door, letter.id, &found);
    if (status == OK) {
        tell_filed(&receipt, &found, mark.digest);
        status = door_settle(cx, sealing->door); /* it may be another thread's, just linked */
    } else if (status == NOT_FOUND)
        status = publish(cx, sealing, &letter, &mark, &receipt);
    TRY(status);
    *ret_receipt = receipt;
    return OK;
}
