/* What must hold for every page, checked on the bytes that would be sent: tags that close in order,
 * quoted attributes, ids that stand once, labels and described-by that name one, and the session's
 * token in every form that posts. */
#ifndef APP_TEST_PAGE_H
#define APP_TEST_PAGE_H

#include "app/test_house.h"

/* NULL, or what is wrong and where. */
const char *page_fault(struct arena *mem, const char *html);

/* Ask as this visitor; the status is as given and the page well-formed, or the test fails. */
struct reply page_get(struct visitor *visitor, const char *target, unsigned status);
struct reply page_post(struct visitor *visitor, const char *target, const char *body,
                       unsigned status);

/* "a=1&b=%E4%B8%AD": names and values in turn, NULL at the end. */
const char *form_of(const char *name, ...);

void assert_has(const struct reply *reply, const char *text);
void assert_lacks(const struct reply *reply, const char *text);

/* What the office has stored of a record: its newest edition. */
const char *stored(const char *kind, const char *id, const char *column);
/* "/records/kind/id" of a redirect, and the id at its end. */
const char *path_of(const struct reply *reply);
const char *id_of_path(const char *path);
/* A verb's button, pressed on the newest edition as it is stored. */
struct reply press(struct visitor *visitor, const char *path, const char *verb, const char *told,
                   unsigned status);

#endif
