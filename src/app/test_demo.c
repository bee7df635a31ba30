/* The demonstration against the list of issue 2, point 10, counted in the registers themselves. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/demo.h"
#include "app/kinds.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/verify.h"

#define PROVINCE "099023009"
#define OWN " agency = '" PROVINCE "'"
#define BELOW " agency <> '" PROVINCE "'"
#define DAY_2009_FIRST "14245"
#define DAY_2009_LAST "14609"
#define IN_2009 " BETWEEN " DAY_2009_FIRST " AND " DAY_2009_LAST
#define FIRST_RELEASED_2009 " first_released_on" IN_2009

static struct context cx;
static struct installation at;
static char folder[64];

struct count {
    const char *what, *text;
    int64_t low, high; /* both possible */
};

#define EXACTLY(n) n, n
#define AT_LEAST(n) n, INT64_MAX

/* clang-format off */
static const struct count counts[] = {
    {"agencies", "SELECT COUNT(*) FROM agency WHERE newest = 1 AND state = 'released'", EXACTLY(14)},
    {"bureaux below the province", "SELECT COUNT(*) FROM agency a JOIN agency p ON a.parent = p.id"
     " WHERE p.code = '" PROVINCE "' AND a.newest = 1 AND p.newest = 1", EXACTLY(13)},
    {"entries in force", "SELECT COUNT(*) FROM entry WHERE" OWN " AND newest = 1 AND state = 'released'"
     " AND in_force_on <= " DAY_2009_LAST " AND (ended_on IS NULL OR ended_on >= " DAY_2009_LAST ")", EXACTLY(798)},
    {"items of 2009", "SELECT COUNT(*) FROM item WHERE" OWN " AND" FIRST_RELEASED_2009, EXACTLY(1723)},
    {"… on traffic, order, exit-entry, fire", "SELECT COUNT(*) FROM item i JOIN unit u ON u.id = i.unit"
     " AND u.newest = 1 WHERE i.agency = '" PROVINCE "' AND" FIRST_RELEASED_2009 " AND u.name IN"
     " ('交通警察总队', '治安管理总队', '出入境管理局', '消防总队')", AT_LEAST(1000)},
    {"press events", "SELECT COUNT(*) FROM press_event WHERE" OWN " AND state = 'released'"
     " AND held_on" IN_2009, EXACTLY(11)},
    {"… special and held", "SELECT COUNT(*) FROM press_event WHERE" OWN " AND held_on" IN_2009
     " AND special = 1 AND part = 'held'", EXACTLY(2)},
    {"… held by itself", "SELECT COUNT(*) FROM press_event WHERE" OWN " AND held_on" IN_2009
     " AND part = 'held'", EXACTLY(2)},
    {"uses of other channels", "SELECT COUNT(*) FROM channel_use WHERE" OWN " AND state = 'released'"
     " AND shown_on" IN_2009 " AND channel <> 'portal'", EXACTLY(320)},
    {"bureaux that post the fees", "SELECT COUNT(*) FROM (SELECT k.agency FROM channel_use k"
     " JOIN fee_standard f ON f.id = k.item AND f.newest = 1 WHERE k.channel = 'hall' AND f.state ="
     " 'released' AND k.agency <> '" PROVINCE "' AND f.amount IN (2000, 4000, 1000)"
     " GROUP BY k.agency HAVING COUNT(DISTINCT f.amount) = 3)", EXACTLY(13)},
    {"measures of Qiqihar", "SELECT COUNT(DISTINCT title) FROM measure WHERE agency = '099023148'"
     " AND state = 'released'", EXACTLY(100)},
    {"measures of others", "SELECT COUNT(*) FROM measure WHERE agency <> '099023148'", EXACTLY(0)},
    {"problems", "SELECT COUNT(*) FROM problem WHERE" OWN " AND year = 2009 AND state = 'released'"
     " AND improvement <> ''", EXACTLY(5)},
    {"seed classes", "SELECT COUNT(DISTINCT class_seed) FROM item WHERE" OWN " AND"
     FIRST_RELEASED_2009 " AND class_seed <> 'seed-0'", EXACTLY(15)},
    {"declared nil", "SELECT COUNT(*) FROM declaration WHERE" OWN " AND state = 'released'"
     " AND value = 0", EXACTLY(3)},

    {"heads with a kind of their own", "SELECT COUNT(DISTINCT kind) FROM item WHERE" OWN " AND kind IN"
     " ('recruitment_notice', 'decision', 'campaign', 'statistic_series', 'case_bulletin',"
     " 'emergency_notice', 'other_item', 'case_disclosure')", EXACTLY(8)},
    {"… of 2009", "SELECT COUNT(*) FROM item WHERE" OWN " AND" FIRST_RELEASED_2009 " AND kind IN"
     " ('recruitment_notice', 'decision', 'campaign', 'statistic_series', 'case_bulletin',"
     " 'other_item', 'case_disclosure')", AT_LEAST(100)},
    {"cases released uncleared", "SELECT COUNT(*) FROM item i WHERE kind IN ('case_bulletin',"
     " 'case_disclosure') AND NOT EXISTS (SELECT 1 FROM history h WHERE h.record = i.id AND"
     " h.verb = 'clear')", EXACTLY(0)},
    {"updates of emergencies", "SELECT COUNT(*) FROM emergency_update WHERE state = 'released'", EXACTLY(3)},
    {"emergencies in force", "SELECT COUNT(*) FROM emergency_notice WHERE state = 'released' AND"
     " (ended_at IS NULL OR ended_at = 0)", EXACTLY(0)},
    {"verdicts of the clean-up", "SELECT COUNT(*) FROM clean_up_entry WHERE state = 'released'", AT_LEAST(50)},
    {"slots left open in heads", "SELECT COUNT(*) FROM (SELECT title || summary || body AS t FROM campaign"
     " UNION ALL SELECT title || posts || result || body FROM recruitment_notice UNION ALL SELECT title ||"
     " draft || answer || decision FROM decision UNION ALL SELECT title || party || procedure || body FROM"
     " case_disclosure UNION ALL SELECT title || data || body FROM statistic_series) WHERE t GLOB '*[{}]*'"
     " OR t LIKE '%[[%'", EXACTLY(0)},

    {"neighbours: items of 2008", "SELECT COUNT(*) FROM item WHERE" OWN
     " AND first_released_on < " DAY_2009_FIRST, AT_LEAST(10)},
    {"neighbours: items of January 2010", "SELECT COUNT(*) FROM item WHERE" OWN
     " AND first_released_on > " DAY_2009_LAST, AT_LEAST(10)},
    {"neighbours: drafts", "SELECT COUNT(*) FROM disclosure WHERE" OWN " AND state = 'drafted'", AT_LEAST(10)},
    {"neighbours: on their way", "SELECT COUNT(*) FROM item WHERE" OWN
     " AND state IN ('collated', 'submitted', 'filed')", AT_LEAST(10)},
    {"neighbours: withheld", "SELECT COUNT(*) FROM item WHERE" OWN " AND state LIKE 'withheld%'", AT_LEAST(10)},
    {"neighbours: second channels", "SELECT COUNT(*) FROM (SELECT item FROM channel_use WHERE" OWN
     " GROUP BY item HAVING COUNT(DISTINCT channel) > 1)", AT_LEAST(10)},
    {"neighbours: external laws", "SELECT COUNT(*) FROM normative_document WHERE" OWN
     " AND external = 1 AND state = 'released'", AT_LEAST(10)},
    {"external laws among the items", "SELECT COUNT(*) FROM item i JOIN normative_document d"
     " ON d.id = i.id WHERE d.external = 1", EXACTLY(0)},
    {"neighbours: entries that ended", "SELECT COUNT(*) FROM entry WHERE" OWN " AND newest = 1"
     " AND ended_on" IN_2009, AT_LEAST(10)},
    {"neighbours: entries of 2010", "SELECT COUNT(*) FROM entry WHERE" OWN
     " AND in_force_on > " DAY_2009_LAST, AT_LEAST(10)},
    {"the bureaux' own items, fewest", "SELECT MIN(n) FROM (SELECT COUNT(*) AS n FROM item WHERE" BELOW
     " AND" FIRST_RELEASED_2009 " GROUP BY agency)", AT_LEAST(20)},
    {"the bureaux' own press events", "SELECT COUNT(*) FROM press_event WHERE" BELOW
     " AND held_on" IN_2009, AT_LEAST(10)},

    {"corrected", "SELECT COUNT(*) FROM act WHERE type = 'corrected' AND kind = 'disclosure'", AT_LEAST(10)},
    {"withdrawn", "SELECT COUNT(*) FROM item WHERE state = 'withdrawn'", AT_LEAST(3)},
    {"restored", "SELECT COUNT(*) FROM history WHERE verb = 'restore'", AT_LEAST(3)},
    {"sent back", "SELECT COUNT(*) FROM history WHERE verb = 'return'", AT_LEAST(20)},
    {"wanted notices erased", "SELECT COUNT(*) FROM act WHERE kind = 'wanted_notice' AND type = 'erased'"
     " AND reason_class = 'revoked'", EXACTLY(4)},
    {"files, each cleared", "SELECT COUNT(*) FROM attachment a JOIN item i ON i.id = a.record WHERE"
     " a.name LIKE '%.csv' AND a.cleared_by <> '' AND i.state = 'released'", AT_LEAST(40)},
    {"files released uncleared", "SELECT COUNT(*) FROM attachment a JOIN item i ON i.id = a.record AND"
     " i.edition = a.edition WHERE a.cleared_by = '' AND i.state = 'released'", EXACTLY(0)},
    {"titles that come twice", "SELECT COUNT(*) FROM (SELECT 1 FROM item GROUP BY agency, title"
     " HAVING COUNT(*) > 1)", EXACTLY(0)},
    {"lines that come twice", "SELECT COUNT(*) FROM (SELECT 1 FROM entry WHERE newest = 1"
     " GROUP BY agency, title HAVING COUNT(*) > 1)", EXACTLY(0)},
    {"slots left open", "SELECT COUNT(*) FROM disclosure WHERE title || summary || body || keywords"
     " GLOB '*[{}]*' OR title || summary || body LIKE '%[[%'", EXACTLY(0)},
    {"items produced after their release", "SELECT COUNT(*) FROM item WHERE produced_on > first_released_on",
     EXACTLY(0)},
    {"one hand twice", "SELECT COUNT(*) FROM history a JOIN history b ON a.record = b.record AND"
     " a.edition = b.edition AND a.actor = b.actor WHERE a.verb IN ('draft', 'edit') AND"
     " b.verb IN ('review', 'release') OR a.verb = 'review' AND b.verb = 'release' AND"
     " a.actor = b.actor AND a.record = b.record AND a.edition = b.edition", EXACTLY(0)},
};
/* clang-format on */

static enum status make(const char *where, struct date last)
{
    static struct demo_source source;
    struct demo_people people;
    const struct installation_choices choices = {.name_zh = "黑龙江省公安厅",
                                                 .name_en = "Heilongjiang",
                                                 .zone = "Asia/Shanghai",
                                                 .origin = "demo.invalid/ledger",
                                                 .agency = PROVINCE,
                                                 .demonstration = true};
    app_register_kinds();
    TRY(installation_init(&cx, where, &choices));
    TRY(installation_load(&cx, where, &at));
    TRY(installation_load_law(&cx, &at));
    TRY(installation_open_office(&cx, &at, STORE_HASTY));
    TRY(demo_load(&cx, SOURCE_FOLDER "/demo", &source));
    return demo_make(&cx, &at, &(struct demo_choices){&source, NULL, last}, &people);
}

static int64_t number(const char *text)
{
    int64_t n = -1;
    assert_int_equal(store_int(&cx, &(struct sql){"test", text}, BIND_NONE, &n), OK);
    return n;
}

/* Everything that must be the same each time, in one hash-like text. */
static const char *all_of_it(void)
{
    static const struct sql items = {
        "test.all",
        "SELECT group_concat(line, char(10)) FROM (SELECT kind || number || title || state ||"
        " produced_on || COALESCE(first_released_on, 0) AS line FROM item"
        " ORDER BY agency, kind, number, title)"};
    const char *text = "";
    assert_int_equal(store_text(&cx, &items, BIND_NONE, &text), OK);
    return text;
}

static void remove_all(const char *where)
{
    store_close(cx.store);
    cx.store = NULL;
    if (fork() == 0) {
        execlp("rm", "rm", "-rf", where, (char *)NULL);
        _exit(1);
    }
}

static int begin(void **state)
{
    snprintf(folder, sizeof folder, "/tmp/test_demo.%d", (int)getpid());
    cx = (struct context){.mem = arena_new("test")};
    enum status status = make(folder, date_of(2010, 3, 31));
    for (const struct issue *issue = cx.issues; issue; issue = issue->next)
        print_error("%s %s %s\n", issue->field, issue->message, issue->detail);
    if (status != OK) print_error("status %d: %s\n", (int)status, cx.fault);
    return status == OK ? 0 : -1;
}

static int end(void **state)
{
    remove_all(folder);
    arena_free(cx.mem);
    return 0;
}

static void test_counts(void **state)
{
    int wrong = 0;
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        int64_t n = number(counts[i].text);
        if (n >= counts[i].low && n <= counts[i].high) continue;
        print_error("%s: %lld\n", counts[i].what, (long long)n);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* Acts lie on working days, between half past eight and five o'clock. */
static void test_hours(void **state)
{
    static const struct sql acts = {"test.acts",
                                    "SELECT DISTINCT day, (at / 60000 + 480) % 1440 FROM history"};
    const struct calendar *calendar = law_calendar(at.law, "cn");
    struct rows *rows;
    int seen = 0, wrong = 0;
    assert_int_equal(store_query(&cx, &acts, BIND_NONE, &rows), OK);
    while (rows_next(rows)) {
        int64_t minute = rows_int(rows, 1);
        bool fine = calendar_is_working(calendar, rows_date(rows, 0)) && minute >= 8 * 60 + 30 &&
                    minute <= 17 * 60;
        wrong += !fine;
        seen++;
    }
    assert_int_equal(rows_end(rows), OK);
    assert_true(seen > 1000);
    assert_int_equal(wrong, 0);
}

/* The department's report says what the registers say. */
static void test_report(void **state)
{
    static const struct sql figures = {"test.figures",
                                       "SELECT ' ' || figures || ' ' || warnings FROM annual_report"
                                       " WHERE" OWN " AND state = 'released' AND year = 2009"};
    static const char *const expected[] = {
        " catalogue_entries=798 ",
        " items_released=1723 ",
        " press_events=11 ",
        " reconsiderations=0 ",
        " press_events_special=2 ",
        " applications_received=0 ",
        " suits=0 ",
        " fee_posting_bureaux=13 ",
        " measures_announced=100 ",
        " problems=5 ",
        " releases_other_channels=320 ",
        "press conferences: 11 in all vs 2 held",
    };
    const char *text;
    assert_int_equal(store_text(&cx, &figures, BIND_NONE, &text), OK);
    for (size_t i = 0; i < COUNT_OF(expected); i++) assert_non_null(strstr(text, expected[i]));
}

static void test_ledger(void **state)
{
    struct verify_report report = {0};
    assert_int_equal(ledger_verify(&cx, at.ledger, &report), OK);
    assert_int_equal((int64_t)report.size, number("SELECT COUNT(*) FROM act"));
    assert_int_equal(number("SELECT COUNT(*) FROM act WHERE ledger_index IS NULL"), 0);
}

/* Only ids and keys differ from one time to the next; and --today ends it earlier. */
static void test_same_each_time(void **state)
{
    char other[80];
    snprintf(other, sizeof other, "%s.other", folder);
    const char *first = all_of_it();
    struct store *kept = cx.store;
    assert_int_equal(make(other, date_of(2010, 3, 31)), OK);
    assert_string_equal(all_of_it(), first);
    remove_all(other);
    snprintf(other, sizeof other, "%s.earlier", folder);
    assert_int_equal(make(other, date_of(2009, 6, 30)), OK);
    assert_int_equal(number("SELECT MAX(acted_on) FROM act"), date_of(2009, 6, 30).day);
    remove_all(other);
    cx.store = kept;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),         cmocka_unit_test(test_hours),
        cmocka_unit_test(test_report),         cmocka_unit_test(test_ledger),
        cmocka_unit_test(test_same_each_time),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
