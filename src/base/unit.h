/* Unit tests: cmocka with what it needs included before it. */
#ifndef BASE_UNIT_H
#define BASE_UNIT_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
/* clang-format on */

#endif
