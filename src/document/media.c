#include "document/media.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static bool is_png(struct bytes bytes)
{
    static const unsigned char begin[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
    return bytes.size > 16 && memcmp(bytes.data, begin, 16) == 0;
}

static bool is_jpeg(struct bytes bytes)
{
    return bytes.size > 4 && memcmp(bytes.data, "\xff\xd8\xff", 3) == 0;
}

/* UTF-8 without control characters: C0 but tab and line ends, DEL, and C1 (0xC2 0x80…0x9F). */
static bool is_text(struct bytes bytes)
{
    if (!bytes.size || !text_is_utf8((const char *)bytes.data, bytes.size)) return false;
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char c = bytes.data[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) return false;
        if (c == 0xc2 && bytes.data[i + 1] < 0xa0) return false;
    }
    return true;
}

static const struct kind_of_file {
    enum media media;
    const char *type;
    const char *endings[3];
    bool (*holds)(struct bytes bytes);
} kinds[] = {
    {MEDIA_TEXT, "text/plain", {".txt"},          is_text},
    {MEDIA_CSV,  "text/csv",   {".csv"},          is_text},
    {MEDIA_PNG,  "image/png",  {".png"},          is_png },
    {MEDIA_JPEG, "image/jpeg", {".jpg", ".jpeg"}, is_jpeg},
};

static bool ends_with(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);
    return n > m && strcasecmp(name + n - m, ending) == 0;
}

enum media document_sniff(struct bytes bytes, const char *file_name)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        for (size_t j = 0; kinds[i].endings[j]; j++)
            if (ends_with(file_name, kinds[i].endings[j]) && kinds[i].holds(bytes))
                return kinds[i].media;
    return MEDIA_UNKNOWN;
}

const char *media_type(enum media media)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].media == media) return kinds[i].type;
    return "";
}

enum media media_of_type(const char *type)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_equal(kinds[i].type, type)) return kinds[i].media;
    return MEDIA_UNKNOWN;
}

bool media_is_image(enum media media)
{
    return media == MEDIA_PNG || media == MEDIA_JPEG;
}
