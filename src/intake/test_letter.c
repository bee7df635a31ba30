/* A letter from the form to the office: whole, once, unreadable on the way, and every changed byte
 * found. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "intake/fixture.h"
#include "intake/keys.h"
#include "intake/private.h"

static struct context cx;
static struct intake_fixture at;
static struct intake_door *door;

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const unsigned char *)text, strlen(text)};
}

static const struct letter_field fields[] = {
    {"purpose", "了解事故统计"   },
    {"name",    "张三CANARY-1"       },
    {"sought",  "2025年\n统计年报"},
};

static struct letter_head head_of(const char *nonce)
{
    return (struct letter_head){.type = "application",
                                .to = "002232131",
                                .nonce = nonce,
                                .fields = fields,
                                .field_count = COUNT_OF(fields)};
}

static enum status add_file(struct sealing *sealing, const char *name, struct bytes bytes)
{
    TRY(sealing_file_begin(&cx, sealing, name, "image/jpeg"));
    while (bytes.size) {
        size_t n = bytes.size < 3001 ? bytes.size : 3001;
        TRY(sealing_file_bytes(&cx, sealing, (struct bytes){bytes.data, n}));
        bytes.data += n;
        bytes.size -= n;
    }
    return sealing_file_end(&cx, sealing);
}

static struct receipt file_letter(const struct letter_head *head, const char *content)
{
    struct sealing *sealing;
    struct receipt receipt;
    assert_int_equal(sealing_begin(&cx, door, &sealing), OK);
    if (content) assert_int_equal(add_file(sealing, "C:\\证件\\身份证.jpg", bytes_of(content)), OK);
    assert_int_equal(sealing_finish(&cx, sealing, head, &receipt), OK);
    return receipt;
}

static enum status open_letter(const char *id, struct letter *letter)
{
    struct context own = {.mem = cx.mem};
    return letter_open(&own, &at.office, id, letter);
}

static const char *path_of(const char *id)
{
    return arena_format(cx.mem, "%s/%s", at.portal.new, id);
}

/* ---- tests ---- */

static void a_letter_arrives_whole(void **state)
{
    const char *nonce = intake_nonce(cx.mem);
    struct letter_head head = head_of(nonce);
    struct letter letter;
    struct bytes file;
    struct code_key key;
    struct stat about;
    char *content = arena_alloc(cx.mem, 100001);
    memset(content, 'x', 100000);
    struct receipt receipt = file_letter(&head, content);
    assert_int_equal(receipt.filed, FILED_NOW);
    assert_int_equal(receipt.at.ms, cx.now.ms);
    assert_int_equal(stat(path_of(receipt.letter), &about), 0);
    assert_int_equal(about.st_size % 4096, 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(open_letter(receipt.letter, &letter), OK);
    assert_string_equal(letter.id, receipt.letter);
    assert_string_equal(letter.type, "application");
    assert_string_equal(letter.to, "002232131");
    assert_string_equal(letter_value(&letter, "name"), "张三CANARY-1");
    assert_string_equal(letter_value(&letter, "sought"), "2025年\n统计年报");
    assert_string_equal(letter_value(&letter, "nothing"), "");
    assert_int_equal(letter.file_count, 1);
    assert_string_equal(letter.files[0].name, "身份证.jpg");
    assert_int_equal(letter.files[0].size, 100000);
    assert_int_equal(file_read(&cx, letter.files[0].path, 1 << 20, &file), OK);
    assert_int_equal(file.size, 100000);
    assert_memory_equal(file.data, content, file.size);
    code_key(&receipt.code, &key);
    assert_string_equal(letter.capsule_key, text_hex(cx.mem, key.public, sizeof key.public));
}

static void the_same_form_is_one_letter(void **state)
{
    size_t before, after;
    const char *nonce = intake_nonce(cx.mem);
    struct letter_head head = head_of(nonce);
    struct receipt first = file_letter(&head, "photograph");
    intake_fixture_list(cx.mem, at.portal.new, &before);
    cx.now.ms += 5000;
    struct receipt again = file_letter(&head, "photograph");
    assert_int_equal(again.filed, FILED_BEFORE);
    assert_string_equal(again.code.text, first.code.text);
    assert_int_equal(again.at.ms, first.at.ms);
    /* also when the office has it */
    assert_int_equal(unlink(path_of(first.letter)), 0);
    again = file_letter(&head, "photograph");
    assert_int_equal(again.filed, FILED_BEFORE);
    assert_string_equal(again.code.text, first.code.text);
    assert_int_equal(again.at.ms, first.at.ms);
    intake_fixture_list(cx.mem, at.portal.new, &after);
    assert_int_equal(after, before - 1);
    struct letter_head other = head_of(intake_nonce(cx.mem));
    assert_string_not_equal(file_letter(&other, "photograph").code.text, first.code.text);
}

static void an_edited_repeat_is_not_filed(void **state)
{
    const char *nonce = intake_nonce(cx.mem);
    struct letter_head head = head_of(nonce);
    struct receipt first = file_letter(&head, "photograph");
    struct letter_field edited[COUNT_OF(fields)];
    memcpy(edited, fields, sizeof fields);
    edited[2].value = "别的内容";
    struct letter_head other = head;
    other.fields = edited;
    struct receipt receipt = file_letter(&other, "photograph");
    assert_int_equal(receipt.filed, FILED_DIFFERENT);
    assert_string_equal(receipt.code.text, "");
    assert_int_equal(receipt.at.ms, first.at.ms);
    assert_int_equal(file_letter(&head, "photogrQph").filed, FILED_DIFFERENT);
    assert_int_equal(file_letter(&head, NULL).filed, FILED_DIFFERENT);
    assert_int_equal(unlink(path_of(first.letter)), 0);
    assert_int_equal(file_letter(&other, "photograph").filed, FILED_DIFFERENT);
    assert_int_equal(file_letter(&head, "photograph").filed, FILED_BEFORE);
}

/* A supplement belongs to a code that exists: it says the same capsule key. */
static void a_later_letter_belongs_to_its_code(void **state)
{
    struct code code;
    struct code_key key;
    struct letter letter;
    struct letter_head head = head_of(intake_nonce(cx.mem));
    code_make(&code);
    code_key(&code, &key);
    head.type = "supplement";
    head.code = &code;
    struct receipt receipt = file_letter(&head, NULL);
    assert_string_equal(receipt.code.text, code.text);
    assert_int_equal(open_letter(receipt.letter, &letter), OK);
    assert_string_equal(letter.capsule_key, text_hex(cx.mem, key.public, sizeof key.public));
    assert_int_equal(letter.file_count, 0);
}

/* One bit of every byte, in turn: nothing is read as if it had not happened. */
static void every_changed_byte_is_found(void **state)
{
    struct letter_head head = head_of(intake_nonce(cx.mem));
    struct receipt receipt = file_letter(&head, "a photograph of a card");
    struct bytes bytes;
    struct letter letter;
    assert_int_equal(file_read(&cx, path_of(receipt.letter), 1 << 20, &bytes), OK);
    int fd = open(path_of(receipt.letter), O_WRONLY);
    assert_true(fd >= 0);
    for (size_t i = 0; i < bytes.size; i++) {
        struct arena_mark mark = arena_mark(cx.mem);
        unsigned char changed = bytes.data[i] ^ (unsigned char)(1 << (i % 8));
        assert_int_equal(pwrite(fd, &changed, 1, (off_t)i), 1);
        if (open_letter(receipt.letter, &letter) != INVALID) fail_msg("byte %zu was changed", i);
        assert_int_equal(pwrite(fd, bytes.data + i, 1, (off_t)i), 1);
        arena_rewind(cx.mem, mark);
    }
    close(fd);
    assert_int_equal(open_letter(receipt.letter, &letter), OK);
}

static void what_is_cut_or_longer_is_found(void **state)
{
    struct letter_head head = head_of(intake_nonce(cx.mem));
    char *content = arena_alloc(cx.mem, 50000);
    memset(content, 'y', 49999);
    struct receipt receipt = file_letter(&head, content);
    struct bytes bytes;
    struct letter letter;
    const char *path = path_of(receipt.letter);
    assert_int_equal(file_read(&cx, path, 1 << 20, &bytes), OK);
    for (off_t size = 0; size < (off_t)bytes.size; size += size % 4096 ? 4096 - size % 4096 : 1) {
        assert_int_equal(truncate(path, size), 0);
        assert_int_equal(open_letter(receipt.letter, &letter), INVALID);
        int fd = open(path, O_WRONLY);
        assert_int_equal(pwrite(fd, bytes.data, bytes.size, 0), bytes.size);
        close(fd);
    }
    assert_int_equal(open_letter(receipt.letter, &letter), OK);
    assert_int_equal(truncate(path, (off_t)bytes.size + 4096), 0);
    assert_int_equal(open_letter(receipt.letter, &letter), INVALID);
    assert_int_equal(truncate(path, (off_t)bytes.size), 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(open_letter(receipt.letter, &letter), NOT_FOUND);
}

static void a_copied_letter_is_not_another_one(void **state)
{
    struct letter_head head = head_of(intake_nonce(cx.mem));
    struct receipt receipt = file_letter(&head, NULL);
    struct letter letter;
    const char *copy = "00112233445566778899aabbccddeeff";
    assert_int_equal(link(path_of(receipt.letter), path_of(copy)), 0);
    assert_int_equal(open_letter(copy, &letter), INVALID);
    assert_int_equal(unlink(path_of(copy)), 0);
}

static void a_key_of_another_office_does_not_open(void **state)
{
    struct intake_fixture other;
    struct letter letter;
    struct letter_head head = head_of(intake_nonce(cx.mem));
    struct receipt receipt = file_letter(&head, NULL);
    intake_fixture_make(&cx, "/tmp", &other);
    struct intake_place place = at.office;
    struct context own = {.mem = cx.mem};
    place.keys = other.office.keys;
    assert_int_equal(letter_open(&own, &place, receipt.letter, &letter), INVALID);
    assert_string_equal(own.issues->message, "intake.no_secret");
    /* and the portal does not seal to a key that its own ledger has not signed */
    struct intake_place foreign = at.portal;
    foreign.key = other.portal.key;
    struct intake_door *strange;
    assert_int_equal(intake_door_open(&cx, &foreign, at.vkey, &strange), OK);
    assert_false(intake_door_is_open(strange));
    struct sealing *sealing;
    assert_int_equal(sealing_begin(&cx, strange, &sealing), NOT_FOUND);
    intake_door_close(strange);
    intake_fixture_remove(&other);
}

static void an_old_key_opens_what_was_sealed_to_it(void **state)
{
    struct letter letter;
    struct seal_keys keys;
    const char *recovery = "unchanged";
    struct letter_head head = head_of(intake_nonce(cx.mem));
    struct receipt before = file_letter(&head, NULL);
    assert_int_equal(intake_keys_make(&cx, at.data, &recovery), OK);
    assert_null(recovery);
    head.nonce = intake_nonce(cx.mem);
    struct receipt after = file_letter(&head, NULL);
    assert_int_equal(intake_keys_read(&cx, at.portal.key, at.vkey, &keys), OK);
    assert_true(keys.count >= 2);
    struct bytes one, two;
    assert_int_equal(file_read(&cx, path_of(before.letter), 1 << 20, &one), OK);
    assert_int_equal(file_read(&cx, path_of(after.letter), 1 << 20, &two), OK);
    assert_memory_equal(two.data + 16, keys.at[keys.count - 1].id, SEAL_ID_SIZE);
    assert_memory_equal(one.data + 16, keys.at[keys.count - 2].id, SEAL_ID_SIZE);
    assert_int_equal(open_letter(before.letter, &letter), OK);
    assert_int_equal(open_letter(after.letter, &letter), OK);
}

static void the_printed_key_recovers_all(void **state)
{
    struct letter letter;
    size_t count;
    const char **names = intake_fixture_list(cx.mem, at.office.keys, NULL);
    struct letter_head head = head_of(intake_nonce(cx.mem));
    struct receipt receipt = file_letter(&head, NULL);
    for (size_t i = 0; names[i]; i++)
        if (text_starts(names[i], "intake-"))
            assert_int_equal(unlink(arena_format(cx.mem, "%s/%s", at.office.keys, names[i])), 0);
    assert_int_equal(open_letter(receipt.letter, &letter), INVALID);
    struct context own = {.mem = cx.mem};
    assert_int_equal(intake_keys_recover(&own, at.data, "2222", &count), INVALID);
    struct code other;
    code_make_long(RECOVERY_LENGTH, &other);
    assert_int_equal(intake_keys_recover(&own, at.data, other.text, &count), INVALID);
    assert_int_equal(intake_keys_recover(&cx, at.data, at.recovery, &count), OK);
    assert_true(count >= 1);
    assert_int_equal(open_letter(receipt.letter, &letter), OK);
    assert_int_equal(intake_keys_recover(&cx, at.data, at.recovery, &count), OK);
    assert_int_equal(count, 0);
}

static void limits_are_kept(void **state)
{
    struct sealing *sealing;
    struct receipt receipt;
    struct context own = {.mem = arena_new("own"), .now = cx.now};
    size_t before, after;
    intake_fixture_list(cx.mem, at.portal.tmp, &before);
    assert_int_equal(sealing_begin(&own, door, &sealing), OK);
    for (int i = 0; i < LETTER_FILES_MAX; i++)
        assert_int_equal(add_file(sealing, "a", bytes_of("a")), OK);
    assert_int_equal(sealing_file_begin(&own, sealing, "a", ""), INVALID);
    assert_string_equal(own.issues->field, "files");
    struct letter_head head = head_of("short");
    assert_int_equal(sealing_finish(&own, sealing, &head, &receipt), INVALID);
    struct letter_field bidi[] = {
        {"name", "abc\xe2\x80\xae"}
    };
    head = head_of(intake_nonce(cx.mem));
    head.fields = bidi;
    head.field_count = 1;
    assert_int_equal(sealing_finish(&own, sealing, &head, &receipt), INVALID);
    arena_free(own.mem);
    intake_fixture_list(cx.mem, at.portal.tmp, &after);
    assert_int_equal(after, before); /* nothing is left of what was not filed */
}

static void a_file_over_the_limit_is_refused(void **state)
{
    struct sealing *sealing;
    struct context own = {.mem = arena_new("own"), .now = cx.now};
    unsigned char *block = arena_alloc(cx.mem, 1 << 20);
    struct bytes piece = {block, 1 << 20};
    assert_int_equal(sealing_begin(&own, door, &sealing), OK);
    assert_int_equal(sealing_file_begin(&own, sealing, "a", ""), OK);
    for (int i = 0; i < 20; i++) assert_int_equal(sealing_file_bytes(&own, sealing, piece), OK);
    piece.size = 1;
    assert_int_equal(sealing_file_bytes(&own, sealing, piece), INVALID);
    assert_string_equal(own.issues->message, "intake.file_too_large");
    assert_int_equal(sealing_file_end(&own, sealing), OK);
    piece.size = 1 << 20;
    enum status status = OK;
    int blocks = 20;
    for (int f = 0; status == OK && f < 3; f++) {
        assert_int_equal(sealing_file_begin(&own, sealing, "a", ""), OK);
        for (int i = 0; status == OK && i < 20; i++, blocks += status == OK)
            status = sealing_file_bytes(&own, sealing, piece);
        if (status == OK) assert_int_equal(sealing_file_end(&own, sealing), OK);
    }
    assert_int_equal(status, INVALID);
    assert_int_equal(blocks, 60);
    arena_free(own.mem);
}

/* Uploads that are never finished do not fill the disk; what is dropped makes room. */
static void unfinished_letters_are_bounded(void **state)
{
    struct intake_place place = at.portal;
    struct intake_door *small;
    struct sealing *one, *other;
    struct context first = {.mem = arena_new("first")}, second = {.mem = arena_new("second")};
    unsigned char bytes[1000] = {0};
    place.at_once = 1500;
    assert_int_equal(intake_door_open(&cx, &place, at.vkey, &small), OK);
    assert_int_equal(sealing_begin(&first, small, &one), OK);
    assert_int_equal(sealing_begin(&second, small, &other), OK);
    assert_int_equal(sealing_file_begin(&first, one, "a", ""), OK);
    assert_int_equal(sealing_file_begin(&second, other, "a", ""), OK);
    assert_int_equal(sealing_file_bytes(&first, one, (struct bytes){bytes, 1000}), OK);
    assert_int_equal(sealing_file_bytes(&second, other, (struct bytes){bytes, 1000}), BUSY);
    arena_free(second.mem);
    assert_int_equal(sealing_file_bytes(&first, one, (struct bytes){bytes, 500}), OK);
    arena_free(first.mem);
    intake_door_close(small);
}

/* A photograph of 15 MB costs one chunk of memory. */
static void memory_is_bounded(void **state)
{
    struct rusage before, after;
    unsigned char block[8192] = {1};
    struct context own = {.mem = arena_new("own"), .now = cx.now};
    struct sealing *sealing;
    struct receipt receipt;
    getrusage(RUSAGE_SELF, &before);
    assert_int_equal(sealing_begin(&own, door, &sealing), OK);
    size_t held = arena_held(own.mem);
    for (int f = 0; f < 3; f++) {
        assert_int_equal(sealing_file_begin(&own, sealing, "photo.jpg", "image/jpeg"), OK);
        for (int i = 0; i < 15 * 128; i++)
            assert_int_equal(sealing_file_bytes(&own, sealing, (struct bytes){block, sizeof block}),
                             OK);
        assert_int_equal(sealing_file_end(&own, sealing), OK);
    }
    assert_true(arena_held(own.mem) <= held + 64 * 1024);
    struct letter_head head = head_of(intake_nonce(cx.mem));
    assert_int_equal(sealing_finish(&own, sealing, &head, &receipt), OK);
    struct letter letter;
    assert_int_equal(letter_open(&own, &at.office, receipt.letter, &letter), OK);
    assert_int_equal(letter.files[2].size, 15 << 20);
    getrusage(RUSAGE_SELF, &after);
    assert_true(after.ru_maxrss - before.ru_maxrss < 4 * 1024); /* kB */
    arena_free(own.mem);
}

/* Whatever lies in the portal's reach, while it waits and afterwards. */
static void no_canary_is_found(void **state)
{
    const char *const folders[] = {at.portal.tmp,
                                   at.portal.new,
                                   at.portal.capsule,
                                   at.portal.portal,
                                   arena_format(cx.mem, "%s/filed", at.portal.portal),
                                   arena_format(cx.mem, "%s/ledger", at.data)};
    struct sealing *sealing;
    assert_int_equal(sealing_begin(&cx, door, &sealing), OK);
    assert_int_equal(add_file(sealing, "CANARY-2.jpg", bytes_of("CANARY-3")), OK);
    struct letter_head head = head_of(intake_nonce(cx.mem));
    struct receipt receipt = file_letter(&head, "CANARY-4");
    size_t files = 0;
    for (size_t f = 0; f < COUNT_OF(folders); f++) {
        const char **names = intake_fixture_list(cx.mem, folders[f], NULL);
        for (size_t i = 0; names[i]; i++) {
            struct bytes bytes;
            const char *path = arena_format(cx.mem, "%s/%s", folders[f], names[i]);
            if (file_read(&cx, path, 200 << 20, &bytes) != OK) continue;
            files++;
            assert_null(memmem(bytes.data, bytes.size, "CANARY", 6));
            assert_null(memmem(bytes.data, bytes.size, "张三", strlen("张三")));
            assert_null(memmem(bytes.data, bytes.size, receipt.code.text, CODE_LENGTH));
            assert_null(memmem(bytes.data, bytes.size, head.nonce, strlen(head.nonce)));
        }
    }
    assert_true(files >= 5);
}

/* ---- the same form through many threads ---- */
struct racer {
    pthread_t thread;
    const char *nonce;
    struct receipt receipt;
    enum status status;
};

static void *race(void *what)
{
    struct racer *racer = what;
    struct context own = {.mem = arena_new("racer"), .now = cx.now};
    struct sealing *sealing;
    struct letter_head head = head_of(racer->nonce);
    racer->status = sealing_begin(&own, door, &sealing);
    if (racer->status == OK) racer->status = sealing_finish(&own, sealing, &head, &racer->receipt);
    arena_free(own.mem);
    return NULL;
}

static void many_at_once_are_one_letter(void **state)
{
    struct racer racers[8];
    for (int round = 0; round < 20; round++) {
        size_t before, after;
        int filed = 0;
        const char *nonce = intake_nonce(cx.mem);
        intake_fixture_list(cx.mem, at.portal.new, &before);
        for (size_t i = 0; i < COUNT_OF(racers); i++) {
            racers[i].nonce = nonce;
            assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
        }
        for (size_t i = 0; i < COUNT_OF(racers); i++) {
            pthread_join(racers[i].thread, NULL);
            assert_int_equal(racers[i].status, OK);
            assert_string_equal(racers[i].receipt.code.text, racers[0].receipt.code.text);
            filed += racers[i].receipt.filed == FILED_NOW;
            assert_int_not_equal(racers[i].receipt.filed, FILED_DIFFERENT);
        }
        assert_int_equal(filed, 1);
        intake_fixture_list(cx.mem, at.portal.new, &after);
        assert_int_equal(after, before + 1);
    }
}

static void a_start_sweeps_what_a_crash_left(void **state)
{
    size_t count;
    struct intake_door *again;
    const char *left = arena_format(cx.mem, "%s/left", at.portal.tmp);
    close(open(left, O_CREAT | O_WRONLY, 0600));
    assert_int_equal(intake_door_open(&cx, &at.portal, at.vkey, &again), OK);
    intake_fixture_list(cx.mem, at.portal.tmp, &count);
    assert_int_equal(count, 0);
    /* and gives the same receipts as before */
    struct letter_head head = head_of(intake_nonce(cx.mem));
    struct receipt first = file_letter(&head, NULL), second;
    struct sealing *sealing;
    struct context own = {.mem = arena_new("own"), .now = cx.now};
    assert_int_equal(sealing_begin(&own, again, &sealing), OK);
    assert_int_equal(sealing_finish(&own, sealing, &head, &second), OK);
    assert_int_equal(second.filed, FILED_BEFORE);
    assert_string_equal(first.code.text, second.code.text);
    arena_free(own.mem); /* what is sealed goes before its door */
    intake_door_close(again);
}

static int begin(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    context_set_clock(&cx, (struct moment){INT64_C(1764000000123)});
    intake_fixture_make(&cx, "/tmp", &at);
    return intake_door_open(&cx, &at.portal, at.vkey, &door);
}

static int end(void **state)
{
    intake_fixture_remove(&at);
    arena_free(cx.mem); /* what is sealed goes before its door */
    intake_door_close(door);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letter_arrives_whole),
        cmocka_unit_test(the_same_form_is_one_letter),
        cmocka_unit_test(an_edited_repeat_is_not_filed),
        cmocka_unit_test(a_later_letter_belongs_to_its_code),
        cmocka_unit_test(every_changed_byte_is_found),
        cmocka_unit_test(what_is_cut_or_longer_is_found),
        cmocka_unit_test(a_copied_letter_is_not_another_one),
        cmocka_unit_test(a_key_of_another_office_does_not_open),
        cmocka_unit_test(an_old_key_opens_what_was_sealed_to_it),
        cmocka_unit_test(the_printed_key_recovers_all),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(a_file_over_the_limit_is_refused),
        cmocka_unit_test(unfinished_letters_are_bounded),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(no_canary_is_found),
        cmocka_unit_test(many_at_once_are_one_letter),
        cmocka_unit_test(a_start_sweeps_what_a_crash_left),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
