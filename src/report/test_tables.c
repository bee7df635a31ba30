/* Tables 3 and 4 from the registers (DOMAIN §6 C20, C21, C23), and what must hold in them (K1–K10).
 *
 * The registers are fixtures with the columns that the statements name (src/request/request.h). */
#include <stdio.h>

#include "base/json.h"
#include "base/text.h"
#include "base/unit.h"
#include "catalogue/catalogue.h"
#include "organisation/organisation.h"
#include "publication/publication.h"
#include "record/profile.h"
#include "record/tombstone.h"
#include "report/check.h"
#include "report/pages.h"
#include "report/table.h"

#define OFFICE "002232139"
#define BELOW "014109605"

static const struct kind *const kinds[] = {&agency_kind,        &unit_kind,
                                           &staff_kind,         &entry_kind,
                                           &disclosure_kind,    &press_event_kind,
                                           &measure_kind,       &fee_standard_kind,
                                           &problem_kind,       &channel_use_kind,
                                           &tombstone_kind,     &declaration_kind,
                                           &annual_report_kind, &normative_document_kind};

static const struct sql registers = {
    "test.registers",
    "CREATE TABLE application (id TEXT, newest INT DEFAULT 1, agency TEXT, applicant_kind TEXT,"
    " received_on INT, closed_on INT, \"row\" TEXT DEFAULT '', article TEXT DEFAULT '',"
    " case_line TEXT DEFAULT '', serial_year INT, serial INT);"
    "CREATE TABLE remedy (id TEXT, newest INT DEFAULT 1, agency TEXT, application TEXT, sort TEXT,"
    " filed_on INT, decided_on INT, result TEXT, co_defendant INT DEFAULT 0);"
    "CREATE TABLE fee_notice (id TEXT, newest INT DEFAULT 1, agency TEXT, application TEXT,"
    " standard TEXT, amount INT, noticed_on INT, paid_on INT)"};

enum person { CLERK, OFFICER_, REVIEWER_, LEADER, RELEASER_, PEOPLE };
static const enum role roles[] = {ROLE_CLERK, ROLE_OFFICER, ROLE_REVIEWER, ROLE_LEADER,
                                  ROLE_RELEASER};
static struct grant grants[PEOPLE][2];
static struct actor people[PEOPLE];
static struct context cx;
static int64_t serial;

static struct context *as(enum person person)
{
    cx.actor = &people[person];
    cx.issues = NULL;
    return &cx;
}

static void day(int year, int month, int of_month)
{
    context_set_clock(&cx, zone_moment(date_of(year, month, of_month), 9, 0));
}

static enum status step(enum person person, struct record *rec, const char *verb)
{
    static const struct reason why = {"说明", "令711 第17条", "wrong", {20000}};
    return record_move(as(person), rec, verb, &why);
}

static void release(struct record *rec)
{
    assert_int_equal(record_insert(as(CLERK), rec), OK);
    assert_int_equal(step(OFFICER_, rec, "submit"), OK);
    assert_int_equal(step(REVIEWER_, rec, "review"), OK);
    assert_int_equal(step(RELEASER_, rec, "release"), OK);
}

static const char *found_agency(const char *code, const char *parent)
{
    struct agency agency;
    record_init(&agency_kind, &agency);
    agency.base.agency = agency.code = code;
    agency.name = *parent ? "市公安局" : "省公安厅";
    agency.level = *parent ? "city" : "province";
    agency.parent = parent;
    assert_int_equal(profile_set(&cx, code, ""), OK);
    release(&agency.base);
    return agency.base.id;
}

static int begin(void **state)
{
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    cx = (struct context){.mem = arena_new("test"), .language = ENGLISH};
    serial = 0;
    for (int i = 0; i < PEOPLE; i++) {
        grants[i][0] = (struct grant){roles[i], OFFICE, NULL};
        grants[i][1] = (struct grant){roles[i], BELOW, NULL};
        const char *id = arena_format(cx.mem, "person-%d", i);
        people[i] = (struct actor){.id = id,
                                   .name = id,
                                   .label = id,
                                   .agency = OFFICE,
                                   .unit = "",
                                   .grants = grants[i],
                                   .grant_count = 2};
    }
    kinds_register(kinds, COUNT_OF(kinds));
    assert_int_equal(store_open(&cx, ":memory:", STORE_HASTY), OK);
    assert_int_equal(record_ensure_tables(&cx), OK);
    assert_int_equal(store_ensure(&cx, &registers), OK);
    day(2024, 1, 5);
    found_agency(BELOW, found_agency(OFFICE, ""));
    day(2026, 1, 20);
    return 0;
}

static int end(void **state)
{
    store_close(cx.store);
    arena_free(cx.mem);
    return 0;
}

/* ---- registers --------------------------------------------------------------------------------
 */

struct application {
    const char *agency, *kind, *row;
    struct date received, closed;
};

static void put_application(struct application a)
{
    static const struct sql insert = {
        "test.application",
        "INSERT INTO application (id, agency, applicant_kind, \"row\", received_on, closed_on,"
        " article, case_line, serial_year, serial) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        "$10)"};
    serial++;
    const char *id = arena_format(cx.mem, "application-%lld", (long long)serial);
    const char *line = arena_format(cx.mem, "line-%lld", (long long)serial);
    assert_int_equal(store_run(&cx, &insert,
                               BIND(id, a.agency, a.kind, a.row, a.received, a.closed,
                                    "令711 第36条", line, date_civil(a.received).year, serial),
                               NULL),
                     OK);
}

/* C20: what the registers have to hold for the table to come out. Rows that are not here are 0. */
static const struct {
    const char *row;
    int count[TABLE_COLUMNS];
} c20[] = {
    {"1",     {56, 3, 0, 1, 2, 0, 62}},
    {"2",     {4, 0, 0, 0, 0, 0, 4}  },
    {"3.1",   {18, 1, 0, 0, 1, 0, 20}},
    {"3.2",   {6, 0, 0, 0, 0, 0, 6}  },
    {"3.3.4", {1, 1, 0, 0, 0, 0, 2}  },
    {"3.3.6", {3, 0, 0, 0, 0, 0, 3}  },
    {"3.3.8", {2, 0, 0, 0, 1, 0, 3}  },
    {"3.4.1", {14, 1, 0, 1, 0, 0, 16}},
    {"3.4.2", {2, 0, 0, 0, 0, 0, 2}  },
    {"3.5.1", {5, 0, 0, 0, 0, 0, 5}  },
    {"3.5.2", {3, 0, 0, 0, 0, 0, 3}  },
    {"3.6.1", {1, 0, 0, 0, 0, 0, 1}  },
    {"3.6.3", {2, 0, 0, 0, 0, 0, 2}  },
    {"3.7",   {57, 3, 0, 1, 2, 0, 63}},
    {"4",     {3, 0, 0, 0, 0, 0, 3}  },
};

static const int *expected(const char *row)
{
    static const int none[TABLE_COLUMNS];
    for (size_t i = 0; i < COUNT_OF(c20); i++)
        if (text_equal(c20[i].row, row)) return c20[i].count;
    return none;
}

/* The first of a kind were carried over; the last are carried on, and closed the year after. */
static void fill_c20(const char *agency, int year)
{
    for (int column = 0; column < TABLE_ALL; column++) {
        int carried = expected("2")[column], n = 0;
        struct application a = {.agency = agency, .kind = table_3_columns[column].key};
        for (size_t i = 2; i + 2 < COUNT_OF(c20) + 1; i++) {
            bool open = text_equal(c20[i].row, "4");
            if (text_equal(c20[i].row, "3.7")) continue;
            for (int times = 0; times < c20[i].count[column]; times++, n++) {
                a.row = open ? "3.1" : c20[i].row;
                a.received = n < carried ? date_of(year - 1, 12, 31) : date_of(year, 1, 1);
                a.closed = open ? date_of(year + 1, 1, 1) : date_of(year, 12, 31);
                put_application(a);
            }
        }
        for (; n < carried + expected("1")[column]; n++) {
            a.received = date_of(year, 12, 31);
            a.closed = DATE_NONE;
            a.row = "";
            put_application(a);
        }
    }
}

static struct report_values counted(int year)
{
    struct report_values values = {
        .form = form_for_year(year), .agency = OFFICE, .year = year, .as_of = cx.today};
    assert_int_equal(report_count(&cx, &values), OK);
    return values;
}

static void declare(const char *agency, const char *cell, int64_t value, int64_t fen)
{
    struct declaration d;
    record_init(&declaration_kind, &d);
    d.base.agency = agency;
    d.year = 2025;
    d.cell = cell;
    d.value = value;
    if (fen != INT64_MIN) d.amount = (struct money){fen};
    d.source = "业务系统";
    release(&d.base);
}

/* All checks that hold the report up, a sentence a line. */
static const char *errors(const struct report_values *values, const struct annual_report *text,
                          bool warnings)
{
    struct out out = out_new(cx.mem);
    struct report_break *broken;
    out_text(&out, "");
    assert_int_equal(report_checks(&cx, values, text, &broken), OK);
    for (; broken; broken = broken->next)
        if (broken->warns == warnings)
            out_format(&out, "%s%s", out.size ? "\n" : "", broken->text[cx.language]);
    return out.text;
}

static struct cell_value *cell(const struct report_values *values, const char *key)
{
    return (struct cell_value *)(uintptr_t)report_value(values, key);
}

/* ---- C20, C21, C23 ----------------------------------------------------------------------------
 */

static void c20_comes_out_cell_by_cell(void **state)
{
    fill_c20(OFFICE, 2025);
    put_application((struct application){BELOW, "natural", "3.1", date_of(2025, 2, 3),
                                         date_of(2025, 2, 4)}); /* another agency's */
    put_application((struct application){OFFICE, "natural", "3.1", date_of(2024, 2, 3),
                                         date_of(2024, 12, 31)}); /* closed before */
    put_application((struct application){OFFICE, "natural", "", date_of(2026, 1, 1), DATE_NONE});
    put_application((struct application){OFFICE, "natural", "", DATE_NONE, DATE_NONE});
    struct report_values values = counted(2025);
    const struct form_table *table = form_table(values.form, "3");
    assert_int_equal(table->row_count, 25);
    for (size_t i = 0; i < table->row_count; i++)
        for (int column = 0; column < TABLE_COLUMNS; column++)
            assert_int_equal(table_row(&values, "3", table->rows[i].key)[column].value,
                             expected(table->rows[i].key)[column]);
    assert_string_equal(errors(&values, NULL, false),
                        "K4 自然人: 二=4 but there is no published report of 2024, and no opening"
                        " balance is declared");
    declare(OFFICE, "t3.2.natural", 4, INT64_MIN);
    assert_string_equal(errors(&values, NULL, false), "");
    struct json json = json_new(cx.mem, false);
    json_open(&json, '{');
    report_put_tables(&json, &values);
    json_close(&json, '}');
    assert_non_null(strstr(json.out.text, "\"3.3.8\":[2,0,0,0,1,0,3]"));
    assert_non_null(strstr(json.out.text, "\"3.7\":[57,3,0,1,2,0,63],\"4\":[3,0,0,0,0,0,3]"));
}

static void c21_says_which_cell_and_why(void **state)
{
    fill_c20(OFFICE, 2025);
    declare(OFFICE, "t3.2.natural", 4, INT64_MIN);
    struct report_values values = counted(2025);
    const int changed[TABLE_COLUMNS] = {2, 1, 0, 0, 0, 0, 3};
    for (int column = 0; column < TABLE_COLUMNS; column++)
        table_row(&values, "3", "3.3.4")[column].value = changed[column];
    assert_string_equal(errors(&values, NULL, false), "K2 自然人: 三(七)=57 but parts sum to 58\n"
                                                      "K2 总计: 三(七)=63 but parts sum to 64");
    cx.language = CHINESE;
    assert_string_equal(
        errors(&values, NULL, false),
        "K2 自然人：三(七)=57，而各分项之和为58\nK2 总计：三(七)=63，而各分项之和为64");
}

static void put_remedy(const char *sort, const char *result, struct date decided, bool co_defendant)
{
    static const struct sql insert = {
        "test.remedy", "INSERT INTO remedy (id, agency, application, sort, filed_on, decided_on,"
                       " result, co_defendant) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
    serial++;
    assert_int_equal(
        store_run(&cx, &insert,
                  BIND(arena_format(cx.mem, "remedy-%lld", (long long)serial), OFFICE,
                       "application-1", sort, date_of(2025, 3, 1), decided, result, co_defendant),
                  NULL),
        OK);
}

static void c23_counts_no_co_defendant(void **state)
{
    static const int row[] = {1, 1, 1, 0, 3, 1, 0, 0, 1, 2, 0, 1, 0, 0, 1};
    struct date in = date_of(2025, 12, 31), later = date_of(2026, 1, 4);
    put_application(
        (struct application){OFFICE, "natural", "3.1", date_of(2025, 2, 3), date_of(2025, 2, 4)});
    put_remedy("reconsideration", "upheld", in, false);
    put_remedy("reconsideration", "corrected", in, false);
    put_remedy("reconsideration", "other", in, false);
    put_remedy("suit-direct", "upheld", in, false);
    put_remedy("suit-direct", "corrected", later, false); /* pending on the year's last day */
    put_remedy("suit-after-reconsideration", "corrected", in, false);
    put_remedy("suit-after-reconsideration", "upheld", in, true);
    put_remedy("complaint", "upheld", in, false);
    put_remedy("reconsideration", "upheld", date_of(2024, 12, 31), false); /* of last year */
    struct report_values values = counted(2025);
    int n = 0;
    for (int block = 0; block < REMEDY_BLOCKS; block++)
        for (int column = 0; column < REMEDY_COLUMNS; column++)
            assert_int_equal(table_row(&values, "4", table_4_blocks[block].key)[column].value,
                             row[n++]);
    assert_string_equal(errors(&values, NULL, false), "");
    assert_int_equal(report_list(&cx, &values), OK);
    assert_string_equal(cell(&values, "t4.suit-direct.pending")->rows->record, "line-1");
    assert_null(cell(&values, "t4.suit-direct.pending")->rows->next);
}

/* ---- forms by year ----------------------------------------------------------------------------
 */

static void the_year_chooses_the_form(void **state)
{
    assert_string_equal(form_for_year(2018)->id, "cn-2008");
    assert_string_equal(form_for_year(2019)->id, "cn-2019");
    assert_string_equal(form_for_year(2020)->id, "cn-2019");
    assert_string_equal(form_for_year(2021)->id, "cn-2021");
    assert_string_equal(form_for_year(2030)->id, "cn-2021");
    assert_int_equal(form_by_id("cn-2008")->table_count, 0);
    assert_string_equal(form_by_id("cn-2021")->titles_zh[2], "收到和处理政府信息公开申请情况");
    assert_int_equal(report_due(form_by_id("cn-2021"), 2025).day, date_of(2026, 1, 31).day);
}

/* The trial form does not divide 三（六）; applications are registered by the leaf all the same. */
static void the_trial_form_has_one_row_six(void **state)
{
    struct date in = date_of(2020, 2, 3), out = date_of(2020, 2, 20);
    put_application((struct application){OFFICE, "natural", "3.6.1", in, out});
    put_application((struct application){OFFICE, "other", "3.6.3", in, out});
    struct report_values values = counted(2020);
    assert_int_equal(form_table(values.form, "3")->row_count, 23);
    assert_int_equal(cell(&values, "t3.3.6.natural")->value, 1);
    assert_int_equal(cell(&values, "t3.3.6.total")->value, 2);
    assert_null(report_value(&values, "t3.3.6.1.natural"));
    assert_string_equal(errors(&values, NULL, false), "");
    assert_non_null(report_value(&values, "t2.9.procurement.amount"));
}

/* ---- the checks, each broken once -------------------------------------------------------------
 */

static void each_check_says_what_is_broken(void **state)
{
    struct report_values values = counted(2025);
    assert_string_equal(errors(&values, NULL, false), "");
    cell(&values, "t3.1.other")->value = 1;
    cell(&values, "t3.1.total")->value = 1;
    assert_string_equal(errors(&values, NULL, false), "K1 其他: 一+二=1 but 三(七)+四=0\n"
                                                      "K1 总计: 一+二=1 but 三(七)+四=0");
    cell(&values, "t3.1.other")->value = cell(&values, "t3.1.total")->value = 0;
    cell(&values, "t3.3.3.4.total")->value = 3;
    cell(&values, "t3.3.7.total")->value = cell(&values, "t3.1.total")->value = 3;
    cell(&values, "t3.3.7.natural")->value = cell(&values, "t3.1.natural")->value = 3;
    cell(&values, "t3.3.1.natural")->value = cell(&values, "t3.3.1.total")->value = 0;
    assert_string_equal(errors(&values, NULL, false), "K2 自然人: 三(七)=3 but parts sum to 0\n"
                                                      "K3 三(三)4: 总计=3 but columns sum to 0");
    values = counted(2025);
    cell(&values, "t4.suit-direct.total")->value = 2;
    assert_string_equal(errors(&values, NULL, false),
                        "K5 未经复议直接起诉: 总计=2 but results sum to 0");
    values = counted(2025);
    cell(&values, "t2.8.fees.amount")->value = -150;
    cell(&values, "t2.5.permits.decisions")->value = -1;
    assert_string_equal(errors(&values, NULL, false),
                        "K7 行政许可·本年处理决定数量: -1 is below zero\n"
                        "K7 行政事业性收费·本年收费金额: -0.00015 is below zero");
}

/* K9: closed, and in no row; K3: of no kind. Neither vanishes. */
static void what_fits_nowhere_breaks_a_check(void **state)
{
    struct date in = date_of(2025, 2, 3), out = date_of(2025, 2, 20);
    put_application((struct application){OFFICE, "natural", "", in, out});
    put_application((struct application){OFFICE, "", "3.1", in, out});
    struct report_values values = counted(2025);
    const char *said = errors(&values, NULL, false);
    assert_non_null(strstr(said,
                           "K9 自然人: closed applications that stand in no row of the form: 1"
                           " (their row is “”)"));
    assert_non_null(strstr(said, "K2 自然人: 三(七)=1 but parts sum to 0"));
    assert_non_null(strstr(said, "K3 一: 总计=2 but columns sum to 1"));
    assert_non_null(strstr(said, "K3 三(一): 总计=1 but columns sum to 0"));
}

static void put_report(const char *agency, int year, const char *scope, const char *figures)
{
    static const struct sql insert = {
        "test.report",
        "INSERT INTO annual_report (id, agency, year, form, scope, figures, state,"
        " edition, newest) VALUES ($1, $2, $3, 'cn-2021', $4, $5, 'released', 1, 1)"};
    const char *id = arena_format(cx.mem, "report-%s-%d-%s", agency, year, scope);
    assert_int_equal(store_run(&cx, &insert, BIND(id, agency, year, scope, figures), NULL), OK);
}

static void the_year_before_is_carried_over(void **state)
{
    put_application((struct application){OFFICE, "natural", "", date_of(2024, 12, 3), DATE_NONE});
    declare(OFFICE, "t3.2.natural", 2, INT64_MIN);
    struct report_values values = counted(2025);
    assert_string_equal(errors(&values, NULL, false),
                        "K4 自然人: 二=1 but the declared opening balance is 2");
    put_report(OFFICE, 2024, "own",
               "t3.4.natural=1 t3.4.enterprise=3 t3.4.research=0 t3.4.welfare=0"
               " t3.4.legal-service=0 t3.4.other=0 t2.1.normative.in-force=7");
    assert_string_equal(errors(&values, NULL, false),
                        "K4 商业企业: 二=0 but 四 of the published report of 2024=3");
    assert_string_equal(errors(&values, NULL, true),
                        "K6 行政规范性文件: 现行有效件数=0 but last year's 7 plus 0 made minus 0"
                        " repealed is 7");
}

static void an_aggregate_is_the_sum_of_the_reports(void **state)
{
    struct date in = date_of(2025, 2, 3), out = date_of(2025, 2, 20);
    put_application((struct application){OFFICE, "natural", "3.1", in, out});
    put_application((struct application){BELOW, "natural", "3.1", in, out});
    struct report_values own = counted(2025), below = own, all = own;
    below.agency = BELOW;
    all.aggregate = true;
    assert_int_equal(report_count(&cx, &below), OK);
    assert_int_equal(report_count(&cx, &all), OK);
    assert_int_equal(cell(&all, "t3.3.1.natural")->value, 2);
    put_report(OFFICE, 2025, "own", report_figures_write(cx.mem, &own));
    assert_string_equal(errors(&all, NULL, false), "");
    assert_non_null(strstr(errors(&all, NULL, true), "K8 " BELOW " has not published its report"));
    cell(&below, "t3.3.1.natural")->value = 5;
    put_report(BELOW, 2025, "own", report_figures_write(cx.mem, &below));
    assert_string_equal(
        errors(&all, NULL, false),
        "K8 三(一) 予以公开·自然人: the aggregate is 2 but own and agencies below sum"
        " to 6");
}

/* K10: the commonest published error. Numbers of 三 and 四 come from their cells. */
static void typed_numbers_are_refused(void **state)
{
    struct annual_report r;
    record_init(&annual_report_kind, &r);
    r.base.agency = OFFICE;
    r.year = 2025;
    r.form = "cn-2021";
    r.scope = "own";
    put_application(
        (struct application){OFFICE, "natural", "3.1", date_of(2025, 2, 3), date_of(2025, 2, 20)});
    assert_int_equal(report_first_text(&cx, &r), OK);
    struct report_values values = counted(2025);
    r.figures = report_figures_write(cx.mem, &values);
    assert_string_equal(errors(&values, &r, false), "");
    assert_non_null(strstr(report_text_filled(cx.mem, r.part3, r.figures),
                           "新收政府信息公开申请1件，上年结转0件。"));
    const char *fine = r.part3;
    r.part3 = "2025年，本机关新收政府信息公开申请1件。"; /* it even equals the cell */
    assert_non_null(strstr(errors(&values, &r, false),
                           "K10 “收到和处理政府信息公开申请情况”: the number 1 is typed"));
    r.part3 = "新收政府信息公开申请６２件。";
    assert_non_null(strstr(errors(&values, &r, false), "the number ６２ is typed"));
    r.part3 = "2025年，本机关未收到政府信息公开申请，也没有上年结转的申请。";
    assert_non_null(strstr(errors(&values, &r, false), "says that there is none"));
    r.part3 = fine;
    r.part5 = "查处问题12个。"; /* elsewhere it is shown, and does not hold up */
    assert_string_equal(errors(&values, &r, false), "");
}

/* ---- declared cells, amounts, rows ------------------------------------------------------------
 */

static void amounts_are_exact(void **state)
{
    declare(OFFICE, "t2.8.fees.amount", INT_NONE, 12345600);
    declare(OFFICE, "t2.6.penalties.decisions", 217, INT64_MIN);
    struct report_values values = counted(2025);
    const char *figures = report_figures_write(cx.mem, &values);
    int64_t fen;
    assert_non_null(strstr(figures, " t2.8.fees.amount=12.345600 "));
    assert_true(report_figure(figures, "t2.8.fees.amount", &fen));
    assert_int_equal(fen, 12345600);
    assert_string_equal(report_text_filled(cx.mem, "收费{t2.8.fees.amount}万元", figures),
                        "收费12.3456万元");
    assert_string_equal(report_text_filled(cx.mem, "{fee_received}元", figures), "0.00元");
    assert_true(cell(&values, "t2.6.penalties.decisions")->known);
    assert_false(cell(&values, "t2.6.enforcement.decisions")->known);
    struct declaration d;
    record_init(&declaration_kind, &d);
    d.base.agency = OFFICE;
    d.year = 2025;
    d.source = "业务系统";
    d.cell = "t2.8.fees.amount";
    d.value = 12;
    assert_int_equal(record_insert(as(CLERK), &d.base), INVALID);
    assert_string_equal(cx.issues->message, "report.declared_other");
    d.cell = "t3.1.natural"; /* counted, never declared */
    assert_int_equal(record_insert(as(CLERK), &d.base), INVALID);
    assert_string_equal(cx.issues->message, "report.not_a_declared_cell");
    d.cell = "t2.5.permits.decisions";
    d.value = INT_NONE;
    assert_int_equal(record_insert(as(CLERK), &d.base), INVALID);
    assert_string_equal(cx.issues->field, "value");
}

/* Every cell opens as many records as it says, and the file keeps them with outcome and article. */
static void every_cell_opens_its_cases(void **state)
{
    fill_c20(OFFICE, 2025);
    struct report_values values = counted(2025);
    assert_int_equal(report_list(&cx, &values), OK);
    for (size_t i = 0; i < values.form->cell_count; i++) {
        int64_t rows = 0;
        if (!values.cells[i].cell->table || values.cells[i].cell->declared) continue;
        for (const struct cell_row *row = values.cells[i].rows; row; row = row->next) rows++;
        assert_int_equal(rows, values.cells[i].value);
    }
    const char *csv = (const char *)report_cells_csv(cx.mem, &values).data;
    assert_non_null(strstr(csv, "\nt3.3.3.4.enterprise,1,line-"));
    assert_non_null(
        strstr(csv, ",case_line,\"三(三)4 保护第三方合法权益（令711 第36条）\",2025-12-31\n"));
    assert_non_null(strstr(csv, "\nt3.3.5.4.natural,0,,,,,\n"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(c20_comes_out_cell_by_cell),
        TEST(c21_says_which_cell_and_why),
        TEST(c23_counts_no_co_defendant),
        TEST(the_year_chooses_the_form),
        TEST(the_trial_form_has_one_row_six),
        TEST(each_check_says_what_is_broken),
        TEST(what_fits_nowhere_breaks_a_check),
        TEST(the_year_before_is_carried_over),
        TEST(an_aggregate_is_the_sum_of_the_reports),
        TEST(typed_numbers_are_refused),
        TEST(amounts_are_exact),
        TEST(every_cell_opens_its_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
