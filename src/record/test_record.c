#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "base/unit.h"
#include "record/act.h"
#include "record/item.h"
#include "record/list.h"
#include "record/profile.h"
#include "record/tombstone.h"

/* Two small kinds of our own: what the engine does it must do for any table. */
/* clang-format off */
#define ENTRY(F) F(PUBLIC, TEXT, title, "名称", "Title", .max = 50, .flags = REQUIRED)
#define NOTICE(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC,   WORD,  tone,   "语气", "Tone", .words = tones) \
    F(PUBLIC,   MONEY, fee,    "收费", "Fee") \
    F(STAFF,    TEXT,  note,   "备注", "Note", .max = 100) \
    F(PERSONAL, TEXT,  caller, "来电人", "Caller", .max = 40)
/* clang-format on */
KIND_STRUCTS(entry, ENTRY)
KIND_STRUCTS(notice, NOTICE)
KIND_STRUCTS(unit, ENTRY)

static const struct word tones[] = {
    {"calm",  "平和", "Calm"},
    {0}
};

#define RECORD entry
#define RECORD_PUBLIC entry_public
KIND_FIELDS(entry, ENTRY)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD notice
#define RECORD_PUBLIC notice_public
KIND_FIELDS(notice, NOTICE)

/* clang-format off */
const struct kind entry_kind = {.name = "entry", .zh = "目录条目", .en = "Entry", .schema = 1,
    KIND_TABLES(entry), .title = "title", .workflow = &publication_workflow};
const struct kind unit_kind = {.name = "unit", .zh = "单位", .en = "Unit", .schema = 1,
    KIND_TABLES(entry), .title = "title", .workflow = &publication_workflow};
const struct kind notice_kind = {.name = "notice", .zh = "通知", .en = "Notice", .flags = ITEM,
    .schema = 1, KIND_TABLES(notice), .title = "title", .order = "produced_on",
    .workflow = &publication_workflow};
/* clang-format on */

static const struct kind *const kinds[] = {&entry_kind, &unit_kind, &notice_kind, &tombstone_kind};

enum person { CLERK, OFFICER_, REVIEWER_, LEADER, RELEASER_, STRANGER, PEOPLE };
static const enum role person_roles[] = {ROLE_CLERK,  ROLE_OFFICER,  ROLE_REVIEWER,
                                         ROLE_LEADER, ROLE_RELEASER, ROLE_OFFICER};
static struct grant grants[PEOPLE];
static struct actor people[PEOPLE];
static struct context cx;
static char path[64];
static const char *entry_id;

static struct context *as(enum person person)
{
    cx.actor = &people[person];
    cx.issues = NULL;
    cx.fault_file = NULL;
    return &cx;
}

static int begin(void **state)
{
    snprintf(path, sizeof path, "/tmp/test_record.%d.db", (int)getpid());
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    cx = (struct context){.mem = arena_new("test")};
    struct moment now;
    assert_true(moment_parse("2009-09-28T01:00:00.000Z", &now));
    context_set_clock(&cx, now);
    for (int i = 0; i < PEOPLE; i++) {
        grants[i] = (struct grant){person_roles[i], i == STRANGER ? "other" : "home", NULL};
        people[i] = (struct actor){.id = arena_format(cx.mem, "person-%d", i),
                                   .name = "x",
                                   .label = "X",
                                   .agency = grants[i].agency,
                                   .grants = &grants[i],
                                   .grant_count = 1};
    }
    kinds_register(kinds, COUNT_OF(kinds));
    assert_int_equal(store_open(&cx, path, STORE_HASTY), OK);
    assert_int_equal(record_ensure_tables(&cx), OK);
    struct entry entry;
    record_init(&entry_kind, &entry);
    entry.base.agency = "home";
    entry.title = "交通管理公告";
    assert_int_equal(record_insert(as(CLERK), &entry.base), OK);
    entry_id = entry.base.id;
    return 0;
}

static int end(void **state)
{
    arena_reset(cx.mem);
    store_close(cx.store);
    arena_free(cx.mem);
    unlink(path);
    char other[80];
    snprintf(other, sizeof other, "%s-wal", path);
    unlink(other);
    snprintf(other, sizeof other, "%s-shm", path);
    unlink(other);
    return 0;
}

static void draft(struct notice *n)
{
    record_init(&notice_kind, n);
    n->base.agency = "home";
    n->entry = entry_id;
    n->title = "关于国庆期间道路交通管制的公告";
    n->body = "第一条 …";
    n->produced_on = date_of(2009, 9, 27);
    n->note = "内部备注";
    n->caller = "张某某";
    assert_int_equal(record_insert(as(CLERK), &n->base), OK);
}

static enum status step(enum person person, struct notice *n, const char *verb)
{
    static const struct reason because = {"因为", "令492 第14条", "wrong", {20000}};
    return record_move(as(person), &n->base, verb, &because);
}

static void reviewed_and_filed(struct notice *n)
{
    assert_int_equal(step(OFFICER_, n, "collate"), OK);
    assert_int_equal(step(OFFICER_, n, "submit"), OK);
    assert_int_equal(step(REVIEWER_, n, "review"), OK);
    assert_int_equal(step(LEADER, n, "approve"), OK);
    assert_int_equal(step(OFFICER_, n, "file"), OK);
}

static int64_t number_of(const char *sql)
{
    int64_t n = -1;
    assert_int_equal(store_int(&cx, &(struct sql){"test", sql}, BIND_NONE, &n), OK);
    return n;
}

static void a_notice_goes_through_all_hands(void **state)
{
    struct notice n;
    draft(&n);
    assert_int_equal(step(OFFICER_, &n, "release"), CONFLICT);
    assert_int_equal(step(CLERK, &n, "collate"), DENIED);
    assert_int_equal(step(STRANGER, &n, "collate"), DENIED);
    reviewed_and_filed(&n);
    assert_string_equal(n.base.number, "2009-00001");
    assert_int_equal(number_of("SELECT COUNT(*) FROM act"), 0);
    assert_int_equal(step(OFFICER_, &n, "release"), DENIED);
    assert_int_equal(step(RELEASER_, &n, "release"), OK);
    assert_int_equal(n.base.state, RELEASED);
    assert_int_equal(number_of("SELECT COUNT(*) FROM act WHERE seq = 1 AND type = 'released'"), 1);
    assert_int_equal(number_of("SELECT first_released_on FROM item"), date_of(2009, 9, 28).day);
    struct history_line *lines;
    assert_int_equal(record_history(&cx, &n.base, &lines), OK);
    int count = 0;
    for (; lines; lines = lines->next) count++;
    assert_int_equal(count, 7);
}

static void nothing_personal_leaves(void **state)
{
    struct notice n;
    struct rows *rows;
    draft(&n);
    reviewed_and_filed(&n);
    assert_int_equal(step(RELEASER_, &n, "release"), OK);
    static const struct sql body = {"test", "SELECT body FROM act"};
    assert_int_equal(store_query(&cx, &body, BIND_NONE, &rows), OK);
    assert_true(rows_next(rows));
    const char *text = (const char *)rows_bytes(rows, 0).data;
    assert_int_equal(rows_end(rows), OK);
    assert_null(strstr(text, "张某某"));
    assert_null(strstr(text, "内部备注"));
    assert_true(text_starts(text, "{\"edition\":1,\"fields\":{\"body\":\"第一条 …\",\"entry\":"));
    assert_non_null(strstr(text, "\"files\":[],\"id\":"));
    assert_non_null(strstr(
        text, "\"kind\":\"notice\",\"lang\":\"zh\",\"number\":\"2009-00001\",\"schema\":1}"));
}

static void whoever_edited_neither_reviews_nor_releases(void **state)
{
    static struct grant all[] = {
        {ROLE_OFFICER,  "home", NULL},
        {ROLE_REVIEWER, "home", NULL},
        {ROLE_RELEASER, "home", NULL}
    };
    struct notice n;
    draft(&n);
    people[OFFICER_].grants = people[REVIEWER_].grants = all;
    people[OFFICER_].grant_count = people[REVIEWER_].grant_count = 3;
    n.title = "改过的题目";
    assert_int_equal(record_save(as(OFFICER_), &n.base), OK);
    assert_int_equal(step(OFFICER_, &n, "collate"), OK);
    assert_int_equal(step(OFFICER_, &n, "submit"), OK);
    assert_int_equal(step(OFFICER_, &n, "review"), INVALID);
    assert_string_equal(cx.issues->message, "move.editor_may_not");
    assert_int_equal(n.base.state, SUBMITTED);
    assert_int_equal(step(REVIEWER_, &n, "review"), OK);
    assert_int_equal(step(LEADER, &n, "approve"), OK);
    assert_int_equal(step(OFFICER_, &n, "file"), OK);
    assert_int_equal(step(OFFICER_, &n, "release"), INVALID);
    assert_int_equal(step(REVIEWER_, &n, "release"), INVALID);
    assert_string_equal(cx.issues->message, "move.reviewer_may_not_release");
    assert_int_equal(step(RELEASER_, &n, "release"), OK);
}

static void a_byte_changed_after_review_stops_release(void **state)
{
    struct notice n;
    draft(&n);
    reviewed_and_filed(&n);
    n.title = "别的";
    assert_int_equal(record_save(as(CLERK), &n.base), CONFLICT);
    static const struct sql tamper = {"test", "UPDATE notice SET summary = '夹带'"};
    assert_int_equal(store_run(&cx, &tamper, BIND_NONE, NULL), OK);
    assert_int_equal(step(RELEASER_, &n, "release"), INVALID);
    assert_string_equal(cx.issues->message, "move.bytes_changed");
    assert_int_equal(number_of("SELECT COUNT(*) FROM act"), 0);
}

static void a_stale_edit_is_refused(void **state)
{
    struct notice a, b;
    draft(&a);
    assert_int_equal(record_load(as(CLERK), &notice_kind, a.base.id, &b), OK);
    a.title = "甲";
    b.title = "乙";
    assert_int_equal(record_save(as(CLERK), &a.base), OK);
    assert_int_equal(record_save(as(CLERK), &b.base), CONFLICT);
    assert_int_equal(step(OFFICER_, &b, "collate"), CONFLICT);
    assert_int_equal(step(OFFICER_, &a, "collate"), OK);
    assert_int_equal(record_load(as(STRANGER), &notice_kind, a.base.id, &b), NOT_FOUND);
}

static void a_correction_is_a_new_edition(void **state)
{
    struct notice one, two;
    draft(&one);
    reviewed_and_filed(&one);
    assert_int_equal(step(RELEASER_, &one, "release"), OK);
    assert_int_equal(step(OFFICER_, &one, "revise"), OK);
    assert_int_equal(step(OFFICER_, &one, "revise"), INVALID);
    assert_int_equal(record_load(as(CLERK), &notice_kind, one.base.id, &two), OK);
    assert_int_equal(two.base.edition, 2);
    assert_int_equal(two.base.state, DRAFTED);
    two.title = "更正后的题目";
    assert_int_equal(record_save(as(CLERK), &two.base), OK);
    assert_int_equal(number_of("SELECT COUNT(*) FROM item WHERE title LIKE '更正%'"), 0);
    reviewed_and_filed(&two);
    assert_int_equal(step(RELEASER_, &two, "release"), OK);
    assert_string_equal(two.base.number, "2009-00001");
    assert_int_equal(number_of("SELECT COUNT(*) FROM act WHERE seq = 2 AND type = 'corrected'"), 1);
    assert_int_equal(number_of("SELECT COUNT(*) FROM notice WHERE state = 'superseded'"), 1);
    assert_int_equal(number_of("SELECT COUNT(*) FROM item WHERE title LIKE '更正%'"), 1);
}

/* An edition that was opened and given up leaves the one before it as it was, and its number. */
static void an_opened_edition_is_discarded(void **state)
{
    struct notice one, two, three, now;
    draft(&one);
    assert_int_equal(step(OFFICER_, &one, "discard"), CONFLICT);
    reviewed_and_filed(&one);
    assert_int_equal(step(RELEASER_, &one, "release"), OK);
    assert_int_equal(step(OFFICER_, &one, "revise"), OK);
    assert_int_equal(record_load(as(CLERK), &notice_kind, one.base.id, &two), OK);
    two.title = "放弃的题目";
    assert_int_equal(record_save(as(CLERK), &two.base), OK);
    assert_int_equal(step(CLERK, &two, "discard"), DENIED);
    assert_int_equal(step(OFFICER_, &two, "discard"), OK);
    assert_int_equal(step(OFFICER_, &two, "submit"), CONFLICT);
    assert_int_equal(record_load(as(CLERK), &notice_kind, one.base.id, &now), OK);
    assert_int_equal(now.base.edition, 1);
    assert_int_equal(now.base.state, RELEASED);
    assert_string_equal(now.title, one.title);
    assert_true(now.base.version > two.base.version - 1 && now.base.version > one.base.version);
    assert_int_equal(number_of("SELECT COUNT(*) FROM item WHERE state = 'released'"), 1);
    assert_int_equal(number_of("SELECT COUNT(*) FROM act"), 1);
    assert_int_equal(step(OFFICER_, &now, "revise"), OK);
    assert_int_equal(step(OFFICER_, &now, "revise"), INVALID);
    assert_int_equal(record_load(as(CLERK), &notice_kind, one.base.id, &three), OK);
    assert_int_equal(three.base.edition, 3);
    assert_string_equal(three.title, one.title);
    reviewed_and_filed(&three);
    assert_int_equal(step(RELEASER_, &three, "release"), OK);
    assert_int_equal(number_of("SELECT COUNT(*) FROM act WHERE seq = 2 AND type = 'corrected'"), 1);
    assert_int_equal(number_of("SELECT COUNT(*) FROM notice WHERE state = 'discarded'"), 1);
    assert_int_equal(number_of("SELECT COUNT(*) FROM notice WHERE state = 'superseded'"), 1);
}

static void one_stops_and_another_decides(void **state)
{
    struct notice n;
    draft(&n);
    reviewed_and_filed(&n);
    assert_int_equal(step(RELEASER_, &n, "release"), OK);
    assert_int_equal(step(RELEASER_, &n, "suspend"), OK);
    assert_int_equal(number_of("SELECT COUNT(*) FROM act WHERE type = 'erased' AND erases = 'all'"),
                     1);
    assert_int_equal(step(RELEASER_, &n, "restore"), INVALID);
    assert_string_equal(cx.issues->message, "move.second_person");
    people[LEADER].grants = &grants[RELEASER_];
    assert_int_equal(step(LEADER, &n, "restore"), OK);
    assert_int_equal(number_of("SELECT COUNT(*) FROM act WHERE seq = 3 AND type = 'released'"), 1);
    assert_int_equal(step(RELEASER_, &n, "suspend"), OK);
    assert_int_equal(step(LEADER, &n, "withdraw"), OK);
    assert_int_equal(number_of("SELECT COUNT(*) FROM item WHERE first_released_on IS NOT NULL"), 1);
    static const struct sql body = {"test", "SELECT CAST(body AS TEXT) FROM act WHERE seq = 5"};
    const char *text = "";
    assert_int_equal(store_text(&cx, &body, BIND_NONE, &text), OK);
    assert_non_null(strstr(text, "\"standing\":\"withdrawn\""));
    assert_non_null(strstr(text, "国庆期间"));
}

static void a_profile_drops_steps_but_never_review_or_release(void **state)
{
    struct notice n;
    draft(&n);
    assert_int_equal(profile_set(&cx, "home", ""), OK);
    assert_int_equal(step(OFFICER_, &n, "submit"), OK);
    assert_int_equal(step(RELEASER_, &n, "release"), CONFLICT);
    assert_int_equal(step(REVIEWER_, &n, "review"), OK);
    assert_int_equal(step(RELEASER_, &n, "release"), OK);
}

static void withheld_is_shown_without_its_title(void **state)
{
    struct notice n;
    draft(&n);
    assert_int_equal(step(OFFICER_, &n, "collate"), OK);
    assert_int_equal(step(OFFICER_, &n, "submit"), OK);
    assert_int_equal(step(REVIEWER_, &n, "withhold"), OK);
    assert_int_equal(step(RELEASER_, &n, "show"), OK);
    const char *text = "";
    static const struct sql body = {"test", "SELECT CAST(body AS TEXT) FROM act"};
    assert_int_equal(store_text(&cx, &body, BIND_NONE, &text), OK);
    assert_null(strstr(text, "国庆"));
    assert_non_null(strstr(text, "\"standing\":\"withheld\""));
    assert_int_equal(number_of("SELECT COUNT(*) FROM item WHERE first_released_on IS NULL"), 1);
}

static void a_batch_is_all_or_nothing(void **state)
{
    struct notice n[3];
    const char *ids[3];
    struct batch batch = {.kind = &notice_kind, .ids = ids, .count = 3};
    for (int i = 0; i < 3; i++) draft(&n[i]), ids[i] = n[i].base.id;
    n[2].title = "";
    assert_int_equal(record_save(as(CLERK), &n[2].base), OK);
    assert_int_equal(record_move_batch(as(OFFICER_), &batch, "collate", &NO_REASON), INVALID);
    assert_string_equal(batch.failed, ids[2]);
    assert_int_equal(number_of("SELECT COUNT(*) FROM notice WHERE state = 'collated'"), 0);
    batch.count = 2;
    assert_int_equal(record_move_batch(as(OFFICER_), &batch, "collate", &NO_REASON), OK);
    assert_null(batch.failed);
    assert_int_equal(number_of("SELECT COUNT(*) FROM notice WHERE state = 'collated'"), 2);
}

static void lists_page_by_key(void **state)
{
    struct notice n;
    for (int i = 0; i < 7; i++) draft(&n);
    struct list_query query = {.kind = &notice_kind, .agency = "home", .limit = 3, .counted = true};
    struct list list;
    size_t seen = 0;
    do {
        assert_int_equal(record_list(&cx, &query, &list), OK);
        assert_int_equal(list.total, 7);
        seen += list.count;
        query.after = list.next;
    } while (list.next);
    assert_int_equal(seen, 7);
    query = (struct list_query){.kind = &notice_kind, .contains = "100%", .limit = 3};
    assert_int_equal(record_list(&cx, &query, &list), OK);
    assert_int_equal(list.count, 0);
    query = (struct list_query){.kind = &notice_kind, .after = "x", .limit = 3};
    assert_int_equal(record_list(&cx, &query, &list), INVALID);
}

static void fields_refuse_what_they_cannot_hold(void **state)
{
    struct notice n;
    record_init(&notice_kind, &n);
    static const struct {
        const char *field, *given, *message;
    } bad[] = {
        {"produced_on", "2009-02-30",    "field.not_a_date"    },
        {"tone",        "loud",          "field.unknown_word"  },
        {"fee",         "20.505",        "field.not_money"     },
        {"entry",       "x",             "field.unknown_record"},
        {"title",       "a\xe2\x80\xae", "field.bidi"          },
        {"title",       "\xff",          "field.not_utf8"      },
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct bytes given = {(const unsigned char *)bad[i].given, strlen(bad[i].given)};
        as(CLERK);
        assert_int_equal(field_read(&cx, kind_field(&notice_kind, bad[i].field), given, &n),
                         INVALID);
        assert_string_equal(cx.issues->message, bad[i].message);
    }
    struct bytes twenty = {(const unsigned char *)"20.5", 4};
    assert_int_equal(field_read(&cx, kind_field(&notice_kind, "fee"), twenty, &n), OK);
    assert_string_equal(field_write(cx.mem, kind_field(&notice_kind, "fee"), &n), "20.50");
}

static void what_was_released_can_be_replayed(void **state)
{
    struct notice n;
    struct bytes bytes;
    void *public;
    struct record_file *files;
    draft(&n);
    n.fee = (struct money){2050};
    n.tone = "calm";
    assert_int_equal(record_canonical(&cx, &n.base, &bytes), OK);
    assert_int_equal(record_parse(&cx, bytes, &public, &files), OK);
    struct notice_public *p = public;
    assert_string_equal(p->title, n.title);
    assert_int_equal(p->fee.hundredths, 2050);
    assert_int_equal(p->produced_on.day, n.produced_on.day);
    assert_false(date_is_set(p->first_published_on));
    bytes.size--;
    assert_int_equal(record_parse(&cx, bytes, &public, &files), INVALID);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(a_notice_goes_through_all_hands),
        TEST(nothing_personal_leaves),
        TEST(whoever_edited_neither_reviews_nor_releases),
        TEST(a_byte_changed_after_review_stops_release),
        TEST(a_stale_edit_is_refused),
        TEST(a_correction_is_a_new_edition),
        TEST(an_opened_edition_is_discarded),
        TEST(one_stops_and_another_decides),
        TEST(a_profile_drops_steps_but_never_review_or_release),
        TEST(withheld_is_shown_without_its_title),
        TEST(a_batch_is_all_or_nothing),
        TEST(lists_page_by_key),
        TEST(fields_refuse_what_they_cannot_hold),
        TEST(what_was_released_can_be_replayed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
