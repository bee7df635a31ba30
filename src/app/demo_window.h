/* The convenience window of the demonstration: cases and questions as they lie there on its day.
 *
 * Data in demo/window/cases.yaml → the moves of service/case.h, by the accounts whose hands they
 * are, some working days before the last day. Played after all else: nothing of it is published.
 *
 *     TRY(demo_window_load(cx, "demo/window/cases.yaml", &window));
 *     TRY(demo_window_play(cx, &window, &play));      // codes are then in window.cases[i].code
 */
#ifndef APP_DEMO_WINDOW_H
#define APP_DEMO_WINDOW_H

#include "app/demo_play.h"

enum { WINDOW_CODE_MAX = 64 };

struct window_case {
    const char *id, *item, *before, *party_sort, *name, *identity_number, *phone, *answers;
    const char *receipt;
    const char *const *deeds; /* "2 check have missing" */
    size_t deed_count;
    char code[WINDOW_CODE_MAX]; /* once it is played */
};
struct window_inquiry {
    const char *item, *before, *name, *question, *answer, *masked, *answered, *receipt;
    char code[WINDOW_CODE_MAX];
};
struct demo_window {
    struct window_case *cases;
    size_t case_count;
    struct window_inquiry *inquiries;
    size_t inquiry_count;
};

enum status demo_window_load(struct context *cx, const char *path,
                             struct demo_window *ret_window) MUST_USE;
enum status demo_window_play(struct context *cx, struct demo_window *window,
                             const struct demo_play *play) MUST_USE;

#endif
