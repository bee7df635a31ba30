/* For tests: what poppler, qpdf and python say about a file that we made. */
#ifndef DOCUMENT_TEST_TOOL_H
#define DOCUMENT_TEST_TOOL_H

#include "base/context.h"
#include "base/out.h"

/* Writes the bytes to a file, runs the program with its path in the place of the argument "FILE",
 * and returns what it wrote to its standard output. Fails the test if it does not end with 0. */
const char *tool_read(struct context *cx, struct bytes bytes, const char *const *arguments);

#endif
