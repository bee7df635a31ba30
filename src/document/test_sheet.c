/* Workbooks: numbers are numbers, text is text whatever it begins with. */
#include "base/unit.h"

#include "document/sheet.h"
#include "document/test_tool.h"

static struct context cx;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test"), .language = CHINESE};
    return zone_open("Asia/Shanghai") == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

/* Each cell as "sheet A1 type value", each merged range, and the names of the tabs. */
static const char reader[] =
    "import sys, zipfile, re\n"
    "z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None\n"
    "t = lambda n: z.read(n).decode()\n"
    "s = [re.sub('<.*?>', '', x) for x in re.findall('<si>(.*?)</si>', t('xl/sharedStrings.xml'), "
    "re.S)]\n"
    "print(*re.findall('<sheet name=\"(.*?)\"', t('xl/workbook.xml')), sep='|')\n"
    "for n in sorted(x for x in z.namelist() if x.startswith('xl/worksheets/sheet')):\n"
    "    x = t(n)\n"
    "    assert '<f>' not in x and '<f ' not in x and 'hyperlink' not in x\n"
    "    for r, a, v in re.findall('<c r=\"(\\w+)\"([^>]*)><v>(.*?)</v>', x):\n"
    "        string = 't=\"s\"' in a\n"
    "        print(n[-10:-4], r, 'text' if string else 'number', s[int(v)] if string else v)\n"
    "    for r in re.findall('mergeCell ref=\"(.*?)\"', x): print('merged', r)\n";

static const char *read_book(struct bytes xlsx)
{
    return tool_read(&cx, xlsx, (const char *[]){"python3", "-c", reader, "FILE", NULL});
}

static const struct print_column columns[] = {
    {4, PRINT_START},
    {1, PRINT_END  },
    {1, PRINT_END  }
};
static const struct print_cell head[] = {
    {.text = "项目", .down = 2  },
    {.text = "数量", .across = 2}
};
static const struct print_cell below[] = {{.text = "件"}, {.text = "元"}};
static const struct print_cell formula[] = {
    {.text = "=HYPERLINK(\"http://example.com\")"},
    { .value = PRINT_COUNT,                             .number = 51724},
    { .value = PRINT_AMOUNT,                              .number = 1205},
};
static const struct print_cell others[] = {
    {.text = "http://example.com 甲<乙&丙"},
    { .value = PRINT_DAY,                         .number = 14515},
    { .value = PRINT_COUNT,                     .number = INT64_MIN},
};
static const struct print_row rows[] = {
    {head,    2},
    {below,   2},
    {formula, 3},
    {others,  3}
};
static const struct print_table table = {
    .columns = columns, .column_count = 3, .rows = rows, .row_count = 4, .head_rows = 2};

static const struct sheet_book book = {
    .title = "报表", .author = "江城市公安局", .created = {1743120000000}};

static void test_cells_are_what_they_are(void **state)
{
    struct sheet sheets[] = {
        {"表三", "申请情况", &table, "注：无"}
    };
    struct bytes xlsx;
    assert_int_equal(sheet_xlsx(&cx, &book, sheets, 1, &xlsx), OK);
    const char *said = read_book(xlsx);
    const char *wanted[] = {"表三\n",
                            "sheet1 A1 text 申请情况",
                            "sheet1 A2 text 项目",
                            "sheet1 C3 text 元",
                            "sheet1 A4 text =HYPERLINK(\"http://example.com\")",
                            "sheet1 B4 number 51724\n",
                            "sheet1 C4 number 12.05",
                            "sheet1 A5 text http://example.com 甲&lt;乙&amp;丙",
                            "sheet1 B5 number 40084\n",
                            "sheet1 A6 text 注：无",
                            "merged A1:C1",
                            "merged A2:A3",
                            "merged B2:C2",
                            "merged A6:C6"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (!strstr(said, wanted[i])) fail_msg("%s is missing in\n%s", wanted[i], said);
    assert_null(strstr(said, "C5"));
}

static void test_the_same_is_the_same(void **state)
{
    struct sheet sheets[] = {
        {"甲", NULL, &table, NULL},
        {"乙", NULL, &table, NULL}
    };
    struct bytes one, two;
    assert_int_equal(sheet_xlsx(&cx, &book, sheets, 2, &one), OK);
    assert_int_equal(sheet_xlsx(&cx, &book, sheets, 2, &two), OK);
    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.data, two.data, one.size);
}

static void test_names_of_tabs_are_put_right(void **state)
{
    struct sheet sheets[] = {
        {"a/b:c",                                                                                               NULL, &table, NULL},
        {"同名",                                                                                              NULL, &table, NULL},
        {"同名",                                                                                              NULL, &table, NULL},
        {NULL,                                                                                                  NULL, &table, NULL},
        {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三", NULL, &table, NULL}
    };
    struct bytes xlsx;
    if (sheet_xlsx(&cx, &book, sheets, 5, &xlsx) != OK) fail_msg("%s", cx.fault);
    const char *said = read_book(xlsx);
    assert_ptr_equal(strstr(said, "a b c|同名|同名 3|4|一二三"), said);
    assert_int_equal(sheet_xlsx(&cx, &book, sheets, 0, &xlsx), FAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cells_are_what_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_is_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_of_tabs_are_put_right, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
