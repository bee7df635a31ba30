/* The kinds of file that may be released until documents can be scanned: plain text, CSV, PNG and
 * JPEG. A file is of a kind when its name and its own bytes say so both; all else is unknown and is
 * not taken.
 *
 *     enum media media = document_sniff(bytes, "事故统计.csv");   // MEDIA_CSV
 */
#ifndef DOCUMENT_MEDIA_H
#define DOCUMENT_MEDIA_H

#include "base/out.h"

enum media { MEDIA_UNKNOWN, MEDIA_TEXT, MEDIA_CSV, MEDIA_PNG, MEDIA_JPEG, MEDIA_COUNT };

enum media document_sniff(struct bytes bytes, const char *file_name);

/* "text/plain", "text/csv", "image/png", "image/jpeg"; as the canonical record writes them. */
const char *media_type(enum media media);
enum media media_of_type(const char *type); /* MEDIA_UNKNOWN for another */
bool media_is_image(enum media media);

#endif
