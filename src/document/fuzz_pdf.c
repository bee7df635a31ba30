/* Fuzz target: whatever bytes claim to be a PDF are looked at without harm, and what is fine once
 * has a page: cut off before its end it is not fine. */
#include <stdlib.h>

#include "document/pdf.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct bytes given = {bytes, size};
    if (pdf_examine(given) != PDF_FINE) return 0;
    given.size = 8;
    if (pdf_examine(given) == PDF_FINE) abort();
    return 0;
}
