#include "access/access.h"
#include "base/status.h"
#include "base/unit.h"

static void zero_means_nobody(void **state)
{
    struct grant all[ROLE_COUNT];
    for (unsigned r = 0; r < ROLE_COUNT; r++) all[r] = (struct grant){(enum role)r, "A", NULL};
    struct actor actor = {.grants = all, .grant_count = ROLE_COUNT};
    assert_false(access_may(&actor, NOBODY, "A"));
    assert_false(access_may(NULL, SIGNED_IN, NULL));
    assert_true(access_may(NULL, EVERYBODY, NULL));
    assert_false(access_may(&actor, PROGRAM, "A")); /* no account can hold it */
    for (unsigned c = READ_STAFF; c < PROGRAM; c++) {
        assert_true(access_may(&actor, (enum capability)c, "A"));
        assert_false(access_may(&actor, (enum capability)c, "B"));
        assert_false(access_may(NULL, (enum capability)c, "A"));
    }
}

static void only_supervision_reaches_down(void **state)
{
    static const char *const below[] = {"B", NULL};
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        struct grant grant = {(enum role)r, "A", below};
        struct actor actor = {.grants = &grant, .grant_count = 1};
        for (unsigned c = READ_STAFF; c < CAPABILITY_COUNT; c++) {
            bool reaches = r == ROLE_SUPERVISOR && (c == READ_STATES || c == SUPERVISE);
            assert_int_equal(access_may(&actor, (enum capability)c, "B"), reaches);
        }
    }
}

/* H7: no role alone can write, review and release. */
static void no_role_publishes_alone(void **state)
{
    static const enum capability hands[] = {WRITE, REVIEWER, RELEASER};
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        int held = 0;
        for (size_t i = 0; i < COUNT_OF(hands); i++) held += role_has((enum role)r, hands[i]);
        assert_true(held <= 1);
        enum role back;
        assert_true(role_from_word(role_word((enum role)r), &back) && back == (enum role)r);
    }
    assert_false(role_has(ROLE_ADMIN, READ_STAFF));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zero_means_nobody),
        cmocka_unit_test(only_supervision_reaches_down),
        cmocka_unit_test(no_role_publishes_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
