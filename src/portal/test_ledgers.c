/* What an earlier version released, this one must still read: each folder of tests/ledgers/ holds
 * a small ledger as that version left it, and expected.txt, what a portal has of it. Kinds and
 * fields may have been added and renamed since; none may have been lost (DESIGN §3). */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/verify.h"
#include "portal/fixture.h"

static const struct sql what_it_has = {
    "test.what_it_has",
    "SELECT kind || ' | ' || item_number || ' | ' || edition || ' | ' || title || ' | ' || standing"
    " FROM portal_record ORDER BY first_index"};

static const char *dump(struct context *cx)
{
    struct rows *rows;
    struct out out = out_new(cx->mem);
    assert_int_equal(store_query(cx, &what_it_has, BIND_NONE, &rows), OK);
    while (rows_next(rows)) out_format(&out, "%s\n", rows_text(rows, 0));
    assert_int_equal(rows_end(rows), OK);
    return out.text;
}

static const char *first_line(struct context *cx, const char *path)
{
    struct bytes bytes;
    assert_int_equal(file_read(cx, path, 4096, &bytes), OK);
    return arena_copy_n(cx->mem, (const char *)bytes.data, strcspn((const char *)bytes.data, "\n"));
}

static void replay(const struct town *town, const char *folder)
{
    struct context cx = {.mem = arena_new("ledgers")};
    struct portal_site site = town->site;
    struct portal *portal;
    struct verify_report report;
    struct bytes expected;
    bool changed = true;
    context_set_clock(&cx, moment_now());
    site.ledger = arena_format(cx.mem, "%s/ledger", folder);
    site.vkey = first_line(&cx, arena_format(cx.mem, "%s/vkey", site.ledger));
    site.database = arena_format(cx.mem, "%s/portal/earlier.db", town->data);
    assert_int_equal(ledger_verify_as(&cx, site.ledger, site.vkey, &report), OK);
    assert_int_equal(portal_open(&cx, &site, PORTAL_REPLAYS, &portal), OK);
    while (changed) assert_int_equal(portal_replay(portal, &changed), OK);
    assert_int_equal(
        file_read(&cx, arena_format(cx.mem, "%s/expected.txt", folder), 65536, &expected), OK);
    assert_string_equal(dump(&cx), (const char *)expected.data);
    portal_close(portal);
    unlink(site.database);
    arena_free(cx.mem);
}

static void every_earlier_ledger_is_still_read(void **state)
{
    struct town town;
    struct dirent *entry;
    int replayed = 0;
    town_new(&town);
    town_open_portal(&town);
    DIR *folder = opendir(LEDGERS);
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] == '.') continue;
        replay(&town, arena_format(town.cx.mem, LEDGERS "/%s", entry->d_name));
        replayed++;
    }
    closedir(folder);
    assert_true(replayed > 0);
    town_remove(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_earlier_ledger_is_still_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
