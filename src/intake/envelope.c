#include "intake/envelope.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    AT_WHOSE = ENVELOPE_MAGIC,
    AT_NUMBER = AT_WHOSE + ENVELOPE_WHOSE,
    AT_DIGEST = AT_NUMBER + 8,
    AT_SEALED = AT_DIGEST + ENVELOPE_DIGEST,
    AT_STREAM = AT_SEALED + ENVELOPE_SEALED,
    LENGTH = 2,
    OVERHEAD = LENGTH + 1 + crypto_secretstream_xchacha20poly1305_ABYTES,
    MESSAGE = 0x00, /* the library's tags */
    PUSH = 0x01,
    FINAL = 0x03,
};
_Static_assert(AT_STREAM + crypto_secretstream_xchacha20poly1305_HEADERBYTES == ENVELOPE_HEAD,
               "the head has no hole");

static enum status failed(struct context *cx, const char *what)
{
    int error = errno;
    enum status status = fault(cx, "%s a sealed file: %s", what, strerror(error));
    return error == ENOSPC || error == EDQUOT ? BUSY : status;
}

static enum status refuse(struct context *cx)
{
    return issue(cx, "", "intake.unreadable", "");
}

/* Bound by the first frame: all of the head but number and digest. */
enum { FIRST_BOUND = AT_NUMBER + ENVELOPE_HEAD - AT_SEALED };
static void bind_first(const unsigned char head[ENVELOPE_HEAD], unsigned char ret[FIRST_BOUND])
{
    memcpy(ret, head, AT_NUMBER);
    memcpy(ret + AT_NUMBER, head + AT_SEALED, ENVELOPE_HEAD - AT_SEALED);
}

static void put_number(unsigned char *at, int64_t number)
{
    for (int i = 0; i < 8; i++) at[i] = (unsigned char)((uint64_t)number >> (8 * (7 - i)));
}

static int64_t get_number(const unsigned char *at)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++) number = number << 8 | at[i];
    return (int64_t)number;
}

/* ---- writing ---- */

static enum status write_at(struct context *cx, int fd, struct bytes bytes, int64_t at)
{
    while (bytes.size) {
        ssize_t n = pwrite(fd, bytes.data, bytes.size, at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(cx, "write");
        bytes.data += n;
        bytes.size -= (size_t)n;
        at += n;
    }
    return OK;
}

enum status envelope_begin(struct context *cx, struct envelope_writer *writer, int fd,
                           const struct envelope_head *head,
                           const unsigned char public[crypto_box_PUBLICKEYBYTES])
{
    *writer = (struct envelope_writer){.fd = fd, .size = ENVELOPE_HEAD};
    memcpy(writer->head, head->magic, ENVELOPE_MAGIC);
    memcpy(writer->head + AT_WHOSE, head->whose, ENVELOPE_WHOSE);
    put_number(writer->head + AT_NUMBER, head->number);
    memcpy(writer->head + AT_DIGEST, head->digest, ENVELOPE_DIGEST);
    crypto_secretstream_xchacha20poly1305_keygen(writer->key);
    crypto_secretstream_xchacha20poly1305_init_push(&writer->state, writer->head + AT_STREAM,
                                                    writer->key);
    if (crypto_box_seal(writer->head + AT_SEALED, writer->key, sizeof writer->key, public) != 0)
        return fault(cx, "nothing can be sealed to this key");
    return write_at(cx, fd, (struct bytes){writer->head, ENVELOPE_HEAD}, 0);
}

static enum status write_frame(struct context *cx, struct envelope_writer *writer,
                               unsigned char tag)
{
    unsigned char frame[LENGTH + ENVELOPE_FRAME], first[FIRST_BOUND];
    const unsigned char *bound = NULL;
    size_t bound_size = 0, size = 1 + writer->held + crypto_secretstream_xchacha20poly1305_ABYTES;
    if (!writer->begun) {
        bind_first(writer->head, first);
        bound = first, bound_size = sizeof first;
    } else if (tag == FINAL) {
        bound = writer->head + AT_NUMBER, bound_size = AT_SEALED - AT_NUMBER;
    }
    frame[0] = (unsigned char)(size >> 8);
    frame[1] = (unsigned char)size;
    crypto_secretstream_xchacha20poly1305_push(&writer->state, frame + LENGTH, NULL, writer->chunk,
                                               1 + writer->held, bound, bound_size, tag);
    TRY(write_at(cx, writer->fd, (struct bytes){frame, LENGTH + size}, writer->size));
    writer->size += (int64_t)(LENGTH + size);
    writer->held = 0;
    writer->begun = true;
    return OK;
}

void envelope_item(struct envelope_writer *writer, char item)
{
    assert(writer->held == 0);
    writer->chunk[0] = (unsigned char)item;
}

enum status envelope_bytes(struct context *cx, struct envelope_writer *writer, struct bytes bytes)
{
    while (bytes.size) {
        size_t room = ENVELOPE_CHUNK - writer->held, n = bytes.size < room ? bytes.size : room;
        memcpy(writer->chunk + 1 + writer->held, bytes.data, n);
        writer->held += n;
        bytes.data += n;
        bytes.size -= n;
        if (writer->held == ENVELOPE_CHUNK) TRY(write_frame(cx, writer, MESSAGE));
    }
    return OK;
}

enum status envelope_end_item(struct context *cx, struct envelope_writer *writer)
{
    return write_frame(cx, writer, PUSH);
}

enum status envelope_finish(struct context *cx, struct envelope_writer *writer, int64_t number,
                            const unsigned char digest[ENVELOPE_DIGEST])
{
    put_number(writer->head + AT_NUMBER, number);
    memcpy(writer->head + AT_DIGEST, digest, ENVELOPE_DIGEST);
    size_t over = (size_t)((writer->size + OVERHEAD) % ENVELOPE_UNIT);
    envelope_item(writer, 'P');
    writer->held = over ? ENVELOPE_UNIT - over : 0;
    memset(writer->chunk + 1, 0, writer->held);
    assert(writer->begun);
    TRY(write_frame(cx, writer, FINAL));
    struct bytes bytes = {writer->head + AT_NUMBER, AT_SEALED - AT_NUMBER};
    return write_at(cx, writer->fd, bytes, AT_NUMBER);
}

void envelope_forget(struct envelope_writer *writer)
{
    sodium_memzero(writer->key, sizeof writer->key);
    sodium_memzero(&writer->state, sizeof writer->state);
    sodium_memzero(writer->chunk, sizeof writer->chunk);
}

/* ---- reading ---- */

/* OK only if all of it was there. */
static enum status read_at(struct context *cx, const struct envelope_reader *reader, void *into,
                           size_t size)
{
    size_t got = 0;
    if ((int64_t)size > reader->size - reader->at) return refuse(cx);
    while (got < size) {
        ssize_t n = pread(reader->fd, (char *)into + got, size - got, reader->at + (int64_t)got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(cx, "read");
        if (n == 0) return refuse(cx);
        got += (size_t)n;
    }
    return OK;
}

enum status envelope_open(struct context *cx, struct envelope_reader *reader, int fd,
                          const char *magic)
{
    struct stat about;
    *reader = (struct envelope_reader){.fd = fd, .head.magic = magic};
    if (fstat(fd, &about) != 0) return failed(cx, "look at");
    if (!S_ISREG(about.st_mode) || about.st_size % ENVELOPE_UNIT != 0) return refuse(cx);
    reader->size = about.st_size;
    TRY(read_at(cx, reader, reader->raw, ENVELOPE_HEAD));
    if (memcmp(reader->raw, magic, ENVELOPE_MAGIC) != 0) return refuse(cx);
    memcpy(reader->head.whose, reader->raw + AT_WHOSE, ENVELOPE_WHOSE);
    memcpy(reader->head.digest, reader->raw + AT_DIGEST, ENVELOPE_DIGEST);
    reader->head.number = get_number(reader->raw + AT_NUMBER);
    reader->at = ENVELOPE_HEAD;
    return OK;
}

static enum status pull_with(struct context *cx, struct envelope_reader *reader,
                             const unsigned char *key)
{
    int wrong = crypto_secretstream_xchacha20poly1305_init_pull(&reader->state,
                                                                reader->raw + AT_STREAM, key);
    return wrong ? refuse(cx) : OK;
}

enum status envelope_unseal(struct context *cx, struct envelope_reader *reader,
                            const unsigned char public[crypto_box_PUBLICKEYBYTES],
                            const unsigned char secret[crypto_box_SECRETKEYBYTES])
{
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    if (crypto_box_seal_open(key, reader->raw + AT_SEALED, ENVELOPE_SEALED, public, secret) != 0)
        return refuse(cx);
    enum status status = pull_with(cx, reader, key);
    sodium_memzero(key, sizeof key);
    return status;
}

/* The last frame is known by where it ends. */
static enum status pull_frame(struct context *cx, struct envelope_reader *reader, size_t size,
                              struct envelope_piece *ret_piece)
{
    unsigned char first[FIRST_BOUND], tag;
    const unsigned char *bound = NULL;
    size_t bound_size = 0;
    bool last = reader->at == reader->size;
    if (!reader->begun) {
        bind_first(reader->raw, first);
        bound = first, bound_size = sizeof first;
    } else if (last) {
        bound = reader->raw + AT_NUMBER, bound_size = AT_SEALED - AT_NUMBER;
    }
    if (crypto_secretstream_xchacha20poly1305_pull(&reader->state, reader->text, NULL, &tag,
                                                   reader->frame, size, bound, bound_size) != 0)
        return refuse(cx);
    if ((tag == FINAL) != last || (last && !reader->begun)) return refuse(cx);
    reader->begun = true;
    reader->ended = last;
    *ret_piece = (struct envelope_piece){
        .item = (char)reader->text[0],
        .bytes = {reader->text + 1, size - 1 - crypto_secretstream_xchacha20poly1305_ABYTES},
        .ends_item = tag != MESSAGE,
        .ends = last,
    };
    return OK;
}

enum status envelope_next(struct context *cx, struct envelope_reader *reader,
                          struct envelope_piece *ret_piece)
{
    unsigned char length[LENGTH];
    if (reader->ended) return refuse(cx);
    TRY(read_at(cx, reader, length, sizeof length));
    size_t size = (size_t)(length[0] << 8 | length[1]);
    reader->at += LENGTH;
    if (size < 1 + crypto_secretstream_xchacha20poly1305_ABYTES || size > ENVELOPE_FRAME)
        return refuse(cx);
    TRY(read_at(cx, reader, reader->frame, size));
    reader->at += (int64_t)size;
    return pull_frame(cx, reader, size, ret_piece);
}

enum status envelope_check(struct context *cx, struct envelope_writer *writer)
{
    struct envelope_reader *reader = arena_make(cx->mem, struct envelope_reader);
    struct envelope_piece piece = {0};
    /* Synced pages may be let go, so that what is read is what the disk has. */
    posix_fadvise(writer->fd, 0, 0, POSIX_FADV_DONTNEED);
    enum status status =
        envelope_open(cx, reader, writer->fd, arena_copy_n(cx->mem, (char *)writer->head, 16));
    if (status == OK) status = pull_with(cx, reader, writer->key);
    while (status == OK && !piece.ends) status = envelope_next(cx, reader, &piece);
    sodium_memzero(reader, sizeof *reader);
    return status == INVALID ? fault(cx, "what was sealed cannot be read again") : status;
}
