#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "base/unit.h"
#include "store/store.h"

static struct context cx;
static char path[64];

static int open_store(void **state)
{
    snprintf(path, sizeof path, "/tmp/test_store.%d.db", (int)getpid());
    cx = (struct context){.mem = arena_new("test")};
    assert_int_equal(store_open(&cx, path, STORE_HASTY), OK);
    static const struct column columns[] = {
        {"id", VALUE_TEXT,  "PRIMARY KEY"},
        {"n",  VALUE_INT,   ""           },
        {"b",  VALUE_BYTES, ""           },
    };
    assert_int_equal(store_ensure_table(&cx, "thing", columns, COUNT_OF(columns), NULL), OK);
    return 0;
}

static int close_store(void **state)
{
    arena_reset(cx.mem);
    store_close(cx.store);
    arena_free(cx.mem);
    unlink(path);
    cx.mem = arena_new("names");
    unlink(arena_format(cx.mem, "%s-wal", path));
    unlink(arena_format(cx.mem, "%s-shm", path));
    arena_free(cx.mem);
    return 0;
}

static const struct sql put = {"test.put", "INSERT INTO thing (id, n, b) VALUES ($1, $2, $3)"};
static const struct sql count = {"test.count", "SELECT COUNT(*) FROM thing"};
static const struct sql all = {"test.all", "SELECT id, n, b FROM thing ORDER BY id"};

static void values_go_round_by_type(void **state)
{
    struct bytes bytes = {(const unsigned char *)"\0x", 2};
    assert_int_equal(store_run(&cx, &put, BIND("一", INT64_MAX, bytes), NULL), OK);
    assert_int_equal(store_run(&cx, &put, BIND("none", DATE_NONE, bytes), NULL), OK);
    struct rows *rows;
    assert_int_equal(store_query(&cx, &all, BIND_NONE, &rows), OK);
    assert_true(rows_next(rows));
    assert_string_equal(rows_text(rows, 0), "none");
    assert_false(date_is_set(rows_date(rows, 1)));
    assert_true(rows_next(rows));
    assert_true(rows_int(rows, 1) == INT64_MAX);
    assert_int_equal(rows_bytes(rows, 2).size, 2);
    assert_false(rows_next(rows));
    assert_int_equal(rows_end(rows), OK);
}

static int64_t things(void)
{
    int64_t n = -1;
    assert_int_equal(store_int(&cx, &count, BIND_NONE, &n), OK);
    return n;
}

static void what_is_not_committed_is_rolled_back(void **state)
{
    struct arena_mark mark = arena_mark(cx.mem);
    struct bytes none = {0};
    assert_int_equal(store_begin(&cx), OK);
    assert_int_equal(store_begin(&cx), OK);
    assert_int_equal(store_run(&cx, &put, BIND("a", 1, none), NULL), OK);
    assert_int_equal(store_commit(&cx), OK);
    assert_int_equal(things(), 1);
    arena_rewind(cx.mem, mark);
    assert_int_equal(things(), 0);
    assert_int_equal(store_begin(&cx), OK);
    assert_int_equal(store_run(&cx, &put, BIND("a", 1, none), NULL), OK);
    assert_int_equal(store_commit(&cx), OK);
    arena_rewind(cx.mem, mark);
    assert_int_equal(things(), 1);
    assert_int_equal(store_run(&cx, &put, BIND("a", 1, none), NULL), CONFLICT);
}

static void a_query_may_run_inside_itself(void **state)
{
    struct bytes none = {0};
    for (int i = 0; i < 3; i++)
        assert_int_equal(store_run(&cx, &put, BIND(arena_format(cx.mem, "%d", i), i, none), NULL),
                         OK);
    struct rows *outer, *inner;
    int pairs = 0;
    assert_int_equal(store_query(&cx, &all, BIND_NONE, &outer), OK);
    while (rows_next(outer)) {
        assert_int_equal(store_query(&cx, &all, BIND_NONE, &inner), OK);
        while (rows_next(inner)) pairs++;
        assert_int_equal(rows_end(inner), OK);
    }
    assert_int_equal(rows_end(outer), OK);
    assert_int_equal(pairs, 9);
}

static void tables_grow_by_columns(void **state)
{
    static const struct column more[] = {
        {"id",   VALUE_TEXT, "PRIMARY KEY"        },
        {"note", VALUE_TEXT, "NOT NULL DEFAULT ''"},
    };
    static const struct sql notes = {"test.notes", "SELECT COUNT(*) FROM thing WHERE note = ''"};
    int64_t n;
    assert_int_equal(store_run(&cx, &put, BIND("a", 1, DATE_NONE), NULL), OK);
    assert_int_equal(store_ensure_table(&cx, "thing", more, COUNT_OF(more), NULL), OK);
    assert_int_equal(store_int(&cx, &notes, BIND_NONE, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(store_run(&cx, &notes, BIND(1), NULL), FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_go_round_by_type, open_store, close_store),
        cmocka_unit_test_setup_teardown(what_is_not_committed_is_rolled_back, open_store,
                                        close_store),
        cmocka_unit_test_setup_teardown(a_query_may_run_inside_itself, open_store, close_store),
        cmocka_unit_test_setup_teardown(tables_grow_by_columns, open_store, close_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
