/* A small office for tests: one kind of record, a clerk and an administrator, a few routes; and a
 * browser that asks it in-process, keeps its cookies, and checks what must hold for every reply. */
#ifndef WEB_TEST_OFFICE_H
#define WEB_TEST_OFFICE_H

#include <stdio.h>

#include "base/text.h"
#include "base/unit.h"
#include "record/record.h"
#include "store/store.h"
#include "web/private.h"

#define PASSWORD "correct horse"

extern struct arena *memory;   /* of one test */
extern struct context setting; /* with the store, to look behind */
extern struct web_worker worker;
extern struct moment now;
extern char cookies[600];
extern const char *from; /* the client's address */
extern bool disabled[2]; /* the clerk's account, the administrator's */
extern const struct theme test_theme;

int begin(void **state);
int end(void **state);
#define T(function) cmocka_unit_test_setup_teardown(function, begin, end)

struct moment test_clock(void);
struct site_plan plan_of_office(void);
void open_site(struct site_plan plan); /* another one in place of the office */
enum status show_home(struct context *cx, const struct web *web, struct response *response);
enum status show_text(const struct web *web, struct response *response, const char *text);

struct reply {
    struct http_response http;
    const char *body;
};
struct reply ask_with(const char *method, const char *target, const char *headers,
                      const char *body);
struct reply get(const char *target);
/* With the token that the session's pages carry. */
struct reply post(const char *target, const char *body);
struct reply sign_in(const char *name, const char *password);
const char *csrf_in(const char *page);
const char *location(const struct reply *reply);

#endif
