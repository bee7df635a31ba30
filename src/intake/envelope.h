/* The envelope: one file format for letters and capsules.
 *
 *     offset  bytes
 *          0     16  what it is: "gongkai-letter/1" or "gongkaicapsule/1"
 *         16      8  whose: the sealing key's id, or the first bytes of the capsule's name
 *         24      8  a number, big-endian: a letter's time of filing, a capsule's serial
 *         32     16  a digest of the content by a key of the writer's: tells copies from repeats
 *         48     80  the stream key, sealed to the receiver (crypto_box_seal)
 *        128     24  head of the stream (crypto_secretstream_xchacha20poly1305)
 *        152      …  frames: length (2 bytes, big-endian), ciphertext of at most 16 KB and 18 bytes
 *
 * The first byte of every frame's text says to which item it belongs ('F' a file, 'H' the head of a
 * letter, 'I' index and 'J' JSON of a capsule, 'P' padding); the tag PUSH ends an item, FINAL the
 * envelope. The padding brings the whole to a multiple of 4 KB. Bytes 0–23 and 48–151 are bound by
 * the first frame, number and digest by the last: no byte can be changed, none cut off or added.
 *
 * Writer and reader hold one chunk, whatever the size of the files.
 *
 *     TRY(envelope_begin(cx, &writer, fd, &head, public));
 *     TRY(envelope_item(cx, &writer, 'F'));  TRY(envelope_bytes(cx, &writer, piece));
 *     TRY(envelope_end_item(cx, &writer));
 *     TRY(envelope_finish(cx, &writer, number, digest));  fsync(fd);
 *     TRY(envelope_check(cx, &writer));
 *
 *     TRY(envelope_open(cx, &reader, fd, LETTER_MAGIC));
 *     TRY(envelope_unseal(cx, &reader, public, secret));
 *     do TRY(envelope_next(cx, &reader, &piece)); while (!piece.ends);
 *
 * Everything that is read here may come from an enemy: INVALID, with an issue, is the answer.
 */
#ifndef INTAKE_ENVELOPE_H
#define INTAKE_ENVELOPE_H

#include <sodium.h>

#include "base/context.h"
#include "base/out.h"

#define LETTER_MAGIC "gongkai-letter/1"
#define CAPSULE_MAGIC "gongkaicapsule/1"

enum {
    ENVELOPE_MAGIC = 16,
    ENVELOPE_WHOSE = 8,
    ENVELOPE_DIGEST = 16,
    ENVELOPE_SEALED = crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_box_SEALBYTES,
    ENVELOPE_HEAD = 152,
    ENVELOPE_CHUNK = 16 * 1024,
    ENVELOPE_FRAME = 1 + ENVELOPE_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES,
    ENVELOPE_UNIT = 4096,
};

struct envelope_head {
    const char *magic;
    unsigned char whose[ENVELOPE_WHOSE];
    int64_t number;
    unsigned char digest[ENVELOPE_DIGEST];
};

struct envelope_writer {
    int fd;
    int64_t size;
    unsigned char head[ENVELOPE_HEAD];
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES]; /* to read it again */
    crypto_secretstream_xchacha20poly1305_state state;
    bool begun;
    size_t held;
    unsigned char chunk[1 + ENVELOPE_CHUNK]; /* what it belongs to, and the bytes */
};

/* fd is open for reading and writing, and empty. BUSY: the disk is full. */
enum status envelope_begin(struct context *cx, struct envelope_writer *writer, int fd,
                           const struct envelope_head *head,
                           const unsigned char public[crypto_box_PUBLICKEYBYTES]) MUST_USE;
void envelope_item(struct envelope_writer *writer, char item);
enum status envelope_bytes(struct context *cx, struct envelope_writer *writer,
                           struct bytes bytes) MUST_USE;
enum status envelope_end_item(struct context *cx, struct envelope_writer *writer) MUST_USE;
/* Pads, and writes number and digest, which may be known only now. Does not sync. */
enum status envelope_finish(struct context *cx, struct envelope_writer *writer, int64_t number,
                            const unsigned char digest[ENVELOPE_DIGEST]) MUST_USE;
/* After a sync: reads what is on the disk, not in memory, and decrypts it to its last byte. */
enum status envelope_check(struct context *cx, struct envelope_writer *writer) MUST_USE;
void envelope_forget(struct envelope_writer *writer);

struct envelope_reader {
    int fd;
    int64_t at, size;
    unsigned char raw[ENVELOPE_HEAD];
    struct envelope_head head;
    crypto_secretstream_xchacha20poly1305_state state;
    bool begun, ended;
    unsigned char frame[ENVELOPE_FRAME], text[1 + ENVELOPE_CHUNK];
};
struct envelope_piece {
    char item;
    struct bytes bytes; /* until the next call */
    bool ends_item, ends;
};
/* The part that anyone can read. INVALID: it is no such envelope. Reads by position. */
enum status envelope_open(struct context *cx, struct envelope_reader *reader, int fd,
                          const char *magic) MUST_USE;
enum status envelope_unseal(struct context *cx, struct envelope_reader *reader,
                            const unsigned char public[crypto_box_PUBLICKEYBYTES],
                            const unsigned char secret[crypto_box_SECRETKEYBYTES]) MUST_USE;
enum status envelope_next(struct context *cx, struct envelope_reader *reader,
                          struct envelope_piece *ret_piece) MUST_USE;

#endif
