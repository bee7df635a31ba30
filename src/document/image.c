#include "document/image.h"

#include <string.h>

#include "document/pixels.h"
#include "document/sandbox.h"

enum image_fault image_rebuild(struct arena *mem, struct bytes bytes, enum media media,
                               struct bytes *ret_image)
{
    struct pixels pixels;
    enum image_fault found =
        media == MEDIA_PNG ? png_decode(mem, bytes, &pixels) : jpeg_decode(mem, bytes, &pixels);
    if (found != IMAGE_FINE) return found;
    return media == MEDIA_PNG ? png_encode(mem, &pixels, ret_image)
                              : jpeg_encode(mem, &pixels, ret_image);
}

/* ---- is there nothing but a picture? ---- */

static uint32_t big_endian(const unsigned char *at, size_t size)
{
    uint32_t number = 0;
    for (size_t i = 0; i < size; i++) number = number << 8 | at[i];
    return number;
}

static bool is_one_of(const unsigned char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(name, names[i], 4) == 0) return true;
    return false;
}

/* PNG: length, name, data, checksum; the first is IHDR and the last, IEND, ends the file. */
static bool png_is_bare(struct bytes bytes)
{
    static const char *const allowed[] = {"IHDR", "sRGB", "gAMA", "cHRM", "IDAT", "IEND"};
    size_t at = 8;
    if (document_sniff(bytes, "x.png") != MEDIA_PNG || bytes.size < 24) return false;
    if (!pixels_fit(big_endian(bytes.data + 16, 4), big_endian(bytes.data + 20, 4))) return false;
    while (bytes.size - at >= 12) {
        size_t length = big_endian(bytes.data + at, 4);
        const unsigned char *name = bytes.data + at + 4;
        if (!is_one_of(name, allowed, COUNT_OF(allowed)) || bytes.size - at - 12 < length)
            return false;
        at += 12 + length;
        if (memcmp(name, "IEND", 4) == 0) return length == 0 && at == bytes.size;
    }
    return false;
}

/* The segments that hold nothing but the picture: JFIF's header without a thumbnail, tables, the
 * frame, the restart interval. */
static bool is_plain_segment(unsigned char marker, const unsigned char *data, size_t length)
{
    enum { DHT = 0xc4, SOF0 = 0xc0, SOF1 = 0xc1, DQT = 0xdb, DRI = 0xdd, APP0 = 0xe0 };
    switch (marker) {
    case APP0:
        return length == 16 && memcmp(data, "JFIF\0", 5) == 0 && !data[12] && !data[13];
    case SOF0:
    case SOF1:
        return length >= 8 && pixels_fit(big_endian(data + 3, 2), big_endian(data + 1, 2));
    case DHT:
    case DQT:
    case DRI:
        return true;
    default:
        return false;
    }
}

/* Coded data run to the first marker that is not a stuffed zero or a restart: it must be the end.
 */
static bool ends_after_scan(struct bytes bytes, size_t at)
{
    for (; at + 1 < bytes.size; at++) {
        if (bytes.data[at] != 0xff) continue;
        unsigned char next = bytes.data[at + 1];
        if (next == 0xd9) return at + 2 == bytes.size;
        if (next != 0 && !(next >= 0xd0 && next <= 0xd7)) return false;
    }
    return false;
}

static bool jpeg_is_bare(struct bytes bytes)
{
    size_t at = 2;
    if (document_sniff(bytes, "x.jpg") != MEDIA_JPEG) return false;
    while (bytes.size - at >= 4 && bytes.data[at] == 0xff) {
        unsigned char marker = bytes.data[at + 1];
        size_t length = big_endian(bytes.data + at + 2, 2);
        if (length < 2 || bytes.size - at - 2 < length) return false;
        if (marker == 0xda) return ends_after_scan(bytes, at + 2 + length);
        if (!is_plain_segment(marker, bytes.data + at + 4, length)) return false;
        at += 2 + length;
    }
    return false;
}

bool image_is_bare(struct bytes bytes, enum media media)
{
    return media == MEDIA_PNG ? png_is_bare(bytes) : media == MEDIA_JPEG && jpeg_is_bare(bytes);
}

/* ---- in the sandbox ---- */

struct job {
    struct bytes bytes;
    enum media media;
};

static int rebuild(int answer, const void *given)
{
    const struct job *job = given;
    struct bytes image;
    enum image_fault found = image_rebuild(arena_new("image"), job->bytes, job->media, &image);
    return found == IMAGE_FINE ? sandbox_write(answer, image) : (int)found;
}

static enum status refuse(struct context *cx, int found)
{
    static const char *const messages[] = {[IMAGE_MALFORMED] = "image.malformed",
                                           [IMAGE_TOO_LARGE] = "image.too_large",
                                           [IMAGE_COLOURS] = "image.colours"};
    bool known = found > 0 && (size_t)found < COUNT_OF(messages);
    return issue(cx, "file", messages[known ? found : IMAGE_MALFORMED], "");
}

enum status document_clean_image(struct context *cx, struct bytes bytes, enum media media,
                                 struct bytes *ret_clean)
{
    static const struct sandbox_limits limits = {.answer = 2 * (size_t)IMAGE_BYTES_MAX,
                                                 .memory = 1024UL * 1024 * 1024,
                                                 .cpu_seconds = 10,
                                                 .wall_seconds = 30};
    const struct job job = {bytes, media};
    struct sandbox_end end;
    if (bytes.size > IMAGE_BYTES_MAX) return refuse(cx, IMAGE_TOO_LARGE);
    if (!media_is_image(media)) return refuse(cx, IMAGE_MALFORMED);
    TRY(sandbox_run(cx, &limits, rebuild, &job, &end));
    if (end.how != SANDBOX_ANSWERED) return refuse(cx, end.code);
    if (!image_is_bare(end.answer, media)) return refuse(cx, IMAGE_MALFORMED);
    *ret_clean = end.answer;
    return OK;
}
