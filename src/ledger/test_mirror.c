/* A copy follows its original: it grows with it, erases with it, and believes nothing else. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "ledger/fixture.h"
#include "ledger/inside.h"
#include "ledger/mirror.h"
#include "ledger/reader.h"
#include "ledger/verify.h"

static struct fixture f;
static const char *original, *copy, *vkey;

static void set_up_ledger(int acts)
{
    fixture_new(&f);
    fixture_open(&f, CLOCK_SYSTEM);
    original = arena_format(f.cx.mem, "%s/ledger", f.data);
    copy = arena_format(f.cx.mem, "%s/copy", f.data);
    vkey = vkey_write(f.cx.mem, ledger_vkey(f.ledger));
    assert_int_equal(file_make_folders(&f.cx, arena_format(f.cx.mem, "%s/copytmp", f.data), 0755),
                     OK);
    assert_int_equal(file_make_folders(&f.cx, copy, 0755), OK);
    for (int i = 0; i < acts; i++) {
        char letters[3] = {(char)('a' + i % 20), (char)('a' + i / 20), 0};
        struct fixture_act act = {.record = letters};
        if (i == 1) act.file = "attached to one";
        assert_int_equal(fixture_act(&f, act), OK);
    }
    fixture_sequence(&f, 100);
}

static struct mirror *open_mirror(struct context *cx)
{
    struct mirror *mirror;
    static struct mirror_plan plan;
    plan = (struct mirror_plan){copy, arena_format(f.cx.mem, "%s/copytmp", f.data), original, vkey};
    assert_int_equal(mirror_open(cx, &plan, &mirror), OK);
    return mirror;
}

static enum status take(struct mirror *mirror, struct mirror_news *news, const char **ret_message)
{
    struct context cx = {.mem = f.cx.mem};
    enum status status = mirror_take(&cx, mirror, news);
    if (ret_message) *ret_message = cx.issues ? cx.issues->message : "";
    return status;
}

static void copy_is_sound(uint64_t size)
{
    struct verify_report report;
    struct context cx = {.mem = f.cx.mem};
    if (ledger_verify_as(&cx, copy, vkey, &report) != OK)
        fail_msg("%s %s", report.problems[0].message, report.problems[0].detail);
    assert_int_equal(report.size, size);
    assert_int_equal(report.problems_count, 0);
}

/* The one attached file, by its hash. */
static bool attachment_is_there(void)
{
    static const char text[] = "attached to one";
    struct hash hash;
    crypto_hash_sha256(hash.byte, (const unsigned char *)text, sizeof text - 1);
    return file_exists(arena_format(f.cx.mem, "%s/%s", copy, object_path(f.cx.mem, "file", hash)));
}

static void a_copy_grows_and_erases_with_its_original(void **state)
{
    struct mirror_news news;
    set_up_ledger(300);
    struct context cx = {.mem = f.cx.mem};
    struct mirror *mirror = open_mirror(&cx);
    assert_int_equal(take(mirror, &news, NULL), OK);
    assert_int_equal(news.entries, 300);
    assert_int_equal(news.objects, 300);
    copy_is_sound(300);
    assert_true(attachment_is_there());
    assert_int_equal(take(mirror, &news, NULL), OK);
    assert_int_equal(news.entries, 0);

    struct fixture_act end = {.record = "ba", .type = "erased", .erases = "1"};
    assert_int_equal(fixture_act(&f, end), OK);
    fixture_sequence(&f, 100);
    assert_int_equal(take(mirror, &news, NULL), OK);
    assert_int_equal(news.entries, 1);
    assert_int_equal(news.erased, 1);
    assert_false(attachment_is_there());
    copy_is_sound(301);

    mirror_close(mirror); /* a new process goes on where the old one was */
    mirror = open_mirror(&cx);
    for (int i = 0; i < 300; i++)
        assert_int_equal(fixture_act(&f, (struct fixture_act){.record = arena_format(
                                                                  f.cx.mem, "%c%cz", 'a' + i % 20,
                                                                  'a' + i / 20)}),
                         OK);
    fixture_sequence(&f, 100);
    assert_int_equal(take(mirror, &news, NULL), OK);
    assert_int_equal(news.entries, 300);
    copy_is_sound(601);
    mirror_close(mirror);
    fixture_close(&f);
    fixture_remove(&f);
}

static void swap_one_object(const char *with)
{
    struct bytes bytes;
    const char *path = with;
    assert_int_equal(file_read(&f.cx, path, OBJECT_MAX, &bytes), OK);
    char *changed = arena_copy_n(f.cx.mem, (const char *)bytes.data, bytes.size);
    changed[bytes.size - 4] ^= 1;
    assert_int_equal(file_write(&f.cx, arena_format(f.cx.mem, "%s/copytmp", f.data), path,
                                (struct bytes){(const unsigned char *)changed, bytes.size}, false),
                     OK);
}

static const char *object_of(uint64_t index)
{
    struct reader *reader;
    struct entry entry;
    struct context cx = {.mem = f.cx.mem};
    assert_int_equal(reader_open(&cx, original, vkey, &reader), OK);
    assert_int_equal(reader_entry(&cx, reader, index, &entry), OK);
    reader_close(reader);
    return arena_format(f.cx.mem, "%s/%s", original, object_path(f.cx.mem, "object", entry.commit));
}

static void nothing_is_taken_that_was_not_signed(void **state)
{
    struct mirror_news news;
    const char *message;
    set_up_ledger(40);
    struct context cx = {.mem = f.cx.mem};
    struct mirror *mirror = open_mirror(&cx);
    const char *object = object_of(7);
    swap_one_object(object);
    assert_int_equal(take(mirror, &news, &message), INVALID);
    assert_string_equal(message, "ledger.object.commit");
    assert_false(file_exists(arena_format(f.cx.mem, "%s/checkpoint", copy)));
    swap_one_object(object); /* back */
    assert_int_equal(take(mirror, &news, NULL), OK);
    copy_is_sound(40);

    /* An original that lost an object it signed is late, and the copy stays the older one. */
    assert_int_equal(fixture_act(&f, (struct fixture_act){.record = "zz"}), OK);
    fixture_sequence(&f, 100);
    object = object_of(40);
    assert_int_equal(rename(object, arena_format(f.cx.mem, "%s.away", object)), 0);
    assert_int_equal(take(mirror, &news, NULL), BUSY);
    copy_is_sound(40);
    assert_int_equal(rename(arena_format(f.cx.mem, "%s.away", object), object), 0);
    assert_int_equal(take(mirror, &news, NULL), OK);
    copy_is_sound(41);
    mirror_close(mirror);
    fixture_close(&f);
    fixture_remove(&f);
}

/* The original is put back to what it was, and signs another history: both are refused. */
static void neither_a_rollback_nor_a_fork_is_followed(void **state)
{
    struct mirror_news news;
    const char *message;
    set_up_ledger(20);
    struct context cx = {.mem = f.cx.mem};
    const char *older = arena_format(f.cx.mem, "%s/older", f.data), *newest = copy;
    assert_int_equal(file_make_folders(&f.cx, older, 0755), OK);
    copy = older; /* a copy that stays behind will play the original that was put back */
    struct mirror *mirror = open_mirror(&cx);
    assert_int_equal(take(mirror, &news, NULL), OK);
    mirror_close(mirror);
    copy = newest;
    for (int i = 0; i < 5; i++)
        assert_int_equal(
            fixture_act(&f, (struct fixture_act){.record = arena_format(f.cx.mem, "x%c", 'a' + i)}),
            OK);
    fixture_sequence(&f, 100);
    mirror = open_mirror(&cx);
    assert_int_equal(take(mirror, &news, NULL), OK);
    copy_is_sound(25);
    original = older;
    mirror_close(mirror);
    mirror = open_mirror(&cx);
    assert_int_equal(take(mirror, &news, &message), INVALID);
    assert_string_equal(message, "ledger.checkpoint.shrank");
    copy_is_sound(25);
    mirror_close(mirror);

    const char *other = arena_copy(f.cx.mem, vkey); /* another key is another ledger */
    ((char *)(uintptr_t)other)[strlen(other) - 3] ^= 1;
    vkey = other;
    struct mirror_plan plan = {copy, arena_format(f.cx.mem, "%s/copytmp", f.data), older, other};
    struct context again = {.mem = f.cx.mem};
    assert_int_not_equal(mirror_open(&again, &plan, &mirror), OK);
    fixture_close(&f);
    fixture_remove(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_grows_and_erases_with_its_original),
        cmocka_unit_test(nothing_is_taken_that_was_not_signed),
        cmocka_unit_test(neither_a_rollback_nor_a_fork_is_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
