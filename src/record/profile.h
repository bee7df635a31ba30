/* Which optional steps an agency's publication has: collate, approve, file. All by default. */
#ifndef RECORD_PROFILE_H
#define RECORD_PROFILE_H

#include "base/context.h"

/* step: "collate", "approve" or "file". */
enum status profile_has(struct context *cx, const char *agency, const char *step,
                        bool *ret_has) MUST_USE;
/* steps: a space-separated list of those that exist. */
enum status profile_set(struct context *cx, const char *agency, const char *steps) MUST_USE;

#endif
