/* JPEG by libjpeg, whose only way out of an error is a jump. It stays inside this file: a function
 * that sets the jump keeps all it needs in a job, so that no local is lost by it. */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "document/pixels.h"

enum { QUALITY = 90, SCANS_MAX = 64, EXIF_MARKER = JPEG_APP0 + 1 };

struct guard {
    struct jpeg_error_mgr errors; /* first: libjpeg hands back a pointer to it */
    jmp_buf out;
};

static _Noreturn void jump_out(j_common_ptr jpeg)
{
    longjmp(((struct guard *)jpeg->err)->out, 1);
}

/* Below zero: the data are corrupt and libjpeg would guess. We do not release guesses. */
static void refuse_warnings(j_common_ptr jpeg, int level)
{
    if (level < 0) jump_out(jpeg);
}

static void say_nothing(j_common_ptr jpeg)
{
}

static struct jpeg_error_mgr *guard_init(struct guard *guard)
{
    jpeg_std_error(&guard->errors);
    guard->errors.error_exit = jump_out;
    guard->errors.emit_message = refuse_warnings;
    guard->errors.output_message = say_nothing;
    return &guard->errors;
}

/* ---- orientation: TIFF 6.0 inside the Exif marker ---- */

struct tiff {
    const unsigned char *data;
    size_t size;
    bool big_endian;
};

static uint32_t tiff_number(const struct tiff *tiff, size_t at, size_t size)
{
    uint32_t number = 0;
    if (at > tiff->size || tiff->size - at < size) return 0;
    for (size_t i = 0; i < size; i++)
        number |= (uint32_t)tiff->data[at + i] << 8 * (tiff->big_endian ? size - 1 - i : i);
    return number;
}

/* 1 to 8; 1 (upright) where nothing credible is said. */
static unsigned orientation(const struct jpeg_marker_struct *marker)
{
    enum { ORIENTATION = 0x0112, SHORT = 3, ENTRY = 12 };
    for (; marker; marker = marker->next) {
        if (marker->marker != EXIF_MARKER || marker->data_length < 14 ||
            memcmp(marker->data, "Exif\0", 6) != 0)
            continue;
        struct tiff tiff = {marker->data + 6, marker->data_length - 6, marker->data[6] == 'M'};
        size_t at = tiff_number(&tiff, 4, 4);
        uint32_t entries = tiff_number(&tiff, at, 2);
        for (uint32_t i = 0; i < entries && i < 100; i++) {
            size_t entry = at + 2 + (size_t)i * ENTRY;
            if (tiff_number(&tiff, entry, 2) != ORIENTATION) continue;
            uint32_t value = tiff_number(&tiff, entry + 8, 2);
            return tiff_number(&tiff, entry + 2, 2) == SHORT && value >= 1 && value <= 8 ? value
                                                                                         : 1;
        }
    }
    return 1;
}

static void turn(struct arena *mem, struct pixels *pixels, unsigned orientation)
{
    static const struct {
        bool swap, flip_x, flip_y;
    } turns[9] = {
        [2] = {false, true,  false},
          [3] = {false, true,  true },
          [4] = {false, false, true },
        [5] = {true,  false, false},
          [6] = {true,  true,  false},
          [7] = {true,  true,  true },
        [8] = {true,  false, true }
    };
    const struct pixels from = *pixels;
    if (orientation <= 1) return;
    pixels->width = turns[orientation].swap ? from.height : from.width;
    pixels->height = turns[orientation].swap ? from.width : from.height;
    pixels->data = arena_alloc(mem, (size_t)from.width * from.height * from.channels);
    const unsigned char *source = from.data;
    for (unsigned y = 0; y < from.height; y++)
        for (unsigned x = 0; x < from.width; x++, source += from.channels) {
            size_t to_x = turns[orientation].swap ? y : x, to_y = turns[orientation].swap ? x : y;
            if (turns[orientation].flip_x) to_x = pixels->width - 1 - to_x;
            if (turns[orientation].flip_y) to_y = pixels->height - 1 - to_y;
            memcpy(pixels->data + (to_y * pixels->width + to_x) * from.channels, source,
                   from.channels);
        }
}

/* ---- decoding ---- */

struct decoding {
    struct guard guard;
    struct jpeg_decompress_struct jpeg;
    struct jpeg_progress_mgr progress;
    struct arena *mem;
    struct bytes bytes;
    unsigned orientation;
    struct pixels pixels;
};

/* A progressive file may hold thousands of scans, each a pass over the whole picture. */
static void bound_scans(j_common_ptr jpeg)
{
    if (((j_decompress_ptr)jpeg)->input_scan_number > SCANS_MAX) jump_out(jpeg);
}

static enum image_fault read_header(struct decoding *job)
{
    jpeg_mem_src(&job->jpeg, job->bytes.data, (unsigned long)job->bytes.size);
    jpeg_save_markers(&job->jpeg, EXIF_MARKER, 0xffff);
    jpeg_read_header(&job->jpeg, TRUE);
    if (!pixels_fit(job->jpeg.image_width, job->jpeg.image_height)) return IMAGE_TOO_LARGE;
    if (job->jpeg.num_components != 1 && job->jpeg.num_components != 3) return IMAGE_COLOURS;
    job->jpeg.out_color_space = job->jpeg.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
    job->orientation = orientation(job->jpeg.marker_list); /* which finishing empties */
    return IMAGE_FINE;
}

static void read_rows(struct decoding *job)
{
    jpeg_start_decompress(&job->jpeg);
    unsigned channels = (unsigned)job->jpeg.output_components;
    size_t row = (size_t)job->jpeg.output_width * channels;
    unsigned char *data = arena_alloc(job->mem, row * job->jpeg.output_height);
    job->pixels = (struct pixels){data, job->jpeg.output_width, job->jpeg.output_height, channels};
    while (job->jpeg.output_scanline < job->jpeg.output_height) {
        JSAMPROW to = data + row * job->jpeg.output_scanline;
        jpeg_read_scanlines(&job->jpeg, &to, 1);
    }
    jpeg_finish_decompress(&job->jpeg);
}

static enum image_fault decode(struct decoding *job)
{
    job->jpeg.err = guard_init(&job->guard);
    if (setjmp(job->guard.out)) {
        jpeg_destroy_decompress(&job->jpeg);
        return IMAGE_MALFORMED;
    }
    jpeg_create_decompress(&job->jpeg);
    job->jpeg.mem->max_memory_to_use = 512L * 1024 * 1024;
    job->progress.progress_monitor = bound_scans;
    job->jpeg.progress = &job->progress;
    enum image_fault found = read_header(job);
    if (found == IMAGE_FINE) {
        read_rows(job);
        turn(job->mem, &job->pixels, job->orientation);
    }
    jpeg_destroy_decompress(&job->jpeg);
    return found;
}

enum image_fault jpeg_decode(struct arena *mem, struct bytes bytes, struct pixels *ret_pixels)
{
    struct decoding *job = arena_make(mem, struct decoding);
    job->mem = mem;
    job->bytes = bytes;
    enum image_fault found = decode(job);
    if (found == IMAGE_FINE) *ret_pixels = job->pixels;
    return found;
}

/* ---- encoding ---- */

struct encoding {
    struct guard guard;
    struct jpeg_compress_struct jpeg;
    const struct pixels *pixels;
    unsigned char *data; /* malloc'd by libjpeg */
    unsigned long size;
};

static enum image_fault encode(struct encoding *job)
{
    job->jpeg.err = guard_init(&job->guard);
    if (setjmp(job->guard.out)) {
        jpeg_destroy_compress(&job->jpeg);
        return IMAGE_MALFORMED;
    }
    jpeg_create_compress(&job->jpeg);
    jpeg_mem_dest(&job->jpeg, &job->data, &job->size);
    job->jpeg.image_width = job->pixels->width;
    job->jpeg.image_height = job->pixels->height;
    job->jpeg.input_components = (int)job->pixels->channels;
    job->jpeg.in_color_space = job->pixels->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&job->jpeg);
    jpeg_set_quality(&job->jpeg, QUALITY, TRUE);
    job->jpeg.optimize_coding = TRUE;
    /* Full colour resolution: red seals and thin coloured lines stay legible. */
    job->jpeg.comp_info[0].h_samp_factor = job->jpeg.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&job->jpeg, TRUE);
    while (job->jpeg.next_scanline < job->jpeg.image_height) {
        JSAMPROW row = job->pixels->data +
                       (size_t)job->jpeg.next_scanline * job->pixels->width * job->pixels->channels;
        jpeg_write_scanlines(&job->jpeg, &row, 1);
    }
    jpeg_finish_compress(&job->jpeg);
    jpeg_destroy_compress(&job->jpeg);
    return IMAGE_FINE;
}

enum image_fault jpeg_encode(struct arena *mem, const struct pixels *pixels,
                             struct bytes *ret_bytes)
{
    struct encoding *job = arena_make(mem, struct encoding);
    job->pixels = pixels;
    enum image_fault found = encode(job);
    if (found == IMAGE_FINE) {
        unsigned char *data = arena_alloc(mem, job->size);
        memcpy(data, job->data, job->size);
        *ret_bytes = (struct bytes){data, job->size};
    }
    free(job->data);
    return found;
}
