/* Everything that the portal must not be able to do, tried from inside, with Landlock limited to
 * ABI 2 (Debian 12's kernel). Each act runs in a child of its own; the child answers by exit code.
 */
#include "app/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "intake/capsule.h"
#include "intake/keys.h"

static struct context cx;
static struct installation at;
static pid_t parent;
static const char *sealing_key, *vkey;
static struct code code; /* of a capsule that lies there */

static const char *in(const char *folder, const char *name)
{
    return arena_format(cx.mem, "%s/%s", folder, name);
}

/* What an act answers: 0 it was possible, else the errno that stopped it. */
static int opened(int fd)
{
    return fd >= 0 ? 0 : errno;
}
static int done(long result)
{
    return result >= 0 ? 0 : errno;
}

/* ---- forbidden ---- */
static int read_office(void)
{
    return opened(open(at.office_db, O_RDONLY));
}
static int read_key(void)
{
    return opened(open(in(at.keys, "ledger.key"), O_RDONLY));
}
static int read_sealing_key(void)
{
    return opened(open(sealing_key, O_RDONLY));
}
static int list_keys(void)
{
    return opened(open(at.keys, O_RDONLY | O_DIRECTORY));
}
static int replace_letter(void)
{
    int fd = open(in(at.intake_tmp, "other"), O_WRONLY | O_CREAT, 0600);
    if (fd < 0) return 0; /* that much is allowed: the test would be void */
    return done(rename(in(at.intake_tmp, "other"), in(at.intake_new, "letter")));
}
static int replace_capsule(void)
{
    int fd = open(in(at.intake_tmp, "c"), O_WRONLY | O_CREAT, 0600);
    if (fd < 0) return 0;
    return done(link(in(at.intake_tmp, "c"), in(at.capsule, "c")));
}
static int read_blob(void)
{
    return opened(open(in(at.blob, "x"), O_RDONLY));
}
static int list_data(void)
{
    return opened(open(at.data, O_RDONLY | O_DIRECTORY));
}
static int read_passwd(void)
{
    return opened(open("/etc/passwd", O_RDONLY));
}
static int read_proc(void)
{
    return opened(open("/proc/self/environ", O_RDONLY));
}
static int write_ledger(void)
{
    return opened(open(in(at.ledger, "checkpoint"), O_WRONLY));
}
static int add_to_ledger(void)
{
    return opened(open(in(at.ledger, "new"), O_WRONLY | O_CREAT, 0600));
}
static int remove_ledger(void)
{
    return done(unlink(in(at.ledger, "checkpoint")));
}
static int rename_ledger(void)
{
    return done(rename(in(at.ledger, "checkpoint"), in(at.portal, "c")));
}
static int truncate_ledger(void)
{
    return done(truncate(in(at.ledger, "checkpoint"), 0));
}
static int trunc_open(void)
{
    return opened(open(in(at.intake_new, "letter"), O_WRONLY | O_TRUNC));
}
static int overwrite_letter(void)
{
    return opened(open(in(at.intake_new, "letter"), O_WRONLY));
}
static int remove_letter(void)
{
    return done(unlink(in(at.intake_new, "letter")));
}
static int rename_letter(void)
{
    return done(rename(in(at.intake_new, "letter"), in(at.intake_tmp, "l")));
}
static int read_held(void)
{
    return opened(open(in(at.intake_held, "letter"), O_RDONLY));
}
static int write_capsule(void)
{
    return opened(open(in(at.capsule, "c"), O_WRONLY | O_CREAT, 0600));
}
static int chmod_letter(void)
{
    return done(chmod(in(at.intake_new, "letter"), 0777));
}
static int chown_letter(void)
{
    return done(chown(in(at.intake_new, "letter"), 1, 1));
}
static int make_folder(void)
{
    return done(mkdir(in(at.portal, "folder"), 0700));
}
static int make_link(void)
{
    return done(symlink("/etc/passwd", in(at.portal, "link")));
}
static int signal_parent(void)
{
    return done(kill(parent, 0));
}
static int trace_parent(void)
{
    return done(ptrace(PTRACE_ATTACH, parent, NULL, NULL));
}
static int make_socket(void)
{
    return opened(socket(AF_INET, SOCK_STREAM, 0));
}
static int open_pidfd(void)
{
    return opened((int)syscall(SYS_pidfd_open, parent, 0));
}
static int new_process(void)
{
    pid_t child = fork();
    if (child == 0) _exit(0);
    return done(child);
}
static int run_program(void)
{
    char name[] = "true", *const arguments[] = {name, NULL};
    execv("/bin/true", arguments);
    return errno;
}
static int read_parent_memory(void)
{
    char byte;
    struct iovec here = {&byte, 1}, there = {&cx, 1};
    return done(process_vm_readv(parent, &here, 1, &there, 1, 0));
}
static int gain_openat2(void)
{
    struct {
        uint64_t flags, mode, resolve;
    } how = {O_RDONLY, 0, 0};
    return opened(
        (int)syscall(437 /* openat2 */, AT_FDCWD, in(at.ledger, "checkpoint"), &how, sizeof how));
}

/* ---- allowed ---- */
static int read_ledger(void)
{
    return opened(open(in(at.ledger, "checkpoint"), O_RDONLY));
}
static int sync_portal(void)
{
    int fd = open(at.portal, O_RDONLY | O_DIRECTORY);
    return fd < 0 ? errno : done(fsync(fd));
}
static int own_portal(void)
{
    int fd = open(in(at.portal, "f"), O_RDWR | O_CREAT, 0600);
    if (fd < 0 || ftruncate(fd, 10) != 0) return errno;
    return done(unlink(in(at.portal, "f")));
}
static int post_letter(void)
{
    int fd = open(in(at.intake_tmp, "mine"), O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (fd < 0 || write(fd, "x", 1) != 1 || fsync(fd) != 0) return errno;
    if (link(in(at.intake_tmp, "mine"), in(at.intake_new, "mine")) != 0) return errno;
    return done(unlink(in(at.intake_tmp, "mine")));
}
/* A letter with a file, its repeat, and the reply: all that a portal does with sealed things. */
static int seal_one(struct intake_door *door, struct receipt *receipt)
{
    struct sealing *sealing;
    static const struct letter_field field = {"sought", "统计"};
    struct letter_head head = {.type = "application",
                               .to = "002232131",
                               .nonce = "abcdefghijklmnopqrstuvwxyz",
                               .fields = &field,
                               .field_count = 1};
    const struct bytes file = {(const unsigned char *)"photograph", 10};
    if (sealing_begin(&cx, door, &sealing) != OK) return 1;
    if (sealing_file_begin(&cx, sealing, "a.jpg", "image/jpeg") != OK) return 2;
    if (sealing_file_bytes(&cx, sealing, file) != OK) return 3;
    if (sealing_file_end(&cx, sealing) != OK) return 4;
    return sealing_finish(&cx, sealing, &head, receipt) == OK ? 0 : 5;
}
static int seal_letters(void)
{
    struct intake_door *door;
    struct receipt receipt, again;
    struct intake_place place = installation_portal_place(&at);
    if (intake_door_open(&cx, &place, vkey, &door) != OK) return 10;
    if (!intake_door_is_open(door)) return 11;
    int wrong = seal_one(door, &receipt);
    if (!wrong) wrong = seal_one(door, &again);
    if (wrong) return 20 + wrong;
    if (receipt.filed != FILED_NOW || again.filed != FILED_BEFORE) return 30;
    arena_reset(cx.mem); /* what lay in tmp/ goes */
    return 0;
}
static int read_capsule(void)
{
    struct capsule capsule;
    struct capsule_reader *reader;
    unsigned char bytes[100];
    if (capsule_open(&cx, at.capsule, code.text, &capsule) != OK) return 1;
    if (capsule_open_file(&cx, &capsule, 0, &reader) != OK) return 2;
    return capsule_read_file(reader, bytes, sizeof bytes) == 6 ? 0 : 3;
}
static void *nothing(void *unused)
{
    return unused;
}
static int start_thread(void)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, nothing, NULL) || pthread_join(thread, NULL);
}
static int use_database(void)
{
    static const struct sql ddl = {"t", "CREATE TABLE IF NOT EXISTS t (x TEXT) STRICT"};
    static const struct sql put = {"p", "INSERT INTO t VALUES ($1)"};
    if (store_open(&cx, in(at.portal, "t.db"), STORE_DURABLE) != OK) return 1;
    if (store_ensure(&cx, &ddl) != OK || store_run(&cx, &put, BIND("x"), NULL) != OK) return 2;
    store_close(cx.store);
    return 0;
}

struct act {
    const char *name;
    int (*act)(void);
};
#define ACT(f) \
    {          \
#f, f  \
    }
static const struct act forbidden[] = {
    ACT(read_office),      ACT(read_key),      ACT(read_blob),       ACT(list_data),
    ACT(read_passwd),      ACT(read_proc),     ACT(write_ledger),    ACT(add_to_ledger),
    ACT(remove_ledger),    ACT(rename_ledger), ACT(truncate_ledger), ACT(trunc_open),
    ACT(overwrite_letter), ACT(remove_letter), ACT(rename_letter),   ACT(write_capsule),
    ACT(read_sealing_key), ACT(list_keys),     ACT(replace_letter),  ACT(replace_capsule),
    ACT(read_held),        ACT(chmod_letter),  ACT(chown_letter),    ACT(make_folder),
    ACT(make_link),        ACT(signal_parent), ACT(trace_parent),    ACT(make_socket),
    ACT(open_pidfd),       ACT(new_process),   ACT(run_program),     ACT(read_parent_memory),
    ACT(gain_openat2),
};
static const struct act possible[] = {
    ACT(read_ledger),  ACT(sync_portal),  ACT(own_portal),   ACT(post_letter),
    ACT(start_thread), ACT(use_database), ACT(seal_letters), ACT(read_capsule),
};

static int from_inside(const struct act *act, int abi)
{
    pid_t child = fork();
    if (child == 0) {
        if (sandbox_enter_portal(&cx, &at, abi) != OK) _exit(120);
        _exit(act->act());
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    return WIFEXITED(how) ? WEXITSTATUS(how) : 121;
}

static void put(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("secret", file);
    fclose(file);
}

static void find_keys(void)
{
    struct bytes bytes;
    struct seal_keys keys;
    assert_int_equal(file_read(&cx, in(at.ledger, "vkey"), 4096, &bytes), OK);
    vkey = arena_copy_n(cx.mem, (const char *)bytes.data, strcspn((const char *)bytes.data, "\n"));
    assert_int_equal(intake_keys_read(&cx, at.intake_key, vkey, &keys), OK);
    sealing_key = arena_format(cx.mem, "%s/intake-%s.key", at.keys,
                               text_hex(cx.mem, keys.at[0].id, SEAL_ID_SIZE));
    assert_true(file_exists(sealing_key));
}

static void put_capsule(void)
{
    struct code_key key;
    struct capsule_file file = {"a", "text/plain", 6, in(at.blob, "x")};
    struct capsule_draft draft = {1, "{}", &file, 1};
    struct capsule_place place = {at.capsule, at.tmp};
    code_make(&code);
    code_key(&code, &key);
    assert_int_equal(capsule_put(&cx, &place, text_hex(cx.mem, key.public, 32), &draft), OK);
}

static int begin(void **state)
{
    char folder[] = "/tmp/test_sandbox.XXXXXX";
    assert_non_null(mkdtemp(folder));
    cx = (struct context){.mem = arena_new("test")};
    parent = getpid();
    struct installation_choices choices = {
        "测试", "Test", "Asia/Shanghai", "test.invalid/ledger", "", false, false};
    const char *data = in(folder, "data");
    assert_int_equal(installation_init(&cx, data, &choices), OK);
    assert_int_equal(installation_load(&cx, data, &at), OK);
    put(in(at.blob, "x"));
    put(in(at.intake_new, "letter"));
    put(in(at.intake_held, "letter"));
    find_keys();
    put_capsule();
    return 0;
}

static void every_forbidden_act_is_refused(void **state)
{
    for (size_t i = 0; i < COUNT_OF(forbidden); i++) {
        int answer = from_inside(&forbidden[i], 2);
        if (answer == 0 || answer >= 120) fail_msg("%s: %d", forbidden[i].name, answer);
        answer = from_inside(&forbidden[i], 0);
        if (answer == 0 || answer >= 120)
            fail_msg("%s (newest ABI): %d", forbidden[i].name, answer);
    }
}

static void what_the_portal_needs_is_possible(void **state)
{
    for (size_t i = 0; i < COUNT_OF(possible); i++) {
        int answer = from_inside(&possible[i], 2);
        if (answer != 0) fail_msg("%s: %d (%s)", possible[i].name, answer, strerror(answer));
    }
}

static int end(void **state)
{
    arena_free(cx.mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_forbidden_act_is_refused),
        cmocka_unit_test(what_the_portal_needs_is_possible),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
