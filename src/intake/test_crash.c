/* What was acknowledged is there, whatever dies; what is not there was not acknowledged. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "intake/fixture.h"

enum { KILLS = 20, ANSWER_SKIPPED = 77 };

static struct context cx;
static struct intake_fixture at;

static enum status file_one(struct context *own, struct intake_door *door, size_t size,
                            struct receipt *receipt)
{
    static const struct letter_field field = {"name", "CANARY-9"};
    unsigned char *bytes = arena_alloc(own->mem, size + 1);
    struct sealing *sealing;
    struct letter_head head = {.type = "application",
                               .to = "002232131",
                               .nonce = intake_nonce(own->mem),
                               .fields = &field,
                               .field_count = 1};
    TRY(sealing_begin(own, door, &sealing));
    TRY(sealing_file_begin(own, sealing, "a.jpg", "image/jpeg"));
    TRY(sealing_file_bytes(own, sealing, (struct bytes){bytes, size}));
    TRY(sealing_file_end(own, sealing));
    return sealing_finish(own, sealing, &head, receipt);
}

/* Files for ever; tells each letter after its receipt. */
static _Noreturn void file_until_killed(int tell)
{
    struct intake_door *door;
    struct arena *mem = arena_new("child");
    struct context first = {.mem = mem};
    if (intake_door_open(&first, &at.portal, at.vkey, &door) != OK) _exit(1);
    for (size_t size = 1;; size = size * 7 % 90001) {
        struct context own = {.mem = mem};
        struct receipt receipt;
        context_set_clock(&own, moment_now());
        if (file_one(&own, door, size, &receipt) != OK) _exit(2);
        if (write(tell, receipt.letter, LETTER_ID_LENGTH) != LETTER_ID_LENGTH) _exit(3);
        arena_reset(mem);
    }
}

static void opens(const char *id)
{
    struct arena_mark mark = arena_mark(cx.mem);
    struct letter letter;
    enum status status = letter_open(&cx, &at.office, id, &letter);
    if (status != OK) fail_msg("letter %s does not open: %d %s", id, status, cx.fault);
    arena_rewind(cx.mem, mark);
}

static size_t check_all(void)
{
    size_t count;
    const char **names = intake_fixture_list(cx.mem, at.portal.new, &count);
    for (size_t i = 0; i < count; i++) {
        opens(names[i]); /* whatever is there is whole */
        assert_int_equal(unlink(arena_format(cx.mem, "%s/%s", at.portal.new, names[i])), 0);
    }
    return count;
}

static void an_acknowledged_letter_survives_a_kill(void **state)
{
    size_t acknowledged = 0;
    for (int i = 0; i < KILLS; i++) {
        int ends[2];
        char id[LETTER_ID_LENGTH + 1] = "";
        assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
        pid_t child = fork();
        if (child == 0) file_until_killed(ends[1]);
        close(ends[1]);
        /* it is at work, however busy the machine is; then at any moment */
        assert_int_equal(read(ends[0], id, LETTER_ID_LENGTH), LETTER_ID_LENGTH);
        usleep((useconds_t)(i * 7919 % 40000));
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, NULL, 0), child);
        do opens(id), acknowledged++;
        while (read(ends[0], id, LETTER_ID_LENGTH) == LETTER_ID_LENGTH);
        close(ends[0]);
        check_all();
    }
    assert_true(acknowledged >= KILLS);
    struct intake_door *door;
    size_t left;
    assert_int_equal(intake_door_open(&cx, &at.portal, at.vkey, &door), OK);
    intake_door_close(door);
    intake_fixture_list(cx.mem, at.portal.tmp, &left);
    assert_int_equal(left, 0);
}

/* ---- a disk that is really full ---- */

/* In the child: a failed assertion would go on in this process as well. */
#define MUST(what)                                                 \
    do {                                                           \
        if (what) break;                                           \
        fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #what); \
        _exit(1);                                                  \
    } while (0)

static bool write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0) close(fd);
    return written;
}

/* As root, or where the kernel lets users mount in a namespace of their own. */
static bool mount_small_disk(const char *folder)
{
    uid_t user = geteuid();
    gid_t group = getegid();
    if (unshare(CLONE_NEWNS | (user ? CLONE_NEWUSER : 0)) != 0) return false;
    if (user && (!write_text("/proc/self/setgroups", "deny") ||
                 !write_text("/proc/self/uid_map", arena_format(cx.mem, "0 %u 1", user)) ||
                 !write_text("/proc/self/gid_map", arena_format(cx.mem, "0 %u 1", group))))
        return false;
    return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("none", folder, "tmpfs", 0, "size=400k,mode=700") == 0;
}

static void file_until_full(struct intake_door *door)
{
    static const size_t sizes[] = {50000, 3000, 1};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        enum status status = OK;
        for (int n = 0; status == OK && n < 400; n++) {
            struct context own = {.mem = arena_new("own")};
            struct receipt receipt;
            context_set_clock(&own, moment_now());
            status = file_one(&own, door, sizes[i], &receipt);
            arena_free(own.mem);
        }
        MUST(status == BUSY);
    }
}

static size_t open_all_and_remove(void)
{
    size_t count;
    struct letter letter;
    const char **names = intake_fixture_list(cx.mem, at.portal.new, &count);
    struct arena_mark mark = arena_mark(cx.mem);
    for (size_t i = 0; i < count; i++, arena_rewind(cx.mem, mark)) { /* closes what it opened */
        MUST(letter_open(&cx, &at.office, names[i], &letter) == OK);
        MUST(unlink(arena_format(cx.mem, "%s/%s", at.portal.new, names[i])) == 0);
    }
    return count;
}

static int fill_disk(void)
{
    struct intake_door *door;
    struct receipt receipt;
    struct letter letter;
    size_t left;
    if (!mount_small_disk(arena_format(cx.mem, "%s/intake", at.data))) return ANSWER_SKIPPED;
    MUST(file_make_folders(&cx, at.portal.tmp, 0700) == OK);
    MUST(file_make_folders(&cx, at.portal.new, 0700) == OK);
    MUST(intake_door_open(&cx, &at.portal, at.vkey, &door) == OK);
    file_until_full(door);
    intake_fixture_list(cx.mem, at.portal.tmp, &left);
    MUST(left == 0);                                  /* nothing is half written */
    MUST(open_all_and_remove() > 3);                  /* what was acknowledged is whole */
    MUST(file_one(&cx, door, 50000, &receipt) == OK); /* with room again it goes on */
    MUST(letter_open(&cx, &at.office, receipt.letter, &letter) == OK);
    return 0;
}

static void a_full_disk_is_said(void **state)
{
    int how;
    pid_t child = fork();
    if (child == 0) _exit(fill_disk());
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    if (WEXITSTATUS(how) == ANSWER_SKIPPED) skip();
    assert_int_equal(WEXITSTATUS(how), 0);
}

static int begin(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    context_set_clock(&cx, moment_now());
    intake_fixture_make(&cx, "/tmp", &at);
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
        cmocka_unit_test_setup_teardown(an_acknowledged_letter_survives_a_kill, begin, end),
        cmocka_unit_test_setup_teardown(a_full_disk_is_said, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
