#include "web/test_office.h"

static const char *add(const char *fields)
{
    struct reply reply = post("/notes/new", fields);
    if (reply.http.status != 303) fail_msg("%s", reply.body);
    return arena_copy(memory, location(&reply));
}

static void forms_keep_everything_typed(void **state)
{
    sign_in("clerk", PASSWORD);
    struct reply reply =
        post("/notes/new?lang=en",
             "title=123456789012345678901&body=x%07y&mood=angry&written_on=2009-09-31&cost=1e3"
             "&checked=maybe&writer=W&stamp=1&nonsense=2");
    assert_int_equal(reply.http.status, 422);
    static const char *const seen[] = {
        "title=123456789012345678901(This is too long: at most 20 characters.)",
        "body=xy(This holds invisible",
        "mood=angry(“angry” is not one",
        "written_on=2009-09-31(“2009-09-31” is not a date",
        "cost=1e3(“1e3” is not an amount",
        "checked=maybe(",
        "writer=W()",
        "[: The form has an unknown field: stamp]",
        "[: The form has an unknown field: nonsense]",
    };
    for (size_t i = 0; i < COUNT_OF(seen); i++)
        if (!strstr(reply.body, seen[i])) fail_msg("%s not in %s", seen[i], reply.body);
    reply = post("/notes/new", "title=&then=x");
    assert_int_equal(reply.http.status, 422);
    assert_non_null(strstr(reply.body, "title=(This is needed.)"));
    assert_int_equal(post("/notes/new", "title=a&title=b").http.status, 422);
    assert_non_null(strstr(get(add("title=%20ok%20&mood=calm&checked=yes")).body, "ok"));
}

static void data_come_from_the_field_table(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *path =
        add("title=%3D1%2B1&mood=urgent&cost=20&written_on=2009-09-28&writer=CANARY");
    add("title=second&mood=calm&body=one%0D%0Atwo");
    add("title=third,%22x%22&mood=calm");
    struct reply reply = get(arena_format(memory, "%s.json", path));
    assert_string_equal(reply.http.type, "application/json");
    assert_non_null(strstr(reply.body, "\"title\":\"=1+1\",\"mood\":\"urgent\","
                                       "\"written_on\":\"2009-09-28\",\"cost\":\"20.00\","
                                       "\"checked\":false"));
    assert_null(strstr(reply.body, "CANARY"));
    reply = get("/notes.json");
    assert_non_null(strstr(reply.body, "\"total\":3"));
    const char *next = strstr(reply.body, "\"next\":\"");
    assert_non_null(next);
    next = arena_copy_n(memory, next + 8, strcspn(next + 8, "\""));
    reply = get(next);
    assert_non_null(strstr(reply.body, "{\"items\":[{\"kind\":\"note\""));
    assert_null(strstr(reply.body, "\"next\""));
    assert_non_null(strstr(get("/notes.json?mood=urgent").body, "\"total\":1"));
    assert_non_null(strstr(get("/notes.json?q=thi").body, "\"total\":1"));
    assert_non_null(strstr(get("/notes.json?state=open&mood=").body, "\"total\":3"));
    static const char *const bad[] = {"/notes?title=x", "/notes?mood=x",  "/notes?state=x",
                                      "/notes?after=x", "/notes?writer=", "/notes?q=1&q=2"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (get(bad[i]).http.status != 422) fail_msg("%s", bad[i]);
    reply = get("/notes.csv?lang=en");
    assert_true(text_starts(reply.body, "\xef\xbb\xbfId,Agency,Index number,Edition,State,Title,"));
    assert_non_null(strstr(reply.body, ",\"'=1+1\",urgent,2009-09-28,20.00,no,"));
    assert_non_null(strstr(reply.body, ",\"third,\"\"x\"\"\",calm,"));
    assert_null(strstr(reply.body, "CANARY"));
}

static void a_stale_edit_is_told(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *edit = arena_format(memory, "%s/edit", add("title=one"));
    assert_int_equal(post(edit, "title=two&version=1").http.status, 200);
    struct reply reply = post(edit, "title=three&version=1");
    assert_int_equal(reply.http.status, 409);
    assert_string_equal(reply.body, "three"); /* what the handler has shown is sent */
    assert_int_equal(post(edit, "title=four").http.status, 422);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(forms_keep_everything_typed),
        T(data_come_from_the_field_table),
        T(a_stale_edit_is_told),
    };
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
