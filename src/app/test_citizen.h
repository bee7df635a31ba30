/* For tests of the citizen's side: a portal of a small office, asked without a socket; what it
 * seals can be opened as the office does, and capsules can be put where it looks.
 *
 *     const char *html = post("/apply/form", whole_form(id_new(asking), "统计"), 200);
 *     struct letter letter = open_letter();          // the only one there is
 *     struct code code = put_capsule(json);          // as if the office had answered
 *     html = post("/receipt", FORM("code", code.text), 200);
 */
#ifndef APP_TEST_CITIZEN_H
#define APP_TEST_CITIZEN_H

#include "base/text.h"
#include "base/unit.h"
#include "http/http.h"
#include "intake/capsule.h"
#include "intake/fixture.h"
#include "portal/fixture.h"
#include "web/route.h"

#define CANARY "金丝雀张三"

extern struct town town;
extern struct intake_fixture intake;
/* Routes of the test itself, set before citizen_set_up(). */
extern struct portal_routes citizen_rows;
extern struct arena *asking; /* emptied after each test */

int citizen_set_up(void **state);
int citizen_tear_down(void **state);
int citizen_forget(void **state);
#define CITIZEN_TEST(name) cmocka_unit_test_teardown(name, citizen_forget)

struct http_response ask(const char *method, const char *target, const char *form);
const char *text_of(const struct http_response *response);
const char *form_of(const char *const *pairs);
#define FORM(...) form_of((const char *const[]){__VA_ARGS__, NULL})
/* Its page: of this status, well-formed, and kept by nobody on the way. */
const char *post(const char *target, const char *form, unsigned status);
/* An application with everything that the law of 2019 requires. */
const char *whole_form(const char *nonce, const char *sought);
const char *code_in(const char *html); /* NULL: the page shows none */

/* A case line of 2025, by the authority of a standing order. */
void release_line(const char *agency, int64_t serial, bool closed);

size_t letters(void); /* that lie in intake/new */
void remove_letters(void);
struct letter open_letter(void);
/* With one file, answer.pdf. */
struct code put_capsule(const char *json);

#endif
