#include "document/image.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <png.h>

#include "base/text.h"
#include "base/unit.h"
#include "document/pixels.h"

static struct context cx;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    return 0;
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

/* ---- making pictures that tell too much ---- */

#define SECRET "SECRET-47.3N-130.2E"

static void append(png_structp png, png_bytep data, size_t size)
{
    out_bytes(png_get_io_ptr(png), data, size);
}

static void flush(png_structp png)
{
}

/* 16 × 8, left half red, right half blue; with alpha the left half is transparent. */
static struct bytes make_png(int colour_type)
{
    struct out out = out_new(cx.mem);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    unsigned channels = colour_type == PNG_COLOR_TYPE_RGB_ALPHA ? 4 : 3;
    png_text text = {.compression = PNG_TEXT_COMPRESSION_NONE,
                     .key = (char *)"Comment",
                     .text = (char *)SECRET,
                     .text_length = strlen(SECRET)};
    png_time time = {2009, 9, 28, 12, 0, 0};
    static const unsigned char exif[] = "MM\0*\0\0\0\x08" SECRET;
    png_set_write_fn(png, &out, append, flush);
    png_set_IHDR(png, info, 16, 8, 8, colour_type, PNG_INTERLACE_ADAM7,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_text(png, info, &text, 1);
    png_set_tIME(png, info, &time);
    png_set_eXIf_1(png, info, sizeof exif, (png_bytep)(uintptr_t)exif);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
        for (int y = 0; y < 8; y++) {
            unsigned char row[64] = {0};
            for (unsigned x = 0; x < 16; x++) {
                row[x * channels + (x < 8 ? 0 : 2)] = 255;
                if (channels == 4) row[x * channels + 3] = x < 8 ? 0 : 255;
            }
            png_write_row(png, row);
        }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    out_text(&out, "tail " SECRET);
    return out_taken(&out);
}

/* The Exif segment: orientation, then whatever. */
static struct bytes exif(unsigned char orientation, bool big_endian)
{
    static const unsigned char big[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    static const unsigned char little[] = "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0";
    struct out out = out_new(cx.mem);
    out_bytes(&out, big_endian ? big : little, 25 - (big_endian ? 0 : 1));
    out_char(&out, (char)orientation);
    out_bytes(&out, "\0\0\0\0\0\0", 6);
    out_text(&out, SECRET);
    return out_taken(&out);
}

/* 24 × 16 (so that turning shows), left third red, the rest blue. */
static struct bytes make_jpeg(int components, bool progressive, unsigned char orientation)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &data, &size);
    jpeg.image_width = 24;
    jpeg.image_height = 16;
    jpeg.input_components = components;
    jpeg.in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 95, TRUE);
    if (progressive) jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    struct bytes marker = exif(orientation, orientation % 2);
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, marker.data, (unsigned)marker.size);
    jpeg_write_marker(&jpeg, JPEG_COM, (const JOCTET *)SECRET, (unsigned)strlen(SECRET));
    jpeg_write_marker(&jpeg, JPEG_APP0 + 2, (const JOCTET *)SECRET, (unsigned)strlen(SECRET));
    while (jpeg.next_scanline < 16) {
        unsigned char row[96] = {0};
        for (int x = 0; x < 24; x++)
            row[x * components + (components == 1 || x < 8 ? 0 : 2)] =
                components == 1 && x >= 8 ? 0 : 255;
        JSAMPROW rows = row;
        jpeg_write_scanlines(&jpeg, &rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    unsigned char *kept = arena_alloc(cx.mem, size);
    memcpy(kept, data, size);
    free(data);
    return (struct bytes){kept, size};
}

static bool holds(struct bytes bytes, const char *what)
{
    return memmem(bytes.data, bytes.size, what, strlen(what)) != NULL;
}

static const unsigned char *pixel(const struct pixels *pixels, unsigned x, unsigned y)
{
    return pixels->data + ((size_t)y * pixels->width + x) * pixels->channels;
}

static bool is_red(const unsigned char *p)
{
    return p[0] > 200 && p[1] < 60 && p[2] < 60;
}

static bool is_blue(const unsigned char *p)
{
    return p[0] < 60 && p[1] < 60 && p[2] > 200;
}

/* ---- what comes out ---- */

static void a_png_keeps_its_pixels_and_nothing_else(void **state)
{
    struct bytes given = make_png(PNG_COLOR_TYPE_RGB), clean;
    struct pixels pixels;
    assert_true(holds(given, SECRET) && holds(given, "tIME") && holds(given, "eXIf"));
    assert_false(image_is_bare(given, MEDIA_PNG));
    assert_int_equal(document_clean_image(&cx, given, MEDIA_PNG, &clean), OK);
    assert_false(holds(clean, SECRET) || holds(clean, "tIME") || holds(clean, "eXIf") ||
                 holds(clean, "tEXt"));
    assert_true(image_is_bare(clean, MEDIA_PNG));
    assert_int_equal(png_decode(cx.mem, clean, &pixels), IMAGE_FINE);
    assert_int_equal(pixels.width, 16);
    assert_int_equal(pixels.height, 8);
    assert_true(is_red(pixel(&pixels, 0, 0)) && is_blue(pixel(&pixels, 15, 7)));
    /* Cleaning is a function of the pixels: what is clean stays as it is, byte for byte. */
    struct bytes again;
    assert_int_equal(document_clean_image(&cx, clean, MEDIA_PNG, &again), OK);
    assert_int_equal(again.size, clean.size);
    assert_memory_equal(again.data, clean.data, clean.size);
}

static void nothing_hides_behind_transparency(void **state)
{
    struct bytes clean;
    struct pixels pixels;
    assert_int_equal(
        document_clean_image(&cx, make_png(PNG_COLOR_TYPE_RGB_ALPHA), MEDIA_PNG, &clean), OK);
    assert_int_equal(png_decode(cx.mem, clean, &pixels), IMAGE_FINE);
    const unsigned char *left = pixel(&pixels, 0, 0);
    assert_true(left[0] == 255 && left[1] == 255 && left[2] == 255);
    assert_true(is_blue(pixel(&pixels, 15, 0)));
}

static void a_jpeg_keeps_its_pixels_and_nothing_else(void **state)
{
    for (int progressive = 0; progressive < 2; progressive++) {
        struct bytes given = make_jpeg(3, progressive, 1), clean;
        struct pixels pixels;
        assert_true(holds(given, SECRET) && holds(given, "Exif"));
        assert_false(image_is_bare(given, MEDIA_JPEG));
        assert_int_equal(document_clean_image(&cx, given, MEDIA_JPEG, &clean), OK);
        assert_false(holds(clean, SECRET) || holds(clean, "Exif"));
        assert_true(image_is_bare(clean, MEDIA_JPEG));
        assert_int_equal(jpeg_decode(cx.mem, clean, &pixels), IMAGE_FINE);
        assert_int_equal(pixels.width, 24);
        assert_true(is_red(pixel(&pixels, 1, 8)) && is_blue(pixel(&pixels, 20, 8)));
    }
}

/* Where the red third of the upright picture is, for each orientation (EXIF 2.3, tag 0x0112). */
static void a_photograph_is_turned_upright(void **state)
{
    enum side { LEFT, RIGHT, TOP, BOTTOM };
    static const enum side red[9] = {[1] = LEFT, [2] = RIGHT, [3] = RIGHT,  [4] = LEFT,
                                     [5] = TOP,  [6] = TOP,   [7] = BOTTOM, [8] = BOTTOM};
    for (unsigned char o = 1; o <= 8; o++) {
        struct bytes clean;
        struct pixels pixels;
        assert_int_equal(document_clean_image(&cx, make_jpeg(3, false, o), MEDIA_JPEG, &clean), OK);
        assert_int_equal(jpeg_decode(cx.mem, clean, &pixels), IMAGE_FINE);
        unsigned w = pixels.width, h = pixels.height;
        assert_int_equal(w, o < 5 ? 24 : 16);
        unsigned x = red[o] == LEFT ? 1 : red[o] == RIGHT ? w - 2 : w / 2;
        unsigned y = red[o] == TOP ? 1 : red[o] == BOTTOM ? h - 2 : h / 2;
        const unsigned char *p = pixel(&pixels, x, y);
        if (!is_red(p)) fail_msg("orientation %d: %d %d %d at %u %u", o, p[0], p[1], p[2], x, y);
        assert_true(is_blue(pixel(&pixels, w - 1 - x, h - 1 - y)));
    }
    struct bytes clean;
    assert_int_equal(document_clean_image(&cx, make_jpeg(3, false, 77), MEDIA_JPEG, &clean), OK);
}

static void grey_stays_grey_and_cmyk_is_refused(void **state)
{
    struct bytes clean;
    struct pixels pixels;
    assert_int_equal(document_clean_image(&cx, make_jpeg(1, false, 1), MEDIA_JPEG, &clean), OK);
    assert_int_equal(jpeg_decode(cx.mem, clean, &pixels), IMAGE_FINE);
    assert_int_equal(pixels.channels, 1);
    assert_int_equal(document_clean_image(&cx, make_jpeg(4, false, 1), MEDIA_JPEG, &clean),
                     INVALID);
    assert_string_equal(cx.issues->message, "image.colours");
    assert_string_equal(cx.issues->field, "file");
}

/* ---- hostile files ---- */

static void truncated_pictures_are_refused(void **state)
{
    struct bytes all[] = {make_png(PNG_COLOR_TYPE_RGB), make_jpeg(3, false, 6),
                          make_jpeg(3, true, 6)};
    static const enum media media[] = {MEDIA_PNG, MEDIA_JPEG, MEDIA_JPEG};
    /* A PNG whose pixels are whole may lack what follows them: it is written anew. */
    const unsigned char *idat = memmem(all[0].data, all[0].size, "IDAT", 4);
    size_t whole = (size_t)(idat - all[0].data) + 4 + idat[-1];
    for (size_t i = 0; i < COUNT_OF(all); i++)
        for (size_t size = 0; size < (i == 0 ? whole : all[i].size); size++) {
            struct arena *mem = arena_new("test");
            struct bytes clean, part = {arena_alloc(mem, size), size};
            memcpy((unsigned char *)(uintptr_t)part.data, all[i].data, size);
            if (image_rebuild(mem, part, media[i], &clean) == IMAGE_FINE)
                fail_msg("picture %zu was taken at %zu of %zu bytes", i, size, all[i].size);
            arena_free(mem);
        }
}

static void damaged_pictures_are_refused_or_bare(void **state)
{
    struct bytes all[] = {make_png(PNG_COLOR_TYPE_RGB), make_jpeg(3, false, 6),
                          make_jpeg(3, true, 6)};
    static const enum media media[] = {MEDIA_PNG, MEDIA_JPEG, MEDIA_JPEG};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        for (size_t at = 0; at < all[i].size; at++) {
            struct arena *mem = arena_new("test");
            unsigned char *copy = arena_alloc(mem, all[i].size);
            memcpy(copy, all[i].data, all[i].size);
            copy[at] ^= (unsigned char)(1u << at % 8);
            /* A flip in the header may ask for gigapixels of nothing: bounded, but slow here. */
            struct bytes clean, damaged = {copy, all[i].size};
            struct pixels pixels = {0};
            enum image_fault found = media[i] == MEDIA_PNG ? png_decode(mem, damaged, &pixels)
                                                           : jpeg_decode(mem, damaged, &pixels);
            if (found == IMAGE_FINE && pixels.width * pixels.height < 100000) {
                assert_int_equal(image_rebuild(mem, damaged, media[i], &clean), IMAGE_FINE);
                assert_true(image_is_bare(clean, media[i]));
            }
            arena_free(mem);
        }
}

static void claims_of_size_are_refused_before_they_cost(void **state)
{
    struct bytes png = make_png(PNG_COLOR_TYPE_RGB), clean;
    unsigned char *copy = arena_alloc(cx.mem, png.size);
    memcpy(copy, png.data, png.size);
    memcpy(copy + 16, "\x00\x01\x00\x00\x00\x01\x00\x00", 8); /* 65 536 × 65 536 */
    assert_int_not_equal(image_rebuild(cx.mem, (struct bytes){copy, png.size}, MEDIA_PNG, &clean),
                         IMAGE_FINE);
    struct bytes jpeg = make_jpeg(3, false, 1);
    unsigned char *big = arena_alloc(cx.mem, jpeg.size);
    memcpy(big, jpeg.data, jpeg.size);
    unsigned char *frame = memmem(big, jpeg.size, "\xff\xc0", 2);
    memcpy(frame + 5, "\xff\x00\xff\x00", 4);
    assert_int_equal(image_rebuild(cx.mem, (struct bytes){big, jpeg.size}, MEDIA_JPEG, &clean),
                     IMAGE_TOO_LARGE);
    struct bytes huge = {png.data, (size_t)IMAGE_BYTES_MAX + 1};
    assert_int_equal(document_clean_image(&cx, huge, MEDIA_PNG, &clean), INVALID);
    assert_string_equal(cx.issues->message, "image.too_large");
}

static void what_is_no_picture_is_refused(void **state)
{
    struct bytes clean, png = make_png(PNG_COLOR_TYPE_RGB);
    assert_int_equal(document_clean_image(&cx, png, MEDIA_JPEG, &clean), INVALID);
    assert_int_equal(document_clean_image(&cx, png, MEDIA_TEXT, &clean), INVALID);
    assert_int_equal(document_clean_image(&cx, (struct bytes){NULL, 0}, MEDIA_PNG, &clean),
                     INVALID);
    for (struct issue *found = cx.issues; found; found = found->next)
        assert_string_equal(found->message, "image.malformed");
}

/* ---- what a file is ---- */

static void a_file_is_what_its_name_and_its_bytes_say(void **state)
{
    struct bytes png = make_png(PNG_COLOR_TYPE_RGB), jpeg = make_jpeg(3, false, 1);
    const struct {
        struct bytes bytes;
        const char *name;
        enum media media;
    } files[] = {
        {png,                                                "图.PNG",    MEDIA_PNG    },
        {png,                                                "图.jpg",    MEDIA_UNKNOWN},
        {png,                                                "图",        MEDIA_UNKNOWN},
        {png,                                                ".png",       MEDIA_UNKNOWN},
        {jpeg,                                               "a.jpeg",     MEDIA_JPEG   },
        {jpeg,                                               "a.JPG",      MEDIA_JPEG   },
        {jpeg,                                               "a.jpg.exe",  MEDIA_UNKNOWN},
        {{(const unsigned char *)"甲,乙\r\n1,2\t3\n", 15}, "表.csv",    MEDIA_CSV    },
        {{(const unsigned char *)"第一条", 9},            "说明.txt", MEDIA_TEXT   },
        {{(const unsigned char *)"第一条", 8},            "说明.txt", MEDIA_UNKNOWN}, /* not UTF-8 */
        {{(const unsigned char *)"a\0b", 3},                 "a.txt",      MEDIA_UNKNOWN},
        {{(const unsigned char *)"a\x1b[31m", 6},            "a.txt",      MEDIA_UNKNOWN},
        {{(const unsigned char *)"a\xc2\x9b", 3},            "a.txt",      MEDIA_UNKNOWN},
        {{(const unsigned char *)"", 0},                     "a.txt",      MEDIA_UNKNOWN},
        {{(const unsigned char *)"%PDF-1.7 a", 10},          "a.pdf",      MEDIA_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT_OF(files); i++)
        assert_int_equal(document_sniff(files[i].bytes, files[i].name), files[i].media);
    for (enum media media = MEDIA_TEXT; media < MEDIA_COUNT; media++)
        assert_int_equal(media_of_type(media_type(media)), media);
    assert_int_equal(media_of_type("image/svg+xml"), MEDIA_UNKNOWN);
}

static void a_tail_or_a_foreign_chunk_is_not_bare(void **state)
{
    struct bytes clean;
    assert_int_equal(image_rebuild(cx.mem, make_jpeg(3, false, 1), MEDIA_JPEG, &clean), IMAGE_FINE);
    struct out out = out_new(cx.mem);
    out_bytes(&out, clean.data, clean.size);
    assert_true(image_is_bare(out_taken(&out), MEDIA_JPEG));
    out_text(&out, "x");
    assert_false(image_is_bare(out_taken(&out), MEDIA_JPEG));
    for (size_t size = 0; size < clean.size; size++)
        assert_false(image_is_bare((struct bytes){clean.data, size}, MEDIA_JPEG));
    assert_int_equal(image_rebuild(cx.mem, make_png(PNG_COLOR_TYPE_RGB), MEDIA_PNG, &clean),
                     IMAGE_FINE);
    for (size_t size = 0; size < clean.size; size++)
        assert_false(image_is_bare((struct bytes){clean.data, size}, MEDIA_PNG));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_png_keeps_its_pixels_and_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_hides_behind_transparency, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_jpeg_keeps_its_pixels_and_nothing_else, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_photograph_is_turned_upright, set_up, tear_down),
        cmocka_unit_test_setup_teardown(grey_stays_grey_and_cmyk_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(truncated_pictures_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_pictures_are_refused_or_bare, set_up, tear_down),
        cmocka_unit_test_setup_teardown(claims_of_size_are_refused_before_they_cost, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_picture_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_is_what_its_name_and_its_bytes_say, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_tail_or_a_foreign_chunk_is_not_bare, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
