/* Inside of playing a case (demo_requests.h): who acts, on which application, and the letters that
 * go with it. */
#ifndef APP_DEMO_SCENE_H
#define APP_DEMO_SCENE_H

#include "app/demo_play.h"
#include "request/request.h"

struct scene {
    const struct demo_play *play;
    struct demo_case *matter;
    const char *words; /* of the deed */
    const char *agency;
    const char *earlier_number, *earlier_on; /* the answer that a repeated application had */
};

/* Whoever no role is: the program. */
#define BY_PROGRAM_ITSELF ROLE_COUNT
void scene_be(struct context *cx, const struct scene *scene, enum role role);

enum status scene_load(struct context *cx, const struct scene *scene,
                       struct application *ret) MUST_USE;
/* A move of the application. */
enum status scene_step(struct context *cx, const struct scene *scene, const char *verb,
                       const struct reason *reason) MUST_USE;

/* wanted: a word of service_methods, or "" for what suits the channel. */
struct request_service scene_service(struct context *cx, const struct scene *scene,
                                     const char *wanted);
/* The officer signs what notices there are, and sends them off the same day. */
enum status scene_send_notices(struct context *cx, const struct scene *scene) MUST_USE;
/* The clerk writes what was found into the drafted answer. */
enum status scene_write_answer(struct context *cx, struct scene *scene,
                               const char *finding) MUST_USE;

#endif
