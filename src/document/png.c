/* PNG by libpng's simplified interface, which keeps its own error handling and ignores every chunk
 * that does not bear on the pixels. */
#include <png.h>

#include "document/pixels.h"

enum image_fault png_decode(struct arena *mem, struct bytes bytes, struct pixels *ret_pixels)
{
    static const png_color white = {255, 255, 255};
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes.data, bytes.size)) return IMAGE_MALFORMED;
    if (!pixels_fit(image.width, image.height)) {
        png_image_free(&image);
        return IMAGE_TOO_LARGE;
    }
    bool colour = image.format & PNG_FORMAT_FLAG_COLOR;
    image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    unsigned char *data = arena_alloc(mem, PNG_IMAGE_SIZE(image));
    /* Laid on white: what was behind a transparent pixel is gone. */
    if (!png_image_finish_read(&image, &white, data, 0, NULL)) return IMAGE_MALFORMED;
    *ret_pixels = (struct pixels){data, image.width, image.height, colour ? 3 : 1};
    return IMAGE_FINE;
}

enum image_fault png_encode(struct arena *mem, const struct pixels *pixels, struct bytes *ret_bytes)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = pixels->width,
                       .height = pixels->height,
                       .format = pixels->channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY};
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    unsigned char *data = arena_alloc(mem, size);
    if (!png_image_write_to_memory(&image, data, &size, 0, pixels->data, 0, NULL))
        return IMAGE_MALFORMED;
    *ret_bytes = (struct bytes){data, size};
    return IMAGE_FINE;
}
