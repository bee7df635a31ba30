#include "web/test_office.h"

static void signing_in_and_out(void **state)
{
    struct reply reply = get("/desk");
    assert_int_equal(reply.http.status, 303);
    assert_string_equal(location(&reply), "/sign-in?next=%2Fdesk");
    assert_int_equal(get("/notes.json").http.status, 401);
    reply = sign_in("clerk", "wrong password");
    assert_int_equal(reply.http.status, 422);
    assert_non_null(strstr(reply.body, "value=\"clerk\"")); /* the name stays typed */
    assert_null(strstr(reply.body, "wrong password"));
    char before[600];
    snprintf(before, sizeof before, "%s", cookies);
    reply = sign_in("clerk", PASSWORD);
    assert_int_equal(reply.http.status, 303);
    assert_string_equal(location(&reply), "/desk");
    assert_string_not_equal(before, cookies); /* rotated */
    assert_non_null(
        strstr(http_response_header(&reply.http, "Set-Cookie"), "HttpOnly; SameSite=Lax"));
    assert_string_equal(get("/desk").body, "clerk");
    reply = get("/sign-in?next=%2F%2Fevil.example%2F");
    assert_string_equal(location(&reply), "/");
    char signed_in[600];
    snprintf(signed_in, sizeof signed_in, "%s", cookies);
    assert_int_equal(post("/sign-out", "").http.status, 303);
    assert_int_equal(get("/desk").http.status, 303);
    snprintf(cookies, sizeof cookies, "%s", signed_in); /* an old cookie opens nothing */
    assert_int_equal(get("/desk").http.status, 303);
}

static void sessions_end(void **state)
{
    sign_in("clerk", PASSWORD);
    for (int i = 0; i < 20; i++) { /* every 29 minutes keeps it, but not for ever */
        now.ms += 29 * 60 * 1000;
        assert_int_equal(get("/desk").http.status, 200);
    }
    now.ms += (SESSION_WHOLE_MS - 20 * 29 * 60 * 1000) + 1;
    assert_int_equal(get("/desk").http.status, 303);
    sign_in("clerk", PASSWORD);
    now.ms += SESSION_REST_MS + 1;
    assert_int_equal(get("/desk").http.status, 303);
    sign_in("clerk", PASSWORD);
    assert_int_equal(get("/desk").http.status, 200);
    disabled[0] = true;
    assert_int_equal(get("/desk").http.status, 401);
    disabled[0] = false;
    assert_int_equal(get("/desk").http.status, 303); /* that session is over for good */
}

static void only_the_tokens_hash_is_stored(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *token = strstr(cookies, "gongkai=");
    assert_non_null(token);
    static const struct sql all = {"test.sessions",
                                   "SELECT group_concat(hash || account, ' ') FROM session"};
    const char *stored;
    assert_int_equal(store_text(&setting, &all, BIND_NONE, &stored), OK);
    assert_true(strlen(stored) > 64);
    assert_null(strstr(stored, arena_copy_n(memory, token + 8, 64)));
    assert_null(strstr(stored, csrf_in(get("/password").body)));
}

static void guesses_are_few(void **state)
{
    static const char *const names[] = {"clerk", "nobody-has-this-name"};
    for (size_t n = 0; n < COUNT_OF(names); n++) {
        for (int i = 0; i < GUESSES_AN_HOUR; i++) {
            struct reply reply = sign_in(names[n], "wrong password");
            assert_non_null(strstr(reply.body, "账号或密码不正确"));
        }
        assert_non_null(strstr(sign_in(names[n], PASSWORD).body, "尝试次数过多"));
    }
    now.ms += 60 * 60 * 1000 + 1;
    assert_int_equal(sign_in("clerk", PASSWORD).http.status, 303);
    disabled[1] = true;
    assert_non_null(strstr(sign_in("admin", PASSWORD).body, "账号或密码不正确"));
}

static void addresses_are_limited(void **state)
{
    from = "2001:db8::1";
    struct reply reply = sign_in("clerk", PASSWORD);
    assert_non_null(strstr(reply.body, "https://")); /* not over plain HTTP */
    int refused = 0;
    for (int i = 0; i < 60; i++) {
        from = i % 2 ? "2001:db8::2" : "2001:db8::3"; /* one /64 */
        refused += get("/").http.status == 429;
    }
    assert_in_range(refused, 25, 40);
    from = "2001:db8:0:1::1";
    assert_int_equal(get("/").http.status, 200);
    now.ms += 1000;
    from = "2001:db8::1";
    assert_int_equal(get("/").http.status, 200);
    from = "127.0.0.1";
}

static void what_was_typed_survives_the_session(void **state)
{
    sign_in("clerk", PASSWORD);
    const char *token = csrf_in(get("/password").body);
    now.ms += SESSION_REST_MS + 1;
    const char *body =
        arena_format(memory, "title=%%E5%%85%%AC+%%3C&body=a%%0D%%0Ab&csrf=%s", token);
    struct reply reply = ask_with("POST", "/notes/new", "", body);
    assert_int_equal(reply.http.status, 303);
    assert_true(text_starts(location(&reply), "/sign-in?kept="));
    const char *kept = location(&reply) + strlen("/sign-in?kept=");
    assert_true(id_is_valid(kept));
    assert_non_null(strstr(get(location(&reply)).body, kept));
    /* another account cannot see it */
    sign_in("admin", PASSWORD);
    assert_int_equal(get(arena_format(memory, "/sign-in/kept/%s", kept)).http.status, 404);
    post("/sign-out", "");
    reply = post("/sign-in", arena_format(memory, "name=clerk&password=%s&kept=%s",
                                          http_encode(memory, PASSWORD, false), kept));
    assert_string_equal(location(&reply), arena_format(memory, "/sign-in/kept/%s", kept));
    reply = get(location(&reply));
    assert_non_null(strstr(reply.body, "action=\"/notes/new\""));
    assert_non_null(strstr(reply.body, "name=\"title\" value=\"公 &lt;\""));
    assert_null(strstr(reply.body, token));
    assert_string_not_equal(csrf_in(reply.body), "");
    /* without the old session's token nothing is kept for anybody */
    now.ms += SESSION_REST_MS + 1;
    reply = ask_with("POST", "/notes/new", "", "title=x&csrf=0");
    assert_string_equal(location(&reply), "/sign-in?kept=");
}

static void passwords_are_judged_and_changed(void **state)
{
    static const char *const bad[] = {"short",     "12345678",  "password2009", "PASSWORD",
                                      "my-clerk1", "aaaaaaaaa", "密码密码"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (password_judge(&setting, "clerk", bad[i]) != INVALID) fail_msg("%s", bad[i]);
    setting.issues = NULL;
    assert_int_equal(password_judge(&setting, "clerk", "一个很长的密码短语"), OK);
    sign_in("clerk", PASSWORD);
    char other[600];
    snprintf(other, sizeof other, "%s", cookies);
    cookies[0] = '\0';
    sign_in("clerk", PASSWORD);
    assert_int_equal(post("/password", "old=wrong&password=a+new+phrase").http.status, 422);
    assert_int_equal(post("/password", "old=correct+horse&password=12345678").http.status, 422);
    struct reply reply = post("/password", "old=correct+horse&password=a+new+phrase");
    assert_int_equal(reply.http.status, 303);
    assert_int_equal(get("/desk").http.status, 200);
    snprintf(cookies, sizeof cookies, "%s", other);
    assert_int_equal(get("/desk").http.status, 303); /* signed out everywhere else */
    assert_int_equal(sign_in("clerk", PASSWORD).http.status, 422);
    assert_int_equal(sign_in("clerk", "a new phrase").http.status, 303);
}

static void behind_tls_cookies_are_bound_to_the_host(void **state)
{
    struct site_plan plan = plan_of_office();
    plan.tls = true;
    open_site(plan);
    struct reply reply = get("/sign-in");
    const char *cookie = http_response_header(&reply.http, "Set-Cookie");
    assert_true(text_starts(cookie, "__Host-gongkai="));
    assert_true(text_ends(cookie, "; Path=/; HttpOnly; SameSite=Lax; Secure"));
    assert_string_equal(http_response_header(&reply.http, "Strict-Transport-Security"),
                        "max-age=31536000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(signing_in_and_out),
        T(sessions_end),
        T(only_the_tokens_hash_is_stored),
        T(guesses_are_few),
        T(addresses_are_limited),
        T(what_was_typed_survives_the_session),
        T(passwords_are_judged_and_changed),
        T(behind_tls_cookies_are_bound_to_the_host),
    };
    return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
