/* Pictures made anew from their pixels, so that what is released is what is seen.
 *
 * A photograph carries where and when it was taken, with which camera, a thumbnail of what was cut
 * off, and whatever a program wrote beside the pixels; a transparent pixel hides a colour. So PNG
 * and JPEG are decoded, turned upright (a JPEG's EXIF orientation is applied, then forgotten),
 * laid on white and written again: nothing of the file survives but its pixels, without alpha and
 * without a colour profile. JPEG loses a little quality. Decoding hostile bytes happens in a
 * sandbox (document/sandbox.h), and what comes back must be a file without anything but pixels.
 *
 *     struct bytes clean;
 *     TRY(document_clean_image(cx, bytes, MEDIA_JPEG, &clean));
 */
#ifndef DOCUMENT_IMAGE_H
#define DOCUMENT_IMAGE_H

#include "base/context.h"
#include "document/media.h"

enum { IMAGE_BYTES_MAX = 20 * 1024 * 1024, IMAGE_PIXELS_MAX = 40 * 1000 * 1000 };

/* INVALID with an issue at "file" when it is malformed, too large or of unsupported colours. */
enum status document_clean_image(struct context *cx, struct bytes bytes, enum media media,
                                 struct bytes *ret_clean) MUST_USE;

/* ---- the parts, for tests and fuzzing ---- */

enum image_fault { IMAGE_FINE, IMAGE_MALFORMED, IMAGE_TOO_LARGE, IMAGE_COLOURS };

/* Decodes and encodes in this process. The result lives in mem. */
enum image_fault image_rebuild(struct arena *mem, struct bytes bytes, enum media media,
                               struct bytes *ret_image);
/* Does the file hold a picture and nothing else: no text, profile, time, comment or tail? */
bool image_is_bare(struct bytes bytes, enum media media);

#endif
