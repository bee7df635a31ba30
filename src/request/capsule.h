/* What the applicant sees with their code, and a third party with theirs: made anew after every
 * change, sealed to the key that came with the letter (view.h says what is in it). A change marks
 * the record stale in its own transaction; request_tick() then writes the capsule and clears the
 * mark, so that a crash in between loses nothing. */
#ifndef REQUEST_CAPSULE_H
#define REQUEST_CAPSULE_H

#include "request/request.h"

enum status request_capsule(struct context *cx, const char *application) MUST_USE;
enum status consultation_capsule(struct context *cx, const char *consultation) MUST_USE;

/* The JSON alone: for the office's "as the applicant sees it", and for tests. */
enum status request_capsule_json(struct context *cx, const struct application *a,
                                 const char **ret_json) MUST_USE;

#endif
