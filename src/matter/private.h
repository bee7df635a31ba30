/* Inside the office's side of matters. */
#ifndef MATTER_PRIVATE_H
#define MATTER_PRIVATE_H

#include "matter/matter.h"
#include "store/store.h"

const struct matter_setting *matter_setting(void);
const struct matter_sort *matter_sort_of(const char *sort); /* NULL: no room of this sort */

#endif
