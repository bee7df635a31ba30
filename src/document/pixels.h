/* Inside document/image: the picture between decoding and encoding. */
#ifndef DOCUMENT_PIXELS_H
#define DOCUMENT_PIXELS_H

#include "document/image.h"

struct pixels {
    unsigned char *data;              /* rows of width * channels bytes, no gaps */
    unsigned width, height, channels; /* 1 grey, 3 RGB */
};

static inline bool pixels_fit(uint64_t width, uint64_t height)
{
    return width > 0 && height > 0 && width <= 65500 && height <= 65500 &&
           width * height <= IMAGE_PIXELS_MAX;
}

enum image_fault png_decode(struct arena *mem, struct bytes bytes, struct pixels *ret_pixels);
enum image_fault png_encode(struct arena *mem, const struct pixels *pixels,
                            struct bytes *ret_bytes);
enum image_fault jpeg_decode(struct arena *mem, struct bytes bytes, struct pixels *ret_pixels);
enum image_fault jpeg_encode(struct arena *mem, const struct pixels *pixels,
                             struct bytes *ret_bytes);

#endif
