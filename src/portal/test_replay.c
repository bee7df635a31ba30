/* Replay: what is in the ledger is on the portal and nothing else (T4), a rebuild gives the same
 * rows, and what is erased is gone from the bytes of portal/ (T5). */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/verify.h"
#include "portal/fixture.h"
#include "web/words.h"

static struct town town;

static int set_up(void **state)
{
    town_new(&town);
    return 0;
}

static int tear_down(void **state)
{
    town_remove(&town);
    return 0;
}

static int64_t found(const char *query)
{
    struct terms terms;
    int64_t n = 0;
    struct public_query q = PUBLIC_QUERY;
    words_terms(query, &terms);
    q.match = words_match(town.public_cx.mem, &terms);
    q.live = true;
    assert_int_equal(public_count(town.portal, &q, &n), OK);
    return n;
}

static void what_is_released_is_public(void **state)
{
    struct disclosure d = town_disclosure(&town, "国庆期间道路交通管制通告", "绕行哈大高速公路。");
    struct public_record *r;
    struct disclosure_public *p;
    town_release(&town, &d.base);
    town_replay(&town);
    assert_int_equal(public_by_number(town.portal, TOWN_PROVINCE, d.base.number, &r), OK);
    assert_string_equal(r->title, d.title);
    assert_true(r->item);
    assert_string_equal(r->class_seed, "seed-4");
    assert_int_equal(public_load(town.portal, r, (void **)&p), OK);
    assert_string_equal(p->body, d.body);
    assert_string_equal(p->base.agency, TOWN_PROVINCE);
    assert_int_equal(found("哈大高速"), 1);
    assert_int_equal(found("哈"), 1);
    assert_int_equal(found("哈速"), 0);
    assert_int_equal(found(d.base.number), 1);
    assert_false(town_holds(&town, "portal", "金丝雀"));
    assert_false(town_holds(&town, "ledger", "金丝雀"));
}

/* T4: what the verifier read from the ledger's files, against the rows, both ways. */
static void compare_with_ledger(void)
{
    struct verify_report report;
    assert_int_equal(ledger_verify(&town.cx, town.site.ledger, &report), OK);
    for (size_t i = 0; i < report.records_count; i++) {
        const struct verify_record *record = &report.records[i];
        struct public_record *r;
        assert_int_equal(public_by_id(town.portal, record->id, &r), OK);
        assert_string_equal(r->agency, record->agency);
        assert_int_equal(r->last_index, record->index);
        bool ends = record->type == ACT_ERASED || record->type == ACT_WITHDRAWN;
        assert_int_equal(public_is_live(r), !ends);
        void *found;
        assert_int_equal(public_load(town.portal, r, &found), OK);
    }
    assert_int_equal(town_public_int(&town, "SELECT COUNT(*) FROM portal_record"),
                     report.records_count);
    assert_int_equal(town_public_int(&town, "SELECT COUNT(*) FROM portal_act"), report.size);
}

static void nothing_is_missing_and_nothing_is_added(void **state)
{
    for (int i = 0; i < 20; i++) {
        struct disclosure d = town_disclosure(&town, "通告", "正文");
        town_release(&town, &d.base);
        if (i % 5 == 0) town_step(&town, TOWN_OFFICER, &d.base, "suspend");
    }
    struct disclosure draft = town_disclosure(&town, "未公开的草稿", "草稿");
    town_insert(&town, &draft.base);
    town_replay(&town);
    assert_int_equal(town_public_int(&town, "SELECT COUNT(*) FROM public_disclosure"), 16);
    assert_int_equal(town_public_int(&town, "SELECT COUNT(*) FROM public_tombstone"), 4);
    static const struct sql released = {"test",
                                        "SELECT COUNT(*) FROM disclosure WHERE state = 'released'"};
    int64_t n;
    assert_int_equal(store_int(&town.cx, &released, BIND_NONE, &n), OK);
    assert_int_equal(n, 16);
    static const struct sql acts = {"test", "SELECT COUNT(*) FROM act"};
    assert_int_equal(store_int(&town.cx, &acts, BIND_NONE, &n), OK);
    assert_int_equal(town_public_int(&town, "SELECT COUNT(*) FROM portal_act"), n);
    assert_int_equal(found("草稿"), 0);
    compare_with_ledger();
}

static void a_correction_replaces_words_and_rows(void **state)
{
    struct disclosure one = town_disclosure(&town, "旧题目", "白杨"), two;
    town_release(&town, &one.base);
    town_replay(&town);
    assert_int_equal(found("白杨"), 1);
    town_day(&town, "2009-03-02");
    town_step(&town, TOWN_OFFICER, &one.base, "revise");
    assert_int_equal(record_fetch(&town.cx, &disclosure_kind, one.base.id, 0, &two), OK);
    two.body = "红松";
    assert_int_equal(record_save(&town.cx, &two.base), OK);
    assert_int_equal(found("白杨"), 1);
    town_step(&town, TOWN_OFFICER, &two.base, "submit");
    town_step(&town, TOWN_REVIEWER, &two.base, "review");
    town_step(&town, TOWN_RELEASER, &two.base, "release");
    town_replay(&town);
    assert_int_equal(found("白杨"), 0);
    assert_int_equal(found("红松"), 1);
    struct public_record *r;
    struct public_act *acts;
    assert_int_equal(public_by_id(town.portal, one.base.id, &r), OK);
    assert_int_equal(r->edition, 2);
    assert_string_equal(date_iso(town.cx.mem, r->first_on), "2009-01-05");
    assert_string_equal(date_iso(town.cx.mem, r->released_on), "2009-03-02");
    assert_int_equal(public_acts(town.portal, r->number, &acts), OK);
    assert_int_equal(acts->edition, 1);
    assert_string_equal(acts->next->type, "corrected");
}

#define SECRET "乌苏里江畔的秘密"

static void what_is_erased_is_gone_from_the_bytes(void **state)
{
    struct disclosure others[30], d = town_disclosure(&town, "通告", SECRET "，Zanzibar。");
    for (int i = 0; i < 30; i++) {
        others[i] = town_disclosure(&town, "其他通告", "大兴安岭");
        town_release(&town, &others[i].base);
        if (i == 15) town_release(&town, &d.base), town_replay(&town);
    }
    town_replay(&town);
    assert_true(town_holds(&town, "portal", SECRET));
    assert_int_equal(found("Zanzibar"), 1);
    assert_true(town_holds(&town, "portal", "anzibar"));
    town_step(&town, TOWN_OFFICER, &d.base, "suspend");
    town_replay(&town);
    assert_int_equal(found("Zanzibar"), 0);
    assert_int_equal(found("大兴安岭"), 30);
    assert_false(town_holds(&town, "portal", SECRET));
    assert_false(town_holds(&town, "portal", "乌苏"));
    assert_false(town_holds(&town, "portal", "anzibar"));
    assert_false(town_holds(&town, "ledger", SECRET));
    town_end(&town, &d.base, "restore", "");
    town_replay(&town);
    assert_int_equal(found("Zanzibar"), 1);
    town_step(&town, TOWN_OFFICER, &d.base, "suspend");
    town_end(&town, &d.base, "erase", "leak");
    town_replay(&town);
    struct public_record *r;
    assert_int_equal(public_by_id(town.portal, d.base.id, &r), OK);
    assert_string_equal(r->standing, "erased");
    assert_string_equal(r->title, "");
    assert_true(r->item);
    assert_false(town_holds(&town, "portal", "anzibar"));
}

static void release_some(int count)
{
    assert_int_equal(store_begin(&town.cx), OK);
    for (int i = 0; i < count; i++) {
        struct disclosure d = town_disclosure(&town, "其他", "其他");
        town_release(&town, &d.base);
    }
    assert_int_equal(store_commit(&town.cx), OK);
}

static void correct(struct disclosure *d, const char *body)
{
    struct disclosure next;
    town_step(&town, TOWN_OFFICER, &d->base, "revise");
    assert_int_equal(record_fetch(&town.cx, &disclosure_kind, d->base.id, 0, &next), OK);
    next.body = body;
    assert_int_equal(record_save(&town.cx, &next.base), OK);
    town_release(&town, &next.base);
    *d = next;
}

/* A long stretch is taken in a hurry, in which freed pages keep what they held: here those of long
 * texts that were corrected. The erasure that follows leaves nothing of them either. */
static void what_is_erased_is_gone_after_a_hurry(void **state)
{
    struct disclosure long_ones[4];
    struct out text = out_new(town.cx.mem);
    while (text.size < 40000) out_text(&text, "乌苏里江。" SECRET "，Zanzibar。");
    for (size_t i = 0; i < COUNT_OF(long_ones); i++) {
        long_ones[i] = town_disclosure(&town, "通告", text.text);
        town_release(&town, &long_ones[i].base);
    }
    release_some(1000);
    for (size_t i = 0; i < COUNT_OF(long_ones); i++) correct(&long_ones[i], "更正。");
    town_replay(&town);
    assert_int_equal(found("其他"), 1000);
    assert_int_equal(found("Zanzibar"), 0);
    assert_true(town_holds(&town, "portal", SECRET));
    assert_int_not_equal(town_public_int(&town, "PRAGMA freelist_count"), 0);
    for (size_t i = 0; i < COUNT_OF(long_ones); i++)
        town_step(&town, TOWN_OFFICER, &long_ones[i].base, "suspend");
    town_replay(&town);
    assert_false(town_holds(&town, "portal", SECRET));
    assert_false(town_holds(&town, "portal", "乌苏"));
    assert_false(town_holds(&town, "portal", "anzibar"));
    assert_int_equal(found("其他"), 1000);
    const char *grown = town_dump(&town);
    town_forget_portal(&town);
    town_replay(&town);
    assert_string_equal(town_dump(&town), grown);
}

/* A tombstone lists no file, neither its bytes nor its name; a restored record has it again. */
static void what_is_erased_takes_its_files_along(void **state)
{
    struct disclosure d = town_disclosure(&town, "通告", "见附件");
    town_insert(&town, &d.base);
    const char *hash = town_attach(&town, &d.base, "Zanzibar.txt", SECRET);
    town_release(&town, &d.base);
    town_replay(&town);
    assert_true(town_holds(&town, "ledger", SECRET));
    town_step(&town, TOWN_OFFICER, &d.base, "suspend");
    town_replay(&town);
    assert_false(town_holds(&town, "ledger", SECRET));
    assert_false(town_holds(&town, "ledger", "Zanzibar"));
    assert_false(town_holds(&town, "portal", "Zanzibar"));
    assert_false(town_holds(&town, "portal", hash));
    town_end(&town, &d.base, "restore", "");
    town_replay(&town);
    assert_true(town_holds(&town, "ledger", SECRET));
    town_step(&town, TOWN_OFFICER, &d.base, "suspend");
    town_end(&town, &d.base, "withdraw", "outdated");
    town_replay(&town);
    assert_false(town_holds(&town, "ledger", SECRET));
    assert_false(town_holds(&town, "ledger", "Zanzibar"));
}

static void a_rebuild_gives_the_same_rows(void **state)
{
    struct disclosure kept = town_disclosure(&town, "保留", "甲"),
                      erased = town_disclosure(&town, "删除", "乙"),
                      restored = town_disclosure(&town, "恢复", "丙"),
                      withdrawn = town_disclosure(&town, "撤回", "丁"),
                      withheld = town_disclosure(&town, "不公开", "戊");
    town_release(&town, &kept.base);
    town_release(&town, &erased.base);
    town_replay(&town);
    town_release(&town, &restored.base);
    town_release(&town, &withdrawn.base);
    town_insert(&town, &withheld.base);
    town_step(&town, TOWN_OFFICER, &withheld.base, "submit");
    town_step(&town, TOWN_REVIEWER, &withheld.base, "withhold");
    town_step(&town, TOWN_RELEASER, &withheld.base, "show");
    town_replay(&town);
    town_day(&town, "2009-06-01");
    struct disclosure *const stopped[] = {&erased, &restored, &withdrawn};
    for (int i = 0; i < 3; i++) town_step(&town, TOWN_OFFICER, &stopped[i]->base, "suspend");
    town_replay(&town);
    town_end(&town, &erased.base, "erase", "personal");
    town_end(&town, &restored.base, "restore", "");
    town_end(&town, &withdrawn.base, "withdraw", "outdated");
    town_replay(&town);
    const char *grown = town_dump(&town);
    assert_non_null(strstr(grown, "'withheld'"));
    town_forget_portal(&town);
    town_replay(&town);
    assert_string_equal(town_dump(&town), grown);
}

/* The copy of the ledger lags: an object among others is not there yet. */
static void lag_behind(int others)
{
    struct disclosure d = town_disclosure(&town, "乙", "乙");
    town_replay(&town);
    release_some(others);
    town_release(&town, &d.base);
    release_some(others);
    town_sequence(&town);
    static const struct sql commitment = {"test", "SELECT commitment FROM act WHERE record = $1"};
    const char *commit;
    assert_int_equal(store_text(&town.cx, &commitment, BIND(d.base.id), &commit), OK);
    char *path = arena_format(town.cx.mem, "%s/ledger/object/%.2s/%s", town.data, commit, commit);
    char *away = arena_format(town.cx.mem, "%s/away", town.data);
    assert_int_equal(rename(path, away), 0);
    assert_int_equal(town_try_replay(&town), BUSY);
    assert_int_equal(town_public_int(&town, "SELECT COUNT(*) FROM public_disclosure"), 0);
    assert_int_equal(rename(away, path), 0);
    assert_int_equal(town_try_replay(&town), OK);
    assert_int_equal(town_public_int(&town, "SELECT COUNT(*) FROM public_disclosure"),
                     2 * others + 1);
}

static void a_missing_object_is_waited_for(void **state)
{
    lag_behind(1);
}

/* There it is a second thread that finds it missing. */
static void a_missing_object_stops_a_long_stretch(void **state)
{
    lag_behind(200);
}

/* Another ledger under the same name, and one that went back, are refused. */
static void a_fork_and_a_rollback_are_refused(void **state)
{
    struct context *cx = &town.cx;
    struct bytes early, late;
    char *path = arena_format(cx->mem, "%s/ledger/checkpoint", town.data);
    char *tmp = arena_format(cx->mem, "%s/tmp", town.data);
    struct disclosure d = town_disclosure(&town, "甲", "甲");
    town_replay(&town);
    assert_int_equal(file_read(cx, path, 10000, &early), OK);
    town_release(&town, &d.base);
    town_replay(&town);
    assert_int_equal(file_read(cx, path, 10000, &late), OK);
    assert_int_equal(file_write(cx, tmp, path, early, false), OK);
    assert_int_equal(town_try_replay(&town), INVALID);
    town_close_portal(&town);
    assert_int_equal(town_try_replay(&town), INVALID);
    assert_string_equal(town.public_cx.issues->message, "ledger.checkpoint.shrank");
    assert_int_equal(file_write(cx, tmp, path, late, false), OK);
    town_close_portal(&town);
    assert_int_equal(town_try_replay(&town), OK);
    static const struct sql fork = {
        "test", "UPDATE portal_ledger SET root = CASE substr(root, 1, 1) WHEN 'e' THEN 'd'"
                " ELSE 'e' END || substr(root, 2)"};
    assert_int_equal(store_run(&town.public_cx, &fork, BIND_NONE, NULL), OK);
    town_public_int(&town, "SELECT COUNT(*) FROM portal_ledger");
    assert_int_equal(town_try_replay(&town), INVALID);
    assert_string_equal(town.public_cx.issues->message, "ledger.checkpoint.forked");
}

static void what_another_version_made_is_made_again(void **state)
{
    town_replay(&town);
    const char *before = town_dump(&town);
    static const struct sql other = {"test", "PRAGMA user_version = 77"};
    static const struct sql spoil = {"test", "DELETE FROM portal_record"};
    assert_int_equal(store_ensure(&town.public_cx, &other), OK);
    assert_int_equal(store_run(&town.public_cx, &spoil, BIND_NONE, NULL), OK);
    town_close_portal(&town);
    town_replay(&town);
    assert_string_equal(town_dump(&town), before);
}

static void no_list_scans_the_records(void **state)
{
    static const char *const province[] = {TOWN_PROVINCE, NULL};
    struct public_query queries[] = {
        {.items = true,      .limit = 20,                  .from = DATE_NONE,                                  .to = DATE_NONE                                                                                  },
        {.items = true,      .agency = province,           .limit = 20,                                        .from = DATE_NONE,                                                                                 .to = DATE_NONE},
        {.items = true,                  .agency = province,                                  .limit = 20,                                                 .from = {14245},                                                                                                      .to = {14609}},
        {.items = true,
         .agency = province,
         .class = "seed-5",
         .limit = 20,
         .from = {14245},
         .to = {14609}},
        {.items = true,
         .agency = province,
         .class = "a10-5",
         .limit = 20,
         .from = DATE_NONE,
         .to = DATE_NONE},
        {.items = true,
         .agency = province,
         .class = "a20-5",
         .after = "1.1",
         .limit = 20,
         .from = DATE_NONE,
         .to = DATE_NONE},
        {.items = true,                  .class = "seed-5",                                  .limit = 20,                                                                                   .from = DATE_NONE,                                                                                                                                                                                        .to = DATE_NONE},
        {.entry = "x",        .limit = 20,                                .from = DATE_NONE,                                                                                      .to = DATE_NONE                                                                                                                                                                                      },
        {.kind = "press_event",.limit = 20,.from = DATE_NONE,.to = DATE_NONE},
    };
    town_replay(&town);
    struct context *cx = &town.public_cx;
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        const char *sql =
            arena_format(cx->mem, "EXPLAIN QUERY PLAN %s", public_list_sql(cx->mem, &queries[i]));
        struct rows *rows;
        assert_int_equal(store_query(cx, &(struct sql){"test.plan", sql}, BIND_NONE, &rows), OK);
        while (rows_next(rows)) {
            const char *plan = rows_text(rows, 3);
            if (strstr(plan, "SCAN r") && !strstr(plan, "USING INDEX"))
                fail_msg("%zu: %s", i, plan);
            if (strstr(plan, "TEMP B-TREE")) fail_msg("%zu: %s", i, plan);
        }
        assert_int_equal(rows_end(rows), OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_released_is_public, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_missing_and_nothing_is_added, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_correction_replaces_words_and_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_erased_is_gone_from_the_bytes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_erased_is_gone_after_a_hurry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_erased_takes_its_files_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rebuild_gives_the_same_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_object_is_waited_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_object_stops_a_long_stretch, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_fork_and_a_rollback_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_another_version_made_is_made_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_list_scans_the_records, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
