/* The demonstration against the list of issue 2, point 10, counted in the registers themselves. */
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/demo.h"
#include "app/kinds.h"
#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "intake/capsule.h"
#include "ledger/verify.h"
#include "organisation/organisation.h"
#include "oversight/measure.h"
#include "oversight/obligations.h"
#include "report/table.h"

#define PROVINCE "099023009"
#define OWN " agency = '" PROVINCE "'"
#define BELOW " agency <> '" PROVINCE "'"
#define DAY_2009_FIRST "14245"
#define DAY_2009_LAST "14609"
#define IN_2009 " BETWEEN " DAY_2009_FIRST " AND " DAY_2009_LAST
#define FIRST_RELEASED_2009 " first_released_on" IN_2009

/* A working day, some way into a year: enough for every open case. */
#define THE_DAY date_of(2026, 3, 16)
#define DAY_2025_LAST "20453"

static struct context cx;
static struct installation at;
static char folder[64];
static struct demo_requests requests; /* of the demonstration made last */

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
     " AND newest = 1 AND special = 1 AND part = 'held'", EXACTLY(2)},
    {"… held by itself", "SELECT COUNT(*) FROM press_event WHERE" OWN " AND held_on" IN_2009
     " AND newest = 1 AND part = 'held'", EXACTLY(2)},
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
     " AND value = 0 AND year = 2009", EXACTLY(3)},

    {"heads with a kind of their own", "SELECT COUNT(DISTINCT kind) FROM item WHERE" OWN " AND kind IN"
     " ('recruitment_notice', 'decision', 'campaign', 'statistic_series', 'case_bulletin',"
     " 'emergency_notice', 'other_item', 'case_disclosure')", EXACTLY(8)},
    {"… of 2009", "SELECT COUNT(*) FROM item WHERE" OWN " AND" FIRST_RELEASED_2009 " AND kind IN"
     " ('recruitment_notice', 'decision', 'campaign', 'statistic_series', 'case_bulletin',"
     " 'other_item', 'case_disclosure')", AT_LEAST(100)},
    {"cases released uncleared", "SELECT COUNT(*) FROM item i WHERE kind IN ('case_bulletin',"
     " 'case_disclosure') AND NOT EXISTS (SELECT 1 FROM history h WHERE h.record = i.id AND"
     " h.verb = 'clear')", EXACTLY(0)},
    {"updates of emergencies", "SELECT COUNT(*) FROM emergency_update WHERE state = 'released'", EXACTLY(4)},
    {"emergencies in force", "SELECT COUNT(*) FROM emergency_notice WHERE state = 'released' AND"
     " (ended_at IS NULL OR ended_at = 0)", EXACTLY(1)},
    {"verdicts of the clean-up", "SELECT COUNT(*) FROM clean_up_entry WHERE state = 'released'", AT_LEAST(50)},
    {"rumours clarified in 2009", "SELECT COUNT(*) FROM item WHERE" OWN " AND" FIRST_RELEASED_2009
     " AND kind = 'clarification' AND state = 'released'", EXACTLY(12)},
    {"statements released unsigned", "SELECT COUNT(*) FROM act a WHERE a.type = 'released' AND a.kind IN"
     " ('press_event', 'press_release', 'clarification') AND NOT EXISTS (SELECT 1 FROM history h WHERE"
     " h.record = a.record AND h.edition = a.edition AND h.verb = 'sign-statement')", EXACTLY(0)},
    {"comments answered in the decision of 2010", "SELECT COUNT(*) FROM decision WHERE outcome = 'amended'"
     " AND comments_received = 4 AND answer LIKE '%首次轻微违法%| 2 |%未采纳%'", EXACTLY(1)},
    {"comments that nobody has gathered yet", "SELECT COUNT(*) FROM comment WHERE state = 'received'",
     EXACTLY(1)},
    {"cases that a party can follow, and questions", "SELECT (SELECT COUNT(*) FROM case_party) * 10 +"
     " (SELECT COUNT(*) FROM case_question)", EXACTLY(22)},
    {"topics of the watch, by how they ended", "SELECT COUNT(DISTINCT state) FROM opinion_watch",
     EXACTLY(3)},
    {"slots left open in heads", "SELECT COUNT(*) FROM (SELECT title || summary || body AS t FROM campaign"
     " UNION ALL SELECT title || posts || result || body FROM recruitment_notice UNION ALL SELECT title ||"
     " draft || answer || decision FROM decision UNION ALL SELECT title || party || procedure || body FROM"
     " case_disclosure UNION ALL SELECT title || data || body FROM statistic_series) WHERE t GLOB '*[{}]*'"
     " OR t LIKE '%[[%'", EXACTLY(0)},

    {"neighbours: items of 2008", "SELECT COUNT(*) FROM item WHERE" OWN
     " AND first_released_on < " DAY_2009_FIRST, AT_LEAST(10)},
    {"neighbours: items of January 2010", "SELECT COUNT(*) FROM item WHERE" OWN
     " AND first_released_on > " DAY_2009_LAST, AT_LEAST(10)},
    {"neighbours: drafts at the year's end", "SELECT COUNT(*) FROM disclosure d WHERE" OWN " AND newest = 1"
     " AND (SELECT MIN(day) FROM history h WHERE h.record = d.id)" IN_2009 " AND NOT EXISTS (SELECT 1 FROM"
     " history h WHERE h.record = d.id AND h.verb = 'collate' AND h.day <= " DAY_2009_LAST ")", AT_LEAST(10)},
    {"neighbours: on their way at the year's end", "SELECT COUNT(*) FROM disclosure d WHERE" OWN
     " AND newest = 1 AND EXISTS (SELECT 1 FROM history h WHERE h.record = d.id AND h.verb = 'collate'"
     " AND h.day <= " DAY_2009_LAST ") AND NOT EXISTS (SELECT 1 FROM history h WHERE h.record = d.id"
     " AND h.verb IN ('release', 'withhold') AND h.day <= " DAY_2009_LAST ")", AT_LEAST(10)},
    {"on the desks on the last day", "SELECT COUNT(*) FROM item WHERE" OWN
     " AND state IN ('collated', 'submitted', 'filed')", AT_LEAST(8)},
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
    {"drafter reviews or approves an answer, or the reviewer approves", "SELECT COUNT(*) FROM history a"
     " JOIN history b ON a.record = b.record AND a.actor = b.actor WHERE a.verb IN ('draft-answer',"
     " 'review-answer') AND b.verb IN ('review-answer', 'approve-answer') AND a.verb <> b.verb",
     EXACTLY(0)},
    {"applications numbered with a hole", "SELECT COUNT(*) FROM (SELECT serial_year, MAX(serial) - COUNT(*) AS n"
     " FROM application WHERE serial IS NOT NULL AND newest = 1 GROUP BY agency, serial_year) WHERE n <> 0",
     EXACTLY(0)},
    {"applications without a case line", "SELECT COUNT(*) FROM application a LEFT JOIN case_line l ON"
     " l.id = a.case_line AND l.state = 'released' WHERE a.newest = 1 AND a.serial IS NOT NULL AND l.id IS NULL",
     EXACTLY(0)},
    {"late answers of years that are over", "SELECT COUNT(*) FROM application WHERE newest = 1 AND"
     " closed_on > COALESCE(extended_due_on, due_on) AND row NOT LIKE '3.6.%'", EXACTLY(0)},
    {"letters with gaps", "SELECT COUNT(*) FROM letter WHERE state IN ('signed', 'served')"
     " AND (body LIKE '%【%' OR sha256 = '')", EXACTLY(0)},
    {"kinds of letter served", "SELECT COUNT(DISTINCT template) FROM letter WHERE state = 'served'",
     AT_LEAST(20)},
    {"channels", "SELECT COUNT(DISTINCT channel) FROM application", EXACTLY(7)},
    {"third parties that agree, refuse, say nothing", "SELECT COUNT(DISTINCT answer) FROM consultation"
     " WHERE sort = 'third-party' AND answer <> ''", EXACTLY(3)},
    {"matters of one letter", "SELECT COUNT(*) + 1 FROM application WHERE newest = 1 AND of <> ''", EXACTLY(12)},
    {"the eleventh and the twelfth of the month, charged", "SELECT COUNT(*) FROM fee_notice WHERE"
     " standard = 'item' AND quantity IN (11, 12) AND amount = 10000", EXACTLY(2)},
    {"answers given again", "SELECT COUNT(*) FROM application WHERE newest = 1 AND re_outcome <> ''", EXACTLY(2)},
    {"open cases of the running year", "SELECT COUNT(*) FROM application WHERE newest = 1 AND closed_on"
     " IS NULL AND arrived_on > " DAY_2025_LAST, EXACTLY(13)},
    {"… overdue by a day", "SELECT COUNT(*) FROM application WHERE newest = 1 AND closed_on IS NULL AND"
     " COALESCE(extended_due_on, due_on) = 20525", EXACTLY(1)}, /* Friday 13 March 2026 */
    {"… due this week", "SELECT COUNT(*) FROM application WHERE newest = 1 AND closed_on IS NULL AND"
     " COALESCE(extended_due_on, due_on) BETWEEN 20528 AND 20532", EXACTLY(2)},
    {"… in states", "SELECT COUNT(DISTINCT state) FROM application WHERE newest = 1 AND closed_on IS NULL",
     AT_LEAST(8)},
    {"bureaux ranked", "SELECT COUNT(*) FROM assessment_score s JOIN assessment a ON a.id = s.assessment"
     " WHERE a.state = 'released' AND s.state = 'released' AND s.year = 2009 AND s.place >= 1", EXACTLY(13)},
    {"inspections with their results", "SELECT COUNT(*) FROM inspection WHERE state = 'released'", EXACTLY(2)},
    {"findings closed", "SELECT COUNT(*) FROM finding WHERE state = 'closed' AND proof <> ''", EXACTLY(1)},
    {"findings open past their day", "SELECT COUNT(*) FROM finding WHERE state = 'open'"
     " AND rectify_by <= " DAY_2009_LAST, EXACTLY(1)},
    {"accountability cases decided", "SELECT COUNT(*) FROM accountability_case WHERE decided_on IS NOT NULL"
     " AND state = 'closed'", EXACTLY(1)},
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
    TRY(demo_requests_load(&cx, SOURCE_FOLDER "/demo/requests", &requests));
    return demo_make(&cx, &at, &(struct demo_choices){&source, &requests, last}, &people);
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
    static const struct sql lives = {
        "test.lives",
        "SELECT group_concat(line, char(10)) FROM (SELECT a.title || a.state || a.row ||"
        " COALESCE(a.received_on, 0) || COALESCE(a.due_on, 0) || COALESCE(a.closed_on, 0) ||"
        " h.verb || h.at AS line FROM application a JOIN history h ON h.record = a.id"
        " WHERE a.newest = 1 ORDER BY a.title, h.at, h.verb)"};
    const char *text = "", *more = "";
    assert_int_equal(store_text(&cx, &items, BIND_NONE, &text), OK);
    assert_int_equal(store_text(&cx, &lives, BIND_NONE, &more), OK);
    return arena_format(cx.mem, "%s\n%s", text, more);
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
    enum status status = make(folder, THE_DAY);
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

/* What the office does lies on working days, between half past eight and five o'clock; citizens
 * rate in the evening, and the line of their session follows at once. */
static void test_hours(void **state)
{
    static const struct sql acts = {"test.acts",
                                    "SELECT DISTINCT day, (at / 60000 + 480) % 1440 FROM history"
                                    " WHERE actor <> 'program' AND verb NOT IN ('rate',"
                                    " 'rate-seat', 'update-line')"
                                    " AND kind <> 'contact_figures'"}; /* renewed after the day */
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

/* ---- what was left out on purpose (demo/obligations.yaml) ---- */

static const struct {
    struct date on;
    const char *agency, *measure, *label; /* label NULL: whatever it is called */
} planted[] = {
    {{14609}, PROVINCE,    "sleeping-columns", "厅领导公务活动信息"                                },
    {{14609}, "099023148", "overdue-measures", NULL                                                         },
    {{14609}, "09902321X", "late-briefings",   "警务公开工作定期通报（2009-07-01—2009-09-30）"},
    {{14609}, "099023420", "missing-heads",    "主动公开：统计信息"                                },
    {{14609}, "099023631", "sleeping-columns", "局长接待日安排"                                      },
    {{14609}, "099023770", "stale-heads",      "主动公开：便民利民措施"                          },
    {{14700}, "099023631", "missing-reports",  NULL                                                         },
    {{14700}, "099023703", "missing-reports",  NULL                                                         },
    {{14700}, "099023770", "missing-reports",  NULL                                                         },
    {{14700}, "099023842", "missing-reports",  NULL                                                         },
    {{14700}, "099023914", "missing-reports",  NULL                                                         },
};

static bool is_planted(const char *agency, const char *measure, const struct measured *row,
                       struct date on)
{
    for (size_t i = 0; i < COUNT_OF(planted); i++)
        if (planted[i].on.day == on.day && text_equal(planted[i].agency, agency) &&
            text_equal(planted[i].measure, measure) &&
            (!planted[i].label || text_equal(planted[i].label, row->label)))
            return true;
    return false;
}

/* Everything that is found is planted; the number of it is that of what is planted. */
static size_t find_planted(const char *const *codes, enum obligation from, enum obligation until,
                           struct date on)
{
    size_t found = 0, count;
    for (size_t a = 0; codes[a]; a++)
        for (size_t o = from; o < until; o++) {
            struct period of = {codes[a], date_of(2008, 1, 1), on, on};
            struct measured *row;
            const char *name = obligation_names[o];
            assert_int_equal(measure_take(&cx, measure_by_name(name), &of, &row, &count), OK);
            found += count;
            for (; row; row = row->next) {
                if (is_planted(codes[a], name, row, on)) continue;
                fail_msg("%s %s: %s %s", codes[a], name, row->number, row->label);
            }
        }
    return found;
}

static void test_planted(void **state)
{
    const char *const *below;
    const char *codes[32] = {PROVINCE};
    size_t n = 1;
    assert_int_equal(agency_subtree(&cx, PROVINCE, &below), OK);
    while (below[n - 1] && n < COUNT_OF(codes) - 1) codes[n] = below[n - 1], n++;
    assert_int_equal(n, 14);
    struct date year_end = {14609}, april = {14700}; /* 31 December 2009, 1 April 2010 */
    assert_int_equal(find_planted(codes, MISSING_HEADS, ITEMS, year_end), 6);
    assert_int_equal(find_planted(codes, REPORTS, BRIEFINGS, april), 5);
}

/* Case C20 and the opening year, row by row; rows that are not listed are 0. */
struct counted {
    int year;
    const char *row;
    int64_t
        columns[TABLE_COLUMNS]; /* natural enterprise research welfare legal-service other total */
};
static const struct counted tables[] = {
    {2024, "1",     {14, 1, 1, 0, 1, 0, 17}},
    {2024, "3.1",   {2, 1, 0, 0, 0, 0, 3}  },
    {2024, "3.2",   {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.3.1", {0, 0, 1, 0, 0, 0, 1}  },
    {2024, "3.3.5", {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.3.7", {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.4.1", {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.4.3", {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.5.1", {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.5.3", {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.5.5", {1, 0, 0, 0, 0, 0, 1}  },
    {2024, "3.6.2", {0, 0, 0, 0, 1, 0, 1}  },
    {2024, "3.7",   {10, 1, 1, 0, 1, 0, 13}},
    {2024, "4",     {4, 0, 0, 0, 0, 0, 4}  },
    {2025, "1",     {56, 3, 0, 1, 2, 0, 62}},
    {2025, "2",     {4, 0, 0, 0, 0, 0, 4}  },
    {2025, "3.1",   {18, 1, 0, 0, 1, 0, 20}},
    {2025, "3.2",   {6, 0, 0, 0, 0, 0, 6}  },
    {2025, "3.3.4", {1, 1, 0, 0, 0, 0, 2}  },
    {2025, "3.3.6", {3, 0, 0, 0, 0, 0, 3}  },
    {2025, "3.3.8", {2, 0, 0, 0, 1, 0, 3}  },
    {2025, "3.4.1", {14, 1, 0, 1, 0, 0, 16}},
    {2025, "3.4.2", {2, 0, 0, 0, 0, 0, 2}  },
    {2025, "3.5.1", {5, 0, 0, 0, 0, 0, 5}  },
    {2025, "3.5.2", {3, 0, 0, 0, 0, 0, 3}  },
    {2025, "3.6.1", {1, 0, 0, 0, 0, 0, 1}  },
    {2025, "3.6.3", {2, 0, 0, 0, 0, 0, 2}  },
    {2025, "3.7",   {57, 3, 0, 1, 2, 0, 63}},
    {2025, "4",     {3, 0, 0, 0, 0, 0, 3}  },
};
/* Case C23: upheld, corrected, other, pending, total; the year before, one reconsideration. */
static const struct counted remedies[] = {
    {2024, "reconsideration",            {1, 0, 0, 0, 1}},
    {2025, "reconsideration",            {1, 1, 1, 0, 3}},
    {2025, "suit-direct",                {1, 0, 0, 1, 2}},
    {2025, "suit-after-reconsideration", {0, 1, 0, 0, 1}},
};

static int64_t expected(const struct counted *rows, size_t count, int year, const struct cell *cell)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].year == year && text_equal(rows[i].row, cell->row))
            return rows[i].columns[cell->column];
    return 0;
}

/* What is published is what the registers say, and every figure opens as many cases. */
static void check_tables(int year, const struct annual_report *report)
{
    struct report_values values = report_asked(report, report->as_of);
    int wrong = 0;
    assert_int_equal(report_count(&cx, &values), OK);
    assert_int_equal(report_list(&cx, &values), OK);
    for (size_t i = 0; i < values.form->cell_count; i++) {
        const struct cell_value *cell = &values.cells[i];
        bool remedy = text_equal(cell->cell->table, "4");
        int64_t published, rows = 0;
        if (!remedy && !text_equal(cell->cell->table, "3")) continue;
        int64_t n = remedy ? expected(remedies, COUNT_OF(remedies), year, cell->cell)
                           : expected(tables, COUNT_OF(tables), year, cell->cell);
        for (const struct cell_row *row = cell->rows; row; row = row->next) rows++;
        bool told = report_figure(report->figures, cell->cell->key, &published);
        if (cell->value == n && rows == n && told && published == n) continue;
        print_error("%d %s: %lld, %lld rows\n", year, cell->cell->key, (long long)cell->value,
                    (long long)rows);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void test_tables(void **state)
{
    static const struct sql published = {
        "test.published", "SELECT id FROM annual_report WHERE" OWN
                          " AND state = 'released' AND form = 'cn-2021' AND year = $1"};
    cx.actor = NULL;
    for (int year = 2024; year <= 2025; year++) {
        struct annual_report report;
        const char *id;
        assert_int_equal(store_text(&cx, &published, BIND(year), &id), OK);
        assert_int_equal(record_fetch(&cx, &annual_report_kind, id, 0, &report), OK);
        check_tables(year, &report);
    }
}

/* With the printed code, and with no other, its capsule opens. */
static void test_receipts(void **state)
{
    struct capsule capsule;
    struct code other;
    size_t opened = 0;
    for (size_t i = 0; i < requests.case_count; i++) {
        const struct code *codes[] = {&requests.cases[i].code, &requests.cases[i].party_code};
        for (size_t c = 0; c < COUNT_OF(codes); c++) {
            if (!*codes[c]->text) continue;
            assert_int_equal(
                capsule_open(&cx, at.capsule, code_grouped(cx.mem, codes[c]), &capsule), OK);
            assert_non_null(strstr(capsule.json, "letters"));
            opened++;
        }
    }
    assert_int_equal(opened, 3);
    code_make(&other);
    assert_int_equal(capsule_open(&cx, at.capsule, code_grouped(cx.mem, &other), &capsule),
                     NOT_FOUND);
}

/* Nothing that an applicant said of themselves, and none of what they asked for, left the office.
 */
static int look_into(const char *path, const struct stat *info, int type, struct FTW *where)
{
    static const char *const traces[] = {"化名",     "DEMO0",           "DEMO-LI",
                                         "DEMO-LA",  "example.invalid", "志愿者协会",
                                         "邻居噪音", "商贸有限公司"};
    enum { MOST = 64 << 20 };
    struct bytes bytes;
    int found = 0;
    if (type != FTW_F) return 0;
    struct arena_mark mark = arena_mark(cx.mem);
    assert_int_equal(file_read(&cx, path, MOST, &bytes), OK);
    for (size_t i = 0; i < COUNT_OF(traces); i++) {
        if (!memmem(bytes.data, bytes.size, traces[i], strlen(traces[i]))) continue;
        print_error("%s holds %s\n", path, traces[i]);
        found = 1;
    }
    arena_rewind(cx.mem, mark);
    return found;
}

static void test_nobody_in_the_ledger(void **state)
{
    enum { FOLDERS_OPEN = 16 };
    assert_int_equal(nftw(at.ledger, look_into, FOLDERS_OPEN, FTW_PHYS), 0);
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
    assert_int_equal(make(other, THE_DAY), OK);
    assert_string_equal(all_of_it(), first);
    remove_all(other);
    snprintf(other, sizeof other, "%s.earlier", folder);
    assert_int_equal(make(other, date_of(2009, 6, 30)), OK);
    assert_int_equal(number("SELECT MAX(acted_on) FROM act"), date_of(2009, 6, 30).day);
    remove_all(other);
    snprintf(other, sizeof other, "%s.newyear", folder);
    assert_int_equal(make(other, date_of(2026, 1, 1)), OK); /* nothing is added yet */
    assert_int_equal(number("SELECT COUNT(*) FROM application WHERE newest = 1"), 17 + 62);
    remove_all(other);
    cx.store = kept;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_hours),
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_planted),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_receipts),
        cmocka_unit_test(test_nobody_in_the_ledger),
        cmocka_unit_test(test_ledger),
        cmocka_unit_test(test_same_each_time),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
