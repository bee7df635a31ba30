/* The desk as its users meet it: drafting, forms, files, lists, batches, search. */
#include "app/test_page.h"

#include <stdio.h>

#include "record/record.h"

static const struct kind *kind(const char *name)
{
    return kind_by_name(name);
}

static const char *released_entry(const char *agency)
{
    struct record *rec = house_draft(kind("entry"), agency, "");
    house_take(rec, "released");
    return rec->id;
}

static const char *day(int from_today)
{
    return date_iso(house.mem, date_plus(house.cx.today, from_today));
}

static const char *in_path(const char *path, const char *end)
{
    return arena_format(house.mem, "%s%s", path, end);
}

static int64_t drafts(void)
{
    return house_count("SELECT COUNT(*) FROM disclosure");
}

static size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)); text += strlen(part)) count++;
    return count;
}

/* A disclosure drafted through the pages; its path. */
static const char *drafted(struct visitor *clerk, const char *entry, const char *title)
{
    struct reply reply =
        page_post(clerk, "/records/disclosure/new",
                  form_of("entry", entry, "title", title, "produced_on", day(-1), "summary", "概述",
                          "body", "第一段。", "keywords", "", "save", "yes", NULL),
                  303);
    return path_of(&reply);
}

/* ---- the desk of each role ------------------------------------------------------------------- */

static void every_role_has_a_desk(void **state)
{
    static const char *const roles[] = {"clerk",    "officer",    "reviewer", "leader",
                                        "releaser", "supervisor", "admin"};
    struct record *rec = house_draft(kind("disclosure"), PROVINCE, "");
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        struct visitor *visitor = house_staff(roles[i], PROVINCE, roles[i]);
        bool reads = i < 5;
        struct reply desk = page_get(visitor, "/", 200);
        struct reply english = page_get(visitor, "/?lang=en", 200);
        assert_has(&english, "<html lang=\"en\"");
        assert_int_equal(strstr(desk.body, "action=\"/find\"") != NULL, reads);
        page_get(visitor, "/records/disclosure", reads ? 200 : 404);
        page_get(visitor, "/records", reads ? 200 : 404);
        page_get(visitor, in_path("/records/disclosure/", rec->id), reads ? 200 : 404);
        page_get(visitor, "/find?q=x", reads ? 200 : 404);
        if (text_equal(roles[i], "supervisor")) assert_has(&desk, "href=\"/supervision\"");
        if (text_equal(roles[i], "admin")) assert_has(&desk, "href=\"/accounts\"");
        assert_int_equal(strstr(desk.body, "没有等您办理的事项") == NULL,
                         text_equal(roles[i], "clerk") || text_equal(roles[i], "officer"));
    }
}

/* ---- forms ----------------------------------------------------------------------------------- */

static void the_entry_comes_first_and_six_fields_follow(void **state)
{
    const char *entry = released_entry(PROVINCE), *other = released_entry(BUREAU);
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct reply pick = page_get(clerk, "/records/disclosure/new", 200);
    assert_has(&pick, entry);
    assert_lacks(&pick, other);
    struct reply form = page_get(clerk, in_path("/records/disclosure/new?entry=", entry), 200);
    assert_in_range(times(form.body, "<label for="), 1, 6);
    assert_has(&form, "公开期限");
    const char *path = drafted(clerk, entry, "关于道路施工的通告");
    struct reply record = page_get(clerk, path, 200);
    assert_has(&record, "关于道路施工的通告");
    assert_string_equal(stored("disclosure", id_of_path(path), "class_seed"), "seed-5");
    assert_has(&record, "前公开（令711");
}

static void what_is_wrong_stands_beside_its_field(void **state)
{
    char longer[3 * 201 + 1];
    for (int i = 0; i < 201; i++) memcpy(longer + 3 * i, "长", 4);
    const struct {
        const char *field, *value, *told, *shown;
    } rows[] = {
        {"title",       longer,               "内容过长，最多200个字", longer                },
        {"title",       "甲\xe2\x80\xae乙", "改变文字方向",             "甲"                 },
        {"title",       "甲\x01乙",         "控制字符",                   "甲乙"              },
        {"title",       "\xff\xfe",           "请改用UTF-8编码",           NULL                  },
        {"produced_on", "2009-02-30",         "不是有效的日期",          "value=\"2009-02-30\""},
        {"produced_on", "昨天",             "不是有效的日期",          "value=\"昨天\""    },
        {"summary",     "一\n二\x7f",       "控制字符",                   "一"                 },
        {"nonsense",    "1",                  "不认识的项目：nonsense",  NULL                  },
        {"body",        "又一次",          "出现了不止一次",          "正文留着<b>"     },
    };
    const char *entry = released_entry(PROVINCE);
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct reply reply =
            page_post(clerk, "/records/disclosure/new",
                      arena_format(house.mem, "%s&%s",
                                   form_of("entry", entry, "keywords", "关键词留着", "body",
                                           "正文留着<b>", "save", "yes", NULL),
                                   form_of(rows[i].field, rows[i].value, NULL)),
                      422);
        assert_has(&reply, rows[i].told);
        assert_has(&reply, "关键词留着");
        assert_has(&reply, "正文留着&lt;b&gt;");
        assert_has(&reply, entry);
        if (!text_equal(rows[i].field, "nonsense"))
            assert_has(&reply, arena_format(house.mem, "id=\"%s-error\"", rows[i].field));
        if (rows[i].shown && !strchr(rows[i].shown, '<')) assert_has(&reply, rows[i].shown);
        assert_lacks(&reply, "\xff");
    }
    assert_int_equal(drafts(), 0);
}

static void what_is_missing_is_told_when_it_is_due(void **state)
{
    const char *entry = released_entry(PROVINCE);
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    struct reply saved = page_post(clerk, "/records/disclosure/new",
                                   form_of("entry", entry, "title", "", "save", "yes", NULL), 303);
    const char *path = path_of(&saved);
    struct reply record = page_get(officer, path, 200);
    assert_has(&record, "（尚无名称）");
    struct reply refused = press(officer, path, "collate", "", 422);
    assert_has(&refused, "未能办理");
    assert_string_equal(stored("disclosure", id_of_path(path), "state"), "drafted");
    /* Nothing of another agency can be drafted under, and nothing that is not there. */
    page_post(clerk, "/records/disclosure/new",
              form_of("entry", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "title", "甲", "save", "yes", NULL),
              422);
    page_post(clerk, "/records/disclosure/new",
              form_of("entry", "../etc", "title", "甲", "save", "yes", NULL), 422);
    page_post(clerk, "/records/disclosure/new",
              form_of("entry", released_entry(BUREAU), "title", "甲", "save", "yes", NULL), 422);
}

static void a_preview_stores_nothing(void **state)
{
    const char *entry = released_entry(PROVINCE);
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct reply shown = page_post(clerk, "/records/disclosure/new",
                                   form_of("entry", entry, "title", "甲", "body",
                                           "# 标题\n\n<script>alert(1)</script>", "produced_on",
                                           day(-200), "preview", "yes", NULL),
                                   200);
    assert_has(&shown, "公众将看到的样子");
    assert_lacks(&shown, "<script>alert");
    assert_has(&shown, "due-late");
    assert_int_equal(drafts(), 0);
    const char *path = drafted(clerk, entry, "甲");
    const char *version = stored("disclosure", id_of_path(path), "version");
    page_post(clerk, in_path(path, "/edit"),
              form_of("version", version, "title", "乙", "preview", "yes", NULL), 200);
    assert_string_equal(stored("disclosure", id_of_path(path), "title"), "甲");
}

static void a_stale_edit_shows_both_texts(void **state)
{
    struct visitor *one = house_staff("one", PROVINCE, "clerk");
    struct visitor *two = house_staff("two", PROVINCE, "officer");
    const char *path = drafted(one, released_entry(PROVINCE), "原来的名称"), *id = id_of_path(path);
    const char *edit = in_path(path, "/edit"), *version = stored("disclosure", id, "version");
    page_post(two, edit,
              form_of("version", version, "title", "甲的名称", "produced_on", day(-1), "save",
                      "yes", NULL),
              303);
    const char *mine = form_of("version", version, "title", "乙的名称", "produced_on", day(-1),
                               "save", "yes", NULL);
    struct reply stale = page_post(one, edit, mine, 409);
    assert_has(&stale, "甲的名称");
    assert_has(&stale, "乙的名称");
    assert_string_equal(stored("disclosure", id, "title"), "甲的名称");
    const char *now = stored("disclosure", id, "version");
    assert_has(&stale, arena_format(house.mem, "name=\"version\" value=\"%s\"", now));
    /* Once it has been sent on, there is nothing to save over. */
    press(two, path, "collate", "", 303);
    press(two, path, "submit", "", 303);
    struct reply closed = page_post(one, edit, mine, 409);
    assert_has(&closed, "已经送出");
    assert_has(&closed, "乙的名称");
    assert_lacks(&closed, "name=\"save\"");
    page_get(one, edit, 409);
    struct reply pressed =
        page_post(two, in_path(path, "/move"),
                  form_of("verb", "submit", "version", version, "edition", "1", NULL), 409);
    assert_has(&pressed, "已有变动");
}

static void a_copy_is_one_act(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct visitor *stranger = house_staff("stranger", STRANGER, "clerk");
    const char *path = drafted(clerk, released_entry(PROVINCE), "可以重复的通告");
    const char *copy = in_path("/records/disclosure/new?copy=", id_of_path(path));
    struct reply form = page_get(clerk, copy, 200);
    assert_has(&form, "value=\"可以重复的通告\"");
    assert_has(&form, "第一段。");
    assert_lacks(&form, "name=\"version\"");
    page_get(stranger, copy, 404);
    /* What a link fills in is no way to read what one may not. */
    struct reply linked =
        page_get(stranger, in_path("/records/channel_use/new?item=", id_of_path(path)), 200);
    assert_lacks(&linked, "可以重复的通告");
}

/* ---- attachments ----------------------------------------------------------------------------- */

static struct bytes text_bytes(const char *text)
{
    return (struct bytes){(const unsigned char *)text, strlen(text)};
}

static void files_are_taken_or_refused_by_what_they_are(void **state)
{
    const struct {
        const char *name, *bytes, *kept; /* kept NULL: refused */
    } rows[] = {
        {"名单.txt",             "甲\n",                "名单.txt"},
        {"C:\\\\temp\\\\表.csv",  "a,b\n1,2\n",           "表.csv"   },
        {"../../etc/passwd.txt",   "root\n",               "passwd.txt"},
        {"页面.html",            "<html>",               NULL        },
        {"图.png",                "GIF89a",               NULL        },
        {"程序.txt",
         "\x7f"
         "ELF\x01\x02",                                    NULL        },
        {".txt",                   "隐\n",                NULL        },
        {"反\xe2\x80\xaetxt.exe", "x\n",                  NULL        },
        {"空.txt",                "",                     NULL        },
        {"名单.txt",             "同名的另一份\n", NULL        },
    };
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    const char *path = drafted(clerk, released_entry(PROVINCE), "带附件的通告");
    const char *id = id_of_path(path);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct upload_of file = {rows[i].name, text_bytes(rows[i].bytes)};
        struct reply reply = visitor_upload(clerk, in_path(path, "/files"),
                                            stored("disclosure", id, "version"), &file);
        if (reply.status != (rows[i].kept ? 303 : 422))
            fail_msg("%s: %u %s", rows[i].name, reply.status, reply.body);
        if (!rows[i].kept) assert_has(&reply, "未能办理");
    }
    struct reply page = page_get(clerk, path, 200);
    for (size_t i = 0; i < 3; i++) assert_has(&page, rows[i].kept);
    assert_int_equal(house_count("SELECT COUNT(*) FROM attachment"), 3);
    struct reply file = page_get(clerk, in_path(path, "/files/1"), 200);
    assert_true(text_starts(file.policy, "sandbox"));
    page_get(clerk, in_path(path, "/files/9"), 404);
    page_get(clerk, in_path(path, "/files/x"), 404);
    page_post(clerk, in_path(path, "/detach"), "version=1&position=1", 409);
    page_post(clerk, in_path(path, "/detach"),
              form_of("version", stored("disclosure", id, "version"), "position", "1", NULL), 303);
    assert_int_equal(house_count("SELECT COUNT(*) FROM attachment"), 2);
    struct reply record = page_get(clerk, path, 200);
    assert_lacks(&record, "名单.txt");
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void a_batch_is_all_or_nothing(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    const char *entry = released_entry(PROVINCE);
    const char *one = id_of_path(drafted(officer, entry, "第一件"));
    const char *two = id_of_path(drafted(officer, entry, "第二件"));
    const char *bad = id_of_path(drafted(officer, entry, ""));
    const char *both = form_of("verb", "collate", "id", one, "id", two, NULL);
    struct reply refused = page_post(officer, "/records/disclosure",
                                     form_of("verb", "collate", "id", one, "id", bad, NULL), 422);
    assert_has(&refused, arena_format(house.mem, "href=\"#id-%s\"", bad));
    assert_has(&refused, "class=\"chosen\"");
    assert_int_equal(times(refused.body, " checked"), 2);
    assert_string_equal(stored("disclosure", one, "state"), "drafted");
    struct reply done = page_post(officer, "/records/disclosure", both, 303);
    assert_string_equal(done.location, "/records/disclosure?state=drafted&done=2");
    struct reply list = page_get(officer, done.location, 200);
    assert_has(&list, "已办理2件");
    assert_string_equal(stored("disclosure", two, "state"), "collated");
    /* What is no longer where the button stood is named as well. */
    struct reply again = page_post(officer, "/records/disclosure", both, 422);
    assert_has(&again, "所处状态为“已整理”");
    assert_has(&again, "因“第一件”不能办理");
    page_post(officer, "/records/disclosure", "verb=collate", 422);
    page_post(officer, "/records/disclosure", form_of("verb", "fly", "id", one, NULL), 422);
    page_post(officer, "/records/disclosure", "verb=collate&id=zz", 404);
    page_get(officer, "/records/disclosure?done=x", 422);
    /* A verb that needs a reason, or has a page of its own, cannot be had this way without. */
    press(officer, in_path("/records/disclosure/", one), "submit", "", 303);
    struct visitor *reviewer = house_staff("reviewer", PROVINCE, "reviewer");
    page_post(reviewer, "/records/disclosure", form_of("verb", "return", "id", one, NULL), 422);
    assert_string_equal(stored("disclosure", one, "state"), "submitted");
}

static void lists_are_filtered_paged_and_told_as_data(void **state)
{
    enum { MANY = 55 };
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct visitor *stranger = house_staff("stranger", STRANGER, "clerk");
    const char *entry = released_entry(PROVINCE);
    for (int i = 0; i < MANY; i++)
        drafted(clerk, entry, arena_format(house.mem, i % 5 ? "通告%02d号" : "=1+%02d%%", i));
    size_t rows = 0;
    const char *at = "/records/disclosure";
    for (int pages = 0; at && pages < 4; pages++) {
        struct reply page = page_get(clerk, at, 200);
        rows += times(page.body, "<th scope=\"row\">");
        const char *next = strstr(page.body, "rel=\"next\" href=\"");
        at = next ? arena_copy_n(house.mem, next + 17, strcspn(next + 17, "\"")) : NULL;
    }
    assert_int_equal(rows, MANY);
    struct reply json = page_get(clerk, "/records/disclosure.json?q=%25", 200);
    assert_has(&json, "\"total\":11");
    struct reply csv = page_get(clerk, "/records/disclosure.csv?q=%3D1", 200);
    assert_int_equal(times(csv.body, "\"'=1+"), 11);
    struct reply none = page_get(clerk, "/records/disclosure?state=released", 200);
    assert_has(&none, "没有符合条件的记录");
    struct reply theirs = page_get(stranger, "/records/disclosure.json", 200);
    assert_has(&theirs, "\"total\":0");
    page_get(clerk, "/records/disclosure?state=flying", 422);
    page_get(clerk, "/records/disclosure?nonsense=1", 422);
    page_get(clerk, "/records/disclosure?after=zz", 422);
    page_get(clerk, "/records/disclosure?q=1&q=2", 422);
    page_get(clerk, "/records/staff", 404);
    page_get(clerk, "/records/nothing", 404);
}

static void a_search_goes_over_every_register(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    struct visitor *stranger = house_staff("stranger", STRANGER, "officer");
    const char *path = drafted(officer, released_entry(PROVINCE), "冰雪路面通行提示");
    press(officer, path, "collate", "", 303);
    const char *number = stored("disclosure", id_of_path(path), "number");
    const char *const asked[] = {number, in_path(PROVINCE "/", number),
                                 http_encode(house.mem, "冰雪", false)};
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        const char *address = in_path("/find?q=", asked[i]);
        struct reply mine = page_get(officer, address, 200);
        assert_has(&mine, path);
        struct reply theirs = page_get(stranger, address, 200);
        assert_lacks(&theirs, path);
    }
    struct reply nothing = page_get(officer, "/find?q=%25_%27%22%5C", 200);
    assert_has(&nothing, "没有找到");
    page_get(officer, "/find?q=%ff%fe", 200);
    page_get(officer, "/find", 200);
}

/* ---- time ------------------------------------------------------------------------------------ */

static void what_is_late_is_flagged_and_stands_first(void **state)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    const char *entry = released_entry(PROVINCE);
    drafted(officer, entry, "还不急的");
    struct reply late = page_post(officer, "/records/disclosure/new",
                                  form_of("entry", entry, "title", "已经晚了的", "produced_on",
                                          day(-90), "save", "yes", NULL),
                                  303);
    struct reply desk = page_get(officer, "/", 200);
    assert_has(&desk, "其中1件已超过期限");
    assert_true(strstr(desk.body, "已经晚了的") < strstr(desk.body, "还不急的"));
    struct reply record = page_get(officer, late.location, 200);
    assert_has(&record, "due-late");
    assert_has(&record, "已办理：起草");
    assert_has(&record, "接着办理");
    struct reply list = page_get(officer, "/records/disclosure", 200);
    assert_has(&list, "due-late");
    /* A forged or an old confirmation says nothing. */
    struct reply forged = page_get(officer, in_path(path_of(&late), "?done=99"), 200);
    assert_lacks(&forged, "已办理");
}

/* A desk shows so many of each state; those that press are among them. */
static void a_full_desk_shows_what_presses(void **state)
{
    enum { MANY = 101 };
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    const char *entry = released_entry(PROVINCE); /* with drafts that it refers to */
    struct reply before = page_get(clerk, "/", 200);
    int others = (int)times(before.body, "<th scope=\"row\">");
    page_post(clerk, "/records/disclosure/new",
              form_of("entry", entry, "title", "最急的一件", "produced_on", day(-90), "save", "yes",
                      NULL),
              303);
    for (int i = 0; i < MANY; i++) drafted(clerk, entry, "平常的一件");
    page_post(clerk, "/records/disclosure/new",
              form_of("entry", entry, "title", "没有日期的一件", "save", "yes", NULL), 303);
    struct reply desk = page_get(clerk, "/", 200);
    assert_has(&desk, arena_format(house.mem, "等您办理的有%d件", MANY + 2 + others));
    assert_has(&desk, "最急的一件");
    assert_lacks(&desk, "没有日期的一件");
    assert_has(&desk, "另有3件未列出");
}

static void a_form_outlives_its_session(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    const char *entry = released_entry(PROVINCE);
    house.now.ms += 31 * 60 * 1000;
    context_set_clock(&house.cx, house.now);
    struct reply over = visitor_post(
        clerk, "/records/disclosure/new",
        form_of("entry", entry, "title", "写了很久的通告", "body", "全文", "save", "yes", NULL));
    assert_int_equal(over.status, 303);
    assert_int_equal(drafts(), 0);
    assert_int_equal(house_count("SELECT COUNT(*) FROM kept_form"), 1);
    struct reply in = page_get(clerk, over.location, 200);
    assert_has(&in, "name=\"kept\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(every_role_has_a_desk),
        IN_HOUSE(the_entry_comes_first_and_six_fields_follow),
        IN_HOUSE(what_is_wrong_stands_beside_its_field),
        IN_HOUSE(what_is_missing_is_told_when_it_is_due),
        IN_HOUSE(a_preview_stores_nothing),
        IN_HOUSE(a_stale_edit_shows_both_texts),
        IN_HOUSE(a_copy_is_one_act),
        IN_HOUSE(files_are_taken_or_refused_by_what_they_are),
        IN_HOUSE(a_batch_is_all_or_nothing),
        IN_HOUSE(lists_are_filtered_paged_and_told_as_data),
        IN_HOUSE(a_search_goes_over_every_register),
        IN_HOUSE(what_is_late_is_flagged_and_stands_first),
        IN_HOUSE(a_full_desk_shows_what_presses),
        IN_HOUSE(a_form_outlives_its_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
