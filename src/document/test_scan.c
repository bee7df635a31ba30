#include "document/scan.h"

#include <time.h>

#include "base/text.h"
#include "base/unit.h"

static struct arena *mem;

static int set_up(void **state)
{
    mem = arena_new("test");
    return 0;
}

static int tear_down(void **state)
{
    arena_free(mem);
    return 0;
}

static struct scan scanned(const char *text)
{
    struct scan scan = {.mem = mem};
    scan_text(&scan, "body", text);
    return scan;
}

/* One text, the one find it must give, and what could stand instead. */
static const struct {
    const char *text, *rule, *found, *masked;
} positives[] = {
    {"绝密",                                                 "mark",            "绝密",                        ""                              },
    {"秘密★10年",                                         "mark",            "秘密★",                     ""                              },
    {"机　密 ★1年",                                      "mark",            "机　密 ★",                 ""                              },
    {"第一行\n内部\n第三行",                           "mark",            "内部",                        ""                              },
    {"关于印发方案的通知(内部)",                    "mark",            "内部",                        ""                              },
    {"【秘密】通知",                                     "mark",            "秘密",                        ""                              },
    {"(秘密)通知",                                         "mark",            "秘密",                        ""                              },
    {"本件系内部资料,注意保存",                     "mark",            "内部资料",                  ""                              },
    {"★",                                                    "mark",            "★",                           ""                              },
    {"不得泄露国家秘密。",                            "mark_word",       "秘密",                        ""                              },
    {"企业事业单位内部治安保卫条例",             "mark_word",       "内部",                        ""                              },
    {"号码11010519491231002X。",                            "identity_number", "11010519491231002X",            "110105************"            },
    {"号码11010519491231002x。",                            "identity_number", "11010519491231002x",            "110105************"            },
    {"110105 19491231 002X",                                   "identity_number", "110105 19491231 002X",          "110105************"            },
    {"230102198001011236",                                     "identity_number", "230102198001011236",            "230102************"            },
    {"１１０１０５１９４９１２３１００２Ｘ", "identity_number",
     "１１０１０５１９４９１２３１００２Ｘ",                                                     "１１０１０５************"},
    {"1101051949\xe2\x80\x8b"
     "1231002X",                                          "identity_number",
     "1101051949\xe2\x80\x8b"
     "1231002X",                                                                                                   "110105************"            },
    {"张某13812345678",                                      "mobile",          "13812345678",                   "138****5678"                   },
    {"138-1234-5678",                                          "mobile",          "138-1234-5678",                 "138****5678"                   },
    {"138 1234 5678",                                          "mobile",          "138 1234 5678",                 "138****5678"                   },
    {"电话:+8619912345678",                                  "mobile",          "8619912345678",                 "86199****5678"                 },
    {"1９9１２３４５６７８",                          "mobile",          "1９9１２３４５６７８", "1９9****５６７８"         },
    {"账号4111111111111111",                                 "bank_card",       "4111111111111111",              "4111********1111"              },
    {"4111 1111 1111 1111",                                    "bank_card",       "4111 1111 1111 1111",           "4111********1111"              },
    {"6222021234567890128",                                    "bank_card",       "6222021234567890128",           "6222***********0128"           },
    {"黑A12345",                                              "plate",           "黑A12345",                     "黑A****5"                     },
    {"黑a·12b45号车",                                      "plate",           "黑a·12b45",                   "黑a*****5"                    },
    {"京AD12345",                                             "plate",           "京AD12345",                    "京A*****5"                    },
    {"粤B12345D",                                             "plate",           "粤B12345D",                    "粤B*****D"                    },
    {"黑O12345",                                              "plate",           "黑O12345",                     "黑O****5"                     },
    {"黑A1234警",                                            "plate",           "黑A1234警",                   "黑A****警"                   },
};

static void what_must_be_found_is_found(void **state)
{
    for (size_t i = 0; i < COUNT_OF(positives); i++) {
        struct scan scan = scanned(positives[i].text);
        if (scan.count != 1) fail_msg("%s: %zu finds", positives[i].text, scan.count);
        assert_string_equal(scan.finds[0].rule, positives[i].rule);
        assert_string_equal(scan.finds[0].found, positives[i].found);
        assert_string_equal(scan.finds[0].masked, positives[i].masked);
        assert_int_equal(scan.finds[0].offset,
                         strstr(positives[i].text, positives[i].found) - positives[i].text);
        assert_string_equal(scan.finds[0].where, "body");
    }
}

static const char *const near_misses[] = {
    "11010519491231002",          /* one short */
    "110105194912310021",         /* wrong check digit */
    "11010519491331002X",         /* no thirteenth month */
    "00010519491231002X",         /* no such region */
    "11010519491231002XA",        /* goes on */
    "911010519491231002X",        /* nineteen */
    "1381234567",                 /* ten digits */
    "138123456789",               /* twelve */
    "12812345678",                /* no such prefix */
    "16112345678",                /* 161 is not given out */
    "010-8888-1234",              /* a landline */
    "98765432113812345678900001", /* inside a longer number */
    "4111111111111112",           /* Luhn fails */
    "1111111111111117",           /* no issuer begins with 1 */
    "41111111111111",             /* fourteen */
    "014109605/2009-00638",       /* an index number */
    "黑公交发〔2009〕12345号",    /* a document number */
    "京A类企业12345家",
    "黑A1234",    /* one short */
    "黑A1234567", /* one long */
    "黑I12345",   /* no letter I */
    "黑ABCDEF",   /* no digits */
    "有机 密封",  /* a gap in running text is not a mark */
    "2009年9月28日至10月26日,共15个工作日",
    "20091231235959001",
    "",
};

static void near_misses_are_left_alone(void **state)
{
    for (size_t i = 0; i < COUNT_OF(near_misses); i++) {
        struct scan scan = scanned(near_misses[i]);
        if (scan.count != 0)
            fail_msg("%s: found %s as %s", near_misses[i], scan.finds[0].found, scan.finds[0].rule);
    }
}

static void the_same_find_is_told_once_per_place(void **state)
{
    struct scan scan = {.mem = mem};
    scan_text(&scan, "title", "国家秘密与国家秘密");
    scan_text(&scan, "body", "国家秘密,电话13812345678,13812345678,秘密★");
    scan_text(&scan, "附件13812345678.txt", "附件13812345678.txt");
    assert_int_equal(scan.count, 5);
    assert_int_equal(scan.finds[0].count, 2);
    assert_int_equal(scan.finds[0].offset, strlen("国家"));
    assert_string_equal(scan.finds[1].rule, "mark_word");
    assert_string_equal(scan.finds[2].rule, "mobile");
    assert_int_equal(scan.finds[2].count, 2);
    assert_string_equal(scan.finds[3].rule, "mark");
    assert_string_equal(scan.finds[4].where, "附件13812345678.txt");
    assert_string_not_equal(scan.finds[0].key, scan.finds[1].key);
    struct scan again = {.mem = mem};
    scan_text(&again, "body", "前面加了字,13812345678");
    assert_string_equal(again.finds[0].key, scan.finds[2].key);
}

static void an_excerpt_shows_the_surroundings_on_one_line(void **state)
{
    struct scan scan =
        scanned("第一条 为了规范管理,请致电\n13812345678\n联系王某,其余事项另行通知各单位知悉");
    assert_int_equal(scan.count, 1);
    assert_string_equal(scan.finds[0].excerpt,
                        "… 为了规范管理,请致电 13812345678 联系王某,其余事项另行…");
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The worst texts we can think of take time in proportion to their length. */
static void hostile_texts_are_bounded(void **state)
{
    static const char *const patterns[] = {"1",     "1 ",           "秘 ",  "★",   "黑A",
                                           "4111 ", "13812345678 ", "秘密", "内部"};
    enum { SIZE = 1000000 };
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        struct arena *own = arena_new("test");
        struct out out = out_new(own);
        while (out.size < SIZE) out_text(&out, patterns[i]);
        struct scan scan = {.mem = own};
        double begun = seconds();
        scan_text(&scan, "body", out.text);
        assert_true(seconds() - begun < 5.0); /* a sanitizer's build takes some tenths */
        assert_true(scan.count <= 3);
        arena_free(own);
    }
}

static void too_much_is_said_and_not_hidden(void **state)
{
    struct out out = out_new(mem);
    for (int i = 0; i < SCAN_FINDS_MAX + 1; i++) out_format(&out, "1381234%04d ", i);
    struct scan scan = scanned(out.text);
    assert_true(scan.cut);
    assert_int_equal(scan.count, SCAN_FINDS_MAX);
    char *huge = arena_alloc(mem, SCAN_TEXT_MAX + 2);
    memset(huge, 'a', SCAN_TEXT_MAX + 1);
    assert_true(scanned(huge).cut);
    huge[SCAN_TEXT_MAX] = '\0';
    assert_false(scanned(huge).cut);
    assert_int_equal(scanned(NULL).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_must_be_found_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(near_misses_are_left_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_find_is_told_once_per_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_excerpt_shows_the_surroundings_on_one_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(hostile_texts_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_much_is_said_and_not_hidden, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
