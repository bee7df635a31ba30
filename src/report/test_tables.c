/* Tables 2, 3 and 4 from the registers (DOMAIN §6 C20, C23), the forms by year, and what a report
 * is read as. */
#include "base/json.h"
#include "base/text.h"
#include "base/unit.h"
#include "report/fixture.h"

/* ---- C20 and C23 ----------------------------------------------------------------------------
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
                             c20_row(table->rows[i].key)[column]);
    assert_string_equal(broken_checks(&values, NULL, false),
                        "K4 自然人: 二=4 but there is no published report of 2024, and no opening"
                        " balance is declared");
    put_declaration(OFFICE, "t3.2.natural", 4, INT64_MIN);
    assert_string_equal(broken_checks(&values, NULL, false), "");
    struct json json = json_new(cx.mem, false);
    json_open(&json, '{');
    report_put_tables(&json, &values);
    json_close(&json, '}');
    assert_non_null(strstr(json.out.text, "\"3.3.8\":[2,0,0,0,1,0,3]"));
    assert_non_null(strstr(json.out.text, "\"3.7\":[57,3,0,1,2,0,63],\"4\":[3,0,0,0,0,0,3]"));
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
    assert_string_equal(broken_checks(&values, NULL, false), "");
    assert_int_equal(report_list(&cx, &values), OK);
    assert_string_equal(cell_of(&values, "t4.suit-direct.pending")->rows->record, "line-1");
    assert_null(cell_of(&values, "t4.suit-direct.pending")->rows->next);
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
    assert_int_equal(cell_of(&values, "t3.3.6.natural")->value, 1);
    assert_int_equal(cell_of(&values, "t3.3.6.total")->value, 2);
    assert_null(report_value(&values, "t3.3.6.1.natural"));
    assert_string_equal(broken_checks(&values, NULL, false), "");
    assert_non_null(report_value(&values, "t2.9.procurement.amount"));
}

/* ---- declared cells, amounts, rows ------------------------------------------------------------
 */

static void amounts_are_exact(void **state)
{
    put_declaration(OFFICE, "t2.8.fees.amount", INT_NONE, 12345600);
    put_declaration(OFFICE, "t2.6.penalties.decisions", 217, INT64_MIN);
    struct report_values values = counted(2025);
    const char *figures = report_figures_write(cx.mem, &values);
    int64_t fen;
    assert_non_null(strstr(figures, " t2.8.fees.amount=12.345600 "));
    assert_true(report_figure(figures, "t2.8.fees.amount", &fen));
    assert_int_equal(fen, 12345600);
    assert_string_equal(report_text_filled(cx.mem, "收费{t2.8.fees.amount}万元", figures),
                        "收费12.3456万元");
    assert_string_equal(report_text_filled(cx.mem, "{fee_received}元", figures), "0.00元");
    assert_string_equal(cell_of(&values, "t2.8.fees.amount")->rows->number, "12.3456");
    assert_true(cell_of(&values, "t2.6.penalties.decisions")->known);
    assert_false(cell_of(&values, "t2.6.enforcement.decisions")->known);
    struct declaration d;
    record_init(&declaration_kind, &d);
    d.base.agency = OFFICE;
    d.year = 2025;
    d.source = "业务系统";
    d.cell = "t2.8.fees.amount";
    d.value = 12;
    assert_int_equal(record_insert(acting_as(CLERK), &d.base), INVALID);
    assert_string_equal(cx.issues->message, "report.declared_other");
    d.cell = "t3.1.natural"; /* counted, never declared */
    assert_int_equal(record_insert(acting_as(CLERK), &d.base), INVALID);
    assert_string_equal(cx.issues->message, "report.not_a_declared_cell");
    d.cell = "t2.5.permits.decisions";
    d.value = INT_NONE;
    assert_int_equal(record_insert(acting_as(CLERK), &d.base), INVALID);
    assert_string_equal(cx.issues->field, "value");
}

struct document {
    const char *id;
    struct date produced, effective, expires, released;
    const char *repeals;
};

static void put_document(struct document d)
{
    static const struct sql document = {
        "test.document",
        "INSERT INTO normative_document (id, agency, state, title, produced_on, effective_on,"
        " expires_on, repeals, external) VALUES ($1, $2, 'released', $1, $3, $4, $5, $6, 0)"};
    static const struct sql act = {
        "test.act",
        "INSERT INTO act (record, kind, agency, item_number, edition, seq, type, reason_class,"
        " article, acted_at, acted_on, actor, erases, files, commitment) VALUES ($1,"
        " 'normative_document', $2, '', 1, 1, 'released', '', '', 0, $3, '', '', '', $1)"};
    assert_int_equal(store_run(&cx, &document,
                               BIND(d.id, OFFICE, d.produced, d.effective, d.expires, d.repeals),
                               NULL),
                     OK);
    assert_int_equal(store_run(&cx, &act, BIND(d.id, OFFICE, d.released), NULL), OK);
}

/* Made, ended and in force by the register; what expires on a day is not in force on it. */
static void documents_are_counted_by_their_days(void **state)
{
    struct date old = date_of(2020, 1, 1), made = date_of(2025, 3, 1), none = DATE_NONE;
    put_document((struct document){"stands", old, old, none, old, ""});
    put_document((struct document){"ended-before", old, old, date_of(2024, 12, 31), old, ""});
    put_document((struct document){"ends-in-the-year", old, old, date_of(2025, 12, 31), old, ""});
    put_document((struct document){"ends-after-it", old, old, date_of(2026, 1, 1), old, ""});
    put_document((struct document){"repealed", old, old, none, old, ""});
    put_document((struct document){"made", made, none, none, made, "repealed"});
    put_document((struct document){"not-yet", made, date_of(2026, 2, 1), none, made, "stands"});
    put_document((struct document){"late", made, made, none, date_of(2026, 1, 21), ""});
    struct report_values values = counted(2025);
    assert_int_equal(cell_of(&values, "t2.1.normative.made")->value, 2);
    assert_int_equal(cell_of(&values, "t2.1.normative.repealed")->value, 2);
    assert_int_equal(cell_of(&values, "t2.1.normative.in-force")->value, 3);
    values = counted(2020);
    assert_int_equal(cell_of(&values, "t2.1.normative.made")->value, 5);
    assert_int_equal(cell_of(&values, "t2.1.normative.published")->value, 5);
    assert_int_equal(cell_of(&values, "t2.1.normative.public")->value, 5);
}

/* 国办函〔2020〕109号: processing fees alone, by notice and by payment. */
static void processing_fees_are_told(void **state)
{
    static const struct sql insert = {
        "test.fee", "INSERT INTO fee_notice (id, agency, application, standard, amount, noticed_on,"
                    " paid_on) VALUES ($1, $2, 'application-1', $3, $4, $5, $6)"};
    struct date in = date_of(2025, 5, 5), after = date_of(2026, 1, 5);
    put_application((struct application){OFFICE, "natural", "3.1", in, in});
    const struct bind fees[] = {BIND("f1", OFFICE, "item", 10000, in, in),
                                BIND("f2", OFFICE, "page", 72050, in, after),
                                BIND("f3", OFFICE, "cost", 999, in, in)};
    for (size_t i = 0; i < COUNT_OF(fees); i++)
        assert_int_equal(store_run(&cx, &insert, fees[i], NULL), OK);
    struct report_values values = counted(2025);
    const char *figures = report_figures_write(cx.mem, &values);
    assert_string_equal(
        report_text_filled(cx.mem, "{fee_notices} {fee_noticed} {fee_received}", figures),
        "2 820.50 100.00");
    assert_string_equal(cell_of(&values, "fee_received")->rows->record, "line-1");
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

/* ---- documents --------------------------------------------------------------------------------
 */

static struct report_copy copied(struct annual_report *r)
{
    record_init(&annual_report_kind, r);
    r->base.agency = OFFICE;
    r->year = 2025;
    r->form = "cn-2021";
    r->scope = "own";
    r->as_of = cx.today;
    assert_int_equal(report_first_text(&cx, r), OK);
    struct report_values values = counted(2025);
    r->figures = report_figures_write(cx.mem, &values);
    return REPORT_COPY(r);
}

/* The same report gives the same bytes: the check compares them with what was stored. */
static void paper_and_workbook_are_reproducible(void **state)
{
    struct annual_report r;
    struct bytes first, second;
    fill_c20(OFFICE, 2025);
    struct report_copy copy = copied(&r);
    for (cx.language = CHINESE; cx.language <= ENGLISH; cx.language++) {
        assert_int_equal(report_pdf(&cx, &copy, "省公安厅", &first), OK);
        assert_int_equal(report_pdf(&cx, &copy, "省公安厅", &second), OK);
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.data, second.data, first.size);
        assert_memory_equal(first.data, "%PDF-", 5);
        assert_int_equal(report_workbook(&cx, &copy, "省公安厅", &first), OK);
        assert_int_equal(report_workbook(&cx, &copy, "省公安厅", &second), OK);
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.data, second.data, first.size);
    }
    cx.language = ENGLISH;
    const char *csv = (const char *)report_csv(&cx, &copy).data;
    assert_non_null(strstr(csv, "t3.3.3.4.total,"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, registers_begin, registers_end)
    const struct CMUnitTest tests[] = {
        TEST(c20_comes_out_cell_by_cell),
        TEST(c23_counts_no_co_defendant),
        TEST(the_year_chooses_the_form),
        TEST(the_trial_form_has_one_row_six),
        TEST(amounts_are_exact),
        TEST(documents_are_counted_by_their_days),
        TEST(processing_fees_are_told),
        TEST(every_cell_opens_its_cases),
        TEST(paper_and_workbook_are_reproducible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
