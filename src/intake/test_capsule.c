/* Capsules: only the code opens them, nothing of them can be changed, an older one never wins. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "intake/capsule.h"
#include "intake/fixture.h"

static struct context cx;
static struct intake_fixture at;
static struct capsule_place place;

static const char *key_of(const struct code *code)
{
    struct code_key key;
    code_key(code, &key);
    return text_hex(cx.mem, key.public, sizeof key.public);
}

static const char *path_of(const struct code *code)
{
    struct code_key key;
    code_key(code, &key);
    return arena_format(cx.mem, "%s/%s", place.folder, key.name);
}

static enum status put(const struct code *code, int64_t serial, const char *json)
{
    struct context own = {.mem = cx.mem};
    struct capsule_draft draft = {.serial = serial, .json = json};
    return capsule_put(&own, &place, key_of(code), &draft);
}

static enum status open_it(const char *typed, struct capsule *capsule)
{
    struct context own = {.mem = cx.mem};
    return capsule_open(&own, place.folder, typed, capsule);
}

static void only_its_code_opens_it(void **state)
{
    struct code code, other;
    struct capsule capsule;
    struct stat about;
    code_make(&code);
    code_make(&other);
    assert_int_equal(open_it(code.text, &capsule), NOT_FOUND);
    assert_int_equal(put(&code, 1, "{\"state\":\"已登记\"}"), OK);
    assert_int_equal(open_it(code_grouped(cx.mem, &code), &capsule), OK);
    assert_int_equal(capsule.serial, 1);
    assert_string_equal(capsule.json, "{\"state\":\"已登记\"}");
    assert_int_equal(capsule.json_size, strlen(capsule.json));
    assert_int_equal(capsule.file_count, 0);
    assert_int_equal(open_it(other.text, &capsule), NOT_FOUND);
    assert_int_equal(open_it("not a code at all", &capsule), NOT_FOUND);
    assert_int_equal(stat(path_of(&code), &about), 0);
    assert_int_equal(about.st_size, 4096);
    assert_int_equal(about.st_mode & 0777, 0644);
}

/* The size tells steps of 4 KB. */
static void it_is_padded(void **state)
{
    struct code code;
    struct stat about;
    char json[9000];
    code_make(&code);
    for (size_t size = 2; size < sizeof json; size += 97) {
        memset(json, ' ', size);
        json[0] = '{', json[size - 1] = '}', json[size] = '\0';
        assert_int_equal(put(&code, (int64_t)size, json), OK);
        assert_int_equal(stat(path_of(&code), &about), 0);
        assert_int_equal(about.st_size % 4096, 0);
        assert_true((size_t)about.st_size < size + 4096 + 500);
    }
}

static void an_older_one_never_wins(void **state)
{
    struct code code;
    struct capsule capsule;
    code_make(&code);
    assert_int_equal(put(&code, 2, "{\"n\":2}"), OK);
    assert_int_equal(put(&code, 1, "{\"n\":1}"), CONFLICT);
    assert_int_equal(open_it(code.text, &capsule), OK);
    assert_string_equal(capsule.json, "{\"n\":2}");
    assert_int_equal(put(&code, 2, "{\"n\":22}"), OK); /* the same step, repeated after a crash */
    assert_int_equal(put(&code, 3, "{\"n\":3}"), OK);
    assert_int_equal(open_it(code.text, &capsule), OK);
    assert_int_equal(capsule.serial, 3);
    size_t left;
    intake_fixture_list(cx.mem, place.tmp, &left);
    for (size_t i = 0; i < left; i++)
        assert_false(text_ends(intake_fixture_list(cx.mem, place.tmp, NULL)[i], ".part"));
}

static const char *make_file(const char *name, size_t size)
{
    unsigned char *bytes = arena_alloc(cx.mem, size + 1);
    const char *path = arena_format(cx.mem, "%s/%s", at.data, name);
    randombytes_buf(bytes, size);
    assert_int_equal(file_write(&cx, at.office.work, path, (struct bytes){bytes, size}, false), OK);
    return path;
}

static void assert_delivered(const struct capsule *capsule, size_t i, const char *path)
{
    struct capsule_reader *reader;
    struct bytes bytes;
    unsigned char piece[5000];
    size_t got = 0;
    int64_t n;
    assert_int_equal(file_read(&cx, path, 64 << 20, &bytes), OK);
    assert_int_equal(capsule_open_file(&cx, capsule, i, &reader), OK);
    while ((n = capsule_read_file(reader, piece, sizeof piece)) > 0) {
        assert_true(got + (size_t)n <= bytes.size);
        assert_memory_equal(piece, bytes.data + got, (size_t)n);
        got += (size_t)n;
    }
    assert_int_equal(n, 0);
    assert_int_equal(got, bytes.size);
    assert_int_equal(capsule_read_file(reader, piece, sizeof piece), 0);
    capsule_close_file(reader);
}

static void files_are_delivered(void **state)
{
    struct code code;
    struct capsule capsule;
    code_make(&code);
    const size_t sizes[] = {0, 1, 16 * 1024, 16 * 1024 + 1, 3000000};
    struct capsule_file files[COUNT_OF(sizes)];
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        files[i] = (struct capsule_file){"答复书.pdf", "application/pdf", (int64_t)sizes[i],
                                         make_file(arena_format(cx.mem, "f%zu", i), sizes[i])};
    struct capsule_draft draft = {1, "{}", files, COUNT_OF(files)};
    assert_int_equal(capsule_put(&cx, &place, key_of(&code), &draft), OK);
    assert_int_equal(open_it(code.text, &capsule), OK);
    assert_int_equal(capsule.file_count, COUNT_OF(files));
    assert_string_equal(capsule.files[1].name, "答复书.pdf");
    for (size_t i = 0; i < COUNT_OF(files); i++) assert_delivered(&capsule, i, files[i].path);
    struct capsule_reader *reader;
    assert_int_equal(capsule_open_file(&cx, &capsule, COUNT_OF(files), &reader), NOT_FOUND);
    files[2].size++;
    struct context own = {.mem = cx.mem};
    assert_int_equal(capsule_put(&own, &place, key_of(&code), &draft), FAULT);
    assert_int_equal(open_it(code.text, &capsule), OK); /* what was there is still there */
}

static enum status read_all(const char *typed)
{
    struct capsule capsule;
    struct capsule_reader *reader;
    struct context own = {.mem = cx.mem};
    unsigned char piece[4096];
    int64_t n;
    TRY(open_it(typed, &capsule));
    TRY(capsule_open_file(&own, &capsule, 0, &reader));
    while ((n = capsule_read_file(reader, piece, sizeof piece)) > 0) continue;
    capsule_close_file(reader);
    return n == 0 ? OK : INVALID;
}

/* Number and digest are bound by the last frame, which who reads a file need not reach; a serial is
 * compared with the one inside. The digest of a capsule is unused, the padding says nothing. */
static void every_changed_byte_is_found(void **state)
{
    struct code code;
    struct bytes bytes;
    code_make(&code);
    struct capsule_file file = {"a", "b", 3000, make_file("t", 3000)};
    struct capsule_draft draft = {1, "{\"view\":1}", &file, 1};
    assert_int_equal(capsule_put(&cx, &place, key_of(&code), &draft), OK);
    assert_int_equal(file_read(&cx, path_of(&code), 1 << 20, &bytes), OK);
    assert_int_equal(read_all(code.text), OK);
    int fd = open(path_of(&code), O_WRONLY);
    size_t end_of_file = 152 + 3 * 20 + strlen("{\"view\":1}") + 3000 + 50;
    for (size_t i = 0; i < end_of_file; i++) {
        struct arena_mark mark = arena_mark(cx.mem);
        unsigned char changed = bytes.data[i] ^ 0x10;
        assert_int_equal(pwrite(fd, &changed, 1, (off_t)i), 1);
        bool unused = i >= 32 && i < 48;
        if ((read_all(code.text) == OK) != unused) fail_msg("byte %zu", i);
        assert_int_equal(pwrite(fd, bytes.data + i, 1, (off_t)i), 1);
        arena_rewind(cx.mem, mark);
    }
    close(fd);
    assert_int_equal(truncate(path_of(&code), 0), 0);
    assert_int_not_equal(read_all(code.text), OK);
}

static void a_dead_code_opens_nothing(void **state)
{
    struct code code;
    struct capsule capsule;
    code_make(&code);
    int64_t serial;
    assert_int_equal(put(&code, 7, "{}"), OK);
    assert_int_equal(capsule_serial(&cx, &place, key_of(&code), &serial), OK);
    assert_int_equal(serial, 7);
    assert_int_equal(capsule_remove(&cx, &place, key_of(&code)), OK);
    assert_int_equal(open_it(code.text, &capsule), NOT_FOUND);
    assert_int_equal(capsule_serial(&cx, &place, key_of(&code), &serial), OK);
    assert_int_equal(serial, 0);
    assert_int_equal(capsule_remove(&cx, &place, key_of(&code)), OK);
}

static int begin(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    context_set_clock(&cx, moment_now());
    intake_fixture_make(&cx, "/tmp", &at);
    place = (struct capsule_place){at.office.capsule, at.office.work};
    return 0;
}
static int end(void **state)
{
    intake_fixture_remove(&at);
    arena_free(cx.mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_its_code_opens_it),      cmocka_unit_test(it_is_padded),
        cmocka_unit_test(an_older_one_never_wins),     cmocka_unit_test(files_are_delivered),
        cmocka_unit_test(every_changed_byte_is_found), cmocka_unit_test(a_dead_code_opens_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
