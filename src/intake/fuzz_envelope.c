/* Envelopes from an enemy. The first byte chooses: the file itself, as it would lie in intake/new/;
 * or texts, sealed here with the right key, so that what stands behind the encryption is reached.
 */
#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "intake/private.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static unsigned char public[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];

/* Reads to the end; how many bytes its items had, or -1. */
static int64_t read_all(struct context *cx, int fd)
{
    struct envelope_reader *reader = arena_make(cx->mem, struct envelope_reader);
    struct envelope_piece piece = {0};
    int64_t size = 0;
    if (envelope_open(cx, reader, fd, LETTER_MAGIC) != OK) return -1;
    if (envelope_unseal(cx, reader, public, secret) != OK) return -1;
    while (!piece.ends) {
        if (envelope_next(cx, reader, &piece) != OK) return -1;
        size += piece.item == 'P' ? 0 : (int64_t)piece.bytes.size;
    }
    assert(envelope_next(cx, reader, &piece) == INVALID);
    return size;
}

/* Each byte below 128 ends an item, others stand for so many bytes, up to more than a chunk. */
static void write_items(struct context *cx, int fd, const unsigned char *bytes, size_t size)
{
    static const unsigned char block[128 * 137];
    struct envelope_writer *writer = arena_make(cx->mem, struct envelope_writer);
    struct envelope_head head = {.magic = LETTER_MAGIC};
    int64_t wanted = 0;
    assert(envelope_begin(cx, writer, fd, &head, public) == OK);
    envelope_item(writer, 'F');
    for (size_t i = 0; i < size && i < 24; i++) {
        size_t n = (size_t)(bytes[i] & 0x7f) * 137;
        if (bytes[i] < 128) {
            assert(envelope_end_item(cx, writer) == OK);
            envelope_item(writer, (char)bytes[i]);
        } else {
            assert(envelope_bytes(cx, writer, (struct bytes){block, n}) == OK);
            if (writer->chunk[0] != 'P') wanted += (int64_t)n;
        }
    }
    assert(envelope_end_item(cx, writer) == OK);
    assert(envelope_finish(cx, writer, 7, head.digest) == OK);
    assert(envelope_check(cx, writer) == OK);
    assert(read_all(cx, fd) == wanted);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    static const unsigned char seed[crypto_box_SEEDBYTES] = "fuzz";
    struct context cx = {.mem = arena_new("fuzz")};
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    assert(fd >= 0 && crypto_box_seed_keypair(public, secret, seed) == 0);
    if (size && bytes[0] == '+') {
        write_items(&cx, fd, bytes + 1, size - 1);
    } else if (size) {
        assert(write(fd, bytes + 1, size - 1) == (ssize_t)size - 1);
        read_all(&cx, fd);
    }
    close(fd);
    arena_free(cx.mem);
    return 0;
}
