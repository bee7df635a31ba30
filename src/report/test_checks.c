/* What must hold between the cells (K1–K10; DOMAIN §3.2, C21), each broken once. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/unit.h"
#include "report/fixture.h"

/* ---- the checks, each broken once -------------------------------------------------------------
 */

static void c21_says_which_cell_and_why(void **state)
{
    fill_c20(OFFICE, 2025);
    put_declaration(OFFICE, "t3.2.natural", 4, INT64_MIN);
    struct report_values values = counted(2025);
    const int changed[TABLE_COLUMNS] = {2, 1, 0, 0, 0, 0, 3};
    for (int column = 0; column < TABLE_COLUMNS; column++)
        table_row(&values, "3", "3.3.4")[column].value = changed[column];
    assert_string_equal(broken_checks(&values, NULL, false),
                        "K2 自然人: 三(七)=57 but parts sum to 58\n"
                        "K2 总计: 三(七)=63 but parts sum to 64");
    cx.language = CHINESE;
    assert_string_equal(
        broken_checks(&values, NULL, false),
        "K2 自然人：三(七)=57，而各分项之和为58\nK2 总计：三(七)=63，而各分项之和为64");
}

static void each_check_says_what_is_broken(void **state)
{
    struct report_values values = counted(2025);
    assert_string_equal(broken_checks(&values, NULL, false), "");
    cell_of(&values, "t3.1.other")->value = 1;
    cell_of(&values, "t3.1.total")->value = 1;
    assert_string_equal(broken_checks(&values, NULL, false), "K1 其他: 一+二=1 but 三(七)+四=0\n"
                                                             "K1 总计: 一+二=1 but 三(七)+四=0");
    cell_of(&values, "t3.1.other")->value = cell_of(&values, "t3.1.total")->value = 0;
    cell_of(&values, "t3.3.3.4.total")->value = 3;
    cell_of(&values, "t3.3.7.total")->value = cell_of(&values, "t3.1.total")->value = 3;
    cell_of(&values, "t3.3.7.natural")->value = cell_of(&values, "t3.1.natural")->value = 3;
    cell_of(&values, "t3.3.1.natural")->value = cell_of(&values, "t3.3.1.total")->value = 0;
    assert_string_equal(broken_checks(&values, NULL, false),
                        "K2 自然人: 三(七)=3 but parts sum to 0\n"
                        "K3 三(三)4: 总计=3 but columns sum to 0");
    values = counted(2025);
    cell_of(&values, "t4.suit-direct.total")->value = 2;
    assert_string_equal(broken_checks(&values, NULL, false),
                        "K5 未经复议直接起诉: 总计=2 but results sum to 0");
    values = counted(2025);
    cell_of(&values, "t2.8.fees.amount")->value = -150;
    cell_of(&values, "t2.5.permits.decisions")->value = -1;
    assert_string_equal(broken_checks(&values, NULL, false),
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
    const char *said = broken_checks(&values, NULL, false);
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
    put_declaration(OFFICE, "t3.2.natural", 2, INT64_MIN);
    struct report_values values = counted(2025);
    assert_string_equal(broken_checks(&values, NULL, false),
                        "K4 自然人: 二=1 but the declared opening balance is 2");
    put_report(OFFICE, 2024, "own",
               "t3.4.natural=1 t3.4.enterprise=3 t3.4.research=0 t3.4.welfare=0"
               " t3.4.legal-service=0 t3.4.other=0 t2.1.normative.in-force=7");
    assert_string_equal(broken_checks(&values, NULL, false),
                        "K4 商业企业: 二=0 but 四 of the published report of 2024=3");
    assert_string_equal(broken_checks(&values, NULL, true),
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
    assert_int_equal(cell_of(&all, "t3.3.1.natural")->value, 2);
    put_report(OFFICE, 2025, "own", report_figures_write(cx.mem, &own));
    assert_string_equal(broken_checks(&all, NULL, false), "");
    assert_non_null(
        strstr(broken_checks(&all, NULL, true), "K8 " BELOW " has not published its report"));
    cell_of(&below, "t3.3.1.natural")->value = 5;
    put_report(BELOW, 2025, "own", report_figures_write(cx.mem, &below));
    assert_string_equal(
        broken_checks(&all, NULL, false),
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
    assert_string_equal(broken_checks(&values, &r, false), "");
    assert_non_null(strstr(report_text_filled(cx.mem, r.part3, r.figures),
                           "新收政府信息公开申请1件，上年结转0件。"));
    const char *fine = r.part3;
    r.part3 = "2025年，本机关新收政府信息公开申请1件。"; /* it even equals the cell */
    assert_non_null(strstr(broken_checks(&values, &r, false),
                           "K10 “收到和处理政府信息公开申请情况”: the number 1 is typed"));
    r.part3 = "新收政府信息公开申请６２件。";
    assert_non_null(strstr(broken_checks(&values, &r, false), "the number ６２ is typed"));
    r.part3 = "2025年，本机关未收到政府信息公开申请，也没有上年结转的申请。";
    assert_non_null(strstr(broken_checks(&values, &r, false), "says that there is none"));
    r.part3 = fine;
    r.part5 = "查处问题12个。"; /* elsewhere it is shown, and does not hold up */
    assert_string_equal(broken_checks(&values, &r, false), "");
}

/* ---- through all hands ------------------------------------------------------------------------
 */

static const char *blob;

static void declare_table_2(void)
{
    const struct report_form *form = form_by_id("cn-2021");
    for (size_t i = 0; i < form->cell_count; i++) {
        const struct cell *cell = &form->cells[i];
        if (cell->declared)
            put_declaration(OFFICE, cell->key, cell->money ? INT_NONE : 5,
                            cell->money ? 500 : INT64_MIN);
    }
}

static int64_t number_of(const char *text, const char *id)
{
    int64_t count = -1;
    assert_int_equal(store_int(&cx, &(struct sql){"test.number", text}, BIND(id), &count), OK);
    return count;
}

static void run_sql(const char *text)
{
    assert_int_equal(store_run(&cx, &(struct sql){"test.run", text}, BIND_NONE, NULL), OK);
}

static void refused(enum status status, const char *message, const char *detail)
{
    assert_int_equal(status, INVALID);
    assert_string_equal(cx.issues->message, message);
    if (detail) assert_non_null(strstr(cx.issues->detail, detail));
}

static void begin_report(struct annual_report *r)
{
    record_init(&annual_report_kind, r);
    r->base.agency = OFFICE;
    r->year = 2025;
    r->form = "cn-2021";
    r->scope = "own";
    assert_int_equal(report_first_text(acting_as(OFFICER_), r), OK);
    assert_int_equal(record_insert(&cx, &r->base), OK);
}

/* C20's report: refused for its balance, for a case in no row, for words that a file does not say;
 * then checked, approved and published with its rows, its PDF and its workbook. */
static void what_breaks_a_check_is_neither_checked_nor_approved(void **state)
{
    struct annual_report r;
    fill_c20(OFFICE, 2025);
    declare_table_2();
    begin_report(&r);
    assert_string_equal(record_label(&r.base, kind_field(r.base.kind, "part3"), CHINESE),
                        "三、收到和处理政府信息公开申请情况");
    assert_int_equal(report_compute(acting_as(OFFICER_), blob, &r), OK);
    refused(take_step(REVIEWER_, &r.base, "check"), "report.broken", "K4 自然人: 二=4");
    put_declaration(OFFICE, "t3.2.natural", 4, INT64_MIN);
    r.part6 = "没有。";
    assert_int_equal(record_save(acting_as(OFFICER_), &r.base), OK);
    refused(take_step(REVIEWER_, &r.base, "check"), "report.files_changed", NULL);
    assert_int_equal(report_compute(acting_as(OFFICER_), blob, &r), OK);
    assert_int_equal(take_step(REVIEWER_, &r.base, "check"), OK);
    run_sql("UPDATE application SET \"row\" = '9' WHERE id = 'application-7'");
    refused(take_step(LEADER, &r.base, "approve"), "report.broken", "K9 自然人");
    assert_int_equal(r.base.state, REPORT_CHECKED);
    run_sql("UPDATE application SET \"row\" = '3.1' WHERE id = 'application-7'");
    assert_int_equal(take_step(LEADER, &r.base, "approve"), OK);
    assert_int_equal(take_step(OFFICER_, &r.base, "submit"), OK);
    assert_int_equal(take_step(RELEASER_, &r.base, "publish"), OK);
    assert_int_equal(number_of("SELECT COUNT(*) FROM attachment WHERE record = $1 AND name IN"
                               " ('cells.csv', 'report.pdf', 'report.xlsx') AND cleared_by <> ''",
                               r.base.id),
                     3);
}

static int begin_with_blob(void **state)
{
    static char folder[64];
    snprintf(folder, sizeof folder, "/tmp/test_checks.XXXXXX");
    assert_non_null(mkdtemp(folder));
    blob = folder;
    return registers_begin(state);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    return remove(path);
}

static int end_with_blob(void **state)
{
    nftw(blob, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return registers_end(state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, registers_begin, registers_end)
    const struct CMUnitTest tests[] = {
        TEST(c21_says_which_cell_and_why),
        TEST(each_check_says_what_is_broken),
        TEST(what_fits_nowhere_breaks_a_check),
        TEST(the_year_before_is_carried_over),
        TEST(an_aggregate_is_the_sum_of_the_reports),
        TEST(typed_numbers_are_refused),
        cmocka_unit_test_setup_teardown(what_breaks_a_check_is_neither_checked_nor_approved,
                                        begin_with_blob, end_with_blob),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
