/* Fuzz target: whatever bytes claim to be a picture, they are refused or become a bare one, which
 * is taken again and keeps its size. The first byte says which kind. */
#include "document/image.h"

#include <stdlib.h>

#include "document/pixels.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

static void must(bool holds)
{
    if (!holds) abort();
}

static void check(struct arena *mem, struct bytes given, enum media media)
{
    struct bytes clean, again;
    struct pixels pixels = {0};
    enum image_fault (*decode)(struct arena *, struct bytes, struct pixels *) =
        media == MEDIA_PNG ? png_decode : jpeg_decode;
    image_is_bare(given, media);
    if (decode(mem, given, &pixels) != IMAGE_FINE) return;
    if ((uint64_t)pixels.width * pixels.height > 1000000) return; /* slow, and nothing new */
    must(image_rebuild(mem, given, media, &clean) == IMAGE_FINE);
    must(image_is_bare(clean, media));
    must(image_rebuild(mem, clean, media, &again) == IMAGE_FINE);
    struct pixels kept = {0};
    must(decode(mem, clean, &kept) == IMAGE_FINE);
    must(kept.width == pixels.width && kept.height == pixels.height);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    if (size < 2) return 0;
    struct arena *mem = arena_new("fuzz");
    check(mem, (struct bytes){bytes + 1, size - 1}, bytes[0] & 1 ? MEDIA_JPEG : MEDIA_PNG);
    arena_free(mem);
    return 0;
}
