/* A disk that is full, a database older than its ledger: nothing is half done, and it is said. */
#include <stdio.h>

#include "app/test_house.h"
#include "organisation/organisation.h"

static void set_pages(const char *text)
{
    struct sql sql = {"test.pages", text};
    int64_t now;
    assert_int_equal(store_int(&house.cx, &sql, BIND_NONE, &now), OK);
}

static struct reply draft_unit(struct visitor *clerk, size_t size)
{
    char *text = arena_alloc(house.mem, size + 1);
    memset(text, 'x', size);
    return visitor_post(clerk, "/records/unit/new",
                        arena_format(house.mem,
                                     "name=%s&name_en=&position=1&functions=%s&address="
                                     "&phone=&since=&until=&successor=",
                                     "Traffic", text));
}

/* SQLite answers a full disk as it answers a database that may not grow. */
static void a_full_disk_is_said_and_reads_go_on(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct record *unit = house_draft(&unit_kind, PROVINCE, "");
    int64_t units = house_count("SELECT COUNT(*) FROM unit");
    int64_t lines = house_count("SELECT COUNT(*) FROM history");
    set_pages("PRAGMA max_page_count = 1"); /* SQLite takes the present size instead */
    struct reply reply = {0};
    for (int i = 0; i < 40 && reply.status != 503; i++) { /* until the free pages are used up */
        reply = draft_unit(clerk, 3900);
        if (reply.status == 303) units++, lines++;
    }
    assert_int_equal(reply.status, 503);
    assert_non_null(strstr(reply.body, "没有保存"));
    assert_int_equal(house_count("SELECT COUNT(*) FROM unit"), units);
    assert_int_equal(house_count("SELECT COUNT(*) FROM history"), lines);
    assert_false(store_in_transaction(&house.cx));
    const char *page = arena_format(house.mem, "/records/unit/%s", unit->id);
    assert_int_equal(visitor_get(clerk, page).status, 200);
    assert_int_equal(visitor_get(clerk, "/records/unit").status, 200);
    set_pages("PRAGMA max_page_count = 1000000");
    assert_int_equal(draft_unit(clerk, 3900).status, 303);
}

static struct record *released_unit(void)
{
    struct record *rec = house_draft(&unit_kind, PROVINCE, "");
    house_take(rec, "released");
    return rec;
}

/* DATA/office.db comes back from last night's backup, and the ledger is today's (SECURITY T2). */
static void an_older_database_signs_nothing(void **state)
{
    const char *copy = arena_format(house.mem, "%s/older.db", house.at.data);
    struct context older = {.mem = house.mem};
    struct ledger *ledger;
    struct bytes before, after;
    released_unit();
    house_publish();
    assert_int_equal(store_copy(&house.cx, copy), OK);
    released_unit();
    house_publish();
    ledger_close(house.ledger);
    house.ledger = NULL;
    before = house_bytes(house.at.ledger);
    context_set_clock(&older, house.now);
    assert_int_equal(store_open(&older, copy, STORE_HASTY), OK);
    assert_int_equal(ledger_open(&older, house.at.data, CLOCK_SYSTEM, &ledger), FAULT);
    assert_non_null(strstr(older.fault, "an older database was restored"));
    store_close(older.store);
    after = house_bytes(house.at.ledger);
    assert_int_equal(before.size, after.size);
    assert_memory_equal(before.data, after.data, before.size);
    house_publish(); /* the one that belongs to it goes on */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_full_disk_is_said_and_reads_go_on),
        IN_HOUSE(an_older_database_signs_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
