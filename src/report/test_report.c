#include "base/unit.h"
#include "report/cells.h"

static struct arena *mem;

static int begin(void **state)
{
    mem = arena_new("test");
    return 0;
}
static int end(void **state)
{
    arena_free(mem);
    return 0;
}

static const char figures[] = "catalogue_entries=798 items_released=1723 suits=0";

static void numbers_come_from_the_figures(void **state)
{
    const char *text = "2009年，共编制目录{catalogue_entries}条，公开信息{items_released}条。";
    assert_string_equal(report_text_filled(mem, text, figures),
                        "2009年，共编制目录798条，公开信息1723条。");
    assert_string_equal(report_text_filled(mem, "{unknown} {", figures), "{unknown} {");
}

static int typed(const char *text)
{
    int count = 0;
    for (struct report_text_piece *p = report_text(mem, text, figures); p; p = p->next)
        count += p->type == PIECE_TYPED;
    return count;
}

/* K10: the commonest published error is a number in the text that is not the table's. */
static void a_typed_number_that_equals_no_cell_is_found(void **state)
{
    assert_int_equal(typed("公开信息1732条"), 1);
    assert_int_equal(typed("公开信息1723条"), 0);
    assert_int_equal(typed("依据第15条、国发〔2009〕36号、2009年9月28日，（一）概述"), 0);
    assert_int_equal(typed("1. 机构\n2. 职能\n"), 0);
    assert_int_equal(typed("召开10次，另有20余次"), 2);
}

static void figures_are_read_back(void **state)
{
    int64_t value = -1;
    assert_true(report_figure(figures, "suits", &value));
    assert_int_equal(value, 0);
    assert_true(report_figure(figures, "items_released", &value));
    assert_int_equal(value, 1723);
    assert_false(report_figure(figures, "items", &value));
    assert_false(report_figure("", "suits", &value));
}

static void the_form_is_chosen_by_year(void **state)
{
    assert_string_equal(form_for_year(2009)->id, "cn-2008");
    assert_null(form_for_year(2007));
    assert_null(form_by_id("x"));
    const struct report_form *form = form_by_id("cn-2008");
    assert_int_equal(form->cell_count, 11);
    assert_true(form_cell(form, "suits")->declared);
    assert_string_equal(form->titles_zh[4], "因政府信息公开申请行政复议、提起行政诉讼情况");
}

/* What cells.csv keeps is read back as it was, whatever a title holds. */
static void rows_counted_are_read_back(void **state)
{
    struct context cx = {.mem = mem};
    const struct report_form *form = form_by_id("cn-2008");
    struct report_values values = {form, "x", 2009, date_of(2010, 1, 1), NULL};
    struct cell_row second = {"id-2",    "held", "press_event", "=1+1，\"引号\"\n换行",
                              DATE_NONE, NULL};
    struct cell_row first = {"id-1",   "2009-00001",        "disclosure",
                             "一, 二", date_of(2009, 5, 4), &second};
    struct cell_row *rows;
    size_t count;
    values.cells = arena_array(mem, struct cell_value, form->cell_count);
    for (size_t i = 0; i < form->cell_count; i++) values.cells[i].cell = &form->cells[i];
    values.cells[1].rows = &first;
    values.cells[1].value = 2;
    struct bytes csv = report_cells_csv(mem, &values);
    assert_int_equal(report_cells_read(&cx, csv, form->cells[1].key, &rows, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(rows->record, "id-1");
    assert_string_equal(rows->label, first.label);
    assert_int_equal(rows->on.day, first.on.day);
    assert_string_equal(rows->next->label, second.label);
    assert_false(date_is_set(rows->next->on));
    assert_int_equal(report_cells_read(&cx, csv, form->cells[0].key, &rows, &count), OK);
    assert_int_equal(count, 0);
    csv.size -= 3;
    assert_int_equal(report_cells_read(&cx, csv, form->cells[1].key, &rows, &count), INVALID);
    csv.size = 0;
    assert_int_equal(report_cells_read(&cx, csv, form->cells[1].key, &rows, &count), INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_from_the_figures),
        cmocka_unit_test(a_typed_number_that_equals_no_cell_is_found),
        cmocka_unit_test(figures_are_read_back),
        cmocka_unit_test(the_form_is_chosen_by_year),
        cmocka_unit_test(rows_counted_are_read_back),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
