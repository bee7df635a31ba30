/* Many file at once, and a sync of the folder serves them together: still no receipt is given for a
 * letter that was not in the folder when a sync of it began. fsync() is this file's own. */
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "base/unit.h"
#include "intake/fixture.h"
#include "intake/private.h"

enum { THREADS = 8, EACH = 12, LETTERS = THREADS * EACH };

static struct context cx;
static struct intake_fixture at;
static struct intake_door *door;

/* ---- what is safe: names that a successful sync has found ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char safe[4 * LETTERS][LETTER_ID_LENGTH + 1];
static size_t safe_count, folder_syncs, fail_next;

static bool is_safe(const char *id)
{
    for (size_t i = 0; i < safe_count; i++)
        if (strcmp(safe[i], id) == 0) return true;
    return false;
}

static size_t list_into(char (*names)[LETTER_ID_LENGTH + 1], size_t room)
{
    size_t count = 0;
    DIR *folder = opendir(at.portal.new);
    for (const struct dirent *one; (one = readdir(folder)) && count < room;)
        if (strlen(one->d_name) == LETTER_ID_LENGTH)
            memcpy(names[count++], one->d_name, LETTER_ID_LENGTH + 1);
    closedir(folder);
    return count;
}

static bool fails(void)
{
    pthread_mutex_lock(&lock);
    bool now = fail_next > 0;
    fail_next -= now;
    folder_syncs++;
    pthread_mutex_unlock(&lock);
    return now;
}

static int sync_folder(int fd)
{
    char there[LETTERS][LETTER_ID_LENGTH + 1];
    bool wrong = fails();
    size_t count = list_into(there, LETTERS);
    usleep(3000); /* a disk takes its time, and others come */
    if (wrong) {
        errno = EIO;
        return -1;
    }
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < count; i++)
        if (!is_safe(there[i])) memcpy(safe[safe_count++], there[i], LETTER_ID_LENGTH + 1);
    pthread_mutex_unlock(&lock);
    return (int)syscall(SYS_fsync, fd);
}

int fsync(int fd)
{
    struct stat about, new;
    bool folder = fstat(fd, &about) == 0 && S_ISDIR(about.st_mode) &&
                  at.portal.new &&stat(at.portal.new, &new) == 0 && new.st_ino == about.st_ino;
    return folder ? sync_folder(fd) : (int)syscall(SYS_fsync, fd);
}

/* ---- filing ---- */

struct filer {
    pthread_t thread;
    const char *nonces[EACH];
    size_t filed, refused, unsafe;
};

static void *file_all(void *what)
{
    struct filer *filer = what;
    for (size_t i = 0; i < EACH; i++) {
        struct context own = {.mem = arena_new("filer"), .now = cx.now};
        struct letter_head head = {
            .type = "application", .to = "002232131", .nonce = filer->nonces[i]};
        struct sealing *sealing;
        struct receipt receipt;
        enum status status = sealing_begin(&own, door, &sealing);
        if (status == OK) status = sealing_finish(&own, sealing, &head, &receipt);
        pthread_mutex_lock(&lock);
        filer->filed += status == OK;
        filer->refused += status != OK;
        filer->unsafe += status == OK && !is_safe(receipt.letter);
        pthread_mutex_unlock(&lock);
        arena_free(own.mem);
    }
    return NULL;
}

static struct filer run(bool same_forms)
{
    struct filer filers[THREADS], all = {0};
    for (size_t t = 0; t < THREADS; t++) {
        filers[t] = (struct filer){0};
        for (size_t i = 0; i < EACH; i++)
            filers[t].nonces[i] = same_forms && t ? filers[0].nonces[i] : intake_nonce(cx.mem);
        assert_int_equal(pthread_create(&filers[t].thread, NULL, file_all, &filers[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++) {
        pthread_join(filers[t].thread, NULL);
        all.filed += filers[t].filed;
        all.refused += filers[t].refused;
        all.unsafe += filers[t].unsafe;
    }
    return all;
}

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test"), .now = moment_now()};
    intake_fixture_make(&cx, "/tmp", &at);
    safe_count = folder_syncs = fail_next = 0;
    return intake_door_open(&cx, &at.portal, at.vkey, &door);
}

static int tear_down(void **state)
{
    intake_door_close(door);
    intake_fixture_remove(&at);
    at = (struct intake_fixture){0};
    arena_free(cx.mem);
    return 0;
}

static void receipts_are_of_synced_letters(void **state)
{
    struct filer all = run(false);
    assert_int_equal(all.filed, LETTERS);
    assert_int_equal(all.unsafe, 0);
    assert_true(folder_syncs < LETTERS / 2); /* most waited for somebody else's */
}

/* Also where another thread has filed the same form just before. */
static void a_repeat_is_told_only_of_a_synced_letter(void **state)
{
    struct filer all = run(true);
    assert_int_equal(all.filed, LETTERS);
    assert_int_equal(all.unsafe, 0);
}

/* Whose sync fails gets no receipt; the others' letters are synced by themselves. */
static void a_sync_that_fails_gives_no_receipt(void **state)
{
    fail_next = 3;
    struct filer all = run(false);
    assert_int_equal(all.refused, 3);
    assert_int_equal(all.filed, LETTERS - 3);
    assert_int_equal(all.unsafe, 0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(receipts_are_of_synced_letters),
        TEST(a_repeat_is_told_only_of_a_synced_letter),
        TEST(a_sync_that_fails_gives_no_receipt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
