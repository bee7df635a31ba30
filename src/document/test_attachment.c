#include "document/attachment.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <png.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "document/image.h"
#include "record/lifecycle.h"

/* clang-format off */
#define PAPER(F) F(PUBLIC, TEXT, title, "名称", "Title", .max = 50, .flags = REQUIRED)
KIND_STRUCTS(paper, PAPER)
#define RECORD paper
#define RECORD_PUBLIC paper_public
KIND_FIELDS(paper, PAPER)
const struct kind paper_kind = {.name = "paper", .zh = "文件", .en = "Paper", .schema = 1,
    KIND_TABLES(paper), .title = "title", .workflow = &publication_workflow};
/* clang-format on */
static const struct kind *const kinds[] = {&paper_kind};

enum person { CLERK, DISCLOSURE_OFFICER, SECRECY_REVIEWER, LEADER, LAST_HAND, STRANGER, PEOPLE };
static const enum role roles[] = {ROLE_CLERK,  ROLE_OFFICER,  ROLE_REVIEWER,
                                  ROLE_LEADER, ROLE_RELEASER, ROLE_CLERK};
static struct grant grants[PEOPLE];
static struct actor people[PEOPLE];
static struct context cx;
static const char *folder;
static struct attachment_place place;

static struct context *as(enum person person)
{
    cx.actor = &people[person];
    cx.issues = NULL;
    return &cx;
}

static int set_up(void **state)
{
    char template[] = "/tmp/test_attachment.XXXXXX";
    if (!mkdtemp(template)) return -1;
    cx = (struct context){.mem = arena_new("test"), .now = {1254099600000}};
    cx.today = date_of(2009, 9, 28);
    folder = arena_copy(cx.mem, template);
    place = (struct attachment_place){arena_format(cx.mem, "%s/blob", folder),
                                      arena_format(cx.mem, "%s/tmp", folder)};
    for (int i = 0; i < PEOPLE; i++) {
        grants[i] = (struct grant){roles[i], i == STRANGER ? "other" : "home", NULL};
        people[i] = (struct actor){.id = arena_format(cx.mem, "person-%d", i),
                                   .name = "x",
                                   .label = "X",
                                   .agency = grants[i].agency,
                                   .grants = &grants[i],
                                   .grant_count = 1};
    }
    kinds_register(kinds, COUNT_OF(kinds));
    if (file_make_folders(&cx, place.tmp, 0700) != OK) return -1;
    const char *path = arena_format(cx.mem, "%s/office.db", folder);
    if (store_open(&cx, path, STORE_HASTY) != OK) return -1;
    return record_ensure_tables(&cx);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *where)
{
    return remove(path);
}

static int tear_down(void **state)
{
    char kept[64];
    snprintf(kept, sizeof kept, "%s", folder);
    arena_reset(cx.mem);
    store_close(cx.store);
    arena_free(cx.mem);
    return nftw(kept, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- helpers ---- */

static struct paper draft(void)
{
    struct paper paper;
    record_init(&paper_kind, &paper);
    paper.base.agency = "home";
    paper.title = "道路交通事故统计";
    assert_int_equal(record_insert(as(CLERK), &paper.base), OK);
    return paper;
}

static struct upload sent(const char *name, const void *data, size_t size)
{
    const char *path = arena_format(cx.mem, "%s/upload-%s", place.tmp, id_new(cx.mem));
    struct bytes bytes = {data, size};
    assert_int_equal(file_write(&cx, place.tmp, path, bytes, false), OK);
    return (struct upload){name, path};
}

static enum status add(enum person person, struct paper *paper, const char *name, const char *text,
                       struct attachment *ret)
{
    struct upload upload = sent(name, text, strlen(text));
    return attachment_add(as(person), &place, &paper->base, &upload, ret);
}

static struct bytes stored(const char *sha256)
{
    struct bytes bytes = {NULL, 0};
    const char *path = attachment_path(cx.mem, &place, sha256);
    return file_read(&cx, path, 1 << 20, &bytes) == OK ? bytes : (struct bytes){NULL, 0};
}

static enum status step(enum person person, struct paper *paper, const char *verb)
{
    static const struct reason because = {"因为", "令492 第14条", "wrong", {20000}};
    return record_move(as(person), &paper->base, verb, &because);
}

/* ---- tests ---- */

static void a_file_is_kept_by_its_hash_and_listed_in_the_record(void **state)
{
    struct paper paper = draft();
    struct attachment added, *files;
    size_t count;
    struct bytes canonical;
    assert_int_equal(add(CLERK, &paper, "C:\\fakepath\\统计.csv", "甲,乙\n1,2\n", &added), OK);
    assert_string_equal(added.name, "统计.csv");
    assert_string_equal(added.media, "text/csv");
    assert_int_equal(added.position, 1);
    assert_int_equal(paper.base.version, 2);
    assert_memory_equal(stored(added.sha256).data, "甲,乙\n1,2\n", (size_t)added.size);
    assert_int_equal(add(CLERK, &paper, "说明.txt", "说明", &added), OK);
    assert_int_equal(attachment_list(&cx, &paper.base, &files, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(files[1].name, "说明.txt");
    assert_string_equal(files[1].cleared_by, "");
    assert_string_equal(files[1].original_sha256, "");
    assert_int_equal(record_canonical(&cx, &paper.base, &canonical), OK);
    assert_non_null(strstr((const char *)canonical.data, files[0].sha256));
    assert_null(attachment_path(cx.mem, &place, "../../etc/passwd"));
}

static void a_picture_is_made_anew_on_the_way_in(void **state)
{
    struct paper paper = draft();
    struct attachment added;
    unsigned char pixels[3 * 16] = {0}, data[2000];
    png_alloc_size_t size = sizeof data;
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = 4, .height = 4, .format = PNG_FORMAT_RGB};
    assert_true(png_image_write_to_memory(&image, data, &size, 0, pixels, 0, NULL));
    memcpy(data + size, "GPS 47.3N", 9); /* a tail that tells where */
    struct upload upload = sent("现场.png", data, size + 9);
    assert_int_equal(attachment_add(as(CLERK), &place, &paper.base, &upload, &added), OK);
    assert_string_equal(added.media, "image/png");
    assert_int_equal(strlen(added.original_sha256), 64);
    assert_string_not_equal(added.original_sha256, added.sha256);
    struct bytes kept = stored(added.sha256);
    assert_int_equal(kept.size, added.size);
    assert_true(image_is_bare(kept, MEDIA_PNG));
    assert_null(stored(added.original_sha256).data); /* of the original only the hash */
}

static void what_will_not_do_is_refused_and_leaves_nothing(void **state)
{
    struct paper paper = draft();
    struct attachment added, *files;
    size_t count;
    static const struct {
        const char *name, *text, *message;
    } bad[] = {
        {"a.pdf",               "%PDF-1.7",      "attachment.media"    },
        {"a.png",               "not a picture", "attachment.media"    },
        {"a.txt",               "a\x01",         "attachment.media"    },
        {"a.txt",               "",              "attachment.media"    },
        {"a",                   "text",          "attachment.media"    },
        {".txt",                "text",          "attachment.name"     },
        {"",                    "text",          "attachment.name"     },
        {"folder/",             "text",          "attachment.name"     },
        {"gpj\xe2\x80\xae.txt", "text",          "attachment.name"     },
        {"a\n.txt",             "text",          "attachment.name"     },
        {"\xff.txt",            "text",          "attachment.name"     },
        {"same.txt",            "other text",    "attachment.same_name"},
        {"other.txt",           "the same text", "attachment.same_file"},
    };
    assert_int_equal(add(CLERK, &paper, "same.txt", "the same text", &added), OK);
    int64_t version = paper.base.version;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_int_equal(add(CLERK, &paper, bad[i].name, bad[i].text, &added), INVALID);
        assert_string_equal(cx.issues->message, bad[i].message);
        assert_string_equal(cx.issues->field, "file");
        assert_int_equal(paper.base.version, version);
    }
    struct upload huge = sent("a.txt", "x", 1);
    assert_int_equal(truncate(huge.path, ATTACHMENT_BYTES_MAX + 1), 0);
    assert_int_equal(attachment_add(as(CLERK), &place, &paper.base, &huge, &added), INVALID);
    assert_string_equal(cx.issues->message, "attachment.too_large");
    assert_int_equal(attachment_list(&cx, &paper.base, &files, &count), OK);
    assert_int_equal(count, 1);
}

static void an_edition_holds_so_many_and_no_more(void **state)
{
    struct paper paper = draft();
    struct attachment added;
    for (int i = 0; i < ATTACHMENT_MAX; i++)
        assert_int_equal(add(CLERK, &paper, arena_format(cx.mem, "%d.txt", i),
                             arena_format(cx.mem, "%d", i), &added),
                         OK);
    assert_int_equal(add(CLERK, &paper, "more.txt", "more", &added), INVALID);
    assert_string_equal(cx.issues->message, "attachment.too_many");
}

static void attaching_is_editing(void **state)
{
    struct paper paper = draft(), stale = paper;
    struct attachment added;
    bool did;
    assert_int_equal(add(STRANGER, &paper, "a.txt", "a", &added), DENIED);
    assert_int_equal(add(DISCLOSURE_OFFICER, &paper, "a.txt", "a", &added), OK);
    assert_int_equal(
        record_did(&cx, &paper.base, people[DISCLOSURE_OFFICER].id, EDITING_VERBS, &did), OK);
    assert_true(did);
    assert_int_equal(add(CLERK, &stale, "b.txt", "b", &added), CONFLICT);
    assert_int_equal(stale.base.version, 1);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "collate"), OK);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "submit"), OK);
    assert_int_equal(add(CLERK, &paper, "c.txt", "c", &added), CONFLICT);
    assert_int_equal(attachment_remove(as(CLERK), &place, &paper.base, 1), CONFLICT);
    assert_int_equal(attachment_find(&cx, &paper.base, 1, &added), OK);
}

static void removed_bytes_go_when_nobody_has_them(void **state)
{
    struct paper one = draft(), two = draft();
    struct attachment first, second;
    assert_int_equal(add(CLERK, &one, "a.txt", "shared", &first), OK);
    assert_int_equal(add(CLERK, &two, "b.txt", "shared", &second), OK);
    assert_string_equal(first.sha256, second.sha256);
    assert_int_equal(attachment_remove(as(CLERK), &place, &one.base, 7), NOT_FOUND);
    assert_int_equal(attachment_remove(as(CLERK), &place, &one.base, first.position), OK);
    assert_non_null(stored(first.sha256).data);
    assert_int_equal(attachment_remove(as(CLERK), &place, &two.base, second.position), OK);
    assert_null(stored(first.sha256).data);
    assert_false(store_in_transaction(&cx));
}

static void only_a_reviewer_who_is_no_editor_clears(void **state)
{
    struct paper paper = draft();
    struct attachment added, *files;
    size_t count;
    assert_int_equal(add(CLERK, &paper, "a.txt", "a", &added), OK);
    assert_int_equal(attachment_clear(as(SECRECY_REVIEWER), &paper.base, 1), CONFLICT);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "collate"), OK);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "submit"), OK);
    assert_int_equal(attachment_clear(as(CLERK), &paper.base, 1), DENIED);
    assert_int_equal(attachment_clear(as(LAST_HAND), &paper.base, 1), DENIED);
    assert_int_equal(attachment_clear(as(SECRECY_REVIEWER), &paper.base, 2), NOT_FOUND);
    assert_int_equal(attachment_clear(as(SECRECY_REVIEWER), &paper.base, 1), OK);
    assert_int_equal(attachment_list(&cx, &paper.base, &files, &count), OK);
    assert_string_equal(files[0].cleared_by, people[SECRECY_REVIEWER].id);
    assert_int_equal(files[0].cleared_at.ms, cx.now.ms);
    /* The clerk becomes a reviewer overnight: still an editor of this edition. */
    grants[CLERK].role = ROLE_REVIEWER;
    assert_int_equal(attachment_clear(as(CLERK), &paper.base, 1), INVALID);
    assert_string_equal(cx.issues->message, "move.editor_may_not");
}

static void release_needs_clearance_and_the_next_edition_keeps_the_files(void **state)
{
    struct paper paper = draft();
    struct attachment added, kept;
    assert_int_equal(add(CLERK, &paper, "a.txt", "a", &added), OK);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "collate"), OK);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "submit"), OK);
    assert_int_equal(step(SECRECY_REVIEWER, &paper, "review"), OK);
    assert_int_equal(step(LEADER, &paper, "approve"), OK);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "file"), OK);
    assert_int_equal(step(LAST_HAND, &paper, "release"), INVALID);
    assert_string_equal(cx.issues->message, "move.files_not_cleared");
    assert_int_equal(attachment_clear(as(SECRECY_REVIEWER), &paper.base, 1), OK);
    assert_int_equal(step(LAST_HAND, &paper, "release"), OK);
    assert_int_equal(attachment_clear(as(SECRECY_REVIEWER), &paper.base, 1), CONFLICT);
    assert_int_equal(step(DISCLOSURE_OFFICER, &paper, "revise"), OK);
    assert_int_equal(record_fetch(&cx, &paper_kind, paper.base.id, 0, &paper), OK);
    assert_int_equal(paper.base.edition, 2);
    assert_int_equal(attachment_find(&cx, &paper.base, 1, &kept), OK);
    assert_string_equal(kept.sha256, added.sha256);
    assert_string_equal(kept.cleared_by, "");
    assert_int_equal(attachment_remove(as(CLERK), &place, &paper.base, 1), OK);
    assert_non_null(stored(added.sha256).data); /* edition 1 is public with it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_kept_by_its_hash_and_listed_in_the_record, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_picture_is_made_anew_on_the_way_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_will_not_do_is_refused_and_leaves_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_edition_holds_so_many_and_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(attaching_is_editing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(removed_bytes_go_when_nobody_has_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_a_reviewer_who_is_no_editor_clears, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            release_needs_clearance_and_the_next_edition_keeps_the_files, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
