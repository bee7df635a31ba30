/* Documents on paper: what stands where, in which order, and that the same is the same. */
#include "base/unit.h"

#include <pthread.h>

#include "base/text.h"
#include "document/print.h"
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

static struct bytes made(const struct print_document *document)
{
    struct bytes pdf = {NULL, 0};
    if (print_pdf(&cx, document, &pdf) != OK) fail_msg("%s", cx.fault);
    return pdf;
}

static const char *words_of(struct bytes pdf)
{
    return tool_read(&cx, pdf, (const char *[]){"pdftotext", "-layout", "FILE", "-", NULL});
}

static size_t times(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)); text += strlen(what)) count++;
    return count;
}

static struct print_document *a_letter(void)
{
    struct print_document *d = print_new(cx.mem, CHINESE, "政府信息公开申请答复书");
    d->author = d->letterhead = "江城市公安局";
    d->running = "江公开答〔2025〕第12号";
    d->foot = "江城市滨江路1号";
    d->created = (struct moment){1743120000000};
    print_text(d, PRINT_TITLE, "政府信息公开申请答复书");
    print_text(d, PRINT_NUMBER, "江公开答〔2025〕第12号");
    print_text(d, PRINT_ADDRESSEE, "张三：");
    return d;
}

/* ---- a letter ---- */

static void test_a_letter_reads_in_order(void **state)
{
    struct print_document *d = a_letter();
    print_body(
        d,
        "您于2025年3月3日提出的申请收悉。\n经审查，决定公开。\n\n（一）统计表；\n\n- 甲\n- 乙\n\n"
        "1. 第一件\n2. 第二件\n\n见[网站](https://example.cn/a)。");
    print_seal(d, "江城市公安局", date_of(2025, 3, 28));
    struct bytes pdf = made(d);
    const char *order[] = {"江城市公安局",
                           "政府信息公开申请答复书",
                           "江公开答〔2025〕第12号",
                           "张三：",
                           "您于2025年3月3日提出的申请收悉。",
                           "经审查，决定公开。",
                           "（一）统计表；",
                           "•",
                           "甲",
                           "乙",
                           "1.",
                           "第一件",
                           "2.",
                           "第二件",
                           "见网站（https://example.cn/a）。",
                           "江城市公安局",
                           "2025年3月28日"};
    const char *at = tool_read(&cx, pdf, (const char *[]){"pdftotext", "FILE", "-", NULL});
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        const char *found = strstr(at, order[i]);
        if (!found) fail_msg("%s is not in %s", order[i], at);
        at = found + strlen(order[i]);
    }
    assert_non_null(strstr(words_of(pdf), "共1页"));
}

static void test_it_says_what_it_is(void **state)
{
    struct print_document *d = a_letter();
    print_heading(d, 1, "一、理由");
    print_text(d, PRINT_PARAGRAPH, "正文。");
    print_clause(d, "1.", "条款");
    d->created = (struct moment){1743120000000};
    struct bytes pdf = made(d);
    tool_read(&cx, pdf, (const char *[]){"qpdf", "--check", "FILE", NULL});
    const char *info = tool_read(&cx, pdf, (const char *[]){"pdfinfo", "-isodates", "FILE", NULL});
    assert_non_null(strstr(info, "政府信息公开申请答复书"));
    assert_non_null(strstr(info, "江城市公安局"));
    assert_non_null(strstr(info, "2025-03-28T"));
    assert_non_null(strstr(info, "Tagged:          yes"));
    assert_non_null(memmem(pdf.data, pdf.size, "/Lang (zh-CN)", 13));
    const char *tags =
        tool_read(&cx, pdf, (const char *[]){"pdfinfo", "-struct-text", "FILE", NULL});
    assert_ptr_equal(strstr(tags, "Document"), tags);
    const char *wanted[] = {"H1 ", "H2 ", "P (block)", "L (block)", "LI (block)", "Lbl ", "LBody "};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) assert_non_null(strstr(tags, wanted[i]));
    assert_null(strstr(tags, "共1页")); /* what is no content is not read out */
}

static void *print_again(void *document)
{
    struct context own = {.mem = arena_new("thread"), .language = CHINESE};
    struct bytes pdf = {NULL, 0};
    struct out *copy = NULL;
    if (print_pdf(&own, document, &pdf) == OK) {
        copy = arena_make(own.mem, struct out);
        *copy = (struct out){.mem = own.mem, .text = (char *)(uintptr_t)pdf.data, .size = pdf.size};
    }
    return copy;
}

static void test_the_same_is_the_same_in_every_thread(void **state)
{
    struct print_document *d = a_letter();
    print_body(d, "正文，“引号”《书名》（括号）。\n\n| 甲 | 乙 |\n|---|--:|\n| 一 | 2 |\n");
    print_seal(d, "江城市公安局", date_of(2025, 3, 28));
    struct bytes pdf = made(d);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, print_again, d), 0);
    for (int i = 0; i < 4; i++) {
        struct out *copy;
        assert_int_equal(pthread_join(threads[i], (void **)&copy), 0);
        assert_non_null(copy);
        assert_int_equal(copy->size, pdf.size);
        assert_memory_equal(copy->text, pdf.data, pdf.size);
        arena_free(copy->mem);
    }
    d->created = (struct moment){1743120001000};
    assert_memory_not_equal(made(d).data, pdf.data, pdf.size);
}

/* ---- pages ---- */

/* The lines of a page that say something, without its head. */
static size_t lines_of(const char *page, size_t length)
{
    size_t count = 0;
    for (const char *end = page + length; page < end;) {
        size_t n = strcspn(page, "\n\f");
        size_t blank = strspn(page, " ");
        count += blank < n;
        page += n + 1;
    }
    return count;
}

/* However long the text, no seal stands alone: two lines of text are on its page. */
static void test_no_seal_stands_alone(void **state)
{
    for (int paragraphs = 8; paragraphs < 31; paragraphs++) {
        struct print_document *d = a_letter();
        d->running = d->foot = NULL;
        for (int i = 0; i < paragraphs; i++)
            print_text(d, PRINT_PARAGRAPH,
                       "这一段文字刚好超过一行，所以它在纸上是两行，不会多也不会少。");
        print_seal(d, "印章机关", date_of(2025, 3, 28));
        const char *words = words_of(made(d)), *page = words;
        for (const char *next; (next = strchr(page, '\f')) && next[1];) page = next + 1;
        assert_non_null(strstr(page, "印章机关"));
        /* two of text, place, agency, day, page number */
        assert_true(lines_of(page, strlen(page)) >= 2 + 4);
        assert_int_equal(times(words, "这一段文字"), paragraphs);
    }
}

static void test_no_heading_stands_at_the_foot(void **state)
{
    for (int before = 15; before < 25; before++) {
        struct print_document *d = print_new(cx.mem, CHINESE, "题");
        for (int i = 0; i < before; i++) print_text(d, PRINT_PARAGRAPH, "一行。");
        print_heading(d, 1, "标题");
        print_text(d, PRINT_PARAGRAPH, "标题下的正文。");
        const char *words = words_of(made(d));
        const char *heading = strstr(words, "标题"), *turn = strchr(heading, '\f');
        const char *text = strstr(words, "标题下的正文。");
        assert_non_null(text);
        assert_true(turn > text);
    }
}

static void test_no_line_of_a_paragraph_stands_alone(void **state)
{
    const char *sentence = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒";
    struct out three = out_new(cx.mem);
    for (int i = 0; i < 4; i++) out_text(&three, sentence);
    for (int before = 16; before < 24; before++) {
        struct print_document *d = print_new(cx.mem, CHINESE, "题");
        for (int i = 0; i < before; i++) print_text(d, PRINT_PARAGRAPH, "一行。");
        print_text(d, PRINT_PARAGRAPH, three.text);
        const char *words = words_of(made(d));
        const char *turn = strchr(words, '\f'), *begins = strstr(words, "甲乙丙");
        size_t above = begins < turn ? lines_of(begins, (size_t)(turn - begins)) - 1 : 0;
        size_t all = lines_of(begins, strlen(begins));
        size_t below = turn[1] ? all - above - (begins < turn ? 2 : 1) : 9;
        assert_true(above != 1);
        assert_true(below != 1 || begins > turn);
    }
}

/* ---- tables ---- */

static struct print_table a_table(size_t rows)
{
    static const struct print_column columns[] = {
        {3, PRINT_START},
        {5, PRINT_START},
        {1, PRINT_END  }
    };
    struct print_row *all = arena_array(cx.mem, struct print_row, rows + 2);
    struct print_cell *cells = arena_array(cx.mem, struct print_cell, (rows + 2) * 3);
    cells[0] = (struct print_cell){.text = "表头甲", .down = 2};
    cells[1] = (struct print_cell){.text = "表头乙", .across = 2};
    cells[2] = (struct print_cell){.text = "左"};
    cells[3] = (struct print_cell){.text = "右"};
    all[0] = (struct print_row){cells, 2};
    all[1] = (struct print_row){cells + 2, 2};
    for (size_t i = 0; i < rows; i++) {
        struct print_cell *row = cells + 6 + i * 3;
        row[0] = (struct print_cell){.text = arena_format(cx.mem, "行%zu完", i), .head = true};
        row[1] = (struct print_cell){.text = "文字"};
        row[2] = (struct print_cell){.value = PRINT_COUNT, .number = (int64_t)i};
        all[i + 2] = (struct print_row){row, 3};
    }
    return (struct print_table){
        .columns = columns, .column_count = 3, .rows = all, .row_count = rows + 2, .head_rows = 2};
}

static void test_a_table_repeats_its_head(void **state)
{
    struct print_document *d = print_new(cx.mem, CHINESE, "表");
    struct print_table table = a_table(100);
    table.caption = "表三";
    print_table(d, &table);
    struct bytes pdf = made(d);
    const char *words = words_of(pdf);
    size_t pages = times(words, "\f");
    assert_true(pages >= 3);
    assert_int_equal(times(words, "表头甲"), pages);
    assert_int_equal(times(words, "表三"), 1);
    for (int i = 0; i < 100; i++)
        assert_int_equal(times(words, arena_format(cx.mem, "行%d完", i)), 1);
    const char *tags = tool_read(&cx, pdf, (const char *[]){"pdfinfo", "-struct", "FILE", NULL});
    assert_int_equal(times(tags, "Table"), 1);
    assert_int_equal(times(tags, "TR"), 102);
    assert_int_equal(times(tags, "TH"), 4 + 100);
    assert_int_equal(times(tags, "TD"), 200);
}

/* Cells that claim more room than there is, rows that are too long or empty. */
static void test_a_table_that_does_not_add_up(void **state)
{
    struct print_column columns[2] = {{0}};
    struct print_cell wide[] = {
        {.text = "宽", .across = 9, .down = 9},
        {.text = "多余"   }
    };
    struct print_cell narrow[] = {{.text = "没有位置"}};
    struct print_row rows[] = {
        {wide,   2},
        {narrow, 1},
        {NULL,   0}
    };
    struct print_table table = {
        .columns = columns, .column_count = 2, .rows = rows, .row_count = 3, .head_rows = 7};
    struct print_document *d = print_new(cx.mem, CHINESE, "表");
    print_table(d, &table);
    print_table(d, &(struct print_table){0});
    assert_non_null(strstr(words_of(made(d)), "宽"));
}

/* A row that no page holds is told on several, and no word of it is lost or told twice. */
static void test_a_row_larger_than_a_page(void **state)
{
    struct out text = out_new(cx.mem);
    for (int i = 0; i < 1500; i++) out_format(&text, "第%04d句话。", i);
    struct print_table table = a_table(3);
    struct print_cell *cell = (struct print_cell *)(uintptr_t)&table.rows[3].cells[1];
    cell->text = text.text;
    struct print_document *d = print_new(cx.mem, CHINESE, "表");
    print_table(d, &table);
    const char *words =
        tool_read(&cx, made(d), (const char *[]){"pdftotext", "-raw", "FILE", "-", NULL});
    struct out joined = out_new(cx.mem);
    for (const char *c = words; *c; c++)
        if (*c != '\n' && *c != '\f' && *c != ' ') out_char(&joined, *c);
    assert_int_equal(times(joined.text, "话。"), 1500);
    assert_int_equal(times(joined.text, "行2完"), 1);
    assert_true(times(words, "\f") > 4);
}

static void test_cells_as_people_read_them(void **state)
{
    int64_t day = date_of(2009, 9, 28).day;
    /* clang-format off: version 14 crashes on this list */
    struct print_cell cells[] = {
        {"甲", PRINT_COUNT,  3        },
        {"",    PRINT_COUNT,  51724    },
        {"",    PRINT_AMOUNT, -1205    },
        {"",    PRINT_AMOUNT, INT64_MIN},
        {NULL,  PRINT_DAY,    day      },
    };
    /* clang-format on */
    const char *wanted[] = {"甲", "51,724", "−12.05", "", "28 September 2009"};
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        assert_string_equal(print_cell_text(cx.mem, ENGLISH, &cells[i]), wanted[i]);
}

/* Nothing, a title alone, a long word, a text of a quarter of a megabyte. */
static void test_odd_documents(void **state)
{
    struct print_document *d = print_new(cx.mem, ENGLISH, NULL);
    assert_int_equal(times(words_of(made(d)), "\f"), 1);
    struct out word = out_new(cx.mem);
    for (int i = 0; i < 5000; i++) out_text(&word, "longword");
    print_text(d, PRINT_PARAGRAPH, word.text);
    print_text(d, PRINT_BREAK, NULL);
    print_text(d, PRINT_PARAGRAPH, "after");
    print_text(d, PRINT_PARAGRAPH, NULL);
    assert_true(times(words_of(made(d)), "\f") >= 2);
    struct out body = out_new(cx.mem);
    while (body.size < 250000) out_text(&body, "一个普通的句子，用来填满很多很多页纸。\n");
    d = print_new(cx.mem, CHINESE, "长");
    d->report = true;
    print_body(d, body.text);
    assert_true(times(words_of(made(d)), "\f") > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_letter_reads_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_it_says_what_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_is_the_same_in_every_thread, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_no_seal_stands_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_heading_stands_at_the_foot, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_no_line_of_a_paragraph_stands_alone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_table_repeats_its_head, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_table_that_does_not_add_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_row_larger_than_a_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cells_as_people_read_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_odd_documents, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
