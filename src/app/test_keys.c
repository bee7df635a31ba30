/* The keys to which letters are sealed, as the ledger tells them. */
#include "app/intake.h"
#include "app/test_house.h"
#include "catalogue/sealing_key.h"
#include "catalogue/standing_order.h"

static int64_t keys_released(void)
{
    return house_count("SELECT COUNT(*) FROM act WHERE kind = 'sealing_key'");
}

static void release_keys(struct seal_keys *keys)
{
    assert_int_equal(intake_read_keys(&house.cx, &house.at, keys), OK);
    assert_int_equal(sealing_keys_release(&house.cx, PROVINCE, keys), OK);
}

/* Each once, by a standing order and not without it; what the ledger tells is what the note says.
 */
static void the_public_half_is_a_released_record(void **state)
{
    struct standing_order order;
    struct seal_keys keys;
    release_keys(&keys);
    assert_int_equal(keys_released(), 0);
    house_act_as(WRITE, PROVINCE);
    record_init(&standing_order_kind, &order);
    order.base.agency = PROVINCE;
    order.title = "来件加密公钥常设公开令";
    order.query = "sealing-keys";
    order.columns = "title public_key in_use_from";
    assert_int_equal(record_insert(&house.cx, &order.base), OK);
    house_take(&order.base, "released");
    release_keys(&keys);
    release_keys(&keys);
    assert_int_equal(keys_released(), 1);
    assert_int_equal(intake_keys_make(&house.cx, house.at.data, NULL), OK);
    release_keys(&keys);
    assert_int_equal(keys.count, 2);
    assert_int_equal(keys_released(), 2);
    house_publish();
    assert_int_equal(portal_get("/ledger/intake.key").status, 200);
    for (size_t i = 0; i < keys.count; i++) {
        const char *public = text_hex(house.mem, keys.at[i].public, SEAL_KEY_SIZE);
        const char *secret = text_hex(house.mem, keys.at[i].sealed_secret, SEALED_SECRET_SIZE);
        struct sql one = {"test.key", "SELECT COUNT(*) FROM public_sealing_key WHERE title = $1"
                                      " AND public_key = $2 AND in_use_from = $3"};
        struct context cx = {.mem = house.mem, .store = house.reader->cx->store};
        int64_t found = 0;
        assert_int_equal(store_int(&cx, &one,
                                   BIND(text_hex(house.mem, keys.at[i].id, SEAL_ID_SIZE), public,
                                        zone_date(keys.at[i].since)),
                                   &found),
                         OK);
        assert_int_equal(found, 1);
        assert_true(bytes_have(house_bytes(house.at.ledger), public));
        assert_int_equal(
            house_count(arena_format(
                house.mem, "SELECT COUNT(*) FROM act WHERE instr(body, '%s') > 0", secret)),
            0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {IN_HOUSE(the_public_half_is_a_released_record)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
