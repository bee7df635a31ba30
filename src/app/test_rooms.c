/* Three rooms of the office, through their pages: the administrator's, the officer's with a report,
 * the supervisor's; and what the public reads of it. Both languages. */
#include <stdio.h>
#include <string.h>

#include "app/test_house.h"
#include "organisation/organisation.h"
#include "record/lifecycle.h"
#include "record/profile.h"
#include "report/report.h"
#include "web/session.h"

static const char *path(const char *format, const char *id)
{
    const char *mark = strstr(format, "%s");
    return arena_format(house.mem, "%.*s%s%s", (int)(mark - format), format, id, mark + 2);
}

static bool has(const struct reply *reply, const char *words)
{
    return strstr(reply->body, words) != NULL;
}
#define SEES(reply, words)                                                             \
    do {                                                                               \
        if (!has(&(reply), words)) fail_msg("no \"%s\" in:\n%s", words, (reply).body); \
    } while (0)

static const char *id_of(const char *name)
{
    struct staff staff;
    assert_int_equal(people_by_name(&house.cx, name, &staff), OK);
    return staff.base.id;
}

static int64_t grants_of(const char *name)
{
    return house_count(arena_format(
        house.mem, "SELECT COUNT(*) FROM staff_grant WHERE staff = '%s'", id_of(name)));
}

/* ---- the administrator ------------------------------------------------------------------------
 */

static void an_administrator_keeps_accounts(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    struct reply reply = visitor_get(admin, "/accounts");
    assert_int_equal(reply.status, 200);
    SEES(reply, "增加账号");
    reply = visitor_get(admin, "/accounts?lang=en");
    SEES(reply, "Add an account");
    reply = visitor_post(admin, "/accounts",
                         "name=new-one&label=%E6%96%B0&role=officer&agency=" PROVINCE
                         "&password=long+enough+9");
    assert_int_equal(reply.status, 303);
    assert_int_equal(grants_of("new-one"), 1);
    const char *grant = path("/accounts/%s/grant", id_of("new-one"));
    assert_int_equal(visitor_post(admin, grant, "role=reviewer&agency=" PROVINCE).status, 303);
    assert_int_equal(grants_of("new-one"), 2);
    assert_int_equal(visitor_post(admin, path("/accounts/%s/revoke", id_of("new-one")),
                                  "role=reviewer&agency=" PROVINCE)
                         .status,
                     303);
    assert_int_equal(grants_of("new-one"), 1);
    reply = visitor_get(admin, path("/accounts/%s?lang=zh", id_of("new-one")));
    SEES(reply, "增加角色");
    SEES(reply, "取消角色");
    assert_null(strstr(reply.body, "argon2"));
}

static void what_is_wrong_stands_beside_its_field(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    int64_t before = house_count("SELECT COUNT(*) FROM staff");
    struct reply reply = visitor_post(
        admin, "/accounts",
        "name=Bad+Name&label=%E7%8E%8B%E4%BA%94&role=&agency=" STRANGER "&password=secret-words-7");
    assert_int_equal(reply.status, 422);
    SEES(reply, "id=\"name-error\"");
    SEES(reply, "id=\"role-error\"");
    SEES(reply, "id=\"agency-error\"");
    SEES(reply, "value=\"Bad Name\"");
    SEES(reply, "value=\"王五\"");
    assert_null(strstr(reply.body, "secret-words-7"));
    reply = visitor_post(admin, "/accounts",
                         "name=root&label=x&role=clerk&agency=" PROVINCE "&password=short");
    assert_int_equal(reply.status, 422);
    SEES(reply, "id=\"password-error\"");
    SEES(reply, "已有账号“root”");
    assert_int_equal(house_count("SELECT COUNT(*) FROM staff"), before);
}

static void nobody_changes_their_own_rights(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    house_staff("second", PROVINCE, "admin");
    house_staff("other", STRANGER, "officer");
    struct reply reply = visitor_post(admin, path("/accounts/%s/grant", id_of("root")),
                                      "role=supervisor&agency=" PROVINCE);
    assert_int_equal(reply.status, 422);
    assert_int_equal(grants_of("root"), 1);
    reply = visitor_post(admin, path("/accounts/%s/grant", id_of("second")),
                         "role=releaser&agency=" PROVINCE);
    assert_int_equal(reply.status, 422);
    SEES(reply, "不能兼任");
    assert_int_equal(grants_of("second"), 1);
    const char *strange = path("/accounts/%s", id_of("other"));
    assert_int_equal(visitor_get(admin, strange).status, 404);
    assert_int_equal(
        visitor_post(admin, path("/accounts/%s/password", id_of("other")), "password=long+enough+9")
            .status,
        404);
    house_staff("mixed", STRANGER, "officer");
    house.cx.actor = NULL;
    assert_int_equal(people_grant(&house.cx, id_of("mixed"), ROLE_CLERK, PROVINCE), OK);
    /* Known here by a grant, at home elsewhere: its password and standing are the other's to keep.
     */
    assert_int_equal(
        visitor_post(admin, path("/accounts/%s/password", id_of("mixed")), "password=long+enough+9")
            .status,
        422);
    assert_int_equal(visitor_get(house_staff("pen", PROVINCE, "clerk"), "/accounts").status, 404);
}

static void a_disabled_account_is_out_at_once(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    struct visitor *clerk = house_staff("pen", PROVINCE, "clerk");
    struct staff staff;
    assert_int_equal(visitor_get(clerk, "/").status, 200);
    assert_int_equal(people_by_name(&house.cx, "pen", &staff), OK);
    const char *move = path("/accounts/%s/move", staff.base.id);
    const char *version = arena_format(house.mem, "%lld", (long long)staff.base.version);
    struct reply reply =
        visitor_post(admin, move, arena_format(house.mem, "verb=disable&why=&version=%s", version));
    assert_int_equal(reply.status, 422);
    reply = visitor_post(admin, move,
                         arena_format(house.mem, "verb=disable&why=left&version=%s", version));
    assert_int_equal(reply.status, 303);
    assert_int_not_equal(visitor_get(clerk, "/").status, 200);
    assert_int_equal(house_count("SELECT COUNT(*) FROM staff WHERE state = 'disabled'"), 1);
    assert_int_equal(visitor_post(admin, move, "verb=enable&why=back&version=1").status, 409);
}

static void a_reset_ends_every_session(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    struct visitor *clerk = house_staff("pen", PROVINCE, "clerk");
    const char *reset = path("/accounts/%s/password", id_of("pen"));
    assert_int_equal(visitor_post(admin, reset, "password=short").status, 422);
    assert_int_equal(visitor_get(clerk, "/").status, 200);
    assert_int_equal(visitor_post(admin, reset, "password=another+long+one").status, 303);
    assert_int_not_equal(visitor_get(clerk, "/").status, 200);
    struct staff staff;
    assert_int_equal(people_by_name(&house.cx, "pen", &staff), OK);
    assert_true(password_matches(staff.password_hash, "another long one"));
}

static void steps_of_publication_are_set_and_remembered(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    bool has_step = true;
    struct reply reply = visitor_get(admin, "/accounts/profile");
    assert_int_equal(reply.status, 200);
    reply = visitor_post(admin, "/accounts/profile", "agency=" PROVINCE "&approve=yes");
    assert_int_equal(reply.status, 303);
    assert_int_equal(profile_has(&house.cx, PROVINCE, "collate", &has_step), OK);
    assert_false(has_step);
    assert_int_equal(profile_has(&house.cx, PROVINCE, "approve", &has_step), OK);
    assert_true(has_step);
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE verb = 'profile'"), 1);
    assert_int_equal(visitor_post(admin, "/accounts/profile", "agency=" STRANGER).status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(an_administrator_keeps_accounts),
        IN_HOUSE(what_is_wrong_stands_beside_its_field),
        IN_HOUSE(nobody_changes_their_own_rights),
        IN_HOUSE(a_disabled_account_is_out_at_once),
        IN_HOUSE(a_reset_ends_every_session),
        IN_HOUSE(steps_of_publication_are_set_and_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
